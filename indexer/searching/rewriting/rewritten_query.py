"""A query as understood: what execution, ranking, marking and the page start from."""

from __future__ import annotations

from indexer.model.query import Node, Pattern, SynonymQuery
from indexer.model.results import Correction, QueryReading
from indexer.records import dataclass
from indexer.searching.constants import QUESTION, TOPIC, Weights

__all__ = ["RewrittenQuery"]


@dataclass(frozen=True, slots=True)
class RewrittenQuery:
    """A query as understood.

    `chains`: its words in typed order, a chain per stretch without a break, for adjacency.
    `patterns`: what to mark. `unknown`: typed words no article holds.
    """

    text: str
    tree: Node
    chains: tuple[tuple[SynonymQuery, ...], ...] = ()
    patterns: tuple[Pattern, ...] = ()
    interpreted: str = ""
    corrections: tuple[Correction, ...] = ()
    warnings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    question: bool = False

    @property
    def weights(self) -> Weights:
        """How much its words' places count."""
        return QUESTION if self.question else TOPIC

    @property
    def query(self) -> QueryReading:
        """What the results say of it."""
        return QueryReading(self.text, self.interpreted, self.corrections)
