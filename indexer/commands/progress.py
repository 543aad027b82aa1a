"""How far a long job is, on stderr: a bar on a terminal, a line every ten seconds elsewhere,
nothing when quiet.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

from indexer.commands.messages import say
from indexer.commands.terminal import width

__all__ = ["Progress", "line"]

BAR_EVERY, LINE_EVERY = 0.1, 10.0  # seconds
BAR = 24  # columns


class Progress:
    """Call it with how many articles are done and, when known, of how many.

    Use as a context manager.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._bar = self._stream.isatty()
        self._started = time.monotonic()
        self._shown = self._started if not self._bar else 0.0
        self._drawn = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def __call__(self, done: int, total: int | None = None) -> None:
        now = time.monotonic()
        if self._quiet or now - self._shown < (BAR_EVERY if self._bar else LINE_EVERY):
            return
        self._shown = now
        text = line(done, total, now - self._started)
        if not self._bar:
            self._stream.write(text + "\n")
        else:
            text = f"{_bar(done, total)} {text}" if total else text
            self._stream.write("\r" + text[: width()] + "\x1b[K")
            self._drawn = True
        self._stream.flush()


def line(done: int, total: int | None, seconds: float) -> str:
    """`1200/5000 articles · 400/s · 0:10 left`; without a total, what is done and how fast."""
    rate = done / seconds if seconds > 0 else 0.0
    if total is None or not rate:
        return say("progress", done=done, rate=round(rate))
    return say(
        "progress_of",
        done=done,
        total=total,
        rate=round(rate),
        left=_clock(max(0, total - done) / rate),
    )


def _bar(done: int, total: int) -> str:
    filled = BAR * min(done, total) // total
    return "█" * filled + "░" * (BAR - filled)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
