"""Connections that ask for nothing, never finish, drip, or never read: nobody else waits for them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from webapp import create_app
from webapp.serving import listener
from webapp.serving.admission import server_threads
from webapp.serving.listener import Listener, bind
from webapp.settings import Settings

MANY = 300


@pytest.fixture
def port(seed_index: Path) -> Iterator[int]:
    """A server of one process that answers two at once, closed afterwards."""
    settings = Settings(index=seed_index, threads=2, patience=60)
    made = Listener(
        create_app(settings=settings), bind("127.0.0.1", 0), threads=server_threads(settings)
    )
    runner = threading.Thread(target=made.run, daemon=True)
    runner.start()
    yield int(made.effective_port)
    stop(made, runner)


def stop(server: Listener, runner: threading.Thread) -> None:
    server.accepting = False
    for channel in list(server.active_channels.values()):
        channel.will_close = True
    server.close()
    runner.join(timeout=10)


def connected(stack: ExitStack, port: int, said: bytes) -> socket.socket:
    made = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
    made.sendall(said)
    return made


def answered(port: int) -> int:
    """The status of an answer; 503 is an answer too, and one comes back after it."""
    for _ in range(100):
        try:
            with urlopen(f"http://127.0.0.1:{port}/?q=hop+tac", timeout=30) as response:
                return int(response.status)
        except HTTPError as error:
            with error:
                assert (error.code, error.headers["Retry-After"]) == (503, "2")
    return 503


SILENT = b""
HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: a"
UNFINISHED = b"POST /api/v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n{"
UNREAD = b"GET /?q=hop+tac HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20


@pytest.mark.parametrize(
    ("said", "count"), [(SILENT, MANY), (HALF, MANY), (UNFINISHED, MANY), (UNREAD, MANY // 10)]
)
def test_hostile_connections_lock_nobody_out(port: int, said: bytes, count: int) -> None:
    with ExitStack() as stack:
        for _ in range(count):
            connected(stack, port, said)
        assert [answered(port) for _ in range(5)] == [200] * 5


class Large:
    """An application whose every answer is large; it counts them."""

    SIZE = 300_000

    def __init__(self) -> None:
        self.answers = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        self.answers += 1
        start_response("200 OK", [("Content-Length", str(self.SIZE))])
        return [bytes(self.SIZE)]


def test_who_reads_nothing_is_answered_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred requests in one packet once held a thread for ever, and sixty such packets all."""
    app = Large()
    with ExitStack() as stack:
        made = Listener(app, bind("127.0.0.1", 0), threads=1)
        runner = threading.Thread(target=made.run, daemon=True)
        runner.start()
        stack.callback(stop, made, runner)
        connected(stack, made.effective_port, b"GET / HTTP/1.1\r\n\r\n" * 100)  # and unread
        reader = connected(stack, made.effective_port, b"GET / HTTP/1.1\r\n\r\n" * 20)
        taken = 0
        while taken < 20 * app.SIZE:
            taken += len(reader.recv(1 << 16))
        assert app.answers < 20 + 20
        monkeypatch.setattr(made.adj, "channel_timeout", -1)
        for _ in range(3_000):  # in time the one that is unread is closed as well
            made.pull_trigger()
            threading.Event().wait(0.01 if made.active_channels else 0)
        assert not made.active_channels


def test_a_request_that_never_ends_is_cut_off(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "LATE", 0)
    with ExitStack() as stack:
        assert connected(stack, port, HALF).recv(1) == b""
        assert connected(stack, port, UNFINISHED).recv(1) == b""


def test_in_a_crowd_the_longest_idle_makes_room(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "CROWDED", 10 / listener.MAX_CONNECTIONS)
    with ExitStack() as stack:
        first = connected(stack, port, SILENT)
        rest = [connected(stack, port, SILENT) for _ in range(20)]
        assert first.recv(1) == b""
        assert answered(port) == 200
        assert rest[-1].fileno() >= 0


def test_who_comes_while_room_is_made_is_not_taken_for_who_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The system gives the number of a closed socket to the next one: whoever got it was closed."""
    monkeypatch.setattr(listener, "CROWDED", 10 / listener.MAX_CONNECTIONS)
    with ExitStack() as stack:
        made = Listener(Large(), bind("127.0.0.1", 0), threads=1)
        stack.callback(made.asyncore.close_all, made._map)
        stack.callback(made.close)

        def turn(rounds: int) -> None:
            """Let the server look around, as it does for ever when it runs."""
            made.asyncore.loop(timeout=0.1, map=made._map, use_poll=True, count=rounds)

        for _ in range(12):
            connected(stack, made.effective_port, SILENT)
        made.next_channel_cleanup = time.time() + 60
        turn(20)
        assert len(made.active_channels) == 12
        late = connected(stack, made.effective_port, SILENT)
        made.next_channel_cleanup = 0
        turn(20)
        assert len(made.active_channels) in (10, 11)
        late.settimeout(0.1)
        with pytest.raises(TimeoutError):  # nothing to read, and not closed
            late.recv(1)


def test_a_request_is_late_by_its_own_pace() -> None:
    server = bind("127.0.0.1", 0)
    with server:
        one = listener._Request(listener.Adjustments())
        assert not one.is_late(one.began + listener.LATE - 1)
        assert one.is_late(one.began + listener.LATE + 1)
        one.body_bytes_received = 100 * listener.SLOWEST
        assert not one.is_late(one.began + listener.LATE + 99)
