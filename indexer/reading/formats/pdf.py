"""PDF files with a text layer.

A scanned PDF has none: it is reported, never read as an empty article.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import repair
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["read", "unwrap"]

_LETTERS_PER_PAGE = 20
_PAGE_NUMBER = re.compile(r"^\W*(?:trang|page)?\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*$", re.I)
_TERMINAL = re.compile(r"[.!?…:;][\"”’)\]]*$")


def read(path: Path, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per file, its lines joined to paragraphs again."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import FileNotDecryptedError
    except ImportError as fault:
        raise UnreadableSource("needs-library: pypdf") from fault
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(str(path))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableSource("encrypted")
        pages = [page.extract_text() or "" for page in reader.pages]
    except FileNotDecryptedError as fault:
        raise UnreadableSource("encrypted") from fault
    except UnreadableSource:
        raise
    except (
        Exception
    ) as fault:  # a parser fed by strangers may fail in any way; the other files must still be read
        raise UnreadableSource(f"damaged: {fault}") from fault
    letters = sum(character.isalpha() for page in pages for character in page)
    if letters < _LETTERS_PER_PAGE * max(1, len(pages)):
        raise UnreadableSource("scanned")
    yield SourceDocument(
        id=path.stem,
        title="",
        text=repair(unwrap([page.splitlines() for page in pages])),
        path=str(path),
    )


def unwrap(pages: list[list[str]]) -> str:
    """Lines of a page set in a column, joined to paragraphs; page numbers and lines that head most
    pages are left out.

    A line that ends well short of the column, or ends a sentence short of it, ends its paragraph.
    """
    heads = Counter(
        line.strip() for page in pages for line in {*page[:1], *page[-1:]} if line.strip()
    )
    running = {line for line, count in heads.items() if len(pages) >= 3 and count > len(pages) / 2}
    lines = [
        line.strip()
        for page in pages
        for line in page
        if line.strip() not in running and not _PAGE_NUMBER.match(line)
    ]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return ""
    column = widths[int(len(widths) * 0.9)]
    paragraphs: list[str] = []
    joined = False
    for line in lines:
        if line and joined:
            paragraphs[-1] += " " + line
        elif line:
            paragraphs.append(line)
        short = len(line) < column * (0.9 if _TERMINAL.search(line) else 0.7)
        joined = bool(line) and not short
    return "\n".join(paragraphs)
