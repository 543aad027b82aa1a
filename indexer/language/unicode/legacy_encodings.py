"""Text in the fonts of before Unicode, as government files still hold it: TCVN3 (ABC) and
VNI-Windows.

Such text is Latin-1 gibberish until its letters are read through the font's table. It is
converted only when that makes syllables of what was none; clean text comes back as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from indexer.language.syllable.phonology import is_syllable

__all__ = ["LEGACY_CODES", "Encoding", "from_legacy", "has_modern_letters", "may_be_legacy"]

Encoding = Literal["tcvn3", "vni"]

# TCVN 5712:1993 VN3: the letters in the order of their codes. Capitals with a tone are set with a
# capital font and the small codes.
_TCVN3_CODES = (
    "µ¶·¸¹ ¨»¼½¾Æ ©ÇÈÉÊË ® ÌÎÏÐÑ ªÒÓÔÕÖ ×ØÜÝÞ ßáâãä «åæçèé ¬êëìíî ïñòóô "
    "\xadõö÷øù úûüýþ ¡ ¢ £ ¤ ¥ ¦ §"
)
_TCVN3_LETTERS = (
    "àảãáạ ăằẳẵắặ âầẩẫấậ đ èẻẽéẹ êềểễếệ ìỉĩíị òỏõóọ ôồổỗốộ ơờởỡớợ ùủũúụ ưừửữứự ỳỷỹýỵ Ă Â Ê Ô Ơ Ư Đ"
)
_TCVN3 = {
    ord(code): letter
    for code, letter in zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True)
    if code != " "
}

# VNI-Windows writes a letter and then its marks as one Latin-1 letter; a few letters have a code
# of their own.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROUND = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_VNI_BREVE = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_VNI_ALONE = {
    "ñ": "đ",
    "ö": "ư",
    "ô": "ơ",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "í": "í",
    "ì": "ì",
}


@cache
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    """Code → letter, and the pattern of all codes, longest first. Made when a text first needs
    it.
    """
    table = dict(_VNI_ALONE)
    for mark, tone in _VNI_TONES.items():
        table |= {
            base + mark: letter + tone for base, letter in zip("aeiouyôö", "aeiouyơư", strict=True)
        }
    table |= {
        base + mark: base + "\u0302" + tone for mark, tone in _VNI_ROUND.items() for base in "aeo"
    }
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    composed = {code: unicodedata.normalize("NFC", letter) for code, letter in table.items()}
    for code, letter in list(composed.items()):
        composed[code.upper()] = letter.upper()
        composed[code[0].upper() + code[1:]] = letter.upper()
    return composed, re.compile("|".join(sorted(map(re.escape, composed), key=len, reverse=True)))


_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)
_TCVN3_WORD = re.compile("[a-zA-Z" + re.escape("".join(map(chr, _TCVN3))) + "]+")
_VNI_WORD = re.compile("[a-zA-ZÀ-ÖØ-öø-ÿ]+")
_HIGH = re.compile("[\xa1-\xff]")
_VIETNAMESE = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
_CODES = "".join(
    map(
        re.escape,
        sorted(
            {*map(chr, _TCVN3), *"øûïåäëüñöîæØÛÏÅÄËÜÑÖÎÆ"} - {*_VIETNAMESE, *_VIETNAMESE.lower()}
        ),
    )
)
LEGACY_CODES = frozenset({*map(chr, _TCVN3), *"øûïåäëüñöîæØÛÏÅÄËÜÑÖÎÆ"}) - {
    *(_VIETNAMESE + _VIETNAMESE.lower()),
    *"«»·®©\xad",
}
"""What Vietnamese in an old font has in every line, and Vietnamese in Unicode hardly."""
# no word in Unicode has a letter beside such a code, or a marked capital after a small letter
_SUSPECT = re.compile(f"[a-zA-Z][{_CODES}]|[{_CODES}][a-z]|[a-z][{_VIETNAMESE}]")
_SAMPLE = 20_000  # characters looked at
_UNICODE_ENOUGH = 3  # Vietnamese letters beyond Latin-1 that settle the matter
_RISE = 0.2  # of the share of syllables among all words
_SHARE = 0.6  # of the accented words, and of all words, that must then be syllables
_MARKED = (
    0.3  # of all words that must be accented: Vietnamese is, other languages of Latin-1 are not
)


def has_modern_letters(text: str) -> bool:
    """Does it hold a Vietnamese letter or mark that neither Latin-1 nor a font of before Unicode
    has?
    """
    return _UNICODE.search(text) is not None


def may_be_legacy(text: str) -> bool:
    """Cheap: False means that no word can be in a font of before Unicode."""
    return not text.isascii() and _SUSPECT.search(text) is not None


def from_legacy(text: str, known: Encoding | None = None) -> tuple[str, Encoding | None]:
    """The text in Unicode and the encoding it was in; (the same text, None) unless it is legacy
    text beyond doubt.

    Judged for the whole text: at least two different words must turn into syllables, twice as
    many as cease to be ones, most of the words must be syllables afterwards, and their share must
    have risen. Where the same document is `known` to hold an encoding, one such word is enough,
    and only that encoding is tried.
    """
    if text.isascii() or not _HIGH.search(text):
        return text, None
    sample = text[:_SAMPLE]
    if len(_UNICODE.findall(sample)) >= _UNICODE_ENOUGH:
        return text, None
    encodings: tuple[Encoding, ...] = (known,) if known else ("tcvn3", "vni")
    gain, encoding = max(
        (_gain(sample, encoding, 1 if known else 2), encoding) for encoding in encodings
    )
    if gain <= (0 if known else _RISE):
        return text, None
    return _word_pattern(encoding).sub(lambda match: _read(match[0], encoding), text), encoding


def _word_pattern(encoding: Encoding) -> re.Pattern[str]:
    return _TCVN3_WORD if encoding == "tcvn3" else _VNI_WORD


def _read(word: str, encoding: Encoding) -> str:
    if encoding == "tcvn3":
        return word.translate(_TCVN3)
    table, codes = _vni()
    return codes.sub(lambda match: table[match[0]], word)


def _gain(sample: str, encoding: Encoding, least: int) -> float:
    """By how much the share of syllables among all words rises; 0 when fewer than `least` words
    show it.
    """
    marked: list[str] = []
    words = plain = 0
    for match in _word_pattern(encoding).finditer(sample):
        word = match[0]
        words += 1
        if not word.isascii():
            marked.append(word)
        else:
            plain += is_syllable(word)
    if len(marked) < _MARKED * words:
        return 0.0
    before = [is_syllable(word) for word in marked]
    after = [is_syllable(_read(word, encoding)) for word in marked]
    won = {
        word
        for word, old, new in zip(marked, before, after, strict=True)
        if new and not old and any(c.isascii() for c in word)
    }
    lost = {word for word, old, new in zip(marked, before, after, strict=True) if old and not new}
    if len(won) < least or len(won) < 2 * len(lost) or sum(after) < _SHARE * len(marked):
        return 0.0
    if plain + sum(after) < _SHARE * words:
        return 0.0
    return (sum(after) - sum(before)) / words
