"""Several processes on one listening socket: started, watched, started again when one dies, stopped
together.

They share the index through the page cache, and counts and rates through files in one folder; the
lock of the submissions' folder makes one of them the writer. A process ends by itself when this
one is gone, however it went.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from webapp.service import Shared
from webapp.serving import logs
from webapp.settings import Settings

__all__ = ["Guarded", "SharedSocket", "cores", "supervise", "terminable"]

STOPPING = 15.0  # seconds a process has to finish what it is answering
YOUNG = 5.0  # seconds; one that dies before is started again after a pause
MAX_YOUNG = 5  # deaths of young processes in a row, and it is given up
LOOK = 1.0  # seconds between two looks


class Guarded(Protocol):
    """A lock of several processes."""

    def acquire(self, block: bool = True) -> bool: ...

    def release(self) -> None: ...


class SharedSocket(socket.socket):
    """A listening socket of several processes on Windows, where two accepts at once may leave one
    of them waiting though the socket does not block: one at a time.
    """

    gate: Guarded | None = None

    def accept(self) -> tuple[socket.socket, Any]:
        if self.gate is None:
            return super().accept()
        if not self.gate.acquire(block=False):
            raise BlockingIOError
        try:
            return super().accept()
        finally:
            self.gate.release()


class Target(Protocol):
    """What a process runs: it serves until the other end of `line` is closed."""

    def __call__(
        self,
        settings: Settings,
        listening: socket.socket,
        shared: Shared,
        line: Connection,
        gate: Guarded | None,
    ) -> None: ...


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection  # closed: stop
    started: float = field(default_factory=time.monotonic)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def supervise(
    count: int, target: Target, settings: Settings, listening: socket.socket, folder: Path
) -> None:
    """Run until interrupted or terminated. Raises RuntimeError when the processes keep dying."""
    context = multiprocessing.get_context("spawn")
    gate = context.Lock() if sys.platform == "win32" else None

    def start(slot: int) -> _Worker:
        theirs, ours = context.Pipe(duplex=False)
        arguments = (settings, listening, Shared(folder, slot), theirs, gate)
        process = context.Process(target=target, args=arguments, name=f"webapp-{slot}")
        process.start()
        theirs.close()
        return _Worker(process, ours)

    workers = [start(slot) for slot in range(count)]
    young = 0
    try:
        with terminable():
            while True:
                wait([worker.process.sentinel for worker in workers], LOOK)
                for slot, worker in enumerate(workers):
                    if worker.process.is_alive():
                        continue
                    status = worker.process.exitcode
                    logs.event("process_died", logging.ERROR, slot=slot, status=status)
                    worker.line.close()
                    is_young = time.monotonic() - worker.started < YOUNG
                    young = young + 1 if is_young else 0
                    if young >= MAX_YOUNG:
                        raise RuntimeError(f"the processes end as soon as they start ({status})")
                    time.sleep(LOOK if is_young else 0)
                    workers[slot] = start(slot)
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        _stop(workers)


def _stop(workers: list[_Worker]) -> None:
    """Let each finish what it is answering; end those that do not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for worker in workers:
        worker.line.close()
    end = time.monotonic() + STOPPING
    for worker in workers:
        worker.process.join(max(0.0, end - time.monotonic()))
        if worker.process.is_alive():
            logs.event("process_killed", logging.ERROR, name=worker.process.name)
            worker.process.kill()
            worker.process.join()


@contextmanager
def terminable() -> Iterator[None]:
    """SIGTERM ends this process as Ctrl-C does, by an exception."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
