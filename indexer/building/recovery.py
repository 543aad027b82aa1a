"""Getting an index back: from its backup, or from the articles it has stored, without sources."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from indexer.building.batches import Item, cut
from indexer.building.builder import add, correct
from indexer.building.correcting import Corrector
from indexer.building.knowledge import known_of
from indexer.building.report import BuildReport, Progress
from indexer.building.submitted import Submitted
from indexer.building.worker_pool import segments, workers
from indexer.errors import IndexCorrupt
from indexer.reading import IngestReport
from indexer.storage import rebuild
from indexer.storage.maintenance import restore, rollback
from indexer.storage.reader.salvage import stored_articles
from indexer.storage.writer.index_writer import staging_directory

__all__ = ["rebuild_from_stored", "restore_backup", "roll_back"]


def rebuild_from_stored(
    index: Path,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    partial: bool = False,
) -> BuildReport:
    """Write the index anew from the articles it has stored, with the facts they were stored with.

    Dictionaries and postings may be damaged, or made by an older analysis. Raises IndexCorrupt when
    a stored article is damaged, unless `partial`: then it is left out, and counted as `removed`.
    Raises IndexMissing, IndexOutdated when another version stored them, and IndexBusy. What was
    served is kept as the generation before.
    """
    start = time.monotonic()
    lost: list[str] = []

    def items() -> Iterator[Item]:
        for article, origin in stored_articles(index, lost.append):
            if article is not None:
                yield corrector.item(article, origin)
        if lost and not partial:
            raise IndexCorrupt(f"{len(lost)} stored articles are damaged ({lost[0]})")

    def tell(articles: int) -> None:
        if progress is not None:
            progress(articles, None)

    with rebuild(index) as writer:
        corrector = Corrector(index)
        with (
            staging_directory(index) as folder,
            closing(
                segments(cut(corrector.visible(items())), folder, jobs or workers(), tell)
            ) as made,
        ):
            for path in made:
                writer.add_segment(path)
        writer.knowledge = known_of(index)  # the facts are those of then
        corrector.keep()
        writer.commit()
        return BuildReport(
            IngestReport(),
            writer.doc_count,
            added=writer.doc_count,
            removed=len(lost),
            rebuilt=True,
            seconds=time.monotonic() - start,
        )


def restore_backup(backup: Path, index: Path, *, jobs: int | None = None) -> BuildReport:
    """Serve what a backup holds, what was sent over HTTP since it was taken, and the corrections as
    they are now; where there are none, those of the backup.

    What is served now is kept as the generation before. Raises what `maintenance.restore` raises.
    """
    restore(backup, index)
    sent, _damaged = Submitted(index).sources()
    report = add(sent, index, jobs=jobs) if sent else correct(index)
    return BuildReport(
        report.reading,
        report.articles,
        added=report.added,
        updated=report.updated,
        unchanged=report.unchanged,
        rebuilt=True,
        unsaved=report.unsaved,
        away=report.away,
        faults=report.faults,
    )


def roll_back(index: Path) -> BuildReport:
    """Serve the generation before, with the corrections as they are now: what was hidden since
    stays hidden. Raises what `maintenance.rollback` raises.
    """
    rollback(index)
    return correct(index)
