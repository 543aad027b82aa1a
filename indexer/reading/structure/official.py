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

__all__ = ["Official", "official", "official_title"]

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
_KINDS: Final = frozenset(map(fold, words("document kind")))
_OPENINGS: Final = tuple(kind + " " for kind in _KINDS)
_LONGEST_KIND: Final = 60
_NUMBER = re.compile(
    r"\b(?:Số|SỐ)\s{0,3}:?\s{0,3}(?P<number>\d{0,6}\s{0,2}(?:/\d{4})?\s{0,2}[/-]\s{0,2}"
    r"[A-ZĐ][\wĐđ.&-]{0,30}(?:[/-][\wĐđ.&-]{1,20}){0,4})"
)
_PLACE_AND_DAY = re.compile(
    r",\s{1,9}ngày\s{1,9}(\d{1,2})\s{1,9}tháng\s{1,9}(\d{1,2})\s{1,9}năm\s{1,9}(\d{4})(?!\d)", re.I
)
_ABOUT = re.compile(r"(?:^|\s)V/v\.?:?\s{1,9}", re.I)
_ENDS: Final = ("kinh gui", "can cu", "thuc hien ", "ngay ", "sang ", "chieu ", "toi ")
_RULE = re.compile(r"[\s_*=.–—-]{0,200}")


@dataclass(frozen=True, slots=True)
class Official:
    """What an official document says of itself: `number` is number and symbol («125/BC-SNgV»), ""
    when not filled in.
    """

    number: str
    kind: str
    subject: str
    day: str = ""


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
    head = text[: _LOOK * _LONGEST_LINE]
    lines = [" ".join(line.split()) for line in head.split("\n")]
    lines = [line for line in lines if line and not _RULE.fullmatch(line)][:_LOOK]
    if not any(map(_is_motto, lines)):
        return None
    folded = [fold(line) for line in lines]
    number = next((match["number"] for line in lines if (match := _NUMBER.search(line))), "")
    day = next((found for line in lines if (found := _day_in(line))), "")
    return replace(_told(lines, folded, number), day=day)


def _day_in(line: str) -> str:
    """The ISO day beside the place on a letterhead's line; "" when there is none."""
    found = _PLACE_AND_DAY.search(line)
    try:
        return date(*map(int, found.groups()[::-1])).isoformat() if found else ""
    except ValueError:
        return ""


def _told(lines: list[str], folded: list[str], number: str) -> Official:
    number = re.sub(r"\s+", "", number)
    for at, line in enumerate(folded):
        kind, rest = _kind(lines[at], line)
        if kind:
            first = at if rest else at + 1
            return Official(
                number, kind, _subject([rest, *lines[at + 1 :]] if rest else lines[first:])
            )
        if about := _ABOUT.search(lines[at]):
            return Official(
                number, "Công văn", _subject([lines[at][about.end() :], *lines[at + 1 :]])
            )
    return Official(number, "", _first_words(lines))


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


def _kind(line: str, folded: str) -> tuple[str, str]:
    """The kind that a line names in capitals, and what follows it on the same line."""
    if folded in _KINDS and (line.isupper() or line.istitle() or line[1:].islower()):
        return line, ""
    if line.isupper() and len(line) <= _LONGEST_KIND and folded.startswith(_OPENINGS):
        return line, ""
    said = line.split()
    capitals = 0
    while capitals < len(said) and said[capitals].isupper():
        capitals += 1
    head = " ".join(said[:capitals])
    if 2 <= capitals < len(said) and fold(head) in _KINDS:
        return head, " ".join(said[capitals:])
    return "", ""


def _subject(lines: list[str]) -> str:
    """The lines of a subject: the first, and those that go on with it."""
    kept: list[str] = []
    for line in lines:
        if not kept:
            if len(line) > _LONGEST_LINE or fold(line).startswith(_ENDS[:2]):
                return ""
            kept.append(_ABOUT.sub("", line).strip())
        elif (
            line[0].islower()
            and not kept[-1].endswith((".", ":", ";"))
            and len(line) <= _LONGEST_LINE
        ):
            kept.append(line)
        else:
            break
        if len(" ".join(kept)) > _LONGEST_SUBJECT:
            break
    subject = " ".join(kept).strip(" .:;–-")
    return subject[:1].upper() + subject[1:]
