"""What one article tells of cooperation: its events, the persons with their offices, the promises.

Reading finds it (`indexer.reading.register`), the article codec keeps it, and `indexer.register`
joins what several articles tell into the register. Everything is a `Span`: where in the article it
stands and, where it has one, the name by which the gazetteer or the rules call it. Nothing is here
that no words of the article say; what they do not say is empty.
"""

from __future__ import annotations

from typing import Final, Literal

from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.records import dataclass

__all__ = [
    "EVENT_KINDS",
    "NO_FINDINGS",
    "NO_PARTY",
    "EventKind",
    "Findings",
    "FoundEvent",
    "FoundPerson",
    "FoundPromise",
    "Party",
    "QuoteField",
    "Span",
]

QuoteField = Literal["title", "body"]
EventKind = Literal["hội đàm", "thăm", "ký kết", "hội nghị", "giao lưu"]
"""Kinds of event that are entries, by the names of the facet «kind»."""
EVENT_KINDS: Final[tuple[EventKind, ...]] = ("hội đàm", "thăm", "ký kết", "hội nghị", "giao lưu")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of an article: code points of its text, or of its title, end exclusive. `value` is the
    name they stand for, "" where the words speak for themselves.
    """

    start: int
    end: int
    value: str = ""
    field: QuoteField = "body"


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person with an office: `name` as written, `office` and `unit` in one form («Bí thư Khu ủy»,
    «Quảng Tây»), and the sentence.
    """

    name: str
    office: str
    unit: str
    words: Span
    """From the first to the last word of office, unit and name."""
    sentence: Span


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an event. `places`: provinces, or Chinese units, by the gazetteer's names; the
    country where nothing narrower is said. `units`: bodies as written («Sở Ngoại vụ tỉnh Hà
    Giang»). `leaders`: numbers in `Findings.persons`.
    """

    places: tuple[Span, ...] = ()
    units: tuple[Span, ...] = ()
    leaders: tuple[int, ...] = ()


NO_PARTY: Final = Party()


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One event as one article tells it. `about` is the sentence that says what it was about,
    `told` the sentence that says that it took place; `within` is the number of the visit that a
    meeting belongs to, -1 for none.
    """

    kind: EventKind
    told: Span
    date: DateSpan = UNKNOWN_DATE
    vietnamese: Party = NO_PARTY
    chinese: Party = NO_PARTY
    place: Span | None = None
    about: Span | None = None
    signed: tuple[Span, ...] = ()
    within: int = -1


@dataclass(frozen=True, slots=True)
class FoundPromise:
    """Something agreed on with a term: `what` is its name as written, `term` the words of the term
    («vào quý I năm 2024», «mỗi năm hai lần»), `due` the days they stand for, unknown when they are
    no date; `event` the number of the event it was agreed at, -1 for none.
    """

    what: Span
    term: Span
    sentence: Span
    due: DateSpan = UNKNOWN_DATE
    event: int = -1


@dataclass(frozen=True, slots=True)
class Findings:
    """All that an article tells for the register. `edit` is what people say of its events: "" for
    nothing, "part" where they stand alone, "join ID" where another article tells the same, "add"
    where somebody has stated one.
    """

    persons: tuple[FoundPerson, ...] = ()
    events: tuple[FoundEvent, ...] = ()
    promises: tuple[FoundPromise, ...] = ()
    edit: str = ""


NO_FINDINGS: Final = Findings()
