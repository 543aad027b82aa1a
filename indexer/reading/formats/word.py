"""Word, OpenDocument and RTF documents: their text in the order of the page, then notes, head and
foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from indexer.errors import UnreadableSource
from indexer.reading.formats.detection import kind_of
from indexer.reading.formats.encodings import repair
from indexer.reading.formats.fields import with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.office import Document, Node, opened
from indexer.reading.source_documents import IngestReport, SourceDocument
from indexer.reading.structure.official import official, official_title
from indexer.reading.structure.titles import stated_title

__all__ = ["read"]

_PAGE = re.compile(
    r"\W{0,9}(?:trang|page)?\W{0,9}\d{0,4}(?:\s{0,3}[/-]\s{0,3}\d{1,4})?\W{0,9}", re.I
)
_TITLES: Final = ("title", "heading 1", "tiêu đề")
_ROW_END: Final = "\t\t"
"""How xberg ends the rows of a table in an old Word file."""


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per document."""
    kind = kind_of(given)
    document = opened(given.data(), kind, given.limits)
    if kind == "doc":
        document = replace(document, nodes=tuple(_by_row(document.nodes)))
    body, repeated = _body(document)
    text = repair("\n".join(_in_order(body, repeated, document)))
    if not text.strip():
        raise UnreadableSource("empty")
    title = repair(_heading(body)) or official_title(text) or stated_title(document.title, text)
    found = SourceDocument(id=given.id, title="", text=text, path=given.path)
    yield with_fields(found, {"title": title})[0]


def _by_row(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes of an old Word file, each row of its tables one of its own."""
    for node in nodes:
        for row in node.text.split(_ROW_END):
            if row.strip() or node.cells:
                yield replace(node, text=row)


def _body(document: Document) -> tuple[list[Node], dict[str, str]]:
    """The nodes of the text, without the heads and feet that RTF's text begins with; and these by
    their letters, for the spaces in them are lost elsewhere.
    """
    around = {_letters(node.text) for node in document.nodes if node.layer in ("header", "footer")}
    body = [node for node in document.nodes if node.layer == "body"]
    first = 0
    while (
        first < len(body) and around and _letters(body[first].text) in around and body[first].text
    ):
        first += 1
    repeated = {_letters(node.text): node.text.strip() for node in body[:first]}
    return body[first:], repeated


def _letters(text: str) -> str:
    return "".join(text.split())


def _in_order(body: Sequence[Node], repeated: Mapping[str, str], document: Document) -> list[str]:
    """The lines of the text, then of notes, head and foot; a head that is the letterhead of an
    official document comes first, as on the page.
    """
    text = list(_lines(body))
    around = {
        layer: [repeated.get(_letters(line), line) for line in _around(document, layer)]
        for layer in ("footnote", "header", "footer")
    }
    head = around["header"]
    if head and official("\n".join(head)) is not None and official("\n".join(text)) is None:
        return [*head, *text, *around["footnote"], *around["footer"]]
    return [*text, *around["footnote"], *head, *around["footer"]]


def _around(document: Document, layer: str) -> list[str]:
    """The lines of a layer that say something, each once."""
    nodes = [node for node in document.nodes if node.layer == layer]
    written = "\n".join(_lines(nodes)).split("\n")
    said = dict.fromkeys(line.strip() for line in written)
    return [line for line in said if line and not _PAGE.fullmatch(line)]


def _lines(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node.cells:
            yield from _rows(node)
        else:
            yield node.text


def _rows(node: Node) -> Iterator[str]:
    """A line a row, its cells set apart by tabs; where cells hold several lines (a letterhead),
    each cell by itself.
    """
    for row in node.cells:
        cells = [cell.strip() for cell in row if cell.strip()]
        if any("\n" in cell for cell in cells):
            yield from cells
        elif cells:
            yield "\t".join(cells)


def _heading(body: Sequence[Node]) -> str:
    """The first line, when its style says that it is the title, with those of that style below."""
    said = [node for node in body if node.text.strip()]
    if not said:
        return ""
    style, kind = said[0].style, said[0].kind
    if style not in _TITLES and kind not in ("heading", "title"):
        return ""
    run = takewhile(lambda node: node.style == style, said) if style == "title" else said[:1]
    return " ".join(" ".join(node.text.split()) for node in run)
