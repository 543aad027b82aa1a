"""The file of corrections: `corrections.csv` in the index directory, one correction a row, beside
all generations of the index.

People may edit it in a spreadsheet: UTF-8 with its mark or UTF-16; comma, semicolon, tab or bar
between columns; heads and fields in Vietnamese or English. A row at fault is told with its line and
passed over, and stays in the file. Of two rows for one field of an article the later one counts.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from indexer.corrections.dates import UNKNOWN, read_date, written_date
from indexer.corrections.fields import COLUMNS, FIELDS, Column, column_of, field_of, name_of
from indexer.corrections.history import Ended, How, keep
from indexer.corrections.spreadsheets import guarded, unguarded
from indexer.corrections.values import UNTIL_SENT, YES, checked, typed
from indexer.errors import BadCorrection
from indexer.model.article import Correction, CorrectionField
from indexer.model.messages import Message
from indexer.model.tables import BOM
from indexer.storage.durability import write

__all__ = ["CORRECTIONS", "Fault", "Row", "Table", "note", "now"]

CORRECTIONS: Final = "corrections.csv"
_DELIMITERS: Final = ",;\t|"
_NEEDED: Final[tuple[Column, ...]] = ("id", "field", "value")
_LONGEST_NOTE: Final = 1_000  # characters of who and why
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z")


@dataclass(frozen=True, slots=True)
class Row:
    """A correction of the article with the id `key`, or of all articles of a file: `key` is then
    its name, or the end of its path ("2025/tin.docx").
    """

    key: str
    correction: Correction
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of a table that was passed over, and why."""

    path: str
    line: int
    reason: Message

    def told(self) -> Message:
        """In words, with where it is."""
        return Message("correction_line", path=self.path, line=self.line, reason=self.reason)


class Table:
    """The rows of one file, as they are there; `write` puts them back with what was changed."""

    def __init__(self, path: Path) -> None:
        """Read the file; one that is not there has no rows.

        Raises BadCorrection when it is no such table at all, and OSError.
        """
        self.path = path
        self.faults: list[Fault] = []
        self._heads = [names[0] for names in COLUMNS.values()]
        self._columns: dict[Column, int] = {column: at for at, column in enumerate(COLUMNS)}
        self._delimiter = ","
        self._rows: list[tuple[list[str], Row | None]] = []
        self._ended: list[Ended] = []
        try:
            self._bytes = path.read_bytes()
        except FileNotFoundError:
            self._bytes = b""
        if self._bytes.strip():
            self._read(_decoded(self._bytes, path))

    def __iter__(self) -> Iterator[Row]:
        """Every row that counts, in the order of the file."""
        last: dict[tuple[str, CorrectionField], Row] = {}
        for _, row in self._rows:
            if row is not None:
                last.pop((row.key, row.correction.field), None)
                last[row.key, row.correction.field] = row
        return iter(last.values())

    def is_as_read(self) -> bool:
        """Is the file still as it was when it was read?"""
        try:
            return self.path.read_bytes() == self._bytes
        except FileNotFoundError:
            return not self._bytes

    def set(self, key: str, correction: Correction) -> None:
        """State a correction, in place of any of the same field."""
        gone = self._take_out(key, (correction.field,))
        others = (row for row in gone if row.correction != correction)
        self._end(others, "replaced", correction.who, correction.when)
        row = Row(key, correction)
        cells = [""] * max(len(self._heads), *(at + 1 for at in self._columns.values()))
        said: dict[Column, str] = {
            "id": key,
            "field": name_of(correction.field),
            "value": typed(correction.field, correction.value),
            "who": correction.who,
            "when": correction.when,
            "why": correction.why,
        }
        for column, at in self._columns.items():
            cells[at] = guarded(said[column])
        self._rows.append((cells, row))

    def undo(
        self, key: str, fields: Iterable[CorrectionField] = FIELDS, who: str = ""
    ) -> list[Correction]:
        """Take the corrections of these fields back; those that there were. `who` does it."""
        gone = self._take_out(key, fields)
        self._end(gone, "undone", note(who), now())
        return [row.correction for row in gone]

    def _take_out(self, key: str, fields: Iterable[CorrectionField]) -> list[Row]:
        """The rows of these fields, which are in the table no more."""
        wanted = set(fields)
        gone = [
            row
            for _, row in self._rows
            if row is not None and row.key == key and row.correction.field in wanted
        ]
        self._rows = [(cells, row) for cells, row in self._rows if row not in gone]
        return gone

    def _end(self, gone: Iterable[Row], how: How, who: str, when: str) -> None:
        """Remember what people said and say no more, with when and by whom that ended."""
        for row in gone:
            if row.correction.value != UNTIL_SENT:
                self._ended.append(Ended(row.key, row.correction, how, when or now(), who))

    def delete_until_sent(self, id_: str) -> None:
        """Have an article deleted, unless a person has said so already."""
        if not (self._says(id_, YES) or self._says(id_, UNTIL_SENT)):
            self.set(id_, Correction("delete", UNTIL_SENT, when=now()))

    def undo_until_sent(self, id_: str) -> None:
        """Have an article back that was deleted until it is sent again."""
        if self._says(id_, UNTIL_SENT):
            self.undo(id_, ("delete",))

    def _says(self, key: str, value: str) -> bool:
        """Is this the word on whether an article is deleted?"""
        said = (row.correction for row in self if row.key == key)
        return any(one.field == "delete" and one.value == value for one in said)

    def take(self, other: Table) -> int:
        """Take the corrections of another table; how many differ from those that were here."""
        known = {(row.key, row.correction) for row in self}
        fresh = [row for row in other if (row.key, row.correction) not in known]
        for row in fresh:
            self.set(row.key, row.correction)
        return len(fresh)

    def content(self) -> bytes:
        """The file's bytes, as a spreadsheet reads them."""
        out = io.StringIO(BOM, newline="")
        out.seek(0, io.SEEK_END)
        writer = csv.writer(out, delimiter=self._delimiter, lineterminator="\r\n")
        writer.writerow(self._heads)
        writer.writerows(cells for cells, _ in self._rows)
        return out.getvalue().encode("utf-8", "replace")

    def write(self, to: Path | None = None) -> None:
        """Force the file to disk, in one step; its own only when something changed, and after what
        ended by that is kept in the history.
        """
        content = self.content()
        if to is not None:
            write(to, content)
        elif (self._rows or self._bytes) and content != self._bytes:
            keep(self.path.parent, self._ended)  # first: done once more, it does no harm
            write(self.path, content)
            self._bytes = content
            self._ended.clear()

    def _read(self, text: str) -> None:
        self._delimiter = _delimiter(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter)
        try:
            self._read_heads(next(reader, []))
            line = reader.line_num + 1
            for cells in reader:
                self._read_row(cells, line)
                line = reader.line_num + 1
        except csv.Error as error:
            raise BadCorrection(
                Message("correction_table", path=self.path, reason=error)
            ) from error

    def _read_heads(self, heads: list[str]) -> None:
        named = {column: at for at, head in enumerate(heads) if (column := column_of(head))}
        if not all(column in named for column in _NEEDED):
            raise BadCorrection(Message("correction_no_head", path=self.path))
        self._heads, self._columns = heads, named

    def _read_row(self, cells: list[str], line: int) -> None:
        if not any(cell.strip() for cell in cells):
            return
        row = None
        try:
            row = self._stated(cells, line)
        except BadCorrection as error:
            self.faults.append(Fault(str(self.path), line, error.args[0]))
        self._rows.append((cells, row))

    def _stated(self, cells: list[str], line: int) -> Row:
        def said(column: Column) -> str:
            at = self._columns.get(column, len(cells))
            cell = cells[at] if at < len(cells) else ""
            return unguarded(cell)

        key, field = said("id"), field_of(said("field"))
        if not key:
            raise BadCorrection(Message("correction_no_id"), "id")
        if field is None:
            known = ", ".join(map(name_of, FIELDS))
            message = Message("correction_no_field", typed=said("field")[:40], known=known)
            raise BadCorrection(message, "field")
        value = checked(field, said("value"))
        correction = Correction(
            field, value, note(said("who")), _moment(said("when")), note(said("why"))
        )
        return Row(key, correction, line)


def now() -> str:
    """This moment, as corrections state it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def note(said: str) -> str:
    """Who or why, on one line and of a bounded length."""
    return " ".join(said.split())[:_LONGEST_NOTE]


def _moment(said: str) -> str:
    """When: a moment of UTC, or a day; "" when it is neither."""
    if _MOMENT.fullmatch(said):
        return said
    span = read_date(said)
    return written_date(span) if span is not None and written_date(span) != UNKNOWN else ""


def _decoded(data: bytes, path: Path) -> str:
    """Raises BadCorrection: letters that a spreadsheet has lost must not be believed."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BadCorrection(Message("correction_encoding", path=path)) from None


def _delimiter(text: str) -> str:
    """That by which most heads become known columns."""
    first = text.split("\n", 1)[0]
    return max(
        _DELIMITERS,
        key=lambda sign: sum(
            column_of(head.strip('" \r')) is not None for head in first.split(sign)
        ),
    )
