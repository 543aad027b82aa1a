"""Words typed without the spaces between them: `cuakhau`, `langson`, `quảngtây`.

A word that no article holds, or next to none, is parted where every part is a syllable and stands
often beside the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from indexer.language import fold, is_syllable
from indexer.language.syllable.bare import bare_syllables
from indexer.searching.ports import Vocabulary, in_proportion
from indexer.searching.rewriting.spelling.input_method_decoding import keys_read
from indexer.searching.rewriting.spelling.lattice import best_path, candidates

__all__ = ["break_words"]

MIN_LETTERS = 4
MAX_LETTERS = 28
LONGEST_SYLLABLE = 7  # nghiêng
MOST_PARTS = 4
WAYS = 64  # of parting one word that are looked at
MIN_TIMES_BESIDE = 20  # times that two parts must stand side by side; fewer in a small archive,
FAR_MORE = 200  # and so many times for each article that holds the word as typed


def break_words(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The syllables of a word typed without spaces, as typed; () when it is none."""
    if (
        not MIN_LETTERS <= len(word) <= MAX_LETTERS
        or not word.isalpha()
        or is_syllable(word)
        or keys_read(word, vocabulary)
    ):
        return ()
    own = sum(candidate.df for candidate in candidates(word, vocabulary))
    least = max(in_proportion(MIN_TIMES_BESIDE, vocabulary), FAR_MORE * own)
    best: tuple[str, ...] = ()
    for parts in islice(_ways(word, MOST_PARTS), WAYS):
        times = _together(parts, vocabulary)
        if times >= least:
            best, least = parts, times + 1
    return best


def _ways(word: str, most: int) -> Iterator[tuple[str, ...]]:
    """Every way to part a word into two to `most` syllables, those with long beginnings first."""
    for size in range(min(len(word) - 1, LONGEST_SYLLABLE), 0, -1):
        head, rest = word[:size], word[size:]
        if fold(head) in bare_syllables():
            if fold(rest) in bare_syllables():
                yield head, rest
            if most > 2:
                yield from ((head, *parts) for parts in _ways(rest, most - 1))


def _together(parts: Sequence[str], vocabulary: Vocabulary) -> int:
    """How often the rarest pair of neighbours meets, read in the likeliest way."""
    slots = [candidates(part, vocabulary) for part in parts]
    if not all(slots):
        return 0
    return min(
        vocabulary.pair_counts([a], [b])[0][0] for a, b in pairwise(best_path(slots, vocabulary))
    )
