"""What the parts of a rewriting share: the archive's words, how they are read, and what has been
found out about the query so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from indexer.model.results import Unit
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.minimum_should_match import BooleanClause
from indexer.searching.rewriting.query_unit import QueryUnit, Row
from indexer.searching.rewriting.spelling.speller import Speller
from indexer.searching.rewriting.wordings import Chain, Wordings

__all__ = ["RewriteContext"]


@dataclass(slots=True)
class RewriteContext:
    """One query while it is rewritten.

    `loose`: the syllables of words may stand anywhere. `units`: how it is cut. `chains`: its words
    in typed order, a chain per stretch without a break; `written_out`: the same, by place, short
    forms and names in them as they may be written. `longer`: units that may be the beginning of
    others, each with its weight. `said`: the query said back, word by word.
    """

    vocabulary: Vocabulary
    speller: Speller
    wordings: Wordings
    loose: bool = False
    units: list[Unit] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    written_out: dict[int, Chain] = field(default_factory=dict)
    longer: list[tuple[QueryUnit, float]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def otherwise(self) -> tuple[tuple[Chain, ...], ...]:
        """The chains with short forms and names in them written as they may be, one way each."""
        written = {at: way for at, way in self.written_out.items() if way and at < len(self.chains)}
        if not written:
            return ()
        return (tuple(written.get(at, chain) for at, chain in enumerate(self.chains)),)

    def beginnings(self, wanted: Sequence[BooleanClause]) -> tuple[tuple[Row, float], ...]:
        """The words of the query that may be the beginning of others, each with its share."""
        whole = sum(clause.weight for clause in wanted)
        if not whole:  # nothing of it has a weight: all that is wanted stands as it is
            return ()
        return tuple((unit.rows[0], weight / whole) for unit, weight in self.longer)
