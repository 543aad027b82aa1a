"""Whether syllables that stand side by side make one word, by what the archive's own words say."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.searching.ports import Vocabulary, in_proportion

__all__ = ["is_collocation"]

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
