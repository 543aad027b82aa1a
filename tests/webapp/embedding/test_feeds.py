"""A search as a subscription: Atom and JSON Feed that feed readers take, newest first, with paging."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer import Archive
from indexer.model.date_labels import is_certain, is_inferred
from tests.support.documents import parse
from tests.webapp.pages.test_pages import QUANG_TAY
from webapp import create_app
from webapp.settings import Settings

NAMES = {"a": "http://www.w3.org/2005/Atom", "os": "http://a9.com/-/spec/opensearch/1.1/"}
XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"


def feed(client: FlaskClient, query: str) -> ElementTree.Element:
    response = client.get(f"/feed.atom{query}")
    assert (response.status_code, response.content_type) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    return ElementTree.fromstring(response.data)


def text(element: ElementTree.Element, path: str) -> str:
    found = element.find(path, NAMES)
    assert found is not None, path
    return found.text or ""


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall("a:link", NAMES)}


def test_the_feed_holds_what_atom_demands(client: FlaskClient) -> None:
    found = feed(client, "?q=hop+tac&lang=vi")
    assert (found.tag, found.attrib[f"{XML_NAMESPACE}lang"]) == (
        "{http://www.w3.org/2005/Atom}feed",
        "vi",
    )
    assert text(found, "a:title") == "hop tac – Cửa Khẩu"
    entries = found.findall("a:entry", NAMES)
    assert len(entries) == 5
    for element in (found, *entries):
        assert text(element, "a:id").startswith("urn:uuid:")
        assert datetime.fromisoformat(text(element, "a:updated")).tzinfo is not None
        assert text(element, "a:title")
        assert "alternate" in links(element)
    assert text(found, "a:author/a:name") == "Cửa Khẩu"
    assert len({text(entry, "a:id") for entry in entries}) == 5


def test_the_newest_articles_come_first_whatever_the_search_was_sorted_by(
    client: FlaskClient, seed_index: Path
) -> None:
    newest = [hit.id for hit in Archive.open(seed_index).search("hop tac", sort="newest").hits]
    for query in ("?q=hop+tac", "?q=hop+tac&sort=oldest"):
        assert [
            links(e)["alternate"].rpartition("/")[2]
            for e in feed(client, query).findall("a:entry", NAMES)
        ] == newest
    updated = [text(e, "a:updated") for e in feed(client, "?q=hop+tac").findall("a:entry", NAMES)]
    assert updated == sorted(updated, reverse=True)


def test_a_date_that_is_not_known_or_inferred_is_not_told_as_one_of_publication(
    client: FlaskClient, seed_index: Path
) -> None:
    known = {hit.id: hit.date for hit in Archive.open(seed_index).search("hop tac").hits}
    entries = feed(client, "?q=hop+tac").findall("a:entry", NAMES)
    told = {
        links(e)["alternate"].rpartition("/")[2]
        for e in entries
        if e.find("a:published", NAMES) is not None
    }
    assert told == {
        id_
        for id_, date in known.items()
        if date.precision in ("day", "range") and is_certain(date)
    }
    items = json.loads(client.get("/feed.json?q=hop+tac").text)["items"]
    assert {item["url"].rpartition("/")[2] for item in items if "date_published" in item} == told
    inferred = {id_ for id_, date in known.items() if is_inferred(date)}
    said = {
        links(e)["alternate"].rpartition("/")[2]
        for e in entries
        if text(e, "a:summary").startswith("≈ ")
    }
    assert said == inferred != set()


def test_the_feed_is_paged_and_counted(client: FlaskClient) -> None:
    first = feed(client, "?q=hop+tac&per_page=2")
    assert [text(first, f"os:{n}") for n in ("totalResults", "startIndex", "itemsPerPage")] == [
        "5",
        "1",
        "2",
    ]
    query = first.find("os:Query", NAMES)
    assert query is not None
    assert (query.attrib["role"], query.attrib["searchTerms"]) == ("request", "hop tac")
    assert "previous" not in links(first)
    second = feed(client, links(first)["next"].removeprefix("http://localhost/feed.atom"))
    assert text(second, "os:startIndex") == "3"
    assert {"first", "last", "next", "previous", "self"} <= set(links(second))
    last = feed(client, links(second)["last"].removeprefix("http://localhost/feed.atom"))
    assert (len(last.findall("a:entry", NAMES)), "next" in links(last)) == (1, False)
    assert len(first.findall("a:entry", NAMES)) == 2


def test_an_entry_tells_places_source_and_the_passage(client: FlaskClient) -> None:
    entry = next(
        e
        for e in feed(client, "?q=cua+khau+thong+minh").findall("a:entry", NAMES)
        if QUANG_TAY in links(e)["alternate"]
    )
    assert "Quảng Tây" in {
        category.attrib["term"] for category in entry.findall("a:category", NAMES)
    }
    assert "cửa khẩu thông minh" in text(entry, "a:summary")
    assert client.get(links(entry)["alternate"]).status_code == 200


def test_the_json_feed_has_the_same_articles(client: FlaskClient) -> None:
    response = client.get("/feed.json?q=hop+tac&per_page=2")
    body = json.loads(response.text)
    assert response.content_type == "application/feed+json"
    assert (body["version"], body["feed_url"]) == (
        "https://jsonfeed.org/version/1.1",
        "http://localhost/feed.json?q=hop+tac&sort=newest&per_page=2",
    )
    ids = [text(e, "a:id") for e in feed(client, "?q=hop+tac&per_page=2").findall("a:entry", NAMES)]
    assert [item["id"] for item in body["items"]] == ids
    assert len(json.loads(client.get(body["next_url"]).text)["items"]) == 2


@pytest.mark.parametrize(
    "query", ["?q=hop+tac&province=Lai+Ch%C3%A2u&page=3&sort=oldest", "?counterpart=V%C3%A2n+Nam"]
)
def test_every_page_of_results_leads_to_its_feed(client: FlaskClient, query: str) -> None:
    head = parse(client.get(f"/{query}").text).one("head")
    for kind in ("application/atom+xml", "application/feed+json"):
        address = head.one("link", rel="alternate", type=kind).href
        assert "page=" not in address
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("form", ["atom", "json"])
def test_a_reader_that_asks_again_is_told_that_nothing_changed(
    client: FlaskClient, form: str
) -> None:
    tag = client.get(f"/feed.{form}?q=hop").headers["ETag"]
    assert client.get(f"/feed.{form}?q=hop", headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"/feed.{form}?q=tac", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("form", ["atom", "json"])
def test_a_feed_of_a_bad_search_is_a_problem(client: FlaskClient, form: str) -> None:
    response = client.get(f"/feed.{form}?page=x")
    assert (response.status_code, response.content_type) == (400, "application/problem+json")


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    Archive.build([], tmp_path / "kho").add(
        {"id": "x&<y", "title": "A\x00\x08<b>&\ufffe", "text": "Hợp tác \x0b ]]> \x1f."}
    )
    client = create_app(index=tmp_path / "kho", settings=Settings()).test_client()
    entry = feed(client, "?q=%22hop%20tac%22%00%01").find("a:entry", NAMES)
    assert entry is not None
    assert text(entry, "a:title") == "A<b>&"


def test_addresses_carry_the_hosts_name_and_prefix(proxied: FlaskClient) -> None:
    found = feed(proxied, "?q=hop")
    every = [link.attrib["href"] for link in found.iter("{http://www.w3.org/2005/Atom}link")]
    assert every
    assert [address for address in every if not address.startswith("https://so.vn/tim-kiem/")] == []


def test_ids_stay_when_the_site_moves(client: FlaskClient) -> None:
    def ids(base: str, form: str) -> list[str]:
        answer = client.get(f"/feed.{form}?q=hop+tac", base_url=base).text
        return re.findall(r"urn:uuid:[0-9a-f-]+", answer)

    for form, count in (("atom", 6), ("json", 5)):
        known = ids("http://localhost", form)
        assert len(set(known)) == count
        assert ids("https://127.0.0.1:8443", form) == known
