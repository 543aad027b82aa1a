"""Full builds, additions, removals and synchronisation: each becomes visible whole, or not
at all.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from indexer.building.batches import Item, cut
from indexer.building.changes import Changes, inside
from indexer.building.expecting import expected
from indexer.building.report import BuildReport, Progress
from indexer.building.source_manifest import SourceManifest, name_of
from indexer.building.worker_pool import segments, workers
from indexer.errors import IndexBusy, IndexCorrupt, IndexMissing, IndexOutdated, UnreadableSource
from indexer.reading import Duplicate, IngestReport
from indexer.storage import IndexReader, Writer, append, open_index, rebuild

__all__ = ["SUBMITTED", "add", "build", "remove", "synchronise", "workshop"]

SUBMITTED: Final = "submitted"
"""The folder of the index directory that holds the articles sent over HTTP, one a file."""
TRIES: Final = 5
Scope = Callable[[str], bool]


def build(
    sources: Sequence[Path],
    index: Path,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    strict: bool = False,
    anew: bool = False,
) -> BuildReport:
    """Make the index hold the articles of the sources and those sent over HTTP (SUBMITTED), and
    nothing else.

    An article that was sent stands for any of the same id in the sources: it took that one's place.
    An index made from the same sources before is brought up to date: files and articles that have
    not changed are left. Any other is written anew aside and switched to; `anew` asks for that.
    `jobs` processes work on it, by default as many as there are processors (at most six). With
    `strict`, a source that cannot be read or an article met twice raises UnreadableSource. Sources
    of which nothing at all can be read raise it always: they are a mistake, not an empty archive.
    On any error, and when interrupted, the index stays as it was.
    """

    def work() -> BuildReport:
        before = None if anew else _opened(index)
        sent = index / SUBMITTED
        work = _Work(
            [sent, *sources] if sent.is_dir() else sources, index, before, jobs, progress, strict
        )
        if before is None or not work.changes.knows_any(sources):
            return work.rebuild()
        return work.update(gone=lambda _: True, wary=True)

    return _undisturbed(work)


def add(
    sources: Sequence[Path],
    index: Path,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    strict: bool = False,
) -> BuildReport:
    """Add the articles of the sources; one whose id is there already takes the old one's place, if
    it differs.

    Raises IndexMissing, IndexOutdated, IndexCorrupt or IndexBusy, and UnreadableSource as `build`
    does.
    """
    return _undisturbed(
        lambda: _Work(sources, index, open_index(index).snapshot(), jobs, progress, strict).update()
    )


def synchronise(
    sources: Sequence[Path], index: Path, *, jobs: int | None = None, gone: Scope
) -> BuildReport:
    """Add what is new or changed in the sources, remove the articles of files that are `gone` from
    them.

    `gone` is asked of the name of each file (an absolute path) that the index knows and the sources
    no longer hold.
    """
    return _undisturbed(
        lambda: _Work(sources, index, open_index(index).snapshot(), jobs, None, False).update(gone)
    )


def remove(ids: Iterable[str], index: Path) -> BuildReport:
    """Remove articles by id; ids that are not there are passed over."""
    start = time.monotonic()
    before = open_index(index).snapshot()
    ledger, changes = SourceManifest(index, before), Changes(before)
    with append(index) as writer:
        removed = [id_ for id_ in ids if writer.remove(id_)]
    after = open_index(index).snapshot()
    for id_ in removed:
        ledger.forget(changes.file_of(id_))
    ledger.save(after, keep=True)
    return BuildReport(
        IngestReport(), after.doc_count, removed=len(removed), seconds=time.monotonic() - start
    )


class _Overtaken(Exception):
    """Another process changed the index between our look at it and our turn to write."""


def _undisturbed(work: Callable[[], BuildReport]) -> BuildReport:
    """Do the work, anew when it was overtaken."""
    for _ in range(TRIES):
        try:
            return work()
        except _Overtaken:
            continue
    raise IndexBusy("other processes keep changing the index")


class _Work:
    """One build or addition under way."""

    def __init__(
        self,
        sources: Sequence[Path],
        index: Path,
        before: IndexReader | None,
        jobs: int | None,
        progress: Progress | None,
        strict: bool,
    ) -> None:
        self._start = time.monotonic()
        self._sources, self._index, self._jobs, self._progress, self._strict = (
            sources,
            index,
            jobs,
            progress,
            strict,
        )
        self._generation = before.generation if before is not None else ""
        self._reading = IngestReport()
        self._ledger = SourceManifest(index, before)
        self.changes = Changes(before)

    def rebuild(self) -> BuildReport:
        """Write a new index aside and switch to it."""
        self._ledger, self.changes = SourceManifest(self._index, None), Changes(None)
        with rebuild(self._index) as writer:
            self._fill(writer, self.changes.items(self._sources, self._reading, self._ledger))
            self._be_strict(wary=True)
        return self._finish(keep=False, rebuilt=True)

    def update(self, gone: Scope | None = None, *, wary: bool = False) -> BuildReport:
        """Change the index where the sources have changed; `gone` says of vanished files whether
        their articles go too.

        A `wary` one raises UnreadableSource when all that was to be read could not be.
        """
        items = self.changes.items(self._sources, self._reading, self._ledger)
        first = next(items, None)
        vanished = self.changes.vanished(gone) if first is None and gone else []
        if first is None and not vanished:
            self._be_strict(wary)
            return self._finish(keep=gone is None)
        with append(self._index) as writer:
            if open_index(self._index).snapshot().generation != self._generation:
                raise _Overtaken
            if first is not None:
                self._fill(writer, chain([first], items))
                vanished = self.changes.vanished(gone) if gone else []
            for id_ in vanished:
                writer.remove(id_)
            self._be_strict(wary)
        for file in self.changes.bereft:
            self._ledger.forget(file)
        return self._finish(keep=gone is None, removed=len(vanished))

    def _sent(self) -> int:
        """Articles of this reading that were sent over HTTP."""
        return self._ledger.articles_in(self._index / SUBMITTED)

    def _finish(self, *, keep: bool, removed: int = 0, rebuilt: bool = False) -> BuildReport:
        after = open_index(self._index).snapshot()
        submitted = self._sent()
        self._ledger.forget_faulty(self._reading)
        self._reading.duplicates = self._met_again()
        self._ledger.save(after, keep=keep)
        return BuildReport(
            self._reading,
            after.doc_count,
            added=self.changes.added,
            updated=self.changes.updated,
            removed=removed,
            unchanged=self.changes.unchanged + self._ledger.left_articles,
            submitted=submitted,
            rebuilt=rebuilt,
            seconds=time.monotonic() - self._start,
        )

    def _fill(self, writer: Writer, items: Iterable[Item]) -> None:
        """Put the items into the writer, a segment for each unit of them."""

        total = expected(self._sources) if self._progress is not None else None

        def tell(articles: int) -> None:
            if self._progress is not None:
                done = articles + self.changes.unchanged + self._ledger.left_articles
                self._progress(done, total if total is None else max(done, total))

        with (
            workshop(self._index) as folder,
            closing(segments(cut(items), folder, self._jobs or workers(), tell)) as made,
        ):
            for path in made:
                writer.add_segment(path)

    def _be_strict(self, wary: bool) -> None:
        nothing_read = (
            wary
            and self._reading.skipped
            and self._reading.read + self._ledger.left_articles == self._sent()
        )
        told = replace(self._reading, duplicates=self._met_again())
        if nothing_read or (self._strict and not told.clean):
            raise UnreadableSource("\n".join(told.lines("en")), told)

    def _met_again(self) -> list[Duplicate]:
        """Articles met twice, but for those whose place one that was sent has taken, which is
        nobody's mistake.
        """
        sent = name_of(self._index / SUBMITTED)
        return [
            again
            for again in self._reading.duplicates
            if not inside(name_of(Path(again.other)), sent)
        ]


def _opened(index: Path) -> IndexReader | None:
    """The index as it is, or None when it cannot be built upon."""
    try:
        return open_index(index).snapshot()
    except (IndexMissing, IndexOutdated, IndexCorrupt):
        return None


@contextmanager
def workshop(index: Path) -> Iterator[Path]:
    """A folder for segments in the making, on the index's file system; the writer's lock is held,
    so remains are nobody's.
    """
    folder = index / "units"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
