"""The text as facts are read from it: white space and hard line ends hide no name and no date.

Wrapped lines flow again, runs of blanks are one, dates are parted by plain signs, and in text
typed without marks the names of places have theirs. Every change but the runs of blanks keeps its
length; offsets lead back to the original.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise
from typing import Final

from indexer.gazetteer.tables import counterparts, districts, gates, provinces
from indexer.language import Canonical, fold

__all__ = ["Flow", "flowing"]

_WIDEST: Final = 132
"""Characters of the longest line that a program may have wrapped."""
_WRAPPED: Final = 0.6
"""Share of the line ends that must lie where the next word did not fit."""
_LEAST_ENDS: Final = 3
_CONTINUED: Final = 30
"""Characters of a line from which on the next may continue its sentence."""
_OTHER_BREAKS: Final = "\r\x0b\x0c\x85\u2028\u2029"
_LINE_BREAKS: Final = dict.fromkeys(map(ord, _OTHER_BREAKS), "\n")
_RUN = re.compile(r"[ \t]{2,}|\t|(?<=[^\W\d_]) -\n(?=[^\W\d_])|\n[ \t]+(?=\S)")
_RUN_SIGNS: Final = ("  ", "\t", " -\n", "\n ")
"""What every run holds one of; to look for these is many times as fast as to look for a run."""
_DASHES: Final = "–‑⁄∕−‐"
_BETWEEN_NUMBERS = re.compile(rf"[{_DASHES}]\d{{1,2}}[{_DASHES}]")
_PARTED_DATE = re.compile(r"(?<![\d–‑⁄∕−‐/.-])(\d{1,2})([–‑⁄∕−‐])(\d{1,2})\2(\d{4})(?!\d)")
_FULL_STOP: Final = frozenset('.!?…:;"”’)]|')
_DAY = re.compile(r"\b(?:ngày|tháng|năm|mùng|mồng|quý)$", re.I)
_DAY_NUMBER = re.compile(r"\b(?:ngày|tháng)\s{1,9}\d{1,2}$", re.I)
_DAY_AFTER = re.compile(r"(?:tháng|năm)\s{1,9}\d", re.I)
_TAIL: Final = 20
"""Characters at the end of a line in which the day of a date stands."""
_ITEM = re.compile(r"[-–—+*•·>|#]|\d{1,3}[.)]\s|[a-zđ][.)]\s")


@dataclass(frozen=True, slots=True)
class Flow:
    """`text` is the flowing form; `original` takes its offsets back to the text it was made of,
    end exclusive.
    """

    text: str
    _clean: Canonical
    _at: tuple[int, ...] = field(default=(), repr=False)  # where runs of blanks begin, in `text`
    _before: tuple[int, ...] = field(
        default=(), repr=False
    )  # characters left out up to and with each

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that text[start:end] came from."""
        if not self._at:
            return self._clean.original(start, end)
        return self._clean.original(*self.span(start, end))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the canonical text that text[start:end] came from."""
        if not self._at:
            return start, end
        first = self._place(start)
        return first, self._place(end - 1) + 1 if end > start else first

    def _place(self, at: int) -> int:
        number = bisect_right(self._at, at - 1)
        return at + (self._before[number - 1] if number else 0)


def flowing(clean: Canonical) -> Flow:
    """The flowing form of a canonical text, in linear time."""
    text = clean.text
    if any(sign in text for sign in _OTHER_BREAKS):
        text = text.replace("\r\n", " \n").translate(_LINE_BREAKS)
    if any(sign in text for sign in _DASHES) and _BETWEEN_NUMBERS.search(text):
        text = _PARTED_DATE.sub(_plain_date, text)
    if text.isascii():
        text = _marked(text)
    if "\n" in text:
        text = _unwrapped(text)
    if not any(sign in text for sign in _RUN_SIGNS):
        return Flow(text, clean)
    pieces: list[str] = []
    at: list[int] = []
    before: list[int] = []
    done = length = gone = 0
    for run in _RUN.finditer(text):
        new = "\n" if run[0].startswith("\n") else " "
        pieces += [text[done : run.start()], new]
        length += run.start() - done
        gone += len(run[0]) - 1
        at.append(length)
        before.append(gone)
        length += 1
        done = run.end()
    pieces.append(text[done:])
    return Flow("".join(pieces), clean, tuple(at), tuple(before))


def _plain_date(found: re.Match[str]) -> str:
    sign = "/" if found[2] in "⁄∕" else "-"
    return sign.join((found[1], found[3], found[4]))


# Lines


def _unwrapped(text: str) -> str:
    """The text with spaces for the line ends within its paragraphs."""
    lines = text.split("\n")
    bare = [line.strip() for line in lines]
    width = _wrapped_at(bare)
    joined = [
        number
        for number, (before, after) in enumerate(pairwise(bare))
        if before and after and _goes_on(before, after, width)
    ]
    if not joined:
        return text
    ends = ["\n"] * (len(lines) - 1)
    for number in joined:
        ends[number] = " "
    return "".join(chain.from_iterable(zip(lines, (*ends, ""), strict=True)))


def _wrapped_at(lines: list[str]) -> int:
    """The width at which a program wrapped the lines; 0 when none did."""
    width = max(map(len, lines))
    if width > _WIDEST:
        return 0
    ends = [(line, after) for line, after in pairwise(lines) if line and after]
    full = sum(_is_full(line, after, width) for line, after in ends)
    return width if full >= _LEAST_ENDS and full >= _WRAPPED * len(ends) else 0


def _is_full(line: str, after: str, width: int) -> bool:
    """Did the first word of the next line not fit?"""
    return len(line) + 1 + len(after.split(None, 1)[0]) > width


def _goes_on(before: str, after: str, width: int) -> bool:
    """Does a line go on with the next one?"""
    full = before[-1] in _FULL_STOP
    if (full and not width) or _ITEM.match(after):
        return False
    if width and _is_full(before, after, width):
        return True
    if full:
        return False
    if after[0].islower() and len(before) >= _CONTINUED:
        return True
    if _DAY.search(before[-_TAIL:]) and after[0].isdigit():
        return True
    if _DAY_NUMBER.search(before[-_TAIL:]) and _DAY_AFTER.match(after):
        return True
    return _parts_name(before, after)


def _parts_name(before: str, after: str) -> bool:
    """Does the name of a place begin on one line and end on the next?"""
    last, first = before.split()[-3:], after.split()[:3]
    if not last[-1][:1].isupper() or not first[0][:1].isupper():
        return False
    first = [word.strip(".,;:()") for word in first]
    for taken in range(1, len(last) + 1):
        for more in range(1, len(first) + 1):
            if " ".join((*last[-taken:], *first[:more])) in _names():
                return True
    return False


@cache
def _names() -> frozenset[str]:
    """Every name of a place, of two syllables or more, as it is written."""
    listed = [
        *(row.name for row in provinces()),
        *(row.name for row in districts()),
        *(name for row in gates() for name in (row.gate, row.far_side)),
        *(row.name for row in counterparts()),
    ]
    return frozenset(name for name in listed if " " in name)


# Text typed without marks

_COMMON: Final = frozenset(
    [
        "va",
        "cua",
        "tai",
        "ngay",
        "thang",
        "nam",
        "tinh",
        "voi",
        "cac",
        "la",
        "trong",
        "da",
        "duoc",
        "cho",
        "ve",
        "tu",
        "den",
        "hai",
        "ben",
        "nhan",
        "cong",
        "dan",
        "nuoc",
        "mot",
        "nguoi",
        "khi",
    ]
)
_LEAST_WORDS: Final = 8
_LEAST_COMMON: Final = 0.12
_BARE_WORDS: Final = {
    "cua khau": "cửa khẩu",
    "hoi dam": "hội đàm",
    "thanh pho": "thành phố",
    "trung quoc": "trung quốc",
    "viet nam": "việt nam",
    "tinh": "tỉnh",
    "huyen": "huyện",
    "chau": "châu",
    "khu tu tri": "khu tự trị",
    "lam viec": "làm việc",
    "ky ket": "ký kết",
    "to chuc": "tổ chức",
    "dien ra": "diễn ra",
    "khai mac": "khai mạc",
}
_DATE_WORDS = re.compile(
    r"\b(?:sang|chieu|toi|ngay|thang|nam|tu|den)(?= (?:ngay |thang |nam )?\d)|"
    r"(?<=\d )(?:thang|nam)(?= \d)",
    re.I,
)
_DATE_MARKED: Final = {
    "sang": "sáng",
    "chieu": "chiều",
    "toi": "tối",
    "ngay": "ngày",
    "thang": "tháng",
    "nam": "năm",
    "tu": "từ",
    "den": "đến",
}
_WORDS = re.compile(r"[A-Za-z]+")


def _marked(text: str) -> str:
    """A text typed without marks, with those of dates and of places' names; any other text as it
    is.
    """
    words = [word.casefold() for word in _WORDS.findall(text[:4000])]
    common = sum(word in _COMMON for word in words)
    if len(words) < _LEAST_WORDS or common < _LEAST_COMMON * len(words):
        return text
    text = _DATE_WORDS.sub(lambda found: _cased(found[0], _DATE_MARKED[found[0].casefold()]), text)
    return _with_names(text)


def _with_names(text: str) -> str:
    """Names of places, and words that say what they are, with their marks; the longest at each
    place.
    """
    found = list(_WORDS.finditer(text))
    pieces: list[str] = []
    done = at = 0
    while at < len(found):
        length, marked = _longest(text, found, at)
        if length:
            start, end = found[at].start(), found[at + length - 1].end()
            pieces += [text[done:start], _cased(text[start:end], marked)]
            done = end
        at += length or 1
    return "".join(pieces) + text[done:]


def _longest(text: str, words: list[re.Match[str]], at: int) -> tuple[int, str]:
    """(words, the phrase with its marks) of the longest known phrase that begins at a word; (0,
    "") without one.
    """
    for length in range(min(_longest_phrase(), len(words) - at), 0, -1):
        written = text[words[at].start() : words[at + length - 1].end()]
        marked = _phrases().get(written.casefold(), "")
        if (
            marked
            and len(marked) == len(written)
            and (written.casefold() in _BARE_WORDS or written[0].isupper())
        ):
            return length, marked
    return 0, ""


@cache
def _phrases() -> dict[str, str]:
    """Phrase without marks → with them. Of names that are alike without marks the province's
    stands.
    """
    found: dict[str, str] = {}
    for name in (
        *(row.name for row in provinces()),
        *(row.name for row in counterparts()),
        *(name for row in gates() for name in (row.gate, row.far_side)),
    ):
        bare = fold(name)
        if " " in bare and len(bare) == len(name):
            found.setdefault(bare, name)
    return found | _BARE_WORDS


@cache
def _longest_phrase() -> int:
    return max(len(phrase.split()) for phrase in _phrases())


def _cased(written: str, marked: str) -> str:
    """The marked letters in the case in which they were written."""
    return "".join(
        new.upper() if old.isupper() else new.lower()
        for old, new in zip(written, marked, strict=True)
    )
