"""How far a mistyped word lies from an indexed one, in edits, as a Vietnamese hand makes them.

A tone or a shape is half an edit, a missing mark next to nothing; neighbouring keys, doubled and
dropped letters, letters that changed places and the common confusions of spelling (s/x, l/n, ch/tr,
d/gi, hỏi/ngã, final n/ng and t/c) cost less than a far letter.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from indexer.caching import memoized
from indexer.language.syllable.phonology import LETTERS

__all__ = ["edit_cost"]

_ROWS = ((0.0, "1234567890"), (0.5, "qwertyuiop"), (0.75, "asdfghjkl"), (1.25, "zxcvbnm"))
_PLACE = {
    key: (row, shift + at) for row, (shift, keys) in enumerate(_ROWS) for at, key in enumerate(keys)
}
_REACH = 1.3  # keys whose centres are closer than this, in key widths, are neighbours

FAR, NEAR, SWAPPED, DROPPED, DOUBLED = 1.0, 0.7, 0.7, 0.8, 0.5
MARK, MARK_MISSING, HOOK_TILDE, CONFUSED = 0.5, 0.1, 0.25, 0.5
_SOUNDS_ALIKE = frozenset(map(frozenset, ("sx", "ln", "dr", "iy", "ck", "vd")))
_SAME_SOUND: dict[tuple[str, str], list[tuple[str, str]]] = {}  # by the last letters of both
for _one, _other in (("ch", "tr"), ("gi", "d"), ("gi", "r"), ("d", "r")):
    for _said, _meant in ((_one, _other), (_other, _one)):
        _SAME_SOUND.setdefault((_said[-1], _meant[-1]), []).append((_said, _meant))
_FINALS = frozenset(map(frozenset, ("tc", "nm")))


class _Word(NamedTuple):
    bases: str  # letters without marks
    shapes: str  # letters without tone
    tones: tuple[int, ...]  # the tone marks in order
    marked: bool
    extra: tuple[float, ...]  # what each letter costs that should not have been typed
    dropped: tuple[float, ...]  # and one that should have been


@memoized("language.edit_distance.words", entries=1 << 12, entry_bytes=1_000)
def _taken_apart(word: str) -> _Word:
    letters = [LETTERS.get(c) for c in word]
    bases = "".join(letter.base if letter else c for letter, c in zip(letters, word, strict=True))
    shapes = "".join(letter.shape if letter else c for letter, c in zip(letters, word, strict=True))
    return _Word(
        bases,
        shapes,
        tuple(letter.tone for letter in letters if letter and letter.tone),
        word != bases,
        tuple(_extra(bases, at) for at in range(len(bases))),
        tuple(_dropped(bases, at) for at in range(len(bases))),
    )


@memoized("language.edit_distance.letters", entries=1 << 12, entry_bytes=200)
def _letter_cost(a: str, b: str) -> float:
    """Of one bare letter typed for another."""
    if frozenset((a, b)) in _SOUNDS_ALIKE:
        return CONFUSED
    if a in _PLACE and b in _PLACE:
        (row, x), (other, y) = _PLACE[a], _PLACE[b]
        if math.hypot(row - other, x - y) < _REACH:
            return NEAR
    return FAR


def edit_cost(typed: str, candidate: str, limit: float = 2.0) -> float:
    """The cheapest way from a typed word to a candidate term, both canonical and lower-case;
    infinity when it exceeds `limit`.

    Marks the typed word lacks cost nothing when it has none at all, a tenth each when it has some.
    Costs are not symmetric. Time grows with the product of the lengths; words more than a few
    letters apart are dismissed at once.
    """
    if typed == candidate:
        return 0.0
    if abs(len(typed) - len(candidate)) * DOUBLED > limit + CONFUSED:
        return math.inf
    a, b = _taken_apart(typed), _taken_apart(candidate)
    missing = MARK_MISSING if a.marked else 0.0
    tones = _tone_cost(a.tones, b.tones, missing)
    cost = tones + _letters_cost(a, b, missing, limit - tones) if tones <= limit else math.inf
    return cost if cost <= limit + 1e-9 else math.inf


def _tone_cost(typed: tuple[int, ...], meant: tuple[int, ...], missing: float) -> float:
    if typed == meant:
        return 0.0
    if len(typed) > 1 or len(meant) > 1:  # several syllables in one term: tone by tone
        same = sum(a == b for a, b in zip(typed, meant, strict=False))
        return MARK * (max(len(typed), len(meant)) - same)
    if not typed:
        return missing
    return HOOK_TILDE if {*typed, *meant} == {3, 4} else MARK


def _letters_cost(a: _Word, b: _Word, missing: float, limit: float) -> float:
    """Optimal string alignment over the letters, row by row; infinity once every way exceeds
    `limit`.

    A letter too many or too few costs DOUBLED at least, so that cells further from the diagonal
    than the limit allows are not looked at.
    """
    typed, meant, dropped = a.bases, b.bases, b.dropped
    width = len(meant)
    reach = min(len(typed) + width, int(limit / DOUBLED + 1e-9))
    if abs(len(typed) - width) > reach:
        return math.inf
    above = [0.0]
    for cost in dropped[:reach]:
        above.append(above[-1] + cost)
    above += [math.inf] * (width + 1 - len(above))
    rows = [above]
    for i, extra in enumerate(a.extra, 1):
        above = rows[-1]
        row = [math.inf] * (width + 1)
        if i <= reach:
            row[0] = above[0] + extra
        for j in range(max(1, i - reach), min(width, i + reach) + 1):
            best = above[j - 1]
            if a.shapes[i - 1] != b.shapes[j - 1]:
                best += _substituted(a, b, i - 1, j - 1, missing)
            best = min(best, above[j] + extra, row[j - 1] + dropped[j - 1])
            if i > 1 and j > 1 and typed[i - 1] == meant[j - 2] != meant[j - 1] == typed[i - 2]:
                best = min(best, rows[i - 2][j - 2] + SWAPPED)
            if (typed[i - 1], meant[j - 1]) in _SAME_SOUND:
                best = min(best, _confused(typed, meant, i, j, rows))
            row[j] = best
        rows.append(row)
        if min(row) > limit and min(above) > limit:
            return math.inf
    return rows[-1][-1]


def _substituted(a: _Word, b: _Word, i: int, j: int, missing: float) -> float:
    """Of a letter of another shape than the one meant."""
    if a.bases[i] == b.bases[j]:
        return missing if a.shapes[i] == a.bases[i] else MARK
    if (
        i == len(a.bases) - 1
        and j == len(b.bases) - 1
        and frozenset((a.bases[i], b.bases[j])) in _FINALS
    ):
        return CONFUSED
    return _letter_cost(a.bases[i], b.bases[j])


def _extra(typed: str, i: int) -> float:
    """Of a letter typed that should not be there: struck twice, a neighbour struck along, ngh for
    ng, a final ng for n.
    """
    if i and typed[i] == typed[i - 1]:
        return DOUBLED
    if i and (typed[i - 1 : i + 1] == "gh" or typed[i - 1 :] == "ng"):
        return CONFUSED
    around = typed[max(0, i - 1) : i] + typed[i + 1 : i + 2]
    return NEAR if any(_letter_cost(typed[i], c) == NEAR for c in around) else FAR


def _dropped(meant: str, j: int) -> float:
    """Of a letter left out: one of two alike, the h of gh and ngh, the g of a final ng,
    any other.
    """
    if j and (
        meant[j] == meant[j - 1]
        or (meant[j] == "h" and meant[j - 1] == "g")
        or (meant[j - 1 :] == "ng" and meant[j] == "g")
    ):
        return DOUBLED
    return DROPPED


def _confused(typed: str, meant: str, i: int, j: int, rows: list[list[float]]) -> float:
    """Letters that are one sound to many speakers: tr for ch, gi for d."""
    best = math.inf
    for said, written in _SAME_SOUND.get((typed[i - 1], meant[j - 1]), ()):
        if typed.endswith(said, 0, i) and meant.endswith(written, 0, j):
            best = min(best, rows[i - len(said)][j - len(written)] + CONFUSED)
    return best
