"""A stretch of text with its names in order, and what stands around a name: its kind, its sentence,
the places beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from indexer.reading.places.matcher import Match
from indexer.reading.places.names import Entry, facing
from indexer.reading.words import words

__all__ = [
    "COMMUNES",
    "DISTRICTS",
    "NEAR",
    "SHIPS",
    "STREETS",
    "THINGS",
    "Around",
    "Passage",
    "around",
    "before",
    "beside",
    "beside_china",
    "chained",
    "china_follows",
    "faces",
    "followed_by",
    "in_list",
    "in_vietnam",
    "is_autonomous",
    "is_gate_pair",
    "named",
    "paired",
    "sentence_of",
]

THINGS = tuple(words("thing named after a place"))
STREETS = words("street")
COMMUNES = words("commune")
DISTRICTS = words("district kind")
_OTHER_UNITS = ("tỉnh", "châu tự trị", "châu", "thị", "khu", "sông", "hồ")
SHIPS = tuple(words("ship"))
_UNITS = sorted(
    {*STREETS, *COMMUNES, *DISTRICTS, *THINGS, *SHIPS, *_OTHER_UNITS}, key=len, reverse=True
)
_LONG_UNIT = re.compile(
    r"(?:^|[^\w])(khu tự trị[^,.;]{0,20}|công ty(?: [a-zà-ỹđ&]+){1,4}|"
    + "|".join(map(re.escape, _UNITS))
    + r") ?$"
)
_UNIT_END = 2
"""Letters that a unit ends with, by which it is found."""
_UNITS_BY_END: dict[str, list[str]] = {}
for _unit in _UNITS:
    _UNITS_BY_END.setdefault(_unit[-_UNIT_END:], []).append(_unit)
_UNIT_GAPS = frozenset({"", " ", "  ", "\n", " \n"})
NEAR = 32
"""Characters before a name in which its kind, or a person's first names, are looked for."""
_PEOPLES = 48
"""Characters before the name of an autonomous area in which its peoples stand."""
_SENTENCE = 800
"""Characters looked at on either side of a name for the sentence it stands in."""
_SENTENCE_OPENS, _SENTENCE_CLOSES = (". ", "\n", "? ", "! "), (". ", "\n")
_LIST_GAP = re.compile(
    r"(?:,| ?[-–—/] ?|,? (?:và|đến|tới|hay|hoặc) ?)\s?"
    r"(?:cửa khẩu |tỉnh |thành phố |tp\.? ?|đến |đi )?$",
    re.I,
)
_PAIR_GAP = re.compile(
    r"(?: (?:I{1,3}|\d))?(?: ?\((?:Việt Nam|VN|Trung Quốc|TQ)\))?"
    r"(?: ?[-–—/] ?|,? (?:và|với|nối với) )"
    r"(?:tp\.? ?|thành phố |thị xã |cửa khẩu |huyện |phường )?$",
    re.I,
)
_PAIR_REACH = 34
_CHAIN_GAP = re.compile(
    r"[\s,(–—-]*(?:(?:thuộc|của|ở|tỉnh|khu|tự trị|dân tộc|"
    r"Choang|Tráng|Bạch|Thái|Di|Hà Nhì|Miêu|Tạng|Lật Túc|Cảnh Pha|châu|thành phố|TP\.?|huyện|"
    r"địa khu|miền \w+|phía \w+)\s*)*[\s(]*$",
    re.I,
)
_PREFECTURES = ("châu", "thành phố", "tp")
_CHINA_NEXT = re.compile(r"[ ,(–—-]{1,3}(?:miền \w+ |phía \w+ |của )?(?:Trung Quốc|TQ\b|China)")
_start = attrgetter("start")


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


def before(passage: Passage, at: int, reach: int = NEAR) -> str:
    """The text right before a name."""
    start = passage.names[at].start
    return passage.text[max(0, start - reach) : start]


class Around(NamedTuple):
    """What stands right before a name: the text as it is, in lower case, and the kind of unit or
    thing it ends with: "tỉnh", "đường", "công ty cổ phần"; or "".
    """

    near: str
    low: str
    unit: str


def around(passage: Passage, at: int) -> Around:
    """What stands right before a name."""
    start = passage.names[at].start
    near = passage.text[max(0, start - NEAR) : start]
    low = near.lower()
    return Around(near, low, _unit_at_end(low))


def _unit_at_end(low: str) -> str:
    """The longest kind of unit or thing that a lower-case text ends with, or ""."""
    if "công ty " in low or "khu tự trị" in low:
        found = _LONG_UNIT.search(low)
        return found[1].strip() if found else ""
    said = low.rstrip(" \n")
    if low[len(said) :] not in _UNIT_GAPS:
        return ""
    for unit in _UNITS_BY_END.get(said[-_UNIT_END:], ()):
        if said.endswith(unit) and not _opens_within(said, len(said) - len(unit)):
            return unit
    return ""


def _opens_within(text: str, at: int) -> bool:
    """Does text[at:] begin in the middle of a word?"""
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")


def beside(passage: Passage, at: int) -> Iterator[tuple[Match, str]]:
    """The names right before and after, each with the text between."""
    here = passage.names[at]
    for other in (at - 1, at + 1):
        if 0 <= other < len(passage.names):
            beside_it = passage.names[other]
            first, second = sorted((here, beside_it))
            yield beside_it, passage.text[first.end : second.start]


def followed_by(passage: Passage, at: int) -> tuple[Entry, ...]:
    """What the next name may be when it is the unit this one lies in: "huyện Châu Thành, tỉnh Tây
    Ninh"; else nothing.
    """
    if at + 1 >= len(passage.names):
        return ()
    here, following = passage.names[at], passage.names[at + 1]
    chain = _CHAIN_GAP.match(passage.text, here.end, following.start)
    return following.entries if chain else ()


def china_follows(passage: Passage, at: int) -> bool:
    """Does "Trung Quốc" stand right after it?"""
    return _CHINA_NEXT.match(passage.text, passage.names[at].end) is not None


def chained(entry: Entry, passage: Passage, at: int) -> bool:
    """Do the following names lead to its region, to China or to a prefecture of its region: "huyện
    Kim Bình, châu Hồng Hà (Vân Nam)", "huyện Long Châu, thành phố Sùng Tả"?
    """
    if china_follows(passage, at):
        return True
    for step in range(at, min(at + 3, len(passage.names) - 1)):
        following = followed_by(passage, step)
        units = [other for other in following if other.kind == "counterpart"]
        if any(other.unit == entry.parent for other in units):
            return True
        own = [other for other in units if other.parent == entry.parent]
        if not own:
            return False
        named_alone = any(other.reading == "free" for other in own)
        kind = around(passage, step + 1).unit
        if named_alone or kind.startswith(_PREFECTURES) or is_autonomous(passage, step + 1):
            return True
    return False


def faces(passage: Passage, at: int) -> frozenset[str]:
    """The gates and provinces, in lower case, that what stands here faces across the border."""
    match = passage.names[at]
    written = passage.text[match.start : match.end]
    sides = [written, *(entry.unit for entry in match.entries)]
    return frozenset(name.casefold() for side in sides for name in facing().get(side, ()))


def paired(passage: Passage, at: int) -> bool:
    """Is the place beside it what it faces: "Chi Ma – Ái Điểm", "Sa Pa - Hà Khẩu"?"""
    faced = faces(passage, at)
    if not faced:
        return False
    for other, gap in beside(passage, at):
        if len(gap) > _PAIR_REACH or not _PAIR_GAP.match(gap):
            continue
        if passage.text[other.start : other.end].casefold() in faced:
            return True
        ours = (entry for entry in other.entries if entry.kind == "district")
        if any(entry.reading == "free" and entry.unit.casefold() in faced for entry in ours):
            return True
    return False


def is_gate_pair(passage: Passage, at: int) -> bool:
    """Does a dash join a gate to the one it faces: "Tà Lùng - Thủy Khẩu"? Not one that has the name
    of its province: "đường sắt Lào Cai - Hà Khẩu".
    """
    if at + 1 >= len(passage.names):
        return False
    here, there = passage.names[at], passage.names[at + 1]
    if passage.text[here.end : there.start].strip() not in ("-", "–", "—"):
        return False
    if any(entry.kind == "province" for entry in here.entries):
        return False
    pairs = {entry.kinds for entry in here.entries if entry.kind == "gate"}
    return any(entry.kind == "far gate" and entry.kinds in pairs for entry in there.entries)


def sentence_of(passage: Passage, at: int) -> tuple[int, int]:
    """Start and end, in the passage's text, of the sentence a name stands in; of an endless one,
    what is near.
    """
    text, match = passage.text, passage.names[at]
    start, end = max(0, match.start - _SENTENCE), min(len(text), match.end + _SENTENCE)
    for mark in _SENTENCE_OPENS:
        start = max(start, text.rfind(mark, start, match.start) + 1)
    for mark in _SENTENCE_CLOSES:
        found = text.find(mark, match.end, end)
        end = found if found >= 0 else end
    return start, end


def named(passage: Passage, at: int, kinds: frozenset[str]) -> Iterator[Entry]:
    """What the other names of the sentence surely are, of these kinds."""
    start, end = sentence_of(passage, at)
    first = bisect_left(passage.names, start, key=_start)
    for number in range(first, bisect_left(passage.names, end, lo=first, key=_start)):
        if number != at:
            for entry in passage.names[number].entries:
                sure = entry.kind == "china" or entry.reading in ("free", "")
                if entry.kind in kinds and sure:
                    yield entry


def is_autonomous(passage: Passage, at: int) -> bool:
    """Do the peoples of an autonomous area stand before its name: "châu tự trị dân tộc Bạch Đại
    Lý"?
    """
    return "tự trị dân tộc" in before(passage, at, _PEOPLES)


def in_vietnam(passage: Passage, at: int) -> bool:
    """Is it followed, after a comma or in brackets, by a Vietnamese province: "Đông Hưng (Thái
    Bình)"?
    """
    if passage.text[passage.names[at].end :][:3].lstrip()[:1] not in (",", "("):
        return False
    return any(entry.kind == "province" for entry in followed_by(passage, at))


def in_list(passage: Passage, at: int) -> bool:
    """Does a province stand right before or after, with a comma, a dash, "và" or "đến" between?"""
    for other, gap in beside(passage, at):
        listed = len(gap) <= 12 and _LIST_GAP.match(gap)
        if listed and any(_is_province(entry) for entry in other.entries):
            return True
    return False


def _is_province(entry: Entry) -> bool:
    """Is it one of the provinces, or one that there was before them?"""
    return entry.kind == "province" or entry.reading == "former"


def beside_china(passage: Passage, at: int) -> bool:
    """Does a Chinese place stand right before or after, in a list or as what it lies in?"""
    for other, gap in beside(passage, at):
        if len(gap) > 14 or not all(entry.kind == "china" for entry in other.entries):
            continue
        if _LIST_GAP.match(gap) or _CHAIN_GAP.match(gap):
            return True
    return False
