"""A request is answered from a real index: what is said of the query, and the ways on from it."""

from __future__ import annotations

import pytest

from indexer.model.article import Article, DateSpan, Province
from indexer.model.request import SearchRequest
from indexer.model.results import Correction, SearchResults
from indexer.searching.engine import answered_total, count, search
from indexer.searching.facet_results import facet_link
from indexer.searching.local.backend import LocalBackend
from indexer.searching.query_string import from_query
from indexer.searching.services import explain
from indexer.storage import open_index, rebuild

LANG_SON = (Province("Lạng Sơn", "Lạng Sơn", "main"),)


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> LocalBackend:
    path = tmp_path_factory.mktemp("archive")
    with rebuild(path) as writer:
        for at in range(12):
            text = "Đoàn Lạng Sơn thăm Côn Minh. Ủy ban nhân dân tỉnh họp về cửa khẩu."
            writer.add(
                Article(f"a{at}", "Cửa khẩu mở", text, provinces=LANG_SON),
                words=["Lạng_Sơn", "cửa_khẩu"],
            )
        writer.add(Article("b", "Kunming", "Kunming (昆明) từ sáng sớm; lạng vàng, cữa khẩu, sơm."))
        for at in range(4):
            date = DateSpan(f"2025-0{at + 1}-09", f"2025-0{at + 1}-09", "day", "metadata")
            source = "Báo Một" if at else "Báo Hai"
            text = "Hội cựu binh họp mặt. Nhà nước trợ giúp."
            writer.add(Article(f"c{at}", "Cựu binh", text, "", source, date=date))
        whole = DateSpan("2025-01-01", "2025-12-31", "year", "explicit")
        writer.add(Article("c", "Cựu binh", "Hội cựu binh gặp mặt.", date=whole))
        for at in range(20):
            writer.add(Article(f"d{at}", "Cứu trợ", "Hàng cứu trợ lên đường.", source="Báo Hai"))
    return LocalBackend(open_index(path).snapshot())


def found(backend: LocalBackend, query: str, **others: object) -> SearchResults:
    results = search(backend, SearchRequest(query, **others))  # type: ignore[arg-type]
    for suggestion in results.suggestions:
        assert count(backend, from_query(suggestion.url)) == suggestion.total > 0
    return results


@pytest.mark.parametrize("typed", ["côn minh", "Côn Minh", "đoàn côn minh"])
def test_other_names_of_a_place_typed_in_vietnamese_go_without_saying(
    backend: LocalBackend, typed: str
) -> None:
    results = found(backend, typed)
    assert (results.query.interpreted, results.query.corrections) == (typed, ())


def test_what_a_foreign_name_or_a_short_form_stands_for_is_said(backend: LocalBackend) -> None:
    assert found(backend, "Kunming").query.corrections == (
        Correction("Kunming", "Côn Minh, 昆明", "alias", True),
    )
    assert found(backend, "昆明").query.corrections == (
        Correction("昆明", "Côn Minh, Kunming", "alias", True),
    )
    assert found(backend, "ubnd").query.corrections == (
        Correction("ubnd", "ủy ban nhân dân", "abbreviation", True),
    )
    assert [c.kind for c in found(backend, "con minh").query.corrections] == ["accents"]


@pytest.mark.parametrize(
    ("typed", "meant", "total"), [("lạng sơm", "lạng sơn", 12), ("cữa khẩu", "cửa khẩu", 13)]
)
def test_a_slip_that_finds_next_to_nothing_is_put_right(
    backend: LocalBackend, typed: str, meant: str, total: int
) -> None:
    results = found(backend, typed)
    assert (results.total, results.query.interpreted.lower()) == (total, meant)
    assert found(backend, typed, literal=True).total == 1


def test_where_nothing_is_found_every_way_on_leads_somewhere(backend: LocalBackend) -> None:
    results = found(backend, "cửa khẩu xyzzy")
    assert (results.total, [s.text for s in results.suggestions]) == (0, ["cửa khẩu"])
    assert found(backend, "xyzzy").suggestions == ()


def test_the_reading_explained_is_the_one_that_was_answered(backend: LocalBackend) -> None:
    lines = explain(backend, SearchRequest("cữa khẩu")).splitlines()
    assert lines[:3] == ["query: cữa khẩu", "read as: cửa khẩu", "spelling: cữa → cửa"]
    assert "articles: 13 of 38" in lines
    best = found(backend, "cữa khẩu").hits[0]
    assert f"score {best.score:.3f}: {best.id}" in lines
    assert not any(
        line.startswith("score")
        for line in explain(backend, SearchRequest("cửa", sort="newest")).splitlines()
    )


def test_what_a_query_means_does_not_hang_on_its_filters(backend: LocalBackend) -> None:
    everywhere = found(backend, "cựu trợ", match="loose")
    counts = {value.value: value.count for value in everywhere.facets["source"].values}
    assert (everywhere.total, counts) == (4, {"Báo Một": 3, "Báo Hai": 1})
    assert found(backend, "cựu trợ", match="loose", sources=("Báo Hai",)).total == 1


def test_every_year_and_month_that_is_counted_is_found_by_its_value(backend: LocalBackend) -> None:
    """An article known to its year only is in no month, whichever is chosen."""
    years = found(backend, "cựu binh").facets["year"].values
    counted = [value for year in years for value in (year, *year.children)]
    assert [(value.value, value.count) for value in counted] == [
        ("2025", 5), *((f"2025-0{month}", 1) for month in range(1, 5)),
    ]  # fmt: skip
    for value in counted:
        assert found(backend, "cựu binh", years=(value.value,)).total == value.count
    both = found(backend, "cựu binh", years=("2025-01", "2025-03"))
    (year,) = both.facets["year"].values
    assert both.total == 2
    assert [month.selected for month in year.children] == [True, False, True, False]
    without = facet_link(both.request)("year", year.children[0])
    assert from_query(without).years == ("2025-03",)


@pytest.mark.parametrize(
    "typed",
    [
        *("cửa khẩu", "cua khau", "cữa khẩu", "kunming", "Lạng Sơn mở", "xyzzy", ""),
        *("sáng sơm", '"cửa khẩu xyzzy" mở', "Đoàn Lạng Sơn thăm Côn Minh và họp về cửa khẩu mới"),
        *("hàng cứu trợ xyzzy lên đường từ sáng sớm", "mở cửa khẩu -lạng", "2025 cựu binh"),
    ],
)
def test_the_total_alone_is_that_of_the_results(backend: LocalBackend, typed: str) -> None:
    for near in (True, False):
        request = SearchRequest(typed, near=near)
        assert answered_total(backend, request) == search(backend, request).total
