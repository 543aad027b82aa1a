"""Whether syllables that stand side by side make one word, by what the archive's own words say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.language import fold
from indexer.searching.ports import LongerWords, Vocabulary, in_proportion

__all__ = ["WORD", "is_collocation", "longer_words", "makes_another_word", "mostly_joined"]

# a row is a word where so large a share of the times it stands in the archive the segmenter joined
# it, and in so many articles (fewer in a small archive); at a high share two articles are enough
WORD = (0.06, 5)
SURE_WORD = (0.3, 2)

# two neighbours make one word when so many times the articles that hold it as one outnumber their
# meetings
JOINED = 5
MIN_ARTICLES = 5  # articles that must hold it as one; fewer in a small archive


def mostly_joined(joined: int, times: int, vocabulary: Vocabulary) -> bool:
    """Is a row a word that stands together `times` and that the segmenter joined in `joined`
    articles, and no slip of its?
    """
    rate = joined / (times + 2)
    return any(
        rate >= least_rate and joined >= in_proportion(articles, vocabulary)
        for least_rate, articles in (WORD, SURE_WORD)
    )


def is_collocation(syllables: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Do two or more syllables, where they stand side by side, mostly make one word? «cửa khẩu»,
    not «khẩu thông».
    """
    joined = vocabulary.compound_df(" ".join(syllables))
    if joined < in_proportion(MIN_ARTICLES, vocabulary):
        return False
    return (
        len(syllables) > 2
        or JOINED * joined > vocabulary.pair_counts([syllables[0]], [syllables[1]])[0][0]
    )


# one syllable more makes another word where the segmenter joined all in this share of the articles
# that hold the row: hợp tác xã, đại sứ quán, not «ký kết hợp tác»
OTHER_WORD_RATE = 0.8
MAX_LONGER = 12  # longer words looked at


def makes_another_word(row: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The syllables that make another word of a word where they follow it."""
    key = " ".join(map(fold, row)) + " "
    found = []
    for word, count in vocabulary.compounds(key, MAX_LONGER):
        longer = tuple(word.split())
        if longer[:-1] != tuple(row) or count < in_proportion(MIN_ARTICLES, vocabulary):
            continue
        if count >= OTHER_WORD_RATE * vocabulary.holding((longer,)):
            found.append(longer[-1])
    return tuple(found)


def longer_words(
    beginnings: Iterable[tuple[tuple[str, ...], float]], vocabulary: Vocabulary
) -> tuple[LongerWords, ...]:
    """Of words with their shares in a query, those that some syllables make other words of."""
    return tuple(
        LongerWords(row, following, share)
        for row, share in beginnings
        if (following := makes_another_word(row, vocabulary))
    )
