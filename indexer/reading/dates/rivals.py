"""The dates of an article that may be the main event's, and the points that words give them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from indexer.model.article import DateSpan
from indexer.reading.dates import surroundings
from indexer.reading.dates.mention import Mention
from indexer.reading.structure.blocks import Block

__all__ = ["HAPPENS", "HEAD", "OPENS", "Found", "Rival", "days_of", "points_of_words"]

HEAD = frozenset({"title", "lead"})
OPENS, HAPPENS, _PLANS = 18, 14, -12
"""Points for opening its sentence, for standing right after what happened, for being planned."""
_CELEBRATED = -45
"""Points for being what is celebrated rather than the celebration."""
_OPENING_REACH = 26
"""Characters of the lead's first words."""
_LISTED = re.compile(r",? và (?:ngày )?|[,;] ")
"""Between two dates of which what is said of the first holds for the second, too."""


class Found(NamedTuple):
    """A mention, and where it stands: `source`, the text or the title, from `start` to `end`.

    The mention's own start is -1 when it stands in a title that is no part of the text.
    """

    block: Block
    mention: Mention
    source: str
    start: int
    end: int


class Rival(NamedTuple):
    """A date that may be the main event's; `previous`: the end of the mention before it."""

    found: Found
    span: DateSpan
    order: int
    previous: int

    def is_opening(self) -> bool:
        """Does it stand among the first words of the lead?"""
        block, _, _, start, _ = self.found
        return block.kind == "lead" and start - block.start < _OPENING_REACH


def points_of_words(rival: Rival) -> int:
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
    score += OPENS if surroundings.opens(before) else 0
    score += HAPPENS if surroundings.happens(low) else 0
    return score + (_PLANS if surroundings.plans(low) else 0)


def days_of(span: DateSpan) -> int:
    """Days from the first to the last of a span with its year."""
    return (date.fromisoformat(span.end) - date.fromisoformat(span.start)).days
