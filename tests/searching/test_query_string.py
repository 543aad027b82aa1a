"""A search survives its own address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import BadQuery
from indexer.model.request import SearchRequest
from indexer.searching.query_string import from_query, to_query, toggle

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.lists(TEXTS.filter(bool), max_size=3, unique=True).map(tuple)
REQUESTS = st.builds(
    SearchRequest,
    q=TEXTS,
    provinces=VALUES,
    counterparts=VALUES,
    sources=VALUES,
    years=VALUES,
    without_provinces=VALUES,
    without_counterparts=VALUES,
    without_sources=VALUES,
    date_from=st.sampled_from(["", "2024-11-05", "11/2024"]),
    date_to=st.sampled_from(["", "2025"]),
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    page=st.integers(1, 50),
    per_page=st.integers(1, 100),
    literal=st.booleans(),
)


@given(REQUESTS)
def test_round_trip(request: SearchRequest) -> None:
    assert from_query(to_query(request)) == request
    assert from_query("?" + to_query(request)) == request


@given(
    REQUESTS,
    st.sampled_from(["province", "counterpart", "source", "year", "without_province"]),
    TEXTS.filter(bool),
)
def test_toggling_sets_and_takes_away(request: SearchRequest, name: str, value: str) -> None:
    once = toggle(request, name, value)
    assert once.page == 1
    twice = toggle(once, name, value)
    assert set(twice.provinces) == {
        v for v in request.provinces if not (name == "without_province" and v == value)
    }
    field = {
        "province": "provinces",
        "counterpart": "counterparts",
        "source": "sources",
        "year": "years",
        "without_province": "without_provinces",
    }[name]
    assert (value in getattr(once, field)) != (value in getattr(request, field))
    assert set(getattr(twice, field)) == set(getattr(request, field))


def test_the_address_people_read() -> None:
    request = SearchRequest(
        "cửa khẩu", provinces=("Lạng Sơn",), without_sources=("x",), sort="newest"
    )
    assert (
        to_query(request)
        == "q=c%E1%BB%ADa+kh%E1%BA%A9u&province=L%E1%BA%A1ng+S%C6%A1n&without_source=x&sort=newest"
    )
    assert to_query(SearchRequest()) == ""


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page=-1", "page=٣", "per_page=0", "sort=best", "page=" + "9" * 400],
)
def test_what_makes_no_address_is_refused(query: str) -> None:
    with pytest.raises(BadQuery) as caught:
        from_query(query)
    assert caught.value.parameter == query.split("=")[0]


@given(st.text(max_size=60))
def test_any_query_string_reads_or_is_refused(query: str) -> None:
    try:
        request = from_query(query)
    except BadQuery:
        return
    assert from_query(to_query(request)) == request


def test_lone_surrogates_can_be_sent() -> None:
    assert "q=" in to_query(SearchRequest("\ud800"))
