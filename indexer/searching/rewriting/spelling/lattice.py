"""Which spellings a typed word may stand for, and how likely each is beside its neighbours.

A chain of words is a lattice of spellings. Forward–backward over the archive's adjacent pairs gives
every spelling its probability: `cua` beside `khau` is «cửa», beside `toi` «của». Nothing is thrown
away; unlikely readings weigh little.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log

from indexer.language import Variant, fold, iy_variants, regrouped, variant
from indexer.model.results import CorrectionKind
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary

__all__ = [
    "Candidate",
    "Chain",
    "best_path",
    "candidates",
    "forward_backward",
    "has_marks",
    "mark_omission_rate",
]

PAIR_SHARE = 0.95  # how much the neighbour counts against the spelling's own frequency
FLOOR = 0.01  # the least weight of a spelling that agrees with what was typed
CLOSE_SPELLING = 0.7  # kĩ for kỹ: meant as the same word
# spellings per word that are weighed by their neighbours; the rest keep the floor
MAX_SPELLINGS_WEIGHED = 12
RARE = 0.002  # likewise, only those at least this likely beside the likeliest by themselves
UNMARKED_SHARE = 0.3  # syllables of running Vietnamese that bear no mark at all


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indexed term a typed word may stand for. `fit` is how likely it is to be typed so, up to
    a constant.

    `origin` tells when the word had to be read otherwise than typed: "telex", "vni", "spelling".
    """

    term: str
    df: int
    fit: float
    origin: CorrectionKind | None = None


Chain = Sequence[Sequence[Candidate]]


def has_marks(word: str) -> bool:
    """Does the word bear any Vietnamese mark?"""
    return not word.isascii() and fold(word) != word


def mark_omission_rate(words: Sequence[str]) -> float:
    """How likely this person is to leave marks out (0.02 to 1), from how many of the words bear
    none.
    """
    letters = [w for w in words if w.isalpha()]
    if not letters:
        return 1.0
    bare = sum(not has_marks(w) for w in letters) / len(letters)
    return min(1.0, max(0.02, (bare - UNMARKED_SHARE) / (1 - UNMARKED_SHARE)))


def candidates(word: str, vocabulary: Vocabulary, dropped: float = 1.0) -> tuple[Candidate, ...]:
    """The indexed terms that agree with every mark typed, and a number with its thousands parted
    or not, most frequent first; empty when there is none.
    """
    found: dict[str, Candidate] = {}
    number = regrouped(word)
    if number is not None and (df := vocabulary.df(number)):
        found[number] = Candidate(number, df, 1.0)
    bare = not has_marks(word)
    for key in _keys(word):
        for term, df in vocabulary.spellings(key):
            closeness = variant(word, term)
            if closeness == Variant.SAME:
                fit = 1.0
            elif closeness == Variant.SPELLING:
                fit = CLOSE_SPELLING
            elif closeness == Variant.MARKS_MISSING:
                fit = dropped if bare else 0.1 * max(dropped, 0.2)
            else:
                continue
            if df > 0 and (term not in found or found[term].fit < fit):
                found[term] = Candidate(term, df, fit)
    return tuple(sorted(found.values(), key=lambda c: (-c.fit * c.df, c.term)))


def forward_backward(chain: Chain, vocabulary: Vocabulary) -> list[list[float]]:
    """Weight (FLOOR to 1) of each candidate of each word of a chain of adjacent words; the
    likeliest of a word has 1.
    """
    if len(chain) == 1:
        return [_scaled([c.fit * c.df for c in chain[0]])]
    kept: Chain = [_contenders(slot) for slot in chain]
    moves = [_moves(a, b, vocabulary) for a, b in pairwise(kept)]
    forward = [[c.fit * c.df for c in kept[0]]]
    for slot, move in zip(kept[1:], moves, strict=True):
        before = forward[-1]
        forward.append(
            _normal(
                [
                    c.fit * sum(f * row[j] for f, row in zip(before, move, strict=True))
                    for j, c in enumerate(slot)
                ]
            )
        )
    backward = [[1.0] * len(kept[-1])]
    for slot, move in zip(kept[:0:-1], moves[::-1], strict=True):
        after = [c.fit * b for c, b in zip(slot, backward[-1], strict=True)]
        backward.append(
            _normal([sum(p * a for p, a in zip(row, after, strict=True)) for row in move])
        )
    weights = []
    for slot, f, b in zip(chain, forward, backward[::-1], strict=True):
        likely = [x * y for x, y in zip(f, b, strict=True)]
        weights.append(_scaled(likely + [0.0] * (len(slot) - len(likely))))
    return weights


def best_path(chain: Chain, vocabulary: Vocabulary) -> list[str]:
    """The likeliest spelling of the whole chain (Viterbi); an empty slot is not allowed."""
    kept: Chain = [_contenders(slot) for slot in chain]
    scores = [log(c.fit * c.df + 1e-12) for c in kept[0]]
    back: list[list[int]] = []
    for a, b in pairwise(kept):
        move = _moves(a, b, vocabulary)
        pointers, following = [], []
        for j, c in enumerate(b):
            best = max(range(len(a)), key=lambda i: (scores[i] + log(move[i][j] + 1e-12), -i))
            pointers.append(best)
            following.append(scores[best] + log(move[best][j] + 1e-12) + log(c.fit + 1e-12))
        back.append(pointers)
        scores = following
    at = max(range(len(scores)), key=lambda i: (scores[i], -i))
    path = [kept[-1][at].term]
    for slot, pointers in zip(kept[-2::-1], back[::-1], strict=True):
        at = pointers[at]
        path.append(slot[at].term)
    return path[::-1]


def _contenders(slot: Sequence[Candidate]) -> Sequence[Candidate]:
    """The spellings of a word that its neighbours may decide between; `slot` is in order of
    likelihood.
    """
    least = RARE * slot[0].fit * slot[0].df
    return [c for c in slot[:MAX_SPELLINGS_WEIGHED] if c.fit * c.df >= least]


def _keys(word: str) -> tuple[str, ...]:
    """Folded forms to look under: the word's own, and the one with i for y or y for i at
    its end.
    """
    return tuple(dict.fromkeys(fold(form) for form in (word, *iy_variants(word))))


def _moves(
    first: Sequence[Candidate], second: Sequence[Candidate], vocabulary: Vocabulary
) -> list[list[float]]:
    """Probability of each second after each first, up to a constant: the pair's share, smoothed by
    the word's own frequency.
    """
    counts = vocabulary.pair_counts([c.term for c in first], [c.term for c in second])
    total = max(1, vocabulary.doc_count)
    own = [(1 - PAIR_SHARE) * min(1.0, c.df / total) * 0.1 for c in second]
    return [
        [PAIR_SHARE * min(1.0, n / max(1, c.df)) + o for n, o in zip(row, own, strict=True)]
        for c, row in zip(first, counts, strict=True)
    ]


def _normal(values: list[float]) -> list[float]:
    top = max(values, default=0.0)
    return [v / top for v in values] if top > 0 else [1.0] * len(values)


def _scaled(values: list[float]) -> list[float]:
    return [max(FLOOR, v) for v in _normal(values)]
