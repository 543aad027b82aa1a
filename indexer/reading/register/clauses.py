"""A sentence with whoever is named in it written as one letter, and the acts found in that.

«Thủ tướng Nguyễn Xuân Phúc đã tiếp Bí thư Khu ủy Quảng Tây Bành Thanh Hoa» becomes «α đã tiếp κ»:
who meets whom is then a short pattern, whatever offices and units the names are wrapped in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from indexer.model.register import EventKind
from indexer.reading.register.lexicon import spelled
from indexer.reading.register.persons import Holder
from indexer.reading.register.view import Country, Mention, Sentence, View

__all__ = ["Act", "Actor", "Clause", "acts_of", "clause_of", "is_scene", "may_act", "persons_of"]

PERSONS: Final = {"vn": "α", "cn": "κ"}
PLACES: Final = {"vn": "β", "cn": "λ"}
COUNTRIES: Final = {"vn": "γ", "cn": "μ"}
BOTH, OTHER = "π", "ω"
_SIDES: Final = {"vn": "αβγ", "cn": "κλμ"}
LONGEST: Final = 1_400
"""Characters of a sentence that is read; longer ones are lists or whole pages."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or somewhere named at text[start:end]. `holder` is a person's office here, `name`
    the person's or the place's name; both are empty of «Đoàn» alone.
    """

    start: int
    end: int
    country: Country
    name: str = ""
    mention: Mention | None = None
    holder: Holder | None = None

    @property
    def is_person(self) -> bool:
        """A person, or the delegation that stands for one."""
        return self.mention is None


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with its actors as letters: `text` in lower case, `at` the place in the view of
    each of its characters, `actors` by their place in `text`.
    """

    sentence: Sentence
    text: str
    at: tuple[int, ...]
    actors: dict[int, Actor]

    def between(self, start: int, end: int, country: Country) -> list[Actor]:
        """The actors of a country within text[start:end]."""
        found = (self.actors[place] for place in range(start, end) if place in self.actors)
        return [actor for actor in found if actor.country == country]


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


_DELEGATION = re.compile(
    r"(?<![^\W\d_] )(?<!\w)[Đđ]oàn(?= (?:cũng|đã|có|tham|tiếp|thăm|làm|được|đến|còn)\b)"
)


def clause_of(
    view: View, sentence: Sentence, persons: Sequence[Actor], delegation: Country | None
) -> Clause:
    """A sentence as a clause. `persons` are those named in the text, in order; `delegation` says
    whose is the delegation that is on a visit.
    """
    actors = [one for one in persons if sentence.start <= one.start < sentence.end]
    if delegation:
        for match in _DELEGATION.finditer(view.text, sentence.start, sentence.end):
            actors.append(Actor(match.start(), match.end(), delegation))
    letters: dict[int, tuple[str, Actor | None]] = {
        one.start: (PERSONS[one.country], one) for one in actors
    }
    ends = [(one.start, one.end) for one in actors]
    for mention in view.named(sentence.start, sentence.end):
        if any(start <= mention.start < end for start, end in ends):
            continue
        letters[mention.start] = _letter(mention)
    return _written(view, sentence, letters)


def _letter(mention: Mention) -> tuple[str, Actor | None]:
    actor = Actor(mention.start, mention.end, mention.country, mention.name, mention)
    if mention.level == "place":
        return PLACES[mention.country], actor
    if mention.level == "country":
        return COUNTRIES[mention.country], actor
    return (BOTH, None) if mention.level == "both" else (OTHER, None)


def _written(
    view: View, sentence: Sentence, letters: dict[int, tuple[str, Actor | None]]
) -> Clause:
    ends = {mention.start: mention.end for mention in view.named(sentence.start, sentence.end)}
    pieces: list[str] = []
    at: list[int] = []
    actors: dict[int, Actor] = {}
    place = sentence.start
    for start in sorted(letters):
        if start < place:
            continue
        letter, actor = letters[start]
        pieces += [_low(view.text[place:start]), letter]
        at += range(place, start + 1)
        if actor is not None:
            actors[len(at) - 1] = actor
        place = actor.end if actor is not None else ends[start]
    pieces.append(_low(view.text[place : sentence.end]))
    at += range(place, sentence.end)
    return Clause(sentence, "".join(pieces), tuple(at), actors)


def _low(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else text


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
_HAPPENS = r"(?:diễn ra|tổ chức|khai mạc|bế mạc|dự|chủ trì|kết thúc|khởi động|đã|phối hợp)"


class _Pattern(NamedTuple):
    kind: EventKind
    pattern: str
    is_frame: bool = False
    is_at_place: bool = False
    """Is the place where it is held the side it belongs to?"""


# X and Y stand for the letters of the two sides, XP and YP for their persons, YL for places.
_PATTERNS: Final[tuple[_Pattern, ...]] = (
    _Pattern("hội đàm", rf"(?P<x>X){_IN}{{0,150}}?\b(?P<act>{_PLAIN})\b{_IN}{{0,70}}?(?P<y>Y)"),
    _Pattern(
        "hội đàm",
        rf"(?P<x>X){_IN}{{0,150}}?\b(?P<act>{_WITH})\b{_IN}{{0,16}}? với {_IN}{{0,60}}?(?P<y>Y)",
    ),
    _Pattern(
        "hội đàm",
        rf"(?P<x>XP){_IN}{{0,150}}?\b(?P<act>{_SPEAK})\b{_IN}{{0,16}}? với {_IN}{{0,60}}?(?P<y>Y)",
    ),
    _Pattern(
        "hội đàm",
        rf"(?P<x>X){_IN}{{0,120}}?(?<!trực )(?<!gián )\b(?P<act>{_RECEIVE})\b"
        rf"(?: {_IN}{{0,12}}?(?:ông|bà|đồng chí|ngài))?,? (?P<y>YP)",
    ),
    _Pattern(
        "hội đàm",
        rf"(?P<x>X){_IN}{{0,120}}?(?<!trực )(?<!gián )\b(?P<act>{_RECEIVE}) (?:đoàn|lãnh đạo|"
        rf"đại sứ|tổng lãnh sự|phái đoàn|bí thư|chủ tịch|phó)\b{_IN}{{0,60}}?(?P<y>Y)",
    ),
    _Pattern(
        "hội đàm",
        rf"(?P<act>{_TALKS}|hội đàm|hội kiến)\b{_IN}{{0,60}}?\bgiữa\b{_IN}{{0,90}}?(?P<x>X)"
        rf"{_IN}{{0,120}}?(?:\bvà|\bvới|\bcùng|-|–){_IN}{{0,80}}?(?P<y>Y)",
    ),
    _Pattern(
        "hội đàm",
        rf"(?P<x>XP){_IN}{{0,60}}? (?:và|cùng(?: với)?|với) {_IN}{{0,60}}?(?P<y>YP){_IN}{{0,80}}?"
        rf"\b(?P<act>{_PLAIN}|{_WITH}|{_SPEAK}|{_TALKS}|đồng chủ trì)\b",
    ),
    _Pattern(
        "hội đàm",
        rf"^\W*(?P<act>(?:đón )?tiếp|gặp|hội kiến|hội đàm với|làm việc với|trao đổi với)\b"
        rf"{_IN}{{0,40}}?(?P<x>XP){_IN}{{0,60}}?, {_IN}{{0,40}}?(?P<y>YP)",
    ),
    _Pattern(
        "hội đàm",
        rf"\b(?:tại|trong|qua) (?P<act>{_TALKS})\b{_IN}{{0,70}}?(?P<x>X){_IN}{{0,90}}?(?P<y>YP)",
    ),
    _Pattern(
        "hội nghị",
        rf"(?P<act>{_MEETINGS})\b{_IN}{{0,100}}?\bgiữa\b{_IN}{{0,90}}?(?P<x>X){_IN}{{0,120}}?"
        rf"(?:\bvà|\bvới|-|–){_IN}{{0,80}}?(?P<y>Y)",
    ),
    _Pattern(
        "hội nghị",
        rf"(?P<x>X){_IN}{{0,100}}?(?:phối hợp|cùng|và){_IN}{{0,100}}?(?P<y>Y){_IN}{{0,100}}?"
        rf"(?:tổ chức|chủ trì){_IN}{{0,60}}?\b(?P<act>{_MEETINGS})\b",
    ),
    _Pattern(
        "hội nghị",
        rf"(?P<act>{_MEETINGS})\b{_IN}{{0,100}}?(?P<x>X) ?[-–] ?(?P<y>Y)",
    ),
    _Pattern(
        "giao lưu",
        rf"(?P<act>{_EXCHANGES})\b{_IN}{{0,80}}?\b(?:tại|ở|giữa)\b{_IN}{{0,60}}?(?P<x>X)"
        rf"{_IN}{{0,60}}?(?:\bvà|\bvới|,|-|–){_IN}{{0,60}}?(?P<y>Y)",
        is_at_place=True,
    ),
    _Pattern(
        "giao lưu",
        rf"(?P<x>X){_IN}{{0,100}}?(?:phối hợp|cùng|và){_IN}{{0,100}}?(?P<y>Y){_IN}{{0,100}}?"
        rf"\b(?P<act>{_EXCHANGES})\b",
    ),
    _Pattern("giao lưu", rf"(?P<act>{_EXCHANGES})\b{_IN}{{0,100}}?(?P<x>X) ?[-–] ?(?P<y>Y)"),
    _Pattern(
        "thăm",
        rf"(?P<x>XP){_IN}{{0,200}}?\b(?P<act>(?<!điện )(?:thăm(?! (?:hỏi|dò))|công du|"
        rf"làm việc (?=tại|ở)))\b{_IN}{{0,60}}?(?P<y>YL)",
        True,
        True,
    ),
    _Pattern(
        "thăm",
        rf"(?:\bđoàn|lãnh đạo){_IN}{{0,80}}?(?P<x>X){_IN}{{0,160}}?"
        rf"\b(?P<act>(?<!điện )(?:thăm(?! (?:hỏi|dò))|làm việc (?=tại|ở)))\b{_IN}{{0,60}}?"
        r"(?P<y>YL)",
        True,
        True,
    ),
    _Pattern(
        "thăm",
        rf"(?P<x>XP){_IN}{{0,60}}? (?P<act>đến|tới|sang) (?:{_UNIT} )?(?P<y>YL)",
        True,
        True,
    ),
    _Pattern(
        "ký kết",
        rf"(?P<x>X){_IN}{{0,60}}?(?:\bvà|\bvới|\bcùng|-|–|,) {_IN}{{0,80}}?(?P<y>Y){_IN}{{0,140}}?"
        r"(?<!chữ )\b(?P<act>ký(?: kết)?)\b"
        r"(?! (?:ức|giả|sự|hiệu|túc))",
    ),
    _Pattern(
        "ký kết",
        rf"(?P<act>lễ ký(?: kết)?)\b{_IN}{{0,140}}?\bgiữa\b{_IN}{{0,80}}?(?P<x>X){_IN}{{0,120}}?"
        rf"(?:\bvà|\bvới|-|–){_IN}{{0,80}}?(?P<y>Y)",
    ),
)
_PAIRED: Final[tuple[_Pattern, ...]] = (
    _Pattern("hội nghị", rf"(?P<act>{_MEETINGS})\b{_IN}{{0,100}}?(?P<x>(?P<y>{BOTH}))"),
    _Pattern("giao lưu", rf"(?P<act>{_EXCHANGES})\b{_IN}{{0,100}}?(?P<x>(?P<y>{BOTH}))"),
    _Pattern("giao lưu", rf"(?P<x>(?P<y>{BOTH})) (?P<act>{_EXCHANGES})\b"),
    _Pattern(
        "hội nghị", rf"(?P<x>(?P<y>{BOTH})) (?:tổ chức|tiến hành) (?:\w+ )?(?P<act>{_MEETINGS})\b"
    ),
)
"""Both sides in one word, «Việt – Trung»."""
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


def _starts(match: re.Match[str]) -> tuple[int, int]:
    return match.start("x"), match.start("y")


def _is_of_countries_alone(text: str, match: re.Match[str]) -> bool:
    """Are both sides but countries, that only «met»?"""
    letters = {text[at] for at in _starts(match)}
    return letters <= set(COUNTRIES.values()) and match["act"] == "gặp"


def _told_of(text: str, one: _Pattern, match: re.Match[str]) -> bool:
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


@cache
def _compiled() -> tuple[tuple[_Pattern, bool, re.Pattern[str]], ...]:
    """Every pattern in both directions: who is X, who is Y."""
    found: list[tuple[_Pattern, bool, re.Pattern[str]]] = []
    for one in _PATTERNS:
        for is_turned in (False, True):
            found.append((one, is_turned, re.compile(spelled(_sided(one.pattern, is_turned)))))
    return tuple(found)


@cache
def _compiled_pairs() -> tuple[tuple[_Pattern, re.Pattern[str]], ...]:
    return tuple((one, re.compile(spelled(one.pattern))) for one in _PAIRED)


_NO_OWNER: Final = "(?:(?<!của )|(?<=phái viên của ))"
"""Whose letter or wife it is does not act; whose envoy it is does, through them."""


def _sided(pattern: str, is_turned: bool) -> str:
    first, second = ("cn", "vn") if is_turned else ("vn", "cn")
    for letter, country in (("X", first), ("Y", second)):
        group = f"<{letter.lower()}>"
        for sign, letters in (
            ("P)", PERSONS[country]),
            ("L)", PLACES[country] + COUNTRIES[country]),
            (")", _SIDES[country]),
        ):
            pattern = pattern.replace(f"{group}{letter}{sign}", f"{group}{_NO_OWNER}[{letters}])")
    return pattern


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


def acts_of(clause: Clause) -> Act | None:
    """The first act by which both sides meet in a clause, or None."""
    text = clause.text
    if not _has_both(text):
        return None
    acting = _without_scenes(text)
    best: Act | None = None
    for one, is_turned, pattern in _compiled():
        for match in pattern.finditer(text if one.is_at_place else acting):
            if best is not None and match.start("act") >= best.start:
                break
            if _is_real(text, one, match):
                best = _act(one, is_turned, match)
                break
    return best or _paired(text)


def _paired(text: str) -> Act | None:
    """The act that both countries, named in one word, have together: «Giao lưu … Việt – Trung»."""
    for one, pattern in _compiled_pairs():
        for match in pattern.finditer(text):
            if _is_real(text, one, match):
                return _act(one, False, match)
    return None


def may_act(text: str) -> bool:
    """May a sentence tell an act? Cheap: most have none of the words."""
    if len(text) > LONGEST:
        return False
    low = text.lower()
    return any(hint in low for hint in _HINTS)


def _act(one: _Pattern, is_turned: bool, match: re.Match[str]) -> Act:
    first, second = match.start("x"), match.start("y")
    vietnamese, chinese = (second, first) if is_turned else (first, second)
    return Act(one.kind, *match.span("act"), vietnamese, chinese, one.is_frame)


def _without_scenes(text: str) -> str:
    """A clause without the letters of places where something is."""
    letters = [*text]
    for place, letter in enumerate(letters):
        if letter in _ANYWHERE and is_scene(text, place):
            letters[place] = "σ"
    return "".join(letters)


def _has_both(text: str) -> bool:
    if BOTH in text:
        return happens(text)
    return any(c in text for c in _SIDES["vn"]) and any(c in text for c in _SIDES["cn"])


def _is_real(text: str, one: _Pattern, match: re.Match[str]) -> bool:
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
    cut = max(head.rfind(". "), head.rfind("; "), head.rfind(": "))
    head = head[cut + 1 :]
    if _STRONG_PLAN.search(text, first, start):
        return False
    if one.kind in ("hội nghị", "giao lưu") and _ASIDE.search(head):
        return False
    if _STRONG_PLAN.search(head) or _BEFORE.search(head) or _BEFORE.search(match[0]):
        return False
    return _DONE.search(head) is not None or _PLANNED.search(head) is None


def _are_persons(text: str, match: re.Match[str]) -> bool:
    """Do two persons meet? Whoever is named after them met one of them, too."""
    return {text[at] for at in _starts(match)} <= set(PERSONS.values())


def happens(text: str) -> bool:
    """Does a clause say that something takes place?"""
    return re.search(rf"\b{_HAPPENS}\b", text) is not None


def persons_of(
    view: View, holders: Sequence[Holder], namings: Iterable[tuple[int, int, str]]
) -> Iterator[Actor]:
    """The persons of both countries wherever they are named, with the office that stands there."""
    countries = {one.name: one.country for one in holders if one.country and not one.is_other}
    taken: list[tuple[int, int]] = []
    for holder in _fullest(holders):
        if taken and holder.start < taken[-1][1]:
            continue
        taken.append((holder.start, holder.end))
        if holder.country:
            yield Actor(holder.start, holder.end, holder.country, holder.name, None, holder)
    for start, end, name in namings:
        known = countries.get(name)
        if known and not any(first < end and start < last for first, last in taken):
            yield Actor(start, end, known, name)


def _fullest(holders: Sequence[Holder]) -> list[Holder]:
    """Of several offices of one person in a row the one that says most, with the whole row."""
    best: dict[int, Holder] = {}
    for holder in holders:
        if holder.country is None or holder.is_other or holder.is_former:
            continue
        known = best.get(holder.start)
        if known is None or _says(holder) > _says(known):
            best[holder.start] = holder
    return sorted(best.values(), key=lambda one: one.start)


def _says(holder: Holder) -> tuple[bool, int]:
    return holder.is_office, len(holder.places)
