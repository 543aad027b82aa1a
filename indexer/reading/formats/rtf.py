"""RTF made ready for xberg, which passes over notes and text boxes, shows what was deleted, and
reads hyphens that do not break as underlines and hidden text by halves.

Such groups are told by the control word they begin with (RTF 1.9.1). Notes and boxes are moved to
the end of the text, each a paragraph; deleted text goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["LINE", "readied", "without_groups_apart"]

_TOKEN = re.compile(rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?|[^a-zA-Z])|[{}]")
_SPECIAL = re.compile(rb"\\[\\_-]|\\v(?![a-zA-Z0-9-]) ?")
_CHARACTERS: Final = {
    rb"\_": rb"\u8209?",
    rb"\-": rb"\u173?",
    rb"\v": b"",
    rb"\v ": b"",
}
"""The hyphen that does not break, and the one that is seen at a line's end only (in a TCVN3 font it
is «ư»). Hidden text is read whole, as in other documents of Word. `\\` is here to be passed over.
"""
_ROW = re.compile(rb"\\trowd(?![a-zA-Z]).{0,400000}?\\row(?![a-zA-Z])", re.S)
_PARAGRAPH = re.compile(rb"\\par(?![a-zA-Z])")
LINE: Final = "\u2028"
"""What parts the paragraphs of a cell, which xberg joins by a space."""
_MOVED: Final = (b"footnote", b"shptxt")
_DELETED: Final = b"deleted"
_APART: Final = (*_MOVED, _DELETED)


class _Group(NamedTuple):
    """data[start:end], braces included, and the control word it is told by."""

    start: int
    end: int
    word: bytes


def readied(data: bytes) -> bytes:
    """An RTF document with its notes and text boxes at the end, without what was deleted, its
    special characters as such, and a `LINE` between the paragraphs of a cell.
    """
    apart = _ROW.sub(_with_lines, without_groups_apart(data))
    return _SPECIAL.sub(_character, apart)


def _with_lines(row: re.Match[bytes]) -> bytes:
    return _PARAGRAPH.sub(rb"\\u8232?\\par", row[0])


def _character(found: re.Match[bytes]) -> bytes:
    return _CHARACTERS.get(found[0], found[0])


def without_groups_apart(data: bytes) -> bytes:
    """An RTF document with its notes and text boxes at the end, and without what was deleted."""
    if not any(b"\\" + word in data for word in _APART):
        return data
    kept: list[bytes] = []
    moved: list[bytes] = []
    done = 0
    for group in _groups(data):
        kept.append(data[done : group.start])
        done = group.end
        if group.word in _MOVED:
            inner = data[group.start + 1 : group.end - 1]
            inner = inner.replace(b"\\*", b"", 1) if inner.lstrip().startswith(b"\\*") else inner
            moved.append(b"\\par {" + inner.replace(b"\\" + group.word, b"", 1) + b"}")
    rest = data[done:]
    end = rest.rfind(b"}")
    if end < 0:
        return data
    return b"".join((*kept, rest[:end], *moved, rest[end:]))


def _groups(data: bytes) -> Iterator[_Group]:
    """The groups that stand apart, the outermost of those within each other, in order."""
    starts: list[tuple[int, bytes]] = []
    inside = 0  # depth of the group that is to be moved or deleted; 0 outside of one
    at = 0
    while (token := _TOKEN.search(data, at)) is not None:
        at = token.end()
        word, number = token[1], token[2]
        if token[0] == b"{":
            starts.append((token.start(), b""))
        elif token[0] == b"}":
            if not starts:
                return
            start, told = starts.pop()
            if inside == len(starts) + 1:
                inside = 0
                yield _Group(start, token.end(), told)
        elif word == b"bin":
            at += 1 + max(0, int(number or 0))  # bytes of a picture, in which a brace is none
        elif word in _APART and number != b"0" and starts and not inside:
            starts[-1] = (starts[-1][0], word)
            inside = len(starts)
