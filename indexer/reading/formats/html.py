"""Saved web pages: trafilatura finds the main text; title, date, author and source come from the
page's own metadata.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

from trafilatura import bare_extraction

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import decode, repair
from indexer.reading.formats.fields import with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.markup import plain_text
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument
from indexer.reading.structure.site_names import is_site, without_site

__all__ = ["page", "read"]

_HEAD: Final = 64 * 1024
"""Bytes in which a page declares its encoding; browsers look at 1,024, other programs need more."""
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+-]{1,40})", re.I)
_META = re.compile(rb"<(?:meta|\?xml)\b[^<>]{0,1000}", re.I)
_ENCODING = re.compile(rb"encoding\s{0,9}=\s{0,9}[\"']([\w.:+-]{1,40})", re.I)
_DATES: Final = {"extensive_search": False, "original_date": True}
_ELEMENT = r"<{0}\b[^<>]{{0,1000}}>(.{{0,4000}}?)</{0}\s{{0,9}}>"
_TITLE = re.compile(_ELEMENT.format("title"), re.I | re.S)
_H1 = re.compile(_ELEMENT.format("h1"), re.I | re.S)
_PROPERTY = re.compile(r"<meta\b[^<>]{0,2000}>", re.I)
_ATTRIBUTE = re.compile(
    r"([\w:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]{0,1500})\"|'([^']{0,1500})'|([^\s\"'<>]{1,400}))"
)
_DELETED = re.compile(r"<del\b[^<>]{0,1000}>.{0,4000}?</del\s{0,9}>", re.I | re.S)
"""What was struck out in an office program's page."""
_OFFICE = re.compile(r"(?:Libre|Open)Office|Microsoft (?:Word|Excel)|Word\.Document", re.I)
"""Who makes pages of documents: the date in such a page is that of the document's template."""
_LINE_END = re.compile(r"\r?\n[ \t]*")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per page. Nothing the page refers to is fetched."""
    data = given.data()
    text, bad_bytes = decode(data, _declared(data[:_HEAD]))
    if bad_bytes:
        report.noted.append(Skipped(given.path, "bad-bytes", str(bad_bytes)))
    document, bad = page(given, text)
    if bad:
        report.noted.append(Skipped(given.path, "bad-date", bad))
    yield document


def page(given: Input, markup: str, url: str = "") -> tuple[SourceDocument, str]:
    """The article of a page's characters, and a date that could not be read; `url` is where it
    was saved from.

    Raises UnreadableSource ("empty") for a page without text.
    """
    if "<pre" not in markup:
        markup = _LINE_END.sub(" ", markup)  # in a page they are white space like any other
    if "<del" in markup.casefold():
        markup = _DELETED.sub(" ", markup)
    try:
        found: Any = bare_extraction(
            markup,
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
        text = repair(plain_text(markup[markup.casefold().find("<body") :]))
    if not text.strip():
        raise UnreadableSource("empty")
    stated = {name: _field(found, name) for name in ("date", "url", "author")}
    if _is_of_office(markup):
        stated["date"] = ""
    site = _field(found, "sitename")
    fields = stated | {
        "title": _title(markup, _field(found, "title"), site, stated["url"] or url),
        "source": site,
        "url": stated["url"] or url,
    }
    return with_fields(SourceDocument(id=given.id, title="", text=text, path=given.path), fields)


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


def _title(markup: str, found: str, site: str, url: str) -> str:
    """The page's title without the name of its site.

    A heading or a title for sharing that says the same is the title whole: what follows a dash in
    it belongs to it.
    """
    head = markup[: markup.casefold().find("<body") + 1] or markup[:_HEAD]
    own = _inner(_TITLE, head)
    shared = _shared(head)
    headings = [
        heading
        for heading in map(_clean, _H1.findall(markup)[:5])
        if heading and not is_site(heading, site, url)
    ]
    title = own or shared or found
    if not title or (headings and is_site(title, site, url)):
        return headings[0] if headings else title
    agreed = next((one for one in (*headings, shared) if _is_part(one, title)), "")
    if agreed and agreed != title:
        return agreed  # what the longer one adds is not in the article
    bare = without_site(title, site, url)
    if agreed and (not site or without_site(title, site) != bare):
        return title
    return bare


def _is_part(one: str, title: str) -> bool:
    return one in title and len(one.split()) > 1


def _is_of_office(markup: str) -> bool:
    """Was a page written by an office program, as it says itself?"""
    metas = (meta for meta in _PROPERTY.findall(markup[:_HEAD]) if "generator" in meta.casefold())
    return any(_OFFICE.search(meta) for meta in metas)


def _inner(element: re.Pattern[str], markup: str) -> str:
    match = element.search(markup)
    return _clean(match[1]) if match else ""


def _clean(fragment: str) -> str:
    return repair(" ".join(plain_text(fragment).split()))


def _shared(head: str) -> str:
    """The title that the page gives to those who share it."""
    for meta in _PROPERTY.findall(head):
        told = {name.casefold(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(meta)}
        if (told.get("property") or told.get("name", "")).casefold() in (
            "og:title",
            "twitter:title",
        ):
            return repair(" ".join(unescape(told.get("content", "")).split()))
    return ""
