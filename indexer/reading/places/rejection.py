"""Names that stand for no place: a person's, a street's, a newspaper's, a club's, an hour's.

Each reason is one row of `_REASONS`; the first that holds is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.reading.places.matcher import Match
from indexer.reading.places.names import border_provinces
from indexer.reading.places.passage import (
    COMMUNES,
    DISTRICTS,
    STREETS,
    Around,
    Passage,
    before,
    chained,
    followed_by,
    is_autonomous,
    sentence_of,
)
from indexer.reading.words import words

__all__ = ["rejection_rule"]

_SURNAMES = words("surname")
_WORDS_TOO = frozenset({"đoàn", "từ", "hồ", "viên", "vi"})
"""Surnames that are words as well: "Đoàn Lạng Sơn", "Từ Lạng Sơn", "Hồ Hòa Bình"."""
_MIDDLE_NAMES = words("middle name")
_PEOPLE = "|".join(words("person"))
_PERSON = re.compile(rf"(?:^|[^\w])(?:{_PEOPLE}) $")
_PERSON_ENDS = frozenset(f"{word} "[-3:] for word in words("person"))
_NO_PLACE = re.compile(
    r"(?:(?:ảnh|nguồn|tin|bài|clip|video|đồ họa|tác giả) ?[:：] ?|"
    r"\d giờ |h giờ |(?:theo|[,(]) ?giờ |\d ?[hg](?:\d\d)? )$"
)
_NO_PLACE_ENDS = frozenset(":：")
_NO_PLACE_WORDS = (": ", "： ", "giờ ", "h ", "g ")
_PRESS = re.compile(
    r"(?<!thông )(?<!cảnh )(?<!dự )(?<!họp )(?:(?:[Bb]áo|[Đđ]ài|[Tt]ạp chí|[Tt]ruyền hình|"
    r"(?:NX[Bb]|Nxb|[Nn]hà xuất bản)(?: [Tt]ổng [Hh]ợp)?|"
    r"[Pp]hát thanh|PT-?TH|[Xx]ổ số|XSKT|XS)(?: điện tử| kiến thiết)?(?: [A-ZĐ]\w+){0,3}) "
    r"(?:tỉnh |TP\.? ?|thành phố )?$"
)
_CLUB = re.compile(
    r"(?:(?:CLB|[Cc]âu lạc bộ(?: bóng đá)?)(?: Công [Aa]n)?|[Đđ]ội bóng|U ?-? ?\d\d|Becamex|SHB|"
    r"FLC|Sông Lam|"
    r"Hoàng Anh|Than|T&T|Sanna|Topenland|Hồng Lĩnh|Dược|Khatoco|Xi măng|Thép Xanh|Gạch Đồng Tâm)"
    r"(?: bóng đá)? (?:TP\.? ?)?$"
)
_CLUB_ENDS = tuple(
    f"{end} "
    for end in (
        *"0123456789", "CLB", "bộ", "bóng", "đá", "an", "An", "Becamex", "SHB", "FLC", "Lam", "Anh",
        "Than", "T&T", "Sanna", "Topenland", "Lĩnh", "Dược", "Khatoco", "măng", "Xanh", "Tâm", "TP",
        "TP.",
    )
)  # fmt: skip
"""How the text before a club's place ends: what is looked for before `_CLUB` is tried."""
_CLUBS = re.compile(r"(?:[Cc]ác|[Hh]ai|[Bb]a|[Bb]ốn) (?:CLB|câu lạc bộ|đội bóng) $")
"""Before a list of clubs."""
_SPONSOR, _SPONSOR_AFTER = re.compile(r"(?<!\w)[A-Z]{2,4} $"), re.compile(r" [A-Z]{2,4}(?!\w)")
"""A club's sponsors on both sides of its place: "LG Hà Nội ACB"."""
_TEAM = re.compile(r"(?<!bộ )đội $")
_DRAWN = 60
"""Characters before a place in which its lottery is named."""
_SCORE_REACH = 60
"""Characters on either side of a club's name in which the score stands."""
_SCORE = re.compile(
    r"\d(?<![\d/.-]\d)(?<!cấp \d)(?<!từ \d)\d? ?[-–] ?\d{1,2}"
    r"(?!\d|[/.-]\d| ?(?:ngày|năm|tháng|tuần|giờ|lần|người|m|km|kg|tấn|độ|%|triệu|tỷ|cấp|con|xe)"
    r"(?!\w))"
)
_LEAGUE = re.compile(r"V[-. ]?League")
_LEAGUE_WORD = "League"
_LEAGUE_REACH = 120
"""Characters on either side of a club's name in which its league is named."""
_LOTTERY = re.compile(
    r"(?:[Xx]ổ số|[Vv]é số|XSKT|XS)(?: kiến thiết| điện toán)?(?: miền \w+)?(?: hôm nay)?:? "
    r"(?:(?:các |hai |ba |bốn )?đài )?(?:tỉnh |TP\.? ?|thành phố )?$"
)
_BRANDS = ("bia ", "ngân hàng ", "ngân hàng tmcp ")
_LISTED = re.compile(r"(?:,| ?[-–] ?|,? và )\s?(?:TP\.? ?)?")
_MATCH_WORDS = re.compile(
    r"(?<!\w)(?:(?:thắng|thua|hoà|hòa|hạ)(?: đậm| đẹp| ngược| sát nút)? [A-ZĐ\d]|"
    r"(?:tỷ số|tỉ số|bàn thắng|cầu thủ|V-?League|CLB|HLV|trận đấu|lượt trận|vòng đấu|[Tt]rên sân)"
    r"(?!\w))"
)
_SUGAR = re.compile(
    r"(?:nhà máy|chế biến|mía|công ty|ngành|sản xuất|giá|nhập khẩu|buôn lậu) đường $"
)
_PLACED = re.compile(r"(?:(?:^|\W)(?:tại|ở|về|lên|tỉnh|thành phố)|\() ?$")
_ROUTE = re.compile(r" ?[-–—] ?[A-ZĐÀ-Ỹ]")
_INSIDE = re.compile(r" [A-ZĐÀ-Ỹ]")
_TOWN_STREETS = "đường phố"
"""The streets of a town rather than one of its name: "đường phố Đại Lý (Vân Nam)"."""
_SENTENCE_END = frozenset(".!?:;\n–—-\"“”'‘«(*")
_AREAS = frozenset({"châu", "châu tự trị", "tỉnh"})


def rejection_rule(passage: Passage, at: int, around: Around) -> str:
    """Why the name stands for no place: "person", "street" …; or ""."""
    reasons = _REASONS if around.unit else _REASONS_BARE
    for reason, holds in reasons:
        if holds(passage, at, around):
            return reason
    return ""


def _is_street(passage: Passage, at: int, around: Around) -> bool:
    """A street, unless it is a route, sugar («đường»), or a street of a Chinese town."""
    unit = around.unit
    if unit not in STREETS or _ROUTE.match(passage.text, passage.names[at].end):
        return False
    if unit != _TOWN_STREETS and unit != "đường":
        return True
    if unit == "đường" and _SUGAR.search(around.low):
        return False
    units = [entry for entry in passage.names[at].entries if entry.kind == "counterpart"]
    return unit == "đường" or not any(chained(entry, passage, at) for entry in units)


def _is_commune(passage: Passage, at: int, around: Around) -> bool:
    """A ward or commune named like a larger unit; a town that is a ward since 2025 is that town."""
    unit = around.unit
    if unit not in COMMUNES:
        return False
    border = border_provinces()
    towns = [
        entry
        for entry in passage.names[at].entries
        if unit in entry.kinds
        or (entry.kind == "district" and entry.reading == "free" and entry.unit in border)
    ]
    elsewhere = {e.unit for e in followed_by(passage, at) if e.kind in ("province", "district")}
    return not any(not elsewhere or entry.unit in elsewhere for entry in towns)


def _is_noted(passage: Passage, at: int, around: Around) -> bool:
    """A credit or an hour: "Ảnh: Thái Bình", "20h Hà Nội"."""
    low = around.low
    number = low[-2:-1].isdigit()
    if not number and low[-1:] not in _NO_PLACE_ENDS and not low.endswith(_NO_PLACE_WORDS):
        return False
    return _NO_PLACE.search(low) is not None


def _is_press(passage: Passage, at: int, around: Around) -> bool:
    """A newspaper, a station or a lottery: "báo Quảng Ninh", "báo Tuổi Trẻ TP HCM"."""
    near = around.near
    if around.low.endswith(_BRANDS) or _is_drawn(passage, at, near):
        return True
    spoken_of = "áo " in near or "ài " in near or "ình " in near or "hanh " in near
    known = spoken_of or "hí " in near or "ổ số" in near or "XS" in near or "PT" in near
    known = known or "xb " in near or "XB " in near or "ất bản " in near
    return known and _PRESS.search(near) is not None


def _is_drawn(passage: Passage, at: int, near: str) -> bool:
    """Does its lottery draw, alone or in a list: "XSKT Bến Tre, Vũng Tàu"?"""
    text, start = passage.text, passage.names[at].start
    far = max(0, start - _DRAWN)
    if text.find(" số", far, start) < 0 and text.find("XS", far, start) < 0:
        return False
    if _LOTTERY.search(near):
        return True
    if not at or not _LISTED.fullmatch(text, passage.names[at - 1].end, start):
        return False
    return _is_drawn(passage, at - 1, before(passage, at - 1))


def _is_club(passage: Passage, at: int, around: Around) -> bool:
    """A club, or a bare name beside a score in a sentence that tells of a match."""
    if around.near.endswith(_CLUB_ENDS) and _CLUB.search(around.near):
        return True
    text, (start, end, entries) = passage.text, passage.names[at]
    if around.unit or not any(entry.kind in ("province", "district") for entry in entries):
        return False
    if text.startswith(" FC", end) or _is_listed_club(passage, at):
        return True
    if _SPONSOR.search(around.near) and _SPONSOR_AFTER.match(text, end):
        return True
    if _TEAM.search(around.low) and _MATCH_WORDS.search(text, *sentence_of(passage, at)):
        return True
    far = max(0, start - _LEAGUE_REACH)
    if text.find(_LEAGUE_WORD, far, end + _LEAGUE_REACH) >= 0 and _LEAGUE.search(
        text, far, end + _LEAGUE_REACH
    ):
        return _PLACED.search(around.low) is None
    window = text[max(0, start - _SCORE_REACH) : end + _SCORE_REACH]
    if ("-" not in window and "–" not in window) or not _SCORE.search(window):
        return False
    if _PLACED.search(around.low):
        return False
    return _MATCH_WORDS.search(passage.text, *sentence_of(passage, at)) is not None


def _is_listed_club(passage: Passage, at: int) -> bool:
    """Does it follow a club in a list: "các đội bóng Kiên Giang, Đồng Tháp và Đồng Nai"?"""
    first = at
    while first and _LISTED.fullmatch(
        passage.text, passage.names[first - 1].end, passage.names[first].start
    ):
        first -= 1
    return first < at and _CLUBS.search(before(passage, first)) is not None


def _is_person(passage: Passage, at: int, around: Around) -> bool:
    near, low, unit = around.near, around.low, around.unit
    if low[-3:] in _PERSON_ENDS and _PERSON.search(low):
        return True
    if unit in DISTRICTS or unit in _AREAS or is_autonomous(passage, at):
        return False
    word = _last_word(near)
    if not word[:1].isupper() or (word.isupper() and not passage.shouted):
        return False
    at_word = len(near) - len(word) - 1
    low_word = word.lower()
    if low_word in _WORDS_TOO:
        return _is_surname(near, at_word, low_word)
    middle = low_word in _MIDDLE_NAMES and _last_word(near[:at_word])[:1].isupper()
    return low_word in _SURNAMES or middle


def _is_surname(near: str, at_word: int, word: str) -> bool:
    """Is a surname that is a word as well a surname here: amid a sentence, and after no other
    capital, as in "Tỉnh Đoàn"?
    """
    if _PERSON.search(near[:at_word].lower()):
        return True
    ahead = near[:at_word].rstrip(" ")
    opens = not ahead or ahead[-1] in _SENTENCE_END
    return not opens and word != "đoàn"


def _is_within(passage: Passage, at: int, around: Around) -> bool:
    """Is a Chinese name only the middle of a longer one, as in "chùa Khánh Vân Nam Viện"?"""
    match = passage.names[at]
    if passage.shouted or around.unit in DISTRICTS or around.unit in _AREAS:
        return False
    if is_autonomous(passage, at):
        return False
    if not _is_chinese(match) or not _INSIDE.match(passage.text, match.end):
        return False
    near = around.near
    word = _last_word(near)
    if not word[:1].isupper() or word.isupper():
        return False
    return re.search(r"[^\W\d_] $", near[: len(near) - len(word) - 1]) is not None


def _is_chinese(match: Match) -> bool:
    return any(entry.kind == "counterpart" for entry in match.entries)


def _last_word(near: str) -> str:
    """The word that stands right before a name, with one space between; or ""."""
    ahead = near.removesuffix("\n")
    if ahead[-1:] != " ":
        return ""
    word = ahead[:-1].rpartition(" ")[2]
    at = len(word)
    while at and word[at - 1].isalpha():
        at -= 1
    return word[at:]


_REASONS: tuple[tuple[str, Callable[[Passage, int, Around], bool]], ...] = (
    ("street", _is_street),
    ("commune", _is_commune),
    ("credit or hour", _is_noted),
    ("press", _is_press),
    ("club", _is_club),
    ("longer name", _is_within),
    ("person", _is_person),
)
_REASONS_BARE = tuple(row for row in _REASONS if row[0] not in ("street", "commune"))
"""What a name without a unit before it may be."""
