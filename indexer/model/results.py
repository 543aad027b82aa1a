"""Search results as records, and the one JSON shape that `search --json` and the API share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Literal

from indexer.model.article import (
    UNKNOWN_DATE,
    Article,
    Counterpart,
    DateSpan,
    OfficialDocument,
    Province,
)
from indexer.model.article_objects import date_object, document_object
from indexer.model.facets import FURTHER
from indexer.model.messages import Language, translate
from indexer.model.request import SearchRequest
from indexer.records import dataclass

__all__ = [
    "FACET_LIMIT",
    "Copy",
    "Correction",
    "CorrectionKind",
    "FacetLink",
    "FacetResult",
    "FacetValue",
    "Hit",
    "Passage",
    "QueryReading",
    "SearchResults",
    "Suggestion",
    "Unit",
    "UnitKind",
    "facet_object",
    "facet_value_object",
    "further",
    "hit_object",
    "suggestion_object",
]

FACET_LIMIT = 20
"""Values of a facet in the JSON object when nothing else is asked for."""

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
class Copy:
    """An article with the same text as a hit, or nearly: what tells it from others of its kind."""

    id: str
    title: str
    url: str
    source: str
    date: DateSpan


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found. `date` is what it is filed under, `event` when what it tells of
    happened, by its text. `near`: it lacks the parts of the query named in `missing`. It stands for
    `same_total` more that match and have the same text, or nearly; `same` are the first of them.
    """

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
    document: OfficialDocument | None = None
    event: DateSpan = UNKNOWN_DATE
    same: tuple[Copy, ...] = ()
    same_total: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to choose: `instead`, chosen values that choosing it takes the place of; `more`,
    values below it that are not given here.

    The link that chooses it is made by who shows one (`facet_results.facet_link`).
    """

    value: str
    label: str
    count: int
    selected: bool
    children: tuple[FacetValue, ...] = ()
    instead: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class FacetResult:
    """The values of a facet; `more` of them, at the top, are not given here."""

    values: tuple[FacetValue, ...]
    more: int = 0

    @property
    def truncated(self) -> bool:
        """Are there more than are given here?"""
        return self.more > 0

    def first(self, most: int) -> FacetResult:
        """The first `most` values, and every chosen one with what it stands under.

        What stands below comes whole: under chosen values, and under the first ones as long as
        there is room left of `most`.
        """
        kept = self.values[:most] + tuple(filter(_is_chosen, self.values[most:]))
        room = most - len(kept)
        shown = []
        for value in kept:
            size = len(value.children)
            if size > max(room, 0) and not _is_chosen(value):
                value = replace(value, children=(), more=size)
            else:
                room -= size
            shown.append(value)
        return FacetResult(tuple(shown), self.more + len(self.values) - len(kept))


def _is_chosen(value: FacetValue) -> bool:
    """Is a value chosen, or one below it?"""
    return value.selected or any(child.selected for child in value.children)


FacetLink = Callable[[str, FacetValue], str]
"""The query string that toggles a value of the facet named, and keeps the rest of the search."""


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
    `facets_of` is "near" where nothing matches in full. `distinct` counts the hits there are to
    read of `total`, fewer where articles with the same text are one hit.
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
    distinct: int = 0

    def to_dict(
        self,
        language: Language = "vi",
        *,
        facets: Iterable[str] | None = None,
        facet_limit: int = FACET_LIMIT,
        link: FacetLink | None = None,
    ) -> dict[str, Any]:
        """The JSON object that `search --json` and the API share: keys may be added, never
        renamed. What is said to people in it is in `language`.

        `facets`: which, all when None. `link` makes the `url` of their values, which have none
        without it.
        """
        shown = self.facets if facets is None else {name: self.facets[name] for name in facets}
        return {
            "query": {
                "text": self.query.text,
                "interpreted": self.query.interpreted,
                "corrections": [_correction(c) for c in self.query.corrections],
                "units": [_unit(unit) for unit in self.query.units],
            },
            "total": self.total,
            "total_exact": self.total_exact,
            "distinct": self.distinct,
            "near_total": self.near_total,
            "loose_total": self.loose_total,
            "took_ms": round(self.took_ms, 3),
            "page": self.page,
            "per_page": self.per_page,
            "hits": [hit_object(hit, language) for hit in self.hits],
            "facets": {
                name: facet_object(name, facet.first(facet_limit), language, link)
                for name, facet in shown.items()
            },
            "facets_of": self.facets_of,
            "warnings": [translate(warning, language) for warning in self.warnings],
            "suggestions": [suggestion_object(one, language) for one in self.suggestions],
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
    """A hit as JSON; `document`, `event` and `same` are there where they say something."""
    date = date_object(hit.date, language)
    event = date_object(hit.event, language)
    told: dict[str, Any] = {}
    if event != date:
        told["event"] = event
    if hit.document is not None:
        told["document"] = document_object(hit.document)
    if hit.same_total:
        told["same"] = [_copy(copy, language) for copy in hit.same]
        told["same_total"] = hit.same_total
    return {
        "id": hit.id,
        "title": hit.title,
        "url": hit.url,
        "score": round(hit.score, 6),
        "source": hit.source,
        "date": date,
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
        **told,
    }


def _copy(copy: Copy, language: Language) -> dict[str, Any]:
    return {
        "id": copy.id,
        "title": copy.title,
        "url": copy.url,
        "source": copy.source,
        "date": date_object(copy.date, language),
    }


def further(labelled: Article | Hit) -> dict[str, list[str]]:
    """The values of further facets, under the name `SearchRequest` has for them."""
    given = dict(labelled.labels)
    return {
        facet.attribute: [value.rpartition("\t")[2] for value in given.get(facet.name, ())]
        for facet in FURTHER
    }


def facet_object(
    name: str, facet: FacetResult, language: Language, link: FacetLink | None = None
) -> dict[str, Any]:
    """A facet as JSON."""
    return {
        "values": [facet_value_object(name, value, language, link) for value in facet.values],
        "truncated": facet.truncated,
        "more": facet.more,
    }


def facet_value_object(
    name: str, value: FacetValue, language: Language, link: FacetLink | None = None
) -> dict[str, Any]:
    """A value of a facet, with those below it, as JSON."""
    found: dict[str, Any] = {
        "value": value.value,
        "label": translate(value.label, language),
        "count": value.count,
        "selected": value.selected,
    }
    if link is not None:
        found["url"] = link(name, value)
    if value.more:
        found["more"] = value.more
    found["children"] = [facet_value_object(name, c, language, link) for c in value.children]
    return found


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "typed": correction.typed,
        "read": correction.read,
        "kind": correction.kind,
        "applied": correction.applied,
    }
