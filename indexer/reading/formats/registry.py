"""The formats that are read: for each its reader, the library it needs, and what of such a file
is not read.

This table is the one place that knows; the documentation's table is made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from indexer.errors import UnreadableSource
from indexer.reading.formats.inputs import Input
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["FORMATS", "METADATA", "Format", "format_of", "is_misnamed", "reader_of", "table"]

Reader = Callable[[Input, IngestReport], Iterator[SourceDocument]]

METADATA: Final = "metadata.csv"
"""The file that describes those beside it; it is no article."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    `module` holds its `read`; `library` is what must be installed ("" when Python alone will do).
    `apart` says that it is read in a process of its own, with limits of time and memory: all that
    foreign code parses.
    """

    kind: str
    name: str
    suffixes: tuple[str, ...]
    module: str
    library: str
    apart: bool
    unread: tuple[str, str]


FORMATS: Final = {
    one.kind: one
    for one in (
        Format("text", "Plain text", (".txt", ".text"), "plain", "", False, ("", "")),
        Format(
            "markdown",
            "Markdown",
            (".md", ".markdown"),
            "plain",
            "",
            False,
            ("", ""),
        ),
        Format(
            "html",
            "Saved web page",
            (".html", ".htm", ".xhtml", ".shtml"),
            "html",
            "trafilatura",
            True,
            (
                "menu, quảng cáo, bình luận; trang dựng bằng JavaScript",
                "menus, comments; pages drawn by scripts",
            ),
        ),
        Format(
            "mht",
            "Web archive",
            (".mht", ".mhtml"),
            "mail",
            "trafilatura",
            True,
            ("ảnh", "pictures"),
        ),
        Format(
            "docx",
            "Word",
            (".docx", ".docm", ".dotx", ".dotm"),
            "word",
            "xberg",
            True,
            (
                "đoạn đã xóa khi theo dõi thay đổi, bình luận, ảnh",
                "deleted revisions, comments, pictures",
            ),
        ),
        Format(
            "doc",
            "Word 97–2003",
            (".doc", ".dot"),
            "word",
            "xberg, olefile",
            True,
            (
                "đoạn đã xóa khi theo dõi thay đổi, bình luận, ảnh",
                "deleted revisions, comments, pictures",
            ),
        ),
        Format(
            "odt", "OpenDocument text", (".odt", ".ott"), "word", "xberg", True, ("ảnh", "pictures")
        ),
        Format(
            "rtf",
            "Rich text",
            (".rtf",),
            "word",
            "xberg",
            True,
            ("đoạn đã xóa, ảnh", "deleted revisions, pictures"),
        ),
        Format(
            "pdf",
            "PDF",
            (".pdf",),
            "pdf",
            "pypdfium2",
            True,
            ("ảnh quét (đọc được bằng --ocr), biểu mẫu", "scanned pages (unless --ocr), forms"),
        ),
        Format("eml", "Mail", (".eml",), "mail", "", True, ("chữ ký số", "signatures")),
        Format(
            "msg", "Outlook mail", (".msg",), "outlook", "xberg", True, ("lịch hẹn", "appointments")
        ),
        Format(
            "xlsx",
            "Excel",
            (".xlsx", ".xlsm", ".xltx"),
            "spreadsheet",
            "xberg",
            True,
            ("công thức chưa tính, biểu đồ", "formulas without a value, charts"),
        ),
        Format(
            "xls", "Excel 97–2003", (".xls",), "spreadsheet", "xberg", True, ("biểu đồ", "charts")
        ),
        Format(
            "ods",
            "OpenDocument spreadsheet",
            (".ods",),
            "spreadsheet",
            "xberg",
            True,
            ("biểu đồ", "charts"),
        ),
        Format("csv", "Table", (".csv", ".tsv"), "tables", "", False, ("", "")),
        Format("jsonl", "JSON Lines", (".jsonl", ".ndjson"), "json_lines", "", False, ("", "")),
        Format("json", "JSON", (".json",), "json_lines", "", True, ("", "")),
        Format(
            "feed",
            "RSS, Atom, RDF",
            (".rss", ".atom", ".rdf", ".xml"),
            "feeds",
            "defusedxml",
            True,
            ("bài ở nơi đường dẫn trỏ tới", "the pages it links to"),
        ),
        Format(
            "zip",
            "ZIP",
            (".zip",),
            "archives",
            "",
            True,
            ("tệp có mật khẩu", "members locked by a password"),
        ),
        Format(
            "image",
            "Picture",
            (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif"),
            "ocr",
            "tesseract",
            True,
            ("khi không có --ocr", "without --ocr"),
        ),
    )
}
"""By kind, as `detection.kind_of` names it."""


def format_of(kind: str) -> Format | None:
    """The format of a kind, None when such files are not read."""
    return FORMATS.get(kind)


def is_misnamed(suffix: str, kind: str) -> bool:
    """Is it the ending of another kind, as «.docx» of an old Word file? A new ending is not."""
    claimed = {one.kind for one in FORMATS.values() if suffix in one.suffixes}
    return bool(claimed) and kind not in claimed


def reader_of(kind: str) -> Reader:
    """The reader of a kind that is read. Raises UnreadableSource ("needs-library") when its
    library is missing.
    """
    format_ = FORMATS[kind]
    try:
        reader: Reader = import_module(f"indexer.reading.formats.{format_.module}").read
    except ImportError as fault:
        raise UnreadableSource(f"needs-library: {fault.name or format_.library}") from fault
    return reader


def table() -> str:
    """The formats as a table in Markdown, for the documentation."""
    rows = [
        "| Loại · Kind | Đuôi tệp · Names | Thư viện · Library | Không đọc · Not read |",
        "| --- | --- | --- | --- |",
    ]
    for one in FORMATS.values():
        names = " ".join(f"`{suffix}`" for suffix in one.suffixes)
        packed = " (+ `.gz` `.xz`)" if one.kind in ("csv", "jsonl") else ""
        library = f"`{one.library}`" if one.library else "–"
        unread = " · ".join(filter(None, one.unread)) or "–"
        rows.append(f"| {one.name} | {names}{packed} | {library} | {unread} |")
    return "\n".join(rows)
