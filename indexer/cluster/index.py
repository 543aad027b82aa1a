"""An archive in a cluster, opened for reading: the copy that is served now, looked for from time to
time, with its files beside us.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from indexer.cluster.address import read_address
from indexer.cluster.backend import ClusterBackend, Source
from indexer.cluster.client import Client
from indexer.cluster.published import Published, changes_here, read_files, served
from indexer.cluster.statistics import WholeArchive
from indexer.cluster.vocabulary_files import (
    REGISTER,
    SAMPLE,
    STATISTICS,
    files_among,
    of_stem,
    sealed,
)
from indexer.errors import IndexCorrupt
from indexer.storage import IndexReader, Segment
from indexer.storage.durability import replace
from indexer.storage.reader.segment_reader import SegmentReader

__all__ = ["ClusterIndex"]

_LOOKED_AGAIN: Final = 1.0
"""Seconds for which the copy that was served is taken to be so still."""


class ClusterIndex:
    """An archive in a cluster; one per process, safe for threads.

    Raises BadQuery for an address of another form, else what `backend` raises.
    """

    def __init__(self, place: str | Path) -> None:
        self.path = Path(place)
        self.client = Client(read_address(place))
        self._lock = threading.Lock()
        self._known: ClusterBackend | None = None
        self._looked = -_LOOKED_AGAIN
        self._changes = 0
        self.backend()

    def backend(self) -> ClusterBackend:
        """The archive as it is now, or was a second ago; a change made by this process is seen.

        Raises IndexMissing, IndexOutdated, IndexCorrupt or ClusterUnavailable.
        """
        known = self._known
        if known is not None and self._is_fresh():
            return known
        with self._lock:
            if self._known is None or not self._is_fresh():
                changes = changes_here(self.client)
                now = served(self.client)
                if self._known is None or self._known.generation != now.generation:
                    self._known = self._opened(now)
                self._looked, self._changes = time.monotonic(), changes
            return self._known

    def telling(self) -> IndexReader | None:
        """The articles that tell something for the register, as the archive is now; None where
        some were never read for it. Raises as `backend` does.
        """
        now = self.backend().published
        if not files_among(now.seals, REGISTER):
            return None
        return IndexReader(now.generation, [Segment(self._file(now, REGISTER), 0)])

    def _is_fresh(self) -> bool:
        """Was it looked for a moment ago, and not changed here since?"""
        a_moment = time.monotonic() - self._looked < _LOOKED_AGAIN
        return a_moment and self._changes == changes_here(self.client)

    def _opened(self, now: Published) -> ClusterBackend:
        statistics, sample = (self._file(now, kind) for kind in (STATISTICS, SAMPLE))
        self._tidy(now, self._home() / now.index)
        whole = WholeArchive(now.generation, statistics, now.figures)
        near = IndexReader(now.generation, [Segment(sample, 0)])
        return ClusterBackend(Source(self.client, now, whole, near))

    def _file(self, now: Published, kind: str) -> SegmentReader:
        """A file of an archive, fetched where it is not beside us yet."""
        folder, stem = self._home() / now.index, files_among(now.seals, kind)
        try:
            return sealed(folder / stem, now)
        except (OSError, IndexCorrupt):
            self._fetch(now, folder, stem)
            return sealed(folder / stem, now)

    def _home(self) -> Path:
        """The folder for this archive's files: by user, so that nobody else's are read."""
        named = os.environ.get("CUAKHAU_CLUSTER_CACHE")
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(named) if named else Path(base) / "cuakhau"
        return folder / sha256(str(self.client.address).encode()).hexdigest()[:16]

    def _fetch(self, now: Published, folder: Path, stem: str) -> None:
        """Have two files in their folder, whole."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
        try:
            read_files(self.client, now, of_stem(stem), aside)
            sealed(aside / stem, now)
            for name in of_stem(stem):
                replace(aside / name, folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _tidy(self, now: Published, folder: Path) -> None:
        """Remove the files of earlier generations, those that somebody has open apart."""
        for old in folder.parent.iterdir():
            if old != folder and not old.name.startswith("."):
                shutil.rmtree(old, ignore_errors=True)
        for file in folder.iterdir():
            if file.name not in now.seals:
                with suppress(OSError):
                    file.unlink()
