"""What stands around a name decides what it means: a person, a street, a unit of China, a place at all."""

from __future__ import annotations

import re

from indexer.reading.places.matching import Match
from indexer.reading.places.names import Entry

__all__ = ["read_match"]

_PREFIX = re.compile(
    r"(huyện|quận|thị xã|thành phố|tp\.?|tx\.?|h\.|q\.|châu|tỉnh|thị|khu|xã|phường|thôn|bản|thị trấn|đường|phố|đại lộ|ngõ|cửa khẩu|ông|bà|anh|chị|em)(?: (?:tự trị|biên giới|Quốc tế|quốc tế|quốc gia|song phương))? ?$",
    re.I,
)
_PERSON = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn lương mai tô đào văn thị".split()
)
_HCM_CITY = re.compile(r"(?:thành phố|tp\.?|t\.p) ?$", re.I)
_CHINA_AFTER = re.compile(r"[ ,(\-–]{1,3}(?:Trung Quốc|TQ\b)")


def read_match(text: str, match: Match, china: bool, after_place: bool) -> tuple[Entry, str] | None:
    """The entry meant and the rule that says so, or None when the name means something else here."""
    before = text[max(0, match.start - 30) : match.start]
    prefix_match = _PREFIX.search(before)
    prefix = prefix_match.group(1).casefold() if prefix_match else ""
    if prefix == "phố" and before[: prefix_match.start() if prefix_match else 0].casefold().endswith("thành "):
        prefix = "thành phố"
    if prefix in ("đường", "phố", "đại lộ", "ngõ", "xã", "phường", "thôn", "bản", "ông", "bà", "anh", "chị", "em"):
        return None
    words = before.split(" ")
    if len(words) > 1 and words[-1] == "" and words[-2].casefold() in _PERSON and words[-2][:1].isupper():
        return None
    chinese = bool(_CHINA_AFTER.match(text, match.end))
    for entry in match.entries:
        rule = _reads(entry, text, match, prefix, china, chinese, after_place)
        if rule:
            return entry, rule
    return None


def _reads(entry: Entry, text: str, match: Match, prefix: str, china: bool, chinese: bool, after_place: bool) -> str:
    if entry.kind == "province":
        if chinese or (len(match.entries) > 1 and prefix in ("huyện", "châu")):
            return ""
        if entry.reading == "person" and text[match.start : match.end] in ("Hồ Chí Minh", "HỒ CHÍ MINH"):
            return (
                "city prefix"
                if _HCM_CITY.search(text[max(0, match.start - 12) : match.start])
                else "in a list of places"
                if after_place
                else ""
            )
        return "province name"
    if entry.kind == "district":
        if chinese:
            return ""
        if entry.reading == "free":
            return "stands for its province"
        return "district with its kind" if prefix in ("huyện", "quận", "thị xã", "thành phố", "tp", "tp.") and not china else ""
    if entry.kind == "gate":
        return "border gate" if prefix == "cửa khẩu" else ""
    if entry.kind == "counterpart":
        if entry.reading == "free" or chinese:
            return "counterpart name"
        if entry.reading == "china":
            return "counterpart in a text about China" if china else ""
        return "counterpart with its kind" if china and prefix in ("huyện", "châu", "thành phố", "thị", "quận") else ""
    return ""
