"""The records every room speaks of: an article, its parts, and the facts read from it.

Facts carry their evidence: the place in the text that gave them and the rule that read it.
Offsets are code points into `Article.text`, end exclusive, unless a field says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "UNKNOWN_DATE",
    "Article",
    "Basis",
    "Correction",
    "CorrectionField",
    "Counterpart",
    "DateSpan",
    "Evidence",
    "OfficialDocument",
    "Part",
    "PartKind",
    "Precision",
    "Province",
    "Role",
]

Precision = Literal["day", "range", "month", "quarter", "year", "unknown"]
Basis = Literal["explicit", "context", "metadata", "unknown", "corrected"]
CorrectionField = Literal[
    "title",
    "date",
    "provinces",
    "counterparts",
    "source",
    "url",
    "hide",
    "delete",
    "gates",
    "kinds",
    "register",
]
"""What can be corrected. Indexes name them by number: a new one comes last."""
Role = Literal["main", "mentioned"]
PartKind = Literal["title", "lead", "body", "caption", "byline", "source", "related", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read: text[start:end], and the name of the rule that read it."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text with one function. Parts are in order and do not overlap."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateSpan:
    """First and last day of an event, both inclusive, ISO 8601.

    Days are written whole whatever the precision: March 2025 is 2025-03-01 … 2025-03-31, precision
    month. When the year is unknown both are written `--MM-DD`; when nothing is known both are
    empty. `basis` says how the year is known: its own expression, the context that makes it
    certain, metadata, or not at all.
    """

    start: str
    end: str
    precision: Precision
    basis: Basis
    evidence: tuple[Evidence, ...] = ()

    @property
    def has_year(self) -> bool:
        """Is the year known?"""
        return self.start[:1].isdigit()


UNKNOWN_DATE = DateSpan("", "", "unknown", "unknown")


@dataclass(frozen=True, slots=True)
class Province:
    """A Vietnamese province as the article means it, with the unit it belongs to since 1 July
    2025.
    """

    name: str
    today: str
    role: Role = "mentioned"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A Chinese unit: a region (parent None) or a prefecture, city or county with its region as
    parent.
    """

    name: str
    parent: str | None = None
    role: Role = "mentioned"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of one field of an article, stronger than any source and any rule.

    `value` is in the form that `indexer.corrections.values` makes of what was typed; who, when (a
    moment of UTC or a day, ISO 8601) and why may be empty.
    """

    field: CorrectionField
    value: str
    who: str = ""
    when: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """What an official document says of itself (decree 30/2020/NĐ-CP).

    `number` is number and symbol («123/BC-SNgV», «/BC-SNgV» while the number is not filled in);
    `kind` is «Báo cáo», «Công văn» …; `recipients` are those under «Nơi nhận», `drafter` is a name
    or a sign. What it does not say is empty.
    """

    number: str = ""
    kind: str = ""
    subject: str = ""
    recipients: tuple[str, ...] = ()
    drafter: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article, its text exactly as published, and what was read from it.

    `text` is the whole text as it came; a title that stands in it is marked by a part of kind
    "title". A title from a field of its own, from metadata or derived from the first sentence, is
    not in `parts`. `date` is what the reader filters by: metadata when there is any, else the
    event; `event` is the main event's date in the text, `published` the day of publication when
    known; `dates` are all mentions. `labels` are the values of further facets (`facets.FURTHER`) by
    the facet's name; in a facet that is a tree a value below another is "parent<TAB>value".
    `document` is what an official document says of itself, None for any other article.
    `corrected` are the corrections put into it; then `found` is the article as it was read, with
    the same text.
    """

    id: str
    title: str
    text: str
    url: str = ""
    source: str = ""
    author: str = ""
    title_derived: bool = False
    date: DateSpan = UNKNOWN_DATE
    event: DateSpan = UNKNOWN_DATE
    published: DateSpan = UNKNOWN_DATE
    dates: tuple[DateSpan, ...] = ()
    provinces: tuple[Province, ...] = ()
    counterparts: tuple[Counterpart, ...] = ()
    parts: tuple[Part, ...] = ()
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    document: OfficialDocument | None = None
    corrected: tuple[Correction, ...] = ()
    found: Article | None = None

    def labelled(self, facet: str) -> tuple[str, ...]:
        """The values of a further facet, by its name."""
        return next((values for name, values in self.labels if name == facet), ())
