"""What stands beside a text: a front-matter block at its head, or a row of `metadata.csv` in its
folder.

Both may state title, date, url, source, author, provinces, counterparts; what they state
overrides what is extracted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from indexer.errors import UnreadableSource
from indexer.reading.formats.fields import meaning, names, with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.rows import Row, rows_of
from indexer.reading.limits import Limits, limits
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["METADATA", "FolderMetadata", "split_front_matter"]

METADATA = "metadata.csv"
"""The file that describes those beside it; it is no article."""


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Fields of a leading `---` block of `key: value` lines (lists as `- item` or `[a, b]`), and
    the text after it.
    """
    head = text.lstrip("\ufeff\n\r ")
    if not head.startswith("---\n") and not head.startswith("---\r\n"):
        return {}, text
    lines = head.splitlines(keepends=True)
    end = next(
        (number for number, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0
    )
    if not end:
        return {}, text
    fields: dict[str, Any] = {}
    key = ""
    for line in lines[1:end]:
        stripped = line.strip()
        if stripped.startswith("- ") and key and not isinstance(fields[key], str | None):
            fields[key].append(stripped[2:].strip(" \"'"))
        elif ":" in stripped and not stripped.startswith("#"):
            name, _, value = stripped.partition(":")
            key = meaning(name.strip()) or name.strip().casefold()
            value = value.strip()
            fields[key] = (
                list(names(value)) if value.startswith("[") else value.strip("\"'") if value else []
            )
        elif stripped:
            return {}, text
    return fields, "".join(lines[end + 1 :]).lstrip("\r\n")


@dataclass(slots=True)
class _Table:
    """One folder's table: its rows by the file each names, and those that were put to use."""

    path: Path
    rows: dict[str, Row] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


class FolderMetadata:
    """The `metadata.csv` of each folder, read once. Rows are found by file name, stem or id."""

    def __init__(self, report: IngestReport) -> None:
        self._report = report
        self._folders: dict[Path, _Table] = {}

    def describes(self, path: Path) -> bool:
        """Does the folder of a file have a table with rows?"""
        return bool(self._table(path.parent).rows)

    def apply(self, path: Path, record: SourceDocument) -> SourceDocument:
        """The record with what its folder's table states of it."""
        table = self._table(path.parent)
        key = next(
            (
                key
                for key in map(str.casefold, (path.name, path.stem, record.id))
                if key in table.rows
            ),
            None,
        )
        if key is None:
            return record
        table.used.add(key)
        row = table.rows[key]
        changed, bad = with_fields(record, row.fields)
        if bad:
            self._report.noted.append(
                Skipped(str(table.path), "bad-date", f"{path.name}: {bad}", row.line)
            )
        return changed

    def finish(self) -> None:
        """IngestReport the rows that name no file, in the folders of which every file was asked
        for.
        """
        for table in self._folders.values():
            for key, row in table.rows.items():
                if key not in table.used and not (table.path.parent / key).exists():
                    self._report.noted.append(
                        Skipped(str(table.path), "no-such-file", key, row.line)
                    )

    def _table(self, folder: Path) -> _Table:
        if folder not in self._folders:
            self._folders[folder] = self._load(folder / METADATA)
        return self._folders[folder]

    def _load(self, path: Path) -> _Table:
        table = _Table(path)
        if not path.is_file():
            return table
        try:
            with path.open("rb") as stream:
                for row in rows_of(
                    Input(str(path), path.stem, stream, _limits()), self._report, key="file"
                ):
                    name = str(row.fields.get("file") or row.fields.get("id") or "").strip()
                    if name:
                        table.rows[PurePosixPath(name.replace("\\", "/")).name.casefold()] = row
                    else:
                        self._report.noted.append(Skipped(str(path), "no-file-name", line=row.line))
        except UnreadableSource as fault:
            reason, _, detail = str(fault).partition(": ")
            self._report.skipped.append(Skipped(str(path), "bad-metadata", detail or reason))
        except OSError as fault:
            self._report.skipped.append(Skipped(str(path), "bad-metadata", fault.strerror or ""))
        return table


def _limits() -> Limits:
    return limits()
