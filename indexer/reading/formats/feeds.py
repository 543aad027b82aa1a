"""RSS, Atom and RDF files as they were saved; an entry is an article. Nothing they link to is
fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from html.entities import html5
from typing import Any, Final
from urllib.parse import urljoin

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from lxml.etree import XML, XMLParser, XMLSyntaxError

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import decode, repair
from indexer.reading.formats.fields import with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.markup import plain_text
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["read"]

_ATOM: Final = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_OWN: Final = ("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", *_ATOM)
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN: Final = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
Names = tuple[tuple[tuple[str, ...], str], ...]
_FIELDS: Final[dict[str, Names]] = {
    "title": ((_OWN, "title"), (_DUBLIN, "title")),
    "text": (
        ((_CONTENT,), "encoded"),
        (_ATOM, "content"),
        (_OWN, "description"),
        (_OWN, "summary"),
        (_DUBLIN, "description"),
    ),
    "date": (
        (_OWN, "pubDate"),
        (_OWN, "published"),
        (_DUBLIN, "date"),
        (_DUBLIN, "created"),
        (_OWN, "issued"),
        (_OWN, "updated"),
        (_OWN, "date"),
    ),
    "author": ((_DUBLIN, "creator"), (_OWN, "author")),
    "id": ((_OWN, "guid"), (_OWN, "id")),
    "source": ((_OWN, "source"), (_DUBLIN, "publisher")),
}
_ENTRIES: Final = ("item", "entry")
_ROOTS: Final = ("rss", "RDF", "feed")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"^\s{0,4096}<\?xml[^<>]{0,200}\?>")
_ENCODING = re.compile(rb"<\?xml[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
_OPENING = re.compile(r"<\?xml\s|<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_BEFORE: Final = 16 * 1024
"""Characters that a server's warnings may put before a feed."""
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)(?:(\w{1,31});)?"
)
_BARE_OPENING = re.compile(r"<(?![A-Za-z_/!?])")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per entry, in the order of the file. Raises UnreadableSource for other XML."""
    root = _root(given.data(), given.path, report)
    if _local(root) not in _ROOTS:
        raise UnreadableSource("bad-feed")
    channel = next((element for element in root if _local(element) == "channel"), root)
    source = plain_text(_field(channel, "title"))
    entries = [element for element in root.iter() if _local(element) in _ENTRIES]
    base = root.get(_BASE, "")
    for number, entry in enumerate(entries, 1):
        document, bad = _document(given, entry, source, base)
        if document is None:
            report.skipped.append(Skipped(given.path, "no-text", line=number))
            continue
        if bad:
            report.noted.append(Skipped(given.path, "bad-date", bad, number))
        yield document


def _root(data: bytes, path: str, report: IngestReport) -> Any:
    """The document as it stands; at a second try without what most often makes a feed no XML."""
    try:
        return fromstring(data)
    except DefusedXmlException as fault:
        raise UnreadableSource(f"bad-feed: {fault}") from fault
    except (ParseError, ValueError, LookupError):
        pass
    text = _mended(data)
    try:
        return fromstring(text)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        if (root := _as_far_as_it_goes(text)) is not None:
            report.noted.append(Skipped(path, "cut-short", str(fault)))
            return root
        raise UnreadableSource(f"bad-feed: {fault}") from fault


def _as_far_as_it_goes(text: str) -> Any:
    """The elements that are whole, of a feed that ends too early; None when there is none."""
    parser = XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = XML(text, parser)
    except (XMLSyntaxError, ValueError):
        return None
    entries = [] if root is None else [one for one in root.iter() if _local(one) in _ENTRIES]
    return root if entries else None


def _mended(data: bytes) -> str:
    """Without a declaration that may be wrong, leading blanks and control characters; entities
    and bare `&` made plain.
    """
    declared = [name.decode() for name in _ENCODING.findall(data[:1024])]
    text = _CONTROLS.sub("", decode(data, declared).text).lstrip("\ufeff \t\r\n")
    if begins := _OPENING.search(text[:_BEFORE]):
        text = text[begins.start() :]
    text = _DECLARATION.sub("", text, count=1)
    if "<!DOCTYPE" in text[:4096]:
        raise UnreadableSource("bad-feed: DOCTYPE")
    pieces = _CDATA.split(text)
    pieces[::2] = [
        _BARE_OPENING.sub("&lt;", _AMPERSAND.sub(_entity, piece)) for piece in pieces[::2]
    ]
    return "".join(pieces)


def _entity(found: re.Match[str]) -> str:
    """HTML's entities as characters; an ampersand that begins none as one."""
    if found[1] and (letters := html5.get(found[1] + ";")):
        return letters
    return "&amp;" + found[0][1:]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _space(element: Any) -> str:
    tag = str(element.tag)
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _field(element: Any, field: str) -> str:
    """The first of the elements of that meaning that says something, by namespace and name."""
    for spaces, name in _FIELDS[field]:
        for child in element:
            if _local(child) == name and _space(child) in spaces:
                value = repair(_value(child).strip())
                if value:
                    return value
    return ""


def _value(element: Any) -> str:
    """What an element says: its text, or its XHTML with a line for every block; of a person the
    name.
    """
    named = next((child for child in element if _local(child) == "name"), None)
    if named is not None:
        return "".join(named.itertext())
    if element.get("type") == "xhtml" or any(_space(child) == _XHTML for child in element):
        return _xhtml(element)
    return "".join(element.itertext())


def _xhtml(element: Any) -> str:
    """The markup again, which `plain_text` reads like any other."""
    pieces: list[str] = []
    waiting: list[Any] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        name = _local(one)
        pieces.append(f"<{name}>{_escaped(one.text)}")
        waiting.append(f"</{name}>")
        for child in reversed(one):
            waiting += [_escaped(child.tail), child]
    return "".join(pieces)


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _link(entry: Any, base: str) -> str:
    """The address of an entry; one without a host is below the feed's `xml:base`."""
    for child in entry:
        plain = _local(child) == "link" and _space(child) in _OWN
        if plain and child.get("rel", "alternate") == "alternate":
            told = (child.text or child.get("href") or "").strip()
            nearer = entry.get(_BASE, "")
            return _below(_below(base, nearer) if nearer else base, told)
    return ""


def _below(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if base and link else link
    except ValueError:  # what only looks like an address
        return link


def _document(
    given: Input, entry: Any, source: str, base: str
) -> tuple[SourceDocument | None, str]:
    """The article of an entry and a date that could not be read; None when it has no text."""
    title = " ".join(plain_text(_field(entry, "title")).split())
    text, link = plain_text(_field(entry, "text")), _link(entry, base)
    if not text:
        title, text = "", title
    if not text:
        return None, ""
    id_ = _identity(_field(entry, "id") or link or title + text)
    fields = {
        "title": title,
        "date": _field(entry, "date"),
        "url": link,
        "source": plain_text(_field(entry, "source")) or source,
        "author": plain_text(_field(entry, "author")),
    }
    return with_fields(SourceDocument(id=id_, title="", text=text, path=given.path), fields)


def _identity(stated: str) -> str:
    """An id fit for a URL: the entry's own when it is a plain word, else a digest of it, the same
    at every reading.
    """
    if re.fullmatch(r"[\w.-]{1,80}", stated):
        return stated
    slug = re.sub(r"\.\w{1,5}$", "", stated.rstrip("/").rpartition("/")[2])
    digest = blake2b(stated.encode("utf-8", "replace"), digest_size=4).hexdigest()
    if re.fullmatch(r"[\w-]{8,}", slug):
        return f"{slug[:60]}-{digest}"
    return blake2b(stated.encode("utf-8", "replace"), digest_size=8).hexdigest()
