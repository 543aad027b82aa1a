"""What whoever takes an engine has to do to Vietnamese text by themselves, where it does not."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["CLOSED", "LETTERS", "OPENED", "TONES", "D", "composed", "folded", "joined", "words"]

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = [
    unicodedata.normalize("NFC", letter + tone)
    for vowel in VOWELS
    for letter in (vowel, vowel.upper())
    for tone in TONES
] + ["đ", "Đ"]
"""All letters with their tones, composed."""
_WORD = re.compile(r"\w+")
OPENED, CLOSED = "\x02", "\x03"
_BETWEEN = re.compile(rf"{CLOSED}(\s*){OPENED}")
D = str.maketrans("đĐðÐ", "dDdD")
"""đ as d, and the Icelandic letter that wrong fonts give for it."""


def composed(text: str) -> str:
    """Every letter as one character (NFC)."""
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Without marks, ASCII where it was Vietnamese, as long as the composed text: đ is d."""
    parts = unicodedata.normalize("NFD", composed(text))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return bare.translate(D)


def words(text: str) -> list[str]:
    """Its runs of letters and digits."""
    return _WORD.findall(text)


def joined(text: str) -> list[str]:
    """What stands between the marks; neighbours marked one by one are marked together."""
    return re.findall(f"{OPENED}(.*?){CLOSED}", _BETWEEN.sub(r"\1", text), re.DOTALL)
