"""From expressions to days: the year each is certain of, and what "hôm qua" is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from indexer.model.article import Basis, DateSpan, Evidence, Precision
from indexer.reading.dates.mention import Day, Mention, month_length
from indexer.reading.dates.year_inference import Years, fits

__all__ = ["Resolver", "without_year"]

Original = Callable[[int, int], tuple[int, int]]

_JOINED = re.compile(r" ?(?:,|và|-|–|đến) ?(?:ngày )?")


class Resolver:
    """Turns the expressions of one article into spans.

    `told`: the day from which "hôm qua" is told, and `basis` how that is known; None when nothing
    tells. `ended`: a province that ended on 1 July 2025 acts in the article.
    """

    def __init__(
        self,
        text: str,
        found: Sequence[Mention],
        told: date | None,
        basis: Basis,
        ended: bool,
        original: Original,
    ) -> None:
        self._told, self._basis, self._original = told, basis, original
        self._text, self._found, self._ended = text, found, ended
        self._years: Years | None = None  # made only where nothing else gives a year
        self._inherited = _inherited(text, found)

    def span(self, m: Mention) -> DateSpan:
        """The expression as days, with its year and how that is known."""
        evidence = (Evidence(0, 0, "named in the title"),)
        if m.start >= 0:
            evidence = (Evidence(*self._original(m.start, m.end), m.rule),)
        if m.kind == "relative":
            return self._relative(m, evidence)
        precision: Precision = "range" if m.kind == "years" else m.kind
        if m.kind in ("year", "years"):
            first, last = _iso(m.first[0], m.first), _iso(m.last[0], m.last)
            return DateSpan(first, last, precision, "explicit", evidence)
        year, basis = self._year(m)
        if not year:
            first, last = _yearless(m.first), _yearless(m.last)
            return DateSpan(first, last, precision, "unknown", evidence)
        over = m.first[1:] > m.last[1:]
        first_year = m.first[0] or (year - 1 if over else year)
        last_year = m.last[0] or year
        first, last = _iso(first_year, m.first), _iso(last_year, m.last)
        return DateSpan(first, last, precision, basis, evidence)

    def _relative(self, m: Mention, evidence: tuple[Evidence, ...]) -> DateSpan:
        if self._told is None:
            return DateSpan("", "", "unknown", "unknown", evidence)
        first, last = _stretch(self._told, m)
        precision: Precision = "day" if first == last else "range"
        return DateSpan(first.isoformat(), last.isoformat(), precision, self._basis, evidence)

    def _year(self, m: Mention) -> tuple[int, Basis]:
        stated = m.last[0] or m.first[0]
        if stated:
            return stated, "explicit"
        if m.start in self._inherited:
            return self._inherited[m.start], "explicit"
        if self._told is not None:
            return _nearest_year(self._told, m), self._basis
        if self._years is None:
            self._years = Years(self._text, self._found, self._ended)
        year = self._years.of(m)
        return (year, "context") if year else (0, "unknown")


def without_year(span: DateSpan) -> DateSpan:
    """The same days without their year, which is not known after all."""
    first, last = span.start[-6:], span.end[-6:]
    return DateSpan(f"-{first}", f"-{last}", span.precision, "unknown", span.evidence)


def _stretch(told: date, m: Mention) -> tuple[date, date]:
    """First and last day of what a relative expression means."""
    if m.stretch == "weekday":
        day = told - timedelta(days=(told.weekday() - m.weekday) % 7)
        return day, day
    if m.stretch == "week":
        monday = told - timedelta(days=told.weekday()) + timedelta(weeks=m.shift)
        return monday, monday + timedelta(days=6)
    if m.stretch == "weekend":
        sunday = told - timedelta(days=told.weekday() + 1)
        return sunday - timedelta(days=1), sunday
    day = told + timedelta(days=m.shift)
    return day, day


def _nearest_year(told: date, m: Mention) -> int:
    """Of the years about the day of telling, the one whose day is nearest; a named weekday decides."""
    years = [told.year - 1, told.year, told.year + 1]
    if m.weekday >= 0:
        fitting = [year for year in years if fits(year, m)]
        years = fitting or years
    return min(
        years, key=lambda year: abs((date(year, m.first[1], min(m.first[2], 28)) - told).days)
    )


def _inherited(text: str, found: Sequence[Mention]) -> dict[int, int]:
    """Those that share the year of the one they are joined to: "tháng 3, tháng 4/2025"."""
    shared: dict[int, int] = {}
    for mention, following in pairwise(found):
        alike = mention.kind == following.kind and mention.start >= 0
        if not alike or not following.last[0] or mention.last[0]:
            continue
        if _JOINED.fullmatch(text, mention.end, following.start):
            shared[mention.start] = following.last[0]
    return shared


def _iso(year: int, day: Day) -> str:
    number = min(day[2], month_length(year, day[1])) if day[1] == 2 else day[2]
    return f"{year:04d}-{day[1]:02d}-{number:02d}"


def _yearless(day: Day) -> str:
    return f"--{day[1]:02d}-{day[2]:02d}"
