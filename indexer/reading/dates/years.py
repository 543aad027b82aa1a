"""Which year a day without one belongs to, when the text makes it certain; and never a guess.

Three things make a year certain: the same day or a near one is named with its year; the text speaks of a year as its own
("kế hoạch năm 2025"); and what is impossible falls away, since provinces that ended on 1 July 2025 cannot act after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from indexer.reading.dates.mentions import Mention

__all__ = ["Years", "certain_years"]

_MERGER = (7, 1, 2025)
_EARLIER, _LATER = 100, 31
"""Days by which a day with its year may come before, or after, one without in the same telling and share its year."""
_OWN_BEFORE = re.compile(
    r"(?:trong|kế hoạch(?: \w+){0,4}|nhiệm vụ(?: \w+){0,4}|phương hướng(?: \w+){0,4}|chương trình(?: \w+){0,4}|"
    r"từ đầu|tháng (?:đầu|cuối)|tuần đầu|những ngày đầu) ?$",
    re.I,
)
_LONG_AGO = re.compile(r"(?:sinh|SN|thành lập|giải phóng|kỷ niệm|cấp)[ :(]*(?:ngày )?$", re.I)
_OWN_AFTER = re.compile(r" (?:và (?:thời gian|những năm|các năm) (?:tới|tiếp theo)|là (?:năm|kỷ niệm|dịp|mốc)|này\b)", re.I)
_FORWARD = re.compile(r"(?:kế hoạch|nhiệm vụ|phương hướng|chương trình)[^.]{0,24}$", re.I)
_PAST_AFTER = re.compile(r" (?:đã|vừa qua|trở (?:lại|về) trước)", re.I)


class Years:
    """What the text says of its own year."""

    def __init__(self, text: str, found: Sequence[Mention], ended: bool) -> None:
        self._dated = [
            m for m in found if m.kind in ("day", "range") and m.last[0] and not _LONG_AGO.search(text[max(0, m.start - 24) : m.start])
        ]
        self._months = {m.first[:2] for m in found if m.kind == "month" and m.first[0]}
        self._ended = ended
        own = _own_year(text, found)
        self.own = 0 if any(m.last[0] > own for m in self._dated) else own

    def of(self, mention: Mention) -> int:
        """The year of a mention that states none, or 0."""
        if mention.kind in ("day", "range"):
            same = {m.last[0] for m in self._dated if m.last[1:] == mention.last[1:] or m.first[1:] == mention.first[1:]}
            if len(same) == 1:
                return self._possible(same.pop(), mention)
            months = {year for year, month in self._months if month == mention.last[1]}
            if len(months) == 1 and not same:
                return self._possible(months.pop(), mention)
            near = {m.last[0] for m in self._dated if -_LATER <= _ordinal(mention) - _ordinal(m) <= _EARLIER}
            if len(near) == 1 and len({m.last[0] for m in self._dated}) == 1 and self.own in (0, *near):
                return self._possible(near.pop(), mention)
        return self._possible(self.own, mention) if self.own else 0

    def _possible(self, year: int, mention: Mention) -> int:
        after_the_end = self._ended and (year, *mention.first[1:]) >= (_MERGER[2], _MERGER[0], _MERGER[1])
        return 0 if after_the_end else year


def certain_years(text: str, found: Sequence[Mention], ended: bool) -> Years:
    """What can be known of years in a clean text. `ended`: a province that ended on 1 July 2025 acts in it."""
    return Years(text, found, ended)


def _ordinal(mention: Mention) -> int:
    return date(2000, mention.last[1], min(mention.last[2], 28)).timetuple().tm_yday


def _own_year(text: str, found: Sequence[Mention]) -> int:
    """The one year the text treats as its own, or 0: of two in a row the later, when it is planned for."""
    own: set[int] = set()
    forward: set[int] = set()
    for mention in found:
        if mention.kind != "year":
            continue
        before, year = text[max(0, mention.start - 40) : mention.start], mention.first[0]
        after = bool(_OWN_AFTER.match(text, mention.end))
        if after or (_OWN_BEFORE.search(before) and not _PAST_AFTER.match(text, mention.end)):
            own.add(year)
            if after or _FORWARD.search(before):
                forward.add(year)
    if len(own) == 1:
        return own.pop()
    if len(own) == 2 and max(own) - min(own) == 1 and forward == {max(own)}:
        return max(own)
    return 0
