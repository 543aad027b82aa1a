"""Indexed words that a mistyped one may have been meant for: one edit away, as a Vietnamese hand
errs.

Contradicting marks (cữa for cửa) count as edits too. Whether a word is mistyped at all is for the
reading of the query to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.language import Variant, edit_cost, fold, variant
from indexer.language.syllable.bare import bare_syllables
from indexer.language.syllable.phonology import tone_index
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.spelling.lattice import Candidate

__all__ = ["MAX_COST", "MIN_LETTERS", "fuzzy_candidates"]

MAX_COST = 1.0  # one letter far away, or a slip of the finger and a mark
MIN_LETTERS = 3  # a shorter word has too many neighbours
MAX_LETTERS = 24
FOREIGN_LETTERS = 5  # likewise for words that are no Vietnamese syllables
FOREIGN_LOOKED_AT = 200  # most frequent words with the same beginning
TONE = 0.25  # the least another tone costs
SPELLINGS = 8  # most frequent ones looked at of each bare syllable
UNLIKELY = 4.0  # powers of ten that a whole edit costs in likelihood, halved
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

# what a beginning stands for that the alphabet lacks, in quick or foreign typing
ONSETS_MEANT = {"f": ("ph",), "z": ("d", "gi"), "j": ("gi", "d"), "w": ("qu",)}
RESPELLED = 0.5  # likelihood of such a reading


def fuzzy_candidates(word: str, vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """Indexed terms within MAX_COST of a word, likeliest first; never the word itself.

    () for numbers and very short words.
    """
    key = fold(word)
    if not MIN_LETTERS <= len(key) <= MAX_LETTERS or not word.isalpha():
        return ()
    found: dict[str, Candidate] = {}
    tone = tone_index(word)
    for term, df, least in _neighbours(key, vocabulary):
        if term == word or df <= 0 or least + (tone not in (0, tone_index(term))) * TONE > MAX_COST:
            continue
        cost = edit_cost(word, term, MAX_COST)
        if cost <= MAX_COST:
            found[term] = Candidate(term, df, float(10 ** (-UNLIKELY / 2 * cost)), "spelling")
    for respelled in _respelled(word):
        for term, df in vocabulary.spellings(fold(respelled)):
            if df > 0 and variant(respelled, term) <= Variant.MARKS_MISSING:
                found[term] = Candidate(term, df, RESPELLED, "spelling")
    return tuple(sorted(found.values(), key=lambda c: (-c.fit * c.df, c.term)))


def _respelled(word: str) -> Iterator[str]:
    """A word that begins with a letter no Vietnamese syllable begins with, as it is meant: fúc is
    phúc, zân is dân.
    """
    for letters in ONSETS_MEANT.get(word[:1].lower(), ()):
        yield letters + word[1:]


def _neighbours(key: str, vocabulary: Vocabulary) -> Iterator[tuple[str, int, float]]:
    """(term, df, the least it costs) of terms whose bare form is one edit from `key`; foreign ones
    are looked for by their beginning.
    """
    for term, df in vocabulary.spellings(key):
        yield term, df, 0.0
    syllables = bare_syllables().intersection(_edits(key)) - {key}
    for edited in sorted(syllables):
        least = edit_cost(key, edited, MAX_COST)
        if least <= MAX_COST:
            for term, df in vocabulary.spellings(edited)[:SPELLINGS]:
                yield term, df, least
    if len(key) >= FOREIGN_LETTERS:
        dropped = (
            key[:at] + letter + key[at:3] for at in (1, 2) for letter in _LETTERS
        )  # a letter near the beginning was left out
        for beginning in dict.fromkeys(
            (key[:3], key[0] + key[2:4], key[0] + key[2] + key[1], *dropped)
        ):
            for term, df in vocabulary.prefix(beginning, FOREIGN_LOOKED_AT):
                if abs(len(term) - len(key)) <= 1 and fold(term) not in syllables:
                    yield term, df, 0.0


def _edits(key: str) -> Iterator[str]:
    for at in range(len(key)):
        yield key[:at] + key[at + 1 :]
        if at + 1 < len(key):
            yield key[:at] + key[at + 1] + key[at] + key[at + 2 :]
        for letter in _LETTERS:
            yield key[:at] + letter + key[at + 1 :]
            yield key[:at] + letter + key[at:]
    for letter in _LETTERS:
        yield key + letter
