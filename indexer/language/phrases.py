"""Phrases of a table, found among words however they are typed: missing marks are free, typed ones must agree.

The common ground of `abbreviations` and `place_names`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from indexer.language.folding import fold
from indexer.language.tokens import syllables
from indexer.language.variants import Variant, variant

__all__ = ["Phrase", "PhraseTable", "readings_of", "words_of"]

Phrase = tuple[str, ...]
T = TypeVar("T")


def words_of(text: str) -> Phrase:
    """The terms of a text one after another: no wholes of compounds, no parts of numbers, no pairs of characters."""
    return tuple(token.text for token in syllables(text) if token.kind in ("word", "number", "han"))


def readings_of(text: str) -> tuple[Phrase, ...]:
    """How a writing stands in the index: its words, and when it is one compound (TP.HCM, Shangri-La) the whole as one term."""
    tokens = syllables(text)
    whole = [(token.text,) for token in tokens if (token.start, token.end) == (tokens[0].start, tokens[-1].end)]
    return tuple(dict.fromkeys([words_of(text), *whole]))


class PhraseTable(Generic[T]):
    """Entries by the phrases that stand for them."""

    def __init__(self, entries: Iterable[tuple[Phrase, T]]) -> None:
        self._entries: dict[Phrase, list[tuple[Phrase, T]]] = {}
        for phrase, entry in entries:
            if phrase:
                self._entries.setdefault(tuple(map(fold, phrase)), []).append((phrase, entry))
        self.longest = max(map(len, self._entries), default=0)

    def named(self, words: Sequence[str]) -> tuple[T, ...]:
        """The entries these words stand for, each once: those written exactly so, else those whose marks do not contradict."""
        known = self._entries.get(tuple(map(fold, words)), ())
        exact = [entry for phrase, entry in known if all(variant(a, b) is Variant.SAME for a, b in zip(words, phrase, strict=True))]
        if not exact:
            exact = [
                entry for phrase, entry in known if all(variant(a, b) <= Variant.MARKS_MISSING for a, b in zip(words, phrase, strict=True))
            ]
        return tuple(dict.fromkeys(exact))

    def within(self, words: Sequence[str]) -> list[tuple[int, int, tuple[T, ...]]]:
        """(start, end, entries) of the phrases among the words, longest first from the left, not overlapping."""
        found: list[tuple[int, int, tuple[T, ...]]] = []
        keys = tuple(map(fold, words))
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + self.longest), at, -1):
                entries = self.named(words[at:end]) if keys[at:end] in self._entries else ()
                if entries:
                    found.append((at, end, entries))
                    at = end
                    break
            else:
                at += 1
        return found
