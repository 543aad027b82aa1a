"""Whoosh writing a segment posting by posting, as it does when it merges by itself: gathered into
the same two files.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import FieldWriter, PerDocumentWriter

from indexer.storage.durability import sync_file
from indexer.storage.format.bigram_table import pairs_of_field, write_pairs
from indexer.storage.format.columns import ColumnWriter
from indexer.storage.format.document_store import write_records
from indexer.storage.format.postings import FieldArrays, offsets_of, write_field
from indexer.storage.format.schema import FIELDS
from indexer.storage.reader.segment_reader import ARTICLES, COLUMNS, beside

__all__ = ["ArticlesWriter", "PostingsWriter"]


def stem_of(storage: Any, segment: Any) -> Path:
    """The path of a segment's files without extension."""
    return Path(storage.folder) / str(segment.segment_id())


class ArticlesWriter(PerDocumentWriter):  # type: ignore[misc]
    """Takes the stored records of documents 0, 1, 2, … and writes them on close; writes nothing
    when there are none.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        self._stem = stem_of(storage, segment)
        self._segment = segment
        self._records: list[bytes] = []
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        self._records.append(b"")

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        if fieldname == "article" and value is not None:
            self._records[-1] = value

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        raise NotImplementedError("segments have no Whoosh columns")

    def cancel_doc(self) -> None:
        self._records.pop()

    def close(self) -> None:
        if self._records:
            write_records(beside(self._stem, ARTICLES), self._records)
            sync_file(beside(self._stem, ARTICLES))
        self._segment._fieldlengths = {}
        self.is_closed = True


class PostingsWriter(FieldWriter):  # type: ignore[misc]
    """Takes postings in order of field, key and document; writes the columns on close, nothing
    when there were none.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        self._stem = stem_of(storage, segment)
        self._segment = segment
        self._done: dict[str, FieldArrays] = {}
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._name, self._kind = fieldname, FIELDS[fieldname].kind
        self._keys: list[bytes] = []
        self._dfs, self._docs, self._frequencies = array("Q"), array("I"), array("I")
        self._positions: list[bytes] = []

    def start_term(self, text: bytes) -> None:
        self._keys.append(text)
        self._dfs.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        self._dfs[-1] += 1
        self._docs.append(docnum)
        self._frequencies.append(int(weight))
        if self._kind == "positions":
            self._positions.append(vbytes)

    def finish_term(self) -> None:
        """Nothing is left to do for a term."""

    def finish_field(self) -> None:
        posts = offsets_of(np.array(self._dfs))
        docs, frequencies = (
            np.array(self._docs, dtype=np.uint32),
            np.array(self._frequencies, dtype=np.uint32),
        )
        if self._kind == "documents":
            arrays = FieldArrays(self._keys, posts, docs)
        elif self._kind == "frequencies":
            arrays = FieldArrays(self._keys, posts, docs, frequencies)
        else:
            ends = offsets_of(frequencies)[posts]
            positions = np.frombuffer(b"".join(self._positions), dtype="<u4")
            arrays = FieldArrays(self._keys, posts, docs, frequencies, ends, positions)
        self._done[self._name] = arrays

    def close(self) -> None:
        self.is_closed = True
        if not self._done:
            return
        count = self._segment.doc_count_all() or 1 + max(
            int(arrays.docs.max(initial=0)) for arrays in self._done.values()
        )
        with ColumnWriter(beside(self._stem, COLUMNS)) as out:
            for name, spec in FIELDS.items():
                arrays = self._done.pop(name, None) or _empty(spec.kind)
                write_field(out, name, arrays, count)
                if spec.kind == "positions":
                    write_pairs(out, pairs_of_field(arrays))
        sync_file(beside(self._stem, COLUMNS))


def _empty(kind: str) -> FieldArrays:
    none, start = np.zeros(0, dtype=np.uint32), np.zeros(1, dtype=np.uint64)
    if kind == "documents":
        return FieldArrays((), start, none)
    return (
        FieldArrays((), start, none, none)
        if kind == "frequencies"
        else FieldArrays((), start, none, none, start, none)
    )
