"""A date as a person states it in a correction: a day, a range, a month, a quarter, a year, or
«không rõ».

Stricter than `reading.formats.stated_dates`, on which it stands: the whole must be a date, for what
is passed over here would be believed. Forms into which spreadsheets turn dates when they open and
save a table ("Mar-25", "thg3-25") are read too; those that `date_typed` writes they leave alone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

from indexer.language import fold
from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.reading.formats.stated_dates import iso_date

__all__ = ["date_typed", "read_date", "written_date"]

UNKNOWN: Final = "unknown"
_UNKNOWN: Final = {"khong ro", "khong biet", "khong ro ngay", "khong", UNKNOWN, "none"}
_LONGEST: Final = 80
_MONTHS: Final = re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_OPENING = re.compile(r"^(?:từ )?(?:(?:ngày|date|from) )?")
_MIDNIGHT = re.compile(r"[ t]0{1,2}:00(?::00)?(?:\.0+)?z?$")
_NUMBERS = re.compile(
    r"\d{8}|\d{4}([-/.])\d{1,2}(?:\1\d{1,2})?|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d\d)|"
    r"(?:tháng )?\d{1,2}[-/.]\d{4}|(?:\d{1,2}[ ,]+)?tháng \d{1,2}[ ,]+(?:năm )?\d{4}"
)
_YEAR = re.compile(r"(?:năm |year )?(\d{4})")
_QUARTER = re.compile(
    r"(?:quý |q)(?P<number>[1-4]|i{1,3}|iv)(?:[ /,-]|năm )+(?P<year>\d{4})|"
    r"(?P<year_first>\d{4})[-/ ]?q(?P<last>[1-4])"
)
_OF_SPREADSHEETS = re.compile(
    rf"(?:(?P<name>{'|'.join(_MONTHS)})|thg ?(?P<number>\d{{1,2}}))[- ](?P<year>\d{{4}}|\d\d)"
)
_BETWEEN = re.compile(r" ?(?:–|—|\.\.|->|→| đến | tới | to |-|/) ?(?:(?:ngày|hết) )?")
_DAY, _DAY_MONTH = re.compile(r"\d{1,2}"), re.compile(r"(\d{1,2})[/.-](\d{1,2})")


def read_date(typed: str) -> DateSpan | None:
    """The span that was typed, UNKNOWN_DATE for «không rõ»; None when it is no date, or ends
    before it begins.

    >>> span = read_date("24-28/3/2025")
    >>> span.start, span.end, span.precision
    ('2025-03-24', '2025-03-28', 'range')
    """
    text = " ".join(typed.casefold().split())
    if not text or len(text) > _LONGEST:
        return None
    if fold(text) in _UNKNOWN:
        return UNKNOWN_DATE
    text = _OPENING.sub("", text)
    return _one(text) or _range(text)


def written_date(span: DateSpan) -> str:
    """The span in one short form: `2025-03-24`, `2025-03-24/2025-03-28`, `2025-03`, `2025-Q1`,
    `2025`, `unknown`.
    """
    match span.precision:
        case "day":
            return span.start
        case "month":
            return span.start[:7]
        case "quarter":
            return f"{span.start[:4]}-Q{(int(span.start[5:7]) + 2) // 3}"
        case "year":
            return span.start[:4]
        case "range":
            return f"{span.start}/{span.end}"
        case _:
            return UNKNOWN


def date_typed(written: str) -> str:
    """What `written_date` wrote as a person would type it, in words no spreadsheet makes a date
    of by its own lights («ngày 24/3/2025», not 2025-03-24).
    """
    span = read_date(written)
    if span is None or span is UNKNOWN_DATE:
        return "không rõ"
    first, last = date.fromisoformat(span.start), date.fromisoformat(span.end)
    match span.precision:
        case "day":
            return f"ngày {first.day}/{first.month}/{first.year}"
        case "month":
            return f"tháng {first.month}/{first.year}"
        case "quarter":
            return f"quý {(first.month + 2) // 3}/{first.year}"
        case "year":
            return f"năm {first.year}"
        case _:
            days = (f"{day.day}/{day.month}/{day.year}" for day in (first, last))
            return " đến ".join(days)


def _one(text: str) -> DateSpan | None:
    """One day, month, quarter or year."""
    if year := _YEAR.fullmatch(text):
        return _months(int(year[1]), 1, 12, "year")
    if quarter := _QUARTER.fullmatch(text):
        told = quarter["number"] or quarter["last"]
        number = _ROMAN.get(told) or int(told)
        year_told = int(quarter["year"] or quarter["year_first"])
        return _months(year_told, 3 * number - 2, 3 * number, "quarter")
    if month := _OF_SPREADSHEETS.fullmatch(text):
        number = _MONTHS.index(month["name"]) + 1 if month["name"] else int(month["number"])
        stated = f"{number}/{month['year'] if len(month['year']) == 4 else '20' + month['year']}"
        return _stated(stated)
    return _stated(_MIDNIGHT.sub("", text))


def _stated(text: str) -> DateSpan | None:
    stated = iso_date(text) if _NUMBERS.fullmatch(text) else ""
    if not stated:
        return None
    if len(stated) == len("2025-03"):
        year, month = map(int, stated.split("-"))
        return _months(year, month, month, "month")
    return DateSpan(stated, stated, "day", "corrected")


def _months(year: int, first: int, last: int, precision: str) -> DateSpan | None:
    if not 1000 <= year < 3000:
        return None
    start = date(year, first, 1).isoformat()
    end = date(year, last, monthrange(year, last)[1]).isoformat()
    return DateSpan(start, end, precision, "corrected")  # type: ignore[arg-type]  # one of them


def _range(text: str) -> DateSpan | None:
    """From one to another; what the first lacks (24–28/3/2025) is the other's."""
    for between in _BETWEEN.finditer(text):
        last = _one(text[between.end() :])
        if last is None:
            continue
        head = text[: between.start()]
        year = int(last.end[:4])
        for first in (_one(head), _completed(head, last, year), _completed(head, last, year - 1)):
            if first is not None and first.start <= last.start and first.end <= last.end:
                return DateSpan(first.start, last.end, "range", "corrected")
    return None


def _completed(head: str, last: DateSpan, year: int) -> DateSpan | None:
    """A day, or a day and a month, with the month of the end of its range and a year."""
    if _DAY.fullmatch(head):
        return _one(
            f"{head}/{year}" if last.precision == "month" else f"{head}/{last.end[5:7]}/{year}"
        )
    found = _DAY_MONTH.fullmatch(head)
    return _one(f"{found[1]}/{found[2]}/{year}") if found else None
