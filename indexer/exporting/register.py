"""The register in words and as tables: what an entry is called, its rows for CSV and Excel.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from indexer.exporting.tables import Cell, Link, Period, Table
from indexer.exporting.words import Words
from indexer.gazetteer.tables import GateRow, chinese_name, counterparts
from indexer.model.article import DateSpan
from indexer.model.date_labels import date_label
from indexer.register.entries import Contradiction, Entry, Promise, Side, Tenure

__all__ = [
    "bilingual",
    "differing",
    "gate_name",
    "headline",
    "held",
    "of_entries",
    "of_offices",
    "of_promises",
    "papers",
    "place_names",
    "side_label",
]

Facet = Literal["province", "counterpart"]
MOST_NAMED = 3  # places of a side in a headline; the entry's page has them all
ENTRIES = (
    "number",
    "date_start",
    "date_end",
    "date_label",
    "kind",
    "vietnamese_side",
    "vietnamese_leaders",
    "chinese_side",
    "chinese_leaders",
    "event_place",
    "about",
    "signed",
    "differing",
    "told_by",
    "entry_link",
    "entry_id",
)
OFFICES = (
    "number",
    "unit",
    "office",
    "person",
    "names",
    "country",
    "first_date",
    "last_date",
    "sentence",
    "count",
    "link",
)
PROMISES = (
    "number",
    "promise",
    "term",
    "date_start",
    "date_end",
    "told_date",
    "followed",
    "sentence",
    "link",
)
_LEVELS = {
    "quốc tế": "gate_international",
    "quốc gia": "gate_national",
    "tỉnh": "gate_provincial",
    "lối mở": "gate_opening",
    "cầu": "gate_bridge",
}
"""Levels of border gates → the message that names each."""


def headline(entry: Entry, words: Words) -> str:
    """«Hội đàm: Lạng Sơn – Bằng Tường (Quảng Tây)»: the kind with both sides, as far as they are
    told.
    """
    kind = words.value("kind", entry.kind)
    sides = [
        side_label(entry.vietnamese, "province", words),
        side_label(entry.chinese, "counterpart", words),
    ]
    said = " – ".join(filter(None, sides))
    kind = kind[:1].upper() + kind[1:]
    return f"{kind}: {said}" if said else kind


def side_label(side: Side, facet: Facet, words: Words) -> str:
    """A side in a few words: its places, or else its first body, or else who leads it; "" when
    nothing is told of it.
    """
    names = place_names(side.names, facet, words)
    if names:
        shown = ", ".join(names[:MOST_NAMED])
        more = len(names) - MOST_NAMED
        return (
            f"{shown} {words.say('and_more_places', n=words.number(more))}" if more > 0 else shown
        )
    if side.units:
        return side.units[0].value
    return side.leaders[0].title if side.leaders else ""


def bilingual(facet: Facet, name: str, words: Words) -> str:
    """A place with its Chinese name beside it: «Quảng Tây 广西»."""
    return " ".join(filter(None, (words.value(facet, name), chinese_name(facet, name))))


def gate_name(row: GateRow, words: Words) -> str:
    """«Hữu Nghị – Hữu Nghị Quan (quốc tế)»."""
    key = _LEVELS.get(row.level)
    return f"{row.pair} ({words.say(key)})" if key else row.pair


def place_names(names: Sequence[str], facet: Facet, words: Words) -> list[str]:
    """Places as they are listed: a region stands behind its cities and counties, in brackets."""
    parents = {row.name: row.parent for row in counterparts()} if facet == "counterpart" else {}
    over = {parents[name] for name in names if parents.get(name, "") in names}
    shown = []
    for name in names:
        if name in over:
            continue
        said, parent = words.value(facet, name), parents.get(name, "")
        shown.append(f"{said} ({words.value(facet, parent)})" if parent in over else said)
    return shown


def papers(entry: Entry, words: Words) -> str:
    """«3 báo đưa»: how many sources tell of it; articles are counted where they name none."""
    named = {source.source for source in entry.sources if source.source}
    unnamed = sum(not source.source for source in entry.sources)
    told = len(named) + unnamed
    if unnamed:
        key = "told_by_articles" if told > 1 else "told_by_one_article"
    else:
        key = "told_by_papers" if told > 1 else "told_by_one_paper"
    return words.say(key, n=words.number(told))


def held(tenure: Tenure, words: Words) -> str:
    """When an office was held by what the archive tells: «3/2024 – 11/2025»."""
    first, last = _day(tenure.first_date, words), _day(tenure.last_date, words)
    return first if first == last else f"{first} – {last}"


def differing(contradiction: Contradiction) -> str:
    """What articles say differently of one field, side by side."""
    return " ≠ ".join(dict.fromkeys(told.value for told in contradiction.values))


def of_entries(entries: Iterable[Entry], words: Words, link: Callable[[str], str]) -> Table:
    """A row an entry; `link` gives the address of an entry's page by its id."""
    rows = tuple(_entry(entry, n, words, link(entry.id)) for n, entry in enumerate(entries, 1))
    return Table("register", words.say("sheet_register"), _heads(ENTRIES, words), rows)


def of_offices(tenures: Iterable[Tenure], words: Words, link: Callable[[str], str]) -> Table:
    """A row for each person in an office; `link` gives the address of an article by its id."""
    rows = tuple(_tenure(tenure, n, words, link) for n, tenure in enumerate(tenures, 1))
    return Table("offices", words.say("sheet_offices"), _heads(OFFICES, words), rows)


def of_promises(promises: Iterable[Promise], words: Words, link: Callable[[str], str]) -> Table:
    """A row for each promise; `link` gives the address of an article by its id."""
    rows = tuple(_promise(promise, n, words, link) for n, promise in enumerate(promises, 1))
    return Table("promises", words.say("sheet_promises"), _heads(PROMISES, words), rows)


def _entry(entry: Entry, number: int, words: Words, link: str) -> tuple[Cell, ...]:
    ours, theirs = entry.vietnamese, entry.chinese
    return (
        number,
        Period(entry.date.start),
        Period(entry.date.end),
        date_label(entry.date, words.language),
        words.value("kind", entry.kind),
        _side(ours, "province", words),
        "; ".join(person.title for person in ours.leaders),
        _side(theirs, "counterpart", words),
        "; ".join(person.title for person in theirs.leaders),
        entry.place.value if entry.place else "",
        entry.about.text if entry.about else "",
        "; ".join(told.value for told in entry.signed),
        "; ".join(map(differing, entry.contradictions)),
        "; ".join(": ".join(filter(None, (one.source, one.title))) for one in entry.sources),
        Link(link),
        entry.id,
    )


def _tenure(
    tenure: Tenure, number: int, words: Words, link: Callable[[str], str]
) -> tuple[Cell, ...]:
    return (
        number,
        tenure.unit,
        tenure.office,
        tenure.person,
        "; ".join(tenure.names),
        words.say(f"country_{tenure.country}"),
        Period(tenure.first_date.start),
        Period(tenure.last_date.start),
        tenure.last.text,
        tenure.count,
        Link(link(tenure.last.article)),
    )


def _promise(
    promise: Promise, number: int, words: Words, link: Callable[[str], str]
) -> tuple[Cell, ...]:
    return (
        number,
        promise.what,
        promise.term,
        Period(promise.due.start),
        Period(promise.due.end),
        date_label(promise.told, words.language),
        words.say("promise_followed" if promise.is_followed else "promise_open"),
        promise.quote.text,
        Link(link(promise.quote.article)),
    )


def _side(side: Side, facet: Facet, words: Words) -> str:
    """Places and bodies of a side in one cell."""
    places = place_names(side.names, facet, words)
    return "; ".join([*places, *(told.value for told in side.units)])


def _day(span: DateSpan, words: Words) -> str:
    return date_label(span, words.language)


def _heads(columns: Iterable[str], words: Words) -> tuple[str, ...]:
    return tuple(map(words.head, columns))
