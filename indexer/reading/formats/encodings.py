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
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import UnreadableSource
from indexer.language import from_legacy, is_syllable
from indexer.language.unicode.legacy_encodings import Encoding, has_modern_letters, may_be_legacy

__all__ = ["Text", "declared_codec", "decode", "repair", "without_mark"]

_LABELS = Path(__file__).with_name("whatwg_labels.csv")
_SAMPLE: Final = 20_000
"""Characters by which a reading is judged."""
_SOUND: Final = 4
"""Whole letters of UTF-8 to one bad byte, from which on a text is UTF-8 with faults."""


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STRAY: Final = 200
"""Bytes of a text to one NUL, from which on the NULs in it are faults."""
_ENOUGH: Final = 0.4
"""Share of the words with marks that are syllables, from which on a text is Vietnamese."""


class Text(NamedTuple):
    """A text, and the number of its bytes that are no letters (each shown as U+FFFD)."""

    text: str
    bad: int = 0


def decode(data: bytes, declared: Iterable[str] = (), *, markup: bool = False) -> Text:
    """The text of a file; `declared` are the encodings it names. Raises UnreadableSource
    ("empty", "binary").

    In `markup` text in an old font stays as it is: its lines end anywhere, and only the text
    between its elements shows the font. The reader of the page repairs that.
    """
    mend = _undoubled if markup else repair
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise UnreadableSource("empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_faults(data[len(mark) :], encoding, mend)
    if b"\0" in data[:4096]:
        encoding = without_mark(data)
        if not encoding:
            raise UnreadableSource("binary")
        return _with_faults(data, encoding, mend)
    try:
        return Text(mend(data.decode("utf-8")))
    except UnicodeDecodeError:
        pass
    utf8 = data.decode("utf-8", "replace")
    bad = utf8.count("\ufffd")
    if sum(letter > "\x7f" for letter in utf8) - bad >= _SOUND * bad:
        return Text(mend(utf8), bad)
    return Text(mend(_best(data, filter(None, map(declared_codec, declared)))))


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


def _with_faults(data: bytes, encoding: str, mend: Callable[[str], str]) -> Text:
    text = data.decode(encoding, "replace")
    return Text(mend(text), text.count("\ufffd"))


def without_mark(data: bytes) -> str:
    """The encoding of a text that holds NULs: UTF-16 by the half of its bytes that are NUL, UTF-8
    with a stray one; "" for what is no text.
    """
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if 8 * max(even, odd) >= len(sample) and max(even, odd) > 4 * min(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\f" for byte in sample)
    return "utf-8" if controls * _STRAY <= len(sample) else ""


def _best(data: bytes, declared: Iterable[str]) -> str:
    """The reading with the most Vietnamese once it is repaired; the declared one, if it is sound,
    when none has much.
    """
    stated = [_decoded(data, codec) for codec in dict.fromkeys(declared)]
    readings = [*stated, _decoded(data, "cp1258"), _decoded(data, "cp1252")]
    best = max(readings, key=_vietnamese)
    sound = next((text for text in stated if "\ufffd" not in text), best)
    return best if _vietnamese(best) >= max(_ENOUGH, _vietnamese(sound)) else sound


def _decoded(data: bytes, codec: str) -> str:
    return unicodedata.normalize("NFC", data.decode(codec, "replace"))


def _vietnamese(text: str) -> float:
    """Share of the words with marks that are possible Vietnamese syllables, less a mark per
    undecodable byte.
    """
    sample = repair(text[:_SAMPLE])
    words = [word for word in re.findall(r"[^\W\d_]+", sample) if not word.isascii()]
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
_LEADS: Final = (0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xCC, 0xE1, 0xE2)
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
    """The text with what was encoded twice, or thrice, as it was meant; other text as it is."""
    if text.isascii() or (has_modern_letters(text[:_SAMPLE]) and not _DOUBLED.search(text)):
        return text
    for codec in _TAKEN_FOR:
        once, plain = _lines_once(text, codec)
        twice, thrice = _lines_once(once, codec) if once != text and not plain else (text, False)
        if plain or thrice:
            return unicodedata.normalize("NFC", once if plain else twice)
    return text


def _lines_once(text: str, codec: str) -> tuple[str, bool]:
    """The lines that look encoded twice, encoded once; and whether they are Vietnamese then."""
    twice = _twice(codec)
    lines = text.split("\n")
    found = [_doubled(line, twice.pattern) for line in lines]
    letters = [letter for line in found for piece in line if (letter := _once(piece, twice))]
    if len(letters) < 2:
        return text, False
    once = [
        _line_once(line, twice) if some else line for line, some in zip(lines, found, strict=True)
    ]
    return "\n".join(once), sum(map(has_modern_letters, letters)) * 8 >= len(letters)


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
    text = _undoubled(text)
    if not may_be_legacy(text):
        return text
    whole, encoding = from_legacy(text)
    if encoding is not None:
        lines = zip(text.split("\n"), whole.split("\n"), strict=True)
        return "\n".join(_in_own_font(line, read, encoding) for line, read in lines)
    written = text.split("\n")
    old = [
        number
        for number, line in enumerate(written)
        if not has_modern_letters(line) and may_be_legacy(line)
    ]
    _, encoding = from_legacy("\n".join(written[number] for number in old))
    for number in old:
        read = from_legacy(written[number], encoding)[0]
        written[number] = _in_own_font(written[number], read, encoding)
    return "\n".join(
        line if number in old or not may_be_legacy(line) else _mixed(line, encoding)
        for number, line in enumerate(written)
    )


def _in_own_font(line: str, read: str, encoding: Encoding | None) -> str:
    """A line as `read` in the encoding of its text, unless that makes nothing of it and another
    does.
    """
    if not may_be_legacy(line):
        return read
    own, other = from_legacy(line)
    if other in (None, encoding) or from_legacy(line, encoding)[1] == encoding:
        return read
    return own


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
