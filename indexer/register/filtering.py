"""What of the register is asked for: by words, places, gates, kinds and days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from indexer.gazetteer.resolution import Kind, resolve
from indexer.gazetteer.tables import gates
from indexer.language.unicode.canonical import canonical
from indexer.language.unicode.folding import strip_marks
from indexer.model.article import DateSpan
from indexer.register.entries import Entry, Person, Promise, Register, RegisterRequest, Tenure
from indexer.searching.parsing.days_asked import days_asked
from indexer.searching.parsing.periods import parse_period

__all__ = ["OF_ENTRIES", "UNKNOWN", "select"]

OF_ENTRIES = frozenset({"gates", "kinds", "sources"})
OF_ENTRIES |= {f"without_{name}" for name in OF_ENTRIES}
"""Fields of a request that ask for entries alone."""
UNKNOWN = "unknown"
"""Of `RegisterRequest.years`: those of which no year is told."""
_Row = Entry | Tenure | Promise
_Test = Callable[[_Row], bool]


def select(register: Register, request: RegisterRequest) -> Register:
    """The entries, offices and promises that are asked for. Kinds, gates and sources ask for
    entries alone: with them no office and no promise is left.

    Raises BadQuery for a date that is none or a stretch that ends before it begins.
    """
    tests = list(_tests(request))
    of_entries = list(_entry_tests(request))
    entries = (row for row in register.entries if all(test(row) for test in tests))
    kept = tuple(row for row in entries if all(test(row) for test in of_entries))
    if of_entries:
        return replace(register, entries=kept, offices=(), promises=())
    offices = tuple(row for row in register.offices if all(test(row) for test in tests))
    promises = tuple(row for row in register.promises if all(test(row) for test in tests))
    return replace(register, entries=kept, offices=offices, promises=promises)


def _tests(request: RegisterRequest) -> Iterator[_Test]:
    """What entries, offices and promises are asked alike."""
    if request.provinces:
        provinces = _meant("province", request.provinces)
        yield lambda row: not provinces.isdisjoint(row.provinces)
    if request.counterparts:
        counterparts = _meant("counterpart", request.counterparts)
        yield lambda row: not counterparts.isdisjoint(row.counterparts)
    if request.without_provinces:
        none_of = _meant("province", request.without_provinces)
        yield lambda row: none_of.isdisjoint(row.provinces)
    if request.without_counterparts:
        nor_of = _meant("counterpart", request.without_counterparts)
        yield lambda row: nor_of.isdisjoint(row.counterparts)
    first, last = days_asked(request.date_from, request.date_to)
    if first or last:
        yield lambda row: _touches(_span(row), first, last)
    if request.years:
        yield lambda row: any(_in_year(_span(row), year) for year in request.years)
    typed = canonical(request.q).text.lower().split()
    words = [(word, plain) for word in typed if (plain := strip_marks(word))]
    if words:
        yield lambda row: _says(row, words)


def _entry_tests(request: RegisterRequest) -> Iterator[Callable[[Entry], bool]]:
    if request.gates:
        asked = _meant_gates(request.gates)
        yield lambda entry: not asked.isdisjoint(entry.gates)
    if request.kinds:
        kinds = _letters(request.kinds)
        yield lambda entry: strip_marks(entry.kind) in kinds
    if request.sources:
        sources = _letters(request.sources)
        yield lambda entry: not sources.isdisjoint(_sources(entry))
    if request.without_gates:
        no_gates = _meant_gates(request.without_gates)
        yield lambda entry: no_gates.isdisjoint(entry.gates)
    if request.without_kinds:
        no_kinds = _letters(request.without_kinds)
        yield lambda entry: strip_marks(entry.kind) not in no_kinds
    if request.without_sources:
        no_sources = _letters(request.without_sources)
        yield lambda entry: not entry.sources or not _sources(entry) <= no_sources


def _letters(typed: Iterable[str]) -> frozenset[str]:
    """What was typed by its letters, in lower case and without marks."""
    return frozenset(strip_marks(one.strip().lower()) for one in typed)


def _sources(entry: Entry) -> frozenset[str]:
    return _letters(source.source for source in entry.sources)


def _meant(kind: Kind, typed: tuple[str, ...]) -> frozenset[str]:
    """The names that typed ones stand for; one that is unknown stands for itself."""
    names: set[str] = set()
    for one in typed:
        meanings = resolve(kind, one)
        names.update(name for meaning in meanings for name in meaning.names)
        if not meanings:
            names.add(one)
    return frozenset(names)


def _meant_gates(typed: tuple[str, ...]) -> frozenset[str]:
    """The gates that typed names stand for; a province stands for all of its gates."""
    names = set(_meant("gate", typed))
    provinces = _meant("province", tuple(one for one in typed if not resolve("gate", one)))
    names.update(row.pair for row in gates() if not provinces.isdisjoint((row.province, row.today)))
    return frozenset(names)


def _span(row: _Row) -> DateSpan:
    """The days of a row; of an office those from the first article to the last."""
    if isinstance(row, Entry):
        return row.date
    if isinstance(row, Promise):
        return row.due if row.due.has_year else row.told
    return replace(row.first_date, end=row.last_date.end)


def _touches(span: DateSpan, first: str, last: str) -> bool:
    """Does a span of a known year touch the days asked for?"""
    if not span.has_year or not span.end[:1].isdigit():
        return False
    return (not last or span.start <= last) and (not first or span.end >= first)


def _in_year(span: DateSpan, year: str) -> bool:
    """Does a span touch a year or month, or is neither its year nor the one asked for known?"""
    if year == UNKNOWN:
        return not span.has_year
    period = parse_period(year)
    return period is not None and bool(period[0]) and _touches(span, *period)


def _says(row: _Row, words: list[tuple[str, str]]) -> bool:
    """Does a row say every word, as it was typed or, typed without marks, by its letters? Words
    come with their letters.
    """
    text = "\n".join(_texts(row)).lower()
    letters = ""
    for word, plain in words:
        if word in text:
            continue
        letters = letters or strip_marks(text)
        if word != plain or plain not in letters:
            return False
    return True


def _texts(row: _Row) -> Iterator[str]:
    if isinstance(row, Tenure):
        yield from (*row.names, row.office, row.unit)
        return
    if isinstance(row, Promise):
        yield from (row.what, row.term, row.quote.text)
        return
    yield row.kind
    yield row.told.text
    if row.about is not None:
        yield row.about.text
    told = [*row.signed, *((row.place,) if row.place else ())]
    for side in (row.vietnamese, row.chinese):
        told += [*side.places, *side.units]
        yield from map(_person_text, side.leaders)
    yield from (one.value for one in told)
    yield from (source.title for source in row.sources)


def _person_text(person: Person) -> str:
    return person.title
