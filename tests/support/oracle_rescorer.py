"""What positions add to a score, in plain Python: every place of every word looked at, one article at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.language import is_syllable
from indexer.model.query import SynonymQuery
from indexer.searching import constants
from indexer.searching.ports import Rescoring
from tests.support.oracle import Document, Oracle

GAP = 64  # positions between the title and the text, and between stretches of it

Spots = dict[str, list[int]]
"""Spelling → where it stands, in positions of the whole article."""


class OracleRescorer:
    """The parts of the bonus; `joined` maps a word of several syllables ("cửa_khẩu") to the articles that hold it as one."""

    def __init__(self, oracle: Oracle, joined: Mapping[str, int]) -> None:
        self._oracle = oracle
        self._joined = joined
        self._pairs: Counter[tuple[str, str]] = Counter()
        for document in oracle.documents:
            at = {place: term for term, places in document.places.items() for place in places}
            for (stretch, position), term in at.items():
                following = at.get((stretch, position + 1), "")
                if is_syllable(term) and is_syllable(following):
                    self._pairs[term, following] += 1

    def parts(self, rescoring: Rescoring, document: Document) -> dict[str, float]:
        """evenness, adjacency, nearness, lead, title."""
        own, *others = (
            self._parts(replace(rescoring, chains=chains), document)
            for chains in (rescoring.chains, *rescoring.otherwise)
        )
        evenness = own.pop("evenness")
        best = own
        for other in others:
            del other["evenness"]
            if sum(other.values()) > sum(best.values()):
                best = other
        return {"evenness": evenness, **best}

    def kept(self, rescoring: Rescoring, document: Document) -> float:
        """What is left of the score: less where a word stands only within longer ones."""
        kept = 1.0
        for words in rescoring.longer:
            spots = {
                term: set(document.places.get(term, ())) for term in (*words.row, *words.following)
            }
            ends = {
                (stretch, place + len(words.row) - 1)
                for stretch, place in spots[words.row[0]]
                if all(
                    (stretch, place + n) in spots[term] for n, term in enumerate(words.row[1:], 1)
                )
            }
            alone = [
                (stretch, place)
                for stretch, place in ends
                if not any((stretch, place + 1) in spots[term] for term in words.following)
            ]
            if ends and not alone:
                kept *= 1 - constants.OTHER_WORD * words.share
        return kept

    def fresh(self, rescoring: Rescoring, document: Document) -> float:
        """What a score is multiplied by for how new its article is."""
        newest = max((d.days[0] for d in self._oracle.documents if d.days), default=None)
        new = constants.UNDATED
        if document.days and newest:
            new = 2.0 ** (-(newest - document.days[0]).days / constants.HALF_LIFE)
        return 1 + rescoring.weights.recency * new

    def _parts(self, rescoring: Rescoring, document: Document) -> dict[str, float]:
        """The same of the words as they were typed."""
        weights, chains = rescoring.weights, rescoring.chains
        times = Counter(word for chain in chains for word in chain)
        spots = {word: self._spots(word, document) for word in times}
        rarity = {word: self._rarity(word) for word in times}
        evened = _evened(rarity, times, weights.evenness)
        found = dict.fromkeys(("evenness", "adjacency", "nearness", "lead", "title"), 0.0)
        for chain in chains:
            for first, second in pairwise(chain):
                found["adjacency"] += self._adjacency(
                    rescoring, first, second, spots[first], spots[second], document
                )
        if times.total() > 1:
            found["nearness"] = weights.nearness * _densest(spots, rarity)
        start = document.title_length + GAP
        for word, often in times.items():
            places = _all(spots[word])
            if weights.evenness != 1:
                extra = evened[word] - rarity[word]
                found["evenness"] += often * self._bm25(places, extra, document)
            in_lead = sum(place < start + constants.LEAD_TOKENS for place in places)
            found["lead"] += often * weights.lead * _saturated(in_lead, rarity[word])
            covered = any(place < start + constants.COVER_TOKENS for place in places)
            found["lead"] += often * weights.cover * rarity[word] * covered
        if len(chains) == 1 and len(chains[0]) > 1:
            rows = set(_all(spots[chains[0][0]]))
            for word in chains[0][1:]:
                rows = {place + 1 for place in rows} & set(_all(spots[word]))
            if any(place < document.title_length for place in rows):
                whole = sum(rarity[word] for word in chains[0])
                found["title"] = constants.PHRASE_IN_TITLE * whole
        return found

    def _spots(self, word: SynonymQuery, document: Document) -> Spots:
        begins = document.begins(GAP)
        return {
            spelling.term: sorted(
                begins[stretch] + position
                for stretch, position in document.places.get(spelling.term, [])
            )
            for spelling in word.spellings
            if spelling.weight >= constants.LEAST_WEIGHT
        }

    def _rarity(self, word: SynonymQuery) -> float:
        """Its spellings' idf, by their weights."""
        held = [
            (s.weight, df)
            for s in word.spellings
            if s.weight >= constants.LEAST_WEIGHT and (df := self._oracle.df(s.term, "text"))
        ]
        weight = sum(weight for weight, _ in held)
        whole = sum(weight * self._oracle.idf_of(df) for weight, df in held)
        return whole / weight if weight else 0.0

    def _adjacency(
        self,
        rescoring: Rescoring,
        first: SynonymQuery,
        second: SynonymQuery,
        before: Spots,
        after: Spots,
        document: Document,
    ) -> float:
        score = 0.0
        for left in first.spellings:
            for right in second.spellings:
                likely = min(left.weight, right.weight)
                if likely < constants.LEAST_PAIR_WEIGHT:
                    continue
                behind = {place + 1 for place in before.get(left.term, [])}
                together = sorted(behind & set(after.get(right.term, [])))
                times = self._pairs[left.term, right.term]
                as_one = self._joined.get(f"{left.term}_{right.term}", 0)
                share = rescoring.weights.adjacency
                if as_one > constants.JOINED * times:
                    share += rescoring.weights.compound
                score += likely * share * self._bm25(together, self._oracle.idf_of(times), document)
        return score

    def _bm25(self, places: Sequence[int], rarity: float, document: Document) -> float:
        title, text = self._oracle.norms(document)
        worth = sum(title if place < document.title_length else text for place in places)
        return _saturated(worth, rarity)


def _all(spots: Spots) -> list[int]:
    return sorted(place for places in spots.values() for place in places)


def _saturated(worth: float, rarity: float) -> float:
    return rarity * (constants.K1 + 1) * worth / (constants.K1 + worth)


def _evened(
    rarity: Mapping[SynonymQuery, float], times: Mapping[SynonymQuery, int], power: float
) -> dict[SynonymQuery, float]:
    """Rarities raised to a power, with the sum they had."""
    raised = {word: own**power if own > 0 else 0.0 for word, own in rarity.items()}
    before = sum(own * times[word] for word, own in rarity.items())
    after = sum(own * times[word] for word, own in raised.items())
    return {word: before / after * own if after else 0.0 for word, own in raised.items()}


def _densest(spots: Mapping[SynonymQuery, Spots], rarity: Mapping[SynonymQuery, float]) -> float:
    """The greatest weight of different words within NEARNESS_SPAN positions."""
    places = {word: _all(own) for word, own in spots.items()}
    best = 0.0
    for start in (place for own in places.values() for place in own):
        near = range(start, start + constants.NEARNESS_SPAN)
        inside = (rarity[w] for w, own in places.items() if any(place in near for place in own))
        best = max(best, sum(inside))
    return best
