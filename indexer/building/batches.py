"""The unit of work: a lot of records, understood, segmented and written as one segment of the
index.

Units are cut by size alone, so that the index is the same whoever works on them, and how many.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from indexer.corrections.applying import corrected
from indexer.corrections.register import with_edit
from indexer.model.article import Article, Correction
from indexer.model.register import NO_FINDINGS, Findings
from indexer.reading import SourceDocument, bare, describe, extract
from indexer.reading.register.findings import find_findings
from indexer.storage.reader.segment_reader import SegmentReader, move, remove
from indexer.storage.writer.batch_writer import BatchBuilder
from indexer.storage.writer.merge import merge_segments

__all__ = ["Batch", "Item", "article_of", "cut", "extracted", "findings_of", "merge", "write"]

_log = logging.getLogger("indexer.building")

UNIT_CHARACTERS: Final = 8_000_000
FIRST_CHARACTERS: Final = 1_000_000
GROWTH: Final = 6
"""Units grow from the first size to the other with what went before, a sixth of it each: no worker
waits long for the last.
"""
STEP: Final = 64  # articles analysed together, and between two looks at whether to go on


class Item(NamedTuple):
    """A record, or an article that is taken as it is, its origin in the index (`provenance`), and
    what people say of it.
    """

    record: SourceDocument | Article
    origin: str
    corrections: tuple[Correction, ...] = ()


Batch = list[Item]


def cut(items: Iterable[Item]) -> Iterator[Batch]:
    """The items in order, in units of at least `FIRST_CHARACTERS` at first and `UNIT_CHARACTERS`
    later, the last one aside.
    """
    unit: Batch = []
    size = before = 0
    for item in items:
        unit.append(item)
        size += len(item.record.text)
        if size >= min(UNIT_CHARACTERS, max(FIRST_CHARACTERS, before // GROWTH)):
            yield unit
            unit, size, before = [], 0, before + size
    if unit:
        yield unit


def write(unit: Batch, path: Path, went_on: Callable[[int], None]) -> int:
    """Write the unit's articles as a segment at `path`; returns how many.

    `went_on` is told of articles done; what it raises ends it.
    """
    builder = BatchBuilder()
    for start in range(0, len(unit), STEP):
        step = unit[start : start + STEP]
        articles = [article_of(item) for item in step]
        findings = [findings_of(article) for article in articles]
        builder.add_batch(articles, [item.origin for item in step], findings)
        went_on(len(step))
    builder.write(path, lambda: went_on(0))
    return len(unit)


def article_of(item: Item) -> Article:
    """The article of an item as it goes into the index."""
    return corrected(extracted(item.record), item.corrections)


def extracted(record: SourceDocument | Article) -> Article:
    """A record with the facts it tells; an article as it is.

    Should our own rules fail on a text, it is kept without facts, and said: one article ends no
    build.
    """
    if not isinstance(record, SourceDocument):
        return record
    try:
        return extract(record)
    except Exception as fault:
        _log.warning("%s: %s (%r)", record.path or record.id, describe("no-facts"), fault)
        return bare(record)


def findings_of(article: Article) -> Findings:
    """What an article, as it goes into the index, tells for the register; nothing, and said, should
    our own rules fail on it.
    """
    try:
        return with_edit(find_findings(article), article, article.corrected)
    except Exception as fault:
        _log.warning("%s: %s (%r)", article.id, describe("no-facts"), fault)
        return NO_FINDINGS


def merge(parts: Sequence[Path], path: Path, went_on: Callable[[int], None]) -> int:
    """Make one segment at `path` of those at `parts`, which go; returns its articles.

    `went_on` is called now and then, with 0.
    """
    if len(parts) > 1:
        articles = merge_segments(
            [(SegmentReader(part), set()) for part in parts], path, lambda: went_on(0)
        )
        for part in parts:
            remove(part)
        return articles
    move(parts[0], path)
    return 0
