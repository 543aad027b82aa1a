"""How often one address may ask: so many at once, then so many a minute (the generic cell rate
algorithm, as of ATM Forum TM-4.0).

One number an address, in a table of fixed size that all processes share: 512 kB, whatever
comes. Two addresses of one cell share its allowance (with 1,000 addresses one in 65); the key of
the hash is chance, so that nobody can choose whom to share with. Libraries for Flask keep such
counts in each process or in a server of their own; neither holds for several processes alone.
"""

from __future__ import annotations

import mmap
import secrets
import struct
import time
from collections.abc import Callable
from hashlib import blake2b
from ipaddress import ip_address
from pathlib import Path

from webapp.serving.shared_counts import mapped

__all__ = ["RateLimit", "network_of"]

CELLS = 1 << 16
_NUMBER = struct.Struct("=d")
_KEY = 16  # bytes


class RateLimit:
    """`per_minute` in the long run, `burst` at once. 0 a minute: no limit.

    With a `path` all processes that name it count together. Two that count the same address in the
    same microsecond may count one request only once.
    """

    def __init__(
        self,
        per_minute: float,
        burst: int,
        path: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval = 60 / per_minute if per_minute else 0.0
        self._tolerance = self._interval * max(0, burst - 1)
        self._clock = clock
        self._table = _table(path) if per_minute else None

    def wait(self, address: str, *, take: bool = True) -> float:
        """Seconds until this address may ask again; 0: it may now, which with `take` counts."""
        if self._table is None:
            return 0.0
        at = _KEY + self._cell(address) * _NUMBER.size
        now = self._clock()
        (due,) = _NUMBER.unpack_from(self._table, at)
        if due - now > self._tolerance:
            return float(due - now - self._tolerance)
        if take:
            _NUMBER.pack_into(self._table, at, max(now, due) + self._interval)
        return 0.0

    def _cell(self, address: str) -> int:
        assert self._table is not None
        digest = blake2b(network_of(address).encode(), digest_size=4, key=self._table[:_KEY])
        return int.from_bytes(digest.digest(), "big") % CELLS


def network_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped) if mapped else str(int(parsed) >> 64)


def _table(path: Path | None) -> mmap.mmap:
    table = mapped(path, _KEY + CELLS * _NUMBER.size)
    if not any(table[:_KEY]):
        table[:_KEY] = secrets.token_bytes(_KEY)
    return table
