"""Saved web pages: trafilatura finds the main text; title, date, author and source come from the
page's own metadata.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import decode, repair
from indexer.reading.formats.metadata import iso_date
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["read"]

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.I)
_HEAD = 4096
_DATES = {"extensive_search": False, "original_date": True}
_SITE_SUFFIX = re.compile(r" [|–—-] [^|–—-]{2,40}$")


def read(path: Path, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per page. Nothing the page refers to is fetched."""
    try:
        from trafilatura import bare_extraction
    except ImportError as fault:
        raise UnreadableSource("needs-library: trafilatura") from fault
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = _page(path.read_bytes())
    try:
        found = bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params=_DATES,
        )
    except (
        Exception
    ) as fault:  # a parser fed by strangers may fail in any way; the other files must still be read
        raise UnreadableSource(f"damaged: {fault}") from fault
    text = repair((getattr(found, "text", None) or "").strip())
    if not text:
        raise UnreadableSource("empty")
    yield SourceDocument(
        id=path.stem,
        title=_title(found, text),
        text=text,
        date=iso_date(_field(found, "date")),
        url=_field(found, "url"),
        source=_field(found, "sitename"),
        author=_field(found, "author"),
        path=str(path),
    )


def _page(data: bytes) -> str:
    """The page's characters: by its own `charset` unless there is a byte order mark or the name is
    unknown.
    """
    declared = _CHARSET.search(data[:_HEAD])
    if declared and not data.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        name = declared[1].decode()
        try:
            if codecs.lookup(name).name != "utf-8":
                return data.decode(name, errors="replace")
        except LookupError:
            pass
    return decode(data)


def _field(found: Any, name: str) -> str:
    return str(getattr(found, name, None) or "").strip()


def _title(found: Any, text: str) -> str:
    """The page's title without the name of the site, unless the text's first line already is that
    title.
    """
    title = repair(_field(found, "title"))
    site = _field(found, "sitename")
    suffix = _SITE_SUFFIX.search(title)
    if suffix and (not site or site.casefold() in suffix.group().casefold()):
        title = title[: suffix.start()]
    return title.strip()
