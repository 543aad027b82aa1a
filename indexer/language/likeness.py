"""Which texts are the same, or nearly: a fingerprint of a text's terms, and how alike two are.

The fingerprint is a sketch of the text's shingles (SHINGLE terms in a row) by one permutation
hashing: each shingle falls by its hash into one of BINS, and of each bin the least hash is kept, a
byte of it. The share of equal bins tells how many shingles two texts share of all that either has
(Broder 1997, Li and others 2012, empty bins filled from the next as by Shrivastava and Li 2014).
Beside it stand the numbers of the text and its title, as a Bloom filter: two drawings of a lottery
are alike but for their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

__all__ = ["BINS", "LEAST_TERMS", "WIDTH", "TermHashes", "fingerprint", "fingerprints"]

Array = NDArray[Any]

SHINGLE: Final = 3
BINS: Final = 32
NUMBER_WORDS: Final = 2  # of 64 bits, in the filter of numbers
WIDTH: Final = BINS + 8 * NUMBER_WORDS
"""Bytes of a fingerprint: the bins, then the numbers."""
LEAST_TERMS: Final = 24
LEAST_BINS: Final = 12
"""Texts of fewer terms, or that leave more bins empty as they say the same again and again, have no
fingerprint: a sentence that two articles share makes them no copies."""

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)  # odd multipliers of splitmix64
_MIX_AGAIN: Final = np.uint64(0xBF58476D1CE4E5B9)
_BIN_SHIFT: Final = np.uint64(64 - BINS.bit_length() + 1)
_MOVED: Final = np.uint32(0x5BD1)
_EMPTY: Final = np.iinfo(np.uint32).max
_NUMBER: Final = re.compile(r"[0-9]+")
_NUMBER_BITS: Final = 64 * NUMBER_WORDS


class TermHashes:
    """What is known of each term of a growing list, by its number: its hash, and the bits of the
    numbers in it.
    """

    def __init__(self) -> None:
        self.hashes: Array = np.zeros(0, np.uint64)
        self.numbers: Array = np.zeros((0, NUMBER_WORDS), np.uint64)
        self.numeric: Array = np.zeros(0, bool)

    def up_to(self, strings: Sequence[str]) -> TermHashes:
        """This, with every string of the list told."""
        known = len(self.hashes)
        if known < len(strings):
            new = strings[known:]
            plain = np.array([crc32(term.encode("utf-8", "surrogatepass")) for term in new])
            self.hashes = np.concatenate([self.hashes, _mixed(plain.astype(np.uint64))])
            bits = np.array([_number_bits(term) for term in new], np.uint64)
            self.numbers = np.concatenate([self.numbers, bits.reshape(-1, NUMBER_WORDS)])
            self.numeric = np.array(self.numbers.any(axis=1))
        return self


def fingerprints(
    known: TermHashes, terms: Array, docs: Array, count: int, told: Array, told_docs: Array
) -> Array:
    """The fingerprints of `count` texts, a row of WIDTH bytes each; zeros where a text is too
    short.

    `terms` are the numbers of the texts' terms in a row and `docs` beside them, ascending, whose
    they are; `told` and `told_docs` the same of all terms whose numbers count, the titles' too.
    """
    rows = np.zeros((count, WIDTH), np.uint8)
    bins = _least_hashes(known.hashes[terms], docs, count)
    varied = np.count_nonzero(bins != _EMPTY, axis=1) >= LEAST_BINS
    told_enough = varied & (np.bincount(docs, minlength=count) >= LEAST_TERMS)
    _fill(bins)
    rows[:, :BINS] = bins.astype(np.uint8)
    filters = np.zeros((count, NUMBER_WORDS), np.uint64)
    held = np.flatnonzero(known.numeric[told])
    np.bitwise_or.at(filters, told_docs[held], known.numbers[told[held]])
    rows[:, BINS:] = filters.astype("<u8").view(np.uint8)
    rows[~told_enough] = 0
    return rows


def fingerprint(title: Sequence[str], text: Sequence[str]) -> bytes:
    """The fingerprint of one text, given as the terms of its title and of itself."""
    known = TermHashes().up_to([*text, *title])
    terms, told = np.arange(len(text)), np.arange(len(text) + len(title))
    row = fingerprints(known, terms, np.zeros_like(terms), 1, told, np.zeros_like(told))
    return row.tobytes()


def _least_hashes(hashes: Array, docs: Array, count: int) -> Array:
    """For each bin of each text the least hash that fell into it, _EMPTY where none did."""
    least: Array = np.full(count * BINS, _EMPTY, np.uint32)
    within = (docs[SHINGLE - 1 :] == docs[: 1 - SHINGLE]).nonzero()[0]
    if len(within):
        shingles = hashes[within]
        for following in range(1, SHINGLE):
            shingles = shingles * _MIX + hashes[within + following]
        shingles = _mixed(shingles)
        places = docs[within] * BINS + (shingles >> _BIN_SHIFT).astype(np.int64)
        np.minimum.at(least, places, (shingles & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    return least.reshape(count, BINS)


def _fill(bins: Array) -> None:
    """Give empty bins what is in the next one that is not."""
    for _ in range(2):  # round about: what is empty at the end is filled from the beginning
        for place in reversed(range(BINS)):
            following = bins[:, (place + 1) % BINS]
            filled = np.flatnonzero((bins[:, place] == _EMPTY) & (following != _EMPTY))
            # moved on, so that a bin and what was filled from it differ
            bins[filled, place] = (following[filled] + _MOVED) % np.uint32(_EMPTY)


def _mixed(values: Array) -> Array:
    """Hashes whose every bit depends on every bit of the values."""
    values = (values ^ (values >> np.uint64(29))) * _MIX_AGAIN
    values = (values ^ (values >> np.uint64(32))) * _MIX
    mixed: Array = values ^ (values >> np.uint64(29))
    return mixed


def _number_bits(term: str) -> tuple[int, ...]:
    """The bits of the numbers in a term, NUMBER_WORDS of 64: one for each, whatever zeros lead
    it.
    """
    bits = 0
    for number in _NUMBER.findall(term):
        bits |= 1 << (crc32(number.lstrip("0").encode()) % _NUMBER_BITS)
    return tuple(bits >> (64 * word) & (1 << 64) - 1 for word in range(NUMBER_WORDS))
