"""Whether a place acts, or is only named: a suspect's home, a stop of a tour, a neighbour.

Main is where the thing happens or who acts; the rest is mentioned.
"""

from __future__ import annotations

import re

from indexer.reading.places.passage import Passage, before, beside

__all__ = ["acts", "is_passing"]

_REACH = 70
_PASSING = re.compile(
    r"(?:"
    # where someone comes from
    r"(?:trú|ngụ|quê|quê quán|nguyên quán|hktt|hộ khẩu|sinh sống|sinh năm|sn \d{4}|\d{4}|gốc)"
    r"(?: (?:tại|ở))?[^.;)\n]{0,48}"
    # what lies beside, or how far off
    r"|(?:giáp|giáp ranh|tiếp giáp|cách)(?: với)?(?: tỉnh| thành phố| tp\.?)? ?"
    # where things are taken
    r"|(?:tiêu thụ (?:tại|ở)|(?:đưa|chuyển|chở|mang|vận chuyển)(?: \w+){0,3} (?:về|đi|vào|ra))"
    r"(?: tỉnh| thành phố| tp\.?)? ?"
    # examples and comparisons
    r"|(?:như|so với|giống|tương tự)(?: ở| tại)?(?: tỉnh| thành phố| tp\.?)? ?"
    r")$"
)
_KEYS = re.compile(
    r"trú|ngụ|quê|gốc|hktt|khẩu|sống|\d{4}|giáp|cách|thụ|về|đi|vào|ra |như|với|giống|tự"
)
_OFFICE = re.compile(
    r"(?:công an|ubnd|tỉnh ủy|tỉnh uỷ|hải quan|biên phòng|bộ chỉ huy|tand|vksnd|sở ngoại vụ|"
    r"quản lý thị trường)(?: [\w,]+){0,6} (?:tỉnh|thành phố|tp\.?) ?$"
)
_EARLY = 1200
"""Characters of a text in which who acts is named."""
_TOUR = re.compile(r"\b[Tt]our\b|[Hh]ành trình|[Ll]ịch trình")
_STOPS = re.compile(r" ?(?:[-–—]|,) ?$")


def acts(passage: Passage, at: int) -> bool:
    """Does an office of the place act early in the text: "Công an tỉnh Tây Ninh cho biết"?"""
    if passage.names[at].start > _EARLY:
        return False
    low = before(passage, at, _REACH).lower()
    return _OFFICE.search(low) is not None


def is_passing(passage: Passage, at: int) -> bool:
    """Is the place named in passing here?"""
    low = before(passage, at, _REACH).lower()
    if _KEYS.search(low) and _PASSING.search(low):
        return True
    return _is_stop(passage, at)


def _is_stop(passage: Passage, at: int) -> bool:
    """Is it one of several stops of a tour?"""
    match = passage.names[at]
    line = passage.text.rfind("\n", 0, match.start) + 1
    if not _TOUR.search(passage.text, max(line, match.start - 120), match.start):
        return False
    return any(_STOPS.match(gap) for _, gap in beside(passage, at))
