"""Every kind of stretch of time that a query or a filter may name, in one place: dates and years as
written, parts of them as said, ranges, lists, and what is counted from today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from indexer.language.unicode.folding import strip_marks
from indexer.records import dataclass
from indexer.searching.parsing.relative_time import ends_a_name, relative_within
from indexer.searching.parsing.seasons import seasons_within
from indexer.searching.parsing.spoken_periods import agrees_with_said, spoken_within
from indexer.searching.parsing.time_expressions import STRETCH_END, in_words, parse_single
from indexer.searching.parsing.time_ranges import ranges_within

__all__ = ["MAX_SAID", "Stretch", "parse_period", "stretches"]

MAX_SAID = 12
"""Words from which on a text is a sentence of the news: what it counts from is not today."""

_YEAR_NAMED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_M, _Y, _Q = r"(?:1[0-2]|0?[1-9])", r"(?:19|20)\d\d", r"(?:iv|i{1,3}|[1-4])"
_AND = r"(?: ?, ?(?:va )?| va | hoac | hay | ?& ?)"
_LIST = re.compile(
    rf"(?<![\w/.-])(?:(?:cac |hai |ba )?(?P<unit>nam) (?P<years>{_Y}(?:{_AND}(?:nam )?{_Y})+)"
    rf"|(?P<month>thang) (?P<months>{_M}(?:(?:{_AND}| ?[-–] ?)(?:thang )?{_M})+)"
    rf"(?: ?/ ?| nam )(?P<month_year>{_Y})"
    rf"|(?P<quarter>quy) (?P<quarters>{_Q}(?:(?:{_AND}| ?[-–] ?)(?:quy )?{_Q})+)"
    rf"(?: ?/ ?| nam )(?P<quarter_year>{_Y})){STRETCH_END}"
)
# not of «giá cả năm 2025», «thu hồi năm 2024»
_ITS_WORD = re.compile(r"(?:^|(?<!gia)(?<!tat)\s)(?P<word>ca|suot|tron|(?<!\w\s)hoi) (?:trong )?$")
_ITS_WORDS = frozenset(("cả", "ca", "suốt", "suot", "trọn", "tron", "hồi", "hoi"))
# «miền nam 2025» is no year; «quang tay nam 2025», «lao dong nam 2025» are
_SIDES = frozenset(("mien", "phia"))
_LISTED = re.compile(r"\d+|\b[iv]+\b")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in a text: where it stands there, its first and last day (ISO 8601, either
    may be empty).

    `dated`: only articles dated so are meant, not those that say it. `counted`: it is counted from
    today. `named`: of a list, each as it would be written by itself. `backwards`: its later end was
    typed first.
    """

    start: int
    end: int
    first: str
    last: str
    dated: bool = False
    counted: bool = False
    named: tuple[str, ...] = ()
    backwards: bool = False


def stretches(text: str, today: date | None = None) -> list[Stretch]:
    """The stretches of time in running text, in order; the longer of two that overlap."""
    day = today or date.today()
    dated = in_words(text)
    found = [Stretch(*one) for one in dated if not ends_a_name(text, one[0], sides=_SIDES)]
    found += [
        Stretch(*one, counted=not _YEAR_NAMED.search(text[one[0] : one[1]]))
        for one in spoken_within(text, day)
    ]
    for start, end, first, last in (*relative_within(text, day), *ranges_within(text, day)):
        counted = not _YEAR_NAMED.search(text[start:end])
        backwards = bool(first and last and first > last)
        first, last = (last, first) if backwards else (first, last)
        found.append(Stretch(start, end, first, last, True, counted, backwards=backwards))
    found += [Stretch(*one) for one in seasons_within(text, day)]
    found += _lists(text)
    if len(text.split()) >= MAX_SAID:
        found = [one for one in found if not one.counted]
    kept: list[Stretch] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start, not one.named)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted((_with_its_word(text, one) for one in kept), key=lambda one: one.start)


def parse_period(value: str, today: date | None = None) -> tuple[str, str] | None:
    """First and last day of what was typed, ISO 8601, either empty when open; None when it is no
    period. «hôm qua», «3 tháng qua», «6 tháng đầu năm» are counted from today.
    """
    value = " ".join(value.split())
    for separator in ("..", "…"):
        if separator in value:
            first, last = value.split(separator, 1)
            return _between(first, last, today)
    return _one(value, today)


def _one(value: str, today: date | None) -> tuple[str, str] | None:
    """A period without an open end."""
    exact = parse_single(value)
    if exact is not None:
        return exact
    for text in dict.fromkeys((value, value.replace("-", " "))):
        for one in stretches(text, today):
            whole = (one.start, one.end) == (0, len(text)) and not one.backwards
            if whole and not one.first.startswith("--"):
                return one.first, one.last
    return None


def _between(first: str, last: str, today: date | None) -> tuple[str, str] | None:
    start, end = _one(first.strip(), today), _one(last.strip(), today)
    if (
        (start is None and first.strip())
        or (end is None and last.strip())
        or (start is None and end is None)
    ):
        return None
    low, high = start[0] if start else "", end[1] if end else ""
    return (low, high) if not (low and high) or low <= high else None


def _with_its_word(text: str, one: Stretch) -> Stretch:
    """A stretch with the word before it that only belongs to it: cả năm 2025, hồi đầu năm nay."""
    found = _ITS_WORD.search(strip_marks(text[: one.start].lower()))
    if found is None or len(strip_marks(text[: one.start])) != one.start:
        return one
    typed = text[found.start("word") : found.end("word")].lower()
    return replace(one, start=found.start("word")) if typed in _ITS_WORDS else one


def _lists(text: str) -> Iterator[Stretch]:
    """Several years, months or quarters: «năm 2023 và 2025», «tháng 3 và tháng 4/2025»."""
    bare = strip_marks(text.lower())
    if len(bare) != len(text):
        return
    for match in _LIST.finditer(bare):
        if not agrees_with_said(text[match.start() : match.end()]):
            continue
        if match["unit"]:
            named = [f"năm {year}" for year in _LISTED.findall(match["years"])]
        elif match["month"]:
            months = _all_of(match["months"], _LISTED.findall(match["months"]))
            named = [f"tháng {month}/{match['month_year']}" for month in months]
        else:
            quarters = _LISTED.findall(match["quarters"])
            named = [f"quý {one.upper()}/{match['quarter_year']}" for one in quarters]
        spans = sorted(span for one in named if (span := parse_single(one)))
        if len(spans) == len(named):
            first, last = spans[0][0], max(span[1] for span in spans)
            yield Stretch(match.start(), match.end(), first, last, named=tuple(named))


def _all_of(typed: str, months: list[str]) -> list[str]:
    """The months of a list; of two with a dash, those between them too («tháng 3-6/2025»)."""
    if len(months) == 2 and re.search(r"[-–]", typed) and int(months[0]) < int(months[1]):
        return [str(month) for month in range(int(months[0]), int(months[1]) + 1)]
    return months
