"""The query tree, which parsing and rewriting make and execution evaluates; and what to mark of it.

Words hold every spelling they stand for; the executor never expands anything itself. All nodes are
immutable.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from indexer.records import dataclass

__all__ = [
    "And",
    "DateRange",
    "Facet",
    "Filter",
    "MatchAll",
    "MatchNone",
    "MinShouldMatch",
    "Node",
    "Not",
    "Or",
    "Pattern",
    "Phrase",
    "Scope",
    "SynonymQuery",
    "WeightedTerm",
]

Scope = Literal["text", "title", "body"]


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """One indexed term and the factor (0 to 1) its score contribution is multiplied with."""

    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class SynonymQuery:
    """One typed word: matches a document that holds any of its spellings.

    `scope` "text" is title or body.
    """

    spellings: tuple[WeightedTerm, ...]
    scope: Scope = "text"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, each next to the one before; `slop` more positions may lie between
    first and last in all.
    """

    words: tuple[SynonymQuery, ...]
    slop: int = 0
    scope: Scope = "text"


@dataclass(frozen=True, slots=True)
class And:
    """All children match; the score is the sum of theirs."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any child matches; the score is the sum of the matching ones, or the best of them where they
    are `alike`: ways to write one thing.
    """

    children: tuple[Node, ...]
    alike: bool = False


@dataclass(frozen=True, slots=True)
class MinShouldMatch:
    """At least `minimum` of the children match (by weight when `weights` is given); the score is
    the sum of the matching ones.
    """

    children: tuple[Node, ...]
    minimum: float
    weights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that do not match the child; adds nothing to the score."""

    child: Node


@dataclass(frozen=True, slots=True)
class Filter:
    """Documents that match the child; adds nothing to the score."""

    child: Node


@dataclass(frozen=True, slots=True)
class Facet:
    """Documents that carry the facet value, e.g.

    ("province", "Lạng Sơn"); adds nothing to the score.
    """

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Documents whose date overlaps [start, end], ISO days, either may be empty for open; unknown
    years never match.
    """

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every document, score 0."""


@dataclass(frozen=True, slots=True)
class MatchNone:
    """No document."""


Node: TypeAlias = (
    SynonymQuery
    | Phrase
    | And
    | Or
    | MinShouldMatch
    | Not
    | Filter
    | Facet
    | DateRange
    | MatchAll
    | MatchNone
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words to mark in a hit: each right after the one before. `weight` is how much they tell."""

    words: tuple[SynonymQuery, ...]
    weight: float = 1.0
