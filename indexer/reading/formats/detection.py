"""What a file is, told by its content; the name decides only between kinds of plain text."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, Final

from indexer.reading.formats.encodings import repair
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.rows import heads

__all__ = ["HEAD", "UNKNOWN_YET", "kind_of", "surface_kind"]

HEAD: Final = 64 * 1024
"""Bytes looked at, beside an archive's list of contents."""
_DIRECTORY: Final = 4096
"""Entries of an archive's list of contents looked at."""
_COMPOUND: Final = 64 << 20
"""Bytes of an old Office file searched for the names of its streams."""

_MAGIC: Final = (
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gz"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "bitmap"),
    (b"RIFF", "riff"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
)
_STREAMS: Final = (
    ("__properties_version1.0", "msg"),
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}
_PARTS: Final = (("word/document", "docx"), ("xl/workbook", "xlsx"), ("ppt/", "pptx"))
_HTML = re.compile(rb"\s{0,4096}<(?:!doctype\s{1,9}html|html|head|body|meta|title|h1)[\s>]", re.I)
_COMMENT = re.compile(rb"\s{0,4096}<!--")
_DECLARED_XML = re.compile(rb"\s{0,4096}<\?xml\s")
_FEED = re.compile(rb"<(?:rss|feed|[\w.-]{1,20}:(?:rdf|feed)|rdf)[\s>]", re.I)
_MESSAGE = re.compile(
    rb"(?:return-path|received|from|to|subject|date|message-id|mime-version|content-type|cc|"
    rb"x-[\w-]{1,60}|delivered-to|dkim-signature|snapshot-content-location|sender|reply-to|"
    rb"content-transfer-encoding)[ \t]{0,9}:",
    re.I,
)
_CERTAIN = re.compile(
    rb"^(?:mime-version|message-id|received|return-path|delivered-to)[ \t]{0,9}:", re.I | re.M
)

_BY_NAME: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".txt": "text",
    ".text": "text",
    ".xls": "csv",
    ".doc": "text",
    ".rtf": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".xml": "feed",
    ".eml": "eml",
    ".mht": "mht",
    ".mhtml": "mht",
}
"""Kinds of text by name; what has none of these names is text only to who looks into it."""
_BINARY: Final = {
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".dotm": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".odt": "odt",
    ".ods": "ods",
    ".zip": "zip",
    ".msg": "msg",
    ".gz": "gz",
    ".xz": "xz",
}
"""Kinds that only their content makes: a file of such a name and other content is damaged."""


_TEXT: Final = (".txt", ".text")
_JSON = re.compile(rb'\s{0,99}(?:\[\s{0,99})?\{\s{0,99}"[\w-]{1,40}"\s{0,9}:')
_LEAST_TABS: Final = 2
UNKNOWN_YET: Final = "?"
"""A container, which only a look inside tells: that is done where it can do no harm."""


def surface_kind(given: Input) -> str:
    """As `kind_of`, but without opening containers. Raises OSError."""
    if given.head(8).startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return UNKNOWN_YET
    return kind_of(given)


def kind_of(given: Input) -> str:
    """The kind's name ("docx", "html" …); "" when it is none that is known. Raises OSError."""
    head = given.head(HEAD)
    kind = _by_magic(head, given.stream)
    if kind in ("gz", "xz"):
        return _packed(given.name, kind)
    if kind:
        return kind
    if _is_wide(head):
        head = head[:HEAD].decode("utf-16", "replace").encode()
    if given.suffix in (".gz", ".xz"):
        return _packed(given.name, given.suffix[1:])
    head = head.removeprefix(b"\xef\xbb\xbf")
    return (
        _by_markup(head, given.suffix)
        or (_by_shape(head) if given.suffix in _TEXT else "")
        or _BY_NAME.get(given.suffix, "")
        or _BINARY.get(given.suffix, "")
    )


def _by_shape(head: bytes) -> str:
    """The kind of a text that programs wrote under the name of one: «Unicode text (.txt)» of a
    spreadsheet, JSON; "" for a text.
    """
    if _JSON.match(head):
        return "jsonl"
    first = head[:4096].partition(b"\n")[0].decode("utf-8", "replace")
    if first.count("\t") < _LEAST_TABS:
        return ""
    found = heads([repair(first).split("\t")])
    return "csv" if found is not None and {"title", "body"} <= found.fields else ""


def _by_magic(head: bytes, stream: BinaryIO) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(stream)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound_kind(stream)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if kind == "riff":
        return "image" if head[8:12] == b"WEBP" else ""
    if kind == "bitmap":
        return "image" if head[6:10] == b"\0\0\0\0" else ""
    return kind


def _zip_kind(stream: BinaryIO) -> str:
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as package:
            names = package.namelist()[:_DIRECTORY]
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                stated = package.read("mimetype").strip()
                if stated in _OPEN_DOCUMENT:
                    return _OPEN_DOCUMENT[stated]
            if "[Content_Types].xml" in names:
                return next(
                    (kind for part, kind in _PARTS if any(name.startswith(part) for name in names)),
                    "zip",
                )
            if "content.xml" in names and "META-INF/manifest.xml" in names:
                return "odt"
    except (
        Exception
    ):  # a list of contents made by strangers may fail in any way; its reader will tell
        return ""
    return "zip"


def _compound_kind(stream: BinaryIO) -> str:
    """The names of the streams stand in UTF-16 in the file's directory, 64 bytes a name, filled
    up with zeros.
    """
    stream.seek(0)
    whole = stream.read(_COMPOUND)
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") + b"\0\0" in whole:
            return kind
    return "ole"


def _is_wide(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _by_markup(head: bytes, suffix: str) -> str:
    """HTML, a feed, a message: by how they begin."""
    while comment := _COMMENT.match(head):
        end = head.find(b"-->", comment.end())
        if end < 0:
            return ""
        head = head[end + 3 :]
    if _HTML.match(head):
        return "html"
    if _DECLARED_XML.match(head):
        if _FEED.search(head):
            return "feed"
        return (
            "html" if re.search(rb"<html[\s>]", head[:4096], re.I) else _BY_NAME.get(suffix, "xml")
        )
    if re.match(rb"\s{0,4096}<(?:rss|feed|rdf:rdf)[\s>]", head, re.I):
        return "feed"
    if _MESSAGE.match(head) and _is_message(head, suffix):
        return "mht" if b"multipart/related" in head[:8192].lower() and suffix != ".eml" else "eml"
    return ""


def _is_message(head: bytes, suffix: str) -> bool:
    """A text may begin with «Subject:»; a message has headers that only programs write."""
    headers = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return suffix in (".eml", ".mht", ".mhtml") or bool(_CERTAIN.search(headers))


def _packed(name: str, kind: str) -> str:
    """Packed tables are read; of anything else packed so only its name tells."""
    bare = name.removesuffix(".gz").removesuffix(".xz")
    inner = _BY_NAME.get("." + bare.rpartition(".")[2], "")
    return inner if inner in ("csv", "jsonl") else kind
