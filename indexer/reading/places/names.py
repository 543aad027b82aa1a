"""All names of the gazetteer in one dictionary keyed by first syllable, for longest match over capitalised words."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from indexer.reading.gazetteer import tables

__all__ = ["Entry", "Names", "names", "spellings"]

Kind = Literal["province", "city", "district", "gate", "counterpart", "none"]


class Entry(NamedTuple):
    """What a name may stand for. `unit` is the province or Chinese unit; `parent` its region; `reading` how freely it may be read."""

    kind: Kind
    unit: str
    parent: str
    reading: str
    kinds: tuple[str, ...] = ()


class Names(NamedTuple):
    """`first`: first syllable → [(further syllables, entries)], longest first. `chinese`: name in Chinese script → entry."""

    first: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]]
    chinese: dict[str, Entry]


_NEW_TONES = ("oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(), "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split())


def spellings(syllable: str) -> tuple[str, ...]:
    """A lower-case syllable in both styles of tone placement (hòa, hoà)."""
    for new, old in zip(*_NEW_TONES, strict=True):
        if syllable.endswith(old) and not syllable.startswith("qu"):
            return syllable, syllable[: -len(old)] + new
        if syllable.endswith(new) and not syllable.startswith("qu"):
            return syllable[: -len(new)] + old, syllable
    return (syllable,)


def _variants(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    variants: list[tuple[str, ...]] = [()]
    for word in words:
        variants = [(*variant, spelling) for variant in variants for spelling in spellings(word)]
    return variants


def _syllables(name: str) -> tuple[str, ...]:
    return tuple("".join(c if c.isalpha() or c == "'" else " " for c in name.casefold()).split())


_HO_CHI_MINH = ("HCM", "TPHCM", "HCMC", "Sài Gòn", "Saigon", "Ho Chi Minh City")
_NOT_PLACES = (
    "Thái Bình Dương", "Hà Nội Mới", "Sài Gòn Giải Phóng", "Hà Nam Ninh", "Hà Sơn Bình", "Hoàng Anh Gia Lai", "Bia Sài Gòn", "Bia Hà Nội",
)  # fmt: skip


def _entries() -> dict[tuple[str, ...], list[Entry]]:
    found: dict[tuple[str, ...], list[Entry]] = {}

    def add(name: str, entry: Entry) -> None:
        for words in _variants(_syllables(name)):
            entries = found.setdefault(words, [])
            if entry not in entries:
                entries.append(entry)

    for row in tables.provinces():
        parts = row.name.split(" - ") if " - " in row.name else [row.name]
        for name in (*parts, *row.aliases):
            add(name, Entry("province", row.name, "", "person" if row.name == "Hồ Chí Minh" else "free"))
    for name in _HO_CHI_MINH:
        add(name, Entry("province", "Hồ Chí Minh", "", "free"))
    for district in tables.districts():
        add(district.name, Entry("district", district.province, "", district.reading, district.kinds))
    for gate in tables.gates():
        add(gate.gate, Entry("gate", gate.province, "", "gate"))
    for counterpart in tables.counterparts():
        for name in (counterpart.name, *counterpart.aliases, counterpart.pinyin):
            add(name, Entry("counterpart", counterpart.name, counterpart.parent, counterpart.reading))
    for name in _NOT_PLACES:
        add(name, Entry("none", "", "", "free"))
    return found


@cache
def names() -> Names:
    """The dictionary, built once per process."""
    first: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
    for words, entries in _entries().items():
        first.setdefault(words[0], []).append((words[1:], tuple(entries)))
    for tails in first.values():
        tails.sort(key=lambda tail: -len(tail[0]))
    chinese = {row.chinese: Entry("counterpart", row.name, row.parent, "free") for row in tables.counterparts() if len(row.chinese) > 1}
    return Names(first, chinese)
