"""The register of cooperation for programs: entries, persons in office, promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Response, abort

from indexer.model.facets import LISTS
from indexer.model.messages import Language
from indexer.model.request import MAX_PER_PAGE
from indexer.register.entries import Register, RegisterRequest
from indexer.register.filtering import OF_ENTRIES
from indexer.register.objects import entry_object, promise_object, tenure_object
from webapp.api.answers import conditional, json_answer
from webapp.api.parameters import FILTERS, Parameter, number, search_asked, unknown
from webapp.i18n import current_language, say
from webapp.requests import for_register
from webapp.service import engine

__all__ = ["ENTRIES", "PERSONS", "entries", "entry", "offices", "promises"]

T = TypeVar("T")
MAX_PAGE = 100_000
_PAGES = (
    Parameter(
        "page",
        "From 1",
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1},
    ),
    Parameter(
        "per_page",
        "Rows on a page",
        {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": 20},
    ),
)
_NAMES = frozenset({"q", "year", "date_from", "date_to", *LISTS})
ENTRIES = (*(one for one in FILTERS if one.name in _NAMES), *_PAGES)
PERSONS = tuple(one for one in ENTRIES if LISTS.get(one.name) not in OF_ENTRIES)


def entries() -> Response:
    """Meetings, visits, signings, conferences and exchanges, newest first: who met whom, when and
    where, each field with the words that say it.
    """
    return _answer("entries", lambda register: register.entries, entry_object, ENTRIES)


def offices() -> Response:
    """Persons with their offices, by unit, office and time, with the sentences that say so."""
    return _answer("offices", lambda register: register.offices, tenure_object, PERSONS)


def promises() -> Response:
    """What was agreed on with a term, by that; what `followed` it, nothing yet when empty."""
    return _answer("promises", lambda register: register.promises, promise_object, PERSONS)


def entry(identifier: str) -> Response:
    """An entry of the register; also by an id it had before others were joined with it."""

    def make() -> Response:
        found = engine().ask(lambda archive: archive.register()).entry(identifier)
        if found is None:
            abort(404)
        return json_answer(entry_object(found, current_language()))

    return conditional(make, identifier)


def _answer(
    name: str,
    rows_of: Callable[[Register], Sequence[T]],
    as_object: Callable[[T, Language], dict[str, Any]],
    table: tuple[Parameter, ...],
) -> Response:
    """A page of the rows that are asked for, how many there are, and what must be said."""
    names = tuple(one for one in table if one not in _PAGES)
    asked, strange = for_register(search_asked(names)), unknown(table)
    page, per_page = number("page", 1, MAX_PAGE), number("per_page", 20, MAX_PER_PAGE)

    def make() -> Response:
        found = engine().ask(lambda archive: archive.register(RegisterRequest.of(asked)))
        rows = rows_of(found)
        shown = rows[(page - 1) * per_page : page * per_page]
        language = current_language()
        return json_answer(
            {
                "total": len(rows),
                "page": page,
                "per_page": per_page,
                name: [as_object(row, language) for row in shown],
                "unread": found.unread,
                "warnings": _warnings(found, strange),
            }
        )

    return conditional(make, name, asked, strange, page, per_page)


def _warnings(found: Register, strange: Sequence[str]) -> list[str]:
    told = []
    if found.unread:
        told.append(say("register_unread", n=found.unread))
    if strange:
        told.append(say("no_parameters", names=", ".join(name[:40] for name in strange[:5])))
    return told
