"""Addresses of the pages: which parameters make a search. Reading them is the engine's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.model.request import SearchRequest
from indexer.searching.query_string import LISTS

__all__ = ["FACETS", "NAMES", "PER_PAGE", "has_filters", "is_blank"]

# A facet's parameter, the field that holds its values and the field that holds its exclusions, if
# it has any.
FACETS: Mapping[str, tuple[str, str]] = {
    name: (LISTS[name], LISTS.get(f"without_{name}", ""))
    for name in ("province", "counterpart", "source", "year")
}
NAMES = frozenset(LISTS) | {"q", "date_from", "date_to", "sort", "page", "per_page", "literal"}
PER_PAGE = (20, 50, 100)


def has_filters(search: SearchRequest) -> bool:
    return bool(
        search.date_from
        or search.date_to
        or any(getattr(search, field) for field in LISTS.values())
    )


def is_blank(args: Iterable[tuple[str, str]]) -> bool:
    """No search parameter with a value: the address of the home page."""
    return not any(value.strip() for name, value in args if name in NAMES)
