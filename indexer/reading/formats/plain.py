"""Plain text and Markdown, in whatever encoding an office saved them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import decode
from indexer.reading.formats.metadata import split_front_matter, with_fields
from indexer.reading.record import Record, Report, Skipped

__all__ = ["read"]


def read(path: Path, report: Report) -> Iterator[Record]:
    """One record per file. A front-matter block is taken off the text and read."""
    text = decode(path.read_bytes())
    fields, body = split_front_matter(text)
    if not body.strip():
        raise UnreadableSource("empty")
    record, bad = with_fields(Record(id=path.stem, title="", text=body, path=str(path)), fields)
    if bad:
        report.skipped.append(Skipped(str(path), "bad-date", bad))
    yield record
