"""Saved web pages: trafilatura finds the main text; title, date, author and source come from the
page's own metadata.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from trafilatura import bare_extraction

from indexer.errors import UnreadableSource
from indexer.model.web_address import web_address
from indexer.reading.formats.encodings import decode, repair
from indexer.reading.formats.fields import with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.markup import plain_text
from indexer.reading.formats.page_layout import table_rows, without_layout_tables
from indexer.reading.formats.page_titles import META, page_title
from indexer.reading.formats.tables import articles
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["page", "read"]

_HEAD: Final = 64 * 1024
"""Bytes in which a page declares its encoding; browsers look at 1,024, other programs need more."""
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+-]{1,40})", re.I)
_META = re.compile(rb"<(?:meta|\?xml)\b[^<>]{0,1000}", re.I)
_ENCODING = re.compile(rb"encoding\s{0,9}=\s{0,9}[\"']([\w.:+-]{1,40})", re.I)
_SHEETS: Final = (".xls", ".xlsx")
"""Names under which programs save a page's table for a spreadsheet to open."""
_DATES: Final = {"extensive_search": False, "original_date": True}
_DELETED = re.compile(r"<del\b[^<>]{0,1000}>.{0,4000}?</del\s{0,9}>", re.I | re.S)
"""What was struck out in an office program's page."""
_OFFICE = re.compile(r"(?:Libre|Open)Office|Microsoft (?:Word|Excel)|Word\.Document", re.I)
"""Who makes pages of documents: the date in such a page is that of the document's template."""
_SAVED_FROM = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,6}\)(\S{1,2000})\s{0,9}-->", re.I)
"""What browsers since Internet Explorer write above a page: the length and the address."""
_SINGLE_FILE = re.compile(r"<!--\s{0,99}Page saved with SingleFile\s{0,99}url:\s{0,9}(\S{1,2000})")
"""What that extension of browsers writes there."""
_LINE_END = re.compile(r"\r?\n[ \t]*")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per page, or per row of a page that is a table saved for a spreadsheet. Nothing
    the page refers to is fetched.
    """
    data = given.data()
    text, bad_bytes = decode(data, _declared(data[:_HEAD]), markup=True)
    if bad_bytes:
        report.noted.append(Skipped(given.path, "bad-bytes", str(bad_bytes)))
    if given.suffix in _SHEETS and (rows := table_rows(text)):
        yield from articles(given, rows, report)
        return
    document, bad = page(given, text)
    if bad:
        report.noted.append(Skipped(given.path, "bad-date", bad))
    yield document


def page(given: Input, markup: str, url: str = "") -> tuple[SourceDocument, str]:
    """The article of a page's characters, and a date that could not be read; `url` is where it
    was saved from.

    Raises UnreadableSource ("empty") for a page without text.
    """
    url = url or _saved_from(markup)
    if "<pre" not in markup:
        markup = _LINE_END.sub(" ", markup)  # in a page they are white space like any other
    if "<del" in markup.casefold():
        markup = _DELETED.sub(" ", markup)
    try:
        found: Any = bare_extraction(
            without_layout_tables(markup),
            url=url or None,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params=_DATES,
        )
    except Exception as fault:  # a parser fed by strangers may fail in any way
        raise UnreadableSource(f"damaged: {fault}") from fault
    text = repair((getattr(found, "text", None) or "").strip())
    if not text:
        text = repair(plain_text(markup[max(markup.casefold().find("<body"), 0) :]))
    if not any(map(str.isalnum, text)):
        raise UnreadableSource("empty")
    stated = {name: _field(found, name) for name in ("date", "url", "author")}
    if _is_of_office(markup):
        stated["date"] = ""
    site = _field(found, "sitename")
    fields = stated | {
        "title": page_title(markup, _field(found, "title"), site, stated["url"] or url),
        "source": site,
        "url": stated["url"] or url,
    }
    return with_fields(SourceDocument(id=given.id, title="", text=text, path=given.path), fields)


def _saved_from(markup: str) -> str:
    """The address that a browser writes into a page it saves; "" without one."""
    head = markup[:_HEAD]
    found = _SAVED_FROM.search(head) or _SINGLE_FILE.search(head)
    return web_address(found[1]) if found else ""


def _declared(head: bytes) -> list[str]:
    """The encodings that the page's elements name, in order."""
    named = [
        name
        for meta in _META.findall(head)
        for name in _CHARSET.findall(meta) + _ENCODING.findall(meta)
    ]
    return [name.decode("ascii", "replace") for name in named]


def _field(found: Any, name: str) -> str:
    return str(getattr(found, name, None) or "").strip()


def _is_of_office(markup: str) -> bool:
    """Was a page written by an office program, as it says itself?"""
    metas = (meta for meta in META.findall(markup[:_HEAD]) if "generator" in meta.casefold())
    return any(_OFFICE.search(meta) for meta in metas)
