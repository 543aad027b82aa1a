"""A search as a query string and back: the links of facets, chips, suggestions and pages, the same
names everywhere.

    q · a facet's values and those left out (`facets.LISTS`, repeatable) ·
    date_from, date_to · sort · page · per_page · match · same · literal

Strings only; whether a value exists is `filters` to say, and what a page makes of the address is
the page's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import parse_qsl, quote_plus

from indexer.caching import memoized
from indexer.errors import BadQuery
from indexer.model.facets import LISTS
from indexer.model.messages import Message
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest, Sort

__all__ = ["Links", "as_read", "from_query", "to_query", "toggle"]

_TEXTS = ("date_from", "date_to")
_DEFAULT = SearchRequest()


def to_query(request: SearchRequest) -> str:
    """The query string of a search, defaults left out, without a leading "?"."""
    return "&".join(pair for pairs in _encoded(request).values() for pair in pairs)


def _encoded(request: SearchRequest) -> dict[str, list[str]]:
    """Parameter → its encoded pairs, in the order of the query string."""
    pairs = {"q": [_pair("q", request.q)] if request.q else []}
    for name, field in LISTS.items():
        pairs[name] = [_pair(name, value) for value in getattr(request, field)]
    for name in (*_TEXTS, "sort", "page", "per_page", "match", "same"):
        value = getattr(request, name)
        pairs[name] = [_pair(name, str(value))] if value != getattr(_DEFAULT, name) else []
    pairs["literal"] = ["literal=1"] if request.literal else []
    return pairs


@memoized("searching.query_string", entries=1 << 13, entry_bytes=350)
def _pair(name: str, value: str) -> str:
    return f"{name}={quote_plus(value, errors='replace')}"  # a lone surrogate has no bytes to send


class Links:
    """The links that change one search a little, from its first page; what they share is encoded
    once.
    """

    def __init__(self, request: SearchRequest) -> None:
        self._request = replace(request, page=1)
        self._pairs = _encoded(self._request)
        self._ends: dict[str, tuple[str, str]] = {}
        self._set: dict[str, frozenset[str]] = {}

    def toggle(self, name: str, *values: str) -> str:
        """`to_query` of `toggle`, of one value after the other."""
        known = self._set.get(name)
        if known is None:
            opposite = _opposite(name)
            chosen = getattr(self._request, LISTS[name]) + (
                getattr(self._request, opposite) if opposite else ()
            )
            known = self._set[name] = frozenset(chosen)
        if not known.isdisjoint(values):
            request = self._request
            for value in values:
                request = toggle(request, name, value)
            return to_query(request)
        before, after = self._ends.get(name) or self._around(name, name)
        return _joined(before, *[_pair(name, value) for value in values], after)

    def exchange(self, name: str, value: str, dropped: Iterable[str]) -> str:
        """`to_query` with a value instead of those it goes without: a part for the whole."""
        gone = set(dropped)
        field = LISTS[name]
        kept = tuple(v for v in getattr(self._request, field) if v not in gone)
        changes: dict[str, Any] = {field: kept}
        return to_query(toggle(replace(self._request, **changes), name, value))

    def between(self, date_from: str, date_to: str) -> str:
        """The search within another stretch of time, either end may be empty."""
        first, last = _TEXTS
        before, after = self._ends.get(first) or self._around(first, last)
        return _joined(
            before,
            *[_pair(name, day) for name, day in ((first, date_from), (last, date_to)) if day],
            after,
        )

    def _around(self, first: str, last: str) -> tuple[str, str]:
        """What goes before and after new values of the parameters from `first` to `last`; texts
        are replaced, lists added to.
        """
        names = list(self._pairs)
        head = names[: names.index(first) + (first in LISTS)]
        before, after = (
            [pair for name in part for pair in self._pairs[name]]
            for part in (head, names[names.index(last) + 1 :])
        )
        self._ends[first] = ends = _joined(*before), _joined(*after)
        return ends


def _joined(*pairs: str) -> str:
    """Encoded pairs, and runs of them, as one; empty ones left out."""
    return "&".join(filter(None, pairs))


def from_query(query: str | Iterable[tuple[str, str]]) -> SearchRequest:
    """The search a query string (or its decoded pairs) asks for; unknown names are left alone.

    Raises BadQuery for a page, per_page or sort that is none.
    """
    pairs = (
        parse_qsl(query.removeprefix("?"), keep_blank_values=True)
        if isinstance(query, str)
        else list(query)
    )
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
        raise BadQuery(Message("sorted_by", known=", ".join(get_args(Sort))), "sort")
    fields: dict[str, Any] = {field: tuple(values) for field, values in lists.items()}
    return SearchRequest(
        q=single.get("q", ""),
        date_from=single.get("date_from", "").strip(),
        date_to=single.get("date_to", "").strip(),
        sort=sort,
        page=_number(single, "page", 1, MAX_DEPTH),
        per_page=_number(single, "per_page", _DEFAULT.per_page, MAX_PER_PAGE),
        literal=single.get("literal", "") in ("1", "true"),
        match="loose" if single.get("match") == "loose" else "units",
        same="apart" if single.get("same") == "apart" else "together",
        **fields,
    )


def as_read(search: SearchRequest, read: SearchRequest) -> SearchRequest:
    """The search with its filter values as the engine read them: `lang son` becomes «Lạng Sơn».

    Dates stay as typed, unless they are a whole year, which is a value like others.
    """
    meaning: dict[str, Any] = {field: getattr(read, field) for field in LISTS.values()}
    if not (read.date_from or read.date_to):
        meaning |= {"date_from": "", "date_to": ""}
    return replace(search, **meaning)


def toggle(request: SearchRequest, name: str, value: str) -> SearchRequest:
    """The search with `value` of the parameter `name` added, or taken away where it is set; from
    the first page.
    """
    field = LISTS[name]
    values: tuple[str, ...] = getattr(request, field)
    changes: dict[str, Any] = {
        field: tuple(v for v in values if v != value) if value in values else (*values, value)
    }
    opposite = _opposite(name)
    if opposite:
        changes[opposite] = tuple(v for v in getattr(request, opposite) if v != value)
    return replace(request, page=1, **changes)


def _opposite(name: str) -> str | None:
    """The field of values left out for one of values asked for, and the other way round."""
    return LISTS.get(
        name.removeprefix("without_") if name.startswith("without_") else f"without_{name}"
    )


def _number(single: dict[str, str], name: str, default: int, most: int) -> int:
    text = single.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < 1:
        raise BadQuery(Message("whole_number", name=name, most=most), name)
    return min(int(text), most)
