"""The ways people type the same Vietnamese query: for benchmarks and tests. Deterministic."""

from __future__ import annotations

import random
import re
import unicodedata

from indexer.language import encode_telex, encode_vni, fold

__all__ = ["WAYS", "typed"]

WAYS = ("accented", "bare", "partial", "nfd", "upper", "tone", "telex", "vni", "typo")
_WORD = re.compile(r"\w+")
_NEW = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OLD = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_OPEN = dict(zip(_NEW, _OLD, strict=True))
_SWAP = _OPEN | {new: old for old, new in _OPEN.items()}


def typed(text: str, way: str, seed: int = 0) -> str:
    """`text` as typed one of WAYS; `seed` decides where the typo falls."""
    text = unicodedata.normalize("NFC", text)
    if way == "bare":
        return _WORD.sub(lambda m: fold(m[0]), text)
    if way == "partial":
        words = iter(range(len(text)))
        return _WORD.sub(lambda m: fold(m[0]) if next(words) % 2 else m[0], text)
    if way == "nfd":
        return unicodedata.normalize("NFD", text)
    if way == "upper":
        return text.upper()
    if way == "tone":
        return _WORD.sub(lambda m: _other_placement(m[0]), text)
    if way == "telex":
        return _WORD.sub(lambda m: encode_telex(m[0].lower()), text)
    if way == "vni":
        return _WORD.sub(lambda m: encode_vni(m[0].lower()), text)
    return _typo(text, random.Random(f"{seed}:{text}")) if way == "typo" else text


def _other_placement(word: str) -> str:
    """hòa for hoà and hoà for hòa, in open syllables; quý stays."""
    end = word[-2:].lower()
    if word[:1].lower() == "q" or end not in _SWAP:
        return word
    return word[:-2] + (_SWAP[end] if word[-2:].islower() else _SWAP[end].capitalize())


def _typo(text: str, rng: random.Random) -> str:
    """One letter dropped, doubled or swapped with the next in one longish word, marks kept."""
    words = [word for word in _WORD.findall(text) if len(word) >= 4 and not word.isdigit()]
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return text.replace(word, rng.choice(slips), 1)
