"""What is asked of the archive besides a search: marks of a whole article, completions, related
articles, facets, explanations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.errors import BadQuery
from indexer.language import canonical, fold
from indexer.model.query import DateRange, Facet
from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, FacetValue, Hit, Suggestion
from indexer.searching.constants import RERANKED
from indexer.searching.engine import Search, answered, hit_of, understand, vocabulary_of
from indexer.searching.explain import explain as explain_reading
from indexer.searching.explain import score
from indexer.searching.facet_results import COUNTED, facet_results
from indexer.searching.highlight.highlighter import Highlighter, highlighter_for
from indexer.searching.highlight.snippets import highlight_all
from indexer.searching.local.execution import execute
from indexer.searching.local.rescorer import rescore
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.suggest.completions import complete
from indexer.searching.suggest.related import related_query
from indexer.storage import IndexReader

__all__ = ["explain", "facet", "marks", "related", "suggest"]


def suggest(snapshot: IndexReader, typed: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """Completions of what is being typed, most useful first; totals are the articles that hold the
    completed word.
    """
    return complete(typed, vocabulary_of(snapshot), limit)


def related(snapshot: IndexReader, id: str, limit: int = 5) -> tuple[Hit, ...] | None:
    """Articles with the same key phrases and places, best first, without the article itself; None
    when there is no such article.
    """
    doc = snapshot.find(id)
    if doc is None:
        return None
    tree = related_query(snapshot.article(doc), vocabulary_of(snapshot))
    found = execute(snapshot, tree, limit=limit + 1)
    pairs = zip(found.docs.tolist(), found.scores.tolist(), strict=True)
    plain = Highlighter(())
    return tuple(hit_of(snapshot, other, score, plain) for other, score in pairs if other != doc)[
        :limit
    ]


def marks(snapshot: IndexReader, id: str, query: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a query stand in the whole text of an article; nothing when there is no
    such article.
    """
    doc = snapshot.find(id)
    if doc is None:
        return ()
    reading = rewrite(parse(query), vocabulary_of(snapshot))
    return highlight_all(
        snapshot.article(doc), highlighter_for(reading.patterns, vocabulary_of(snapshot))
    )


def facet(
    snapshot: IndexReader, request: SearchRequest, name: str, contains: str = ""
) -> FacetResult:
    """All values of a facet for a search, or those that hold what was typed in `contains`.

    Raises BadQuery for an unknown facet.
    """
    if name not in COUNTED:
        raise BadQuery(f"facet: {', '.join(COUNTED)}", "facet")
    asked = understand(snapshot, replace(request, page=1))
    found = execute(
        snapshot, asked.reading.tree, filters=asked.filters, limit=0, facets={name: COUNTED[name]}
    )
    result = facet_results(found.facets, asked.request, most=None)[name]
    return FacetResult(_holding(result.values, contains)) if contains.strip() else result


def _holding(values: tuple[FacetValue, ...], contains: str) -> tuple[FacetValue, ...]:
    """The values whose label, or a child's, holds the words typed: accents typed must agree,
    missing ones are free.
    """
    kept = []
    for value in values:
        children = _holding(value.children, contains)
        if children or holds(value.label, contains):
            kept.append(
                replace(
                    value, children=children if not holds(value.label, contains) else value.children
                )
            )
    return tuple(kept)


def holds(label: str, typed: str) -> bool:
    """Does a label contain what was typed, marks and case as typed or bare?"""
    label, typed = canonical(label).text.casefold(), canonical(typed).text.strip().casefold()
    return typed in label or (fold(typed) == typed and typed in fold(label))


def explain(snapshot: IndexReader, request: SearchRequest, hits: int = 3) -> str:
    """How a search was read, and what the scores of its first hits are made of, as lines
    of text.
    """
    asked, total = answered(snapshot, request)
    lines = list(explain_reading(asked.reading, vocabulary_of(snapshot)))
    lines += [
        f"filter: {group} = {' or '.join(map(_filter_text, values))}"
        for group, values in asked.filters.include.items()
    ]
    lines += [f"without: {_filter_text(value)}" for value in asked.filters.exclude]
    lines.append(f"articles: {total:,} of {snapshot.doc_count:,}")
    return "\n".join(
        [*lines, *(_score_lines(asked, hits) if asked.request.sort == "relevance" else ())]
    )


def _filter_text(value: Facet | DateRange) -> str:
    return value.value if isinstance(value, Facet) else f"{value.start or '…'}..{value.end or '…'}"


def _score_lines(asked: Search, hits: int) -> Iterator[str]:
    """For each of the first hits: BM25 and what its positions add."""
    found = execute(asked.snapshot, asked.reading.tree, filters=asked.filters, limit=RERANKED)
    docs = found.docs.astype("int64")
    added = rescore(asked.snapshot, asked.reading.chains, docs, asked.reading.weights)
    for rank in (-found.scores - added.total).argsort(kind="stable")[:hits].tolist():
        parts = {
            "words": found.scores[rank] + added.evenness[rank],
            "adjacency": added.adjacency[rank],
            "nearness": added.nearness[rank],
            "lead": added.lead[rank],
            "phrase in title": added.title[rank],
        }
        yield from score(asked.snapshot.id_of(int(docs[rank])), parts)
