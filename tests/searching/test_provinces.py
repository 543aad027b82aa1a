"""What «Tuyên Quang» means is one thing in facets, filters, queries, the matrix and links."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.gazetteer.tables import ProvinceRow, parts_of, provinces
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


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """One article of each of the 63 provinces, and one of the name without its marks."""
    path = tmp_path_factory.mktemp("everywhere") / "index"
    made = Archive.build(tmp_path_factory.mktemp("none"), path)
    made.add(
        Article(
            row.name,
            "Tin địa phương",
            f"Đoàn công tác của {row.name} đi thăm {' và '.join(row.aliases[:2]) or row.name}.",
            provinces=(Province(row.name, row.today, "main"),),
        )
        for row in provinces()
    )
    return made


def _count(archive: Archive, request: SearchRequest) -> int:
    return archive.search(request).total


@pytest.mark.parametrize("row", provinces(), ids=lambda row: row.name)
def test_each_name_of_a_province_is_one_thing_at_every_door(
    everywhere: Archive, row: ProvinceRow
) -> None:
    parts = len(parts_of(row.name)) if row.today == row.name else 1
    doors = {"facet": _facet_counts(everywhere).get(row.name, parts)}
    doors["matrix"] = dict(everywhere.matrix(SearchRequest()).provinces).get(row.name, parts)
    for name in (row.name, *row.aliases):
        for typed in (name, name.upper(), f"tỉnh {name}"):
            doors[f"filter {typed}"] = _count(everywhere, SearchRequest(provinces=(typed,)))
            doors[f"field {typed}"] = _count(everywhere, SearchRequest(f'tỉnh:"{typed}"'))
    assert doors == dict.fromkeys(doors, parts)
    former = f"{row.name} (cũ)"
    assert _count(everywhere, SearchRequest(provinces=(former,))) == 1
    assert _count(everywhere, SearchRequest(f'tỉnh:"{former}"')) == 1


def _facet_counts(archive: Archive) -> dict[str, int]:
    values = archive.facets()["province"].values
    return {one.value: one.count for value in values for one in (*value.children, value)}


@pytest.mark.parametrize("row", provinces(), ids=lambda row: row.name)
def test_each_spelling_of_a_name_finds_the_others(everywhere: Archive, row: ProvinceRow) -> None:
    """Those that are no short forms, of the first two that an article holds."""
    names = [row.name, *(name for name in row.aliases[:2] if not name.isupper())]
    found = {name: _count(everywhere, SearchRequest(name)) for name in names}
    assert found == dict.fromkeys(found, found[row.name])
