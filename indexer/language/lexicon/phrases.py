"""Phrases of a table, found among words however they are typed: missing marks are free, typed ones
must agree.

The common ground of `abbreviations` and `place_names`.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from threading import RLock
from typing import Generic, TypeVar

from indexer.language.syllable.mark_agreement import Variant, agrees
from indexer.language.tokenizer.tokens import syllables
from indexer.language.unicode.folding import fold, strip_marks

__all__ = ["Phrase", "PhraseTable", "beginnings", "names_table", "readings_of", "words_of"]

Phrase = tuple[str, ...]
K = TypeVar("K")
T = TypeVar("T")


def words_of(text: str) -> Phrase:
    """The terms of a text one after another: no wholes of compounds, no parts of numbers, no pairs
    of characters.
    """
    return tuple(token.text for token in syllables(text) if token.kind in ("word", "number", "han"))


def readings_of(text: str) -> tuple[Phrase, ...]:
    """How a writing stands in the index: its words, and when it is one compound (TP.HCM,
    Shangri-La) the whole as one term.
    """
    tokens = syllables(text)
    whole = [
        (token.text,)
        for token in tokens
        if (token.start, token.end) == (tokens[0].start, tokens[-1].end)
    ]
    return tuple(dict.fromkeys([words_of(text), *whole]))


def beginnings(bare: str) -> set[str]:
    """What the first term of a writing may fold to, guessed without reading it; `bare` is the
    writing without marks.
    """
    chunk = bare.split(None, 1)[0] if bare and not bare.isspace() else ""
    if chunk.isascii() and chunk.isalnum():
        return {chunk}
    runs = re.findall(r"[^\W_]+", chunk)
    found = {chunk, "".join(runs), *runs[:1]}
    return found | {
        text[0] for text in found if text and not text[0].isascii()
    }  # Chinese is one term a character


class PhraseTable(Generic[K, T]):
    """Entries by the phrases that stand for them.

    A table is given as writings; one is read into terms only when a word is looked up that it may
    begin with, for reading them all takes longer than answering a query. What is found does not
    depend on the order of looking.
    """

    def __init__(
        self,
        writings: Iterable[tuple[str, K]],
        read: Callable[[str, K], Iterable[tuple[Phrase, T]]],
    ) -> None:
        """`read(writing, key)` gives the phrases of a writing with the entry each stands for."""
        self._writings = list(writings)
        self._read = read
        self._unread: dict[str, list[int]] = {}
        bare = strip_marks("\n".join(writing for writing, _ in self._writings)).split("\n")
        for number, text in enumerate(bare):
            for beginning in beginnings(text):
                self._unread.setdefault(beginning, []).append(number)
        self._done: set[int] = set()
        self._entries: dict[
            Phrase, list[tuple[int, Phrase, T]]
        ] = {}  # by folded phrase, in the table's order
        self._longest: dict[str, int] = {}  # by first folded word
        self._lock = RLock()

    def _known(self, key: Phrase) -> Sequence[tuple[int, Phrase, T]]:
        """What is written like this when folded, after reading whatever may begin with its first
        word.
        """
        first = key[0] if key else ""
        if first in self._unread:
            with self._lock:
                for number in self._unread.get(first, ()):
                    self._take(number)
                self._unread.pop(first, None)
        return self._entries.get(key, ())

    def _take(self, number: int) -> None:
        if number in self._done:
            return
        self._done.add(number)
        for phrase, entry in self._read(*self._writings[number]):
            if phrase:
                key = tuple(map(fold, phrase))
                insort(
                    self._entries.setdefault(key, []), (number, phrase, entry), key=itemgetter(0)
                )
                self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def longest_from(self, word: str) -> int:
        """How many words the longest phrase has that may begin with a word, 0 when none does."""
        first = fold(word)
        self._known((first,))
        return self._longest.get(first, 0)

    def named(self, words: Sequence[str]) -> tuple[T, ...]:
        """The entries these words stand for, each once: those written exactly so, else those whose
        marks do not contradict.
        """
        if not words or self.longest_from(words[0]) < len(words):
            return ()
        known = self._known(tuple(map(fold, words)))
        exact = [entry for _, phrase, entry in known if agrees(words, phrase, Variant.SAME)]
        if not exact:
            exact = [entry for _, phrase, entry in known if agrees(words, phrase)]
        return tuple(dict.fromkeys(exact))

    def within(self, words: Sequence[str]) -> list[tuple[int, int, tuple[T, ...]]]:
        """(start, end, entries) of the phrases among the words, longest first from the left, not
        overlapping.
        """
        found: list[tuple[int, int, tuple[T, ...]]] = []
        keys = tuple(map(fold, words))
        at = 0
        while at < len(words):
            self._known(keys[at : at + 1])
            for end in range(min(len(words), at + self._longest.get(keys[at], 0)), at, -1):
                entries = self.named(words[at:end]) if keys[at:end] in self._entries else ()
                if entries:
                    found.append((at, end, entries))
                    at = end
                    break
            else:
                at += 1
        return found


def names_table(names: Iterable[str]) -> PhraseTable[str, Phrase]:
    """A table of names that stand for nothing but themselves: what is found is how one is
    written, as indexed terms.
    """
    writings = [(name, name) for name in names]
    return PhraseTable(writings, lambda text, _: ((phrase, phrase) for phrase in readings_of(text)))
