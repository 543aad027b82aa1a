"""Keeping an index in step with a folder: new, changed and deleted files, one commit for each
burst of changes.

The folder is looked at again and again, which also works where a file system does not tell of
changes (network shares).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from indexer.building.builder import synchronise
from indexer.building.place import home_of
from indexer.building.report import BuildReport
from indexer.building.source_manifest import name_of
from indexer.corrections.table import CORRECTIONS
from indexer.errors import IndexBusy
from indexer.reading import Skipped

__all__ = ["watch"]

LOOK_EVERY: Final = 0.4  # seconds
LONGEST_BURST: Final = 5.0
"""Seconds after which a commit is made although files are still changing; those that are will be
in the next one.
"""

Looks = dict[str, tuple[int, int, int]]


def watch(
    folder: Path,
    index: Path,
    *,
    told: Callable[[BuildReport], None] | None = None,
    stop: threading.Event | None = None,
    jobs: int | None = None,
    every: float = LOOK_EVERY,
) -> None:
    """Bring the index in step with the folder, now and whenever it changes, until `stop` is set.

    A commit is made when two looks in a row, `every` seconds apart, show the same; `told` hears of
    each. While another process is writing, changes wait. Raises NotADirectoryError when there is no
    such folder at the start; a folder that is away for a time, or holds nothing any more (a share
    that is not mounted), is waited for, and nothing is removed meanwhile. `told` also hears when
    what cannot be read changes.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    stop = stop or threading.Event()
    indexed: Looks | None = None
    last: Looks | None = None
    since = 0.0  # when the open burst began
    tell = _Teller(told)
    while not stop.is_set():
        seen = _look(folder)
        if seen is not None:
            seen |= _look_at(home_of(index) / CORRECTIONS)
        if seen is not None and seen != indexed:
            since = since or time.monotonic()
            due = indexed is None or seen == last or time.monotonic() - since > LONGEST_BURST
            if due and _commit(folder, index, jobs, tell):
                indexed, since = seen, 0.0
        last = seen
        stop.wait(every)


class _Teller:
    """Hands on reports of changes, and of other faults than were told before."""

    def __init__(self, told: Callable[[BuildReport], None] | None) -> None:
        self._told = told
        self._known: list[Skipped] = []

    def __call__(self, report: BuildReport) -> None:
        skipped = report.reading.skipped
        if self._told is not None and (report.changed or skipped != self._known):
            self._told(report)
        self._known = skipped


def _commit(
    folder: Path, index: Path, jobs: int | None, tell: Callable[[BuildReport], None]
) -> bool:
    inside = name_of(folder).rstrip(os.sep) + os.sep
    try:
        report = synchronise(
            [folder],
            index,
            jobs=jobs,
            gone=lambda file: file.startswith(inside) and folder.is_dir(),
        )
    except IndexBusy:
        return False
    tell(report)
    return True


def _look_at(file: Path) -> Looks:
    """Size, time of change and inode of one file, nothing when it is not there."""
    try:
        status = file.stat()
    except OSError:
        return {}
    return {str(file): (status.st_size, status.st_mtime_ns, status.st_ino)}


def _look(folder: Path) -> Looks | None:
    """Size, time of change and inode of every visible file below the folder, -1 for folders that
    cannot be looked into; None when the folder is not there.
    """
    found: Looks = {}
    waiting = [str(folder)]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.name.startswith((".", "~$")):
                        continue
                    # as the reading walks; a link may lead round in a circle
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                        continue
                    try:
                        status = entry.stat()
                    except OSError:  # a link that leads nowhere, a file removed just now
                        continue
                    found[entry.path] = (status.st_size, status.st_mtime_ns, status.st_ino)
        except OSError:  # the reading will tell
            if not folder.is_dir():  # went away while we looked
                return None
            found[place] = (-1, -1, -1)
    return found
