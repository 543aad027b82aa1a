"""From expressions to facts: the main event's days and the day of publication.

A date that is shown as certain is right; one that is unknown costs nothing. So a year is shown
only where the title, the lead or the sentence of the main act gives it, and never where the lead
tells of "hôm nay", "hôm qua" and nothing says when that was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from indexer.model.article import UNKNOWN_DATE, Basis, DateSpan
from indexer.reading.dates import surroundings
from indexer.reading.dates.expressions import is_dateline, mentions
from indexer.reading.dates.mention import Mention
from indexer.reading.dates.resolution import Original, Resolver, without_year
from indexer.reading.dates.year_inference import FIRST_YEAR
from indexer.reading.structure.blocks import Block

__all__ = ["Dates", "find_dates"]

_PARTS = {"title": 90, "lead": 70, "body": 50, "caption": 12}
"""How much a part speaks for the day named in it being the main event's."""
_HEAD = frozenset({"title", "lead"})
_OPENS, _HAPPENS, _PLANS, _FIRST = 18, 14, -12, 10
"""Points for opening its sentence, for standing right after what happened, for being planned, and
for being the lead's first words."""
_WIDE = {"month": -28, "quarter": -34, "year": -40}
"""Points for what is wider than a day; a month with its year that opens the lead loses less."""
_OPENING_MONTH = -10
_VAGUE = -20
"""Points for a week, a weekend, or a day of the week without its number."""
_OPENING_REACH = 26
"""Characters of the lead's first words."""
_SUBJECT = 36
"""Characters of a lead in which its subject is named: "Xuất khẩu rau quả năm 2018 …"."""
_WITHIN = ("", "trong ")
"""What stands before a quarter or year that opens a lead."""
_LAST_QUARTER = 10
"""The month from which on an article looks back at its own year."""
_SINCE = ("sau ", "từ ", "kể từ ", "trước ", "so với ", "cách ")
_EARLY = ((150, 15), (500, 9), (1000, 4))
"""Points for standing among the first characters of the text."""
_CELEBRATED = -45
"""Points for being what is celebrated rather than the celebration."""
_LEAST = 1
_LONGEST, _LONG = 366, 45
"""Days of the longest event: a range over a year is a period, no event; and of one that only the
body tells."""
_NEAR = 900
"""Characters after the lead's beginning in which the main act is told."""
_NEAR_MONTH = 500
"""Characters after the beginning in which a month without its year may be the event's."""
_SHARED, _SHARED_NOW = 0.4, 0.55
"""Share of the title's words that the sentence of the main act has; more of them where the lead
tells of something that has just been."""
_WORD = re.compile(r"\w+")
_BESIDE = re.compile(r"[ ,(]*(?:ngày )?")
_NIGHT = re.compile(r",? (?:và )?(?:rạng )?")
"""Between two expressions for one night: "đêm qua, rạng sáng nay"."""
_LISTED = re.compile(r",? và (?:ngày )?|[,;] ")
"""Between two dates of which what is said of the first holds for the second, too."""
_NOW = re.compile(r"(?<!\w)(?:vừa|mới đây|hiện nay|sắp|đang|năm nay)(?!\w)", re.I)
_JUST = re.compile(r"(?<!\w)(?:vừa|mới đây)(?!\w)")
_OTHER_YEAR = re.compile(
    r"(?:từ|đến|tới|hết|trước|sau|hồi|vào|khoảng|giữa|so với|sinh|luật|là|kể|hơn|như|"
    r"tài liệu|cơ quan điều tra|trong|của|,|cùng kỳ|thành lập|vụ|đợt|mùa|xây dựng|kế hoạch|"
    r"hợp tác|phương hướng|nhiệm vụ|hoàn thành|khởi công|khánh thành)(?: \w+)? ?$"
)
"""Before a year that is not the article's own."""
_COMING = re.compile(r"sẽ|dự kiến|sắp|tới|kế hoạch|từ|đến|chuẩn bị|khai mạc|vào")


class Dates(NamedTuple):
    """The main event, the day of publication as the text states it, and every mention."""

    event: DateSpan
    published: DateSpan
    mentions: tuple[DateSpan, ...]


class _Found(NamedTuple):
    """A mention, and where it stands: `source`, the text or the title, from `start` to `end`.

    The mention's own start is -1 when it stands in a title that is no part of the text.
    """

    block: Block
    mention: Mention
    source: str
    start: int
    end: int


class _Rival(NamedTuple):
    """A date that may be the main event's; `previous`: the end of the mention before it."""

    found: _Found
    span: DateSpan
    order: int
    previous: int


def find_dates(
    title: str, text: str, blocks: Sequence[Block], published: str, ended: bool, original: Original
) -> Dates:
    """Read the dates of every part but teasers and boilerplate.

    `title`: one with a field of its own, or ""; its dates give no span of the text. `published`:
    the day of publication by metadata, ISO, or ""; `ended`: a province that ended on 1 July 2025
    acts in the article.
    """
    found, stated = _in_parts(title, text, blocks)
    pairs = list(_pairs(found))
    told, basis = _telling(pairs, published, stated)
    all_mentions = [each.mention for each in found]
    resolver = Resolver(text, all_mentions, told, basis, ended, original)
    spans = [resolver.span(mention) for mention in all_mentions]
    spoken_for = _spoken_for(found, pairs)
    written = UNKNOWN_DATE
    rivals: list[_Rival] = []
    previous = 0
    for order, (each, span) in enumerate(zip(found, spans, strict=True)):
        if each.mention is stated:
            written = span
        elif id(each) not in spoken_for:
            rivals.append(_Rival(each, span, order, previous))
        previous = max(previous, each.mention.end)
    event = _Choice(title, text, blocks, told).event(rivals)
    return Dates(event, written, tuple(spans))


def _in_parts(
    title: str, text: str, blocks: Sequence[Block]
) -> tuple[list[_Found], Mention | None]:
    """Every mention with its part, and the one that states the day of publication."""
    heading = Block("title", 0, len(title))
    found = [
        _Found(heading, m._replace(start=-1, end=-1), title, m.start, m.end)
        for m in mentions(title)
    ]
    stated: Mention | None = None
    starts = [block.start for block in blocks]
    for mention in mentions(text):
        at = bisect_right(starts, mention.start) - 1
        if at < 0 or mention.start >= blocks[at].end:
            continue
        block = blocks[at]
        whole = mention.kind == "day" and mention.first[0] > 0
        if block.kind == "source" and whole and is_dateline(text[block.start : block.end]):
            stated = stated or mention
        if block.kind not in ("boilerplate", "related"):
            found.append(_Found(block, mention, text, mention.start, mention.end))
    return found, stated


def _pairs(found: Sequence[_Found]) -> Iterator[tuple[_Found, _Found]]:
    """Relative expressions with the day that stands beside them: "hôm nay (28-2)"."""
    for one, other in pairwise(found):
        if one.mention.kind == "relative" and other.mention.kind in ("day", "range"):
            if one.source is not other.source or surroundings.is_link(
                other.source, other.start, other.end
            ):
                continue
            if _BESIDE.fullmatch(one.source, one.end, other.start):
                yield one, other


def _spoken_for(found: Sequence[_Found], pairs: Sequence[tuple[_Found, _Found]]) -> set[int]:
    """The relative expressions whose day is written beside them; of those in a row, as in "đêm
    qua, rạng sáng nay (14/7)", each."""
    known = {id(relative) for relative, _ in pairs}
    for one, other in pairwise(found):
        alike = one.mention.kind == other.mention.kind == "relative" and one.source is other.source
        if alike and id(other) in known and _NIGHT.fullmatch(one.source, one.end, other.start):
            known.add(id(one))
    return known


def _telling(
    pairs: Sequence[tuple[_Found, _Found]], published: str, stated: Mention | None
) -> tuple[date | None, Basis]:
    """The day from which the article tells, and how it is known: metadata, a date line, or a day
    named together with "hôm nay", "sáng qua"."""
    if published:
        return date.fromisoformat(published), "metadata"
    if stated:
        return date(*stated.first), "context"
    for relative, day in pairs:
        if day.mention.first[0] and day.mention.kind == "day":
            return date(*day.mention.first) - timedelta(days=relative.mention.shift), "context"
    return None, "unknown"


class _Choice:
    """Chooses the main event of one article among its dates."""

    def __init__(self, title: str, text: str, blocks: Sequence[Block], told: date | None) -> None:
        self._told = told
        self._given, self._text, self._blocks = title, text, blocks
        self._years: set[int] = set()
        self._exact: set[Block] = set()
        self._begins = next((b.start for b in blocks if b.kind in _HEAD), 0)
        self._told_before: int | None = None

    def _heads(self) -> list[str]:
        """The title that has a field of its own, and the parts of the text that are its head."""
        parts = [b for b in self._blocks if b.kind in _HEAD]
        return [self._given, *(self._text[b.start : b.end] for b in parts)]

    def event(self, rivals: Sequence[_Rival]) -> DateSpan:
        """The date that most likely is the main event's, the first of equals; unknown when none
        speaks for itself, or when it is one that "hôm nay" alone tells."""
        head = [r.found.mention for r in rivals if r.found.block.kind in _HEAD]
        told = [m for m in head if m.kind == "relative"] if self._told is None else []
        now = any(m.stretch == "day" for m in told)
        days = (r.found for r in rivals if r.found.mention.kind in ("day", "range"))
        self._exact = {found.block for found in days if found.mention.first[0]}
        self._years = {r.found.mention.first[0] for r in rivals} - {0}
        relatives = (r.found.start for r in rivals if r.found.mention.kind == "relative")
        self._told_before = min(relatives, default=None) if self._told is None else None
        best, event = _LEAST - 1, UNKNOWN_DATE
        for rival in rivals:
            outside = rival.found.block.kind not in _HEAD
            if outside and (now or (told and rival.found.mention.first[0])):
                continue
            score = self._standing(rival)
            if score is None or score + _OPENS + _HAPPENS + _FIRST <= best:  # whatever else
                continue
            score += _words(rival)
            if score > best:
                span = self._certain(rival)
                if span is not None:
                    best, event = score, span
        return event if event.start else UNKNOWN_DATE

    def _standing(self, rival: _Rival) -> int | None:
        """Points for where a date stands and what it is; None when it cannot be the event's."""
        (block, mention, _, start, _), span, order, _ = rival
        in_head = block.kind in _HEAD
        if block.kind not in _PARTS or mention.kind == "years":
            return None
        if not span.start and not (
            in_head and mention.kind == "relative" and mention.stretch == "day"
        ):
            return None
        if mention.kind == "year" and not (in_head and self._is_own_year(rival)):
            return None
        first = block.kind == "lead" and start - block.start < _OPENING_REACH
        if mention.kind == "quarter" and not (in_head and self._is_own_quarter(rival)):
            return None
        if mention.kind == "month" and self._is_aside_of_days(rival):
            return None
        score = _PARTS[block.kind] - min(order, 8) * 4
        if mention.kind == "month" and first and mention.first[0]:
            score += _OPENING_MONTH
        else:
            score += _WIDE.get(mention.kind, 0)
        if mention.kind == "relative" and mention.stretch != "day":
            score += _VAGUE
        if mention.start < 0:
            return score
        if self._told is not None and mention.first[0]:
            score -= 60 if abs(mention.first[0] - self._told.year) > 1 else 0
        score += _FIRST if first else 0
        return score + next((points for reach, points in _EARLY if start < reach), 0)

    def _is_aside_of_days(self, rival: _Rival) -> bool:
        """Does a month stand beside whole dates, or, without its year, far from the beginning?"""
        block, mention, _, start, _ = rival.found
        if mention.first[0]:
            return block in self._exact
        return block.kind == "body" and start - self._begins > _NEAR_MONTH

    def _is_own_year(self, rival: _Rival) -> bool:
        """Is a year that of the title or of the lead's first words, and the only one named, and no
        year from which, until which or as in which something is?"""
        (block, mention, source, start, _), *_ = rival
        if self._years != {mention.first[0]}:
            return False
        before = source[block.start : start].lower()
        if self._told is not None:
            gone = self._told - date(mention.first[0], _LAST_QUARTER, 1)
            return before in _WITHIN and 0 <= gone.days <= _LONGEST
        if block.kind == "lead" and _JUST.search(before):
            return False
        if block.kind == "lead" and (len(before) > _SUBJECT or before.startswith(_SINCE)):
            return False
        return not _OTHER_YEAR.search(before)

    def _is_own_quarter(self, rival: _Rival) -> bool:
        """Is a quarter named with its year, or does it open a lead that says when it was told?"""
        block, mention, source, start, _ = rival.found
        if mention.first[0]:
            return True
        return self._told is not None and source[block.start : start].lower() in _WITHIN

    def _certain(self, rival: _Rival) -> DateSpan | None:
        """The span as it may be shown: whole, without its year, or None when it is no event's."""
        (block, mention, source, start, end), span, *_ = rival
        if not span.start:
            return span
        if mention.first[0]:
            low = source[max(block.start, start - 120) : start].lower()
            if surroundings.is_anniversary(low, mention.first[0], mention.last[0]):
                return _celebrated(mention, span)
            if surroundings.is_link(source, start, end):
                return None
            aside = mention.kind in ("day", "month") and block.kind != "title"
            if aside and surroundings.is_aside(low):
                return None
        if span.start.startswith("--"):
            return span
        if _days(span) > _LONGEST or (mention.first[0] and self._is_ahead(rival)):
            return None
        if block.kind in _HEAD or self._told is not None:
            return span
        if not mention.first[0]:
            near = start - self._begins <= _NEAR
            return span if near or self._tells(rival) else without_year(span)
        if mention.first[0] < FIRST_YEAR:  # history, told in a newspaper of today
            return None
        return span if start - self._begins <= _NEAR and self._tells(rival) else None

    def _is_ahead(self, rival: _Rival) -> bool:
        """Does it lie after the telling, or after today, without a word of what is to come?"""
        limit = (self._told or date.today()) + timedelta(days=1)
        if rival.span.start <= limit.isoformat():
            return False
        _, _, source, start, end = rival.found
        around = source[max(0, start - 80) : start] + source[end : end + 60]
        return not _COMING.search(around.lower())

    def _tells(self, rival: _Rival) -> bool:
        """Does the sentence of a date in the body tell the main act, as the title names it?"""
        _, _, source, start, end = rival.found
        if _days(rival.span) > _LONG:
            return False
        if self._told_before is not None and self._told_before < start:
            return False
        begin = max(source.rfind(mark, 0, start) for mark in (". ", "\n")) + 1
        ends = [at for mark in (". ", "\n") if (at := source.find(mark, end)) >= 0]
        sentence = _words_of(source[begin : min(ends, default=len(source))])
        heads = "\n".join(self._heads())
        wanted = _words_of(self._given or heads)
        share = _SHARED_NOW if _NOW.search(heads) else _SHARED
        return len(wanted & sentence) >= max(3, round(share * len(wanted)))


def _words(rival: _Rival) -> int:
    """Points for the words around a date."""
    (block, mention, source, start, end), *_ = rival
    first = max(block.start, start - surroundings.REACH)
    if rival.previous > first and not _LISTED.fullmatch(source, rival.previous, start):
        first = rival.previous
    before = source[first:start]
    low = before.lower()
    if mention.first[0] and surroundings.is_anniversary(low, mention.first[0], mention.last[0]):
        return _CELEBRATED
    after = source[end : end + surroundings.AFTERWARDS].lower()
    score = -surroundings.points_against(low, after, mention)
    if block.kind == "title":
        return score
    score += _OPENS if surroundings.opens(before) else 0
    score += _HAPPENS if surroundings.happens(low) else 0
    return score + (_PLANS if surroundings.plans(low) else 0)


def _celebrated(mention: Mention, span: DateSpan) -> DateSpan | None:
    """The day that is celebrated, without the year it celebrates."""
    if mention.kind not in ("day", "range") or mention.first[1:] != mention.last[1:]:
        return None
    day = without_year(span).end
    return DateSpan(day, day, "day", "unknown", span.evidence)


def _days(span: DateSpan) -> int:
    return (date.fromisoformat(span.end) - date.fromisoformat(span.start)).days


def _words_of(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 1}
