"""A date that somebody stated beside a text: in a table, a page's metadata, a mail's head, a
feed.

Such a date is the whole of a field, in one of many forms; dates within sentences are read in
`reading.dates`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

__all__ = ["iso_date"]

_VIETNAM: Final = timezone(timedelta(hours=7))
_LONGEST: Final = 120
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"

_WEEKDAY = re.compile(
    r"^(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật|t[2-7]|cn|"
    r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?)"
    r"\b[\s,.:–-]{0,5}",
    re.I,
)
_OPENING = re.compile(r"^(?:ngày|date|published|đăng|đăng lúc|cập nhật|vào|lúc)\b[\s:,]{1,4}", re.I)
_TIME = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})"
    r"(?:[:h](?P<minute>\d{2})(?::\d{2}(?:\.\d{1,9})?)?|(?= ?[ap]\.?m\b))"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?",
    re.I,
)
_ZONE = re.compile(
    r"(?:gmt|utc)? ?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?\b|"
    r"\b(?P<zero>gmt|utc|z)\b",
    re.I,
)
_ISO = re.compile(r"^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:[T ]?\d{4,6}Z?)?$")
_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?!\d)")
_NUMERALS: Final = (
    *("một", "hai", "ba", "tư|bốn", "năm", "sáu", "bảy|bẩy", "tám", "chín", "mười"),
    *("mười một", "mười hai"),
)
_NAMED: Final = {
    name: number for number, names in enumerate(_NUMERALS, 1) for name in names.split("|")
}
_VIETNAMESE_MONTH = (
    r"(?:(?:tháng|thg|th)\.?\s{0,3}(?P<month>\d{1,2})(?!\d)|"
    rf"tháng\s{{1,3}}(?P<named>{'|'.join(sorted(_NAMED, key=len, reverse=True))})\b)"
)
_WORDS: Final = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})[\s,]{{1,3}}{_VIETNAMESE_MONTH}"
        r"[\s,]{1,3}(?:năm[\s]{1,3})?(?P<year>\d{4})(?!\d)",
        re.I,
    ),
    re.compile(
        rf"\b{_VIETNAMESE_MONTH}\s{{1,3}}(?P<day>\d{{1,2}})(?:\s{{0,2}},\s{{0,2}}|\s{{1,3}})"
        r"(?:năm\s{1,3})?(?P<year>\d{4})(?!\d)",
        re.I,
    ),
)
"""«6 tháng 3, 2025», «6 thg 3, 2025», «6 Tháng Ba, 2025»; «Tháng Ba 6, 2025», «Th3 06, 2025»."""
_SECONDS = re.compile(r"(\d{10})(?:\d{3}|\.\d{1,9})?$")
"""A moment as programs count: seconds, or thousandths of one, since 1970."""
_ENGLISH = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,-]{{1,3}}"
        rf"(?P<month>{_MONTH})\.?[\s,-]{{1,3}}(?P<year>\d{{4}})",
        re.I,
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]{{1,3}}"
        rf"(?P<year>\d{{4}})",
        re.I,
    ),
)
_ONLY_MONTH = (
    re.compile(r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})$"),
    re.compile(r"^(?P<month>\d{1,2})[-/.](?P<year>\d{4})$"),
    re.compile(r"^tháng (?P<month>\d{1,2})[\s,/.-]{1,3}(?:năm )?(?P<year>\d{4})$", re.I),
)


def iso_date(stated: str) -> str:
    """The ISO day ("2025-03-06"), or month ("2025-03") when no more is stated; "" when it is no
    date, or no year of news.

    A time with a zone gives the day it was in Vietnam. With AM or PM, numbers parted by slashes
    are the American order.
    """
    value = " ".join(stated.split())
    if not value or len(value) > _LONGEST:
        return ""
    try:
        return _day(value) or _month(value)
    except (ValueError, OverflowError):
        return ""


def _day(value: str) -> str:
    while (shorter := _OPENING.sub("", _WEEKDAY.sub("", value))) != value:
        value = shorter
    if found := _SECONDS.match(value):
        return datetime.fromtimestamp(int(found[1]), _VIETNAM).date().isoformat()
    if found := _COMPACT.match(value):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _ISO.match(value):
        return _moved(
            int(found[1]), int(found[3]), int(found[4]), value[found.end() :].removeprefix("T")
        )
    for form in _WORDS:
        if found := form.search(value):
            month = int(found["month"] or _NAMED[found["named"].casefold()])
            rest = value[: found.start()] + " " + value[found.end() :]
            return _moved(int(found["year"]), month, int(found["day"]), rest)
    if found := _NUMBERS.search(value):
        rest = value[: found.start()] + " " + value[found.end() :]
        first, second, year = int(found[1]), int(found[3]), _whole_year(found[4])
        time = _TIME.search(rest)
        american = found[2] == "/" and time is not None and time["half"] is not None
        day, month = (second, first) if american else (first, second)
        return _moved(year, month, day, rest)
    for form in _ENGLISH:
        if found := form.search(value):
            month = _MONTHS.index(found["month"][:3].casefold()) + 1
            return _moved(int(found["year"]), month, int(found["day"]), value[found.end() :])
    return _mail(value)


def _mail(value: str) -> str:
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return ""
    day = (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()
    return _iso(day.year, day.month, day.day)


def _month(value: str) -> str:
    found = next((match for form in _ONLY_MONTH if (match := form.match(value))), None)
    if found is None:
        return ""
    return _iso(int(found["year"]), int(found["month"]), 1)[:7]


def _whole_year(digits: str) -> int:
    """The year of two digits: of this century up to 49, as POSIX reads it up to 68; news were not
    dated so before 1950.
    """
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _moved(year: int, month: int, day: int, rest: str) -> str:
    """The day as it was in Vietnam, when `rest` states a time and a zone."""
    time = _TIME.search(rest)
    zone = _ZONE.search(rest[time.end() :]) if time else None
    if time is None or zone is None:
        return _iso(year, month, day)
    hour = (
        int(time["hour"]) % 12 + 12 * (time["half"] in ("p", "P"))
        if time["half"]
        else int(time["hour"])
    )
    offset = timedelta()
    if not zone["zero"]:
        offset = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
        offset = -offset if zone["sign"] == "-" else offset
    moment = datetime(year, month, day, hour, int(time["minute"] or 0), tzinfo=timezone(offset))
    there = moment.astimezone(_VIETNAM)
    return _iso(there.year, there.month, there.day)


def _iso(year: int, month: int, day: int) -> str:
    return date(year, month, day).isoformat() if 1000 <= year < 3000 else ""
