"""Time as people say it: hôm qua, tuần này, 3 tháng qua, năm ngoái, gần đây, từ 2025 đến 2026.

Counted from a day that the caller names, today unless it says otherwise. Typed with or without
marks; marks that are typed must agree. Linear in the text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from indexer.gazetteer.place_names import places_named
from indexer.gazetteer.tables import provinces
from indexer.language import agrees
from indexer.language.unicode.folding import strip_marks
from indexer.model.request import Sort
from indexer.searching.parsing.time_expressions import NUMBERS, STRETCH_END

__all__ = [
    "ORDERS",
    "SAID",
    "ends_a_name",
    "months_from",
    "number_said",
    "order_within",
    "relative_within",
    "side_is_meant",
]

Span = tuple[date, date]
_DAY = timedelta(days=1)
_MOST_DAYS = 36_500
_MOST_MONTHS = 1_200


def _week(day: date) -> Span:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month(day: date) -> Span:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _quarter(day: date) -> Span:
    first = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return first, _month(months_from(first, 2))[1]


def _year(day: date) -> Span:
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def months_from(day: date, months: int) -> date:
    """The same day so many months later (before, when below 0); the month's last where it has
    none.
    """
    at = day.year * 12 + day.month - 1 + months
    year, month = max(at // 12, 1), at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _day(count: int) -> Callable[[date], Span]:
    """The day so many days from one."""
    return lambda day: (day + count * _DAY, day + count * _DAY)


def _whole(whole: Callable[[date], Span], unit: str, count: int) -> Callable[[date], Span]:
    """The calendar's week, month, quarter or year so many of them from a day."""
    return lambda day: whole(_MOVED[unit](day, count))


def _no_more(count: int, most: int) -> int:
    return max(-most, min(count, most))


_MOVED: dict[str, Callable[[date, int], date]] = {
    "ngày": lambda day, n: day + _no_more(n, _MOST_DAYS) * _DAY,
    "hôm": lambda day, n: day + _no_more(n, _MOST_DAYS) * _DAY,
    "tuần": lambda day, n: day + _no_more(7 * n, _MOST_DAYS) * _DAY,
    "tháng": lambda day, n: months_from(day, _no_more(n, _MOST_MONTHS)),
    "quý": lambda day, n: months_from(day, _no_more(3 * n, _MOST_MONTHS)),
    "năm": lambda day, n: months_from(day, _no_more(12 * n, _MOST_MONTHS)),
}
"""A day so many units later (before, when below 0), at most a hundred years."""
_UNITS: dict[str, Callable[[date], Span]] = {
    "ngày": _day(0),
    "hôm": _day(0),
    "tuần": _week,
    "tháng": _month,
    "quý": _quarter,
    "năm": _year,
}
_JUST_NOW = {"vừa qua": -1, "vừa rồi": -1}
_NEAR: dict[str, dict[str, int]] = {
    "tuần": {"này": 0, "trước": -1, "qua": -1, "rồi": -1, "tới": 1, "sau": 1} | _JUST_NOW,
    "tháng": {"này": 0, "trước": -1, "qua": -1, "rồi": -1, "tới": 1, "sau": 1} | _JUST_NOW,
    "quý": {"này": 0, "trước": -1, "qua": -1, "tới": 1, "sau": 1} | _JUST_NOW,
    "năm": {
        **{"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "qua": -1, "rồi": -1},
        **_JUST_NOW,
        **{"kia": -2, "tới": 1, "sau": 1},
    },
}
_DAYS = {
    **dict.fromkeys(("hôm nay", "sáng nay", "trưa nay", "chiều nay", "tối nay", "đêm nay"), 0),
    **dict.fromkeys(("hôm qua", "sáng qua", "chiều qua", "tối qua", "đêm qua"), -1),
    "hôm kia": -2,
    "ngày mai": 1,
}
SAID: dict[str, Callable[[date], Span]] = {
    **{said: _day(count) for said, count in _DAYS.items()},
    **{
        f"{unit} {which}": _whole(_UNITS[unit], unit, count)
        for unit, ways in _NEAR.items()
        for which, count in ways.items()
    },
}
"""What is said of a time, and the stretch that it means on a day."""
_COUNTS = {said: number for number, said in NUMBERS.items()}
# how many «vài ngày qua», «những năm gần đây» are taken for
_SOME = ("vài", "mấy", "những", "các", "nhiều", "ít")
_SOME_ARE = {"ngày": 7, "hôm": 7, "tuần": 4, "tháng": 6, "quý": 4, "năm": 5}
_FEW = ("vài", "mấy")  # «vài hôm trước» is lately; «nhiều năm trước» is not
_HALF = "nửa"
_HALF_OF = {"năm": ("tháng", 6), "tháng": ("ngày", 15)}
_UP_TO_NOW = ("qua", "vừa qua", "vừa rồi", "nay", "gần đây", "gần nhất", "trở lại đây")
_FROM_NOW = ("tới", "sắp tới")
_BEFORE_NOW = ("trước",)
_LATELY = (
    *("thời gian gần đây", "thời gian vừa qua", "thời gian vừa rồi", "thời gian qua"),
    *("dạo gần đây", "dạo này", "đợt vừa rồi", "gần đây", "mới đây"),
)
_LATELY_MONTHS = 3
_NONE_AFTER = ("mỗi", "hằng", "hàng", "từng", "suốt", "bao")  # «mỗi năm qua đi»
ORDERS: dict[str, Sort] = {"mới nhất": "newest", "gần đây nhất": "newest", "cũ nhất": "oldest"}
"""What a query ends or begins with that asks for an order."""
_NEWS = ("tin", "tin tức", "bài", "bài viết", "các bài", "những tin")

_LARGE = frozenset(["country", "region"])
_SIDES = frozenset(["dong", "tay", "mien", "phia", "phuong", "huong"])


def _bare(said: Iterable[str]) -> str:
    """What is said, without its marks, as alternatives of a pattern; the longest first."""
    return "|".join(sorted(map(strip_marks, said), key=len, reverse=True))


_RELATIVE = re.compile(
    rf"(?<!\w)(?:trong (?:vong )?)?(?:(?P<ago>cach (?:day|nay) )?"
    rf"(?P<count>\d{{1,3}}|{_bare((*_COUNTS, *_SOME, _HALF))}) (?P<unit>{_bare(_UNITS)})"
    rf"(?(ago)| (?P<side>{_bare((*_UP_TO_NOW, *_FROM_NOW, *_BEFORE_NOW))}))"
    rf"|(?P<said>{_bare(SAID)})){STRETCH_END}"
)
_AGO = ("cách đây", "cách nay")
_ANY_SIDE = (*_UP_TO_NOW, *_FROM_NOW, *_BEFORE_NOW)
_SIDES_SAID = frozenset(["kể", "tính", "từ", "sau", "trước", "đến", "hết", "tới"])
# first syllables of words that end in «tư», «tử», «tự» or «tụ»
_BEFORE_TU = frozenset(
    ("dau", "vat", "thu", "dien", "trat", "tuong", "phan", "rieng", "cong", "ky", "chu", "lanh")
)
_LATELY_SAID = re.compile(rf"(?:trong )?(?P<said>{_bare(_LATELY)})")
_NAMED_YEAR = r"(?:19|20)\d\d"
_FROM_TO = re.compile(
    rf"(?<!\w)(?:(?:tu|giai doan|trong giai doan|trong) )?(?:nam )?(?P<first>{_NAMED_YEAR})"
    rf"(?: ?[-–] ?| den | toi )(?:nam )?(?P<last>{_NAMED_YEAR}){STRETCH_END}"
)
_UP_TO_TODAY = re.compile(
    rf"(?<!\w)(?:(?:tu|giai doan) )?(?:nam )?(?P<year>{_NAMED_YEAR})"
    rf"(?: ?[-–] ?| den | toi )nay(?!\w)"
)
_ONE_SIDE = re.compile(
    rf"(?<!\w)(?P<side>tu|sau|truoc|den|den het) (?:nam )?(?P<year>{_NAMED_YEAR}){STRETCH_END}"
)


def relative_within(text: str, today: date | None = None) -> list[tuple[int, int, str, str]]:
    """Stretches of time in running text: (start, end, first day, last day), in order, not
    overlapping. The first day of one that was typed backwards («2026-2024») is after its last.
    """
    bare = strip_marks(text.lower())
    if len(bare) != len(text):
        return []
    read = _found(text, bare, today or date.today())
    found = sorted(
        (one for one in read if not ends_a_name(text, one[0])), key=lambda one: (one[0], -one[1])
    )
    kept: list[tuple[int, int, str, str]] = []
    for one in found:
        if not kept or kept[-1][1] <= one[0]:
            kept.append(one)
    return kept


def ends_a_name(text: str, start: int, *, sides: frozenset[str] = _SIDES) -> bool:
    """Is the word that a stretch would begin with the end of a name: Việt Nam | qua, tây nam?

    Only one typed without its marks is doubted. `sides`: what it is a side of the sky behind.
    """
    before, first = text[:start].split()[-1:], text[start:].split(maxsplit=1)[0]
    if not before or strip_marks(first.lower()) != first.lower():
        return False
    return _is_name(before[0].lower(), first.lower(), sides)


def _is_name(one: str, next_: str, sides: frozenset[str] = _SIDES) -> bool:
    """Are two words the end of a place's name, or of a side of the sky? «ha giang nam 2025» is no
    Giang Nam: of names that end in Nam, those of provinces and countries alone.
    """
    kinds = {place.kind for place in places_named((one, next_))}
    if next_ == "nam":
        large = bool(kinds & _LARGE) or strip_marks(f"{one} {next_}") in _provinces()
        return large or strip_marks(one) in sides
    return bool(kinds)


@cache
def _provinces() -> frozenset[str]:
    """The names of our provinces, without marks."""
    return frozenset(strip_marks(row.name.lower()) for row in provinces())


def order_within(text: str) -> tuple[str, Sort, str] | None:
    """(the words that ask for an order, the order, the text without them) of a text that begins or
    ends with such words; with others that only ask for news («tin tức mới nhất»), none is left.
    """
    words = text.split()
    behind_news = [len(news.split()) for news in _NEWS if _begins(words, news)]
    for said, order in ORDERS.items():
        count = len(said.split())
        for at in (len(words) - count, 0, *behind_news):
            asked = words[at : at + count]
            left = words[:at] + words[at + count :]
            if at >= 0 and _agree(" ".join(asked), said):
                only_news = not left or _agree_any(" ".join(left), _NEWS)
                return " ".join(asked), order, "" if only_news else " ".join(left)
    return None


def _begins(words: Sequence[str], news: str) -> bool:
    """Do words begin with what asks for news, an order may be behind: «tin mới nhất về …»?"""
    return _agree(" ".join(words[: len(news.split())]), news)


def _found(text: str, bare: str, today: date) -> Iterator[tuple[int, int, str, str]]:
    for match in _relative(text, bare):
        if match["said"] and _counted(text[: match.start()]):
            continue
        span = _said(match, text, today)
        if span is not None:
            yield match.start(), match.end(), span[0].isoformat(), span[1].isoformat()
    for match in _LATELY_SAID.finditer(bare):
        at_an_end = match.start() == 0 or match.end() == len(bare)
        if at_an_end and _meant(text, match, "said", _LATELY):
            first = months_from(today, -_LATELY_MONTHS) + _DAY
            yield match.start(), match.end(), first.isoformat(), today.isoformat()
    for match in _FROM_TO.finditer(bare):
        first_year, last_year = match["first"], match["last"]
        if first_year <= last_year:
            yield match.start(), match.end(), f"{first_year}-01-01", f"{last_year}-12-31"
        else:
            yield match.start(), match.end(), f"{first_year}-12-31", f"{last_year}-01-01"
    for match in _UP_TO_TODAY.finditer(bare):
        yield match.start(), match.end(), f"{match['year']}-01-01", ""
    for match in _ONE_SIDE.finditer(bare):
        if side_is_meant(text, match.start("side"), match.end("side")):
            yield match.start(), match.end(), *_side(match["side"], int(match["year"]))


def _relative(text: str, bare: str) -> Iterator[re.Match[str]]:
    """Matches of _RELATIVE; none begins with the end of a name, behind which one may begin."""
    at = 0
    while match := _RELATIVE.search(bare, at):
        if ends_a_name(text, match.start()):
            at = bare.index(" ", match.start())
        else:
            yield match
            at = match.end()


def _counted(before: str) -> bool:
    """Is what follows one of many («ba năm sau», «mỗi năm qua»)? The «Nam» of «Vân Nam tháng
    trước» is no five.
    """
    words = before.lower().split()
    if not words or (len(words) > 1 and _is_name(words[-2], words[-1])):
        return False
    return words[-1].isdigit() or _agree_any(words[-1], (*_COUNTS, *_SOME, *_NONE_AFTER))


def _said(match: re.Match[str], text: str, today: date) -> Span | None:
    """What a match of the bare text means, if the marks of the text agree with it."""
    if match["said"]:
        meant = _meant(text, match, "said", SAID)
        return SAID[meant](today) if meant else None
    unit = _meant(text, match, "unit", _UNITS)
    if match["ago"]:
        side = "trước" if _meant(text, match, "ago", _AGO) else ""
    else:
        side = _meant(text, match, "side", _ANY_SIDE)
    typed = text[match.start("count") : match.end("count")]
    vague = _agree_any(typed, _SOME)
    if _agree(typed, _HALF):
        unit, count = _HALF_OF.get(unit, ("", 0))
    else:
        count = _SOME_ARE.get(unit, 0) if vague else number_said(typed)
    if not unit or not side or not count:
        return None
    if vague and side in _BEFORE_NOW and _agree_any(typed, _FEW):
        side = "qua"
    if side in _UP_TO_NOW:
        return min(_MOVED[unit](today, -count) + _DAY, today), today
    if side in _FROM_NOW:
        return today + _DAY, _MOVED[unit](today, count)
    return None if vague else _UNITS[unit](_MOVED[unit](today, -count))


def side_is_meant(text: str, start: int, end: int) -> bool:
    """Is a word that says on which side of a time something is (từ, đến) meant so?

    Of «đầu tư 2025» it is not: a word with some of its marks bears all, and one without may be the
    end of another.
    """
    words = text[start:end].lower().split()
    if any(word != strip_marks(word) and word not in _SIDES_SAID for word in words):
        return False
    before = strip_marks(text[:start].lower()).split()[-1:]
    return words != ["tu"] or not before or before[0] not in _BEFORE_TU


def number_said(typed: str) -> int:
    """A number in digits or in words, 0 for what is none."""
    if typed.isdigit():
        return int(typed)
    return next((number for said, number in _COUNTS.items() if _agree(typed, said)), 0)


def _side(side: str, year: int) -> tuple[str, str]:
    if side == "tu":
        return f"{year}-01-01", ""
    if side == "sau":
        return f"{year + 1}-01-01", ""
    if side == "truoc":
        return "", f"{year - 1}-12-31"
    return "", f"{year}-12-31"


def _meant(text: str, match: re.Match[str], group: str, said: Iterable[str]) -> str:
    """Which of what may be said a group of a match is, marks agreeing; "" for none."""
    typed = text[match.start(group) : match.end(group)]
    return next((one for one in said if _agree(typed, one)), "")


def _agree_any(typed: str, said: Iterable[str]) -> bool:
    return any(_agree(typed, one) for one in said)


def _agree(typed: str, said: str) -> bool:
    return agrees(typed.lower().split(), said.split())
