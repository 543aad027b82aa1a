"""Which year a day without one belongs to, when the text makes it certain; and never a guess.

Four things make a year certain: the same day or a near one is named with its year; something told
as shortly before is ("trước đó, ngày 11/10/2018", "hồi đầu năm 2019"); the text speaks of a year
as its own ("mùa mưa năm 2017"); the day of the week named beside the day. What is impossible falls
away: provinces that ended on 1 July 2025 cannot act after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from indexer.reading.dates.mention import Mention, month_length

__all__ = ["FIRST_YEAR", "Years", "fits", "is_goal"]

_MERGER = (2025, 7, 1)
_EARLIER, _LATER = 45, 7
"""Days by which a day with its year may come before, or after, one without in the same telling and
share its year."""
_SHORTLY_BEFORE = 180
"""Days that "trước đó", "hồi" reach back at most."""
_FORTNIGHT, _FOLLOWING = 14, 60
"""Days after a day with its year within which it settles the year alone, as the same story; and
days after one that is told as shortly before. Of days 15 to 45 after, a ninth was another year's
(1,443 days of 143,796 articles)."""
_CLOSE, _SAME_SENTENCE = 300, 100
"""Characters between two dates of one passage, and of one sentence."""
_SETTLES = 2
"""Weight that settles a year: one anchor that does so alone, or two that agree."""
FIRST_YEAR = 1997
"""The year from which newspapers publish on the web: days of earlier years are history."""
_LAST_MONTH = 6
"""From July on, plans are made for the year to come: they say nothing of the year they are made
in."""
_BEFORE = 60
# Patterns of the lower-case text before a mention, and of the text after one.
_ELAPSED_BEFORE = re.compile(
    r"(?:tháng (?:đầu|cuối)|tuần đầu|những ngày đầu|quý \w+|"
    r"(?<!với )(?<!như )(?<!từ )mùa (?:mưa|bão|lũ|khô)(?: \w+){0,3}|"
    r"(?:gặp gỡ|gặp mặt|hội đàm|giao lưu|hội xuân)(?:,? [\w-]+){0,4} đầu xuân|"
    r"đây là(?: \w+){1,4} của) ?$"
)
_FROM_ITS_START = re.compile(r"(?<!kể )từ đầu $")
_UNTIL_NOW = re.compile(r",? (?:cho )?(?:đến|tới) nay")
_OPENS_FROM_START = re.compile(r"(?:^|[.!?\n] ?)từ đầu $")
_PLANNED_BEFORE = re.compile(
    r"(?:kế hoạch|nhiệm vụ|phương hướng|chương trình công tác)"
    r"(?:,? (?!vào|từ|đến|tới|trước|sau|hoàn|ban|tái|tranh|thoái|cho)\w+){0,4} ?$"
)
_LONG_AGO = re.compile(
    r"(?:cách đây[^.\n]{0,30}|sinh|sn|chào đời|ra đời|thành lập|giải phóng|kỷ niệm[^.\n]{0,50}|kỉ niệm[^.\n]{0,50}|truyền thống[^.\n]{0,40}|"
    r"cấp|(?:giấy phép|hiệu lực|áp dụng)[^.\n]{0,50})[ :(]*(?:ngày |vào |năm )*$"
)
_OF_OLD = re.compile(
    r"(?:vụ|khủng bố|tưởng niệm|thảm họa|thảm hoạ|trao trả|chiến tranh|giờ sinh|đến|tới|hết|kết thúc)"
    r"[^.,\n]{0,24}$"
)
"""Before a day that is remembered, or comes, rather than told of."""
_AHEAD = re.compile(
    r"(?:nhiệm kỳ|kết thúc|đến|tới|hết|trước|(?<!gia )hạn|dự kiến|sẽ|kế hoạch|nhiệm vụ|phương hướng|mục tiêu|quy hoạch|tầm nhìn)[^.\n]{0,30}$"
)
_JUST_BEFORE = re.compile(r"(?:trước đó|mới đây)[^.\n]{0,30}$")
_SHORTLY = re.compile(r"(?:trước đó|hồi|mới đây)[^.\n]{0,30}$")
_PLANNED_AFTER = re.compile(
    r" (?:và (?:thời gian|những năm|các năm) (?:tới|tiếp theo)|"
    r"là (?:năm (?!thứ)|kỷ niệm|dịp|mốc))",
    re.I,
)
_PERIOD = re.compile(r"(?:từ|giai đoạn|kể từ|đến|tới) ?(?:đầu |cuối |giữa )?$")
_TRIAL = re.compile(r"TAND|[Tt]òa|[Tt]oà|xét xử|tuyên (?:phạt|án)")
_GOAL = re.compile(r"(?:đến|tới|tầm nhìn|hết|trước|dự kiến|sẽ)[^.\n]{0,30}$")
_TARGET = re.compile(r"(?:đến|tới|tầm nhìn)(?: hết| cuối)?(?: năm)? ?$")
_PAST_AFTER = re.compile(r" (?:đã|vừa qua|trở (?:lại|về) trước)", re.I)
_PART_OF_YEAR = re.compile(r"hồi (đầu|giữa|cuối) $")
_THIRDS = {"đầu": (1, 4), "giữa": (5, 8), "cuối": (9, 12)}
"""First and last month of the beginning, middle and end of a year."""
_AGO = re.compile(
    r"[ (,–-]*(?:tức (?:là )?)?cách đây (gần|hơn|khoảng|đúng|tròn)? ?(\d\d?|một|hai|ba|bốn|năm|nửa) (năm|tháng)"
)
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "nửa": 0}
_NEAR_AGO = 75
"""Days by which "cách đây một năm" may be off."""


class _Anchor(NamedTuple):
    """Something with its year, and the days after its end (from, to) in which the telling lies.

    Within one year it settles that year where it is `near` in the text or in time; two that agree
    do so, too. A year that has just begun is settled by what was told of the last.
    """

    last: date
    least: int
    most: int
    start: int
    near: int
    """Days after its end within which it settles the year alone."""
    beside: bool = False
    """Only what stands near in the text is settled by it?"""


class Years:
    """What the text says of its own year.

    `found`: the mentions in a clean text; `ended`: a province that ended on 1 July 2025 acts in it.
    """

    def __init__(self, text: str, found: Sequence[Mention], ended: bool) -> None:
        self._text = text
        named = [(m, _before(text, m)) for m in found if m.last[0] and m.kind != "years"]
        past = [(m, before) for m, before in named if not _LONG_AGO.search(before)]
        self._dated = [m for m, _ in past if m.kind in ("day", "range")]
        self._of_old = [m for m, before in past if m in self._dated and _OF_OLD.search(before)]
        months = [m for m, before in past if m.kind == "month" and not _PERIOD.search(before)]
        self._anchors = [
            anchor
            for m, before in past
            if m.start >= 0 and (anchor := self._anchor(m, before, m in months))
        ]
        self._ended = ended
        self._named = {m.last[0] for m, before in named if not _AHEAD.search(before)}
        own, self._elapsed = _own_year(text, found)
        years = [m.last[0] for m in (*self._dated, *months)]
        self._latest_day = max(years, default=0)
        self._own = (
            own if own and not _contradicted(own, years) and not _later(text, found, own) else 0
        )

    def _anchor(self, m: Mention, before: str, is_month: bool) -> _Anchor | None:
        """What a mention with its year says of the time of the telling."""
        if m.kind == "year":
            part = _PART_OF_YEAR.search(before)
            if not part:
                return None
            month = _THIRDS[part[1]][1]
            last = date(m.last[0], month, month_length(m.last[0], month))
            return _Anchor(last, 1, _SHORTLY_BEFORE, m.start, _SHORTLY_BEFORE, True)
        if m.kind == "quarter" or (m.kind == "month" and not is_month):
            return None
        day = min(m.last[2], month_length(m.last[0], m.last[1]))
        last = date(m.last[0], m.last[1], day)
        if is_month and (ago := _AGO.match(self._text[m.end : m.end + 40].lower())):
            return _ago(last, ago, m.start)
        shortly = _SHORTLY.search(before)
        if _AHEAD.search(before) and not shortly:
            return None
        if is_month:  # "hồi tháng 1/2016" is told after that month
            near = _EARLIER if _JUST_BEFORE.search(before) else -_EARLIER
            return _Anchor(last, 1 if shortly else -31, _EARLIER, m.start, near, True)
        most = _SHORTLY_BEFORE if shortly else _EARLIER
        return _Anchor(last, -_LATER, most, m.start, _FOLLOWING if shortly else _FORTNIGHT)

    def of(self, mention: Mention) -> int:
        """The year of a mention that states none, or 0."""
        year = self._of(mention)
        if year and self._possible(year, mention):
            return year
        return self._by_weekday(mention) if not year else 0

    def _of(self, mention: Mention) -> int:
        if mention.kind in ("day", "range"):
            same = {year for m in self._dated if (year := _year_of_same_day(m, mention))}
            if len(same) == 1:
                year = same.pop()
                of_old = any(_year_of_same_day(m, mention) for m in self._of_old)
                return 0 if of_old or year < max(FIRST_YEAR, *self._named, year) else year
            if _TRIAL.search(self._text, mention.end, mention.end + 60):
                return 0
            year = self._beside(mention) if not same else 0
            if year and self._own in (0, year) and self._is_latest(year, mention):
                return year
        if self._own and (self._elapsed or mention.first[1] <= _LAST_MONTH):
            return self._own
        return 0

    def _beside(self, mention: Mention) -> int:
        """The one year that what is told beside a day settles, or 0."""
        settled: dict[int, int] = {}
        for anchor in self._anchors:
            for year in _years_beside(anchor, mention):
                settled[year] = settled.get(year, 0) + self._weight(anchor, year, mention)
        if len(settled) != 1:
            return 0
        year, weight = settled.popitem()
        return year if weight >= _SETTLES else 0

    def _weight(self, anchor: _Anchor, year: int, mention: Mention) -> int:
        """How much an anchor settles a year: alone, or together with another."""
        if anchor.last.year < year:
            return _SETTLES
        day = date(year, mention.last[1], min(mention.last[2], 28))
        gap = (day - anchor.last).days
        apart = abs(anchor.start - mention.start)
        if apart <= _SAME_SENTENCE:
            near = anchor.near if anchor.beside else max(_EARLIER, anchor.near)
            within = anchor.last.month == day.month or 0 <= gap <= near
            return _SETTLES if within else 1
        close = not anchor.beside or apart <= _CLOSE
        return _SETTLES if close and 0 <= gap <= anchor.near else 1

    def _is_latest(self, year: int, mention: Mention) -> bool:
        """Is nothing told of a later time? Then the article would be of that time."""
        if year < max(self._named, default=year):
            return False
        if year < FIRST_YEAR:
            return False
        last = max(anchor.last for anchor in self._anchors)
        day = date(year, mention.last[1], min(mention.last[2], 28))
        return (last - day).days <= _EARLIER

    def _by_weekday(self, mention: Mention) -> int:
        """The one year about those named in which the day falls on the weekday named with it."""
        latest = self._latest_day
        if mention.weekday < 0 or latest < max(FIRST_YEAR, *self._named, latest):
            return 0
        fitting = [y for y in (latest, latest + 1) if fits(y, mention)]
        return fitting[0] if len(fitting) == 1 and self._possible(fitting[0], mention) else 0

    def _possible(self, year: int, mention: Mention) -> bool:
        after_the_end = self._ended and (year, *mention.first[1:]) >= _MERGER
        return not after_the_end and fits(year, mention)


def is_goal(before: str) -> bool:
    """Does the lower-case text before a date say that it is one of a plan, or an end to come?"""
    return _AHEAD.search(before) is not None


def fits(year: int, m: Mention) -> bool:
    """Does the year have that day, and on the day of the week that is named beside it, if any?"""
    if m.first[2] > month_length(year, m.first[1]):
        return False
    return m.weekday < 0 or date(year, m.first[1], m.first[2]).weekday() == m.weekday


def _ago(last: date, ago: re.Match[str], start: int) -> _Anchor:
    """A month of which the text says how long ago it was: "tháng 2-2017 (cách đây gần một năm)"."""
    number = int(ago[2]) if ago[2].isdigit() else _NUMBERS[ago[2]]
    months = number * 12 if ago[3] == "năm" else number
    days = round((months or 6) * 30.4)
    least, most = days - _NEAR_AGO, days + _NEAR_AGO
    return _Anchor(last - timedelta(days=15), least, most, start, most)


def _years_beside(anchor: _Anchor, mention: Mention) -> Iterator[int]:
    """The years in which a day without one lies as an anchor asks."""
    reached = anchor.last + timedelta(days=anchor.most)
    for year in range(anchor.last.year - 1, reached.year + 1):
        day = date(year, mention.last[1], min(mention.last[2], 28))
        if anchor.least <= (day - anchor.last).days <= anchor.most:
            yield year


def _year_of_same_day(dated: Mention, mention: Mention) -> int:
    """The year of the end that both have in common, or 0."""
    if dated.first[1:] == mention.first[1:]:
        return dated.first[0]
    return dated.last[0] if dated.last[1:] == mention.last[1:] else 0


def _before(text: str, mention: Mention) -> str:
    """The lower-case text before a mention."""
    if mention.start < 0:
        return ""
    return text[max(0, mention.start - _BEFORE) : mention.start].lower()


def _contradicted(own: int, years: Sequence[int]) -> bool:
    """Are days and months named of a later year than the text's own, or of none near it?"""
    return bool(years) and not own - 1 <= max(years) <= own


def _later(text: str, found: Sequence[Mention], own: int) -> bool:
    """Is a later year named that is no goal, as in "đến năm 2030"?"""
    named = (m for m in found if m.kind in ("year", "month") and m.first[0] > own)
    return any(not _GOAL.search(_before(text, m)) for m in named)


def _is_since_start(text: str, before: str, end: int) -> bool:
    """ "Từ đầu năm 2019 đến nay", or "Từ đầu năm 2019, …" that opens a sentence."""
    if not _FROM_ITS_START.search(before):
        return False
    opens = text[end : end + 1] == "," and _OPENS_FROM_START.search(before)
    return bool(opens or _UNTIL_NOW.match(text, end))


def _own_year(text: str, found: Sequence[Mention]) -> tuple[int, bool]:
    """The one year the text treats as its own, or 0; of two in a row the later, when it is planned
    for. And: has some of it gone by?"""
    planned: set[int] = set()
    elapsed: set[int] = set()
    for mention in found:
        if mention.kind != "year" or _PAST_AFTER.match(text, mention.end):
            continue
        before = _before(text, mention)
        if _is_since_start(text, before, mention.end) or _ELAPSED_BEFORE.search(before):
            elapsed.add(mention.first[0])
        elif _TARGET.search(before):
            continue
        elif _PLANNED_AFTER.match(text, mention.end) or _PLANNED_BEFORE.search(before):
            planned.add(mention.first[0])
    own = elapsed | planned
    if len(own) == 1:
        return own.pop(), bool(elapsed)
    if len(own) == 2 and max(own) - min(own) == 1 and planned == {max(own)}:
        return max(own), False
    return 0, False
