"""Which reader a file name asks for.

Formats that need a library load it only when such a file is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["IGNORED_NAMES", "UNREADABLE", "Reader", "reader_for"]

Reader = Callable[[Path, IngestReport], Iterator[SourceDocument]]

_MODULES = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".markdown": "plain",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".jsonl": "tables",
    ".ndjson": "tables",
    ".csv": "tables",
    ".rss": "feeds",
    ".atom": "feeds",
    ".xml": "feeds",
}

UNREADABLE = {
    ".doc": "old-word",
    ".rtf": "unsupported",
    ".odt": "unsupported",
    ".xls": "unsupported",
    ".xlsx": "unsupported",
}
"""Documents an office may well have that are not read: reported, never passed over in silence."""

IGNORED_NAMES = frozenset({"metadata.csv"})
"""Files that describe others; they are no articles."""


def reader_for(name: str) -> Reader | None:
    """The reader of a file, by its lower-case name; `.gz` and `.xz` only around tables; None when
    there is none.
    """
    bare = name.removesuffix(".gz").removesuffix(".xz")
    module = _MODULES.get(Path(bare).suffix)
    if module is None or (bare != name and module != "tables"):
        return None
    reader: Reader = import_module(f"indexer.reading.formats.{module}").read
    return reader
