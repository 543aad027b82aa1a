"""Phrases: words in order, checked on positions, for the documents that hold all of the words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.searching.execute_lookup import SegmentView
from indexer.searching.execute_nodes import AndEvaluator, Found, WordEvaluator, saturate
from indexer.searching.tree import Phrase, Word
from indexer.storage import Segment, Snapshot
from indexer.storage.schema import POSITION_GAP

__all__ = ["PhraseEvaluator", "positions"]

Array = NDArray[Any]
_SHIFT = 32  # a place in text as one number: candidate << 32 | position


def positions(segment: Segment, term: str, folded: str, docs: Array) -> tuple[Array, Array]:
    """Where a term stands in given documents of a segment (ascending, local numbers).

    Returns (places, positions), both int64 and of one length: index into `docs` and position, ascending. Positions below the
    document's title_length are in the title.
    """
    reader = segment.file.field("text")
    ordinal = reader.ordinal(term, folded)
    if ordinal < 0 or not len(docs):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    holders = reader.docs(ordinal)
    at = np.searchsorted(holders, docs.astype(holders.dtype))
    at[at == len(holders)] = 0
    places = np.flatnonzero(holders[at] == docs)
    at = at[places]
    everything, starts = reader.positions(ordinal)
    begin, counts = starts[at], starts[at + 1] - starts[at]
    offsets = np.cumsum(counts) - counts
    take = np.repeat(begin - offsets, counts) + np.arange(int(counts.sum()))
    return np.repeat(places, counts), everything[take].astype(np.int64)


class PhraseEvaluator:
    """Each word next to the one before, with `slop` positions to spare in all; the words' idf summed, the phrase counted.

    A phrase counts once for each place its first word stands that has the rest following closely enough; its weight there is
    the product of the weights of the spellings found.
    """

    def __init__(self, phrase: Phrase, snapshot: Snapshot) -> None:
        self.scope = phrase.scope
        self.slop = min(phrase.slop, POSITION_GAP - 1)
        self.words = [
            WordEvaluator(Word(word.spellings, "title" if phrase.scope == "title" else "text"), snapshot) for word in phrase.words
        ]
        self.all = AndEvaluator(self.words, snapshot.doc_count)
        self.cost = self.all.cost
        self.idf = float(sum(word.idf for word in self.words))

    def full(self, view: SegmentView) -> Found:
        if not self.words:
            return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.float32)
        docs, _ = self.all.full(view)
        places, scores = self._check(view, docs)
        return docs[places], scores

    def probe(self, view: SegmentView, docs: Array) -> Found:
        match = np.zeros(len(docs), dtype=bool)
        scores = np.zeros(len(docs), dtype=np.float32)
        if self.words:
            together = np.flatnonzero(self.all.probe(view, docs)[0])
            places, found = self._check(view, docs[together])
            match[together[places]] = True
            scores[together[places]] = found
        return match, scores

    def _check(self, view: SegmentView, docs: Array) -> tuple[Array, Array]:
        """(places in docs that hold the phrase, their scores)."""
        first, weights = self._codes(view, self.words[0], docs)
        current = first
        for step, word in enumerate(self.words[1:], 1):
            codes, more = self._codes(view, word, docs)
            if not len(codes) or not len(current):
                return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
            at = np.searchsorted(codes, current, side="right")
            inside = at < len(codes)
            at[~inside] = 0
            reached = codes[at]
            keep = inside & (reached - first <= step + self.slop)
            first, current, weights = first[keep], reached[keep], weights[keep] * more[at[keep]]
        places = first >> _SHIFT
        in_title = (first & ((1 << _SHIFT) - 1)) < view.title_lengths[docs[places]]
        if self.scope != "text":
            keep = in_title if self.scope == "title" else ~in_title
            places, weights, in_title = places[keep], weights[keep], in_title[keep]
        title = np.bincount(places, weights * in_title, minlength=len(docs)).astype(np.float32)
        body = np.bincount(places, weights * ~in_title, minlength=len(docs)).astype(np.float32)
        held = np.flatnonzero(np.bincount(places, minlength=len(docs)))
        tf = body[held] * view.body_norm[docs[held]] + title[held] * view.title_norm[docs[held]]
        return held, saturate(tf, self.idf)

    def _codes(self, view: SegmentView, word: WordEvaluator, docs: Array) -> tuple[Array, Array]:
        """(ascending codes of the places where a word stands, the weights of the spellings there)."""
        codes, weights = [], []
        for weight, term, folded in ((w, *t) for w, terms in word.groups.items() for t in terms):
            places, at = positions(view.segment, term, folded, docs)
            codes.append((places << _SHIFT) | at)
            weights.append(np.full(len(at), weight, dtype=np.float32))
        together, factors = np.concatenate(codes), np.concatenate(weights)
        if len(codes) == 1:
            return together, factors
        order = np.argsort(together, kind="stable")
        return together[order], factors[order]
