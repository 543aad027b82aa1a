"""Every date expression of a text: numbers, words, and which of two that overlap counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.reading.dates.mention import Mention
from indexer.reading.dates.numeric import MONTH, numeric
from indexer.reading.dates.worded import MONTH_WORD, places, worded

__all__ = ["is_dateline", "mentions"]

_SEPARATORS = tuple(
    re.compile(rf"{mark}(?:(?<=\d{mark})|(?<=\d {mark}) ){MONTH}") for mark in ("/", "-", r"\.")
)
"""What parts a day and its month. Every numeric expression has one, or a month in words."""
_REACH = 120
"""Characters on either side of such a mark that an expression reaches at most."""
_DATELINE = re.compile(
    r"(?:(?:thứ \w+|chủ nhật|cập nhật(?: lúc)?|đăng(?: lúc| ngày)?|ngày(?: đăng)?|xuất bản|"
    r"gmt ?[+]?7?|lúc|am|pm|\(|\)|[|,:\-–•/·]|\d{1,2}[:hg]\d{2}(?::\d\d)?|\s)*)$",
    re.I,
)
_DATELINE_OPENING = re.compile(
    r"thứ |chủ nhật|cập nhật|đăng|ngày|xuất bản|gmt|lúc|am|pm|[\d()|,:\-–•/·\s]", re.I
)


def mentions(text: str) -> list[Mention]:
    """Every date expression of a clean text, in order, the longest at each place."""
    months = [at for word in MONTH_WORD for at in places(text, word)]
    found = [m for start, end in _dated_stretches(text, months) for m in numeric(text, start, end)]
    found += worded(text, months)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _dated_stretches(text: str, months: list[int]) -> Iterator[tuple[int, int]]:
    """The stretches of lines in which numbers stand as those of a date do."""
    marks = [found.start() for separator in _SEPARATORS for found in separator.finditer(text)]
    marks += [at for at in months if at > 2 and text[at - 3].isdigit()]
    first = last = -1
    for mark in sorted(marks):
        start, end = max(0, mark - _REACH), min(len(text), mark + _REACH)
        start = text.rfind("\n", start, mark) + 1 or start
        line_end = text.find("\n", mark, end)
        end = line_end if line_end >= 0 else end
        if start < last:
            last = end
            continue
        if last >= 0:
            yield first, last
        first, last = start, end
    if last >= 0:
        yield first, last


def is_dateline(line: str) -> bool:
    """Is the line a day, an hour and words such as "Cập nhật" alone: "Thứ Sáu, 07/03/2025 10:30"?"""
    if len(line) > 80 or not ("20" in line or "19" in line) or not _DATELINE_OPENING.match(line):
        return False
    found = [mention for mention in mentions(line) if mention.kind == "day" and mention.first[0]]
    if len(found) != 1:
        return False
    return bool(_DATELINE.match(line[: found[0].start] + line[found[0].end :]))
