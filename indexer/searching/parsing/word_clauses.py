"""Clauses of words: what stands side by side, letters about a sign, Chinese characters in a row."""

from __future__ import annotations

from indexer.searching.parsing.ast import (
    AndClause,
    Clause,
    DateFilter,
    OrClause,
    PhraseClause,
    PrefixClause,
    QueryToken,
    TermClause,
    TimeExpression,
)

__all__ = ["chinese_run", "joined", "named", "raw_words"]


def joined(clauses: list[Clause]) -> Clause:
    if len(clauses) == 1:
        return clauses[0]
    words = tuple(c.word for c in clauses if isinstance(c, TermClause))
    return PhraseClause(words) if len(words) == len(clauses) else AndClause(tuple(clauses))


def raw_words(clause: Clause) -> list[str]:
    """The words of a clause as typed."""
    if isinstance(clause, TermClause | PrefixClause):
        return [clause.word.raw]
    if isinstance(clause, PhraseClause):
        return [w.raw for w in clause.words]
    if isinstance(clause, DateFilter | TimeExpression):
        return [clause.raw]
    if isinstance(clause, AndClause | OrClause):
        return [raw for child in clause.children for raw in raw_words(child)]
    return []


def named(word: QueryToken) -> Clause:
    """A word; letters about a sign (T&T, M&A) as the name that they are, side by side."""
    if "&" in word.raw and word.parts and all(len(part) == 1 for part in word.parts):
        return PhraseClause((word,), implied=True)
    return TermClause(word)


def chinese_run(run: list[QueryToken]) -> list[Clause]:
    if len(run) < 2:
        return [TermClause(w) for w in run]
    return [PhraseClause(tuple(run), implied=True)]
