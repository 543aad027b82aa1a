"""What makes a name of China certain that needs no region beside it: an office that only China has,
a border province of ours in company, a place it faces, a unit of its own region in a list.
"""

from __future__ import annotations

import re

from indexer.reading.places.names import Entry, border_provinces, facing
from indexer.reading.places.passage import (
    Passage,
    around,
    before,
    beside,
    followed_by,
    in_list,
    named,
    sentence_of,
)
from indexer.reading.words import words

__all__ = [
    "CITIES",
    "GATE_LIST",
    "GATE_PROPER",
    "LONGEST_GAP",
    "OURS",
    "full_kind",
    "is_listed_with_border",
    "is_listed_with_own",
    "is_met_by_ours",
    "is_near_ours",
    "is_their_office",
    "is_vouched",
    "names_border",
]

CITIES = frozenset({"thành phố", "tp", "tp.", "t.p", "t.p."})
OURS = frozenset({"province", "district"})
GATE_PROPER = re.compile(r"(?:cửa khẩu|lối mở|lối thông quan)(?: [\w-]+){0,3} ?$")
GATE_LIST = re.compile(r"(?:,| ?[-–—/] ?|,? (?:và|hay|hoặc) ?)\s?(?:cửa khẩu )?$", re.I)
LONGEST_GAP = 8
"""Characters between two names of one list."""
_GOES = re.compile(
    r"(?:^|\W)(?:sang|thăm|đến|tới|tại|ở|từ|đi|về|rời)(?: chính thức| hữu nghị| làm việc tại)? $"
)
_THEIR_OFFICES = re.compile("|".join(words("office only China has")))
"""Titles and offices that only China has: their sentence tells of China."""
_OFFICE_BEFORE = re.compile(r"(?:bí thư|phó bí thư|thị trưởng|châu trưởng|chính quyền)[\w ]{0,24}$")
_OWN_OFFICE = re.compile(
    r"(?:thị trưởng|châu trưởng|huyện trưởng|(?:châu|thị|khu) [uủ][ỷyủ]|nhân đại|chính hiệp)"
    r"(?: châu| thành phố| tp\.?| huyện| thị xã)? $"
)
"""Such a title or office right before the name it is of."""
_CUSTOMS = re.compile(r"(?<!chi )cục hải quan $")
"""Ours are named after provinces: one of a city that is none of ours is China's."""
_ORIGIN = re.compile(r"(?:quê|người|gốc) $")
_FULL = {
    "tp": "thành phố", "tp.": "thành phố", "t.p": "thành phố", "t.p.": "thành phố",
    "tx": "thị xã", "tx.": "thị xã", "h.": "huyện", "q.": "quận", "p.": "phường",
}  # fmt: skip


def full_kind(unit: str) -> str:
    return _FULL.get(unit, unit)


def is_vouched(entry: Entry, passage: Passage, at: int, unit: str) -> bool:
    """Does a border province of ours in company, an office or a city's kind vouch for China?"""
    near = before(passage, at, 48).lower()
    if _OFFICE_BEFORE.search(near) or (unit in CITIES and _is_no_city_of_ours(passage, at)):
        return True
    if GATE_PROPER.search(near) and facing().get(entry.unit):
        return True
    start, end = sentence_of(passage, at)
    if _THEIR_OFFICES.search(passage.text, start, end):
        return True
    if _ORIGIN.search(near):
        return False
    if _is_known_city(entry, passage, at) and (_GOES.search(near) or in_list(passage, at)):
        return True
    return is_near_ours(entry, passage, at) or is_listed_with_border(passage, at)


def _is_known_city(entry: Entry, passage: Passage, at: int) -> bool:
    """Is it a city of theirs whose name no place of ours bears but communes?"""
    following = (other.kind for other in followed_by(passage, at))
    bears = len(passage.names[at].entries) > 1 or any(kind in OURS for kind in following)
    return not bears and not facing().get(entry.unit)


def is_met_by_ours(entry: Entry, passage: Passage, at: int) -> bool:
    """Does the sentence name a district, with its kind, or a province that borders its region?"""
    border = border_provinces(entry.parent)
    start, end = sentence_of(passage, at)
    for number, match in enumerate(passage.names):
        if number == at or not start <= match.start < end:
            continue
        unit = full_kind(around(passage, number).unit)
        for other in match.entries:
            sure = other.kind == "province" or other.reading == "free" or unit in other.kinds
            if other.kind in OURS and other.unit in border and sure:
                return True
    return False


def _is_no_city_of_ours(passage: Passage, at: int) -> bool:
    ours = (entry for entry in passage.names[at].entries if entry.kind in OURS)
    return not any("thành phố" in entry.kinds or entry.kind == "province" for entry in ours)


def is_near_ours(entry: Entry, passage: Passage, at: int) -> bool:
    """Does the sentence name a place of the province it faces across the border?"""
    faced = facing().get(entry.unit, frozenset())
    return bool(faced) and any(other.unit in faced for other in named(passage, at, OURS))


def is_listed_with_border(passage: Passage, at: int) -> bool:
    """Does a place of a border province stand beside it: "Hạ Long - Quế Lâm"?"""
    border = border_provinces()
    for other, gap in beside(passage, at):
        ours = (entry for entry in other.entries if entry.kind in OURS)
        listed = len(gap) <= LONGEST_GAP and GATE_LIST.match(gap)
        if listed and any(entry.unit in border for entry in ours):
            return True
    return False


def is_listed_with_own(entry: Entry, passage: Passage, at: int) -> bool:
    """Does a unit of its own region stand beside it in a list: "Hà Khẩu, Bình Biên"?"""
    for number in (at - 1, at + 1):
        if not 0 <= number < len(passage.names):
            continue
        first, second = sorted((passage.names[at], passage.names[number]))
        gap = passage.text[first.end : second.start]
        if len(gap) > LONGEST_GAP or not GATE_LIST.match(gap):
            continue
        unit = around(passage, number).unit
        for other in passage.names[number].entries:
            is_own = other.kind == "counterpart" and entry.parent in (other.parent, other.unit)
            if is_own and (other.reading == "free" or _is_theirs(other, passage, number, unit)):
                return True
    return False


def _is_theirs(entry: Entry, passage: Passage, at: int, unit: str) -> bool:
    return entry.reading == "china" and is_vouched(entry, passage, at, unit)


def names_border(passage: Passage, at: int) -> bool:
    """Does the sentence name a province of ours at the border?"""
    border = border_provinces()
    return any(entry.unit in border for entry in named(passage, at, OURS))


def is_their_office(passage: Passage, at: int) -> bool:
    """Does an office of China alone stand before it, or customs named after a city not ours?"""
    near = before(passage, at).lower()
    if _OWN_OFFICE.search(near):
        return True
    ours = any(entry.kind in OURS or entry.kind == "gate" for entry in passage.names[at].entries)
    return not ours and _CUSTOMS.search(near) is not None
