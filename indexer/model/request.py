"""A search as asked: the same parameters from the web, the API, the terminal and the library."""

from __future__ import annotations

from typing import Literal

from indexer.records import dataclass

__all__ = ["MAX_DEPTH", "MAX_PER_PAGE", "MAX_QUERY", "Same", "SearchRequest", "Sort"]

Sort = Literal["relevance", "newest", "oldest"]
Match = Literal["units", "loose"]
Same = Literal["together", "apart"]
MAX_PER_PAGE = 100
MAX_DEPTH = 1_000  # results that can be paged to; beyond it, narrow the search
MAX_QUERY = 512  # code points; longer queries are cut, with a warning


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """`provinces`, `counterparts`, `sources` and the like: OR within, AND across; `without_*`
    exclude.

    Filter values may be typed bare or in another case. Dates are ISO days, months or years; both
    ends inclusive. `literal` asks for the words exactly as typed: no rescue, no correction; `match`
    "loose" for their syllables wherever they stand in an article. Without `near`, articles that
    lack a part of the query are not shown, however few hold all of it. `same`: articles with the
    same text, or nearly, are one hit ("together") or each one of its own ("apart").
    """

    q: str = ""
    provinces: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    without_provinces: tuple[str, ...] = ()
    without_counterparts: tuple[str, ...] = ()
    without_sources: tuple[str, ...] = ()
    without_gates: tuple[str, ...] = ()
    without_kinds: tuple[str, ...] = ()
    date_from: str = ""
    date_to: str = ""
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = 20
    literal: bool = False
    match: Match = "units"
    near: bool = True
    same: Same = "together"
