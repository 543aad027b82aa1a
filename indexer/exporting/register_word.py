"""The register, the dossier of a pair and the digest of a day or week as Word files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from indexer.exporting.digest import Digest
from indexer.exporting.dossier import Dossier, Gate, Office
from indexer.exporting.register import bilingual, differing, gate_name, headline, held, papers
from indexer.exporting.tables import Cell
from indexer.exporting.word_layout import (
    BRIEF_WIDTH,
    PAGE_WIDTH,
    add_link,
    add_table,
    content,
    lay_out,
)
from indexer.exporting.words import Words
from indexer.exporting.xml_text import xml_line
from indexer.model.date_labels import date_label, period_label
from indexer.model.results import Hit
from indexer.register.entries import Entry, Register

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["Frame", "digest_title", "dossier_title", "of_digest", "of_dossier", "of_register"]

MOST_ENTRIES = 300  # of a Word file, some forty pages; the Excel file has them all
QUOTED, BRIEFLY = 220, 150  # code points of a sentence in a list; the entry's page has it whole
COLUMNS = (28, 47, 45, 45)  # millimetres: day, event, who, about
YEAR_HEAD = 25  # millimetres


@dataclass(frozen=True, slots=True)
class Frame:
    """What every file needs besides what it tells: the day it is made, whose archive it is, and
    where an article and an entry are found by their ids.
    """

    words: Words
    made: date
    author: str
    article: Callable[[str], str]
    entry: Callable[[str], str]


def of_register(found: Register, filters: Iterable[str], frame: Frame) -> bytes:
    """The entries by year, a row each."""
    words, entries = frame.words, found.entries
    document = _begun(words.say("register"), frame, found.unread)
    for line in filters:
        document.add_paragraph(xml_line(line))
    document.add_paragraph(f"{words.say('register_total')}: {words.number(len(entries))}")
    shown = entries[:MOST_ENTRIES]
    if len(shown) < len(entries):
        said = words.say(
            "register_first", shown=words.number(len(shown)), total=words.number(len(entries))
        )
        document.add_paragraph().add_run(said).italic = True
    head = tuple(map(words.head, ("day", "event", "leaders", "about")))
    for year, rows in groupby(shown, lambda entry: entry.date.start[:4]):
        known = year if year.isdigit() else words.say("year_unknown")
        document.add_heading(known, 1)
        lines = [head, *(_row(entry, words) for entry in rows)]
        add_table(document, lines, COLUMNS, small=True)
    return content(document)


def of_dossier(made: Dossier, frame: Frame) -> bytes:
    """The dossier of a pair on one sheet."""
    words = frame.words
    document = _begun(dossier_title(made, words), frame, made.unread, briefly=True)
    if made.events:
        total = words.number(len(made.entries))
        shown = words.number(len(made.events))
        document.add_heading(words.say("dossier_events", shown=shown, total=total), 1)
        for entry in made.events:
            _event(document, entry, frame)
    if made.signed:
        document.add_heading(words.say("dossier_signed"), 1)
        for one in made.signed:
            day = date_label(one.entry.date, words.language)
            document.add_paragraph(xml_line(f"{one.name.value} ({day})"))
    if made.promises:
        document.add_heading(words.say("dossier_promises"), 1)
        for promise in made.promises:
            state = words.say("promise_followed" if promise.is_followed else "promise_open")
            document.add_paragraph(xml_line(f"{promise.what}: {promise.term} ({state})"))
    if made.vietnamese or made.chinese:
        document.add_heading(words.say("dossier_people"), 1)
        _people(document, made, words)
    if made.gates:
        document.add_heading(words.say("dossier_gates"), 1)
        said = "; ".join(_gate(gate, words) for gate in made.gates)
        document.add_paragraph(xml_line(said))
    if made.years:
        document.add_heading(words.say("dossier_years"), 1)
        _years(document, made, words)
    if made.articles:
        total = words.number(made.total)
        document.add_heading(words.say("dossier_articles", total=total), 1)
        for hit in made.articles:
            _headline_of(document.add_paragraph(), hit, frame)
    return content(document)


def of_digest(made: Digest, frame: Frame) -> bytes:
    """The news of a day or week: events first, then the rest in short."""
    words = frame.words
    document = _begun(digest_title(made, words), frame, made.unread)
    if made.events:
        document.add_heading(words.say("digest_events"), 1)
    for entry in made.events:
        _told(document, entry, frame)
    if made.others:
        document.add_heading(words.say("digest_others"), 1)
    for hit in made.others:
        _headline_of(document.add_paragraph(), hit, frame)
    if not made.events and not made.others:
        document.add_paragraph(words.say("digest_none"))
    return content(document)


def dossier_title(made: Dossier, words: Words) -> str:
    """«Hồ sơ: Lạng Sơn 谅山 – Quảng Tây 广西»."""
    return words.say(
        "dossier_of",
        province=bilingual("province", made.province, words),
        counterpart=bilingual("counterpart", made.counterpart, words),
    )


def digest_title(made: Digest, words: Words) -> str:
    """«Điểm tin ngày 6/3/2025», «Điểm tin tuần 3/3/2025 – 9/3/2025»."""
    first = period_label(made.first.isoformat(), words.language)
    if made.span == "day":
        return words.say("digest_of_day", day=first)
    last = period_label(made.last.isoformat(), words.language)
    return words.say("digest_of_week", first=first, last=last)


def cut(text: str, most: int = QUOTED) -> str:
    """The beginning of a text, between words."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rpartition(" ")[0] + " …"


def _begun(title: str, frame: Frame, unread: int, *, briefly: bool = False) -> Document:
    """A document with its title, where it comes from, and how much of the archive is not in it."""
    import docx

    words = frame.words
    document = docx.Document()
    lay_out(document, title, words, frame.author, briefly=briefly)
    document.add_paragraph(xml_line(title), style="Title")
    day = period_label(frame.made.isoformat(), words.language)
    document.add_paragraph().add_run(words.say("register_made", day=day)).italic = True
    if unread:
        document.add_paragraph(words.say("register_unread", n=words.number(unread)))
    return document


def _row(entry: Entry, words: Words) -> tuple[Cell, ...]:
    people = [*entry.vietnamese.leaders, *entry.chinese.leaders]
    told = [*([cut(entry.about.text)] if entry.about else []), *(one.value for one in entry.signed)]
    return (
        date_label(entry.date, words.language),
        headline(entry, words),
        "; ".join(person.title for person in people),
        "; ".join(told),
    )


def _event(document: Document, entry: Entry, frame: Frame) -> None:
    """An event in a few lines: when, what, where, who, about what."""
    words = frame.words
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{date_label(entry.date, words.language)}: ").bold = True
    add_link(paragraph, headline(entry, words), frame.entry(entry.id))
    if entry.place:
        paragraph.add_run(xml_line(f", {entry.place.value}"))
    sides = (entry.vietnamese, entry.chinese)
    people = " – ".join(side.leaders[0].title for side in sides if side.leaders)
    if people:
        paragraph.add_run(xml_line(f". {people}"))
    if entry.about:
        paragraph.add_run(xml_line(f". «{cut(entry.about.text, BRIEFLY)}»"))


def _told(document: Document, entry: Entry, frame: Frame) -> None:
    """An event of a digest, with the articles that tell it."""
    words = frame.words
    document.add_heading(xml_line(headline(entry, words)), 2)
    place = entry.place.value if entry.place else ""
    facts = (date_label(entry.date, words.language), place, papers(entry, words))
    about = document.add_paragraph()
    about.add_run(xml_line(" · ".join(filter(None, facts)))).italic = True
    about.paragraph_format.keep_with_next = True
    lines = [
        "; ".join(person.title for person in entry.vietnamese.leaders),
        "; ".join(person.title for person in entry.chinese.leaders),
        entry.about.text if entry.about else entry.told.text,
        "; ".join(told.value for told in entry.signed),
        "; ".join(map(differing, entry.contradictions)),
    ]
    for line in filter(None, lines):
        document.add_paragraph(xml_line(line))
    sources = document.add_paragraph()
    for place_in_line, source in enumerate(entry.sources):
        sources.add_run(" · " if place_in_line else "")
        add_link(sources, source.source or source.title, frame.article(source.id))


def _headline_of(paragraph: Paragraph, hit: Hit, frame: Frame) -> None:
    facts = " · ".join(filter(None, [date_label(hit.date, frame.words.language), hit.source]))
    paragraph.add_run(xml_line(f"{facts}: " if facts else ""))
    add_link(paragraph, hit.title, frame.article(hit.id))


def _people(document: Document, made: Dossier, words: Words) -> None:
    """Persons in office, a column for each side."""
    ours, theirs = (
        [_office(one, words) for one in side] for side in (made.vietnamese, made.chinese)
    )
    height = max(len(ours), len(theirs))
    lines: list[tuple[Cell, ...]] = [
        (words.head("vietnamese_side"), words.head("chinese_side")),
        *zip(_padded(ours, height), _padded(theirs, height), strict=True),
    ]
    add_table(document, lines, (BRIEF_WIDTH // 2, BRIEF_WIDTH // 2), small=True)


def _padded(lines: list[str], height: int) -> list[str]:
    return [*lines, *[""] * (height - len(lines))]


def _office(office: Office, words: Words) -> str:
    """«Bí thư Khu ủy Quảng Tây: Trần Cương (3/2024 – 11/2025)»."""
    holders = "; ".join(f"{one.person} ({held(one, words)})" for one in office.holders)
    return f"{' '.join(filter(None, (office.office, office.unit)))}: {holders}"


def _gate(gate: Gate, words: Words) -> str:
    """«Hữu Nghị – Hữu Nghị Quan (quốc tế): 120 bài»."""
    name = gate_name(gate.row, words)
    if not gate.count:
        return name
    return f"{name}: {words.say('n_articles', n=words.number(gate.count))}"


def _years(document: Document, made: Dossier, words: Words) -> None:
    """Years across, articles and events down."""
    width = (PAGE_WIDTH - YEAR_HEAD) // len(made.years)
    lines: list[tuple[Cell, ...]] = [
        (words.head("year"), *(one.year for one in made.years)),
        (words.head("count"), *(one.articles for one in made.years)),
        (words.head("entries"), *(one.entries for one in made.years)),
    ]
    add_table(document, lines, (YEAR_HEAD, *[width] * len(made.years)), small=True)
