"""When two writings of a name, an office or a unit are one: keys under which they meet.

Strict for persons: only where the tone mark stands, and how the letters are composed, makes no
difference. What is written otherwise may be somebody else.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from indexer.caching import memoized

__all__ = ["name_key", "office_key", "unit_key"]

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_COUNTRY = re.compile(r"[ ,(]*\b(?:việt nam|vn|trung quốc|tq)\b\)?|^(?:nước|chnd) ")
_KIND = re.compile(
    r"^(?:(?:tỉnh|thành phố|tp\.?|huyện|thị xã|châu(?: tự trị)?|khu tự trị|khu)"
    r"(?: dân tộc)?(?: choang| tráng)?|bộ|các) "
)
_OFFICE_WORDS: Final = (
    ("uỷ", "ủy"),
    ("ủy ban nhân dân", "ubnd"),
    ("hội đồng nhân dân", "hđnd"),
    ("thủ tướng chính phủ", "thủ tướng"),
    ("ngoại trưởng", "bộ trưởng ngoại giao"),
    (",", ""),
)


@memoized("register.spellings.names", entries=1 << 12, entry_bytes=250)
def name_key(name: str) -> str:
    """A person's name however its tone marks are placed (Hòa, Hoà) and its letters composed."""
    return " ".join(_syllable(one) for one in name.casefold().split())


def _syllable(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    tone = "".join(letter for letter in letters if letter in _TONES)
    bare = "".join(letter for letter in letters if letter not in _TONES)
    return unicodedata.normalize("NFC", bare) + tone


def office_key(office: str) -> str:
    """An office without what makes no difference: «Thủ tướng Chính phủ», «Thủ tướng»."""
    low = " ".join(office.casefold().split())
    for written, meant in _OFFICE_WORDS:
        low = low.replace(written, meant)
    return low


def unit_key(unit: str) -> str:
    """A unit without its country and the kind it begins with: «Bộ Ngoại giao Việt Nam», «Ngoại
    giao».
    """
    low = _COUNTRY.sub("", " ".join(unit.casefold().split())).replace("uỷ", "ủy")
    previous = ""
    while low != previous:
        previous, low = low, _KIND.sub("", low)
    return low.replace("-", " ").strip()
