"""Other ways to write the same thing: abbreviations and their long forms, places in three scripts.
Whole phrases only.

Only what the archive holds is offered. An ambiguous short form (BCT) is never read by itself; an
ambiguous name (桂林 → «Quế Lâm») counts where its region or Trung Quốc is named as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from indexer.gazetteer.place_names import PlaceName, places_named, places_within
from indexer.language import is_syllable
from indexer.language.lexicon.abbreviations import (
    Abbreviation,
    Expansion,
    abbreviations_within,
    expansions,
    long_forms_within,
)
from indexer.language.lexicon.initials import LEAST_LETTERS, terms_by_initials
from indexer.language.lexicon.phrases import readings_of, words_of
from indexer.language.lexicon.synonyms import synonyms_within
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary

__all__ = ["Span", "Synonym", "is_name", "spans_within"]

MAX_WAYS = 6  # of one phrase
SYNONYM = 0.4  # what a word that means the same counts beside the one typed
# an ambiguous short form is read as what stands so many times more often beside its neighbours, or
# by itself
BESIDE_RATIO = 3
ALONE_RATIO = 8
OTHER_WRITING = 0.4  # what a writing few articles use counts
# letters in no table are the initials of a term that stands so many times more often than they do;
# in small letters, only so many of them that no article holds
INITIALS_RATIO = 10
LEAST_SMALL_LETTERS = 4
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another writing, as indexed terms; with `context`, it counts where one of these phrases
    stands too.

    `shorter`: a short form of what was typed in full; `foreign`: a name in letters few articles
    use; `tacit`: another spelling of the same name. Short forms and spellings go without saying.
    """

    words: Phrase
    kind: Literal["alias", "abbreviation", "synonym"]
    text: str
    context: tuple[Phrase, ...] = ()
    foreign: bool = False
    shorter: bool = False
    tacit: bool = False

    @property
    def weight(self) -> float:
        """What finding it counts beside what was typed: rare writings would else outweigh usual
        ones.
        """
        if self.kind == "synonym":
            return SYNONYM
        return OTHER_WRITING if self.shorter or self.foreign else 1.0


@dataclass(frozen=True, slots=True)
class Span:
    """Words start … end of a query have other writings.

    `offers`: readings too uncertain to be searched for unasked.
    """

    start: int
    end: int
    ways: tuple[Synonym, ...]
    offers: tuple[str, ...] = ()

    def of(self, *kinds: str) -> Span:
        """The same with only the ways of these kinds."""
        return Span(
            self.start, self.end, tuple(w for w in self.ways if w.kind in kinds), self.offers
        )


def spans_within(words: Sequence[str], raw: Sequence[str], vocabulary: Vocabulary) -> list[Span]:
    """The phrases among the words that can be written otherwise, longest first from the left, not
    overlapping.

    `raw`: the words as typed; a short form in capitals is taken for one more readily.
    """
    found: dict[tuple[int, int], list[Span]] = {}
    for start, end, span in (
        *_abbreviated(words, raw, vocabulary),
        *_by_initials(words, raw, vocabulary),
        *_spelled(words, vocabulary),
        *_placed(words, vocabulary),
        *_related(words, vocabulary),
    ):
        if span.ways or span.offers:
            found.setdefault((start, end), []).append(span)
    spans: list[Span] = []
    for (start, end), same in sorted(
        found.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])
    ):
        if all(end <= s.start or s.end <= start for s in spans):
            ways = tuple(dict.fromkeys(way for s in same for way in s.ways))[:MAX_WAYS]
            spans.append(
                Span(start, end, ways, tuple(dict.fromkeys(o for s in same for o in s.offers)))
            )
    return sorted(spans, key=lambda s: s.start)


def is_name(word: str) -> bool:
    """Is a word by itself a short form or another name of a place, known to the tables?"""
    return bool(expansions((word,)) or places_named((word,)))


def _abbreviated(
    words: Sequence[str], raw: Sequence[str], vocabulary: Vocabulary
) -> Iterator[tuple[int, int, Span]]:
    """Short forms, with what they stand for."""
    for start, end, entries in abbreviations_within(words):
        if end - start == 1 and len(raw[start]) > 2 and _capitalized(raw[start]):
            continue  # «Who» is a word, WHO is not
        known = [x for entry in entries for x in entry.expansions if _held(x.words, vocabulary)]
        phrases = {x.words for x in known}
        known = [
            x
            for x in known
            if not any(len(p) > len(x.words) and p[-len(x.words) :] == x.words for p in phrases)
        ]
        sure = [
            Synonym(way, "abbreviation", x.text)
            for x in known
            if not x.ambiguous
            for way in _shortened(x.words, vocabulary)
        ]
        capitals = all(w.isupper() for w in raw[start:end])
        unsure = [x for x in known if x.ambiguous] if capitals else []
        chosen = _chosen(unsure, words, start, end, vocabulary) if unsure else []
        sure += [
            Synonym(way, "abbreviation", x.text)
            for x in chosen
            for way in _shortened(x.words, vocabulary)
        ]
        sure += _sister_writings(entries, tuple(words[start:end]), vocabulary)
        offers = tuple(x.text for x in unsure if x not in chosen)
        yield start, end, Span(start, end, tuple(sure), offers)


def _by_initials(
    words: Sequence[str], raw: Sequence[str], vocabulary: Vocabulary
) -> Iterator[tuple[int, int, Span]]:
    """Letters that no table has, as the term whose initials they are: «khu HTKTQBG», «ubctlh»."""
    for at, (word, written) in enumerate(zip(words, raw, strict=False)):
        if not _may_be_initials(word, written, vocabulary):
            continue
        found: dict[int, list[Phrase]] = {}
        for in_full, term in terms_by_initials(word, words[:at]):
            if vocabulary.holding((term,)) > INITIALS_RATIO * vocabulary.df(word):
                found.setdefault(in_full, []).append(term)
        for in_full, terms in found.items():
            best = max(terms, key=lambda term: vocabulary.holding((term,)))
            offers = tuple(" ".join(term) for term in terms if term != best)
            way = Synonym(best, "abbreviation", " ".join(best))
            yield at - in_full, at + 1, Span(at - in_full, at + 1, (way,), offers)


def _may_be_initials(word: str, raw: str, vocabulary: Vocabulary) -> bool:
    if not word.isalpha() or is_syllable(word) or is_name(word):
        return False
    if raw.isupper():
        return len(word) >= LEAST_LETTERS
    return len(word) >= LEAST_SMALL_LETTERS and not vocabulary.df(word)


def _capitalized(raw: str) -> bool:
    """Is a word typed as a name is? «T.Ư» is not, though each of its letters begins a word."""
    return raw.istitle() and not raw.isupper()


def _sister_writings(
    entries: Sequence[Abbreviation], typed: Phrase, vocabulary: Vocabulary
) -> list[Synonym]:
    """The same short forms as others write them: T.Ư for TW."""
    return [
        Synonym(way, "abbreviation", entry.short, shorter=True)
        for entry in entries
        if not entry.ambiguous
        for way in entry.ways
        if way != typed and _held(way, vocabulary)
    ]


def _chosen(
    known: Sequence[Expansion], words: Sequence[str], start: int, end: int, vocabulary: Vocabulary
) -> list[Expansion]:
    """Of the readings of an ambiguous short form, the one its neighbours, or else the archive,
    speak for: «người TQ» is Trung Quốc; where its neighbours speak for several alike («bí thư TU»
    is bí thư tỉnh ủy and thành ủy), all of these.
    """
    before, after = _in_full(words[start - 1 : start]), _in_full(words[end : end + 1])
    beside = [
        sum(vocabulary.holding(((*way, *x.words),)) for way in before)
        + sum(vocabulary.holding(((*x.words, *way),)) for way in after)
        for x in known
    ]
    alone = [vocabulary.holding((x.words,)) for x in known]
    for counts, ratio in ((beside, BESIDE_RATIO), (alone, ALONE_RATIO)):
        ranked = sorted(range(len(known)), key=lambda i: -counts[i])
        second = counts[ranked[1]] if len(ranked) > 1 else 0
        if counts[ranked[0]] > ratio * second:
            return [known[ranked[0]]]
    return [x for x, n in zip(known, beside, strict=True) if n * BESIDE_RATIO >= max(beside) > 0]


def _in_full(neighbour: Sequence[str]) -> list[Phrase]:
    """A neighbour as it may stand in an article: as typed, or what it is short for («VN-TQ»)."""
    if not neighbour:
        return []
    return [tuple(neighbour), *(x.words for x in expansions(neighbour) if not x.ambiguous)]


def _related(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[int, int, Span]]:
    """Words that mean the same, by the lists of synonyms."""
    for start, end, others in synonyms_within(tuple(words)):
        ways = [(words_of(text), text) for text in others]
        held = [
            Synonym(way, "synonym", text) for way, text in ways if way and _held(way, vocabulary)
        ]
        yield start, end, Span(start, end, tuple(held))


def _shortened(words: Phrase, vocabulary: Vocabulary) -> Iterator[Phrase]:
    """A long form, and the same with its beginning shortened: thành phố Hồ Chí Minh, TP Hồ Chí
    Minh.
    """
    yield words
    for start, end, entries in long_forms_within(words[:-1]):
        if start == 0:
            yield from (
                (*way, *words[end:])
                for entry in entries
                if not entry.ambiguous
                for way in entry.ways[:1]
                if _held(way, vocabulary)
            )


def _spelled(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[int, int, Span]]:
    """Long forms, with their short ones."""
    for start, end, entries in long_forms_within(words):
        ways = [
            Synonym(way, "abbreviation", entry.short, shorter=True)
            for entry in entries
            if not entry.ambiguous
            for way in (*entry.ways, *_shortened(tuple(words[start:end]), vocabulary))
            if way != tuple(words[start:end]) and _held(way, vocabulary)
        ]
        yield start, end, Span(start, end, tuple(ways))


def _placed(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[int, int, Span]]:
    """Names of places in any script, with their other names."""
    spread, origin = _characters(words)
    for first, last, places in places_within(spread):
        start, end = origin[first], origin[last - 1] + 1
        typed = tuple(spread[first:last])
        named = [
            place for place in places if place.kind != "country" or not _is_vietnamese(typed, place)
        ]
        yield (
            start,
            end,
            Span(
                start, end, tuple(way for place in named for way in _ways(place, typed, vocabulary))
            ),
        )


def _ways(place: PlaceName, typed: Phrase, vocabulary: Vocabulary) -> Iterable[Synonym]:
    vietnamese = _is_vietnamese(typed, place)
    writings = list(dict.fromkeys(_pairs(way) for way in place.writings))
    for way in writings:
        if way == _pairs(typed) or not _held(way, vocabulary):
            continue
        if any(_holds(way, other) for other in writings):
            continue  # a longer wording of the same is no other name
        respelled = _respelled(place, way, vocabulary)
        spelled = not _chinese(way) and all(map(is_syllable, way))
        if vietnamese and not respelled and (spelled or way == place.writings[0]):
            continue
        context: tuple[Phrase, ...] = ()
        if place.ambiguous and place.kind != "province" and way == place.writings[0]:
            context = tuple(
                tuple(name.lower().split()) for name in dict.fromkeys((place.parent, "Trung Quốc"))
            )
        usual = way == place.writings[0]
        yield Synonym(
            way,
            "alias",
            _said(way, place),
            context,
            foreign=not usual and not respelled,
            tacit=place.kind == "province" and not usual and not _chinese(way),
        )


def _respelled(place: PlaceName, way: Phrase, vocabulary: Vocabulary) -> bool:
    """Is this how some articles spell the name of a province of ours: Đắc Lắc, Bắc Cạn?"""
    return place.kind == "province" and not _chinese(way) and bool(vocabulary.holding((way,)))


def _holds(way: Phrase, name: Phrase) -> bool:
    return len(way) > len(name) and any(
        way[at : at + len(name)] == name for at in range(len(way) - len(name) + 1)
    )


def _said(way: Phrase, place: PlaceName) -> str:
    """The writing as the table has it."""
    for text in place.texts:
        if way in map(_pairs, readings_of(text)):
            return text
    return " ".join(way)


def _pairs(way: Phrase) -> Phrase:
    """Chinese characters as the index pairs them: 广, 西 → 广西."""
    return (
        tuple(a + b for a, b in pairwise(way))
        if _chinese(way) and len(way) > 1 and len(way[0]) == 1
        else way
    )


def _is_vietnamese(typed: Phrase, place: PlaceName) -> bool:
    return (
        len(typed) == len(place.writings[0])
        and not _chinese(typed)
        and typed != tuple(place.pinyin.lower().split())
    )


def _chinese(words: Phrase) -> bool:
    return words[0][0] >= "\u2e80"


def _held(words: Phrase, vocabulary: Vocabulary) -> bool:
    """Does the archive hold these words?"""
    return all(vocabulary.df(word) for word in words)


def _characters(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """Words with Chinese ones as their characters, and the word each came from.

    Overlapping pairs are taken apart once.
    """
    spread: list[str] = []
    origin: list[int] = []
    for index, word in enumerate(words):
        if word and word[0] >= "\u2e80":
            overlaps = (
                index > 0
                and words[index - 1][-1] == word[0]
                and len(word) > 1
                and len(words[index - 1]) > 1
            )
            spread += word[1:] if overlaps else word
            origin += [index] * (len(word) - overlaps)
        else:
            spread.append(word)
            origin.append(index)
    return spread, origin
