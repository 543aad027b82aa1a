"""Facet counts as trees of values to choose from, and the links that toggle them.

Provinces stand under the unit they belong to today, cities and counties under their region, months
under their year. What is chosen whole is not chosen in parts: a link to a part takes the place of
the whole. A chosen value stays in sight when nothing carries it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nsmallest
from typing import Final

from indexer.gazetteer.tables import FORMER, is_city
from indexer.model.facets import FACETS, FacetSpec
from indexer.model.messages import Message
from indexer.model.request import SearchRequest
from indexer.model.results import FacetLink, FacetResult, FacetValue
from indexer.searching.query_string import Links

__all__ = [
    "COUNTED",
    "UNKNOWN_LABEL",
    "facet_link",
    "facet_results",
    "parts_below",
    "value_label",
]

COUNTED: dict[str, tuple[str, ...]] = {facet.name: facet.fields for facet in FACETS.values()}
"""Filter group → the facet fields counted for it, under every filter but the group's own."""

UNKNOWN = "unknown"
UNKNOWN_LABEL = Message("unknown_year")
Counts = Mapping[str, Mapping[str, int]]


# values of a facet that come with every answer; the whole list is asked for by itself
MAX_VALUES_SHOWN = 100
# years that come with their months, the fullest ones; and every year that is chosen
MOST_YEARS = 12


def facet_results(
    counts: Counts, request: SearchRequest, most: int | None = MAX_VALUES_SHOWN
) -> dict[str, FacetResult]:
    """The facets of a result, `most` values each and those chosen; `counts` maps the fields of
    COUNTED to value → number of articles.
    """
    whole: dict[str, FacetResult] = {}
    for facet in FACETS.values():
        held = counts.get(facet.name, {})
        if facet.shape == "time":
            whole[facet.name] = FacetResult(_years(facet, counts, request))
        elif facet.shape == "tree":
            whole[facet.name] = FacetResult(_tree(facet, counts, request))
        else:
            whole[facet.name] = _flat(facet, held, most, request)
    return whole if most is None else {name: _cut(facet, most) for name, facet in whole.items()}


_KINDS: Final = {
    "vi phạm, tội phạm": "kind_crime",
    "thiên tai": "kind_disaster",
    "thể thao, giải trí": "kind_sport",
    "ký kết": "kind_signing",
    "khai trương": "kind_opening",
    "hội đàm": "kind_talks",
    "thăm": "kind_visit",
    "giao lưu": "kind_exchange",
    "hội nghị": "kind_conference",
    "thông quan, thương mại": "kind_trade",
    "khác": "kind_other",
    "không rõ": "kind_unknown",
}
"""Kinds of event → the message that names each in the reader's language."""


def facet_link(request: SearchRequest) -> FacetLink:
    """What makes the links of a search's facet values: a part for the whole that is chosen."""
    links = Links(request)

    def link(name: str, value: FacetValue) -> str:
        if value.instead:
            return links.exchange(name, value.value, value.instead)
        return links.toggle(name, value.value)

    return link


_NAMED_FOR_A_PERSON: Final = "Hồ Chí Minh"
"""The unit that nobody calls by its name alone."""


def value_label(facet: str, value: str) -> str:
    """A value as a reader sees it: «TP. Hồ Chí Minh (địa giới cũ)» for `Hồ Chí Minh (cũ)`."""
    if facet == "kind" and value in _KINDS:
        return Message(_KINDS[value])
    if facet != "province":
        return value
    if value == _NAMED_FOR_A_PERSON:
        return Message("city_unit", name=value)
    if not value.endswith(FORMER):
        return value
    name = value.removesuffix(FORMER)
    return Message("former_city" if is_city(name) else "former_unit", name=name)


def parts_below(pairs: Iterable[str]) -> dict[str, list[str]]:
    """Parent → the values below it, from a facet's pairs.

    A unit whose only part is itself, within its former boundaries, has none to choose from.
    """
    below: dict[str, list[str]] = {}
    for pair in pairs:
        parent, _, name = pair.partition("\t")
        below.setdefault(parent, []).append(name)
    return {parent: names for parent, names in below.items() if names != [parent + FORMER]}


def _fullest(
    counts: Mapping[str, int], most: int | None, chosen: tuple[str, ...]
) -> Mapping[str, int]:
    """The values that will be shown, and the chosen ones."""
    if most is None or len(counts) <= most:
        return counts
    fullest = nsmallest(most, counts.items(), key=lambda item: (-item[1], item[0]))
    return dict(fullest) | {value: counts[value] for value in chosen if value in counts}


def _cut(facet: FacetResult, most: int) -> FacetResult:
    """A facet's first values and the chosen ones."""
    if facet.more or len(facet.values) <= most:
        return facet
    chosen = tuple(value for value in facet.values[most:] if value.selected)
    return FacetResult(facet.values[:most] + chosen, len(facet.values) - most - len(chosen))


def _tree(facet: FacetSpec, counts: Counts, request: SearchRequest) -> tuple[FacetValue, ...]:
    """Values with those below them, the fullest first on each level."""
    own = _with_chosen(facet, counts.get(facet.name, {}), request)
    chosen = frozenset(getattr(request, facet.attribute))
    pairs = counts.get(facet.pair, {})
    below = parts_below(pairs)
    inside = {name for names in below.values() for name in names}
    alone = {pair.partition("\t")[2] for pair in pairs} - inside - chosen
    values = []
    for name, count in own.items():
        if name in inside or name in alone:
            continue
        children = [
            _value(facet, child, own[child], request, instead=chosen & {name})
            for child in below.get(name, ())
            if child in own
        ]
        parts = chosen.intersection(below.get(name, ()))
        values.append(_value(facet, name, count, request, _sorted(children), instead=parts))
    return _sorted(values)


def _years(facet: FacetSpec, counts: Counts, request: SearchRequest) -> tuple[FacetValue, ...]:
    """Newest first, unknown last; a year's children are its months."""
    chosen = {year[:4] if "-" in year else year for year in request.years}
    years = dict.fromkeys(chosen, 0) | dict(counts.get(facet.name, {}))
    opened = {*sorted(years, key=lambda y: (-years[y], y))[:MOST_YEARS], *chosen}
    months: dict[str, list[FacetValue]] = {}
    for month, count in sorted(counts.get("month", {}).items()):
        if month[:4] not in opened or month == UNKNOWN or not count:
            continue
        label = f"{month[5:]}/{month[:4]}"
        selected = month in request.years
        months.setdefault(month[:4], []).append(FacetValue(month, label, count, selected))
    values = []
    for year in sorted(years, key=lambda y: (y != UNKNOWN, y), reverse=True):
        label = UNKNOWN_LABEL if year == UNKNOWN else year
        values.append(_value(facet, year, years[year], request, tuple(months.get(year, ())), label))
    return tuple(values)


def _flat(
    facet: FacetSpec, counts: Mapping[str, int], most: int | None, request: SearchRequest
) -> FacetResult:
    """Values without a tree, at most so many and the chosen ones."""
    held = _with_chosen(facet, counts, request)
    shown = _fullest(held, most, getattr(request, facet.attribute))
    known = sorted(shown.items(), key=lambda item: (-item[1], item[0]))
    values = tuple(_value(facet, value, count, request) for value, count in known)
    return FacetResult(values, len(held) - len(shown))


def _with_chosen(
    facet: FacetSpec, counts: Mapping[str, int], request: SearchRequest
) -> dict[str, int]:
    """The counts, and zero for what is chosen but found nowhere."""
    chosen = getattr(request, facet.attribute)
    return dict(counts) | {value: 0 for value in chosen if value not in counts}


def _value(
    facet: FacetSpec,
    value: str,
    count: int,
    request: SearchRequest,
    children: tuple[FacetValue, ...] = (),
    label: str | None = None,
    instead: Iterable[str] = (),
) -> FacetValue:
    """`instead`: chosen values that choosing this one takes the place of."""
    selected = value in getattr(request, facet.attribute)
    shown = value_label(facet.name, value) if label is None else label
    replaced = () if selected else tuple(instead)
    return FacetValue(value, shown, count, selected, children, replaced)


def _sorted(values: list[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=lambda v: (-v.count, v.label)))
