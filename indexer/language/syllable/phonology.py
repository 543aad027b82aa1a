"""The Vietnamese syllable: letters, tones, onsets, rimes, and where the tone mark stands.

Pure tables and functions over one syllable. Canonicalising a whole text, tokens and spelling
variants are elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from indexer.caching import memoized

__all__ = [
    "ONSETS",
    "RIMES",
    "TONES",
    "Letter",
    "ToneStyle",
    "all_syllables",
    "is_syllable",
    "letters",
    "place_tone",
    "rime_of",
    "tone_index",
]

ToneStyle = Literal["old", "new"]

# Tone marks in the order of the dictionary: ngang, huyền, sắc, hỏi, ngã, nặng.
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_SHAPES = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}

# The rimes of standard Vietnamese, without tone.
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen
    oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôp uôt uơ up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp
    ươt ươu ưt ưu
"""
RIMES = frozenset(_RIME_LIST.split())
_ONSET_LIST = "ngh ng nh gh gi kh ch ph th tr qu b c d đ g h k l m n p r s t v x"
ONSETS = tuple(_ONSET_LIST.split())
_ONSETS = frozenset(("", *ONSETS))
_QU_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e
    ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu o oang oăt oc oi om on ong ooc oong
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    ư ưa ưc ưi ưm ưn ưng ưt ưu y ya ych yên yêt yn ynh yp yt yu
"""
_QU_RIMES = frozenset(_QU_RIME_LIST.split())
_GI_SHORT = {
    "gi" + rime[1:]: rime for rime in RIMES if rime[0] == "i" and rime not in ("ia", "iu")
}  # gì, gìn, giêng: the i is written once
_KEPT = frozenset({"gịa"})  # giặt gịa: gi + ịa, not giạ


class Letter(NamedTuple):
    """A Vietnamese letter taken apart: `base` without any mark, `shape` without tone, `tone` as an
    index into TONES.
    """

    base: str
    shape: str
    tone: int


def _letter_table() -> dict[str, Letter]:
    table = {"đ": Letter("d", "đ", 0)}
    for vowel in _VOWELS:
        for tone, mark in enumerate(TONES):
            table[unicodedata.normalize("NFC", vowel + mark)] = Letter(
                _SHAPES.get(vowel, vowel), vowel, tone
            )
    return table


LETTERS = _letter_table()
_TONELESS = {ord(c): letter.shape for c, letter in LETTERS.items() if letter.tone}
_TONED = {(letter.shape, letter.tone): c for c, letter in LETTERS.items()}
_TONE_OF = {c: letter.tone for c, letter in LETTERS.items() if letter.tone}


def letters(word: str) -> list[Letter]:
    """Each character of a lower-case NFC word as a Letter; characters that are not Vietnamese
    stand for themselves.
    """
    return [LETTERS.get(c) or Letter(c, c, 0) for c in word]


def tone_index(word: str) -> int:
    """The tone of a lower-case NFC word: index into TONES, 0 when it bears none, the last one when
    it bears several.
    """
    return max((_TONE_OF.get(c, 0) for c in word[::-1]), key=bool, default=0)


def _fits(onset: str, rime: str) -> bool:
    """Does the spelling allow this rime after this onset? c/k, g/gh and ng/ngh share the vowels
    between them.
    """
    front = rime[0] in "eêiy"
    if onset == "":
        return True
    if rime[:2] == "yê":
        return False
    if onset in ("c", "g", "ng"):
        return not front
    if onset in ("k", "gh", "ngh"):
        return front
    return not (onset == "gi" and rime[0] in "iy")


class SyllableShape(NamedTuple):
    """One toneless syllable: its onset and rime, where the tone stands, and whether it ends in a
    stop.
    """

    onset: str
    rime: str
    old: int
    new: int
    stopped: bool


def _tone_place(rime: str, style: ToneStyle) -> int:
    """Index in the rime of the letter that bears the tone."""
    shaped = [i for i, c in enumerate(rime) if c in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    vowels = [i for i, c in enumerate(rime) if c in _VOWELS]
    if len(vowels) < len(rime):
        return vowels[-1]
    if len(vowels) == 2:
        return 1 if style == "new" and rime in ("oa", "oe", "uy") else 0
    return len(vowels) // 2


@memoized("language.shapes", entries=1 << 15, entry_bytes=250)
def shape_of(toneless: str) -> SyllableShape | None:
    """What a lower-case NFC spelling without tone is as a syllable, or None when the phonotactics
    do not allow it.
    """
    if toneless[:2] == "qu" and toneless[2:] in _QU_RIMES:
        return _shape("qu", toneless[2:], 2)
    for length in (0, 1, 2, 3):
        onset, rime = toneless[:length], toneless[length:]
        if rime in RIMES and onset in _ONSETS and onset != "qu" and _fits(onset, rime):
            return _shape(onset, rime, length)
    return _shape("gi", _GI_SHORT[toneless], 1) if toneless in _GI_SHORT else None


def _shape(onset: str, rime: str, lead: int) -> SyllableShape:
    old, new = lead + _tone_place(rime, "old"), lead + _tone_place(rime, "new")
    return SyllableShape(onset, rime, old, new, rime[-1] in "cpt" or rime[-2:] == "ch")


def _normal(word: str) -> str:
    return word if word.isascii() and word.islower() else unicodedata.normalize("NFC", word.lower())


def _taken_apart(word: str) -> tuple[str, int] | None:
    """(toneless spelling, tone) of a lower-case NFC word, or None when it bears more than one tone
    mark.
    """
    toneless = word.translate(_TONELESS)
    if toneless == word:
        return word, 0
    tones = [_TONE_OF[c] for c in word if c in _TONE_OF]
    return (toneless, tones[0]) if len(tones) == 1 else None


@memoized("language.syllables", entries=1 << 15, entry_bytes=150)
def is_syllable(s: str) -> bool:
    """Is this one Vietnamese syllable: a lawful onset, rime and tone, in either tone placement,
    any case, NFC or NFD?

    A syllable that ends in a stop (c, ch, p, t) must bear sắc or nặng; the mark must stand where
    one of the two styles puts it.
    """
    if len(s) > 20:
        return False
    word = _normal(s)
    if word in _KEPT:
        return True
    parts = _taken_apart(word)
    shape = shape_of(parts[0]) if parts else None
    if parts is None or shape is None:
        return False
    tone = parts[1]
    if shape.stopped and tone not in (2, 5):
        return False
    return tone == 0 or bool(_TONE_OF.get(word[shape.old]) or _TONE_OF.get(word[shape.new]))


def place_tone(word: str, style: ToneStyle = "old") -> str:
    """A lower-case NFC word with its tone mark where `style` puts it; anything that is not one
    syllable comes back as it is.

    old: hòa, thủy, khỏe (names of places, laws, most papers); new: hoà, thuỷ, khoẻ (MOET Decision
    1989/QĐ-BGDĐT, 2018). A misplaced mark is moved too (vịêt → việt, qúy → quý).
    """
    parts = _taken_apart(word)
    if parts is None or word in _KEPT:
        return word
    if parts[1] == 0:
        return word if word.isascii() else _gathered(word)
    toneless, tone = parts
    shape = shape_of(toneless)
    if shape is None:
        return word
    at = shape.old if style == "old" else shape.new
    return toneless[:at] + _TONED[toneless[at], tone] + toneless[at + 1 :]


# Tone marks on consonants, as a slow hand puts them behind the vowel (chuyên̉), and as names of the
# Central Highlands are often mistyped (Buḱ for Búk): letter and tone. Where Unicode has no such
# letter the mark stands by itself. The ñ of Spanish is left out.
_STRAYED = {mark: ("", tone) for tone, mark in enumerate(TONES) if mark} | {
    "ḱ": ("k", 2),
    "ḳ": ("k", 5),
    "ŕ": ("r", 2),
    "ṛ": ("r", 5),
    "ń": ("n", 2),
    "ǹ": ("n", 1),
    "ṇ": ("n", 5),
    "ḿ": ("m", 2),
    "ṃ": ("m", 5),
}
_HIGHLAND = re.compile(f"[bcdđghklmnprstvxy]{{0,4}}[{_VOWELS}]{{1,3}}(?:ch|ng|nh|[ckmnptl])?")


def _gathered(word: str) -> str:
    """A word of one syllable whose tone mark strayed to a consonant, with the mark on its vowel;
    any other as it is.
    """
    strayed = [c for c in word if c in _STRAYED]
    if len(strayed) != 1:
        return word
    letter, tone = _STRAYED[strayed[0]]
    plain = word.replace(strayed[0], letter)
    if not _HIGHLAND.fullmatch(plain):
        return word
    vowels = [i for i, c in enumerate(plain) if c in _VOWELS]
    at = vowels[0] + _tone_place(plain[vowels[0] :], "old")
    return plain[:at] + _TONED[plain[at], tone] + plain[at + 1 :]


def rime_of(word: str) -> tuple[str, str, int] | None:
    """(onset, toneless rime, tone) of a lower-case NFC syllable, or None when it is not one."""
    parts = _taken_apart(word)
    shape = shape_of(parts[0]) if parts else None
    return (shape.onset, shape.rime, parts[1]) if shape and parts else None


def all_syllables(style: ToneStyle = "old") -> list[str]:
    """Every syllable the phonotactics allow, sorted; about 18,000, of which the language uses some
    7,000.
    """
    found = []
    spellings = {
        onset + rime for onset in ("", *ONSETS) for rime in RIMES | _QU_RIMES
    } | _GI_SHORT.keys()
    for toneless in spellings:
        shape = shape_of(toneless)
        if shape is None:
            continue
        at = shape.old if style == "old" else shape.new
        for tone in (2, 5) if shape.stopped else range(6):
            found.append(
                toneless[:at] + _TONED.get((toneless[at], tone), toneless[at]) + toneless[at + 1 :]
            )
    return sorted(found)
