"""How sentences tell that two sides did something together: patterns of clauses in which whoever is
named is one letter (see `clauses`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from indexer.model.register import EventKind
from indexer.reading.register.clauses import BOTH, COUNTRIES, PERSONS, PLACES, SIDES
from indexer.reading.register.lexicon import spelled

__all__ = ["Pattern", "may_act", "of_both_sides", "of_two_sides"]

_LONGEST: Final = 1_400
"""Characters of a sentence that is read; longer ones are lists or whole pages."""
_IN = r"[^.;…]"
_PLAIN = (
    r"(?:hội kiến|hội đàm|tọa đàm|gặp gỡ|gặp mặt|điện đàm|chào xã giao|đến chào"
    r"|gặp(?! (?:khó|thách|phải|vấn|nhiều|sự|trở|rủi|nạn|may|nhau|bất|gỡ|mặt)))"
)
_WITH = r"(?:làm việc|hội đàm|tọa đàm|họp)"
_SPEAK = r"(?:trao đổi(?! (?:thư|điện|công hàm))|thảo luận)"
_RECEIVE = (
    r"(?:đón tiếp|tiếp đón|tiếp(?: và làm việc với| thân mật| xã giao| kiến)?"
    r"(?! (?:tục|nhận|xúc|theo|cận|thu|thị|giáp|tế|đó|đến|tay|sức|viện|nối|nước)))"
)
_TALKS = (
    r"(?:(?:cuộc|buổi) (?:gặp gỡ|gặp|hội đàm|hội kiến|làm việc|tiếp xúc|tiếp|điện đàm|trao đổi)"
    r"|(?:phiên|vòng|cuộc) đàm phán)"
)
_MEETINGS = r"(?:hội nghị|hội thảo|tọa đàm|diễn đàn|phiên họp|kỳ họp|cuộc họp|giao ban)"
_EXCHANGES = (
    r"(?:giao lưu|hát đối|gặp gỡ đầu xuân|gặp gỡ hữu nghị|liên hoan|lễ hội|ngày hội|hội xuân"
    r"|kết nghĩa)"
)
_UNIT = r"(?:tỉnh|thành phố|tp\.?|huyện|khu tự trị(?: dân tộc)?(?: choang)?|châu|thủ đô)"


class Pattern(NamedTuple):
    """One way of telling an act of a kind; a frame is a visit, within which meetings are held."""

    kind: EventKind
    pattern: str
    is_frame: bool = False
    is_at_place: bool = False
    """Is the place where it is held the side it belongs to?"""


# X and Y stand for the letters of the two sides, XP and YP for their persons, YL for places.
_PATTERNS: Final[tuple[Pattern, ...]] = (
    Pattern("hội đàm", rf"(?P<x>X){_IN}{{0,150}}?\b(?P<act>{_PLAIN})\b{_IN}{{0,70}}?(?P<y>Y)"),
    Pattern(
        "hội đàm",
        rf"(?P<x>X){_IN}{{0,150}}?\b(?P<act>{_WITH})\b{_IN}{{0,16}}? với {_IN}{{0,60}}?(?P<y>Y)",
    ),
    Pattern(
        "hội đàm",
        rf"(?P<x>XP){_IN}{{0,150}}?\b(?P<act>{_SPEAK})\b{_IN}{{0,16}}? với {_IN}{{0,60}}?(?P<y>Y)",
    ),
    Pattern(
        "hội đàm",
        rf"(?P<x>X){_IN}{{0,120}}?(?<!trực )(?<!gián )\b(?P<act>{_RECEIVE})\b"
        rf"(?: {_IN}{{0,12}}?(?:ông|bà|đồng chí|ngài))?,? (?P<y>YP)",
    ),
    Pattern(
        "hội đàm",
        rf"(?P<x>X){_IN}{{0,120}}?(?<!trực )(?<!gián )\b(?P<act>{_RECEIVE}) (?:đoàn|lãnh đạo|"
        rf"đại sứ|tổng lãnh sự|phái đoàn|bí thư|chủ tịch|phó)\b{_IN}{{0,60}}?(?P<y>Y)",
    ),
    Pattern(
        "hội đàm",
        rf"(?P<act>{_TALKS}|hội đàm|hội kiến)\b{_IN}{{0,60}}?\bgiữa\b{_IN}{{0,90}}?(?P<x>X)"
        rf"{_IN}{{0,120}}?(?:\bvà|\bvới|\bcùng|-|–){_IN}{{0,80}}?(?P<y>Y)",
    ),
    Pattern(
        "hội đàm",
        rf"(?P<x>XP){_IN}{{0,60}}? (?:và|cùng(?: với)?|với) {_IN}{{0,60}}?(?P<y>YP){_IN}{{0,80}}?"
        rf"\b(?P<act>{_PLAIN}|{_WITH}|{_SPEAK}|{_TALKS}|đồng chủ trì)\b",
    ),
    Pattern(
        "hội đàm",
        rf"^\W*(?P<act>(?:đón )?tiếp|gặp|hội kiến|hội đàm với|làm việc với|trao đổi với)\b"
        rf"{_IN}{{0,40}}?(?P<x>XP){_IN}{{0,60}}?, {_IN}{{0,40}}?(?P<y>YP)",
    ),
    Pattern(
        "hội đàm",
        rf"(?P<x>X){_IN}{{0,40}}? (?:và|cùng) {_IN}{{0,40}}?(?P<y>Y)[^.;,…]{{0,30}}?"
        r"\b(?P<act>hội đàm|tọa đàm|giao ban)\b",
    ),
    Pattern(
        "hội đàm",
        rf"\b(?:tại|trong|qua) (?P<act>{_TALKS})\b{_IN}{{0,70}}?(?P<x>X){_IN}{{0,90}}?(?P<y>YP)",
    ),
    Pattern(
        "hội nghị",
        rf"(?P<act>{_MEETINGS})\b{_IN}{{0,100}}?\bgiữa\b{_IN}{{0,90}}?(?P<x>X){_IN}{{0,120}}?"
        rf"(?:\bvà|\bvới|-|–){_IN}{{0,80}}?(?P<y>Y)",
    ),
    Pattern(
        "hội nghị",
        rf"(?P<x>X){_IN}{{0,100}}?(?:phối hợp|cùng|và){_IN}{{0,100}}?(?P<y>Y){_IN}{{0,100}}?"
        rf"(?:tổ chức|chủ trì){_IN}{{0,60}}?\b(?P<act>{_MEETINGS})\b",
    ),
    Pattern(
        "hội nghị",
        rf"(?P<act>{_MEETINGS})\b{_IN}{{0,100}}?(?P<x>X) ?[-–] ?(?P<y>Y)",
    ),
    Pattern(
        "giao lưu",
        rf"(?P<act>{_EXCHANGES})\b{_IN}{{0,80}}?\b(?:tại|ở|giữa)\b{_IN}{{0,60}}?(?P<x>X)"
        rf"{_IN}{{0,60}}?(?:\bvà|\bvới|,|-|–){_IN}{{0,60}}?(?P<y>Y)",
        is_at_place=True,
    ),
    Pattern(
        "giao lưu",
        rf"(?P<x>X){_IN}{{0,100}}?(?:phối hợp|cùng|và){_IN}{{0,100}}?(?P<y>Y){_IN}{{0,100}}?"
        rf"\b(?P<act>{_EXCHANGES})\b",
    ),
    Pattern("giao lưu", rf"(?P<act>{_EXCHANGES})\b{_IN}{{0,100}}?(?P<x>X) ?[-–] ?(?P<y>Y)"),
    Pattern(
        "thăm",
        rf"(?P<x>XP){_IN}{{0,200}}?\b(?P<act>(?<!điện )(?:thăm(?! (?:hỏi|dò))|công du|"
        rf"làm việc (?=tại|ở)))\b{_IN}{{0,60}}?(?P<y>YL)",
        True,
        True,
    ),
    Pattern(
        "thăm",
        rf"(?:\bđoàn|lãnh đạo){_IN}{{0,80}}?(?P<x>X){_IN}{{0,160}}?"
        rf"\b(?P<act>(?<!điện )(?:thăm(?! (?:hỏi|dò))|làm việc (?=tại|ở)))\b{_IN}{{0,60}}?"
        r"(?P<y>YL)",
        True,
        True,
    ),
    Pattern(
        "thăm",
        rf"(?P<x>XP){_IN}{{0,60}}? (?P<act>đến|tới|sang) (?:{_UNIT} )?(?P<y>YL)",
        True,
        True,
    ),
    Pattern(
        "ký kết",
        rf"(?P<x>X){_IN}{{0,60}}?(?:\bvà|\bvới|\bcùng|-|–|,) {_IN}{{0,80}}?(?P<y>Y){_IN}{{0,140}}?"
        r"(?<!chữ )\b(?P<act>ký(?: kết)?)\b"
        r"(?! (?:ức|giả|sự|hiệu|túc))",
    ),
    Pattern(
        "ký kết",
        rf"(?P<act>lễ ký(?: kết)?)\b{_IN}{{0,140}}?\bgiữa\b{_IN}{{0,80}}?(?P<x>X){_IN}{{0,120}}?"
        rf"(?:\bvà|\bvới|-|–){_IN}{{0,80}}?(?P<y>Y)",
    ),
)
_PAIRED: Final[tuple[Pattern, ...]] = (
    Pattern("hội nghị", rf"(?P<act>{_MEETINGS})\b{_IN}{{0,100}}?(?P<x>(?P<y>{BOTH}))"),
    Pattern("giao lưu", rf"(?P<act>{_EXCHANGES})\b{_IN}{{0,100}}?(?P<x>(?P<y>{BOTH}))"),
    Pattern("giao lưu", rf"(?P<x>(?P<y>{BOTH})) (?P<act>{_EXCHANGES})\b"),
    Pattern(
        "hội nghị", rf"(?P<x>(?P<y>{BOTH})) (?:tổ chức|tiến hành) (?:\w+ )?(?P<act>{_MEETINGS})\b"
    ),
)
"""Both sides in one word, «Việt – Trung»."""
_NO_OWNER: Final = "(?:(?<!của )|(?<=phái viên của ))"
"""Whose letter or wife it is does not act; whose envoy it is does, through them."""

_HINTS: Final = (
    *("hội kiến", "đàm", "gặp", "chào", "làm việc", "trao đổi", "thảo luận", "tiếp", "đón", "họp"),
    *(
        "hội nghị",
        "hội thảo",
        "diễn đàn",
        "giao ban",
        "giao lưu",
        "hát đối",
        "liên hoan",
        "lễ hội",
        "ngày hội",
    ),
    *("hội xuân", "kết nghĩa", "thăm", "công du", "đến", "tới", "sang", "ký", "chủ trì"),
)
"""What a clause holds one of that a pattern can match."""


def may_act(text: str) -> bool:
    """May a sentence tell an act? Cheap: most have none of the words."""
    if len(text) > _LONGEST:
        return False
    low = text.lower()
    return any(hint in low for hint in _HINTS)


@cache
def of_two_sides() -> tuple[tuple[Pattern, bool, re.Pattern[str]], ...]:
    """Every pattern in both directions: who is X, who is Y."""
    found: list[tuple[Pattern, bool, re.Pattern[str]]] = []
    for one in _PATTERNS:
        for is_turned in (False, True):
            found.append((one, is_turned, re.compile(spelled(_sided(one.pattern, is_turned)))))
    return tuple(found)


@cache
def of_both_sides() -> tuple[tuple[Pattern, re.Pattern[str]], ...]:
    """The patterns in which one letter stands for both sides."""
    return tuple((one, re.compile(spelled(one.pattern))) for one in _PAIRED)


def _sided(pattern: str, is_turned: bool) -> str:
    first, second = ("cn", "vn") if is_turned else ("vn", "cn")
    for letter, country in (("X", first), ("Y", second)):
        group = f"<{letter.lower()}>"
        for sign, letters in (
            ("P)", PERSONS[country]),
            ("L)", PLACES[country] + COUNTRIES[country]),
            (")", SIDES[country]),
        ):
            pattern = pattern.replace(f"{group}{letter}{sign}", f"{group}{_NO_OWNER}[{letters}])")
    return pattern
