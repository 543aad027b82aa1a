"""A segment's two files, opened: postings (`.columns`) and stored articles (`.articles`). Shared by all snapshots that hold it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.storage.columns import ColumnFile
from indexer.storage.pairs import PairReader
from indexer.storage.schema import FIELDS
from indexer.storage.stored import Stored
from indexer.storage.terms import FieldReader

__all__ = ["ARTICLES", "COLUMNS", "SegmentFile", "beside"]

COLUMNS = ".columns"
ARTICLES = ".articles"
Array = NDArray[Any]

DENSE_BYTES = 32_000_000  # memory for the dense frequencies of a segment's most used terms
KEPT_ABOVE = 32  # a term's are kept when it stands in one document of so many, or more


def beside(stem: Path, extension: str) -> Path:
    """The file of a segment with an extension; `stem` is the path without one."""
    return stem.with_name(stem.name + extension)


class SegmentFile:
    """A segment on disk, mapped read-only. Safe to share between threads; what is derived is made once, on first use.

    `stem` is the path of its files without extension. Raises FileNotFoundError when they are gone, IndexCorrupt when damaged.
    """

    def __init__(self, stem: Path) -> None:
        self.columns = ColumnFile(beside(stem, COLUMNS))
        self.articles = ColumnFile(beside(stem, ARTICLES))
        self.stored = Stored(self.articles)
        self.doc_count = len(self.stored.offsets) - 1
        self._fields: dict[str, FieldReader] = {}
        self._numbers: dict[str, Array] = {}
        self._dense: OrderedDict[tuple[str, int | tuple[int, ...]], Array] = OrderedDict()
        self._dense_bytes = 0
        self._lock = threading.Lock()

    def field(self, name: str) -> FieldReader:
        """The dictionary and postings of a field."""
        reader = self._fields.get(name)
        if reader is None:
            reader = self._fields[name] = FieldReader(self.columns, FIELDS[name])
        return reader

    def numbers(self, name: str) -> Array:
        """A field of NUMBERS as int32 per document, -1 where it is not known."""
        dense = self._numbers.get(name)
        if dense is None:
            field = self.field(name)
            dense = np.full(self.doc_count, -1, dtype=np.int32)
            dense[field.all_docs] = field.per_posting(np.array([int(key) for key in field.keys()], dtype=np.int32))  # noqa: SIM118
            self._numbers[name] = dense
        return dense

    def dense(self, name: str, ordinal: int) -> Array:
        """How often a term stands in each document, 0 where it does not; kept for terms of many documents. Do not write to it."""
        key = (name, ordinal)
        known = self._dense.get(key)
        if known is not None:
            return known
        field = self.field(name)
        frequencies = field.frequencies(ordinal)
        made = np.zeros(self.doc_count, dtype=frequencies.dtype)
        made[field.docs(ordinal)] = frequencies
        if len(frequencies) * KEPT_ABOVE >= self.doc_count:
            self._keep(key, made)
        return made

    def dense_sum(self, name: str, ordinals: tuple[int, ...]) -> Array:
        """The sum of several terms' `dense`, kept likewise. Do not write to it."""
        known = self._dense.get((name, ordinals))
        if known is not None:
            return known
        field = self.field(name)
        by_df = sorted(ordinals, key=field.df, reverse=True)
        total = sum(map(field.df, ordinals))
        small = field.all_frequencies is None or field.all_frequencies.itemsize == 1
        made: Array = np.zeros(self.doc_count, dtype=np.uint16 if small else np.float32)
        made[field.docs(by_df[0])] = field.frequencies(by_df[0])
        for ordinal in by_df[1:]:
            if field.df(ordinal) * 8 > self.doc_count:
                made += self.dense(name, ordinal)
            else:
                made[field.docs(ordinal).astype(np.intp)] += field.frequencies(ordinal)
        if total * KEPT_ABOVE >= self.doc_count:
            self._keep((name, ordinals), made)
        return made

    def _keep(self, key: tuple[str, int | tuple[int, ...]], made: Array) -> None:
        with self._lock:
            if key not in self._dense:
                self._dense[key] = made
                self._dense_bytes += made.nbytes
            while self._dense_bytes > DENSE_BYTES:
                self._dense_bytes -= self._dense.popitem(last=False)[1].nbytes

    def has_dense(self, name: str, ordinal: int) -> bool:
        """Whether `dense` would answer from memory."""
        return (name, ordinal) in self._dense

    @cached_property
    def pairs(self) -> PairReader:
        """Counts of adjacent syllables."""
        return PairReader(self.columns)

    @cached_property
    def id_ranks(self) -> Array:
        """Per document, the place of its id among the segment's ids in order: its ordinal in the field `id`."""
        ids = self.field("id")
        ranks = np.zeros(self.doc_count, dtype=np.uint32)
        ranks[ids.all_docs] = ids.per_posting(np.arange(len(ids), dtype=np.uint32))
        return ranks

    def verify(self) -> None:
        """Compare everything with its checksums. Raises IndexCorrupt."""
        self.columns.verify()
        self.articles.verify()
