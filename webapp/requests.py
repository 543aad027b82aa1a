"""The search that the current request asks for or comes from, remembered for the templates."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import g, request, url_for

from indexer.errors import BadQuery
from indexer.gazetteer.resolution import Kind, resolve
from indexer.gazetteer.tables import counterparts
from indexer.model.facets import LISTS
from indexer.model.messages import Message
from indexer.model.request import MAX_QUERY, SearchRequest
from indexer.searching.parsing.periods import parse_period
from indexer.searching.query_string import from_query
from webapp.periods import first_day, last_day

__all__ = [
    "MAX_VALUES",
    "bounded",
    "current_search",
    "for_register",
    "lenient_search",
    "pair_asked",
    "region_asked",
    "search_before",
]

MAX_VALUES = 32  # of one filter; every link of a page carries them all
MAX_VALUE = 200  # code points of one; no name is as long


def current_search() -> SearchRequest:
    """The address's search. Raises BadQuery naming the parameter at fault."""
    search, errors = lenient_search()
    for name, message in errors.items():
        raise BadQuery(message, name)
    return search


def bounded(search: SearchRequest) -> SearchRequest:
    """The search no longer than what is read of it: a page repeats it in hundreds of links.

    The query keeps one character more than the engine reads, so that it says that it read no more.
    """
    cut: dict[str, Any] = {
        field: tuple(value[:MAX_VALUE] for value in getattr(search, field))
        for field in LISTS.values()
    }
    return replace(search, q=search.q[: MAX_QUERY + 1], **cut)


def search_before() -> SearchRequest:
    """The search whose results the reader comes from, an empty one after any other page; so not
    every link need repeat it.
    """
    page, _mark, query = (request.referrer or "").partition("?")
    search = SearchRequest()
    if page == url_for("cuakhau.search", _external=True, lang=None):
        with suppress(BadQuery):
            search = _without_mistakes(bounded(from_query(query)))[0]
    g.cuakhau_search = search
    return search


def lenient_search() -> tuple[SearchRequest, dict[str, Message]]:
    """The address's search without those dates that cannot be, and what is wrong with each, by
    its name.
    """
    search, errors = _without_mistakes(bounded(from_query(request.args.items(multi=True))))
    g.cuakhau_search = search
    return search, errors


def region_asked() -> tuple[str, Message | None]:
    """The counterpart region that the address asks for, by its name in the tables, "" for none; and
    what is wrong with one that is none.
    """
    typed = request.args.get("region", "").strip()[:MAX_VALUE]
    meant = [one for one in resolve("counterpart", typed) if one.via == "name" and not one.parent]
    if not typed or len(meant) == 1:
        return (meant[0].names[0] if meant else ""), None
    known = ", ".join(row.name for row in counterparts() if not row.parent)
    return typed, Message("no_region", typed=typed[:60], known=known)


def for_register(search: SearchRequest) -> SearchRequest:
    """What of a search the register can be asked for: not in what order, nor how it is matched."""
    return replace(search, sort="relevance", same="together", match="units")


def pair_asked() -> tuple[tuple[str, Message | None], tuple[str, Message | None]]:
    """The province and the counterpart that the address asks for, each by its name in the tables
    ("" for none), and what is wrong with one that is none.
    """
    return _place_asked("province"), _place_asked("counterpart")


def _place_asked(kind: Kind) -> tuple[str, Message | None]:
    typed = request.args.get(kind, "").strip()[:MAX_VALUE]
    if not typed:
        return "", None
    meanings = [one for one in resolve(kind, typed) if len(one.names) == 1]
    if len(meanings) == 1:
        return meanings[0].names[0], None
    return "", Message(f"no_{kind}", typed=typed[:60])


def _without_mistakes(search: SearchRequest) -> tuple[SearchRequest, dict[str, Message]]:
    """The search without dates that are none or end before they begin, and what is wrong.

    Raises BadQuery for a filter of too many values.
    """
    for name, field in LISTS.items():
        if len(getattr(search, field)) > MAX_VALUES:
            raise BadQuery(Message("values_to", most=MAX_VALUES), name)
    errors = {
        name: Message("no_date", typed=typed[:40])
        for name in ("date_from", "date_to")
        if (typed := getattr(search, name)) and parse_period(typed) is None
    }
    # both are strings
    search = replace(search, **dict.fromkeys(errors, ""))  # type: ignore[arg-type]
    first, last = first_day(search.date_from), last_day(search.date_to)
    if first and last and first > last:
        errors["date_from"] = Message("dates_reversed")
        search = replace(search, date_from="", date_to="")
    return search, errors
