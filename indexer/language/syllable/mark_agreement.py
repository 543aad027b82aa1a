"""How a typed word stands to an indexed one: the same, another spelling, marks missing, marks
contradicting, or different.

Tone placement is no difference at all; i/y in open syllables is a near one. Marks that were typed
must agree, missing ones are free.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from indexer.caching import memoized
from indexer.language.syllable.phonology import LETTERS, place_tone, rime_of
from indexer.language.unicode.canonical import canonical
from indexer.language.unicode.folding import strip_marks

__all__ = ["Variant", "agrees", "iy_variants", "marks", "variant"]


class Variant(IntEnum):
    """From closest to farthest: compare with `<`.

    Up to MARKS_MISSING the typed word may stand for the indexed one.
    """

    SAME = 0
    SPELLING = 1
    MARKS_MISSING = 2
    CONTRADICTS = 3
    DIFFERENT = 4


def _plain(word: str) -> str:
    word = word if word.isascii() else canonical(word).text
    return place_tone(word.lower())


@memoized("language.iy_variants", entries=1 << 14, entry_bytes=200)
def iy_variants(term: str) -> tuple[str, ...]:
    """The other spellings of a term that differ in i/y only: kỹ → (kĩ,), quí → (quý,), quýt →
    (quít,); () for most words.

    Open syllables with an onset, and any rime that begins with i or y after qu. Never a coda (tai,
    tay), never `ý` alone.
    """
    parts = rime_of(term)
    if parts is None:
        return ()
    onset, rime, _ = parts
    if not (rime in ("i", "y") and onset) and not (onset == "qu" and rime[0] in "iy"):
        return ()
    at = len(term) - len(rime)
    letter = LETTERS[term[at]]
    if letter.shape not in "iy":  # the tone stands on a later letter: quyến
        return ()
    swapped = _TONED["y" if letter.shape == "i" else "i", letter.tone]
    other = term[:at] + swapped + term[at + 1 :]
    return (other,) if rime_of(other) is not None else ()


_TONED = {(letter.shape, letter.tone): c for c, letter in LETTERS.items()}


@memoized("language.marks", entries=1 << 14, entry_bytes=150)
def marks(term: str) -> int:
    """How many marks a term bears: one for the tone, one for each letter with a shape (đ
    counts).
    """
    found = [LETTERS[c] for c in term if c in LETTERS]
    return sum(letter.tone > 0 for letter in found) + sum(
        letter.shape != letter.base for letter in found
    )


@memoized("language.mark_agreement", entries=1 << 15, entry_bytes=250)
def variant(typed: str, indexed: str) -> Variant:
    """The relation of a typed word to an indexed term; case and normal form do not matter.
    DIFFERENT when the letters differ.

    Not symmetric: a bare word may stand for an accented one, not the other way round (that is
    CONTRADICTS).
    """
    typed, indexed = _plain(typed), _plain(indexed)
    if typed == indexed:
        return Variant.SAME
    relation = _agreement(typed, indexed)
    for other in iy_variants(typed) if relation is Variant.DIFFERENT else ():
        relation = max(_agreement(other, indexed), Variant.SPELLING)
    return relation


def agrees(
    typed: Sequence[str], indexed: Sequence[str], most: Variant = Variant.MARKS_MISSING
) -> bool:
    """May words typed in a row stand for these terms, each at most so far from its own?"""
    return len(typed) == len(indexed) and all(
        variant(a, b) <= most for a, b in zip(typed, indexed, strict=True)
    )


def _agreement(typed: str, indexed: str) -> Variant:
    """The relation of two plain words when i and y are different letters."""
    if typed == indexed:
        return Variant.SAME
    bare = strip_marks(indexed)
    if strip_marks(typed) != bare:
        return Variant.DIFFERENT
    if typed == bare:
        return Variant.MARKS_MISSING
    if len(typed) != len(indexed):
        return Variant.CONTRADICTS
    tones = [(c, d) for c, d in zip(_tones(typed), _tones(indexed), strict=True)]
    if (
        max(sum(c > 0 for c, _ in tones), sum(d > 0 for _, d in tones)) <= 1
    ):  # one syllable: wherever the mark stands
        tones = [(max(c for c, _ in tones), max(d for _, d in tones))]
    agree = all(c in (0, d) for c, d in tones) and all(map(_shape_agrees, typed, indexed))
    return Variant.MARKS_MISSING if agree else Variant.CONTRADICTS


def _tones(word: str) -> list[int]:
    return [LETTERS[c].tone if c in LETTERS else 0 for c in word]


def _shape_agrees(typed: str, indexed: str) -> bool:
    if typed == indexed:
        return True
    if typed in LETTERS and indexed in LETTERS:
        return LETTERS[typed].shape in (LETTERS[indexed].shape, LETTERS[indexed].base)
    return strip_marks(indexed) == typed
