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
from indexer.reading.dates.certainty import Certainty
from indexer.reading.dates.expressions import is_dateline, mentions
from indexer.reading.dates.mention import Mention
from indexer.reading.dates.resolution import Original, Resolver
from indexer.reading.dates.rivals import HAPPENS, HEAD, OPENS, Found, Rival, points_of_words
from indexer.reading.structure.blocks import Block

__all__ = ["Dates", "find_dates"]

_PARTS = {"title": 90, "lead": 70, "body": 50, "caption": 12}
"""How much a part speaks for the day named in it being the main event's."""
_FIRST, _NOW = 10, 15
"""Points for being the lead's first words, and for standing beside "hôm nay", "sáng qua"."""
_WIDE = {"month": -28, "quarter": -34, "year": -40}
"""Points for what is wider than a day; a month with its year that opens the lead loses less."""
_OPENING_MONTH = -10
_VAGUE = -20
"""Points for a week, a weekend, or a day of the week without its number."""
_EARLY = ((150, 15), (500, 9), (1000, 4))
"""Points for standing among the first characters of the text."""
_LEAST = 1
_BESIDE = re.compile(r"[ ,(]*(?:ngày )?")
_NIGHT = re.compile(r",? (?:và )?(?:rạng )?")
"""Between two expressions for one night: "đêm qua, rạng sáng nay"."""


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
    found, stated = _in_parts(title, text, blocks)
    pairs = list(_pairs(found))
    told, basis = _telling(pairs, published, stated)
    all_mentions = [each.mention for each in found]
    resolver = Resolver(text, all_mentions, told, basis, ended, original)
    spans = [resolver.span(mention) for mention in all_mentions]
    spoken_for = _spoken_for(found, pairs)
    written = UNKNOWN_DATE
    rivals: list[Rival] = []
    previous = 0
    for order, (each, span) in enumerate(zip(found, spans, strict=True)):
        if each.mention is stated:
            written = span
        elif id(each) not in spoken_for:
            rivals.append(Rival(each, span, order, previous))
        previous = max(previous, each.mention.end)
    certainty = Certainty(title, text, blocks, told, rivals)
    event = _Choice(told, rivals, {id(day) for _, day in pairs}, certainty).event()
    return Dates(event, written, tuple(spans))


def _in_parts(title: str, text: str, blocks: Sequence[Block]) -> tuple[list[Found], Mention | None]:
    """Every mention with its part, and the one that states the day of publication."""
    heading = Block("title", 0, len(title))
    found = [
        Found(heading, m._replace(start=-1, end=-1), title, m.start, m.end) for m in mentions(title)
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
            found.append(Found(block, mention, text, mention.start, mention.end))
    return found, stated


def _pairs(found: Sequence[Found]) -> Iterator[tuple[Found, Found]]:
    """Relative expressions with the day that stands beside them: "hôm nay (28-2)"."""
    for one, other in pairwise(found):
        if one.mention.kind == "relative" and other.mention.kind in ("day", "range"):
            if one.source is not other.source or surroundings.is_link(
                other.source, other.start, other.end
            ):
                continue
            if _BESIDE.fullmatch(one.source, one.end, other.start):
                yield one, other


def _spoken_for(found: Sequence[Found], pairs: Sequence[tuple[Found, Found]]) -> set[int]:
    """The relative expressions whose day is written beside them; of those in a row, as in "đêm
    qua, rạng sáng nay (14/7)", each."""
    known = {id(relative) for relative, _ in pairs}
    for one, other in pairwise(found):
        alike = one.mention.kind == other.mention.kind == "relative" and one.source is other.source
        if alike and id(other) in known and _NIGHT.fullmatch(one.source, one.end, other.start):
            known.add(id(one))
    return known


def _telling(
    pairs: Sequence[tuple[Found, Found]], published: str, stated: Mention | None
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

    def __init__(
        self, told: date | None, rivals: Sequence[Rival], now: set[int], certainty: Certainty
    ) -> None:
        """`now`: which days stand beside "hôm nay", "sáng qua"."""
        self._told, self._rivals, self._now, self._certainty = told, rivals, now, certainty

    def event(self) -> DateSpan:
        """The date that most likely is the main event's, the first of equals; unknown when none
        speaks for itself, or when it is one that "hôm nay" alone tells."""
        head = [r.found.mention for r in self._rivals if r.found.block.kind in HEAD]
        told = [m for m in head if m.kind == "relative"] if self._told is None else []
        now = any(m.stretch == "day" for m in told)
        best, event = _LEAST - 1, UNKNOWN_DATE
        for rival in self._rivals:
            outside = rival.found.block.kind not in HEAD
            if outside and (now or (told and rival.found.mention.first[0])):
                continue
            score = self._standing(rival)
            if score is None or score + OPENS + HAPPENS + _NOW <= best:  # whatever else
                continue
            score += points_of_words(rival) + (_NOW if id(rival.found) in self._now else 0)
            if score > best:
                span = self._certainty.shown(rival)
                if span is not None:
                    best, event = score, span
        return event if event.start else UNKNOWN_DATE

    def _standing(self, rival: Rival) -> int | None:
        """Points for where a date stands and what it is; None when it cannot be the event's."""
        (block, mention, _, start, _), span, order, _ = rival
        if block.kind not in _PARTS:
            return None
        if not span.start and not (
            block.kind in HEAD and mention.kind == "relative" and mention.stretch == "day"
        ):
            return None
        if not self._certainty.allows(rival):
            return None
        score = _PARTS[block.kind] - min(order, 8) * 4
        if mention.kind == "month" and rival.is_opening() and mention.first[0]:
            score += _OPENING_MONTH
        else:
            score += _WIDE.get(mention.kind, 0)
        if mention.kind == "relative" and mention.stretch != "day":
            score += _VAGUE
        if mention.start < 0:
            return score
        if self._told is not None and mention.first[0]:
            score -= 60 if abs(mention.first[0] - self._told.year) > 1 else 0
        score += _FIRST if rival.is_opening() else 0
        return score + next((points for reach, points in _EARLY if start < reach), 0)
