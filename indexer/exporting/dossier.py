"""The dossier of a pair, a province and a unit of the other side: what the archive tells of their
cooperation, short enough for one printed page.

Gathered once; the page, Word and Excel write it down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from indexer.gazetteer.tables import GateRow, gates, parts_of
from indexer.model.periods import filled
from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, FacetValue, Hit, SearchResults
from indexer.register.entries import Entry, Promise, Register, RegisterRequest, Tenure, Told
from indexer.searching.pivots import Timeline, Unit

__all__ = ["Dossier", "Gate", "Office", "Signed", "Source", "Year", "dossier_of"]

EVENTS = 5  # the last ones told at length; `total` says how many there are
SIGNED = 5
PROMISES = 5
OFFICES = 6  # of each side, with their last holders
HOLDERS = 2
ARTICLES = 5
YEARS = 6  # the last ones
RANKS = (
    ("bí thư", "chủ tịch", "tỉnh trưởng", "châu trưởng", "thị trưởng"),
    ("phó bí thư", "phó chủ tịch", "phó tỉnh trưởng", "phó châu trưởng", "phó thị trưởng"),
)
"""How the offices of those who lead a place begin, the highest first."""
FOREIGN = ("ngoại vụ", "ngoại sự", "đối ngoại")
"""In the names of bodies of foreign affairs."""


class Source(Protocol):
    """Who answers: the archive, or whoever asks it in turn with others."""

    def register(self, request: RegisterRequest, /) -> Register: ...

    def search(self, request: SearchRequest, /) -> SearchResults: ...

    def timeline(self, request: SearchRequest, unit: Unit, /) -> Timeline: ...

    def facet(self, request: SearchRequest, name: str, /) -> FacetResult: ...


@dataclass(frozen=True, slots=True)
class Signed:
    """A document by its name as written, and the event at which it was signed."""

    name: Told
    entry: Entry


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a unit with those who held it, by what the archive tells, the latest first."""

    unit: str
    office: str
    holders: tuple[Tenure, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """A border gate between the two, and how many articles of the pair name it."""

    row: GateRow
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """Articles and events of the pair in a year."""

    year: str
    articles: int
    entries: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is told of a pair. `search` finds its articles, `total` of them, `asked` its entries,
    `entries` being all of them; `events` are the last ones. `unread`: see `Register`.
    """

    province: str
    counterpart: str
    search: SearchRequest
    asked: RegisterRequest
    entries: tuple[Entry, ...]
    events: tuple[Entry, ...]
    signed: tuple[Signed, ...]
    promises: tuple[Promise, ...]
    vietnamese: tuple[Office, ...]
    chinese: tuple[Office, ...]
    gates: tuple[Gate, ...]
    years: tuple[Year, ...]
    articles: tuple[Hit, ...]
    total: int
    unread: int


def dossier_of(source: Source, province: str, counterpart: str) -> Dossier:
    """The dossier of a pair by its names in the tables. Raises what the source raises."""
    search = SearchRequest(
        provinces=(province,), counterparts=(counterpart,), sort="newest", per_page=ARTICLES
    )
    asked = RegisterRequest(provinces=(province,), counterparts=(counterpart,))
    found = source.register(asked)
    articles = source.search(search)
    ours = source.register(RegisterRequest(provinces=(province,))).offices
    theirs = source.register(RegisterRequest(counterparts=(counterpart,))).offices
    met = frozenset(
        person.name
        for entry in found.entries
        for side in (entry.vietnamese, entry.chinese)
        for person in side.leaders
    )
    return Dossier(
        province=province,
        counterpart=counterpart,
        search=replace(search, per_page=SearchRequest().per_page),
        asked=asked,
        entries=found.entries,
        events=found.entries[:EVENTS],
        signed=_signed(found.entries),
        promises=_promises(found.promises),
        vietnamese=_offices((one for one in ours if one.country == "vn"), province, met),
        chinese=_offices((one for one in theirs if one.country == "cn"), counterpart, met),
        gates=_gates(province, counterpart, source.facet(search, "gate").values),
        years=_years(source.timeline(search, "year"), found.entries),
        articles=articles.hits,
        total=articles.total,
        unread=found.unread,
    )


def _signed(entries: Iterable[Entry]) -> tuple[Signed, ...]:
    """The documents of all entries, each name once, from the latest event on."""
    found: dict[str, Signed] = {}
    for entry in entries:
        for told in entry.signed:
            found.setdefault(told.value.casefold(), Signed(told, entry))
    return tuple(found.values())[:SIGNED]


def _promises(promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Those that nothing follows first, then by when they were told, the latest first."""
    latest = sorted(promises, key=lambda one: one.told.start, reverse=True)
    return tuple(sorted(latest, key=lambda one: one.is_followed)[:PROMISES])


def _offices(tenures: Iterable[Tenure], place: str, met: Container[str]) -> tuple[Office, ...]:
    """Offices with their last holders: first those of persons who met the other side, then those of
    the place itself, by rank, then those of which the archive told last.
    """

    def post(tenure: Tenure) -> tuple[str, str]:
        return tenure.unit, tenure.office

    offices = []
    for (unit, office), held in groupby(sorted(tenures, key=post), post):
        latest = sorted(held, key=_last, reverse=True)
        offices.append(Office(unit, office, tuple(latest[:HOLDERS])))
    offices.sort(key=lambda one: _last(one.holders[0]), reverse=True)
    offices.sort(
        key=lambda one: (
            not any(_has_met(who, met) for who in one.holders),
            not one.unit.endswith(place),
            _rank(one),
        )
    )
    return tuple(offices[:OFFICES])


def _has_met(tenure: Tenure, met: Container[str]) -> bool:
    return any(name in met for name in tenure.names)


def _rank(office: Office) -> int:
    """Who leads a place comes before their deputies, these before bodies of foreign affairs and
    everybody else.
    """
    first = office.office.casefold()
    for rank, beginnings in enumerate(RANKS):
        if first.startswith(beginnings):
            return rank
    is_foreign = any(word in office.unit.casefold() for word in FOREIGN)
    return len(RANKS) if is_foreign else len(RANKS) + 1


def _last(tenure: Tenure) -> str:
    """The last day of an office; an unknown year counts as long ago."""
    last = tenure.last_date.end
    return last if last[:1].isdigit() else ""


def _gates(province: str, counterpart: str, values: Iterable[FacetValue]) -> tuple[Gate, ...]:
    """The gates that lie between the two, the best known first."""
    counts = {child.value: child.count for value in values for child in (value, *value.children)}
    ours = {province, *parts_of(province)}
    between = [
        Gate(row, counts.get(row.pair, 0))
        for row in gates()
        if row.province in ours and counterpart in (row.region, row.counterpart)
    ]
    return tuple(sorted(between, key=lambda gate: -gate.count))


def _years(timeline: Timeline, entries: Iterable[Entry]) -> tuple[Year, ...]:
    """The last years, oldest first, those without anything too."""
    events = Counter(entry.date.start[:4] for entry in entries if entry.date.has_year)
    known = dict.fromkeys([*timeline.counts, *events], 0)
    years = list(filled(known))[-YEARS:]
    return tuple(Year(year, timeline.counts.get(year, 0), events[year]) for year in years)
