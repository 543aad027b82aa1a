"""Vietnamese as text: everything that index and query share.

Pure functions over strings; no I/O beyond their own tables.
"""

from __future__ import annotations

from indexer.language.lexicon.abbreviations import (
    Abbreviation,
    Expansion,
    abbreviations,
    abbreviations_within,
    expansions,
    long_forms_within,
    short_forms,
)
from indexer.language.numerals import is_word_too, other_numeral, regrouped
from indexer.language.segmentation.words import words
from indexer.language.syllable.edit_distance import edit_cost
from indexer.language.syllable.input_methods import Decoded, decode, encode_telex, encode_vni
from indexer.language.syllable.mark_agreement import Variant, agrees, iy_variants, marks, variant
from indexer.language.syllable.phonology import is_syllable, place_tone
from indexer.language.tokenizer.tokens import (
    Kind,
    Token,
    index_terms,
    syllables,
    syllables_among,
    term,
)
from indexer.language.unicode.canonical import Canonical, canonical
from indexer.language.unicode.folding import fold
from indexer.language.unicode.legacy_encodings import from_legacy

__all__ = [
    "ANALYSIS_VERSION",
    "Abbreviation",
    "Canonical",
    "Decoded",
    "Expansion",
    "Kind",
    "Token",
    "Variant",
    "abbreviations",
    "abbreviations_within",
    "agrees",
    "canonical",
    "decode",
    "edit_cost",
    "encode_telex",
    "encode_vni",
    "expansions",
    "fold",
    "from_legacy",
    "index_terms",
    "is_syllable",
    "is_word_too",
    "iy_variants",
    "long_forms_within",
    "marks",
    "other_numeral",
    "place_tone",
    "regrouped",
    "short_forms",
    "syllables",
    "syllables_among",
    "term",
    "variant",
    "words",
]

ANALYSIS_VERSION = 1
