"""What a name stands for when it is typed where a province, a counterpart or a border gate is
asked for: one rule for filters, queries, links, metadata and completions.

Missing marks are free, typed ones must agree; case, spaces, hyphens and the kind before or after
the name (tỉnh, TP., khu tự trị, 市) do not matter. A name may be the unit's own in any writing,
that of a province of former times, or of a town or gate that lies in the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from indexer.gazetteer import tables
from indexer.gazetteer.tables import former
from indexer.language.lexicon.abbreviations import expansions
from indexer.language.syllable.mark_agreement import Variant, variant
from indexer.language.unicode.canonical import canonical
from indexer.language.unicode.folding import strip_marks
from indexer.records import dataclass

__all__ = ["Kind", "Meaning", "Via", "beginning", "resolve", "writings"]

Kind = Literal["province", "counterpart", "gate"]
Via = Literal["name", "former", "inside", "whole"]
MAX_TYPED = 120
"""Code points of a typed name that are looked at; none is as long."""

_TITLES = tuple(
    tuple(title.split())
    for title in (
        "khu tự trị dân tộc choang",
        "khu tự trị choang",
        "khu tự trị",
        "châu tự trị",
        "huyện tự trị",
        "thành phố trực thuộc trung ương",
        "thành phố",
        "đặc khu",
        "thị trấn",
        "thị xã",
        "thủ đô",
        "cửa khẩu",
        "tỉnh",
        "huyện",
        "quận",
        "châu",
        "khu",
        "tp",
        "t p",
        "tx",
        "t",
    )
)
_AFTER = ("cũ", "former", "province", "city", "prefecture", "county", "region")
_CHINESE_KIND = re.compile(
    "(?:(?:壮|苗|瑶|侗|彝|傣|白|回|怒|藏|佤|哈尼|景颇|傈僳|拉祜|布朗|纳西|独龙|普米|毛南|仫佬|各)族)*自治[区州县]$|[省市县区州]$"
)
_WORD = re.compile(r"[^\W_]+")
_HAN = "\u2e80"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The filter values a typed name stands for, and what it is: the unit's own name, a former
    province whose land they have, a place inside the unit, or the whole that the units are parts
    of (then `place` is how it is written).

    `parent` is the region of a Chinese city or county, the province of a gate.
    """

    names: tuple[str, ...]
    via: Via = "name"
    place: str = ""
    parent: str = ""


Entry = tuple[tuple[str, ...], int, Meaning]
"""The words of a writing, how far it is from the usual name (0 is that), and what it means."""
Entries = dict[str, list[Entry]]


def resolve(kind: Kind, typed: str) -> tuple[Meaning, ...]:
    """What was typed may stand for: () when unknown, several when it is ambiguous, in the order of
    the tables.

    >>> resolve("province", "tp.hcm")[0].names
    ('Hồ Chí Minh',)
    >>> resolve("province", "Hải Hưng")[0].names
    ('Hải Dương', 'Hưng Yên')
    >>> resolve("counterpart", "友谊关")[0].names
    ('Bằng Tường',)
    >>> resolve("gate", "đông hưng")[0].names
    ('Móng Cái – Đông Hưng',)
    """
    words = _words(canonical(typed[:MAX_TYPED]).text)
    if not words:
        return ()
    readings = tuple(_readings(words))
    for entries in (_own(kind), _through(kind)):
        for reading in readings:
            if found := _closest(entries, reading):
                return tuple(_asked(one, words) for one in found)
    return _abbreviated(kind, readings)


def _asked(meaning: Meaning, words: tuple[str, ...]) -> Meaning:
    """The meaning, within its former boundaries where «cũ» was typed after the name."""
    if meaning.via != "name" or words[-1] not in ("cũ", "cu", "former"):
        return meaning
    return Meaning(tuple(map(former, meaning.names)), parent=meaning.parent)


def _abbreviated(kind: Kind, readings: Iterable[tuple[str, ...]]) -> tuple[Meaning, ...]:
    """The units that a short form may stand for (HP, BR-VT), among all its readings."""
    found: list[Meaning] = []
    for reading in readings:
        for expansion in expansions(reading):
            for words in _readings(expansion.words):
                found += _closest(_own(kind), words) or _closest(_through(kind), words)
    return _distinct(found)


def _distinct(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """The first meaning of those that stand for the same units."""
    first: dict[tuple[str, ...], Meaning] = {}
    for meaning in meanings:
        first.setdefault(meaning.names, meaning)
    return tuple(first.values())


def _readings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words whole, then without the kinds of unit before and after the name."""
    yield words
    if words[0] >= _HAN:
        whole = "".join(words)
        bare = _CHINESE_KIND.sub("", whole)
        if bare and bare != whole:
            yield (bare,)
        return
    for title in _TITLES:
        if len(title) < len(words) and all(map(_agree, words, title)):
            yield from _readings(words[len(title) :])
            break
    if len(words) > 1 and any(_agree(words[-1], after) for after in _AFTER):
        yield from _readings(words[:-1])


def _agree(typed: str, written: str) -> bool:
    return variant(typed, written) <= Variant.MARKS_MISSING


def _closest(entries: Entries, words: tuple[str, ...]) -> tuple[Meaning, ...]:
    """The meanings whose writing comes closest to the words, marks first, then the usual name."""
    found: list[tuple[tuple[int, int], Meaning]] = []
    for own, distance, meaning in entries.get(_bare(words), ()):
        if len(own) == len(words):
            closeness = max(map(variant, words, own))
        else:
            closeness = variant("".join(words), "".join(own))
        if closeness <= Variant.MARKS_MISSING:
            found.append(((closeness, distance), meaning))
    best = min((rank for rank, _ in found), default=None)
    return _distinct(meaning for rank, meaning in found if rank == best)


def _words(text: str) -> tuple[str, ...]:
    """The words of canonical text, in small letters."""
    return tuple(_WORD.findall(text.casefold()))


def _bare(words: Iterable[str]) -> str:
    """The key of a writing: bare letters and digits, y as i (Quy Nhơn, Qui Nhơn)."""
    return strip_marks("".join(words)).replace("y", "i")


@cache
def _own(kind: Kind) -> Entries:
    """The units by their own names in every writing."""
    if kind == "province":
        return _indexed(
            (writing, distance, Meaning((row.name,)))
            for row in tables.provinces()
            for distance, names in enumerate(_names_of_province(row))
            for writing in names
        )
    if kind == "gate":
        return _indexed(_gates())
    return _indexed(
        (writing, distance, Meaning((row.name,), parent=row.parent))
        for row in tables.counterparts()
        for distance, names in enumerate(_names_of_counterpart(row))
        for writing in names
    )


def _names_of_province(row: tables.ProvinceRow) -> tuple[Sequence[str], ...]:
    return (row.name,), row.aliases, (row.pinyin, *row.chinese)


def _names_of_counterpart(row: tables.CounterpartRow) -> tuple[Sequence[str], ...]:
    """The name; its other writings; pinyin (also as keyboards have it) and Chinese without the
    kind of unit.
    """
    pinyin = row.pinyin.removesuffix(" xian").removesuffix(" shi")
    others = (row.pinyin, pinyin, pinyin.replace("ü", "v"), row.chinese)
    return (row.name,), row.aliases, (*others, _CHINESE_KIND.sub("", row.chinese))


@cache
def _through(kind: Kind) -> Entries:
    """The units by what lies in them or lay there before."""
    if kind == "gate":
        return {}
    return _indexed(_inside_provinces() if kind == "province" else _inside_counterparts())


def _gates() -> Iterator[tuple[str, int, Meaning]]:
    """The gates by the names of both sides, together and each alone, in every writing."""
    others = {place.name: place for place in tables.places() if place.kind == "gate"}
    for row in tables.gates():
        meaning = Meaning((row.pair,), parent=row.today)
        yield row.pair, 0, meaning
        for distance, name in enumerate(filter(None, (row.gate, row.far_side))):
            yield name, distance, meaning
            if place := others.get(name):
                for writing in (place.pinyin, place.chinese, *place.aliases):
                    yield writing, 2, meaning


def _inside_provinces() -> Iterator[tuple[str, int, Meaning]]:
    """Former provinces; districts and towns, which need their kind where a text would need it;
    gates and other places.
    """
    for row in tables.former_provinces():
        yield row.name, 0, Meaning(row.parts, "former", row.name)
    names = {row.name for row in tables.provinces()}
    for district in tables.districts():
        meaning = Meaning((district.province,), "inside", district.name)
        yield district.name, 1 if district.reading == "free" else 2, meaning
        for kind in district.kinds:
            yield f"{kind} {district.name}", 1, meaning
    for gate in tables.gates():
        yield gate.gate, 1, Meaning((gate.province,), "inside", gate.gate)
    for place in tables.places():
        if place.parent in names and place.kind != "byname":
            for writing in (place.name, place.pinyin, place.chinese, *place.aliases):
                yield writing, 1, Meaning((place.parent,), "inside", place.name)


def _inside_counterparts() -> Iterator[tuple[str, int, Meaning]]:
    """China as all the regions that are told apart; then the gates of a county."""
    parent_of = {row.name: row.parent for row in reversed(tables.counterparts())}
    regions = tuple(row.name for row in tables.counterparts() if not row.parent)
    for place in tables.places():
        if place.kind == "country" and place.name == "Trung Quốc":
            for writing in (place.name, place.pinyin, place.chinese, *place.aliases):
                yield writing, 0, Meaning(regions, "whole", place.name)
        elif place.kind == "gate" and place.parent in parent_of:
            meaning = Meaning((place.parent,), "inside", place.name, parent_of[place.parent])
            for writing in (place.name, place.pinyin, place.chinese, *place.aliases):
                yield writing, 1, meaning


def _indexed(writings: Iterable[tuple[str, int, Meaning]]) -> Entries:
    given = [(_words(writing), distance, meaning) for writing, distance, meaning in writings]
    keys = strip_marks("\n".join("".join(words) for words, _, _ in given)).replace("y", "i")
    found: Entries = {}
    for key, entry in zip(keys.split("\n"), given, strict=True):
        if key:
            found.setdefault(key, []).append(entry)
    return found


@cache
def writings(kind: Kind) -> dict[str, tuple[str, ...]]:
    """Filter value → every way to write or call it, the usual one first."""
    found: dict[str, list[str]] = {}
    for entries in _own(kind).values():
        for words, _, meaning in entries:
            found.setdefault(meaning.names[0], []).append(" ".join(words))
    return {name: tuple(dict.fromkeys((name.casefold(), *ways))) for name, ways in found.items()}


def beginning(kind: Kind, typed: str) -> frozenset[str]:
    """The filter values of which some writing begins as typed, at the beginning of a word."""
    words = _words(typed)
    if not words:
        return frozenset()
    return frozenset(
        name
        for name, ways in writings(kind).items()
        if any(_begins(words, way.split()) for way in ways)
    )


def _begins(typed: tuple[str, ...], written: list[str]) -> bool:
    head, last = typed[:-1], typed[-1]
    if len(written) < len(typed) or not all(map(_agree, head, written)):
        return False
    begun = written[len(head)][: len(last)]
    return len(begun) == len(last) and _agree(last, begun)
