"""Search results as records, and the one JSON shape that `search --json` and the API share."""

from __future__ import annotations

from typing import Any, Literal

from indexer.model.article import Article, Counterpart, DateSpan, Province
from indexer.model.date_labels import date_label
from indexer.model.facets import FURTHER
from indexer.model.messages import Language, translate
from indexer.model.request import SearchRequest
from indexer.records import dataclass

__all__ = [
    "Correction",
    "CorrectionKind",
    "FacetResult",
    "FacetValue",
    "Hit",
    "Passage",
    "QueryReading",
    "SearchResults",
    "Suggestion",
    "Unit",
    "UnitKind",
    "date_object",
    "facet_object",
    "further",
    "hit_object",
    "suggestion_object",
]

UnitKind = Literal["word", "place", "term", "name", "loose"]
CorrectionKind = Literal[
    "telex", "vni", "accents", "spelling", "alias", "abbreviation", "synonym", "time"
]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the original text and the marks in it: code-point offsets into `text`."""

    field: Literal["title", "body"]
    text: str
    marks: tuple[tuple[int, int], ...]
    start: int = 0  # where `text` begins in the article's title or text


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found. `near`: it lacks the parts of the query named in `missing`."""

    id: str
    title: str
    url: str
    score: float
    source: str
    date: DateSpan
    provinces: tuple[Province, ...]
    counterparts: tuple[Counterpart, ...]
    highlights: tuple[Passage, ...]
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    near: bool = False
    missing: tuple[str, ...] = ()


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
    """The values of a facet; `truncated` says that there are more than are given here."""

    values: tuple[FacetValue, ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A word read otherwise than typed, or (kind "spelling" or "accents", applied False) an offer
    to do so.
    """

    typed: str
    read: str
    kind: CorrectionKind
    applied: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or name of a query: as typed, and what is searched for side by side, likeliest first.

    `optional`: it may be missing from what is found.
    """

    text: str
    read: tuple[str, ...]
    kind: UnitKind
    optional: bool = False


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
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits and what was found in all. `request` is the search as it was read: filter
    values as the archive has them.

    `total` counts the articles that hold all of the query, `near_total` those that hold most of it
    (looked for only where few hold all), `loose_total` those that hold all its syllables somewhere.
    `facets_of` is "near" where nothing matches in full.
    """

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
    request: SearchRequest = SearchRequest()
    near_total: int = 0
    loose_total: int = 0
    facets_of: Literal["full", "near"] = "full"

    def to_dict(self, language: Language = "vi") -> dict[str, Any]:
        """The JSON object that `search --json` and the API share: keys may be added, never
        renamed. What is said to people in it is in `language`.
        """
        return {
            "query": {
                "text": self.query.text,
                "interpreted": self.query.interpreted,
                "corrections": [_correction(c) for c in self.query.corrections],
                "units": [_unit(unit) for unit in self.query.units],
            },
            "total": self.total,
            "total_exact": self.total_exact,
            "near_total": self.near_total,
            "loose_total": self.loose_total,
            "took_ms": round(self.took_ms, 3),
            "page": self.page,
            "per_page": self.per_page,
            "hits": [hit_object(hit, language) for hit in self.hits],
            "facets": {
                name: {
                    "values": [facet_object(value, language) for value in facet.values],
                    "truncated": facet.truncated,
                }
                for name, facet in self.facets.items()
            },
            "facets_of": self.facets_of,
            "warnings": [translate(warning, language) for warning in self.warnings],
            "suggestions": [suggestion_object(one, language) for one in self.suggestions],
        }


def date_object(date: DateSpan, language: Language) -> dict[str, Any]:
    """A date as JSON; its label says how sure it is."""
    return {
        "start": date.start,
        "end": date.end,
        "precision": date.precision,
        "basis": date.basis,
        "label": date_label(date, language),
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "text": unit.text,
        "read": list(unit.read),
        "kind": unit.kind,
        "optional": unit.optional,
    }


def suggestion_object(one: Suggestion, language: Language) -> dict[str, Any]:
    """A way on as JSON."""
    return {
        "text": one.text,
        "label": translate(one.label, language),
        "url": one.url,
        "total": one.total,
    }


def hit_object(hit: Hit, language: Language) -> dict[str, Any]:
    """A hit as JSON."""
    return {
        "id": hit.id,
        "title": hit.title,
        "url": hit.url,
        "score": round(hit.score, 6),
        "source": hit.source,
        "date": date_object(hit.date, language),
        "provinces": [{"name": p.name, "today": p.today, "role": p.role} for p in hit.provinces],
        "counterparts": [
            {"name": c.name, "parent": c.parent, "role": c.role} for c in hit.counterparts
        ],
        "highlights": [
            {
                "field": p.field,
                "text": p.text,
                "marks": [list(m) for m in p.marks],
                "start": p.start,
            }
            for p in hit.highlights
        ],
        **further(hit),
        "near": hit.near,
        "missing": list(hit.missing),
    }


def further(labelled: Article | Hit) -> dict[str, list[str]]:
    """The values of further facets, under the name `SearchRequest` has for them."""
    given = dict(labelled.labels)
    return {
        facet.attribute: [value.rpartition("\t")[2] for value in given.get(facet.name, ())]
        for facet in FURTHER
    }


def facet_object(value: FacetValue, language: Language) -> dict[str, Any]:
    """A value of a facet, with those below it, as JSON."""
    return {
        "value": value.value,
        "label": translate(value.label, language),
        "count": value.count,
        "selected": value.selected,
        "url": value.url,
        "children": [facet_object(child, language) for child in value.children],
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "typed": correction.typed,
        "read": correction.read,
        "kind": correction.kind,
        "applied": correction.applied,
    }
