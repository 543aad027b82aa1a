"""The register of an archive, put together from what its articles tell: once for each state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from indexer.model.article import Article
from indexer.model.register import Findings
from indexer.register.entries import Entry, Register
from indexer.register.merging import entry_of, joined, newest_first
from indexer.register.offices import tenures_of
from indexer.register.promises import promises_of
from indexer.register.tellings import Telling, tellings_of

__all__ = ["Source", "register_of"]


class Source(Protocol):
    """What the articles of a state of the archive tell. An article is named by a number, which says
    nothing but which one it is.
    """

    generation: str

    def findings(self) -> tuple[Mapping[int, Findings], int]:
        """What each article tells that tells anything; how many were never read for it."""

    def article(self, doc: int, /) -> Article: ...

    def id_of(self, doc: int, /) -> str: ...

    def first_day(self, doc: int, /) -> str:
        """The first day of an article's date, ISO; "" when its year is not known."""


def register_of(source: Source) -> Register:
    """The register of a state of the archive.

    Articles are read back one by one, and only those that tell an event or begin or end a tenure;
    what is kept of them are the sentences that the register quotes.
    """
    findings, unread = source.findings()
    telling = {doc: found for doc, found in findings.items() if found.events}
    tellings: dict[int, list[Telling]] = {
        doc: list(tellings_of(source.article(doc), found)) for doc, found in telling.items()
    }
    groups = joined(one for own in tellings.values() for one in own)
    made = [(group, entry_of(group)) for group in groups]
    entries = newest_first(entry for _, entry in made)
    by_telling = {one.id: entry for group, entry in made for one in group}
    promises = promises_of(_promising(source, telling, tellings, by_telling), entries)
    offices = tenures_of(findings, source.first_day, source.article, source.id_of)
    return Register(entries, offices, promises, unread, source.generation)


def _promising(
    source: Source,
    findings: Mapping[int, Findings],
    tellings: Mapping[int, list[Telling]],
    by_telling: Mapping[str, Entry],
) -> Iterator[tuple[Article, Findings, Mapping[int, Entry]]]:
    """The articles that promise something, with their entries by the event's number."""
    for doc, found in findings.items():
        if found.promises:
            own = {one.number: by_telling[one.id] for one in tellings[doc]}
            yield source.article(doc), found, own
