"""What stands around a name decides what it means: a unit of China, a gate, a province, a district.

Every rule is general; none knows an article. A rule's name is the evidence the archivist is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.reading.places.names import Entry, border_provinces, facing
from indexer.reading.places.passage import (
    DISTRICTS,
    SHIPS,
    THINGS,
    Passage,
    around,
    before,
    beside,
    beside_china,
    chained,
    china_follows,
    followed_by,
    in_list,
    in_vietnam,
    is_autonomous,
    is_gate_pair,
    named,
    paired,
    sentence_of,
)
from indexer.reading.words import words

__all__ = ["is_gate", "rule_for"]

_CITIES = frozenset({"thành phố", "tp", "tp.", "t.p", "t.p."})
_CITY_COMMITTEE = ("thành ủy ", "thành uỷ ")
_GATE = re.compile(
    r"(?:cửa khẩu|hqck|hải quan|biên phòng|lối mở|lối thông quan|kiểm soát|khu kinh tế|chợ)"
    r"(?: [\w-]+){0,4} ?$"
)
_GATE_PROPER = re.compile(r"(?:cửa khẩu|lối mở|lối thông quan)(?: [\w-]+){0,3} ?$")
_GATE_LIST = re.compile(r"(?:,| ?[-–—/] ?|,? (?:và|hay|hoặc) ?)\s?(?:cửa khẩu )?$", re.I)
_GATE_GAP = 4
_LONGEST_GAP = 8
_LOCATIVE = re.compile(r"(?:tại|ở|về|lên|đến|từ|tới|sân bay|hàng không|ga|bay) $")
_GOES = re.compile(
    r"(?:^|\W)(?:sang|thăm|đến|tới|tại|ở|từ|đi|về|rời)(?: chính thức| hữu nghị| làm việc tại)? $"
)
_CROSSING = re.compile(r"(?:^|\s)sang(?: thăm| làm việc| thăm và làm việc)?(?: tại| ở)? $")
_UNION = re.compile(r"(?:tncs|cộng sản|chủ tịch|thanh niên) $")
_RIG = re.compile(r"[ -]?(?:HD|\d{2,})")
_ROUTE = re.compile(r" ?[-–—] ?[A-ZĐÀ-Ỹ]")
_OUR_OFFICES = re.compile(
    r"UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|Việt Nam|Sở [A-ZĐ]|\bSở\b"
)
_THEIR_OFFICES = re.compile("|".join(words("office only China has")))
"""Titles and offices that only China has: their sentence tells of China."""
_OFFICE_BEFORE = re.compile(r"(?:bí thư|phó bí thư|thị trưởng|châu trưởng|chính quyền)[\w ]{0,24}$")
_OWN_OFFICE = re.compile(
    r"(?:thị trưởng|châu trưởng|huyện trưởng|(?:châu|thị|khu) [uủ][ỷyủ]|nhân đại|chính hiệp)"
    r"(?: châu| thành phố| tp\.?| huyện| thị xã)? $"
)
"""Such a title or office right before the name it is of."""
_CHINA = frozenset({"china", "counterpart"})
_COUNTERPART = frozenset({"counterpart"})
_OURS = frozenset({"province", "district"})
_FORMER_AFTER = re.compile(r" (?:cũ|trước đây|xưa)(?!\w)|,? \((?:cũ|nay là)")
_ORIGIN = re.compile(r"(?:quê|người|gốc) $")


def rule_for(entry: Entry, passage: Passage, at: int, unit: str, regions: frozenset[str]) -> str:
    """The rule by which this name is read as that entry, or "" when it is not.

    `unit`: what stands before it; `regions`: the Chinese regions the article dwells on.
    """
    if entry.kind == "counterpart":
        return _counterpart(entry, passage, at, unit, regions)
    rule = _RULES.get(entry.kind)
    return rule(entry, passage, at, unit) if rule else "context"


def _province(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    text, match = passage.text, passage.names[at]
    rivals = (o for o in match.entries if o.kind == "district" and o.unit != entry.unit)
    if unit in DISTRICTS and any(unit in other.kinds for other in rivals):
        return ""
    if unit == "sông" or (entry.reading == "word" and _RIG.match(text, match.end)):
        return ""
    if entry.unit == "Hồ Chí Minh" and _UNION.search(before(passage, at, 14).lower()):
        return ""
    if entry.reading == "person":
        if unit in _CITIES or before(passage, at, 9).lower() in _CITY_COMMITTEE:
            return "city, not the person"
        return "named in a list of places" if in_list(passage, at) else ""
    if entry.reading == "word" and (unit.startswith(THINGS) or (passage.shouted and not unit)):
        return ""
    if entry.reading == "china" and (china_follows(passage, at) or _foreign(passage, at)):
        return ""
    return "province name"


def _district(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    if entry.reading == "former":
        return _former(entry, passage, at, unit)
    if unit == "tỉnh":
        return ""
    if entry.reading == "free" and not unit.startswith("công ty"):
        return "" if _lies_in_china(passage, at) else "stands for its province"
    if unit in DISTRICTS or unit in entry.kinds:
        return _with_kind(entry, passage, at, unit)
    if entry.reading == "locative" and _is_located(passage, at):
        return "place, not the battle"
    return ""


def _is_located(passage: Passage, at: int) -> bool:
    """Does a word of place stand before it, or is it the dateline of a line: "Vinh: …"?"""
    match = passage.names[at]
    if _LOCATIVE.search(before(passage, at, 14).lower()):
        return True
    return before(passage, at, 1) in ("", "\n") and passage.text.startswith(":", match.end)


def _lies_in_china(passage: Passage, at: int) -> bool:
    """Is it a namesake in China: "Tam Đảo (Quảng Tây)"?"""
    if china_follows(passage, at):
        return True
    end = passage.names[at].end
    if passage.text[end : end + 2].lstrip()[:1] != "(":
        return False
    return any(other.kind in _CHINA for other in followed_by(passage, at))


def _with_kind(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    """A district after its kind, unless another of the name may be meant."""
    others = [
        other
        for other in passage.names[at].entries
        if other.kind in ("counterpart", "district", "china") and other.unit != entry.unit
    ]
    following = followed_by(passage, at)
    kind = _full(unit)
    if kind not in entry.kinds and any(other.kind == "china" for other in following):
        return ""
    rivals = [other for other in others if other.kind == "district" and kind in other.kinds]
    if rivals or (others and kind not in entry.kinds):
        own = any(other.unit == entry.unit for other in following)
        return "district beside its province" if own else ""
    return "district with its kind"


def _former(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    """A province of the time before 1997, by its kind or in a list of provinces."""
    entries = passage.names[at].entries
    namesake = any(other.kind == "china" for other in entries)
    after = _FORMER_AFTER.match(passage.text, passage.names[at].end)
    ours = passage.vietnam or after is not None
    if namesake and (not ours or any(named(passage, at, _CHINA))):
        return ""
    if china_follows(passage, at) or beside_china(passage, at):
        return ""
    alone = not unit and all(o.reading == "former" or o.kind == "china" for o in entries)
    known = unit == "tỉnh" or after is not None or (alone and in_list(passage, at))
    return "former province" if known else ""


_FULL = {
    "tp": "thành phố", "tp.": "thành phố", "t.p": "thành phố", "t.p.": "thành phố",
    "tx": "thị xã", "tx.": "thị xã", "h.": "huyện", "q.": "quận", "p.": "phường",
}  # fmt: skip


def _full(unit: str) -> str:
    return _FULL.get(unit, unit)


def _counterpart(
    entry: Entry, passage: Passage, at: int, unit: str, regions: frozenset[str]
) -> str:
    if unit.startswith(SHIPS) and not _ROUTE.match(passage.text, passage.names[at].end):
        return ""
    if entry.reading == "free":
        return "counterpart name"
    if unit != "sông" and chained(entry, passage, at):
        return "followed by its region"
    if unit.startswith(THINGS) or unit == "sông":
        return ""
    if paired(passage, at):
        return "paired with the place it faces"
    if _OWN_OFFICE.search(before(passage, at).lower()):
        return "an office that only China has"
    about = entry.parent in regions or any(named(passage, at, _CHINA))
    if entry.parent and is_autonomous(passage, at):
        return "prefecture with its kind"
    if unit.startswith("châu") and (about or "châu" in before(passage, at, 9)):
        return "prefecture with its kind"
    if in_vietnam(passage, at) or _our_kind(passage, at, unit):
        return ""
    if entry.reading == "china" and (about or _vouched(entry, passage, at, unit)):
        return "named in a sentence about China"
    return _beside_region(entry, passage, at, unit)


def _beside_region(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    """A name that needs its region, or the province it faces, in the sentence."""
    near_it = named(passage, at, _COUNTERPART)
    own_region = any(entry.parent in (other.unit, other.parent) for other in near_it)
    if entry.reading == "region" and own_region:
        return "named beside its region"
    if _CROSSING.search(before(passage, at, 40)) and _border_named(passage, at):
        return "across the border"
    if entry.reading == "pinyin":
        near = own_region or _ours_near(entry, passage, at)
        return "named beside its region" if near and _stands_alone(passage, at) else ""
    known_here = any(other.kind in _OURS for other in passage.names[at].entries)
    with_kind = unit in DISTRICTS or unit in ("thị", "khu", "châu")
    if known_here or not with_kind:
        return ""
    if own_region or _ours_near(entry, passage, at):
        return "with its kind, beside its region"
    met = unit in DISTRICTS and _ours_across(entry, passage, at)
    return "with its kind, beside a district of ours at the border" if met else ""


def _our_kind(passage: Passage, at: int, unit: str) -> bool:
    """Is it a district of ours by its kind, in a sentence that names no place of China?"""
    kind = _full(unit)
    ours = (entry for entry in passage.names[at].entries if entry.kind == "district")
    return any(kind in entry.kinds for entry in ours) and not any(named(passage, at, _CHINA))


def _vouched(entry: Entry, passage: Passage, at: int, unit: str) -> bool:
    """Does a border province of ours in company, an office or a city's kind vouch for China?"""
    near = before(passage, at, 48).lower()
    if _OFFICE_BEFORE.search(near) or (unit in _CITIES and _is_no_city_of_ours(passage, at)):
        return True
    if _GATE_PROPER.search(near) and facing().get(entry.unit):
        return True
    start, end = sentence_of(passage, at)
    if _THEIR_OFFICES.search(passage.text, start, end):
        return True
    if _ORIGIN.search(near):
        return False
    if _is_known_city(entry, passage, at) and (_GOES.search(near) or in_list(passage, at)):
        return True
    return _ours_near(entry, passage, at) or _listed_with_border(passage, at)


def _is_known_city(entry: Entry, passage: Passage, at: int) -> bool:
    """Is it a city of theirs whose name no place of ours bears but communes?"""
    following = (other.kind for other in followed_by(passage, at))
    bears = len(passage.names[at].entries) > 1 or any(kind in _OURS for kind in following)
    return not bears and not facing().get(entry.unit)


def _ours_across(entry: Entry, passage: Passage, at: int) -> bool:
    """Does the sentence name a district, with its kind, or a province that borders its region?"""
    border = border_provinces(entry.parent)
    start, end = sentence_of(passage, at)
    for number, match in enumerate(passage.names):
        if number == at or not start <= match.start < end:
            continue
        unit = _full(around(passage, number).unit)
        for other in match.entries:
            sure = other.kind == "province" or other.reading == "free" or unit in other.kinds
            if other.kind in _OURS and other.unit in border and sure:
                return True
    return False


def _is_no_city_of_ours(passage: Passage, at: int) -> bool:
    ours = (entry for entry in passage.names[at].entries if entry.kind in _OURS)
    return not any("thành phố" in entry.kinds or entry.kind == "province" for entry in ours)


def _ours_near(entry: Entry, passage: Passage, at: int) -> bool:
    """Does the sentence name a place of the province it faces across the border?"""
    faced = facing().get(entry.unit, frozenset())
    return bool(faced) and any(other.unit in faced for other in named(passage, at, _OURS))


def _listed_with_border(passage: Passage, at: int) -> bool:
    """Does a place of a border province stand beside it: "Hạ Long - Quế Lâm"?"""
    border = border_provinces()
    for other, gap in beside(passage, at):
        ours = (entry for entry in other.entries if entry.kind in _OURS)
        listed = len(gap) <= 8 and _GATE_LIST.match(gap)
        if listed and any(entry.unit in border for entry in ours):
            return True
    return False


def _border_named(passage: Passage, at: int) -> bool:
    """Does the sentence name a province of ours at the border?"""
    border = border_provinces()
    return any(entry.unit in border for entry in named(passage, at, _OURS))


def _stands_alone(passage: Passage, at: int) -> bool:
    """Is it no part of a longer name, as "Beijing Lingyun" is?"""
    match = passage.names[at]
    last = before(passage, at)
    longer = re.search(r"[A-Z]\w+ $", last) or re.match(r" [A-Z]\w", passage.text[match.end :][:3])
    return longer is None


def _gate(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    if entry.reading == "bridge" and before(passage, at).lower().endswith("cầu "):
        return "border bridge"
    return "border gate" if is_gate(passage, at) or _faces_far_gate(passage, at) else ""


def _far_gate(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    if in_vietnam(passage, at):
        return ""
    if paired(passage, at):
        return "far side of a border gate"
    ours = any(other.kind in _OURS or other.kind == "gate" for other in passage.names[at].entries)
    alone = not ours and _GATE_PROPER.search(before(passage, at, 40).lower())
    return "far side of a border gate" if alone or _ends_a_road(passage, at) else ""


def _ends_a_road(passage: Passage, at: int) -> bool:
    """Is it the last stop of a road or railway through a border province: "Lạng Sơn - Hữu Nghị
    Quan"?
    """
    ours = any(other.kind in _OURS or other.kind == "gate" for other in passage.names[at].entries)
    return not ours and _listed_with_border(passage, at)


def is_gate(passage: Passage, at: int) -> bool:
    """Is it named as a border gate, with the gate it faces ("Tà Lùng - Thủy Khẩu"), or in a list
    with one ("cửa khẩu Tân Thanh, Cốc Nam")?"""
    if _GATE.search(before(passage, at, 40).lower()) or is_gate_pair(passage, at):
        return True
    if at and any(entry.kind == "gate" for entry in passage.names[at - 1].entries):
        gap = passage.text[passage.names[at - 1].end : passage.names[at].start]
        if _GATE_LIST.match(gap) and is_gate(passage, at - 1):
            return True
    return _beside_gate(passage, at)


def _beside_gate(passage: Passage, at: int) -> bool:
    """Does another gate of its province stand beside it, and neither is known but as a gate:
    "Tân Thanh, Cốc Nam"?
    """
    here = passage.names[at].entries
    if any(entry.kind != "gate" for entry in here):
        return False
    return any(
        len(gap) <= _GATE_GAP
        and _GATE_LIST.match(gap)
        and all(other.kind == "gate" and other.unit == here[0].unit for other in beside_it.entries)
        for beside_it, gap in beside(passage, at)
    )


def _faces_far_gate(passage: Passage, at: int) -> bool:
    """Does the gate it faces stand right after it?"""
    if at + 1 >= len(passage.names):
        return False
    far = any(entry.kind == "far gate" for entry in passage.names[at + 1].entries)
    return far and paired(passage, at + 1)


def _after_region(passage: Passage, at: int) -> bool:
    """Does it follow a province of theirs in a list: "các tỉnh Vân Nam và Hà Nam"?"""
    if not at or around(passage, at - 1).unit != "tỉnh":
        return False
    first = passage.names[at - 1]
    gap = passage.text[first.end : passage.names[at].start]
    listed = len(gap) <= _LONGEST_GAP and _GATE_LIST.match(gap)
    return bool(listed) and any(entry.kind == "counterpart" for entry in first.entries)


def _foreign(passage: Passage, at: int) -> bool:
    """Is the namesake of a province meant: in a list of Chinese places, or in a sentence about
    China where no province of ours is named?
    """
    if beside_china(passage, at) or (not passage.vietnam and _after_region(passage, at)):
        return True
    if passage.vietnam or not any(e.kind == "china" for e in named(passage, at, _CHINA)):
        return False
    start, end = sentence_of(passage, at)
    return not _OUR_OFFICES.search(passage.text, start, end)


_RULES: dict[str, Callable[[Entry, Passage, int, str], str]] = {
    "province": _province,
    "district": _district,
    "gate": _gate,
    "far gate": _far_gate,
}
