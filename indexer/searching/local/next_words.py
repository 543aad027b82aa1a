"""What stands right after some words, counted in a part of the archive that is large enough for
them.

Pairs of neighbours say that «khẩu» is followed by «trang»; only the articles themselves say that
«cửa khẩu» is not, nor that «kinh tế» and «công an» are parted by a comma wherever they meet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from indexer.caching import Cache, CachePool
from indexer.language import canonical, fold
from indexer.searching.local.types import Docs, Positions
from indexer.storage import IndexReader, Segment

__all__ = ["Contexts"]

# meetings of a beginning's words that should be looked at: so large a part of the archive is
ENOUGH_TIMES = 500
PARTS = (16, 4)  # the newest one of so many articles,
SMALLEST = 2_000  # and at least so many articles
SAMPLED = 300  # articles with a beginning in which the words behind it are counted
LOOKED_AT = (
    1_500  # articles of a segment with all words of a rare beginning that are looked at, the newest
)
MIN_PLACES = 60  # places of a segment that stand for those of all
MIN_ARTICLES = 2  # articles of a part: one is chance
READ = 2  # articles that are read to see whether words stand in one breath
_SHIFT = np.int64(32)  # a place is a document << 32 | a position
_NONE = np.zeros(0, dtype=np.int64)
_BORDER = re.compile(r"[^\w\s\-–/'’“”\"]|\n")  # what parts one phrase from the next

Words = tuple[str, ...]


class _Found(NamedTuple):
    """About how many articles hold some words in a row, and a few of these."""

    articles: int
    docs: tuple[int, ...] = ()


_PLACES: CachePool[Positions] = CachePool(
    "searching.local.next_words.places", 16_000_000, lambda array: array.nbytes + 200
)
_COUNTS: CachePool[_Found] = CachePool(
    "searching.local.next_words.counts", 6_000_000, lambda _: 500
)
_HEADS: CachePool[tuple[Positions, float, int]] = CachePool(
    "searching.local.next_words.heads", 4_000_000, lambda head: head[0].nbytes + 500
)
_PARTED: CachePool[bool] = CachePool("searching.local.next_words.parted", 4_000_000, lambda _: 400)


class Contexts:
    """What follows the words of one snapshot.

    Safe to share between threads: caches are only ever filled with the same values.
    """

    def __init__(self, snapshot: IndexReader) -> None:
        self._snapshot = snapshot
        self._places: Cache[tuple[str, int], Positions] = Cache(_PLACES)
        self._known: Cache[tuple[Words, Words], _Found] = Cache(_COUNTS)
        self._contexts: Cache[Words, tuple[Positions, float, int]] = Cache(_HEADS)
        self._parted: Cache[tuple[Words, Words], bool] = Cache(_PARTED)

    def following(self, head: Sequence[str], nexts: Sequence[Words]) -> list[int]:
        """About how many articles hold each of `nexts` right after the words `head`; exact where
        few articles hold those.

        `head` has a word at least, and each of `nexts`. Estimates are rounded to two digits.
        """
        words = tuple(head)
        return [found.articles for found in self._found(words, nexts)]

    def _found(self, head: Words, nexts: Sequence[Words]) -> list[_Found]:
        found: dict[Words, _Found] = {}
        missing: list[Words] = []
        for follower in nexts:
            known = self._known.young.get((head, follower))
            if known is None:
                known = self._known.get((head, follower))
            if known is None:
                missing.append(follower)
            else:
                found[follower] = known
        if missing:
            counted = self._counted(head, missing)
            for follower, one in counted.items():
                self._known.put((head, follower), one)
            found |= counted
        return [found[follower] for follower in nexts]

    def holders(self, words: Words) -> tuple[int, ...]:
        """A few documents that hold these words in a row."""
        if len(words) > 1:
            return self._found(words[:-1], [words[-1:]])[0].docs
        return tuple(_of_one_word(self._snapshot, words[0]))

    def parted(self, head: Sequence[str], words: Words) -> bool:
        """Does a comma or a full stop stand between `head` and `words` in the articles that hold
        them in a row?
        """
        key = (tuple(head), words)
        return self._parted.remember(key, lambda: self._read(*key))

    def _read(self, head: Words, words: Words) -> bool:
        pattern = re.compile(
            r"(?<!\w)"
            + r"\W+".join(map(re.escape, head))
            + r"(\W+)"
            + r"\W+".join(map(re.escape, words))
            + r"(?!\w)"
        )
        seen: list[bool] = []
        for doc in self._found(head, [words])[0].docs:
            article = self._snapshot.article(doc)
            between = pattern.findall(canonical(f"{article.title}\n{article.text}").text.lower())
            seen += [_BORDER.search(gap) is not None for gap in between]
        return bool(seen) and sum(seen) * 2 > len(seen)

    def _counted(self, head: Words, nexts: Sequence[Words]) -> dict[Words, _Found]:
        behind, share, part = self._context(head)
        near = part == 1
        found: dict[Words, _Found] = {}
        begun: dict[str, Positions] = {}
        for words in nexts:
            if words[0] not in begun:
                begun[words[0]] = self._behind(behind, words[0], part, near)
            places = begun[words[0]]
            for word in words[1:]:
                places = self._behind(places, word, part, near)
            docs = places >> _SHIFT
            docs = docs[np.flatnonzero(np.diff(docs, prepend=-1))] if len(docs) else docs
            count = len(docs)
            if share != 1:
                count = _rounded(len(docs) * share) if len(docs) >= MIN_ARTICLES else 0
            found[words] = _Found(count, tuple(docs[:READ].tolist()))
        return found

    def _context(self, head: Words) -> tuple[Positions, float, int]:
        """Places behind a head, how many articles each of their articles stands for, and the part
        of the archive they are from.
        """
        return self._contexts.remember(head, lambda: self._looked_behind(head))

    def _looked_behind(self, head: Words) -> tuple[Positions, float, int]:
        part = self._part(head)
        behind, share = self._of_one(head) if part == 1 else (self._of_part(head, part), 1.0)
        docs = behind >> _SHIFT
        thinner = -(-int(np.count_nonzero(np.diff(docs, prepend=-1))) // SAMPLED)
        if thinner > 1:
            behind = behind[docs % thinner == 0]
        return behind, part * share * max(1, thinner), part

    def _of_part(self, head: Words, part: int) -> Positions:
        """The places behind a head in a part of the archive."""
        behind = self._of(head[0], part) + 1
        for word in head[1:]:
            behind = self._behind(behind, word, part, near=False)
        return behind

    def _of_one(self, head: Words) -> tuple[Positions, float]:
        """The places behind a head in the newest segment that has MIN_PLACES of them or more, and
        how many such the archive is; else all.
        """
        found = [_NONE]
        for segment in reversed(self._snapshot.segments):
            places, thinned = _row(segment, head)
            if len(places) >= MIN_PLACES or thinned > 1:
                return places, thinned * self._snapshot.doc_count_all / segment.doc_count_all
            found.append(places)
        return np.concatenate(found[::-1]), 1.0

    def _part(self, head: Words) -> int:
        """How many times larger than what is looked at the archive is."""
        times = min(
            (self._snapshot.pair_count(first, second) for first, second in pairwise(head)),
            default=self._snapshot.df(head[0]),
        )
        return next(
            (
                p
                for p in PARTS
                if times >= p * ENOUGH_TIMES and self._snapshot.doc_count_all >= p * SMALLEST
            ),
            1,
        )

    def _behind(self, places: Positions, word: str, part: int, near: bool) -> Positions:
        """The places behind `word` where it stands at one of `places`; `near`: these are few."""
        if not len(places):
            return _NONE
        own = self._near(word, places) if near else self._of(word, part)
        if not len(own):
            return _NONE
        few, many = (places, own) if len(places) < len(own) else (own, places)
        at = many.searchsorted(few)
        at[at == len(many)] = 0
        found: Positions = few[many[at] == few] + 1
        return found

    def _near(self, word: str, places: Positions) -> Positions:
        """Where a word stands in the articles of a few places."""
        docs = places >> _SHIFT
        found = []
        for segment in self._snapshot.segments:
            low, high = docs.searchsorted(
                [segment.base, segment.base + segment.doc_count_all]
            ).tolist()
            if low < high:
                inside = docs[low:high] - segment.base
                found.append(
                    _places_in(segment, word, inside[np.flatnonzero(np.diff(inside, prepend=-1))])
                )
        return np.concatenate(found) if found else _NONE

    def _of(self, word: str, part: int) -> Positions:
        """Where a word stands in a part of the archive, ascending."""
        return self._places.remember((word, part), lambda: self._looked_up(word, part))

    def _looked_up(self, word: str, part: int) -> Positions:
        oldest = self._snapshot.doc_count_all - self._snapshot.doc_count_all // part
        looked_at = [s for s in self._snapshot.segments if s.base + s.doc_count_all > oldest]
        found = [_places(segment, word, max(0, oldest - segment.base)) for segment in looked_at]
        return np.concatenate([_NONE, *found])


def _of_one_word(snapshot: IndexReader, word: str) -> list[int]:
    """A few documents that hold a word, the newest of a segment."""
    for segment in reversed(snapshot.segments):
        reader = segment.file.field("text")
        ordinal = reader.ordinal(word, fold(word))
        if ordinal < 0:
            continue
        docs = segment.live_docs(reader, ordinal)
        if len(docs):
            return [segment.base + doc for doc in docs[-READ:].tolist()]
    return []


def _places(segment: Segment, word: str, oldest: int) -> Positions:
    """Where a word stands in the live articles of a segment from number `oldest` on."""
    reader = segment.file.field("text")
    ordinal = reader.ordinal(word, fold(word))
    if ordinal < 0 or reader.position_offsets is None or reader.all_positions is None:
        return _NONE
    holders, times = reader.docs(ordinal), reader.frequencies(ordinal)
    first = int(holders.searchsorted(oldest))
    docs, times = holders[first:].astype(np.int64), times[first:]
    places: Positions = np.repeat((docs + segment.base) << _SHIFT, times)
    end = int(reader.position_offsets[ordinal + 1])
    places += reader.all_positions[end - len(places) : end]
    return places if segment.live is None else places[np.repeat(segment.live[docs], times)]


def _row(segment: Segment, words: Words) -> tuple[Positions, float]:
    """The places behind words that stand in a row in a segment, and how many times more of its
    articles might hold them so.
    """
    reader = segment.file.field("text")
    ordinals = sorted(reader.ordinal(word, fold(word)) for word in words)
    if ordinals[0] < 0:
        return _NONE, 1.0
    docs, *others = sorted(map(reader.docs, ordinals), key=len)
    for holders in others:
        at = holders.searchsorted(docs)
        at[at == len(holders)] = 0
        docs = docs[holders[at] == docs]
    thinned = max(1.0, len(docs) / LOOKED_AT)
    docs = docs[-LOOKED_AT:]
    behind = _places_in(segment, words[0], docs) + 1
    for word in words[1:]:
        own = _places_in(segment, word, docs)
        at = own.searchsorted(behind)
        at[at == len(own)] = 0
        behind = behind[own[at] == behind] + 1 if len(own) else _NONE
    return behind, thinned


def _places_in(segment: Segment, word: str, docs: Docs) -> Positions:
    """Where a word stands in given articles of a segment, ascending."""
    reader = segment.file.field("text")
    ordinal = reader.ordinal(word, fold(word))
    if ordinal < 0:
        return _NONE
    docs = segment.live_of(docs)
    at, positions = reader.positions_in(ordinal, docs)
    places: Positions = ((docs[at].astype(np.int64) + segment.base) << _SHIFT) + positions
    return places


def _rounded(value: float) -> int:
    """An estimate, to two digits."""
    digits = max(0, len(str(int(value))) - 2)
    return int(round(value / 10**digits) * 10**digits)
