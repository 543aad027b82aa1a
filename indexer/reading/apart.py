"""Reading in a process of its own: what a file asks beyond its limits costs that file, never the
run.

The process is started at the first file that needs it and serves one after another. It is told a
file's path and sends back articles as JSON; a watchdog ends it when the file's time is up, and
the system when its memory is.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from indexer.errors import UnreadableSource
from indexer.reading.limits import Limits
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["ReadingProcess", "received", "sent"]

LOOK_EVERY: Final = 0.05
"""Seconds between two looks of the watchdog."""
FILES: Final = 1_000
"""Files that one process reads before a fresh one takes its place: libraries keep what they have
once taken.
"""
STARTING: Final = 60.0
"""Seconds that a process may take to start, on however busy a machine."""
_LENGTH = struct.Struct(">I")
_LARGEST: Final = 1 << 30


def sent(stream: IO[bytes], message: Any) -> None:
    """Write a message: its length, and JSON in ASCII, which bears halves of surrogate pairs too."""
    data = json.dumps(message).encode("ascii")
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def received(stream: IO[bytes]) -> Any:
    """Read a message; None at the stream's end. Raises ValueError for what is none."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _LARGEST:
        raise ValueError("a message too long")
    data = stream.read(length)
    return json.loads(data) if len(data) == length else None


SYSTEM_BOUNDS_MEMORY: Final = sys.platform == "linux"
"""Whether the process bounds its own address space; elsewhere the watchdog looks at its memory."""


class ReadingProcess:
    """Reads files apart. Close it when no more are to be read."""

    MODULE = "indexer.reading.worker"

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._running: _Running | None = None

    def read(
        self, path: Path, id_: str, report: IngestReport, *, listed: bool
    ) -> Iterator[SourceDocument]:
        """The articles of a file; a fault ends it and is reported."""
        running = self._ready()
        try:
            running.begin()
            running.deadline.begin(self._limits.seconds)
            running.ask({"path": str(path), "id": id_, "listed": listed})
            while (answer := running.answer()) is not None:
                if "end" in answer:
                    _merge(report, answer)
                    return
                for fields in answer["documents"]:
                    yield _document(fields)
        except (OSError, ValueError):
            pass  # what ended it is told below
        except GeneratorExit:
            self.close()  # whoever read on has enough: the process may be in the midst of the file
            raise
        report.fault(str(path), UnreadableSource(running.end()))
        self._running = None

    def close(self) -> None:
        """End the process."""
        if self._running is not None:
            self._running.end()
            self._running = None

    def _ready(self) -> _Running:
        running = self._running
        if running is not None and (running.files >= FILES or not running.alive):
            running.end()
            running = None
        if running is None:
            running = self._running = _Running(self.MODULE, self._limits)
        running.files += 1
        return running


class _Deadline:
    """The time a file has left. It runs only while the process works, not while its articles are
    put to use.
    """

    def __init__(self) -> None:
        self._left = 0.0
        self._since: float | None = None

    def begin(self, seconds: float) -> None:
        self._left, self._since = seconds, None

    def run(self) -> None:
        self._since = time.monotonic()

    def rest(self) -> None:
        if self._since is not None:
            self._left -= time.monotonic() - self._since
            self._since = None

    @property
    def passed(self) -> bool:
        since = self._since
        return since is not None and time.monotonic() - since > self._left


class _Running:
    """One process and its watchdog."""

    def __init__(self, module: str, limits: Limits) -> None:
        self.files = 0
        self.deadline = _Deadline()
        self._limits = limits
        self._reason = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, json.dumps(_told(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._memory = _memory_of(self._process.pid)
        self._done = threading.Event()
        threading.Thread(target=self._watch, name="reading watchdog", daemon=True).start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def begin(self) -> None:
        """Wait until the process is ready, which takes none of a file's time."""
        if self.files == 1:
            self.deadline.begin(STARTING)
            self.answer()

    def ask(self, question: Any) -> None:
        assert self._process.stdin is not None
        sent(self._process.stdin, question)

    def answer(self) -> Any:
        """The next message; None when the process has ended."""
        assert self._process.stdout is not None
        self.deadline.run()
        try:
            return received(self._process.stdout)
        finally:
            self.deadline.rest()

    def end(self) -> str:
        """End the process if it has not ended; why it did, as a reason and what is known of it."""
        asked = self._process.poll() is None and not self._reason
        self._done.set()
        if asked:
            self._process.kill()
        status = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was not written yet is lost with its reader
                    stream.close()
        return self._reason or f"crashed: {_meaning(status)}"

    def _watch(self) -> None:
        while not self._done.wait(LOOK_EVERY):
            if self.deadline.passed:
                self._reason = f"timeout: {self._limits.seconds:g} s"
            elif self._memory is not None and self._memory() > self._limits.memory:
                self._reason = f"memory: {self._limits.memory >> 20} MB"
            if self._reason:
                self._process.kill()
                return


def _told(limits: Limits) -> list[Any]:
    return [limits.seconds, limits.memory, limits.size, limits.ocr]


def _meaning(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"


def _memory_of(pid: int) -> Callable[[], int] | None:
    """How to look at the memory of a process, where the system does not bound it itself; None
    where it does.
    """
    if SYSTEM_BOUNDS_MEMORY:
        return None
    try:
        from psutil import Error, Process
    except ImportError:
        return None
    process = Process(pid)

    def memory() -> int:
        try:
            return int(process.memory_info().rss)
        except Error:
            return 0

    return memory


def _merge(report: IngestReport, answer: dict[str, Any]) -> None:
    report.skipped += [Skipped(*one) for one in answer["skipped"]]
    report.noted += [Skipped(*one) for one in answer["noted"]]
    report.others.update(answer["others"])


def _document(fields: dict[str, Any]) -> SourceDocument:
    lists = {name: tuple(fields[name]) for name in ("provinces", "counterparts")}
    return SourceDocument(**(fields | lists))
