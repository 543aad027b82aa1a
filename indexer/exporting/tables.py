"""Tables to hand on, of articles and of counts, the same for CSV and Excel. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.exporting.words import UNKNOWN, Words
from indexer.model.article import OfficialDocument
from indexer.model.date_labels import date_label
from indexer.model.facets import FURTHER
from indexer.model.periods import filled
from indexer.model.results import FacetValue, Hit, further
from indexer.model.tables import csv_table
from indexer.searching.pivots import Pivot, Timeline, Unit

__all__ = [
    "Cell",
    "Counts",
    "Link",
    "Period",
    "Table",
    "as_csv",
    "counted",
    "counts_of_hits",
    "of_articles",
    "of_facet",
    "of_matrix",
    "of_places",
    "of_time",
]

_FURTHER = tuple(facet.attribute for facet in FURTHER)
_FACET_OF = {facet.attribute: facet.name for facet in FURTHER}
FOR_PROGRAMS = (
    "id",
    "title",
    "date_start",
    "date_end",
    "date_precision",
    "date_basis",
    "provinces",
    "counterparts",
    "source",
    "url",
    "passage",
    "link",
    *_FURTHER,
    "document_number",
    "document_kind",
)
"""The columns of articles for programs: some may be added at the end, none renamed."""
FOR_PEOPLE = (
    "number",
    "date_start",
    "date_end",
    "date_label",
    "title",
    "source",
    "provinces",
    "counterparts",
    *_FURTHER,
    "document_number",
    "passage",
    "link",
    "url",
    "id",
)
_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)


class Period(str):
    """A year, month or day as a key, `2025-03-24`: a date in a spreadsheet."""

    __slots__ = ()


class Link(str):
    """An address."""

    __slots__ = ()


Cell = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is stable, for file names; all else is in the words of a reader, or of programs."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Articles by province of today, by region of the other side, and by time; `unknown` are those
    whose time is not known so well.
    """

    provinces: Mapping[str, int]
    counterparts: Mapping[str, int]
    periods: Mapping[str, int]
    unknown: int


def as_csv(table: Table) -> str:
    """The table as CSV that spreadsheets read as UTF-8, with no cell that they would run."""
    return csv_table([table.heads, *table.rows], for_spreadsheet=True)


def of_articles(hits: Iterable[Hit], words: Words, link: Callable[[str], str]) -> Table:
    """A row an article; `link` gives the address of an article in the archive by its id."""
    columns = FOR_PROGRAMS if words.stable else FOR_PEOPLE
    rows = tuple(
        _article(hit, number, columns, words, link(hit.id)) for number, hit in enumerate(hits, 1)
    )
    return Table("articles", words.say("sheet_articles"), _heads(columns, words), rows)


def _article(
    hit: Hit, number: int, columns: Sequence[str], words: Words, link: str
) -> tuple[Cell, ...]:
    document = hit.document or OfficialDocument()
    cells: dict[str, Cell] = {
        "number": number,
        "id": hit.id,
        "title": hit.title,
        "date_start": Period(hit.date.start),
        "date_end": Period(hit.date.end),
        "date_precision": hit.date.precision,
        "date_basis": hit.date.basis,
        "date_label": date_label(hit.date, words.language),
        "provinces": "; ".join(words.value("province", one.name) for one in hit.provinces),
        "counterparts": "; ".join(words.value("counterpart", one.name) for one in hit.counterparts),
        "source": hit.source,
        "url": Link(hit.url),
        "passage": " … ".join(one.text.strip() for one in hit.highlights if one.field == "body"),
        "link": Link(link),
        "document_number": document.number,
        "document_kind": document.kind,
        **{name: _labels(name, values, words) for name, values in further(hit).items()},
    }
    return tuple(cells[name] for name in columns)


def _labels(attribute: str, values: Iterable[str], words: Words) -> str:
    """The values of a further facet, given by its attribute, in one cell."""
    return "; ".join(words.value(_FACET_OF[attribute], value) for value in values)


def of_places(facet: str, counts: Mapping[str, int], words: Words) -> Table:
    """How many articles name each unit, the fullest first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple((words.value(facet, name), count) for name, count in ordered)
    return Table(facet, words.say(f"counts_by_{facet}"), _heads((facet, "count"), words), rows)


def of_time(periods: Mapping[str, int], unknown: int, words: Words, unit: Unit = "month") -> Table:
    """How many articles there are in each year, month or day, those without any too; the unknown
    ones at the end.
    """
    rows: list[tuple[Cell, ...]] = [(Period(key), count) for key, count in filled(periods).items()]
    if unknown:
        rows.append((UNKNOWN if words.stable else words.say(f"unknown_{unit}_of"), unknown))
    return Table(unit, words.say(f"counts_by_{unit}"), _heads((unit, "count"), words), tuple(rows))


def of_facet(
    facet: str, values: Sequence[FacetValue], words: Words, without: int | None = None
) -> Table:
    """Every value of a facet with the one it stands below, if any, and its articles; then how many
    are `without` any, where that is known.
    """
    rows: list[tuple[Cell, ...]] = []
    for value in values:
        name = words.value(facet, value.value)
        rows.append((name, "", value.count))
        rows += [(words.value(facet, one.value), name, one.count) for one in value.children]
    if without:
        rows.append((UNKNOWN if words.stable else words.say("no_source"), "", without))
    heads = _heads((facet, "part_of", "count"), words)
    return Table(facet, words.say(f"counts_by_{facet}"), heads, tuple(rows))


def of_matrix(pivot: Pivot, words: Words) -> Table:
    """Provinces down, counterparts across, both with their own sums; nothing met is a zero."""
    names = [name for name, _ in pivot.counterparts]
    rows: list[tuple[Cell, ...]] = [
        (
            words.value("province", name),
            words.value("province", pivot.parts[name]) if name in pivot.parts else "",
            *(pivot.cells.get((name, column), 0) for column in names),
            total,
        )
        for name, total in pivot.provinces
    ]
    sums = (count for _, count in pivot.counterparts)
    rows.append((words.head("total"), "", *sums, ""))
    shown = (words.value("counterpart", name) for name in names)
    heads = (*_heads(("province", "part_of"), words), *shown, words.head("total"))
    return Table("matrix", words.say("counts_of_pairs"), heads, tuple(rows))


def counted(pivot: Pivot, timeline: Timeline) -> Counts:
    """What the archive counted under every filter of a search."""
    whole = {name: count for name, count in pivot.provinces if name not in pivot.parts}
    return Counts(whole, dict(pivot.counterparts), timeline.counts, timeline.unknown)


def counts_of_hits(hits: Iterable[Hit]) -> Counts:
    """Likewise of these articles alone, by month."""
    provinces: Counter[str] = Counter()
    counterparts: Counter[str] = Counter()
    months: Counter[str] = Counter()
    unknown = 0
    for hit in hits:
        provinces.update({one.today for one in hit.provinces})
        counterparts.update({one.parent or one.name for one in hit.counterparts})
        month = hit.date.start[:7]
        if _MONTH.fullmatch(month) and hit.date.precision in ("day", "range", "month"):
            months[month] += 1
        else:
            unknown += 1
    return Counts(provinces, counterparts, months, unknown)


def _heads(columns: Iterable[str], words: Words) -> tuple[str, ...]:
    return tuple(map(words.head, columns))
