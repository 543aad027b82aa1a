"""Addresses of the pages: which parameters make a search, and a search as url_for takes it. Reading them is the engine's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from indexer.searching.address import LISTS, to_query
from indexer.searching.request import SearchRequest

__all__ = ["FACETS", "NAMES", "PER_PAGE", "has_filters", "is_blank", "query_values"]

# A facet's parameter, the field that holds its values and the field that holds its exclusions, if it has any.
FACETS: Mapping[str, tuple[str, str]] = {
    name: (LISTS[name], LISTS.get(f"without_{name}", "")) for name in ("province", "counterpart", "source", "year")
}
NAMES = frozenset(LISTS) | {"q", "date_from", "date_to", "sort", "page", "per_page", "literal"}
PER_PAGE = (20, 50, 100)


def query_values(search: SearchRequest) -> dict[str, Any]:
    """The search's parameters as keyword arguments for url_for: repeated ones are lists, defaults are left out."""
    values: dict[str, Any] = {}
    for name, value in parse_qsl(to_query(search)):
        if name in LISTS:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    return values


def has_filters(search: SearchRequest) -> bool:
    return bool(search.date_from or search.date_to or any(getattr(search, field) for field in LISTS.values()))


def is_blank(args: Iterable[tuple[str, str]]) -> bool:
    """No search parameter with a value: the address of the home page."""
    return not any(value.strip() for name, value in args if name in NAMES)
