"""What stands beside a text: a front-matter block at its head, or a row of `metadata.csv` in its
folder.

Both may state title, date, url, source, author, provinces, counterparts; what they state overrides
what is extracted.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["FolderMetadata", "iso_date", "names", "split_front_matter", "with_fields"]

_FILE_COLUMNS = ("file", "filename", "path", "id", "tệp", "tep")
_ALIASES = {
    "tiêu đề": "title",
    "ngày": "date",
    "nguồn": "source",
    "tác giả": "author",
    "tỉnh": "provinces",
    "đối tác": "counterparts",
}
_TEXT_FIELDS = ("title", "url", "source", "author")
_VIETNAM = timezone(timedelta(hours=7))
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_VIETNAMESE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s.*)?$")


def iso_date(value: str) -> str:
    """ISO day of a stated date (2025-03-06, 2025-03-06T08:00:00+07:00, 6/3/2025, RFC 2822), or ""
    when it is none, or no year of news.

    A time with a zone gives the day it was in Vietnam.
    """
    value = value.strip()
    try:
        if match := _VIETNAMESE.match(value):
            day = date(int(match[3]), int(match[2]), int(match[1]))
        else:
            moment = (
                datetime.fromisoformat(value) if _ISO.match(value) else parsedate_to_datetime(value)
            )
            day = (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()
    except (ValueError, TypeError, OverflowError):
        return ""
    return day.isoformat() if 1000 <= day.year < 3000 else ""


def names(value: Any) -> tuple[str, ...]:
    """Place names from a list, or from one string with `;` `|` or `,` between them."""
    if isinstance(value, str):
        return tuple(
            name.strip() for name in re.split(r"[;|,]", value.strip("[] ")) if name.strip(" \"'")
        )
    if isinstance(value, list | tuple):
        return tuple(str(name).strip() for name in value if str(name).strip())
    return ()


def with_fields(record: SourceDocument, fields: dict[str, Any]) -> tuple[SourceDocument, str]:
    """The record with the stated fields put in, and the date that could not be read ("" when all
    is well).
    """
    changes: dict[str, Any] = {
        name: str(fields[name]).strip() for name in _TEXT_FIELDS if fields.get(name)
    }
    bad = ""
    if stated := str(fields.get("date") or "").strip():
        day = iso_date(stated)
        changes["date"], bad = day or record.date, "" if day else stated
    for name in ("provinces", "counterparts"):
        if listed := names(fields.get(name)):
            changes[name] = listed
    return replace(record, **changes), bad


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
            key = name.strip().casefold()
            key = _ALIASES.get(key, key)
            value = value.strip()
            fields[key] = (
                list(names(value)) if value.startswith("[") else value.strip("\"'") if value else []
            )
        elif stripped:
            return {}, text
    return fields, "".join(lines[end + 1 :]).lstrip("\r\n")


class FolderMetadata:
    """The `metadata.csv` of each folder, read once. Rows are found by file name, stem or id."""

    def __init__(self, report: IngestReport) -> None:
        self._report = report
        self._folders: dict[Path, dict[str, dict[str, str]]] = {}

    def apply(self, path: Path, record: SourceDocument) -> SourceDocument:
        """The record with what its folder's table states of it."""
        rows = self._rows(path.parent)
        row = rows.get(path.name) or rows.get(path.stem) or rows.get(record.id) if rows else None
        if not row:
            return record
        changed, bad = with_fields(record, row)
        if bad:
            self._report.skipped.append(
                Skipped(str(path.parent / "metadata.csv"), "bad-date", f"{path.name}: {bad}")
            )
        return changed

    def _rows(self, folder: Path) -> dict[str, dict[str, str]]:
        if folder not in self._folders:
            self._folders[folder] = self._load(folder / "metadata.csv")
        return self._folders[folder]

    def _load(self, table: Path) -> dict[str, dict[str, str]]:
        if not table.is_file():
            return {}
        found: dict[str, dict[str, str]] = {}
        try:
            with table.open(encoding="utf-8-sig", newline="") as lines:
                for row in csv.DictReader(lines):
                    fields = {
                        _ALIASES.get(k := (key or "").strip().casefold(), k): (value or "")
                        for key, value in row.items()
                        if key
                    }
                    name = next(
                        (fields[column] for column in _FILE_COLUMNS if fields.get(column)), ""
                    )
                    if name:
                        found[Path(name).name] = fields
        except (csv.Error, UnicodeDecodeError, TypeError) as fault:
            self._report.skipped.append(Skipped(str(table), "bad-metadata", str(fault)))
        return found
