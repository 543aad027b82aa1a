"""The query tree as the cluster's queries: one that matches exactly, and one that ranks candidates.

A word matches by `terms`, one clause however many spellings it has: a query may hold 1,024 clauses
in all. The ranking query names the likeliest spellings only; what it finds best is scored anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

from indexer.cluster.mapping import FIELDS, STACK, TITLE_K1
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    Filter,
    MatchAll,
    MatchNone,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
)
from indexer.searching.constants import K1
from indexer.searching.ports import Filters
from indexer.storage.format.schema import POSITION_GAP

__all__ = [
    "Frequencies",
    "Translation",
    "excluding",
    "matching_filter",
    "names_facets",
    "terms_of",
    "within",
]

Query = dict[str, Any]
MATCHING_CLAUSES: Final = 600  # that spellings within phrases may come to
RANKING_CLAUSES: Final = 300  # and those that rank
_SPELLINGS_RANKED: Final = 3  # of each word of a phrase, in ranking
_SLACK: Final = 1e-5  # of sums of weights, which the cluster makes in single precision
_TIE: Final = 0.3
_SATURATED: Final = {"title": (1 + K1) / (1 + TITLE_K1), "body": 1.0}
"""The cluster multiplies by 1 + k1, which is another for titles."""
_NOTHING: Final[Query] = {"match_none": {}}


class Frequencies(Protocol):
    """What is known of an archive's terms."""

    def df(self, term: str, field: str = "text") -> int:
        """Articles that hold a term, in their titles alone where `field` is "title"."""

    def idf(self, df: float) -> float:
        """The rarity of what so many articles hold."""


class Translation:
    """One tree for the cluster. `is_whole` is False where a phrase had to do without some
    spellings.
    """

    def __init__(self, tree: Node, frequencies: Frequencies) -> None:
        self._tree = tree
        self._dfs = frequencies
        phrases = [node for node in _walk(tree) if isinstance(node, Phrase)]
        sizes = [
            len(word.spellings)
            for phrase in phrases
            for word in phrase.words
            for _ in FIELDS[phrase.scope]
        ]
        self._spellings = _share(sizes, MATCHING_CLAUSES)
        self.is_whole = max(sizes, default=0) <= self._spellings
        words = [node for node in _walk(tree) if isinstance(node, SynonymQuery)]
        room = RANKING_CLAUSES - 2 * _SPELLINGS_RANKED * sum(len(one.words) for one in phrases)
        self._groups = max(1, room // (2 * max(1, len(words))))

    def query(self, *, ranked: bool) -> Query:
        """What matches the tree, in about the order of its scores where that is asked for."""
        matching = {"bool": {"filter": [self._match(self._tree)]}}
        ranking = self._rank(self._tree) if ranked else []
        if ranking:
            matching["bool"]["should"] = ranking
        return matching

    def _match(self, node: Node) -> Query:
        match node:
            case SynonymQuery():
                terms = [spelling.term for spelling in node.spellings]
                return _any([{"terms": {field: terms}} for field in FIELDS[node.scope]])
            case Phrase():
                return _any([self._side_by_side(node, field) for field in FIELDS[node.scope]])
            case And():
                return {"bool": {"filter": [self._match(child) for child in node.children]}}
            case Or():
                return _any([self._match(child) for child in node.children])
            case MinShouldMatch():
                return self._enough(node)
            case Not():
                return {"bool": {"must_not": [self._match(node.child)]}}
            case Filter():
                return self._match(node.child)
            case Facet() | DateRange():
                return matching_filter(node)
            case MatchAll():
                return {"match_all": {}}
            case MatchNone():
                return _NOTHING

    def _enough(self, node: MinShouldMatch) -> Query:
        """At least so many children, or so much of their weights."""
        if not node.children:
            return _NOTHING
        children = [self._match(child) for child in node.children]
        if not node.weights:
            least = max(0, math.ceil(node.minimum - _SLACK))
            return {"bool": {"should": children, "minimum_should_match": least}}
        weighed = [
            {"constant_score": {"filter": child, "boost": weight}}
            for child, weight in zip(children, node.weights, strict=True)
            if weight > 0
        ]
        summed = {"bool": {"should": weighed, "minimum_should_match": 1}}
        return {"function_score": {"query": summed, "min_score": node.minimum - _SLACK}}

    def _side_by_side(self, phrase: Phrase, field: str, most: int | None = None) -> Query:
        """The phrase in one field, by the likeliest spellings of its words."""
        words = []
        for word in phrase.words:
            chosen = _likeliest(word, most or self._spellings, self._dfs)
            spans: list[Query] = [{"span_term": {field: term}} for term in chosen]
            if not spans:
                return _NOTHING
            words.append(spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}})
        if not words:
            return _NOTHING
        if len(words) == 1:
            return words[0]
        slop = min(phrase.slop, POSITION_GAP - 1)
        return {"span_near": {"clauses": words, "slop": slop, "in_order": True}}

    def _rank(self, node: Node) -> list[Query]:
        """Queries the sum of whose scores is about the node's."""
        match node:
            case SynonymQuery():
                return self._rank_word(node)
            case Phrase():
                return self._rank_phrase(node)
            case Or() if node.alike:
                ways = [{"bool": {"should": self._rank(child)}} for child in node.children]
                return [{"dis_max": {"queries": ways}}] if ways else []
            case And() | Or() | MinShouldMatch():
                return [query for child in node.children for query in self._rank(child)]
            case _:
                return []

    def _rank_word(self, word: SynonymQuery) -> list[Query]:
        """A word in each field: its spellings of one weight as one term, which is how the cluster
        scores synonyms; boosted so that each group weighs by the rarity of the word as a whole.
        """
        weights = _weights(word)
        groups: dict[float, list[str]] = {}
        for term, weight in weights.items():
            groups.setdefault(round(weight, 2), []).append(term)
        rarity = self._rarity(weights)
        found = []
        for weight in sorted(groups, reverse=True)[: self._groups]:
            terms = groups[weight]
            in_fields: list[Query] = []
            for field in FIELDS[word.scope]:
                boost = weight * self._worth(rarity, max(terms, key=self._dfs.df), field)
                said = {"query": STACK.join(terms), "analyzer": "laid_out", "boost": boost}
                in_fields += [{"match": {field: said}}] if boost > 0 else []
            found += _together(in_fields)
        return found

    def _rank_phrase(self, phrase: Phrase) -> list[Query]:
        """A phrase in each field, boosted so that it weighs by the rarities of its words: the
        cluster adds up those of all spellings.
        """
        spelled = [_weights(word) for word in phrase.words]
        rarity = sum(map(self._rarity, spelled))
        share = math.prod(max(weights.values(), default=0.0) for weights in spelled)
        terms = [
            term for word in phrase.words for term in _likeliest(word, _SPELLINGS_RANKED, self._dfs)
        ]
        found: list[Query] = []
        for field in FIELDS[phrase.scope]:
            query = self._side_by_side(phrase, field, _SPELLINGS_RANKED)
            own = sum(self._dfs.idf(self._dfs.df(term, _counted(field))) for term in terms)
            if "match_none" not in query and own > 0:
                boost = share * rarity / own * _SATURATED[field]
                found.append({"bool": {"must": [query], "boost": boost}})
        return _together(found)

    def _rarity(self, weights: Mapping[str, float]) -> float:
        """The idf of a word by its spellings' frequencies, as the product weighs it."""
        return self._dfs.idf(sum(self._dfs.df(term) * weight for term, weight in weights.items()))

    def _worth(self, rarity: float, term: str, field: str) -> float:
        """What makes of the rarity that the cluster gives a term the word's own."""
        df = self._dfs.df(term, _counted(field))
        return rarity / self._dfs.idf(df) * _SATURATED[field] if df else 0.0


def _together(in_fields: list[Query]) -> list[Query]:
    """What a word scores in title and text: more than the better of both, less than their sum."""
    return [{"dis_max": {"queries": in_fields, "tie_breaker": _TIE}}] if in_fields else []


def _counted(field: str) -> str:
    """Our own field whose frequencies are about those of a field of the cluster."""
    return "title" if field == "title" else "text"


def matching_filter(node: Facet | DateRange) -> Query:
    """What carries a facet value, or whose date overlaps a range.

    Raises ValueError for a date that is not an ISO day.
    """
    if isinstance(node, Facet):
        return {"term": {node.field: node.value}}
    must: list[Query] = [{"exists": {"field": "date_start"}}]
    if node.end:
        must.append({"range": {"date_start": {"lte": date.fromisoformat(node.end).toordinal()}}})
    if node.start:
        must.append({"range": {"date_end": {"gte": date.fromisoformat(node.start).toordinal()}}})
    return {"bool": {"filter": must}}


def within(filters: Filters, but: str = "") -> list[Query]:
    """A query for each group of filters, one group left out."""
    return [
        _any([matching_filter(value) for value in values])
        for group, values in filters.include.items()
        if group != but
    ]


def excluding(query: Query, filters: Filters) -> Query:
    """The query without what is excluded."""
    if filters.exclude:
        query["bool"]["must_not"] = [matching_filter(value) for value in filters.exclude]
    return query


def terms_of(nodes: Sequence[Node]) -> set[str]:
    """Every term that is named in some trees."""
    return {
        spelling.term
        for root in nodes
        for node in _walk(root)
        for word in _own_words(node)
        for spelling in word.spellings
    }


def names_facets(nodes: Sequence[Node]) -> bool:
    """Does any of some trees ask for a facet value?"""
    return any(isinstance(node, Facet) for root in nodes for node in _walk(root))


def _walk(node: Node) -> Iterator[Node]:
    """A node and all below it, words of phrases apart."""
    yield node
    if isinstance(node, And | Or | MinShouldMatch):
        for child in node.children:
            yield from _walk(child)
    elif isinstance(node, Not | Filter):
        yield from _walk(node.child)


def _own_words(node: Node) -> tuple[SynonymQuery, ...]:
    if isinstance(node, SynonymQuery):
        return (node,)
    return node.words if isinstance(node, Phrase) else ()


def _weights(word: SynonymQuery) -> dict[str, float]:
    """A word's spellings, each once, with what they weigh."""
    weights: dict[str, float] = {}
    for spelling in word.spellings:
        weights[spelling.term] = max(spelling.weight, weights.get(spelling.term, 0.0))
    return weights


def _likeliest(word: SynonymQuery, most: int, frequencies: Frequencies) -> list[str]:
    """The spellings of a word that it is most likely found by."""
    weights = _weights(word)
    if len(weights) <= most:
        return list(weights)
    return sorted(weights, key=lambda term: -weights[term] * frequencies.df(term))[:most]


def _share(sizes: Sequence[int], most: int) -> int:
    """How many of each of some lists may be taken for all to come to at most `most`; one at
    least.
    """
    low, high = 1, max(1, *sizes) if sizes else 1
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(size, middle) for size in sizes) <= most:
            low = middle
        else:
            high = middle - 1
    return low


def _any(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else _NOTHING
