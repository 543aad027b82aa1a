"""Who is answered now, who waits and who is refused: overload costs a reader a second, not a
minute, and never the health check.

So many requests of a process are answered at once (`threads`); `WAITING` times as many wait, each
at most `patience` seconds; the rest get 503 and Retry-After while that still helps. Before it
stands a rate limit for each address, off unless configured.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app, g, request
from werkzeug.exceptions import TooManyRequests

from webapp import links
from webapp.service import Busy, engine
from webapp.serving.rate_limit import RateLimit
from webapp.settings import Settings

__all__ = ["Admission", "admission", "admit", "check_wrong_token", "release", "server_threads"]

WAITING = 4  # requests that may wait for each that is answered
ASIDE = 16  # requests that may wait for a commit, answering nothing meanwhile
SPARE = 4  # threads for health checks and refusals
BURST = 60  # requests at once before a configured rate counts
# What is answered whatever the load: it costs next to nothing.
AT_ONCE = ("health.", "static", "embed.script")


class Admission:
    """The bounds of one process; the rates are shared by all that name the same `folder`."""

    def __init__(self, settings: Settings, folder: Path | None = None) -> None:
        self._at_once = max(1, settings.threads)
        self._patience = settings.patience
        self._changed = threading.Condition()
        self._answered = self._waiting = 0
        self._aside = threading.BoundedSemaphore(ASIDE)
        table = (lambda name: folder / name) if folder is not None else (lambda _name: None)
        self.requests = RateLimit(settings.rate, BURST, table("requests.rate"))
        self.wrong_tokens = RateLimit(
            settings.wrong_tokens, math.ceil(settings.wrong_tokens), table("wrong_tokens.rate")
        )

    @property
    def is_full(self) -> bool:
        """Do as many wait as may?"""
        return self._waiting >= WAITING * self._at_once

    def enter(self) -> None:
        """Wait for a turn. Raises Busy when too many wait already, or the wait was too long."""
        with self._changed:
            if self._answered >= self._at_once:
                if self.is_full:
                    raise Busy("too many requests wait")
                self._wait()
            self._answered += 1

    def leave(self) -> None:
        with self._changed:
            self._answered -= 1
            self._changed.notify()

    @contextmanager
    def aside(self) -> Iterator[bool]:
        """Give the turn up for as long as nothing is computed; False where too many do so, who
        keep theirs and should not wait.
        """
        if not g.get("cuakhau_admitted") or not self._aside.acquire(blocking=False):
            yield not g.get("cuakhau_admitted")
            return
        self.leave()
        try:
            yield True
        finally:
            self._aside.release()
            with self._changed:  # what is left to do is to write a short answer
                self._answered += 1

    def _wait(self) -> None:
        end = time.monotonic() + self._patience
        self._waiting += 1
        try:
            while self._answered >= self._at_once:
                if not self._changed.wait(end - time.monotonic()):
                    raise Busy("waited too long for a turn")
        finally:
            self._waiting -= 1


def server_threads(settings: Settings) -> int:
    """Threads a server needs so that a refusal and a health check find one at any time."""
    return settings.threads * (1 + WAITING) + ASIDE + SPARE


def admission() -> Admission:
    """The admission of the current application."""
    found = current_app.extensions["cuakhau_admission"]
    assert isinstance(found, Admission)
    return found


def admit() -> None:
    """Before every request."""
    endpoint = (request.endpoint or "").removeprefix(f"{links.ORIGIN}.")
    if endpoint.startswith(AT_ONCE):
        return
    _limit(admission().requests, "requests")
    try:
        admission().enter()
    except Busy:
        engine().metrics.count("cuakhau_requests_refused_total")
        raise
    g.cuakhau_admitted = True


def release(_error: BaseException | None = None) -> None:
    """After every request, however it ended."""
    if g.pop("cuakhau_admitted", False):
        admission().leave()


def check_wrong_token(given: str) -> None:
    """After a token that is wrong, or none. Raises TooManyRequests for who tries many; the right
    one is taken whatever was tried before.
    """
    if given:
        _limit(admission().wrong_tokens, "wrong_tokens")


def _limit(rate: RateLimit, kind: str) -> None:
    seconds = rate.wait(request.remote_addr or "")
    if seconds:
        engine().metrics.count("cuakhau_limited_total", kind=kind)
        raise TooManyRequests(retry_after=math.ceil(seconds))
