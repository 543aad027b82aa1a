"""A record understood: its anatomy, then its places and dates, each with evidence.

Pure, and cheap enough for every article.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final
from unicodedata import normalize

from indexer.gazetteer.resolution import Meaning, resolve
from indexer.gazetteer.tables import FORMER, MERGER, province_today
from indexer.language.unicode.canonical import canonical
from indexer.model.article import (
    Article,
    Counterpart,
    DateSpan,
    OfficialDocument,
    Part,
    PartKind,
    Province,
)
from indexer.model.web_address import web_address
from indexer.reading.dates import find_dates
from indexer.reading.dates.expressions import is_dateline
from indexer.reading.kinds import find_kind
from indexer.reading.places import find_places, read_names
from indexer.reading.source_documents import SourceDocument
from indexer.reading.structure.blocks import Block
from indexer.reading.structure.document_structure import blocks_of
from indexer.reading.structure.flow import Flow, flowing
from indexer.reading.structure.official import Official, is_address, is_dated, official
from indexer.reading.structure.official_foot import drafter, recipients
from indexer.reading.structure.source_names import named_source, source_of_host, stated_source
from indexer.reading.structure.titles import derive_title

__all__ = ["bare", "extract", "stated_counterparts", "stated_provinces"]


def extract(record: SourceDocument) -> Article:
    """The article a record is.

    What metadata states overrides what the text says; nothing of the text is lost.
    """
    clean = canonical(record.text)
    flow = flowing(clean)
    told = official(clean.text)
    stated = normalize("NFC", record.title) or (told.subject if told else "")
    day = _day(record.date) or (told.day if told else "")
    letter = told if told and (told.number or told.kind) else None  # others may quote a motto
    blocks = _blocks(flow, stated, letter)
    told_of = [block for at, block in enumerate(blocks) if not at or block.kind in _SAID]
    said = [(kind, clean.text[slice(*flow.span(start, end))]) for kind, start, end in told_of]
    title, derived = (stated, False) if stated else _title(said)
    field_title = "" if any(block.kind == "title" for block in blocks) or derived else title
    named = read_names(field_title, flow.text, blocks)
    places = find_places(named, flow.original, record.date >= MERGER)
    ended = any(province.name != province.today for province in places.provinces)
    dates = find_dates(field_title, flow.text, blocks, day, ended, flow.original)
    if not record.date and dates.event.basis == "explicit" and dates.event.start >= MERGER:
        places = find_places(named, flow.original, modern=True)
    provinces = stated_provinces(record.provinces) or places.provinces
    counterparts = stated_counterparts(record.counterparts) or places.counterparts
    published = _stated_span(record.date) if record.date else dates.published
    if letter and letter.day and not published.start:
        published = _day_of(letter, dates.mentions)
    return Article(
        id=record.id,
        title=title,
        text=record.text,
        url=web_address(record.url),
        source=_source(record, [] if letter else said),
        author=record.author or ("" if letter else _author(said)),  # a signature is no byline
        title_derived=derived,
        date=published if record.date or not dates.event.start else dates.event,
        event=dates.event,
        published=published,
        dates=dates.mentions,
        provinces=provinces,
        counterparts=counterparts,
        parts=tuple([Part(kind, *flow.original(start, end)) for kind, start, end in blocks]),
        labels=(
            ("gate", tuple(f"{province}\t{gate}" for province, gate in places.gates)),
            ("kind", (find_kind(field_title, flow.text, blocks).name,)),
        ),
        document=_document(letter, clean.text) if letter else None,
    )


def bare(record: SourceDocument) -> Article:
    """The article of a record as it stands, without anything read from its text."""
    return Article(
        id=record.id,
        title=record.title,
        text=record.text,
        url=record.url,
        source=record.source,
        author=record.author,
    )


def _blocks(flow: Flow, title: str, head: Official | None) -> list[Block]:
    """The blocks of a text. A letterhead is text like any other: it looks like the frame of a page
    of news, and is none.
    """
    if head is None:
        return blocks_of(flow.text, title)
    found: list[Block] = []
    cut = 0
    for line in flow.text.splitlines(keepends=True):
        if flow.span(cut, cut + 1)[0] >= head.end:
            break
        if line.strip():
            kind: PartKind = "source" if is_dated(line) else "body"
            found.append(Block(kind, cut, cut + len(line.rstrip())))
        cut += len(line)
    found += _below(flow.text, cut, title)
    return found


def _below(text: str, cut: int, title: str) -> Iterator[Block]:
    """The blocks below a letterhead; the lead comes after the line that says to whom it goes."""
    led = False
    for kind, start, end in blocks_of(text[cut:], title):
        address = is_address(text[start + cut : end + cut])
        if address or (not led and kind == "boilerplate"):
            kind = "body"
        elif not led and kind == "body":
            kind = "lead"
        led = led or kind == "lead"
        yield Block(kind, start + cut, end + cut)


def _document(head: Official, text: str) -> OfficialDocument:
    """An official document, of what its head says and of its text."""
    return OfficialDocument(head.number, head.kind, head.subject, recipients(text), drafter(text))


Said = list[tuple[PartKind, str]]
"""The parts of a text: what each is and what it says."""
_SAID: Final = frozenset({"title", "lead", "source", "byline"})
"""Parts that say what an article is called and who wrote it, as its first part may."""


def _title(said: Said) -> tuple[str, bool]:
    """The title that stands in the text, or one derived from its first sentence, and whether it
    is.
    """
    written = next((words for kind, words in said if kind == "title"), "")
    if written:
        return " ".join(written.split()), False
    lead = next((words for kind, words in said if kind == "lead"), said[0][1] if said else "")
    return derive_title(lead), True


def _stated_span(stated: str) -> DateSpan:
    """The day or the month ("2025-03") that metadata states."""
    if _day(stated):
        return DateSpan(stated, stated, "day", "metadata")
    first = date.fromisoformat(stated + "-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return DateSpan(first.isoformat(), last.isoformat(), "month", "metadata")


def _day_of(head: Official, mentions: Iterable[DateSpan]) -> DateSpan:
    """The day of an official document, with its place in the text where that was read too."""
    same = (span for span in mentions if span.start == span.end == head.day)
    return next(same, DateSpan(head.day, head.day, "day", "explicit"))


def _day(stated: str) -> str:
    """The day stated, "" when it is no day. Raises ValueError for what is no date."""
    return date.fromisoformat(stated).isoformat() if len(stated) > len("2025-03") else ""


_AUTHOR_WORDS = re.compile(r"^(?:[^:：]{1,40}[:：] ?)")


def _source(record: SourceDocument, said: Said) -> str:
    """The paper, agency or office that metadata, the text's own lines or the address name; "" when
    none does.
    """
    if record.source:
        return stated_source(record.source)
    lines = [words for kind, words in said if kind == "source" and not is_dateline(words)]
    return named_source(lines) or source_of_host(record.url)


def _author(said: Said) -> str:
    """The name in the first byline, without "Tin, ảnh:" before it; "" when there is none."""
    line = next((words for kind, words in said if kind == "byline"), "")
    return _AUTHOR_WORDS.sub("", line).strip(" *().-–")


def stated_provinces(stated_names: Iterable[str]) -> tuple[Province, ...]:
    """The provinces that somebody states by name, each as the gazetteer has it."""
    names: list[str] = []
    for stated in stated_names:
        meanings = resolve("province", stated)
        known = meanings[0].names if len(meanings) == 1 else (stated,)
        names += [name.removesuffix(FORMER) for name in known]
    return tuple(Province(name, province_today(name), "main") for name in dict.fromkeys(names))


def stated_counterparts(stated_names: Iterable[str]) -> tuple[Counterpart, ...]:
    """The Chinese units that somebody states by name, and the regions of those that lie in one."""
    units: dict[tuple[str, str | None], Counterpart] = {}
    for stated in stated_names:
        meanings = resolve("counterpart", stated)
        known = meanings[0] if len(meanings) == 1 else Meaning((stated,))
        parent = known.parent or None
        if parent:
            units.setdefault((parent, None), Counterpart(parent, None, "main"))
        for name in known.names:
            units.setdefault((name, parent), Counterpart(name, parent, "main"))
    return tuple(units.values())
