"""Markdown as it reads: headings, emphasis, links and list marks taken off, pictures by their
caption.

Every line is gone through once from left to right, whatever it holds: no search begins again.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.reading.formats.markup import without_comments

__all__ = ["unmarked"]

_LIST_MARK = re.compile(r"(?:>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+)")
_FENCE = re.compile(r"[ \t]{0,3}(`{3,20}|~{3,20})[^`]{0,80}$")
_RULE = re.compile(
    r"[ \t]{0,3}(?:={2,200}|(?:[-*_][ \t]{0,9}){3,200}|"
    r"\|?[ \t]?:?-{2,99}:?[ \t|:-]{0,400})[ \t]{0,9}"
)
"""Lines that only draw: under a heading, between parts, under the head of a table."""
_ELEMENT = re.compile(
    r"</?(?:p|div|span|br|hr|b|i|u|em|strong|sub|sup|center|font|a|img|h[1-6]|details|summary|table|tr|td|th|tbody|thead)\b[^<>]{0,1000}>",
    re.I,
)
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?::[ \t]{0,4})?")
_BRACKETS = re.compile(r"!?\[|\]\(|[()\]]")
_EMPHASIS = re.compile(r"\*\*|__|\*|`")
_DEEPEST_HEADING: Final = 6


def unmarked(text: str) -> str:
    """The text without its marks, ending in a line break. Code stays as it is."""
    kept: list[str] = []
    fence = ""
    for line in _without_markup(text).splitlines():
        opening = _FENCE.match(line)
        if opening and (not fence or opening[1].startswith(fence)):
            fence = "" if fence else opening[1]
        elif fence:
            kept.append(line)
        elif not _RULE.fullmatch(line):
            kept.append(_without_emphasis(_without_links(_without_head(_without_note(line)))))
    return "\n".join(kept).strip() + "\n"


def _without_markup(text: str) -> str:
    """The text without the elements of HTML that Markdown may hold, and without comments."""
    return _ELEMENT.sub("", without_comments(text)) if "<" in text else text


def _without_note(line: str) -> str:
    """The line without the marks of footnotes, the note itself as a line of text."""
    return _NOTE.sub("", line) if "[^" in line else line


def _without_head(line: str) -> str:
    """The line without the mark of a heading or of a list's item."""
    bare = line.lstrip(" \t")
    marks = len(bare) - len(bare.lstrip("#"))
    if 0 < marks <= _DEEPEST_HEADING and len(line) - len(bare) <= 3:
        rest = bare[marks:]
        if rest[:1] in (" ", "\t", ""):
            return _without_closing_marks(rest.strip())
    found = _LIST_MARK.match(bare)
    return bare[found.end() :] if found else line


def _without_closing_marks(heading: str) -> str:
    bare = heading.rstrip("#")
    closed = bare != heading and (not bare or bare[-1] in " \t")
    return bare.rstrip() if closed else heading


def _without_links(line: str) -> str:
    """A link as its text, a picture as «Ảnh: caption»."""
    if "](" not in line:
        return line
    pieces: list[str] = []
    openings: list[tuple[int, str]] = []  # where in `pieces` a bracket stands, and which
    inside = 0  # brackets open within an address
    at = 0
    held: tuple[int, str] | None = None
    for found in _BRACKETS.finditer(line):
        mark = found[0]
        if held is not None:
            inside += (mark == "(") - (mark == ")")
            if inside == 0 and mark == ")":
                _close(pieces, held)
                held, at = None, found.end()
            continue
        pieces.append(line[at : found.start()])
        at = found.end()
        if mark == "](" and openings:
            held, inside = openings.pop(), 1
            pieces.append("")  # stands for the address, should it have no end
            at = found.start()
        elif mark in ("[", "!["):
            openings.append((len(pieces), mark))
            pieces.append(mark)
        else:
            if mark == "]" and openings:
                openings.pop()
            pieces.append(mark)
    pieces.append(line[at:])
    return "".join(pieces)


def _close(pieces: list[str], opening: tuple[int, str]) -> None:
    """Take off the mark that a link or picture opened with."""
    at, mark = opening
    caption = "".join(pieces[at + 1 :])
    label = f"Ảnh: {caption}" if mark == "![" and caption else caption
    pieces[at:] = [label]


def _without_emphasis(line: str) -> str:
    """The line without each pair of equal marks that touch the words between them."""
    opened: dict[str, int] = {}
    gone: list[tuple[int, int]] = []
    for found in _EMPHASIS.finditer(line):
        start, end = found.span()
        mark = found[0]
        closes = mark in opened and start > opened[mark] and not line[start - 1].isspace()
        if closes:
            first = opened.pop(mark)
            gone += [(first - len(mark), first), (start, end)]
        elif end < len(line) and not line[end].isspace():
            opened[mark] = end
    kept: list[str] = []
    at = 0
    for start, end in sorted(gone):
        kept.append(line[at:start])
        at = end
    return "".join(kept) + line[at:]
