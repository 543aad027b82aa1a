"""Dates in the reader's words: «20–22/11/2024», «24–28/3, không rõ năm», «≈ tháng 3/2025»; in
English “20–22 Nov 2024”. Every skin says a date by these labels.

The label says how sure the date is: «≈» when only the context makes the year certain, words when it
is not known.
"""

from __future__ import annotations

import re
from calendar import monthrange

from indexer.model.article import DateSpan
from indexer.model.messages import Language, say

__all__ = ["date_label", "is_certain", "is_inferred", "marked", "period_label", "short_label"]

_QUARTERS = ("I", "II", "III", "IV")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)", re.ASCII)
_PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_LEAP = 2024  # a year that has every day

Day = tuple[str, int, int]


def date_label(date: DateSpan, language: Language = "vi") -> str:
    """The label of a span; never raises, whatever the metadata gave."""
    start, end = _day(date.start), _day(date.end or date.start)
    if start is None or end is None or date.precision == "unknown":
        return say("unknown_date", language)
    if date.precision == "year" and not start[0]:
        return say("unknown_date", language)
    label = _english(date, start, end) if language == "en" else _vietnamese(date, start, end)
    if not start[0]:
        return say("no_year", language, date=label)
    return marked(label, date)


def marked(label: str, date: DateSpan) -> str:
    """A label of a date, behind ≈ where the date's year was inferred."""
    return f"≈ {label}" if is_inferred(date) else label


def is_inferred(date: DateSpan) -> bool:
    """The year does not stand beside the day in the text: it was concluded from what
    surrounds it.
    """
    return date.basis == "context"


def is_certain(date: DateSpan) -> bool:
    """Is it a date, with its year, that was stated rather than concluded?"""
    return date.has_year and date.precision != "unknown" and not is_inferred(date)


def period_label(key: str, language: Language = "vi") -> str:
    """A stretch of time by its key: `2024`, `2024-03`, `2024-03-05`, or `..2001` for all up to
    then; any other text as it is.
    """
    if key.startswith(".."):
        return say("up_to", language, period=period_label(key[2:], language))
    parts = _period(key)
    if parts is None:
        return key
    year, month, day = parts
    if day:
        return _with_year(_day_label(day, month, language), year, language)
    return _with_year(_month_label(month, language), year, language) if month else year


def short_label(key: str, language: Language = "vi") -> str:
    """A period's label where there is little room: the month of `2024-03`, the day of
    `2024-03-05`.
    """
    if key.startswith(".."):
        return f"≤ {short_label(key[2:], language)}"
    parts = _period(key)
    if parts is None:
        return key
    year, month, day = parts
    if day:
        return _day_label(day, month, language)
    if not month:
        return year
    return _MONTHS[month - 1] if language == "en" else f"{month}/{year[2:]}"


def _day(iso: str) -> Day | None:
    """Year ("" when unknown), month and day of an ISO day; None when there is no such day."""
    match = _DAY.fullmatch(iso)
    if match is None:
        return None
    year, month, day = match[1] or "", int(match[2]), int(match[3])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(int(year or _LEAP) or _LEAP, month)[1]:
        return None
    return year.lstrip("0"), month, day


def _period(key: str) -> tuple[str, int, int] | None:
    """Year, month and day of a period's key, 0 for what it does not name; None when it is none."""
    match = _PERIOD.fullmatch(key)
    if match is None:
        return None
    month, day = int(match[2] or 0), int(match[3] or 0)
    return (match[1], month, day) if month <= 12 else None


def _vietnamese(date: DateSpan, start: Day, end: Day) -> str:
    year, month, day = start
    after = f"/{year}" if year else ""
    if date.precision == "year":
        return f"năm {year}"
    if date.precision == "quarter":
        return f"quý {_QUARTERS[(month - 1) // 3]}{after}"
    if date.precision == "month":
        return f"tháng {month}{after}"
    if start == end:
        return f"{day}/{month}{after}"
    if year != end[0]:
        return f"{day}/{month}{after}–{end[2]}/{end[1]}/{end[0]}"
    if month != end[1]:
        return f"{day}/{month}–{end[2]}/{end[1]}{after}"
    return f"{day}–{end[2]}/{month}{after}"


def _english(date: DateSpan, start: Day, end: Day) -> str:
    year, month, day = start
    after = f" {year}" if year else ""
    if date.precision == "year":
        return year
    if date.precision == "quarter":
        return f"Q{(month + 2) // 3}{after}"
    if date.precision == "month":
        return f"{_MONTHS[month - 1]}{after}"
    if start == end:
        return f"{day} {_MONTHS[month - 1]}{after}"
    last = f"{end[2]} {_MONTHS[end[1] - 1]}" + (f" {end[0]}" if end[0] else "")
    if year != end[0]:
        return f"{day} {_MONTHS[month - 1]}{after} – {last}"
    if month != end[1]:
        return f"{day} {_MONTHS[month - 1]} – {last}"
    return f"{day}–{last}"


def _day_label(day: int, month: int, language: Language) -> str:
    return f"{day} {_MONTHS[month - 1]}" if language == "en" else f"{day}/{month}"


def _month_label(month: int, language: Language) -> str:
    return _MONTHS[month - 1] if language == "en" else f"tháng {month}"


def _with_year(label: str, year: str, language: Language) -> str:
    return f"{label} {year}" if language == "en" else f"{label}/{year}"
