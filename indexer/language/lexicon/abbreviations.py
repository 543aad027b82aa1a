"""Abbreviations of Vietnamese news and government, both ways: UBND ↔ ủy ban nhân dân. With or
without dots, hyphens, marks, capitals.

Which of several readings is meant is for the reader of the query to decide, who knows the archive.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.language.lexicon.phrases import Phrase, PhraseTable, readings_of, words_of
from indexer.language.syllable.phonology import is_syllable

__all__ = [
    "Abbreviation",
    "Expansion",
    "abbreviations",
    "abbreviations_within",
    "expansions",
    "long_forms",
    "long_forms_within",
    "short_forms",
    "usual_writing",
]

_TABLE = Path(__file__).parent / "abbreviations.csv"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A long form, as text and as indexed terms.

    `ambiguous` when the short form has other readings or is a word itself.
    """

    text: str
    words: Phrase
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`short` as most write it, `also` as others do; `ways` are all as indexed terms, without
    those that are an ordinary word.
    """

    short: str
    ways: tuple[Phrase, ...]
    expansions: tuple[Expansion, ...]
    ambiguous: bool
    also: tuple[str, ...] = ()


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """The whole table."""
    return tuple(map(_abbreviation, range(len(_rows()))))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    """The table as it stands in the file."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _writings(row: dict[str, str]) -> list[str]:
    return [row["abbreviation"], *filter(None, row["also"].split("|"))]


@cache
def _abbreviation(number: int) -> Abbreviation:
    row = _rows()[number]
    writings = _writings(row)
    ways = dict.fromkeys(way for writing in writings for way in readings_of(writing))
    texts = row["expansions"].split("|")
    ambiguous = bool(row["ambiguous"]) or any(
        is_syllable(way[0]) for way in readings_of(row["abbreviation"]) if len(way) == 1
    )
    return Abbreviation(
        row["abbreviation"],
        tuple(
            way
            for way in ways
            if len(way) > 1 or not is_syllable(way[0]) or row["abbreviation"] == way[0].upper()
        ),
        tuple(Expansion(text, words_of(text), ambiguous) for text in texts),
        ambiguous,
        tuple(writings[1:]),
    )


@cache
def _by_way() -> PhraseTable[int, Abbreviation]:
    def read(text: str, number: int) -> Iterator[tuple[Phrase, Abbreviation]]:
        entry = _abbreviation(number)
        return ((way, entry) for way in readings_of(text) if way in entry.ways)

    return PhraseTable(
        ((text, number) for number, row in enumerate(_rows()) for text in _writings(row)), read
    )


@cache
def _by_expansion() -> PhraseTable[int, Abbreviation]:
    def read(text: str, number: int) -> Iterator[tuple[Phrase, Abbreviation]]:
        return iter([(words_of(text), _abbreviation(number))])

    return PhraseTable(
        (
            (text, number)
            for number, row in enumerate(_rows())
            for text in row["expansions"].split("|")
        ),
        read,
    )


def expansions(short: str | Sequence[str]) -> tuple[Expansion, ...]:
    """What a short form may stand for, most usual first: a writing (`UBND`, `T.Ư`, `KT-XH`, `tp
    hcm`) or its terms; () when none.
    """
    ways = readings_of(short) if isinstance(short, str) else (tuple(short),)
    found = [entry for way in ways if way for entry in _by_way().named(way)]
    if isinstance(short, str) and not found and short.isupper():
        found = list(_in_capitals().get(short, ()))
    return tuple(dict.fromkeys(expansion for entry in found for expansion in entry.expansions))


@cache
def _in_capitals() -> dict[str, tuple[Abbreviation, ...]]:
    """The short forms that are words when not in capitals: TƯ is no "tư"."""
    found: dict[str, tuple[Abbreviation, ...]] = {}
    for number, row in enumerate(_rows()):
        for writing in filter(None, row["also"].split("|")):
            if is_syllable(writing.lower()):
                found[writing] = (*found.get(writing, ()), _abbreviation(number))
    return found


def usual_writing(capitals: str) -> str:
    """A word in capitals as its short form is mostly written: TƯ → tw; "" for any other word.

    In small letters it would be an ordinary word, which nothing in an index tells apart.
    """
    entries = [entry for entry in _in_capitals().get(capitals, ()) if not entry.ambiguous]
    return entries[0].ways[0][0] if len(entries) == 1 and len(entries[0].ways[0]) == 1 else ""


def long_forms() -> tuple[str, ...]:
    """All that some abbreviation stands for, of several words."""
    texts = (text for row in _rows() for text in row["expansions"].split("|"))
    return tuple(dict.fromkeys(text for text in texts if " " in text))


def short_forms(words: Sequence[str]) -> tuple[Phrase, ...]:
    """The short forms of a whole phrase, each as indexed terms: ủy ban nhân dân → (("ubnd",),).
    Never one that is an ordinary word.
    """
    entries = _by_expansion().named(words)
    ways = (
        way for entry in entries for way in entry.ways if len(way) > 1 or not is_syllable(way[0])
    )
    return tuple(dict.fromkeys(ways))


def abbreviations_within(words: Sequence[str]) -> list[tuple[int, int, tuple[Abbreviation, ...]]]:
    """(start, end, abbreviations) wherever some of the words are a short form, longest first from
    the left.
    """
    return _by_way().within(words)


def long_forms_within(words: Sequence[str]) -> list[tuple[int, int, tuple[Abbreviation, ...]]]:
    """(start, end, abbreviations) wherever some of the words are a long form, longest first from
    the left.
    """
    return _by_expansion().within(words)
