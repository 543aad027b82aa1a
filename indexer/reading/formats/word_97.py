"""Word 97–2003 files made ready for xberg, which shows what was deleted while changes were tracked,
drops optional hyphens and passes over notes.

The format is [MS-DOC]: a table of pieces says where the characters lie, pages of runs say which of
them carry which properties. All is changed in place, byte for byte, so nothing else of the file
moves.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import olefile

__all__ = ["readied"]

_MAIN: Final = "WordDocument"
_SIGN: Final = 0xA5EC
_WORD_97: Final = 0xC1
_ENCRYPTED: Final = 0x0100
_SECOND_TABLE: Final = 0x0200
_COUNTS: Final = 0x4C
"""Where the file says how many characters its parts have, the parts in this order."""
_PARTS: Final = ("text", "footnotes", "headers", "macros", "comments", "endnotes")
_RUNS: Final = 0xFA
_PIECES: Final = 0x1A2
_PAGE: Final = 512
_IS_DELETED: Final = 0x0800
"""sprmCFRMarkDel: the property of a run that somebody deleted while changes were tracked."""
_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of a property's value, by the three highest bits of its code; 6 says its own."""
_OPTIONAL_HYPHEN: Final = 0x1F
_SOFT_HYPHEN: Final = 0xAD
"""The same character as text; in a TCVN3 font it is «ư»."""
_DROPPED: Final = 0x1F
"""What is put in place of a deleted character: xberg passes over it."""
_KEPT: Final = frozenset((0x07, 0x13, 0x14, 0x15))
"""Ends of cells, and the marks of fields: without them others would not be understood."""
_NOTE_MARK: Final = "\x02"
_BREAKS: Final = {0x0B: "\n", 0x0D: "\n", 0x07: "\t", 0x1E: "\u2011", 0x1F: "", 0x02: ""}


class _Piece(NamedTuple):
    """Characters start:end of the text, which lie at bytes `at` of the main stream, each `wide`."""

    start: int
    end: int
    at: int
    wide: int


def readied(data: bytes) -> tuple[bytes, list[str]]:
    """The file without what was deleted, and its notes, each a paragraph or more.

    A file that is not understood comes back as it is, without notes: the reader will tell.
    """
    written = io.BytesIO(data)
    try:
        with olefile.OleFileIO(written, write_mode=True) as package:
            main = bytearray(package.openstream(_MAIN).read())
            sign, version, flags = _numbers("<HHxxxxxxH", main, 0)
            if sign != _SIGN or version < _WORD_97 or flags & _ENCRYPTED:
                return data, []
            table = package.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
            pieces = list(_pieces(main, table))
            changed = _without_deleted(main, table, pieces)
            notes = _notes(main, pieces)
            if changed:
                package.write_stream(_MAIN, bytes(main))
            return written.getvalue(), notes
    except Exception:  # a package made by strangers may fail in any way
        return data, []


def _numbers(form: str, data: bytes | bytearray, at: int) -> tuple[int, ...]:
    return struct.unpack_from(form, data, at)


def _pieces(main: bytearray, table: bytes) -> Iterator[_Piece]:
    """The pieces of the text, in order."""
    at, size = _numbers("<II", main, _PIECES)
    end = at + size
    while table[at] == 1:  # properties of pieces come first
        at += 3 + _numbers("<H", table, at + 1)[0]
    size = min(_numbers("<I", table, at + 1)[0], end - at)
    at += 5
    count = (size - 4) // 12
    starts = _numbers(f"<{count + 1}I", table, at)
    for number, (start, stop) in enumerate(pairwise(starts)):
        (told,) = _numbers("<I", table, at + 4 * (count + 1) + 8 * number + 2)
        narrow = bool(told & 0x40000000)
        place = told & 0x3FFFFFFF
        yield _Piece(start, stop, place // 2 if narrow else place, 1 if narrow else 2)


def _without_deleted(main: bytearray, table: bytes, pieces: list[_Piece]) -> bool:
    """Make optional hyphens characters, and drop what was deleted. Was there any?"""
    before = bytes(main)
    for piece in pieces:
        for place in _places(piece, piece.at, piece.at + (piece.end - piece.start) * piece.wide):
            if _code(main, place, piece.wide) == _OPTIONAL_HYPHEN:
                main[place] = _SOFT_HYPHEN
    for first, last in _deleted(before, table):
        for piece in pieces:
            for place in _places(piece, first, last):
                if _code(main, place, piece.wide) not in _KEPT:
                    main[place : place + piece.wide] = bytes((_DROPPED, 0)[: piece.wide])
    return main != before


def _places(piece: _Piece, first: int, last: int) -> range:
    """The places of a piece's characters within bytes first:last of the main stream."""
    end = piece.at + (piece.end - piece.start) * piece.wide
    begin = max(first, piece.at)
    begin += (piece.at - begin) % piece.wide
    return range(begin, min(last, end), piece.wide)


def _code(main: bytearray, place: int, wide: int) -> int:
    return main[place] if wide == 1 else main[place] | main[place + 1] << 8


def _deleted(main: bytes, table: bytes) -> Iterator[tuple[int, int]]:
    """Bytes first:last of the main stream whose characters were deleted."""
    at, size = _numbers("<II", main, _RUNS)
    count = (size - 4) // 8
    for number in _numbers(f"<{count}I", table, at + 4 * (count + 1)):
        page = main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        runs = page[-1]
        bounds = _numbers(f"<{runs + 1}I", page, 0)
        for run, (first, last) in enumerate(pairwise(bounds)):
            told = 2 * page[4 * (runs + 1) + run]
            if told and _says_deleted(page[told + 1 : told + 1 + page[told]]):
                yield first, last


def _says_deleted(properties: bytes) -> bool:
    """Is the property of deleted text among these, and set?"""
    at = 0
    while at + 2 < len(properties):
        (code,) = _numbers("<H", properties, at)
        at += 2
        if code == _IS_DELETED:
            return properties[at] == 1
        kind = code >> 13
        at += _SIZES[kind] if kind in _SIZES else 1 + properties[at]
    return False


def _notes(main: bytearray, pieces: list[_Piece]) -> list[str]:
    """Footnotes, then endnotes: each begins with the mark of its number."""
    counts = dict(zip(_PARTS, _numbers(f"<{len(_PARTS)}I", main, _COUNTS), strict=True))
    found: list[str] = []
    start = 0
    for part in _PARTS:
        if part in ("footnotes", "endnotes"):
            text = _text(main, pieces, start, start + counts[part])
            found += [note for one in text.split(_NOTE_MARK) if (note := _plain(one))]
        start += counts[part]
    return found


def _text(main: bytearray, pieces: list[_Piece], start: int, end: int) -> str:
    """Characters start:end of the text."""
    said: list[str] = []
    for piece in pieces:
        first, last = max(start, piece.start), min(end, piece.end)
        if first < last:
            at = piece.at + (first - piece.start) * piece.wide
            raw = bytes(main[at : at + (last - first) * piece.wide])
            said.append(raw.decode("cp1252" if piece.wide == 1 else "utf-16-le", "replace"))
    return "".join(said)


def _plain(note: str) -> str:
    """A note's lines; marks that lay out are no text."""
    lines = (" ".join(one.split()) for one in note.translate(_BREAKS).split("\n"))
    return "\n".join(line for line in lines if line)
