"""Whoosh's side of the index: its schema, fields, formats, codec, segments, and the index that
joins them.

Whoosh opens, commits, locks, deletes from and, if asked to, merges these segments by itself
(`reading`, `writing`); the product's own writer is a Whoosh writer that merges them as arrays
instead. What Whoosh would pickle is ours: the schema comes from the code, the table of contents is
a commit point, and what a writer puts aside it keeps in memory. Nothing of an index is ever
unpickled.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.formats import Existence, Frequency, Positions
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from indexer.language import fold
from indexer.storage.durability import Lock
from indexer.storage.format.schema import FIELDS, Field, exact, key_of
from indexer.storage.reader import commit_point, generations
from indexer.storage.reader.commit_point import Entry
from indexer.storage.reader.segment_reader import Seals, SegmentReader

__all__ = [
    "ColumnarCodec",
    "ColumnarField",
    "ColumnarIndex",
    "ColumnarSegment",
    "ColumnarWriter",
    "PackedPositions",
    "whoosh_schema",
]


class ColumnarSegment(W3Segment):  # type: ignore[misc]
    """A segment as a writer has it: name, number of documents, deleted documents."""

    seals: Seals | None = None  # of its files, once they are known

    @classmethod
    def of(cls, codec: ColumnarCodec, entry: Entry) -> ColumnarSegment:
        """The segment that a commit point records."""
        name, _, segment = entry.name.partition("_")
        made = cls(codec, name, entry.doc_count, segment, set(entry.deleted))
        made.seals = entry.seals
        return made

    def entry(self, folder: Path) -> Entry:
        """What a commit point records of it; its files are in `folder`."""
        name = str(self.segment_id())
        if self.seals is None:
            self.seals = SegmentReader(folder / name).seals
        return Entry(name, int(self._doccount), frozenset(self._deleted or ()), self.seals)


class ColumnarCodec(W3Codec):  # type: ignore[misc]
    """Writes and reads segments as columnar files."""

    length_stats = False  # lengths are fields of their own (schema.NUMBERS)

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:
        # Whoosh takes names from Python's generator, which any library may seed: a name given twice
        # would overwrite a segment that is being served.
        return ColumnarSegment(self, indexname, 0, secrets.token_hex(8))

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


class _Storage(FileStorage):  # type: ignore[misc]
    """A generation's folder, and memory for what a writer sorts: Whoosh pickles it."""

    def temp_storage(self, name: str | None = None) -> RamStorage:
        return RamStorage()


class ColumnarIndex(FileIndex):  # type: ignore[misc]
    """A generation as an index of Whoosh: open it, search it, delete from it, optimize it.

    `identity` is the generation's; while it is being made, its settings do not tell it yet.
    """

    def __init__(self, folder: Path, identity: str = "") -> None:
        self.folder = folder
        self.storage = _Storage(str(folder))
        self.indexname = "MAIN"
        self._schema = whoosh_schema()
        self.identity = identity or generations.read_settings(folder).identity

    def latest_generation(self) -> int:
        return commit_point.latest(self.folder)

    def lock(self, name: str) -> Lock:
        """The lock of the whole index directory."""
        return Lock(self.folder.parent.parent / generations.WRITELOCK)

    def writer(self, procs: int = 1, **options: Any) -> ColumnarWriter:
        return ColumnarWriter(self, codec=ColumnarCodec(), compound=False, **options)

    def _read_toc(self) -> SimpleNamespace:
        number = self.latest_generation()
        codec = ColumnarCodec()
        entries = commit_point.read(self.folder, number, self.identity)
        segments = [ColumnarSegment.of(codec, entry) for entry in entries]
        return SimpleNamespace(
            schema=self._schema, segments=segments, generation=number, version=0, release=(0, 0, 0)
        )


class ColumnarWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, whose commit is a commit point."""

    def __init__(self, index: ColumnarIndex, **options: Any) -> None:
        super().__init__(index, **options)
        self._folder, self._identity = index.folder, index.identity

    def _commit_toc(self, segments: list[ColumnarSegment]) -> None:
        entries = [segment.entry(self._folder) for segment in segments]
        commit_point.commit(self._folder, self.generation, self._identity, entries)
        commit_point.remove_litter(self._folder, self.generation, entries)
