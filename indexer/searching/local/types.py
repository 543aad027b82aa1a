"""What the rooms of local execution speak of: arrays by what they hold, terms looked up, what an
evaluator answers, and what a query may still cost.

Documents are numbered as the snapshot does, all segments one after the other.
"""

from __future__ import annotations

import time
from typing import Any, Protocol, TypeAlias

from numpy.typing import NDArray

from indexer.model.query import Scope
from indexer.records import dataclass

__all__ = [
    "Counts",
    "Docs",
    "Evaluator",
    "Found",
    "Mask",
    "Places",
    "Positions",
    "QueryBudget",
    "Scores",
    "SpellingGroup",
    "TermGroup",
    "WordTerms",
]

Docs: TypeAlias = NDArray[Any]
"""Ascending document numbers, whole numbers of any width."""
Places: TypeAlias = NDArray[Any]
"""Ascending places in another array."""
Mask: TypeAlias = NDArray[Any]
"""One bool for each document, or for each of some documents."""
Counts: TypeAlias = NDArray[Any]
"""How often terms stand in each document, or in each of some documents."""
Scores: TypeAlias = NDArray[Any]
"""float32 beside documents."""
Positions: TypeAlias = NDArray[Any]
"""Positions of words in a document, or document and position in one number, ascending."""

Found: TypeAlias = tuple[Docs | Mask, Scores]
"""(ascending documents, their scores), or from `probe` (mask, scores) beside the candidates."""


class Evaluator(Protocol):
    """Answers for one node of a query tree; see `evaluators`."""

    cost: float
    """About how many documents of the whole collection match; And takes the rarest first."""

    def full(self) -> Found:
        """Which documents match, with what scores."""

    def candidates(self) -> Docs:
        """Ascending documents without which none matches: cheap, for positions are not read."""

    def probe(self, docs: Docs) -> Found:
        """Which of these candidates match, with what scores."""


@dataclass(frozen=True, slots=True, eq=False)
class TermGroup:
    """Terms of one field that are counted together.

    `ordinals`: ascending, for each segment, at `most` so many in one; `number` of them and `df`,
    their postings, in all. There is one object for a set of terms.
    """

    field: str
    ordinals: tuple[tuple[int, ...], ...]
    most: int
    number: int
    df: int


@dataclass(frozen=True, slots=True)
class SpellingGroup:
    """Spellings of one weight, counted together: their terms in the text and in titles."""

    weight: float
    text: TermGroup
    title: TermGroup


@dataclass(frozen=True, slots=True, eq=False)
class WordTerms:
    """What is looked up of a word once per snapshot.

    `df` is the sum of its spellings' document frequencies.
    """

    scope: Scope
    groups: tuple[SpellingGroup, ...]
    df: float
    idf: float


@dataclass(slots=True)
class QueryBudget:
    """What is left of a query's budget; `reached` says that something was left out."""

    terms: int
    postings: int
    deadline: float
    reached: bool = False

    def take(self, terms: int, postings: int) -> bool:
        """Ask to read terms with so many postings; False when the budget is used up."""
        self.terms -= terms
        self.postings -= postings
        if self.terms < 0 or self.postings < 0:
            self.reached = True
        return not self.exhausted()

    def exhausted(self) -> bool:
        """Whether to stop here."""
        self.reached = self.reached or time.monotonic() > self.deadline
        return self.reached
