"""What a running server bears: requests a second at so many clients, and how long an ordinary reader waits beside hostile ones.

    python -m tests.benchmarks.serving http://127.0.0.1:8000 [--clients 1,8,32,128] [--seconds 5] [--path /api/v1/search]
        [--idle N] [--half N] [--slow N] [--unread N] [--queries FILE]

Clients keep their connection and ask again as soon as they are answered. `--idle`: connections that say nothing; `--half`: that
have sent half a request; `--slow`: that send one byte a second; `--unread`: that ask for large answers and read none.
Beside them /healthz is asked ten times a second. The client shares the machine with the server: figures of one run compare,
others do not. Loopback addresses only.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

__all__ = ["Seen", "reader"]

QUERIES = """
    hợp tác biên giới; cua khau; kinh tế việt nam; bóng đá; giáo dục đại học; an ninh; xuất khẩu nông sản; lạng sơn; "hợp tác"
    quang ninh; công an bắt giữ; du lịch; thoi tiet; giá xăng dầu; trung quốc; đường sắt cao tốc; y tế; bão số 3; thu tuong
"""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PATIENCE = 30.0  # seconds a client waits for an answer before it counts as lost


@dataclass
class Seen:
    """Seconds of every answer, and how many of each status; "lost" is none within PATIENCE."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Print one line per number of clients."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address")
    parser.add_argument("--clients", default="1,8,32,128")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--path", default="/api/v1/search")
    parser.add_argument("--queries", type=Path)
    for kind in HOSTILE:
        parser.add_argument(f"--{kind}", type=int, default=0)
    options = parser.parse_args()
    where = urlsplit(options.address)
    if where.hostname not in LOOPBACK:
        parser.error("a loopback address: this tool is for a server of one's own")
    queries = options.queries.read_text("utf-8") if options.queries else QUERIES
    words = [q.strip() for line in queries.splitlines() for q in line.split(";") if q.strip()]
    addresses = [f"{options.path}?q={quote_plus(q)}&per_page=10" for q in words]
    hostile = {kind: getattr(options, kind) for kind in HOSTILE}
    asyncio.run(
        _all(
            (where.hostname, where.port or 80),
            [int(n) for n in options.clients.split(",")],
            options.seconds,
            addresses,
            hostile,
        )
    )


async def _all(
    server: tuple[str, int],
    clients: list[int],
    seconds: float,
    addresses: list[str],
    hostile: dict[str, int],
) -> None:
    async with contextlib.AsyncExitStack() as held:
        tasks = [
            asyncio.create_task(HOSTILE[kind](server, addresses))
            for kind, number in hostile.items()
            for _ in range(number)
        ]
        held.callback(lambda: [task.cancel() for task in tasks])
        if tasks:
            await asyncio.sleep(2)  # let them all arrive
            said = ", ".join(f"{number} {kind}" for kind, number in hostile.items() if number)
            print(f"beside {said}")
        for number in clients:
            await _measure(server, number, seconds, addresses)


async def _measure(
    server: tuple[str, int], clients: int, seconds: float, addresses: list[str]
) -> None:
    seen, health = Seen(), Seen()
    end = time.monotonic() + seconds
    started = time.monotonic()
    rounds = [itertools.islice(itertools.cycle(addresses), i, None) for i in range(clients)]
    await asyncio.gather(
        *(reader(server, asked, end, seen) for asked in rounds),
        reader(server, itertools.repeat("/healthz"), end, health, pause=0.1),
    )
    spent = time.monotonic() - started
    good = seen.statuses["200"]
    print(
        f"{clients:4} clients: {good / spent:6.1f} answers/s  {_spread(seen)}  "
        f"{dict(seen.statuses)}  health {_spread(health)} {dict(health.statuses)}"
    )


def _spread(seen: Seen) -> str:
    """Median, 95th and 99th percentile, greatest, in milliseconds."""
    if len(seen.seconds) < 2:
        return "p50 -"
    cuts = statistics.quantiles(seen.seconds, n=100, method="inclusive")
    shown = (cuts[49], cuts[94], cuts[98], max(seen.seconds))
    return " ".join(
        f"{name} {value * 1000:.0f}"
        for name, value in zip(("p50", "p95", "p99", "max"), shown, strict=True)
    )


async def reader(
    server: tuple[str, int], asked: Iterator[str], end: float, seen: Seen, pause: float = 0.0
) -> None:
    """One client, until `end` by the monotonic clock: it asks the next as soon as it is answered."""
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while (began := time.monotonic()) < end:
        try:
            async with asyncio.timeout(PATIENCE):
                streams = streams or await asyncio.open_connection(*server)
                status, keep = await _ask(*streams, next(asked))
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            status, keep = "lost", False
        seen.statuses[status] += 1
        if status in ("200", "lost"):
            seen.seconds.append(time.monotonic() - began)
        if not keep and streams is not None:
            streams[1].close()
            streams = None
        await asyncio.sleep(pause if status == "200" else max(pause, 0.05))
    if streams is not None:
        streams[1].close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str
) -> tuple[str, bool]:
    """(status, whether the connection stays)."""
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].split("\r\n")[0])
    await reader.readexactly(length)
    return head.split(" ", 2)[1], "connection: close" not in head


async def _idle(server: tuple[str, int], _addresses: list[str]) -> None:
    await _held(server, lambda _writer: asyncio.sleep(3600))


async def _half(server: tuple[str, int], addresses: list[str]) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(f"GET {addresses[0]} HTTP/1.1\r\nHost: loc".encode())
        await asyncio.sleep(3600)

    await _held(server, say)


async def _slow(server: tuple[str, int], addresses: list[str]) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        for byte in f"GET {addresses[0]} HTTP/1.1\r\nX-Long: {'a' * 4000}".encode():
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(1)

    await _held(server, say)


async def _unread(server: tuple[str, int], addresses: list[str]) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        asked = addresses[0].replace("per_page=10", "per_page=100")
        while True:
            writer.write(f"GET {asked} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            await asyncio.sleep(1)

    await _held(server, say)


async def _held(
    server: tuple[str, int], say: Callable[[asyncio.StreamWriter], Awaitable[None]]
) -> None:
    """A hostile connection, opened again whenever it is closed."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(*server)
            try:
                await say(writer)
            finally:
                writer.close()
        await asyncio.sleep(0.2)


HOSTILE: dict[str, Callable[[tuple[str, int], list[str]], Awaitable[None]]] = {
    "idle": _idle,
    "half": _half,
    "slow": _slow,
    "unread": _unread,
}

if __name__ == "__main__":
    main()
