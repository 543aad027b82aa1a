"""How often two syllables stand side by side in the archive: what a query typed without marks is
read by.

Kept for pairs of Vietnamese syllables only (numbers, names and foreign words are not what marks are
missing from), for every such pair however rare, so that sums over segments do not depend on how
documents are spread over them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.language import is_syllable
from indexer.records import dataclass
from indexer.storage.format.columns import ColumnFile, ColumnWriter
from indexer.storage.format.postings import FieldArrays, lengths_of, offsets_of, write_keys
from indexer.storage.format.schema import exact

__all__ = ["PairReader", "Pairs", "merge_pairs", "pairs_of_field", "pairs_of_stream", "write_pairs"]

Array = NDArray[Any]
ESCAPE = 0xFF


@dataclass(frozen=True, slots=True)
class Pairs:
    """`syllables` sorted; `codes` ascending, first << 16 | second by their places there; `counts`
    beside them.
    """

    syllables: Sequence[bytes]
    codes: Array
    counts: Array


def pairs_of_stream(words: Sequence[str], terms: Array, docs: Array, positions: Array) -> Pairs:
    """Count adjacent pairs in a stream of tokens in document order; `terms` index `words`."""
    kept = sorted((word.encode(), i) for i, word in enumerate(words) if is_syllable(word))
    place = np.full(len(words) + 1, -1, dtype=np.int64)
    place[[i for _, i in kept]] = np.arange(len(kept))
    syllables = [word for word, _ in kept]
    found: list[Array] = []
    counts: list[Array] = []
    step = 4_000_000
    for start in range(0, len(terms), step):
        part = slice(start, start + step + 1)
        first = place[terms[part]]
        at = positions[part].astype(np.int64)
        near = (docs[part][1:] == docs[part][:-1]) & (at[1:] == at[:-1] + 1)
        near &= (first[1:] >= 0) & (first[:-1] >= 0)
        codes = ((first[:-1] << 16) | first[1:])[near].astype(np.uint32)
        unique, count = np.unique(codes, return_counts=True)
        found.append(unique)
        counts.append(count)
    return _summed(syllables, found, counts)


def pairs_of_field(field: FieldArrays) -> Pairs:
    """The same counts from a field's postings, for when its stream of tokens is gone."""
    if field.positions is None or field.position_offsets is None or field.frequencies is None:
        raise ValueError("adjacent pairs need positions")
    terms = np.repeat(
        np.arange(len(field.keys), dtype=np.uint32), lengths_of(field.position_offsets)
    )
    docs = np.repeat(field.docs, field.frequencies)
    order = np.lexsort((field.positions, docs))
    words = [exact(key) for key in field.keys]
    return pairs_of_stream(words, terms[order], docs[order], field.positions[order])


def merge_pairs(tables: Sequence[Pairs]) -> Pairs:
    """The sum of several tables."""
    syllables = sorted(set().union(*(table.syllables for table in tables)))
    place = {word: i for i, word in enumerate(syllables)}
    codes = []
    for table in tables:
        moved = np.array([place[word] for word in table.syllables], dtype=np.uint32)
        old = table.codes
        codes.append((moved[old >> 16] << np.uint32(16)) | moved[old & 0xFFFF] if len(old) else old)
    return _summed(syllables, codes, [table.counts for table in tables])


def _summed(syllables: Sequence[bytes], codes: Sequence[Array], counts: Sequence[Array]) -> Pairs:
    if not codes:
        return Pairs(syllables, np.zeros(0, np.uint32), np.zeros(0, np.uint32))
    together = np.concatenate(codes)
    weights = np.concatenate(counts).astype(np.uint32)
    order = np.argsort(together, kind="stable")
    together = together[order]
    starts = (
        np.flatnonzero(np.append(True, together[1:] != together[:-1]))
        if len(together)
        else np.zeros(0, np.int64)
    )
    sums = np.add.reduceat(weights[order], starts) if len(starts) else np.zeros(0, np.uint32)
    return Pairs(syllables, together[starts].astype(np.uint32), sums)


def write_pairs(out: ColumnWriter, pairs: Pairs) -> None:
    """Write a table: per first syllable a run of second syllables and counts, one byte each with
    rare larger ones aside.
    """
    write_keys(out, "pairs", pairs.syllables)
    runs = (
        np.bincount(pairs.codes >> 16, minlength=len(pairs.syllables))
        if len(pairs.codes)
        else np.zeros(len(pairs.syllables))
    )
    out.add_chunks("pairs/offsets", "<u4", [offsets_of(runs.astype(np.uint64))])
    out.add_chunks("pairs/seconds", "<u2", [pairs.codes & 0xFFFF])
    out.add_chunks("pairs/counts", "<u1", [np.minimum(pairs.counts, ESCAPE)])
    large = np.flatnonzero(pairs.counts >= ESCAPE)
    out.add_chunks("pairs/large_at", "<u4", [large])
    out.add_chunks("pairs/large", "<u4", [pairs.counts[large]])


class PairReader:
    """A segment's table, read from the mapping."""

    def __init__(self, columns: ColumnFile) -> None:
        self._columns = columns
        self._keys = columns.array("pairs/keys").data
        self._bounds = columns.array("pairs/key_offsets").data
        self._places: dict[str, int] = {}  # found so far
        self._offsets = columns.array("pairs/offsets")
        self._seconds = columns.array("pairs/seconds")
        self._counts = columns.array("pairs/counts")
        self._large_at = columns.array("pairs/large_at")
        self._large = columns.array("pairs/large")

    def _syllable(self, place: int) -> bytes:
        return bytes(self._keys[self._bounds[place] : self._bounds[place + 1]])

    def _place(self, syllable: str) -> int | None:
        place = self._places.get(syllable)
        if place is None:
            key = syllable.encode()
            count = len(self._bounds) - 1
            at = bisect_left(range(count), key, key=self._syllable)
            if at == count or self._syllable(at) != key:
                return None
            place = self._places[syllable] = at  # never more than the table has
        return place

    def count(self, first: str, second: str) -> int:
        """Times `second` stands right after `first`."""
        a, b = self._place(first), self._place(second)
        if a is None or b is None:
            return 0
        start, end = int(self._offsets[a]), int(self._offsets[a + 1])
        at = start + int(np.searchsorted(self._seconds[start:end], np.uint16(b)))
        if at == end or self._seconds[at] != b:
            return 0
        count = int(self._counts[at])
        return (
            int(self._large[np.searchsorted(self._large_at, np.uint32(at))])
            if count == ESCAPE
            else count
        )

    def counts(self, firsts: Sequence[str], seconds: Sequence[str]) -> list[list[int]]:
        """`count` of each of `firsts` (rows) with each of `seconds` (columns)."""
        columns = [
            (column, place)
            for column, second in enumerate(seconds)
            if (place := self._place(second)) is not None
        ]
        wanted = np.array([place for _, place in columns], dtype=np.uint16)
        return [self._row(self._place(first), columns, wanted, len(seconds)) for first in firsts]

    def _row(
        self, first: int | None, columns: Sequence[tuple[int, int]], wanted: Array, width: int
    ) -> list[int]:
        row = [0] * width
        if first is None:
            return row
        start, end = self._offsets[first : first + 2].tolist()
        run = self._seconds[start:end]
        places = run.searchsorted(wanted).tolist()
        for (column, second), place in zip(columns, places, strict=True):
            if place < end - start and run[place] == second:
                count = int(self._counts[start + place])
                row[column] = (
                    int(self._large[self._large_at.searchsorted(np.uint32(start + place))])
                    if count == ESCAPE
                    else count
                )
        return row

    def after(self, first: str, limit: int) -> list[tuple[str, int]]:
        """The syllables that most often stand right after `first`, most frequent first; counts
        above 254 are exact, too.
        """
        place = self._place(first)
        if place is None:
            return []
        start, end = self._offsets[place : place + 2].tolist()
        counts = self._counts[start:end].astype(np.int64)
        large = slice(
            *self._large_at.searchsorted(np.array([start, end], dtype=np.uint32)).tolist()
        )
        counts[self._large_at[large].astype(np.int64) - start] = self._large[large]
        best = np.argsort(-counts, kind="stable")[:limit]
        return [
            (self._syllable(int(self._seconds[start + at])).decode(), int(counts[at]))
            for at in best.tolist()
        ]

    def table(self) -> Pairs:
        """The whole table, for merging."""
        counts = self._counts.astype(np.uint32)
        counts[self._large_at] = self._large
        syllables = list(map(self._syllable, range(len(self._bounds) - 1)))
        firsts = np.repeat(np.arange(len(syllables), dtype=np.uint32), lengths_of(self._offsets))
        return Pairs(syllables, (firsts << np.uint32(16)) | self._seconds, counts)
