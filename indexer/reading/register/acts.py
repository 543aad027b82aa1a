"""The act by which both sides meet in a clause: that it took place, and between these two alone."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from indexer.model.register import EventKind
from indexer.reading.register.act_patterns import Pattern, of_both_sides, of_two_sides
from indexer.reading.register.clauses import BOTH, COUNTRIES, OTHER, PERSONS, SIDES, Clause

__all__ = ["Act", "acts_of", "is_scene"]

_HAPPENS = re.compile(
    r"\b(?:diễn ra|tổ chức|khai mạc|bế mạc|dự|chủ trì|kết thúc|khởi động|đã|phối hợp)\b"
)
_PLANNED = re.compile(
    r"\b(?:sẽ|dự kiến|sắp|chuẩn bị|đề nghị|đề xuất|mong|muốn|(?<!lời )mời|cần|kế hoạch|hy vọng"
    r"|tiếp tục|tăng cường|đẩy mạnh|thúc đẩy|duy trì|khuyến khích|nếu|chưa|không|hoãn|hủy|từ chối"
    r"|kiến nghị|sớm|yêu cầu|nhằm|định kỳ|thường xuyên|hằng năm|hàng năm|từng|trước đây|có thể"
    r"|xúc tiến|phương án"
    r"|tạo điều kiện|sẵn sàng|cam kết)\b"
)
_DONE = re.compile(r"\b(?:(?:đã|vừa|có)(?: \w+){0,3}? ?|khi )$")
"""Right before an act that took place, whatever was wished for at it: «đề nghị … khi gặp κ»."""
_ASIDE = re.compile(r"\b(?:nhân dịp|báo cáo|kết quả|phát biểu|ý kiến của)\b")
"""Before a conference or exchange that is only spoken of."""
_STRONG_PLAN = re.compile(r"\b(?:sẽ|dự kiến|sắp|chuẩn bị)\b")
_BEFORE = re.compile(
    r"\b(?:trước đó|trước đây|năm ngoái|năm trước|lần trước|lần đầu tiên"
    r"|(?<!hội nghị )(?<!hội thảo )(?<!phiên họp )(?<!kỳ họp )(?<!giao lưu )lần thứ nhất|những năm"
    r"|thời gian qua|nhân chuyến|sau chuyến|kể từ|từ sau|các chuyến|những chuyến|các cuộc"
    r"|những cuộc|nhiều chuyến)\b|\bkỷ niệm(?: [\w.-]+){0,4} $"
)
"""Before or in an act of another time; «hội nghị lần thứ nhất» may be today's."""
_TO_COME = re.compile(
    r"\b(?:sẽ|dự kiến)(?: \w+){0,2} (?:diễn ra|tổ chức)\b|^ (?:hồi|từ|vào) (?:năm|cuối năm)\b"
)
"""Behind an act that is planned, or of another year."""
_ANYWHERE: Final = frozenset("βγλμ")
_SCENE = re.compile(
    r"\b(?:tại|ở|rời)\b(?P<between>[^.;:…ακβγλμ]{0,50})(?:[βγλμσ][\s,()–-]*"
    r"(?:(?:tỉnh|thành phố|tp\.?|huyện|thị xã|châu|khu tự trị|dân tộc|choang|thuộc) )*)*$"
)
_BODY_BETWEEN = re.compile(
    r"\b(?:đoàn|lãnh đạo|ubnd|sở|bộ|chính quyền|đại biểu|bí thư|chủ tịch|ông|bà|ủy|uỷ|giữa|và|với"
    r"|công an|hải quan|đồn|ban|ngoại vụ|đã|được|cùng)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:doanh nghiệp|thương nhân|cộng đồng|kiều bào|người (?:dân|việt)|xuất khẩu|nhập khẩu"
    r"|báo chí|phóng viên|cử tri)\b"
)
"""Who is met is not the other side."""
_REACH: Final = 90
_NEIGHBOURS: Final = 25
"""Characters after an act in which a third country shows that it was a meeting of many."""
_NO_ACTOR = re.compile(
    r"\b(?:nghiên cứu|tiếng|người|hàng|tàu|khách|sản phẩm|thị trường|doanh nghiệp|tour"
    r"|công ty|chủ thầu|nhà thầu|lao động|đối tượng|công nhân) $"
)
"""Before a country that is only where somebody or something is from."""
_STATED = re.compile(r"\bviệc (?:[\w ]{0,24})$")
"""Before somebody whose act is only judged: «đánh giá cao việc κ thăm γ»."""
_TIGHT: Final = 16


class Act(NamedTuple):
    """Two sides that did something together: the kind, where the act is named in the clause, and
    the letters of both sides that the pattern met.
    """

    kind: EventKind
    start: int
    end: int
    vietnamese: int
    chinese: int
    is_frame: bool
    """A visit, within which meetings are held."""


def acts_of(clause: Clause) -> Act | None:
    """The first act by which both sides meet in a clause, or None."""
    text = clause.text
    if not _has_both(text):
        return None
    acting = _without_scenes(text)
    best: Act | None = None
    for one, is_turned, pattern in of_two_sides():
        for match in pattern.finditer(text if one.is_at_place else acting):
            if best is not None and match.start("act") >= best.start:
                break
            if _is_real(text, one, match):
                best = _act(one, is_turned, match)
                break
    return best or _paired(text)


def _paired(text: str) -> Act | None:
    """The act that both countries, named in one word, have together: «Giao lưu … Việt – Trung»."""
    for one, pattern in of_both_sides():
        for match in pattern.finditer(text):
            if _is_real(text, one, match):
                return _act(one, False, match)
    return None


def _without_scenes(text: str) -> str:
    """A clause without the letters of places where something is."""
    letters = [*text]
    for place, letter in enumerate(letters):
        if letter in _ANYWHERE and is_scene(text, place):
            letters[place] = "σ"
    return "".join(letters)


def _has_both(text: str) -> bool:
    if BOTH in text:
        return _happens(text)
    return any(c in text for c in SIDES["vn"]) and any(c in text for c in SIDES["cn"])


def _act(one: Pattern, is_turned: bool, match: re.Match[str]) -> Act:
    first, second = match.start("x"), match.start("y")
    vietnamese, chinese = (second, first) if is_turned else (first, second)
    return Act(one.kind, *match.span("act"), vietnamese, chinese, one.is_frame)


def _is_real(text: str, one: Pattern, match: re.Match[str]) -> bool:
    """Did it take place, between these two alone? Not what is planned, wished for, looked back on,
    or a meeting of many countries.
    """
    start = match.start("act")
    first = min(match.start("x"), start)
    last = max(match.end("y"), match.end("act"))
    if any(_NO_ACTOR.search(text, max(0, at - _TIGHT), at) for at in _starts(match)):
        return False
    if _is_of_countries_alone(text, match) or _told_of(text, one, match):
        return False
    if _ELSEWHERE.search(text, match.end("act"), max(match.end("act"), *_ends(match))):
        return False
    alone = last if _are_persons(text, match) else last + _NEIGHBOURS
    if OTHER in text[first:alone] or _TO_COME.search(text[last : last + _REACH]):
        return False
    head = text[max(0, start - _REACH) : start]
    head = head[max(head.rfind(". "), head.rfind("; ")) + 1 :]
    if _STRONG_PLAN.search(text, first, start) or _STRONG_PLAN.search(head):
        return False
    head = head[head.rfind(": ") + 1 :]
    if one.kind in ("hội nghị", "giao lưu") and _ASIDE.search(head):
        return False
    if _BEFORE.search(head) or _BEFORE.search(match[0]):
        return False
    return _DONE.search(head) is not None or _PLANNED.search(head) is None


def _are_persons(text: str, match: re.Match[str]) -> bool:
    """Do two persons meet? Whoever is named after them met one of them, too."""
    return {text[at] for at in _starts(match)} <= set(PERSONS.values())


def _happens(text: str) -> bool:
    """Does a clause say that something takes place?"""
    return _HAPPENS.search(text) is not None


def _starts(match: re.Match[str]) -> tuple[int, int]:
    return match.start("x"), match.start("y")


def _is_of_countries_alone(text: str, match: re.Match[str]) -> bool:
    """Are both sides but countries, that only «met»?"""
    letters = {text[at] for at in _starts(match)}
    return letters <= set(COUNTRIES.values()) and match["act"] == "gặp"


def _told_of(text: str, one: Pattern, match: re.Match[str]) -> bool:
    """Is the act only spoken of, or a document that something rests on?"""
    first = min(_starts(match))
    if _STATED.search(text, max(0, first - 36), first):
        return True
    if re.search(r"\bviệc [ακ]", text[first : match.start("act")]):
        return True
    last = max(_starts(match))
    rests = re.search(r"\b(?:theo|vốn vay)\b", text[last : match.start("act")])
    return one.kind == "ký kết" and rests is not None


def _ends(match: re.Match[str]) -> tuple[int, int]:
    return match.end("x"), match.end("y")


def is_scene(text: str, place: int) -> bool:
    """Is a place of a clause where something is, «tại thành phố β, β», rather than who acts?"""
    if text[place] in PERSONS.values():
        return False
    found = _SCENE.search(text, max(0, place - 64), place)
    return found is not None and _BODY_BETWEEN.search(found["between"]) is None
