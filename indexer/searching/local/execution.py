"""Evaluation of a query tree over a snapshot: matching documents, scores, exact total, top hits
and facet counts in one pass.

All segments are evaluated as one, with numpy on their mapped arrays; statistics are collection-wide
and sums run in a fixed order, so documents rank the same however they are spread over segments.
Nothing here expands or corrects what was typed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from indexer.caching import Cache, CachePool
from indexer.model.query import Node
from indexer.records import dataclass
from indexer.searching.local.admission_gate import AdmissionGate
from indexer.searching.local.collapsing import collapse
from indexer.searching.local.evaluators import compile_node, documents_of
from indexer.searching.local.facet_counter import FacetCounter, FilterMasks
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.top_docs import top_docs
from indexer.searching.local.types import Docs, Found, Mask, QueryBudget, Scores
from indexer.searching.ports import Budget, Filters, QueryPlan
from indexer.storage import Segment

__all__ = ["Execution", "Executor"]


@dataclass(frozen=True, slots=True)
class Execution:
    """`docs` are global document numbers, best first, `scores` beside them; `facets` maps a facet
    field to value → count.

    `total` and the counts are exact unless `total_exact` is False: then the budget was reached and
    they are lower bounds. `distinct` counts the documents that are left when of those with the same
    text one is told, `alike` are the others of each of `docs` that has some.
    """

    docs: Docs
    scores: Scores
    total: int
    total_exact: bool
    facets: dict[str, dict[str, int]]
    distinct: int
    alike: dict[int, list[int]]


_TURN = AdmissionGate()
"""Held while a query is evaluated. numpy lets go of the interpreter's lock at every step: more
threads spend their time handing it on.
"""


_MATCHES: CachePool[Found] = CachePool(
    "searching.local.matches", 8_000_000, lambda found: 2_000 + found[0].nbytes + found[1].nbytes
)
"""What the last queries match: a page asks for hits, for a timeline and for facets of one query,
and so do the pages that follow from it.
"""


class Executor:
    """Evaluates plans over one snapshot, and keeps its counters of facets."""

    def __init__(self, view: Searcher) -> None:
        self._view = view
        self._matches: Cache[Node, Found] = Cache(_MATCHES)
        self._counters: dict[tuple[str, ...], FacetCounter] = {}

    def execute(self, plan: QueryPlan) -> Execution:
        """The hits, total and facet counts of a plan, by BM25 or date alone: its `rescoring` is
        left to the caller.
        """
        with _TURN.taken():
            return self._execute(plan)

    def _execute(self, plan: QueryPlan) -> Execution:
        limits = _limits(plan.budget)
        scored = plan.limit > 0
        everything, scores, matched = self._evaluate(plan.tree, plan.filters, limits, scored=scored)
        passing = matched.all_of()
        docs = everything
        if passing is not None:
            docs, scores = docs[passing], scores[passing]
        counts: dict[str, dict[str, int]] = {}
        free = _unfiltered(plan.facets, plan.filters)
        if free:
            counts |= self._counter(free).counts(docs)
        for group, names in plan.facets.items():
            if group in plan.filters.include and names:
                counts |= self._counter(names).counts(everything[matched.all_but(group)])
        total, alike = len(docs), None
        if plan.together:
            alike = collapse(self._view, docs, scores, plan.sort)
            docs, scores = alike.told(docs), alike.told(scores)
        hits, values = top_docs(self._view, docs, scores, plan.sort, plan.offset, plan.limit)
        others = alike.others(hits) if alike is not None else {}
        return Execution(hits, values, total, not limits.reached, counts, len(docs), others)

    def forget(self) -> None:
        """Keep nothing of what was matched before: for measuring."""
        self._matches = Cache(_MATCHES)

    def holding(self, nodes: Sequence[Node], docs: Docs) -> list[Mask]:
        """For each node a mask beside `docs` (in any order): which of them match."""
        limits = _limits(Budget())
        order = docs.argsort()
        found = []
        for node in nodes:
            mask = np.zeros(len(docs), dtype=bool)
            mask[order] = compile_node(node, self._view, limits).probe(docs[order])[0]
            found.append(mask)
        return found

    def matching(self, tree: Node, filters: Filters) -> list[tuple[Segment, Docs]]:
        """Every segment with its matching documents (ascending, numbered inside the segment), for
        counting of other kinds.
        """
        view = self._view
        docs, _, matched = self._evaluate(tree, filters, _limits(Budget()), scored=False)
        passing = matched.all_of()
        if passing is not None:
            docs = docs[passing]
        return [
            (view.segments[i], docs[start:end] - view.segments[i].base)
            for i, start, end in view.split(docs)
        ]

    def _evaluate(
        self, tree: Node, filters: Filters, limits: QueryBudget, *, scored: bool
    ) -> tuple[Docs, Scores, FilterMasks]:
        """Documents that match the query and pass what no facet is exempt from; and for each,
        which groups it passes. Scores are 0 unless `scored`.
        """
        docs, scores = self._matching(tree, limits, scored=scored)
        base = FilterMasks.base(self._view, filters)
        if base is not None:
            kept = base.take(docs)
            docs, scores = docs[kept], scores[kept]
        return docs, scores, FilterMasks.of(self._view, filters, docs)

    def _matching(self, tree: Node, limits: QueryBudget, *, scored: bool) -> Found:
        """Documents that match the query, with scores, all 0 unless `scored`; not to be written
        to.
        """
        found = self._matches.get(tree)
        if found is not None:
            return found
        evaluator = compile_node(tree, self._view, limits)
        if not scored:
            docs = documents_of(evaluator)
            return docs, np.broadcast_to(np.float32(0), len(docs))
        found = evaluator.full()
        if not limits.reached:
            self._matches.put(tree, found)
        return found

    def _counter(self, names: tuple[str, ...]) -> FacetCounter:
        """The counter of these fields, made once."""
        known = self._counters.get(names)
        if known is None:
            known = self._counters[names] = FacetCounter(self._view, names)
        return known


def _limits(budget: Budget) -> QueryBudget:
    return QueryBudget(budget.terms, budget.postings, time.monotonic() + budget.seconds)


def _unfiltered(facets: Mapping[str, tuple[str, ...]], filters: Filters) -> tuple[str, ...]:
    """The facet fields of groups without a filter, which are counted together."""
    names = {
        name for group, fields in facets.items() if group not in filters.include for name in fields
    }
    return tuple(sorted(names))
