"""From a request to results: read the query, evaluate it, rank the best by position, mark their
passages.

The one place where the rooms of searching meet; each step is a pure function over a snapshot of the
index.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.errors import BadQuery
from indexer.language import is_syllable
from indexer.model.messages import Message
from indexer.model.query import DateRange, Facet
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest
from indexer.model.results import Hit, QueryReading, SearchResults, Suggestion
from indexer.records import dataclass
from indexer.searching.constants import RERANKED
from indexer.searching.facet_results import COUNTED, facet_results
from indexer.searching.highlight.highlighter import Highlighter, highlighter_for
from indexer.searching.highlight.snippets import snippets
from indexer.searching.local.execution import Execution, Filters, execute
from indexer.searching.local.rescorer import rescore
from indexer.searching.local.vocabulary import ArchiveVocabulary
from indexer.searching.parsing.ast import ParsedQuery
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.filters import resolve
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.rewriting.rewritten_query import RewrittenQuery
from indexer.searching.suggest.relaxation import (
    LITTLE,
    MAX_WAYS,
    better_reading,
    did_you_mean,
    merged_unit_suggestions,
    relaxations,
)
from indexer.storage import IndexReader

__all__ = [
    "Search",
    "answered",
    "count",
    "filters_of",
    "hit_of",
    "search",
    "understand",
    "vocabulary_of",
]

PARTIAL = Message("partial")


@dataclass(frozen=True, slots=True)
class Search:
    """A request understood over one snapshot: what explaining, marking and counting start from."""

    snapshot: IndexReader
    request: SearchRequest
    parsed: ParsedQuery
    reading: RewrittenQuery
    filters: Filters
    warnings: tuple[str, ...] = ()


def understand(snapshot: IndexReader, request: SearchRequest) -> Search:
    """Read the query and the filters.

    Raises BadQuery for a page too deep and for dates that are none.
    """
    check(request)
    vocabulary = vocabulary_of(snapshot)
    resolved = resolve(request, vocabulary)
    parsed = parse(request.q)
    reading = rewrite(parsed, vocabulary, literal=request.literal)
    return Search(
        snapshot, resolved.request, parsed, reading, filters_of(resolved.request), resolved.warnings
    )


def search(snapshot: IndexReader, request: SearchRequest) -> SearchResults:
    """The answer to a request. Raises BadQuery where `understand` does."""
    started = time.perf_counter()
    asked, ranked = _answered(snapshot, request)
    marker = highlighter_for(asked.reading.patterns, vocabulary_of(snapshot))
    hits = tuple(
        hit_of(snapshot, int(doc), float(score), marker)
        for doc, score in zip(ranked.docs, ranked.scores, strict=True)
    )
    return SearchResults(
        query=_told(asked.reading.query),
        total=ranked.found.total,
        total_exact=ranked.found.total_exact,
        page=asked.request.page,
        per_page=asked.request.per_page,
        hits=hits,
        facets=facet_results(ranked.found.facets, asked.request),
        warnings=(
            *asked.warnings,
            *asked.reading.warnings,
            *((PARTIAL,) if not ranked.found.total_exact else ()),
        ),
        suggestions=_suggestions(asked, ranked.found.total),
        took_ms=1e3 * (time.perf_counter() - started),
    )


def _told(query: QueryReading) -> QueryReading:
    """What is said of the reading.

    That a place typed by its Vietnamese name is found by its others, too, goes without saying.
    """
    said = [
        c
        for c in query.corrections
        if c.kind != "alias" or not all(map(is_syllable, c.typed.lower().split()))
    ]
    return replace(query, corrections=tuple(said))


def answered(snapshot: IndexReader, request: SearchRequest) -> tuple[Search, int]:
    """A request as `search` reads it in the end, and how many articles that finds.

    Raises BadQuery where `understand` does.
    """
    asked, ranked = _answered(snapshot, request)
    return asked, ranked.found.total


def _answered(snapshot: IndexReader, request: SearchRequest) -> tuple[Search, _Ranked]:
    asked = understand(snapshot, request)
    ranked = _rank(asked)
    if ranked.found.total < LITTLE and not request.literal:
        asked, ranked = _corrected(asked, ranked)
    return asked, ranked


def count(snapshot: IndexReader, request: SearchRequest) -> int:
    """How many articles a request finds as it is read at first."""
    asked = understand(snapshot, replace(request, page=1, per_page=1))
    return execute(snapshot, asked.reading.tree, filters=asked.filters, limit=0).total


def _corrected(asked: Search, ranked: _Ranked) -> tuple[Search, _Ranked]:
    """The search with likely typing errors mended, when that finds more; else as it was."""
    better = better_reading(asked.parsed, asked.reading, vocabulary_of(asked.snapshot))
    if better is None:
        return asked, ranked
    again = replace(asked, reading=better)
    found = _rank(again)
    return (again, found) if found.found.total > ranked.found.total else (asked, ranked)


def _suggestions(asked: Search, total: int) -> tuple[Suggestion, ...]:
    """Ways on: what may have been meant, then what to drop when nothing was found, else provinces
    under their other names.
    """

    def tried(request: SearchRequest) -> int:
        return count(asked.snapshot, request)

    vocabulary = vocabulary_of(asked.snapshot)
    meant: tuple[Suggestion, ...] = ()
    if not asked.request.literal and all(
        correction.kind != "spelling" for correction in asked.reading.corrections
    ):
        meant = did_you_mean(asked.request, asked.parsed, asked.reading, vocabulary, total, tried)
    if not total:
        return (meant + relaxations(asked.request, asked.parsed, asked.reading, tried))[:MAX_WAYS]
    return meant + merged_unit_suggestions(asked.request, vocabulary, total, tried)


def check(request: SearchRequest) -> None:
    """Raises BadQuery for a page that is none or too deep."""
    if not 1 <= request.per_page <= MAX_PER_PAGE:
        raise BadQuery(f"per_page: 1–{MAX_PER_PAGE}", "per_page")
    if request.page < 1:
        raise BadQuery("page: 1 …", "page")
    if request.page > 1 and request.page * request.per_page > MAX_DEPTH:
        raise BadQuery(Message("too_deep", most=MAX_DEPTH), "page")


def vocabulary_of(snapshot: IndexReader) -> ArchiveVocabulary:
    """The vocabulary of a snapshot, one per snapshot."""
    global _vocabulary
    if _vocabulary is None or _vocabulary[0] is not snapshot:
        _vocabulary = (snapshot, ArchiveVocabulary(snapshot))
    return _vocabulary[1]


_vocabulary: tuple[IndexReader, ArchiveVocabulary] | None = None


def filters_of(request: SearchRequest) -> Filters:
    """The filters of a request whose values are the archive's own."""
    groups: dict[str, tuple[Facet | DateRange, ...]] = {}
    chosen = (
        ("province", request.provinces),
        ("counterpart", request.counterparts),
        ("source", request.sources),
        ("year", request.years),
    )
    for name, values in chosen:
        if values:
            groups[name] = tuple(Facet(name, value) for value in values)
    if request.date_from or request.date_to:
        groups["date"] = (DateRange(request.date_from, request.date_to),)
    excluded = (
        ("province", request.without_provinces),
        ("counterpart", request.without_counterparts),
        ("source", request.without_sources),
    )
    return Filters(
        groups, tuple(Facet(name, value) for name, values in excluded for value in values)
    )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The execution, and the documents of the page with their scores."""

    found: Execution
    docs: NDArray[np.int64]
    scores: NDArray[np.float64]


def _rank(asked: Search) -> _Ranked:
    request, chains = asked.request, asked.reading.chains
    offset = (request.page - 1) * request.per_page
    by_position = request.sort == "relevance" and bool(chains) and offset < RERANKED
    first, limit = (
        (0, max(RERANKED, offset + request.per_page)) if by_position else (offset, request.per_page)
    )
    found = execute(
        asked.snapshot,
        asked.reading.tree,
        filters=asked.filters,
        sort=request.sort,
        offset=first,
        limit=limit,
        facets=COUNTED,
    )
    docs, scores = found.docs.astype(np.int64), found.scores.astype(np.float64)
    if by_position:
        docs, scores = _reorder(asked, docs, scores)
        docs, scores = (
            docs[offset : offset + request.per_page],
            scores[offset : offset + request.per_page],
        )
    return _Ranked(found, docs, scores)


def _reorder(
    asked: Search, docs: NDArray[np.int64], scores: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The first RERANKED documents by score with what their positions add; equal scores keep their
    order (newest, then id).
    """
    head = docs[:RERANKED]
    better = (
        scores[:RERANKED]
        + rescore(asked.snapshot, asked.reading.chains, head, asked.reading.weights).total
    )
    order = np.argsort(-better, kind="stable")
    return np.concatenate([head[order], docs[RERANKED:]]), np.concatenate(
        [better[order], scores[RERANKED:]]
    )


def hit_of(snapshot: IndexReader, doc: int, score: float, marker: Highlighter) -> Hit:
    """A document as a hit, its passages marked."""
    article = snapshot.article(doc)
    return Hit(
        article.id,
        article.title,
        article.url,
        score,
        article.source,
        article.date,
        article.provinces,
        article.counterparts,
        snippets(article, marker),
    )
