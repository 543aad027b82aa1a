"""What «Tuyên Quang» means is one thing in facets, filters, queries, the matrix and links."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.model.article import Article, Counterpart, DateSpan, Province
from indexer.model.request import SearchRequest
from indexer.model.results import FacetValue
from indexer.searching.facet_results import facet_link
from indexer.searching.query_string import from_query


def day(text: str) -> DateSpan:
    return DateSpan(text, text, "day", "metadata")


HA_GIANG = Province("Hà Giang", "Tuyên Quang", "main")
TUYEN_QUANG = Province("Tuyên Quang", "Tuyên Quang", "main")
VAN_NAM = (Counterpart("Vân Nam"), Counterpart("Văn Sơn", "Vân Nam"))
ARTICLES = (
    Article("hg", "Hợp tác", "Hà Giang", date=day("2024-03-05"), provinces=(HA_GIANG,)),
    Article("tq", "Hợp tác", "Tuyên Quang", date=day("2024-06-01"), provinces=(TUYEN_QUANG,)),
    Article("both", "Hợp tác", "Cả hai", provinces=(HA_GIANG, TUYEN_QUANG), counterparts=VAN_NAM),
    Article("new", "Hợp tác", "Tỉnh mới", date=day("2025-08-01"), provinces=(TUYEN_QUANG,)),
    Article(
        "ls",
        "Hợp tác",
        "Khác",
        date=day("2025-12-31"),
        provinces=(Province("Lạng Sơn", "Lạng Sơn"),),
    ),
    Article(
        "span", "Hợp tác", "Hai năm", date=DateSpan("2024-12-30", "2025-01-02", "range", "explicit")
    ),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path = tmp_path_factory.mktemp("provinces") / "index"
    made = Archive.build(tmp_path_factory.mktemp("none"), path)
    made.add(ARTICLES)
    return made


def found(archive: Archive, request: SearchRequest) -> set[str]:
    return {hit.id for hit in archive.search(request).hits}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Tuyên Quang", {"hg", "tq", "both", "new"}),
        ("tỉnh tuyen quang", {"hg", "tq", "both", "new"}),
        ("Hà Giang", {"hg", "both"}),
        ("Tuyên Quang (cũ)", {"tq", "both"}),
        ("tuyen quang cu", {"tq", "both"}),
        ("Hà Tuyên", {"hg", "tq", "both", "new"}),
        ("Mèo Vạc", {"hg", "both"}),
    ],
)
def test_every_door_finds_the_same(archive: Archive, typed: str, ids: set[str]) -> None:
    assert found(archive, SearchRequest(provinces=(typed,))) == ids
    assert found(archive, SearchRequest(f'tỉnh:"{typed}"')) == ids
    rest = {article.id for article in ARTICLES} - ids
    assert found(archive, SearchRequest(without_provinces=(typed,))) == rest
    assert found(archive, SearchRequest(f'hợp tác -tỉnh:"{typed}"')) == rest


def test_the_facet_counts_what_its_links_find(archive: Archive) -> None:
    link = facet_link(SearchRequest())

    def check(value: FacetValue) -> None:
        assert archive.search(from_query(link("province", value))).total == value.count, value
        for child in value.children:
            check(child)

    facet = archive.facets()["province"]
    for value in facet.values:
        check(value)
    (unit,) = [value for value in facet.values if value.value == "Tuyên Quang"]
    assert unit.count == 4
    assert [(child.label, child.count) for child in unit.children] == [
        ("Hà Giang", 2),
        ("Tuyên Quang (địa giới cũ)", 2),
    ]


def test_the_matrix_counts_what_the_filters_find(archive: Archive) -> None:
    table = archive.matrix(SearchRequest())
    assert table.provinces == (
        ("Tuyên Quang", 4),
        ("Hà Giang", 2),
        ("Tuyên Quang (cũ)", 2),
        ("Lạng Sơn", 1),
    )
    assert table.parts == {"Hà Giang": "Tuyên Quang", "Tuyên Quang (cũ)": "Tuyên Quang"}
    for (province, counterpart), count in table.cells.items():
        request = SearchRequest(provinces=(province,), counterparts=(counterpart,))
        assert archive.search(request).total == count


def test_a_year_asked_for_in_three_ways_gives_one_answer(archive: Archive) -> None:
    by_year = archive.search(SearchRequest("hợp tác", years=("2025",)))
    by_days = archive.search(SearchRequest("hợp tác", date_from="2025", date_to="2025"))
    by_word = archive.search(SearchRequest("hợp tác năm:2025"))
    assert {hit.id for hit in by_year.hits} == {"new", "ls", "span"}
    assert by_year.facets == by_days.facets
    assert by_days.request == by_year.request
    assert [hit.id for hit in by_year.hits] == [hit.id for hit in by_days.hits]
    assert by_year.total == by_days.total == by_word.total
    (counted,) = [v for v in by_word.facets["year"].values if v.value == "2025"]
    assert counted.count == by_year.total


def test_an_index_is_read_as_it_was_written(archive: Archive, tmp_path: Path) -> None:
    labelled = Article("x", "Tên", "Văn bản", labels=(("topic", ("biên giới", "a\tb")),))
    (tmp_path / "none").mkdir()
    made = Archive.build(tmp_path / "none", tmp_path / "index")
    made.add(labelled)
    assert made.article("x") == labelled
