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
    "BODY_B",
    "COVER_TOKENS",
    "FEW_MATCHES",
    "FEW_MATCHES_LONG",
    "HALF_LIFE",
    "JOINED",
    "K1",
    "LACKING",
    "LEAD_TOKENS",
    "LEAST_PAIR_WEIGHT",
    "LEAST_WEIGHT",
    "LONG_QUERY",
    "MAX_TERMS",
    "NEARNESS_SPAN",
    "NEAR_SHARE",
    "NEAR_SHARE_LONG",
    "NEAR_SHARE_QUESTION",
    "NEAR_SHOWN",
    "OTHER_WORD",
    "PERIOD_WEIGHT",
    "PHRASE_IN_TITLE",
    "QUESTION",
    "RANKED_TOGETHER",
    "RERANKED",
    "TEXT",
    "TITLE_B",
    "TITLE_WEIGHT",
    "TOPIC",
    "UNDATED",
    "Weights",
]

# which articles match: see coverage.py
# words up to which a query counts as short: what people type by hand; headlines are longer
LONG_QUERY: Final = 6
# articles that hold all of a query, below which those that hold most of it are shown as well
FEW_MATCHES: Final = 10
# of the weight of a query's words that they must hold; of a longer one (at 0.6, R@10 is 0.02 less),
# and of a question, whose asking words stand in no article
NEAR_SHARE: Final = 0.5
NEAR_SHARE_LONG: Final = 0.3
NEAR_SHARE_QUESTION: Final = 0.2
# words from which on full and near matches are ranked together: of headlines it puts .635 first,
# not .630; from 7 on it costs border queries .006 of nDCG@10
RANKED_TOGETHER: Final = 9
# articles that hold all of so long a query, below which near ones are looked for; of a TEXT, three
# of 513 headlines lose their place among ten by it
FEW_MATCHES_LONG: Final = 30
# words from which on a near match loses nothing for words it does not hold whole: in so long a text
# they stand apart as often as not; ranking it below costs .015 of MRR there
TEXT: Final = 12
NEAR_SHOWN: Final = 50  # near matches that can be read; beyond them only their number is told
# what the score of a near match loses where it holds no word of the query whole: nDCG@10 of 50
# graded queries .859, as at .6 and .7 within .001; .848 at .75, .849 at .3, .847 at 0
LACKING: Final = 0.65
PERIOD_WEIGHT: Final = 5.0  # of a stretch of time, beside the rarities of words
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
# days in which what an article gains by being new halves; and what one without a known day counts
HALF_LIFE: Final = 730
UNDATED: Final = 0.3
# what a score loses, by the word's share of the query, where the word is only the beginning of
# another (hợp tác xã): enough for it to come below all of 516 articles that hold «hợp tác»
OTHER_WORD: Final = 0.8
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
    words. `lead`: occurrences in the lead; `cover`: words the first paragraph has. `recency`: how
    much more an article of the archive's last day counts than one of long ago.
    """

    evenness: float
    adjacency: float
    compound: float
    nearness: float
    lead: float
    cover: float
    recency: float


TOPIC: Final = Weights(
    evenness=0.7, adjacency=0.15, compound=0.25, nearness=0.35, lead=0.2, cover=0.2, recency=0.01
)
"""A headline or a few words say what a whole article is about: every word was chosen, and the lead
has most of them.

With QUESTION's weights instead: R@1 .634 and .651 (of 513 and of 1,500 headlines), with these .645
and .671.
"""
QUESTION: Final = Weights(
    evenness=1.0, adjacency=0.4, compound=0.0, nearness=0.6, lead=0.2, cover=0.0, recency=0.0
)
"""A question asks for one passage, wherever it stands; its rarest words tell most.

With TOPIC's: mean MRR .903, so .918.
"""
