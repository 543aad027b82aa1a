"""What the pages draw besides hits: the timeline at the right grain, the matrix, whole facets,
examples that work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.model.article import DateSpan
from indexer.model.periods import filled
from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, SearchResults
from indexer.searching.pivots import Unit
from webapp.pages import charts
from webapp.periods import first_day
from webapp.service import SearchService

if TYPE_CHECKING:
    from indexer.archive import Archive

__all__ = [
    "Overview",
    "examples",
    "facet_values",
    "matrix",
    "months",
    "newest_before",
    "provinces",
    "sourceless",
    "timeline",
    "with_counterpart",
    "years",
]

COLUMNS = 14  # counterparts across the matrix
MONTHS = 6  # that the matrix offers
EXAMPLES = 3
CANDIDATES = (
    "cửa khẩu thông minh",
    "cua khau",
    '"hợp tác" Quảng Tây',
    "Vân Nam",
    '"hữu nghị"',
    "xuất nhập khẩu",
    "biên giới",
    "hợp tác",
    "Việt Nam",
    "năm",
)


@dataclass(frozen=True, slots=True)
class Overview:
    """The chart of a search, its grain, and the counts by day when the search looks at a month or
    less.
    """

    chart: charts.Chart
    unit: str
    days: Mapping[str, int]


def timeline(engine: SearchService, search: SearchRequest, *, folded: bool = False) -> Overview:
    """Years; months when there are at most three years, days when there are at most two months, if
    that shows more than one bar each. `folded`: early periods that hold next to nothing share one.
    """
    counts, unknown = _timeline(engine, search, "year")
    unit, days = "year", {}
    steps: tuple[tuple[Unit, int], ...] = (("month", 3), ("day", 2))
    for finer, most in steps:
        if not counts or len(filled(counts)) > most:
            break
        closer = _timeline(engine, search, finer)[0]
        if finer == "day" and (search.date_from or search.years):
            days = closer
        if len(closer) > len(counts):
            counts, unit = closer, finer
    before = _before(engine, search, counts, charts.earlier(counts, folded=folded))
    return Overview(charts.chart(counts, unknown, before, folded=folded), unit, days)


def _before(
    engine: SearchService, search: SearchRequest, counts: Mapping[str, int], shared: str
) -> int:
    """How many articles the bar of the early periods, up to `shared`, leads to."""
    if not shared:
        return 0
    if search.date_from or search.date_to or search.years:
        alone = replace(search, date_from="", date_to=shared, page=1, per_page=1)
        return engine.search(alone).total
    return sum(count for key, count in counts.items() if key <= shared)


def _timeline(
    engine: SearchService, search: SearchRequest, unit: Unit
) -> tuple[dict[str, int], int]:
    found = engine.ask(lambda archive: archive.timeline(search, unit))
    return dict(found.counts), found.unknown


def years(engine: SearchService, search: SearchRequest, results: SearchResults) -> FacetResult:
    """Years and their months under every filter but those of time, which are one choice to a
    reader.
    """
    if not (search.date_from or search.date_to):
        return results.facets["year"]
    timeless = replace(search, years=(), date_from="", date_to="", page=1)
    return engine.ask(lambda archive: archive.facet(timeless, "year"))


def matrix(
    engine: SearchService,
    search: SearchRequest,
    region: str = "",
    *,
    parts: bool = True,
    former: bool = False,
) -> charts.Matrix:
    """Provinces by counterpart regions, or by the units of one, over the articles that name both
    sides, the fullest first; `former` for the provinces before July 2025 instead of today's. More
    columns than COLUMNS are left out, and so are the parts of a province that meet none of those
    shown, or all of them without `parts`.
    """
    both = with_counterpart(engine, search, region)
    found = engine.ask(lambda archive: archive.matrix(both, region))
    columns = found.counterparts[:COLUMNS]
    shown = {name for name, _ in columns}
    met = {province for province, column in found.cells if column in shown}
    divided = set(found.parts.values())

    def has_row(province: str) -> bool:
        if province not in met:
            return False
        if former:
            return province not in divided
        return parts or province not in found.parts

    rows = [(name, total) for name, total in found.provinces if has_row(name)]
    if former:
        rows.sort(key=lambda row: (-row[1], row[0]))
    return charts.matrix(columns, rows, found.cells, () if former else found.parts)


def with_counterpart(engine: SearchService, search: SearchRequest, region: str) -> SearchRequest:
    """The search among the articles that name the other side at all, or the region."""
    if search.counterparts:
        return search
    regions = engine.once("regions", lambda: engine.ask(_regions))
    return replace(search, counterparts=(region,) if region else regions)


def _regions(archive: Archive) -> tuple[str, ...]:
    return tuple(name for name, _ in archive.matrix(SearchRequest()).counterparts)


def months(engine: SearchService, search: SearchRequest, region: str) -> list[str]:
    """The latest months in which articles of the search name both sides, newest first."""
    timeless = replace(with_counterpart(engine, search, region), years=(), date_from="", date_to="")
    found = engine.ask(lambda archive: archive.timeline(timeless, "month"))
    return sorted(found.counts, reverse=True)[:MONTHS]


def provinces(engine: SearchService, search: SearchRequest) -> list[tuple[str, int]]:
    """Today's provinces with the articles that name them, under every filter but that of
    provinces; the fullest first.
    """
    found = engine.ask(lambda archive: archive.facet(search, "province"))
    return [(value.value, value.count) for value in found.values]


def newest_before(engine: SearchService, results: SearchResults) -> DateSpan | None:
    """The date of the newest article, where nothing was found and only later days were asked for;
    a search for yesterday is no puzzle in an archive that ends last month.
    """
    if results.total:
        return None
    asked = results.request
    first = first_day(asked.date_from) or min(map(first_day, asked.years), default="")
    said = [one.read for one in results.query.corrections if one.kind == "time"]
    begin = first or min((first_day(text.partition("–")[0]) for text in said), default="")
    newest = engine.newest()
    ends = newest.end[:1].isdigit() and newest.end
    return newest if begin and ends and begin > ends else None


def facet_values(
    engine: SearchService, search: SearchRequest, name: str, contains: str = ""
) -> FacetResult:
    """Every value of a facet, or those whose name holds `contains`, typed bare or not."""
    return engine.ask(lambda archive: archive.facet(search, name, contains))


def sourceless(engine: SearchService, search: SearchRequest, sources: FacetResult) -> int:
    """How many articles of a search name no source; `sources` are all those it counts, under every
    filter but that of sources.
    """
    every = replace(search, sources=(), page=1, per_page=1, near=False)
    return max(0, engine.search(every).total - sum(value.count for value in sources.values))


def examples(engine: SearchService) -> list[tuple[str, int]]:
    """Searches that find something here, with how much; tried out once for each generation of the
    archive.
    """
    return engine.once("examples", lambda: _examples(engine))


def _examples(engine: SearchService) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for text in CANDIDATES:
        if len(found) == EXAMPLES:
            break
        total = engine.search(replace(SearchRequest(), q=text, per_page=1)).total
        if total:
            found.append((text, total))
    return found
