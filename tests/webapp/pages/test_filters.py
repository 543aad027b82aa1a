"""Facets and chips as records: what is shown, what is left out, where each click leads."""

from __future__ import annotations

from dataclasses import replace

from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, FacetValue
from indexer.searching.query_string import as_read, from_query
from webapp.pages import filters


def value(
    name: str, count: int, *children: FacetValue, search: SearchRequest | None = None
) -> FacetValue:
    asked = search or SearchRequest()
    return FacetValue(name, name, count, name in asked.counterparts, children)


def labels(view: filters.FacetView) -> list[tuple[int, str]]:
    return [(row.level, row.label) for row in view.rows]


def test_a_long_facet_shows_its_first_values_and_counts_the_rest() -> None:
    facet = FacetResult(
        tuple(
            value(f"V{i}", 50 - i, *(value(f"V{i}.{j}", 9 - j) for j in range(7)))
            for i in range(20)
        )
    )
    view = filters.facet_view(SearchRequest(), "counterpart", facet)
    assert len(view.rows) == filters.VALUES_IN_SIGHT * (1 + filters.CHILDREN)
    assert view.left_out == 12 + 8 * 3
    whole = filters.facet_view(SearchRequest(), "counterpart", facet, None)
    assert (len(whole.rows), whole.left_out) == (20 * 8, 0)


def test_a_single_value_more_is_shown_rather_than_hidden_behind_a_link() -> None:
    facet = FacetResult(tuple(value(f"V{i}", 9) for i in range(filters.VALUES_IN_SIGHT + 1)))
    assert filters.facet_view(SearchRequest(), "counterpart", facet).left_out == 0


def test_what_is_chosen_is_always_in_sight_with_what_it_stands_under() -> None:
    search = SearchRequest(counterparts=("V19.6", "nowhere"))
    facet = FacetResult(
        tuple(
            value(
                f"V{i}",
                50 - i,
                *(value(f"V{i}.{j}", 1, search=search) for j in range(7)),
                search=search,
            )
            for i in range(20)
        )
    )
    view = filters.facet_view(search, "counterpart", facet)
    shown = labels(view)
    assert shown[shown.index((0, "V19")) :][-2:] == [(1, "V19.6"), (0, "nowhere")]
    assert [row.selected for row in view.rows if row.label in ("V19.6", "nowhere")] == [True, True]


def test_a_click_on_a_chosen_value_takes_it_away_and_excluding_it_replaces_it() -> None:
    search = SearchRequest("hop tac", counterparts=("Vân Nam",), page=3)
    row = filters.facet_view(
        search, "counterpart", FacetResult((value("Vân Nam", 4, search=search),))
    ).rows[0]
    assert from_query(row.query) == SearchRequest("hop tac")
    assert row.excluded_query is not None
    excluded = SearchRequest("hop tac", without_counterparts=("Vân Nam",))
    assert from_query(row.excluded_query) == excluded


def test_chips_read_as_a_sentence() -> None:
    search = SearchRequest(
        provinces=("Lạng Sơn", "Cao Bằng"),
        counterparts=("Quảng Tây",),
        date_from="2024-03",
        date_to="2025",
        without_sources=("Báo Hà Giang",),
        page=2,
    )
    assert [(c.joint, c.kind, c.text) for c in filters.chips(search)] == [
        ("", "Địa phương", "Lạng Sơn"),
        ("hoặc", "Địa phương", "Cao Bằng"),
        ("và", "Đối tác", "Quảng Tây"),
        ("và", "Từ", "tháng 3/2024"),
        ("", "Đến", "2025"),
        ("trừ", "Nguồn", "Báo Hà Giang"),
    ]
    assert filters.chips(search)[1].removed == replace(search, provinces=("Lạng Sơn",), page=1)


def test_filters_typed_bare_are_shown_as_the_archive_writes_them() -> None:
    typed = SearchRequest("x", provinces=("lang son",), date_from="3/2025", page=2)
    read = SearchRequest("x", provinces=("Lạng Sơn",), date_from="2025-03-01")
    assert as_read(typed, read) == replace(typed, provinces=("Lạng Sơn",))


def test_a_whole_year_is_a_year_however_it_is_asked_for() -> None:
    typed = SearchRequest("x", date_from="2025", date_to="2025")
    assert as_read(typed, SearchRequest("x", years=("2025",))) == SearchRequest(
        "x", years=("2025",)
    )
