"""One canonical form of a text, with the way back to the original.

NFC, Vietnamese Đ/đ, no invisible characters, ordinary spaces and full-width letters made narrow.
Case, tone placement and spelling are left to the tokens; stored text never changes.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.caching import memoized
from indexer.language.syllable.phonology import is_syllable

__all__ = ["CLEAN_CLASS", "Canonical", "canonical", "has_half_pair", "is_clean"]

# Characters that are canonical wherever they stand (a regular-expression class): each is its own
# NFC form and none combines with the character before it. Everything else takes the careful road; a
# test checks this against Unicode's tables.
CLEAN_CLASS = (
    "\x00-\x9f\xa1-\xac\xae-\xcf\xd1-\xef\xf1-\u0188\u018a-\u02ff\u0391-\u03ce\u0400-\u0482\u048a-\u052f\u1e00-\u1eff"
    "\u2010-\u2029\u2030-\u205e\u20a0-\u20cf\u2100-\u2125\u2127-\u2129\u212c-\u2328\u232b-\u2adb\u3001-\u3029\u3030-\u303f"
    "\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3\U0001f000-\U0001f1ff\U0001f300-\U0001faff"
)
_UNCLEAN = re.compile(f"[^{CLEAN_CLASS}]+")
_INVISIBLE = frozenset(
    map(
        chr,
        [
            0xAD,
            0x34F,
            0x61C,
            0x180E,
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
            *range(0xFE00, 0xFE10),
            0xFEFF,
        ],
    )
)
_BREAKS = frozenset(
    "\u200b\u200c\u2060\ufeff"
)  # invisible, but where a text was glued they may stand for a space
_SPACES = frozenset(map(chr, [0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]))
_SHORT = 8  # characters of a run that is remembered: a letter or two with their marks
# combining marks kept on one letter (UAX #15, stream-safe text); bounds the cost of reordering them
_MAX_MARKS = 30
_ETH = re.compile(r"[^\W\d_]*[ÐðƉ][^\W\d_]*")
_ETH_TABLE = str.maketrans("ÐðƉ", "ĐđĐ")
_VIETNAMESE = re.compile(r"(?i)[a-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýăđĩũơưạ-ỹ]+")


@dataclass(frozen=True, slots=True)
class Canonical:
    """`text` is the canonical form; `original` takes its offsets back. Offsets are code points,
    end exclusive.
    """

    text: str
    _starts: tuple[int, ...] = field(default=(), repr=False)  # of changed stretches, in `text`
    _ends: tuple[int, ...] = field(default=(), repr=False)
    _spans: tuple[tuple[int, int], ...] = field(
        default=(), repr=False
    )  # the same stretches in the original

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that text[start:end] came from.

        Halves of a composed character give the whole one.
        """
        if not self._starts:
            return start, end
        first = self._place(start)[0]
        return (first, first) if end <= start else (first, self._place(end - 1)[1])

    def _place(self, at: int) -> tuple[int, int]:
        """The original stretch of the one character text[at]."""
        i = bisect_right(self._starts, at) - 1
        if i < 0:
            return at, at + 1
        if at < self._ends[i]:
            return self._spans[i]
        start = self._spans[i][1] + at - self._ends[i]
        return start, start + 1


def is_clean(text: str) -> bool:
    """Is the text its own canonical form for certain? Cheap; False means only that it must be
    looked at.
    """
    return text.isascii() or _UNCLEAN.search(text) is None


def canonical(text: str) -> Canonical:
    """The canonical form of any string, in linear time; never raises. Clean text is handed through
    as it is.

    More than 30 combining marks on one letter are dropped. A zero-width space goes, unless it
    stands between two Vietnamese syllables that would not make one: then it becomes a space.
    """
    if is_clean(text):
        return Canonical(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    spans: list[tuple[int, int]] = []
    done = length = 0
    for match in _UNCLEAN.finditer(text):
        for start, end, new in _changes(
            text, max(0, match.start() - 1), match.end()
        ):  # with the character it may combine with
            pieces.append(text[done:start])
            length += start - done
            starts.append(length)
            pieces.append(new)
            length += len(new)
            ends.append(length)
            spans.append((start, end))
            done = end
    pieces.append(text[done:])
    result = "".join(pieces)
    if "Ð" in result or "ð" in result or "Ɖ" in result:
        result = _ETH.sub(_with_d, result)
    return (
        Canonical(result, tuple(starts), tuple(ends), tuple(spans))
        if starts or result != text
        else Canonical(text)
    )


def _changes(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """What of a run of careful characters is written otherwise.

    Decomposed letters are few, and each is looked at once.
    """
    run = text[start:end]
    if end - start <= _SHORT and _BREAKS.isdisjoint(run):
        for first, last, new in _known_changes(run):
            yield start + first, start + last, new
    else:
        for first, last, new in _clusters(text, start, end):
            if text[first:last] != new:
                yield first, last, new


@memoized("language.canonical", entries=1 << 12, entry_bytes=400)
def _known_changes(run: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (first, last, new)
        for first, last, new in _clusters(run, 0, len(run))
        if run[first:last] != new
    )


def _clusters(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """(start, end, canonical form) of each letter with its marks in a run of careful characters.

    Invisible characters at the end of a letter belong to no stretch, so that a highlight does not
    take them in.
    """
    if not any(c in _INVISIBLE for c in text[start:end]):
        plain = text[start:end]
        if len(plain) <= 2 and all(map(_is_plain, plain)) and _compose(plain) == plain:
            return []
    found: list[tuple[int, int, str]] = []
    at, held, marks = (
        start,
        "",
        0,
    )  # the letter being gathered, where it began, how many marks it has
    last = start
    for i in range(start, end):
        char = text[i]
        if char in _INVISIBLE:
            if char in _BREAKS and _parts_words(text, i):
                found += [(at, last, _compose(held))] if last > at else []
                found.append((i, i + 1, " "))
                at = last = i + 1
                held, marks = "", 0
            continue
        if unicodedata.combining(char):
            marks += 1
            held += char if marks <= _MAX_MARKS else ""
        elif held and not _joins(held, char):
            found.append((at, last, _compose(held)))
            found += [(last, i, "")] if last < i else []
            at, held, marks = i, _mapped(char), 0
        else:
            if not held and at < i:
                found.append((at, i, ""))
                at = i
            held, marks = held + _mapped(char), 0
        last = i + 1
    found += [(at, last, _compose(held))] if last > at else []
    found += [(last, end, "")] if last < end else []
    return found


def _joins(held: str, char: str) -> bool:
    """Does a letter that is no mark melt into the one before it (Hangul jamo, some Indic
    vowels)?
    """
    return ord(char) > 0x900 and len(_compose(held + char)) < len(_compose(held)) + len(
        _compose(char)
    )


def _compose(letter: str) -> str:
    return unicodedata.normalize("NFC", letter)


def _mapped(char: str) -> str:
    """The plain form of a space, a full-width or presentation form; other characters as
    they are.
    """
    if char in _SPACES:
        return " "
    if (
        "\uff00" < char < "\uff5f"
        or "\ufb00" <= char <= "\ufb06"
        or "\U0001d400" <= char <= "\U0001d7ff"
    ):
        return unicodedata.normalize("NFKC", char)
    return char


def _is_plain(char: str) -> bool:
    return _mapped(char) == char


def _parts_words(text: str, at: int) -> bool:
    """Does the invisible character at `at` stand between two syllables that do not make one
    together?
    """
    left = re.search(r"[^\W\d_][\w\u0300-\u036f]{0,11}\Z", text[max(0, at - 12) : at])
    right = re.match(r"[^\W\d_][\w\u0300-\u036f]{0,11}", text[at + 1 : at + 13])
    if left is None or right is None:
        return False
    return is_syllable(left[0]) and is_syllable(right[0]) and not is_syllable(left[0] + right[0])


def _with_d(match: re.Match[str]) -> str:
    """Ð, ð and Ɖ as Đ, đ where the word is Vietnamese: a syllable, an abbreviation in capitals, a
    name in our letters.
    """
    word = match[0]
    new = word.translate(_ETH_TABLE)
    if is_syllable(new) or new.isupper() or (new[0] == "Đ" and _VIETNAMESE.fullmatch(new)):
        return new
    return word


def has_half_pair(text: str) -> bool:
    """Does a text hold half a surrogate pair, which no encoding can write?"""
    return any("\ud800" <= letter <= "\udfff" for letter in text)
