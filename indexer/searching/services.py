"""What is asked of the archive besides a search: marks of a whole article, completions, related
articles, facets, explanations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from indexer.errors import BadQuery
from indexer.gazetteer.resolution import Kind, writings
from indexer.gazetteer.tables import FORMER
from indexer.language import canonical, fold
from indexer.model.facets import FACETS
from indexer.model.query import DateRange, Facet
from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, FacetValue, Hit, Suggestion
from indexer.searching.engine import (
    Search,
    answered,
    answered_total,
    counted,
    highlighter,
    hit_of,
    plan_of,
)
from indexer.searching.engine import count as count_first
from indexer.searching.explain import explain as explain_reading
from indexer.searching.explain import score
from indexer.searching.facet_results import COUNTED, facet_results
from indexer.searching.highlight.highlighter import Highlighter
from indexer.searching.highlight.snippets import highlight_all
from indexer.searching.parsing.parser import parse
from indexer.searching.ports import QueryPlan, SearchBackend
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.suggest.completions import complete
from indexer.searching.suggest.evidence import Evidence
from indexer.searching.suggest.related import related_queries
from indexer.searching.suggest.relaxation import LITTLE

__all__ = [
    "explain",
    "facet",
    "marks",
    "other_names",
    "related",
    "suggest",
    "values_matching",
]


def suggest(
    backend: SearchBackend,
    typed: str,
    limit: int = 10,
    base: SearchRequest = SearchRequest(),  # noqa: B008 a frozen record
    *,
    filters: bool = True,
) -> tuple[Suggestion, ...]:
    """Completions of what is being typed, most useful first. Each leads to `base` with its text as
    the query, and its total is what that finds. `filters`: places are offered as filters, too.
    """

    def count(text: str, few: bool) -> int:
        request = replace(base, q=text, page=1, per_page=1)
        if few:
            return answered_total(backend, request)
        total = count_first(backend, request)
        return total if total >= LITTLE else 0

    evidence = Evidence(backend, count, base)
    return complete(typed, backend.vocabulary, evidence, limit, base, filters=filters)


def related(backend: SearchBackend, id: str, limit: int = 5) -> tuple[Hit, ...] | None:
    """Articles with the same key phrases and places, best first, without the article itself; None
    when there is no such article.
    """
    article = backend.article(id)
    if article is None:
        return None
    plain = Highlighter(())
    hits: dict[str, Hit] = {}
    for tree in related_queries(article, backend.vocabulary):
        found = backend.execute(QueryPlan(tree, limit=limit + 1)).hits
        for other, hit in zip(backend.articles(found), found, strict=True):
            if other.id != id:
                hits.setdefault(other.id, hit_of(other, hit.score, plain))
        if len(hits) >= limit:
            break
    return tuple(hits.values())[:limit]


def marks(backend: SearchBackend, id: str, query: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a query stand in the whole text of an article; nothing when there is no
    such article.
    """
    article = backend.article(id)
    if article is None:
        return ()
    reading = rewrite(parse(query), backend.vocabulary)
    return highlight_all(article, highlighter(reading.patterns, backend.vocabulary))


def facet(
    backend: SearchBackend, request: SearchRequest, name: str, contains: str = ""
) -> FacetResult:
    """All values of a facet for a search, or those that hold what was typed in `contains`.

    Raises BadQuery for an unknown facet.
    """
    if name not in COUNTED:
        raise BadQuery(f"facet: {', '.join(COUNTED)}", "facet")
    asked = counted(backend, replace(request, page=1))
    plan = QueryPlan(asked.reading.tree, asked.filters, limit=0, facets={name: COUNTED[name]})
    found = backend.execute(plan)
    result = facet_results(found.facets, asked.request, most=None)[name]
    if not contains.strip():
        return result
    return FacetResult(values_matching(name, result.values, contains, holds))


def values_matching(
    name: str, values: Sequence[FacetValue], typed: str, matches: Callable[[str, str], bool]
) -> tuple[FacetValue, ...]:
    """The values whose label matches what was typed, or another name of them, or whose child's
    does.
    """
    kept = []
    for value in values:
        if any(matches(text, typed) for text in (value.label, *other_names(name, value.value))):
            kept.append(value)
        elif children := values_matching(name, value.children, typed, matches):
            kept.append(replace(value, children=children))
    return tuple(kept)


def other_names(facet: str, value: str) -> tuple[str, ...]:
    """What else a province or a counterpart is called or written."""
    if not FACETS[facet].places:
        return ()
    return writings(cast(Kind, facet)).get(value.removesuffix(FORMER), ())


def holds(label: str, typed: str) -> bool:
    """Does a label contain what was typed, marks and case as typed or bare?"""
    label, typed = canonical(label).text.casefold(), canonical(typed).text.strip().casefold()
    return typed in label or (fold(typed) == typed and typed in fold(label))


def explain(backend: SearchBackend, request: SearchRequest, hits: int = 3) -> str:
    """How a search was read, and what the scores of its first hits are made of, as lines
    of text.
    """
    asked, total = answered(backend, request)
    lines = list(explain_reading(asked.reading, backend.vocabulary))
    lines += [
        f"filter: {group} = {' or '.join(map(_filter_text, values))}"
        for group, values in asked.filters.include.items()
    ]
    lines += [f"without: {_filter_text(value)}" for value in asked.filters.exclude]
    lines.append(f"articles: {total:,} of {backend.doc_count:,}")
    return "\n".join(
        [*lines, *(_score_lines(asked, hits) if asked.request.sort == "relevance" else ())]
    )


def _filter_text(value: Facet | DateRange) -> str:
    return value.value if isinstance(value, Facet) else f"{value.start or '…'}..{value.end or '…'}"


def _score_lines(asked: Search, hits: int) -> Iterator[str]:
    """For each of the first hits: BM25 and what its positions add."""
    for explained in asked.backend.explain(plan_of(asked), hits):
        yield from score(explained.id, explained.parts)
