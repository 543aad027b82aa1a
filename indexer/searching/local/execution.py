"""Evaluation of a query tree over a snapshot: matching documents, scores, exact total, top hits
and facet counts in one pass.

All segments are evaluated as one, with numpy on their mapped arrays; statistics are collection-wide
and sums run in a fixed order, so documents rank the same however they are spread over segments.
Nothing here expands or corrects what was typed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from indexer.model.query import Node
from indexer.model.request import Sort
from indexer.records import dataclass
from indexer.searching.local.admission_gate import AdmissionGate
from indexer.searching.local.evaluators import compile_node
from indexer.searching.local.facet_counter import FacetCounter, FilterMasks
from indexer.searching.local.searcher import QueryBudget, Searcher
from indexer.searching.local.top_docs import top_docs
from indexer.searching.ports import Budget, Filters
from indexer.storage import IndexReader, Segment

__all__ = ["Execution", "execute", "matching"]

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Execution:
    """`docs` are global document numbers, best first, `scores` beside them; `facets` maps a facet
    field to value → count.

    `total` and the counts are exact unless `total_exact` is False: then the budget was reached and
    they are lower bounds.
    """

    docs: Array
    scores: Array
    total: int
    total_exact: bool
    facets: dict[str, dict[str, int]]


_TURN = AdmissionGate()
"""Held while a query is evaluated. numpy lets go of the interpreter's lock at every step: more
threads spend their time handing it on.
"""
_NO_FILTERS = Filters()
_DEFAULT_BUDGET = Budget()


def execute(
    snapshot: IndexReader,
    tree: Node,
    *,
    filters: Filters = _NO_FILTERS,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 10,
    facets: Mapping[str, tuple[str, ...]] | None = None,
    budget: Budget = _DEFAULT_BUDGET,
) -> Execution:
    """Evaluate `tree` under `filters`; return hits offset … offset + limit in order, the total and
    the facet counts.

    `facets` maps a filter group to the facet fields counted under every filter but that group's
    own, for example {"province": ("province_today", "province_pair")}; a group need not have a
    filter. Ties go to the newest, then by id.
    """
    with _TURN.taken():
        return _execute(snapshot, tree, filters, sort, offset, limit, facets or {}, budget)


def _execute(
    snapshot: IndexReader,
    tree: Node,
    filters: Filters,
    sort: Sort,
    offset: int,
    limit: int,
    facets: Mapping[str, tuple[str, ...]],
    budget: Budget,
) -> Execution:
    view = Searcher.of(snapshot)
    limits = QueryBudget(budget.terms, budget.postings, time.monotonic() + budget.seconds)
    everything, scores, matched = _evaluate(view, tree, filters, limits)
    passing = matched.all_of()
    docs = everything
    if passing is not None:
        docs, scores = docs[passing], scores[passing]
    counts: dict[str, dict[str, int]] = {}
    free = tuple(
        sorted(
            {
                name
                for group, names in facets.items()
                if group not in filters.include
                for name in names
            }
        )
    )
    if free:
        counts |= FacetCounter.of(view, free).counts(view, docs)
    for group, names in facets.items():
        if group in filters.include and names:
            counts |= FacetCounter.of(view, names).counts(view, everything[matched.all_but(group)])
    hits, values = top_docs(view, docs, scores, sort, offset, limit)
    return Execution(hits, values, len(docs), not limits.reached, counts)


def matching(
    snapshot: IndexReader,
    tree: Node,
    *,
    filters: Filters = _NO_FILTERS,
    budget: Budget = _DEFAULT_BUDGET,
) -> list[tuple[Segment, Array]]:
    """Every segment with its matching documents (ascending, numbered inside the segment), for
    counting of other kinds.
    """
    view = Searcher.of(snapshot)
    limits = QueryBudget(budget.terms, budget.postings, time.monotonic() + budget.seconds)
    docs, _, matched = _evaluate(view, tree, filters, limits)
    passing = matched.all_of()
    if passing is not None:
        docs = docs[passing]
    return [
        (view.segments[i], docs[start:end] - view.segments[i].base)
        for i, start, end in view.split(docs)
    ]


def _evaluate(
    view: Searcher, tree: Node, filters: Filters, limits: QueryBudget
) -> tuple[Array, Array, FilterMasks]:
    """Documents that match the query and pass what no facet is exempt from; and for each, which
    groups it passes.
    """
    docs, scores = compile_node(tree, view, limits).full()
    base = FilterMasks.base(view, filters)
    if base is not None:
        kept = base.take(docs)
        docs, scores = docs[kept], scores[kept]
    return docs, scores, FilterMasks.of(view, filters, docs)
