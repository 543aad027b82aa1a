"""Whole sentences around a stretch of text, as long as a passage may be."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["PASSAGE_LENGTH", "around"]

PASSAGE_LENGTH = 240  # code points of a passage, about two printed lines
LEAST_PASSAGE = 100  # a shorter sentence takes its neighbour along

_SENTENCE_END = re.compile(r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘«(\[]?[^\Wa-zà-ỹđ])|\s*\n\s*")
_LOOK = 400  # how far a sentence's beginning and end are looked for
_BEFORE = 60  # code points before the first hit when a sentence is too long to be quoted whole


def around(text: str, stretch: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """The sentences around a window, or, when they are too long, whole words around it."""
    bounds = _sentences(text, stretch, start, end)
    first = max(0, bisect_right(bounds, start) - 1)
    last = min(len(bounds) - 1, max(first + 1, bisect_right(bounds, max(start, end - 1))))
    while (
        bounds[last] - bounds[first] < LEAST_PASSAGE
        and last < len(bounds) - 1
        and bounds[last + 1] - bounds[first] <= PASSAGE_LENGTH
    ):
        last += 1
    low, high = bounds[first], bounds[last]
    if high - low > PASSAGE_LENGTH * 1.25:
        low, high = _cut(text, low, high, start, end)
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high


def _sentences(text: str, stretch: tuple[int, int], start: int, end: int) -> list[int]:
    """Where sentences begin around a window, from the last beginning before it to some way behind
    it.
    """
    low, high = max(stretch[0], start - _LOOK), min(stretch[1], end + _LOOK)
    bounds = [
        low,
        *(m.end() for m in _SENTENCE_END.finditer(text, low, high) if low < m.end() < high),
        high,
    ]
    if low > stretch[0] and len(bounds) > 2 and bounds[1] <= start:
        del bounds[0]  # it is no beginning
    return bounds


def _cut(text: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """Part of a long sentence: a little before the window, the rest after it, from space
    to space.
    """
    first = max(low, start - _BEFORE)
    if first > low:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else start
    last = min(high, max(end, first + PASSAGE_LENGTH))
    if last < high:
        space = text.rfind(" ", end, last)
        last = space if space > end else end
        while last < high and not text[last].isspace() and last - end < 40:
            last += 1
    return first, last
