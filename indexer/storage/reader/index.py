"""Opening an index for reading, and noticing cheaply when it has changed."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from indexer.errors import IndexCorrupt, IndexMissing
from indexer.storage.reader import commit_point as toc
from indexer.storage.reader import generations
from indexer.storage.reader.index_reader import IndexReader, Segment
from indexer.storage.reader.segment_reader import SegmentReader

__all__ = ["Index", "open_index"]

_TRIES = 20
# a directory's time stamp is only trusted when it is this much older than the look at it
_SETTLED_NS = 100_000_000


class Index:
    """An index opened for reading; one per process, safe for threads.

    Commits by other processes are seen by `snapshot`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._files: dict[tuple[str, str], SegmentReader] = {}
        self._stamp: tuple[int, ...] | None = None
        self._current = str(path / generations.CURRENT)
        self._served = (
            (-1, -1),
            "",
            "",
        )  # when CURRENT was written, the generation it names, and where that is
        self._opened = (-1, -1)  # when the CURRENT was written by which the known snapshot was read
        self._known: IndexReader | None = None
        self._known = self._open()

    def snapshot(self) -> IndexReader:
        """The index as it is now. Costs two `stat` calls when nothing has changed.

        Raises IndexMissing, IndexOutdated or IndexCorrupt when what is there now cannot be served.
        """
        known = self._known
        if known is None or self._stamp is None or self._stamp != self._look()[0]:
            with self._lock:
                known = self._known = self._open()
        return known

    def _look(self) -> tuple[tuple[int, ...] | None, str]:
        """(a stamp that changes with every commit and switch, or None when it cannot be relied on
        yet; the generation).
        """
        try:
            marker = os.stat(self._current)  # noqa: PTH116 - once per request, so no Path is made for it
            found = (marker.st_mtime_ns, marker.st_ino)
            served = self._served
            if served[0] != found:
                name = generations.current(self.path)
                served = self._served = (
                    found,
                    name,
                    str(generations.generation_path(self.path, name)),
                )
        except FileNotFoundError:
            raise IndexMissing(f"there is no index at {self.path}") from None
        try:
            folder = os.stat(served[2])  # noqa: PTH116
        except FileNotFoundError:  # switched away from and removed, at this moment
            return None, served[1]
        stamp = (marker.st_mtime_ns, marker.st_ino, folder.st_mtime_ns, folder.st_ino)
        if time.time_ns() - max(marker.st_mtime_ns, folder.st_mtime_ns) < _SETTLED_NS:
            return None, served[1]
        return stamp, served[1]

    def _open(self) -> IndexReader:
        """Read the table of contents and map what is not mapped yet.

        A commit under way may take files away: try again.
        """
        for attempt in range(_TRIES):
            stamp, name = self._look()
            folder = generations.generation_path(self.path, name)
            try:
                number = toc.latest(folder)
                snapshot = self._known
                # an index that was deleted and made anew bears the same numbers
                if (
                    snapshot is None
                    or snapshot.generation != f"{name}.{number}"
                    or self._opened != self._served[0]
                ):
                    snapshot = self._read(folder, name, number)
                    self._opened = self._served[0]
                self._stamp = stamp
                return snapshot
            except FileNotFoundError as error:
                if attempt == _TRIES - 1:
                    raise IndexCorrupt(f"{error.filename} is missing") from None
                time.sleep(0.005)
        raise AssertionError("unreachable")

    def _read(self, folder: Path, name: str, number: int) -> IndexReader:
        generations.check_settings(folder)
        if number < 0:
            raise IndexCorrupt(f"{folder} holds no table of contents")
        segments, files, base = [], {}, 0
        for entry in toc.read(folder, number):
            key = (name, entry.name)
            file = self._files.get(key) or SegmentReader(folder / entry.name)
            if file.doc_count != entry.doc_count:
                raise IndexCorrupt(
                    f"{folder / entry.name} holds {file.doc_count} articles, not {entry.doc_count}"
                )
            files[key] = file
            segments.append(Segment(file, base, entry.deleted))
            base += file.doc_count
        self._files = files
        return IndexReader(f"{name}.{number}", segments)


def open_index(path: Path) -> Index:
    """Open the index at `path` for reading. Raises IndexMissing, IndexOutdated or IndexCorrupt."""
    return Index(path)
