"""Hypothesis strategies for small archives: articles, the commits they arrive by, and queries over them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from indexer.model.article import (
    UNKNOWN_DATE,
    Article,
    Counterpart,
    DateSpan,
    Part,
    PartKind,
    Province,
)
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    MatchAll,
    MatchNone,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
    WeightedTerm,
)
from indexer.storage import append, rebuild

SYLLABLES = ("cửa", "khẩu", "của", "khâu", "cua", "lạng", "sơn", "2024", "中", "đường")
IDS = tuple(f"a{i}" for i in range(12))
PROVINCES = (
    Province("Hà Giang", "Tuyên Quang"),
    Province("Tuyên Quang", "Tuyên Quang"),
    Province("Lạng Sơn", "Lạng Sơn"),
)
COUNTERPARTS = (
    Counterpart("Quảng Tây"),
    Counterpart("Sùng Tả", "Quảng Tây"),
    Counterpart("Nam Ninh", "Quảng Tây"),
    Counterpart("Vân Nam"),
)
DATES = (
    UNKNOWN_DATE,
    DateSpan("--03-24", "--03-24", "day", "unknown"),
    DateSpan("2024-12-30", "2025-01-02", "range", "explicit"),
    DateSpan("2025-03-24", "2025-03-24", "day", "explicit"),
    DateSpan("2025-03-01", "2025-03-31", "month", "explicit"),
    DateSpan("2025-01-01", "2025-12-31", "year", "context"),
    DateSpan("2025-09-02", "2025-09-02", "day", "explicit"),
    DateSpan("2019-07-01", "2019-07-01", "day", "metadata"),
)
KINDS: tuple[PartKind, ...] = ("title", "lead", "body", "body", "caption", "related", "boilerplate")

words_of_text = st.lists(st.sampled_from(SYLLABLES), max_size=9).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    pieces = draw(st.lists(st.tuples(st.sampled_from(KINDS), words_of_text), max_size=4))
    text, parts = "", []
    for kind, piece in pieces:
        parts.append(Part(kind, len(text), len(text) + len(piece)))
        text += piece + "\n"
    return Article(
        id=draw(st.sampled_from(IDS)),
        title=draw(words_of_text),
        text=text,
        parts=tuple(parts) if draw(st.booleans()) else (),
        source=draw(st.sampled_from(("", "Báo Lạng Sơn", "VOV"))),
        date=draw(st.sampled_from(DATES)),
        provinces=tuple(draw(st.lists(st.sampled_from(PROVINCES), max_size=3))),
        counterparts=tuple(draw(st.lists(st.sampled_from(COUNTERPARTS), max_size=3))),
    )


@dataclass(frozen=True)
class Commit:
    """What one writer does: articles added in order, ids removed after; `batch_bytes` says how often it starts a segment."""

    added: tuple[Article, ...]
    removed: tuple[str, ...] = ()
    batch_bytes: int = 100_000_000


commits = st.builds(
    Commit,
    st.lists(articles(), max_size=10).map(tuple),
    st.lists(st.sampled_from(IDS), max_size=3).map(tuple),
    st.sampled_from((1, 3_000, 100_000_000)),
)
histories = st.lists(commits, min_size=1, max_size=4)


def live(history: list[Commit]) -> list[Article]:
    """The articles that are there after all commits."""
    held: dict[str, Article] = {}
    for commit in history:
        for article in commit.added:
            held.pop(article.id, None)
            held[article.id] = article
        for gone in commit.removed:
            held.pop(gone, None)
    return list(held.values())


def write(path: Path, history: list[Commit]) -> None:
    """The first commit builds the index at `path`, the others append to it."""
    for i, commit in enumerate(history):
        with (append if i else rebuild)(path, batch_bytes=commit.batch_bytes) as writer:
            for article in commit.added:
                writer.add(article, words=article.title.split())
            for gone in commit.removed:
                writer.remove(gone)


scopes = st.sampled_from(("text", "text", "title", "body"))
spellings = st.builds(
    WeightedTerm, st.sampled_from((*SYLLABLES, "vắng")), st.sampled_from((1.0, 1.0, 0.5, 0.25, 0.0))
)
words = st.builds(
    SynonymQuery,
    st.lists(spellings, min_size=1, max_size=3, unique_by=lambda s: s.term).map(tuple),
    scopes,
)
phrases = st.builds(
    Phrase, st.lists(words, min_size=1, max_size=3).map(tuple), st.integers(0, 3), scopes
)
facets = st.sampled_from(
    (
        *(Facet("province", p.name) for p in PROVINCES),
        Facet("province", "Tuyên Quang (cũ)"),
        *(Facet("counterpart", c.name) for c in COUNTERPARTS),
        Facet("source", "VOV"),
        Facet("source", "không có"),
        Facet("year", "2025"),
        Facet("year", "unknown"),
    )
)
days = st.sampled_from(("", "2019-01-01", "2024-12-31", "2025-03-24", "2025-06-01"))
date_ranges = st.builds(DateRange, days, days)


def _combined(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several, st.booleans()),
        st.builds(Not, children),
        st.builds(MinShouldMatch, several, st.sampled_from((0.0, 1.0, 1.5, 2.0, 3.0))),
        several.flatmap(
            lambda nodes: st.builds(
                MinShouldMatch,
                st.just(nodes),
                st.sampled_from((0.5, 1.0)),
                st.tuples(*(st.sampled_from((0.0, 0.25, 0.5, 0.7)) for _ in nodes)),
            )
        ),
    )


queries: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        words, words, phrases, facets, date_ranges, st.just(MatchAll()), st.just(MatchNone())
    ),
    _combined,
    max_leaves=6,
)
