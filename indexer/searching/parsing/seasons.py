"""Seasons and the lunar New Year as stretches of time: mùa hè 2025, hè năm ngoái, dịp Tết 2026, Tết
Nguyên đán Bính Ngọ.

Typed with or without marks; marks that are typed must agree. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from indexer.language import agrees
from indexer.language.unicode.folding import strip_marks
from indexer.searching.parsing.relative_time import SAID, months_from
from indexer.searching.parsing.time_expressions import STRETCH_END

__all__ = ["seasons_within"]

# the first month of each, and how many there are; as the news has them: summer is the school's
_SEASONS = {
    "mùa xuân": (2, 3),
    "mùa hè": (5, 4),
    "mùa hạ": (5, 4),
    "hè": (5, 4),
    "mùa thu": (8, 3),
    "mùa đông": (11, 3),
}
_NEW_YEAR_NAMES = (
    *("dịp tết nguyên đán", "tết nguyên đán", "dịp tết âm lịch", "tết âm lịch"),
    *("dịp tết cổ truyền", "tết cổ truyền", "dịp tết", "tết"),
)
# the first day of the first lunar month in Vietnam, from 2000 on (in 2007 and 2030 a day before
# China's), as MMDD
_FIRST_YEAR = 2000
_NEW_YEARS = (
    *("0205", "0124", "0212", "0201", "0122", "0209", "0129", "0217", "0207", "0126"),
    *("0214", "0203", "0123", "0210", "0131", "0219", "0208", "0128", "0216", "0205"),
    *("0125", "0212", "0201", "0122", "0210", "0129", "0217", "0206", "0126", "0213"),
    *("0202", "0123", "0211", "0131", "0219", "0208"),
)
_BEFORE, _AFTER = timedelta(days=28), timedelta(days=14)  # what news calls the days of Tết
_STEMS = ("canh", "tân", "nhâm", "quý", "giáp", "ất", "bính", "đinh", "mậu", "kỷ")
_BRANCHES = (
    *("thân", "dậu", "tuất", "hợi", "tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi"),
)
_YEARS_SAID = tuple(said for said in SAID if said.startswith("năm "))


def _bare(names: tuple[str, ...]) -> str:
    return "|".join(sorted({strip_marks(name) for name in names}, key=len, reverse=True))


_FOUND = re.compile(
    rf"(?<![\w/-])(?:(?P<season>{_bare(tuple(_SEASONS))})|(?P<tet>{_bare(_NEW_YEAR_NAMES)}))"
    rf"(?: (?P<cycle>(?:{_bare(_STEMS)}) (?:{_bare(_BRANCHES)})))?"
    rf"(?: (?:(?:nam )?(?P<year>(?:19|20)\d\d)|(?P<said>{_bare(_YEARS_SAID)})|(?P<this>nay)))?"
    rf"{STRETCH_END}"
)
_BEFORE_HE = re.compile(r"(?:^|\s)via $")  # «vỉa hè 2025»


def seasons_within(text: str, today: date) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, first day, last day), ISO 8601, of each season and New Year that names its
    year.
    """
    bare = strip_marks(text.lower())
    if len(bare) != len(text):
        return
    for match in _FOUND.finditer(bare):
        year = _year(match, text, today)
        if year is None or not _meant(match, text) or _BEFORE_HE.search(bare[: match.start()]):
            continue
        span = _season(match["season"], year) if match["season"] else _new_year(year)
        if span is not None:
            yield match.start(), match.end(), span[0].isoformat(), span[1].isoformat()


def _year(match: re.Match[str], text: str, today: date) -> int | None:
    """The year that a season or a New Year is of, None where it names none."""
    if match["year"]:
        return int(match["year"])
    if match["said"]:
        said = next(one for one in _YEARS_SAID if strip_marks(one) == match["said"])
        return SAID[said](today)[0].year
    if match["cycle"] and match["tet"]:
        return _of_cycle(text[match.start("cycle") : match.end("cycle")].lower().split(), today)
    return today.year if match["this"] else None


def _of_cycle(typed: list[str], today: date) -> int | None:
    """The year of a stem and a branch («Bính Ngọ») that is nearest, at most a year ahead."""
    for year in range(today.year + 1, today.year - 59, -1):
        if agrees(typed, [_STEMS[year % 10], _BRANCHES[year % 12]]):
            return year
    return None


def _meant(match: re.Match[str], text: str) -> bool:
    """Do the marks that were typed agree with the name?"""
    group, names = ("season", tuple(_SEASONS)) if match["season"] else ("tet", _NEW_YEAR_NAMES)
    typed = text[match.start(group) : match.end(group)].lower().split()
    return any(agrees(typed, name.split()) for name in names)


def _season(bare: str, year: int) -> tuple[date, date]:
    month, months = next(span for name, span in _SEASONS.items() if strip_marks(name) == bare)
    first = date(year, month, 1)
    return first, months_from(first, months) - timedelta(days=1)


def _new_year(year: int) -> tuple[date, date] | None:
    """The weeks around the lunar New Year, None for a year that is not in the table."""
    if not 0 <= year - _FIRST_YEAR < len(_NEW_YEARS):
        return None
    day = _NEW_YEARS[year - _FIRST_YEAR]
    new_year = date(year, int(day[:2]), int(day[2:]))
    return new_year - _BEFORE, new_year + _AFTER
