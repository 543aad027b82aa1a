"""Capitals given back to the names of places in words that were typed without any: "quảng tây" →
"Quảng Tây".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from unicodedata import is_normalized

from indexer.gazetteer.place_names import place_names
from indexer.gazetteer.tables import FORMER, provinces
from indexer.language import syllables
from indexer.language.syllable.phonology import place_tone
from indexer.searching.ports import Vocabulary

__all__ = ["truecase"]

Names = dict[tuple[str, ...], tuple[str, ...]]


def truecase(words: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The words, those that name a province or a counterpart unit with capitals; longest names
    first, from the left.
    """
    names = vocabulary.derived(_names)
    found: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 4), at + 1, -1):
            name = names.get(tuple(words[at:end]))
            if name is not None:
                found += name
                at = end
                break
        else:
            found.append(words[at])
            at += 1
    return found


def _names(vocabulary: Vocabulary) -> Names:
    """Lower-case words → the same with capitals, of places the archive speaks of and of those in
    the table of names.
    """
    values = [
        value
        for field in ("province", "counterpart")
        for value, _ in vocabulary.facet_values(field)
        if not value.endswith(FORMER)
    ]
    names = {**_split(values), **_table()}
    for word in _words_first():
        names.pop(word, None)
    return names


@cache
def _table() -> Names:
    """The names of the gazetteer in Vietnamese letters."""
    names = [row.name for row in provinces()]
    for place in place_names():
        if not place.ambiguous:
            names += [place.name, *(way for way in place.aliases if way[0] < "\u2e80")]
    return _split(name for name in names if name.replace(" ", "").isalpha())


@cache
def _words_first() -> frozenset[tuple[str, ...]]:
    """Names that are mostly ordinary words: hòa bình, an ninh."""
    ours = {row.name for row in provinces()}
    return frozenset(_split(p.name for p in place_names() if p.ambiguous and p.name not in ours))


def _split(names: Iterable[str]) -> Names:
    parted = (name.split() for name in names)
    return {tuple(map(_term, words)): tuple(words) for words in parted if len(words) > 1}


def _term(word: str) -> str:
    """A word of a name as the index holds it.

    Most need no tokenizer, and a whole table of them is read before the first answer.
    """
    if (
        word.isalpha() and word < "\u2000" and is_normalized("NFC", word)
    ):  # Latin and its neighbours
        return place_tone(word.lower())
    return next((token.text for token in syllables(word)), "")
