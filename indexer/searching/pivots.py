"""Counting beyond facets: how a search spreads over time, and which provinces meet which
counterparts in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from indexer.errors import BadQuery
from indexer.model.query import Facet
from indexer.records import dataclass
from indexer.searching.engine import Search
from indexer.searching.local.execution import matching
from indexer.searching.local.facet_counter import count_values, facet_docs
from indexer.storage import Segment

__all__ = ["Pivot", "Timeline", "Unit", "pivot", "timeline"]

Array = NDArray[Any]
Unit = Literal["year", "month", "day"]
Matches = Sequence[tuple[Segment, Array]]
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Articles per year ("2025"), month ("2025-03") or first day ("2025-03-06"), in order;
    `unknown` are not known that well.

    An article whose date runs over several years counts in each; over several months or days, where
    it begins.
    """

    counts: dict[str, int]
    unknown: int


@dataclass(frozen=True, slots=True)
class Pivot:
    """Names come with their own counts, fullest first; `cells` maps (province, counterpart) to
    articles naming both, where any do.
    """

    provinces: tuple[tuple[str, int], ...]
    counterparts: tuple[tuple[str, int], ...]
    cells: dict[tuple[str, str], int]


def timeline(search: Search, unit: Unit) -> Timeline:
    """The spread of a search over time. Raises BadQuery for another unit."""
    matches = matching(search.snapshot, search.reading.tree, filters=search.filters)
    if unit == "day":
        return _days(matches)
    if unit not in ("year", "month"):
        raise BadQuery("unit: year, month, day", "unit")
    counts: dict[str, int] = {}
    for segment, docs in matches:
        count_values(segment, unit, docs, counts)
    unknown = sum(len(docs) for _, docs in matches) - sum(counts.values()) if unit == "month" else 0
    unknown += counts.pop(UNKNOWN, 0)
    return Timeline(dict(sorted(counts.items())), unknown)


def _days(matches: Matches) -> Timeline:
    """Counts by first day, of dates known to the day: a day or a range within one month."""
    found: dict[int, int] = {}
    unknown = 0
    for segment, docs in matches:
        starts, ends = (
            segment.file.numbers("date_start")[docs],
            segment.file.numbers("date_end")[docs],
        )
        known = (starts >= 0) & (ends - starts < 28)
        unknown += int(np.count_nonzero(~known))
        days, counts = np.unique(starts[known], return_counts=True)
        for day, count in zip(days.tolist(), counts.tolist(), strict=True):
            found[day] = found.get(day, 0) + count
    return Timeline(
        {date.fromordinal(day).isoformat(): found[day] for day in sorted(found)}, unknown
    )


def pivot(search: Search, region: str = "") -> Pivot:
    """Provinces (as written) by counterpart regions, or by the units of one region, over the
    articles of a search.
    """
    matches = matching(search.snapshot, search.reading.tree, filters=search.filters)
    provinces: dict[str, int] = {}
    counterparts: dict[str, int] = {}
    cities: dict[str, int] = {}
    for segment, docs in matches:
        count_values(segment, "province", docs, provinces)
        count_values(segment, "counterpart", docs, counterparts)
        count_values(segment, "counterpart_pair", docs, cities)
    below = {
        name
        for pair in cities
        for parent, _, name in [pair.partition("\t")]
        if not region or parent == region
    }
    rows = _ordered(provinces)
    columns = _ordered(
        {name: count for name, count in counterparts.items() if (name in below) == bool(region)}
    )
    cells: dict[tuple[str, str], int] = {}
    for segment, docs in matches:
        here = np.zeros(segment.doc_count_all, dtype=bool)
        here[docs] = True
        others = [
            (column, _carriers(segment, "counterpart", column, here)) for column, _ in columns
        ]
        for province, _ in rows:
            inside = np.zeros(segment.doc_count_all, dtype=bool)
            inside[_carriers(segment, "province", province, here)] = True
            for column, docs_of in others:
                both = int(np.count_nonzero(inside[docs_of]))
                if both:
                    cells[province, column] = cells.get((province, column), 0) + both
    return Pivot(rows, columns, cells)


def _carriers(segment: Segment, field: str, value: str, here: Array) -> Array:
    """Documents of `here` that carry a facet value."""
    docs = facet_docs(segment, Facet(field, value))
    return docs[here[docs]]


def _ordered(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
