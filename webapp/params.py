"""Addresses of the pages: which parameters make a search. Reading them is the engine's."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.model.facets import LISTS
from indexer.model.request import SearchRequest

__all__ = ["NAMES", "PER_PAGE", "has_filters", "is_blank"]

_OTHERS = ("q", "date_from", "date_to", "sort", "page", "per_page", "match", "same", "literal")
NAMES = frozenset((*LISTS, *_OTHERS))
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
