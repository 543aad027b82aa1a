"""The syntax tree of a query: what was typed, before the archive's vocabulary says what it may mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from indexer.records import dataclass

__all__ = [
    "Clause",
    "Dated",
    "Either",
    "FacetName",
    "Field",
    "Group",
    "Negated",
    "Parsed",
    "Period",
    "Prefix",
    "Quoted",
    "Term",
    "TextScope",
    "Typed",
    "Within",
    "words_of",
]

FacetName = Literal["province", "counterpart", "source", "year"]
TextScope = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class Typed:
    """One token as typed: `text` as it would be indexed, `raw` as it stood in the query.

    `parts`: what it is made of when it may also be written apart (`TP.HCM`: tp, hcm).
    """

    text: str
    raw: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A bare word."""

    word: Typed


@dataclass(frozen=True, slots=True)
class Prefix:
    """`từ*`: every word that starts so."""

    word: Typed


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotes: consecutive, with at most `slop` others between. `implied` when the quotes were not typed (Chinese)."""

    words: tuple[Typed, ...]
    slop: int = 0
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """`tỉnh:Lạng`: a facet value. When `open`, plain words after it may belong to the value ("Sơn")."""

    name: FacetName
    value: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """`tiêu đề:…`: the child, searched for in one part of the article only."""

    scope: TextScope
    child: Clause


@dataclass(frozen=True, slots=True)
class Dated:
    """`ngày:…`: articles dated within [start, end], ISO days, either may be empty."""

    start: str
    end: str
    raw: str


@dataclass(frozen=True, slots=True)
class Period:
    """`quý I/2025` or `24/3` among words: articles that say so (in any of `wordings`) or, with a year, are dated so."""

    start: str
    end: str
    wordings: tuple[tuple[Typed, ...], ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Negated:
    child: Clause


@dataclass(frozen=True, slots=True)
class Either:
    """A OR B."""

    children: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses side by side: all are asked for."""

    children: tuple[Clause, ...]


Clause: TypeAlias = Term | Prefix | Quoted | Field | Within | Dated | Period | Negated | Either | Group


@dataclass(frozen=True, slots=True)
class Parsed:
    """`root` is an empty group when nothing was asked for. `warnings` tell what was not understood. `question`: it reads as a question."""

    text: str
    root: Group
    warnings: tuple[str, ...] = ()
    question: bool = False


def words_of(clause: Clause) -> Iterable[Typed]:
    """Every plain or quoted word of a clause."""
    if isinstance(clause, Term):
        yield clause.word
    elif isinstance(clause, Quoted):
        yield from clause.words
    elif isinstance(clause, Group | Either):
        for child in clause.children:
            yield from words_of(child)
    elif isinstance(clause, Negated | Within):
        yield from words_of(clause.child)
