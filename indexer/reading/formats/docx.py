"""Word documents (.docx): paragraphs and tables in the order of the page."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import repair
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["read"]

_MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes a document may unpack to; a news article needs a thousandth of it, a zip bomb much more."""


def read(path: Path, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per document. A first paragraph in the style Title or Heading 1 is the title."""
    try:
        from docx import Document
    except ImportError as fault:
        raise UnreadableSource("needs-library: python-docx") from fault
    try:
        with zipfile.ZipFile(path) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MAX_UNPACKED:
                raise UnreadableSource("too-large")
        document = Document(str(path))
        lines = list(_lines(document))
    except UnreadableSource:
        raise
    except (
        Exception
    ) as fault:  # a parser fed by strangers may fail in any way; the other files must still be read
        raise UnreadableSource(f"damaged: {fault}") from fault
    text = repair("\n".join(line for line, _ in lines))
    if not text.strip():
        raise UnreadableSource("empty")
    heading = next(((line, style) for line, style in lines if line.strip()), ("", ""))
    title = repair(heading[0].strip()) if heading[1].casefold() in ("title", "heading 1") else ""
    yield SourceDocument(id=path.stem, title=title, text=text, path=str(path))


def _lines(document: Any) -> Iterator[tuple[str, str]]:
    """(line, style) of every paragraph; a table gives a line per row, its cells set apart
    by tabs.
    """
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells: list[str] = []
                for cell in row.cells:
                    if not cells or cells[-1] != cell.text.strip():
                        cells.append(cell.text.strip())
                yield "\t".join(cell for cell in cells if cell), ""
        else:
            yield block.text, (block.style.name or "") if block.style is not None else ""
