"""Counting beyond facets: how a search spreads over time, and which provinces meet which
counterparts in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from indexer.errors import BadQuery
from indexer.model.facets import FACETS
from indexer.model.messages import Message
from indexer.records import dataclass
from indexer.searching.engine import Search
from indexer.searching.facet_results import parts_below
from indexer.searching.ports import QueryPlan, TopDocs

__all__ = ["Pivot", "Timeline", "Unit", "pivot", "timeline"]

Unit = Literal["year", "month", "day"]
UNKNOWN = "unknown"
EVERY_FILTER = ""
"""The name of no filter group: what is counted for it is counted under every filter."""


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
    """Names come with their own counts, units of today fullest first, each followed by its parts
    of before July 2025: `parts` maps such a part to its unit. `cells` maps (province, counterpart)
    to articles naming both, where any do.
    """

    provinces: tuple[tuple[str, int], ...]
    counterparts: tuple[tuple[str, int], ...]
    cells: dict[tuple[str, str], int]
    parts: dict[str, str]


def timeline(search: Search, unit: Unit) -> Timeline:
    """The spread of a search over time. Raises BadQuery for another unit."""
    if unit == "day":
        days = search.backend.days(search.reading.tree, search.filters)
        return Timeline(dict(days.counts), days.unknown)
    if unit not in ("year", "month"):
        raise BadQuery(Message("no_unit"), "unit")
    found = _counted(search, unit)
    counts = dict(found.facets[unit])
    # an article known to its year only has no month at all
    unknown = found.total - sum(counts.values()) if unit == "month" else 0
    unknown += counts.pop(UNKNOWN, 0)
    return Timeline(dict(sorted(counts.items())), unknown)


def pivot(search: Search, region: str = "") -> Pivot:
    """Provinces and their parts by counterpart regions, or by the units of one region, over the
    articles of a search.
    """
    province = FACETS["province"]
    facets = _counted(search, *province.fields, "counterpart", "counterpart_pair").facets
    parts = {
        name: unit for unit, names in parts_below(facets[province.pair]).items() for name in names
    }
    below = _units(facets["counterpart_pair"], region)
    counterparts = {
        name: count
        for name, count in facets["counterpart"].items()
        if (name in below) == bool(region)
    }
    units = set(facets["province"]) - {pair.partition("\t")[2] for pair in facets[province.pair]}
    rows: list[tuple[str, int]] = []
    for unit, total in _ordered({name: facets["province"][name] for name in units}):
        own = {name: facets["province"][name] for name, whole in parts.items() if whole == unit}
        rows += [(unit, total), *_ordered(own)]
    columns = _ordered(counterparts)
    cells = search.backend.cross_counts(
        search.reading.tree,
        search.filters,
        ("province", [name for name, _ in rows]),
        ("counterpart", [name for name, _ in columns]),
    )
    return Pivot(tuple(rows), columns, dict(cells), parts)


def _counted(search: Search, *fields: str) -> TopDocs:
    """Facet fields of a search counted under every filter; no hits."""
    plan = QueryPlan(
        search.reading.tree, search.filters, limit=0, facets={EVERY_FILTER: tuple(fields)}
    )
    return search.backend.execute(plan)


def _units(pairs: Mapping[str, int], region: str) -> set[str]:
    """The units of a region, of every one by default, by the values of `counterpart_pair`."""
    parted = (pair.partition("\t") for pair in pairs)
    return {name for parent, _, name in parted if not region or parent == region}


def _ordered(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
