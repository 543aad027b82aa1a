"""One grammar for date expressions: days, ranges, months, quarters, years and words such as "hôm qua"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

__all__ = ["Mention", "mentions"]

Kind = Literal["day", "range", "month", "quarter", "year", "years", "relative"]


class Mention(NamedTuple):
    """An expression in the clean text: first and last (year, month, day), 0 where it does not say; `shift` days for relative ones."""

    start: int
    end: int
    kind: Kind
    first: tuple[int, int, int]
    last: tuple[int, int, int]
    rule: str
    shift: int = 0


_D = r"(?:0?[1-9]|[12][0-9]|3[01])"
_M = r"(?:1[0-2]|0?[1-9])"
_Y = r"(?:19|20)[0-9]{2}"
_WORD = r"ngày|hôm|sáng|trưa|chiều|tối|đêm|rạng sáng|mùng|mồng|từ|đến|vào|và|lúc|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]),?|chủ nhật,?"
_DASH = r"[ ]?[-–—][ ]?|[ ](?:đến|tới|và)(?:[ ]hết)?(?:[ ]ngày)?[ ]|,[ ]?"

_GRAMMAR = re.compile(
    rf"""(?<![\w/.,-])(?:
    (?P<dmy>(?P<d1>{_D})(?P<s1>[/.-])(?P<m1>{_M})(?P=s1)(?P<y1>{_Y}))(?![/\w]|[.-]\d)
  | (?P<range>(?P<d2>{_D})(?:[/.-](?P<m2>{_M}))?(?:{_DASH})(?P<d3>{_D})[/.](?P<m3>{_M})(?:[/.](?P<y3>{_Y}))?)(?![/\w]|[.,-]\d)
  | (?P<long>(?:(?P<d4>{_D})(?:{_DASH}))?(?P<d5>{_D})[ ]tháng[ ](?P<m5>{_M})(?:(?:[ ]năm[ ]|,[ ]|[/.-])(?P<y5>{_Y}))?)(?![/\w]|[.,-]\d)
  | (?P<dm>(?P<d6>{_D})(?P<s6>[/.-])(?P<m6>{_M}))(?![/\w%]|[.,-]\d)
  | [Tt]háng[ ](?P<month>(?P<m7>{_M}|[Gg]iêng)(?:(?:[/.-]|[ ]năm[ ]|,[ ]năm[ ])(?P<y7>{_Y}))?)(?![/\w]|[.,-]\d)
  | [Qq]u[ýí][ ](?P<quarter>(?P<q8>IV|I{{1,3}}|[1-4])(?:(?:[/.-]|[ ]năm[ ]|[ ])(?P<y8>{_Y}))?)(?![/\w]|[.,-]\d)
  | (?:[Gg]iai[ ]đoạn|[Nn]hiệm[ ]kỳ|[Nn]iên[ ]khóa|[Nn]ăm[ ]học)[ ](?P<years>(?P<y9>{_Y})(?:[ ]?[-–—][ ]?|[ ]đến[ ])(?P<y10>{_Y}))(?![/\w])
  | [Nn]ăm[ ](?P<year>(?P<y11>{_Y}))(?![/\w]|[.-]\d)
  | (?P<relative>[Hh]ôm[ ]qua|[Hh]ôm[ ]nay|[Hh]ôm[ ]kia|[Nn]gày[ ]mai|[Ss]áng[ ]nay|[Cc]hiều[ ]nay|[Tt]ối[ ]nay|[Ss]áng[ ]qua|[Cc]hiều[ ]qua|[Tt]ối[ ]qua|[Đđ]êm[ ]qua)(?!\w)
    )""",
    re.X,
)
_BEFORE_DAY = re.compile(rf"(?:^|\W)(?:{_WORD})[ ,]*(?:{_D}[/.]{_M}[ ,]*(?:và|đến|[-–])[ ]*)*(?:ngày )?$", re.I)
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_SHIFTS = {"hôm qua": -1, "hôm kia": -2, "ngày mai": 1, "sáng qua": -1, "chiều qua": -1, "tối qua": -1, "đêm qua": -1}


def _valid(day: int, month: int) -> bool:
    return 1 <= day <= _LENGTHS[month - 1]


def mentions(text: str) -> Iterator[Mention]:
    """Every date expression of a clean text, in order."""
    for match in _GRAMMAR.finditer(text):
        kind = match.lastgroup
        found = _read(text, match)
        if found is not None:
            yield found
        del kind


def _read(text: str, match: re.Match[str]) -> Mention | None:
    start, end = match.span()
    g = match.group
    if g("dmy"):
        day = (int(g("y1")), int(g("m1")), int(g("d1")))
        return Mention(start, end, "day", day, day, "day/month/year") if _valid(day[2], day[1]) else None
    if g("range"):
        month, year = int(g("m3")), int(g("y3") or 0)
        first = (year, int(g("m2") or month), int(g("d2")))
        last = (year, month, int(g("d3")))
        if not (_valid(first[2], first[1]) and _valid(last[2], last[1])) or (first >= last and not g("m2")):
            return None
        if not year and not _marked(text, start):
            return None
        return Mention(start, end, "range", first, last, "days of a month")
    if g("long"):
        month, year = int(g("m5")), int(g("y5") or 0)
        last = (year, month, int(g("d5")))
        first = (year, month, int(g("d4") or g("d5")))
        if not _valid(last[2], month) or not _valid(first[2], month) or first > last:
            return None
        return Mention(start, end, "range" if first != last else "day", first, last, "day in words")
    if g("dm"):
        day = (0, int(g("m6")), int(g("d6")))
        if not _valid(day[2], day[1]) or not (_marked(text, start) or (g("s6") == "/" and text[start - 1 : start] == "(")):
            return None
        return Mention(start, end, "day", day, day, "day/month")
    if g("month"):
        if g("m7").casefold() == "giêng":
            return None
        year, month = int(g("y7") or 0), int(g("m7"))
        return Mention(start, end, "month", (year, month, 1), (year, month, _length(year, month)), "month")
    if g("quarter"):
        year, quarter = int(g("y8") or 0), _QUARTERS[g("q8")]
        return Mention(start, end, "quarter", (year, quarter * 3 - 2, 1), (year, quarter * 3, _length(year, quarter * 3)), "quarter")
    if g("years"):
        return Mention(start, end, "years", (int(g("y9")), 1, 1), (int(g("y10")), 12, 31), "years")
    if g("year"):
        return Mention(start, end, "year", (int(g("year")), 1, 1), (int(g("year")), 12, 31), "year")
    return Mention(start, end, "relative", (0, 0, 0), (0, 0, 0), "relative to publication", _SHIFTS.get(g("relative").casefold(), 0))


def _marked(text: str, start: int) -> bool:
    return bool(_BEFORE_DAY.search(text[max(0, start - 24) : start]))


def _length(year: int, month: int) -> int:
    """Days of a month; February without a year has 28."""
    if month == 2 and (year == 0 or year % 4 or (year % 100 == 0 and year % 400)):
        return 28
    return _LENGTHS[month - 1]
