"""JSON Lines and CSV, plain or packed (.gz, .xz), read line by line so that size does not
matter.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from indexer.errors import UnreadableSource
from indexer.reading.formats.metadata import with_fields
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["read"]

_CSV_FIELD_LIMIT = 64 * 1024 * 1024


def read(path: Path, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per line or row.

    A bad line is reported with its number and skipped; a damaged archive ends the file.
    """
    name = path.name.casefold()
    try:
        with _open(path, name) as lines:
            if name.removesuffix(".gz").removesuffix(".xz").endswith(".csv"):
                yield from _csv(path, lines, report)
            else:
                yield from _json_lines(path, lines, report)
    except (EOFError, lzma.LZMAError, gzip.BadGzipFile, zlib.error) as fault:
        raise UnreadableSource(f"damaged: {fault}") from fault
    except UnicodeDecodeError as fault:
        raise UnreadableSource(f"binary: {fault.reason}") from fault


def _open(path: Path, name: str) -> IO[str]:
    if name.endswith(".gz"):
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    if name.endswith(".xz"):
        return lzma.open(path, "rt", encoding="utf-8-sig", newline="")
    with path.open("rb") as file:
        wide = file.read(2) in (
            BOM_UTF16_LE,
            BOM_UTF16_BE,
        )  # "Unicode text", as spreadsheets save it
    return path.open(encoding="utf-16" if wide else "utf-8-sig", newline="")


def _json_lines(path: Path, lines: IO[str], report: IngestReport) -> Iterator[SourceDocument]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as fault:
            report.skipped.append(Skipped(str(path), "not-json", str(fault), number))
            continue
        if not isinstance(fields, dict):
            report.skipped.append(Skipped(str(path), "not-object", line=number))
            continue
        if record := _record(path, number, fields, report):
            yield record


def _csv(path: Path, lines: IO[str], report: IngestReport) -> Iterator[SourceDocument]:
    csv.field_size_limit(_CSV_FIELD_LIMIT)
    header = lines.readline()
    delimiter = max(
        ",;\t", key=header.count
    )  # where the comma is the decimal sign spreadsheets part columns otherwise
    rows = csv.DictReader(chain((header,), lines) if header else lines, delimiter=delimiter)
    columns = {(column or "").strip().casefold() for column in rows.fieldnames or ()}
    if not columns & {"body", "text"}:
        raise UnreadableSource("no-column")
    number = 1
    try:
        for number, row in enumerate(rows, 2):
            fields = {
                (key or "").strip().casefold(): value
                for key, value in row.items()
                if key is not None
            }
            if record := _record(path, number, fields, report):
                yield record
    except csv.Error as fault:
        report.skipped.append(Skipped(str(path), "damaged", str(fault), number))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _record(
    path: Path, number: int, fields: dict[str, Any], report: IngestReport
) -> SourceDocument | None:
    """A record from one line's fields, or None (reported) when it has no id or no text."""
    where = str(path)
    identity = fields.get("id")
    id_ = (
        identity.strip()
        if isinstance(identity, str)
        else str(identity)
        if isinstance(identity, int)
        else ""
    )
    if not id_:
        report.skipped.append(Skipped(where, "no-id", line=number))
        return None
    text = _text(fields.get("body")) or _text(fields.get("text"))
    if not text.strip():
        if not (text := _text(fields.get("title"))).strip():
            report.skipped.append(Skipped(where, "no-text", line=number))
            return None
        fields = {**fields, "title": ""}
    record, bad = with_fields(
        SourceDocument(id=id_, title="", text=text, path=f"{where}:{number}"), fields
    )
    if bad:
        report.skipped.append(Skipped(where, "bad-date", bad, number))
    return record
