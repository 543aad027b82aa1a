"""What of a query an article may lack and still be near it.

Every unit is asked for; articles that lack some come below, when few hold all. How much of the
weight of the words they must hold depends on how many there are. A word's weight is how much it
tells (inverse document frequency over its likely spellings), so that «Panthers» may be missing
later than «trận».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

from indexer.model.query import (
    And,
    Filter,
    MatchAll,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
)
from indexer.records import dataclass
from indexer.searching.constants import (
    LONG_QUERY,
    MAX_TERMS,
    NEAR_SHARE,
    NEAR_SHARE_LONG,
    NEAR_SHARE_QUESTION,
)
from indexer.searching.ports import Vocabulary

__all__ = [
    "BooleanClause",
    "all_of",
    "nearly_all_of",
    "wholes",
    "word_weight",
]


_WHICH = re.compile(r"\d{3,}|\d+[a-z]|\d+(?:[/.,-]\d+)+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/-](?:19|20)?\d\d)?")


@dataclass(frozen=True, slots=True)
class BooleanClause:
    """A part of a query as it is searched for.

    `node`: what an article must hold; `label`: how it is called. `loose`: the same word by word,
    each with what it tells; empty when it must be there as it is. `words`: how many it has.
    `joined`: they stand side by side. `anchors`: what stands for it where less is asked for: itself
    and what means the same; `inner`: the words of several syllables within it. `optional`: it may
    be missing.
    """

    node: Node
    label: str = ""
    loose: tuple[tuple[Node, float], ...] = ()
    words: int = 0
    joined: bool = False
    anchors: tuple[Node, ...] = ()
    inner: tuple[Node, ...] = ()
    optional: bool = False

    @property
    def weight(self) -> float:
        """What its words tell together."""
        return sum(weight for _, weight in self.loose)


def word_weight(word: SynonymQuery, vocabulary: Vocabulary) -> float:
    """Inverse document frequency of a word, its spellings counted by their likelihood; 0 when no
    article holds it.
    """
    df = sum(s.weight * vocabulary.df(s.term) for s in word.spellings)
    return log(1 + vocabulary.doc_count / max(df, 0.5)) if df > 0 else 0.0


def all_of(nodes: Sequence[Node]) -> Node:
    """All of the nodes; exclusions alone leave out of everything."""
    flat: list[Node] = []
    for node in nodes:
        flat += node.children if isinstance(node, And) else (node,)
    if all(isinstance(node, Not) for node in flat):
        flat.insert(0, MatchAll())
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def nearly_all_of(clauses: Sequence[BooleanClause], question: bool) -> Node | None:
    """Most of the weight of the words, wherever they stand; None when nothing can be missing.

    Of a short query an article must hold one word of several syllables whole, or every syllable:
    else «phân giới cắm mốc» finds what has «phân» and «mốc». It must also hold a number that tells
    which one is meant: near «mốc 1116» there is no other border post.
    """
    required = [clause.node for clause in clauses if not clause.loose]
    loosened = [clause for clause in clauses if clause.loose and not clause.optional]
    parts = [part for clause in loosened for part in clause.loose]
    words = sum(clause.words for clause in clauses)
    kept = sorted(sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))[:MAX_TERMS])
    nodes = tuple(parts[i][0] for i in kept)
    weights = tuple(parts[i][1] for i in kept)
    if len(loosened) == 1 and any(map(_is_phrase, required)):
        return all_of([MinShouldMatch(nodes, 0.0, weights), *required])  # what stands in quotes
    if words < 2 or not sum(weights):
        return None
    most: Node = MinShouldMatch(nodes, near_share(words, question) * sum(weights), weights)
    whole = [node for clause in loosened for node in (*clause.anchors, *clause.inner)]
    if len(loosened) == 1 and loosened[0].joined and len(whole) < 2:
        return None  # one word or name: its syllables here and there are nothing near it
    if words > LONG_QUERY or question:
        return all_of([most, *required])
    required += [Filter(clause.node) for clause in loosened if _tells_which(clause.label)]
    if not any(clause.joined for clause in loosened):
        return all_of([most, *required])
    if len(loosened) > 1:
        whole.append(all_of([node for node, _ in parts]))
    return all_of([most, Filter(Or(tuple(whole))), *required])


def _tells_which(label: str) -> bool:
    """Is a word a number that names one of many (1116, 836/2)? A year is none: it is a time."""
    return _WHICH.fullmatch(label) is not None and _YEAR.fullmatch(label) is None


def _is_phrase(node: Node) -> bool:
    if isinstance(node, Or):
        return all(map(_is_phrase, node.children))
    return isinstance(node, Phrase)


def wholes(clauses: Sequence[BooleanClause]) -> list[tuple[Node, float]]:
    """The words and names of a query, each with what it tells; of a long unit half of that falls to
    the words within it.
    """
    found: list[tuple[Node, float]] = []
    for clause in clauses:
        if not clause.loose:
            continue
        anchors = clause.anchors or (clause.node,)
        node = anchors[0] if len(anchors) == 1 else Or(anchors)
        own = clause.weight / 2 if clause.inner else clause.weight
        found.append((node, own))
        found += [(inner, own / len(clause.inner)) for inner in clause.inner]
    return found


def near_share(words: int, question: bool) -> float:
    """The share of the weight of its words that an article near a query holds."""
    if question:
        return NEAR_SHARE_QUESTION
    return NEAR_SHARE if words <= LONG_QUERY else NEAR_SHARE_LONG
