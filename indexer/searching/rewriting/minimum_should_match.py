"""How much of a query an article must hold. All of a short query; most of the weight of a long one
or a question.

A word's weight is how much it tells (inverse document frequency over its likely spellings), so that
"bao nhiêu" may be missing sooner than "Panthers". The rule does not look at results: adding a word
to a short query never finds more.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from indexer.model.query import And, MatchAll, MinShouldMatch, Node, Not, SynonymQuery
from indexer.searching.constants import (
    ALL_WORDS,
    LEAST_SHARE,
    MAX_TERMS,
    QUESTION_SHARE,
    QUESTION_WORDS,
)
from indexer.searching.ports import Vocabulary

__all__ = ["asks_for_all", "minimum_share", "minimum_should_match", "word_weight"]


def word_weight(word: SynonymQuery, vocabulary: Vocabulary) -> float:
    """Inverse document frequency of a word, its spellings counted by their likelihood; 0 when no
    article holds it.
    """
    df = sum(s.weight * vocabulary.df(s.term) for s in word.spellings)
    return log(1 + vocabulary.doc_count / max(df, 0.5)) if df > 0 else 0.0


def minimum_share(words: int, question: bool) -> float:
    """The share of the weight of its plain words that a query asks for: 1 for a short one."""
    if asks_for_all(words, question):
        return 1.0
    return QUESTION_SHARE if question else LEAST_SHARE


def asks_for_all(words: int, question: bool) -> bool:
    """Must every one of so many plain words be there?"""
    return words <= (QUESTION_WORDS if question else ALL_WORDS)


def minimum_should_match(units: Sequence[tuple[Node, float, int]], question: bool) -> Node:
    """The query as one node.

    Units are (node, weight, plain words in it, 0 when it must be there).
    """
    words = sum(count for _, _, count in units)
    if asks_for_all(words, question):
        return _all([node for node, _, _ in units])
    required = [node for node, _, count in units if not count]
    loose = [(node, weight) for node, weight, count in units if count]
    kept = sorted(sorted(range(len(loose)), key=lambda i: (-loose[i][1], i))[:MAX_TERMS])
    weights = tuple(loose[i][1] for i in kept)
    if not sum(weights):
        return _all([node for node, _, _ in units])
    most = MinShouldMatch(
        tuple(loose[i][0] for i in kept), minimum_share(words, question) * sum(weights), weights
    )
    return _all([most, *required])


def _all(nodes: Sequence[Node]) -> Node:
    """All of the nodes; exclusions alone leave out of everything."""
    if all(isinstance(node, Not) for node in nodes):
        nodes = [MatchAll(), *nodes]
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))
