"""From a request to results: read the query, evaluate it, rank the best by position, mark their passages.

The one place where the rooms of searching meet; each step is a pure function over a snapshot of the index.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.errors import BadQuery
from indexer.language import canonical, fold
from indexer.searching.archive_vocabulary import ArchiveVocabulary
from indexer.searching.constants import RERANKED
from indexer.searching.execute import Execution, Filters, execute
from indexer.searching.expansion import Reading, expand
from indexer.searching.facets import COUNTED, facet_results
from indexer.searching.filters import resolve
from indexer.searching.grammar import parse
from indexer.searching.highlight import Marker
from indexer.searching.passages import highlights, whole
from indexer.searching.ranking import bonus
from indexer.searching.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest
from indexer.searching.results import FacetResult, FacetValue, Hit, SearchResults
from indexer.searching.tree import DateRange, Facet
from indexer.storage import Snapshot

__all__ = ["Search", "facet", "filters_of", "marks", "search", "understand"]

Counted = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Search:
    """A request understood over one snapshot: what explaining, marking and counting start from."""

    snapshot: Snapshot
    request: SearchRequest
    reading: Reading
    filters: Filters
    warnings: tuple[str, ...]


def understand(snapshot: Snapshot, request: SearchRequest) -> Search:
    """Read the query and the filters. Raises BadQuery for a page too deep and for dates that are none."""
    check(request)
    vocabulary = vocabulary_of(snapshot)
    resolved = resolve(request, vocabulary)
    reading = expand(parse(request.q), vocabulary, literal=request.literal)
    return Search(snapshot, resolved.request, reading, filters_of(resolved.request), (*resolved.warnings, *reading.warnings))


def search(snapshot: Snapshot, request: SearchRequest) -> SearchResults:
    """The answer to a request. Raises BadQuery where `understand` does."""
    started = time.perf_counter()
    asked = understand(snapshot, request)
    request = asked.request
    found, docs, scores = _rank(asked, COUNTED)
    marker = Marker(asked.reading.patterns)
    return SearchResults(
        query=asked.reading.query,
        total=found.total,
        total_exact=found.total_exact,
        took_ms=1e3 * (time.perf_counter() - started),
        page=request.page,
        per_page=request.per_page,
        hits=tuple(_hit(snapshot, int(doc), float(score), marker) for doc, score in zip(docs, scores, strict=True)),
        facets=facet_results(found.facets, request),
        warnings=asked.warnings,
    )


def check(request: SearchRequest) -> None:
    """Raises BadQuery for a page that is none or too deep."""
    if not 1 <= request.per_page <= MAX_PER_PAGE:
        raise BadQuery(f"per_page: 1–{MAX_PER_PAGE}", "per_page")
    if request.page < 1:
        raise BadQuery("page: 1 …", "page")
    if request.page > 1 and request.page * request.per_page > MAX_DEPTH:
        raise BadQuery(f"Chỉ xem được {MAX_DEPTH} kết quả đầu; hãy lọc theo thời gian, tỉnh hoặc đối tác.", "page")


def vocabulary_of(snapshot: Snapshot) -> ArchiveVocabulary:
    """The vocabulary of a snapshot, one per snapshot."""
    global _vocabulary
    if _vocabulary is None or _vocabulary[0] is not snapshot:
        _vocabulary = (snapshot, ArchiveVocabulary(snapshot))
    return _vocabulary[1]


_vocabulary: tuple[Snapshot, ArchiveVocabulary] | None = None


def filters_of(request: SearchRequest) -> Filters:
    """The filters of a request whose values are the archive's own."""
    groups: dict[str, tuple[Facet | DateRange, ...]] = {}
    chosen = (("province", request.provinces), ("counterpart", request.counterparts), ("source", request.sources), ("year", request.years))
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
    return Filters(groups, tuple(Facet(name, value) for name, values in excluded for value in values))


def _rank(asked: Search, counted: Counted) -> tuple[Execution, NDArray[np.int64], NDArray[np.float64]]:
    """(the execution, documents of the page, their scores)."""
    request, chains = asked.request, asked.reading.chains
    offset = (request.page - 1) * request.per_page
    ranked = request.sort == "relevance" and bool(chains) and offset < RERANKED
    first, limit = (0, max(RERANKED, offset + request.per_page)) if ranked else (offset, request.per_page)
    found = execute(asked.snapshot, asked.reading.tree, filters=asked.filters, sort=request.sort, offset=first, limit=limit, facets=counted)
    docs, scores = found.docs.astype(np.int64), found.scores.astype(np.float64)
    if ranked:
        docs, scores = _reorder(asked.snapshot, chains, docs, scores)
        docs, scores = docs[offset : offset + request.per_page], scores[offset : offset + request.per_page]
    return found, docs, scores


def _reorder(
    snapshot: Snapshot, chains: Sequence[Sequence[object]], docs: NDArray[np.int64], scores: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The first RERANKED documents by score with what their positions add; equal scores keep their order (newest, then id)."""
    head = docs[:RERANKED]
    ascending = np.argsort(head)
    added = np.empty(len(head))
    added[ascending] = bonus(snapshot, chains, head[ascending]).total  # type: ignore[arg-type]
    better = scores[:RERANKED] + added
    order = np.argsort(-better, kind="stable")
    return np.concatenate([head[order], docs[RERANKED:]]), np.concatenate([better[order], scores[RERANKED:]])


def _hit(snapshot: Snapshot, doc: int, score: float, marker: Marker) -> Hit:
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
        highlights(article, marker),
    )


def marks(snapshot: Snapshot, id: str, query: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a query stand in the whole text of an article; nothing when there is no such article."""
    doc = snapshot.find(id)
    if doc is None:
        return ()
    reading = expand(parse(query), vocabulary_of(snapshot))
    return whole(snapshot.article(doc), Marker(reading.patterns))


def facet(snapshot: Snapshot, request: SearchRequest, name: str, contains: str = "") -> FacetResult:
    """All values of a facet for a search, or those that hold what was typed in `contains`. Raises BadQuery for an unknown facet."""
    if name not in COUNTED:
        raise BadQuery(f"facet: {', '.join(COUNTED)}", "facet")
    asked = understand(snapshot, replace(request, page=1))
    found = execute(snapshot, asked.reading.tree, filters=asked.filters, limit=0, facets={name: COUNTED[name]})
    result = facet_results(found.facets, asked.request)[name]
    return FacetResult(_holding(result.values, contains)) if contains.strip() else result


def _holding(values: tuple[FacetValue, ...], contains: str) -> tuple[FacetValue, ...]:
    """The values whose label, or a child's, holds the words typed: accents typed must agree, missing ones are free."""
    kept = []
    for value in values:
        children = _holding(value.children, contains)
        if children or holds(value.label, contains):
            kept.append(replace(value, children=children if not holds(value.label, contains) else value.children))
    return tuple(kept)


def holds(label: str, typed: str) -> bool:
    """Does a label contain what was typed, marks and case as typed or bare?"""
    label, typed = canonical(label).text.casefold(), canonical(typed).text.strip().casefold()
    return typed in label or (fold(typed) == typed and typed in fold(label))
