"""Evaluators: a query tree compiled once, run on each segment with numpy.

Every evaluator answers two questions about a segment: `full`, which documents match (ascending) with what scores; and
`probe`, for given candidates (ascending), which of them match with what scores. Deleted documents are not excluded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.language import fold
from indexer.searching import constants
from indexer.searching.execute_facets import date_mask, facet_docs
from indexer.searching.execute_lookup import Limits, SegmentView, Statistics
from indexer.searching.tree import All, And, AtLeast, DateRange, Facet, Node, Not, Nothing, Or, Phrase, Word
from indexer.storage import Snapshot
from indexer.storage.terms import FieldReader

__all__ = ["AndEvaluator", "Evaluator", "Found", "WordEvaluator", "compile_node", "saturate"]

Array = NDArray[Any]
Found = tuple[Array, Array]  # (ascending documents, their scores) or, from probe, (mask, scores) beside the candidates
_NONE = np.zeros(0, dtype=np.int64)


class Evaluator(Protocol):
    """See the module's docstring."""

    cost: float
    """About how many documents of the whole collection match; And takes the rarest first."""

    def full(self, view: SegmentView) -> Found: ...

    def probe(self, view: SegmentView, docs: Array) -> Found: ...


def compile_node(node: Node, snapshot: Snapshot, limits: Limits) -> Evaluator:
    """An evaluator of `node`, with collection-wide statistics looked up."""
    from indexer.searching.execute_phrase import PhraseEvaluator

    match node:
        case Word():
            return WordEvaluator(node, snapshot)
        case Phrase():
            return PhraseEvaluator(node, snapshot)
        case And():
            return AndEvaluator([compile_node(child, snapshot, limits) for child in node.children], snapshot.doc_count)
        case Or():
            return SumEvaluator([compile_node(child, snapshot, limits) for child in node.children], None, 0.5)
        case AtLeast():
            weights = node.weights or (1.0,) * len(node.children)
            return SumEvaluator([compile_node(child, snapshot, limits) for child in node.children], weights, node.minimum)
        case Not():
            return NotEvaluator(compile_node(node.child, snapshot, limits), snapshot.doc_count)
        case Facet() | DateRange():
            return MaskEvaluator(node, snapshot.doc_count)
        case All():
            return AllEvaluator(snapshot.doc_count)
        case Nothing():
            return SumEvaluator([], None, 0.5)


class WordEvaluator:
    """A word with its spellings, scored as one pseudo-term.

    Its occurrences are summed with the spellings' weights, title and text each normed by its length; its document frequency
    is the weighted sum of the spellings' own, so a spelling that hardly counts hardly makes the word common.
    """

    def __init__(self, word: Word, snapshot: Snapshot) -> None:
        self.scope = word.scope
        self.field = "title" if word.scope == "title" else "text"
        self.groups: dict[float, list[tuple[str, str]]] = {}  # spellings of one weight are counted together
        self._known: dict[tuple[int, str], list[list[int]]] = {}
        df = weighted = 0.0
        for spelling in dict.fromkeys(word.spellings):
            self.groups.setdefault(spelling.weight, []).append((spelling.term, fold(spelling.term)))
            own = snapshot.df(spelling.term, self.field)
            df += own
            weighted += own * spelling.weight
        self.cost = df
        self.idf = Statistics.of(snapshot).idf(weighted)

    def full(self, view: SegmentView) -> Found:
        docs = self.documents(view)
        return docs, self.scores(view, docs)

    def probe(self, view: SegmentView, docs: Array) -> Found:
        match = self.held(view, docs)
        places = match.nonzero()[0]
        scores = np.zeros(len(docs), dtype=np.float32)
        scores[places] = self.scores(view, docs[places])
        return match, scores

    def documents(self, view: SegmentView) -> Array:
        """Ascending documents that match."""
        docs = self.holders(view)
        return docs[self.held(view, docs)] if self.scope == "body" else docs

    def holders(self, view: SegmentView) -> Array:
        """Ascending documents of any spelling; scope "body" as "text"."""
        reader = view.title if self.scope == "title" else view.text
        everything = self._all_ordinals(view, reader)
        return view.docs(reader, everything) if everything else _NONE

    def held(self, view: SegmentView, docs: Array) -> Array:
        """Which of `docs` (ascending) match, as a mask."""
        reader = view.title if self.scope == "title" else view.text
        everything = self._all_ordinals(view, reader)
        if not everything:
            return np.zeros(len(docs), dtype=bool)
        found = view.frequencies(reader, everything, docs)
        titled = self._all_ordinals(view, view.title) if self.scope == "body" else []
        mask: Array = found > (view.frequencies(view.title, titled, docs) if titled else 0)
        return mask

    def scores(self, view: SegmentView, docs: Array) -> Array:
        """Scores of documents that match (ascending)."""
        total: Array | None = None
        reader = view.title if self.scope == "title" else view.text
        groups = zip(self.groups, self._ordinals(view, reader), self._ordinals(view, view.title), strict=True)
        body_norm = title_norm = None
        for weight, own, titled in groups:
            if not own:
                continue
            if titled and title_norm is None:
                title_norm = view.title_norm.take(docs)
            if self.scope == "title":
                tf = view.frequencies(view.title, own, docs) * title_norm
            else:
                body_norm = view.body_norm.take(docs) if body_norm is None else body_norm
                frequencies = view.frequencies(view.text, own, docs)
                if titled:
                    in_title = view.frequencies(view.title, titled, docs)
                    tf = (frequencies - in_title) * body_norm  # never below 0: occurrences in the title are among the text's
                    if self.scope == "text":
                        tf += in_title * title_norm
                else:
                    tf = frequencies * body_norm
            tf = tf.astype(np.float32, copy=False)  # 32-bit frequencies have made it wider
            if weight != 1:
                tf *= np.float32(weight)
            total = tf if total is None else total + tf
        return saturate(np.zeros(len(docs), dtype=np.float32) if total is None else total, self.idf)

    def _ordinals(self, view: SegmentView, reader: FieldReader) -> list[list[int]]:
        """The spellings' ordinals in a field of the segment, by weight; looked up once per segment."""
        key = (view.segment.base, reader.field.name)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = [view.ordinals(reader, terms) for terms in self.groups.values()]
        return known

    def _all_ordinals(self, view: SegmentView, reader: FieldReader) -> list[int]:
        groups = self._ordinals(view, reader)
        return groups[0] if len(groups) == 1 else sorted(ordinal for group in groups for ordinal in group)


def saturate(tf: Array, idf: float) -> Array:
    """BM25 of occurrences already normed by length."""
    score: Array = np.float32(idf * (constants.K1 + 1)) * tf / (np.float32(constants.K1) + tf)
    return score


class AndEvaluator:
    """All children match; scores are summed in the order of collection-wide rarity."""

    def __init__(self, children: Sequence[Evaluator], doc_count: int) -> None:
        self.children = sorted(children, key=lambda child: child.cost)
        self.cost = self.children[0].cost if children else float(doc_count)

    def full(self, view: SegmentView) -> Found:
        if not self.children:
            return AllEvaluator(0).full(view)
        if all(isinstance(child, WordEvaluator) for child in self.children):
            return self._words(view, [child for child in self.children if isinstance(child, WordEvaluator)])
        docs, scores = self.children[0].full(view)
        for child in self.children[1:]:
            if not len(docs):
                break
            match, more = child.probe(view, docs)
            docs, scores = docs[match], scores[match] + more[match]
        return docs, scores

    @staticmethod
    def _words(view: SegmentView, words: Sequence[WordEvaluator]) -> Found:
        """Words only, as most queries are: find the documents first and score no others."""
        docs = words[0].documents(view)
        for word in words[1:]:
            if not len(docs):
                return docs, np.zeros(0, dtype=np.float32)
            docs = docs.compress(word.held(view, docs))
        scores = words[0].scores(view, docs)
        for word in words[1:]:
            scores = scores + word.scores(view, docs)
        return docs, scores

    def probe(self, view: SegmentView, docs: Array) -> Found:
        places = np.arange(len(docs))
        scores = np.zeros(len(docs), dtype=np.float32)
        for child in self.children:
            if not len(places):
                break
            match, more = child.probe(view, docs[places])
            places, scores = places[match], scores[match] + more[match]
        return _spread(len(docs), places, scores)


def _spread(count: int, places: Array, scores: Array) -> Found:
    match = np.zeros(count, dtype=bool)
    match[places] = True
    spread = np.zeros(count, dtype=np.float32)
    spread[places] = scores
    return match, spread


class SumEvaluator:
    """Or and AtLeast: children whose weights reach the minimum; weights None is Or, any child will do."""

    def __init__(self, children: Sequence[Evaluator], weights: Sequence[float] | None, minimum: float) -> None:
        self.children = children
        self.weights = weights
        self.minimum = minimum - 1e-9
        self.cost = sum(child.cost for child in children)

    def full(self, view: SegmentView) -> Found:
        reached = np.zeros(view.count, dtype=bool if self.weights is None else np.float64)
        scores = np.zeros(view.count, dtype=np.float32)
        for i, child in enumerate(self.children):
            docs, more = child.full(view)
            scores[docs] += more
            if self.weights is None:
                reached[docs] = True
            else:
                reached[docs] += self.weights[i]
        docs = np.flatnonzero(reached if self.weights is None else reached >= self.minimum)
        return docs, scores[docs]

    def probe(self, view: SegmentView, docs: Array) -> Found:
        reached = np.zeros(len(docs), dtype=np.float64)
        scores = np.zeros(len(docs), dtype=np.float32)
        for i, child in enumerate(self.children):
            match, more = child.probe(view, docs)
            scores += more
            reached += match * (1.0 if self.weights is None else self.weights[i])
        match = reached >= self.minimum
        scores[~match] = 0
        return match, scores


class NotEvaluator:
    """Documents that do not match the child; score 0."""

    def __init__(self, child: Evaluator, doc_count: int) -> None:
        self.child = child
        self.cost = 2.0 * doc_count  # always after what finds something

    def full(self, view: SegmentView) -> Found:
        mask = np.ones(view.count, dtype=bool)
        mask[self.child.full(view)[0]] = False
        docs = np.flatnonzero(mask)
        return docs, np.zeros(len(docs), dtype=np.float32)

    def probe(self, view: SegmentView, docs: Array) -> Found:
        match, _ = self.child.probe(view, docs)
        return ~match, np.zeros(len(docs), dtype=np.float32)


class MaskEvaluator:
    """Facet values and date ranges; score 0."""

    def __init__(self, node: Facet | DateRange, doc_count: int) -> None:
        self.node = node
        self.cost = float(doc_count)

    def _mask(self, view: SegmentView) -> Array:
        if isinstance(self.node, DateRange):
            return date_mask(view.segment, self.node)
        mask = np.zeros(view.count, dtype=bool)
        mask[facet_docs(view.segment, self.node)] = True
        return mask

    def full(self, view: SegmentView) -> Found:
        docs = np.flatnonzero(self._mask(view))
        return docs, np.zeros(len(docs), dtype=np.float32)

    def probe(self, view: SegmentView, docs: Array) -> Found:
        return self._mask(view)[docs], np.zeros(len(docs), dtype=np.float32)


class AllEvaluator:
    """Every document; score 0."""

    def __init__(self, doc_count: int) -> None:
        self.cost = float(doc_count)

    def full(self, view: SegmentView) -> Found:
        return np.arange(view.count), np.zeros(view.count, dtype=np.float32)

    def probe(self, view: SegmentView, docs: Array) -> Found:
        return np.ones(len(docs), dtype=bool), np.zeros(len(docs), dtype=np.float32)
