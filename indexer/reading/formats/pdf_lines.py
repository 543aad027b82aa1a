"""The lines of a PDF page with their places, by PDFium: what stands where, and how large."""

from __future__ import annotations

import re
from ctypes import byref, create_string_buffer
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi
from typing import Any, Final

import pypdfium2.raw as pdfium

from indexer.language import is_syllable

__all__ = ["Line", "lines_of"]

_BREAKS: Final = frozenset((0x0D, 0x0A))
_HYPHENS: Final = frozenset((0x02, 0xFFFE, 0xAD))
"""How PDFium writes a hyphen that ends a line."""
_UPRIGHT: Final = 0.1
"""Radians by which upright letters may lean."""
_HEAVY: Final = 600
"""The weight of a font from which on it is bold; the usual one is 400."""
_LONGEST_NAME: Final = 256
_NO_SIZE: Final = 0.0
_SOFT: Final = "\x02"
_PARTED = re.compile(rf"([^\W\d_]{{1,40}}){_SOFT}([^\W\d_]{{1,40}})")
_CONSONANTS = re.compile(r"[bcdđghklmnpqrstvx]{1,3}[.,;:]?", re.I)
_FEW: Final = 3
_MOST: Final = 200_000
"""Characters read of one page."""
_BROKEN: Final = 0.34
"""Share of words of one letter from which on a line's letters are put in order by their places."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box in points from the page's lower left corner; `size` is that of
    its letters, `bold` tells whether they are set in a heavy font.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool = False


def lines_of(page: Any) -> list[Line]:
    """The lines of a page in the order in which they were written; last those that stand aslant
    on a page of upright ones, as stamps and «NỘI BỘ» across it do.
    """
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), _MOST)
        codes = [pdfium.FPDFText_GetUnicode(text_page, at) for at in range(count)]
        found: list[Line] = []
        aslant: list[Line] = []
        start = 0
        for at in range(count + 1):
            if at == count or codes[at] in _BREAKS:
                if line := _line(text_page, codes, start, at):
                    turned = _is_turned(text_page, codes, start, at)
                    (aslant if turned else found).append(line)
                start = at + 1
        if len(aslant) >= len(found):
            return [*found, *aslant]  # the page itself is turned
        return [*found, *(replace(line, size=_NO_SIZE) for line in aslant)]
    finally:
        text_page.close()


def _line(text_page: Any, codes: list[int], start: int, end: int) -> Line | None:
    inked = [at for at in range(start, end) if codes[at] > 0x20 and codes[at] != 0xA0]
    if not inked:
        return None
    text = "".join(map(_letter, codes[start:end]))
    if _is_broken(text) or (_may_be_broken(text) and _goes_back(text_page, inked)):
        text = _by_place(text_page, codes, start, end)
    text = _PARTED.sub(_whole, text).replace(_SOFT, "-")
    boxes = [_box(text_page, at) for at in (inked[0], inked[len(inked) // 2], inked[-1])]
    return Line(
        text.strip(),
        left=boxes[0][0],
        right=boxes[2][1],
        bottom=min(box[2] for box in boxes),
        top=max(box[3] for box in boxes),
        size=_size(text_page, inked[len(inked) // 2]),
        bold=_is_bold(text_page, inked[0]) and _is_bold(text_page, inked[-1]),
    )


def _is_turned(text_page: Any, codes: list[int], start: int, end: int) -> bool:
    """Does the first letter of a line not stand upright?"""
    at = next(at for at in range(start, end) if codes[at] > 0x20 and codes[at] != 0xA0)
    angle = pdfium.FPDFText_GetCharAngle(text_page, at)
    return bool(_UPRIGHT < angle < 2 * pi - _UPRIGHT)


def _is_bold(text_page: Any, at: int) -> bool:
    """Is a character set in a heavy font, by the font's weight or its name?"""
    if pdfium.FPDFText_GetFontWeight(text_page, at) >= _HEAVY:
        return True
    name = create_string_buffer(_LONGEST_NAME)
    length = pdfium.FPDFText_GetFontInfo(text_page, at, name, _LONGEST_NAME, None)
    return bool(length) and b"bold" in name.value.lower()


def _whole(found: re.Match[str]) -> str:
    """A word parted at the end of a line, as one; two syllables keep the hyphen between them."""
    first, second = found[1], found[2]
    joined = second[0].islower() and not (is_syllable(first) and is_syllable(second))
    return first + second if joined else f"{first}-{second}"


def _letter(code: int) -> str:
    if code in _HYPHENS:
        return _SOFT
    return chr(code) if 0x20 <= code < 0x110000 or code == 0x09 else ""


def _size(text_page: Any, at: int) -> float:
    """The size of a character's font as it is drawn, in points."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(text_page, at))
    if pdfium.FPDFText_GetMatrix(text_page, at, byref(matrix)):
        size *= (matrix.c**2 + matrix.d**2) ** 0.5
    return round(size, 1)


def _box(text_page: Any, at: int) -> tuple[float, float, float, float]:
    """(left, right, bottom, top) of a character's cell."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text_page, at, byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.right, min(box.bottom, box.top), max(box.bottom, box.top)


def _is_broken(text: str) -> bool:
    """Are letters of a second font written apart from the words they belong to?"""
    words = [word for word in text.split() if word.isalpha()]
    single = sum(len(word) == 1 for word in words)
    return len(words) >= 4 and single > _BROKEN * len(words)


def _may_be_broken(text: str) -> bool:
    """Is there a piece of a word without a vowel, and elsewhere a marked letter or two alone?"""
    words = text.split()
    if not any(map(_CONSONANTS.fullmatch, words)):
        return False
    return any(len(word) <= _FEW and word.isalpha() and not word.isascii() for word in words)


def _goes_back(text_page: Any, inked: list[int]) -> bool:
    """Does a letter stand left of one that was written before it?"""
    lefts = [_box(text_page, at)[0] for at in inked]
    return any(after < before for before, after in pairwise(lefts))


def _by_place(text_page: Any, codes: list[int], start: int, end: int) -> str:
    """The line's letters from left to right, apart where there is a gap between them."""
    placed = sorted(
        (_box(text_page, at), _letter(codes[at])) for at in range(start, end) if codes[at] > 0x20
    )
    if not placed:
        return ""
    widths = sorted(box[1] - box[0] for box, _ in placed)
    gap = widths[len(widths) // 2] * 0.3
    pieces = [placed[0][1]]
    for (before, _), (box, letter) in pairwise(placed):
        pieces += [" ", letter] if box[0] - before[1] > gap else [letter]
    return "".join(pieces)
