"""Units of work done by several processes at once, handed back in order; by this one when it is asked to work alone.

At most one unit more than there are workers is in memory. An interruption ends every worker within a step of its work.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import wait
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

from indexer.building.units import Unit, write
from indexer.errors import CuaKhauError

__all__ = ["segments", "workers"]

MOST_WORKERS: Final = 6
"""Workers unless told otherwise: each grows to some 300 MB."""
LOOK_EVERY: Final = 0.2  # seconds between two reports of progress

Tell = Callable[[int], None]


class Stopped(Exception):
    """The work was called off."""


def workers() -> int:
    """How many processes to work with: one for each processor this one may use, as far as two gigabytes go."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        cores = os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def segments(units: Iterable[Unit], folder: Path, jobs: int, tell: Tell) -> Generator[Path, None, None]:
    """Write each unit as a segment file in `folder` and yield the files in the units' order. Closing it ends the workers.

    `tell` is called with the articles done so far. Raises what `write` raises, and CuaKhauError when a worker died.
    """
    source = iter(units)
    ahead = list(islice(source, 2))
    if jobs > 1 and len(ahead) > 1:
        yield from _together(chain(ahead, source), folder, jobs, tell)
    else:
        yield from _alone(chain(ahead, source), folder, tell)


def _alone(units: Iterable[Unit], folder: Path, tell: Tell) -> Iterator[Path]:
    done = 0

    def count(articles: int) -> None:
        nonlocal done
        done += articles
        tell(done)

    for number, unit in enumerate(units):
        path = folder / str(number)
        write(unit, path, count)
        yield path


def _together(units: Iterator[Unit], folder: Path, jobs: int, tell: Tell) -> Iterator[Path]:
    stop = multiprocessing.Event()
    done = multiprocessing.Value("Q")
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(stop, done))
    under_way: deque[Future[Path]] = deque()
    try:
        for number, unit in enumerate(units):
            under_way.append(pool.submit(_work, unit, folder / str(number)))
            del unit
            tell(done.value)
            while under_way and (len(under_way) > jobs or under_way[0].done()):
                yield _wait(under_way.popleft(), done, tell)
        while under_way:
            yield _wait(under_way.popleft(), done, tell)
    except BrokenProcessPool:
        raise CuaKhauError("a process of the build was ended from outside, perhaps for lack of memory; the index is as it was") from None
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _wait(future: Future[Path], done: Synchronized[int], tell: Tell) -> Path:
    while True:
        try:
            return future.result(LOOK_EVERY)
        except NotYet:
            tell(done.value)
        finally:
            tell(done.value)


# In a worker

_stop: Event | None = None
_done: Synchronized[int] | None = None


def _begin(stop: Event, done: Synchronized[int]) -> None:
    """Make this process a worker: interruptions are the parent's to handle, and without the parent there is no work."""
    global _stop, _done
    _stop, _done = stop, done
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(unit: Unit, path: Path) -> Path:
    write(unit, path, _went_on)
    return path


def _went_on(articles: int) -> None:
    assert _stop is not None and _done is not None
    with _done.get_lock():
        _done.value += articles
    if _stop.is_set():
        raise Stopped
