"""Tellings of one event by several articles, joined into its entry.

Two tell the same event when kind and sides agree and their days are the same or overlap; with no
year, or no day, the persons must agree too. Every one of an entry agrees with every other, so that
no chain of small differences joins what differs. What they contradict each other in stands side by
side.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Final

from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.register.entries import Contradiction, Entry, EntryField, Meeting, Person, Side, Told
from indexer.register.spellings import name_key, office_key, unit_key
from indexer.register.tellings import Telling, counterparts_of, provinces_of

__all__ = ["entry_of", "joined", "newest_first"]

_COUNTRIES: Final = frozenset({"Việt Nam", "Trung Quốc"})
_APART: Final = 3
"""Days between two articles of one event whose own day neither says."""
_PRECISIONS: Final = ("unknown", "year", "quarter", "month", "range", "day")
_VISIT: Final = 5
"""The same of a visit by the same persons, which lasts."""
_ALIKE: Final = 0.7
"""Share of the words of a sentence that another has which tells the same event, nobody named."""
_STALE: Final = 6
"""Days within which papers tell of an event."""
_LONGEST: Final = 31
"""Days of an event by which it is looked up; a longer one is looked up by its first."""


def joined(tellings: Iterable[Telling]) -> list[list[Telling]]:
    """The tellings of each event, the one that says most first."""
    groups: list[list[Telling]] = []
    by_key: dict[tuple[str, str], list[int]] = {}
    for telling in sorted(tellings, key=lambda one: (-one.weight, one.source.id, one.number)):
        keys = [(telling.event.kind, key) for key in _keys(telling)]
        numbers = dict.fromkeys(chain.from_iterable(by_key.get(key, ()) for key in keys))
        for number in numbers if telling.edit != "part" else ():
            if all(_is_same(telling, other) for other in groups[number]):
                groups[number].append(telling)
                break
        else:
            number = len(groups)
            groups.append([telling])
        for key in keys:
            known = by_key.setdefault(key, [])
            if number not in known:
                known.append(number)
    return _joined_by_people(groups)


def _joined_by_people(groups: list[list[Telling]]) -> list[list[Telling]]:
    """The events that people say are one, whatever the rules say: «join ID»."""
    home = {telling.source.id: number for number, group in enumerate(groups) for telling in group}
    for number, group in enumerate(groups):
        for telling in list(group):
            target = home.get(telling.edit.removeprefix("join "), number)
            if telling.edit.startswith("join ") and target != number:
                group.remove(telling)
                groups[target].append(telling)
    return [group for group in groups if group]


def _keys(telling: Telling) -> Iterator[str]:
    """What two tellings of one event have in common: a person, a day, a month, or the month in
    which they were told.
    """
    span = telling.date
    yield from (f"p {name}" for name in _names(telling.chinese) | _names(telling.vietnamese))
    if not span.start:
        yield f"t {telling.source.date.start[:7]}"
        return
    if span.precision in ("day", "range"):
        yield from _days(span)
    yield f"m {span.start[-5:-3]}"


def _days(span: DateSpan) -> Iterator[str]:
    first, last = (date.fromisoformat(_with_year(day)) for day in (span.start, span.end))
    for distance in range(min((last - first).days, _LONGEST) + 1):
        yield f"d {(first + timedelta(days=distance)).isoformat()[-5:]}"


def _with_year(day: str) -> str:
    """A day, of an unknown year one of a leap year."""
    return f"2000-{day[2:]}" if day.startswith("--") else day


def _names(side: Side) -> set[str]:
    return {name_key(person.name) for person in side.leaders}


def _is_same(one: Telling, other: Telling) -> bool:
    if one.source.id == other.source.id or other.edit == "part":
        return False
    sides = ((one.vietnamese, other.vietnamese), (one.chinese, other.chinese))
    persons = any(_share_person(first, second) for first, second in sides)
    if persons and _is_one_visit(one, other, sides):
        return True
    if not all(_agree(first, second) for first, second in sides):
        return False
    if one.date.start and other.date.start:
        return _overlap(one.date, other.date) and (
            persons or (_is_exact(one) and _is_exact(other)) or _near(one, other)
        )
    return (persons or _is_alike(one.told.text, other.told.text)) and _near(one, other)


def _is_one_visit(one: Telling, other: Telling, sides: Sequence[tuple[Side, Side]]) -> bool:
    """Do both tell of a visit by the same persons? Papers tell of it day by day, and of the country
    in one and of a city in another."""
    if not (one.event.kind == other.event.kind == "thăm" and _near(one, other, _VISIT)):
        return False
    return all(_agree(first, second) or _is_country(first, second) for first, second in sides)


def _is_country(one: Side, other: Side) -> bool:
    """Does one of two sides name no place but the country, and no other persons than the other?"""
    if one.leaders and other.leaders and not _share_person(one, other):
        return False
    return not _places(one) or not _places(other)


def _is_alike(one: str, other: str) -> bool:
    """Do two sentences say the same, most words of the shorter in the other?"""
    words, others = (frozenset(text.lower().split()) for text in (one, other))
    return len(words & others) >= _ALIKE * min(len(words), len(others))


def _is_exact(telling: Telling) -> bool:
    """Are its days known, with the year?"""
    return telling.date.has_year and telling.date.precision in ("day", "range")


def _agree(one: Side, other: Side) -> bool:
    """Have two sides a place in common where both name any, and no other persons?"""
    mine, its = (_places(side) for side in (one, other))
    if mine and its and mine.isdisjoint(its):
        return False
    if not one.leaders or not other.leaders:
        return bool(mine and its) or bool(mine) == bool(its)
    return _share_person(one, other) or _share_office(one, other)


def _places(side: Side) -> frozenset[str]:
    names = frozenset(side.names) - _COUNTRIES
    return names | frozenset(counterparts_of(tuple(names)))


def _share_person(one: Side, other: Side) -> bool:
    return not _names(one).isdisjoint(_names(other))


def _share_office(one: Side, other: Side) -> bool:
    """Do both name a holder of one office, each another?"""
    return not _offices(one).isdisjoint(_offices(other))


def _offices(side: Side) -> set[tuple[str, str]]:
    return {(office_key(one.office), unit_key(one.unit)) for one in side.leaders if one.unit}


def _overlap(one: DateSpan, other: DateSpan) -> bool:
    if one.has_year and other.has_year:
        return one.start <= other.end and other.start <= one.end
    return one.start[-5:] <= other.end[-5:] and other.start[-5:] <= one.end[-5:]


def _near(one: Telling, other: Telling, most: int = _APART) -> bool:
    """Were both articles published within a few days of each other, as far as is known?"""
    first, second = one.source.date, other.source.date
    if not (first.has_year and second.has_year):
        return not first.start and not second.start
    apart = date.fromisoformat(first.start) - date.fromisoformat(second.start)
    return abs(apart.days) <= most


def entry_of(tellings: Sequence[Telling]) -> Entry:
    """The entry of an event that these tell, the first of them most."""
    main = tellings[0]
    founder = min(tellings, key=lambda one: (one.source.id, one.number))
    dated = max(tellings, key=lambda one: (one.date.has_year, _exactness(one)))
    vietnamese = _side([one.vietnamese for one in tellings])
    chinese = _side([one.chinese for one in tellings])
    place = next((one.place for one in tellings if one.place), None)
    venue = (place.value,) if place else ()
    return Entry(
        founder.id,
        main.event.kind,
        main.told,
        dated.date if dated.date.start else _told_by(tellings),
        dated.date_quote,
        vietnamese,
        chinese,
        place,
        next((one.about for one in tellings if one.about), None),
        _documents(tellings),
        _meetings(tellings),
        tuple(
            sorted((one.source for one in tellings), key=lambda one: one.date.start, reverse=True)
        ),
        tuple(_contradictions(tellings)),
        provinces_of(vietnamese.names),
        counterparts_of((*chinese.names, *venue)),
        tuple(dict.fromkeys(gate for one in tellings for gate in one.gates)),
        is_corrected=any(one.edit for one in tellings),
        aliases=tuple(sorted(one.id for one in tellings if one is not founder)),
    )


def _told_by(tellings: Sequence[Telling]) -> DateSpan:
    """The month, or the year, in which an event was of which no article says the day: that of the
    first article's publication, but where it may have been in the one before.
    """
    days = [one.source.date for one in tellings]
    stated = [one.start for one in days if one.basis == "metadata" and one.precision == "day"]
    if not stated:
        return UNKNOWN_DATE
    day = date.fromisoformat(min(stated))
    if day.day > _STALE:
        last = monthrange(day.year, day.month)[1]
        return DateSpan(f"{day:%Y-%m}-01", f"{day:%Y-%m}-{last}", "month", "context")
    if day.month > 1:
        return DateSpan(f"{day:%Y}-01-01", f"{day:%Y}-12-31", "year", "context")
    return UNKNOWN_DATE


def _exactness(telling: Telling) -> int:
    """How well its days are known; of a visit best where it says from when to when."""
    if telling.event.kind == "thăm" and telling.date.precision == "range":
        return len(_PRECISIONS)
    return _PRECISIONS.index(telling.date.precision)


def _side(sides: Sequence[Side]) -> Side:
    """One side as several tell it: every place, body and person once, countries only where most
    name nothing narrower.
    """
    places: dict[str, Told] = {}
    units: dict[str, Told] = {}
    leaders: dict[str, Person] = {}
    for side in sides:
        for place in side.places:
            places.setdefault(place.value, place)
        for unit in side.units:
            units.setdefault(unit.value.lower(), unit)
        for person in side.leaders:
            known = leaders.get(name_key(person.name))
            if known is None or (not known.unit and person.unit):
                leaders[name_key(person.name)] = person
    narrow = {name: told for name, told in places.items() if name not in _COUNTRIES}
    at_large = sum(bool(side.names) and _COUNTRIES.issuperset(side.names) for side in sides)
    if 2 * at_large > len(sides):  # a visit to the country, of which some tell a city
        narrow = places
    return Side(tuple((narrow or places).values()), tuple(units.values()), tuple(leaders.values()))


def _documents(tellings: Sequence[Telling]) -> tuple[Told, ...]:
    """The documents signed, a shorter name of one that is there left out."""
    found: list[Told] = []
    for told in sorted((one for t in tellings for one in t.signed), key=lambda t: -len(t.value)):
        if not any(told.value.lower() in known.value.lower() for known in found):
            found.append(told)
    return tuple(sorted(found, key=lambda told: (told.quote.article, told.quote.start)))


def _meetings(tellings: Sequence[Telling]) -> tuple[Meeting, ...]:
    return max((one.meetings for one in tellings), key=len)


def _contradictions(tellings: Sequence[Telling]) -> Iterator[Contradiction]:
    """What tellings say differently: the days, the place, who held an office."""
    exact = ("range",) if tellings[0].event.kind == "thăm" else ("day", "range")
    dated = [one for one in tellings if one.date.precision in exact and one.date_quote]
    if any(_differ(one.date, other.date) for one in dated for other in dated):
        days = {_iso(one.date): one.date_quote for one in dated if one.date_quote}
        yield Contradiction("date", tuple(Told(day, quote) for day, quote in days.items()))
    sides: tuple[tuple[EntryField, list[Side]], ...] = (
        ("vietnamese.leader", [one.vietnamese for one in tellings]),
        ("chinese.leader", [one.chinese for one in tellings]),
    )
    for field, told in sides:
        holders: dict[tuple[str, str], dict[str, Told]] = {}
        for person in chain.from_iterable(side.leaders for side in told):
            if person.unit:
                office = office_key(person.office), unit_key(person.unit)
                own = holders.setdefault(office, {})
                own.setdefault(name_key(person.name), Told(person.title, person.quote))
        for named in holders.values():
            if len(named) > 1 and not _is_shared(told, set(named)):
                yield Contradiction(field, tuple(named.values()))


def _differ(one: DateSpan, other: DateSpan) -> bool:
    """Does neither lie within the other?"""
    first, last = (one.start[-5:], one.end[-5:]), (other.start[-5:], other.end[-5:])
    within = first[0] <= last[0] and last[1] <= first[1]
    return not within and not (last[0] <= first[0] and first[1] <= last[1])


def _is_shared(sides: Sequence[Side], names: set[str]) -> bool:
    """Does one telling name all of them itself, as of an office that several hold?"""
    return any(names <= _names(side) for side in sides)


def _iso(span: DateSpan) -> str:
    return span.start if span.start == span.end else f"{span.start}/{span.end}"


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by their last day, newest first; those whose year is unknown last, by month."""

    def key(entry: Entry) -> tuple[bool, str, str]:
        return entry.date.has_year, entry.date.end, entry.id

    return tuple(sorted(entries, key=key, reverse=True))
