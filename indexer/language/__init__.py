"""Vietnamese as text: everything that index and query share. Pure functions over strings; no I/O beyond their own tables."""

from __future__ import annotations

from indexer.language.canonical import Canonical, canonical
from indexer.language.folding import fold
from indexer.language.keystrokes import Decoded, decode, encode_telex, encode_vni
from indexer.language.legacy import from_legacy
from indexer.language.phonology import is_syllable, place_tone
from indexer.language.tokens import Kind, Token, index_terms, syllables, term
from indexer.language.variants import Variant, iy_variants, marks, variant

__all__ = [
    "ANALYSIS_VERSION",
    "Canonical",
    "Decoded",
    "Kind",
    "Token",
    "Variant",
    "canonical",
    "decode",
    "encode_telex",
    "encode_vni",
    "fold",
    "from_legacy",
    "index_terms",
    "is_syllable",
    "iy_variants",
    "marks",
    "place_tone",
    "syllables",
    "term",
    "variant",
]

ANALYSIS_VERSION = 1
