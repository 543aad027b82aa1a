"""A record understood: its anatomy, then its places and dates, each with evidence.

Pure, and cheap enough for every article.
"""

from __future__ import annotations

import re
from datetime import date

from indexer.gazetteer.resolution import Meaning, resolve
from indexer.gazetteer.tables import FORMER, MERGER, province_today
from indexer.language.unicode.canonical import canonical
from indexer.model.article import Article, Counterpart, DateSpan, Part, Province
from indexer.reading.dates import find_dates
from indexer.reading.dates.expressions import is_dateline
from indexer.reading.places import find_places, read_names
from indexer.reading.source_documents import SourceDocument
from indexer.reading.structure.blocks import Block
from indexer.reading.structure.document_structure import blocks_of
from indexer.reading.structure.titles import derive_title

__all__ = ["extract"]


def extract(record: SourceDocument) -> Article:
    """The article a record is.

    What metadata states overrides what the text says; nothing of the text is lost.
    """
    clean = canonical(record.text)
    blocks = blocks_of(clean.text, record.title)
    title, derived = _title(record, clean.text, blocks)
    field_title = "" if any(block.kind == "title" for block in blocks) or derived else title
    named = read_names(field_title, clean.text, blocks)
    places = find_places(named, clean.original, record.date >= MERGER)
    ended = any(province.name != province.today for province in places.provinces)
    dates = find_dates(field_title, clean.text, blocks, record.date, ended, clean.original)
    if not record.date and dates.event.basis == "explicit" and dates.event.start >= MERGER:
        places = find_places(named, clean.original, modern=True)
    provinces = _stated_provinces(record) or places.provinces
    counterparts = _stated_counterparts(record) or places.counterparts
    published = _metadata_day(record.date) if record.date else dates.published
    return Article(
        id=record.id,
        title=title,
        text=record.text,
        url=record.url,
        source=record.source or _source(clean.text, blocks),
        author=record.author or _author(clean.text, blocks),
        title_derived=derived,
        date=published if record.date else dates.event if dates.event.start else published,
        event=dates.event,
        published=published,
        dates=dates.mentions,
        provinces=provinces,
        counterparts=counterparts,
        parts=tuple([Part(kind, *clean.original(start, end)) for kind, start, end in blocks]),
    )


def _title(record: SourceDocument, text: str, blocks: list[Block]) -> tuple[str, bool]:
    if record.title:
        return record.title, False
    for block in blocks:
        if block.kind == "title":
            return " ".join(text[block.start : block.end].split()), False
    lead = next((block for block in blocks if block.kind == "lead"), blocks[0] if blocks else None)
    return (derive_title(text[lead.start : lead.end]), True) if lead else ("", True)


def _metadata_day(day: str) -> DateSpan:
    date.fromisoformat(day)
    return DateSpan(day, day, "day", "metadata")


_SOURCE_WORDS = re.compile(r"^(?:Theo|Nguồn(?: tin| bài viết)?)[ :]+", re.I)
_AUTHOR_WORDS = re.compile(r"^(?:[^:：]{1,40}[:：] ?)")


def _source(text: str, blocks: list[Block]) -> str:
    """The agency or paper the text names, the one it is taken from before the one that opens it;
    "" when it names none.
    """
    found = [text[block.start : block.end] for block in blocks if block.kind == "source"]
    named = [line.strip(" -–—:().*") for line in found if not is_dateline(line)]
    taken = [_SOURCE_WORDS.sub("", line) for line in named if _SOURCE_WORDS.match(line)]
    return (taken or named or [""])[0]


def _author(text: str, blocks: list[Block]) -> str:
    """The name in the first byline, without "Tin, ảnh:" before it; "" when there is none."""
    line = next((text[block.start : block.end] for block in blocks if block.kind == "byline"), "")
    return _AUTHOR_WORDS.sub("", line).strip(" *().-–")


def _stated_provinces(record: SourceDocument) -> tuple[Province, ...]:
    names: list[str] = []
    for stated in record.provinces:
        meanings = resolve("province", stated)
        known = meanings[0].names if len(meanings) == 1 else (stated,)
        names += [name.removesuffix(FORMER) for name in known]
    return tuple(Province(name, province_today(name), "main") for name in dict.fromkeys(names))


def _stated_counterparts(record: SourceDocument) -> tuple[Counterpart, ...]:
    units: dict[tuple[str, str | None], Counterpart] = {}
    for stated in record.counterparts:
        meanings = resolve("counterpart", stated)
        known = meanings[0] if len(meanings) == 1 else Meaning((stated,))
        parent = known.parent or None
        if parent:
            units.setdefault((parent, None), Counterpart(parent, None, "main"))
        for name in known.names:
            units.setdefault((name, parent), Counterpart(name, parent, "main"))
    return tuple(units.values())
