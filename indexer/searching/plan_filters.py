"""The filters of a plan, from those of a request whose values are the archive's own."""

from __future__ import annotations

from indexer.model.facets import FACETS, FacetSpec
from indexer.model.query import DateRange, Facet
from indexer.model.request import SearchRequest
from indexer.searching.ports import Filters
from indexer.searching.rewriting.filters import days_of_year

__all__ = ["filters_of"]


def filters_of(request: SearchRequest) -> Filters:
    """The filters of a request whose values are the archive's own."""
    groups: dict[str, tuple[Facet | DateRange, ...]] = {}
    excluded: list[Facet | DateRange] = []
    for facet in FACETS.values():
        values = getattr(request, facet.attribute)
        if values:
            groups[facet.name] = tuple(_filter(facet, value) for value in values)
        if facet.excludable:
            without = getattr(request, facet.without_attribute)
            excluded += [_filter(facet, value) for value in without]
    if request.date_from or request.date_to:
        groups["date"] = (DateRange(request.date_from, request.date_to),)
    return Filters(groups, tuple(excluded))


def _filter(facet: FacetSpec, value: str) -> Facet | DateRange:
    """The articles a value of a facet stands for: those that it counts."""
    if facet.shape == "time":
        if year := days_of_year(value):
            return DateRange(*year)
        if "-" in value:
            return Facet("month", value)
    return Facet(facet.name, value)
