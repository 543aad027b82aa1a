"""The register as a subscription: Atom and JSON Feed of its newest entries."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def atom(client: FlaskClient, query: str = "") -> list[ElementTree.Element]:
    answer = client.get(f"/register.atom{query}")
    assert (answer.status_code, answer.content_type) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(answer.data).findall("a:entry", NAMES)


def text(entry: ElementTree.Element, path: str) -> str:
    return entry.findtext(f"a:{path}", "", NAMES)


def test_entries_are_items_newest_first(client: FlaskClient) -> None:
    entries = atom(client, "?lang=vi")
    assert len(entries) == 5
    assert text(entries[0], "title") == "Hội đàm: Hà Giang – Văn Sơn"
    assert text(entries[0], "updated") == "2025-03-06T00:00:00+07:00"
    assert "Thỏa thuận thiết lập cơ chế Hội đàm" in text(entries[0], "summary")
    assert text(entries[-1], "updated").startswith("1970")  # no year is told


def test_an_entry_leads_to_its_page(client: FlaskClient) -> None:
    link = atom(client)[0].find("a:link", NAMES)
    assert link is not None
    assert client.get(link.attrib["href"]).status_code == 200


@pytest.mark.parametrize(("query", "expected"), [("?counterpart=van+son", 1), ("?q=xyzzy", 0)])
def test_a_feed_is_what_was_asked_for(client: FlaskClient, query: str, expected: int) -> None:
    assert len(atom(client, query)) == expected
    feed = json.loads(client.get(f"/register.json{query}").text)
    assert len(feed["items"]) == expected
    assert feed["version"] == "https://jsonfeed.org/version/1.1"


def test_a_date_that_is_none_is_told(client: FlaskClient) -> None:
    assert client.get("/register.atom?date_from=hôm").status_code == 400
