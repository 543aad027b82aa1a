"""Vietnamese syllables without their marks."""

from __future__ import annotations

from functools import cache

from indexer.language.syllable.phonology import ONSETS, RIMES
from indexer.language.unicode.folding import fold

__all__ = ["bare_syllables"]


@cache
def bare_syllables() -> frozenset[str]:
    """Every Vietnamese syllable without its marks (quyen, nhieu), and some that the spelling does
    not allow.
    """
    rimes = {fold(rime) for rime in RIMES}
    return frozenset(onset + rime for onset in ("", *ONSETS) for rime in rimes) | {
        "gi" + rime[1:] for rime in rimes
    }
