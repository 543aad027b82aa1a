"""What shows while a query is typed, beside completions: the best articles so far, and the places
that are being named, as filters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from indexer.language.syllable.phonology import is_syllable
from indexer.language.unicode.folding import fold
from indexer.model.facets import FACETS
from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, FacetValue, Hit, Suggestion
from indexer.searching.facet_results import value_label
from indexer.searching.query_string import toggle
from webapp import links
from webapp.api.shapes import beginning
from webapp.i18n import current_language, told
from webapp.pages.labels import date_label, unit_name
from webapp.service import engine

if TYPE_CHECKING:
    from indexer.archive import Archive

__all__ = ["articles", "places"]

PLACES = 3  # offered at once
NAMED = 4  # last words of a query that may name a place
MAX_PLACES_SHOWN = 2  # places of an article
MIN_LETTERS = 2  # letters by which a place is known


def articles(typed: str, completions: Sequence[Suggestion], most: int) -> list[dict[str, Any]]:
    """The best articles of what is typed; while its last word is none yet, of its likeliest
    completion.
    """
    words = typed.split()
    if not words:
        return []
    likeliest = completions[0].text if completions else typed
    queries = [typed, likeliest] if is_syllable(words[-1]) else [likeliest, typed]
    for query in dict.fromkeys(queries):
        asked = SearchRequest(query, per_page=most, near=False)
        if hits := engine().search(asked).hits:
            return [_article(hit, query) for hit in hits]
    return []


def places(typed: str) -> list[dict[str, Any]]:
    """The places that the last words begin to name, each with what is typed before them as a
    search within it; the longest name that fits goes first.
    """
    words = typed.split()
    for named in range(min(NAMED, len(words)), 0, -1):
        if named == 1 < len(words):  # a word alone is part of too many names
            break
        before, name = " ".join(words[:-named]), " ".join(words[-named:])
        if len(fold(name)) < MIN_LETTERS:
            break
        if found := list(_named(name)):
            return [_place(before, *one) for one in found[:PLACES]]
    return []


def _named(name: str) -> Iterator[tuple[str, FacetValue]]:
    """Facet and value of each place, the fullest first."""
    known = engine().once("preview.places", _places)
    found = [
        (facet, value)
        for facet, values in known.items()
        for value in beginning(facet, values, name)
    ]
    yield from sorted(found, key=lambda one: -one[1].count)


def _places() -> dict[str, list[FacetValue]]:
    """Every place the archive names, those of a unit beside it."""
    found: dict[str, list[FacetValue]] = {}
    for facet in (one.name for one in FACETS.values() if one.places):
        values = engine().ask(partial(_whole, facet)).values
        each = [*values, *(child for value in values for child in value.children)]
        found[facet] = [replace(value, children=()) for value in each]
    return found


def _whole(facet: str, archive: Archive) -> FacetResult:
    return archive.facet(SearchRequest(), facet)


def _article(hit: Hit, query: str) -> dict[str, Any]:
    names = [
        *(one.name for one in hit.provinces if one.role == "main"),
        *(one.name for one in hit.counterparts if one.role == "main"),
    ]
    return {
        "title": hit.title,
        "date": date_label(hit.date),
        "places": [unit_name(name) for name in names[:MAX_PLACES_SHOWN]],
        "page": links.article_url(hit.id, SearchRequest(query)),
    }


def _place(before: str, facet: str, value: FacetValue) -> dict[str, Any]:
    word = FACETS[facet].word[current_language() == "en"]
    asked = toggle(SearchRequest(before), facet, value.value)
    return {
        "facet": facet,
        "value": value.value,
        "label": f"{word}: {unit_name(told(value_label(facet, value.value)))}",
        "query": before,
        "total": 0 if before else value.count,
        "page": links.search_url(asked),
    }
