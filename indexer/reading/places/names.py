"""All names of the gazetteer in one dictionary keyed by first syllable, for longest match over
capitalised words.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from indexer.gazetteer import tables
from indexer.language import fold

__all__ = ["Entry", "Names", "Seconds", "border_provinces", "facing", "names", "spellings"]

Kind = Literal["province", "district", "gate", "far gate", "counterpart", "china", "none"]


class Entry(NamedTuple):
    """What a name may stand for.

    `unit` is the province or Chinese unit, `parent` its region; `reading` says how freely the name
    may be read (see the tables); `kinds` are the words that may stand before a district; of a gate
    its name with the one it faces: "Tà Lùng – Thủy Khẩu".
    """

    kind: Kind
    unit: str
    parent: str
    reading: str
    kinds: tuple[str, ...] = ()


Seconds = dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]]
"""Of names that share their first syllable: the second → [(further syllables, entries)], longest
first; "" for a name of one syllable.
"""


class Names(NamedTuple):
    """`first`: first syllable → the rest of its names.

    `chinese`: name in Chinese script → entry.
    """

    first: dict[str, Seconds]
    chinese: dict[str, Entry]


_NEW_TONES = [
    nucleus + tone
    for nucleus, tones in (("o", "àáảãạ"), ("o", "èéẻẽẹ"), ("u", "ỳýỷỹỵ"))
    for tone in tones
]
_OLD_TONES = [
    tone + glide
    for tones, glide in (("òóỏõọ", "a"), ("òóỏõọ", "e"), ("ùúủũụ", "y"))
    for tone in tones
]


def spellings(syllable: str) -> tuple[str, ...]:
    """A lower-case syllable in both styles of tone placement (hòa, hoà)."""
    if not syllable.startswith("qu"):
        for new, old in zip(_NEW_TONES, _OLD_TONES, strict=True):
            if syllable.endswith(old):
                return syllable, syllable[: -len(old)] + new
            if syllable.endswith(new):
                return syllable[: -len(new)] + old, syllable
    return (syllable,)


def _variants(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    variants: list[tuple[str, ...]] = [()]
    for word in words:
        variants = [(*variant, spelling) for variant in variants for spelling in spellings(word)]
    return variants


def _syllables(name: str) -> tuple[str, ...]:
    return tuple("".join(c if c.isalpha() or c == "'" else " " for c in name.casefold()).split())


_CAREFUL = {"Bose": "pinyin", "Bình Tường": "chain"}
"""Writings of Chinese names that are better known as something else, and how they are read."""
_LATEST_FORMER = "Hà Tây"
"""The province that was merged last before 2025, and is written without its kind."""


def _readings() -> list[tuple[str, Entry]]:
    """Every name with what it may stand for, the careful readings of a name before the
    free ones.
    """
    found: list[tuple[str, Entry]] = []
    for row in tables.counterparts():
        if not row.reading:
            continue
        entry = Entry("counterpart", row.name, row.parent, row.reading)
        latin = [name for name in (row.name, *row.aliases) if name[0] < "\u3000"]
        for name in latin:
            found.append((name, entry._replace(reading=_CAREFUL.get(name, entry.reading))))
        found.append(
            (row.pinyin, entry if row.level != "county" else entry._replace(reading="pinyin"))
        )
    for gate in tables.gates():
        pair = (gate.pair,)
        reading = "bridge" if gate.level == "cầu" else "gate"
        found.append((gate.gate, Entry("gate", gate.province, "", reading, pair)))
        if gate.far_side:
            found.append((gate.far_side, Entry("far gate", gate.region, "", "gate", pair)))
    for former in tables.former_provinces():
        reading = "free" if former.name == _LATEST_FORMER else "former"
        entries = [Entry("district", part, "", reading, ("tỉnh",)) for part in former.parts]
        found += [(former.name, entry) for entry in entries]
    for district in tables.districts():
        found.append(
            (
                district.name,
                Entry("district", district.province, "", district.reading, district.kinds),
            )
        )
    for province in tables.provinces():
        full = Entry("province", province.name, "", province.also)
        found += [(name, full) for name in province.name.split(" - ")]
        found += [(alias, full._replace(reading="")) for alias in province.aliases]
        if province.name in border_provinces():  # as English texts write it
            found.append((fold(province.name).title(), full))
    for name, kind in tables.others():
        found.append((name, Entry("china" if kind == "china" else "none", name, "", "")))
    return found


@cache
def names() -> Names:
    """The dictionary, built once per process."""
    found: dict[tuple[str, ...], list[Entry]] = {}
    for name, entry in _readings():
        for words in _variants(_syllables(name)):
            entries = found.setdefault(words, [])
            if entry not in entries:
                entries.append(entry)
    first: dict[str, Seconds] = {}
    for words, entries in sorted(found.items(), key=lambda item: -len(item[0])):
        second = words[1] if len(words) > 1 else ""
        first.setdefault(words[0], {}).setdefault(second, []).append((words[2:], tuple(entries)))
    return Names(first, _chinese())


def _chinese() -> dict[str, Entry]:
    """Names in Chinese script, which stand for nothing else."""
    found: dict[str, Entry] = {}
    for row in tables.counterparts():
        if not row.reading:
            continue
        for name in (row.chinese, *row.aliases):
            if len(name) > 1 and name[0] >= "\u3000":
                found.setdefault(name, Entry("counterpart", row.name, row.parent, "free"))
    return found


@cache
def facing() -> dict[str, frozenset[str]]:
    """Chinese county → the Vietnamese gates and provinces it faces: "Lào Cai - Hà Khẩu" names a
    pair.
    """
    pairs: dict[str, set[str]] = {}
    for gate in tables.gates():
        for side in filter(None, (gate.counterpart, gate.far_side)):
            pairs.setdefault(side, set()).update((gate.gate, gate.province))
    return {side: frozenset(faced) for side, faced in pairs.items()}


@cache
def border_provinces(region: str = "") -> frozenset[str]:
    """The provinces of ours that some place in China, or in one region of it, faces."""
    facing_us = (gate for gate in tables.gates() if gate.region)
    return frozenset(gate.province for gate in facing_us if region in ("", gate.region))
