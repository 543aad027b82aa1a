"""How telling words are as a completion: what articles put into their titles."""

from __future__ import annotations

from math import exp, log

from indexer.caching import Cache, CachePool
from indexer.language.lexicon.function_words import FUNCTION_WORDS
from indexer.searching.ports import Vocabulary
from indexer.searching.suggest.units import Words, is_place

__all__ = ["SMALL", "says_little", "worth"]

SMALL = 1_000  # articles: counts of an archive with fewer say little
PLACE_BONUS = 3.0  # a place is what people look for here
EVERYWHERE = 0.3  # a word in more than this share of the articles
# and in the titles of less than this share of those is no word to look for
UNTITLED = 0.12

_TITLED: CachePool[float] = CachePool("searching.suggest.titled", 3_000_000, lambda _: 200)


def _titles(_: Vocabulary) -> Cache[str, float]:
    return Cache(_TITLED)


def worth(words: Words, vocabulary: Vocabulary) -> float:
    """How telling words are: the share of the articles with them that have them in the title; a
    place counts for more.
    """
    share = exp(sum(log(_titled(word, vocabulary)) for word in words) / len(words))
    return share * (PLACE_BONUS if is_place(words, vocabulary) else 1.0)


def _titled(word: str, vocabulary: Vocabulary) -> float:
    """The share of the articles with a word that have it in the title; about one in twenty where
    there are few.
    """
    known = vocabulary.derived(_titles)
    share = known.young.get(word)
    if share is None:
        share = known.remember(
            word, lambda: (vocabulary.title_df(word) + 1) / (vocabulary.df(word) + 20)
        )
    return share


def says_little(word: str, vocabulary: Vocabulary) -> bool:
    """Is it a word that joins others, or one that stands everywhere, and seldom in titles?"""
    if word in FUNCTION_WORDS:
        return True
    return (
        vocabulary.df(word) > EVERYWHERE * vocabulary.doc_count >= EVERYWHERE * SMALL
        and _titled(word, vocabulary) < UNTITLED
    )
