"""Dates in words: months, quarters, years, English dates, and what is told from the day of
publication ("hôm qua", "cuối tuần qua", "hôm thứ Năm").

What all expressions of a kind have after their first letter, which may be a capital, is found by
plain search: many times as fast as a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.reading.dates.mention import Kind, Mention, Stretch, is_day, month_length
from indexer.reading.dates.numeric import (
    LUNAR,
    OPTIONAL_YEAR,
    WORDED_MONTH,
    YEAR,
    month_number,
    weekday_number,
)

__all__ = ["MONTH_WORD", "places", "worded"]

MONTH_WORD = ("háng", "HÁNG")
_MONTH = re.compile(rf"tháng ({WORDED_MONTH}){OPTIONAL_YEAR}(?![\w%]|[.,]\d)", re.I)
_QUARTER_YEAR = OPTIONAL_YEAR.replace("(?: năm ", "(?: năm | ")
_QUARTER = re.compile(rf"qu[ýí] (IV|I{{1,3}}|[1-4]){_QUARTER_YEAR}(?!\w|[.,]\d)", re.I)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_YEARS = re.compile(
    r"(?:giai đoạn|nhiệm kỳ|niên khóa|niên khoá|năm học|từ năm|các năm|năm) "
    rf"({YEAR})(?: ?[-–—/] ?| đến (?:năm )?| và )({YEAR})(?!\w)",
    re.I,
)
_ONE_YEAR = re.compile(rf"năm ({YEAR})(?!\w|[.,/-]\d)", re.I)
_QUARTER_WORD = re.compile("u[ýí] ")
_YEAR_OPENS = (" 19", " 20")
_YEAR_WORDS = ("iai đoạn", "hiệm kỳ", "iên khóa", "iên khoá", "ăm học", "ăm")

_TIMES = r"(?:sáng|trưa|chiều|tối|đêm)"
_STRETCHES: tuple[tuple[str, int, Stretch], ...] = (
    (rf"(?:hôm nay|{_TIMES} nay)", 0, "day"),
    (rf"(?:hôm qua|{_TIMES} qua)", -1, "day"),
    ("hôm kia", -2, "day"),
    (rf"(?:ngày mai|{_TIMES} mai)", 1, "day"),
    (r"tuần (?:vừa )?qua|(?:(?-i:T)uần|(?<=cuối )tuần) trước", -1, "week"),
)
"""Words for a day or more, how many of them from the day of publication, and of what."""
_RELATIVE = tuple(
    (re.compile(rf"(?:{pattern})(?!\w)", re.I), shift, stretch)
    for pattern, shift, stretch in _STRETCHES
)
_NUMBER = re.compile(r"(?:\d|vài|mấy|những|một|hai|ba|bốn|nhiều|các|chục) $", re.I)
_AFTER_HOUR = ((" nay", 0), (" qua", 0), (" mai", 0), ("ôm kia", 2), ("uần trước", 3))
"""What is looked for, and how far in it the space after the time stands."""
_HOURS = frozenset({"hôm", "ngày", "sáng", "trưa", "chiều", "tối", "đêm", "tuần"})
_HOUR_ENDS = frozenset(word[-1] for word in _HOURS) | frozenset(word[-1].upper() for word in _HOURS)
_WEEKDAY = re.compile(
    r" (?:thứ (hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
    r"(?![\w ]*[\d(]| (?:hằng|hàng|mỗi|tới|sau|tuần (?:tới|sau)))",
    re.I,
)
_WEEKDAY_OPENS = (" thứ ", " Thứ ", " chủ nhật", " Chủ nhật", " Chủ Nhật")
_DAYTIME = re.compile(r"(?:[Hh]ôm|Sáng|Trưa|Chiều|Tối)$")
_ORDINALS = frozenset({"hai", "ba"})
"""Which of several a thing may be: "chiều thứ hai của lễ hội"."""
_REVOLUTION = re.compile(r"(?:cách mạng|cm|khởi nghĩa|rằm|mùng|mồng) $", re.I)
"""Before a month that is part of a name, or of the lunar calendar."""
_SPELT = re.compile(r"(?:hồi|trong|đầu|cuối|giữa) $")

_ENGLISH = {
    "January": 1, "February": 2, "March": 3, "April": 4, "May": 5, "June": 6, "July": 7,
    "August": 8, "September": 9, "October": 10, "November": 11, "December": 12,
}  # fmt: skip
_ENGLISH_DAY = re.compile(
    rf"(?:({'|'.join(_ENGLISH)}) (\d\d?)(?:st|nd|rd|th)?,|(?<!\d)(\d\d?) ({'|'.join(_ENGLISH)}),?)$"
)
"""What stands before the year: "March 24,", "24 March"."""
_ENGLISH_YEAR = re.compile(rf" ({YEAR})(?!\w)")
_ENGLISH_ENDS = frozenset("yhletr,")
_ENGLISH_REACH = 19


def places(text: str, word: str) -> list[int]:
    """Where a word stands, in order."""
    found: list[int] = []
    at = text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found


def worded(text: str, months: list[int]) -> Iterator[Mention]:
    """The expressions in words. `months`: where what follows the first letter of "tháng" stands."""
    for at in months:
        if (
            _opens(text, at - 1)
            and text.startswith("háng ", at)
            and (month := _month(text, at - 1))
        ):
            yield month
    for found in _QUARTER_WORD.finditer(text, 1):
        if _opens(text, found.start() - 1) and (quarter := _quarter(text, found.start() - 1)):
            yield quarter
    yield from _years(text)
    yield from _relative(text)
    yield from _weekdays(text)


def _opens(text: str, start: int) -> bool:
    """Does a word open there?"""
    return start == 0 or (start > 0 and not text[start - 1].isalnum())


def _month(text: str, start: int) -> Mention | None:
    """A month; "6 tháng 2024", "tháng năm" without a capital and "Cách mạng Tháng Tám" are none."""
    match = _MONTH.match(text, start)
    if match is None:
        return None
    word, end = match[1], match.end()
    before = text[max(0, start - 10) : start]
    named = word.isdigit() or word[0].isupper()
    if not named and (word == "năm" or not _SPELT.search(before)):
        return None
    month = month_number(word)
    counted = re.search(r"\d (?:ngày )?$", before)
    if not month or counted or LUNAR.match(text, end) or _REVOLUTION.search(before):
        return None
    year = int(match[2] or 0)
    last = (year, month, month_length(year, month))
    return Mention(start, end, "month", (year, month, 1), last, "month")


def _quarter(text: str, start: int) -> Mention | None:
    match = _QUARTER.match(text, start)
    if match is None:
        return None
    year, last = int(match[2] or 0), 3 * (_QUARTERS.get(match[1].upper()) or int(match[1]))
    end = (year, last, month_length(year, last))
    return Mention(start, match.end(), "quarter", (year, last - 2, 1), end, "quarter")


def _years(text: str) -> Iterator[Mention]:
    """What ends with a year: "năm 2024", "giai đoạn 2023 - 2025", "March 24, 2025"."""
    for opening in _YEAR_OPENS:
        for at in places(text, opening):
            word = _year_word(text, at)
            start = at - len(word) - 1
            if word and _opens(text, start) and not text.startswith("hững ", start - 5):
                if mention := _vietnamese_year(text, start):
                    yield mention
            elif text[at - 1] in _ENGLISH_ENDS and (english := _english(text, at)):
                yield english


def _year_word(text: str, end: int) -> str:
    """The word before a year, without its first letter; or ""."""
    if not text.endswith(_YEAR_WORDS, 0, end):
        return ""
    return next(word for word in _YEAR_WORDS if text.endswith(word, 0, end))


def _vietnamese_year(text: str, start: int) -> Mention | None:
    """One year, or several in a row."""
    years = _YEARS.match(text, start)
    if years and years[1] <= years[2]:
        return _year_mention(start, years.end(), int(years[1]), int(years[2]))
    one = _ONE_YEAR.match(text, start)
    return _year_mention(start, one.end(), int(one[1]), int(one[1])) if one else None


def _year_mention(start: int, end: int, first: int, last: int) -> Mention:
    kind: Kind = "year" if first == last else "years"
    return Mention(start, end, kind, (first, 1, 1), (last, 12, 31), kind)


def _relative(text: str) -> Iterator[Mention]:
    for word, space in _AFTER_HOUR:
        found = -1
        while (found := text.find(word, found + 1)) >= 0:
            at, after = found + space, found + len(word)
            if text[at - 1] not in _HOUR_ENDS or text[after : after + 1].isalnum():
                continue
            start = max(text.rfind(sign, max(0, at - 6), at) for sign in " \n(") + 1
            start = start or max(0, at - 5)
            if text[start:at].casefold() not in _HOURS or _counted(text, start):
                continue
            for pattern, shift, stretch in _RELATIVE:
                if match := pattern.match(text, start):
                    yield _relative_mention(
                        start, match.end(), shift, _weekend(text, start, stretch)
                    )
                    break


def _weekdays(text: str) -> Iterator[Mention]:
    """A day of the week after a time of day: "hôm thứ Năm", "sáng chủ nhật"."""
    if "hứ " not in text and "hủ " not in text:
        return
    for word in _WEEKDAY_OPENS:
        for at in places(text, word):
            daytime = _DAYTIME.search(text, max(0, at - 5), at)
            match = _WEEKDAY.match(text, at) if daytime else None
            if daytime and match and not (match[1] in _ORDINALS and daytime[0].lower() != "hôm"):
                start = daytime.start()
                number = weekday_number(match[1])
                yield _relative_mention(start, match.end(), 0, "weekday", number)


def _counted(text: str, start: int) -> bool:
    """Is it one of several: "hai tuần qua", "những ngày qua"?"""
    return _NUMBER.search(text, max(0, start - 7), start) is not None


def _weekend(text: str, start: int, stretch: Stretch) -> Stretch:
    """ "Cuối tuần qua" are its last two days."""
    ends = stretch == "week" and text[max(0, start - 5) : start].casefold() == "cuối "
    return "weekend" if ends else stretch


def _relative_mention(
    start: int, end: int, shift: int, stretch: Stretch, weekday: int = -1
) -> Mention:
    none = (0, 0, 0)
    rule = "relative to publication"
    return Mention(start, end, "relative", none, none, rule, shift, stretch, weekday)


def _english(text: str, at: int) -> Mention | None:
    """March 24, 2025 or 24 March 2025, of which the year's space stands at `at`."""
    before = _ENGLISH_DAY.search(text, max(0, at - _ENGLISH_REACH), at)
    year = _ENGLISH_YEAR.match(text, at)
    if not before or not year:
        return None
    month = _ENGLISH[before[1] or before[4]]
    day = (int(year[1]), month, int(before[2] or before[3]))
    if not is_day(day):
        return None
    return Mention(before.start(), year.end(), "day", day, day, "day/month/year")
