"""Bytes to text: UTF-8, UTF-16, windows-1258, and the pre-Unicode Vietnamese encodings TCVN3 and
VNI.

UTF-8 either decodes or does not; what does not is decoded every other way and the most Vietnamese
reading is kept.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from indexer.errors import UnreadableSource
from indexer.language import from_legacy, is_syllable

__all__ = ["decode", "repair"]


def decode(data: bytes) -> str:
    """The text of a file. Raises `UnreadableSource` ("empty", "binary") when there is none."""
    if not data.strip():
        raise UnreadableSource("empty")
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return repair(_strict(data[len(mark) :], encoding))
    if b"\0" in data[:4096]:
        return _utf16_without_mark(data)
    try:
        return repair(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _single_byte(data)


def repair(text: str) -> str:
    """Text typed in a TCVN3 or VNI font, turned to Unicode; any other text as it is."""
    return from_legacy(text)[0]


def _single_byte(data: bytes) -> str:
    """windows-1258, or the font encodings that look like Western text: the reading with the most
    Vietnamese syllables.
    """
    western = data.decode("cp1252", errors="replace")
    readings = (
        unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
        repair(western),
    )
    return max(readings, key=_vietnamese)


def _vietnamese(text: str) -> float:
    """Share of the words with marks that are possible Vietnamese syllables, less a mark per
    undecodable byte.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", text[:20_000]) if not word.isascii()]
    good = sum(is_syllable(word.casefold()) for word in words)
    return (good - text.count("\ufffd")) / max(1, len(words))


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise UnreadableSource(f"damaged: {encoding}, byte {fault.start}") from fault


def _utf16_without_mark(data: bytes) -> str:
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    if max(even, odd) < len(data[:4096]) // 8 or len(data) % 2:
        raise UnreadableSource("binary")
    return repair(_strict(data, "utf-16-be" if even > odd else "utf-16-le"))
