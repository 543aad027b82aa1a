"""Every number that ranking depends on, in one place, set by measurement: tests/benchmarks/relevance.py prints the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "BODY_B",
    "COVER_TOKENS",
    "JOINED",
    "K1",
    "LEAD_TOKENS",
    "LEAST_PAIR_WEIGHT",
    "LEAST_WEIGHT",
    "NEARNESS_SPAN",
    "PHRASE_IN_TITLE",
    "QUESTION",
    "RERANKED",
    "TITLE_B",
    "TITLE_WEIGHT",
    "TOPIC",
    "Weights",
]

K1: Final = 1.2  # BM25: how soon further occurrences stop counting
BODY_B: Final = 0.85  # BM25: how much a long text is held against its occurrences
TITLE_B: Final = 0.5  # likewise for titles
TITLE_WEIGHT: Final = 3.0  # an occurrence in the title counts as this many in the text

RERANKED: Final = 300  # best candidates by BM25 whose positions are looked at; beyond it the order is BM25's
PHRASE_IN_TITLE: Final = 3.0  # all words of a query in a row in the title, times their rarity: such articles come first
NEARNESS_SPAN: Final = 20  # positions a dense stretch of query words may span: a clause or two
LEAD_TOKENS: Final = 120  # positions of the text that count as its lead
COVER_TOKENS: Final = 80  # and those of its first paragraph, which of the words it has
JOINED: Final = 0.1  # two syllables are one word where pyvi joins them in articles this often for each time they are neighbours
LEAST_WEIGHT: Final = 0.02  # spellings less likely than this are not looked for among the positions
LEAST_PAIR_WEIGHT: Final = 0.02  # likewise for pairs of spellings


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts beside BM25 among the best candidates.

    `evenness`: the power of a word's rarity that it weighs with; below 1 the words weigh more alike. `adjacency`: a pair of
    neighbouring query words found as neighbours, as a share of a word of its rarity; `compound` more when both make one word.
    `nearness`: the densest stretch of query words. `lead`: occurrences in the lead; `cover`: words the first paragraph has.
    """

    evenness: float
    adjacency: float
    compound: float
    nearness: float
    lead: float
    cover: float


TOPIC: Final = Weights(evenness=0.7, adjacency=0.15, compound=0.25, nearness=0.35, lead=0.2, cover=0.2)
"""A headline or a few words say what a whole article is about: every word was chosen, and the lead has most of them."""
QUESTION: Final = Weights(evenness=1.0, adjacency=0.4, compound=0.0, nearness=0.6, lead=0.2, cover=0.0)
"""A question asks for one passage, wherever it stands; its rarest words tell most."""
