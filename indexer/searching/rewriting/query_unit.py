"""A unit of a query: a word, a name, a term, as it is searched for."""

from __future__ import annotations

from indexer.model.results import UnitKind
from indexer.records import dataclass

__all__ = ["NAMES", "QueryUnit", "Row"]

Row = tuple[str, ...]
NAMES = ("place", "name")  # kinds of units that name one thing


@dataclass(frozen=True, slots=True)
class QueryUnit:
    """Words start … end of a stretch. `rows`: what is searched for, side by side, likeliest first.

    A unit of one word has one row of its likeliest spelling. `inner`: of a long unit, the words it
    is made of. `optional`: it may be missing. `weak`: nothing but their standing alone joins its
    words, so that apart they are near.
    """

    start: int
    end: int
    kind: UnitKind
    rows: tuple[Row, ...]
    optional: bool = False
    inner: tuple[Row, ...] = ()
    weak: bool = False

    @property
    def joined(self) -> bool:
        """Must its words stand side by side?"""
        return self.end - self.start > 1
