"""Evaluators: a query tree compiled once over all documents of a snapshot, run with numpy.

Every evaluator answers two questions: `full`, which documents match (ascending) with what scores;
and `probe`, for given candidates (ascending), which of them match with what scores. Deleted
documents are not excluded here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce

import numpy as np

from indexer.model.query import (
    And,
    DateRange,
    Facet,
    Filter,
    MatchAll,
    MatchNone,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
)
from indexer.searching.local.disjunction import SumEvaluator
from indexer.searching.local.facet_counter import date_mask, facet_mask
from indexer.searching.local.phrase import PhraseEvaluator
from indexer.searching.local.scorers import WordEvaluator, add_scores, holding_all
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Docs, Evaluator, Found, Mask, QueryBudget

__all__ = ["compile_node", "documents_of"]


def compile_node(node: Node, view: Searcher, limits: QueryBudget) -> Evaluator:
    """An evaluator of `node`, with collection-wide statistics looked up."""
    match node:
        case SynonymQuery():
            return WordEvaluator(node, view, limits)
        case Phrase():
            return PhraseEvaluator(node, view, limits)
        case And():
            children = [
                (compile_node(child, view, limits), times)
                for child, times in Counter(node.children).items()
            ]
            return AndEvaluator(children, view)
        case Or() | MinShouldMatch():
            weights = (1.0,) * len(node.children)
            if isinstance(node, MinShouldMatch) and node.weights:
                weights = node.weights
            shares: dict[Node, float] = {}
            for child, weight in zip(node.children, weights, strict=True):
                shares[child] = shares.get(child, 0.0) + weight
            times = Counter(node.children)
            parts = [
                (compile_node(child, view, limits), share, times[child])
                for child, share in shares.items()
            ]
            minimum = node.minimum if isinstance(node, MinShouldMatch) else None
            return SumEvaluator(
                parts, minimum, view, limits, alike=isinstance(node, Or) and node.alike
            )
        case Not():
            return NotEvaluator(compile_node(node.child, view, limits), view, limits)
        case Filter():
            return FilterEvaluator(compile_node(node.child, view, limits))
        case Facet() | DateRange():
            return MaskEvaluator(node, view)
        case MatchAll():
            return AllEvaluator(view)
        case MatchNone():
            return SumEvaluator([], None, view, limits)


def documents_of(evaluator: Evaluator) -> Docs:
    """Which documents match, for who asks for no scores."""
    match evaluator:
        case WordEvaluator() | PhraseEvaluator() | AndEvaluator():
            return evaluator.documents()
        case FilterEvaluator():
            return documents_of(evaluator.child)
        case SumEvaluator() if evaluator.alternatives:
            return reduce(np.union1d, map(documents_of, evaluator.alternatives))
        case _:
            return evaluator.full()[0]


def held_by(evaluator: Evaluator, docs: Docs) -> Mask:
    """Which of `docs` (ascending) match, for who asks for no scores."""
    match evaluator:
        case WordEvaluator():
            return evaluator.held(docs)
        case PhraseEvaluator():
            mask = np.zeros(len(docs), dtype=bool)
            mask[docs.searchsorted(evaluator.documents(docs))] = True
            return mask
        case FilterEvaluator():
            return held_by(evaluator.child, docs)
        case SumEvaluator() if evaluator.alternatives:
            held: Mask = np.logical_or.reduce(
                [held_by(child, docs) for child in evaluator.alternatives]
            )
            return held
        case _:
            return evaluator.probe(docs)[0]


class AndEvaluator:
    """All children match; scores are summed, first of what is no word, then of words, each in the
    order of rarity.

    `children` come each once, with how often it is asked for.
    """

    def __init__(self, children: Sequence[tuple[Evaluator, int]], view: Searcher) -> None:
        ordered = sorted(children, key=lambda pair: pair[0].cost)
        self._words = [
            (child, times) for child, times in ordered if isinstance(child, WordEvaluator)
        ]
        self._others = [
            (child, times) for child, times in ordered if not isinstance(child, WordEvaluator)
        ]
        self._view = view
        self.cost = ordered[0][0].cost if ordered else float(view.count)

    def full(self) -> Found:
        docs, scores = self._meeting()
        return docs, add_scores(self._words, self._view, docs, scores)

    def documents(self) -> Docs:
        """Which documents match, without what words score there."""
        return self._meeting()[0]

    def _meeting(self) -> Found:
        """The documents that match, with the scores of what is no word."""
        words = [word for word, _ in self._words]
        others = self._others
        if others and (not words or _most(others[0][0]) < words[0].cost):
            docs, scores = _times(others[0][0].full(), others[0][1])
            others = others[1:]
            if words:
                kept = holding_all(words, docs)
                scores, docs = scores[docs.searchsorted(kept)], kept
        elif words:
            docs = holding_all(words)
            scores = np.zeros(len(docs), dtype=np.float32)
        else:
            return AllEvaluator(self._view).full()
        for child, times in others:
            if not len(docs):
                break
            match, more = _times(child.probe(docs), times)
            docs, scores = docs[match], scores[match] + more[match]
        return docs, scores

    def candidates(self) -> Docs:
        """Those of the words, or of the rarest other part."""
        if self._words:
            return holding_all([word for word, _ in self._words])
        return self._others[0][0].candidates() if self._others else np.arange(self._view.count)

    def probe(self, docs: Docs) -> Found:
        places = np.arange(len(docs))
        for word, _ in self._words:
            if not len(places):
                break
            places = places[word.held(docs[places])]
        found = np.zeros(len(places), dtype=np.float32)
        for child, times in self._others:
            if not len(places):
                break
            match, more = _times(child.probe(docs[places]), times)
            places, found = places[match], found[match] + more[match]
        mask = np.zeros(len(docs), dtype=bool)
        mask[places] = True
        scores = np.zeros(len(docs), dtype=np.float32)
        scores[places] = add_scores(self._words, self._view, docs[places], found)
        return mask, scores


def _most(child: Evaluator) -> float:
    """No more documents match than about so many."""
    phrase = child.child if isinstance(child, FilterEvaluator) else child
    return phrase.most if isinstance(phrase, PhraseEvaluator) else child.cost


def _times(found: Found, times: int) -> Found:
    return found if times == 1 else (found[0], found[1] * np.float32(times))


class NotEvaluator:
    """Documents that do not match the child; score 0.

    Not one when the budget ended before all that match it were known.
    """

    def __init__(self, child: Evaluator, view: Searcher, limits: QueryBudget) -> None:
        self._child = child
        self._view = view
        self._limits = limits
        self.cost = 2.0 * view.count  # always after what finds something

    def full(self) -> Found:
        if isinstance(self._child, WordEvaluator):
            mask = ~self._child.mask()
        else:
            mask = np.ones(self._view.count, dtype=bool)
            mask[documents_of(self._child)] = False
        return _unscored(mask if not self._limits.reached else np.zeros_like(mask))

    def candidates(self) -> Docs:
        """Every document: what the child matches would have to be known."""
        return np.arange(self._view.count)

    def probe(self, docs: Docs) -> Found:
        match = held_by(self._child, docs)
        found = ~match if not self._limits.reached else np.zeros_like(match)
        return found, np.zeros(len(docs), dtype=np.float32)


class FilterEvaluator:
    """Documents that match the child; score 0."""

    def __init__(self, child: Evaluator) -> None:
        self.child = child
        self.cost = child.cost

    def full(self) -> Found:
        docs = documents_of(self.child)
        return docs, np.zeros(len(docs), dtype=np.float32)

    def candidates(self) -> Docs:
        """Those of the child."""
        return self.child.candidates()

    def probe(self, docs: Docs) -> Found:
        return held_by(self.child, docs), np.zeros(len(docs), dtype=np.float32)


class MaskEvaluator:
    """Facet values and date ranges; score 0."""

    def __init__(self, node: Facet | DateRange, view: Searcher) -> None:
        self._node = node
        self._view = view
        self.cost = float(view.count)

    def _mask(self) -> Mask:
        return (
            date_mask(self._view, self._node)
            if isinstance(self._node, DateRange)
            else facet_mask(self._view, [self._node])
        )

    def full(self) -> Found:
        return _unscored(self._mask())

    def candidates(self) -> Docs:
        """The documents that match."""
        return self._mask().nonzero()[0]

    def probe(self, docs: Docs) -> Found:
        return self._mask()[docs], np.zeros(len(docs), dtype=np.float32)


class AllEvaluator:
    """Every document; score 0."""

    def __init__(self, view: Searcher) -> None:
        self._view = view
        self.cost = float(view.count)

    def full(self) -> Found:
        return np.arange(self._view.count), np.zeros(self._view.count, dtype=np.float32)

    def candidates(self) -> Docs:
        """Every document."""
        return np.arange(self._view.count)

    def probe(self, docs: Docs) -> Found:
        return np.ones(len(docs), dtype=bool), np.zeros(len(docs), dtype=np.float32)


def _unscored(mask: Mask) -> Found:
    docs = mask.nonzero()[0]
    return docs, np.zeros(len(docs), dtype=np.float32)
