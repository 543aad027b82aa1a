"""One grammar for date expressions: days, ranges, months, quarters, years and words such as "hôm
qua".

A bare "3/4" or "6.3" is a number unless a word of time stands before it; a stated year or the word
`tháng` make it a date for certain.
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
    """An expression in the clean text. `first`, `last`: (year, month, day), the year 0 where it
    does not say.

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
_TO = (
    r"(?: ?[-–—] ?(?:ngày )?|,? (?:đến|tới|và|rạng sáng)(?: hết)?(?: ngày| sáng| chiều| tối| rạng "
    r"sáng)* |, ?(?:ngày )?)"
)
_TO_X = _TO.replace(" ", "[ ]")
_WORDS_X = _WORDS.replace(" ", "[ ]")

# Every alternative opens with a digit, so that the search skips all else; what stands before is
# looked at afterwards.
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
_QUARTER = re.compile(
    rf"qu[ýí] (IV|I{{1,3}}|[1-4]){_YEAR.replace('(?: năm ', '(?: năm | ')}(?!\w|[.,]\d)", re.I
)
_YEARS = re.compile(
    rf"(?:giai đoạn|nhiệm kỳ|niên khóa|niên khoá|năm học|từ năm|các năm|năm) ({_Y})(?: "
    rf"?[-–—/] ?| đến (?:năm )?| và )({_Y})(?!\w)",
    re.I,
)
_ONE_YEAR = re.compile(rf"năm ({_Y})(?!\w|[.,/-]\d)", re.I)
_RELATIVE = re.compile(
    r"(?:hôm qua|hôm nay|hôm kia|ngày mai|sáng nay|trưa nay|chiều nay|tối nay|đêm nay|sáng "
    r"qua|trưa qua|"
    r"chiều qua|tối qua|đêm qua|sáng mai|chiều mai|tối mai)(?!\w)",
    re.I,
)
_SEPARATORS = tuple(
    re.compile(rf"{mark}(?:(?<=\d{mark})\d|(?<=\d {mark}) \d)") for mark in ("/", "-", r"\.")
)
"""What parts the numbers of a date, and the name of a month in any case.

Every numeric expression has one of them in its line.
"""
_MONTH_WORD = ("háng", "HÁNG")
_QUARTER_WORD = re.compile("u[ýí] ")
_YEAR_OPENS = (" 19", " 20")
_YEAR_WORDS = ("iai đoạn", "hiệm kỳ", "iên khóa", "iên khoá", "ăm học", "ăm")
_AFTER_HOUR = (" nay", " qua", " kia", " mai")
_HOURS = frozenset({"hôm", "ngày", "sáng", "trưa", "chiều", "tối", "đêm"})
_HOUR_ENDS = frozenset(word[-1] for word in _HOURS) | frozenset(word[-1].upper() for word in _HOURS)
_STRONG = re.compile(  # of lower-case text; a word must begin with it
    r"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|"
    r"chủ nhật)[ ,(]*(?:\d\d?(?:[/.-]\d\d?)?(?: và |, ?| ?[-–] ?))*$"
)
_WEAK = re.compile(r"(?:từ|đến|tới|vào|hết|trước|sau|qua|dịp|lúc|và|cuối) $")
_FRACTION = re.compile(
    r" (?:số|dân|diện tích|hộ|tổng|thành viên|đại biểu|quãng|chặng|trận|lượt|chiều|thời "
    r"gian|giá|sản lượng|"
    r"lãnh thổ|kinh phí|nhân|đội|ghế|phiếu|cổ|vốn|"
    r"trong số|của|lượng|người|doanh|học sinh|các)"
)
_UNITS = re.compile(
    r" ?(?:triệu|tỷ|tỉ|nghìn|ngàn|đồng|lần|kg|km|tuổi|năm(?! "
    r"(?:nay|ngoái|trước|qua|sau|\d))|tháng|giờ|phút|"
    r"điểm|usd|tấn|ha|độ|m|%)(?!\w)",
    re.I,
)
_LUNAR = re.compile(r" ?\(?(?:âm lịch|AL\b)", re.I)
_DATELINE = re.compile(
    r"(?:(?:thứ \w+|chủ nhật|cập nhật(?: lúc)?|đăng(?: lúc| ngày)?|ngày(?: đăng)?|xuất "
    r"bản|gmt ?[+]?7?|lúc|am|"
    r"pm|\(|\)|[|,:\-–•/·]|\d{1,2}[:hg]\d{2}(?::\d\d)?|\s)*)$",
    re.I,
)
_DATELINE_OPENING = re.compile(
    r"thứ |chủ nhật|cập nhật|đăng|ngày|xuất bản|gmt|lúc|am|pm|[\d()|,:\-–•/·\s]", re.I
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
    months = [at for word in _MONTH_WORD for at in _places(text, word)]
    found = [
        mention
        for start, end in _dated_lines(text, months)
        for mention in _numeric(text, start, end)
    ]
    for start in _openings(text, months):
        if start == 0 or not text[start - 1].isalnum():
            mention = _word(text, start)
            if mention is not None:
                found.append(mention)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word stands, by plain search: many times as fast as a pattern."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _dated_lines(text: str, months: list[int]) -> Iterator[tuple[int, int]]:
    """The lines in which numbers stand as those of a date do."""
    marks = [found.start() for separator in _SEPARATORS for found in separator.finditer(text)]
    marks += [at for at in months if at > 2 and text[at - 3].isdigit()]
    end = -1
    for mark in sorted(marks):
        if mark > end:
            start, end = text.rfind("\n", 0, mark) + 1, text.find("\n", mark)
            end = end if end >= 0 else len(text)
            yield start, end


def _numeric(text: str, position: int, end: int) -> Iterator[Mention]:
    """The numeric expressions of one line."""
    while match := _NUMERIC.search(text, position, end):
        start = match.start()
        mention = None
        if (
            start == 0
            or not (text[start - 1].isalnum() or text[start - 1] in "/.,")
            or text[max(0, start - 2) : start] in (". ", ", ")
        ):
            mention = _read(text, match)
        if mention is not None:
            yield mention
            position = match.end()
        else:
            position = start + 1
            while position < end and text[position].isdigit():
                position += 1


def _number(value: str | None) -> int:
    return int(value) if value else 0


def _valid(day: Day) -> bool:
    return 1 <= day[2] <= _LENGTHS[day[1] - 1] and (
        day[1:] != (2, 29) or not day[0] or isleap(day[0])
    )


def _read(text: str, match: re.Match[str]) -> Mention | None:
    """The mention a numeric match is, or None when it is some other number."""
    start, end = match.span()
    if _LUNAR.match(text, end):
        return None
    day = int(text[start : start + 2] if text[start + 1].isdecimal() else text[start])
    form = (match.lastgroup or "")[1]  # the number in the names of the alternative's groups
    if form == "7":
        single = (0, int(match["m7"]), day)
        if _UNITS.match(text, end):
            return None
        if _strong(text, start) or (
            match["s7"] == "/" and (_bracketed(text, start, end) or _weak(text, start, end))
        ):
            return _whole(start, end, single, single, "day/month")
        return None
    if form == "1":
        first = (int(match["y1"]), int(match["m1"]), day)
        last = (int(match["y1b"]), int(match["m1b"]), int(match["d1b"])) if match["d1b"] else first
        return _whole(start, end, first, last, "day/month/year")
    if form == "3":
        last = (_number(match["y3"]), int(match["m3"]), int(match["d3"]))
        first = (last[0], _number(match["m2"]) or last[1], day)
        strong, slash = _strong(text, start), match["s3"] == "/"
        weak = (
            slash
            and not strong
            and _weak(text, start, end)
            and (match["m2"] is not None or first[2] < last[2])
        )
        if not (strong or (slash and (last[0] or weak))):
            return None
        return _whole(
            start,
            end,
            _before(first, last),
            last,
            "from day to day" if match["m2"] else "days of a month",
        )
    if form == "5":
        last = (_number(match["y5"]), int(match["m5"]), int(match["d5"]))
        first = (last[0], _number(match["m4"]) or last[1], day)
        return _whole(start, end, _before(first, last), last, "days in words")
    named = match["m6"]
    month = int(named) if named.isdigit() else _MONTH_WORDS[named.casefold()]
    single = (_number(match["y6"]), month, day)
    sure = bool(month) and (
        bool(single[0]) or _strong(text, start) or (named.isdigit() and _weak(text, start, end))
    )
    return _whole(start, end, single, single, "day in words") if sure else None


def _before(first: Day, last: Day) -> Day:
    """The first day with its year: a range that runs over New Year began the year before."""
    return (last[0] - 1, first[1], first[2]) if last[0] and first[1:] > last[1:] else first


def _whole(start: int, end: int, first: Day, last: Day, rule: str) -> Mention | None:
    if not (_valid(first) and _valid(last)) or (first > last and first[1] == last[1]):
        return None
    return Mention(start, end, "day" if first == last else "range", first, last, rule)


def _strong(text: str, start: int) -> bool:
    return _opens_word(_STRONG, text[max(0, start - _HOURLESS) : start].lower())


def _weak(text: str, start: int, end: int) -> bool:
    """A word such as "từ", "đến" stands before, and it is no fraction: "đến 3/4 số hộ"."""
    before = text[max(0, start - 8) : start].lower()
    return (
        _opens_word(_WEAK, before)
        and not _FRACTION.match(text, end)
        and not _UNITS.match(text, end)
    )


def _opens_word(pattern: re.Pattern[str], text: str) -> bool:
    """Is the pattern found where a word begins?"""
    found = pattern.search(text)
    return found is not None and (
        found.start() == 0
        or not (text[found.start() - 1].isalnum() or text[found.start() - 1] == "_")
    )


def _bracketed(text: str, start: int, end: int) -> bool:
    """ "(27/3)", "(6/2, …", or a line that opens with the day: "27/3: …"."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before == "(" and after in (")", ",", ";")) or (before in ("", "\n") and after == ":")


def _openings(text: str, months: list[int]) -> Iterator[int]:
    """Where an expression in words may open; what all have after their first letter, which may be
    a capital, is searched for.
    """
    for at in months:
        if at and text.startswith("háng ", at):
            yield at - 1
    for found in _QUARTER_WORD.finditer(text, 1):
        yield found.start() - 1
    for year in _YEAR_OPENS:
        for at in _places(text, year):
            word = next((word for word in _YEAR_WORDS if text.endswith(word, 0, at)), "")
            if word and at > len(word):
                yield at - len(word) - 1
    for word in _AFTER_HOUR:
        for at in _places(text, word):
            if text[at - 1] in _HOUR_ENDS and not text[at + 4 : at + 5].isalnum():
                start = max(text.rfind(sign, max(0, at - 6), at) for sign in " \n(") + 1 or max(
                    0, at - 5
                )
                if text[start:at].casefold() in _HOURS:
                    yield start


def _word(text: str, start: int) -> Mention | None:
    """The worded expression that opens at `start`, or None."""
    letter = text[start].casefold()
    if letter == "t" and (match := _MONTH.match(text, start)):
        return _month(text, match)
    if letter == "q" and (match := _QUARTER.match(text, start)):
        quarter = _QUARTERS.get(match[1].upper()) or int(match[1])
        year = _number(match[2])
        return Mention(
            start,
            match.end(),
            "quarter",
            (year, quarter * 3 - 2, 1),
            (year, quarter * 3, month_length(year, quarter * 3)),
            "quarter",
        )
    if letter in "gn" and (match := _YEARS.match(text, start)) and match[1] <= match[2]:
        return Mention(
            start, match.end(), "years", (int(match[1]), 1, 1), (int(match[2]), 12, 31), "years"
        )
    if letter == "n" and (match := _ONE_YEAR.match(text, start)):
        return Mention(
            start, match.end(), "year", (int(match[1]), 1, 1), (int(match[1]), 12, 31), "year"
        )
    if match := _RELATIVE.match(text, start):
        words = match.group().casefold()
        shift = _SHIFTS.get(
            words, -1 if words.endswith("qua") else 1 if words.endswith("mai") else 0
        )
        return Mention(
            start, match.end(), "relative", (0, 0, 0), (0, 0, 0), "relative to publication", shift
        )
    return None


def _month(text: str, match: re.Match[str]) -> Mention | None:
    """A month; "6 tháng 2024" and "tháng năm" without a capital are none."""
    start, end = match.span()
    word = match[1]
    if not word.isdigit() and not (
        word[0].isupper()
        or (
            word != "năm"
            and re.search(r"(?:hồi|trong|đầu|cuối|giữa) $", text[max(0, start - 7) : start])
        )
    ):
        return None
    month = int(word) if word.isdigit() else _MONTH_WORDS[word.casefold()]
    if (
        not month
        or _LUNAR.match(text, end)
        or re.search(r"\d (?:ngày )?$", text[max(0, start - 7) : start])
    ):
        return None
    year = _number(match[2])
    return Mention(
        start, end, "month", (year, month, 1), (year, month, month_length(year, month)), "month"
    )


def is_dateline(line: str) -> bool:
    """Is the line nothing but a day, an hour and words such as "Thứ Sáu", "Cập nhật": "Thứ Sáu,
    07/03/2025 10:30"?
    """
    if len(line) > 80 or not ("20" in line or "19" in line) or not _DATELINE_OPENING.match(line):
        return False
    found = [mention for mention in mentions(line) if mention.kind == "day" and mention.first[0]]
    return len(found) == 1 and bool(_DATELINE.match(line[: found[0].start] + line[found[0].end :]))
