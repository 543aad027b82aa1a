"""Search results as records, and the one JSON shape that `search --json` and the API share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from indexer.article import Counterpart, DateSpan, Province

__all__ = ["Correction", "FacetResult", "FacetValue", "Hit", "Passage", "QueryReading", "SearchResults", "Suggestion"]

CorrectionKind = Literal["telex", "vni", "accents", "spelling", "alias", "abbreviation"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the original text and the marks in it: code-point offsets into `text`."""

    field: Literal["title", "body"]
    text: str
    marks: tuple[tuple[int, int], ...]
    start: int = 0  # where `text` begins in the article's title or text


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    title: str
    url: str
    score: float
    source: str
    date: DateSpan
    provinces: tuple[Province, ...]
    counterparts: tuple[Counterpart, ...]
    highlights: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`url` is the query string that toggles this value and keeps the rest of the search."""

    value: str
    label: str
    count: int
    selected: bool
    url: str
    children: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetResult:
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A word read otherwise than typed, or (kind "spelling" or "accents", applied False) an offer to do so."""

    typed: str
    read: str
    kind: CorrectionKind
    applied: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way on from here, with the query string that leads there and how much it finds."""

    text: str
    label: str
    url: str
    total: int


@dataclass(frozen=True, slots=True)
class QueryReading:
    text: str
    interpreted: str
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResults:
    query: QueryReading
    total: int
    total_exact: bool
    took_ms: float
    page: int
    per_page: int
    hits: tuple[Hit, ...]
    facets: dict[str, FacetResult]
    warnings: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of DESIGN: keys may be added, never renamed."""
        raise NotImplementedError
