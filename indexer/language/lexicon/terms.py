"""Terms of the trade: rows of syllables that are one thing however rarely an archive says so. What
has a short form is one, too.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from indexer.language.lexicon.abbreviations import long_forms
from indexer.language.lexicon.phrases import Phrase, PhraseTable, names_table, words_of

__all__ = ["all_terms", "longest_term", "term_lines", "terms_named"]

_TABLE = Path(__file__).parent / "trade_terms.txt"


def terms_named(words: tuple[str, ...]) -> tuple[Phrase, ...]:
    """The terms these words may be, as indexed: marks typed must agree, missing ones are free."""
    return _table().named(words)


def longest_term(word: str) -> int:
    """How many words the longest term has that may begin with a word; 0 when none does."""
    return _table().longest_from(word)


@cache
def all_terms() -> tuple[Phrase, ...]:
    """Every term of several syllables, as indexed."""
    return tuple(words for line in term_lines() if len(words := words_of(line)) > 1)


@cache
def _table() -> PhraseTable[str, Phrase]:
    return names_table(term_lines())


@cache
def term_lines() -> tuple[str, ...]:
    """Every term as it is written."""
    lines = _TABLE.read_text("utf-8").splitlines()
    terms = [line for line in lines if line and not line.startswith("#")]
    return tuple(dict.fromkeys([*terms, *long_forms()]))
