"""The register in words and as tables: what an entry is called, its rows for CSV and Excel.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Literal

from indexer.exporting.tables import Cell, Link, Period, Table
from indexer.exporting.words import Words
from indexer.gazetteer.tables import GateRow, chinese_name, counterparts
from indexer.model.article import DateSpan
from indexer.model.date_labels import date_label, marked, period_label
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
    places = _listed(side.names, facet)
    if places:
        shown = _joined(places[:MOST_NAMED], facet, words)
        more = len(places) - MOST_NAMED
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


def _listed(names: Sequence[str], facet: Facet) -> list[tuple[str, str]]:
    """Each place with its region where that is named too, those of one region together; a region
    whose cities and counties are named is not listed by itself.
    """
    parents = {row.name: row.parent for row in counterparts()} if facet == "counterpart" else {}
    over = {parents[name] for name in names if parents.get(name, "") in names}
    found = [(name, parents.get(name, "")) for name in names if name not in over]
    placed = [(name, parent if parent in over else "") for name, parent in found]
    first = {parent: at for at, (_, parent) in reversed(list(enumerate(placed))) if parent}
    order = [first.get(parent, at) for at, (_, parent) in enumerate(placed)]
    return [place for _, place in sorted(zip(order, placed, strict=True), key=lambda one: one[0])]


def _joined(places: Iterable[tuple[str, str]], facet: Facet, words: Words) -> str:
    """«Bằng Tường, Long Châu (Quảng Tây), Văn Sơn (Vân Nam)»."""
    groups = []
    for parent, group in groupby(places, lambda place: place[1]):
        names = ", ".join(words.value(facet, name) for name, _ in group)
        region = words.value(facet, parent)
        groups.append(words.say("places_in", places=names, region=region) if parent else names)
    return ", ".join(groups)


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
    """From when to when articles name somebody in an office: «3/2024 – 11/2025»."""
    first, last = _month(tenure.first_date, words), _month(tenure.last_date, words)
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
    places = _joined(_listed(side.names, facet), facet, words)
    return "; ".join(filter(None, [places, *(told.value for told in side.units)]))


def _month(span: DateSpan, words: Words) -> str:
    """The month of a date, or as much as is known of it."""
    if not span.has_year or span.precision not in ("day", "range", "month"):
        return date_label(span, words.language)
    year, month = span.start[:4], int(span.start[5:7])
    label = f"{month}/{year}"
    if words.language == "en":
        label = period_label(span.start[:7], "en")
    return marked(label, span)


def _heads(columns: Iterable[str], words: Words) -> tuple[str, ...]:
    return tuple(map(words.head, columns))
