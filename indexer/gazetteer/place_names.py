"""Places on both sides of the border in three scripts: Quảng Tây = Guangxi = 广西.

A table of names; what a text means by them is for `reading` and the query to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from indexer.gazetteer.tables import districts, places, provinces
from indexer.language.lexicon.phrases import Phrase, PhraseTable, names_table, readings_of
from indexer.records import dataclass

__all__ = [
    "PlaceName",
    "districts_named",
    "longest_name",
    "place_names",
    "places_named",
    "places_within",
]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One place. `kind`: country, region, prefecture, county, city, province, byname (of a
    province) or gate; `parent` is the unit it lies in, by name.

    `ambiguous` when the Vietnamese name is mostly something else in Vietnamese news (An Ninh, Quảng
    Nam, Vĩnh Phúc): reading 永福 as "Vĩnh Phúc" then needs care, the other way does not.
    """

    name: str
    kind: str
    parent: str
    chinese: str
    pinyin: str
    aliases: tuple[str, ...]
    ambiguous: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """Every way to write it, the Vietnamese name first."""
        return tuple(filter(None, (self.name, self.pinyin, self.chinese, *self.aliases)))

    @property
    def writings(self) -> tuple[Phrase, ...]:
        """Every way to write it, as indexed terms; the Vietnamese name first.

        Chinese is one term a character.
        """
        return _writings(self)


@cache
def _writings(place: PlaceName) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(reading for text in place.texts for reading in readings_of(text)))


@cache
def place_names() -> tuple[PlaceName, ...]:
    """Every place that has more than one writing."""
    found = [
        PlaceName(
            row.name, row.kind, row.parent, row.chinese, row.pinyin, row.aliases, row.ambiguous
        )
        for row in places()
    ]
    return (*found, *_provinces())


def _provinces() -> Iterator[PlaceName]:
    """The provinces without their bynames, which are places of their own to a query, and without
    abbreviations, which the lexicon has.
    """
    bynames = {
        writing for row in places() if row.kind == "byname" for writing in (row.name, *row.aliases)
    }
    for row in provinces():
        names = [alias for alias in row.aliases if alias not in bynames and not alias.isupper()]
        chinese = [name for name in row.chinese if name not in bynames]
        if names or chinese:
            yield PlaceName(
                row.name,
                "province",
                "Việt Nam",
                chinese[0] if chinese else "",
                row.pinyin,
                (*chinese[1:], *names),
                row.ambiguous,
            )


@cache
def _by_writing() -> PhraseTable[PlaceName, PlaceName]:
    writings = ((text, place) for place in place_names() for text in place.texts)
    return PhraseTable(
        writings, lambda text, place: ((phrase, place) for phrase in readings_of(text))
    )


def places_named(words: str | Sequence[str]) -> tuple[PlaceName, ...]:
    """The places a phrase names in any script, typed with or without marks: a text (`bang tuong`,
    `凭祥`) or its terms.
    """
    phrases = readings_of(words) if isinstance(words, str) else (tuple(words),)
    return tuple(
        dict.fromkeys(
            place for phrase in phrases if phrase for place in _by_writing().named(phrase)
        )
    )


def places_within(words: Sequence[str]) -> list[tuple[int, int, tuple[PlaceName, ...]]]:
    """(start, end, places) wherever some of the words name a place, longest first from the left.

    Chinese: one word a character.
    """
    return _by_writing().within(words)


def districts_named(words: Sequence[str]) -> tuple[Phrase, ...]:
    """The names of districts these words may be, as indexed: marks typed must agree, missing ones
    are free.
    """
    return _district_names().named(words)


def longest_name(word: str) -> int:
    """How many words the longest name of a place or a district has that may begin with a word; 0
    when none does.
    """
    return max(_by_writing().longest_from(word), _district_names().longest_from(word))


@cache
def _district_names() -> PhraseTable[str, Phrase]:
    return names_table(dict.fromkeys(row.name for row in districts() if " " in row.name))
