"""Full builds, additions and removals: each becomes visible whole, or not at all."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from indexer.building.crew import cores, segments
from indexer.building.report import BuildReport, Progress
from indexer.building.units import Item, cut
from indexer.errors import UnreadableSource
from indexer.reading import Record, Report, records
from indexer.storage import Writer, append, open_index, rebuild

__all__ = ["add", "build", "remove"]


def build(
    sources: Sequence[Path], index: Path, *, jobs: int | None = None, progress: Progress | None = None, strict: bool = False
) -> BuildReport:
    """Index every article of the sources, aside, and serve the result in place of what was there.

    `jobs` processes work on it, as many as there are processors by default. With `strict`, a source that cannot be read or an
    article met twice raises UnreadableSource. On any error, and when interrupted, the index stays as it was.
    """
    start = time.monotonic()
    reading = Report()
    with rebuild(index) as writer:
        added = _fill(writer, index, map(_item, records(sources, reading)), jobs, progress)
        _be_strict(strict, reading)
    articles = open_index(index).snapshot().doc_count
    return BuildReport(reading, articles, added=added, rebuilt=True, seconds=time.monotonic() - start)


def add(
    sources: Sequence[Path], index: Path, *, jobs: int | None = None, progress: Progress | None = None, strict: bool = False
) -> BuildReport:
    """Add the articles of the sources to an index; one with an id that is there already takes the old one's place."""
    start = time.monotonic()
    reading = Report()
    before = open_index(index).snapshot().doc_count
    with append(index) as writer:
        read = _fill(writer, index, map(_item, records(sources, reading)), jobs, progress)
        _be_strict(strict, reading)
    articles = open_index(index).snapshot().doc_count
    added = articles - before
    return BuildReport(reading, articles, added=added, updated=read - added, seconds=time.monotonic() - start)


def remove(ids: Iterable[str], index: Path) -> BuildReport:
    """Remove articles by id; ids that are not there are passed over."""
    start = time.monotonic()
    with append(index) as writer:
        removed = sum(writer.remove(id_) for id_ in ids)
    articles = open_index(index).snapshot().doc_count
    return BuildReport(Report(), articles, removed=removed, seconds=time.monotonic() - start)


def _fill(writer: Writer, index: Path, items: Iterable[Item], jobs: int | None, progress: Progress | None) -> int:
    """Put the items into the writer, a segment for each unit of them. Returns how many there were."""
    done = 0

    def tell(articles: int) -> None:
        nonlocal done
        done = articles
        if progress is not None:
            progress(articles, None)

    with _workshop(index) as folder:
        for path in segments(cut(items), folder, jobs or cores(), tell):
            writer.add_segment(path)
    return done


@contextmanager
def _workshop(index: Path) -> Iterator[Path]:
    """A folder for segments in the making, on the index's file system; the writer's lock is held, so remains are nobody's."""
    folder = index / "units"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _item(record: Record) -> Item:
    return Item(record, f"{record.path}\t{_digest(record)}")


def _digest(record: Record) -> str:
    """Stands for all that was read of a record: when it is the same, so is the article."""
    fields = (record.id, record.title, record.text, record.date, record.url, record.source, record.author)
    whole = "\0".join([*fields, *record.provinces, "", *record.counterparts])
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _be_strict(strict: bool, reading: Report) -> None:
    if strict and not reading.clean:
        raise UnreadableSource("\n".join(reading.lines("en")))
