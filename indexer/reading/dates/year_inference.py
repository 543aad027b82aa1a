"""Which year a day without one belongs to, when the text makes it certain; and never a guess.

Three things make a year certain: the same day or a near one is named with its year; the text speaks
of a year as its own ("kế hoạch năm 2025"); and what is impossible falls away, since provinces that
ended on 1 July 2025 cannot act after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from indexer.reading.dates.expressions import Mention

__all__ = ["Years", "certain_years"]

_MERGER = (2025, 7, 1)
_EARLIER, _LATER = 45, 7
"""Days by which a day with its year may come before, or after, one without in the same telling and
share its year.
"""
_LAST_MONTH = 9
"""From October on, plans are made for the year to come: they say nothing of the year they are made
in.
"""
# Patterns of the lower-case text before a mention, and of the text after one.
_ELAPSED_BEFORE = re.compile(r"(?:từ đầu|tháng (?:đầu|cuối)|tuần đầu|những ngày đầu|quý \w+) ?$")
_PLANNED_BEFORE = re.compile(
    r"(?:kế hoạch|nhiệm vụ|phương hướng|chương trình|hợp tác)(?:,? \w+){0,4} ?$"
)
_LONG_AGO = re.compile(r"(?:sinh|sn|thành lập|giải phóng|kỷ niệm|cấp)[ :(]*(?:ngày )?$")
_PLANNED_AFTER = re.compile(
    r" (?:và (?:thời gian|những năm|các năm) (?:tới|tiếp theo)|là (?:năm|kỷ niệm|dịp|mốc)|này\b)",
    re.I,
)
_PERIOD = re.compile(r"(?:từ|giai đoạn|kể từ|đến|tới) ?(?:đầu |cuối |giữa )?$")
_TRIAL = re.compile(r"TAND|[Tt]òa|[Tt]oà|xét xử|tuyên (?:phạt|án)")
_GOAL = re.compile(r"(?:đến|tới|tầm nhìn|hết|trước|dự kiến|sẽ)[^.\n]{0,30}$")
_TARGET = re.compile(r"(?:đến|tới|tầm nhìn)(?: hết| cuối)?(?: năm)? ?$")
_PAST_AFTER = re.compile(r" (?:đã|vừa qua|trở (?:lại|về) trước)", re.I)


class Years:
    """What the text says of its own year."""

    def __init__(self, text: str, found: Sequence[Mention], ended: bool) -> None:
        self._text = text
        self._dated = [
            m
            for m in found
            if m.kind in ("day", "range") and m.last[0] and not _LONG_AGO.search(_before(text, m))
        ]
        self._months = {
            m.first[:2]
            for m in found
            if m.kind == "month" and m.first[0] and not _PERIOD.search(_before(text, m))
        }
        self._ended = ended
        own, self._elapsed = _own_year(text, found)
        named = {m.last[0] for m in self._dated} | {year for year, _ in self._months}
        strange = (
            named and not own - 1 <= max(named) <= own
        )  # planned for long after what is told, or told after it
        self._own = (
            0
            if strange or any(m.last[0] > own for m in self._dated) or _later(text, found, own)
            else own
        )

    def of(self, mention: Mention) -> int:
        """The year of a mention that states none, or 0."""
        if mention.kind in ("day", "range"):
            same = {
                m.last[0]
                for m in self._dated
                if m.last[1:] == mention.last[1:] or m.first[1:] == mention.first[1:]
            }
            if len(same) == 1:
                return self._possible(same.pop(), mention)
            beside = {year for year, month in self._months if month == mention.last[1]}
            beside |= {
                m.last[0]
                for m in self._dated
                if -_LATER <= _ordinal(mention) - _ordinal(m) <= _EARLIER
            }
            years = {m.last[0] for m in self._dated} | {year for year, _ in self._months}
            if _TRIAL.search(self._text, mention.end, mention.end + 60):
                return 0
            if not same and len(beside) == 1 and max(years) in beside and self._own in (0, *beside):
                return self._possible(beside.pop(), mention)
        if self._own and (self._elapsed or mention.first[1] <= _LAST_MONTH):
            return self._possible(self._own, mention)
        return 0

    def _possible(self, year: int, mention: Mention) -> int:
        after_the_end = self._ended and (year, *mention.first[1:]) >= _MERGER
        return 0 if after_the_end else year


def certain_years(text: str, found: Sequence[Mention], ended: bool) -> Years:
    """What can be known of years in a clean text.

    `ended`: a province that ended on 1 July 2025 acts in it.
    """
    return Years(text, found, ended)


def _before(text: str, mention: Mention) -> str:
    """The lower-case text before a mention."""
    return text[max(0, mention.start - 40) : mention.start].lower() if mention.start >= 0 else ""


def _ordinal(mention: Mention) -> int:
    return date(2000, mention.last[1], min(mention.last[2], 28)).timetuple().tm_yday


def _later(text: str, found: Sequence[Mention], own: int) -> bool:
    """Is a later year named that is no goal, as in "đến năm 2030"?"""
    named = (m for m in found if m.kind in ("year", "month") and m.first[0] > own)
    return any(not _GOAL.search(_before(text, m)) for m in named)


def _own_year(text: str, found: Sequence[Mention]) -> tuple[int, bool]:
    """The one year the text treats as its own, or 0; of two in a row the later, when it is planned
    for. And: has some of it gone by?
    """
    planned: set[int] = set()
    elapsed: set[int] = set()
    for mention in found:
        if mention.kind == "year" and not _PAST_AFTER.match(text, mention.end):
            before = _before(text, mention)
            if _ELAPSED_BEFORE.search(before):
                elapsed.add(mention.first[0])
            elif (
                _PLANNED_AFTER.match(text, mention.end) or _PLANNED_BEFORE.search(before)
            ) and not _TARGET.search(before):
                planned.add(mention.first[0])
    own = elapsed | planned
    if len(own) == 1:
        return own.pop(), bool(elapsed)
    if len(own) == 2 and max(own) - min(own) == 1 and planned == {max(own)}:
        return max(own), False
    return 0, False
