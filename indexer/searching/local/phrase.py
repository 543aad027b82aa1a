"""Phrases: words in order, checked on positions, for the documents that hold all of the words; or,
of frequent words, known by what is stored of them side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from indexer.model.query import Phrase, Scope, SynonymQuery
from indexer.searching.local.scorers import WordEvaluator, holding_all, saturate
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.stored_pairs import PairCounts, StoredPairs, shared
from indexer.searching.local.types import (
    Counts,
    Docs,
    Found,
    Places,
    Positions,
    QueryBudget,
    Scores,
)
from indexer.storage.format.bigram_postings import body_counts, is_cut, title_counts
from indexer.storage.format.schema import POSITION_GAP
from indexer.storage.format.term_dictionary import FieldReader

__all__ = ["PhraseEvaluator"]

Codes = tuple[Positions, Scores | None]
"""Places in documents as ascending numbers, and the weights of the spellings there, None where all
are 1.
"""
# one array being so many times longer than another, the short one's values are searched for in it
_UNEVEN = 32
_SEARCH = 24  # a step of binary search costs as much as so many steps through an array
_NARROW, _WIDE = (
    17,
    32,
)  # bits for the position in a code of 32 and of 64 bits; the document's place takes the others
_ROOM = 1 << 16  # added to positions that fit 16 bits: never more words than this in a phrase


class PhraseEvaluator:
    """Each word next to the one before, with `slop` positions to spare in all; the words' idf
    summed, the phrase counted.

    A phrase counts once for each place its first word stands that has the rest following closely
    enough; its weight there is the product of the weights of the spellings found.
    """

    def __init__(self, phrase: Phrase, view: Searcher, limits: QueryBudget) -> None:
        self.scope = phrase.scope
        self.slop = min(phrase.slop, POSITION_GAP - 1)
        scope: Scope = "title" if phrase.scope == "title" else "text"
        self.words = [
            WordEvaluator(SynonymQuery(word.spellings, scope), view, limits)
            for word in phrase.words
        ]
        self._typed = [word.spellings for word in phrase.words]
        self.rarest_first = sorted(range(len(self.words)), key=lambda i: self.words[i].cost)
        self._pairs = StoredPairs(self.words if not self.slop else (), view)
        self.cost = min((word.cost for word in self.words), default=0.0)
        self.idf = float(sum(word.idf for word in self.words))
        self._view = view
        self._limits = limits

    @property
    def most(self) -> float:
        """No more documents match than so many."""
        known = self._pairs.df
        return self.cost if known is None else known

    def full(self) -> Found:
        if not self.words:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        return self._check(self.candidates())

    def candidates(self) -> Docs:
        """The documents that hold all words, and those side by side of which that is stored."""
        if not self.words:
            return np.zeros(0, dtype=np.intp)
        return self._holding(None)

    def probe(self, docs: Docs) -> Found:
        match = np.zeros(len(docs), dtype=bool)
        scores = np.zeros(len(docs), dtype=np.float32)
        if self.words:
            found, score = self._check(self._holding(docs))
            places = docs.searchsorted(found)
            match[places] = True
            scores[places] = score
        return match, scores

    def documents(self, among: Docs | None = None) -> Docs:
        """Which documents match, of `among` when given: without scores, and without counting where
        the pair is stored.
        """
        if not self.words:
            return np.zeros(0, dtype=np.intp)
        docs = self._holding(among)
        found = [docs[:0]]
        for i, start, end in self._view.split(docs):
            if self._limits.exhausted():
                break
            own = docs[start:end]
            is_known = self.scope == "text" and self._pairs.counts(i) is not None
            found.append(own if is_known else self._in_segment(i, own)[0])
        return np.concatenate(found)

    def _holding(self, among: Docs | None) -> Docs:
        """`candidates`, of `among` when given."""
        words = [self.words[i] for i in self.rarest_first]
        if not self._pairs:
            return holding_all(words, among)
        found = []
        for i, (start, end) in enumerate(pairwise(self._view.bounds)):
            own = None if among is None else among[slice(*among.searchsorted((start, end)))]
            known = self._pairs.narrowed(i, None if own is None else own - start)
            if known is not None:
                found.append(known.astype(np.intp) + start)
            else:
                found.append(holding_all(words, np.arange(start, end) if own is None else own))
        return np.concatenate(found)

    def _check(self, docs: Docs) -> Found:
        """(those of `docs`, which hold all words, that hold the phrase, their scores)."""
        found: list[tuple[Docs, Counts, Counts]] = []
        for i, start, end in self._view.split(docs):
            if self._limits.exhausted():
                break
            found.append(self._in_segment(i, docs[start:end]))
        if not found:
            return docs[:0], np.zeros(0, dtype=np.float32)
        docs, body, title = (np.concatenate(columns) for columns in zip(*found, strict=True))
        return docs, saturate(
            body * self._view.body_norm[docs] + title * self._view.title_norm[docs], self.idf
        )

    def _in_segment(self, i: int, docs: Docs) -> tuple[Docs, Counts, Counts]:
        """(those of a segment's `docs` that hold the phrase; how often in the text, and how often
        in the title, float32).
        """
        pairs = self._pairs.counts(i)
        if pairs is None:
            docs, body, title = self._by_positions(i, docs)
        else:
            docs, body, title = self._by_pairs(i, docs, pairs)
        return docs, body.astype(np.float32), title.astype(np.float32)

    def _by_pairs(
        self, i: int, docs: Docs, pairs: Sequence[PairCounts]
    ) -> tuple[Docs, Counts, Counts]:
        """`_in_segment` of a phrase of two words whose pairs are stored."""
        body, title = np.zeros(len(docs)), np.zeros(len(docs))
        held = np.zeros(len(docs), dtype=bool)
        cut = np.zeros(len(docs), dtype=bool)
        own = docs - self._view.bounds[i]
        for weight, holders, counts in pairs:
            at, of = shared(own, holders)
            told = counts[of]
            cut[at] |= is_cut(told)
            if self.scope != "title":
                body[at] += weight * body_counts(told)
                held[at] |= body_counts(told) > 0
            if self.scope != "body":
                title[at] += weight * title_counts(told)
                held[at] |= title_counts(told) > 0
        if cut.any():
            exact = self._by_positions(i, docs[cut])
            places = docs.searchsorted(exact[0])
            held[cut] = False
            held[places] = True
            body[places], title[places] = exact[1:]
        return docs[held], body[held], title[held]

    def _by_positions(self, i: int, docs: Docs) -> tuple[Docs, Counts, Counts]:
        """`_in_segment`, from where the words stand."""
        places = _Places(self._view, i, docs, len(self.words))
        codes, weights = self._exact(places) if not self.slop else self._loose(places)
        at = codes >> places.shift
        in_title = (codes & ((1 << places.shift) - 1)) < self._view.title_lengths.take(docs).take(
            at
        )
        if self.scope != "text":
            kept = in_title if self.scope == "title" else ~in_title
            at, in_title = at[kept], in_title[kept]
            weights = weights if weights is None else weights[kept]
        held = _distinct(at)
        title = np.bincount(
            at[in_title], None if weights is None else weights[in_title], minlength=len(docs)
        )
        body = np.bincount(
            at[~in_title], None if weights is None else weights[~in_title], minlength=len(docs)
        )
        return docs[held], body[held], title[held]

    def _exact(self, places: _Places) -> Codes:
        """Where the phrase begins, word on word: the rarest word's places, kept while the others'
        stand beside them.
        """
        count = len(self.words)
        rarest, *others = self.rarest_first
        codes, weights = places.of(self.words[rarest], count - rarest)
        for i in others:
            if not len(codes):
                break
            beside = places.of(self.words[i], count - i, _distinct(codes >> places.shift))
            codes, weights = _meeting((codes, weights), beside)
        return codes - count, weights

    def _loose(self, places: _Places) -> Codes:
        """Where the phrase begins: from each place of the first word to the next place of each
        word after it. A word typed again is looked up once.
        """
        first, weights = places.of(self.words[0], 0)
        current = first
        known = {self._typed[0]: (first, weights)}
        for step, word in enumerate(self.words[1:], 1):
            if not len(current) or self._limits.exhausted():
                break
            typed = self._typed[step]
            if typed not in known:
                known[typed] = places.of(word, 0, _distinct(current >> places.shift))
            codes, factors = known[typed]
            if not len(codes):
                return codes, factors
            at = codes.searchsorted(current, side="right")
            inside = at < len(codes)
            at[~inside] = 0
            reached = codes[at]
            kept = inside & (reached - first <= step + self.slop)
            first, current = first[kept], reached[kept]
            weights = _product(
                None if weights is None else weights[kept],
                None if factors is None else factors[at[kept]],
            )
        return first, weights


class _Places:
    """Where words stand in some documents of a segment (ascending, global numbers), as codes:
    place among them, position.
    """

    def __init__(self, view: Searcher, i: int, docs: Docs, longest: int) -> None:
        self._i = i
        self._reader = view.segments[i].file.field("text")
        self._docs = docs - view.segments[i].base
        self._doc_count = view.segments[i].doc_count_all
        positions = self._reader.all_positions
        narrow = (
            positions is not None
            and positions.itemsize <= 2
            and len(docs) < 1 << 32 - _NARROW
            and longest < _ROOM
        )
        self.shift = _NARROW if narrow else _WIDE
        self._type: np.dtype[Any] = np.dtype(np.uint32 if narrow else np.int64)

    def of(self, word: WordEvaluator, shift: int, among: Places | None = None) -> Codes:
        """(ascending codes of the places where a word stands, moved on by `shift`; the weights
        there), in the documents at the places `among`, all of them when None.
        """
        docs = self._docs if among is None or len(among) == len(self._docs) else self._docs[among]
        codes, weights = [], []
        for group in word.groups:
            for ordinal in group.text.ordinals[self._i]:
                codes.append(
                    self._codes(ordinal, docs, None if docs is self._docs else among, shift)
                )
                weights.append((group.weight, len(codes[-1])))
        if not codes:
            return np.zeros(0, dtype=self._type), None
        factors = None
        if any(weight != 1 for weight, _ in weights):
            factors = np.concatenate(
                [np.full(count, weight, dtype=np.float32) for weight, count in weights]
            )
        if len(codes) == 1:
            return codes[0], factors
        together = np.concatenate(codes)
        if factors is None:
            together.sort(kind="stable")  # which merges ascending runs
            return together, None
        order = together.argsort(kind="stable")
        return together[order], factors[order]

    def _codes(self, ordinal: int, docs: Docs, among: Places | None, shift: int) -> Positions:
        places, at = _postings(self._reader, ordinal, docs, self._doc_count)
        if among is not None:
            places = among[places]
        everything, starts = self._reader.positions(ordinal)
        begin = starts.take(at)
        counts = starts.take(at + 1) - begin
        codes: Positions = places.astype(self._type)
        codes <<= self.shift
        codes += shift
        if len(at) == len(starts) - 1:
            codes = codes.repeat(counts)
            codes += everything
            return codes
        owner = np.arange(len(at)).repeat(
            counts
        )  # and then by take, which is faster than to repeat twice
        codes = codes.take(owner)
        begin -= counts.cumsum(dtype=begin.dtype) - counts
        take = begin.take(owner)
        take += np.arange(len(take), dtype=take.dtype)
        codes += everything.take(take)
        return codes


def _postings(
    reader: FieldReader, ordinal: int, docs: Docs, doc_count: int
) -> tuple[Places, Places]:
    """(which of `docs` hold a term, as places among them; the numbers of their postings within the
    term).
    """
    holders = reader.docs(ordinal)
    if len(docs) * _SEARCH < len(holders) + doc_count // 4:
        at = holders.searchsorted(docs.astype(holders.dtype, copy=False))
        at[at == len(holders)] = 0
        places = (holders[at] == docs).nonzero()[0]
        return places, at[places]
    mask = np.zeros(doc_count, dtype=bool)
    mask[docs] = True
    at = mask.take(holders).nonzero()[0]
    if len(at) == len(docs):
        return np.arange(len(docs)), at
    number = np.empty(doc_count, dtype=np.int32)
    number[docs] = np.arange(len(docs), dtype=np.int32)
    return number.take(holders.take(at)), at


def _product(left: Scores | None, right: Scores | None) -> Scores | None:
    if left is None or right is None:
        return right if left is None else left
    return left * right


def _distinct(ascending: Places) -> Places:
    """The values of an ascending array, each once."""
    first = np.ones(len(ascending), dtype=bool)
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _meeting(left: Codes, right: Codes) -> Codes:
    """The codes that stand in both, with the product of their weights."""
    few, many = sorted((left[0], right[0]), key=len)
    if len(few) * _UNEVEN < len(many):
        at = many.searchsorted(few)
        at[at == len(many)] = 0
        codes = few[many.take(at) == few]
    else:
        together = np.concatenate((few, many))
        together.sort(kind="stable")  # which knows two ascending runs and merges them
        codes = together[1:][together[1:] == together[:-1]]
    own, other = (
        None if weights is None else weights[ascending.searchsorted(codes)]
        for ascending, weights in (left, right)
    )
    return codes, _product(own, other)
