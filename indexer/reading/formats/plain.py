"""Plain text and Markdown, in whatever encoding an office saved them."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import decode
from indexer.reading.formats.fields import with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.markdown import unmarked
from indexer.reading.formats.metadata import split_front_matter
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["read"]


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per file. A front-matter block is taken off the text and read."""
    text, bad_bytes = decode(given.data())
    if bad_bytes:
        report.noted.append(Skipped(given.path, "bad-bytes", str(bad_bytes)))
    fields, body = split_front_matter(text)
    if given.suffix in (".md", ".markdown"):
        body = unmarked(body)
    if not body.strip():
        raise UnreadableSource("empty")
    found = SourceDocument(id=given.id, title="", text=body, path=given.path)
    document, bad = with_fields(found, fields)
    if bad:
        report.noted.append(Skipped(given.path, "bad-date", bad))
    yield document
