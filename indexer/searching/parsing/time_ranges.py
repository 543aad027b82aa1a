"""Stretches of time between two named ends, or on one side of one: từ tháng 3 đến tháng 10/2025,
sau quý II/2025, từ 1/3/2025 đến nay, trước ngày 12/10/2025.

Typed with or without marks; marks that are typed must agree. An end without its year has that of
the other. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from indexer.language import agrees
from indexer.language.unicode.folding import strip_marks
from indexer.searching.parsing.time_expressions import parse_single

__all__ = ["ranges_within"]

_D, _M, _Y = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1[0-2]|0?[1-9])", r"(?:19|20)\d\d"
_Q = r"quy (?:iv|i{1,3}|[1-4])"
_WHOLE = (
    rf"(?:{_Q}(?: ?/ ?| nam | ){_Y}|(?:ngay )?{_D} thang {_M}(?: nam |/){_Y}"
    rf"|(?:ngay )?{_D}[/.-]{_M}[/.-]{_Y}|thang {_M}(?: ?[/.-] ?| nam ){_Y}|{_M}[/.]{_Y}"
    rf"|(?:nam )?{_Y})"
)
_SHORT = rf"(?:{_Q}|(?:ngay )?{_D} thang {_M}|(?:ngay )?{_D}/{_M}|thang {_M})"
_FROM = r"(?P<from>(?:ke |tinh )?tu)"
_END = r"(?![\w/-]|[.,]\d)"
_BETWEEN = re.compile(
    rf"(?<!\w){_FROM} (?P<first>{_WHOLE}|{_SHORT}) "
    rf"(?P<to>den het|den|toi) (?P<last>{_WHOLE}){_END}"
)
_SINCE = re.compile(
    rf"(?<!\w){_FROM} (?P<first>{_WHOLE})"
    rf"(?: (?P<on>den nay|toi nay|tro di|tro lai day))?{_END}"
)
_SIDE = re.compile(rf"(?<!\w)(?P<side>sau|truoc|den het|tinh den|den) (?P<day>{_WHOLE}){_END}")
_SAID = (
    *("kể từ", "tính từ", "từ", "đến hết", "tính đến", "đến", "tới"),
    *("đến nay", "tới nay", "trở đi", "trở lại đây", "sau", "trước"),
)


def ranges_within(text: str) -> list[tuple[int, int, str, str]]:
    """(start, end, first day, last day), ISO 8601, either empty when open, of each stretch."""
    bare = strip_marks(text.lower())
    if len(bare) != len(text):
        return []
    return sorted(_found(text, bare))


def _found(text: str, bare: str) -> Iterator[tuple[int, int, str, str]]:
    for match in _BETWEEN.finditer(bare):
        last = parse_single(_typed(text, match, "last"))
        first = last and _first(_typed(text, match, "first"), last[1][:4])
        if first and last and first[0] <= last[1] and _meant(text, match, "from", "to"):
            yield match.start(), match.end(), first[0], last[1]
    for match in _SINCE.finditer(bare):
        first = parse_single(_typed(text, match, "first"))
        if first and _meant(text, match, "from", "on"):
            yield match.start(), match.end(), first[0], ""
    for match in _SIDE.finditer(bare):
        day = parse_single(_typed(text, match, "day"))
        if day and _meant(text, match, "side"):
            yield match.start(), match.end(), *_beside(match["side"], *day)


def _first(typed: str, year: str) -> tuple[str, str] | None:
    """A stretch, in the year given when it names none."""
    return parse_single(typed) or parse_single(f"{typed}/{year}")


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
        for group in groups
        if match[group]
    )
