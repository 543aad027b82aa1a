"""A search as a query string and back: the links of facets, chips, suggestions and pages, the same names everywhere.

    q · province, counterpart, source, year · without_province, without_counterpart, without_source (repeatable)
    date_from, date_to · sort · page · per_page · literal

Strings only; whether a value exists is `filters` to say, and what a page makes of the address is the page's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

from indexer.errors import BadQuery
from indexer.searching.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest, Sort

__all__ = ["LISTS", "from_query", "to_query", "toggle"]

LISTS = {
    "province": "provinces",
    "counterpart": "counterparts",
    "source": "sources",
    "year": "years",
    "without_province": "without_provinces",
    "without_counterpart": "without_counterparts",
    "without_source": "without_sources",
}
_TEXTS = ("date_from", "date_to")
_DEFAULT = SearchRequest()


def to_query(request: SearchRequest) -> str:
    """The query string of a search, defaults left out, without a leading "?"."""
    pairs: list[tuple[str, str]] = [("q", request.q)] if request.q else []
    for name, field in LISTS.items():
        pairs += [(name, value) for value in getattr(request, field)]
    for name in (*_TEXTS, "sort", "page", "per_page"):
        value = getattr(request, name)
        if value != getattr(_DEFAULT, name):
            pairs.append((name, str(value)))
    if request.literal:
        pairs.append(("literal", "1"))
    return urlencode(pairs, errors="replace")  # a lone surrogate has no bytes to send


def from_query(query: str | Iterable[tuple[str, str]]) -> SearchRequest:
    """The search a query string (or its decoded pairs) asks for; unknown names are left alone.

    Raises BadQuery for a page, per_page or sort that is none.
    """
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True) if isinstance(query, str) else list(query)
    single: dict[str, str] = {}
    lists: dict[str, list[str]] = {field: [] for field in LISTS.values()}
    for name, value in pairs:
        if name in LISTS:
            if value and value not in lists[LISTS[name]]:
                lists[LISTS[name]].append(value)
        elif name not in single:
            single[name] = value
    sort: Any = single.get("sort") or "relevance"
    if sort not in get_args(Sort):
        raise BadQuery(f"sort: {', '.join(get_args(Sort))}", "sort")
    fields: dict[str, Any] = {field: tuple(values) for field, values in lists.items()}
    return SearchRequest(
        q=single.get("q", ""),
        date_from=single.get("date_from", "").strip(),
        date_to=single.get("date_to", "").strip(),
        sort=sort,
        page=_number(single, "page", 1, MAX_DEPTH),
        per_page=_number(single, "per_page", _DEFAULT.per_page, MAX_PER_PAGE),
        literal=single.get("literal", "") in ("1", "true"),
        **fields,
    )


def toggle(request: SearchRequest, name: str, value: str) -> SearchRequest:
    """The search with `value` of the parameter `name` added, or taken away where it is set; from the first page."""
    field = LISTS[name]
    values: tuple[str, ...] = getattr(request, field)
    changes: dict[str, Any] = {field: tuple(v for v in values if v != value) if value in values else (*values, value)}
    opposite = LISTS.get(name.removeprefix("without_") if name.startswith("without_") else f"without_{name}")
    if opposite:
        changes[opposite] = tuple(v for v in getattr(request, opposite) if v != value)
    return replace(request, page=1, **changes)


def _number(single: dict[str, str], name: str, default: int, most: int) -> int:
    text = single.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < 1:
        raise BadQuery(f"{name}: 1–{most}", name)
    return min(int(text), most)
