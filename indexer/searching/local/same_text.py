"""Articles of one text, or nearly: which documents of a snapshot belong together.

Two texts are the same when nearly all of their shingles are, all numbers of one are in the other,
and their dates, where both are known, lie close together: a daily column opens with the same words
every day. Everyone of a group is compared with one of it, its leader, so that no chain of small
differences joins what differs. Which documents are grouped does not depend on how they are spread
over segments.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from indexer.language.likeness import BINS
from indexer.searching.local.types import Counts, Docs, Mask, Places

__all__ = ["ALONE", "groups_of"]

ALONE: Final = -1
LEAST_ALIKE: Final = 29
"""Equal bins of BINS. Of 60 pairs of news that share 26 and more, read by eye, the follow-ups that
repeat an earlier story share 26 to 28."""
DAYS_APART: Final = 7
_BAND: Final = 4  # bins that are compared at once
_BANDS: Final = BINS - LEAST_ALIKE + 1  # one of so many is equal, where no more bins differ
_TABLE: Final = 1 << 19
_NEIGHBOURS: Final = (1, 2)  # with how far a one of a run in a band each is compared


class _Texts:
    """Documents whose texts may have a like, in an order that their texts alone decide; numbers
    below are places in that order.
    """

    def __init__(self, rows: Counts, starts: Counts, docs: Docs) -> None:
        words = np.ascontiguousarray(rows[docs]).view("<u8")
        odd = np.arange(1, 2 * words.shape[1], 2, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        order = (words * odd).sum(axis=1, dtype=np.uint64).argsort(kind="stable")
        self.docs = docs[order]
        self.bins = np.ascontiguousarray(rows[self.docs, :BINS])
        self.numbers = np.ascontiguousarray(rows[self.docs, BINS:]).view("<u8")
        self.starts = starts[self.docs]

    def alike(self, one: Places, other: Places) -> Mask:
        """Which of these pairs are the same text."""
        equal = np.count_nonzero(self.bins[one] == self.bins[other], axis=1)
        of_one, of_other = self.numbers[one], self.numbers[other]
        both = of_one & of_other
        less, more = (both == of_one).all(axis=1), (both == of_other).all(axis=1)
        first, second = self.starts[one], self.starts[other]
        near = (first < 0) | (second < 0) | (abs(first - second) <= DAYS_APART)
        same: Mask = (equal >= LEAST_ALIKE) & (less | more) & near
        return same

    def candidates(self) -> tuple[Places, Places]:
        """Pairs, each once, that share all bins of a band."""
        found = [np.zeros(0, np.uint64)]
        places = np.arange(len(self.docs), dtype=np.uint64)
        shift = np.uint64(32)
        for band in self.bins.view("<u4").T[:_BANDS]:
            keyed = band.astype(np.uint64) << shift | places
            keyed.sort()
            keys = keyed >> shift
            for apart in _NEIGHBOURS:
                at = (keys[apart:] == keys[:-apart]).nonzero()[0]
                low, high = keyed[at] & np.uint64(0xFFFFFFFF), keyed[at + apart] << shift
                found.append(high | low)
        pairs = np.unique(np.concatenate(found))
        return (pairs & np.uint64(0xFFFFFFFF)).astype(np.intp), (pairs >> shift).astype(np.intp)


def groups_of(rows: Counts, starts: Counts, live: Mask | None) -> Counts:
    """The group of each document, ALONE where no other is like it.

    `rows` are the documents' fingerprints, `starts` their first days, -1 where not known.
    """
    groups = np.full(len(rows), ALONE, np.int32)
    texts = _Texts(rows, starts, _suspects(rows, live))
    one, other = texts.candidates()
    kept = texts.alike(one, other)
    one, other = one[kept], other[kept]
    while len(one):
        leaders = _least_connected(one, other, len(texts.docs))
        members = np.unique(np.concatenate([one, other]))
        like = texts.alike(members, leaders[members]) | (leaders[members] == members)
        members = members[like]
        groups[texts.docs[members]] = texts.docs[leaders[members]]
        done = np.zeros(len(texts.docs), bool)
        done[members] = True
        left = ~(done[one] | done[other])
        one, other = one[left], other[left]
    _release_lonely(groups)
    return groups


def _suspects(rows: Counts, live: Mask | None) -> Docs:
    """Documents that share a band with another, found without sorting them all.

    Each document is put down at a place of a table by its band, and compared with who was put there
    last and, in the other direction, first. Two are missed only where in every band they share
    others fell into their place, both before and after.
    """
    told = np.array(rows.any(axis=1))
    docs = (told if live is None else told & live).nonzero()[0].astype(np.int32)
    suspected = np.zeros(len(rows), bool)
    table = np.zeros(_TABLE, np.int32)
    for band in range(_BANDS):
        keys = np.ascontiguousarray(rows[:, band * _BAND : (band + 1) * _BAND]).view("<u4")[:, 0]
        own = keys[docs]
        places = own & np.uint32(_TABLE - 1)
        for way in (slice(None), slice(None, None, -1)):
            table[places[way]] = docs[way]
            held = table[places]
            met = ((keys[held] == own) & (held != docs)).nonzero()[0]
            suspected[docs[met]] = suspected[held[met]] = True
    found: Docs = suspected.nonzero()[0]
    return found


def _least_connected(one: Places, other: Places, count: int) -> Places:
    """For each place the least that pairs connect it with, itself where none does."""
    least = np.arange(count)
    while True:
        lower = np.minimum(least[one], least[other])
        if (least[one] == lower).all() and (least[other] == lower).all():
            return least
        np.minimum.at(least, one, lower)
        np.minimum.at(least, other, lower)


def _release_lonely(groups: Counts) -> None:
    """A leader nobody is left with is alone."""
    held = groups[groups != ALONE]
    sizes = np.bincount(held, minlength=len(groups))
    groups[(groups != ALONE) & (sizes[groups] == 1)] = ALONE
