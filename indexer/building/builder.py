"""Full builds, additions, removals and synchronisation: each becomes visible whole, or not
at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

from indexer.building.batches import Item, cut
from indexer.building.changes import Changes, Unseen, inside
from indexer.building.correcting import Corrector
from indexer.building.expecting import expected
from indexer.building.holding import Holding
from indexer.building.knowledge import rules
from indexer.building.place import Place, Writing, place_of
from indexer.building.provenance import file_of
from indexer.building.report import BuildReport, Progress
from indexer.building.source_manifest import SourceManifest, name_of
from indexer.building.submitted import SUBMITTED, Submitted
from indexer.building.worker_pool import segments, workers
from indexer.corrections.table import Table
from indexer.errors import IndexBusy, IndexCorrupt, IndexMissing, IndexOutdated, UnreadableSource
from indexer.reading import Duplicate, IngestReport, Skipped
from indexer.storage.writer.index_writer import staging_directory

__all__ = ["add", "build", "correct", "synchronise"]

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
    not changed are left. Any other is written anew aside and switched to; `anew` asks for that, and
    so does an index whose articles were read by other rules than this program's (`knowledge`).
    `jobs` processes work on it, by default as many as there are processors (at most six). With
    `strict`, a source that cannot be read or an article met twice raises UnreadableSource. Sources
    of which nothing at all can be read raise it always: they are a mistake, not an empty archive.
    What cannot be seen (folders and files that may not be read, a folder that holds nothing any
    more) is told, and its articles stay. On any error, and when interrupted, the index stays as
    it was.
    """

    def work() -> BuildReport:
        place = place_of(index)
        before = _opened(place)
        work = _Work(sources, place, before, jobs, progress, strict, sent=True)
        if anew or before is None or not work.changes.knows_any(sources):
            return work.rebuild()
        if place.knowledge != rules():
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
    place = place_of(index)
    return _undisturbed(
        lambda: _Work(sources, place, place.holding(), jobs, progress, strict).update()
    )


def synchronise(
    sources: Sequence[Path], index: Path, *, jobs: int | None = None, gone: Scope
) -> BuildReport:
    """Add what is new or changed in the sources, remove the articles of files that are `gone` from
    them.

    `gone` is asked of the name of each file (an absolute path) that the index knows and the sources
    no longer hold.
    """
    place = place_of(index)
    return _undisturbed(
        lambda: _Work(sources, place, place.holding(), jobs, None, False).update(gone)
    )


def correct(index: Path, edit: Callable[[Table], None] | None = None) -> BuildReport:
    """Change the file of corrections, and bring the index to what it says now; without `edit`, only
    that, after somebody changed the file by hand.

    The file is kept first, then the index is committed: what was interrupted between is done by
    the next writer. Raises BadCorrection when the file is no table, and what `add` raises.
    """
    place = place_of(index)
    return _Work([], place, place.holding(), 1, None, False).correct(edit)


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
    """One build or addition under way; with `sent`, of what was sent over HTTP too."""

    def __init__(
        self,
        sources: Sequence[Path],
        place: Place,
        before: Holding | None,
        jobs: int | None,
        progress: Progress | None,
        strict: bool,
        sent: bool = False,
    ) -> None:
        self._start = time.monotonic()
        self._given, self._place, self._jobs = sources, place, jobs
        self._folder = place.folder
        self._progress, self._strict, self._with_sent = progress, strict, sent
        self._before = before
        self._submitted = 0
        self._reading = IngestReport()
        self._ledger = SourceManifest(self._folder, before)
        self._corrector = Corrector(self._folder)
        for away in self._corrector.returning():
            self._ledger.forget(file_of(away.origin))
        self.changes = Changes(before, self._corrector)

    @cached_property
    def _sources(self) -> list[Path]:
        """What was sent, if there is any by now, then what was given; looked at once.

        Articles that were sent and whose files are damaged stay as the index has them.
        """
        if not self._with_sent:
            return [*self._given]
        sent, damaged = Submitted(self._folder).sources()
        self._reading.skipped += [Skipped(str(file), "unreadable") for file in damaged]
        return [*sent, *self._given]

    def rebuild(self) -> BuildReport:
        """Write a new index aside and switch to it."""
        with self._place.rebuild() as writer:
            self._before, self._corrector = _opened(self._place), Corrector(self._folder)
            self._ledger = SourceManifest(self._folder, None)
            self.changes = Changes(None, self._corrector)
            items = self.changes.items(self._sources, self._reading, self._ledger)
            self._fill(writer, self._corrector.visible(chain(items, self._hidden())))
            self._be_strict(wary=True)
            self._corrector.keep()
            # what could not be seen was kept as it had been read
            writer.knowledge = self._place.knowledge if self.changes.unchanged else rules()
            writer.commit()
            self._corrector.settle(set(self._corrector.known({})) - set(self._corrector.held))
            unsaved = self._save(writer.generation, keep=False)
            gone = self._gone()
            return self._report(writer.doc_count, removed=gone, unsaved=unsaved, rebuilt=True)

    def _gone(self) -> int:
        """How many articles of the index before the one now does not have."""
        if self._before is None:
            return 0
        now = self._place.holding()
        left = (id_ for id_ in self._before.ids() if id_ not in self.changes.met)
        return sum(now.find(id_) is None for id_ in left)

    def update(self, gone: Scope | None = None, *, wary: bool = False) -> BuildReport:
        """Change the index where the sources have changed; `gone` says of vanished files whether
        their articles go too.

        A `wary` one raises UnreadableSource when all that was to be read could not be.
        """
        assert self._before is not None
        items = self._corrector.visible(self._items(self._before))
        first = next(items, None)
        vanished = self._vanished(gone) if first is None else []
        if first is None and not vanished and not self._corrector.held:
            return self._unchanged(keep=gone is None, wary=wary)
        with self._place.append() as writer:
            if self._is_overtaken():
                raise _Overtaken
            if first is not None:
                self._fill(writer, chain([first], items))
                vanished = self._vanished(gone)
            removed = [id_ for id_ in {*vanished, *self._corrector.held} if writer.remove(id_)]
            self._be_strict(wary)
            self._corrector.keep()
            writer.commit()
            self._corrector.settle(vanished)
            unsaved = self._save(writer.generation, keep=gone is None)
            return self._report(writer.doc_count, removed=len(removed), unsaved=unsaved)

    def correct(self, edit: Callable[[Table], None] | None) -> BuildReport:
        """Change the corrections, and what they are about."""
        with self._place.append() as writer:
            before = self._before = self._place.holding()
            self._ledger = SourceManifest(self._folder, before)
            corrector = self._corrector = Corrector(self._folder)
            self.changes = Changes(before, corrector)
            if edit is not None:
                edit(corrector.table)
                corrector.table.write()
                corrector.changed()
            returning = list(corrector.returning())
            items = list(corrector.visible(self.changes.differing(before)))
            corrector.keep()
            removed = [id_ for id_ in corrector.held if writer.remove(id_)]
            if items:
                self._fill(writer, items)
            if items or removed or returning:
                writer.commit()
                for away in returning:
                    self._ledger.forget(file_of(away.origin))
                unsaved = self._ledger.save(writer.generation, keep=True)
            else:
                writer.cancel()
                unsaved = ""
            corrector.settle()
            return self._report(writer.doc_count, removed=len(removed), unsaved=unsaved)

    def _items(self, before: Holding) -> Iterator[Item]:
        """What the sources hold otherwise than the index, then what corrections have changed."""
        yield from self.changes.items(self._sources, self._reading, self._ledger)
        yield from self.changes.differing(before)

    def _is_overtaken(self) -> bool:
        """Has the index, or the file of corrections, changed since it was looked at?"""
        assert self._before is not None
        now = self._place.holding()
        return now.generation != self._before.generation or not self._corrector.table.is_as_read()

    def _unchanged(self, *, keep: bool, wary: bool) -> BuildReport:
        """Nothing is to be written but how the files look now, if nobody has written since."""
        assert self._before is not None
        self._be_strict(wary)
        now, unsaved = self._place.holding(), ""
        if now.generation == self._before.generation:
            unsaved = self._save(now.generation, keep=keep)
        return self._report(now.doc_count, unsaved=unsaved)

    def _vanished(self, gone: Scope | None) -> list[str]:
        """Ids of the articles that are to go, once all sources are read; what is hidden is told."""
        if gone is None:
            return []
        self._tell_emptied(self.changes)
        return self.changes.vanished(gone, self._unseen())

    def _hidden(self) -> Iterator[Item]:
        """The articles of the index before that are kept because their files cannot be seen now;
        to be asked once all sources are read.
        """
        unseen = self._unseen()
        if self._before is None or not unseen:
            return
        known = Changes(self._before, self._corrector)
        known.met = self.changes.met
        self._tell_emptied(known)
        for id_, origin in known.hidden(unseen):
            doc, away = self._before.find(id_), self._corrector.kept.get(id_)
            if doc is not None:
                self.changes.unchanged += 1
                yield self._corrector.item(self._before.article(doc), origin)
            elif away is not None and away.article is not None:
                yield self._corrector.item(away.article, origin)
            elif away is not None:
                self._corrector.held[id_] = away

    def _unseen(self) -> Unseen:
        return Unseen(self._given, self._reading, self._ledger)

    def _tell_emptied(self, known: Changes) -> None:
        """Report the folders that hold nothing any more, if articles had come from there."""
        for folder in self._unseen().emptied:
            if known.knows_any([folder]):
                self._reading.skipped.append(Skipped(str(folder), "emptied"))

    def _sent(self) -> int:
        """Articles of this reading that were sent over HTTP."""
        return self._ledger.articles_in(self._folder / SUBMITTED)

    def _save(self, generation: str, *, keep: bool) -> str:
        """Write down how the files look; why that failed, or ""."""
        self._submitted = self._sent()
        for file in self.changes.bereft:
            self._ledger.forget(file)
        self._ledger.forget_faulty(self._reading)
        return self._ledger.save(generation, keep=keep)

    def _report(
        self, articles: int, *, unsaved: str, removed: int = 0, rebuilt: bool = False
    ) -> BuildReport:
        self._reading.duplicates = self._met_again()
        return BuildReport(
            self._reading,
            articles,
            added=self.changes.added,
            updated=self.changes.updated,
            removed=removed,
            unchanged=self.changes.unchanged + self._ledger.left_articles,
            submitted=self._submitted,
            rebuilt=rebuilt,
            unsaved=unsaved,
            seconds=time.monotonic() - self._start,
            away=self._corrector.count,
            faults=self._corrector.faults,
            corrected=self.changes.corrected,
        )

    def _fill(self, writer: Writing, items: Iterable[Item]) -> None:
        """Put the items into the writer, a segment for each unit of them."""

        total = expected(self._sources) if self._progress is not None else None

        def tell(articles: int) -> None:
            if self._progress is not None:
                done = articles + self.changes.unchanged + self._ledger.left_articles
                self._progress(done, total if total is None else max(done, total))

        with (
            staging_directory(self._folder) as folder,
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
        sent = name_of(self._folder / SUBMITTED)
        return [
            again
            for again in self._reading.duplicates
            if not inside(name_of(Path(again.other)), sent)
        ]


def _opened(place: Place) -> Holding | None:
    """The archive as it is, or None when it cannot be built upon."""
    try:
        return place.holding()
    except (IndexMissing, IndexOutdated, IndexCorrupt):
        return None
