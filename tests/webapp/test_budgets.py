"""What the pages weigh on an archive as an office has it: hundreds of articles, dozens of papers, forty years, every province."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.gazetteer import tables
from tests.support.documents import parse
from tests.support.running import SEEDS
from tests.webapp.conftest import client_of

ARTICLES = 400
PAGE = 100 * 1024  # bytes of any page of results
NODES = {20: 1_200, 50: 1_500, 100: 1_900}  # elements, by results a page
SEARCHES = (
    "q=hop+tac",
    "q=c%E1%BB%ADa+kh%E1%BA%A9u+bi%C3%AAn+gi%E1%BB%9Bi",
    "sort=newest",
    "q=hop+tac&province=L%E1%BA%A1ng+S%C6%A1n&province=Cao+B%E1%BA%B1ng&without_counterpart=Hai%20Nam&date_from=1990&sort=oldest",
)


def records() -> Iterator[dict[str, Any]]:
    """Articles put together from the seeds' own sentences; always the same ones."""
    chance = random.Random(1)
    lines = [
        line
        for path in sorted(SEEDS.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 80
    ]
    provinces = [row.name for row in tables.provinces()]
    counterparts = [row.name for row in tables.counterparts()]
    papers = [f"Báo {province}" for province in provinces]
    for i in range(ARTICLES):
        yield {
            "id": f"bao-{1985 + i % 41}-{i:06}",
            "title": chance.choice(lines)[: chance.randint(40, 110)],
            "text": "\n".join(chance.sample(lines, 9)),
            "date": f"{1985 + i % 41}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "source": chance.choice(papers),
            "provinces": chance.sample(provinces, chance.choice((0, 1, 1, 2, 4))),
            "counterparts": chance.sample(counterparts, chance.choice((0, 0, 1, 2))),
        }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(records(), tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("per_page", [20, 50, 100])
@pytest.mark.parametrize("search", SEARCHES)
def test_a_page_of_results_is_light_however_long_the_list(
    office: FlaskClient, search: str, per_page: int
) -> None:
    page = office.get(f"/?{search}&per_page={per_page}").text
    document = parse(page)
    assert len(document.all("li", class_="hit")) == min(
        per_page, int(document.one("strong").text.split()[0])
    )
    assert len(page.encode()) <= PAGE
    assert len(list(document.walk())) <= NODES[per_page]


def test_a_headline_pasted_into_the_box_has_a_light_page_too(office: FlaskClient) -> None:
    headline = "Thủ tướng Nguyễn Xuân Phúc thăm chính thức Trung Quốc, thúc đẩy hợp tác kinh tế biên giới cửa khẩu, nông sản"
    page = office.get(f"/?q={quote(headline)}")
    document = parse(page.text)
    assert len(page.data) <= PAGE
    assert len(document.all("li", class_="hit")) == 20
    facets = [section.one("h3").text for section in document.all("section", class_="facet")]
    assert facets == ["Thời gian", "Địa phương", "Đối tác", "Nguồn", "Loại sự kiện"]
    assert [g.tag for g in document.all("svg")[0].children if not isinstance(g, str)].count(
        "a"
    ) == 0
    table = document.one("section", class_="timeline").one("tbody")
    assert len(table.all("tr")) > 10


@pytest.mark.parametrize(
    "address", ["/?q=", "/api/v1/search?q=", "/feed.json?q=", "/?q=hop+tac&source=", "/matrix?q="]
)
def test_a_book_pasted_into_the_box_is_not_repeated_in_every_link(
    office: FlaskClient, address: str
) -> None:
    response = office.get(address + quote("cửa khẩu " * 5_000))
    assert response.status_code == 200
    # the matrix has a row for each unit of today and each of its parts: 324 links, each with the
    # 512 characters of the query that are read
    assert len(response.data) <= 640 * 1024
    if "search" in address:
        assert json.loads(response.text)["warnings"] == ["Câu tìm quá dài: chỉ đọc 512 ký tự đầu."]
