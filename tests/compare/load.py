"""Whole answers over HTTP: how many a second at so many clients, and how long each waits."""

from __future__ import annotations

import asyncio
import itertools
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from tests.benchmarks.serving import Seen, reader
from tests.peers.opensearch import OpenSearch, page_address
from tests.support.running import serving

__all__ = ["http"]

CLIENTS = (1, 8, 32)
SECONDS, WARMING = 6.0, 2.0


def http(key: str, folder: Path, queries: Sequence[str]) -> dict[str, Any]:
    """Answers a second, p50 and p99 in milliseconds and what failed, at each number of clients.

    The clients share the machine with the server.
    """
    found = {}
    with _served(key, folder) as (port, address):
        addresses = [address(query) for query in queries]
        asyncio.run(_asked(port, 2, WARMING, addresses))
        for clients in CLIENTS:
            began = time.monotonic()
            seen = asyncio.run(_asked(port, clients, SECONDS, addresses))
            found[str(clients)] = _figures(seen, time.monotonic() - began)
    return found


@contextmanager
def _served(key: str, folder: Path) -> Iterator[tuple[int, Any]]:
    """A running server's port, and query → address."""
    if key == "ours":
        with serving("--index", folder / "index", processes=0) as (address, _):
            port = int(address.rpartition(":")[2])
            yield port, lambda query: f"/api/v1/search?q={quote_plus(query)}&per_page=10"
    elif key == "opensearch":
        engine = OpenSearch(folder)
        yield engine.port, page_address
        engine.close()
    else:
        command = [sys.executable, "-m", "tests.compare.web", key, str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
        with process:
            assert process.stdout is not None
            yield int(process.stdout.readline()), lambda query: f"/?q={quote_plus(query)}"
            process.send_signal(signal.SIGTERM)


async def _asked(port: int, clients: int, seconds: float, addresses: Sequence[str]) -> Seen:
    seen, end = Seen(), time.monotonic() + seconds
    turns = [
        itertools.islice(itertools.cycle(addresses), i * len(addresses) // clients, None)
        for i in range(clients)
    ]
    await asyncio.gather(*(reader(("127.0.0.1", port), turn, end, seen) for turn in turns))
    return seen


def _figures(seen: Seen, spent: float) -> dict[str, Any]:
    good = seen.statuses["200"]
    if len(seen.seconds) < 2:
        return {
            "rate": good / spent,
            "p50": None,
            "p99": None,
            "failed": seen.statuses.total() - good,
        }
    cuts = statistics.quantiles(seen.seconds, n=100, method="inclusive")
    waits = {"p50": 1e3 * cuts[49], "p99": 1e3 * cuts[98]}
    return {"rate": good / spent, **waits, "failed": seen.statuses.total() - good}
