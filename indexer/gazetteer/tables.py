"""The tables as records, and the few lookups other rooms need: a unit's name however it is typed,
and a province's successor.

Sources: the lists of the 63 provinces and of their 34 successors of 1 July 2025 (Resolution
202/2025/QH15), the districts before that day, the Sino-Vietnamese border gates. Names in Chinese
and pinyin are those of `language`.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.gazetteer.place_names import place_names

__all__ = [
    "CounterpartRow",
    "DistrictRow",
    "GateRow",
    "ProvinceRow",
    "counterparts",
    "districts",
    "gates",
    "others",
    "province_today",
    "provinces",
    "resolve_counterpart",
    "resolve_province",
]

_HERE = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One of the 63; `today` is the unit it belongs to since 1 July 2025; `kind` is "province" or
    "city".

    `also` says what else the name may be: "person", "word" (hòa bình), "china" (a Chinese place of
    that name).
    """

    name: str
    today: str
    kind: str
    aliases: tuple[str, ...]
    also: str


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


@dataclass(frozen=True, slots=True)
class CounterpartRow:
    """A Chinese unit; `parent` is empty for a region.

    `reading`, from careless to careful: "free": the bare name is enough; "china": China must be
    named in the sentence, or its region be prominent; "region": its region must be named in the
    sentence; "chain": it must be followed by its region, or preceded by its kind beside it.
    """

    name: str
    parent: str
    level: str
    chinese: str
    pinyin: str
    aliases: tuple[str, ...]
    reading: str


def _rows(table: str) -> list[dict[str, str]]:
    with (_HERE / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split("|") if name)


@cache
def provinces() -> tuple[ProvinceRow, ...]:
    """The 63 provinces."""
    return tuple(
        ProvinceRow(r["name"], r["today"], r["kind"], _split(r["aliases"]), r["also"])
        for r in _rows("provinces.csv")
    )


@cache
def districts() -> tuple[DistrictRow, ...]:
    """Districts, towns and cities before 1 July 2025."""
    return tuple(
        DistrictRow(r["name"], r["province"], _split(r["kinds"]), r["reading"])
        for r in _rows("districts.csv")
    )


@cache
def others() -> tuple[tuple[str, str], ...]:
    """(name, kind) of names that are no units of ours: "china" places tell the country of a
    sentence, "none" hide what they contain.
    """
    return tuple((row["name"], row["kind"]) for row in _rows("others.csv"))


@cache
def gates() -> tuple[GateRow, ...]:
    """Border gates between Vietnam and China."""
    return tuple(GateRow(**row) for row in _rows("gates.csv"))


@cache
def counterparts() -> tuple[CounterpartRow, ...]:
    """Guangxi and Yunnan and their prefectures, cities and counties: the names of `language`, with
    how freely each may be read.
    """
    readings = {
        (row["name"], row["region"]): (row["reading"], _split(row["misspellings"]))
        for row in _rows("counterparts.csv")
    }
    places = [place for place in place_names() if place.kind in ("region", "prefecture", "county")]
    parents = {place.name: place.parent for place in places if place.kind == "prefecture"}
    found: dict[tuple[str, str], CounterpartRow] = {}
    for place in places:
        region = (
            ""
            if place.kind == "region"
            else place.parent
            if place.kind == "prefecture"
            else parents.get(place.parent, "")
        )
        region = place.parent if (place.name, place.parent) in readings else region
        if (place.name, region) in readings:
            reading, misspelt = readings[place.name, region]
            row = CounterpartRow(
                place.name,
                region,
                place.kind,
                place.chinese,
                place.pinyin,
                (*place.aliases, *misspelt),
                reading,
            )
            found.setdefault((place.name, region), row)
    return tuple(found.values())


def province_today(name: str) -> str:
    """The unit a province belongs to since 1 July 2025; an unknown name is its own."""
    return _today().get(name, name)


@cache
def _today() -> dict[str, str]:
    return {row.name: row.today for row in provinces()}


def _key(name: str) -> str:
    """A name as typed without care: no marks, no case, no hyphens."""
    bare = unicodedata.normalize("NFD", name.casefold().replace("đ", "d").replace("ð", "d"))
    return " ".join(
        "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c)).split()
    )


@cache
def _province_keys() -> dict[str, str]:
    keys: dict[str, str] = {}
    for row in provinces():
        for name in (*row.aliases, row.name):
            keys[_key(name)] = row.name
    return keys


def resolve_province(typed: str) -> str | None:
    """The province's name for whatever was typed ("lang son", "tỉnh Lạng Sơn", "TP.HCM"),
    or None.
    """
    key = _key(typed)
    bare = key.removeprefix("tinh ").removeprefix("thanh pho ").removeprefix("tp ")
    return _province_keys().get(key) or _province_keys().get(bare)


@cache
def _counterpart_keys() -> dict[str, tuple[str, str | None]]:
    keys: dict[str, tuple[str, str | None]] = {}
    for row in sorted(
        counterparts(), key=lambda row: ("region", "prefecture", "county").index(row.level)
    ):
        for name in (row.name, *row.aliases, row.pinyin, row.chinese):
            keys.setdefault(_key(name), (row.name, row.parent or None))
    return keys


def resolve_counterpart(typed: str) -> tuple[str, str | None] | None:
    """(name, region or None) of a Chinese unit typed in Vietnamese, pinyin or Chinese, or None."""
    key = _key(typed)
    for prefix in (
        "",
        "tinh ",
        "khu tu tri dan toc choang ",
        "khu tu tri ",
        "chau tu tri ",
        "chau ",
        "thanh pho ",
        "huyen ",
        "tp ",
    ):
        if key.startswith(prefix) and (found := _counterpart_keys().get(key.removeprefix(prefix))):
            return found
    return None
