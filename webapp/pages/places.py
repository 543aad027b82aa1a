"""The places of a hit as its line tells them: the first few as links that narrow the search, the
rest behind a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from flask import g

from indexer.model.article import Article, Counterpart, Province
from indexer.model.request import SearchRequest
from indexer.model.results import Hit
from indexer.searching.query_string import Links
from webapp.pages.labels import unit_name

__all__ = ["PlaceLine", "PlaceLines", "ShownPlace", "ShownRegion", "place_line"]

MAX_UNITS_SHOWN = 3  # provinces, and units of one region


class ShownPlace(NamedTuple):
    """A place as it is told; `query` is the search among its articles, "" for no link."""

    label: str
    query: str
    is_main: bool


class ShownRegion(NamedTuple):
    """A region with its first units; `more` when it has others."""

    place: ShownPlace
    units: list[ShownPlace]
    more: bool


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """The places of one article; `rest` names the provinces that are left out."""

    provinces: list[ShownPlace]
    rest: list[str]
    regions: list[ShownRegion]


class PlaceLines:
    """Makes the lines of all hits of a search; what their links share is encoded once."""

    def __init__(self, search: SearchRequest, *, linked: bool = True) -> None:
        self._is_linked = linked
        self._links = {
            "province": Links(replace(search, provinces=())),
            "counterpart": Links(replace(search, counterparts=())),
        }
        self._chosen = {"province": search.provinces, "counterpart": search.counterparts}
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def line(self, provinces: Sequence[Province], counterparts: Sequence[Counterpart]) -> PlaceLine:
        """Main places; those that are only mentioned where there is no main one."""
        shown = ([p for p in provinces if p.role == "main"] or list(provinces))[:MAX_UNITS_SHOWN]
        rest = [unit_name(p.name) for p in provinces if p not in shown]
        regions = []
        for region in counterparts:
            if region.parent is None:
                units = [c for c in counterparts if c.parent == region.name]
                regions.append(
                    ShownRegion(
                        self._place("counterpart", region),
                        [self._place("counterpart", unit) for unit in units[:MAX_UNITS_SHOWN]],
                        len(units) > MAX_UNITS_SHOWN,
                    )
                )
        return PlaceLine([self._place("province", p) for p in shown], rest, regions)

    def _place(self, facet: str, place: Province | Counterpart) -> ShownPlace:
        known = self._known.get((facet, place.name))
        if known is None:
            is_chosen = self._chosen[facet] == (place.name,)
            is_link = self._is_linked and not is_chosen
            query = self._links[facet].toggle(facet, place.name) if is_link else ""
            known = self._known[facet, place.name] = (unit_name(place.name), query)
        return ShownPlace(*known, place.role == "main")


def place_line(
    found: Article | Hit, search: SearchRequest | None, *, linked: bool = True
) -> PlaceLine:
    """The places of a hit, or of an article that no search found; a page tells many of one
    search.
    """
    kept = g.get("cuakhau_places")
    if kept is None or kept[0] is not search or kept[1] is not linked:
        made = PlaceLines(search or SearchRequest(), linked=linked)
        kept = g.cuakhau_places = (search, linked, made)
    lines: PlaceLines = kept[2]
    return lines.line(found.provinces, found.counterparts)
