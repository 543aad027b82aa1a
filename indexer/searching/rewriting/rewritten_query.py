"""A query as understood: what execution, ranking, marking and the page start from."""

from __future__ import annotations

from indexer.model.query import Node, Pattern, SynonymQuery
from indexer.model.results import Correction, QueryReading, Unit
from indexer.records import dataclass
from indexer.searching.constants import QUESTION, TOPIC, Weights
from indexer.searching.rewriting.minimum_should_match import BooleanClause
from indexer.searching.rewriting.query_unit import Row

__all__ = ["RewrittenQuery"]


@dataclass(frozen=True, slots=True)
class RewrittenQuery:
    """A query as understood.

    `near`: most of it, for when few articles hold all; None when nothing can be missing. `parts`:
    what `tree` asks for, part by part. `units`: how it was cut. `chains`: its words in typed order,
    a chain per stretch without a break, for adjacency; `otherwise`: the same as they may be
    written. `beginnings`: its words that may be the beginning of others, each with its share.
    `patterns`: what to mark.
    `unknown`: typed words no article holds.
    """

    text: str
    tree: Node
    near: Node | None = None
    parts: tuple[BooleanClause, ...] = ()
    units: tuple[Unit, ...] = ()
    chains: tuple[tuple[SynonymQuery, ...], ...] = ()
    otherwise: tuple[tuple[tuple[SynonymQuery, ...], ...], ...] = ()
    beginnings: tuple[tuple[Row, float], ...] = ()
    patterns: tuple[Pattern, ...] = ()
    interpreted: str = ""
    corrections: tuple[Correction, ...] = ()
    warnings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    question: bool = False

    @property
    def length(self) -> int:
        """How many words it has."""
        return sum(len(unit.text.split()) for unit in self.units)

    @property
    def weights(self) -> Weights:
        """How much its words' places count."""
        return QUESTION if self.question else TOPIC

    @property
    def query(self) -> QueryReading:
        """What the results say of it."""
        return QueryReading(self.text, self.interpreted, self.corrections, self.units)
