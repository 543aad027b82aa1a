"""Articles as the world writes them: odd ids, markup, formulas, control characters. All can be found, opened and taken away safely."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.building import build
from tests.support.documents import parse
from tests.webapp.conftest import client_of
from webapp import create_app
from webapp.settings import Settings

IDS = [
    "báo/2024/03/bài (1).txt",
    "../../etc/passwd",
    "a//b",
    "/đầu",
    "cuối/",
    ".",
    "50%25?x=1&y#z",
    'dấu "nháy" <b>',
    "中文 id",
]
ARTICLES = [
    {
        "id": identifier,
        "title": f"Bài thử số {i}",
        "body": f"Lạng Sơn và Quảng Tây hợp tác, bài thử {i}.",
        "source": "Báo thử",
    }
    for i, identifier in enumerate(IDS)
] + [
    {
        "id": "formula",
        "title": "=HYPERLINK(thử)",
        "body": "@SUM(1) thử\x00 thử",
        "source": "+84",
        "url": "javascript:alert(1)",
    },
    {
        "id": "markup",
        "title": "<script>alert('thử')</script>",
        "body": "</p></main><img src=x onerror=alert(1)> thử \u202e dấu ngược",
        "url": 'https://a.vn/?a=1&b="2"',
    },
    {"id": "long", "title": "thử " * 200, "body": "thử" * 5000 + "\n" + "một từ " * 3000},
    {"id": "empty", "title": "thử", "body": ""},
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(ARTICLES, tmp_path_factory.mktemp("hostile"))


def test_every_article_found_can_be_opened_whatever_its_id(client: FlaskClient) -> None:
    found = parse(client.get("/?q=thu&per_page=100").text).all("li", class_="hit")
    assert len(found) >= len(IDS)
    for hit in found:
        response = client.get(hit.one("h2").all("a")[0].href)
        document = parse(response.text)
        assert response.status_code == 200
        assert document.one("h1").text == hit.one("h2").text
        for link in document.one("aside", class_="facts").all("a"):
            assert not link.href.startswith("/") or client.get(link.href).status_code == 200


@pytest.mark.parametrize("identifier", ["formula", "markup", "long", "empty"])
def test_markup_of_an_article_is_text_and_its_links_are_web_addresses(
    client: FlaskClient, identifier: str
) -> None:
    document = parse(client.get(f"/articles/{identifier}?q=thu").text)
    assert (document.all("img"), [s for s in document.all("script") if s.text]) == ([], [])
    assert [a.href for a in document.all("a") if a.href.startswith("javascript:")] == []
    if identifier == "markup":
        assert document.one("h1").text == "<script>alert('thử')</script>"
        assert "thử" in document.one("article").text
        assert (
            document.one("a", rel="noopener noreferrer external").href == 'https://a.vn/?a=1&b="2"'
        )


def test_a_spreadsheet_gets_no_formula(client: FlaskClient) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(client.get("/export/results.csv?q=thu").text.removeprefix("\ufeff"))
        )
    )
    cells = [value for row in rows for value in row.values()]
    assert "'=HYPERLINK(thử)" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize("form", ["json", "bib", "ris"])
def test_references_of_odd_articles_are_written(client: FlaskClient, form: str) -> None:
    response = client.get(f"/export/results.{form}?q=thu")
    assert response.status_code == 200
    if form == "ris":
        assert [
            line for line in response.text.split("\r\n") if line.strip() and line[2:6] != "  - "
        ] == []


@pytest.mark.parametrize(
    "address",
    [
        "/?q=a%00b%0d%0a",
        "/?q=" + "a" * 20_000,
        "/?q=%ED%A0%80%F0%9F%98%80",
        "/?q=((((((%22",
        "/?q=NOT+NOT+a",
        "/?year=abc",
        "/?q=*",
        "/matrix?region=%00",
    ],
)
def test_odd_addresses_are_answered(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200


def test_an_archive_without_articles_has_its_pages(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    build([tmp_path / "none"], tmp_path / "index", jobs=1)
    client = create_app(index=tmp_path / "index", settings=Settings()).test_client()
    for address in (
        "/",
        "/?q=a",
        "/matrix",
        "/compare",
        "/timeline",
        "/facets/province",
        "/readyz",
        "/export/results.csv?q=a",
    ):
        assert (address, client.get(address).status_code) == (address, 200)
