"""The files of sources: folders walked in a fixed order, links and luggage left out, what cannot
be seen reported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from indexer.reading.source_documents import IngestReport, Skipped

__all__ = ["OF_SYSTEMS", "files", "luggage"]

_HIDDEN: Final = (".", "~$")
OF_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})
"""Files that file managers leave behind; nobody means them."""
_PAGES: Final = (".htm", ".html", ".xhtml", ".shtml")
_LUGGAGE: Final = (
    "_files",
    ".files",
    "_file",
    "-files",
    "_tệp",
    "_tệp tin",
    "_tập tin",
    "-dateien",
    "_fichiers",
)
"""What browsers append to a page's name for the folder of its pictures and scripts."""


def files(sources: Sequence[Path], report: IngestReport) -> Iterator[tuple[Path, bool]]:
    """(file, found in a folder) for every file, folders walked in sorted order; each file once.

    Missing sources are reported, folders that cannot be looked into also as `unseen`.
    """
    seen: set[Path] = set()
    for source in sources:
        inside = source.is_dir()
        if inside:
            found: Iterator[Path] = _walk(source, report)
        elif source.is_file():
            found = iter((source,))
        else:
            reason = "not-a-file" if source.exists() else "missing"
            report.skipped.append(Skipped(str(source), reason))
            continue
        for path in found:
            real = path.resolve()
            if real not in seen:
                seen.add(real)
                yield path, inside


def _walk(source: Path, report: IngestReport) -> Iterator[Path]:
    """Every visible file below a folder, sorted by its path; hidden files and folders are left
    out.
    """
    root = source.resolve()
    found: list[Path] = []
    waiting = [source]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                inside = [entry for entry in entries if not entry.name.startswith(_HIDDEN)]
        except OSError as fault:
            report.skipped.append(Skipped(str(folder), "unreadable", fault.strerror or ""))
            report.unseen.append(str(folder))
            continue
        left = luggage(entry.name for entry in inside)
        for entry in inside:
            path = folder / entry.name
            if entry.is_symlink() and not path.resolve().is_relative_to(root):
                report.noted.append(Skipped(str(path), "link"))
            elif entry.is_dir(follow_symlinks=False):
                if entry.name.casefold() not in left:
                    waiting.append(path)
            elif entry.is_file() and entry.name.casefold() not in OF_SYSTEMS:
                found.append(path)
    return iter(sorted(found, key=lambda path: path.relative_to(source).parts))


def luggage(names: Iterable[str]) -> set[str]:
    """The folders that belong to the saved pages among these names, in lower case."""
    stems = [Path(name).stem.casefold() for name in names if name.casefold().endswith(_PAGES)]
    return {stem + ending for stem in stems for ending in _LUGGAGE}
