"""RSS and Atom files as they were saved; an entry is an article.

Nothing they link to is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableSource
from indexer.reading.formats.metadata import iso_date
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["read"]

_FIELDS = {
    "title": ("title",),
    "text": ("encoded", "content", "description", "summary"),
    "date": ("pubDate", "published", "date", "updated"),
    "author": ("creator", "author"),
    "id": ("guid", "id"),
}
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "ul",
        "ol",
        "table",
        "figure",
        "figcaption",
    }
)


def read(path: Path, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per entry, in the order of the file.

    Raises `UnreadableSource` ("bad-feed") for other XML.
    """
    try:
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except ImportError as fault:
        raise UnreadableSource("needs-library: defusedxml") from fault
    try:
        root = fromstring(path.read_bytes())
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        raise UnreadableSource(f"bad-feed: {fault}") from fault
    entries = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if _name(root) not in ("rss", "RDF", "feed"):
        raise UnreadableSource("bad-feed")
    channel = next((element for element in root if _name(element) == "channel"), root)
    source = _field(channel, "title")
    for number, entry in enumerate(entries, 1):
        record = _record(path, entry, source)
        if record is None:
            report.skipped.append(Skipped(str(path), "no-text", line=number))
        else:
            yield record


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _field(element: Any, field: str) -> str:
    """The first field of that meaning that says something; an Atom author's name lies one level
    deeper.
    """
    for name in _FIELDS[field]:
        for child in element:
            if _name(child) == name:
                value = "".join(child.itertext()).strip()
                if value:
                    return value
    return ""


def _link(entry: Any) -> str:
    for child in entry:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.text or child.get("href") or "").strip()
    return ""


def _record(path: Path, entry: Any, source: str) -> SourceDocument | None:
    title, text, link = _plain(_field(entry, "title")), _plain(_field(entry, "text")), _link(entry)
    if not text:
        title, text = "", title
    if not text:
        return None
    return SourceDocument(
        id=_identity(_field(entry, "id") or link or title + text),
        title=title,
        text=text,
        date=iso_date(_field(entry, "date")),
        url=link,
        source=_plain(source),
        author=_plain(_field(entry, "author")),
        path=str(path),
    )


def _identity(stated: str) -> str:
    """An id fit for a URL: the entry's own when it is a plain word, else a digest of it, the same
    at every reading.
    """
    if re.fullmatch(r"[\w.-]{1,80}", stated):
        return stated
    slug = re.sub(r"\.\w{1,5}$", "", stated.rstrip("/").rpartition("/")[2])
    digest = blake2b(stated.encode(), digest_size=4).hexdigest()
    return (
        f"{slug[:60]}-{digest}"
        if re.fullmatch(r"[\w-]{8,}", slug)
        else blake2b(stated.encode(), digest_size=8).hexdigest()
    )


class _Text(HTMLParser):
    """Collects the characters of a fragment, a new line for every block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def _plain(fragment: str) -> str:
    """Text of a fragment that may hold markup, blank lines and outer space taken off."""
    if "<" in fragment:
        parser = _Text()
        parser.feed(fragment)
        parser.close()
        fragment = "".join(parser.pieces)
    else:
        fragment = unescape(fragment)
    lines = (" ".join(line.split()) for line in fragment.splitlines())
    return "\n".join(line for line in lines if line)
