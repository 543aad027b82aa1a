"""Adjacency, nearness and place: what positions add to BM25 for the best candidates.

Words that stand next to each other in the query should do so in the article; words close together, and words in the lead,
speak for it too; how much of each depends on whether a topic or a question was typed. Only candidates are looked at, with
numpy over their positions; matching and totals are not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from indexer.language import fold
from indexer.searching.constants import (
    BODY_B,
    COVER_TOKENS,
    JOINED,
    K1,
    LEAD_TOKENS,
    LEAST_PAIR_WEIGHT,
    LEAST_WEIGHT,
    NEARNESS_SPAN,
    TITLE_B,
    TITLE_WEIGHT,
    Weights,
)
from indexer.searching.tree import Word
from indexer.storage import Snapshot
from indexer.storage.schema import POSITION_GAP

__all__ = ["Bonus", "bonus"]

Keys = NDArray[np.int64]
_SHIFT = 32  # a key is candidate << 32 | position
_POSITION = (1 << _SHIFT) - 1
_FAR = np.int64(1) << 62


@dataclass(frozen=True, slots=True)
class Bonus:
    """What is added to each candidate's BM25, part by part; all float64, one entry per candidate.

    `evenness` is what weighing the words more alike changes; it may be negative.
    """

    evenness: NDArray[np.float64]
    adjacency: NDArray[np.float64]
    nearness: NDArray[np.float64]
    lead: NDArray[np.float64]

    @property
    def total(self) -> NDArray[np.float64]:
        return self.evenness + self.adjacency + self.nearness + self.lead


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Global document numbers, and for each where its title ends and what an occurrence in the title and in the rest counts."""

    docs: NDArray[np.int64]
    title_ends: NDArray[np.int64]
    in_title: NDArray[np.float64]
    in_body: NDArray[np.float64]

    def times(self, keys: Keys, within: int) -> NDArray[np.int64]:
        """How many of the keys stand in the title or the first `within` positions after it, per candidate."""
        ends = self.title_ends + POSITION_GAP + within
        return np.bincount((keys >> _SHIFT)[(keys & _POSITION) < ends[keys >> _SHIFT]], minlength=len(self.docs))

    def bm25(self, keys: Keys, rarity: float) -> NDArray[np.float64]:
        """BM25 of what stands at the keys, as if it were one term of that rarity."""
        holders = keys >> _SHIFT
        worth = np.where((keys & _POSITION) < self.title_ends[holders], self.in_title[holders], self.in_body[holders])
        return _saturated(np.bincount(holders, worth, minlength=len(self.docs)), rarity)


@dataclass(frozen=True, slots=True)
class _Found:
    """A query word among the candidates: keys per spelling and of all spellings together, and the word's weight of evidence."""

    spellings: tuple[tuple[str, float, Keys], ...]
    keys: Keys
    idf: float


def bonus(snapshot: Snapshot, chains: Sequence[Sequence[Word]], docs: NDArray[np.int64], weights: Weights) -> Bonus:
    """Score to add for global document numbers `docs` (ascending), given the query's words, chain by chain in typed order."""
    found = [[_find(snapshot, word, docs) for word in chain] for chain in chains]
    candidates = _candidates(snapshot, docs)
    evenness, adjacency, nearness, lead = (np.zeros(len(docs)) for _ in range(4))
    for chain in found:
        for first, second in pairwise(chain):
            adjacency += _adjacent(snapshot, first, second, candidates, weights)
    words = [word for chain in found for word in chain]
    if len(words) > 1:
        nearness = weights.nearness * _densest(words, len(docs))
    for word, weight in zip(words, _evened([word.idf for word in words], weights.evenness), strict=True):
        evenness += candidates.bm25(word.keys, weight - word.idf)
        lead += weights.lead * _saturated(candidates.times(word.keys, LEAD_TOKENS), word.idf)
        lead += weights.cover * word.idf * (candidates.times(word.keys, COVER_TOKENS) > 0)
    return Bonus(evenness, adjacency, nearness, lead)


def _candidates(snapshot: Snapshot, docs: NDArray[np.int64]) -> _Candidates:
    titles = _numbers(snapshot, docs, "title_length")
    title = titles / max(snapshot.average_title_length, 1.0)
    body = _numbers(snapshot, docs, "body_length") / max(snapshot.average_body_length, 1.0)
    return _Candidates(docs, titles, TITLE_WEIGHT / (1 - TITLE_B + TITLE_B * title), 1 / (1 - BODY_B + BODY_B * body))


def _saturated(times: NDArray[np.float64] | NDArray[np.int64], rarity: float) -> NDArray[np.float64]:
    found: NDArray[np.float64] = rarity * (K1 + 1) * times / (times + K1)
    return found


def _evened(rarities: Sequence[float], power: float) -> list[float]:
    """The rarities raised to a power, with the sum they had."""
    raised = [rarity**power if rarity > 0 else 0.0 for rarity in rarities]
    scale = sum(rarities) / sum(raised) if sum(raised) else 0.0
    return [scale * rarity for rarity in raised]


def _find(snapshot: Snapshot, word: Word, docs: NDArray[np.int64]) -> _Found:
    """Where a word stands in the candidates. Spellings that hardly count are left out."""
    spellings = []
    rarity = weight = 0.0
    for spelling in word.spellings:
        df = snapshot.df(spelling.term)
        if spelling.weight < LEAST_WEIGHT or not df:
            continue
        keys = _keys(snapshot, spelling.term, docs)
        if len(keys):
            spellings.append((spelling.term, spelling.weight, keys))
        rarity += spelling.weight * _idf(snapshot, df)
        weight += spelling.weight
    if len(spellings) == 1:
        together = spellings[0][2]
    else:
        together = np.sort(np.concatenate([keys for *_, keys in spellings])) if spellings else np.zeros(0, dtype=np.int64)
    return _Found(tuple(spellings), together, rarity / weight if weight else 0.0)


def _keys(snapshot: Snapshot, term: str, docs: NDArray[np.int64]) -> Keys:
    """Every (candidate, position) of a term, ascending."""
    folded = fold(term)
    parts = []
    for segment in snapshot.segments:
        first, last = np.searchsorted(docs, (segment.base, segment.base + segment.doc_count_all))
        field = segment.file.field("text")
        ordinal = field.ordinal(term, folded)
        if first == last or ordinal < 0:
            continue
        holders = field.docs(ordinal)
        wanted = docs[first:last] - segment.base
        places = np.searchsorted(holders, wanted.astype(holders.dtype))
        places[places == len(holders)] = 0
        hits = np.flatnonzero(holders[places] == wanted)
        if not len(hits):
            continue
        positions, starts = field.positions(ordinal)
        begin, end = starts[places[hits]], starts[places[hits] + 1]
        counts = end - begin
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        parts.append((np.repeat(hits + first, counts) << _SHIFT) | positions[np.repeat(begin, counts) + within].astype(np.int64))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _adjacent(snapshot: Snapshot, first: _Found, second: _Found, candidates: _Candidates, weights: Weights) -> NDArray[np.float64]:
    """BM25 of the pair as if it were one term, for every reading of both words."""
    score = np.zeros(len(candidates.docs))
    for left, weight, before in first.spellings:
        for right, other, after in second.spellings:
            likely = min(weight, other)
            if likely < LEAST_PAIR_WEIGHT:
                continue
            together = np.intersect1d(before + 1, after, assume_unique=True)
            if not len(together):
                continue
            times = snapshot.pair_count(left, right)
            is_word = bool(weights.compound) and snapshot.df(f"{left}_{right}", "words") > JOINED * times
            share = likely * (weights.adjacency + weights.compound * is_word)
            score += share * candidates.bm25(together, _idf(snapshot, min(times, snapshot.doc_count)))
    return score


def _densest(words: Sequence[_Found], count: int) -> NDArray[np.float64]:
    """The greatest weight of different words that stand within NEARNESS_SPAN positions of each other, per candidate."""
    starts = np.sort(np.concatenate([word.keys for word in words]))  # not np.unique, which imports numpy.ma: 20 ms of every start
    if not len(starts):
        return np.zeros(count)
    weight = np.zeros(len(starts))
    for word in words:
        if len(word.keys):
            following = np.append(word.keys, _FAR)[np.searchsorted(word.keys, starts)]
            weight += word.idf * (following - starts < NEARNESS_SPAN)
    best = np.zeros(count)
    np.maximum.at(best, starts >> _SHIFT, weight)
    return best


def _numbers(snapshot: Snapshot, docs: NDArray[np.int64], name: str) -> NDArray[np.int64]:
    """A per-document number of the candidates."""
    values = np.zeros(len(docs), dtype=np.int64)
    for segment in snapshot.segments:
        first, last = np.searchsorted(docs, (segment.base, segment.base + segment.doc_count_all))
        values[first:last] = np.maximum(segment.file.numbers(name)[docs[first:last] - segment.base], 0)
    return values


def _idf(snapshot: Snapshot, df: int) -> float:
    return log(1 + (snapshot.doc_count - df + 0.5) / (df + 0.5))
