"""The syntax tree of a query: what was typed, before the archive's vocabulary says what it may
mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias, TypeGuard

from indexer.model.request import Sort
from indexer.records import dataclass

__all__ = [
    "AndClause",
    "Clause",
    "DateFilter",
    "FacetClause",
    "FacetName",
    "FieldScope",
    "NotClause",
    "OrClause",
    "ParsedQuery",
    "PhraseClause",
    "PrefixClause",
    "QueryToken",
    "TermClause",
    "TextScope",
    "TimeExpression",
    "is_quoted",
    "words_of",
]

FacetName = str
"""The name of a facet (`indexer.model.facets`)."""
TextScope = Literal["title", "body"]


@dataclass(frozen=True, slots=True)
class QueryToken:
    """One token as typed: `text` as it would be indexed, `raw` as it stood in the query.

    `parts`: what it is made of when it may also be written apart (`TP.HCM`: tp, hcm).
    """

    text: str
    raw: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermClause:
    """A bare word."""

    word: QueryToken


@dataclass(frozen=True, slots=True)
class PrefixClause:
    """`từ*`: every word that starts so."""

    word: QueryToken


@dataclass(frozen=True, slots=True)
class PhraseClause:
    """Words in quotes: consecutive, with at most `slop` others between.

    `implied` when the quotes were not typed: Chinese, and names with a sign in them (T&T).
    """

    words: tuple[QueryToken, ...]
    slop: int = 0
    implied: bool = False

    @property
    def exact(self) -> bool:
        """Are its words meant as they were typed?"""
        return not self.implied or any("&" in word.raw for word in self.words)


@dataclass(frozen=True, slots=True)
class FacetClause:
    """`tỉnh:Lạng`: a facet value.

    When `open`, plain words after it may belong to the value ("Sơn").
    """

    name: FacetName
    value: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class FieldScope:
    """`tiêu đề:…`: the child, searched for in one part of the article only."""

    scope: TextScope
    child: Clause


@dataclass(frozen=True, slots=True)
class DateFilter:
    """`ngày:…`: articles dated within [start, end], ISO days, either may be empty."""

    start: str
    end: str
    raw: str


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """`quý I/2025` or `24/3` among words: articles that say so (in any of `wordings`) or, with a
    year, are dated so. `relative`: `năm ngoái`, `từ 2024`: only what is dated so is meant.
    `counted`: it is counted from today, so that only articles of its time mean it by its words.
    """

    start: str
    end: str
    wordings: tuple[tuple[QueryToken, ...], ...]
    raw: str
    relative: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class NotClause:
    child: Clause


@dataclass(frozen=True, slots=True)
class OrClause:
    """A OR B."""

    children: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AndClause:
    """Clauses side by side: all are asked for."""

    children: tuple[Clause, ...]


Clause: TypeAlias = (
    TermClause
    | PrefixClause
    | PhraseClause
    | FacetClause
    | FieldScope
    | DateFilter
    | TimeExpression
    | NotClause
    | OrClause
    | AndClause
)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`root` is an empty group when nothing was asked for.

    `warnings` tell what was not understood. `question`: it reads as a question. `order`: the words
    that ask for an order («mới nhất») and the order, when there are such.
    """

    text: str
    root: AndClause
    warnings: tuple[str, ...] = ()
    question: bool = False
    order: tuple[str, Sort] | None = None


def is_quoted(clause: Clause) -> TypeGuard[PhraseClause]:
    """Is it a phrase whose quotes were typed?"""
    return isinstance(clause, PhraseClause) and not clause.implied


def words_of(clause: Clause) -> Iterable[QueryToken]:
    """Every plain or quoted word of a clause."""
    if isinstance(clause, TermClause):
        yield clause.word
    elif isinstance(clause, PhraseClause):
        yield from clause.words
    elif isinstance(clause, AndClause | OrClause):
        for child in clause.children:
            yield from words_of(child)
    elif isinstance(clause, NotClause | FieldScope):
        yield from words_of(clause.child)
