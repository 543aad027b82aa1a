"""One at a time, but nobody waits for one that takes long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["AdmissionGate"]


class AdmissionGate:
    """A lock that is waited for only while each holder is quick: beyond `patience` seconds of one
    holder the others go ahead.
    """

    def __init__(self, patience: float = 0.1) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._since = 0.0

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Run in turn, or, beside a slow holder, out of turn (False)."""
        mine = self._lock.acquire(timeout=self._patience)
        while (
            not mine and time.monotonic() - self._since < self._patience
        ):  # another one's turn began while waiting
            mine = self._lock.acquire(timeout=self._patience)
        if mine:
            self._since = time.monotonic()
        try:
            yield mine
        finally:
            if mine:
                self._lock.release()
