"""The articles that an index has stored, read without its dictionaries and postings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from indexer.errors import IndexCorrupt, IndexOutdated
from indexer.model.article import Article
from indexer.storage.format.article_codec import decode
from indexer.storage.format.columns import ColumnFile
from indexer.storage.format.document_store import Stored
from indexer.storage.format.schema import SCHEMA_VERSION
from indexer.storage.reader import commit_point, generations
from indexer.storage.reader.commit_point import Entry
from indexer.storage.reader.segment_reader import ARTICLES, SegmentReader, beside

__all__ = ["stored_articles"]


def stored_articles(
    index: Path, lost: Callable[[str], None]
) -> Iterator[tuple[Article | None, str]]:
    """Every live article of the served generation with its origin, "" where that cannot be read.

    `lost` is told of each that is damaged, for which None is given. An index of an older analysis
    is read; one of another schema raises IndexOutdated, as its articles are stored otherwise.
    """
    served = generations.current(index)
    folder = generations.folder_of(index, served.name)
    try:
        settings = generations.read_settings(folder)
        number = commit_point.latest(folder)
        entries = commit_point.read(folder, number, served.identity)
    except FileNotFoundError as error:
        raise IndexCorrupt(f"{error.filename} is missing") from None
    if settings.schema_version != SCHEMA_VERSION:
        raise IndexOutdated("the index was written by another version of the program")
    for entry in entries:
        yield from _of_segment(folder / entry.name, entry, lost)


def _of_segment(
    stem: Path, entry: Entry, lost: Callable[[str], None]
) -> Iterator[tuple[Article | None, str]]:
    live = [doc for doc in range(entry.doc_count) if doc not in entry.deleted]
    try:
        stored = Stored(ColumnFile(beside(stem, ARTICLES), entry.seals[1]))
    except (IndexCorrupt, FileNotFoundError) as error:
        for _ in live:
            lost(str(error))
            yield None, ""
        return
    origins = _origins(stem, entry)
    for doc in live:
        try:
            yield decode(stored.record(doc)), origins.get(doc, "")
        except IndexCorrupt as error:
            lost(str(error))
            yield None, ""


def _origins(stem: Path, entry: Entry) -> dict[int, str]:
    """The origins of a segment's articles by their numbers, none when they cannot be read."""
    try:
        field = SegmentReader(stem, entry.seals).field("origin")
        ordinals = field.per_posting(np.arange(len(field), dtype=np.uint32)).tolist()
        terms = field.terms()
        return {
            doc: terms[ordinal]
            for doc, ordinal in zip(field.all_docs.whole().tolist(), ordinals, strict=True)
        }
    except (IndexCorrupt, FileNotFoundError):
        return {}
