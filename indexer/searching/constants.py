"""Every number that matching and ranking depend on, in one place, each with the measurement that
set it.

Measured as tests/benchmarks/relevance.py does: MRR@10 on three public sets of questions, and the
articles that 513 + 1,500 headlines find first (R@1) and among ten (R@10) in 143,796 articles
indexed without their titles.
"""

from __future__ import annotations

from typing import Final

from indexer.records import dataclass

__all__ = [
    "ALL_WORDS",
    "BODY_B",
    "COVER_TOKENS",
    "JOINED",
    "K1",
    "LEAD_TOKENS",
    "LEAST_PAIR_WEIGHT",
    "LEAST_SHARE",
    "LEAST_WEIGHT",
    "MAX_TERMS",
    "NEARNESS_SPAN",
    "PHRASE_IN_TITLE",
    "QUESTION",
    "QUESTION_SHARE",
    "QUESTION_WORDS",
    "RERANKED",
    "TITLE_B",
    "TITLE_WEIGHT",
    "TOPIC",
    "Weights",
]

# which articles match: see coverage.py
# plain words up to which every one must be there; headlines are longer, what people type by hand is
# not
ALL_WORDS: Final = 6
QUESTION_WORDS: Final = 2  # likewise in a question, whose asking words stand in no article
LEAST_SHARE: Final = 0.3  # of the weight of a longer query: at 0.6, R@10 is 0.02 less
QUESTION_SHARE: Final = 0.2  # and of a question
MAX_TERMS: Final = 32  # words of a long query that are looked up: the most telling ones

# BM25
# how soon further occurrences stop counting; 0.6 to 2.0 differ by at most .011 of MRR on any set
K1: Final = 1.2
# how much a long text is held against its occurrences; 0.75 is as good for headlines, worse for
# questions
BODY_B: Final = 0.85
TITLE_B: Final = 0.5  # likewise for titles
TITLE_WEIGHT: Final = 3.0  # an occurrence in the title counts as this many in the text

# positions of the best candidates: see ranking.py
RERANKED: Final = (
    300  # best by BM25 whose positions are looked at: 98 % of headlines have their article there
)
# all words in a row in the title, times their rarity: first for 93 % of phrases from titles, else
# 83 %
PHRASE_IN_TITLE: Final = 3.0
NEARNESS_SPAN: Final = (
    20  # positions a dense stretch of query words may span: a clause or two; 8 and 40 are worse
)
LEAD_TOKENS: Final = 120  # positions of the text that count as its lead
COVER_TOKENS: Final = 80  # and those of its first paragraph, which of the words it has
# two syllables are one word where pyvi joins them in articles this often for each time they are
# neighbours
JOINED: Final = 0.1
LEAST_WEIGHT: Final = 0.02  # spellings less likely than this are not looked for among the positions
LEAST_PAIR_WEIGHT: Final = 0.02  # likewise for pairs of spellings


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts beside BM25 among the best candidates.

    `evenness`: the power of a word's rarity that it weighs with; below 1 the words weigh more
    alike. `adjacency`: a pair of neighbouring query words found as neighbours, as a share of a word
    of its rarity; `compound` more when both make one word. `nearness`: the densest stretch of query
    words. `lead`: occurrences in the lead; `cover`: words the first paragraph has.
    """

    evenness: float
    adjacency: float
    compound: float
    nearness: float
    lead: float
    cover: float


TOPIC: Final = Weights(
    evenness=0.7, adjacency=0.15, compound=0.25, nearness=0.35, lead=0.2, cover=0.2
)
"""A headline or a few words say what a whole article is about: every word was chosen, and the lead
has most of them.

With QUESTION's weights instead: R@1 .634 and .651 (of 513 and of 1,500 headlines), with these .645
and .671.
"""
QUESTION: Final = Weights(
    evenness=1.0, adjacency=0.4, compound=0.0, nearness=0.6, lead=0.2, cover=0.0
)
"""A question asks for one passage, wherever it stands; its rarest words tell most.

With TOPIC's: mean MRR .903, so .918.
"""
