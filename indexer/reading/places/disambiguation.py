"""What stands around a name decides what it means: a person, a street, a commune, a unit of China,
a province.

Every rule is general; none knows an article. A rule's name is the evidence the archivist is shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from indexer.reading.places.matcher import Match
from indexer.reading.places.names import Entry, facing
from indexer.reading.words import words

__all__ = ["Passage", "rejected", "rule_for", "sentence_of", "unit_before"]

_THINGS = tuple(words("thing named after a place"))
_STREETS = frozenset({"đường", "phố", "đại lộ", "xa lộ", "ngõ", "hẻm", "quảng trường"})
_COMMUNES = frozenset({"xã", "phường", "p.", "thôn", "bản", "làng", "ấp", "xóm", "khu phố"})
_DISTRICTS = frozenset(
    {
        "thành phố",
        "tp",
        "tp.",
        "t.p",
        "t.p.",
        "thị xã",
        "tx",
        "tx.",
        "huyện",
        "quận",
        "q.",
        "h.",
        "thị trấn",
    }
)
_UNITS = (
    *_STREETS,
    *_COMMUNES,
    *_DISTRICTS,
    *_THINGS,
    "tỉnh",
    "châu tự trị",
    "châu",
    "thị",
    "khu",
    "sông",
    "hồ",
)
_UNIT = re.compile(
    r"(?:^|[^\w])(t\.?p\.? ?|khu tự trị[^,.;]{0,20}|công ty(?: [a-zà-ỹđ&]+){1,4}|"
    + "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))
    + r") ?$"
)
_UNIT_ENDS = frozenset(unit[-2:] for unit in _UNITS)
_ROUTE = re.compile(r" ?[-–—] ?[A-ZĐÀ-Ỹ]")
_SURNAMES = words("surname")
_MIDDLE_NAMES = words("middle name")
_PEOPLE = (
    "ông|bà|anh|chị|em|cô|chú|cháu|bé|ca sĩ|diễn viên|nghệ sĩ|nhạc sĩ|mc|người mẫu|nhà "
    "văn|nhà thơ|đạo diễn|hoa hậu|á hậu|nsnd|nsưt|"
    "bị cáo|bị can"
)
_PERSON = re.compile(rf"(?:^|[^\w])(?:{_PEOPLE}) $")
_PERSON_ENDS = frozenset(f"{word} "[-3:] for word in _PEOPLE.split("|"))
_NO_PLACE = re.compile(
    r"(?:(?:ảnh|nguồn|tin|bài|clip|video|đồ họa|tác giả) ?[:：] ?|\d giờ |h giờ |theo giờ |\(giờ )$"
)
_NO_PLACE_ENDS = (":", ": ", "：", "： ", "giờ ")
_LAST_WORD = re.compile(r"([^\W\d_]+) $")
_INSIDE = re.compile(r" [A-ZĐÀ-Ỹ]")
_GATE = re.compile(
    r"(?:cửa khẩu|hqck|hải quan|biên phòng|lối mở|lối thông quan|kiểm soát|khu kinh "
    r"tế|chợ)(?: [\w-]+){0,4} ?$"
)
_LOCATIVE = re.compile(r"(?:tại|ở|về|lên|đến|từ|tới|sân bay|hàng không) $")
_LIST_GAP = re.compile(
    r"(?:,| ?[-–—/] ?|,? (?:và|đến|tới|hay|hoặc) ?)\s?(?:cửa khẩu |tỉnh |thành phố |tp\.? "
    r"?|đến |đi )?$",
    re.I,
)
_CHAIN_GAP = re.compile(
    r"[\s,(–—-]*(?:(?:thuộc|của|ở|tỉnh|khu|tự trị|dân tộc|Choang|Tráng|châu|thành "
    r"phố|TP\.?|huyện|địa khu|miền \w+|phía \w+)\s*)*[\s(]*$",
    re.I,
)
_CHINA_NEXT = re.compile(r"[ ,(–—-]{1,3}(?:miền \w+ |phía \w+ )?(?:Trung Quốc|TQ\b|China)")
_UNION = re.compile(r"(?:tncs|cộng sản|chủ tịch|thanh niên) $")
_OUR_OFFICES = re.compile(
    r"UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|Việt Nam|Sở [A-ZĐ]|\bSở\b"
)
_NEAR = 32
"""Characters before a name in which its kind, or a person's first names, are looked for."""
_SENTENCE = 800
"""Characters looked at on either side of a name for the sentence it stands in."""
_start = attrgetter("start")
_RIG = re.compile(r"[ -]?(?:HD|\d{2,})")


class Passage(NamedTuple):
    """A stretch of text read as a whole, its names in order, and what the article has named so far
    as certain.
    """

    text: str
    names: Sequence[Match]
    shouted: bool
    """Set in capitals, as headlines are: capitals then say nothing."""
    vietnam: bool
    """The article names a Vietnamese province that is nothing else besides."""


def unit_before(passage: Passage, at: int) -> str:
    """The kind of unit or thing, lower-case, that stands right before a name: "tỉnh", "đường",
    "công ty cổ phần"; or "".
    """
    start = passage.names[at].start
    low = passage.text[max(0, start - _NEAR) : start].lower()
    if (
        low.rstrip(" \n")[-2:] not in _UNIT_ENDS
        and "công ty " not in low
        and "khu tự trị" not in low
    ):
        return ""
    found = _UNIT.search(low)
    return found[1].strip() if found else ""


def rejected(passage: Passage, at: int, unit: str) -> bool:
    """Is the name a person's, a street's, a commune's, a company's? `unit`: what stands
    before it.
    """
    text, match = passage.text, passage.names[at]
    before = text[max(0, match.start - _NEAR) : match.start]
    if unit in _STREETS:
        return not _ROUTE.match(text, match.end)
    if unit in _COMMUNES and not any(unit in entry.kinds for entry in match.entries):
        return True
    low = before.lower()
    end = low.rstrip("\n")
    if (end[-3:] in _PERSON_ENDS and _PERSON.search(low)) or (
        end.endswith(_NO_PLACE_ENDS) and _NO_PLACE.search(low)
    ):
        return True
    if unit in _DISTRICTS or unit in ("châu", "châu tự trị", "tỉnh"):
        return False
    word = _last_word(before)
    if not word[:1].isupper() or (word.isupper() and not passage.shouted):
        return False
    at_word = len(before) - len(word) - 1
    if _within_name(passage, match, before, at_word):
        return True
    low_word = word.lower()
    return low_word in _SURNAMES or (
        low_word in _MIDDLE_NAMES and _last_word(before[:at_word])[:1].isupper()
    )


def _last_word(before: str) -> str:
    """The word that stands right before a name, with one space between; or ""."""
    if before[-1:] not in (" ", "\n"):
        return ""
    word = before[:-1].rpartition(" ")[2]
    if word.isalpha() and before[-1] == " ":
        return word
    found = _LAST_WORD.search(before)
    return found[1] if found else ""


def _within_name(passage: Passage, match: Match, before: str, at: int) -> bool:
    """Is a Chinese name only the middle of a longer one, as in "chùa Khánh Vân Nam Viện"?"""
    if passage.shouted or not _INSIDE.match(passage.text, match.end):
        return False
    return any(entry.kind == "counterpart" for entry in match.entries) and bool(
        re.search(r"[^\W\d_] $", before[:at])
    )


def rule_for(entry: Entry, passage: Passage, at: int, unit: str, regions: frozenset[str]) -> str:
    """The rule by which this name is read as that entry, or "" when it is not.

    `unit`: what stands before it; `regions`: the Chinese regions the article dwells on.
    """
    if entry.kind == "province":
        return _province(entry, passage, at, unit)
    if entry.kind == "district":
        return _district(entry, passage, at, unit)
    if entry.kind == "counterpart":
        return _counterpart(entry, passage, at, unit, regions)
    if entry.kind == "gate":
        return "border gate" if _is_gate(passage, at) else ""
    if entry.kind == "far gate":
        near = (_is_gate(passage, at) or _pair(passage, at)) and not _in_vietnam(passage, at)
        return (
            "far side of a border gate"
            if near and _named(passage, at, ("china", "counterpart"))
            else ""
        )
    return "context"


def _province(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    text, match = passage.text, passage.names[at]
    if unit in _DISTRICTS and any(
        unit in other.kinds
        for other in match.entries
        if other.kind == "district" and other.unit != entry.unit
    ):
        return ""
    if unit == "sông" or (entry.reading == "word" and _RIG.match(text, match.end)):
        return ""
    if entry.unit == "Hồ Chí Minh" and _UNION.search(
        text[max(0, match.start - 14) : match.start].lower()
    ):
        return ""
    if entry.reading == "person":
        if unit in ("thành phố", "tp", "tp.", "t.p", "t.p.") or text[
            max(0, match.start - 9) : match.start
        ].lower() in (
            "thành ủy ",
            "thành uỷ ",
        ):
            return "city, not the person"
        return "named in a list of places" if _in_list(passage, at) else ""
    if entry.reading == "word" and (unit.startswith(_THINGS) or (passage.shouted and not unit)):
        return ""
    if entry.reading == "china" and (_CHINA_NEXT.match(text, match.end) or _foreign(passage, at)):
        return ""
    return "province name"


def _district(entry: Entry, passage: Passage, at: int, unit: str) -> str:
    if entry.reading == "free" and not unit.startswith("công ty"):
        return (
            ""
            if _CHINA_NEXT.match(passage.text, passage.names[at].end)
            else "stands for its province"
        )
    if unit in _DISTRICTS:
        others = [
            other
            for other in passage.names[at].entries
            if other.kind in ("counterpart", "district", "china") and other.unit != entry.unit
        ]
        rivals = [
            other for other in others if other.kind == "district" and _full(unit) in other.kinds
        ]
        if rivals or (others and _full(unit) not in entry.kinds):
            return "district beside its province" if _followed_by(passage, at, entry.unit) else ""
        return "district with its kind"
    if entry.reading == "locative":
        match = passage.names[at]
        return (
            "place, not the battle"
            if _LOCATIVE.search(passage.text[max(0, match.start - 14) : match.start].lower())
            else ""
        )
    return ""


def _followed_by(passage: Passage, at: int, province: str) -> bool:
    """Is the next name, in a chain, this province: "huyện Châu Thành, tỉnh Tây Ninh"?"""
    if at + 1 >= len(passage.names):
        return False
    here, following = passage.names[at], passage.names[at + 1]
    return bool(_CHAIN_GAP.match(passage.text, here.end, following.start)) and any(
        entry.unit == province for entry in following.entries
    )


def _full(unit: str) -> str:
    return {
        "tp": "thành phố",
        "tp.": "thành phố",
        "t.p": "thành phố",
        "t.p.": "thành phố",
        "tx": "thị xã",
        "tx.": "thị xã",
        "h.": "huyện",
        "q.": "quận",
    }.get(unit, unit)


def _counterpart(
    entry: Entry, passage: Passage, at: int, unit: str, regions: frozenset[str]
) -> str:
    if entry.reading == "free":
        return "counterpart name"
    if unit.startswith(_THINGS) or unit == "sông":
        return ""
    if _chained(entry, passage, at):
        return "followed by its region"
    if _pair(passage, at):
        return "paired with the place it faces"
    if unit.startswith("châu") and (
        entry.parent in regions or _named(passage, at, ("china", "counterpart"))
    ):
        return "prefecture with its kind"
    if _in_vietnam(passage, at):
        return ""
    if entry.reading == "china" and (
        entry.parent in regions or _named(passage, at, ("china", "counterpart"))
    ):
        return "named in a sentence about China"
    own_region = _named(passage, at, ("counterpart",), entry.parent)
    if entry.reading == "region" and own_region:
        return "named beside its region"
    known_here = any(other.kind in ("province", "district") for other in passage.names[at].entries)
    if own_region and not known_here and unit in (*_DISTRICTS, "thị", "khu", "châu"):
        return "with its kind, beside its region"
    return ""


def _chained(entry: Entry, passage: Passage, at: int) -> bool:
    """Do the following names lead to its region or to China: "huyện Kim Bình, châu Hồng Hà (Vân
    Nam)"?
    """
    if _CHINA_NEXT.match(passage.text, passage.names[at].end):
        return True
    for step in range(at, min(at + 3, len(passage.names) - 1)):
        here, following = passage.names[step], passage.names[step + 1]
        if not _CHAIN_GAP.match(passage.text, here.end, following.start):
            return False
        for other in following.entries:
            if other.kind == "counterpart" and other.unit == entry.parent:
                return True
        if not any(
            other.kind == "counterpart" and other.parent == entry.parent
            for other in following.entries
        ):
            return False
    return False


def _pair(passage: Passage, at: int) -> bool:
    """Is the place beside it the one it faces across the border?"""
    faced = {
        name.casefold()
        for entry in passage.names[at].entries
        for name in facing().get(entry.unit, ())
    }
    faced |= {
        name.casefold()
        for name in facing().get(passage.text[passage.names[at].start : passage.names[at].end], ())
    }
    for other in (at - 1, at + 1):
        if faced and 0 <= other < len(passage.names):
            first, second = sorted((passage.names[at], passage.names[other]))
            if (
                passage.text[passage.names[other].start : passage.names[other].end].casefold()
                in faced
            ):
                gap = passage.text[first.end : second.start]
                if len(gap) <= 4 and _LIST_GAP.match(gap):
                    return True
    return False


def sentence_of(passage: Passage, at: int) -> tuple[int, int]:
    """Start and end, in the passage's text, of the sentence a name stands in; of an endless one,
    what is near.
    """
    text, match = passage.text, passage.names[at]
    near, far = max(0, match.start - _SENTENCE), min(len(text), match.end + _SENTENCE)
    start = max(text.rfind(mark, near, match.start) for mark in (". ", "\n", "? ", "! "))
    ends = [end for mark in (". ", "\n") if (end := text.find(mark, match.end, far)) >= 0]
    return start + 1 if start >= 0 else near, min(ends, default=far)


def _named(passage: Passage, at: int, kinds: tuple[str, ...], unit: str = "") -> bool:
    """Does the sentence name another place that is surely of these kinds (and is this unit, when
    one is asked for)?
    """
    start, end = sentence_of(passage, at)
    first = bisect_left(passage.names, start, key=_start)
    for number in range(first, bisect_left(passage.names, end, lo=first, key=_start)):
        if number != at:
            for entry in passage.names[number].entries:
                if (
                    entry.kind in kinds
                    and (entry.kind == "china" or entry.reading == "free")
                    and (not unit or entry.unit == unit)
                ):
                    return True
    return False


def _foreign(passage: Passage, at: int) -> bool:
    """Is the namesake of a province meant: in a list of Chinese places, or in a sentence about
    China where no province of ours is named?
    """
    for other in (at - 1, at + 1):
        if 0 <= other < len(passage.names) and any(
            entry.kind == "china" for entry in passage.names[other].entries
        ):
            first, second = sorted((passage.names[at], passage.names[other]))
            gap = passage.text[first.end : second.start]
            if len(gap) <= 14 and (_LIST_GAP.match(gap) or _CHAIN_GAP.match(gap)):
                return True
    if passage.vietnam or not _named(passage, at, ("china",)):
        return False
    start, end = sentence_of(passage, at)
    return not _OUR_OFFICES.search(passage.text, start, end)


def _in_vietnam(passage: Passage, at: int) -> bool:
    """Is it followed, after a comma or in brackets, by a Vietnamese province: "Đông Hưng (Thái
    Bình)"?
    """
    if at + 1 >= len(passage.names):
        return False
    here, following = passage.names[at], passage.names[at + 1]
    gap = passage.text[here.end : following.start]
    return (
        gap.lstrip()[:1] in (",", "(")
        and bool(_CHAIN_GAP.match(gap))
        and any(entry.kind == "province" for entry in following.entries)
    )


def _is_gate(passage: Passage, at: int) -> bool:
    match = passage.names[at]
    if _GATE.search(passage.text[max(0, match.start - 40) : match.start].lower()):
        return True
    if at and any(entry.kind == "gate" for entry in passage.names[at - 1].entries):
        gap = passage.text[passage.names[at - 1].end : match.start]
        return bool(_LIST_GAP.match(gap)) and _is_gate(passage, at - 1)
    return False


def _in_list(passage: Passage, at: int) -> bool:
    """Does a province stand right before or after, with a comma, a dash, "và" or "đến" between?"""
    for other in (at - 1, at + 1):
        if 0 <= other < len(passage.names):
            first, second = sorted((passage.names[at], passage.names[other]))
            gap = passage.text[first.end : second.start]
            if (
                len(gap) <= 12
                and _LIST_GAP.match(gap)
                and any(entry.kind == "province" for entry in passage.names[other].entries)
            ):
                return True
    return False
