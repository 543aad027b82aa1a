"""Clauses together with the words after them that belong to them: tỉnh:Lạng Sơn, -ma túy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from indexer.language import agrees, fold
from indexer.searching.parsing.ast import (
    Clause,
    FacetClause,
    NotClause,
    PhraseClause,
    QueryToken,
    TermClause,
)
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.filters import find_value

__all__ = ["with_values"]

MAX_VALUE_WORDS = 5  # words an unquoted filter value may have: tỉnh:Bà Rịa Vũng Tàu


def with_values(
    clauses: Sequence[Clause], vocabulary: Vocabulary, *, literal: bool
) -> list[Clause]:
    """Clauses together with the words after them that belong to them: tỉnh:Lạng Sơn,
    -ma túy.
    """
    found: list[Clause] = []
    at = 0
    while at < len(clauses):
        clause = clauses[at]
        at += 1
        inner = clause.child if isinstance(clause, NotClause) else clause
        after = [
            c.word
            for c in takewhile(_is_term, clauses[at : at + MAX_VALUE_WORDS - 1])
            if isinstance(c, TermClause)
        ]
        if isinstance(inner, FacetClause) and inner.open:
            texts = [
                " ".join([inner.value, *(word.raw for word in after[:n])])
                for n in range(len(after) + 1)
            ]
            taken = max(
                (
                    n
                    for n, text in enumerate(texts)
                    if find_value(inner.name, text, vocabulary) is not None
                ),
                default=0,
            )
            field = FacetClause(inner.name, texts[taken])
            clause, at = (
                NotClause(field) if isinstance(clause, NotClause) else field,
                at + taken,
            )
        elif isinstance(clause, NotClause) and isinstance(inner, TermClause) and not literal:
            taken = max(
                (
                    n
                    for n in range(1, len(after) + 1)
                    if _is_compound([inner.word, *after[:n]], vocabulary)
                ),
                default=0,
            )
            if taken:
                clause, at = NotClause(PhraseClause((inner.word, *after[:taken]))), at + taken
        found.append(clause)
    return found


def _is_compound(words: Sequence[QueryToken], vocabulary: Vocabulary) -> bool:
    """Do these words make one word of the archive's, so that leaving out means leaving it out
    as a whole?
    """
    key = " ".join(fold(word.text) for word in words)
    texts = [word.text for word in words]
    compounds = vocabulary.compounds(key, 5)
    return any(agrees(texts, compound.split()) for compound, _ in compounds)


def _is_term(clause: Clause) -> bool:
    return isinstance(clause, TermClause)
