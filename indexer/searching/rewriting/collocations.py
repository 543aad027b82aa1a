"""Whether syllables that stand side by side make one word, by what the archive's own words say."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.language import fold
from indexer.searching.ports import Vocabulary, in_proportion

__all__ = ["is_collocation", "makes_another_word"]

# two neighbours make one word when so many times the articles that hold it as one outnumber their
# meetings
JOINED = 5
LEAST = 5  # articles that must hold it as one; fewer in a small archive


def is_collocation(syllables: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Do two or more syllables, where they stand side by side, mostly make one word? «cửa khẩu»,
    not «khẩu thông».
    """
    joined = vocabulary.compound_df(" ".join(syllables))
    if joined < in_proportion(LEAST, vocabulary):
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
        if longer[:-1] != tuple(row) or count < in_proportion(LEAST, vocabulary):
            continue
        if count >= OTHER_WORD_RATE * vocabulary.holding((longer,)):
            found.append(longer[-1])
    return tuple(found)
