"""Records as the JSON of the API: an article whole with its evidence, facets, counts.

Hits are `SearchResults.to_dict`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.caching import memoized
from indexer.language import canonical, fold
from indexer.model.article import Article, Correction, Counterpart, DateSpan, Evidence, Province
from indexer.model.article_objects import date_object, document_object
from indexer.model.results import (
    FacetLink,
    FacetValue,
    Hit,
    SearchResults,
    Suggestion,
    facet_value_object,
    further,
    hit_object,
    suggestion_object,
)
from indexer.searching.facet_results import facet_link
from indexer.searching.pivots import Pivot, Timeline
from indexer.searching.services import values_matching
from webapp.exports import originals
from webapp.i18n import current_language

__all__ = [
    "article",
    "beginning",
    "corrections",
    "facet_values",
    "hits",
    "matrix",
    "results",
    "suggestions",
    "timeline",
]


def article(found: Article, marks: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Everything known of an article. Offsets are code points into `text`, end exclusive."""
    return {
        "id": found.id,
        "title": found.title,
        "title_derived": found.title_derived,
        "text": found.text,
        "url": found.url,
        "original": originals.address(found.id),
        "source": found.source,
        "author": found.author,
        "date": _date(found.date),
        "event": _date(found.event),
        "published": _date(found.published),
        "dates": [_date(date) for date in found.dates],
        "provinces": [_province(province) for province in found.provinces],
        "counterparts": [_counterpart(counterpart) for counterpart in found.counterparts],
        **further(found),
        "document": document_object(found.document) if found.document is not None else None,
        "parts": [
            {"kind": part.kind, "start": part.start, "end": part.end} for part in found.parts
        ],
        "marks": [list(mark) for mark in marks],
        "corrected": corrections(found.corrected),
    }


def corrections(said: Sequence[Correction]) -> list[dict[str, str]]:
    """What people say of an article."""
    return [_correction(one) for one in said]


def _correction(one: Correction) -> dict[str, str]:
    return {
        "field": one.field,
        "value": one.value,
        "who": one.who,
        "when": one.when,
        "why": one.why,
    }


def results(
    found: SearchResults, facets: Sequence[str] | None, facet_limit: int, *, links: bool
) -> dict[str, Any]:
    """The object of a search, what it says to people in the language asked for; of its facets
    those named (all when None), with links if wanted.
    """
    link = facet_link(found.request) if links else None
    return found.to_dict(current_language(), facets=facets, facet_limit=facet_limit, link=link)


def hits(found: Sequence[Hit]) -> list[dict[str, Any]]:
    """Hits in the shape a search gives them."""
    return [hit_object(hit, current_language()) for hit in found]


def facet_values(
    name: str, values: Sequence[FacetValue], link: FacetLink | None = None
) -> list[dict[str, Any]]:
    """A facet's tree of values, with links if there is one to make them."""
    language = current_language()
    return [facet_value_object(name, value, language, link) for value in values]


def beginning(name: str, values: Sequence[FacetValue], prefix: str) -> list[FacetValue]:
    """The values of which a word begins so in one of their names, or a child's does: marks typed
    must agree, missing ones are free.
    """
    return list(values_matching(name, values, prefix, _begins))


def suggestions(found: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """Completions."""
    return [suggestion_object(one, current_language()) for one in found]


def timeline(found: Timeline, unit: str) -> dict[str, Any]:
    """Counts in order of time; periods without articles are left out."""
    return {
        "unit": unit,
        "counts": [{"period": p, "count": n} for p, n in found.counts.items()],
        "unknown": found.unknown,
    }


def matrix(found: Pivot, region: str) -> dict[str, Any]:
    """Rows and columns with their own counts, fullest first, and the cells that are not empty."""
    return {
        "region": region,
        "provinces": [
            {"name": name, "count": count, "parent": found.parts.get(name)}
            for name, count in found.provinces
        ],
        "counterparts": [{"name": name, "count": count} for name, count in found.counterparts],
        "cells": [
            {"province": row, "counterpart": column, "count": count}
            for (row, column), count in found.cells.items()
        ],
    }


def _begins(label: str, prefix: str) -> bool:
    words, bare = _spelt(label)
    prefix, bare_prefix = _spelt(prefix.strip())
    return f" {prefix}" in f" {words}" or (prefix == bare_prefix and f" {prefix}" in f" {bare}")


# sources are thousands, and asked for at every key
@memoized("webapp.api.labels", entries=1 << 14, entry_bytes=400)
def _spelt(label: str) -> tuple[str, str]:
    """A label in lower case, and bare."""
    words = canonical(label).text.casefold()
    return words, fold(words)


def _date(date: DateSpan) -> dict[str, Any]:
    return {**date_object(date, current_language()), "evidence": _evidence(date.evidence)}


def _province(province: Province) -> dict[str, Any]:
    return {
        "name": province.name,
        "today": province.today,
        "role": province.role,
        "evidence": _evidence(province.evidence),
    }


def _counterpart(unit: Counterpart) -> dict[str, Any]:
    return {
        "name": unit.name,
        "parent": unit.parent,
        "role": unit.role,
        "evidence": _evidence(unit.evidence),
    }


def _evidence(found: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{"start": e.start, "end": e.end, "rule": e.rule} for e in found]
