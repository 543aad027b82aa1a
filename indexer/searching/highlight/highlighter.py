"""Which stretches of an original text the words of a query stand for. Offsets in, offsets out;
never HTML.

A mark is always whole tokens. Full consecutive matches come first: where «cửa khẩu» stands, a lone
«cửa» elsewhere is not marked, nor a common word that happens to be there too, nor a syllable of a
longer word («minh» of thông minh) far from the rest of it. Where all the words stand in a row, less
can be asked to be left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum

from indexer.language import Token, syllables_among
from indexer.model.query import Pattern
from indexer.records import dataclass

__all__ = ["Highlighter", "Level", "Mark", "Matches", "highlighter_for", "joined"]

Mark = tuple[int, int]
IsWord = Callable[[Sequence[str]], bool]

LIKELY = (
    0.1  # spellings less likely than this are marked only in a run, or when nothing better is there
)
# a word on its own is marked when it tells at least this share of what the most telling one does
TELLING = 0.3
RARE = 3.5  # a syllable that tells so much (in one article of 32) may stand for its word: heo, xăng
LONGEST_WORD = 4  # syllables of a word
# words from a syllable within which another of its word must stand: xuất, nhập khẩu; giá xăng tăng
NEAR = 5
_GAP = re.compile(
    r"[\s\u00ad\u200b-\u200d\u2060\ufeff]{0,3}|[-\u2010\u2011\u2013./'’&·]"
)  # what may part words marked as one


@dataclass(frozen=True, slots=True)
class _Single:
    """A query word standing alone: its place in the query, the likelihood of this spelling,
    whether it tells enough.
    """

    order: int
    likely: float
    telling: bool


_Found = tuple[Token, list[_Single]]


class Level(IntEnum):
    """How much of the query stands in one place.

    Less than a word (a syllable of a longer one, a word that tells little), a word, words as
    neighbours or a phrase asked for, all its words in a row.
    """

    NONE = 0
    LESS = 1
    LONE = 2
    RUN = 3
    WHOLE = 4


@dataclass(frozen=True, slots=True)
class Matches:
    """What of a query stands in a text, apart by level; `all_words`: no word of it is missing.
    Marks may overlap here.
    """

    text: str
    phrases: tuple[Mark, ...] = ()
    whole: tuple[Mark, ...] = ()
    runs: tuple[Mark, ...] = ()
    lone: tuple[Mark, ...] = ()
    less: tuple[Mark, ...] = ()
    all_words: bool = False

    @property
    def level(self) -> Level:
        """The most that stands in one place."""
        if self.whole:
            return Level.WHOLE
        if self.runs or self.phrases:
            return Level.RUN
        if self.lone:
            return Level.LONE
        return Level.LESS if self.less else Level.NONE

    def marks(self, least: Level) -> tuple[Mark, ...]:
        """The marks of at least this level and every phrase, in order, apart from each other; code
        points of the text as it is.
        """
        kept = [*self.phrases, *self.whole]
        for level, marks in (
            (Level.RUN, self.runs),
            (Level.LONE, self.lone),
            (Level.LESS, self.less),
        ):
            if least <= level:
                kept += marks
        return joined(self.text, kept)


class Highlighter:
    """The marks of one query; made once, used for every hit. Safe to share between threads."""

    def __init__(self, patterns: Iterable[Pattern], words: Iterable[range] = ()) -> None:
        """`words`: which of the patterns of one word each, counted from 0, are syllables of one
        word.
        """
        self.patterns = tuple(patterns)
        self.singles = [p for p in self.patterns if len(p.words) == 1]
        self.phrases = [p for p in self.patterns if len(p.words) > 1]
        self.fellows = {
            order: frozenset(word) - {order}
            for word in words
            for order in word
            if self.singles[order].weight < RARE
        }
        self._singles: dict[str, list[_Single]] = {}
        self._phrases: dict[str, list[tuple[frozenset[str], ...]]] = {}
        top = max((p.weight for p in self.singles), default=0.0)
        for order, pattern in enumerate(self.singles):
            for spelling in pattern.words[0].spellings:
                found = _Single(order, spelling.weight, pattern.weight >= TELLING * top)
                self._singles.setdefault(spelling.term, []).append(found)
        for pattern in self.phrases:
            slots = tuple(frozenset(s.term for s in word.spellings) for word in pattern.words)
            for term in slots[0]:
                self._phrases.setdefault(term, []).append(slots)
        self._terms = frozenset(
            (
                *self._singles,
                *(s.term for p in self.phrases for word in p.words for s in word.spellings),
            )
        )

    def marks(self, text: str) -> tuple[Mark, ...]:
        """The marks in `text`, in order, apart from each other; code points of `text` as it is."""
        found = self.found(text)
        return found.marks(min(found.level, Level.LONE))

    def found(self, text: str) -> Matches:
        """What of the query stands in `text`, all marks and levels of it."""
        if not self.patterns:
            return Matches(text)
        tokens = syllables_among(text, self._terms)
        known = self._singles
        alone = [(token, known[token.text]) for token in tokens if token.text in known]
        phrases = tuple(self._phrases_in(tokens)) if self._phrases else ()
        if not alone:
            return Matches(text, phrases, all_words=not self.singles)
        orders: dict[int, set[int]] = {}
        for token, singles in alone:
            orders.setdefault(token.position, set()).update([s.order for s in singles])
        all_words = len(set().union(*orders.values())) == len(self.singles)
        whole = _in_a_row(alone, orders, len(self.singles)) if all_words else ()
        runs, loose = self._runs(alone, orders)
        covered = {single.order for _, singles in runs for single in singles}
        lone: list[Mark] = []
        less: list[Mark] = []
        for token, singles in loose:
            tells = any(
                s.telling
                and s.likely >= LIKELY
                and s.order not in covered
                and self._stands(s.order, token.position, orders)
                for s in singles
            )
            (lone if tells else less).append((token.start, token.end))
        return Matches(
            text,
            phrases,
            whole,
            tuple((token.start, token.end) for token, _ in runs),
            tuple(lone),
            tuple(less),
            all_words,
        )

    def _runs(
        self, alone: Sequence[_Found], orders: dict[int, set[int]]
    ) -> tuple[list[_Found], list[_Found]]:
        """Tokens that stand as neighbours just as in the query, and the others."""
        none: set[int] = set()
        runs: list[_Found] = []
        loose: list[_Found] = []
        for token, singles in alone:
            before = orders.get(token.position - 1, none)
            after = orders.get(token.position + 1, none)
            inside = []
            if before or after:
                inside = [
                    single
                    for single in singles
                    if self._joins(single.order, single.order - 1, before)
                    or self._joins(single.order, single.order + 1, after)
                ]
            (runs if inside else loose).append((token, inside or singles))
        return runs, loose

    def _joins(self, order: int, other: int, beside: set[int]) -> bool:
        """Does a word of the query stand beside its neighbour there? A syllable of a longer word
        joins the rest of its word alone: of «Lạng Sơn Quảng Tây» not «Quảng» in «Lạng Sơn, Quảng
        Ninh».
        """
        return other in beside and other in self.fellows.get(order, beside)

    def _stands(self, order: int, position: int, orders: dict[int, set[int]]) -> bool:
        """Is a query word found by itself a word, or is another syllable of its word nearby?"""
        fellows = self.fellows.get(order)
        if fellows is None:
            return True
        around = (
            orders.get(at) for at in range(position - NEAR, position + NEAR + 1) if at != position
        )
        return any(found and not fellows.isdisjoint(found) for found in around)

    def _phrases_in(self, tokens: Sequence[Token]) -> list[Mark]:
        """Where phrases stand."""
        first = [token for token in tokens if token.text in self._phrases]
        if not first:
            return []
        places: dict[int, list[Token]] = {}
        for token in tokens:
            places.setdefault(token.position, []).append(token)
        return [mark for token in first for mark in self._phrases_at(places, token)]

    def _phrases_at(self, places: dict[int, list[Token]], token: Token) -> Iterator[Mark]:
        """Phrases that begin with this token."""
        for slots in self._phrases[token.text]:
            end = token.end
            for step, slot in enumerate(slots[1:], 1):
                following = next(
                    (t for t in places.get(token.position + step, ()) if t.text in slot), None
                )
                if following is None:
                    break
                end = max(end, following.end)
            else:
                yield token.start, end


def _in_a_row(alone: Sequence[_Found], orders: dict[int, set[int]], count: int) -> tuple[Mark, ...]:
    """The tokens of rows of all `count` words."""
    none: set[int] = set()
    starts = [at for at, found in orders.items() if 0 in found] if count > 1 else []
    rows = {
        at + order
        for at in starts
        if all(order in orders.get(at + order, none) for order in range(count))
        for order in range(count)
    }
    return (
        tuple((token.start, token.end) for token, _ in alone if token.position in rows)
        if rows
        else ()
    )


def highlighter_for(patterns: Sequence[Pattern], is_word: IsWord) -> Highlighter:
    """The highlighter of a query; `is_word` says whether syllables in a row make one word."""
    best = [p.words[0].spellings[0].term for p in patterns if len(p.words) == 1]
    return Highlighter(patterns, _words_within(best, is_word))


def _words_within(syllables: Sequence[str], is_word: IsWord) -> Iterator[range]:
    """Which neighbours make one word in the archive, the longest from the left."""
    at = 0
    while at < len(syllables) - 1:
        for size in range(min(LONGEST_WORD, len(syllables) - at), 1, -1):
            if is_word(syllables[at : at + size]):
                yield range(at, at + size)
                at += size
                break
        else:
            at += 1


def joined(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks in order; those that overlap or are parted by a space or a hyphen only become one."""
    result: list[Mark] = []
    for start, end in sorted(marks):
        if result and (start <= result[-1][1] or _GAP.fullmatch(text, result[-1][1], start)):
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
