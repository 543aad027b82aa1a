"""Whoosh reading a columnar segment: its term dictionary, matchers over its postings, its stored
articles.

The product's queries do not pass through here; Whoosh's own merging and tests that compare with it
do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec.base import FieldCursor, PerDocumentReader, TermsReader
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from indexer.storage.format.schema import FIELDS
from indexer.storage.format.term_dictionary import FieldReader
from indexer.storage.reader.segment_reader import SegmentReader
from indexer.storage.whoosh_codec.writing import stem_of

__all__ = ["ArticlesReader", "PostingsReader"]


class PostingsReader(TermsReader):  # type: ignore[misc]
    """The dictionaries of all fields, in order of field name and key."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._file = SegmentReader(stem_of(storage, segment))
        self._names = sorted(name for name in FIELDS if len(self._file.field(name)))

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return term[0] in FIELDS and self._file.field(term[0]).find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        return list(self._names)

    def _ordinals(
        self, fieldname: str = "", prefix: bytes = b""
    ) -> Iterator[tuple[str, FieldReader, int]]:
        for name in self._names:
            if name >= fieldname:
                reader = self._file.field(name)
                for ordinal in range(
                    reader.lower_bound(prefix) if name == fieldname else 0, len(reader)
                ):
                    yield name, reader, ordinal

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, reader.key(ordinal)) for name, reader, ordinal in self._ordinals())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (
            (name, reader.key(ordinal))
            for name, reader, ordinal in self._ordinals(fieldname, prefix)
        )

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return (
            ((name, reader.key(ordinal)), _info(reader, ordinal))
            for name, reader, ordinal in self._ordinals()
        )

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return (
            ((name, reader.key(ordinal)), _info(reader, ordinal))
            for name, reader, ordinal in self._ordinals(fieldname, prefix)
        )

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldReader, int]:
        reader = self._file.field(fieldname)
        ordinal = reader.find(text)
        if ordinal < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return reader, ordinal

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        return _info(*self._find(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        reader, ordinal = self._find(fieldname, text)
        return float(reader.frequencies(ordinal).sum(dtype=np.int64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        reader, ordinal = self._find(fieldname, text)
        return reader.df(ordinal)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        reader, ordinal = self._find(fieldname, text)
        values: list[bytes] | None = None
        if reader.field.kind == "positions":
            positions, starts = reader.positions(ordinal)
            blob, bounds = positions.astype("<u4").tobytes(), (starts * 4).tolist()
            values = [blob[bounds[i] : bounds[i + 1]] for i in range(len(bounds) - 1)]
        elif reader.field.kind == "frequencies":
            values = [
                int(count).to_bytes(4, "big") for count in reader.frequencies(ordinal).tolist()
            ]
        weights = reader.frequencies(ordinal).astype(np.float64).tolist()
        return ListMatcher(
            reader.docs(ordinal).tolist(),
            weights,
            values or [b""] * len(weights),
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=_info(reader, ordinal),
        )

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        return _Cursor(self._file.field(fieldname), fieldobj)


def _info(reader: FieldReader, ordinal: int) -> TermInfo:
    docs, frequencies = reader.docs(ordinal), reader.frequencies(ordinal)
    return TermInfo(
        weight=float(frequencies.sum(dtype=np.int64)),
        df=len(docs),
        minlength=0,
        maxlength=0,
        maxweight=float(frequencies.max()),
        minid=int(docs[0]),
        maxid=int(docs[-1]),
    )


class _Cursor(FieldCursor):  # type: ignore[misc]
    """Walks over one field's terms."""

    def __init__(self, reader: FieldReader, fieldobj: Any) -> None:
        self._reader, self._fieldobj, self._at = reader, fieldobj, 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        self._at = self._reader.lower_bound(
            term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        )
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._reader.term(self._at) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return _info(self._reader, self._at) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._at < len(self._reader)


class ArticlesReader(PerDocumentReader):  # type: ignore[misc]
    """Stored records and deletions. There are no Whoosh columns, vectors or lengths."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._file = SegmentReader(stem_of(storage, segment))
        self._segment = segment

    def doc_count(self) -> int:
        return self._file.doc_count - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        return self._file.doc_count

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        return self._segment.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, bytes]:
        return {"article": self._file.stored.record(docnum)}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return default

    def field_length(self, fieldname: str) -> int:
        return 0

    def min_field_length(self, fieldname: str) -> int:
        return 0

    def max_field_length(self, fieldname: str) -> int:
        return 0
