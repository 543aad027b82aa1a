"""Documents of word processors and spreadsheets, opened by xberg: the one place that knows its
ways.

What xberg gives is a list of nodes, each a JSON object with a `node_type`. Worked round here: it
drops the spaces that OpenDocument writes as elements, repeats the heads and feet of RTF within
the text, and marks footnotes as Markdown does.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import xberg
from lxml.etree import XML, SubElement, XMLParser, tostring

from indexer.errors import UnreadableSource
from indexer.reading.formats import rtf, word_97
from indexer.reading.limits import Limits

__all__ = ["Document", "Grid", "Node", "opened"]

MIME: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "msg": "application/vnd.ms-outlook",
}
Grid = list[list[str]]
_CONTENT: Final = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "ods": "content.xml",
    "xlsx": "xl/workbook.xml",
}
"""The member of a package that holds its text, or leads to it."""
_TYPES: Final = "[Content_Types].xml"
_MAIN_PART = re.compile(
    rb"<Override\b(?=[^<>]{0,900}\bContentType=\"[^\"<>]{0,200}\.main\+xml\")"
    rb"[^<>]{0,900}?\bPartName=(?:\"/?([^\"<>]{1,200})\"|'/?([^'<>]{1,200})')"
)
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PREFIX = re.compile(
    rb"xmlns:(\w{1,20})=[\"']http://schemas.openxmlformats.org/wordprocessingml/2006/main[\"']"
)
_ROOT: Final = 16 * 1024
"""Bytes in which a document's first element stands."""
_SPACES = re.compile(rb"<text:s\b(?:[^<>]{0,40}\btext:c=\"(\d{1,4})\")?[^<>]{0,40}/>")
_LINE_IN_CELL = re.compile(rf" {{0,2}}{rtf.LINE}\s{{0,2}}")
_NOTE_MARK = re.compile(r"\[\^\d{1,4}\]")
_LOCKED = re.compile(r"password|encrypt", re.I)


@dataclass(frozen=True, slots=True)
class Node:
    """A heading, paragraph, item, table or note. `layer` is "body", "header", "footer" or
    "footnote".
    """

    kind: str
    layer: str
    text: str
    style: str
    cells: Grid


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: its nodes in order, and what it states of itself ("" when it does not)."""

    nodes: tuple[Node, ...]
    title: str
    author: str
    subject: str
    created: str
    headers: dict[str, str]
    """Of a message: its subject, sender, date."""


def opened(data: bytes, kind: str, limits: Limits) -> Document:
    """The document of a file of that kind. Raises UnreadableSource ("damaged", "encrypted",
    "empty").
    """
    mime = MIME[kind]
    if kind in _CONTENT:
        _check_unpacked(data, limits)
    if kind in ("odt", "ods"):
        data = _rewritten(data, _with_spaces)
    if kind == "docx":
        data = _rewritten(_with_usual_name(data), _with_breaks)
    if kind == "rtf":
        data = rtf.readied(data)
    notes: list[str] = []
    if kind == "doc":
        data, notes = word_97.readied(data)
    given = xberg.ExtractInput(kind=xberg.ExtractInputKind.BYTES, bytes=data, mime_type=mime)
    try:
        result = asyncio.run(xberg.extract(given, _config()))
    except Exception as fault:  # a parser fed by strangers may fail in any way
        raise UnreadableSource(_reason(str(fault))) from fault
    if result.errors:
        raise UnreadableSource(_reason(str(result.errors[0].message)))
    if not result.results:
        raise UnreadableSource("empty")
    found = result.results[0]
    told = found.metadata
    nodes = [_node(node) for node in found.document.nodes] if found.document else []
    nodes += [Node("footnote", "footnote", note, "", []) for note in notes]
    return Document(
        tuple(node for node in nodes if node is not None),
        title=(told.title or "").strip(),
        author=", ".join(told.authors or ()),
        subject=(told.subject or "").strip(),
        created=told.created_at or "",
        headers=_headers(found.document.nodes) if found.document else {},
    )


def _config() -> xberg.ExtractionConfig:
    return xberg.ExtractionConfig(
        disable_ocr=True,
        use_cache=False,
        include_document_structure=True,
        output_format=xberg.OutputFormat("plain"),
        content_filter=xberg.ContentFilterConfig(include_headers=True, include_footers=True),
        concurrency=xberg.ConcurrencyConfig(max_threads=1),
    )


def _reason(said: str) -> str:
    return "encrypted" if _LOCKED.search(said) else f"damaged: {said[:200]}"


def _node(node: Any) -> Node | None:
    told = json.loads(str(node.content))
    text = _NOTE_MARK.sub("", told.get("text") or "")
    cells = _grid(told["grid"]) if told["node_type"] == "table" else []
    if told["node_type"] == "comment" or (not text.strip() and not cells):
        return None
    style = (node.attributes or {}).get("style_name", "")
    return Node(told["node_type"], str(node.content_layer), text, style.casefold(), cells)


def _headers(nodes: Any) -> dict[str, str]:
    for node in nodes:
        told = json.loads(str(node.content))
        if told["node_type"] == "metadata_block":
            return {entry["key"].casefold(): entry["value"] for entry in told["entries"]}
    return {}


def _grid(grid: dict[str, Any]) -> Grid:
    """The cells by row and column; a merged cell stands in its first place."""
    rows: Grid = [
        [] for _ in range(min(grid["rows"], 1 + max((c["row"] for c in grid["cells"]), default=-1)))
    ]
    for cell in sorted(grid["cells"], key=lambda cell: (cell["row"], cell["col"])):
        row = rows[cell["row"]]
        row += [""] * (min(cell["col"], 16_384) - len(row))
        row.append(_LINE_IN_CELL.sub("\n", cell["content"]))
    return rows


def _check_unpacked(data: bytes, limits: Limits) -> None:
    """Raise UnreadableSource for a package that says it unpacks to more than the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(entry.file_size for entry in package.infolist())
    except Exception as fault:
        raise UnreadableSource(f"damaged: {fault}") from fault
    if size > limits.size:
        raise UnreadableSource(f"too-large: {size >> 20} MB > {limits.size >> 20} MB")


def _rewritten(data: bytes, mend: Callable[[bytes], bytes]) -> bytes:
    """The package with its text mended; as it is when there is nothing to mend."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            name = next(name for name in _CONTENT.values() if name in package.namelist())
            content = package.read(name)
            if (mended := mend(content)) == content:
                return data
            written = io.BytesIO()
            with zipfile.ZipFile(written, "w") as copy:
                for entry in package.infolist():
                    is_content = entry.filename == name
                    copy.writestr(entry, mended if is_content else package.read(entry))
    except StopIteration:
        return data  # xberg will tell
    except Exception as fault:  # a package made by strangers may fail in any way
        raise UnreadableSource(f"damaged: {fault}") from fault
    return written.getvalue()


def _with_usual_name(data: bytes) -> bytes:
    """Word's package with its text under the name that xberg looks for: Word in a browser writes
    `document2.xml`, and a package may call it anything ([Content_Types].xml says which it is).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            types = package.read(_TYPES)
            told = _MAIN_PART.search(types)
            name = (told[1] or told[2]).decode() if told else _CONTENT["docx"]
            if _CONTENT["docx"] in names or name not in names:
                return data
            usual = {name: _CONTENT["docx"], _relations(name): _relations(_CONTENT["docx"])}
            written = io.BytesIO()
            with zipfile.ZipFile(written, "w") as copy:
                for entry in names:
                    content = package.read(entry)
                    if entry in (_TYPES, "_rels/.rels"):
                        content = content.replace(name.encode(), _CONTENT["docx"].encode())
                    copy.writestr(usual.get(entry, entry), content)
    except Exception as fault:  # a package made by strangers may fail in any way
        raise UnreadableSource(f"damaged: {fault}") from fault
    return written.getvalue()


def _relations(name: str) -> str:
    """Where a package says what its part of that name refers to."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _with_breaks(content: bytes) -> bytes:
    """Word's text without what was moved away, each paragraph of a cell on a line of its own."""
    content = _with_usual_prefix(content)
    if not any(mark in content for mark in (b"w:moveFrom ", b"w:cr/", b"w:tc>", b"w:tc ")):
        return content
    root = XML(content, XMLParser(resolve_entities=False, no_network=True))
    for moved in list(root.iter(_WORD + "moveFrom")):
        moved.getparent().remove(moved)
    for end in root.iter(_WORD + "cr"):
        end.tag = _WORD + "br"
    for cell in root.iter(_WORD + "tc"):
        first, *others = cell.findall(_WORD + "p") or [None]
        if first is None or cell.find(_WORD + "tbl") is not None:
            continue
        for paragraph in others:
            run = SubElement(first, _WORD + "r")
            SubElement(run, _WORD + "br")
            first.extend(paragraph)
            cell.remove(paragraph)
    return bytes(tostring(root))


def _with_usual_prefix(content: bytes) -> bytes:
    """Word's text with its names as Word writes them, `w:p`: xberg knows them by these letters,
    while programs may choose others (`ns0:p`).
    """
    found = _PREFIX.search(content[:_ROOT])
    if found is None or found[1] == b"w":
        return content
    name = found[1] + b":"
    pieces = content.replace(b"xmlns:" + found[1] + b"=", b"xmlns:w=", 1)
    for before in (b"<", b"</", b" "):
        pieces = pieces.replace(before + name, before + b"w:")
    return pieces


def _with_spaces(content: bytes) -> bytes:
    """OpenDocument's text with its spaces as characters."""
    return _SPACES.sub(_space, content)


def _space(found: re.Match[bytes]) -> bytes:
    return b" " * int(found[1] or 1)
