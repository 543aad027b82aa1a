"""What is found: the articles that hold all of a query, and, where they are few, below them those
that come near.

Totals, facets, other orders and everything counted speak of the full matches alone; of the near
ones only where nothing matches in full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.model.query import And, Not
from indexer.records import dataclass
from indexer.searching.constants import (
    FEW_MATCHES,
    FEW_MATCHES_LONG,
    LACKING,
    NEAR_SHOWN,
    RANKED_TOGETHER,
    TEXT,
)
from indexer.searching.ports import Handle, QueryPlan, ScoredHit, SearchBackend, TopDocs
from indexer.searching.rewriting.minimum_should_match import wholes
from indexer.searching.rewriting.rewritten_query import RewrittenQuery

__all__ = ["Found", "find"]

Lacking = Mapping[Handle, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a page; `near` names for those that come near the parts of the query they lack.

    `total` counts full matches, `near_total` the near ones; `facets` are of the near ones where
    nothing matches in full (`facets_of_near`). `distinct` counts the full matches that are hits,
    `alike` names the articles that a hit stands for beside itself.
    """

    hits: tuple[ScoredHit, ...]
    total: int
    total_exact: bool
    facets: Mapping[str, Mapping[str, int]]
    near: Lacking
    distinct: int
    alike: Mapping[Handle, tuple[ScoredHit, ...]]
    near_total: int = 0
    facets_of_near: bool = False


def find(
    backend: SearchBackend, plan: QueryPlan, reading: RewrittenQuery, *, near: bool = True
) -> Found:
    """The page that a plan asks for, near matches (if wanted) below its full ones when these are
    few.
    """
    full = backend.execute(plan)
    together = reading.length >= RANKED_TOGETHER
    few = FEW_MATCHES_LONG if together and reading.length < TEXT else FEW_MATCHES
    if full.total >= few or reading.near is None or not near:
        return _full(full)
    others = backend.execute(_near_plan(plan, reading, with_facets=not full.total))
    if not others.total:
        return _full(full)
    first, alike, below = full.hits, full.alike, others.hits
    if reading.length < TEXT:
        below = _by_words_held(backend, reading, below)
    if plan.offset or plan.limit < full.distinct:
        again = backend.execute(replace(plan, offset=0, limit=few, facets={}))
        first, alike = again.hits, again.alike
    hits = [*first, *below]
    if together and plan.sort == "relevance":
        hits.sort(key=lambda hit: -hit.score)
    page = tuple(hits[plan.offset : plan.offset + plan.limit])
    near_handles = {hit.handle for hit in below}
    return Found(
        page,
        full.total,
        full.total_exact and others.total_exact,
        full.facets if full.total else others.facets,
        _lacking(backend, reading, [hit for hit in page if hit.handle in near_handles]),
        full.distinct,
        {**others.alike, **alike},
        others.total,
        facets_of_near=not full.total,
    )


def _full(found: TopDocs) -> Found:
    return Found(
        found.hits,
        found.total,
        found.total_exact,
        found.facets,
        {},
        found.distinct,
        found.alike,
    )


def _near_plan(plan: QueryPlan, reading: RewrittenQuery, *, with_facets: bool) -> QueryPlan:
    """The best near matches, without those that match in full."""
    assert reading.near is not None
    return replace(
        plan,
        tree=And((reading.near, Not(plan.tree))),
        sort="relevance",
        offset=0,
        limit=NEAR_SHOWN,
        facets=plan.facets if with_facets else {},
    )


def _by_words_held(
    backend: SearchBackend, reading: RewrittenQuery, hits: Sequence[ScoredHit]
) -> tuple[ScoredHit, ...]:
    """Near matches in the order of their scores, which count the less the more of the query's
    words an article does not hold whole: syllables of «Quảng Tây» stand in «Quảng Ninh», too.
    """
    words = wholes(reading.parts)
    total = sum(weight for _, weight in words)
    if not total:  # no article holds any of them: none is nearer than another
        return tuple(hits)
    held = backend.holding([node for node, _ in words], hits)
    lowered = []
    for hit, column in zip(hits, zip(*held, strict=True), strict=True):
        lacking = sum(w for (_, w), own in zip(words, column, strict=True) if not own) / total
        lowered.append(ScoredHit(hit.handle, hit.score * (1 - LACKING * lacking)))
    return tuple(sorted(lowered, key=lambda hit: -hit.score))


def _lacking(backend: SearchBackend, reading: RewrittenQuery, hits: Sequence[ScoredHit]) -> Lacking:
    """What each of the near hits lacks of the query."""
    held = backend.holding([part.node for part in reading.parts], hits)
    labels = [part.label for part in reading.parts]
    return {
        hit.handle: tuple(label for label, own in zip(labels, column, strict=True) if not own)
        for hit, column in zip(hits, zip(*held, strict=True), strict=True)
    }
