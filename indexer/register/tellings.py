"""What one article tells of one event, with the words themselves: the material of entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from indexer.gazetteer.resolution import resolve
from indexer.gazetteer.tables import province_today
from indexer.model.article import Article, DateSpan
from indexer.model.register import Findings, FoundEvent, FoundPerson, Party, Span
from indexer.model.web_address import web_address
from indexer.register.entries import Meeting, Person, Quote, Side, Source, Told

__all__ = ["Telling", "counterparts_of", "provinces_of", "quote_of", "source_of", "tellings_of"]


@dataclass(frozen=True, slots=True)
class Telling:
    """One event as one article tells it. `id` is what the entry is called by this article alone;
    `number` is the event's number in the article, `edit` what people say of it.
    """

    id: str
    number: int
    event: FoundEvent
    source: Source
    told: Quote
    date_quote: Quote | None
    vietnamese: Side
    chinese: Side
    place: Told | None
    about: Quote | None
    signed: tuple[Told, ...]
    meetings: tuple[Meeting, ...]
    gates: tuple[str, ...]
    edit: str = ""

    @property
    def date(self) -> DateSpan:
        """When it was."""
        return self.event.date

    @property
    def weight(self) -> int:
        """How much it says."""
        sides = (self.vietnamese, self.chinese)
        named = sum(len(side.places) + 2 * len(side.leaders) + len(side.units) for side in sides)
        return named + 3 * len(self.signed) + bool(self.place) + 2 * bool(self.date.start)


def tellings_of(article: Article, findings: Findings) -> Iterator[Telling]:
    """The events that an article tells, meetings within the visit they belong to."""
    reader = _Reader(article, findings)
    for number, event in enumerate(findings.events):
        if event.within < 0:
            yield reader.telling(number, event)


def source_of(article: Article) -> Source:
    """An article as a list of sources shows it."""
    date = article.published if article.published.start else article.date
    return Source(article.id, article.title, article.source, web_address(article.url), date)


def quote_of(article: Article, span: Span) -> Quote:
    """The words of a place in an article."""
    text = article.title if span.field == "title" else article.text
    return Quote(article.id, span.field, span.start, span.end, text[span.start : span.end])


class _Reader:
    """Puts the words of one article to what was found in it."""

    def __init__(self, article: Article, findings: Findings) -> None:
        self._article, self._findings = article, findings
        self._source = source_of(article)

    def telling(self, number: int, event: FoundEvent) -> Telling:
        """One event with its words."""
        article = self._article
        inner = [one for one in self._findings.events if one.within == number]
        digest = blake2b(f"{article.id}\0{number}".encode(), digest_size=6).hexdigest()
        told = self._quote(event.told)
        about = self._quote(event.about) if event.about else None
        return Telling(
            digest,
            number,
            event,
            self._source,
            told,
            self._date_quote(event.date),
            self._side(event.vietnamese),
            self._side(event.chinese),
            self._told(event.place) if event.place else None,
            about,
            tuple(self._told(span) for span in event.signed),
            tuple(self._meeting(one) for one in inner),
            _gates(article, told.text, about.text if about else ""),
            self._findings.edit,
        )

    def _meeting(self, event: FoundEvent) -> Meeting:
        return Meeting(
            self._told(event.place) if event.place else None,
            self._side(event.vietnamese).leaders,
            self._side(event.chinese).leaders,
            self._quote(event.told),
        )

    def _side(self, party: Party) -> Side:
        persons = self._findings.persons
        return Side(
            tuple(self._told(span) for span in party.places),
            tuple(self._told(span) for span in party.units),
            tuple(self._person(persons[number]) for number in party.leaders),
        )

    def _person(self, person: FoundPerson) -> Person:
        return Person(person.name, person.office, person.unit, self._quote(person.sentence))

    def _told(self, span: Span) -> Told:
        quote = self._quote(span)
        return Told(span.value or quote.text, quote)

    def _quote(self, span: Span) -> Quote:
        return quote_of(self._article, span)

    def _date_quote(self, date: DateSpan) -> Quote | None:
        """The words of a date; None when they stand in a title with a field of its own."""
        for one in date.evidence:
            if one.end > one.start:
                return self._quote(Span(one.start, one.end))
        return None


def _gates(article: Article, *sentences: str) -> tuple[str, ...]:
    """The border gates of an article that its event's sentences name."""
    names = [value.rpartition("\t")[2] for value in article.labelled("gate")]
    return tuple(
        name
        for name in names
        if any(side in sentence for side in name.split(" – ") for sentence in sentences)
    )


def provinces_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Vietnamese places as filters ask for them: each with the unit of today."""
    found: dict[str, None] = {}
    for name in names:
        if name != "Việt Nam":
            found |= dict.fromkeys((name, province_today(name)))
    return tuple(found)


def counterparts_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Chinese places as filters ask for them: each with its region."""
    found: dict[str, None] = {}
    for name in names:
        meanings = resolve("counterpart", name)
        own = [one for one in meanings if name in one.names]
        for meaning in own[:1]:
            found |= dict.fromkeys(filter(None, (name, meaning.parent)))
    return tuple(found)
