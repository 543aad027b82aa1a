"""Opening an index for reading, and noticing cheaply when it has changed."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from indexer.errors import IndexCorrupt, IndexMissing
from indexer.storage.reader import commit_point, generations
from indexer.storage.reader.generations import Served
from indexer.storage.reader.index_reader import IndexReader, Segment
from indexer.storage.reader.segment_reader import SegmentReader

__all__ = ["Index", "label", "open_index", "read_snapshot"]

Files = dict[tuple[str, str], SegmentReader]
"""Open segments by the identity of their generation and their name."""

_TRIES = 20
_SETTLED_NS = 100_000_000
"""A directory's time stamp is only trusted when it is this much older than the look at it."""


def label(name: str, number: int, identity: str) -> str:
    """What a snapshot is called: generation and commit, and which index they are of: one that was
    deleted and made anew counts from one again."""
    return f"{name}.{number}-{identity[:8]}"


class Index:
    """An index opened for reading; one per process, safe for threads.

    Commits by other processes are seen by `snapshot`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._files: Files = {}
        self._stamp: tuple[int, ...] | None = None
        self._current = str(path / generations.CURRENT)
        # when CURRENT was written, what it says, and where that generation is
        self._served = ((-1, -1), Served("", ""), "")
        self._known: IndexReader | None = None
        self._known = self._open()

    def snapshot(self) -> IndexReader:
        """The index as it is now. Costs two `stat` calls, and two for each segment, when nothing
        has changed.

        Raises IndexMissing, IndexOutdated or IndexCorrupt when what is there now cannot be served.
        """
        known = self._known
        if known is None or self._stamp is None or self._stamp != self._look()[0]:
            with self._lock:
                known = self._known = self._open()
        known.check_whole()
        return known

    def _look(self) -> tuple[tuple[int, ...] | None, Served]:
        """(a stamp that changes with every commit and switch, or None when it cannot be relied on
        yet; the generation served).
        """
        try:
            marker = os.stat(self._current)  # noqa: PTH116 - once per request, so no Path is made for it
            found = (marker.st_mtime_ns, marker.st_ino)
            served = self._served
            if served[0] != found:
                now = generations.current(self.path)
                folder = str(generations.folder_of(self.path, now.name))
                served = self._served = (found, now, folder)
        except FileNotFoundError:
            raise IndexMissing(f"there is no index at {self.path}") from None
        try:
            status = os.stat(served[2])  # noqa: PTH116
        except FileNotFoundError:  # switched away from and removed, at this moment
            return None, served[1]
        stamp = (marker.st_mtime_ns, marker.st_ino, status.st_mtime_ns, status.st_ino)
        if time.time_ns() - max(marker.st_mtime_ns, status.st_mtime_ns) < _SETTLED_NS:
            return None, served[1]
        return stamp, served[1]

    def _open(self) -> IndexReader:
        """Read the commit point and map what is not mapped yet.

        A commit under way may take files away: try again.
        """
        for attempt in range(_TRIES):
            stamp, served = self._look()
            folder = generations.folder_of(self.path, served.name)
            try:
                number = commit_point.latest(folder)
                snapshot = self._known
                if snapshot is None or snapshot.generation != label(
                    served.name, number, served.identity
                ):
                    snapshot = self._read(folder, served, number)
                self._stamp = stamp
                return snapshot
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise IndexCorrupt(f"{error.filename} is missing") from None
                time.sleep(0.005)
        raise AssertionError("unreachable")

    def _read(self, folder: Path, served: Served, number: int) -> IndexReader:
        snapshot = read_snapshot(folder, served, number, self._files)
        self._files = {
            (served.identity, segment.file.name): segment.file for segment in snapshot.segments
        }
        return snapshot


def read_snapshot(
    folder: Path, served: Served, number: int, known: Files | None = None
) -> IndexReader:
    """A generation in `folder` as of commit `number`; files that are open already are taken from
    `known`.

    Raises IndexOutdated, IndexCorrupt, and FileNotFoundError when something is gone.
    """
    generations.check_settings(folder, served.identity)
    if number < 0:
        raise IndexCorrupt(f"{folder} holds no commit")
    segments, base = [], 0
    for entry in commit_point.read(folder, number, served.identity):
        file = (known or {}).get((served.identity, entry.name))
        if file is None or file.seals != entry.seals:
            file = SegmentReader(folder / entry.name, entry.seals)
        if file.doc_count != entry.doc_count:
            raise IndexCorrupt(f"{folder / entry.name} does not hold {entry.doc_count} articles")
        segments.append(Segment(file, base, entry.deleted))
        base += file.doc_count
    return IndexReader(label(served.name, number, served.identity), segments)


def open_index(path: Path) -> Index:
    """Open the index at `path` for reading. Raises IndexMissing, IndexOutdated or IndexCorrupt."""
    return Index(path)
