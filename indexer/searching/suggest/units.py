"""The words and names of an archive by how they begin: what a completion may be made of.

A unit is a word that the segmenter joined in enough articles, a term of the trade, or a place. One
that is only the beginning of another («tập cận», «phạm minh») is given as the whole that it stands
for.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from indexer.caching import Cache, CachePool
from indexer.gazetteer.place_names import place_names
from indexer.gazetteer.tables import FORMER
from indexer.language import fold, syllables
from indexer.language.lexicon.function_words import FUNCTION_WORDS, is_function_phrase
from indexer.language.lexicon.phrases import words_of
from indexer.language.lexicon.surnames import SURNAMES
from indexer.language.lexicon.terms import all_terms
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.collocations import WORD, mostly_joined

__all__ = [
    "Words",
    "beginning_with",
    "is_named",
    "is_place",
    "is_unit",
    "units_begun",
    "whole",
    "writings_begun",
]

LOOKED_AT = 24  # words of the segmenter's with one beginning
LONGER = 4  # words of several syllables that begin with one of them
# of the articles with a word must hold the longer one that it is only the beginning of, and the
# segmenter must have joined the longer one in a share of these
MIN_SHARE_IN_LONGER = 0.5
JOINED = 0.1
MAX_UNIT_SYLLABLES = 6  # syllables of a unit
EXTENSIONS = 3  # words that often come next, of which one may complete a unit

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Memory:
    """What is asked of an archive again and again: its places as (words, bare form, articles), and
    the longer words by their first; `terms` are those of the trade and the names of other places.
    """

    places: list[tuple[Words, str, int]]
    names: frozenset[Words]
    terms: list[tuple[Words, str]]
    listed: frozenset[Words]
    beginnings: Cache[str, list[Words]]
    wholes: Cache[Words, Words]


_BEGINNINGS: CachePool[list[Words]] = CachePool(
    "searching.suggest.beginnings", 3_000_000, lambda found: 250 + 250 * len(found)
)
_WHOLES: CachePool[Words] = CachePool("searching.suggest.wholes", 500_000, lambda _: 600)


def _memory(vocabulary: Vocabulary) -> _Memory:
    values = {
        name: count
        for field in ("province", "counterpart")
        for name, count in vocabulary.facet_values(field)
        if not name.endswith(FORMER)
    }
    split = (
        (tuple(t.text for t in syllables(name) if t.kind == "word"), count)
        for name, count in values.items()
    )
    places = [
        (parts, " ".join(map(fold, parts)), count) for parts, count in split if len(parts) > 1
    ]
    names = frozenset(parts for parts, _, _ in places)
    others = [words_of(place.name) for place in place_names() if not place.ambiguous]
    terms = [
        (parts, " ".join(map(fold, parts)))
        for parts in dict.fromkeys((*all_terms(), *others))
        if len(parts) > 1 and parts not in names
    ]
    listed = frozenset(parts for parts, _ in terms)
    return _Memory(places, names, terms, listed, Cache(_BEGINNINGS), Cache(_WHOLES))


def is_place(words: Words, vocabulary: Vocabulary) -> bool:
    """Are these the words of a place that the archive files articles under?"""
    return words in vocabulary.derived(_memory).names


def is_named(words: Words, vocabulary: Vocabulary) -> bool:
    """Are these the words of a place or a term of the tables?"""
    memory = vocabulary.derived(_memory)
    return words in memory.names or words in memory.listed


def is_unit(words: Words, vocabulary: Vocabulary) -> bool:
    """Are these a word of several syllables, a place or a term?"""
    count = vocabulary.compound_df(" ".join(words))
    return is_named(words, vocabulary) or (count > 0 and _is_word(words, count, vocabulary))


def units_begun(key: str, vocabulary: Vocabulary) -> dict[Words, int]:
    """Units of several syllables whose bare form begins with `key`, with about how many articles
    hold each.
    """
    memory = vocabulary.derived(_memory)
    found = {
        parts: count
        for word, count in (vocabulary.compounds(key, LOOKED_AT) if len(key) > 1 else ())
        if _is_word(parts := tuple(word.split()), count, vocabulary)
    }
    if len(key) > 2:
        for parts, bare in memory.terms:
            if bare.startswith(key) and parts not in found:
                count = _rarest_pair(parts, vocabulary)
                if count:
                    found[parts] = count
    for parts, bare, count in memory.places:
        if bare.startswith(key):
            found[parts] = max(count, found.get(parts, 0))
    return found


def beginning_with(first: str, vocabulary: Vocabulary) -> list[Words]:
    """The most frequent units of several syllables whose first is `first`."""
    known = vocabulary.derived(_memory).beginnings
    return known.remember(first, lambda: _most_frequent_after(first, vocabulary))


def _most_frequent_after(first: str, vocabulary: Vocabulary) -> list[Words]:
    longer = units_begun(fold(first) + " ", vocabulary)
    found = [(count, parts) for parts, count in longer.items() if parts[0] == first]
    return [parts for _, parts in sorted(found, reverse=True)[:LONGER]]


def _is_word(parts: Words, articles: int, vocabulary: Vocabulary) -> bool:
    """Is a word of the segmenter's one, and no slip of its? A name needs its family name alone."""
    if is_function_phrase(parts) or FUNCTION_WORDS.issuperset((parts[0], parts[-1])):
        return False
    times = _rarest_pair(parts, vocabulary)
    if mostly_joined(articles, times, vocabulary):
        return True
    return parts[0] in SURNAMES and articles / (times + 2) >= WORD[0]


def _rarest_pair(parts: Words, vocabulary: Vocabulary) -> int:
    """How often the rarest two neighbours of a row stand together."""
    pairs = pairwise(parts)
    return min(vocabulary.pair_counts([a], [b])[0][0] for a, b in pairs)


def whole(parts: Words, articles: int, vocabulary: Vocabulary) -> Words:
    """The unit that `parts` are only the beginning of, or `parts` themselves: «tập cận» →
    «tập cận bình», but not «tổng bí thư» → «tổng bí thư tô lâm».

    `articles`: about how many hold `parts`.
    """
    known = vocabulary.derived(_memory).wholes
    return known.remember(parts, lambda: _extended(parts, articles, vocabulary))


def _extended(parts: Words, articles: int, vocabulary: Vocabulary) -> Words:
    while 1 < len(parts) < MAX_UNIT_SYLLABLES:
        for follower, times in vocabulary.followers(parts[-1], EXTENSIONS):
            longer = (*parts, follower)
            if (
                times < MIN_SHARE_IN_LONGER * articles
                or follower in FUNCTION_WORDS
                or follower[0].isdigit()
            ):
                continue
            if vocabulary.compound_df(" ".join(longer)) < JOINED * articles:
                continue
            held, longer_held = vocabulary.following(parts[:-1], [parts[-1:], longer[-2:]])
            if longer_held >= MIN_SHARE_IN_LONGER * held:
                parts, articles = longer, longer_held
                break
        else:
            break
    return parts


@cache
def _foreign() -> list[tuple[str, str, str]]:
    """The writings of places that are not Vietnamese, Chinese or pinyin, with how they begin and
    the Vietnamese name.
    """
    return [
        (writing, fold(writing.lower()), place.name)
        for place in place_names()
        for writing in (place.chinese, place.pinyin)
        if writing and writing != place.name
    ]


def writings_begun(typed: str) -> list[tuple[str, str]]:
    """Chinese and pinyin writings of places that begin with what was typed, each with the
    Vietnamese name: 广 → (广西, Quảng Tây).
    """
    key = fold(typed.lower())
    return [(writing, name) for writing, bare, name in _foreign() if bare.startswith(key)]
