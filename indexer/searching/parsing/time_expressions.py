"""Stretches of time as people type them in a query or a filter: 2024, 11/2024, 2024-11..2025-03,
quý I/2025, 20-22/11/2024.

Pure string work on one short value; dates inside articles are the reading room's.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from indexer.language.unicode.folding import strip_marks

__all__ = ["NUMBERS", "STRETCH_END", "day_text", "in_words", "parse_single", "surface_forms"]

STRETCH_END = r"(?![\w/-]|[.,]\d)"
"""What may not follow a stretch of time in running text, as a pattern."""

_TO_TEN = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
NUMBERS = dict(enumerate((*_TO_TEN, "mười một", "mười hai"), 1))
"""Numbers in words, as months and days are counted."""
LEAP = 2024  # a year that has every day
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MARKED = {said: number for number, said in NUMBERS.items() if said != "năm"} | {"nhất": 1, "tư": 4}
_SAID = {strip_marks(said): number for said, number in _MARKED.items() if said != "tư"} | _MARKED
"""Months and quarters in words, with their marks and without; of «tháng năm 2025» nobody knows
whether May is meant, and a bare tu is từ."""
_WORDED = "|".join(sorted(_SAID, key=len, reverse=True))
_QUARTER = re.compile(
    rf"(?:qu[yýií]\s+(?P<said>{_WORDED})\s+(?:n[ăa]m\s+)?|"
    r"(?:qu[yýií]|q)\s*(?P<quarter>iv|i{1,3}|[1-4])\s*(?:[/.-]\s*|\s+(?:n[ăa]m\s+)?))(?P<year>\d{4})",
    re.I,
)
_MONTH = re.compile(
    rf"(?:th[áa]ng\s+(?P<said>{_WORDED})(?:\s*[/.-]\s*|\s+(?:n[ăa]m\s+)?)"
    r"|t\.?(?P<short>1[0-2]|0?[1-9])[/.-]"
    r"|th[áa]ng\s*(?P<month>1[0-2]|0?[1-9])\s*(?:[/.-]\s*|\s+n[ăa]m\s+))(?P<year>\d{4})",
    re.I,
)
_DAY_WORDS = re.compile(
    r"(?:ng[àa]y\s+)?(?P<day>3[01]|[12]\d|0?[1-9])\s+th[áa]ng\s+(?P<month>1[0-2]|0?[1-9])(?:\s+n[ăa]m\s+|\s*[/.-]\s*)(?P<year>\d{4})",
    re.I,
)
_DAY = re.compile(
    r"(?:ng[àa]y\s+)?(?P<day>3[01]|[12]\d|0?[1-9])(?P<mark>[/.-])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<year>\d{4})",
    re.I,
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:[-/](?P<month>1[0-2]|0?[1-9])(?:[-/](?P<day>3[01]|[12]\d|0?[1-9]))?)?"
)
_MONTH_YEAR = re.compile(r"(?P<month>1[0-2]|0?[1-9])[/.-](?P<year>\d{4})")
_YEAR_WORDS = re.compile(r"n[ăa]m\s*(?P<year>\d{4})", re.I)
_ISO_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)-(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])"
)
_DAYS = re.compile(
    r"(?P<day>3[01]|[12]\d|0?[1-9])\s*[-–]\s*(?P<last>3[01]|[12]\d|0?[1-9])[/.](?P<month>1[0-2]|0?[1-9])[/.](?P<year>\d{4})"
)
_INLINE = re.compile(
    r"(?<![\w/.-])(?:"
    + "|".join(
        re.sub(r"\?P<(\w+)>", r"?:", p.pattern).replace("(?P=mark)", "[/.-]")
        for p in (_QUARTER, _DAY_WORDS, _MONTH, _ISO_DAY, _DAY, _MONTH_YEAR, _YEAR_WORDS)
    )
    + r")(?![\w/]|[.-]\w)",
    re.I,
)
_DAY_OF_YEAR = re.compile(
    r"(?<![\w/.-])(?P<day>3[01]|[12]\d|0?[1-9])(?P<mark>[/-])(?P<month>1[0-2]|0?[1-9])(?![\w/]|[.,-]\w)"
)
_DAY_SAID = re.compile(r"\b(?:ng[àa]y|h[ôo]m|s[áa]ng|tr[ưu]a|chi[ềe]u|t[ốo]i|[đd][êe]m)\s+$", re.I)
_SAYING = 8  # characters looked back over for such a word


def in_words(text: str) -> list[tuple[int, int, str, str]]:
    """Periods in running text: (start, end, first day, last day), in order. Linear in the text.

    A day without its year is "--03-24"; with a dash it is one only after ngày, sáng … (3-2 is how a
    match ended).
    """
    found = []
    for match in _INLINE.finditer(text):
        period = parse_single(match[0])
        if period is not None:
            found.append((match.start(), match.end(), *period))
    for match in _DAY_OF_YEAR.finditer(text):
        month, day = int(match["month"]), int(match["day"])
        before = text[max(0, match.start() - _SAYING) : match.start()]
        said = _DAY_SAID.search(before)
        if (said or match["mark"] == "/") and day <= monthrange(LEAP, month)[1]:
            called = said is not None and strip_marks(said[0].lower()).startswith("ngay")
            start = match.start() - len(said[0]) if said and called else match.start()
            found.append((start, match.end(), f"--{month:02}-{day:02}", f"--{month:02}-{day:02}"))
    return sorted(found)


def day_text(day: str) -> str:
    """2025-03-05 → 5/3/2025."""
    year, month, number = day.split("-")
    return f"{int(number)}/{int(month)}/{year}"


def surface_forms(start: str, end: str) -> tuple[str, ...]:
    """How news writes the same day, month or quarter: 5/3/2025, 05/03/2025, 5 tháng 3 năm 2025 …;
    empty for other stretches.
    """
    if start.startswith("--"):
        month, day = int(start[2:4]), int(start[5:])
        dashed = dict.fromkeys((f"{day}-{month}", f"{day:02}-{month:02}", f"{day:02}-{month}"))
        return f"{day}/{month}", *dashed, f"{day} tháng {month}", f"{day} tháng {month:02}"
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    year, month, day = first.year, first.month, first.day
    if first == last:
        numbers = {
            f"{day}/{month}/{year}",
            f"{day:02}/{month:02}/{year}",
            f"{day:02}/{month}/{year}",
        }
        numbers |= {n.replace("/", mark) for n in numbers for mark in ".-"}
        return (
            f"{day}/{month}/{year}",
            *sorted(numbers - {f"{day}/{month}/{year}"}),
            f"{day} tháng {month} năm {year}",
            f"{day} tháng {month:02} năm {year}",
        )
    if start[8:] != "01" or last.day != monthrange(last.year, last.month)[1] or last.year != year:
        return ()
    if (first.month, last.month) == (1, 12):
        return (f"năm {year}",)
    if first.month == last.month:
        return tuple(
            f"tháng {m}{joint}{year}"
            for m in dict.fromkeys((str(month), f"{month:02}"))
            for joint in ("/", " năm ", "-", ".")
        )
    return (*_quarter_forms(year, month, last.month), *_months_forms(year, month, last.month))


def _quarter_forms(year: int, first: int, last: int) -> Iterator[str]:
    """How news writes a quarter."""
    if (last - first, first % 3) != (2, 1):
        return
    roman = ("I", "II", "III", "IV")[first // 3]
    for quarter in (roman, str(first // 3 + 1)):
        for joint in ("/", " năm ", "-", " "):
            yield f"quý {quarter}{joint}{year}"


def _months_forms(year: int, first: int, last: int) -> Iterator[str]:
    """How news writes the first or the last months of a year."""
    count = last - first + 1
    side = {1: "đầu", 12: "cuối"}.get(first if first == 1 else last)
    if side is None:
        return
    if count == 6:
        yield from (f"nửa {side} năm {year}", f"nửa {side} {year}")
    for number in dict.fromkeys((str(count), f"{count:02}", NUMBERS.get(count, str(count)))):
        yield f"{number} tháng {side} năm {year}"
        yield f"{number} tháng {side} {year}"
        if side == "đầu":
            yield f"{number} tháng năm {year}"


def parse_single(value: str) -> tuple[str, str] | None:
    """First and last day of a year, quarter, month or day; None when it is none."""
    value = value.strip()
    for pattern, length in (
        (_QUARTER, 3),
        (_DAY_WORDS, 0),
        (_MONTH, 1),
        (_DAY, 0),
        (_DAYS, 0),
        (_MONTH_YEAR, 1),
        (_YEAR_WORDS, 12),
        (_ISO, -1),
    ):
        match = pattern.fullmatch(value)
        if match:
            return _span(match.groupdict(), length)
    return None


def _span(parts: dict[str, str | None], months: int) -> tuple[str, str] | None:
    """The stretch named by year and quarter, month or day; `months` its length, 0 for days, -1 for
    as precise as it is.
    """
    year = int(parts["year"] or 0)
    if not 1000 <= year <= 9999:
        return None
    said = _SAID.get((parts.get("said") or "").lower(), 0)
    if months == 3:
        quarter = said or _QUARTERS[(parts["quarter"] or "").lower()]
        if quarter > 4:
            return None
        return f"{year}-{3 * quarter - 2:02}-01", _last_day(year, 3 * quarter)
    month = said or int(parts.get("short") or parts.get("month") or 0)
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    if not parts.get("day"):
        return f"{year}-{month:02}-01", _last_day(year, month)
    try:
        start = date(year, month, int(parts["day"] or 0))
        end = date(year, month, int(parts.get("last") or parts["day"] or 0))
    except ValueError:
        return None
    return (start.isoformat(), end.isoformat()) if start <= end else None


def _last_day(year: int, month: int) -> str:
    return f"{year}-{month:02}-{monthrange(year, month)[1]:02}"
