"""The description by which a browser's address bar searches here."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from flask.testing import FlaskClient

from tests.support.documents import parse
from webapp import create_app
from webapp.settings import Settings

NAMES = {"os": "http://a9.com/-/spec/opensearch/1.1/"}
TYPE = "application/opensearchdescription+xml"


def description(client: FlaskClient) -> ElementTree.Element:
    response = client.get("/opensearch.xml")
    assert (response.status_code, response.content_type) == (200, f"{TYPE}; charset=utf-8")
    return ElementTree.fromstring(response.data)


def templates(client: FlaskClient) -> dict[str, str]:
    return {
        url.attrib["type"]: url.attrib["template"]
        for url in description(client).findall("os:Url", NAMES)
    }


def test_every_page_leads_to_the_description(client: FlaskClient) -> None:
    link = parse(client.get("/").text).one("link", rel="search")
    assert (link.href, link.attributes["type"]) == ("/opensearch.xml", TYPE)


def test_the_description_holds_what_browsers_demand(client: FlaskClient, seed_index: Path) -> None:
    found = description(client)
    assert found.findtext("os:ShortName", "", NAMES) == "Cửa Khẩu"
    assert found.findtext("os:InputEncoding", "", NAMES) == "UTF-8"
    assert {"text/html", "application/atom+xml", "application/x-suggestions+json", TYPE} == set(
        templates(client)
    )
    long = create_app(
        index=seed_index, settings=Settings(site_name="Cổng tìm kiếm tin đối ngoại")
    ).test_client()
    assert len(description(long).findtext("os:ShortName", "", NAMES)) == 16


def test_each_address_answers_what_is_typed(client: FlaskClient) -> None:
    typed = quote("cửa khẩu thông minh")
    for kind, template in templates(client).items():
        address = template.replace("{searchTerms}", typed).replace("{startPage?}", "1")
        response = client.get(address)
        assert (response.status_code, response.content_type.partition(";")[0]) == (200, kind)
    assert (
        "cửa khẩu thông minh"
        in client.get(
            templates(client)["text/html"]
            .replace("{searchTerms}", typed)
            .replace("{startPage?}", "")
        ).text
    )


def test_completions_come_in_the_browsers_form(client: FlaskClient) -> None:
    typed, found = json.loads(client.get("/opensearch/suggest?q=cua+kh").text)
    assert (typed, found[0]) == ("cua kh", "cửa khẩu")


def test_addresses_are_whole_and_carry_the_prefix(proxied: FlaskClient) -> None:
    assert [
        t for t in templates(proxied).values() if not t.startswith("https://so.vn/tim-kiem/")
    ] == []
