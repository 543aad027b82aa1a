"""Places on both sides of the border in three scripts: Quảng Tây = Guangxi = 广西.

A table of names; what a text means by them is for `reading` and the query to decide.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.language.lexicon.phrases import Phrase, PhraseTable, readings_of

__all__ = ["PlaceName", "place_names", "places_named", "places_within"]

_TABLE = Path(__file__).parent / "data" / "place_names.csv"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One place. `kind`: country, region, prefecture, county, city, province or gate; `parent` is
    the unit it lies in, by name.

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
    def writings(self) -> tuple[Phrase, ...]:
        """Every way to write it, as indexed terms; the Vietnamese name first.

        Chinese is one term a character.
        """
        return _writings(self)


@cache
def _writings(place: PlaceName) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(reading for text in _texts(place) for reading in readings_of(text)))


def _texts(place: PlaceName) -> tuple[str, ...]:
    return (place.name, place.pinyin, place.chinese, *place.aliases)


@cache
def place_names() -> tuple[PlaceName, ...]:
    """The whole table."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        next(rows)  # name,kind,parent,chinese,pinyin,aliases,ambiguous
        return tuple(
            PlaceName(
                name,
                kind,
                parent,
                chinese,
                pinyin,
                tuple(filter(None, aliases.split("|"))),
                bool(ambiguous),
            )
            for name, kind, parent, chinese, pinyin, aliases, ambiguous in rows
        )


@cache
def _by_writing() -> PhraseTable[PlaceName, PlaceName]:
    writings = ((text, place) for place in place_names() for text in _texts(place))
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
