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

from indexer.language.segmentation.vocabulary import Column

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
        self._hashes = Column(np.uint64)
        self._numeric = Column(np.bool_)
        self._bits: dict[int, tuple[int, ...]] = {}  # of the few terms that hold a number

    def up_to(self, strings: Sequence[str]) -> TermHashes:
        """This, with every string of the list told."""
        known = self._hashes.size
        new = strings[known:]
        if new:
            plain = [crc32(term.encode("utf-8", "surrogatepass")) for term in new]
            self._hashes.extend(_mixed(np.array(plain, np.uint64)))  # type: ignore[arg-type]
            numeric = [_NUMBER.search(term) is not None for term in new]
            self._numeric.extend(numeric)
            for number, term in enumerate(new, known):
                if numeric[number - known]:
                    self._bits[number] = _number_bits(term)
        return self

    def hashes(self, terms: Array) -> Array:
        """The hashes of terms given by their numbers."""
        return self._hashes.rows.take(terms)

    def numeric(self, terms: Array) -> Array:
        """Which of them hold a number, as places."""
        return np.flatnonzero(self._numeric.rows.take(terms))

    def bits(self, terms: Array) -> Array:
        """The bits of the numbers in terms that hold some, a row of NUMBER_WORDS each."""
        rows = [self._bits[term] for term in terms.tolist()]
        return np.array(rows, np.uint64).reshape(-1, NUMBER_WORDS)


def fingerprints(known: TermHashes, terms: Array, docs: Array, count: int, inside: Array) -> Array:
    """The fingerprints of `count` texts, a row of WIDTH bytes each; zeros where a text says too
    little.

    `terms` are the numbers of the terms of texts and titles in a row and `docs` beside them,
    ascending, whose they are; `inside` says which belong to a text, the rest to its title.
    """
    own = np.flatnonzero(inside)
    own_docs = docs.take(own)
    bins = _least_hashes(known.hashes(terms.take(own)), own_docs, count)
    varied = np.count_nonzero(bins != _EMPTY, axis=1) >= LEAST_BINS
    told_enough = varied & (np.bincount(own_docs, minlength=count) >= LEAST_TERMS)
    _fill(bins)
    rows = np.zeros((count, WIDTH), np.uint8)
    rows[:, :BINS] = bins.astype(np.uint8)
    filters = np.zeros((count, NUMBER_WORDS), np.uint64)
    held = known.numeric(terms)
    np.bitwise_or.at(filters, docs.take(held), known.bits(terms.take(held)))
    rows[:, BINS:] = filters.astype("<u8").view(np.uint8)
    rows[~told_enough] = 0
    return rows


def fingerprint(title: Sequence[str], text: Sequence[str]) -> bytes:
    """The fingerprint of one text, given as the terms of its title and of itself."""
    known = TermHashes().up_to([*text, *title])
    terms = np.arange(len(text) + len(title))
    return fingerprints(known, terms, np.zeros_like(terms), 1, terms < len(text)).tobytes()


def _least_hashes(hashes: Array, docs: Array, count: int) -> Array:
    """For each bin of each text the least hash that fell into it, _EMPTY where none did."""
    least: Array = np.full(count * BINS + 1, _EMPTY, np.uint32)
    first = max(0, len(hashes) - SHINGLE + 1)  # so many shingles begin
    shingles = hashes[:first]
    for following in range(1, SHINGLE):
        shingles = shingles * _MIX + hashes[following : first + following]
    shingles = _mixed(shingles)
    places = docs[:first] * BINS + (shingles >> _BIN_SHIFT).astype(np.int64)
    # what runs over from one text into the next falls beside the bins
    places[docs[:first] != docs[SHINGLE - 1 :]] = count * BINS
    np.minimum.at(least, places, shingles.astype(np.uint32))
    return least[:-1].reshape(count, BINS)


def _fill(bins: Array) -> None:
    """Give empty bins what is in the next one that is not."""
    if not (bins == _EMPTY).any():
        return
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
