"""Or and MinShouldMatch: the documents whose matching children weigh enough, found before any is
scored.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.searching.local.scorers import WordEvaluator, add_scores
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Docs, Evaluator, Found, QueryBudget, Scores

__all__ = ["SumEvaluator"]

_SLACK = 1e-9  # of sums of weights
_THINNED = 0.7  # candidates are thinned out when at most so many of them are left


class SumEvaluator:
    """Or (`minimum` None): any child matches; MinShouldMatch: the weights of the children that
    match reach the minimum.

    Scores are summed; of children that are `alike` the best counts. `parts`: each child once, with
    its weight and how often it is asked for.
    """

    def __init__(
        self,
        parts: Sequence[tuple[Evaluator, float, int]],
        minimum: float | None,
        view: Searcher,
        limits: QueryBudget,
        *,
        alike: bool = False,
    ) -> None:
        words = [
            (child, weight, times)
            for child, weight, times in parts
            if isinstance(child, WordEvaluator)
        ]
        self._words = sorted(words, key=lambda part: part[0].cost)
        self._others = [part for part in parts if not isinstance(part[0], WordEvaluator)]
        self._minimum = None if minimum is None else minimum - _SLACK
        self._with: np.ufunc = np.maximum if alike else np.add
        self._view = view
        self._limits = limits
        self.cost = sum(child.cost for child, _, _ in parts)

    @property
    def alternatives(self) -> list[Evaluator]:
        """The children where any one is enough; none where several may have to come together."""
        if self._minimum is not None:
            return []
        return [child for child, *_ in (*self._words, *self._others)]

    def full(self) -> Found:
        if self._minimum is not None and len(self._others) > len(self._words):
            return self._among(self.candidates())
        found = [(*child.full(), weight, times) for child, weight, times in self._others]
        docs = self._any(found) if self._minimum is None else self._enough(found, self._minimum)
        scores = np.zeros(len(docs), dtype=np.float32)
        if found:
            place = np.full(self._view.count, len(docs), dtype=np.intp)
            place[docs] = np.arange(len(docs))
            scores = np.zeros(
                len(docs) + 1, dtype=np.float32
            )  # the last one is for documents that are none of them
            for others, more, _, times in found:
                at = place.take(others)
                scores[at] = self._with(scores[at], more * np.float32(times))
            scores = scores[:-1]
        return docs, self._scored(docs, scores)

    def candidates(self) -> Docs:
        """Documents that may match: any that a child may, or of enough weight if all match there
        that may.
        """
        minimum = 0.5 if self._minimum is None else self._minimum
        most = np.zeros(self._view.count, dtype=np.float64)
        for child, weight, _ in (*self._others, *self._words):
            most[child.candidates()] += 1.0 if self._minimum is None else weight
        return (most >= minimum).nonzero()[0]

    def _among(self, docs: Docs) -> Found:
        """Those of `docs` that match. Phrases are read only where enough may come together."""
        match, scores = self.probe(docs)
        return docs[match], scores[match]

    def probe(self, docs: Docs) -> Found:
        reached = np.zeros(len(docs), dtype=np.float64)
        scores = np.zeros(len(docs), dtype=np.float32)
        for child, weight, times in self._others:
            match, more = child.probe(docs)
            reached += match * (1.0 if self._minimum is None else weight)
            scores = self._with(scores, more * np.float32(times))
        for word, weight, _ in self._words:
            reached += word.held(docs) * (1.0 if self._minimum is None else weight)
        match = reached >= (0.5 if self._minimum is None else self._minimum)
        places = match.nonzero()[0]
        kept = self._scored(docs[places], scores[places])
        scores[:] = 0
        scores[places] = kept
        return match, scores

    def _scored(self, docs: Docs, scores: Scores) -> Scores:
        return add_scores(
            [(word, times) for word, _, times in self._words], self._view, docs, scores, self._with
        )

    def _any(self, found: Sequence[tuple[Docs, Scores, float, int]]) -> Docs:
        """Ascending documents of any child; `found` holds those that are no words."""
        mask = np.zeros(self._view.count, dtype=bool)
        for others, *_ in found:
            mask[others] = True
        for word, _, _ in self._words:
            if word.is_dense or word.scope == "body":
                mask |= word.mask()
            else:
                mask[word.documents()] = True
        return mask.nonzero()[0]

    def _enough(self, found: Sequence[tuple[Docs, Scores, float, int]], minimum: float) -> Docs:
        """Ascending documents that reach the minimum. Once the words left cannot lift a document
        to it, only those that have enough already, or may yet have, are looked at.
        """
        reached = np.zeros(self._view.count, dtype=np.float64)
        for others, _, weight, _ in found:
            reached[others] += weight
        docs: Docs | None = None
        left = sum(weight for _, weight, _ in self._words)
        for word, weight, _ in self._words:
            if docs is None and left < minimum:
                docs = (reached + left >= minimum).nonzero()[0]
                reached = reached[docs]
            if docs is None:
                if word.is_dense:
                    reached += word.mask() * weight
                else:
                    reached[word.documents()] += weight
                left -= weight
                continue
            reached += word.held(docs) * weight
            left -= weight
            likely = reached + left + _SLACK >= minimum
            if np.count_nonzero(likely) <= _THINNED * len(docs):
                docs, reached = docs[likely], reached[likely]
        enough = reached >= minimum
        return enough.nonzero()[0] if docs is None else docs[enough]
