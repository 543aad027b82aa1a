"""The records of the register: an entry for each event, persons with their offices, promises.

Every field that says something carries the words that say it, as a `Quote` of an article. What no
article says is empty: "" or (), `UNKNOWN_DATE`, None.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.model.register import EventKind, QuoteField
from indexer.model.request import SearchRequest

__all__ = [
    "Contradiction",
    "Entry",
    "EntryField",
    "Meeting",
    "Person",
    "Promise",
    "Quote",
    "Register",
    "RegisterRequest",
    "Side",
    "Source",
    "Tenure",
    "Told",
]

EntryField = Literal["date", "place", "vietnamese.leader", "chinese.leader"]
"""Fields in which articles may contradict each other."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, with the sentence around them where a reader needs it: `text` is
    article.text[start:end], or of its title; code points, end exclusive.
    """

    article: str
    field: QuoteField
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A value and the words that give it."""

    value: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Source:
    """An article that tells of an event, as a list of sources shows it; `url` is "" or a web
    address.
    """

    id: str
    title: str
    source: str
    url: str
    date: DateSpan


@dataclass(frozen=True, slots=True)
class Person:
    """A person as one article names them. `office` («Phó Tỉnh trưởng») and `unit` («Vân Nam», «Sở
    Ngoại vụ tỉnh Hà Giang») as written; either may be "". `quote` is the sentence.
    """

    name: str
    office: str
    unit: str
    quote: Quote

    @property
    def title(self) -> str:
        """Office, unit and name in one line: «Phó Tỉnh trưởng Vân Nam Vương Hạo»."""
        return " ".join(part for part in (self.office, self.unit, self.name) if part)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an event: `places` by the gazetteer's names (a province; a Chinese region,
    prefecture or city; «Việt Nam», «Trung Quốc» where nothing narrower is said), `units` the bodies
    as written, `leaders` in the order they are named.
    """

    places: tuple[Told, ...] = ()
    units: tuple[Told, ...] = ()
    leaders: tuple[Person, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The places' names."""
        return tuple(told.value for told in self.places)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting within a visit: who met whom, where, and the sentence that says so."""

    place: Told | None
    vietnamese: tuple[Person, ...]
    chinese: tuple[Person, ...]
    quote: Quote


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What articles say of one field, each differently: two values or more."""

    field: EntryField
    values: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the register.

    `id` stays the same from build to build as long as the articles stay the same. `date` is the
    event's as `Article.event` has it (its year may be unknown), `told` the sentence that says that
    it took place, `about` the one that says what it was about; `meetings` are those of a visit, by
    the article that tells most. `provinces`, `counterparts` and
    `gates` are what filters by the places of both sides ask for: provinces by their own name and
    that of today's unit, Chinese units with their regions. `sources` are the articles, newest
    first; `aliases` the ids it had, or would have, by each of them alone.
    """

    id: str
    kind: EventKind
    told: Quote
    date: DateSpan = UNKNOWN_DATE
    date_quote: Quote | None = None
    vietnamese: Side = Side()
    chinese: Side = Side()
    place: Told | None = None
    about: Quote | None = None
    signed: tuple[Told, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    sources: tuple[Source, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    provinces: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    is_corrected: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that tell it."""
        return tuple(source.id for source in self.sources)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in an office, as the archive tells it: `names` are all spellings, the usual one
    first; `first` and `last` the sentences of the first and last article that say so, with the
    articles' dates. `country` is whose office it is; `count` how many articles say so, `articles`
    the newest of them.
    """

    id: str
    person: str
    office: str
    unit: str
    country: Literal["vn", "cn"]
    names: tuple[str, ...]
    first: Quote
    first_date: DateSpan
    last: Quote
    last_date: DateSpan
    articles: tuple[str, ...]
    count: int = 1
    provinces: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """Something agreed on with a term. `what` is its name, `term` the words of the term, `due` the
    days they stand for, unknown when they are none («mỗi năm hai lần»); `told` the date of the
    event, or else of the article, that tells it; `entry` the id of the entry at which it was
    agreed, "" for none; `followed` the ids of later entries that name it.
    """

    id: str
    what: str
    term: str
    quote: Quote
    due: DateSpan
    told: DateSpan
    entry: str = ""
    followed: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()

    @property
    def is_followed(self) -> bool:
        """Does anything later name it? If not, pages say «chưa thấy tin tiếp theo»."""
        return bool(self.followed)


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """What of the register is asked for: OR within a field, AND across. Places, gates and kinds may
    be typed bare or in another case; dates are ISO days, months or years, both ends inclusive; any
    of `years` («2025», «2025-03», "unknown" where no year is told); `q` are words that all stand
    in what the entry tells, typed with marks or without. `without_*` leave out; an entry stays that
    another source tells, too.
    """

    q: str = ""
    provinces: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    date_from: str = ""
    date_to: str = ""
    years: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    without_provinces: tuple[str, ...] = ()
    without_counterparts: tuple[str, ...] = ()
    without_gates: tuple[str, ...] = ()
    without_kinds: tuple[str, ...] = ()
    without_sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, search: SearchRequest) -> RegisterRequest:
        """What of a search the register is asked for too: all but its order and its pages."""
        shared = (one.name for one in fields(cls))
        return cls(**{name: getattr(search, name) for name in shared})


@dataclass(frozen=True, slots=True)
class Register:
    """The register of an archive in one of its states. `entries` are newest first, those of unknown
    year last; `offices` by unit, office and time, so that successions stand together; `promises` by
    their term, those without a day last.

    `unread` counts articles that were indexed before there was a register: where it is not 0,
    `indexer build` makes it whole, and skins say so.
    """

    entries: tuple[Entry, ...] = ()
    offices: tuple[Tenure, ...] = ()
    promises: tuple[Promise, ...] = ()
    unread: int = 0
    generation: str = ""

    def entry(self, id: str) -> Entry | None:
        """The entry with an id, or that has taken in the one with it; None when there is none."""
        return next(
            (entry for entry in self.entries if id == entry.id or id in entry.aliases), None
        )

    def of_article(self, id: str) -> tuple[Entry, ...]:
        """The entries that an article tells."""
        return tuple(entry for entry in self.entries if id in entry.articles)
