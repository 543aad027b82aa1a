"""A field of a segment as read: binary search over the mapped dictionary, postings as array views.

Numbers of terms ("ordinals") are places in the sorted dictionary of one segment. Safe to share
between threads.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.caching import Cache, CachePool
from indexer.storage.format.columns import ColumnFile
from indexer.storage.format.postings import lengths_of, places_of_runs
from indexer.storage.format.schema import Field, exact, key_of

__all__ = ["FieldReader"]

Array = NDArray[Any]
_KEPT_FROM = 1_000  # documents of a term from which on the starts of their positions are kept
_FOUND: CachePool[int] = CachePool("storage.terms.ordinals", 8_000_000, lambda _: 200)
_FAMILIES: CachePool[dict[str, int]] = CachePool(
    "storage.terms.families", 8_000_000, lambda family: 400 + 150 * len(family)
)
_STARTS: CachePool[Array] = CachePool(
    "storage.terms.positions", 16_000_000, lambda starts: starts.nbytes + 200
)
_STEP = 256  # one key in so many is kept at hand: half of the steps of a search
_LAST = b"\xff"  # sorts after every key: UTF-8 never holds it


class FieldReader:
    """The dictionary and postings of one field. The dictionary is compared with its checksums here,
    postings where they are read.
    """

    def __init__(self, columns: ColumnFile, field: Field) -> None:
        name = field.name
        self.field = field
        self._buffer = columns.buffer
        self._blob = columns.start(f"{name}/keys")
        columns.check(self._blob, self._blob + columns.size(f"{name}/keys"))
        self._key_offsets = columns.array(f"{name}/key_offsets")
        self.post_offsets = columns.array(f"{name}/post_offsets")
        self.all_docs = columns.column(f"{name}/docs")
        self.all_frequencies = (
            columns.column(f"{name}/frequencies") if field.kind != "documents" else None
        )
        self.position_offsets = (
            columns.array(f"{name}/position_offsets") if field.kind == "positions" else None
        )
        self.all_positions = (
            columns.column(f"{name}/positions") if field.kind == "positions" else None
        )
        self._found: Cache[bytes, int] = Cache(_FOUND)
        self._families: Cache[str, dict[str, int]] = Cache(_FAMILIES)
        self._starts: Cache[int, Array] = Cache(_STARTS)  # of terms with many documents

    def __len__(self) -> int:
        return len(self.post_offsets) - 1

    def key(self, ordinal: int) -> bytes:
        """The key of a term."""
        start = self._blob
        return self._buffer[
            start + int(self._key_offsets[ordinal]) : start + int(self._key_offsets[ordinal + 1])
        ]

    def keys(self, start: int = 0, end: int | None = None) -> list[bytes]:
        """The keys of the terms from `start` up to `end`, all by default."""
        bounds = self._key_offsets[start : (len(self) if end is None else end) + 1].tolist()
        if len(bounds) < 2:
            return []
        blob = self._buffer[self._blob + bounds[0] : self._blob + bounds[-1]]
        base = bounds[0]
        return [blob[a - base : b - base] for a, b in pairwise(bounds)]

    def lower_bound(self, key: bytes) -> int:
        """The first ordinal whose key is not less than `key`."""
        block = bisect_left(self._landmarks, key)
        low, high = max(0, (block - 1) * _STEP), min(len(self), block * _STEP)
        return bisect_left(range(len(self)), key, low, high, key=self.key)

    @cached_property
    def _landmarks(self) -> list[bytes]:
        """The keys of the terms 0, _STEP, 2 · _STEP …"""
        return [self.key(ordinal) for ordinal in range(0, len(self), _STEP)]

    def find(self, key: bytes) -> int:
        """The ordinal of a key, or -1."""
        place = self._found.young.get(key)
        if place is None:
            place = self._found.get(key)
        if place is None:
            place = self.lower_bound(key)
            if place == len(self) or self.key(place) != key:
                place = -1
            self._found.put(key, place)
        return place

    def ordinal(self, term: str, folded: str | None) -> int:
        """The ordinal of an exact term, or -1; `folded` is ignored in fields keyed by the exact
        form.
        """
        return self.find(key_of(term, folded if self.field.folded else None))

    def family(self, folded: str) -> dict[str, int]:
        """Term → ordinal of all terms that fold to `folded`."""
        known = self._families.get(folded)
        if known is None:
            ordinals = self.spellings(folded)
            known = dict(
                zip(map(exact, self.keys(ordinals.start, ordinals.stop)), ordinals, strict=True)
            )
            self._families.put(folded, known)
        return known

    def spellings(self, folded: str) -> range:
        """Ordinals of all terms that fold to `folded`."""
        start = self.lower_bound(folded.encode() + b"\0")
        return range(start, self.lower_bound(folded.encode() + b"\1"))

    def prefix(self, prefix: str) -> range:
        """Ordinals of all terms whose key starts with `prefix`; the empty prefix is every term."""
        start = self.lower_bound(prefix.encode())
        return range(start, self.lower_bound(prefix.encode() + _LAST))

    def term(self, ordinal: int) -> str:
        """The exact term."""
        return self.term_of(self.key(ordinal))

    def term_of(self, key: bytes) -> str:
        """The exact term of a key of this field."""
        return exact(key) if self.field.folded else key.decode()

    def terms(self) -> list[str]:
        """All exact terms, in order of their keys."""
        return [exact(key) if self.field.folded else key.decode() for key in self.keys()]

    def df(self, ordinal: int) -> int:
        """Documents that hold the term, deleted ones included."""
        return int(self.post_offsets[ordinal + 1]) - int(self.post_offsets[ordinal])

    def occurrences(self, ordinal: int) -> int:
        """How often the term stands in all its documents; only in fields with positions."""
        if self.position_offsets is None:
            raise ValueError(f"field {self.field.name} has no positions")
        return int(self.position_offsets[ordinal + 1]) - int(self.position_offsets[ordinal])

    def per_posting(self, values: Array) -> Array:
        """One value per term, repeated for each of its documents: runs beside `all_docs`."""
        return np.repeat(values, lengths_of(self.post_offsets))

    def docs(self, ordinal: int) -> Array:
        """Ascending document numbers of a term, in the type they are stored in."""
        return self.all_docs[int(self.post_offsets[ordinal]) : int(self.post_offsets[ordinal + 1])]

    def frequencies(self, ordinal: int) -> Array:
        """How often the term stands in each of its documents."""
        start, end = int(self.post_offsets[ordinal]), int(self.post_offsets[ordinal + 1])
        if self.all_frequencies is None:
            return np.ones(end - start, dtype=np.uint8)
        return self.all_frequencies[start:end]

    def positions(self, ordinal: int) -> tuple[Array, Array]:
        """(all positions of a term, one document's after the other's; where each document's start,
        one more than documents).
        """
        if self.position_offsets is None or self.all_positions is None:
            raise ValueError(f"field {self.field.name} has no positions")
        first = int(self.position_offsets[ordinal])
        starts = self._starts.get(ordinal)
        if starts is None:
            counts = self.frequencies(ordinal)
            starts = np.zeros(
                len(counts) + 1,
                dtype=np.int32
                if int(self.position_offsets[ordinal + 1]) - first < 2**31
                else np.int64,
            )
            np.cumsum(counts, out=starts[1:])
            if len(starts) > _KEPT_FROM:
                self._starts.put(ordinal, starts)
        return self.all_positions[first : first + int(starts[-1])], starts

    def positions_in(self, ordinal: int, docs: Array) -> tuple[Array, Array]:
        """(place in `docs`, position) of each occurrence of a term in some documents, both
        ascending as `docs` are.
        """
        holders = self.docs(ordinal)
        at = holders.searchsorted(docs.astype(holders.dtype, copy=False))
        at[at == len(holders)] = 0
        held = np.flatnonzero(holders[at] == docs)
        if not len(held):
            return held, np.zeros(0, dtype=np.int64)
        positions, starts = self.positions(ordinal)
        first = starts[at[held]].astype(np.int64)
        times = starts[at[held] + 1] - first
        return np.repeat(held, times), positions[places_of_runs(first, times)]
