"""The stored article: one compressed record per document, from which a hit is shown with a single read.

An article is written as one line of JSON (everything but the text) and the text. Records are deflated with a preset
dictionary drawn from the segment's own articles, which saves a sixth; dictionaries travel with the segment.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from indexer.article import UNKNOWN_DATE, Article, Basis, Counterpart, DateSpan, Evidence, Part, PartKind, Precision, Province, Role
from indexer.storage.columns import ColumnFile, ColumnWriter, narrowest
from indexer.storage.postings import offsets_of

Array = NDArray[Any]

__all__ = ["Stored", "compress_all", "decode", "encode", "make_dictionary", "write_records", "write_stored"]

LEVEL = 5
DICTIONARY_SIZE = 32_768
FEWEST_FOR_DICTIONARY = 200


def encode(article: Article) -> bytes:
    """An article as bytes; `decode` gives it back equal."""
    head = [
        article.id,
        article.title,
        article.url,
        article.source,
        article.author,
        int(article.title_derived),
        _spans((article.date, article.event, article.published, *article.dates)),
        [[p.name, p.today, p.role, _evidence(p.evidence)] for p in article.provinces],
        [[c.name, c.parent, c.role, _evidence(c.evidence)] for c in article.counterparts],
        [[p.kind, p.start, p.end] for p in article.parts],
    ]
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return f"{line}\n{article.text}".encode("utf-8", "surrogatepass")


def decode(record: bytes) -> Article:
    """The article `encode` wrote."""
    line, _, text = record.decode("utf-8", "surrogatepass").partition("\n")
    id_, title, url, source, author, derived, spans, provinces, counterparts, parts = json.loads(line)
    dates = [_span(span) for span in spans]
    return Article(
        id=id_,
        title=title,
        text=text,
        url=url,
        source=source,
        author=author,
        title_derived=bool(derived),
        date=dates[0],
        event=dates[1],
        published=dates[2],
        dates=tuple(dates[3:]),
        provinces=tuple(Province(name, today, cast(Role, role), _read_evidence(found)) for name, today, role, found in provinces),
        counterparts=tuple(
            Counterpart(name, parent, cast(Role, role), _read_evidence(found)) for name, parent, role, found in counterparts
        ),
        parts=tuple(Part(cast(PartKind, kind), start, end) for kind, start, end in parts),
    )


def _evidence(found: Sequence[Evidence]) -> list[Any]:
    return [item for e in found for item in (e.start, e.end, e.rule)]


def _read_evidence(flat: list[Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence(*flat[i : i + 3]) for i in range(0, len(flat), 3))


def _spans(spans: Sequence[DateSpan]) -> list[Any]:
    return [0 if span == UNKNOWN_DATE else [span.start, span.end, span.precision, span.basis, _evidence(span.evidence)] for span in spans]


def _span(value: Any) -> DateSpan:
    if not value:
        return UNKNOWN_DATE
    start, end, precision, basis, found = value
    return DateSpan(start, end, cast(Precision, precision), cast(Basis, basis), _read_evidence(found))


def make_dictionary(records: Sequence[bytes]) -> bytes:
    """A preset dictionary: evenly spaced samples of the records, or nothing when there are too few to pay for it."""
    if len(records) < FEWEST_FOR_DICTIONARY:
        return b""
    samples = [records[i * len(records) // 24] for i in range(24)]
    return b"".join(sample[: DICTIONARY_SIZE // 16] for sample in samples)[-DICTIONARY_SIZE:]


def compress_all(records: Sequence[bytes], dictionary: bytes) -> list[bytes]:
    """Deflate every record by itself, with the preset dictionary when there is one."""
    fresh = zlib.compressobj(LEVEL, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, *([dictionary] if dictionary else []))
    blobs = []
    for record in records:
        deflate = fresh.copy()
        blobs.append(deflate.compress(record) + deflate.flush())
    return blobs


def write_records(path: Path, records: Sequence[bytes]) -> None:
    """Compress records into a file of their own, for documents 0, 1, 2, …"""
    dictionary = make_dictionary(records)
    blobs = compress_all(records, dictionary)
    sizes = np.fromiter(map(len, blobs), dtype=np.uint64, count=len(blobs))
    chunks = (np.frombuffer(blob, dtype=np.uint8) for blob in blobs)
    write_stored(path, chunks, sizes, [dictionary], np.zeros(len(blobs), dtype=np.uint8))


def write_stored(path: Path, chunks: Iterable[Array], sizes: Array, dictionaries: Sequence[bytes], users: Array) -> None:
    """Write compressed records (as chunks of bytes), their `sizes`, the dictionaries, and which of them each record uses."""
    with ColumnWriter(path) as out:
        out.add_chunks("blobs", "<u1", chunks)
        out.add_chunks("offsets", narrowest(int(sizes.sum())), [offsets_of(sizes)])
        out.add("dictionaries", np.frombuffer(b"".join(dictionaries), dtype=np.uint8))
        out.add_chunks("dictionary_offsets", "<u4", [offsets_of(np.array([len(d) for d in dictionaries], dtype=np.uint64))])
        out.add_chunks("dictionary", narrowest(len(dictionaries)), [users])


class Stored:
    """Reads records of one segment. Safe to share between threads."""

    def __init__(self, columns: ColumnFile) -> None:
        self._buffer = columns.buffer
        self._start = columns.start("blobs")
        self._blobs = columns.array("blobs")
        self.offsets = columns.array("offsets")
        self.users = columns.array("dictionary")
        pool = columns.array("dictionaries").tobytes()
        bounds = columns.array("dictionary_offsets").tolist()
        self.dictionaries = [pool[a:b] for a, b in pairwise(bounds)]

    def blob(self, doc: int) -> bytes:
        """The record as it lies in the file."""
        return self._buffer[self._start + int(self.offsets[doc]) : self._start + int(self.offsets[doc + 1])]

    def blobs(self, docs: Array) -> list[Array]:
        """The records of ascending documents as they lie in the file, neighbours in one piece; views of the mapping."""
        if not len(docs):
            return []
        breaks = np.flatnonzero(np.diff(docs) != 1) + 1
        firsts, lasts = docs[np.append(0, breaks)], docs[np.append(breaks - 1, len(docs) - 1)]
        begins, ends = self.offsets[firsts].tolist(), self.offsets[lasts + 1].tolist()
        return [self._blobs[begin:end] for begin, end in zip(begins, ends, strict=True)]

    def record(self, doc: int) -> bytes:
        """The record `encode` made; raises zlib.error when it is damaged."""
        dictionary = self.dictionaries[int(self.users[doc])]
        inflate = zlib.decompressobj(-15, dictionary) if dictionary else zlib.decompressobj(-15)
        return inflate.decompress(self.blob(doc)) + inflate.flush()
