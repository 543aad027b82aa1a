"""What stands around a name decides what it means: a unit of China, a gate, a province, a district.

Every rule is general; none knows an article. A rule's name is the evidence the archivist is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.reading.places.names import Entry
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
from indexer.reading.places.vouching import (
    CITIES,
    GATE_LIST,
    GATE_PROPER,
    LONGEST_GAP,
    OURS,
    full_kind,
    is_listed_with_border,
    is_listed_with_own,
    is_met_by_ours,
    is_near_ours,
    is_their_office,
    is_vouched,
    names_border,
)

__all__ = ["disambiguation_rule", "is_gate"]

_CITY_COMMITTEE = ("thành ủy ", "thành uỷ ")
_GATE = re.compile(
    r"(?:cửa khẩu|hqck|hải quan|biên phòng|lối mở|lối thông quan|kiểm soát|khu kinh tế|chợ)"
    r"(?: [\w-]+){0,4} ?$"
)
_GATE_GAP = 4
_LOCATIVE = re.compile(r"(?:tại|ở|về|lên|đến|từ|tới|sân bay|hàng không|ga|bay) $")
_CROSSING = re.compile(r"(?:^|\s)sang(?: thăm| làm việc| thăm và làm việc)?(?: tại| ở)? $")
_NAVY = frozenset(
    {"tàu chiến", "chiến hạm", "tàu khu trục", "tàu hộ vệ", "tàu ngầm", "tàu bệnh viện"}
)
"""Ships of a navy, named after provinces; fishing boats and trains are a province's."""
_OCEAN = "Hải Dương"
"""A province, and the oceans that China's survey ships are named after."""
_NUMBERED = re.compile(r"[ -]?\d{1,3}(?!\d| ?(?:giờ|h|người|ca|phút|km|lần|xã|vụ)(?!\w))")
_SHIP_BEFORE = re.compile(
    r"tàu(?: (?:khảo sát|địa chất|địa chấn|thăm dò|nghiên cứu|dầu khí|hải dương|trung quốc))* $"
)
_UNION = re.compile(r"(?:tncs|cộng sản|chủ tịch|thanh niên) $")
_RIG = re.compile(r"[ -]?(?:HD|\d{2,})")
_ROUTE = re.compile(r" ?[-–—] ?[A-ZĐÀ-Ỹ]")
_OUR_OFFICES = re.compile(
    r"UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|Việt Nam|Sở [A-ZĐ]|\bSở\b"
)
_CHINA = frozenset({"china", "counterpart"})
_COUNTERPART = frozenset({"counterpart"})
_FORMER_AFTER = re.compile(r" (?:cũ|trước đây|xưa)(?!\w)|,? \((?:cũ|nay là)")


def disambiguation_rule(
    entry: Entry, passage: Passage, at: int, unit: str, regions: frozenset[str]
) -> str:
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
    if unit in _NAVY or (entry.unit == _OCEAN and _is_ship(passage, at)):
        return ""
    if unit == "sông" or (entry.reading == "word" and _RIG.match(text, match.end)):
        return ""
    if entry.unit == "Hồ Chí Minh" and _UNION.search(before(passage, at, 14).lower()):
        return ""
    if entry.reading == "person":
        if unit in CITIES or before(passage, at, 9).lower() in _CITY_COMMITTEE:
            return "city, not the person"
        return "named in a list of places" if in_list(passage, at) else ""
    if entry.reading == "word" and (unit.startswith(THINGS) or (passage.shouted and not unit)):
        return ""
    if entry.reading == "china" and (china_follows(passage, at) or _foreign(passage, at)):
        return ""
    return "province name"


def _is_ship(passage: Passage, at: int) -> bool:
    """Is it a numbered ship: "nhóm tàu khảo sát Hải Dương 8"?"""
    numbered = _NUMBERED.match(passage.text, passage.names[at].end)
    return numbered is not None and _SHIP_BEFORE.search(before(passage, at, 60).lower()) is not None


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
    kind = full_kind(unit)
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
    if is_their_office(passage, at):
        return "an office that only China has"
    about = entry.parent in regions or any(named(passage, at, _CHINA))
    if entry.parent and is_autonomous(passage, at):
        return "prefecture with its kind"
    if unit.startswith("châu") and (about or "châu" in before(passage, at, 9)):
        return "prefecture with its kind"
    if in_vietnam(passage, at) or _our_kind(passage, at, unit):
        return ""
    if entry.reading == "china" and (about or is_vouched(entry, passage, at, unit)):
        return "named in a sentence about China"
    return _beside_region(entry, passage, at, unit)


def _beside_region(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    """A name that needs its region, or the province it faces, in the sentence."""
    near_it = named(passage, at, _COUNTERPART)
    own_region = any(entry.parent in (other.unit, other.parent) for other in near_it)
    if entry.reading == "region" and own_region:
        return "named beside its region"
    if _CROSSING.search(before(passage, at, 40)) and names_border(passage, at):
        return "across the border"
    if entry.reading == "pinyin":
        near = own_region or is_near_ours(entry, passage, at)
        return "named beside its region" if near and _stands_alone(passage, at) else ""
    known_here = any(other.kind in OURS for other in passage.names[at].entries)
    if not known_here and is_listed_with_own(entry, passage, at):
        return "listed with a unit of its region"
    with_kind = unit in DISTRICTS or unit in ("thị", "khu", "châu")
    if known_here or not with_kind:
        return ""
    if own_region or is_near_ours(entry, passage, at):
        return "with its kind, beside its region"
    met = unit in DISTRICTS and is_met_by_ours(entry, passage, at)
    return "with its kind, beside a district of ours at the border" if met else ""


def _our_kind(passage: Passage, at: int, unit: str) -> bool:
    """Is it a district of ours by its kind, in a sentence that names no place of China?"""
    kind = full_kind(unit)
    ours = (entry for entry in passage.names[at].entries if entry.kind == "district")
    return any(kind in entry.kinds for entry in ours) and not any(named(passage, at, _CHINA))


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
    if paired(passage, at) or _gate_named(entry, passage, at):
        return "far side of a border gate"
    ours = any(other.kind in OURS or other.kind == "gate" for other in passage.names[at].entries)
    alone = not ours and GATE_PROPER.search(before(passage, at, 40).lower())
    return "far side of a border gate" if alone or _ends_a_road(passage, at) else ""


def _gate_named(entry: Entry, passage: Passage, at: int) -> bool:
    """Is it known as a gate alone, and does the sentence name the gate it faces: "Thủy Khẩu … Tà
    Lùng"?
    """
    if len(passage.names[at].entries) > 1:
        return False
    start, end = sentence_of(passage, at)
    others = (match for match in passage.names if start <= match.start < end)
    return any(
        other.kind == "gate" and other.kinds == entry.kinds
        for match in others
        for other in match.entries
    )


def _ends_a_road(passage: Passage, at: int) -> bool:
    """Is it the last stop of a road or railway through a border province: "Lạng Sơn - Hữu Nghị
    Quan"?
    """
    ours = any(other.kind in OURS or other.kind == "gate" for other in passage.names[at].entries)
    return not ours and is_listed_with_border(passage, at)


def is_gate(passage: Passage, at: int) -> bool:
    """Is it named as a border gate, with the gate it faces ("Tà Lùng - Thủy Khẩu"), or in a list
    with one ("cửa khẩu Tân Thanh, Cốc Nam")?"""
    if _GATE.search(before(passage, at, 40).lower()) or is_gate_pair(passage, at):
        return True
    if at and any(entry.kind == "gate" for entry in passage.names[at - 1].entries):
        gap = passage.text[passage.names[at - 1].end : passage.names[at].start]
        if GATE_LIST.match(gap) and is_gate(passage, at - 1):
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
        and GATE_LIST.match(gap)
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
    listed = len(gap) <= LONGEST_GAP and GATE_LIST.match(gap)
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
