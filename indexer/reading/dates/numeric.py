"""Days written with numbers: 27/3, 6.3.2025, 24-28/3, 2025-03-24, ngày 12 tháng 5 năm 2025.

A bare "3/4" or "6.3" is a number unless a word of time stands before it; a stated year, brackets
or the word `tháng` make it a date for certain. Every form is one row of `_FORMS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from indexer.reading.dates.mention import Day, Kind, Mention, is_day

__all__ = ["LUNAR", "MONTH", "MONTH_WORDS", "month_number", "numeric", "opens_word"]

MONTH_WORDS = {
    "giêng": 0, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 0,
}  # fmt: skip
"""Months by name; 0 marks those of the lunar calendar only."""
_WORDS = "|".join(sorted(MONTH_WORDS, key=len, reverse=True))
MONTH = r"(?:1[0-2]|0?[1-9])(?![0-9])"
WORDED_MONTH = rf"(?:{MONTH}|(?:{_WORDS})(?!\w))"
YEAR = r"(?:1[89]|20)[0-9]{2}(?![0-9])"
OPTIONAL_YEAR = rf"(?:(?: năm |, năm | ?[/.-] ?|, )({YEAR}))?"
_TO = (
    r"(?: ?[-–—] ?(?:ngày )?"
    r"|,? (?:đến|tới|và|rạng sáng)(?: hết)?(?: ngày| sáng| chiều| tối| rạng sáng)* "
    r"|, ?(?:ngày )?)"
)


def _verbose(pattern: str) -> str:
    return pattern.replace(" ", "[ ]")


def _optional_year(group: str) -> str:
    return _verbose(OPTIONAL_YEAR).replace(f"({YEAR})", f"(?P<{group}>{YEAR})")


_UNTIL = r"(?: ?[-–—] ?(?:ngày )?|,? (?:đến|tới)(?: hết)?(?: ngày)* )"
"""Between the ends of a range, each with its year; "và" and commas are between two days."""
_TO_X, _UNTIL_X, _MONTH_X = _verbose(_TO), _verbose(_UNTIL), _verbose(WORDED_MONTH)

# Every alternative opens with a digit, so that the search skips all else; what stands before is
# looked at afterwards. The number in the names of its groups is the form's.
_NUMERIC = re.compile(
    rf"""\d\d?(?:
    (?P<s1>[/.-]|[ ][/-][ ])(?P<m1>{MONTH})(?P=s1)(?P<y1>{YEAR})
      (?:{_UNTIL_X}(?P<e1>\d\d?)(?P=s1)(?P<n1>{MONTH})(?P=s1)(?P<z1>{YEAR}))?
  | (?:(?P<s2>[/.-])(?P<m2>{MONTH})|(?:,[ ]?(?:ngày[ ])?\d\d?){{1,8}})?
      {_TO_X}(?P<e2>\d\d?)(?P<t2>[/.-])(?P<n2>{MONTH})
      (?:(?P=t2)(?:(?P<z2>{YEAR})|(?P<w2>\d\d)(?!\d)))?
  | (?:[ ]tháng[ ](?P<m3>{MONTH}))?
      {_TO_X}(?P<e3>\d\d?)[ ]tháng[ ](?P<n3>{MONTH}){_optional_year("z3")}
  | [ ]tháng[ ](?P<n4>{_MONTH_X}){_optional_year("z4")}
  | (?P<t5>[/.-])(?P<n5>{MONTH})(?P=t5)(?P<z5>\d\d)(?!\d)
  | (?P<y6>\d\d)(?P<t6>[-/])(?P<n6>0[1-9]|1[0-2])(?P=t6)(?P<e6>\d\d)(?!\d)
  | (?P<t7>[/.-])(?P<n7>{MONTH})
    )(?![\w%]|[/.,-]\d)""",
    re.X | re.I,
)
_BEFORE = 26
"""Characters before a number in which a word of time is looked for."""
_STRONG = re.compile(  # of lower-case text; a word must begin with it
    r"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|"
    r"chủ nhật)(?: sớm| nay| qua| mai| kia| muộn)?[ ,(]*"
    r"(?:\d\d?(?:[/.-]\d\d?)?(?: và |, ?| ?[-–] ?))*$"
)
_WEAK = re.compile(r"(?:từ|đến|tới|vào|hết|trước|sau|qua|dịp|lễ|lúc|và|cuối) $")
_SPANS = re.compile(r"(?:diễn ra|tổ chức|kéo dài|trong|từ|dịp|lễ|nghỉ) $")
"""Words before several days: weaker than those before one, which would make "trong 3/4" a day."""
_FRACTION = re.compile(
    r" (?:số|dân|diện tích|hộ|tổng|thành viên|đại biểu|quãng|chặng|trận|lượt|chiều|thời gian|giá|"
    r"sản lượng|lãnh thổ|kinh phí|nhân|đội|ghế|phiếu|cổ|vốn|trong số|của|lượng|người|doanh|"
    r"học sinh|các)"
)
_UNITS = re.compile(
    r" ?(?:triệu|tỷ|tỉ|nghìn|ngàn|đồng|lần|kg|km|tuổi|năm(?! (?:nay|ngoái|trước|qua|sau|\d))|"
    r"tháng|giờ|phút|điểm|usd|tấn|ha|độ|m|%|xe|người|chiếc|con|em|ca|vụ|bàn|trận|suất|căn)(?!\w)",
    re.I,
)
_NUMBERED = re.compile(
    r"(?:khu|quận|phường|lớp|khóa|khoá|tổ|thôn|ấp|đội|trạm|hạng|lần|đợt|tầng|tuyến|số) $", re.I
)
"""Before the number of a thing: "Quân khu 9 tháng 2-2019" is no ninth of February."""
_LISTED = re.compile(r"\d,? và |\d, ?\d")
"""Two days named beside each other rather than the ends of a range."""
LUNAR = re.compile(r" ?\(?(?:âm lịch|AL\b)", re.I)
_TWO_DIGITS = 10
"""The least last day of a range with a dot: "từ 3 đến 5.6" are decimals."""
_CENTURY_ENDS = 50
"""Of years in two digits, those below belong to this century."""


class _Days(NamedTuple):
    """What a form's numbers say, before it is certain that they are a date."""

    first: Day
    last: Day
    rule: str
    sure: bool


def numeric(text: str, position: int, end: int) -> Iterator[Mention]:
    """The numeric expressions of the text between two places, of one line."""
    while match := _NUMERIC.search(text, position, end):
        start = match.start()
        mention = _read(text, match) if _stands_apart(text, start) else None
        if mention is not None:
            yield mention
            position = match.end()
        else:
            position = start + 1
            while position < end and text[position].isdigit():
                position += 1


def _stands_apart(text: str, start: int) -> bool:
    """Does a number begin here, rather than go on from a letter, a digit or a separator?"""
    if start == 0:
        return True
    if text[start - 1].isalnum() or text[start - 1] in "/.,":
        return text[max(0, start - 2) : start] in (". ", ", ")
    return not (text[start - 1] == "-" and text[start - 2 : start - 1].isdigit())


def _read(text: str, match: re.Match[str]) -> Mention | None:
    """The mention a numeric match is, or None when it is some other number."""
    start, end = match.span()
    if LUNAR.match(text, end):
        return None
    day = int(text[start : start + 2] if text[start + 1].isdecimal() else text[start])
    form = (match.lastgroup or "")[1]
    days = _FORMS[form](text, match, day)
    if not (days.sure and is_day(days.first) and is_day(days.last)):
        return None
    if days.first > days.last and days.first[1] == days.last[1]:
        return None
    kind: Kind = "day" if days.first == days.last else "range"
    return Mention(
        start, end, kind, days.first, days.last, days.rule, weekday=_weekday(text, start)
    )


def _number(value: str | None) -> int:
    return int(value) if value else 0


def _with_years(text: str, match: re.Match[str], day: int) -> _Days:
    """12/5/2025, or 6/7/2020 đến 15/7/2020."""
    first = (int(match["y1"]), int(match["m1"]), day)
    last = first
    if match["e1"]:
        last = (int(match["z1"]), int(match["n1"]), int(match["e1"]))
    return _Days(first, last, "day/month/year", True)


def _range(text: str, match: re.Match[str], day: int) -> _Days:
    """24-28/3, 30/11 đến 2/12, 24, 25 và 26/3, 2 - 4/12/25, each with a year or without."""
    year = _century(match["w2"]) if match["w2"] else _number(match["z2"])
    last = (year, int(match["n2"]), int(match["e2"]))
    first = (last[0], _number(match["m2"]) or last[1], day)
    rule = "from day to day" if match["m2"] else "days of a month"
    return _Days(_before(first, last), last, rule, _sure_range(text, match, first, last))


def _sure_range(text: str, match: re.Match[str], first: Day, last: Day) -> bool:
    start, end = match.span()
    rises = match["m2"] is not None or first[2] < last[2]
    if abs(last[1] - first[1]) > 1 and _LISTED.search(match[0]):
        return False
    if _strong(text, start):
        return True
    spans = opens_word(_SPANS, text[max(0, start - 10) : start].lower()) or _weak(text, start, end)
    if match["w2"]:
        return rises and spans
    if last[0]:
        return match["t2"] == "/" or rises
    if not rises or _UNITS.match(text, end) or _FRACTION.match(text, end):
        return False
    written = first if match["m2"] else last
    if match["t2"] == "/" and written[2] > written[1]:  # more than a whole: no fraction
        return True
    if match["t2"] == "." and last[2] < _TWO_DIGITS:
        return False
    if spans:
        return True
    games = match["t2"] == "-" and match["m2"] is not None  # "(11-4, 11-4)"
    return not games and _bracketed(text, start, end)


def _worded_range(text: str, match: re.Match[str], day: int) -> _Days:
    """Ngày 12 tháng 5 đến ngày 14 tháng 6 năm 2025."""
    last = (_number(match["z3"]), int(match["n3"]), int(match["e3"]))
    first = (last[0], _number(match["m3"]) or last[1], day)
    return _Days(_before(first, last), last, "days in words", True)


def _worded(text: str, match: re.Match[str], day: int) -> _Days:
    """Ngày 24 tháng Ba năm 2025; a lunar month is none."""
    month = month_number(match["n4"])
    year = _number(match["z4"])
    named = _strong(text, match.start())
    plain = match["n4"].isdigit() and _weak(text, match.start(), match.end())
    dated = year > 0 and not _NUMBERED.search(text, max(0, match.start() - 8), match.start())
    sure = month > 0 and (dated or named or plain)
    single = (year, month or 1, day)
    return _Days(single, single, "day in words", sure)


def _century(digits: str) -> int:
    """The year that two digits stand for."""
    year = int(digits)
    return year + (2000 if year < _CENTURY_ENDS else 1900)


def _short_year(text: str, match: re.Match[str], day: int) -> _Days:
    """Ngày 24/3/25."""
    single = (_century(match["z5"]), int(match["n5"]), day)
    return _Days(single, single, "day/month/year", _strong(text, match.start()))


def _iso(text: str, match: re.Match[str], day: int) -> _Days:
    """2025-03-24, of which `day` holds the century."""
    single = (day * 100 + int(match["y6"]), int(match["n6"]), int(match["e6"]))
    return _Days(single, single, "day/month/year", 1900 <= single[0] < 2100)


def _day_month(text: str, match: re.Match[str], day: int) -> _Days:
    """Ngày 27/3, sáng qua 15.11, (27/3)."""
    start, end = match.span()
    slash = match["t7"] == "/"
    single = (0, int(match["n7"]), day)
    sure = _strong(text, start) or (
        slash and (_bracketed(text, start, end) or _weak(text, start, end))
    )
    return _Days(single, single, "day/month", sure and not _UNITS.match(text, end))


_FORMS: dict[str, Callable[[str, re.Match[str], int], _Days]] = {
    "1": _with_years,
    "2": _range,
    "3": _worded_range,
    "4": _worded,
    "5": _short_year,
    "6": _iso,
    "7": _day_month,
}


def month_number(word: str) -> int:
    """1 to 12 for a month in digits or by name; 0 for one of the lunar calendar."""
    return int(word) if word.isdigit() else MONTH_WORDS[word.casefold()]


def _before(first: Day, last: Day) -> Day:
    """The first day with its year: a range that runs over New Year began the year before."""
    over = last[0] > 0 and first[1:] > last[1:]
    return (last[0] - 1, first[1], first[2]) if over else first


def _strong(text: str, start: int) -> bool:
    return opens_word(_STRONG, text[max(0, start - _BEFORE) : start].lower())


def _weak(text: str, start: int, end: int) -> bool:
    """A word such as "từ", "đến" stands before, and it is no fraction: "đến 3/4 số hộ"."""
    if not opens_word(_WEAK, text[max(0, start - 10) : start].lower()):
        return False
    return not _FRACTION.match(text, end) and not _UNITS.match(text, end)


def opens_word(pattern: re.Pattern[str], text: str) -> bool:
    """Is the pattern found where a word begins?"""
    found = pattern.search(text)
    if found is None:
        return False
    before = text[found.start() - 1 : found.start()]
    return not (before.isalnum() or before == "_")


def _bracketed(text: str, start: int, end: int) -> bool:
    """(27/3), (6/2, …, or a line that opens with the day: "27/3: …"."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before == "(" and after in (")", ",", ";")) or (before in ("", "\n") and after == ":")


_WEEKDAY = re.compile(r"(?:thứ (hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ nhật))[ ,(]*(?:ngày )?$")
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5}


def _weekday(text: str, start: int) -> int:
    """The day of the week named right before a day, Monday 0; or -1."""
    low = text[max(0, start - _BEFORE) : start].lower()
    if "thứ " not in low and "nhật" not in low:
        return -1
    found = _WEEKDAY.search(low)
    return weekday_number(found[1]) if found else -1


def weekday_number(word: str | None) -> int:
    """Monday 0 for "hai" or "2" … Saturday 5; Sunday, which has no number, 6."""
    if not word:
        return 6
    return int(word) - 2 if word.isdigit() else _WEEKDAYS[word.casefold()]
