"""Tables as an Excel workbook: real dates and numbers, links that open, and no text that a
spreadsheet would run, now or once its cell is edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from indexer.exporting.brief import Brief
from indexer.exporting.tables import Cell, Link, Period, Table
from indexer.exporting.words import Words
from indexer.exporting.xml_text import xml_line
from indexer.model.tables import safe_cell

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["MEDIA_TYPE", "of_brief", "of_table", "of_tables"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# https://support.microsoft.com/office/excel-specifications-and-limits
MAX_TEXT = 32_767  # characters of a cell
MAX_ADDRESS = 2_079  # characters of a link
MAX_SHEET_NAME = 31
FIRST_YEAR = 1900  # of Excel's calendar
_WEB = re.compile("https?://", re.IGNORECASE)
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
WIDTHS = {Period: 12, int: 8, Link: 20, str: 14}  # of columns, in characters
LONG_TEXTS = ((200, 60), (60, 40), (30, 22))  # characters of the longest text: width of its column
TITLE_HEIGHT, LINE_HEIGHT, MAX_HEIGHT = 22, 15, 409  # points
GAP = 1  # empty columns between tables side by side


@dataclass(frozen=True, slots=True)
class _Formats:
    head: Format
    title: Format
    text: Format
    guarded: Format
    link: Format
    periods: dict[int, Format]

    @classmethod
    def of(cls, book: Workbook) -> _Formats:
        cell = {"valign": "top", "text_wrap": True, "font_name": "Times New Roman", "font_size": 11}
        lined = cell | {"border": 1, "border_color": "#999999"}
        return cls(
            head=book.add_format(lined | {"bold": True, "bg_color": "#E3EDEB"}),
            title=book.add_format(cell | {"bold": True, "font_size": 14, "text_wrap": False}),
            text=book.add_format(lined),
            # as if typed with a quote before it: it stays a text when somebody edits the cell
            guarded=book.add_format(lined | {"quote_prefix": True}),
            link=book.add_format(
                lined | {"font_color": "#0B5D57", "underline": 1, "text_wrap": False}
            ),
            periods={
                length: book.add_format(lined | {"num_format": form, "align": "left"})
                for length, form in ((4, "0"), (7, "mm/yyyy"), (10, "dd/mm/yyyy"))
            },
        )


def of_brief(brief: Brief, words: Words) -> bytes:
    """Two sheets: the articles, and what was asked with the counts."""
    about = [(brief.title,), *brief.about]
    if brief.note:
        about.append((brief.note,))
    if brief.address:
        about.append((words.say("brief_address"), Link(brief.address)))
    with _Book(brief.title) as book:
        book.sheet(brief.articles.title, [brief.articles])
        book.sheet(words.say("sheet_counts"), brief.counts, about)
    return book.content


def of_table(table: Table) -> bytes:
    """One table on one sheet."""
    with _Book(table.title) as book:
        book.sheet(table.title, [table])
    return book.content


def of_tables(title: str, tables: Iterable[Table]) -> bytes:
    """Each table on a sheet of its own."""
    with _Book(title) as book:
        for table in tables:
            book.sheet(table.title, [table])
    return book.content


class _Book:
    """A workbook while it is written; `content` afterwards."""

    def __init__(self, title: str) -> None:
        self._title = title

    def __enter__(self) -> _Book:
        import xlsxwriter

        self._file = BytesIO()
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        self._book = xlsxwriter.Workbook(self._file, plain)
        self._book.set_properties({"title": xml_line(self._title)[:255]})
        self._formats = _Formats.of(self._book)
        return self

    def __exit__(self, *_error: object) -> None:
        self._book.close()
        self.content = self._file.getvalue()

    def sheet(
        self,
        name: str,
        tables: Sequence[Table],
        lead: Iterable[tuple[str, ...]] = (),
    ) -> None:
        """A sheet of tables side by side, under some lines of text."""
        sheet = self._book.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", name)[:MAX_SHEET_NAME])
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if len(tables) == 1:
            self._print(sheet, tables[0])
        row = 0
        for line in lead:
            self._lead(sheet, row, line)
            row += 1
        top = row + 1 if row else 0
        column = 0
        for table in tables:
            self._table(sheet, top, column, table)
            column += len(table.heads) + GAP
        if len(tables) == 1:
            sheet.freeze_panes(top + 1, 0)
            sheet.repeat_rows(top)
            sheet.autofilter(top, 0, top + len(tables[0].rows), len(tables[0].heads) - 1)

    def _print(self, sheet: Worksheet, table: Table) -> None:
        """On paper a link is of no use: columns from the first one on are for the screen."""
        first = table.rows[0] if table.rows else ()
        links = [at for at, cell in enumerate(first) if isinstance(cell, Link)]
        if links:
            sheet.set_landscape()
            sheet.print_area(0, 0, len(table.rows), links[0] - 1)

    def _lead(self, sheet: Worksheet, row: int, line: tuple[str, ...]) -> None:
        if row == 0:
            sheet.set_row(row, TITLE_HEIGHT)
            sheet.write_string(row, 0, xml_line(line[0])[:MAX_TEXT], self._formats.title)
            return
        shown = ": ".join(part.replace("\n", "; ") for part in line)
        sheet.write_string(row, 0, xml_line(shown)[:MAX_TEXT])

    def _table(self, sheet: Worksheet, top: int, left: int, table: Table) -> None:
        widths = []
        for at, head in enumerate(table.heads):
            sheet.write_string(top, left + at, xml_line(head), self._formats.head)
            widths.append(_width(head, [row[at] for row in table.rows]))
            sheet.set_column(left + at, left + at, widths[-1])
        for down, row in enumerate(table.rows, top + 1):
            # said outright: LibreOffice gives every row one line
            if (lines := _lines(row, widths)) > 1:
                sheet.set_row(down, min(lines * LINE_HEIGHT, MAX_HEIGHT))
            for across, cell in enumerate(row, left):
                self._cell(sheet, down, across, cell)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        formats = self._formats
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, formats.text)
            return
        if isinstance(cell, Period) and (day := _day(cell)):
            form = formats.periods[len(cell)]
            if len(cell) == 4:
                sheet.write_number(row, column, day.year, form)
            else:
                sheet.write_datetime(row, column, day, form)
            return
        text = xml_line(cell)[:MAX_TEXT]
        if isinstance(cell, Link) and _WEB.match(text) and len(text) <= MAX_ADDRESS:
            sheet.write_url(row, column, text, formats.link, text)
            return
        form = formats.text if safe_cell(text) == text else formats.guarded
        sheet.write_string(row, column, text, form)


def _day(period: str) -> date | None:
    """The first day of a period, where Excel's calendar has it."""
    try:
        day = date.fromisoformat((period + "-01-01")[:10])
    except ValueError:
        return None
    return day if len(period) in (4, 7, 10) and day.year >= FIRST_YEAR else None


def _width(head: str, cells: Sequence[Cell]) -> int:
    """Columns of characters for what stands there."""
    kind = type(cells[0]) if cells else str
    if kind is not str:
        return max(WIDTHS[kind], min(len(head) + 2, WIDTHS[str]))
    longest = max((len(str(cell)) for cell in cells), default=0)
    for least, width in LONG_TEXTS:
        if longest >= least:
            return width
    return max(WIDTHS[str], len(head) + 2, longest + 2)


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """Lines of the longest text of a row; links are not broken."""
    texts = zip(row, widths, strict=True)
    return max((-(-len(cell) // width) for cell, width in texts if type(cell) is str), default=1)
