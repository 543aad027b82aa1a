"""Rows of a table as text: CSV with any delimiter, any encoding, heads in Vietnamese or English.

One reader for articles in a table and for `metadata.csv`; spreadsheets hand their cells to
`heads` and `row`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import repair
from indexer.reading.formats.fields import meaning, named
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.packed import text_lines
from indexer.reading.limits import LINE
from indexer.reading.source_documents import IngestReport, Skipped

__all__ = ["Heads", "Row", "cells_of", "heads", "rows_of"]

_LOOK: Final = 20
"""First lines in which the heads of the columns are looked for."""
_DELIMITERS: Final = ",;\t|"
_SERIAL = re.compile(r"[1-7]\d{4}(?:[.,]\d{1,12})?")
_SERIAL_ZERO: Final = date(1899, 12, 30)
"""The day from which spreadsheets count days, as they do since 1 March 1900."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one row states, by field; `line` is its number in the file."""

    fields: dict[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Heads:
    """The names of a table's columns, and the number of the line they stand on."""

    names: tuple[str, ...]
    line: int

    @property
    def fields(self) -> set[str]:
        """The fields that the columns state."""
        return {field for name in self.names if (field := meaning(name))}

    def row(self, cells: Sequence[str], line: int) -> Row:
        """The row of these cells; the day a spreadsheet shows as a number is a day."""
        fields = named(dict(zip(self.names, cells, strict=False)))
        if _SERIAL.fullmatch(str(fields.get("date", "")).strip()):
            fields["date"] = _day_of_serial(str(fields["date"]))
        return Row(fields, line)


def _day_of_serial(number: str) -> str:
    """The day a spreadsheet means by a number; the time of day, its fraction, is left out."""
    days = int(re.split(r"[.,]", number.strip())[0])
    return (_SERIAL_ZERO + timedelta(days=days)).isoformat()


def heads(rows: Sequence[Sequence[str]]) -> Heads | None:
    """The heads among the first rows: the first row of which two cells, or its only one, name
    fields; None without one.
    """
    for line, written in enumerate(rows[:_LOOK], 1):
        cells = repair("\t".join(written)).split("\t")  # one cell is too little to tell a font
        told = [cell for cell in cells if cell.strip()]
        known = sum(bool(meaning(cell)) for cell in told)
        if known >= 2 or (known and known == len(told)):
            return Heads(tuple(cell.strip() for cell in cells), line)
    return None


def cells_of(given: Input, report: IngestReport) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row of a CSV file. A damaged row ends the file, and is reported."""
    csv.field_size_limit(LINE)
    lines = iter(text_lines(given, report))
    first: list[str] = []
    for line in lines:
        first.append(line)
        if len(first) == _LOOK:
            break
    skipped, delimiter = _delimiter(first)
    record = _Record(chain(first[skipped:], lines))
    reader = csv.reader(record, delimiter=delimiter)
    try:
        for cells in reader:
            if record.is_open(delimiter):
                report.noted.append(Skipped(given.path, "open-quote", line=record.line + skipped))
            yield reader.line_num + skipped, cells
            record.end()
    except csv.Error as fault:
        report.skipped.append(Skipped(given.path, "damaged", str(fault), reader.line_num + skipped))


class _Record:
    """The lines of a table as its reader takes them, with those of the record at hand kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._held: list[str] = []
        self._ended = False
        self.line = 1
        """Where the record begins."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self._ended = True
            raise
        self._held.append(line)
        return line

    def is_open(self, delimiter: str) -> bool:
        """Did the lines end within quotation marks, so that what follows them is in one cell?"""
        if not self._ended or not self._held:
            return False
        try:
            list(csv.reader(self._held, delimiter=delimiter, strict=True))
        except csv.Error as fault:
            return "unexpected end" in str(fault)
        return False

    def end(self) -> None:
        """The record is done with."""
        self.line += len(self._held)
        self._held.clear()


def rows_of(given: Input, report: IngestReport, key: str) -> Iterator[Row]:
    """The rows of a CSV file that has a column stating `key`. Raises UnreadableSource
    ("no-column") for another one.
    """
    cells = cells_of(given, report)
    ahead = [row for _, row in zip(range(_LOOK), cells, strict=False)]
    found = heads([row for _, row in ahead])
    if found is None or not found.fields & {key, "id"}:
        raise UnreadableSource(f"no-column: {key}")
    for line, row in chain(ahead[found.line :], cells):
        if any(cell.strip() for cell in row):
            yield found.row(row, line)


def _delimiter(first: Iterable[str]) -> tuple[int, str]:
    """Lines to pass over, and the delimiter: as `sep=` says, else the one by which most heads
    become known names.
    """
    lines = list(first)
    if lines and lines[0].casefold().startswith("sep=") and len(lines[0].rstrip("\r\n")) >= 5:
        return 1, lines[0][4]
    sample = repair("".join(lines))

    def known(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            return (0, 0)
        named = max((sum(bool(meaning(cell)) for cell in row) for row in rows), default=0)
        return named, sum(line.count(delimiter) for line in lines)

    return 0, max(_DELIMITERS, key=known)
