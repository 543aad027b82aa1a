"""A segment's two files, opened: postings (`.columns`) and stored articles (`.articles`). Shared by
all snapshots that hold it.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.language.likeness import WIDTH
from indexer.model.register import Findings
from indexer.storage import durability
from indexer.storage.durability import replace, sync_file
from indexer.storage.format.bigram_postings import BigramReader
from indexer.storage.format.bigram_table import PairReader
from indexer.storage.format.columns import ColumnFile, Seal
from indexer.storage.format.document_store import Stored
from indexer.storage.format.findings import REGISTER, unpack
from indexer.storage.format.schema import FIELDS
from indexer.storage.format.term_dictionary import FieldReader

__all__ = [
    "ARTICLES",
    "COLUMNS",
    "LIKENESS",
    "Seals",
    "SegmentReader",
    "beside",
    "move",
    "remove",
    "sync",
]

COLUMNS = ".columns"
ARTICLES = ".articles"
LIKENESS = "likeness"
"""The column of fingerprints (`indexer.language.likeness`), a row of bytes for each document. A
segment written before there were any has none."""
Array = NDArray[Any]
Seals = tuple[Seal, Seal]
"""Of the postings and of the stored articles of a segment."""


def beside(stem: Path, extension: str) -> Path:
    """The file of a segment with an extension; `stem` is the path without one."""
    return stem.with_name(stem.name + extension)


def move(stem: Path, target: Path) -> None:
    """Rename the files of a segment, on the same file system."""
    for extension in (COLUMNS, ARTICLES):
        replace(beside(stem, extension), beside(target, extension))


def remove(stem: Path) -> None:
    """Delete the files of a segment."""
    for extension in (COLUMNS, ARTICLES):
        durability.remove(beside(stem, extension))


def sync(stem: Path) -> None:
    """Force the files of a segment to disk."""
    for extension in (COLUMNS, ARTICLES):
        sync_file(beside(stem, extension))


class SegmentReader:
    """A segment on disk, mapped read-only. Safe to share between threads; what is derived is made
    once, on first use.

    `stem` is the path of its files without extension; with `seals`, of both files, they must be the
    ones that were committed. Raises FileNotFoundError when they are gone, IndexCorrupt when damaged
    or others.
    """

    def __init__(self, stem: Path, seals: Seals | None = None) -> None:
        columns, articles = seals or (None, None)
        self.name = stem.name
        self.columns = ColumnFile(beside(stem, COLUMNS), columns)
        self.articles = ColumnFile(beside(stem, ARTICLES), articles)
        self.stored = Stored(self.articles)
        self.doc_count = len(self.stored.offsets) - 1
        self._fields: dict[str, FieldReader] = {}
        self._numbers: dict[str, Array] = {}

    @property
    def seals(self) -> Seals:
        """What a commit records of the two files."""
        return self.columns.seal, self.articles.seal

    def is_whole(self) -> bool:
        """Are the files as long as when they were opened? Reading what was cut off since would end
        the process.
        """
        return self.columns.is_whole() and self.articles.is_whole()

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
            values = np.array(list(map(int, field.keys())), dtype=np.int32)
            dense[field.all_docs.whole()] = field.per_posting(values)
            self._numbers[name] = dense
        return dense

    def likeness(self) -> Array:
        """The fingerprint of every document's text, a row of bytes each; zeros where there is
        none.
        """
        if LIKENESS not in self.columns.names():
            return np.zeros((self.doc_count, WIDTH), np.uint8)
        return self.columns.array(LIKENESS).reshape(self.doc_count, WIDTH)

    def register_column(self) -> bytes | None:
        """What its articles tell for the register, as it is stored; None in a segment written
        before there was one.
        """
        if REGISTER not in self.columns.names():
            return None
        return self.columns.array(REGISTER).tobytes()

    def findings(self) -> tuple[dict[int, Findings], int]:
        """What its articles tell for the register, by document, and how many were never read for
        it.
        """
        column = self.register_column()
        return ({}, self.doc_count) if column is None else unpack(column)

    @cached_property
    def pairs(self) -> PairReader:
        """Counts of adjacent syllables."""
        return PairReader(self.columns)

    @cached_property
    def bigrams(self) -> BigramReader:
        """Documents of frequent words side by side."""
        return BigramReader(self.columns)

    @cached_property
    def id_ranks(self) -> Array:
        """Per document, the place of its id among the segment's ids in order: its ordinal in the
        field `id`.
        """
        ids = self.field("id")
        ranks = np.zeros(self.doc_count, dtype=np.uint32)
        ranks[ids.all_docs.whole()] = ids.per_posting(np.arange(len(ids), dtype=np.uint32))
        return ranks

    def verify(self) -> None:
        """Compare everything with its checksums. Raises IndexCorrupt."""
        self.columns.verify()
        self.articles.verify()
