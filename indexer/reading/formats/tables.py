"""Articles in a table: a row an article when a column holds the text, else the whole table one
article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from indexer.errors import UnreadableSource
from indexer.reading.formats.articles import article
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.rows import cells_of, heads
from indexer.reading.limits import TEXT
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["articles", "read"]

_AHEAD: Final = 20
Cells = tuple[int, list[str]]


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """The articles of a CSV file."""
    yield from articles(given, cells_of(given, report), report)


def articles(
    given: Input, cells: Iterable[Cells], report: IngestReport, *, id_: str = "", title: str = ""
) -> Iterator[SourceDocument]:
    """The articles of a table whose rows are `cells`, each with its line; `id_` and `title` are
    the table's own.

    Raises UnreadableSource ("empty") when there is not one.
    """
    rows = iter(cells)
    ahead = [row for _, row in zip(range(_AHEAD), rows, strict=False)]
    if not ahead:
        raise UnreadableSource("empty")
    found = heads([row for _, row in ahead])
    if found is None or "body" not in found.fields:
        yield _whole(given, chain(ahead, rows), id_ or given.id, title)
        return
    for line, row in chain(ahead[found.line :], rows):
        if not any(cell.strip() for cell in row):
            continue
        fields: dict[str, Any] = found.row(row, line).fields
        if "id" not in found.fields:
            fields["id"] = f"{id_ or given.id}-{line}"
        if record := article(given.path, line, fields, report):
            yield record


def _whole(given: Input, rows: Iterable[Cells], id_: str, title: str) -> SourceDocument:
    """The table as one article, a line a row."""
    lines: list[str] = []
    size = 0
    for _, row in rows:
        line = "\t".join(" ".join(cell.split()) for cell in row).strip()
        size += len(line)
        if size > TEXT:
            raise UnreadableSource("too-large")
        if line:
            lines.append(line)
    if not lines:
        raise UnreadableSource("empty")
    return SourceDocument(id=id_, title=title, text="\n".join(lines), path=given.path)
