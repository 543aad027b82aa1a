"""What stands beside a text: a front-matter block at its head, or a row of `metadata.csv` in its
folder.

Both may state title, date, url, source, author, provinces, counterparts; what they state
overrides what is extracted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from indexer.errors import UnreadableSource
from indexer.reading.formats.fields import meaning, names, with_fields
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.rows import Row, rows_of
from indexer.reading.limits import limits
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["METADATA", "FolderMetadata", "Table", "split_front_matter"]

METADATA = "metadata.csv"
"""The file that describes those beside it; it is no article."""


_FENCES: Final = {"---": (":", ("---", "...")), "+++": ("=", ("+++",))}
"""What a block begins with → what parts its names from its values, and what it ends with."""


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Fields of a leading block of `key: value` lines between `---` (lists as `- item` or
    `[a, b]`), or of `key = value` between `+++`, and the text after it.
    """
    head = text.lstrip("\ufeff\n\r ")
    fence = head[:3]
    if fence not in _FENCES or not head[3:].startswith(("\n", "\r\n")):
        return {}, text
    lines = head.splitlines(keepends=True)
    parted_by, ends = _FENCES[fence]
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() in ends), 0)
    if not end:
        return {}, text
    fields: dict[str, Any] = {}
    key = ""
    for line in lines[1:end]:
        stripped = line.strip()
        if stripped.startswith("- ") and key and not isinstance(fields[key], str | None):
            fields[key].append(stripped[2:].strip(" \"'"))
        elif parted_by in stripped and not stripped.startswith("#"):
            name, _, value = stripped.partition(parted_by)
            key = meaning(name.strip()) or name.strip().casefold()
            value = value.strip()
            if value.startswith("["):
                fields[key] = list(names(value))
            else:
                fields[key] = value.strip("\"'") if value else []
        elif stripped:
            return {}, text
    return fields, "".join(lines[end + 1 :]).lstrip("\r\n")


@dataclass(slots=True)
class Table:
    """One folder's table: its rows by the file each names, and those that were put to use."""

    path: str
    rows: dict[str, Row] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, given: Input, report: IngestReport) -> Table:
        """The table of a file; one that cannot be read is reported, and empty."""
        table = cls(given.path)
        try:
            for row in rows_of(given, report, key="file"):
                name = str(row.fields.get("file") or row.fields.get("id") or "").strip()
                if name:
                    table.rows[PurePosixPath(name.replace("\\", "/")).name.casefold()] = row
                else:
                    report.noted.append(Skipped(given.path, "no-file-name", line=row.line))
        except UnreadableSource as fault:
            reason, _, detail = str(fault).partition(": ")
            report.skipped.append(Skipped(given.path, "bad-metadata", detail or reason))
        return table

    def apply(self, name: str, record: SourceDocument, report: IngestReport) -> SourceDocument:
        """The record of the file of that name with what the table states of it."""
        keys = map(str.casefold, (name, PurePosixPath(name).stem, record.id))
        key = next((key for key in keys if key in self.rows), None)
        if key is None:
            return record
        self.used.add(key)
        row = self.rows[key]
        changed, bad = with_fields(record, row.fields)
        if bad:
            report.noted.append(Skipped(self.path, "bad-date", f"{name}: {bad}", row.line))
        return changed

    def unused(self) -> Iterator[tuple[str, Skipped]]:
        """The names in rows that were not put to use, each with what is told of it when there is
        no such file.
        """
        for key, row in self.rows.items():
            if key not in self.used:
                yield key, Skipped(self.path, "no-such-file", key, row.line)


class FolderMetadata:
    """The `metadata.csv` of each folder, read once. Rows are found by file name, stem or id."""

    def __init__(self, report: IngestReport) -> None:
        self._report = report
        self._folders: dict[Path, Table] = {}

    def describes(self, path: Path) -> bool:
        """Does the folder of a file have a table with rows?"""
        return bool(self._table(path.parent).rows)

    def apply(self, path: Path, record: SourceDocument) -> SourceDocument:
        """The record with what its folder's table states of it."""
        return self._table(path.parent).apply(path.name, record, self._report)

    def finish(self) -> None:
        """Report the rows that name no file, in the folders of which every file was asked for."""
        for folder, table in self._folders.items():
            told = (note for name, note in table.unused() if not (folder / name).exists())
            self._report.noted += told

    def _table(self, folder: Path) -> Table:
        if folder not in self._folders:
            self._folders[folder] = self._load(folder / METADATA)
        return self._folders[folder]

    def _load(self, path: Path) -> Table:
        if not path.is_file():
            return Table(str(path))
        try:
            with path.open("rb") as stream:
                return Table.read(Input(str(path), path.stem, stream, limits()), self._report)
        except OSError as fault:
            self._report.skipped.append(Skipped(str(path), "bad-metadata", fault.strerror or ""))
            return Table(str(path))
