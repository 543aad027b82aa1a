"""Folding: the bare, lower-case form of a word, by which every way of writing it is found.

Vietnamese letters lose their marks (đ → d), other Latin letters go through Unidecode one by one,
other scripts stay.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.caching import memoized
from indexer.language.syllable.phonology import LETTERS
from indexer.language.tokenizer.rules import analyse
from indexer.language.unicode.canonical import canonical

__all__ = ["fold", "strip_marks"]

_BARE = {ord(c): letter.base for c, letter in LETTERS.items() if letter.base != c}
_LONGEST_TOKEN = 320
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+")
# Latin letters, super- and subscript digits, Roman numerals: what Unidecode may write in ASCII.
# Fractions stay: "1/3" for one character would be another token.
_LATIN = re.compile(
    "[\xaa\xb2\xb3\xb9\xba\xb5\xc0-\xd6\xd8-\xf6\xf8-\u02af\u1d00-\u1dbf\u1e00-\u1eff\u2070-\u209c\u2160-\u2189\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f\ufb00-\ufb06]"
)


def strip_marks(text: str) -> str:
    """Lower-case text without tone and shape marks, whatever its form; `đ` becomes `d`. Length may
    change.
    """
    text = text.lower()
    if text.isascii():
        return text
    text = text.translate(_BARE)
    if text.isascii():
        return text
    text = canonical(text).text.lower().translate(_BARE)
    if text.isascii():
        return text
    # What is still composed after the table is no Vietnamese letter: write it in ASCII, then drop
    # marks left standing alone. What they kept apart (Korean letters) is then one character.
    return canonical(_MARKS.sub("", _LATIN.sub(lambda match: _ascii(match[0]), text))).text


@memoized("language.folding.letters", entries=1 << 12, entry_bytes=150)
def _ascii(char: str) -> str:
    """A letter in ASCII letters and digits alone: a token folds to a token (`ŉ` → `n`)."""
    from unidecode import unidecode

    written = unidecode(unicodedata.normalize("NFC", char)).lower()
    return "".join(filter(str.isalnum, written)) or char


def fold(text: str) -> str:
    """The key under which a token is found: bare and lower-case. Idempotent.

    Text that is one token as the indexer reads it folds as that token does (`TP.HCM` → `tphcm`,
    `12/05/2025` → `12/5/2025`), so the fold of a token's slice of the original is the fold of the
    token; anything else is folded letter by letter. Folding loses meaning (3,251 syllables of one
    corpus share 1,641 keys), so it is a way in and never the only field.
    """
    if _is_word(text) and (bare := strip_marks(text)).isascii() and _is_word(bare):
        return bare  # a word, as nearly all are
    folded = strip_marks(_as_token(canonical(text).text))
    while folded != text:  # bare text may be one token where the marked one was not
        text, folded = folded, strip_marks(_as_token(folded))
    return folded


def _is_word(text: str) -> bool:
    """Is it a word, or several that the segmenter joined (cửa_khẩu)? No token holds "_"."""
    return text.isalpha() or ("_" in text and text.replace("_", "").isalpha())


def _as_token(text: str) -> str:
    """The token's text when all of `text` is one token, else `text`; no token holds a space."""
    if text.isalpha() or " " in text or not 2 < len(text) <= _LONGEST_TOKEN:
        return text
    return _read_token(text)


# reading a text as the indexer does costs 20 times a look-up
@memoized("language.folding.tokens", entries=1 << 12, entry_bytes=200)
def _read_token(text: str) -> str:
    first = next(iter(analyse(text).tokens), None)
    return first.text if first is not None and first.start == 0 and first.end == len(text) else text
