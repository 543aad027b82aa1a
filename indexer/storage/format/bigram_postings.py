"""In which documents two frequent words stand side by side, and how often: a phrase of two words
answered without reading positions, and a longer one with few documents left to read.

Frequent words share so many documents that meeting their positions costs a hundred times what the
phrase itself holds (the "nextword index" of Williams, Zobel and Bahle, ACM TOIS 22, 2004). Kept are
pairs of words, each in at least MIN_DF documents of the segment, that a query's units are made of:
joined by the segmenter at JOINT_RATE of their places, or bound by NPMI. Of the time that
phrases took over 143,796 articles, 61 % in searches and 69 % for related articles went to phrases
of such pairs alone, for 7 % more of index; whatever stands together 20 times as often as by chance
takes 8 % and answers 46 %. Every other pair is found by its positions. A small segment has no such
arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.storage.format.bigram_table import Pairs
from indexer.storage.format.columns import ColumnFile, ColumnWriter, narrowest
from indexer.storage.format.postings import FieldTerms, offsets_of
from indexer.storage.format.schema import exact

__all__ = [
    "BigramReader",
    "Tokens",
    "body_counts",
    "in_pieces",
    "is_cut",
    "title_counts",
    "write_bigrams",
]

Array = NDArray[Any]

MIN_DOCS = 8_192  # of a segment; in a smaller one positions are read quickly
MIN_DF = 1_500  # documents; below, positions are few enough
MAX_WORDS = 4_096  # the most frequent words, of which pairs are made
JOINT_RATE = 0.06
NPMI = 0.55  # normalised pointwise mutual information
MIN_JOINED = 100  # documents in which two are joined that are not both syllables (TP HCM)
MIN_SEEN = 5  # documents of a word that the segmenter made
PIECE = 2_000_000  # occurrences looked at together
MOST_IN_BODY, MOST_IN_TITLE = 63, 3  # counts of one document; the largest stands for more, too
_TITLE_SHIFT = 6


class Tokens(NamedTuple):
    """Occurrences of terms in some documents, in any order: the terms' ordinals, documents,
    positions.
    """

    terms: Array
    docs: Array
    positions: Array


def write_bigrams(
    out: ColumnWriter,
    pairs: Pairs,
    text: FieldTerms,
    compounds: FieldTerms,
    title_lengths: Array,
    pieces: Iterable[Tokens],
) -> None:
    """Write the pairs of a segment's text as columns `bigrams/…`.

    `text` and `compounds`: the terms of the fields `text` and `words`; `title_lengths`: positions
    of each document's title. `pieces`: all occurrences, each document's in one piece; a small
    segment, which keeps no pairs, does not ask for them.
    """
    if len(title_lengths) < MIN_DOCS:
        return
    words = _frequent(text)
    kept = _bound(words, pairs, text, compounds)
    used = np.flatnonzero(kept.any(axis=0) | kept.any(axis=1))
    if not len(used):
        return
    words, kept = words[used], kept[used][:, used]
    keys = [_keys(piece, words, kept, title_lengths) for piece in pieces]
    _write(out, words, np.concatenate(keys), len(title_lengths))


def _frequent(text: FieldTerms) -> Array:
    """The ordinals of the words that pairs may be made of, ascending."""
    words = np.flatnonzero(text.dfs >= MIN_DF)
    if len(words) > MAX_WORDS:
        words = np.sort(words[np.argsort(-text.dfs[words], kind="stable")[:MAX_WORDS]])
    return words


def _bound(words: Array, pairs: Pairs, text: FieldTerms, compounds: FieldTerms) -> Array:
    """Which two of some words are a pair that is kept, as a square mask."""
    place = {exact(text.keys[ordinal]): at for at, ordinal in enumerate(words.tolist())}
    joined = _joined(place, compounds)
    places = [place.get(syllable, -1) for syllable in map(bytes.decode, pairs.syllables)]
    syllables = np.array(places, dtype=np.int64)
    first, second = syllables[pairs.codes >> 16], syllables[pairs.codes & 0xFFFF]
    known = (first >= 0) & (second >= 0)
    first, second, counts = first[known], second[known], pairs.counts[known]
    total = max(2, int(text.cfs.sum()))
    cfs = text.cfs[words]
    by_chance = cfs[first] * (cfs[second] / total)
    npmi = np.log(counts / by_chance) / np.log(total / counts)
    is_unit = (joined[first, second] >= JOINT_RATE * counts) | (npmi >= NPMI)
    other = np.ones(len(words), dtype=bool)  # what no pairs are counted of: names, short forms
    other[syllables[syllables >= 0]] = False
    kept: Array = (joined >= MIN_JOINED) & (other[:, None] | other[None, :])
    kept[first[is_unit], second[is_unit]] = True
    return kept


def _joined(place: Mapping[str, int], compounds: FieldTerms) -> Array:
    """In how many documents the segmenter joins each two of some words, alone or in a longer word;
    by the words' places.
    """
    joined = np.zeros((len(place), len(place)), dtype=np.int32)
    for ordinal in np.flatnonzero(compounds.dfs >= MIN_SEEN).tolist():
        for first, second in pairwise(exact(compounds.keys[ordinal]).split("_")):
            if first in place and second in place:
                joined[place[first], place[second]] += compounds.dfs[ordinal]
    return joined


def in_pieces(stream: Tokens) -> Iterator[Tokens]:
    """A stream of occurrences in order of documents, about PIECE of them at a time."""
    start = 0
    while start < len(stream.docs):
        last = stream.docs[min(start + PIECE, len(stream.docs)) - 1]
        end = int(stream.docs.searchsorted(last, side="right"))
        yield Tokens(*(array[start:end] for array in stream))
        start = end


def _keys(piece: Tokens, ordinals: Array, kept: Array, title_lengths: Array) -> Array:
    """One number for each occurrence of a pair that is kept: pair << 33 | document << 1 | whether
    it stands in the title. A pair is place of the first word * words + place of the second.
    """
    if not len(piece.terms):
        return np.zeros(0, dtype=np.uint64)
    place = np.full(max(int(piece.terms.max()), int(ordinals.max())) + 1, -1, dtype=np.int32)
    place[ordinals] = np.arange(len(ordinals))
    words = place[piece.terms]
    frequent = np.flatnonzero(words >= 0)
    words, docs = words[frequent], piece.docs[frequent].astype(np.int64)
    row = _Row(docs, piece.positions[frequent].astype(np.int64))
    found = []
    for first, second, at in row.neighbours(words):
        chosen = kept[first, second]
        pair = first[chosen].astype(np.int64) * len(ordinals) + second[chosen]
        docs, positions = row.where(at[chosen])
        in_title = positions < title_lengths[docs]
        found.append((pair << 33 | docs << 1 | in_title).astype(np.uint64))
    return np.concatenate(found)


class _Row:
    """The positions of documents laid end to end, so that a word's neighbour is found without
    sorting.
    """

    def __init__(self, docs: Array, positions: Array) -> None:
        self._first = int(docs.min()) if len(docs) else 0
        own = docs - self._first
        last = np.full(int(own.max(initial=0)) + 1, -1, dtype=np.int64)
        np.maximum.at(last, own, positions)
        self._starts = np.zeros(len(last) + 1, dtype=np.int64)
        np.cumsum(last + 2, out=self._starts[1:])  # a free place parts documents
        self._places = self._starts[own] + positions

    def neighbours(self, words: Array) -> Iterator[tuple[Array, Array, Array]]:
        """(first words, second words, places of the first), wherever two stand side by side;
        `words` runs beside the occurrences. Several tokens may share a position.
        """
        layers: list[Array] = []
        left = np.arange(len(words))
        while len(left) or not layers:
            row = np.full(int(self._starts[-1]) + 1, -1, dtype=words.dtype)
            row[self._places[left]] = words[left]
            layers.append(row)
            left = left[row[self._places[left]] != words[left]]
        for first, second in product(layers, repeat=2):
            at = np.flatnonzero((first[:-1] >= 0) & (second[1:] >= 0))
            yield first[at], second[at + 1], at

    def where(self, places: Array) -> tuple[Array, Array]:
        """(documents, positions) of places in the row."""
        docs = self._starts.searchsorted(places, side="right") - 1
        return docs + self._first, places - self._starts[docs]


def _write(out: ColumnWriter, words: Array, keys: Array, doc_count: int) -> None:
    keys.sort()
    held = keys >> np.uint64(1)
    first = np.ones(len(held), dtype=bool)
    np.not_equal(held[1:], held[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    in_title = np.add.reduceat((keys & np.uint64(1)).astype(np.int64), starts)
    in_body = np.diff(starts, append=len(keys)) - in_title
    pairs, runs = np.unique(keys[starts] >> np.uint64(33), return_counts=True)
    out.add_chunks("bigrams/words", "<u4", [words])
    out.add_chunks("bigrams/pairs", "<u4", [pairs])
    out.add_chunks("bigrams/offsets", narrowest(len(starts)), [offsets_of(runs)])
    docs = (keys[starts] >> np.uint64(1)) & np.uint64(0xFFFFFFFF)
    out.add_chunks("bigrams/docs", narrowest(max(doc_count - 1, 0x100)), [docs])
    counts = np.minimum(in_title, MOST_IN_TITLE) << _TITLE_SHIFT | np.minimum(in_body, MOST_IN_BODY)
    out.add_chunks("bigrams/counts", "<u1", [counts])


def body_counts(counts: Array) -> Array:
    """How often a pair stands outside the title, MOST_IN_BODY for as many or more."""
    return counts & MOST_IN_BODY


def title_counts(counts: Array) -> Array:
    """How often a pair stands in the title, MOST_IN_TITLE for as many or more."""
    return counts >> _TITLE_SHIFT


def is_cut(counts: Array) -> Array:
    """For which documents the counts may be larger than told, as a mask."""
    cut: Array = (body_counts(counts) == MOST_IN_BODY) | (title_counts(counts) == MOST_IN_TITLE)
    return cut


class BigramReader:
    """A segment's pairs, read from the mapping; terms by their ordinals in the field `text`."""

    def __init__(self, columns: ColumnFile) -> None:
        self._columns = columns
        self._is_there = "bigrams/words" in columns.names()
        if not self._is_there:
            return
        self._pairs = columns.array("bigrams/pairs")
        self._offsets = columns.array("bigrams/offsets")
        self._docs = columns.column("bigrams/docs")
        self._counts = columns.column("bigrams/counts")

    @cached_property
    def _places(self) -> dict[int, int]:
        """Ordinal → place among the words that pairs are made of, at most MAX_WORDS of them."""
        if not self._is_there:
            return {}
        words = self._columns.array("bigrams/words").tolist()
        return {ordinal: place for place, ordinal in enumerate(words)}

    def find(self, first: int, second: int) -> tuple[Array, Array] | None:
        """(ascending documents that hold the second term right after the first, how often they do:
        see `body_counts`, `title_counts`, `is_cut`); None when that is not known of this pair.
        """
        a, b = self._places.get(first), self._places.get(second)
        if a is None or b is None:
            return None
        pair = a * len(self._places) + b
        at = int(self._pairs.searchsorted(np.uint32(pair)))
        if at == len(self._pairs) or int(self._pairs[at]) != pair:
            return None
        start, end = self._offsets[at : at + 2].tolist()
        return self._docs[start:end], self._counts[start:end]
