"""What a segment has stored of the words of a phrase side by side: the documents of a phrase of two
words, and few documents to look through for a longer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce
from itertools import pairwise, product

import numpy as np

from indexer.searching.local.scorers import WordEvaluator
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Counts, Docs, Places

__all__ = ["PairCounts", "StoredPairs", "shared"]

PairCounts = tuple[np.float32, Docs, Counts]
"""The weight of two spellings side by side, ascending documents of a segment that hold them, and
how often each does (`indexer.storage.format.bigram_postings`).
"""
_SEARCH = 24  # a step of binary search costs as much as so many steps through an array


class StoredPairs:
    """The pairs of neighbouring words of a phrase, segment by segment."""

    def __init__(self, words: Sequence[WordEvaluator], view: Searcher) -> None:
        self._words = words
        self._view = view

    @cached_property
    def _known(self) -> list[list[list[PairCounts] | None]]:
        """For each segment and each two neighbours: every pair of their spellings; None where one
        of those is not stored.
        """
        places = range(len(self._view.segments))
        return [[self._of(i, *two) for two in pairwise(self._words)] for i in places]

    def _of(self, i: int, left: WordEvaluator, right: WordEvaluator) -> list[PairCounts] | None:
        bigrams = self._view.segments[i].file.bigrams
        found = []
        for first, second in product(left.groups, right.groups):
            weight = np.float32(first.weight) * np.float32(second.weight)
            for a, b in product(first.text.ordinals[i], second.text.ordinals[i]):
                stored = bigrams.find(a, b)
                if stored is None:
                    return None
                found.append((weight, *stored))
        return found

    def __bool__(self) -> bool:
        """Is anything stored of them?"""
        return any(pairs is not None for segment in self._known for pairs in segment)

    def counts(self, i: int) -> list[PairCounts] | None:
        """All of a phrase of two words in a segment; None where that is not stored."""
        return self._known[i][0] if len(self._words) == 2 else None

    @cached_property
    def df(self) -> int | None:
        """In how many documents a phrase of two words stands, those counted twice that hold it in
        two spellings; None where that is not stored for every segment.
        """
        counts = [self.counts(i) for i in range(len(self._view.segments))]
        if not counts or None in counts:
            return None
        return sum(len(docs) for pairs in counts for _, docs, _ in pairs or ())

    def narrowed(self, i: int, docs: Docs | None) -> Docs | None:
        """The documents of a segment, by their numbers there and among `docs` unless None, that
        hold the neighbours whose pairs are stored side by side; None where none are.
        """
        stored = [_together(pairs) for pairs in self._known[i] if pairs is not None]
        if not stored:
            return None
        if docs is not None:
            stored.append(docs)
        stored.sort(key=len)
        return reduce(_common, stored)


def _together(pairs: Sequence[PairCounts]) -> Docs:
    """The documents of any of the pairs."""
    if len(pairs) == 1:
        return pairs[0][1]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *(docs for _, docs, _ in pairs)]))


def _common(few: Docs, many: Docs) -> Docs:
    """The documents that are in both, ascending as both are."""
    return few[shared(few, many)[0]]


def shared(few: Docs, many: Docs) -> tuple[Places, Places]:
    """(places in `few`, places in `many`) of the documents that are in both, ascending as both
    are.
    """
    if not len(few) or not len(many):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    if len(few) * _SEARCH < len(many):
        at = many.searchsorted(few.astype(many.dtype, copy=False))
        at[at == len(many)] = 0
        places = (many.take(at) == few).nonzero()[0]
        return places, at[places]
    number: Places = np.full(1 + max(int(few[-1]), int(many[-1])), -1, dtype=np.int32)
    number[few] = np.arange(len(few))
    at = number.take(many)
    of = (at >= 0).nonzero()[0]
    return at[of], of
