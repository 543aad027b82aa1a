"""Adjacency, nearness and place: what positions add to BM25 for the best candidates.

Words that stand next to each other in the query should do so in the article; words close together,
and words in the lead, speak for it too; how much of each depends on whether a topic or a question
was typed. Only candidates are looked at, with numpy over their positions; matching and totals are
not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from indexer.language import fold
from indexer.model.query import SynonymQuery
from indexer.records import dataclass
from indexer.searching.constants import (
    COVER_TOKENS,
    JOINED,
    LEAD_TOKENS,
    LEAST_PAIR_WEIGHT,
    LEAST_WEIGHT,
    NEARNESS_SPAN,
    PHRASE_IN_TITLE,
    Weights,
)
from indexer.searching.local.scorers import saturate
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Counts, Docs, Places, Positions, Scores
from indexer.searching.ports import Rescoring
from indexer.storage.format.schema import POSITION_GAP

__all__ = ["POSITION_BITS", "Bonus", "rescore", "term_keys"]

POSITION_BITS = 32  # a key, as `Positions` hold here, is candidate << 32 | position
_POSITION = (1 << POSITION_BITS) - 1
_EXACT = 1 << 32  # weights are summed as whole numbers of so small a part


@dataclass(frozen=True, slots=True)
class Bonus:
    """What is added to each candidate's BM25, part by part; all float64, one entry per candidate.

    `evenness` is what weighing the words more alike changes; it may be negative.
    """

    evenness: Scores
    adjacency: Scores
    nearness: Scores
    lead: Scores
    title: Scores

    @property
    def total(self) -> Scores:
        return self.evenness + self.placed

    @property
    def placed(self) -> Scores:
        """What the places of the words add, without what weighing them more alike changes."""
        return self.adjacency + self.nearness + self.lead + self.title

    def or_better(self, other: Bonus) -> Bonus:
        """For each candidate the places of the words, or of the same written otherwise."""
        better = other.placed > self.placed
        return Bonus(
            self.evenness,
            np.where(better, other.adjacency, self.adjacency),
            np.where(better, other.nearness, self.nearness),
            np.where(better, other.lead, self.lead),
            np.where(better, other.title, self.title),
        )


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Global document numbers, and for each where its title ends and what an occurrence in the
    title and in the rest counts.
    """

    docs: Docs
    title_ends: Counts
    in_title: Scores
    in_body: Scores

    def times(self, keys: Positions, within: int) -> Counts:
        """How many of the keys stand in the title or the first `within` positions after it, per
        candidate.
        """
        ends = self.title_ends + POSITION_GAP + within
        return np.bincount(
            (keys >> POSITION_BITS)[(keys & _POSITION) < ends[keys >> POSITION_BITS]],
            minlength=len(self.docs),
        )

    def bm25(self, keys: Positions, rarity: float) -> Scores:
        """BM25 of what stands at the keys, as if it were one term of that rarity."""
        holders = keys >> POSITION_BITS
        worth = np.where(
            (keys & _POSITION) < self.title_ends[holders],
            self.in_title[holders],
            self.in_body[holders],
        )
        return saturate(np.bincount(holders, worth, minlength=len(self.docs)), rarity)


@dataclass(frozen=True, slots=True)
class _Found:
    """A query word among the candidates: keys per spelling and of all spellings together, and the
    word's weight of evidence.
    """

    spellings: tuple[tuple[str, float, Positions], ...]
    keys: Positions
    idf: float


def rescore(view: Searcher, rescoring: Rescoring, docs: Docs) -> Bonus:
    """Score to add for global document numbers `docs`, in their order, given the query's words,
    chain by chain as typed.
    """
    order = np.argsort(docs)
    added = _bonus(view, rescoring.chains, docs[order], rescoring.weights)
    for chains in rescoring.otherwise:
        added = added.or_better(_bonus(view, chains, docs[order], rescoring.weights))
    places = np.argsort(order)
    return Bonus(
        *(
            part[places]
            for part in (added.evenness, added.adjacency, added.nearness, added.lead, added.title)
        )
    )


def _bonus(
    view: Searcher,
    chains: Sequence[Sequence[SynonymQuery]],
    docs: Docs,
    weights: Weights,
) -> Bonus:
    """The same of ascending documents."""
    times = Counter(word for chain in chains for word in chain)
    found = {word: _find(view, word, docs) for word in times}
    candidates = _Candidates(
        docs, np.maximum(view.title_lengths[docs], 0), view.title_norm[docs], view.body_norm[docs]
    )
    evenness, adjacency, nearness, lead, title = (np.zeros(len(docs)) for _ in range(5))
    for (first, second), often in Counter(
        pair for chain in chains for pair in pairwise(chain)
    ).items():
        adjacency += often * _adjacent(view, found[first], found[second], candidates, weights)
    if times.total() > 1:
        nearness = weights.nearness * _densest(list(found.values()), len(docs))
    for word, weight in _evened(
        {word: (found[word].idf, often) for word, often in times.items()}, weights.evenness
    ).items():
        own, often = found[word], times[word]
        if weights.evenness != 1:
            evenness += often * candidates.bm25(own.keys, weight - own.idf)
        lead += often * weights.lead * saturate(candidates.times(own.keys, LEAD_TOKENS), own.idf)
        if weights.cover:
            lead += often * weights.cover * own.idf * (candidates.times(own.keys, COVER_TOKENS) > 0)
    if len(chains) == 1 and len(chains[0]) > 1:
        words = [found[word] for word in chains[0]]
        title[_with_phrase_in_title(words, candidates)] = PHRASE_IN_TITLE * sum(
            word.idf for word in words
        )
    return Bonus(evenness, adjacency, nearness, lead, title)


def _evened(
    rarities: Mapping[SynonymQuery, tuple[float, int]], power: float
) -> dict[SynonymQuery, float]:
    """The words' rarities, each with how often it was typed, raised to a power, with the sum they
    had.
    """
    raised = {word: rarity**power if rarity > 0 else 0.0 for word, (rarity, _) in rarities.items()}
    before = sum(rarity * often for rarity, often in rarities.values())
    after = sum(raised[word] * often for word, (_, often) in rarities.items())
    return {word: before / after * power_of if after else 0.0 for word, power_of in raised.items()}


def _find(view: Searcher, word: SynonymQuery, docs: Docs) -> _Found:
    """Where a word stands in the candidates. Spellings that hardly count are left out."""
    spellings = []
    rarity = weight = 0.0
    for spelling in word.spellings:
        df = view.snapshot.df(spelling.term)
        if spelling.weight < LEAST_WEIGHT or not df:
            continue
        keys = term_keys(view, spelling.term, docs)
        if len(keys):
            spellings.append((spelling.term, spelling.weight, keys))
        rarity += spelling.weight * view.statistics.idf(df)
        weight += spelling.weight
    if len(spellings) == 1:
        together = spellings[0][2]
    else:
        together = (
            np.sort(np.concatenate([keys for *_, keys in spellings]))
            if spellings
            else np.zeros(0, dtype=np.int64)
        )
    return _Found(tuple(spellings), together, rarity / weight if weight else 0.0)


def term_keys(view: Searcher, term: str, docs: Docs) -> Positions:
    """Every (candidate, position) of a term, ascending."""
    folded = fold(term)
    parts = []
    for segment in view.segments:
        first, last = np.searchsorted(docs, (segment.base, segment.base + segment.doc_count_all))
        field = segment.file.field("text")
        ordinal = field.ordinal(term, folded)
        if first == last or ordinal < 0:
            continue
        places, positions = field.positions_in(ordinal, docs[first:last] - segment.base)
        parts.append(((places + first) << POSITION_BITS) | positions.astype(np.int64))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _adjacent(
    view: Searcher, first: _Found, second: _Found, candidates: _Candidates, weights: Weights
) -> Scores:
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
            times = view.snapshot.pair_count(left, right)
            is_word = (
                bool(weights.compound)
                and view.snapshot.df(f"{left}_{right}", "words") > JOINED * times
            )
            share = likely * (weights.adjacency + weights.compound * is_word)
            score += share * candidates.bm25(together, view.statistics.idf(times))
    return score


def _with_phrase_in_title(words: Sequence[_Found], candidates: _Candidates) -> Places:
    """The candidates whose title has all words in a row."""
    keys = words[0].keys
    for word in words[1:]:
        keys = np.intersect1d(keys + 1, word.keys, assume_unique=True)
    found: Places = (keys >> POSITION_BITS)[
        (keys & _POSITION) < candidates.title_ends[keys >> POSITION_BITS]
    ]
    return found


def _densest(words: Sequence[_Found], count: int) -> Scores:
    """The greatest weight of different words that stand within NEARNESS_SPAN positions of each
    other, per candidate.
    """
    starts = np.sort(
        np.concatenate([word.keys for word in words])
    )  # not np.unique, which imports numpy.ma: 20 ms of every start
    if not len(starts):
        return np.zeros(count)
    # a word weighs where a stretch begins less than a span before it; in whole numbers, so that
    # equal sums are equal
    steps = np.zeros(len(starts) + 1, dtype=np.int64)
    for word in words:
        if len(word.keys):
            reach = word.keys - NEARNESS_SPAN
            np.maximum(reach[1:], word.keys[:-1], out=reach[1:])
            weight = round(word.idf * _EXACT)
            np.add.at(steps, np.searchsorted(starts, reach, side="right"), weight)
            np.add.at(steps, np.searchsorted(starts, word.keys, side="right"), -weight)
    weights = np.cumsum(steps[:-1]) / _EXACT
    best = np.zeros(count)
    np.maximum.at(best, starts >> POSITION_BITS, weights)
    return best
