"""Evaluators: a query tree compiled once, run on each segment with numpy.

Every evaluator answers two questions about a segment: `full`, which documents match (ascending) with what scores; and
`probe`, for given candidates (ascending), which of them match with what scores. Deleted documents are not excluded here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.language import fold
from indexer.searching import constants
from indexer.searching.execute_facets import date_mask, facet_docs
from indexer.searching.tree import All, And, AtLeast, DateRange, Facet, Node, Not, Nothing, Or, Phrase, Word
from indexer.storage import Segment, Snapshot

__all__ = ["Evaluator", "Limits", "SegmentView", "Statistics", "WordEvaluator", "compile_node"]

Array = NDArray[Any]
Found = tuple[Array, Array]  # (ascending documents, their scores) or, from probe, (mask, scores) beside the candidates


@dataclass(slots=True)
class Limits:
    """What is left of a query's budget; `reached` says that something was left out."""

    terms: int
    postings: int
    deadline: float
    reached: bool = False

    def take(self, postings: int) -> bool:
        """Ask to read a term with so many postings; False when the budget is used up."""
        self.terms -= 1
        self.postings -= postings
        if self.terms < 0 or self.postings < 0 or (self.terms % 64 == 0 and time.monotonic() > self.deadline):
            self.reached = True
        return not self.reached

    def exhausted(self) -> bool:
        """Whether to stop here."""
        self.reached = self.reached or time.monotonic() > self.deadline
        return self.reached


@dataclass(frozen=True, slots=True)
class Statistics:
    """Collection-wide figures that scores depend on."""

    doc_count: int
    average_title: float
    average_body: float

    @classmethod
    def of(cls, snapshot: Snapshot) -> Statistics:
        return cls(snapshot.doc_count, max(snapshot.average_title_length, 1.0), max(snapshot.average_body_length, 1.0))

    def idf(self, df: float) -> float:
        """BM25's inverse document frequency, never negative."""
        df = min(df, self.doc_count)
        return math.log(1 + (self.doc_count - df + 0.5) / (df + 0.5))


class SegmentView:
    """A segment prepared for one query: length norms and look-ups."""

    def __init__(self, segment: Segment, statistics: Statistics, limits: Limits) -> None:
        self.segment = segment
        self.limits = limits
        self.count = segment.doc_count_all
        self.text = segment.file.field("text")
        self.title = segment.file.field("title")
        self.title_lengths = segment.file.numbers("title_length")
        self.body_norm = _norm(segment.file.numbers("body_length"), statistics.average_body, constants.BODY_B)
        self.title_norm = _norm(self.title_lengths, statistics.average_title, constants.TITLE_B) * np.float32(constants.TITLE_WEIGHT)


def _norm(lengths: Array, average: float, b: float) -> Array:
    """What one occurrence counts, by the length of the text it stands in: 1 / (1 - b + b · length / average), float32."""
    ratio = np.maximum(lengths, 0).astype(np.float32) * np.float32(1 / average)
    return np.float32(1) / (np.float32(1 - b) + np.float32(b) * ratio)


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
        self.spellings = [(s.term, fold(s.term), np.float32(s.weight)) for s in dict.fromkeys(word.spellings)]
        field = "title" if word.scope == "title" else "text"
        frequencies = [(snapshot.df(s.term, field), s.weight) for s in word.spellings]
        self.cost = float(sum(df for df, _ in frequencies))
        self.idf = Statistics.of(snapshot).idf(sum(df * weight for df, weight in frequencies))

    def full(self, view: SegmentView) -> Found:
        found = [part for part in (self._spelling(view, *spelling) for spelling in self.spellings) if part is not None]
        if not found:
            return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.float32)
        if len(found) == 1:
            return found[0][0], self.saturate(found[0][1])
        sums = np.zeros(view.count, dtype=np.float32)
        seen = np.zeros(view.count, dtype=bool)
        for docs, tf in found:
            sums[docs] += tf
            seen[docs] = True
        docs = np.flatnonzero(seen)
        return docs, self.saturate(sums[docs])

    def probe(self, view: SegmentView, docs: Array) -> Found:
        match = np.zeros(len(docs), dtype=bool)
        sums = np.zeros(len(docs), dtype=np.float32)
        for spelling in self.spellings:
            part = self._spelling(view, *spelling, candidates=docs)
            if part is not None:
                at, tf = part
                sums[at] += tf
                match[at] = True
        return match, self.saturate(sums)

    def saturate(self, tf: Array) -> Array:
        """BM25 with tf already normed by length."""
        score: Array = np.float32(self.idf * (constants.K1 + 1)) * tf / (np.float32(constants.K1) + tf)
        return score

    def _spelling(
        self, view: SegmentView, term: str, folded: str, weight: np.float32, candidates: Array | None = None
    ) -> tuple[Array, Array] | None:
        """(documents, normed occurrences) of one spelling; with candidates, (their places, …) instead. None when absent."""
        reader = view.title if self.scope == "title" else view.text
        ordinal = reader.ordinal(term, folded)
        if ordinal < 0 or not view.limits.take(reader.df(ordinal)):
            return None
        docs, places, frequencies = _look_up(reader.docs(ordinal), reader.frequencies(ordinal), candidates)
        if self.scope == "title":
            return places, frequencies * view.title_norm[docs] * weight
        tf = frequencies * view.body_norm[docs]
        title = view.title.ordinal(term, folded)
        if title >= 0:
            titled, at, title_frequencies = _look_up(view.title.docs(title), view.title.frequencies(title), docs)
            if self.scope == "body":
                frequencies[at] -= title_frequencies
                keep = frequencies > 0
                return places[keep], frequencies[keep] * view.body_norm[docs[keep]] * weight
            # occurrences in the title are among the text's: take them out there, count them as the title's
            body = frequencies[at] - title_frequencies
            tf[at] = body * view.body_norm[titled] + title_frequencies * view.title_norm[titled]
        return places, tf * weight


def _look_up(docs: Array, frequencies: Array, candidates: Array | None) -> tuple[Array, Array, Array]:
    """(documents, their places among the candidates, frequencies as float32) of the postings that are candidates."""
    if candidates is None:
        return docs, docs, frequencies.astype(np.float32)
    if len(candidates) * 8 < len(docs):
        at = np.searchsorted(docs, candidates.astype(docs.dtype))
        at[at == len(docs)] = 0
        places = np.flatnonzero(docs[at] == candidates)
        at = at[places]
    else:
        places = np.searchsorted(candidates, docs.astype(candidates.dtype))
        places[places == len(candidates)] = 0
        at = np.flatnonzero(candidates[places] == docs) if len(candidates) else np.zeros(0, dtype=np.int64)
        places = places[at]
    return docs[at], places, frequencies[at].astype(np.float32)


class AndEvaluator:
    """All children match; scores are summed in the order of collection-wide rarity."""

    def __init__(self, children: Sequence[Evaluator], doc_count: int) -> None:
        self.children = sorted(children, key=lambda child: child.cost)
        self.cost = self.children[0].cost if children else float(doc_count)

    def full(self, view: SegmentView) -> Found:
        if not self.children:
            return AllEvaluator(0).full(view)
        docs, scores = self.children[0].full(view)
        for child in self.children[1:]:
            if not len(docs):
                break
            match, more = child.probe(view, docs)
            docs, scores = docs[match], scores[match] + more[match]
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
