"""From mentions to facts: the main event's days, the day of publication, and the year each is certain of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from indexer.article import UNKNOWN_DATE, Basis, DateSpan, Evidence, Precision
from indexer.reading.anatomy import Block
from indexer.reading.dates.mentions import Mention, mentions

__all__ = ["Dates", "find_dates"]

_MERGER = (2025, 7, 1)
_CURRENT_YEAR = re.compile(r"(?:trong|từ đầu|đầu|kế hoạch|nhiệm vụ) $|tháng đầu $", re.I)
_PAST = re.compile(r"(?:từ|kể từ|hồi|cuối|sau|so với(?: cùng kỳ)?|vào|sinh|khóa) $", re.I)


class Dates(NamedTuple):
    """The main event, the day of publication as the text states it, and every mention."""

    event: DateSpan
    published: DateSpan
    mentions: tuple[DateSpan, ...]


def find_dates(text: str, blocks: Sequence[Block], published: str, ended: bool, original: Callable[[int, int], tuple[int, int]]) -> Dates:
    """Read the dates of every part but boilerplate. `published`: ISO day or ""; `ended`: a province that ended on 1 July 2025 is named."""
    found: list[tuple[Block, Mention]] = []
    for block in blocks:
        if block.kind in ("boilerplate", "related"):
            continue
        for mention in mentions(text[block.start : block.end]):
            found.append((block, mention._replace(start=mention.start + block.start, end=mention.end + block.start)))
    day = date.fromisoformat(published) if published else None
    context = None if day else _context_year(text, [m for _, m in found])
    spans = [_span(m, day, context, ended, original) for _, m in found]
    event = _event(found, spans)
    return Dates(event, UNKNOWN_DATE, tuple(spans))


def _context_year(text: str, found: list[Mention]) -> int | None:
    """The year the text itself treats as its own: "trong năm 2025", "6 tháng đầu năm 2024"."""
    years = {m.first[0] for m in found if m.kind == "year" and _CURRENT_YEAR.search(text[max(0, m.start - 12) : m.start])}
    return years.pop() if len(years) == 1 else None


def _span(
    m: Mention, published: date | None, context: int | None, ended: bool, original: Callable[[int, int], tuple[int, int]]
) -> DateSpan:
    evidence = (Evidence(*original(m.start, m.end), m.rule),)
    if m.kind == "relative":
        if published is None:
            return DateSpan("", "", "unknown", "unknown", evidence)
        iso = (published + timedelta(days=m.shift)).isoformat()
        return DateSpan(iso, iso, "day", "metadata", evidence)
    precision: Precision = "range" if m.kind == "years" else m.kind
    year, basis = _year(m, published, context, ended)
    if not year:
        return DateSpan(_bare(m.first), _bare(m.last), precision, "unknown", evidence)
    first_year = m.first[0] or (year - 1 if m.first[1] > m.last[1] else year)
    last_year = m.last[0] or year
    return DateSpan(_iso(first_year, m.first), _iso(last_year, m.last), precision, basis, evidence)


def _year(m: Mention, published: date | None, context: int | None, ended: bool) -> tuple[int, Basis]:
    if m.first[0] or m.last[0]:
        return m.last[0] or m.first[0], "explicit"
    if published is not None:
        years = (published.year - 1, published.year, published.year + 1)
        return min(years, key=lambda year: abs((date(year, m.first[1], min(m.first[2], 28)) - published).days)), "metadata"
    if context and not (ended and (context, *m.first[1:]) >= _MERGER):
        return context, "context"
    return 0, "unknown"


def _bare(day: tuple[int, int, int]) -> str:
    return f"--{day[1]:02d}-{day[2]:02d}"


def _iso(year: int, day: tuple[int, int, int]) -> str:
    return f"{year:04d}-{day[1]:02d}-{day[2]:02d}"


def _event(found: list[tuple[Block, Mention]], spans: list[DateSpan]) -> DateSpan:
    """The first day or range of the lead, else of the text; else the first month."""
    for kinds in (("day", "range", "relative"), ("month",)):
        for (block, mention), span in zip(found, spans, strict=True):
            if block.kind in ("title", "lead", "body") and mention.kind in kinds and span.start:
                return span
    return UNKNOWN_DATE
