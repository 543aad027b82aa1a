"""Plain text and Markdown, in whatever encoding an office saved them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import decode
from indexer.reading.formats.metadata import split_front_matter, with_fields
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["read"]

_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_REFERENCE = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_MARK = re.compile(r"^\s*(?:>\s?|[-*+]\s+|\d+[.)]\s+)")


def read(path: Path, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per file. A front-matter block is taken off the text and read."""
    text = decode(path.read_bytes())
    fields, body = split_front_matter(text)
    if path.suffix.casefold() in (".md", ".markdown"):
        body = _unmarked(body)
    if not body.strip():
        raise UnreadableSource("empty")
    record, bad = with_fields(
        SourceDocument(id=path.stem, title="", text=body, path=str(path)), fields
    )
    if bad:
        report.skipped.append(Skipped(str(path), "bad-date", bad))
    yield record


def _unmarked(text: str) -> str:
    """Markdown as it reads: headings, emphasis, links and list marks are taken off, a picture
    leaves its caption.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            line = heading[1]
        line = _REFERENCE.sub(
            r"\1",
            _IMAGE.sub(lambda image: f"Ảnh: {image[1]}" if image[1] else "", _MARK.sub("", line)),
        )
        lines.append(_EMPHASIS.sub(r"\2", line))
    return "\n".join(lines).strip() + "\n"
