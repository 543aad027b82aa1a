"""Telex and VNI: what a word typed without an input method was meant to say, and the keys that
write a word.

`decode` reads one token; whether the reading is better than the raw word is for the reader of the
query to decide, who knows the archive. Rules of the Telex and VNI layouts as UniKey and Bamboo have
them: marks in place, in the middle or last, keys doubled to escape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from indexer.caching import memoized
from indexer.language.syllable.phonology import (
    LETTERS,
    TONES,
    ToneStyle,
    is_syllable,
    place_tone,
    shape_of,
)

__all__ = ["Decoded", "Method", "decode", "encode_telex", "encode_vni"]

Method = Literal["telex", "vni"]


class Decoded(NamedTuple):
    """A reading of raw keys: an indexed term, and the layout it was typed in."""

    text: str
    method: Method


_TONE_KEYS = {"f": 1, "s": 2, "r": 3, "x": 4, "j": 5, "2": 1, "1": 2, "3": 3, "4": 4, "5": 5}
_ROUND = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_SHAPE_KEYS = {"6": _ROUND, "7": _HORN, "8": {"a": "ă"}, "w": _HORN | {"a": "ă"}}
_VOWELS = frozenset("aăâeêioôơuưy")
_LONGEST = 12  # nghiêng in Telex, every mark typed apart, and some to spare
_TRIED = 64  # readings followed at once
_HIGHLAND = re.compile(
    r"(?:[bcdđhklmnprstv]|kr|bl|pl|ng)(?:[ắặ]|[úụ]|[óọ])k"
)  # Đắk, Lắk, Búk: names outside the phonotactics
_CLUSTER = re.compile(r"[kpb][rl](?=[^aeiou]*[âêôăơư]ng$)")  # Krông, Plông
_ENGLISH = re.compile(
    r"[aeiouy]s[pt]"
)  # test, list, crisp: s before a stop, and no other key, is a letter


class _Reading(NamedTuple):
    """Letters so far (toneless), the tone, keys taken as letters where they could have marked,
    whether a key was escaped, marks set.
    """

    letters: str
    tone: int = 0
    refused: int = 0
    escaped: str = ""
    marked: bool = False


@memoized("language.input_methods", entries=1 << 13, entry_bytes=500)
def decode(token: str, style: ToneStyle = "old") -> tuple[Decoded, ...]:
    """The syllables a token may stand for, read as Telex or VNI keys, likeliest first; () when it
    is none or says nothing new.

    Case does not matter; letters already accented are taken as they are (`cưar`). Tones are placed
    in `style`.
    """
    raw = unicodedata.normalize("NFC", token.lower()) if len(token) <= 2 * _LONGEST else ""
    if (not 2 <= len(raw) <= _LONGEST and raw != "w") or not raw.isalnum():
        return ()
    if _VOWELS.isdisjoint(raw) and _is_abbreviation(raw):
        return ()
    method: Method = "vni" if any(c.isdecimal() for c in raw) else "telex"
    readings = _read(raw, method)
    found: dict[str, int] = {}
    for reading in readings:
        text = _written(reading, style)
        if text is not None and text != raw and text != place_tone(raw, style):
            found.setdefault(text, reading.refused)
    if not found or (
        method == "telex"
        and _ENGLISH.search(raw)
        and raw[-1] in "pt"
        and not any(c in "âăêôơưđ" for c in _shapes(found))
    ):
        return ()
    least = min(found.values())
    return tuple(Decoded(text, method) for text, refused in found.items() if refused == least)


def _is_abbreviation(raw: str) -> bool:
    """Is a word without vowels (`tw`) a short form, and so no w struck alone?"""
    from indexer.language.lexicon.abbreviations import expansions

    return bool(expansions(raw))


def _shapes(found: dict[str, int]) -> str:
    return "".join(LETTERS[c].shape if c in LETTERS else c for text in found for c in text)


def _read(raw: str, method: Method) -> list[_Reading]:
    readings = [_Reading("")]
    for key in raw:
        after: dict[_Reading, None] = {}
        for reading in readings:
            after.update(dict.fromkeys(_struck(reading, key, method)))
        readings = sorted(after, key=lambda reading: reading.refused)[:_TRIED]
    return readings


def _struck(reading: _Reading, key: str, method: Method) -> Iterator[_Reading]:
    """What one key may do, likeliest first."""
    letters, tone, refused, escaped, _ = reading
    letter = LETTERS.get(key)
    if letter is not None and letter.tone:  # accented already
        if not tone:
            yield reading._replace(letters=letters + letter.shape, tone=letter.tone, marked=True)
        return
    sounded = any(c in _VOWELS for c in letters)
    if key in _TONE_KEYS and sounded and key not in escaped:
        if not tone:
            yield reading._replace(tone=_TONE_KEYS[key], marked=True)
        elif tone == _TONE_KEYS[key] and key.isalpha():
            yield reading._replace(letters=letters + key, tone=0, escaped=escaped + key)
        return
    if key.isdecimal() or key in "wd" or (method == "telex" and key in "aeo"):
        applied = list(_shaped(reading, key)) if key not in escaped else []
        yield from applied
        if key.isdecimal():
            return
        if not applied and key == "w":
            yield reading._replace(
                letters=letters + ("ư" if key not in escaped else "w"), marked=True
            )
        refused += bool(applied)
    if key == "z" and tone:
        yield reading._replace(tone=0)
        return
    yield reading._replace(letters=letters + key, refused=refused)


def _shaped(reading: _Reading, key: str) -> Iterator[_Reading]:
    """The key as a shape mark on a letter typed before, or, struck twice, as the letter it is."""
    letters = reading.letters
    if key in "d9":
        if letters[:1] == "d":
            yield reading._replace(letters="đ" + letters[1:], marked=True)
        elif letters == "đ" and key == "d":
            yield reading._replace(letters="dd", escaped=reading.escaped + key)
        return
    shapes = {key: _ROUND[key]} if key in _ROUND else _SHAPE_KEYS.get(key, {})
    pair = letters.rfind("uo")
    if pair >= 0 and key in "w7":
        yield reading._replace(letters=letters[:pair] + "ươ" + letters[pair + 2 :], marked=True)
    if (half := letters.rfind("ưo")) >= 0 and key in "w7":
        yield reading._replace(letters=letters[:half] + "ươ" + letters[half + 2 :], marked=True)
    for at in range(len(letters) - 1, -1, -1):
        shaped = shapes.get(_plain(letters[at]))
        if shaped and (letters[at] in shapes or (key in "w78" and letters[at] in "âô")):
            yield reading._replace(letters=letters[:at] + shaped + letters[at + 1 :], marked=True)
        elif key.isalpha() and at == len(letters) - 1 and letters[at] in shapes.values():
            yield reading._replace(
                letters=letters[:at] + _plain(letters[at]) + key, escaped=reading.escaped + key
            )


def _plain(letter: str) -> str:
    """The letter without its shape; what is no letter of ours stays."""
    known = LETTERS.get(letter)
    return letter if known is None else known.base


def _written(reading: _Reading, style: ToneStyle) -> str | None:
    """The reading as a syllable, or None when it is not one or nothing was marked or escaped."""
    letters, tone, _, escaped, marked = reading
    if not (marked or escaped):
        return None
    if "ưo" in letters and len(letters) > letters.index("ưo") + 2:
        letters = letters.replace(
            "ưo", "ươ"
        )  # duwoi: before a final the second horn follows from the first
    shape = shape_of(letters)
    if shape is not None:
        at = shape.old if style == "old" else shape.new
        text = unicodedata.normalize("NFC", letters[: at + 1] + TONES[tone] + letters[at + 1 :])
        return text if is_syllable(text) else None
    if _CLUSTER.match(letters) and not tone and shape_of(letters[1:]) is not None:
        return letters
    vowels = [i for i, c in enumerate(letters) if c in _VOWELS]
    if len(vowels) == 1:
        text = unicodedata.normalize(
            "NFC", letters[: vowels[0] + 1] + TONES[tone] + letters[vowels[0] + 1 :]
        )
        return text if _HIGHLAND.fullmatch(text) or text in ("kạn", "đăk", "lăk") else None
    return None


_TELEX_SHAPES = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI_SHAPES = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}


def encode_telex(text: str) -> str:
    """The Telex keys that write a text, the tone last in each word.

    Case is kept; a literal `oo` is escaped (xoong → xooong).
    """
    return _encoded(text, _TELEX_SHAPES, "fsrxj")


def encode_vni(text: str) -> str:
    """The VNI keys that write a text, the tone last in each word. Case is kept."""
    return _encoded(text, _VNI_SHAPES, "21345")


def _encoded(text: str, shapes: dict[str, str], tones: str) -> str:
    return re.sub(
        r"[^\W\d_]+",
        lambda match: _encoded_word(match[0], shapes, tones),
        unicodedata.normalize("NFC", text),
    )


def _encoded_word(word: str, shapes: dict[str, str], tones: str) -> str:
    keys: list[str] = []
    tone = ""
    for char in word:
        letter = LETTERS.get(char.lower())
        if letter is None:
            keys.append(char)
            continue
        written = shapes.get(letter.shape, letter.shape)
        if shapes is _TELEX_SHAPES and written == "o" and keys and keys[-1].lower() == "o":
            written = "oo"
        keys.append(written.upper() if char.isupper() else written)
        tone = tones[letter.tone - 1] if letter.tone else tone
    return "".join(keys) + (tone.upper() if word.isupper() and len(word) > 1 else tone)
