"""An archive in a cluster, opened for reading: the copy that is served now, looked for from time to
time, with its files beside us.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from hashlib import sha256
from pathlib import Path
from typing import Final

from indexer.cluster.address import read_address
from indexer.cluster.backend import ClusterBackend, Source
from indexer.cluster.client import Client
from indexer.cluster.published import Published, read_files, served
from indexer.cluster.statistics import WholeArchive
from indexer.cluster.vocabulary_files import SAMPLE, STATISTICS
from indexer.errors import IndexCorrupt
from indexer.storage import IndexReader, Segment
from indexer.storage.format.columns import Seal
from indexer.storage.reader.segment_reader import ARTICLES, COLUMNS, SegmentReader

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
        self.backend()

    def backend(self) -> ClusterBackend:
        """The archive as it is now, or was a second ago.

        Raises IndexMissing, IndexOutdated, IndexCorrupt or ClusterUnavailable.
        """
        known = self._known
        if known is not None and time.monotonic() - self._looked < _LOOKED_AGAIN:
            return known
        with self._lock:
            if self._known is None or time.monotonic() - self._looked >= _LOOKED_AGAIN:
                now = served(self.client)
                if self._known is None or self._known.generation != now.generation:
                    self._known = self._opened(now)
                self._looked = time.monotonic()
            return self._known

    def _opened(self, now: Published) -> ClusterBackend:
        folder = self._home() / now.index
        try:
            statistics, sample = _segments(folder, now)
        except (OSError, IndexCorrupt):
            self._fetch(now, folder)
            statistics, sample = _segments(folder, now)
        whole = WholeArchive(now.generation, statistics, now.figures)
        near = IndexReader(now.generation, [Segment(sample, 0)])
        return ClusterBackend(Source(self.client, now.index, whole, near))

    def _home(self) -> Path:
        """The folder for this archive's files: by user, so that nobody else's are read."""
        named = os.environ.get("CUAKHAU_CLUSTER_CACHE")
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(named) if named else Path(base) / "cuakhau"
        return folder / sha256(str(self.client.address).encode()).hexdigest()[:16]

    def _fetch(self, now: Published, folder: Path) -> None:
        """Have the files of a copy in their folder, whole; those of earlier copies go."""
        home = folder.parent
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = Path(tempfile.mkdtemp(prefix=".", dir=home))
        try:
            read_files(self.client, now, aside)
            _segments(aside, now)
            shutil.rmtree(folder, ignore_errors=True)
            aside.replace(folder)
        except OSError:
            if not folder.is_dir():  # else another process was first
                raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        for old in home.iterdir():
            if old != folder and not old.name.startswith("."):
                shutil.rmtree(old, ignore_errors=True)


def _segments(folder: Path, now: Published) -> tuple[SegmentReader, SegmentReader]:
    """Statistics and sample. Raises FileNotFoundError, and IndexCorrupt where a file is another."""
    statistics, sample = (
        SegmentReader(
            folder / stem, (Seal(*now.seals[stem + COLUMNS]), Seal(*now.seals[stem + ARTICLES]))
        )
        for stem in (STATISTICS, SAMPLE)
    )
    return statistics, sample
