"""The page that sets places or searches side by side, and the links that lead there."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from indexer.exporting.comparison import MAX_COMPARED, MIN_COMPARED, Comparison, compare
from indexer.model.request import SearchRequest
from indexer.searching.query_string import to_query
from webapp import links
from webapp.exports.routes import Turns
from webapp.i18n import say
from webapp.pages import charts, filters, stats
from webapp.requests import current_search
from webapp.service import engine

__all__ = ["compare_url", "page"]

LONG = 1_500  # bytes of an address with everything compared; beyond it no link is made
SUGGESTED_REGIONS = 12


def page() -> ResponseReturnValue:
    """Two to four of `of` within the rest of the search; fewer, and the page asks for them."""
    asked = current_search()
    typed = [text.strip() for text in request.args.getlist("of") if text.strip()][:MAX_COMPARED]
    unit = request.args.get("unit", "")
    made = compare(Turns(), asked, typed, unit)
    drawn, peak = (
        charts.lines(made.periods, [side.counts for side in made.sides]) if made else ([], 0)
    )
    return render_template(
        "cuakhau/compare.html",
        made=made,
        typed=[*typed, *[""] * (MAX_COMPARED - len(typed))],
        rows=_rows(made) if made else [],
        within=[replace(side.search, sort="relevance", per_page=20) for side in made.sides]
        if made
        else [],
        missing=say("compare_two") if len(typed) >= MIN_COMPARED and made is None else "",
        lines=drawn,
        peak=peak,
        size=(charts.LINES_WIDTH, charts.LINES_HEIGHT),
        kept={"of": tuple(typed), "unit": made.unit if made else None},
        names=engine().once("compared", _names),
        chips=filters.chips(asked),
    )


def _rows(made: Comparison) -> list[str]:
    """The periods of the table: all years; of the months, which are many, those with articles."""
    if made.unit == "year":
        return list(made.periods)
    return [key for key in made.periods if any(side.counts.get(key) for side in made.sides)]


def _names() -> list[str]:
    """Places to choose from: today's provinces and the regions of the other side."""
    archive = engine()
    regions = stats.facet_values(archive, SearchRequest(), "counterpart").values
    provinces = [name for name, _ in stats.provinces(archive, SearchRequest())]
    return [*sorted(provinces), *(one.value for one in regions[:SUGGESTED_REGIONS])]


def compare_url(search: SearchRequest) -> str:
    """The comparison that a search begins: of its places, or else of its words."""
    places = (*search.provinces, *search.counterparts)[:MAX_COMPARED]
    if places:
        base = replace(search, provinces=(), counterparts=(), page=1)
    else:
        places, base = ((search.q,) if search.q else ()), replace(search, q="", page=1)
    address = links.page_url("compare", base, of=places)
    return address if len(to_query(search)) < LONG else links.base_url("compare")
