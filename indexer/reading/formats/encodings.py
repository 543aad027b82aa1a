"""Bytes to text: UTF-8, UTF-16, windows-1258, what a page declares, and the fonts of before
Unicode (TCVN3, VNI).

Bytes that are UTF-8 are UTF-8, whatever they declare; what is not is decoded every other way and
the most Vietnamese reading is kept. Text that was encoded twice, or typed in an old font, becomes
Unicode line by line.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import UnreadableSource
from indexer.language import from_legacy, is_syllable
from indexer.language.unicode.legacy_encodings import Encoding, has_modern_letters, may_be_legacy

__all__ = ["Text", "declared_codec", "decode", "repair"]

_LABELS = Path(__file__).with_name("whatwg_labels.csv")
_SAMPLE: Final = 20_000
"""Characters by which a reading is judged."""
_SOUND: Final = 4
"""Whole letters of UTF-8 to one bad byte, from which on a text is UTF-8 with faults."""


_ENOUGH: Final = 0.4
"""Share of the words with marks that are syllables, from which on a text is Vietnamese."""


class Text(NamedTuple):
    """A text, and the number of its bytes that are no letters (each shown as U+FFFD)."""

    text: str
    bad: int = 0


def decode(data: bytes, declared: Iterable[str] = ()) -> Text:
    """The text of a file; `declared` are the encodings it names. Raises UnreadableSource
    ("empty", "binary").
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise UnreadableSource("empty")
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _with_faults(data[len(mark) :], encoding)
    if b"\0" in data[:4096]:
        return _utf16_without_mark(data)
    try:
        return Text(repair(data.decode("utf-8")))
    except UnicodeDecodeError:
        pass
    utf8 = data.decode("utf-8", "replace")
    bad = utf8.count("\ufffd")
    if sum(letter > "\x7f" for letter in utf8) - bad >= _SOUND * bad:
        return Text(repair(utf8), bad)
    return Text(_best(data, filter(None, map(declared_codec, declared))))


def declared_codec(label: str) -> str | None:
    """Python's codec for an encoding as a web page names it; None for a name that no browser knows.

    A page whose declaration can be read is not in UTF-16, whatever it declares: then it is UTF-8.
    """
    return _labels().get(label.strip(" \t\r\n\f\"'").casefold())


@cache
def _labels() -> dict[str, str]:
    with _LABELS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {label: row["codec"] for row in rows for label in row["labels"].split()}


def _with_faults(data: bytes, encoding: str) -> Text:
    text = data.decode(encoding, "replace")
    return Text(repair(text), text.count("\ufffd"))


def _utf16_without_mark(data: bytes) -> Text:
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    if max(even, odd) < len(data[:4096]) // 8:
        raise UnreadableSource("binary")
    return _with_faults(data, "utf-16-be" if even > odd else "utf-16-le")


def _best(data: bytes, declared: Iterable[str]) -> str:
    """The reading with the most Vietnamese; the declared one, if it is sound, when none has
    much.
    """
    stated = [_decoded(data, codec) for codec in dict.fromkeys(declared)]
    readings = [*stated, _decoded(data, "cp1258"), _decoded(data, "cp1252")]
    best = max(readings, key=_vietnamese)
    sound = next((text for text in stated if "\ufffd" not in text), best)
    return best if _vietnamese(best) >= max(_ENOUGH, _vietnamese(sound)) else sound


def _decoded(data: bytes, codec: str) -> str:
    return repair(unicodedata.normalize("NFC", data.decode(codec, "replace")))


def _vietnamese(text: str) -> float:
    """Share of the words with marks that are possible Vietnamese syllables, less a mark per
    undecodable byte.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", text[:_SAMPLE]) if not word.isascii()]
    good = sum(is_syllable(word.casefold()) for word in words)
    return (good - text.count("\ufffd")) / max(1, len(words))


# Text that was decoded wrongly and encoded again


class _Twice(NamedTuple):
    """How UTF-8 looks when it was read as another encoding: the pattern of one letter, and the
    way back.
    """

    pattern: re.Pattern[str]
    back: dict[int, int]


_TAKEN_FOR: Final = ("cp1252", "cp1258", "mac_roman")
_LEADS: Final = (0xC3, 0xC4, 0xC5, 0xC6, 0xCC, 0xE1, 0xE2)
"""First bytes of the letters and marks of Vietnamese, and of quotation marks and dashes."""


@cache
def _twice(codec: str) -> _Twice:
    letters = {byte: _letter(byte, codec) for byte in range(0x80, 0x100)}
    controls = "\x80-\x9f"  # what a strict reading of Latin-1 makes of the same bytes
    following = controls + "".join(re.escape(letters[byte]) for byte in range(0x80, 0xC0))
    pairs = "".join(re.escape(letters[byte]) for byte in _LEADS if byte < 0xE0)
    triples = "".join(re.escape(letters[byte]) for byte in _LEADS if byte >= 0xE0)
    # the space without a break, A0, is often made an ordinary one on the way: the last letter of
    # «à»
    pattern = re.compile(f"[{pairs}][{following} ]|[{triples}][{following}][{following} ]")
    plain = {byte: byte for byte in range(0x80, 0xA0)}
    return _Twice(
        pattern, plain | {ord(letter): byte for byte, letter in letters.items()} | {0x20: 0xA0}
    )


def _letter(byte: int, codec: str) -> str:
    try:
        return bytes((byte,)).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)  # as the web's windows-1252 does


def _undoubled(text: str) -> str:
    """The text with each line that was encoded twice as it was meant."""
    for codec in _TAKEN_FOR:
        twice = _twice(codec)
        lines = text.split("\n")
        found = [_doubled(line, twice.pattern) for line in lines]
        letters = [letter for line in found for piece in line if (letter := _once(piece, twice))]
        if len(letters) < 2 or sum(map(has_modern_letters, letters)) * 8 < len(letters):
            continue
        return "\n".join(
            _line_once(line, twice) if some else line
            for line, some in zip(lines, found, strict=True)
        )
    return text


def _line_once(line: str, twice: _Twice) -> str:
    return twice.pattern.sub(lambda match: _once(match[0], twice) or match[0], line)


def _doubled(line: str, pattern: re.Pattern[str]) -> list[str]:
    """The pieces of a line that look encoded twice; none when the rest of it is rightly encoded
    Vietnamese.
    """
    found: list[str] = pattern.findall(line)
    return [] if found and has_modern_letters(pattern.sub("", line)) else found


def _once(piece: str, twice: _Twice) -> str:
    """The letter that a piece of text encoded twice stands for; "" when it is none."""
    try:
        return bytes(twice.back[ord(letter)] for letter in piece).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return ""


# Text typed in a font of before Unicode


def repair(text: str) -> str:
    """Text encoded twice, or typed in a TCVN3 or VNI font, turned to Unicode line by line; other
    text as it is.
    """
    if text.isascii():
        return text
    if not has_modern_letters(text[:_SAMPLE]) or _DOUBLED.search(text):
        text = unicodedata.normalize("NFC", once) if (once := _undoubled(text)) != text else text
    if not may_be_legacy(text):
        return text
    whole, encoding = from_legacy(text)
    if encoding is not None:
        return whole
    lines = text.split("\n")
    old = [
        number
        for number, line in enumerate(lines)
        if not has_modern_letters(line) and may_be_legacy(line)
    ]
    _, encoding = from_legacy("\n".join(lines[number] for number in old))
    for number in old:
        lines[number] = from_legacy(lines[number], encoding)[0]
    return "\n".join(
        line if number in old or not may_be_legacy(line) else _mixed(line, encoding)
        for number, line in enumerate(lines)
    )


_DOUBLED = re.compile("[áĂÃ·][º»¬∫ª¼½¾]|[ÃÄÆáâ][\x80-\x9f]|Ä‘|Ã[¡-³]|ƒë|√")
"""Marks of text encoded twice that no text read rightly has often."""
_SPACES = re.compile(r"(\s+)")


def _mixed(line: str, known: Encoding | None) -> str:
    """A line partly in Unicode: its stretches without a letter that only Unicode has are looked
    at each by itself.
    """
    return "".join(from_legacy(stretch, known)[0] for stretch in _stretches(line))


def _stretches(line: str) -> Iterator[str]:
    """The line in pieces: words with letters that only Unicode has, and what stands between two
    of these.
    """
    plain: list[str] = []
    for piece in _SPACES.split(line):
        if has_modern_letters(piece):
            yield "".join(plain)
            yield piece
            plain = []
        else:
            plain.append(piece)
    yield "".join(plain)
