"""Excel and OpenDocument spreadsheets: each sheet is a table, read as a CSV file is."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import UnreadableSource
from indexer.reading.formats.detection import kind_of
from indexer.reading.formats.encodings import repair
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.office import Grid, opened
from indexer.reading.formats.tables import articles
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["read"]


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """The articles of every sheet; a sheet without a column for the text is one article."""
    document = opened(given.data(), kind_of(given), given.limits)
    sheets: list[tuple[str, Grid]] = []
    name = ""
    for node in document.nodes:
        if node.cells:
            sheets.append((name, node.cells))
        else:
            name = node.text.strip()
    if not sheets:
        raise UnreadableSource("empty")
    for name, cells in sheets:
        id_ = given.id if len(sheets) == 1 else f"{given.id}/{name}"
        rows = ((line, [repair(cell) for cell in row]) for line, row in enumerate(cells, 1))
        yield from articles(given, rows, report, id_=id_)
