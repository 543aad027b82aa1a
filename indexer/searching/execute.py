"""Evaluation of a query tree over a snapshot: matching documents, scores, exact total, top hits and facet counts in one pass.

Every segment is evaluated with numpy on its mapped arrays; statistics are collection-wide and sums run in a fixed order,
so documents rank the same however they are spread over segments. Nothing here expands or corrects what was typed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from indexer.searching.execute_facets import Counter, FilterMasks
from indexer.searching.execute_lookup import Limits, SegmentView, Statistics
from indexer.searching.execute_nodes import Evaluator, compile_node
from indexer.searching.execute_top import best
from indexer.searching.request import Sort
from indexer.searching.tree import DateRange, Facet, Node
from indexer.storage import Segment, Snapshot

__all__ = ["Budget", "Execution", "Filters", "execute", "matching"]

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters beside the query. `include` maps a group ("province") to alternatives: OR within a group, AND across groups."""

    include: Mapping[str, tuple[Facet | DateRange, ...]] = field(default_factory=dict)
    exclude: tuple[Facet | DateRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """What a query may cost: indexed terms looked at, postings read, seconds. Beyond it the answer is partial."""

    terms: int = 5_000
    postings: int = 60_000_000
    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Execution:
    """`docs` are global document numbers, best first, `scores` beside them; `facets` maps a facet field to value → count.

    `total` and the counts are exact unless `total_exact` is False: then the budget was reached and they are lower bounds.
    """

    docs: Array
    scores: Array
    total: int
    total_exact: bool
    facets: dict[str, dict[str, int]]


_TURNS = threading.BoundedSemaphore(1)
"""Queries evaluated at once. numpy lets go of the interpreter's lock at every step: more threads spend their time handing it on."""
_PATIENCE = 0.1  # seconds to wait for a turn, so that slow queries do not hold up all others


@contextmanager
def _turn() -> Iterator[None]:
    mine = _TURNS.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        if mine:
            _TURNS.release()


_NO_FILTERS = Filters()
_DEFAULT_BUDGET = Budget()


def execute(
    snapshot: Snapshot,
    tree: Node,
    *,
    filters: Filters = _NO_FILTERS,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 10,
    facets: Mapping[str, tuple[str, ...]] | None = None,
    budget: Budget = _DEFAULT_BUDGET,
) -> Execution:
    """Evaluate `tree` under `filters`; return hits offset … offset + limit in order, the total and the facet counts.

    `facets` maps a filter group to the facet fields counted under every filter but that group's own, for example
    {"province": ("province_today", "province_pair")}; a group need not have a filter. Ties go to the newest, then by id.
    """
    with _turn():
        return _execute(snapshot, tree, filters, sort, offset, limit, facets or {}, budget)


def _execute(
    snapshot: Snapshot,
    tree: Node,
    filters: Filters,
    sort: Sort,
    offset: int,
    limit: int,
    facets: Mapping[str, tuple[str, ...]],
    budget: Budget,
) -> Execution:
    limits = Limits(budget.terms, budget.postings, time.monotonic() + budget.seconds)
    statistics = Statistics.of(snapshot)
    evaluator = compile_node(tree, snapshot, limits)
    counters = _counters(snapshot, facets, filters)
    total = 0
    candidates = []
    for segment in snapshot.segments:
        if limits.exhausted():
            break
        docs, scores, matched = _evaluate(segment, statistics, evaluator, filters, limits)
        passing = matched.all_of()
        everything = docs
        if passing is not None:
            docs, scores = docs[passing], scores[passing]
        for group, counter in counters:
            counter.add(segment, docs if group is None else everything[matched.all_but(group)])
        total += len(docs)
        candidates.append((segment, docs, scores))
    hits, values = best(candidates, sort, offset, limit)
    return Execution(
        hits, values, total, not limits.reached, {name: counts for _, counter in counters for name, counts in counter.counts().items()}
    )


def _counters(snapshot: Snapshot, facets: Mapping[str, tuple[str, ...]], filters: Filters) -> list[tuple[str | None, Counter]]:
    """(group whose filter is not applied, counter of its fields); None is the group of all fields that no filter is on."""
    free = tuple(sorted({name for group, names in facets.items() if group not in filters.include for name in names}))
    counters: list[tuple[str | None, Counter]] = [(None, Counter(snapshot, free))] if free else []
    return counters + [(group, Counter(snapshot, names)) for group, names in facets.items() if group in filters.include and names]


def matching(
    snapshot: Snapshot, tree: Node, *, filters: Filters = _NO_FILTERS, budget: Budget = _DEFAULT_BUDGET
) -> list[tuple[Segment, Array]]:
    """Every segment with its matching documents (ascending, numbered inside the segment), for counting of other kinds."""
    limits = Limits(budget.terms, budget.postings, time.monotonic() + budget.seconds)
    statistics = Statistics.of(snapshot)
    evaluator = compile_node(tree, snapshot, limits)
    found = []
    for segment in snapshot.segments:
        if limits.exhausted():
            break
        docs, _, matched = _evaluate(segment, statistics, evaluator, filters, limits)
        passing = matched.all_of()
        found.append((segment, docs if passing is None else docs[passing]))
    return found


def _evaluate(
    segment: Segment, statistics: Statistics, evaluator: Evaluator, filters: Filters, limits: Limits
) -> tuple[Array, Array, FilterMasks]:
    """Documents that match the query and pass what no facet is exempt from; and for each, which groups it passes."""
    view = SegmentView(segment, statistics, limits)
    docs, scores = evaluator.full(view)
    base = FilterMasks.base(segment, filters)
    if base is not None:
        kept = base[docs]
        docs, scores = docs[kept], scores[kept]
    return docs, scores, FilterMasks.of(segment, filters, docs)
