"""From sources (folders, files, archives) to records: finds the files in a fixed order and reports
what cannot be read.

Nothing is fetched from the network. Each format has its own module in `formats`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableSource
from indexer.reading.formats import IGNORED_NAMES, UNREADABLE, reader_for
from indexer.reading.formats.metadata import FolderMetadata
from indexer.reading.source_documents import (
    Duplicate,
    IngestReport,
    Skipped,
    SourceDocument,
    fingerprint,
)

__all__ = ["files", "records"]

_LONE = re.compile("[\ud800-\udfff]")
_TEXTS = ("id", "title", "text", "date", "url", "source", "author", "path")


def files(sources: Sequence[Path], report: IngestReport) -> Iterator[tuple[Path, bool]]:
    """(file, found in a folder) for every file, folders walked in sorted order; each file once;
    missing sources are reported.
    """
    seen: set[Path] = set()
    for source in sources:
        if source.is_dir():
            found: Iterator[Path] = iter(_walk(source, report))
        elif source.exists():
            found = iter((source,))
        else:
            report.skipped.append(Skipped(str(source), "missing"))
            continue
        inside = source.is_dir()
        for path in found:
            real = path.resolve()
            if real not in seen:
                seen.add(real)
                yield path, inside


def _walk(folder: Path, report: IngestReport) -> list[Path]:
    """Every visible file below a folder, sorted by its path; hidden files and folders are left out.

    Folders that cannot be looked into are reported.
    """

    def unseen(error: OSError) -> None:
        report.skipped.append(Skipped(str(error.filename), "unreadable", error.strerror or ""))
        report.unseen.append(str(error.filename))

    paths = []
    for place, folders, names in os.walk(folder, onerror=unseen):
        folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
        visible = [name for name in names if not name.startswith((".", "~$"))]
        paths += [path for name in visible if (path := Path(place, name)).is_file()]
    return sorted(paths, key=lambda path: path.relative_to(folder).parts)


def records(
    sources: Sequence[Path], report: IngestReport, leave: Callable[[Path], bool] | None = None
) -> Iterator[SourceDocument]:
    """Every article of the sources, in a fixed order, streamed. What cannot be read goes to
    `report` and is skipped.

    `leave` is asked of each file in turn, just before it would be read, and may pass it over.

    An id met again is reported and the first article kept; a text met again under another id is
    reported and both kept.
    """
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    metadata = FolderMetadata(report)
    for path, inside in files(sources, report):
        if leave is not None and leave(path):
            continue
        for found in _read(path, inside, metadata, report):
            record = _stamped(found)
            if not record.text.strip():
                report.skipped.append(Skipped(record.path, "empty"))
                continue
            if record.id in ids:
                report.duplicates.append(Duplicate("id", record.id, record.path, ids[record.id]))
                continue
            if record.fingerprint in texts:
                report.duplicates.append(
                    Duplicate("text", record.id, record.path, texts[record.fingerprint])
                )
            ids[record.id] = record.path
            texts.setdefault(record.fingerprint, record.path)
            report.read += 1
            yield record


def _stamped(record: SourceDocument) -> SourceDocument:
    """The record with its fingerprint, and with halves of surrogate pairs (in JSON, in file names)
    as U+FFFD.

    They are no characters and cannot be written.
    """
    told = (
        record.id,
        record.title,
        record.date,
        record.url,
        record.source,
        record.author,
        record.path,
    )
    try:
        "".join((*told, *record.provinces, *record.counterparts)).encode()
        return replace(record, fingerprint=fingerprint(record.text))
    except UnicodeEncodeError:
        changes: dict[str, Any] = {
            name: _LONE.sub("\ufffd", getattr(record, name)) for name in _TEXTS
        }
        for name in ("provinces", "counterparts"):
            changes[name] = tuple(_LONE.sub("\ufffd", place) for place in getattr(record, name))
        return replace(record, **changes, fingerprint=fingerprint(changes["text"]))


def _read(
    path: Path, inside: bool, metadata: FolderMetadata, report: IngestReport
) -> Iterator[SourceDocument]:
    """The records of one file; a fault ends the file, is reported, and the rest of the sources
    goes on.
    """
    name = path.name.casefold()
    reader = reader_for(name)
    if reader is None:
        reason = next(
            (reason for suffix, reason in UNREADABLE.items() if name.endswith(suffix)), ""
        )
        if reason or not inside:
            report.skipped.append(Skipped(str(path), reason or "unsupported"))
        else:
            report.ignored += 1
        return
    if inside and name in IGNORED_NAMES:
        return
    try:
        for record in reader(path, report):
            yield metadata.apply(path, record)
    except UnreadableSource as fault:
        reason, _, detail = str(fault).partition(": ")
        report.skipped.append(Skipped(str(path), reason, detail))
    except OSError as fault:
        report.skipped.append(Skipped(str(path), "unreadable", fault.strerror or ""))
