"""The Whoosh codec: a segment is one columnar file. (Whoosh's own reading and writing of it is below.)"""

from __future__ import annotations

import os
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import ID, STORED, Schema
from whoosh.filedb.filestore import FileStorage

from indexer.storage.schema import FIELDS

__all__ = ["COLUMNS", "ColumnarCodec", "ColumnarSegment", "DurableStorage", "whoosh_schema"]

COLUMNS = ".columns"


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A directory whose renames reach the disk: what is renamed is synced first, the directory after."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        path = self._fpath(oldname)
        with open(path, "rb") as file:  # noqa: PTH123 - Whoosh speaks in strings
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class ColumnarSegment(W3Segment):  # type: ignore[misc]
    """A segment as the table of contents records it; pickled by name."""


class ColumnarCodec(W3Codec):  # type: ignore[misc]
    """Writes and reads segments as columnar files."""

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:
        return ColumnarSegment(self, indexname)


def whoosh_schema() -> Schema:
    return Schema(article=STORED(), **{name: ID() for name in FIELDS})
