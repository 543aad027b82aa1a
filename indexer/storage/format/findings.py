"""What a segment's articles tell for the register: one compressed JSON value for all of them.

The register is read whole, once for each state of the archive, and never by a search; together the
findings of an article take a tenth of what they would by themselves. Words are places in the
article's text, not copies of them. A segment written before there was a register has no such
column; one merged with it counts the articles that were never read.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from indexer.model.article import UNKNOWN_DATE, Basis, DateSpan, Evidence, Precision
from indexer.model.register import (
    EVENT_KINDS,
    Findings,
    FoundEvent,
    FoundPerson,
    FoundPromise,
    Party,
    Span,
)

__all__ = ["REGISTER", "merged", "pack", "packed", "unpack"]

REGISTER: Final = "register"
"""The column's name."""
Plain = list[Any]
Rows = dict[int, Plain]
"""Findings as JSON by the number of their document."""
_PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)
_BASES: Final[tuple[Basis, ...]] = get_args(Basis)
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_LEVEL: Final = 6


def packed(findings: Mapping[int, Findings]) -> NDArray[np.uint8]:
    """The column of documents' findings; those that tell nothing may be left out."""
    rows = {doc: _findings(one) for doc, one in findings.items()}
    return pack({doc: row for doc, row in rows.items() if any(row)}, 0)


def pack(rows: Rows, unread: int) -> NDArray[np.uint8]:
    """The column of findings as JSON, and how many articles were never read for the register."""
    text = _write([unread, list(rows), list(rows.values())])
    return np.frombuffer(zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL), np.uint8)


def _unpacked(column: bytes) -> tuple[Rows, int]:
    unread, docs, rows = json.loads(zlib.decompress(column))
    return dict(zip(docs, rows, strict=True)), unread


def unpack(column: bytes) -> tuple[dict[int, Findings], int]:
    """The findings of a column by document, and how many articles were never read."""
    rows, unread = _unpacked(column)
    return {doc: _read(row) for doc, row in rows.items()}, unread


def merged(parts: Iterable[tuple[bytes | None, Sequence[int]]]) -> NDArray[np.uint8]:
    """The column of segments put together: each with its column, None when it has none, and its
    documents' new numbers, -1 for those that are gone.
    """
    together: Rows = {}
    unread = 0
    for column, numbers in parts:
        if column is None:
            unread += sum(number >= 0 for number in numbers)
            continue
        rows, before = _unpacked(column)
        unread += before
        for doc, row in rows.items():
            if numbers[doc] >= 0:
                together[int(numbers[doc])] = row
    return pack(together, unread)


def _findings(one: Findings) -> Plain:
    return [
        [[p.name, p.office, p.unit, *_span(p.words), *_span(p.sentence)[:2]] for p in one.persons],
        [_event(event) for event in one.events],
        [
            [_span(p.what), _span(p.term), _span(p.sentence), _date(p.due), p.event]
            for p in one.promises
        ],
        *([one.edit] if one.edit else []),
    ]


def _event(event: FoundEvent) -> Plain:
    return [
        EVENT_KINDS.index(event.kind),
        _span(event.told),
        _date(event.date),
        _party(event.vietnamese),
        _party(event.chinese),
        _span(event.place) if event.place else 0,
        _span(event.about) if event.about else 0,
        [_span(span) for span in event.signed],
        event.within,
    ]


def _party(party: Party) -> Plain:
    return [
        [_span(span) for span in party.places],
        [_span(span) for span in party.units],
        list(party.leaders),
    ]


def _span(span: Span) -> Plain:
    return [span.start, span.end - span.start, span.value, int(span.field == "title")]


def _date(date: DateSpan) -> Plain | int:
    if date == UNKNOWN_DATE:
        return 0
    where = [(one.start, one.end, one.rule) for one in date.evidence]
    return [
        date.start,
        date.end,
        _PRECISIONS.index(date.precision),
        _BASES.index(date.basis),
        where,
    ]


def _read(row: Plain) -> Findings:
    persons, events, promises, *edit = row
    return Findings(
        tuple(
            FoundPerson(
                name, office, unit, _read_span([start, size, value, field]), _read_sentence(*around)
            )
            for name, office, unit, start, size, value, field, *around in persons
        ),
        tuple(_read_event(event) for event in events),
        tuple(
            FoundPromise(
                _read_span(what), _read_span(term), _read_span(sentence), _read_date(due), event
            )
            for what, term, sentence, due, event in promises
        ),
        *edit,
    )


def _read_event(event: Plain) -> FoundEvent:
    kind, told, date, vietnamese, chinese, place, about, signed, within = event
    return FoundEvent(
        EVENT_KINDS[kind],
        _read_span(told),
        _read_date(date),
        _read_party(vietnamese),
        _read_party(chinese),
        _read_span(place) if place else None,
        _read_span(about) if about else None,
        tuple(_read_span(span) for span in signed),
        within,
    )


def _read_party(party: Plain) -> Party:
    places, units, leaders = party
    return Party(
        tuple(_read_span(span) for span in places),
        tuple(_read_span(span) for span in units),
        tuple(leaders),
    )


def _read_span(span: Plain) -> Span:
    start, size, value, field = span
    return Span(start, start + size, value, "title" if field else "body")


def _read_sentence(start: int, size: int) -> Span:
    return Span(start, start + size)


def _read_date(date: Plain | int) -> DateSpan:
    if isinstance(date, int):
        return UNKNOWN_DATE
    start, end, precision, basis, where = date
    evidence = tuple(Evidence(*one) for one in where)
    return DateSpan(start, end, _PRECISIONS[precision], _BASES[basis], evidence)
