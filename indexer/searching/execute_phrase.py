"""Phrases: words in order, checked on positions, for the documents that hold all of the words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.searching.execute_lookup import SegmentView
from indexer.searching.execute_nodes import Found, WordEvaluator, saturate
from indexer.searching.tree import Phrase, Scope, Word
from indexer.storage import Segment, Snapshot
from indexer.storage.schema import POSITION_GAP
from indexer.storage.terms import FieldReader

__all__ = ["PhraseEvaluator", "positions"]

Array = NDArray[Any]
_SHIFT = 32  # a place in text as one number: candidate << 32 | position
_FILTER_FROM = 2_000
_TABLE = 1 << 20
_SEARCH = 24  # a step of binary search costs as much as so many steps through an array


def positions(segment: Segment, term: str, folded: str, docs: Array) -> tuple[Array, Array]:
    """Where a term stands in given documents of a segment (ascending, local numbers).

    Returns (places, positions), both int64 and of one length: index into `docs` and position, ascending. Positions below the
    document's title_length are in the title.
    """
    reader = segment.file.field("text")
    ordinal = reader.ordinal(term, folded)
    if ordinal < 0 or not len(docs):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    places, at = _postings(reader, ordinal, docs, segment.doc_count_all)
    everything, starts = reader.positions(ordinal)
    begin = starts[at].astype(np.int64)
    counts = starts[at + 1] - begin
    ends = counts.cumsum()
    take = np.repeat(begin - ends + counts, counts)
    take += np.arange(len(take))
    return np.repeat(places, counts), everything.take(take).astype(np.int64)


def _postings(reader: FieldReader, ordinal: int, docs: Array, doc_count: int) -> tuple[Array, Array]:
    """(which of `docs` hold a term, as places among them; the numbers of their postings within the term)."""
    holders = reader.docs(ordinal)
    if len(docs) * _SEARCH < len(holders) + doc_count // 4:
        at = holders.searchsorted(docs.astype(holders.dtype, copy=False))
        at[at == len(holders)] = 0
        places = np.flatnonzero(holders[at] == docs)
        return places, at[places]
    number = np.full(doc_count, -1, dtype=np.int64)
    number[holders] = np.arange(len(holders))
    at = number[docs]
    places = np.flatnonzero(at >= 0)
    return places, at[places]


def _distinct(ascending: Array) -> Array:
    """The values of an ascending array, each once."""
    first = np.ones(len(ascending), dtype=bool)
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _shared(left: Array, right: Array) -> tuple[Array, Array]:
    """Indices of the codes that stand in both of two ascending arrays, in each of them."""
    if len(left) > len(right):
        there, here = _shared(right, left)
        return here, there
    if len(left) < _FILTER_FROM:
        at = right.searchsorted(left)
        at[at == len(right)] = 0
        here = np.flatnonzero(right[at] == left) if len(right) else at[:0]
        return here, at[here]
    # a table of hashes first: what is left on both sides is little more than what is shared
    table = np.zeros(_TABLE, dtype=bool)
    hashes = _hash(left)
    table[hashes] = True
    there = np.flatnonzero(table.take(_hash(right)))
    right = right.take(there)
    table[:] = False
    table[_hash(right)] = True
    here = np.flatnonzero(table.take(hashes))
    left = left.take(here)
    at = right.searchsorted(left)
    at[at == len(right)] = 0
    kept = np.flatnonzero(right[at] == left) if len(right) else at[:0]
    return here[kept], there[at[kept]]


def _hash(codes: Array) -> Array:
    """Codes near each other stay near each other, so that the table is read in order."""
    hashes: Array = (codes + (codes >> _SHIFT) * 1_021) & (_TABLE - 1)
    return hashes


class PhraseEvaluator:
    """Each word next to the one before, with `slop` positions to spare in all; the words' idf summed, the phrase counted.

    A phrase counts once for each place its first word stands that has the rest following closely enough; its weight there is
    the product of the weights of the spellings found.
    """

    def __init__(self, phrase: Phrase, snapshot: Snapshot) -> None:
        self.scope = phrase.scope
        self.slop = min(phrase.slop, POSITION_GAP - 1)
        scope: Scope = "title" if phrase.scope == "title" else "text"
        self.words = [WordEvaluator(Word(word.spellings, scope), snapshot) for word in phrase.words]
        self.rarest_first = sorted(range(len(self.words)), key=lambda i: self.words[i].cost)
        self.cost = min((word.cost for word in self.words), default=0.0)
        self.idf = float(sum(word.idf for word in self.words))

    def full(self, view: SegmentView) -> Found:
        if not self.words:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        first, *others = self.rarest_first
        docs = self.words[first].holders(view)
        places, scores = self._check(view, docs[self._hold(view, others, docs)])
        return places, scores

    def probe(self, view: SegmentView, docs: Array) -> Found:
        match = np.zeros(len(docs), dtype=bool)
        scores = np.zeros(len(docs), dtype=np.float32)
        if self.words:
            together = self._hold(view, self.rarest_first, docs)
            found, score = self._check(view, docs[together])
            places = together[docs[together].searchsorted(found)]
            match[places] = True
            scores[places] = score
        return match, scores

    def _hold(self, view: SegmentView, words: list[int], docs: Array) -> Array:
        """Places in `docs` of those that hold all of the words."""
        places = np.arange(len(docs))
        for i in words:
            if not len(places):
                break
            places = places[self.words[i].held(view, docs[places])]
        return places

    def _check(self, view: SegmentView, docs: Array) -> Found:
        """(those of `docs` that hold the phrase, their scores)."""
        codes, weights = self._exact(view, docs) if not self.slop else self._loose(view, docs)
        places = codes >> _SHIFT
        in_title = (codes & ((1 << _SHIFT) - 1)) < view.title_lengths[docs[places]]
        if self.scope != "text":
            kept = in_title if self.scope == "title" else ~in_title
            places, weights, in_title = places[kept], weights[kept], in_title[kept]
        title = np.bincount(places, weights * in_title, minlength=len(docs)).astype(np.float32)
        body = np.bincount(places, weights * ~in_title, minlength=len(docs)).astype(np.float32)
        held = _distinct(places)
        docs = docs[held]
        return docs, saturate(body[held] * view.body_norm[docs] + title[held] * view.title_norm[docs], self.idf)

    def _exact(self, view: SegmentView, docs: Array) -> tuple[Array, Array]:
        """Where the phrase begins, word on word: the rarest word's places, kept while the others' stand beside them."""
        count = len(self.words)
        codes, weights = self._codes(view, self.words[self.rarest_first[0]], docs, count - self.rarest_first[0])
        for i in self.rarest_first[1:]:
            if not len(codes):
                break
            left = _distinct(codes >> _SHIFT)
            own, factors = self._codes(view, self.words[i], docs[left], count - i)
            if len(left) < len(docs):
                places = own >> _SHIFT
                own += (left[places] - places) << _SHIFT
            here, there = _shared(codes, own)
            codes, weights = codes[here], weights[here] * factors[there]
        return codes - count, weights

    def _loose(self, view: SegmentView, docs: Array) -> tuple[Array, Array]:
        """Where the phrase begins: from each place of the first word to the next place of each word after it."""
        first, weights = self._codes(view, self.words[0], docs, 0)
        current = first
        for step, word in enumerate(self.words[1:], 1):
            codes, factors = self._codes(view, word, docs, 0)
            if not len(codes):
                return codes, factors
            at = codes.searchsorted(current, side="right")
            inside = at < len(codes)
            at[~inside] = 0
            reached = codes[at]
            kept = inside & (reached - first <= step + self.slop)
            first, current, weights = first[kept], reached[kept], weights[kept] * factors[at[kept]]
        return first, weights

    def _codes(self, view: SegmentView, word: WordEvaluator, docs: Array, shift: int) -> tuple[Array, Array]:
        """(ascending codes of the places where a word stands, moved on by `shift`; the weights of the spellings there)."""
        codes, weights = [], []
        for weight, terms in word.groups.items():
            for term, folded in terms:
                places, at = positions(view.segment, term, folded, docs)
                codes.append((places << _SHIFT) + (at + shift))
                weights.append(np.full(len(at), weight, dtype=np.float32))
        if len(codes) == 1:
            return codes[0], weights[0]
        together, factors = np.concatenate(codes), np.concatenate(weights)
        order = together.argsort()
        return together[order], factors[order]
