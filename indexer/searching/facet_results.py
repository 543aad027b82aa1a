"""Facet counts as trees of values to choose from, each with the link that toggles it.

Provinces stand under the unit they belong to today, cities and counties under their region, months
under their year. Choosing a merged unit chooses the names it was written with; a chosen value stays
in sight when nothing carries it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from heapq import nsmallest

from indexer.caching import memoized
from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, FacetValue
from indexer.searching.query_string import LISTS, Links

__all__ = ["COUNTED", "UNKNOWN_LABEL", "facet_results"]

COUNTED: dict[str, tuple[str, ...]] = {
    "province": ("province", "province_today", "province_pair"),
    "counterpart": ("counterpart", "counterpart_pair"),
    "year": ("year", "month"),
    "source": ("source",),
}
"""Filter group → the facet fields counted for it, under every filter but the group's own."""

UNKNOWN = "unknown"
UNKNOWN_LABEL = "Không rõ năm"
Counts = Mapping[str, Mapping[str, int]]


MOST = 100  # values of a facet that come with every answer; the whole list is asked for by itself
MOST_YEARS = (
    12  # years that come with their months, the fullest ones; and every year that is chosen
)


def facet_results(
    counts: Counts, request: SearchRequest, most: int | None = MOST
) -> dict[str, FacetResult]:
    """The facets of a result, `most` values each and those chosen; `counts` maps the fields of
    COUNTED to value → number of articles.
    """
    links = Links(request)
    whole = {
        "province": FacetResult(_provinces(counts, request, links)),
        "counterpart": FacetResult(_counterparts(counts, request, links)),
        "year": FacetResult(_years(counts, request, links)),
        "source": _flat(
            "source", _fullest(counts.get("source", {}), most, request.sources), request, links
        ),
    }
    return whole if most is None else {name: _cut(facet, most) for name, facet in whole.items()}


def _fullest(
    counts: Mapping[str, int], most: int | None, chosen: tuple[str, ...]
) -> Mapping[str, int]:
    """One value more than will be shown, so that it is known that there are more, and the chosen
    ones.
    """
    if most is None or len(counts) <= most:
        return counts
    fullest = nsmallest(most + 1, counts.items(), key=lambda item: (-item[1], item[0]))
    return dict(fullest) | {value: counts[value] for value in chosen if value in counts}


def _cut(facet: FacetResult, most: int) -> FacetResult:
    if len(facet.values) <= most:
        return facet
    chosen = tuple(value for value in facet.values[most:] if value.selected)
    return FacetResult(facet.values[:most] + chosen, truncated=True)


def _provinces(counts: Counts, request: SearchRequest, links: Links) -> tuple[FacetValue, ...]:
    written = _with_chosen("province", counts.get("province", {}), request)
    groups: dict[str, list[str]] = {}
    for pair in counts.get("province_pair", {}):
        today, _, name = pair.partition("\t")
        groups.setdefault(today, []).append(name)
    grouped = {name for names in groups.values() for name in names}
    for name in written:
        if name not in grouped:
            groups.setdefault(name, []).append(name)
    values = []
    for today, names in groups.items():
        children = _sorted(
            [_value("province", name, written[name], request, links) for name in names]
        )
        if [child.value for child in children] == [today]:
            values.append(children[0])
            continue
        selected = all(child.selected for child in children)
        total = counts.get("province_today", {}).get(today, 0)
        values.append(
            FacetValue(
                today,
                today,
                total,
                selected,
                _toggle_all("province", names, request, selected, links),
                children,
            )
        )
    return _sorted(values)


def _counterparts(counts: Counts, request: SearchRequest, links: Links) -> tuple[FacetValue, ...]:
    own = _with_chosen("counterpart", counts.get("counterpart", {}), request)
    children: dict[str, list[str]] = {}
    for pair in counts.get("counterpart_pair", {}):
        region, _, name = pair.partition("\t")
        children.setdefault(region, []).append(name)
    inside = {name for names in children.values() for name in names}
    values = []
    for name in own:
        if name in inside:
            continue
        below = _sorted(
            [
                _value("counterpart", child, own[child], request, links)
                for child in children.get(name, ())
                if child in own
            ]
        )
        values.append(_value("counterpart", name, own[name], request, links, below))
    return _sorted(values)


def _years(counts: Counts, request: SearchRequest, links: Links) -> tuple[FacetValue, ...]:
    """Newest first, unknown last; a year's children are its months, each a link to that stretch of
    time.
    """
    years = _with_chosen("year", counts.get("year", {}), request)
    opened = {*sorted(years, key=lambda y: (-years[y], y))[:MOST_YEARS], *request.years}
    months: dict[str, list[FacetValue]] = {}
    for month, count in sorted(counts.get("month", {}).items()):
        if month[:4] not in opened or month == UNKNOWN or not count:
            continue
        label, start, end = _month(month)
        selected = (request.date_from, request.date_to) == (start, end)
        link = links.between("", "") if selected else links.between(start, end)
        months.setdefault(month[:4], []).append(FacetValue(month, label, count, selected, link, ()))
    values = []
    for year in sorted(years, key=lambda y: (y != UNKNOWN, y), reverse=True):
        label = UNKNOWN_LABEL if year == UNKNOWN else year
        values.append(
            _value("year", year, years[year], request, links, tuple(months.get(year, ())), label)
        )
    return tuple(values)


@memoized("searching.facet_results.months", entries=1 << 12, entry_bytes=350)
def _month(month: str) -> tuple[str, str, str]:
    """The label, the first and the last day of a month `2025-03`."""
    year, number = month.split("-")
    return f"{number}/{year}", f"{month}-01", f"{month}-{monthrange(int(year), int(number))[1]}"


def _flat(
    name: str, counts: Mapping[str, int], request: SearchRequest, links: Links
) -> FacetResult:
    """Values without a tree."""
    known = sorted(
        _with_chosen(name, counts, request).items(), key=lambda item: (-item[1], item[0])
    )
    return FacetResult(tuple(_value(name, value, count, request, links) for value, count in known))


def _with_chosen(name: str, counts: Mapping[str, int], request: SearchRequest) -> dict[str, int]:
    """The counts, and zero for what is chosen but found nowhere."""
    return dict(counts) | {
        value: 0 for value in getattr(request, LISTS[name]) if value not in counts
    }


def _value(
    name: str,
    value: str,
    count: int,
    request: SearchRequest,
    links: Links,
    children: tuple[FacetValue, ...] = (),
    label: str | None = None,
) -> FacetValue:
    selected = value in getattr(request, LISTS[name])
    return FacetValue(
        value,
        value if label is None else label,
        count,
        selected,
        links.toggle(name, value),
        children,
    )


def _toggle_all(
    name: str, values: list[str], request: SearchRequest, selected: bool, links: Links
) -> str:
    chosen = getattr(request, LISTS[name])
    return links.toggle(name, *(value for value in values if (value in chosen) == selected))


def _sorted(values: list[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=lambda v: (-v.count, v.label)))
