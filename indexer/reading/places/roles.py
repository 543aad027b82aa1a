"""Whether a place acts, or is only named: a suspect's home, a stop of a tour, a neighbour.

Main is where the thing happens or who acts; the rest is mentioned.
"""

from __future__ import annotations

import re

from indexer.reading.places.passage import Passage, before, beside

__all__ = ["acts", "is_passing", "is_scene"]

_REACH, _REACH_OF_LIST = 70, 130
_PASSING = re.compile(
    r"(?:"
    # where someone comes from
    r"(?:trú|ngụ|quê|quê quán|nguyên quán|hktt|hộ khẩu|sinh sống|sinh năm|sn \d{4}|\(\d{4})"
    r"(?: (?:tại|ở))?[^.;)\n]{0,48}"
    r"|\([^()\n]{0,30}\d tuổi,[^.;()\n]{0,30}"
    # what lies beside, or how far off
    r"|(?:giáp|giáp ranh|tiếp giáp|cách)(?: với)?(?: tỉnh| thành phố| tp\.?)? ?"
    # where things are taken
    r"|(?:tiêu thụ (?:tại|ở)|(?:đưa|chuyển|chở|mang|vận chuyển)(?: \w+){0,3} (?:về|đi|vào|ra))"
    r"(?: tỉnh| thành phố| tp\.?)? ?"
    # examples and comparisons
    r"|(?:như|so với|giống|tương tự)(?: ở| tại)?(?: tỉnh| thành phố| tp\.?)? ?"
    r")$"
)
_KEYS = (
    "trú", "ngụ", "tuổi", "quê", "gốc", "hktt", "hộ khẩu", "sống", "giáp", "cách", "thụ", "đưa",
    "chuyển", "chở", "mang", "như", "so với", "giống", "tự",
)  # fmt: skip
"""What `_PASSING` holds one of, or a year."""
_YEAR = re.compile(r"\d{4}")
_ORIGIN = re.compile(r"(?<!đưa )(?<!số )(?:người|gốc)(?: ở| từ)?(?: tỉnh| thành phố| tp\.?)? ?$")
_ORIGIN_REACH = 30
_THERE = re.compile(
    r"(?:(?:^|\W)(?:tại|ở|thuộc|địa bàn|địa phận|đến thăm|làm việc với)"
    r"(?: (?!các |những |nhiều )[\w.-]+){0,6}[ ,]{1,2}|\((?:[\w .]{2,30}, ){0,2})"
    r"(?:(?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận|xã|phường) ?)?$"
)
_OFFICE = re.compile(
    r"(?:công an|ubnd|tỉnh ủy|tỉnh uỷ|hải quan|biên phòng|bộ chỉ huy|tand|vksnd|sở ngoại vụ|"
    r"quản lý thị trường)(?: [\w,]+){0,6} (?:tỉnh|thành phố|tp\.?) ?$"
)
_OFFICE_OF = re.compile(
    r"(?:hải quan|biên phòng|công an|ubnd|quản lý thị trường|ngoại vụ|kiểm lâm|kiểm sát|tòa án)"
    r"(?: (?:cửa khẩu|quốc tế|nhân dân))*(?: tỉnh| thành phố| tp\.?| huyện)? ?$"
)
"""An office right before the place it is of."""
_TOGETHER = re.compile(
    r"(?:bí thư|lãnh đạo|chủ tịch|ubnd|tỉnh ủy|tỉnh uỷ|giữa|đại diện|liên hợp|đoàn)[^.;\n]{0,48}"
    r"(?:các|hai|ba|bốn|năm|\d) tỉnh,?[^.;\n]{0,70}$"
)
"""Before one of several provinces that act together."""
_OFFICE_ENDS = ("tỉnh", "thành phố", "tp", "tp.")
_EARLY = 1200
"""Characters of a text in which who acts is named."""
_TOUR = re.compile(r"\b[Tt]our\b|[Hh]ành trình|[Ll]ịch trình")
_TOUR_SIGNS = ("our", "trình")
_TOUR_REACH = 120
"""Characters before a place in which a tour is named, and what stands in each of its names."""
_STOPS = re.compile(r" ?(?:[-–—]|,) ?$")


def acts(passage: Passage, at: int) -> bool:
    """Does an office of the place act early in the text, alone or with others: "Công an tỉnh Tây
    Ninh cho biết", "Bí thư Tỉnh ủy các tỉnh Lạng Sơn, Cao Bằng"?
    """
    if passage.names[at].start > _EARLY:
        return False
    low = before(passage, at, _REACH_OF_LIST).lower()
    if " tỉnh" in low and _TOGETHER.search(low):
        return True
    return low.rstrip(" \n").endswith(_OFFICE_ENDS) and _OFFICE.search(low) is not None


def is_passing(passage: Passage, at: int) -> bool:
    """Is the place named in passing here?"""
    low = before(passage, at, _REACH).lower()
    if (any(key in low for key in _KEYS) or _YEAR.search(low)) and _PASSING.search(low):
        return True
    if _ORIGIN.search(low, max(0, len(low) - _ORIGIN_REACH)):
        return True
    return _is_stop(passage, at)


def is_scene(passage: Passage, at: int) -> bool:
    """Does something happen in the place, or an office of it act: "tại tỉnh Quảng Bình", "(huyện
    Phú Ninh, Quảng Nam)", "Cục Hải quan Lào Cai"?
    """
    low = before(passage, at, _REACH).lower()
    told = _THERE.search(low) or _OFFICE_OF.search(low)
    return told is not None and not is_passing(passage, at)


def _is_stop(passage: Passage, at: int) -> bool:
    """Is it one of several stops of a tour?"""
    match = passage.names[at]
    ahead = passage.text[max(0, match.start - _TOUR_REACH) : match.start]
    if not any(sign in ahead for sign in _TOUR_SIGNS) or not _TOUR.search(
        ahead.rpartition("\n")[2]
    ):
        return False
    return any(_STOPS.match(gap) for _, gap in beside(passage, at))
