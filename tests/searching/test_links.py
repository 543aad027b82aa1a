"""Links made fast are the links made plainly."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.model.facets import LISTS
from indexer.model.request import SearchRequest
from indexer.searching.query_string import Links, to_query, toggle

VALUES = st.sampled_from(["Lạng Sơn", "Hà Giang", "a&b=c", "Quảng Tây"])
LISTED = st.lists(VALUES, unique=True, max_size=2).map(tuple)
DAYS = st.sampled_from(["", "2024-03-01", "2025-01-31"])
REQUESTS = st.builds(
    SearchRequest,
    q=st.sampled_from(["", "cửa khẩu", "a+b"]),
    provinces=LISTED,
    without_provinces=LISTED,
    years=LISTED,
    date_from=DAYS,
    date_to=DAYS,
    sort=st.sampled_from(["relevance", "newest"]),
    page=st.integers(1, 3),
)


@given(
    REQUESTS, st.sampled_from(list(LISTS)), st.lists(VALUES, unique=True, min_size=1, max_size=3)
)
def test_toggles_are_the_same(request: SearchRequest, name: str, values: list[str]) -> None:
    changed = request
    for value in values:
        changed = toggle(changed, name, value)
    assert Links(request).toggle(name, *values) == to_query(changed)


@given(REQUESTS, DAYS, DAYS)
def test_stretches_of_time_are_the_same(request: SearchRequest, start: str, end: str) -> None:
    assert Links(request).between(start, end) == to_query(
        replace(request, date_from=start, date_to=end, page=1)
    )
