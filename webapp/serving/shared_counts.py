"""Memory that the processes of one site count in together: a file of fixed size, mapped by each."""

from __future__ import annotations

import logging
import mmap
import os
from pathlib import Path

from webapp.serving import logs

__all__ = ["mapped"]


def mapped(path: Path | None, size: int) -> mmap.mmap:
    """Zeros at first, `size` bytes of them; this process's own memory when no path is given.

    The file's room is taken before anything is counted: the system ends a process that writes to
    a page for which the disk has no room (SIGBUS). When there is none, this process counts alone,
    which is said in the log.
    """
    if path is None:
        return mmap.mmap(-1, size)
    try:
        with path.open("a+b") as file:
            _take_room(file.fileno(), size)
            return mmap.mmap(file.fileno(), size)
    except OSError as error:
        logs.event("counts_alone", logging.WARNING, file=path.name, error=error.strerror or error)
        return mmap.mmap(-1, size)


def _take_room(handle: int, size: int) -> None:
    """Make a file so long, on disk and not only by name; what it holds stays."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, size)
        return
    missing = size - os.fstat(handle).st_size
    if missing > 0:
        os.write(handle, bytes(missing))
