"""The tables as records: units, places, border gates, each table read once, when it is first asked
for.

Sources: the lists of the 63 provinces and of their 34 successors of 1 July 2025 (Resolution
202/2025/QH15), the provinces and districts before that day, the Sino-Vietnamese border gates, the
administrative divisions of Guangxi and Yunnan.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from indexer.records import dataclass

__all__ = [
    "FORMER",
    "MERGER",
    "CounterpartRow",
    "DistrictRow",
    "FormerProvince",
    "GateRow",
    "PlaceRow",
    "ProvinceRow",
    "chinese_name",
    "counterparts",
    "districts",
    "former",
    "former_provinces",
    "gates",
    "is_city",
    "is_merged",
    "others",
    "parts_of",
    "places",
    "province_today",
    "provinces",
    "with_pinyin",
]

DATA = Path(__file__).parent / "data"
MERGER = "2025-07-01"
"""The day on which 63 provinces became 34."""
FORMER = " (cũ)"
"""After the name of a unit of today: the province of that name before it took others in."""
_HAN = "\u2e80"
"""From here on letters are Chinese."""


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One of the 63; `today` is the unit it belongs to since 1 July 2025; `kind` is "province" or
    "city".

    `aliases` are other ways to write or call it, in Latin letters; `chinese` its names in Chinese.
    `also` says what else the name may be: "person", "word" (hòa bình), "china" (a Chinese place of
    that name). `ambiguous`: see PlaceRow.
    """

    name: str
    today: str
    kind: str
    aliases: tuple[str, ...]
    also: str
    chinese: tuple[str, ...]
    pinyin: str
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class FormerProvince:
    """A province there was before the 63, until the year `until`; `parts` of the 63 stand on its
    land.
    """

    name: str
    parts: tuple[str, ...]
    until: str


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A district, town or city before July 2025.

    `reading` "free": the bare name stands for its province; "prefix": only after huyện, quận, thị
    xã, thành phố; "locative": or after tại, ở, đến …
    """

    name: str
    province: str
    kinds: tuple[str, ...]
    reading: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """A border gate with the gate it faces and the Chinese county that lies behind it."""

    gate: str
    province: str
    level: str
    far_side: str
    counterpart: str
    region: str

    @property
    def pair(self) -> str:
        """The gate with the one it faces: «Tà Lùng – Thủy Khẩu»."""
        return f"{self.gate} – {self.far_side}" if self.far_side else self.gate

    @property
    def today(self) -> str:
        """The province of today that it lies in, under which it is filed whenever told of."""
        return province_today(self.province)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its names in three scripts. `kind`: country, region, prefecture, county, city,
    gate, or byname: another name of the province that is its parent.

    `ambiguous`: the name is mostly something else in Vietnamese news. `reading`: see
    CounterpartRow; "" for a name that is never read as a counterpart.
    """

    name: str
    kind: str
    parent: str
    chinese: str
    pinyin: str
    aliases: tuple[str, ...]
    ambiguous: bool
    reading: str
    misspellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CounterpartRow:
    """A Chinese unit; `parent` is empty for a region.

    `reading`, from careless to careful: "free": the bare name is enough; "china": China must be
    named in the sentence, or its region be prominent; "region": its region must be named in the
    sentence; "chain": it must be followed by its region, or preceded by its kind beside it; "": not
    read in a text at all.
    """

    name: str
    parent: str
    level: str
    chinese: str
    pinyin: str
    aliases: tuple[str, ...]
    reading: str


def _rows(table: str) -> Iterator[list[str]]:
    """The rows of a table without its comments and its head."""
    with (DATA / table).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        next(rows)
        yield from rows


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split("|") if name)


@cache
def _province_rows() -> tuple[list[str], ...]:
    """The table alone, which is all that a search needs in order to group its facets."""
    return tuple(_rows("provinces.csv"))


@cache
def provinces() -> tuple[ProvinceRow, ...]:
    """The 63 provinces."""
    bynames: dict[str, list[str]] = {}
    for place in places():
        if place.kind == "byname":
            bynames.setdefault(place.parent, []).extend((place.name, *place.aliases))
    found = []
    for name, today, kind, aliases, also, chinese, pinyin, ambiguous in _province_rows():
        names = [*_split(aliases), *bynames.get(name, ())]
        latin = tuple(alias for alias in names if alias[0] < _HAN)
        han = (*_split(chinese), *(alias for alias in names if alias[0] >= _HAN))
        found.append(ProvinceRow(name, today, kind, latin, also, han, pinyin, bool(ambiguous)))
    return tuple(found)


@cache
def former_provinces() -> tuple[FormerProvince, ...]:
    """Provinces there were before the 63."""
    return tuple(
        FormerProvince(name, _split(parts), until)
        for name, parts, until in _rows("former_provinces.csv")
    )


@cache
def districts() -> tuple[DistrictRow, ...]:
    """Districts, towns and cities before 1 July 2025."""
    return tuple(
        DistrictRow(name, province, _split(kinds), reading)
        for name, province, kinds, reading in _rows("districts.csv")
    )


@cache
def others() -> tuple[tuple[str, str], ...]:
    """(name, kind) of names that are no units of ours: "china" places tell the country of a
    sentence, "none" hide what they contain.
    """
    return tuple((name, kind) for name, kind in _rows("others.csv"))


@cache
def gates() -> tuple[GateRow, ...]:
    """Border gates between Vietnam and China."""
    return tuple(GateRow(*row) for row in _rows("gates.csv"))


@cache
def places() -> tuple[PlaceRow, ...]:
    """Places of both countries but the Vietnamese provinces."""
    return tuple(
        PlaceRow(
            name,
            kind,
            parent,
            chinese,
            pinyin,
            _split(aliases),
            bool(ambiguous),
            reading,
            _split(misspellings),
        )
        for name, kind, parent, chinese, pinyin, aliases, ambiguous, reading, misspellings in _rows(
            "places.csv"
        )
    )


@cache
def counterparts() -> tuple[CounterpartRow, ...]:
    """Guangxi and Yunnan and their prefectures, cities and counties, each name once in a region."""
    region_of = {place.name: place.parent for place in places() if place.kind == "prefecture"}
    ours = {place.name for place in places() if place.kind == "region" and place.reading}
    found: dict[tuple[str, str], CounterpartRow] = {}
    for place in places():
        if place.kind == "region":
            parent = ""
        elif place.kind == "prefecture":
            parent = place.parent
        elif place.kind == "county":
            parent = region_of[place.parent]
        else:
            continue
        if parent in ours or place.name in ours:
            row = CounterpartRow(
                place.name,
                parent,
                place.kind,
                place.chinese,
                place.pinyin,
                (*place.aliases, *place.misspellings),
                place.reading,
            )
            found.setdefault((place.name, parent), row)
    return tuple(found.values())


def with_pinyin(name: str) -> str:
    """A Chinese unit's name with its pinyin, for readers of English; any other name as it is."""
    pinyin = _pinyin().get(name, "")
    return f"{name} ({pinyin})" if pinyin else name


@cache
def _pinyin() -> dict[str, str]:
    return {row.name: row.pinyin for row in counterparts()}


def chinese_name(kind: Literal["province", "counterpart"], name: str) -> str:
    """How a unit of ours or of the other side is written in Chinese: 广西 for Quảng Tây; "" when
    no table says so. Both countries have a Quảng Nam, so the kind is asked for.
    """
    return (_ours if kind == "province" else _theirs)().get(name, "")


@cache
def _ours() -> dict[str, str]:
    found = {place.name: place.chinese for place in places() if place.kind == "country"}
    return found | {row.name: row.chinese[0] for row in provinces() if row.chinese}


@cache
def _theirs() -> dict[str, str]:
    found = {place.name: place.chinese for place in places() if place.kind in ("country", "region")}
    return found | {row.name: row.chinese for row in counterparts()}


def province_today(name: str) -> str:
    """The unit a province belongs to since 1 July 2025; an unknown name is its own."""
    return _today().get(name, name)


@cache
def _today() -> dict[str, str]:
    return {name: today for name, today, *_ in _province_rows()}


def parts_of(unit: str) -> tuple[str, ...]:
    """The provinces before 1 July 2025 that make up a unit of today, in the table's order; () for
    another name.
    """
    return _parts().get(unit, ())


@cache
def _parts() -> dict[str, tuple[str, ...]]:
    parts: dict[str, list[str]] = {}
    for name, today, *_ in _province_rows():
        parts.setdefault(today, []).append(name)
    return {today: tuple(names) for today, names in parts.items()}


def is_merged(unit: str) -> bool:
    """Is a unit of today made up of several provinces of before?"""
    return len(parts_of(unit)) > 1


def is_city(name: str) -> bool:
    """Is a province of before July 2025 a city under the government?"""
    return any(name == row[0] and row[2] == "city" for row in _province_rows())


def former(name: str) -> str:
    """The value that stands for a province within its boundaries before 1 July 2025: marked when
    the unit of today that it is part of bears its name.
    """
    return name + FORMER if is_merged(name) else name
