"""One grammar for date expressions: days, ranges, months, quarters, years and words such as "hôm qua".

A bare "3/4" or "6.3" is a number unless a word of time stands before it; a stated year or the word `tháng` make it a date for certain.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from typing import Literal, NamedTuple

__all__ = ["Kind", "Mention", "is_dateline", "mentions", "month_length"]

Kind = Literal["day", "range", "month", "quarter", "year", "years", "relative"]
Day = tuple[int, int, int]


class Mention(NamedTuple):
    """An expression in the clean text. `first`, `last`: (year, month, day), the year 0 where it does not say.

    `shift` of a relative one: days from the day of publication.
    """

    start: int
    end: int
    kind: Kind
    first: Day
    last: Day
    rule: str
    shift: int = 0


_MONTH_WORDS = {
    "giêng": 0, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "chạp": 0,
}  # fmt: skip
_M = r"(?:1[0-2]|0?[1-9])(?![0-9])"
_Y = r"(?:19|20)[0-9]{2}(?![0-9])"
_WORDS = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))
_YEAR = rf"(?:(?: năm |, năm | ?[/.-] ?|, )({_Y}))?"
_YEARED = _YEAR.replace(" ", "[ ]").replace(f"({_Y})", f"(?P<yN>{_Y})")
_TO = r"(?: ?[-–—] ?(?:ngày )?|,? (?:đến|tới|và|rạng sáng)(?: hết)?(?: ngày| sáng| chiều| tối| rạng sáng)* |, ?(?:ngày )?)"
_TO_X = _TO.replace(" ", "[ ]")
_WORDS_X = _WORDS.replace(" ", "[ ]")

# Every alternative opens with a digit, so that the search skips all else; what stands before is looked at afterwards.
_NUMERIC = re.compile(
    rf"""\d\d?(?:
    (?P<s1>[/.-]|[ ][/-][ ])(?P<m1>{_M})(?P=s1)(?P<y1>{_Y})
      (?:{_TO_X}(?P<d1b>\d\d?)(?P=s1)(?P<m1b>{_M})(?P=s1)(?P<y1b>{_Y}))?
  | (?:(?P<s2>[/.-])(?P<m2>{_M}))?{_TO_X}(?P<d3>\d\d?)(?P<s3>[/.-])(?P<m3>{_M})(?:(?P=s3)(?P<y3>{_Y}))?
  | (?:[ ]tháng[ ](?P<m4>{_M}))?{_TO_X}(?P<d5>\d\d?)[ ]tháng[ ](?P<m5>{_M}){_YEARED.replace("yN", "y5")}
  | [ ]tháng[ ](?P<m6>{_M}|(?:{_WORDS_X})(?!\w)){_YEARED.replace("yN", "y6")}
  | (?P<s7>[/.-])(?P<m7>{_M})
    )(?![\w%]|[/.,-]\d)""",
    re.X | re.I,
)
_MONTH = re.compile(rf"tháng ({_M}|(?:{_WORDS})(?!\w)){_YEAR}(?![\w%]|[.,]\d)", re.I)
_QUARTER = re.compile(rf"qu[ýí] (IV|I{{1,3}}|[1-4]){_YEAR.replace('(?: năm ', '(?: năm | ')}(?!\w|[.,]\d)", re.I)
_YEARS = re.compile(
    rf"(?:giai đoạn|nhiệm kỳ|niên khóa|niên khoá|năm học|từ năm|các năm|năm) ({_Y})(?: ?[-–—/] ?| đến (?:năm )?| và )({_Y})(?!\w)", re.I
)
_ONE_YEAR = re.compile(rf"năm ({_Y})(?!\w|[.,/-]\d)", re.I)
_RELATIVE = re.compile(
    r"(?:hôm qua|hôm nay|hôm kia|ngày mai|sáng nay|trưa nay|chiều nay|tối nay|đêm nay|sáng qua|trưa qua|"
    r"chiều qua|tối qua|đêm qua|sáng mai|chiều mai|tối mai)(?!\w)",
    re.I,
)
_KEYWORDS = ("háng ", "uý ", "uí ", "iai đoạn ", "hiệm kỳ ", "iên kh", "ăm học ", "ăm 1", "ăm 2")
"""What worded expressions have after their first letter, which may be a capital; found by plain search."""
_AFTER_HOUR = (" nay", " qua", " kia", " mai")
_HOURS = frozenset({"hôm", "ngày", "sáng", "trưa", "chiều", "tối", "đêm"})
_STRONG = re.compile(
    r"(?:^|\W)(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|"
    r"chủ nhật)[ ,(]*(?:\d\d?(?:[/.-]\d\d?)?(?: và |, ?| ?[-–] ?))*$",
    re.I,
)
_WEAK = re.compile(r"(?:^|\W)(?:từ|đến|tới|vào|hết|trước|sau|qua|dịp|lúc|và|cuối) $", re.I)
_FRACTION = re.compile(
    r" (?:số|dân|diện tích|hộ|tổng|thành viên|đại biểu|quãng|chặng|trận|lượt|chiều|thời gian|giá|sản lượng|"
    r"lãnh thổ|kinh phí|nhân|đội|ghế|phiếu|cổ|vốn|"
    r"trong số|của|lượng|người|doanh|học sinh|các)"
)
_UNITS = re.compile(
    r" ?(?:triệu|tỷ|tỉ|nghìn|ngàn|đồng|lần|kg|km|tuổi|năm(?! (?:nay|ngoái|trước|qua|sau|\d))|tháng|giờ|phút|"
    r"điểm|usd|tấn|ha|độ|m|%)(?!\w)",
    re.I,
)
_LUNAR = re.compile(r" ?\(?(?:âm lịch|AL\b)", re.I)
_DATELINE = re.compile(
    r"(?:(?:thứ \w+|chủ nhật|cập nhật(?: lúc)?|đăng(?: lúc| ngày)?|ngày(?: đăng)?|xuất bản|gmt ?[+]?7?|lúc|am|"
    r"pm|\(|\)|[|,:\-–•/·]|\d{1,2}[:hg]\d{2}(?::\d\d)?|\s)*)$",
    re.I,
)
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SHIFTS = {"hôm qua": -1, "hôm kia": -2, "ngày mai": 1}
_HOURLESS = 26
"""Characters before a number in which a word of time is looked for."""


def month_length(year: int, month: int) -> int:
    """Days of a month; February has 28 when the year is not known."""
    if month == 2 and (year % 4 != 0 or year == 0 or (year % 100 == 0 and year % 400 != 0)):
        return 28
    return _LENGTHS[month - 1]


def mentions(text: str) -> list[Mention]:
    """Every date expression of a clean text, in order, the longest at each place."""
    found = sorted([*_numeric(text), *_worded(text)], key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _numeric(text: str) -> Iterator[Mention]:
    position = 0
    while match := _NUMERIC.search(text, position):
        start = match.start()
        mention = None
        if start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "/.,") or text[max(0, start - 2) : start] in (". ", ", "):
            mention = _read(text, match)
        if mention is not None:
            yield mention
            position = match.end()
        else:
            position = start + 1
            while position < len(text) and text[position].isdigit():
                position += 1


def _number(value: str | None) -> int:
    return int(value) if value else 0


def _valid(day: Day) -> bool:
    return 1 <= day[2] <= _LENGTHS[day[1] - 1] and (day[1:] != (2, 29) or not day[0] or isleap(day[0]))


def _read(text: str, match: re.Match[str]) -> Mention | None:
    """The mention a numeric match is, or None when it is some other number."""
    g, start, end = match.group, match.start(), match.end()
    opening = re.match(r"\d\d?", match.group())
    day = int(opening.group()) if opening else 0
    if _LUNAR.match(text, end):
        return None
    if g("y1"):
        first = (int(g("y1")), int(g("m1")), day)
        last = (int(g("y1b")), int(g("m1b")), int(g("d1b"))) if g("d1b") else first
        return _whole(start, end, first, last, "day/month/year")
    if g("d3"):
        last = (_number(g("y3")), int(g("m3")), int(g("d3")))
        first = (last[0], _number(g("m2")) or last[1], day)
        marked = bool(last[0]) or _strong(text, start) or (g("s3") == "/" and g("m2") is not None and _weak(text, start, end))
        weak_range = g("s3") == "/" and _weak(text, start, end) and first[2] < last[2]
        if not (marked or weak_range) or (g("s3") != "/" and not _strong(text, start)):
            return None
        return _whole(start, end, _before(first, last), last, "days of a month" if not g("m2") else "from day to day")
    if g("d5"):
        last = (_number(g("y5")), int(g("m5")), int(g("d5")))
        first = (last[0], _number(g("m4")) or last[1], day)
        return _whole(start, end, _before(first, last), last, "days in words")
    if g("m6"):
        month = int(g("m6")) if g("m6").isdigit() else _MONTH_WORDS[g("m6").casefold()]
        single = (_number(g("y6")), month, day)
        sure = bool(month) and (bool(single[0]) or _strong(text, start) or (g("m6").isdigit() and _weak(text, start, end)))
        return _whole(start, end, single, single, "day in words") if sure else None
    single = (0, int(g("m7")), day)
    if _UNITS.match(text, end):
        return None
    if _strong(text, start) or (g("s7") == "/" and (_bracketed(text, start, end) or _weak(text, start, end))):
        return _whole(start, end, single, single, "day/month")
    return None


def _before(first: Day, last: Day) -> Day:
    """The first day with its year: a range that runs over New Year began the year before."""
    return (last[0] - 1, first[1], first[2]) if last[0] and first[1:] > last[1:] else first


def _whole(start: int, end: int, first: Day, last: Day, rule: str) -> Mention | None:
    if not (_valid(first) and _valid(last)) or (first > last and first[1] == last[1]):
        return None
    return Mention(start, end, "day" if first == last else "range", first, last, rule)


def _strong(text: str, start: int) -> bool:
    return bool(_STRONG.search(text[max(0, start - _HOURLESS) : start]))


def _weak(text: str, start: int, end: int) -> bool:
    """A word such as "từ", "đến" stands before, and it is no fraction: "đến 3/4 số hộ"."""
    return bool(_WEAK.search(text[max(0, start - 8) : start])) and not _FRACTION.match(text, end) and not _UNITS.match(text, end)


def _bracketed(text: str, start: int, end: int) -> bool:
    """ "(27/3)", "(6/2, …", or a line that opens with the day: "27/3: …"."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before == "(" and after in (")", ",", ";")) or (before in ("", "\n") and after == ":")


def _worded(text: str) -> Iterator[Mention]:
    for start in _openings(text):
        if start == 0 or not text[start - 1].isalnum():
            mention = _word(text, start)
            if mention is not None:
                yield mention


def _openings(text: str) -> Iterator[int]:
    """Where a worded expression may open."""
    for keyword in _KEYWORDS:
        at = text.find(keyword, 1)
        while at >= 0:
            yield at - 1
            at = text.find(keyword, at + 1)
    for keyword in _AFTER_HOUR:
        at = text.find(keyword)
        while at >= 0:
            start = max(text.rfind(" ", max(0, at - 6), at), text.rfind("\n", max(0, at - 6), at), text.rfind("(", max(0, at - 6), at)) + 1
            start = start or max(0, at - 5)
            word = text[start:at].casefold()
            if word in _HOURS:
                yield start
            at = text.find(keyword, at + 1)


def _word(text: str, start: int) -> Mention | None:
    """The worded expression that opens at `start`, or None."""
    letter = text[start].casefold()
    if letter == "t" and (match := _MONTH.match(text, start)):
        return _month(text, match)
    if letter == "q" and (match := _QUARTER.match(text, start)):
        quarter = _QUARTERS.get(match[1].upper()) or int(match[1])
        year = _number(match[2])
        return Mention(
            start, match.end(), "quarter", (year, quarter * 3 - 2, 1), (year, quarter * 3, month_length(year, quarter * 3)), "quarter"
        )
    if letter in "gn" and (match := _YEARS.match(text, start)) and match[1] <= match[2]:
        return Mention(start, match.end(), "years", (int(match[1]), 1, 1), (int(match[2]), 12, 31), "years")
    if letter == "n" and (match := _ONE_YEAR.match(text, start)):
        return Mention(start, match.end(), "year", (int(match[1]), 1, 1), (int(match[1]), 12, 31), "year")
    if match := _RELATIVE.match(text, start):
        words = match.group().casefold()
        shift = _SHIFTS.get(words, -1 if words.endswith("qua") else 1 if words.endswith("mai") else 0)
        return Mention(start, match.end(), "relative", (0, 0, 0), (0, 0, 0), "relative to publication", shift)
    return None


def _month(text: str, match: re.Match[str]) -> Mention | None:
    """A month; "6 tháng 2024" and "tháng năm" without a capital are none."""
    start, end = match.span()
    word = match[1]
    if not word.isdigit() and not (
        word[0].isupper() or (word != "năm" and re.search(r"(?:hồi|trong|đầu|cuối|giữa) $", text[max(0, start - 7) : start]))
    ):
        return None
    month = int(word) if word.isdigit() else _MONTH_WORDS[word.casefold()]
    if not month or _LUNAR.match(text, end) or re.search(r"\d (?:ngày )?$", text[max(0, start - 7) : start]):
        return None
    year = _number(match[2])
    return Mention(start, end, "month", (year, month, 1), (year, month, month_length(year, month)), "month")


def is_dateline(line: str) -> bool:
    """Is the line nothing but a day, an hour and words such as "Thứ Sáu", "Cập nhật": "Thứ Sáu, 07/03/2025 10:30"?"""
    if len(line) > 80 or not ("20" in line or "19" in line):
        return False
    found = [mention for mention in mentions(line) if mention.kind == "day" and mention.first[0]]
    return len(found) == 1 and bool(_DATELINE.match(line[: found[0].start] + line[found[0].end :]))
