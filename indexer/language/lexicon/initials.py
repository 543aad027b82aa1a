"""Short forms that no table has, read by the initials of a term: HLKT is hành lang kinh tế, and
khu HTKTQBG is khu hợp tác kinh tế qua biên giới.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from indexer.language.lexicon.phrases import Phrase, words_of
from indexer.language.lexicon.terms import term_lines
from indexer.language.syllable.mark_agreement import agrees
from indexer.language.unicode.folding import fold

__all__ = ["LEAST_LETTERS", "terms_by_initials"]

LEAST_LETTERS = 3
"""Letters below which initials are those of too many things."""
_MOST_IN_FULL = 2  # words of a term that may stand in full before the initials of the rest


def terms_by_initials(letters: str, before: Sequence[str] = ()) -> tuple[tuple[int, Phrase], ...]:
    """The terms that a word in small letters is the initials of: (how many words `before` it
    belong to the term, the whole term as indexed). A typed đ is no d; a typed d may be đ.
    """
    found = []
    for in_full, line in _by_initials().get(fold(letters), ()):
        syllables = line.split()
        own = [syllable[0] for syllable in syllables[in_full:]]
        opening = [word.lower() for word in before[len(before) - in_full :]] if in_full else []
        if len(opening) == in_full and agrees([*opening, *letters], [*syllables[:in_full], *own]):
            found.append((in_full, words_of(line)))
    return tuple(dict.fromkeys(found))


@cache
def _by_initials() -> dict[str, list[tuple[int, str]]]:
    """By folded initials: how many words of a term stand before these, and the term."""
    found: dict[str, list[tuple[int, str]]] = {}
    for line in term_lines():
        initials = fold("".join(syllable[0] for syllable in line.split()))
        for in_full in range(min(_MOST_IN_FULL, len(initials) - LEAST_LETTERS) + 1):
            found.setdefault(initials[in_full:], []).append((in_full, line))
    return found
