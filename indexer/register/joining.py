"""The register of an archive, put together from what its articles tell: once for each state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from indexer.model.article import Article
from indexer.model.register import Findings
from indexer.register.entries import Entry, Register
from indexer.register.merging import entry_of, joined, newest_first
from indexer.register.offices import tenures_of
from indexer.register.promises import promises_of
from indexer.register.tellings import Telling, tellings_of
from indexer.storage import IndexReader

__all__ = ["register_of"]


def register_of(snapshot: IndexReader) -> Register:
    """The register of a state of the archive.

    Articles are read back one by one, and only those that tell an event or begin or end a tenure;
    what is kept of them are the sentences that the register quotes.
    """
    findings, unread = snapshot.findings()
    telling = {doc: found for doc, found in findings.items() if found.events}
    tellings: dict[int, list[Telling]] = {
        doc: list(tellings_of(snapshot.article(doc), found)) for doc, found in telling.items()
    }
    groups = joined(one for own in tellings.values() for one in own)
    made = [(group, entry_of(group)) for group in groups]
    entries = newest_first(entry for _, entry in made)
    by_telling = {one.id: entry for group, entry in made for one in group}
    promises = promises_of(_promising(snapshot, telling, tellings, by_telling), entries)
    offices = tenures_of(findings, _Days(snapshot), snapshot.article, snapshot.id_of)
    return Register(entries, offices, promises, unread, snapshot.generation)


def _promising(
    snapshot: IndexReader,
    findings: Mapping[int, Findings],
    tellings: Mapping[int, list[Telling]],
    by_telling: Mapping[str, Entry],
) -> Iterator[tuple[Article, Findings, Mapping[int, Entry]]]:
    """The articles that promise something, with their entries by the event's number."""
    for doc, found in findings.items():
        if found.promises:
            own = {one.number: by_telling[one.id] for one in tellings[doc]}
            yield snapshot.article(doc), found, own


class _Days:
    """The first day of a document's date, ISO, "" when its year is not known."""

    def __init__(self, snapshot: IndexReader) -> None:
        self._snapshot = snapshot

    def __call__(self, doc: int) -> str:
        segment = self._snapshot.segment_of(doc)
        number = int(segment.file.numbers("date_start")[doc - segment.base])
        return date.fromordinal(number).isoformat() if number > 0 else ""
