"""Promises of the archive, and whether anything later names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from indexer.model.article import Article, DateSpan
from indexer.model.register import Findings, FoundPromise
from indexer.register.entries import Entry, Promise
from indexer.register.tellings import quote_of

__all__ = ["promises_of"]

_NUMBER = re.compile(r"lần thứ (\w+)", re.I)
_NOUNS: Final = (
    ("hội nghị", "hội nghị"),
    ("phiên họp", "hội nghị"),
    ("kỳ họp", "hội nghị"),
    ("tọa đàm", "hội nghị"),
    ("toạ đàm", "hội nghị"),
    ("hội thảo", "hội nghị"),
    ("hội đàm", "hội đàm"),
    ("gặp gỡ", "hội đàm"),
    ("giao lưu", "giao lưu"),
    ("thăm", "thăm"),
)
"""What a promise is called by, and the kind of event that keeps it."""
_LATE: Final = 366
"""Days after the event in which something of a promise without a day is looked for."""


def promises_of(
    articles: Iterable[tuple[Article, Findings, Mapping[int, Entry]]], entries: Sequence[Entry]
) -> tuple[Promise, ...]:
    """The promises of articles, each with its findings and its entries by the event's number; by
    their term, those without a day last. One told by several articles of an entry is one.
    """
    found: dict[tuple[str, str, str, str], Promise] = {}
    for article, findings, own in articles:
        for number, promised in enumerate(findings.promises):
            entry = own.get(promised.event)
            promise = _promise(article, number, promised, entry, entries)
            key = promise.what.lower(), promise.due.start, promise.term.lower(), promise.entry
            found.setdefault(key, promise)
    return tuple(sorted(found.values(), key=_order))


def _order(promise: Promise) -> tuple[bool, str, str]:
    return not promise.due.start, promise.due.start, promise.id


def _promise(
    article: Article,
    number: int,
    promised: FoundPromise,
    entry: Entry | None,
    entries: Sequence[Entry],
) -> Promise:
    told = entry.date if entry and entry.date.start else article.date
    made = Promise(
        blake2b(f"{article.id}\0p{number}".encode(), digest_size=6).hexdigest(),
        promised.what.value,
        promised.term.value,
        quote_of(article, promised.sentence),
        promised.due,
        told,
        entry.id if entry else "",
        (),
        entry.provinces if entry else (),
        entry.counterparts if entry else (),
    )
    later = tuple(_following(made, entry, entries)) if entry else ()
    return replace(made, followed=later)


def _following(promise: Promise, entry: Entry, entries: Sequence[Entry]) -> Iterator[str]:
    """The entries after the promise that name it: of the same sides, kind and number; within its
    term where it is a date.
    """
    low = promise.what.lower()
    kind = next((kind for noun, kind in _NOUNS if noun in low), "")
    number = _NUMBER.search(promise.what)
    for other in entries:
        if other.id == entry.id or other.kind != kind or not _is_after(other.date, promise.told):
            continue
        if not _meet(promise.provinces, other.provinces):
            continue
        if not _meet(promise.counterparts, other.counterparts):
            continue
        if number:
            keeps = number[0].lower() in other.told.text.lower()
        else:
            keeps = _is_due(promise.due, other.date)
        if keeps:
            yield other.id


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not frozenset(one).isdisjoint(other)


def _is_after(day: DateSpan, told: DateSpan) -> bool:
    if not (day.has_year and told.has_year):
        return False
    return day.start > told.end


def _is_due(due: DateSpan, day: DateSpan) -> bool:
    """Does a day lie in a term; any does where the term is no date."""
    if not due.has_year:
        return True
    return day.start <= due.end and day.end >= due.start
