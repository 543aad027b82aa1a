"""Parts of years, quarters, months and weeks as people say them: đầu năm 2025, cuối tháng 3/2025,
nửa cuối năm, 6 tháng đầu năm, 9 tháng năm 2025, tháng 10 năm ngoái, những năm 2020.

The beginning, the middle and the end of a stretch are its thirds; a part of a year that is not
named is that of this year or, where it has not begun, of the last. Typed with or without marks;
marks that are typed must agree. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from indexer.language import agrees
from indexer.language.unicode.folding import strip_marks
from indexer.searching.parsing.relative_time import SAID, months_from, number_said
from indexer.searching.parsing.time_expressions import STRETCH_END, parse_single

__all__ = ["ONE_STRETCH", "agrees_with_said", "one_stretch", "spoken_within"]

_DECADE_YEARS = 10
_SOON = 2  # years ahead in which a decade named by two digits may begin («những năm 20»)
_D, _M, _Y = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1[0-2]|0?[1-9])", r"(?:19|20)\d\d"
_QUARTER = r"quy (?:iv|i{1,3}|[1-4])"
_SAID_BARE = sorted(map(strip_marks, SAID), key=len, reverse=True)
_YEAR_SAID = "|".join(said for said in _SAID_BARE if said.startswith("nam "))
_YEAR = rf"(?:(?:nam )?{_Y}|{_YEAR_SAID})"
_PART_OF_YEAR = rf"(?:thang {_M}|{_QUARTER})"
_MONTH = rf"(?:thang {_M}(?: ?[/.-] ?| nam | ){_Y}|thang {_M} (?:cua )?(?:{_YEAR_SAID}))"
_DATED = rf"(?:{_QUARTER}(?: ?/ ?| nam | ){_Y}|{_QUARTER} (?:cua )?(?:{_YEAR_SAID})|{_MONTH})"
_DAY = rf"(?:(?:ngay )?{_D} thang {_M}(?: nam |/){_Y}|(?:ngay )?{_D}[/.-]{_M}[/.-]{_Y})"
_WHOLE = rf"(?:{_DAY}|{_DATED}|{_M}[/.]{_Y}|{_YEAR}|{'|'.join(_SAID_BARE)})"
_COUNT = r"(?:\d{1,2}|hai|ba|bon|nam|sau|bay|tam|chin|muoi mot|muoi)"
_HALF = r"(?:nua (?:dau|cuoi|sau))"
_MONTHS = rf"(?:{_COUNT} (?:thang|quy) (?:dau|cuoi)|(?:quy|thang) (?:dau|cuoi))"
_SOME = r"(?:(?:nhung|cac|may|vai) (?:ngay|tuan|thang) (?:dau|cuoi))"
_PART = rf"(?:{_HALF}|{_SOME}|{_MONTHS}|dau|giua|cuoi)"
_UNNAMED = r"(?:nam|quy|thang|tuan)(?! (?:hoc|moi|am|hang|sau|nay)\b| ?\d)"
_OF = rf"{_PART} (?:cua )?{_WHOLE}"
_OF_THIS = rf"{_PART} {_UNNAMED}"
_OF_THIS_YEAR = rf"(?:{_HALF}|{_COUNT} (?:thang|quy) (?:dau|cuoi)|quy (?:dau|cuoi)) {_UNNAMED}"
_THIRD_OF_MONTH = rf"(?:dau|giua|cuoi) thang {_M}(?!\d| ?[/.-] ?\d| nam\b| (?:19|20)\d\d)"
_MONTHS_OF = rf"{_COUNT} thang nam {_Y}"
_DECADE = r"(?:nhung nam|thap nien|thap ky)(?: nam)? (?:(?:19|20)\d0|[2-9]0)(?! *%)"
ONE_STRETCH = rf"(?:{_OF}|{_OF_THIS}|{_MONTHS_OF}|{_DECADE}|{_WHOLE})"
"""A stretch that is named, as a pattern of bare text in small letters."""

_SPOKEN = re.compile(
    rf"(?<![\w/.-])(?:{_OF}|{_OF_THIS_YEAR}|{_THIRD_OF_MONTH}|{_MONTHS_OF}|{_DECADE}|{_DATED})"
    rf"{STRETCH_END}"
)
_BY_ITSELF = re.compile(r"(?:(?:hoi|vao|ngay|trong) )?(?:dau|giua|cuoi) (?:nam|quy|thang)")
_ONE_PART = re.compile(_OF_THIS)
_READ_OF = re.compile(rf"(?P<part>{_PART}) (?:cua )?(?P<whole>{_WHOLE}|nam|quy|thang|tuan)")
_READ_MONTHS = re.compile(rf"(?P<count>{_COUNT}) thang nam (?P<year>{_Y})")
_READ_DATED = re.compile(rf"(?P<part>{_PART_OF_YEAR}) (?:cua )?(?P<year>{_YEAR_SAID})")
_WORDS = re.compile(r"[^\W\d]+")
_MEANT = """
    đầu giữa cuối nửa sau tháng quý năm của những thập niên kỷ ngày tuần hôm này trước qua rồi tới
    nay ngoái kia mai vừa và hoặc hay các mấy vài sáng trưa chiều tối đêm
    mười một hai ba bốn sáu bảy tám chín
"""
_UNITS = {"nam": "năm", "quy": "quý", "thang": "tháng", "tuan": "tuần"}
_SOME_BARE = ("nhung", "cac", "may", "vai")
# «bắt đầu năm 2025», «giá dầu năm 2025» bare: the word is the end of another
_BEFORE_DAU = frozenset(
    ("bat", "lan", "mo", "dan", "hang", "dung", "ban", "doi", "khoi", "cam", "xang", "gia", "tho")
)
_BEFORE_CUOI = frozenset(("lan", "vong", "sau", "tran", "phut", "doan"))


def spoken_within(text: str, today: date) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, first day, last day), ISO 8601, of each stretch in running text, in order."""
    bare = strip_marks(text.lower())
    if len(bare) != len(text):
        return
    pattern = _ONE_PART if _BY_ITSELF.fullmatch(bare) else _SPOKEN
    for match in pattern.finditer(bare):
        if _ends_a_word(bare[: match.start()], match[0]):
            continue
        span = one_stretch(text[match.start() : match.end()], today)
        if span is not None:
            yield match.start(), match.end(), *span


def one_stretch(text: str, today: date) -> tuple[str, str] | None:
    """First and last day of text that names one stretch and nothing else; None for any other."""
    span = _span(text, today)
    if span is not None:
        return span[0].isoformat(), span[1].isoformat()
    return parse_single(text)


def agrees_with_said(text: str) -> bool:
    """Do the words of a stretch bear no marks but those of the words that name times?"""
    return all(
        word == strip_marks(word) or any(agrees([word], [said]) for said in _meant_words())
        for word in _WORDS.findall(text.lower())
    )


@cache
def _meant_words() -> tuple[str, ...]:
    """The words that name times."""
    return tuple(_MEANT.split())


def _ends_a_word(before: str, stretch: str) -> bool:
    """Does the word that a stretch begins with end another («bắt đầu», «lần cuối»)?"""
    previous = before.split()[-1:]
    if not previous:
        return False
    first = stretch.split()[0]
    if first == "dau":
        return previous[0] in _BEFORE_DAU
    return first == "cuoi" and previous[0] in _BEFORE_CUOI


def _span(text: str, today: date) -> tuple[date, date] | None:
    bare = strip_marks(text.lower())
    if len(bare) != len(text) or not agrees_with_said(text):
        return None
    if match := _READ_MONTHS.fullmatch(bare):
        return _months(number_said(text[: match.end("count")]), "dau", _year(match["year"]))
    if re.fullmatch(_DECADE, bare):
        return _decade(bare.split()[-1], today)
    if match := _READ_DATED.fullmatch(bare):
        year = SAID[_said(match["year"])](today)[0].year
        return _days(parse_single(f"{match['part']}/{year}"))
    if match := re.fullmatch(rf"(?P<part>dau|giua|cuoi) (?P<month>thang {_M})", bare):
        return _part(match["part"], _last_begun(match["month"], today))
    if match := _READ_OF.fullmatch(bare):
        part = text[match.start("part") : match.end("part")]
        unit = _UNITS.get(match["whole"])
        if unit:
            return _part_of_this(part, unit, today)
        whole = _whole(text[match.start("whole") : match.end("whole")], today)
        return _part(part, whole) if whole else None
    return SAID[_said(bare)](today) if bare in _SAID_BARE else None


def _last_begun(month: str, today: date) -> tuple[date, date]:
    """A month of this year or, where it has not begun, of the last."""
    number = int(month.split()[-1])
    first = date(today.year if number <= today.month else today.year - 1, number, 1)
    return first, months_from(first, 1) - timedelta(days=1)


def _whole(text: str, today: date) -> tuple[date, date] | None:
    """The stretch that a part is of."""
    return _span(text, today) or _days(parse_single(text) or parse_single(f"năm {text}"))


def _part_of_this(typed: str, unit: str, today: date) -> tuple[date, date] | None:
    """A part of the year, the month … that is; where it has not begun, of the one before."""
    this = "nay" if unit == "năm" else "này"
    for said in (f"{unit} {this}", f"{unit} trước"):
        part = _part(typed, SAID[said](today))
        if part is None or part[0] <= today:
            return part
    return None


def _part(typed: str, whole: tuple[date, date]) -> tuple[date, date] | None:
    """A part of a stretch."""
    words = strip_marks(typed.lower()).split()
    side = words[-1]
    is_year = (whole[1] - whole[0]).days > 360
    if words[0] == "nua":
        return _half(whole, "dau" if side == "dau" else "cuoi")
    if words[0] in _SOME_BARE and words[1] == "ngay" and is_year:
        return _months(1, side, whole)
    if len(words) == 1 or words[0] in _SOME_BARE:
        return _third(whole, side)
    months = 3 if words[-2] == "quy" else 1
    count = number_said(" ".join(typed.split()[:-2])) if len(words) > 2 else 1
    return _months(months * count, side, whole) if is_year else None


def _third(whole: tuple[date, date], side: str) -> tuple[date, date]:
    """The first, middle or last third: four months of a year, ten days of a month."""
    first, last = whole
    at = ("dau", "giua", "cuoi").index(side)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months % 3 == 0:
        start = months_from(first, at * months // 3)
        return start, months_from(start, months // 3) - timedelta(days=1)
    days = (last - first).days + 1
    cuts = [first + timedelta(days=days // 3 * i) for i in range(3)]
    ends = [cuts[1] - timedelta(days=1), cuts[2] - timedelta(days=1), last]
    return cuts[at], ends[at]


def _half(whole: tuple[date, date], side: str) -> tuple[date, date]:
    first, last = whole
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months % 2 == 0:
        middle = months_from(first, months // 2)
    else:
        middle = first + timedelta(days=((last - first).days + 1) // 2)
    return (first, middle - timedelta(days=1)) if side == "dau" else (middle, last)


def _months(count: int, side: str, whole: tuple[date, date]) -> tuple[date, date] | None:
    """So many months from the beginning of a year or up to its end."""
    first, last = whole
    if not 1 <= count <= 12:
        return None
    if side == "dau":
        return first, months_from(first, count) - timedelta(days=1)
    return months_from(last + timedelta(days=1), -count), last


def _decade(typed: str, today: date) -> tuple[date, date]:
    """Ten years: «những năm 2020», «thập niên 90»."""
    year = int(typed)
    if year < 100:
        year += 2000 if 2000 + year <= today.year + _SOON else 1900
    return date(year, 1, 1), date(year + _DECADE_YEARS - 1, 12, 31)


def _year(typed: str) -> tuple[date, date]:
    return date(int(typed), 1, 1), date(int(typed), 12, 31)


def _days(span: tuple[str, str] | None) -> tuple[date, date] | None:
    return (date.fromisoformat(span[0]), date.fromisoformat(span[1])) if span else None


def _said(bare: str) -> str:
    """What is said of a time, with its marks."""
    return next(said for said in SAID if strip_marks(said) == bare)
