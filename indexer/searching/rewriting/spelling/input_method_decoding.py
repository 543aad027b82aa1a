"""What typed words may stand for: indexed spellings that agree with them, and keys of Telex or VNI
typed without an input method.

A word is decoded when no article holds it as typed and some hold what its keys say; once one word
of a query was, words that could be either (`max`, `this`) are read both ways and their neighbours
decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.language import Decoded, Variant, decode, is_syllable, variant
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.spelling.lattice import Candidate, candidates, has_marks

__all__ = ["decode_input_method", "exact_slots", "keys_read", "slots"]

# a raw word that is no syllable counts as absent when what it decodes to is in so many times more
# articles
FAR_RARER = 1_000


def slots(
    words: Sequence[str], vocabulary: Vocabulary, dropped: float
) -> list[tuple[Candidate, ...]]:
    """For each word the indexed terms it may stand for, likeliest first; empty when there is none.

    `dropped`: how likely the person is to leave marks out.
    """
    decoded = [keys_read(word, vocabulary) for word in words]
    plain = [candidates(word, vocabulary, dropped) for word in words]
    absent = [
        _absent(word, own, read, vocabulary)
        for word, own, read in zip(words, plain, decoded, strict=True)
    ]
    if not any(absent):
        return plain
    found = []
    for own, read, gone in zip(plain, decoded, absent, strict=True):
        kept = {} if gone else {c.term: c for c in own}
        for text, method in read:
            for c in candidates(text, vocabulary, dropped):
                if c.term not in kept or kept[c.term].fit < c.fit:
                    kept[c.term] = replace(c, origin=method)
        found.append(tuple(sorted(kept.values(), key=lambda c: (-c.fit * c.df, c.term))))
    return found


def decode_input_method(words: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The words, those that are keys of Telex or VNI and nothing else as what they say."""
    return [
        read[0].text
        if (read := keys_read(word, vocabulary)) and not candidates(word, vocabulary)
        else word
        for word in words
    ]


def exact_slots(words: Sequence[str], vocabulary: Vocabulary) -> list[tuple[Candidate, ...]]:
    """Each word as typed and nothing else."""
    return [
        tuple(c for c in candidates(word, vocabulary) if variant(word, c.term) is Variant.SAME)
        for word in words
    ]


def keys_read(word: str, vocabulary: Vocabulary) -> list[Decoded]:
    """What the keys may say, as far as some article holds it."""
    if has_marks(word) and is_syllable(word):
        return []
    return [reading for reading in decode(word) if candidates(reading.text, vocabulary, 0.02)]


def _absent(
    word: str, own: Sequence[Candidate], read: Sequence[Decoded], vocabulary: Vocabulary
) -> bool:
    """Is the word as typed in no article (or next to none), and what its keys say in some?"""
    if not read:
        return False
    if not own:
        return True
    return not is_syllable(word) and sum(c.df for c in own) * FAR_RARER < max(
        vocabulary.df(text) for text, _ in read
    )
