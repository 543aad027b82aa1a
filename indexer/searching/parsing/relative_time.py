"""Time as people say it: hôm qua, tuần này, 3 tháng qua, năm ngoái, từ 2025 đến 2026, trước 2020.

Counted from a day that the caller names, today unless it says otherwise. Typed with or without
marks; marks that are typed must agree. Linear in the text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from indexer.gazetteer.place_names import places_named
from indexer.language import agrees
from indexer.language.unicode.folding import strip_marks
from indexer.model.request import Sort

__all__ = ["ORDERS", "order_within", "relative_period", "relative_within"]

Span = tuple[date, date]
_DAY = timedelta(days=1)


def _week(day: date) -> Span:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month(day: date) -> Span:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _quarter(day: date) -> Span:
    first = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return first, _month(_months_from(first, 2))[1]


def _year(day: date) -> Span:
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def _months_from(day: date, months: int) -> date:
    """The same day so many months later (before, when below 0); the month's last where it has
    none.
    """
    at = day.year * 12 + day.month - 1 + months
    year, month = max(at // 12, 1), at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


_SAID: dict[str, Callable[[date], Span]] = {
    "hôm nay": lambda day: (day, day),
    "hôm qua": lambda day: (day - _DAY, day - _DAY),
    "hôm kia": lambda day: (day - 2 * _DAY, day - 2 * _DAY),
    "tuần này": _week,
    "tuần trước": lambda day: _week(day - 7 * _DAY),
    "tuần qua": lambda day: _week(day - 7 * _DAY),
    "tuần rồi": lambda day: _week(day - 7 * _DAY),
    "tháng này": _month,
    "tháng trước": lambda day: _month(_months_from(day, -1)),
    "tháng qua": lambda day: _month(_months_from(day, -1)),
    "tháng rồi": lambda day: _month(_months_from(day, -1)),
    "quý này": _quarter,
    "quý trước": lambda day: _quarter(_months_from(day, -3)),
    "năm nay": _year,
    "năm ngoái": lambda day: _year(_months_from(day, -12)),
    "năm trước": lambda day: _year(_months_from(day, -12)),
    "năm qua": lambda day: _year(_months_from(day, -12)),
}
_BACK: dict[str, Callable[[date, int], date]] = {
    "ngày": lambda day, n: day - min(n, 36_500) * _DAY + _DAY,
    "tuần": lambda day, n: day - min(7 * n, 36_500) * _DAY + _DAY,
    "tháng": lambda day, n: _months_from(day, -min(n, 1_200)) + _DAY,
    "năm": lambda day, n: _months_from(day, -12 * min(n, 100)) + _DAY,
}
_DIGITS = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
_NUMBERS = dict(zip(_DIGITS, range(1, 11), strict=True))
_AGO = ("qua", "vừa qua", "gần đây", "trở lại đây")
ORDERS: dict[str, Sort] = {"mới nhất": "newest", "gần đây nhất": "newest", "cũ nhất": "oldest"}
"""What a query ends or begins with that asks for an order."""

_SIDES = frozenset(["dong", "tay", "mien", "phia", "phuong", "huong"])
_BARE_NUMBERS = "|".join(map(strip_marks, _NUMBERS))
_BARE_SAID = "|".join(sorted(map(strip_marks, _SAID), key=len, reverse=True))
_BARE_AGO = "|".join(sorted(map(strip_marks, _AGO), key=len, reverse=True))
_RELATIVE = re.compile(
    rf"(?<!\w)(?:trong )?(?:(?P<said>{_BARE_SAID})|(?P<count>\d{{1,3}}|{_BARE_NUMBERS}) (?P<unit>"
    rf"{'|'.join(map(strip_marks, _BACK))}) (?P<ago>{_BARE_AGO}))(?!\w)"
)
_FROM_TO = re.compile(
    r"(?<!\w)(?:(?:tu|giai doan|trong giai doan|trong) )?(?:nam )?(?P<first>(?:19|20)\d\d)"
    r"(?: ?[-–] ?| den | toi )(?:nam )?(?P<last>(?:19|20)\d\d)(?![\w/-]|[.,]\d)"
)
_ONE_SIDE = re.compile(
    r"(?<!\w)(?P<side>tu|sau|truoc|den|den het) (?:nam )?(?P<year>(?:19|20)\d\d)(?![\w/-]|[.,]\d)"
)


def relative_period(value: str, today: date | None = None) -> tuple[str, str] | None:
    """First and last day, ISO 8601, of a value that says nothing but a stretch of time; either
    empty when open; None when it is none.
    """
    text = " ".join(value.split())
    for start, end, first, last in relative_within(text, today):
        if (start, end) == (0, len(text)):
            return first, last
    return None


def relative_within(text: str, today: date | None = None) -> list[tuple[int, int, str, str]]:
    """Stretches of time in running text: (start, end, first day, last day), in order, not
    overlapping.
    """
    bare = strip_marks(text.lower())
    if len(bare) != len(text):
        return []
    read = _found(text, bare, today or date.today())
    found = sorted(
        (one for one in read if not _ends_a_name(text, one[0])), key=lambda one: (one[0], -one[1])
    )
    kept: list[tuple[int, int, str, str]] = []
    for one in found:
        if not kept or kept[-1][1] <= one[0]:
            kept.append(one)
    return kept


def _ends_a_name(text: str, start: int) -> bool:
    """Is the word that a stretch would begin with the end of a name: Việt Nam | qua, tây nam?

    Only one typed without its marks is doubted.
    """
    before, first = text[:start].split()[-1:], text[start:].split(maxsplit=1)[0]
    if not before or strip_marks(first.lower()) != first.lower():
        return False
    row = (before[0].lower(), first.lower())
    return bool(places_named(row)) or (row[1] == "nam" and strip_marks(row[0]) in _SIDES)


def order_within(text: str) -> tuple[str, Sort, str] | None:
    """(the words that ask for an order, the order, the text without them) of a text that begins or
    ends with such words and has others.
    """
    words = text.split()
    for said, order in ORDERS.items():
        count = len(said.split())
        for at in (len(words) - count, 0):
            asked = words[at : at + count]
            left = words[:at] + words[at + count :]
            if left and at >= 0 and _agree(" ".join(asked), said):
                return " ".join(asked), order, " ".join(left)
    return None


def _found(text: str, bare: str, today: date) -> Iterator[tuple[int, int, str, str]]:
    for match in _RELATIVE.finditer(bare):
        span = _said(match, text, today)
        if span is not None:
            yield match.start(), match.end(), span[0].isoformat(), span[1].isoformat()
    for match in _FROM_TO.finditer(bare):
        first, last = match["first"], match["last"]
        if first <= last:
            yield match.start(), match.end(), f"{first}-01-01", f"{last}-12-31"
    for match in _ONE_SIDE.finditer(bare):
        yield match.start(), match.end(), *_side(match["side"], int(match["year"]))


def _said(match: re.Match[str], text: str, today: date) -> Span | None:
    """What a match of the bare text means, if the marks of the text agree with it."""
    if match["said"]:
        typed = text[match.start("said") : match.end("said")]
        meant = next((said for said in _SAID if _agree(typed, said)), None)
        return _SAID[meant](today) if meant else None
    typed_unit = text[match.start("unit") : match.end("unit")]
    typed_ago = text[match.start("ago") : match.end("ago")]
    unit = next((unit for unit in _BACK if _agree(typed_unit, unit)), None)
    count = _count(text[match.start("count") : match.end("count")])
    if unit is None or not count or not any(_agree(typed_ago, ago) for ago in _AGO):
        return None
    return _BACK[unit](today, count), today


def _count(typed: str) -> int:
    """A number in digits or in words, 0 for what is none."""
    if typed.isdigit():
        return int(typed)
    return next((number for said, number in _NUMBERS.items() if _agree(typed, said)), 0)


def _side(side: str, year: int) -> tuple[str, str]:
    if side == "tu":
        return f"{year}-01-01", ""
    if side == "sau":
        return f"{year + 1}-01-01", ""
    if side == "truoc":
        return "", f"{year - 1}-12-31"
    return "", f"{year}-12-31"


def _agree(typed: str, said: str) -> bool:
    return agrees(typed.lower().split(), said.split())
