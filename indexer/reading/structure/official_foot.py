"""The foot of a document laid out as decree 30/2020/NĐ-CP prescribes: to whom it goes («Nơi nhận»)
and who drafted it.

The drafter stands in a line of its own («Người soạn: …»), or behind the drafting unit where the
copy to be kept is named: «Lưu: VT, HTQT (Nguyễn Văn An)», «Lưu: VT, HTQT.An.05».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["drafter", "recipients"]

_MOST: Final = 60
"""Recipients; longer lists go on in another document."""
_LONGEST: Final = 200
"""Characters of one of them."""
_RECIPIENTS = re.compile(
    r"\s{0,80}Nơi (?:nhận|gửi)\s{0,9}:?[ \t\xa0]{0,80}(?P<rest>.{0,600})", re.I
)
_AT_END: Final = (". Nơi nhận:", "; Nơi nhận:", "./. Nơi nhận:")
_BULLET = re.compile(r"\s{0,40}[-–—•●+*·▪]\s{0,9}(?=\S)")
_KEPT = re.compile(r"(?:\W{0,9})Lưu\s{0,3}(?::|VT\b|tại\b)", re.I)
_LABELLED = re.compile(
    r"\W{0,9}(?:(?:Người|Cán bộ|Chuyên viên|CV)\s{1,3})?(?:soạn thảo|dự thảo|soạn)"
    r"(?:\s{1,3}(?:văn bản|thảo))?\s{0,3}[:：]\s{0,9}(?P<name>[^\W\d_][^;:,()\n]{1,59})",
    re.I,
)
_IN_BRACKETS = re.compile(r"\((?P<name>[^\W\d_][^()\d]{1,59})\)[\s.;]{0,9}$")
_BEHIND_UNIT = re.compile(r"[^\W_]{2}\.\s?(?P<name>[^\W\d_]{1,20})(?:[.\s]?\d{1,3}b?)?[\s.;]{0,9}$")


def recipients(text: str) -> tuple[str, ...]:
    """Those to whom the document goes, as it names them; not the copy to be kept."""
    lines = text.split("\n")
    found: list[str] = []
    for at, line in enumerate(lines):
        match = _RECIPIENTS.fullmatch(line.rstrip())
        if match is not None:
            found += _listed(match["rest"], lines[at + 1 :])
        elif line.rstrip().endswith(_AT_END):  # a paragraph of a PDF that ran on
            found += _listed("", lines[at + 1 :])
    return tuple(dict.fromkeys(found))[:_MOST]


def drafter(text: str) -> str:
    """Who drafted the document, by name or by sign; "" when it does not say."""
    lines = text.split("\n")
    for line in lines:
        if found := _LABELLED.match(line):
            return " ".join(found["name"].split()).rstrip(" .,-–")
    for line in filter(_KEPT.match, lines):
        kept = line.partition(";")[0].partition("\t")[0]
        if found := _IN_BRACKETS.search(kept) or _BEHIND_UNIT.search(kept):
            return " ".join(found["name"].split())
    return ""


def _listed(rest: str, following: Sequence[str]) -> Iterator[str]:
    """The recipients on the line of the heading itself, and on the bulleted lines below it."""
    if rest and not rest.isupper():  # capitals are the signature beside it
        yield from filter(None, map(_recipient, rest.split(";")))
    for item in _items(following):
        if name := _recipient(item.partition(";")[0]):
            yield name


def _items(lines: Sequence[str]) -> Iterator[str]:
    """The bulleted lines that a list begins with, those that run on joined."""
    item = ""
    for line in filter(str.strip, lines):
        if _BULLET.match(line):
            if item:
                yield item
            item = line
        elif item and line.lstrip()[0].islower() and not item.rstrip().endswith((";", ".")):
            item = f"{item} {line}"
        else:
            break
    if item:
        yield item


def _recipient(said: str) -> str:
    """One recipient without its bullet; "" for the copy to be kept."""
    if _KEPT.match(said):
        return ""
    name = " ".join(_BULLET.sub("", said, count=1).split()).strip(" .,;")
    return name if len(name) <= _LONGEST else ""
