"""Whoosh's side of a segment: the codec, segment record, schema and storage that its table of
contents is written with.

Whoosh opens, commits, locks, deletes from and, if asked to, merges these segments by itself
(`codec_read`, `codec_write`); the product's own writer merges them as arrays instead. Classes here
are pickled by name: do not move or rename them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence, Frequency, Positions

from indexer.language import fold
from indexer.storage.format.schema import FIELDS, Field, exact, key_of

__all__ = [
    "ColumnarCodec",
    "ColumnarField",
    "ColumnarSegment",
    "DurableStorage",
    "PackedPositions",
    "whoosh_schema",
]


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A directory whose renames reach the disk: what is renamed is synced first, the directory
    after.
    """

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        with open(self._fpath(oldname), "rb") as file:  # noqa: PTH123 - Whoosh speaks in strings
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class ColumnarSegment(W3Segment):  # type: ignore[misc]
    """A segment as the table of contents records it: name, number of documents, deleted
    documents.
    """


class ColumnarCodec(W3Codec):  # type: ignore[misc]
    """Writes and reads segments as columnar files."""

    length_stats = False  # lengths are fields of their own (schema.NUMBERS)

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:
        return ColumnarSegment(self, indexname)

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        from indexer.storage.whoosh_codec.writing import ArticlesWriter

        return ArticlesWriter(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> Any:
        from indexer.storage.whoosh_codec.writing import PostingsWriter

        return PostingsWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> Any:
        from indexer.storage.whoosh_codec.reading import PostingsReader

        return PostingsReader(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> Any:
        from indexer.storage.whoosh_codec.reading import ArticlesReader

        return ArticlesReader(storage, segment)


class PackedPositions(Positions):  # type: ignore[misc]
    """Positions of one posting as little-endian 32-bit numbers."""

    def encode(self, poslist: Iterable[int]) -> bytes:
        return np.array(list(poslist), dtype="<u4").tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        positions: list[int] = np.frombuffer(valuestring, dtype="<u4").tolist()
        return positions

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // 4


_FORMATS = {"positions": PackedPositions, "frequencies": Frequency, "documents": Existence}


class ColumnarField(FieldType):  # type: ignore[misc]
    """A field whose terms Whoosh knows by their dictionary keys, so that its order of terms is
    ours.
    """

    def __init__(self, spec: Field) -> None:
        super().__init__(_FORMATS[spec.kind](), None, unique=spec.name == "id")
        self.folded = spec.folded

    def to_bytes(self, value: str | bytes) -> bytes:
        """The key of a term; bytes are a key already."""
        if isinstance(value, bytes):
            return value
        return key_of(value, fold(value) if self.folded else None)

    def from_bytes(self, bs: bytes) -> str:
        return exact(bs) if self.folded else bs.decode()


def whoosh_schema() -> Schema:
    """The schema of the index as Whoosh sees it."""
    fields = {name: ColumnarField(spec) for name, spec in FIELDS.items()}
    return Schema(article=STORED(), **fields)
