"""Every number that ranking depends on, in one place, set by measurement: tests/benchmarks/relevance.py prints the figures."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ADJACENCY",
    "BODY_B",
    "K1",
    "LEAD",
    "LEAD_TOKENS",
    "LEAST_PAIR_WEIGHT",
    "LEAST_WEIGHT",
    "NEARNESS",
    "NEARNESS_SPAN",
    "RERANKED",
    "TITLE_B",
    "TITLE_WEIGHT",
]

K1: Final = 1.2  # BM25: how soon further occurrences stop counting
BODY_B: Final = 0.85  # BM25: how much a long text is held against its occurrences
TITLE_B: Final = 0.5  # likewise for titles
TITLE_WEIGHT: Final = 3.0  # an occurrence in the title counts as this many in the text

RERANKED: Final = 300  # best candidates by BM25 whose positions are looked at; beyond it the order is BM25's
ADJACENCY: Final = 0.4  # a pair of neighbouring query words found as neighbours counts as this share of a word of its rarity
NEARNESS: Final = 0.6  # weight of the densest stretch of query words
NEARNESS_SPAN: Final = 20  # positions such a stretch may span: a clause or two
LEAD: Final = 0.2  # what an occurrence in the lead adds
LEAD_TOKENS: Final = 120  # positions of the text that count as its lead
LEAST_WEIGHT: Final = 0.02  # spellings less likely than this are not looked for among the positions
LEAST_PAIR_WEIGHT: Final = 0.02  # likewise for pairs of spellings
