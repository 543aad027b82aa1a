"""From a request to results: read the query, evaluate it, rank the best by position, mark their
passages.

The one place where the rooms of searching meet. It knows the archive by its port alone
(`indexer.searching.ports.SearchBackend`): what it asks for is a QueryPlan, what it gets are hits.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from indexer.errors import BadQuery
from indexer.language import is_syllable
from indexer.model.article import Article
from indexer.model.messages import Message
from indexer.model.query import And, Not, Pattern
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest
from indexer.model.results import Copy, Hit, QueryReading, SearchResults, Suggestion
from indexer.model.web_address import web_address
from indexer.records import dataclass
from indexer.searching.constants import LONG_QUERY
from indexer.searching.facet_results import COUNTED, facet_results
from indexer.searching.highlight.highlighter import Highlighter, highlighter_for
from indexer.searching.highlight.snippets import snippets
from indexer.searching.near import Found, find
from indexer.searching.parsing.ast import ParsedQuery
from indexer.searching.parsing.parser import parse
from indexer.searching.plan_filters import filters_of
from indexer.searching.ports import (
    Filters,
    QueryPlan,
    Rescoring,
    ScoredHit,
    SearchBackend,
    Vocabulary,
)
from indexer.searching.rewriting.collocations import is_collocation, longer_words
from indexer.searching.rewriting.filters import resolve
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.rewriting.rewritten_query import RewrittenQuery
from indexer.searching.suggest.relaxation import (
    LITTLE,
    MAX_WAYS,
    better_readings,
    did_you_mean,
    merged_unit_suggestions,
    relaxations,
)

__all__ = [
    "Search",
    "answered",
    "answered_total",
    "count",
    "counted",
    "highlighter",
    "hit_of",
    "plan_of",
    "search",
    "understand",
]

PARTIAL = Message("partial")
COPIES_TOLD = 10  # of the articles with the text of a hit; `same=apart` shows all


@dataclass(frozen=True, slots=True)
class Search:
    """A request understood over an archive: what explaining, marking and counting start from."""

    backend: SearchBackend
    request: SearchRequest
    parsed: ParsedQuery
    reading: RewrittenQuery
    filters: Filters
    warnings: tuple[str, ...] = ()


def understand(backend: SearchBackend, request: SearchRequest) -> Search:
    """Read the query and the filters.

    Raises BadQuery for a page too deep and for dates that are none.
    """
    check(request)
    vocabulary = backend.vocabulary
    resolved = resolve(request, vocabulary)
    parsed = parse(request.q, literal=request.literal)
    reading = rewrite(parsed, vocabulary, literal=request.literal, loose=request.match == "loose")
    asked = resolved.request
    if parsed.order is not None and asked.sort == "relevance":
        asked = replace(asked, sort=parsed.order[1])
    return Search(backend, asked, parsed, reading, filters_of(asked), resolved.warnings)


def counted(backend: SearchBackend, request: SearchRequest) -> Search:
    """A request understood, as what is counted speaks of it: of what comes near where no article
    holds all of it. Raises BadQuery where `understand` does.
    """
    asked = understand(backend, request)
    near = asked.reading.near
    if near is None or not request.near or _total(asked):
        return asked
    return replace(asked, reading=replace(asked.reading, tree=near))


def search(backend: SearchBackend, request: SearchRequest) -> SearchResults:
    """The answer to a request. Raises BadQuery where `understand` does."""
    started = time.perf_counter()
    asked, found, loosely = _answered(backend, request)
    marker = highlighter(asked.reading.patterns, backend.vocabulary)
    hits = _hits(asked, found, marker)
    return SearchResults(
        query=_told(asked.reading.query, found),
        total=found.total,
        total_exact=found.total_exact,
        distinct=found.distinct,
        page=asked.request.page,
        per_page=asked.request.per_page,
        hits=hits,
        facets=facet_results(found.facets, asked.request),
        request=asked.request,
        near_total=found.near_total,
        loose_total=loosely,
        facets_of="near" if found.facets_of_near else "full",
        warnings=(
            *asked.warnings,
            *asked.reading.warnings,
            *(() if found.total_exact else (PARTIAL,)),
        ),
        suggestions=_suggestions(asked, found, _about(asked, loosely, found.near_total)),
        took_ms=1e3 * (time.perf_counter() - started),
    )


def _hits(asked: Search, found: Found, marker: Highlighter) -> tuple[Hit, ...]:
    """The hits of a page, those that only come near with what they lack."""
    articles = asked.backend.articles(found.hits)
    return tuple(
        _with_copies(
            asked,
            hit_of(article, hit.score, marker, found.near.get(hit.handle)),
            found.alike.get(hit.handle, ()),
        )
        for article, hit in zip(articles, found.hits, strict=True)
    )


def _with_copies(asked: Search, hit: Hit, others: Sequence[ScoredHit]) -> Hit:
    """A hit with the first of the articles that have the same text."""
    if not others:
        return hit
    told = tuple(
        Copy(one.id, one.title, web_address(one.url), one.source, one.date)
        for one in asked.backend.articles(others[:COPIES_TOLD])
    )
    return replace(hit, same=told, same_total=len(others))


def _loose_total(asked: Search, total: int, *, corrected: bool = False) -> int:
    """How many articles hold the syllables of the query somewhere, as `match=loose` finds them;
    `corrected`: the query is read so.
    """
    if not any(" " in unit.text for unit in asked.reading.units):
        return total
    vocabulary, literal = asked.backend.vocabulary, asked.request.literal
    loose = rewrite(asked.parsed, vocabulary, literal=literal, corrected=corrected, loose=True)
    return _total(replace(asked, reading=loose))


def _told(query: QueryReading, found: Found) -> QueryReading:
    """What is said of the reading.

    That a place typed by its Vietnamese name is found by its others, too, goes without saying; a
    synonym of a word alone is told where it was used: where few articles hold the word itself.
    """
    said = [
        c
        for c in query.corrections
        if (c.kind != "alias" or not all(map(is_syllable, c.typed.lower().split())))
        and (c.kind != "synonym" or found.near_total or len(query.units) > 1)
    ]
    return replace(query, corrections=tuple(said))


def answered(backend: SearchBackend, request: SearchRequest) -> tuple[Search, int]:
    """A request as `search` reads it in the end, and how many articles that finds.

    Raises BadQuery where `understand` does.
    """
    asked, found, _ = _answered(backend, request)
    return asked, found.total


def _answered(backend: SearchBackend, request: SearchRequest) -> tuple[Search, Found, int]:
    """The request as it is read in the end, what that finds, and how many articles hold its
    syllables somewhere.
    """
    asked = understand(backend, request)
    found = find(backend, plan_of(asked), asked.reading, near=request.near)
    loosely = _loose_total(asked, found.total)
    if request.literal or _is_meant(asked, found.total, loosely, found.near_total):
        return asked, found, loosely
    better = _corrected(asked, found)
    if better is None:
        return asked, found, loosely
    return *better, _loose_total(better[0], better[1].total, corrected=True)


def answered_total(backend: SearchBackend, request: SearchRequest) -> int:
    """How many articles a request finds as it is read in the end: the total of its results, without
    ranking any.

    Raises BadQuery where `understand` does.
    """
    asked = understand(backend, replace(request, page=1, per_page=1))
    total = _total(asked)
    if request.literal or total >= LITTLE:
        return total
    if _is_meant(asked, total, _loose_total(asked, total), _near_total(asked)):
        return total
    better = better_readings(asked.parsed, asked.reading, backend.vocabulary)
    more = (_total(replace(asked, reading=reading)) for reading in better)
    return next((found for found in more if found > total), total)


def _near_total(asked: Search) -> int:
    """How many articles come near a long query, which is what speaks for it being meant."""
    reading = asked.reading
    if reading.near is None or not asked.request.near or reading.length <= LONG_QUERY:
        return 0
    near = And((reading.near, Not(reading.tree)))
    return asked.backend.execute(QueryPlan(near, asked.filters, limit=0)).total


def _about(asked: Search, loosely: int, near_total: int) -> int:
    """How many articles speak for a query being meant as it was read: those with all its syllables
    somewhere; of a long one those with most of it.
    """
    return loosely + (near_total if asked.reading.length > LONG_QUERY else 0)


def _is_meant(asked: Search, total: int, loosely: int, near_total: int) -> bool:
    """Do enough articles speak for a query being meant as it was read? Filters have no say in what
    it means: what a facet counts is what choosing its value finds.
    """
    if total >= LITTLE or _about(asked, loosely, near_total) >= LITTLE:
        return True
    if asked.filters == Filters():
        return False
    everywhere = replace(asked, filters=Filters())
    if _loose_total(everywhere, _total(everywhere)) >= LITTLE:
        return True
    near = asked.reading.near
    if near is None or asked.reading.length <= LONG_QUERY:
        return False
    return _total(replace(everywhere, reading=replace(asked.reading, tree=near))) >= LITTLE


def plan_of(asked: Search) -> QueryPlan:
    """What a search asks of the archive: a page of hits, the total and every facet."""
    request, reading = asked.request, asked.reading
    longer = longer_words(reading.beginnings, asked.backend.vocabulary)
    return QueryPlan(
        tree=reading.tree,
        filters=asked.filters,
        sort=request.sort,
        offset=(request.page - 1) * request.per_page,
        limit=request.per_page,
        facets=COUNTED,
        rescoring=Rescoring(reading.chains, reading.weights, reading.otherwise, longer),
        together=request.same == "together",
    )


def count(backend: SearchBackend, request: SearchRequest) -> int:
    """How many articles a request finds as it is read at first."""
    return _total(understand(backend, replace(request, page=1, per_page=1)))


def _total(asked: Search) -> int:
    """How many articles hold all of what is asked."""
    return asked.backend.execute(QueryPlan(asked.reading.tree, asked.filters, limit=0)).total


def _corrected(asked: Search, found: Found) -> tuple[Search, Found] | None:
    """The search with likely typing errors mended or its quotes not insisted on, when that finds
    more; where nothing at all was found, what comes near without the quotes is more.
    """
    nothing = not (found.total or found.near_total)
    for better in better_readings(asked.parsed, asked.reading, asked.backend.vocabulary):
        again = replace(asked, reading=better)
        more = find(again.backend, plan_of(again), better, near=asked.request.near)
        nearer = nothing and Message("phrases_as_words") in better.warnings
        if more.total > found.total or (nearer and more.near_total):
            return again, more
    return None


def _suggestions(asked: Search, found: Found, about: int) -> tuple[Suggestion, ...]:
    """Ways on: what may have been meant, then what to drop when nothing was found, else provinces
    under their other names.

    Whether that is little is judged by `about` how many articles speak for the query: one whose
    words stand apart is no slip.
    """

    def tried(request: SearchRequest) -> int:
        return count(asked.backend, request)

    vocabulary = asked.backend.vocabulary
    meant: tuple[Suggestion, ...] = ()
    if not asked.request.literal and all(
        correction.kind != "spelling" for correction in asked.reading.corrections
    ):
        meant = did_you_mean(asked.request, asked.parsed, asked.reading, vocabulary, about, tried)
    if not found.total:
        lacking = next((found.near[hit.handle] for hit in found.hits), ())
        words = not about or _is_filtered(asked.request)
        ways = relaxations(asked.request, asked.parsed, asked.reading, tried, lacking, words=words)
        return (meant + ways)[:MAX_WAYS]
    return meant + merged_unit_suggestions(asked.request, vocabulary, found.total, tried)


def _is_filtered(request: SearchRequest) -> bool:
    """Does a request narrow the archive beside its words?"""
    alone = SearchRequest(
        per_page=1,
        literal=request.literal,
        match=request.match,
        near=request.near,
        same=request.same,
    )
    return replace(request, q="", page=1, per_page=1, sort="relevance") != alone


def check(request: SearchRequest) -> None:
    """Raises BadQuery for a page that is none or too deep."""
    if not 1 <= request.per_page <= MAX_PER_PAGE:
        raise BadQuery(f"per_page: 1–{MAX_PER_PAGE}", "per_page")
    if request.page < 1:
        raise BadQuery(Message("page_from_one"), "page")
    if request.page > 1 and request.page * request.per_page > MAX_DEPTH:
        raise BadQuery(Message("too_deep", most=MAX_DEPTH), "page")


def highlighter(patterns: Sequence[Pattern], vocabulary: Vocabulary) -> Highlighter:
    """The highlighter of a query over an archive, whose words of several syllables it knows."""
    return highlighter_for(patterns, partial(is_collocation, vocabulary=vocabulary))


def hit_of(
    article: Article, score: float, marker: Highlighter, missing: tuple[str, ...] | None = None
) -> Hit:
    """An article as a hit, its passages marked; `missing`: what a near match lacks."""
    return Hit(
        article.id,
        article.title,
        web_address(article.url),
        score,
        article.source,
        article.date,
        article.provinces,
        article.counterparts,
        snippets(article, marker),
        article.labels,
        near=missing is not None,
        missing=missing or (),
        document=article.document,
        event=article.event,
    )
