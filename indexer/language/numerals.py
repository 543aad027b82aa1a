"""Numbers written otherwise: «XIV» for 14, «86000» for 86.000."""

from __future__ import annotations

import re

from indexer.language.syllable.phonology import is_syllable

__all__ = ["is_word_too", "other_numeral", "regrouped"]

MAX_ROMAN = 39  # sessions, terms, centuries, bridges; beyond it the letters stand for other things
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {"x" * (n // 10) + _UNITS[n % 10]: str(n) for n in range(1, MAX_ROMAN + 1)}
_ARABIC = {number: letters for letters, number in _ROMAN.items()}
_YEARS = range(1900, 2101)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_PLAIN = re.compile(r"[1-9]\d{3,}")


def other_numeral(term: str) -> str | None:
    """A Roman numeral, as indexed, in digits, or the other way round; None for other words and
    beyond MAX_ROMAN.
    """
    return _ROMAN.get(term) or _ARABIC.get(term)


def is_word_too(term: str) -> bool:
    """Is a Roman numeral a letter or a word as well: «v», «vi» (vi phạm)?"""
    return term in _ROMAN and (len(term) == 1 or is_syllable(term))


def regrouped(number: str) -> str | None:
    """A whole number with its thousands parted by points, or without the points it has; None for
    what may be a year and for other words.
    """
    if _GROUPED.fullmatch(number):
        plain = number.replace(".", "")
        return None if int(plain) in _YEARS else plain
    if not _PLAIN.fullmatch(number) or int(number) in _YEARS:
        return None
    return f"{int(number):,}".replace(",", ".")
