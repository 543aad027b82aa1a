"""The parameters of the API, once: what reads a request and what describes it in OpenAPI are the
same table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from flask import request

from indexer.errors import BadQuery
from indexer.model.facets import FACETS, LISTS
from indexer.model.messages import Message
from indexer.model.request import (
    MAX_DEPTH,
    MAX_PER_PAGE,
    MAX_QUERY,
    Match,
    Same,
    SearchRequest,
    Sort,
)
from indexer.model.results import FACET_LIMIT
from indexer.searching.parsing.periods import parse_period
from indexer.searching.query_string import from_query
from webapp.requests import MAX_VALUES, bounded

__all__ = [
    "ANSWER",
    "FILTERS",
    "LINKS",
    "MAX_FACET_LIMIT",
    "SEARCH",
    "Contradiction",
    "Parameter",
    "choice",
    "facets_asked",
    "links_asked",
    "number",
    "search_asked",
    "text",
    "unknown",
]

TRUTH = ("0", "1", "false", "true")
MAX_FACET_LIMIT = 100  # as many values as the engine gives with an answer


# What every client can write; the other ways of the search box (3/2025, quý I/2025) are read too.
PERIOD = r"^(?:(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1\d|2[0-8]))?)?)?$"


class Contradiction(BadQuery):
    """Each value may be, but not both: a page behind the last one, a time that ends before it
    begins.
    """


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter, or with `place` "path" a part of the address.

    `schema` is JSON Schema; an array may be repeated.
    """

    name: str
    description: str
    schema: dict[str, Any]
    place: str = "query"
    required: bool = False


def _names(name: str, description: str) -> Parameter:
    return Parameter(
        name, description, {"type": "array", "items": {"type": "string"}, "maxItems": MAX_VALUES}
    )


def _date(name: str, description: str) -> Parameter:
    return Parameter(
        name,
        f"{description}: a day, month or year, e.g. 2025-03-24, 2025-03, 2025",
        {"type": "string", "maxLength": 64, "pattern": PERIOD},
    )


FILTERS = (
    Parameter(
        "q",
        f"The query as typed in the search box; the first {MAX_QUERY} characters are read",
        {"type": "string"},
    ),
    *(_names(facet.name, facet.description) for facet in FACETS.values()),
    *(
        _names(facet.without, f"{facet.title[1]} to leave out")
        for facet in FACETS.values()
        if facet.excludable
    ),
    _date("date_from", "Not before"),
    _date("date_to", "Not after"),
    Parameter(
        "literal",
        "1: the words exactly as typed, no other reading of them",
        {"type": "string", "enum": list(TRUTH)},
    ),
    Parameter(
        "match",
        "units: words and names as such; loose: their syllables anywhere in an article",
        {"type": "string", "enum": list(get_args(Match)), "default": "units"},
    ),
)
SEARCH = (
    *FILTERS,
    Parameter(
        "sort",
        "Order of the hits",
        {"type": "string", "enum": list(get_args(Sort)), "default": "relevance"},
    ),
    Parameter(
        "page",
        f"From 1; page × per_page ≤ {MAX_DEPTH}",
        {"type": "integer", "minimum": 1, "maximum": MAX_DEPTH, "default": 1},
    ),
    Parameter(
        "per_page",
        "Hits on a page",
        {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": 20},
    ),
    Parameter(
        "same",
        "together: articles with the same text, or nearly, are one hit; apart: each is one. Totals "
        "and facets count articles either way",
        {"type": "string", "enum": list(get_args(Same)), "default": "together"},
    ),
)


NONE = "none"
LINKS = Parameter(
    "links",
    "1: every value of a facet has a `url`, the query string that toggles it",
    {"type": "string", "enum": list(TRUTH)},
)
ANSWER = (
    *SEARCH,
    Parameter(
        "facets",
        f"Facets to count, repeatable; all when left out, `{NONE}` for no facet",
        {"type": "array", "items": {"type": "string", "enum": [*FACETS, NONE]}},
    ),
    Parameter(
        "facet_limit",
        "Values of each facet; the chosen ones come always, `more` says how many are left",
        {"type": "integer", "minimum": 1, "maximum": MAX_FACET_LIMIT, "default": FACET_LIMIT},
    ),
    LINKS,
)


def search_asked(table: Iterable[Parameter] = SEARCH) -> SearchRequest:
    """The search the address asks for, by the parameters of `table`.

    Raises BadQuery naming the one at fault; nothing is bent to fit.
    """
    names = {parameter.name for parameter in table}
    if "page" in names:
        page, per_page = number("page", 1, MAX_DEPTH), number("per_page", 20, MAX_PER_PAGE)
        if page > 1 and page * per_page > MAX_DEPTH:
            raise Contradiction(Message("pages_to", most=MAX_DEPTH), "page")
    choice("literal", TRUTH, "0")
    choice("match", get_args(Match), "units")
    choice("same", get_args(Same), "together")
    search = bounded(
        from_query((name, value) for name, value in request.args.items(multi=True) if name in names)
    )
    for name, field in LISTS.items():
        if len(request.args.getlist(name)) > MAX_VALUES or len(getattr(search, field)) > MAX_VALUES:
            raise BadQuery(Message("values_to", most=MAX_VALUES), name)
    for name in ("date_from", "date_to"):
        typed = getattr(search, name)
        if typed and parse_period(typed) is None:
            raise BadQuery(Message("no_date", typed=typed[:40]), name)
    begin, end = parse_period(search.date_from), parse_period(search.date_to)
    if begin and end and begin[0] > end[1] > "":
        raise Contradiction(Message("dates_reversed"), "date_from")
    return search


def number(name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`; left out or empty it is `default`. Raises BadQuery."""
    typed = request.args.get(name, "").strip()
    if not typed:
        return default
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9 and 1 <= int(typed) <= most):
        raise BadQuery(Message("whole_number", name=name, most=most), name)
    return int(typed)


def choice(name: str, allowed: Iterable[str], default: str) -> str:
    """One of the words allowed; left out or empty it is `default`. Raises BadQuery."""
    typed = request.args.get(name, "") or default
    if typed not in (known := tuple(allowed)):
        raise BadQuery(Message("one_of", name=name, known=", ".join(known)), name)
    return typed


def facets_asked() -> tuple[str, ...] | None:
    """The facets asked for, in their usual order; None when nothing is said. Raises BadQuery."""
    named = [name for name in request.args.getlist("facets") if name]
    known = (*FACETS, NONE)
    if not set(named) <= set(known):
        raise BadQuery(Message("one_of", name="facets", known=", ".join(known)), "facets")
    return tuple(name for name in FACETS if name in named) if named else None


def links_asked() -> bool:
    """Are the links of facet values wanted? Raises BadQuery."""
    return choice("links", TRUTH, "0") in ("1", "true")


def text(name: str) -> str:
    """What was typed, without surrounding white space."""
    return request.args.get(name, "").strip()


def unknown(table: Iterable[Parameter] = SEARCH) -> list[str]:
    """Names in the address that mean nothing here; a misspelt filter would else be passed over in
    silence.
    """
    known = {parameter.name for parameter in table} | {"lang"}
    return sorted({name for name in request.args if name not in known})
