"""A sentence with whoever is named in it written as one letter.

«Thủ tướng Nguyễn Xuân Phúc đã tiếp Bí thư Khu ủy Quảng Tây Bành Thanh Hoa» becomes «α đã tiếp κ»:
who meets whom is then a short pattern, whatever offices and units the names are wrapped in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indexer.reading.register.persons import Holder
from indexer.reading.register.view import Country, Mention, Sentence, View

__all__ = [
    "BOTH",
    "COUNTRIES",
    "OTHER",
    "PERSONS",
    "PLACES",
    "SIDES",
    "Actor",
    "Clause",
    "clause_of",
    "persons_of",
]

PERSONS: Final = {"vn": "α", "cn": "κ"}
PLACES: Final = {"vn": "β", "cn": "λ"}
COUNTRIES: Final = {"vn": "γ", "cn": "μ"}
BOTH, OTHER = "π", "ω"
SIDES: Final = {"vn": "αβγ", "cn": "κλμ"}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or somewhere named at text[start:end]. `holder` is a person's office here, `name`
    the person's or the place's name; both are empty of «Đoàn» alone.
    """

    start: int
    end: int
    country: Country
    name: str = ""
    mention: Mention | None = None
    holder: Holder | None = None

    @property
    def is_person(self) -> bool:
        """A person, or the delegation that stands for one."""
        return self.mention is None


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with its actors as letters: `text` in lower case, `at` the place in the view of
    each of its characters, `actors` by their place in `text`.
    """

    sentence: Sentence
    text: str
    at: tuple[int, ...]
    actors: dict[int, Actor]

    def between(self, start: int, end: int, country: Country) -> list[Actor]:
        """The actors of a country within text[start:end]."""
        found = (self.actors[place] for place in range(start, end) if place in self.actors)
        return [actor for actor in found if actor.country == country]


_DELEGATION = re.compile(
    r"(?<![^\W\d_] )(?<!\w)[Đđ]oàn(?= (?:cũng|đã|có|tham|tiếp|thăm|làm|được|đến|còn)\b)"
)


def clause_of(
    view: View, sentence: Sentence, persons: Sequence[Actor], delegation: Country | None
) -> Clause:
    """A sentence as a clause. `persons` are those named in the text, in order; `delegation` says
    whose is the delegation that is on a visit.
    """
    actors = [one for one in persons if sentence.start <= one.start < sentence.end]
    if delegation:
        for match in _DELEGATION.finditer(view.text, sentence.start, sentence.end):
            actors.append(Actor(match.start(), match.end(), delegation))
    letters: dict[int, tuple[str, Actor | None]] = {
        one.start: (PERSONS[one.country], one) for one in actors
    }
    ends = [(one.start, one.end) for one in actors]
    for mention in view.named(sentence.start, sentence.end):
        if any(start <= mention.start < end for start, end in ends):
            continue
        letters[mention.start] = _letter(mention)
    return _written(view, sentence, letters)


def _letter(mention: Mention) -> tuple[str, Actor | None]:
    actor = Actor(mention.start, mention.end, mention.country, mention.name, mention)
    if mention.level == "place":
        return PLACES[mention.country], actor
    if mention.level == "country":
        return COUNTRIES[mention.country], actor
    return (BOTH, None) if mention.level == "both" else (OTHER, None)


def _written(
    view: View, sentence: Sentence, letters: dict[int, tuple[str, Actor | None]]
) -> Clause:
    ends = {mention.start: mention.end for mention in view.named(sentence.start, sentence.end)}
    pieces: list[str] = []
    at: list[int] = []
    actors: dict[int, Actor] = {}
    place = sentence.start
    for start in sorted(letters):
        if start < place:
            continue
        letter, actor = letters[start]
        pieces += [_low(view.text[place:start]), letter]
        at += range(place, start + 1)
        if actor is not None:
            actors[len(at) - 1] = actor
        place = actor.end if actor is not None else ends[start]
    pieces.append(_low(view.text[place : sentence.end]))
    at += range(place, sentence.end)
    return Clause(sentence, "".join(pieces), tuple(at), actors)


def _low(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else text


def persons_of(
    view: View, holders: Sequence[Holder], namings: Iterable[tuple[int, int, str]]
) -> Iterator[Actor]:
    """The persons of both countries wherever they are named, with the office that stands there."""
    countries = {one.name: one.country for one in holders if one.country and not one.is_other}
    taken: list[tuple[int, int]] = []
    for holder in _fullest(holders):
        if taken and holder.start < taken[-1][1]:
            continue
        taken.append((holder.start, holder.end))
        if holder.country:
            yield Actor(holder.start, holder.end, holder.country, holder.name, None, holder)
    for start, end, name in namings:
        known = countries.get(name)
        if known and not any(first < end and start < last for first, last in taken):
            yield Actor(start, end, known, name)


def _fullest(holders: Sequence[Holder]) -> list[Holder]:
    """Of several offices of one person in a row the one that says most, with the whole row."""
    best: dict[int, Holder] = {}
    for holder in holders:
        if holder.country is None or holder.is_other or holder.is_former:
            continue
        known = best.get(holder.start)
        if known is None or _says(holder) > _says(known):
            best[holder.start] = holder
    return sorted(best.values(), key=lambda one: one.start)


def _says(holder: Holder) -> tuple[bool, int]:
    return holder.is_office, len(holder.places)
