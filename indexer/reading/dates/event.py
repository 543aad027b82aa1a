"""From mentions to facts: the main event's days, the day of publication, and the year each is
certain of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from indexer.model.article import UNKNOWN_DATE, Basis, DateSpan, Evidence, Precision
from indexer.reading.dates.expressions import Mention, is_dateline, mentions, month_length
from indexer.reading.dates.year_inference import Years, certain_years
from indexer.reading.structure.blocks import Block

__all__ = ["Dates", "find_dates"]

Original = Callable[[int, int], tuple[int, int]]

_PARTS = {"title": 90, "lead": 70, "body": 50, "caption": 12}
"""How much a part speaks for the day named in it being the main event's."""
_OPENING = re.compile(
    r"(?:^|[.!?:–-] ?|\n)[\"“(]?(?:Vào |Lúc |Khoảng )?(?:[\w ]{0,14})?(?:Ngày|Sáng|Trưa|Chiều|Tối|Đêm|Khuya|"
    r"Rạng sáng|Hôm|Từ|Trong)[\w ,]{0,14}$"
)
_OPENING_WORD = re.compile(r"(?:Ngày|Sáng|Trưa|Chiều|Tối|Đêm|Khuya|Rạng|Hôm|Từ|Trong)[\w ,]*$")
_OPENING_REACH = 26
_OPENS, _HAPPENS, _PLANS = 18, 14, -12
"""Points for opening its sentence, for standing right after what happened, and for being planned.
"""

# Patterns of the lower-case text before a mention, or after it.
_HAPPENED = re.compile(
    r"(?:xảy ra|diễn ra|tổ chức|khai mạc|khởi công|xét xử|mở phiên|bắt)(?: \w+){0,3} (?:vào "
    r"|từ |hôm |ngày |sáng |chiều |tối )+$"
)
_HAPPENED_ENDS = ("vào ", "từ ", "hôm ", "ngày ", "sáng ", "chiều ", "tối ")
_AGAINST = (  # with the characters before the mention that are enough to see it
    (
        re.compile(
            r"(?:quyết định|nghị định|công văn|thông tư|chỉ thị|nghị quyết|luật|văn bản|công "
            r"điện|thông báo|pháp lệnh|"
            r"hợp đồng)[^.;,\n]{0,40},? ?(?:ngày )?$"
        ),
        60,
        60,
    ),
    (
        re.compile(r"(?:sinh(?: ngày| năm)?|sn|cấp ngày|chào đời|qua đời|mất)[ :(]*(?:ngày )?$"),
        40,
        100,
    ),
    (re.compile(r"trước đó[^\n]{0,70}$"), 80, 20),
    (re.compile(r"(?:kể từ|từ|tính đến|đến hết|hết|trước|tới|đến|hạn)(?: ngày)? $"), 16, 18),
    (
        re.compile(
            r"(?:kỷ niệm|kỉ niệm|chào mừng|nhân ngày|dịp|lễ|quốc tế|truyền thống|quốc "
            r"khánh|giải phóng)[^.\n]{0,24}$"
        ),
        40,
        45,
    ),
    (re.compile(r"so với[^.\n]{0,20}$"), 28, 45),
    (
        re.compile(
            r"(?:phát hiện|phát lộ|bắt đầu|ký kết|thành lập|ban hành|hiệu lực)[^.\n]{0,12}$"
        ),
        24,
        8,
    ),
)
_AFTER = (
    (re.compile(r",? (?:đưa tin|dẫn lời|đăng tải)"), 20),
    (re.compile(r"[^.\n]{0,60}\b(?:sẽ|dự kiến)\b"), 12),
    (re.compile(r"(?: năm nay)? đến nay"), 30),
)
_PLANNED = re.compile(r"(?:dự kiến|sẽ)[^.\n]{0,50}$")
_BEFORE, _AFTERWARDS = 90, 72
"""Characters looked at before and after a mention."""
_LEAST = 1
_JOINED = re.compile(r" ?(?:,|và|-|–|đến) ?(?:ngày )?")


class Dates(NamedTuple):
    """The main event, the day of publication as the text states it, and every mention."""

    event: DateSpan
    published: DateSpan
    mentions: tuple[DateSpan, ...]


def find_dates(
    title: str, text: str, blocks: Sequence[Block], published: str, ended: bool, original: Original
) -> Dates:
    """Read the dates of every part but teasers and boilerplate.

    `title`: one with a field of its own, or ""; its dates give no span of the text. `published`:
    the day of publication by metadata, ISO, or ""; `ended`: a province that ended on 1 July 2025
    acts in the article.
    """
    found: list[tuple[Block, Mention]] = [
        (Block("title", 0, 0), mention._replace(start=-1, end=-1)) for mention in mentions(title)
    ]
    stated: Mention | None = None
    starts = [block.start for block in blocks]
    for mention in mentions(text):
        at = bisect_right(starts, mention.start) - 1
        block = blocks[at] if at >= 0 else None
        if block is None or mention.start >= block.end:
            continue
        if (
            block.kind == "source"
            and mention.kind == "day"
            and mention.first[0]
            and is_dateline(text[block.start : block.end])
        ):
            stated = stated or mention
        if block.kind not in ("boilerplate", "related"):
            found.append((block, mention))
    day = date.fromisoformat(published) if published else date(*stated.first) if stated else None
    basis: Basis = "metadata" if published else "context"
    resolve = _Resolver(text, [mention for _, mention in found], day, basis, ended, original)
    spans = [resolve.span(mention) for _, mention in found]
    written = next(
        (span for (block, mention), span in zip(found, spans, strict=True) if mention is stated),
        UNKNOWN_DATE,
    )
    rivals = [
        (block, mention, span)
        for (block, mention), span in zip(found, spans, strict=True)
        if mention is not stated
    ]
    return Dates(_event(text, rivals, day), written, tuple(spans))


class _Resolver:
    """Turns mentions into spans of one article."""

    def __init__(
        self,
        text: str,
        found: Sequence[Mention],
        published: date | None,
        basis: Basis,
        ended: bool,
        original: Original,
    ) -> None:
        self._published, self._basis, self._original = published, basis, original
        self._text, self._found, self._ended = text, found, ended
        self._years: Years | None = None  # made only where nothing else gives a year
        self._inherited = _inherited(text, found)

    def span(self, m: Mention) -> DateSpan:
        """The mention as days, with its year and how that is known."""
        evidence = (
            Evidence(*self._original(m.start, m.end), m.rule)
            if m.start >= 0
            else Evidence(0, 0, "named in the title"),
        )
        if m.kind == "relative":
            if self._published is None:
                return DateSpan("", "", "unknown", "unknown", evidence)
            iso = (self._published + timedelta(days=m.shift)).isoformat()
            return DateSpan(iso, iso, "day", self._basis, evidence)
        precision: Precision = "range" if m.kind == "years" else m.kind
        if m.kind in ("year", "years"):
            return DateSpan(
                _iso(m.first[0], m.first), _iso(m.last[0], m.last), precision, "explicit", evidence
            )
        year, basis = self._year(m)
        if not year:
            return DateSpan(
                f"--{m.first[1]:02d}-{m.first[2]:02d}",
                f"--{m.last[1]:02d}-{m.last[2]:02d}",
                precision,
                "unknown",
                evidence,
            )
        first_year = m.first[0] or (year - 1 if m.first[1:] > m.last[1:] else year)
        return DateSpan(
            _iso(first_year, m.first), _iso(m.last[0] or year, m.last), precision, basis, evidence
        )

    def _year(self, m: Mention) -> tuple[int, Basis]:
        if m.last[0] or m.first[0]:
            return m.last[0] or m.first[0], "explicit"
        if m.start in self._inherited:
            return self._inherited[m.start], "explicit"
        if self._published is not None:
            years = (self._published.year - 1, self._published.year, self._published.year + 1)
            return min(
                years,
                key=lambda year: abs(
                    (date(year, m.first[1], min(m.first[2], 28)) - _known(self._published)).days
                ),
            ), self._basis
        if self._years is None:
            self._years = certain_years(self._text, self._found, self._ended)
        year = self._years.of(m)
        return (year, "context") if year else (0, "unknown")


def _known(day: date | None) -> date:
    assert day is not None
    return day


def _inherited(text: str, found: Sequence[Mention]) -> dict[int, int]:
    """Mentions that share the year of the one they are joined to: "12/5 và 15/5/2025", "tháng 3,
    tháng 4/2025".
    """
    shared: dict[int, int] = {}
    for mention, following in pairwise(found):
        alike = mention.kind == following.kind and mention.start >= 0
        if (
            alike
            and following.last[0]
            and not mention.last[0]
            and _JOINED.fullmatch(text, mention.end, following.start)
        ):
            shared[mention.start] = following.last[0]
    return shared


def _iso(year: int, day: tuple[int, int, int]) -> str:
    return f"{year:04d}-{day[1]:02d}-{min(day[2], month_length(year, day[1])) if day[1] == 2 and day[2] > 28 else day[2]:02d}"


def _event(
    text: str, rivals: Sequence[tuple[Block, Mention, DateSpan]], published: date | None
) -> DateSpan:
    """The mention that most likely is the main event's, the first of equals; unknown when none
    speaks for itself.
    """
    best, event = _LEAST - 1, UNKNOWN_DATE
    for order, (block, mention, span) in enumerate(rivals):
        score = _standing(block, mention, span, order, published)
        if score is None or score + _OPENS + _HAPPENS <= best:  # whatever stands around it
            continue
        if mention.start >= 0:
            score += _surroundings(text, block, mention)
        if score > best:
            best, event = score, span
    return event


def _standing(
    block: Block, mention: Mention, span: DateSpan, order: int, published: date | None
) -> int | None:
    """Points for where the mention stands and what it is; None when it cannot be the main
    event's.
    """
    if not span.start or mention.kind in ("quarter", "year", "years") or block.kind not in _PARTS:
        return None
    score = _PARTS[block.kind] - min(order, 8) * 4
    if not score:
        return None
    if mention.start < 0:
        return score
    if mention.kind == "month":
        score -= 28
    if published is not None and mention.first[0] and abs(mention.first[0] - published.year) > 1:
        score -= 60
    return score + (
        15
        if mention.start < 150
        else 9
        if mention.start < 500
        else 4
        if mention.start < 1000
        else 0
    )


def _surroundings(text: str, block: Block, mention: Mention) -> int:
    """Points for the words around the mention."""
    before = text[max(block.start, mention.start - _BEFORE) : mention.start]
    low = before.lower()
    size = len(low)
    after = text[mention.end : mention.end + _AFTERWARDS].lower()
    planned = "sẽ" in low or "dự kiến" in low
    score = (
        _OPENS
        if _OPENING_WORD.search(before, size - _OPENING_REACH) and _OPENING.search(before)
        else 0
    )
    score += _HAPPENS if low.rstrip("\n").endswith(_HAPPENED_ENDS) and _HAPPENED.search(low) else 0
    score += _PLANS if planned and _PLANNED.search(low) else 0
    for rule, reach, points in _AGAINST:
        if rule.search(low, size - reach):
            score -= points
    for rule, points in _AFTER:
        if rule.match(after):
            score -= points
    return score
