"""Filter values as people type them (`lang son`, `Guangxi`, `vân-nam`) → the values the archive
holds.

A value that is unknown matches nothing, and a warning names the nearest ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from typing import cast

from indexer.caching import Cache, CachePool
from indexer.gazetteer.place_names import places_named
from indexer.gazetteer.resolution import Kind, Meaning
from indexer.gazetteer.resolution import resolve as resolve_place
from indexer.gazetteer.tables import gates, province_today
from indexer.language import Variant, canonical, syllables, variant
from indexer.language.unicode.folding import strip_marks
from indexer.model.facets import FACETS
from indexer.model.messages import Message
from indexer.model.request import SearchRequest
from indexer.records import dataclass
from indexer.searching.parsing.ast import FacetName
from indexer.searching.parsing.days_asked import days_asked
from indexer.searching.parsing.periods import parse_period
from indexer.searching.ports import Vocabulary

__all__ = [
    "MeantValues",
    "ResolvedRequest",
    "days_of_year",
    "find_value",
    "find_values",
    "is_value",
    "resolve",
]

_LISTS = tuple(
    (attribute, facet)
    for facet in FACETS.values()
    if facet.shape != "time"
    for attribute in (facet.attribute, facet.without_attribute)
    if attribute
)
"""Attributes of a request whose values are looked up, and whose they are."""
PAIR = " – "  # between a gate and the one it faces
MAX_TYPED_SHOWN = 60  # of a typed value, as it is shown and remembered
COMPARED = 24  # values compared letter by letter with one that is unknown
_YEAR = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?|unknown")
"""A year, one of its months as the facet lists them, or the years that are not known."""
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ResolvedRequest:
    """The request with the archive's own filter values and whole ISO days, and what had to be said
    about them.
    """

    request: SearchRequest
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeantValues:
    """The values that a typed one stands for, as the archive writes them; what was typed when it
    has none (`known` is False). `warning` says what must be said of it.
    """

    values: tuple[str, ...]
    known: bool = True
    warning: str = ""


_ANSWERS: CachePool[MeantValues] = CachePool(
    "searching.rewriting.filters", 1_000_000, lambda meant: 600 + 2 * len(meant.warning)
)


def resolve(request: SearchRequest, vocabulary: Vocabulary) -> ResolvedRequest:
    """Every filter value as the archive writes it.

    Raises BadQuery for a date that is none or a stretch that ends before it begins.
    """
    warnings: list[str] = []
    changes: dict[str, object] = {}
    for field, facet in _LISTS:
        values: list[str] = []
        for typed in getattr(request, field):
            found = find_values(facet.name, typed, vocabulary)
            if found.warning:
                warnings.append(found.warning)
            values += found.values
        changes[field] = tuple(dict.fromkeys(values))
    changes |= _times(request)
    warnings += [
        Message("unknown_value", field=Message("year"), typed=year[:MAX_TYPED_SHOWN])
        for year in request.years
        if not _YEAR.fullmatch(year.strip())
    ]
    return ResolvedRequest(replace(request, **changes), tuple(warnings))  # type: ignore[arg-type]


def _times(request: SearchRequest) -> dict[str, object]:
    """The years and days of a request; from the first day to the last of one year is that year.

    Raises BadQuery for a date that is none or a stretch that ends before it begins.
    """
    years = tuple(dict.fromkeys(year.strip() for year in request.years))
    first, last = days_asked(request.date_from, request.date_to)
    if not years and first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        years, first, last = (first[:4],), "", ""
    return {"years": years, "date_from": first, "date_to": last}


def days_of_year(value: str) -> tuple[str, str] | None:
    """First and last day of a year; None of any other value of the facet of time."""
    return parse_period(value) if len(value) == 4 and _YEAR.fullmatch(value) else None


def find_value(field: FacetName, typed: str, vocabulary: Vocabulary) -> str | None:
    """The first value of a facet meant by what was typed; None when the archive has none."""
    found = find_values(field, typed, vocabulary)
    return found.values[0] if found.known else None


def find_values(field: FacetName, typed: str, vocabulary: Vocabulary) -> MeantValues:
    """The values of a facet meant by what was typed: bare, in another case, with hyphens, by
    another name, by that of a former province or of a place that lies in the unit.
    """
    values = _values(field, vocabulary)
    if typed in values.exact:
        return MeantValues((typed,))
    return values.remembered(typed, lambda: _found(field, typed, values))


def is_value(field: FacetName, value: str, vocabulary: Vocabulary) -> bool:
    """Do articles of the archive carry this very value?"""
    return value in _values(field, vocabulary).exact


def _found(field: FacetName, typed: str, values: _Values) -> MeantValues:
    meanings = resolve_place(cast(Kind, field), typed) if FACETS[field].places else ()
    if meanings:
        return _held(field, typed, meanings, values)
    found = values.closest(_words(typed))
    if found is None and field == "gate" and (former := _former_gates(typed, values)):
        return former
    if found is None and field == "gate":
        names = (place.name for place in places_named(typed) if place.kind == "gate")
        found = next(filter(None, (values.closest(_words(name)) for name in names)), None)
    if found is None:
        found = values.casefolded.get(canonical(typed).text.strip().casefold())
    if found is not None:
        return MeantValues((found,))
    return MeantValues((typed,), False, _unknown_value(field, typed, values))


def _former_gates(typed: str, values: _Values) -> MeantValues | None:
    """The gates of a province that went into another in July 2025, not of a place in it: gates are
    filed under those of today.
    """
    provinces = (one for one in resolve_place("province", typed) if one.via != "inside")
    names = {name for one in provinces for name in one.names}
    names -= {province_today(name) for name in names}
    pairs = tuple(row.pair for row in gates() if row.province in names and row.pair in values.exact)
    if not pairs:
        return None
    told = Message("value_former_gates", typed=typed[:MAX_TYPED_SHOWN], names=", ".join(pairs))
    return MeantValues(pairs, True, told)


def _held(
    field: FacetName, typed: str, meanings: Sequence[Meaning], values: _Values
) -> MeantValues:
    """The meaning that the archive has articles of, and what must be said of it."""
    held = [one for one in meanings if any(name in values.exact for name in one.names)]
    if not held:
        names = meanings[0].names if len(meanings) == 1 else (typed,)
        # known, but not to this archive: another name would not be nearer
        warning: str = Message("unknown_value", field=Message(field), typed=typed[:MAX_TYPED_SHOWN])
        return MeantValues(names, False, warning)
    if len(held) > 1 and held[0].via == "inside":
        choices = [name for one in held for name in one.names]
        return MeantValues((typed,), False, _ambiguous("which_value", typed, choices))
    most = max(held, key=lambda one: max(values.count(name) for name in one.names))
    found = tuple(name for name in most.names if name in values.exact)
    if len(held) > 1:
        others = [name for one in held if one is not most for name in one.names]
        warning = _ambiguous("or_value", typed, others, read=", ".join(found))
    elif most.via == "name":
        warning = ""
    else:
        warning = Message(f"value_{most.via}", typed=most.place, names=", ".join(found))
    return MeantValues(found, True, warning)


def _ambiguous(key: str, typed: str, names: Sequence[str], **values: str) -> str:
    return Message(
        key, typed=typed[:MAX_TYPED_SHOWN], names=", ".join(dict.fromkeys(names)), **values
    )


def _unknown_value(field: FacetName, typed: str, values: _Values) -> str:
    """The warning for a value nothing carries, with the nearest ones there are."""
    typed = typed[:MAX_TYPED_SHOWN]
    near = ", ".join(values.nearest(typed))
    return Message(
        "unknown_value_near" if near else "unknown_value",
        field=Message(field),
        typed=typed,
        near=near,
    )


class _Values:
    """The values of one facet, prepared for being looked up: as written, by case, by their letters
    without marks.
    """

    def __init__(self, values: Sequence[tuple[str, int]], *, paired: bool = False) -> None:
        """`paired`: values may be two names, «Móng Cái – Đông Hưng», either of which is enough."""
        self.exact = frozenset(value for value, _ in values)
        self.casefolded: dict[str, str] = {}
        self._bare: dict[str, list[tuple[str, str, int]]] = {}
        self._remembered: Cache[str, MeantValues] = Cache(_ANSWERS)
        self._counts = dict(values)
        for value, count in values:
            self.casefolded.setdefault(value.casefold(), value)
            sides = value.split(PAIR) if paired and PAIR in value else ()
            for name in (value, *sides):
                self._bare.setdefault(_letters(name), []).append((name, value, count))

    def count(self, value: str) -> int:
        """Articles that carry a value."""
        return self._counts.get(value, 0)

    def remembered(self, typed: str, answer: Callable[[], MeantValues]) -> MeantValues:
        """The answer, found once for what was typed: ways on from a search ask the same again."""
        if len(typed) > MAX_TYPED_SHOWN:
            return answer()
        return self._remembered.remember(typed, answer)

    def closest(self, words: Sequence[str]) -> str | None:
        """The value whose every syllable agrees with the typed one; the closest, then the most
        frequent.
        """
        best: tuple[int, int, str] | None = None
        for name, value, count in self._bare.get(_letters("".join(words)), ()) if words else ():
            own = _words(name)
            pairs = (
                zip(words, own, strict=True)
                if len(own) == len(words)
                else [("".join(words), "".join(own))]
            )
            closeness = max(variant(typed, term) for typed, term in pairs)
            if closeness <= Variant.MARKS_MISSING and (
                best is None or (closeness, -count, value) < best
            ):
                best = (closeness, -count, value)
        return best[2] if best else None

    def nearest(self, typed: str) -> list[str]:
        """At most three values written much like what was typed."""
        typed = _letters(typed)
        own = _pieces(typed)
        alike = nlargest(COMPARED, self._bare, key=lambda letters: len(own & self._pieces[letters]))
        close = get_close_matches(typed, alike, n=3, cutoff=0.6)
        return list(dict.fromkeys(self._bare[letters][0][1] for letters in close))

    @cached_property
    def _pieces(self) -> dict[str, frozenset[str]]:
        return {letters: _pieces(letters) for letters in self._bare}


def _letters(text: str) -> str:
    """Letters and digits alone, bare: by these a value is found however it is spaced and
    hyphened.
    """
    return _BETWEEN.sub("", strip_marks(text))


def _pieces(letters: str) -> frozenset[str]:
    """Pairs of neighbouring letters, the ends counting as letters."""
    return frozenset(map("".join, pairwise(f" {letters} ")))


def _no_values(_: Vocabulary) -> dict[str, _Values]:
    """By facet; filled as facets are asked for."""
    return {}


def _values(field: FacetName, vocabulary: Vocabulary) -> _Values:
    """The values of a facet, prepared once for each vocabulary."""
    known = vocabulary.derived(_no_values)
    if field not in known:
        known[field] = _Values(vocabulary.facet_values(field), paired=field == "gate")
    return known[field]


def _words(text: str) -> tuple[str, ...]:
    return tuple(
        t.text
        for t in syllables(text.replace("-", " ").replace("_", " "))
        if t.kind in ("word", "number", "han")
    )
