"""PDF files with a text layer. A scanned PDF has none: it is reported, never read as an empty
article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import repair
from indexer.reading.formats.fields import with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.pdf_layout import (
    heading,
    headline,
    paragraphs,
    running_head,
    stated_in_margins,
    without_margins,
)
from indexer.reading.formats.pdf_lines import Line, lines_of
from indexer.reading.limits import PAGES
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument
from indexer.reading.structure.official import official_title
from indexer.reading.structure.titles import stated_title

__all__ = ["read"]

_LETTERS_ON_PAGE: Final = 20
"""Letters from which on a page has text; a stamp or a page number has fewer."""
_FRAGMENTS: Final = 0.5
"""Share of words of one letter from which on a text is in fragments."""
_OPENING: Final = 1_500
"""Characters of a text in which its title stands."""
_WORD = re.compile(r"[^\W\d_]+")


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per file, its lines joined to paragraphs again."""
    document = _opened(given.data())
    try:
        if len(document) > PAGES:
            raise UnreadableSource(f"too-large: {len(document)} > {PAGES}")
        pages = [_lines(document, number) for number in range(len(document))]
        stated = document.get_metadata_dict()
        empty = [number for number, page in enumerate(pages) if _letters(page) < _LETTERS_ON_PAGE]
        if empty and given.limits.ocr:
            pages = _recognised(document, pages, empty)
            empty = []
        elif len(empty) == len(pages):
            raise UnreadableSource("scanned")
    finally:
        document.close()
    if empty:
        report.noted.append(Skipped(given.path, "scanned-pages", f"{len(empty)}/{len(pages)}"))
    yield _document(given, pages, stated, report)


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        locked = (
            pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
            or "password" in str(fault).casefold()
        )
        raise UnreadableSource("encrypted" if locked else f"damaged: {fault}") from fault


def _lines(document: Any, number: int) -> list[Line]:
    """The lines of a page; none when the page cannot be opened."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return []
    try:
        return lines_of(page)
    finally:
        page.close()


def _letters(page: Sequence[Line]) -> int:
    return sum(letter.isalpha() for line in page for letter in line.text)


def _recognised(document: Any, pages: list[list[Line]], empty: Sequence[int]) -> list[list[Line]]:
    """The pages, those without text read by Tesseract."""
    from indexer.reading.formats.ocr import page_lines

    return [
        page_lines(document[number]) if number in set(empty) else page
        for number, page in enumerate(pages)
    ]


def _document(
    given: Input, pages: list[list[Line]], stated: dict[str, str], report: IngestReport
) -> SourceDocument:
    kept = without_margins(pages)
    text = repair("\n".join((*paragraphs(kept), *stated_in_margins(pages, kept))))
    if not text.strip():
        raise UnreadableSource("empty")
    words = _WORD.findall(text)
    if len(words) > 20 and sum(len(word) == 1 for word in words) > _FRAGMENTS * len(words):
        report.noted.append(Skipped(given.path, "fragments"))
    title = official_title(text) or repair(_title(pages[0], kept[0], text, stated))
    found = SourceDocument(id=given.id, title="", text=text, path=given.path)
    return with_fields(found, {"title": title})[0]


def _title(page: Sequence[Line], kept: Sequence[Line], text: str, stated: Mapping[str, str]) -> str:
    """What the file states, where the text has it as it stands; else the first page's largest
    text, what the file states, the first page's bold text, its head.
    """
    title = stated_title(stated.get("Title", ""), text)
    largest = headline(kept)
    stands = title and title in " ".join(text[:_OPENING].split())
    if stands and title not in largest and (not largest or largest not in title):
        return title
    return largest or title or heading(kept) or running_head(page, kept)
