"""Documents laid out as decree 30/2020/NĐ-CP prescribes: letterhead, number and symbol, place and
date, kind, subject.

Such a document is titled by its subject; its letterhead says who wrote it, which thousands of
others say too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from indexer.language import fold
from indexer.reading.structure.titles import derive_title
from indexer.reading.words import words

__all__ = ["Official", "is_address", "is_dated", "official", "official_title"]

_LOOK: Final = 40
"""Lines in which the head of a document stands."""
_LETTERHEAD: Final = 3_000
"""Characters in which a letterhead begins; and what stands in every one, so that other texts are
told at once.
"""
_HINTS: Final = ("hạnh phúc", "chủ nghĩa việt nam", "đảng cộng sản", "hanh phuc", "chu nghia viet")
_LONGEST_SUBJECT: Final = 300
_LONGEST_LINE: Final = 220
_MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|"
    r"Độc lập\s?[-–—]\s?Tự do\s?[-–—]\s?Hạnh phúc"
)
"""As a letterhead writes it; a sentence may speak of «Đảng Cộng sản Việt Nam»."""
_SIGNS: Final = ("CỘNG ", "Độc lập")
"""What every motto holds one of, so that nearly every text is told at a glance."""
_ALONE: Final = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
_ALONE_INITIALS: Final = ("C", "c", "Đ", "đ", "D", "d")
_KINDS: Final = {fold(kind): kind for kind in words("document kind")}
_AUTHORITIES: Final = tuple(map(fold, words("document authority")))
"""What the line begins with that names who decides, between a decision's subject and its text."""
_LONGEST_KIND: Final = 60
_QUALIFIER: Final = 3
"""Words that may follow a kind on its line and still belong to it («BÁO CÁO TÓM TẮT»)."""
_NARROW: Final = 70
"""Characters of the longest line under «V/v» in the left column of a letterhead."""
_WIDEST: Final = 110
"""Characters of the longest line of a letterhead whose columns stand side by side."""
_COLUMN: Final = 6
"""Lines of the longest subject in that column."""
_SYMBOL: Final = (
    r"[A-ZĐ][\wĐđ.&]{0,30}(?:[/–-][\wĐđ.&]{1,20}|\s?[/–-]\s?[A-ZĐ][\wĐđ]{0,9}[A-ZĐ]\w{0,9}){0,4}"
)
_NUMBER = re.compile(
    r"(?:\b(?:Số|SỐ)|^(?:Luật|Nghị quyết|Pháp lệnh|Lệnh) số)[\s:.…_]{0,40}"
    r"(?P<number>(?:\d{1,6}[A-Za-z]?)?\s{0,2}(?:/\d{4})?\s{0,2}[/–-]\s{0,2}" + _SYMBOL + ")"
)
_FIRST_IN_LINE = re.compile(r"(?:Số|SỐ)\s{0,3}:")
_PLACE_AND_DAY = re.compile(
    r",\s{1,9}ngày\s{1,9}(\d{1,2})\s{1,9}tháng\s{1,9}(\d{1,2})\s{1,9}năm\s{1,9}(\d{4})(?!\d)", re.I
)
_BEFORE_DAY = re.compile(r",\s{1,9}ngày\b.{0,30}\btháng\b", re.I)
_ABOUT = re.compile(r"(?:^|\s)V/v\.?:?\s{1,9}", re.I)
_ENDS: Final = ("kinh gui", "can cu", "thuc hien ", "ngay ", "sang ", "chieu ", "toi ")
_UNFINISHED: Final = words("unfinished")
"""Words that nothing ends with: the line after them goes on."""
_PART = re.compile(r"(?:[IVX]{1,5}|[A-H]|PHẦN|CHƯƠNG|MỤC)\b[.\s)]")
"""The heading of a part of the text."""
_CELL = re.compile(r"[^\t\n]+")
_RULE = re.compile(r"[\s_*=.–—-]{0,200}")


@dataclass(frozen=True, slots=True)
class Official:
    """What the head of an official document says: number and symbol («125/BC-SNgV», without its
    number while that is not filled in), kind («Báo cáo»), subject, day; "" for what it does not.

    `end` is where in the text the letterhead ends.
    """

    number: str
    kind: str
    subject: str
    day: str = ""
    end: int = 0


def official_title(text: str) -> str:
    """The subject of an official document; "" for any other text, or when it has none."""
    found = official(text)
    return found.subject if found else ""


def official(text: str) -> Official | None:
    """What the head of an official document says; None for a text without such a head."""
    beginning = text[:_LETTERHEAD]
    written = any(sign in beginning for sign in _SIGNS)
    if not written and not any(map(_is_alone, beginning.split("\n"))):
        return None
    if not any(hint in beginning.casefold() for hint in _HINTS):
        return None
    lines, ends = _lines(text[: _LOOK * _LONGEST_LINE])
    if not any(map(_is_motto, lines)):
        return None
    day = next((found for line in lines if (found := _day_in(line))), "")
    told = _told(lines)
    last = max(at for at, line in enumerate(lines) if not at or _is_letterhead(line, lines[:at]))
    return replace(told, day=day, end=ends[last])


def _lines(head: str) -> tuple[list[str], list[int]]:
    """The lines that say something, with single spaces, and where each ends. Columns of a
    letterhead that a tab parts are lines of their own.
    """
    lines: list[str] = []
    ends: list[int] = []
    for found in _CELL.finditer(head):
        words = " ".join(found[0].split())
        if words and not _RULE.fullmatch(words):
            lines.append(words)
            ends.append(found.end())
    return lines[:_LOOK], ends[:_LOOK]


def _is_letterhead(line: str, before: list[str]) -> bool:
    """Does a line belong to the letterhead, below these lines?"""
    if len(line) > _WIDEST or any(len(one) > _WIDEST or _opens(one) for one in before):
        return False
    signs = _BEFORE_DAY.search(line) or _ABOUT.search(line) or _NUMBER.match(line)
    return bool(signs) or _is_motto(line) or bool(_kind(line, [])[0])


def _opens(line: str) -> bool:
    """Does the text begin with this line: to whom the document goes, or what it is based on?"""
    return fold(line).startswith(_ENDS[:2])


def is_address(line: str) -> bool:
    """Does a line say to whom the document goes?"""
    return fold(line[:12]).startswith(_ENDS[0])


def is_dated(line: str) -> bool:
    """Does a line of a letterhead hold the place and the day of the document?"""
    return _BEFORE_DAY.search(line) is not None


def _day_in(line: str) -> str:
    """The ISO day beside the place on a letterhead's line; "" when there is none."""
    found = _PLACE_AND_DAY.search(line)
    try:
        return date(*map(int, found.groups()[::-1])).isoformat() if found else ""
    except ValueError:
        return ""


def _told(lines: list[str]) -> Official:
    for at, line in enumerate(lines):
        following = lines[at + 1 :]
        kind, rest = _kind(line, following)
        if kind:
            subject = _subject([rest, *following] if rest else following)
            return Official(_number(lines, at), kind, subject)
        if about := _ABOUT.search(line):
            subject = _subject(_column([line[about.end() :], *following]))
            return Official(_number(lines, at), "Công văn", subject)
    return Official(_number(lines, len(lines)), "", _first_words(lines))


def _number(lines: list[str], end: int) -> str:
    """Number and symbol: in the letterhead, above line `end`, or else where a line begins with
    them; never one that the text refers to.
    """
    above = next((at for at, line in enumerate(lines) if _opens(line)), end)
    letterhead = lines[: min(above, end) + 1]
    for line in (*letterhead, *filter(_FIRST_IN_LINE.match, lines)):
        if found := _NUMBER.search(line):
            return re.sub(r"\s+", "", found["number"]).replace("–", "-").rstrip(".&")
    return ""


def _is_motto(line: str) -> bool:
    return _MOTTO.search(line) is not None or _is_alone(line)


def _is_alone(line: str) -> bool:
    """Is the line a country's or a party's name and nothing else, however it is typed?"""
    line = " ".join(line.split()) if line[:1].isspace() else line
    if len(line) > _LONGEST_KIND or line[:1] not in _ALONE_INITIALS:
        return False
    return fold(" ".join(line.split())) in _ALONE


def _first_words(lines: list[str]) -> str:
    """The first line below the letterhead, of a document that names neither kind nor subject."""
    heads = [
        at
        for at in range(len(lines))
        if _is_motto(lines[at]) or _NUMBER.search(lines[at]) or _PLACE_AND_DAY.search(lines[at])
    ]
    below = lines[max(heads, default=-1) + 1 :]
    first = next((line for line in below if len(line.split()) >= 3), "")
    return derive_title(first) if first else ""


def _kind(line: str, following: list[str]) -> tuple[str, str]:
    """The kind that a line names in capitals or alone, and what follows it on the same line."""
    said = line.split()
    folded = [fold(word) for word in said]
    if " ".join(folded) in _KINDS and (line.isupper() or line.istitle() or line[1:].islower()):
        return line.capitalize(), ""
    if not line.isupper():
        capitals = 0
        while said[capitals].isupper():
            capitals += 1
        head = " ".join(folded[:capitals])
        named = capitals >= 2 and head in _KINDS
        return (_KINDS[head].capitalize(), " ".join(said[capitals:])) if named else ("", "")
    known = (n for n in range(len(said) - 1, 0, -1) if " ".join(folded[:n]) in _KINDS)
    size = next(known, 0)
    if not size or len(line) > _LONGEST_LINE:
        return "", ""
    if len(said) - size <= _QUALIFIER and following and _may_be_subject(following[0]):
        return line.capitalize(), ""
    return " ".join(said[:size]).capitalize(), " ".join(said[size:])


def _may_be_subject(line: str) -> bool:
    """May a line under a kind in capitals be the subject, rather than the text?"""
    ended = line.endswith((".", ":", ";")) or fold(line).startswith(_ENDS)
    return len(line) <= _LONGEST_LINE and not ended and not line.isupper()


def _column(lines: list[str]) -> list[str]:
    """The lines of a subject in the left column of a letterhead, as one; all lines when it is not
    set in a column.
    """
    for at, line in enumerate(lines[: _COLUMN + 1]):
        if at and _ends_column(line):
            return [" ".join(lines[:at]), *lines[at:]]
        if len(line) > _NARROW or line.endswith((".", ";")):
            break
    return lines


def _ends_column(line: str) -> bool:
    ended = _is_motto(line) or _BEFORE_DAY.search(line) or _NUMBER.search(line)
    return bool(ended) or _opens(line)


def _subject(lines: list[str]) -> str:
    """The lines of a subject: the first, and those that go on with it."""
    kept: list[str] = []
    for line in lines:
        if not kept:
            if len(line) > _LONGEST_LINE or _opens(line):
                return ""
            kept.append(_ABOUT.sub("", line).strip())
        elif len(line) <= _LONGEST_LINE and _goes_on(kept[-1], line):
            kept.append(line)
        else:
            break
        if len(" ".join(kept)) > _LONGEST_SUBJECT:
            break
    subject = " ".join(kept).strip(" .:;–-")
    if subject.startswith("(") and subject.endswith(")"):
        subject = _ABOUT.sub("", subject[1:-1]).strip()
    return subject[:1].upper() + subject[1:]


def _goes_on(before: str, line: str) -> bool:
    """Does a line go on with the subject of the line before it?"""
    if before.endswith((".", ":", ";")):
        return False
    if line[0].islower() or before.split()[-1].casefold() in _UNFINISHED:
        return True
    folded = fold(line)
    stops = _is_motto(line) or not line[0].isalpha() or folded.startswith(_AUTHORITIES)
    return before.isupper() and line.isupper() and not stops and not _PART.match(line)
