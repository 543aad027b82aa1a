"""Words that stand beside their neighbours in hardly any article, while one like them does so in
many: «lạng sơm», «quãng tây».

A query with such a word may find enough: its words stand in the same articles, apart. So the other
reading is offered, not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.language import Variant, edit_cost, fold, is_syllable, variant
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.collocations import is_collocation
from indexer.searching.rewriting.spelling.fuzzy import MAX_COST, fuzzy_candidates

__all__ = ["correct_phrase"]

# times that the word meant stands beside its neighbour; fewer in a small archive,
MIN_TIMES_BESIDE = 20
FAR_MORE = 60  # and so many times more often than the one typed
# times that the two meet for each article they would both be in by chance, unless they make one
# word
FIRM = 3.0
AT_HOME = 200  # times beside a neighbour that leave no doubt
NEIGHBOURS = 60  # words that often come next which are compared with the one typed
MAX_WORDS_TRIED = 1  # words whose neighbours in spelling are looked for in the whole vocabulary
# fit of a slip of one mark: nothing else is looked for where a word of the archive was typed, be it
# a rare misspelling
CLOSE = 0.1
UNLIKELY = 2.0  # powers of ten that an edit costs in likelihood


def correct_phrase(
    typed: Sequence[str], read: Sequence[str], vocabulary: Vocabulary
) -> list[str] | None:
    """The words with those put right that are likely slips; None when none is. `read`: the
    likeliest spelling of each typed word.
    """
    words = list(read)
    tried = 0
    for at, word in enumerate(typed):
        pairs = _pairs(words[at], at, words, vocabulary)
        now = max((_times(pair, vocabulary) for pair in pairs), default=AT_HOME)
        if now >= AT_HOME or not is_syllable(word):
            continue
        known = any(is_collocation(pair, vocabulary) for pair in pairs)
        meant = [*_followers(word, at, words, vocabulary), *_remarked(word, vocabulary)]
        found = _best(
            word,
            at,
            words,
            [(term, fit) for term, fit in meant if fit >= CLOSE or not known],
            vocabulary,
        )
        if found is None and tried < MAX_WORDS_TRIED and now < _often(vocabulary) and not known:
            tried += 1
            found = _best(
                word,
                at,
                words,
                [(c.term, c.fit) for c in fuzzy_candidates(word, vocabulary)],
                vocabulary,
            )
        words[at] = found or words[at]
    return None if words == list(read) else words


def _often(vocabulary: Vocabulary) -> int:
    return min(MIN_TIMES_BESIDE, 2 + vocabulary.doc_count // 1_000)


def _best(
    typed: str,
    at: int,
    words: Sequence[str],
    meant: Sequence[tuple[str, float]],
    vocabulary: Vocabulary,
) -> str | None:
    """The likeliest of some words, which stands far more often and firmly beside a neighbour than
    what was typed.
    """
    now = _beside(words[at], at, words, vocabulary)
    best, highest = None, 0.0
    for term, fit in meant:
        times = _beside(term, at, words, vocabulary)
        enough = times >= _often(vocabulary) and times >= FAR_MORE * now
        if (
            enough
            and times * fit > highest
            and variant(typed, term) > Variant.MARKS_MISSING
            and _firm(term, at, words, vocabulary)
        ):
            best, highest = term, times * fit
    return best


def _beside(term: str, at: int, words: Sequence[str], vocabulary: Vocabulary) -> int:
    """How often a word stands beside one of its free neighbours."""
    return max(
        (_times(pair, vocabulary) for pair in _pairs(term, at, words, vocabulary)), default=0
    )


def _times(pair: tuple[str, str], vocabulary: Vocabulary) -> int:
    """How often a word stands right after another."""
    return vocabulary.pair_counts([pair[0]], [pair[1]])[0][0]


def _pairs(
    term: str, at: int, words: Sequence[str], vocabulary: Vocabulary
) -> list[tuple[str, str]]:
    """A word with the one before it and the one after it, as far as these make no word with their
    other neighbours.
    """
    before, after = words[max(0, at - 2) : at], words[at + 1 : at + 3]
    found = (
        [(before[-1], term)]
        if before and not (len(before) == 2 and is_collocation(before, vocabulary))
        else []
    )
    return found + (
        [(term, after[0])]
        if after and not (len(after) == 2 and is_collocation(after, vocabulary))
        else []
    )


def _firm(term: str, at: int, words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Does a word belong to a free neighbour: as one word with it, or meeting it far more often
    than by chance?
    """
    for pair in _pairs(term, at, words, vocabulary):
        chance = vocabulary.df(pair[0]) * vocabulary.df(pair[1]) / max(1, vocabulary.doc_count)
        times = _times(pair, vocabulary)
        if times >= _often(vocabulary) and (
            is_collocation(pair, vocabulary) or times >= FIRM * chance
        ):
            return True
    return False


def _followers(
    typed: str, at: int, words: Sequence[str], vocabulary: Vocabulary
) -> list[tuple[str, float]]:
    """Words that often follow the one before and are one edit away, with how likely they are to be
    typed so.
    """
    found = vocabulary.followers(words[at - 1], NEIGHBOURS) if at else ()
    return list(_near(typed, [term for term, _ in found]))


def _remarked(typed: str, vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """The same letters with other marks."""
    return list(_near(typed, [term for term, _ in vocabulary.spellings(fold(typed))]))


def _near(typed: str, terms: Sequence[str]) -> Iterator[tuple[str, float]]:
    for term in terms:
        if abs(len(term) - len(typed)) <= 1 and term != typed:
            cost = edit_cost(typed, term, MAX_COST)
            if cost <= MAX_COST:
                yield term, 10 ** (-UNLIKELY * cost)
