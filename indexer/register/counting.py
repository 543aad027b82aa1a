"""The register under facets, as articles are: provinces and counterparts as trees, gates, kinds,
sources, years, each counted under every filter but its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from indexer.gazetteer.tables import counterparts, gates, provinces
from indexer.model.facets import FACETS
from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult
from indexer.register.entries import Entry, Register, RegisterRequest
from indexer.register.filtering import UNKNOWN, select
from indexer.searching.facet_results import facet_results

__all__ = ["FACETS_COUNTED", "facets_of"]

FACETS_COUNTED = {
    "province": "provinces",
    "counterpart": "counterparts",
    "gate": "gates",
    "kind": "kinds",
    "source": "sources",
    "year": "years",
}
"""Facet → the field of a request that asks for it."""


def facets_of(
    register: Register, request: RegisterRequest, search: SearchRequest
) -> dict[str, FacetResult]:
    """The facets of the entries asked for; `search` is the request as addresses have it, which
    links are made of.
    """
    counts: dict[str, Counter[str]] = {}
    for name in FACETS_COUNTED:
        for field, value in _values(name, _under(register, request, name)):
            counts.setdefault(field, Counter())[value] += 1
    found = facet_results(counts, search, None)
    return {name: found[name] for name in FACETS_COUNTED}


def _under(register: Register, request: RegisterRequest, name: str) -> tuple[Entry, ...]:
    """The entries under every filter but that of a facet."""
    without: dict[str, Any] = {FACETS_COUNTED[name]: ()}
    if name == "year":
        without |= {"date_from": "", "date_to": ""}
    return select(register, replace(request, **without)).entries


def _values(name: str, entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """(field of the index, value) for each entry that has it, as the index counts articles."""
    for entry in entries:
        if name == "kind":
            yield name, entry.kind
        elif name == "source":
            yield from ((name, one) for one in {told.source for told in entry.sources} if one)
        elif name == "year":
            year = entry.date.start[:4]
            yield name, year if year.isdigit() else UNKNOWN
        else:
            yield from _places(name, getattr(entry, FACETS_COUNTED[name]))


def _places(name: str, places: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each place, and with the one it stands under where that is told too."""
    for place in places:
        yield name, place
        parent = _parents(name).get(place, "")
        if parent in places and parent != place:
            yield FACETS[name].pair, f"{parent}\t{place}"


@cache
def _parents(name: str) -> dict[str, str]:
    """Place → the unit of today, the region, the province that it belongs to."""
    if name == "province":
        return {row.name: row.today for row in provinces()}
    if name == "counterpart":
        return {row.name: row.parent for row in counterparts()}
    return {row.pair: row.today for row in gates()}
