"""Tables for spreadsheets: the one writer of CSV, whose cells no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

__all__ = ["BOM", "csv_table", "safe_cell"]

BOM = "\ufeff"  # tells a spreadsheet that the file is UTF-8
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# OWASP ASVS 5.0, 1.2.10, and the full-width forms; behind blanks, quotes or what is not seen too.
# A spreadsheet whose list separator is a semicolon parts a line there, within a cell's text.
_FORMULA = re.compile(rf"(^|;)(?=[\s\"{_UNSEEN}]*[=+\-@＝＋－＠])")


def safe_cell(value: str) -> str:
    """The text on one line, with a quote before what a spreadsheet would run as a formula.

    >>> safe_cell(" =1+1"), safe_cell("a;=1+1"), safe_cell("x\\t=1+1"), safe_cell("1 + 1")
    ("' =1+1", "a;'=1+1", 'x =1+1', '1 + 1')
    """
    line = _CONTROL.sub(" ", value)
    return _FORMULA.sub(r"\1'", line)


def csv_table(rows: Iterable[Sequence[str | int]], *, for_spreadsheet: bool = False) -> str:
    """Rows as CSV with line feeds; numbers are written as they are, texts as safe cells.

    `for_spreadsheet` begins with the mark by which a spreadsheet reads it as UTF-8.
    """
    out = io.StringIO(BOM if for_spreadsheet else "")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()
