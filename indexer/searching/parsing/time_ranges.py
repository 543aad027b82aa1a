"""Stretches of time between two named ends, or on one side of one: từ tháng 3 đến tháng 10/2025,
sau quý II/2025, từ đầu năm đến nay, trước ngày 12/10/2025.

Typed with or without marks; marks that are typed must agree. An end without its year has that of
the other. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from indexer.language import agrees
from indexer.language.unicode.folding import strip_marks
from indexer.searching.parsing.relative_time import side_is_meant
from indexer.searching.parsing.spoken_periods import ONE_STRETCH, one_stretch
from indexer.searching.parsing.time_expressions import STRETCH_END

__all__ = ["ranges_within"]

_D, _M = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1[0-2]|0?[1-9])"
_Q = r"quy (?:iv|i{1,3}|[1-4])"
_SHORT = rf"(?:{_Q}|(?:ngay )?{_D} thang {_M}|(?:ngay )?{_D}/{_M}|thang {_M})"
_FROM = r"(?P<from>(?:ke |tinh )?tu)"
_BETWEEN = re.compile(
    rf"(?<!\w){_FROM} (?P<first>{ONE_STRETCH}|{_SHORT}) "
    rf"(?P<to>den het|den|toi) (?P<last>{ONE_STRETCH}|{_SHORT}){STRETCH_END}"
)
_SINCE = re.compile(
    rf"(?<!\w){_FROM} (?P<first>{ONE_STRETCH}|{_SHORT})"
    rf"(?: (?P<on>den nay|toi nay|tro di|tro lai day))?{STRETCH_END}"
)
_SIDE = re.compile(
    rf"(?<!\w)(?P<side>sau|truoc|den het|tinh den|den) (?P<day>{ONE_STRETCH}){STRETCH_END}"
)
_SAID = (
    *("kể từ", "tính từ", "từ", "đến hết", "tính đến", "đến", "tới"),
    *("đến nay", "tới nay", "trở đi", "trở lại đây", "sau", "trước"),
)


def ranges_within(text: str, today: date) -> list[tuple[int, int, str, str]]:
    """(start, end, first day, last day), ISO 8601, either empty when open, of each stretch. The
    first day of one that was typed backwards is after its last.
    """
    bare = strip_marks(text.lower())
    if len(bare) != len(text):
        return []
    return sorted(_found(text, bare, today))


def _found(text: str, bare: str, today: date) -> Iterator[tuple[int, int, str, str]]:
    for match in _BETWEEN.finditer(bare):
        last = _begun(_typed(text, match, "last"), today)
        first = last and _first(_typed(text, match, "first"), last, today)
        if first and last and _meant(text, match, "from", "to"):
            yield match.start(), match.end(), *_in_order(first, last)
    for match in _SINCE.finditer(bare):
        open_ended = bool(match["on"]) or match["from"] != "tu"
        first = _since(_typed(text, match, "first"), open_ended, today)
        if first and _meant(text, match, "from", "on"):
            yield match.start(), match.end(), first[0], ""
    for match in _SIDE.finditer(bare):
        day = one_stretch(_typed(text, match, "day"), today)
        if day and _meant(text, match, "side"):
            yield match.start(), match.end(), *_beside(match["side"], *day)


def _first(typed: str, last: tuple[str, str], today: date) -> tuple[str, str] | None:
    """A stretch that one up to another begins with; one that names no year is in the year of the
    other, or in the year before: «từ tháng 10 đến tháng 3/2025».
    """
    named = one_stretch(typed, today)
    year = int(last[1][:4])
    for in_year in (year, year - 1):
        ways = (f"{typed}/{in_year}", f"{typed} {in_year}")
        first = next(filter(None, (one_stretch(way, today) for way in ways)), named)
        if named or first is None or first[0] <= last[1]:
            return first
    return None


def _in_order(first: tuple[str, str], last: tuple[str, str]) -> tuple[str, str]:
    """The first day of one stretch and the last of another; typed backwards, the whole of both the
    other way round.
    """
    return (first[0], last[1]) if first[0] <= last[1] else (first[1], last[0])


def _since(typed: str, open_ended: bool, today: date) -> tuple[str, str] | None:
    """The stretch that one up to now begins with: «từ tháng 3 đến nay» is the last March."""
    return _begun(typed, today) if open_ended else one_stretch(typed, today)


def _begun(typed: str, today: date) -> tuple[str, str] | None:
    """A stretch; of one that names no year, the last that has begun."""
    named = one_stretch(typed, today)
    if named:
        return named
    for year in (today.year, today.year - 1):
        stretch = one_stretch(f"{typed}/{year}", today)
        if stretch is None or stretch[0] <= today.isoformat():
            return stretch
    return None


def _beside(side: str, first: str, last: str) -> tuple[str, str]:
    """What is after, before or up to a stretch."""
    if side == "sau":
        return date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat(), ""
    if side == "truoc":
        return "", date.fromordinal(date.fromisoformat(first).toordinal() - 1).isoformat()
    return "", last


def _typed(text: str, match: re.Match[str], group: str) -> str:
    return text[match.start(group) : match.end(group)]


def _meant(text: str, match: re.Match[str], *groups: str) -> bool:
    """Do the marks of the words that were typed agree with what they should be?"""
    return all(
        any(agrees(_typed(text, match, group).lower().split(), said.split()) for said in _SAID)
        and (group == "on" or side_is_meant(text, match.start(group), match.end(group)))
        for group in groups
        if match[group]
    )
