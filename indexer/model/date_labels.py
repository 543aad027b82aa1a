"""A date in the reader's words: «20–22/11/2024», «24–28/3, không rõ năm», «≈ tháng 3/2025».

The label says how sure the date is: «≈» when only the context makes the year certain, words when it
is not known.
"""

from __future__ import annotations

from indexer.model.article import DateSpan

__all__ = ["UNKNOWN", "date_label"]

UNKNOWN = "không rõ ngày"
_QUARTERS = ("I", "II", "III", "IV")


def date_label(date: DateSpan) -> str:
    """The Vietnamese label of a span; never raises, whatever the metadata gave."""
    start, end = _parts(date.start), _parts(date.end or date.start)
    if start is None or end is None or date.precision == "unknown":
        return UNKNOWN
    label = _words(date, start, end)
    if not start[0]:
        return f"{label}, không rõ năm"
    return f"≈ {label}" if date.basis == "context" else label


def _parts(day: str) -> tuple[str, int, int] | None:
    """Year ("" when unknown), month and day of an ISO day; None when it is none."""
    year, _, rest = ("", "", day[2:]) if day.startswith("--") else day.partition("-")
    month, _, number = rest.partition("-")
    if not (month.isdecimal() and number.isdecimal()) or (year and not year.isdecimal()):
        return None
    return year.lstrip("0"), int(month), int(number)


def _words(date: DateSpan, start: tuple[str, int, int], end: tuple[str, int, int]) -> str:
    year, month, _ = start
    suffix = f"/{year}" if year else ""
    if date.precision == "year":
        return f"năm {year}" if year else UNKNOWN
    if date.precision == "quarter":
        return f"quý {_QUARTERS[(month - 1) // 3 % 4]}{suffix}"
    if date.precision == "month":
        return f"tháng {month}{suffix}"
    if start == end:
        return f"{start[2]}/{month}{suffix}"
    if start[0] != end[0]:
        return f"{start[2]}/{month}{suffix}–{end[2]}/{end[1]}/{end[0]}"
    if month != end[1]:
        return f"{start[2]}/{month}–{end[2]}/{end[1]}{suffix}"
    return f"{start[2]}–{end[2]}/{month}{suffix}"
