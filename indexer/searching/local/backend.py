"""`indexer.searching.ports.SearchBackend` over a snapshot of the local index.

Here the arrays of execution become records: a handle is a document's number in the snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from indexer.model.article import Article
from indexer.model.query import Node
from indexer.searching.constants import RERANKED
from indexer.searching.local.execution import Execution, Executor
from indexer.searching.local.freshness import freshness
from indexer.searching.local.longer_words import kept_of_scores
from indexer.searching.local.pivots import cross_counts, day_counts
from indexer.searching.local.rescorer import Bonus, rescore
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Docs, Scores
from indexer.searching.local.vocabulary import ArchiveVocabulary
from indexer.searching.ports import (
    DayCounts,
    Filters,
    Handle,
    QueryPlan,
    Rescoring,
    ScoredHit,
    ScoreExplanation,
    TopDocs,
)
from indexer.storage import IndexReader

__all__ = ["LocalBackend"]


class LocalBackend:
    """One snapshot of the local index with all that is made from it: its vocabulary and caches.

    They are as old as the snapshot and go with it.
    """

    def __init__(self, snapshot: IndexReader) -> None:
        self.snapshot = snapshot
        self.generation = snapshot.generation
        self.doc_count = snapshot.doc_count

    @cached_property
    def vocabulary(self) -> ArchiveVocabulary:
        """The words of the snapshot."""
        return ArchiveVocabulary(self.snapshot, self.executor)

    @cached_property
    def searcher(self) -> Searcher:
        """The snapshot prepared for queries."""
        return Searcher(self.snapshot)

    @cached_property
    def executor(self) -> Executor:
        """What evaluates plans over the searcher."""
        return Executor(self.searcher)

    def execute(self, plan: QueryPlan) -> TopDocs:
        """The answer to a plan: one pass over postings and, when asked to, the positions of the
        best candidates.
        """
        rescoring = _applicable(plan)
        if rescoring is None:
            found = self.executor.execute(plan)
            return _top_docs(found, found.docs, found.scores)
        end = plan.offset + plan.limit
        found = self.executor.execute(replace(plan, offset=0, limit=max(RERANKED, end)))
        docs, scores = found.docs, found.scores.astype(np.float64)
        if not len(docs):
            return _top_docs(found, docs, scores)
        better = scores[:RERANKED] + self._rescore(rescoring, docs[:RERANKED]).total
        better *= self._multiplier(rescoring, docs[:RERANKED])
        order = np.argsort(-better, kind="stable")  # equal scores stay newest first, then by id
        docs = np.concatenate([docs[order], docs[RERANKED:]])
        scores = np.concatenate([better[order], scores[RERANKED:]])
        return _top_docs(found, docs[plan.offset : end], scores[plan.offset : end])

    def holding(self, nodes: Sequence[Node], hits: Sequence[ScoredHit]) -> list[list[bool]]:
        """For each node, which of the hits match it."""
        docs = np.array([hit.handle for hit in hits], dtype=np.int64)
        return [mask.tolist() for mask in self.executor.holding(nodes, docs)]

    def articles(self, hits: Sequence[ScoredHit]) -> list[Article]:
        """The stored articles of hits."""
        return [self.snapshot.article(hit.handle) for hit in hits]

    def article(self, id: str) -> Article | None:
        """The article with this id, or None."""
        doc = self.snapshot.find(id)
        return None if doc is None else self.snapshot.article(doc)

    def days(self, tree: Node, filters: Filters) -> DayCounts:
        """How many matching articles begin on each day."""
        return day_counts(self.executor.matching(tree, filters))

    def cross_counts(
        self,
        tree: Node,
        filters: Filters,
        rows: tuple[str, Sequence[str]],
        columns: tuple[str, Sequence[str]],
    ) -> Mapping[tuple[str, str], int]:
        """How many matching articles carry both a value of `rows` and one of `columns`."""
        return cross_counts(self.executor.matching(tree, filters), rows, columns)

    def explain(self, plan: QueryPlan, hits: int) -> list[ScoreExplanation]:
        """BM25 of the first hits, whatever the page, and what their positions add, part by part."""
        found = self.executor.execute(replace(plan, offset=0, limit=max(RERANKED, hits)))
        docs, words = found.docs[:RERANKED], found.scores[:RERANKED].astype(np.float64)
        rescoring = _applicable(replace(plan, offset=0, limit=hits))
        if rescoring is None:
            added = Bonus(*(np.zeros(len(docs)) for _ in range(5)))
        else:
            added = self._rescore(rescoring, docs)
        kept = fresh = np.ones(len(docs))
        if rescoring is not None:
            kept = kept_of_scores(self.searcher, rescoring.longer, docs)
            fresh = self._multiplier(rescoring, docs) / kept
        lost = (kept - 1) * (words + added.total)
        gained = (fresh - 1) * (words + added.total + lost)
        first = np.argsort(-words - added.total - lost - gained, kind="stable")[:hits].tolist()
        return [
            ScoreExplanation(
                self.snapshot.id_of(int(docs[rank])),
                {
                    "words": float(words[rank] + added.evenness[rank]),
                    "adjacency": float(added.adjacency[rank]),
                    "nearness": float(added.nearness[rank]),
                    "lead": float(added.lead[rank]),
                    "phrase in title": float(added.title[rank]),
                    "within other words": float(lost[rank]),
                    "recent": float(gained[rank]),
                },
            )
            for rank in first
        ]

    def _multiplier(self, rescoring: Rescoring, docs: Docs) -> Scores:
        """What scores are multiplied by: less where a word stands only within others, a little more
        for what is new.
        """
        kept = kept_of_scores(self.searcher, rescoring.longer, docs)
        return kept * (1 + rescoring.weights.recency * freshness(self.searcher, docs))

    def _rescore(self, rescoring: Rescoring, docs: Docs) -> Bonus:
        return rescore(self.searcher, rescoring, docs)


def _applicable(plan: QueryPlan) -> Rescoring | None:
    """The rescoring of a plan, None where it cannot change the page: in another order, for a query
    without words, beyond the candidates.
    """
    rescoring = plan.rescoring
    if rescoring is None or not rescoring.chains:
        return None
    changes = plan.sort == "relevance" and plan.limit > 0 and plan.offset < RERANKED
    return rescoring if changes else None


def _top_docs(found: Execution, docs: Docs, scores: Scores) -> TopDocs:
    hits = tuple(map(ScoredHit, map(Handle, docs.tolist()), scores.tolist()))
    alike = {
        hit.handle: tuple(ScoredHit(Handle(doc), hit.score) for doc in found.alike[hit.handle])
        for hit in hits
        if hit.handle in found.alike
    }
    return TopDocs(hits, found.total, found.total_exact, found.facets, found.distinct, alike)
