"""Two to four places or searches side by side: how each spreads over time, what all of them share,
what each has alone. Gathered once; pages, tables and Word write it down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

from indexer.exporting.tables import Cell, Period, Table
from indexer.exporting.words import UNKNOWN, Words
from indexer.gazetteer.resolution import Kind, resolve
from indexer.model.facets import FACETS
from indexer.model.periods import filled
from indexer.model.request import SearchRequest
from indexer.model.results import Hit, SearchResults
from indexer.searching.pivots import Timeline, Unit

__all__ = ["MAX_COMPARED", "MIN_COMPARED", "Comparison", "Side", "Source", "compare", "table_of"]

MIN_COMPARED, MAX_COMPARED = 2, 4  # things compared
ARTICLES_TOLD = 5  # articles of what is shared, and of what each has alone
MONTHS = 36  # beyond so many, years are drawn unless months are asked for
PLACES: tuple[Kind, ...] = ("province", "counterpart")


class Source(Protocol):
    """Who answers: the archive, or whoever asks it in turn with others."""

    def search(self, request: SearchRequest, /) -> SearchResults: ...

    def timeline(self, request: SearchRequest, unit: Unit, /) -> Timeline: ...


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared: what it is called, the search that finds it, its articles by period
    and of unknown time; and of those that none of the others has, the search and the first.
    """

    label: str
    search: SearchRequest
    total: int
    counts: dict[str, int]
    unknown: int
    alone: SearchRequest
    alone_total: int
    alone_hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`periods` are those of all sides in order, empty ones too. `shared` finds the articles that
    all sides have.
    """

    sides: tuple[Side, ...]
    unit: Unit
    periods: tuple[str, ...]
    shared: SearchRequest
    shared_total: int
    shared_hits: tuple[Hit, ...]


def compare(
    source: Source, base: SearchRequest, typed: Sequence[str], unit: str = ""
) -> Comparison | None:
    """Compare what was typed, within the search `base`; None when it is fewer than MIN_COMPARED
    different things. `unit` is "year" or "month", by default what suits the time they span.

    A name of a province or of a counterpart stands for the articles that name it, all else is
    searched for.
    """
    asked = dict(map(_read, filter(str.strip, typed)))
    asked.pop("", None)
    named = list(asked.items())[:MAX_COMPARED]
    if len(named) < MIN_COMPARED:
        return None
    base = replace(base, page=1, per_page=ARTICLES_TOLD, sort="newest", near=False)
    clauses = [clause for clause, _ in named]
    searches = [_within(base, clause) for clause in clauses]
    unit = unit if unit in ("year", "month") else _fitting(source, searches)
    spread = [source.timeline(search, cast(Unit, unit)) for search in searches]
    sides = []
    for (clause, label), search, time in zip(named, searches, spread, strict=True):
        others = [f"-{other}" for other in clauses if other != clause]
        alone = _within(base, clause, *others)
        found = source.search(alone)
        total = source.search(replace(search, per_page=1)).total
        sides.append(
            Side(label, search, total, time.counts, time.unknown, alone, found.total, found.hits)
        )
    shared = _within(base, *clauses)
    of_all = source.search(shared)
    keys = {key: 0 for time in spread for key in time.counts}
    periods = tuple(filled(keys))
    return Comparison(tuple(sides), cast(Unit, unit), periods, shared, of_all.total, of_all.hits)


def _read(typed: str) -> tuple[str, str]:
    """(clause of the query, what it is called) of something typed; the clause is empty where
    nothing is left to search for.
    """
    text = " ".join(typed.split())
    for kind in PLACES:
        meanings = resolve(kind, text)
        if len(meanings) == 1 and meanings[0].via == "name" and len(meanings[0].names) == 1:
            name = meanings[0].names[0]
            return f'{FACETS[kind].key}:"{name}"', name
    # the brackets that hold it together must be the only ones, and quotes come in pairs
    words = re.sub(r"[()]", " ", text)
    words = words if words.count('"') % 2 == 0 else words.replace('"', " ")
    words = " ".join(words.split())
    return (f"({words})" if words else ""), text


def _within(base: SearchRequest, *clauses: str) -> SearchRequest:
    own = f"({base.q})" if base.q and not re.search(r'[()"]', base.q) else base.q
    return replace(base, q=" ".join(filter(None, [own, *clauses])))


def _fitting(source: Source, searches: Sequence[SearchRequest]) -> Unit:
    """Months where all sides together span few of them, else years."""
    keys = {key: 0 for search in searches for key in source.timeline(search, "month").counts}
    return "month" if len(filled(keys)) <= MONTHS else "year"


def table_of(comparison: Comparison, words: Words) -> Table:
    """A row a period, a column a side; then the unknown, all, what each has alone, and what all of
    them share.
    """
    sides, unit = comparison.sides, comparison.unit
    rows: list[tuple[Cell, ...]] = [
        (Period(key), *(side.counts.get(key, 0) for side in sides)) for key in comparison.periods
    ]
    unknown = UNKNOWN if words.stable else words.say(f"unknown_{unit}_of")
    rows.append((unknown, *(side.unknown for side in sides)))
    rows.append((words.head("total"), *(side.total for side in sides)))
    rows.append((words.head("alone"), *(side.alone_total for side in sides)))
    rows.append((words.head("shared"), *(comparison.shared_total for _ in sides)))
    heads = (words.head(unit), *(side.label for side in sides))
    return Table("comparison", words.say("comparison"), heads, tuple(rows))
