"""Units of work done by several processes at once, their segments handed back in order; by this
one when it is asked to work alone.

At most one unit more than there are workers is in memory. An interruption ends every worker within
a step of its work.
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
from functools import partial
from itertools import chain, islice
from multiprocessing.connection import wait
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

from indexer.building.batches import Batch, merge, write
from indexer.errors import CuaKhauError
from indexer.storage.writer.merge_policy import LARGEST

__all__ = ["segments", "workers"]

MOST_WORKERS: Final = 6
"""Workers unless told otherwise: each grows to some 300 MB."""
LOOK_EVERY: Final = 0.2  # seconds between two reports of progress
_DIED: Final = (
    "a process of the build was ended from outside, perhaps for lack of memory; the index is "
    "as it was"
)

Tell = Callable[[int], None]
Went = Callable[[int], None]
Work = Callable[[Went], int]


class Stopped(Exception):
    """The work was called off."""


def workers() -> int:
    """How many processes to work with: one for each processor this one may use, as far as two
    gigabytes go.
    """
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        cores = os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def segments(
    units: Iterable[Batch], folder: Path, jobs: int, tell: Tell
) -> Generator[Path, None, None]:
    """Write units as segment files in `folder` and yield the files in the units' order, neighbours
    merged as far as LARGEST goes.

    Closing it ends the workers. `tell` is called with the articles done so far. Raises what `write`
    raises, and CuaKhauError when a worker died.
    """
    source = iter(units)
    ahead = list(islice(source, 2))
    with _Together(jobs, tell) if jobs > 1 and len(ahead) > 1 else _Alone(tell) as crew:
        yield from _merged(crew, _written(crew, chain(ahead, source), folder), folder)


def _written(
    crew: _Together | _Alone, units: Iterable[Batch], folder: Path
) -> Iterator[tuple[Path, int]]:
    """Each unit's segment, and its articles."""
    under_way: deque[tuple[Path, Future[int]]] = deque()
    for number, unit in enumerate(units):
        path = folder / str(number)
        under_way.append((path, crew.do(partial(_write, unit, path))))
        del unit
        while under_way and (len(under_way) > crew.jobs or under_way[0][1].done()):
            path, future = under_way.popleft()
            yield path, crew.wait(future)
    for path, future in under_way:
        yield path, crew.wait(future)


def _merged(
    crew: _Together | _Alone, written: Iterable[tuple[Path, int]], folder: Path
) -> Iterator[Path]:
    """Neighbouring segments as one, up to LARGEST articles, while further ones are still being
    written.
    """
    under_way: deque[tuple[Path, Future[int]]] = deque()
    pack: list[Path] = []
    size = number = 0
    for path, count in chain(
        written, [(folder, LARGEST + 1)]
    ):  # the last one only closes the pack before it
        if pack and size + count > LARGEST:
            whole = folder / f"{number}-{number + len(pack)}"
            number += len(pack)
            under_way.append((whole, crew.do(partial(merge, pack, whole))))
            pack, size = [], 0
        pack.append(path)
        size += count
        while under_way and under_way[0][1].done():
            whole, future = under_way.popleft()
            crew.wait(future)
            yield whole
    for whole, future in under_way:
        crew.wait(future)
        yield whole


def _write(unit: Batch, path: Path, went_on: Went) -> int:
    return write(unit, path, went_on)


class _Alone:
    """This process, which does at once what is to be done."""

    jobs = 0

    def __init__(self, tell: Tell) -> None:
        self._tell, self._done = tell, 0

    def __enter__(self) -> _Alone:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def do(self, work: Work) -> Future[int]:
        """Do the work."""
        future: Future[int] = Future()
        future.set_result(work(self._count))
        return future

    def wait(self, future: Future[int]) -> int:
        """What the work came to."""
        return future.result()

    def _count(self, articles: int) -> None:
        if articles:
            self._done += articles
            self._tell(self._done)


class _Together:
    """Several processes, which do what is to be done in the order of asking.

    On leaving, they end.
    """

    def __init__(self, jobs: int, tell: Tell) -> None:
        self.jobs, self._tell = jobs, tell
        self._stop = multiprocessing.Event()
        self._done = multiprocessing.Value("Q")
        self._pool = ProcessPoolExecutor(
            jobs, initializer=_begin, initargs=(self._stop, self._done)
        )

    def __enter__(self) -> _Together:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def do(self, work: Work) -> Future[int]:
        """Have the work done. Raises CuaKhauError when a worker died before."""
        self._tell(self._done.value)
        try:
            return self._pool.submit(_work, work)
        except BrokenProcessPool:
            raise CuaKhauError(_DIED) from None

    def wait(self, future: Future[int]) -> int:
        """What the work came to. Raises what it raised, and CuaKhauError when its worker died."""
        while True:
            try:
                return future.result(LOOK_EVERY)
            except NotYet:
                pass
            except BrokenProcessPool:
                raise CuaKhauError(_DIED) from None
            finally:
                self._tell(self._done.value)


# In a worker

_stop: Event | None = None
_done: Synchronized[int] | None = None


def _begin(stop: Event, done: Synchronized[int]) -> None:
    """Make this process a worker: interruptions are the parent's to handle, and without the parent
    there is no work.
    """
    global _stop, _done
    _stop, _done = stop, done
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(work: Work) -> int:
    return work(_went_on)


def _went_on(articles: int) -> None:
    assert _stop is not None and _done is not None
    if articles:
        with _done.get_lock():
            _done.value += articles
    if _stop.is_set():
        raise Stopped
