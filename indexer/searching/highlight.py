"""Which stretches of an original text the words of a query stand for. Offsets in, offsets out; never HTML.

A mark is always whole tokens. Full consecutive matches come first: where «cửa khẩu» stands, a lone «cửa» elsewhere is not
marked, nor a common word that happens to be there too. Where all the words stand in a row, less can be asked to be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from indexer.language import Token, syllables
from indexer.searching.tree import Word

__all__ = ["Found", "Level", "Mark", "Marker", "Pattern", "joined"]

Mark = tuple[int, int]

LIKELY = 0.1  # spellings less likely than this are marked only in a run, or when nothing better is there
TELLING = 0.3  # a word on its own is marked when it tells at least this share of what the most telling one does
_GAP = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]{0,3}|[-\u2010\u2011\u2013./'’&·]")  # what may part words marked as one


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words to mark: each right after the one before. `weight` is how much they tell."""

    words: tuple[Word, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Single:
    """A query word standing alone: its place in the query, the likelihood of this spelling, whether it tells enough."""

    order: int
    likely: float
    telling: bool


class Level(IntEnum):
    """How much of the query stands in one place: a word of it, words as neighbours (or a phrase asked for), all its words in a row."""

    NONE = 0
    LONE = 1
    RUN = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What of a query stands in a text, apart by level; `all_words`: no word of it is missing. Marks may overlap here."""

    text: str
    phrases: tuple[Mark, ...] = ()
    whole: tuple[Mark, ...] = ()
    runs: tuple[Mark, ...] = ()
    lone: tuple[Mark, ...] = ()
    all_words: bool = False

    @property
    def level(self) -> Level:
        """The most that stands in one place."""
        return Level.WHOLE if self.whole else Level.RUN if self.runs or self.phrases else Level.LONE if self.lone else Level.NONE

    def marks(self, least: Level = Level.LONE) -> tuple[Mark, ...]:
        """The marks of at least this level and every phrase, in order, apart from each other; code points of the text as it is."""
        runs = self.runs if least <= Level.RUN else ()
        return joined(self.text, (*self.phrases, *self.whole, *runs, *(self.lone if least <= Level.LONE else ())))


class Marker:
    """The marks of one query; made once, used for every hit. Safe to share between threads."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._singles: dict[str, list[_Single]] = {}
        self._phrases: dict[str, list[tuple[frozenset[str], ...]]] = {}
        singles = [p for p in self.patterns if len(p.words) == 1]
        self._count = len(singles)
        top = max((p.weight for p in singles), default=0.0)
        for order, pattern in enumerate(singles):
            for spelling in pattern.words[0].spellings:
                found = _Single(order, spelling.weight, pattern.weight >= TELLING * top)
                self._singles.setdefault(spelling.term, []).append(found)
        for pattern in self.patterns:
            if len(pattern.words) > 1:
                slots = tuple(frozenset(s.term for s in word.spellings) for word in pattern.words)
                for term in slots[0]:
                    self._phrases.setdefault(term, []).append(slots)

    def marks(self, text: str) -> tuple[Mark, ...]:
        """The marks in `text`, in order, apart from each other; code points of `text` as it is."""
        return self.found(text).marks()

    def found(self, text: str) -> Found:
        """What of the query stands in `text`, all marks and levels of it."""
        if not self.patterns:
            return Found(text)
        places: dict[int, list[Token]] = {}
        for token in syllables(text):
            places.setdefault(token.position, []).append(token)
        phrases: list[Mark] = []
        alone: list[tuple[int, Token, list[_Single]]] = []
        for position, tokens in places.items():
            for token in tokens:
                phrases += self._phrases_at(places, position, token)
                if token.text in self._singles:
                    alone.append((position, token, self._singles[token.text]))
        runs, loose, whole = _runs(alone, self._count)
        covered = {single.order for _, singles in runs for single in singles}
        good = [
            (t.start, t.end) for t, singles in loose if any(s.telling and s.likely >= LIKELY and s.order not in covered for s in singles)
        ]
        lone = good if good or runs or phrases else [(t.start, t.end) for t, _ in loose]
        all_words = len({single.order for _, _, singles in alone for single in singles}) == self._count
        return Found(text, tuple(phrases), tuple(whole), tuple((token.start, token.end) for token, _ in runs), tuple(lone), all_words)

    def _phrases_at(self, places: dict[int, list[Token]], position: int, token: Token) -> list[Mark]:
        """Phrases that begin with this token."""
        found = []
        for slots in self._phrases.get(token.text, ()):
            end = token.end
            for step, slot in enumerate(slots[1:], 1):
                following = next((t for t in places.get(position + step, ()) if t.text in slot), None)
                if following is None:
                    break
                end = max(end, following.end)
            else:
                found.append((token.start, end))
        return found


_Found = tuple[Token, list[_Single]]


def _runs(alone: Sequence[tuple[int, Token, list[_Single]]], count: int) -> tuple[list[_Found], list[_Found], list[Mark]]:
    """Tokens that stand as neighbours just as in the query, the others, and the tokens of rows of all `count` words."""
    orders: dict[int, set[int]] = {}
    for position, _, singles in alone:
        orders.setdefault(position, set()).update(s.order for s in singles)
    none: set[int] = set()
    rows = {
        start + order
        for start, found in orders.items()
        if count > 1 and 0 in found and all(order in orders.get(start + order, none) for order in range(count))
        for order in range(count)
    }
    runs: list[_Found] = []
    loose: list[_Found] = []
    for position, token, singles in alone:
        after, before = orders.get(position + 1, none), orders.get(position - 1, none)
        inside = [s for s in singles if s.order + 1 in after or s.order - 1 in before]
        (runs if inside else loose).append((token, inside or singles))
    return runs, loose, [(token.start, token.end) for position, token, _ in alone if position in rows]


def joined(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks in order; those that overlap or are parted by a space or a hyphen only become one."""
    result: list[Mark] = []
    for start, end in sorted(marks):
        if result and (start <= result[-1][1] or _GAP.fullmatch(text, result[-1][1], start)):
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
