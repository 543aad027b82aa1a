"""The process in which files are read: `python -m indexer.reading.worker LIMITS`, asked over its
standard input.

It takes a path and an id and answers with articles, a few at a time, then with the account of
what it did not read.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple
from pathlib import Path
from typing import IO, Any, Final

from indexer.errors import UnreadableSource
from indexer.reading.apart import received, sent
from indexer.reading.formats import read_input
from indexer.reading.formats.inputs import Input
from indexer.reading.limits import Limits
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["main"]

_AT_ONCE: Final = 64
_CHARACTERS: Final = 1 << 20
"""Articles, and characters of their texts, that go in one answer."""
_GRACE: Final = 10.0
"""Seconds after which the process ends itself, should nobody be left to end it."""


def main() -> None:
    """Serve until the standard input ends."""
    seconds, memory, size, ocr = json.loads(sys.argv[1])
    limits = Limits(seconds, memory, size, ocr)
    questions, answers = _streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is for the parent to handle
    _bound(limits.memory)
    sent(answers, {"ready": True})
    while (question := received(questions)) is not None:
        faulthandler.dump_traceback_later(limits.seconds + _GRACE, exit=True)
        _read(question, limits, answers)
        faulthandler.cancel_dump_traceback_later()
    os._exit(0)  # no library is asked to tidy up: some crash over it


def _streams() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output as they were; what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, answers


def _bound(memory: int) -> None:
    """Bound the address space where the system can; elsewhere the parent watches."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(question: dict[str, Any], limits: Limits, answers: IO[bytes]) -> None:
    report = IngestReport()
    path = question["path"]
    try:
        with Path(path).open("rb") as stream:
            given = Input(path, question["id"], stream, limits)
            for documents in _parted(read_input(given, report, listed=question["listed"])):
                sent(answers, {"documents": [asdict(document) for document in documents]})
    except OSError as fault:
        report.fault(path, UnreadableSource(f"unreadable: {fault.strerror or fault}"))
    told = {"skipped": report.skipped, "noted": report.noted}
    sent(
        answers,
        {"end": True, "others": report.others}
        | {name: list(map(astuple, one)) for name, one in told.items()},
    )


def _parted(documents: Iterable[SourceDocument]) -> Iterator[list[SourceDocument]]:
    lot: list[SourceDocument] = []
    size = 0
    for document in documents:
        lot.append(document)
        size += len(document.text)
        if len(lot) >= _AT_ONCE or size >= _CHARACTERS:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


if __name__ == "__main__":
    main()
