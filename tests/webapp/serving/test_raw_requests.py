"""Bytes as no browser sends them: each gets an answer with the headers of every answer, none is an error of ours, and the server stays."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webapp.serving.test_listener import stop
from webapp import create_app
from webapp.serving.admission import server_threads
from webapp.serving.listener import Listener, bind
from webapp.settings import Settings

TOKEN = "raw-raw-raw-raw-raw"
HOST = b"Host: localhost\r\nConnection: close\r\n"
SEND = HOST + f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n".encode()
POST = b"POST /api/v1/articles HTTP/1.1\r\n" + SEND


def get(target: bytes, more: bytes = b"") -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + HOST + more + b"\r\n"


CASES = {
    "letters that are not encoded": (get("/help?q=cửa-khẩu".encode()), 200),
    "letters of no encoding": (get(b"/articles/\xe9?q=\xff"), 404),
    "two tokens too many": (get(b"/help me"), 400),
    "an address that is none": (get(b"http://[::1/help"), 400),
    "an address of somebody else": (get(b"http://evil.example/help"), 200),
    "percent signs of nothing": (get(b"/articles/%zz%f"), 404),
    "dots in an overlong encoding": (get(b"/articles/%c0%ae%c0%ae/%c0%af"), 404),
    "a path out of the folder": (get(b"/static/..%2f..%2fserving%2fserve.py"), 404),
    "a path out of it, as Windows writes it": (get(b"/static/..%5c..%5cx"), 404),
    "a name of 5,000 letters": (get(b"/static/" + b"a" * 5_000), 404),
    "a name with a zero": (get(b"/static/app.js%00.css"), 404),
    "an address of 262,144": (get(b"/?q=" + b"a" * 262_144), 431),
    "5,000 parameters": (get(b"/help?" + b"&".join(b"p%d=1" % n for n in range(5_000))), 200),
    "5,000 provinces": (get(b"/api/v1/search?" + b"province=L&" * 5_000), 400),
    "3,000 headers": (get(b"/help", b"".join(b"X-%d: a\r\n" % n for n in range(3_000))), 200),
    "a header with a zero": (get(b"/help", b"X: a\0b\r\n"), 400),
    "a header that is none": (get(b"/help", b"nonsense\r\n"), 400),
    "two hosts": (get(b"/help", b"Host: evil\r\n"), 400),
    "no host": (b"GET /help HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    "5,000 ranges": (
        get(b"/static/app.js", b"Range: bytes=" + b",".join([b"1-1"] * 5_000) + b"\r\n"),
        416,
    ),
    "10,000 tags": (get(b"/api/v1/search", b"If-None-Match: " + b'W/"' * 10_000 + b"\r\n"), 200),
    "a method of 5,000": (b"A" * 5_000 + b" /help HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    "small letters": (b"get /help HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "an upgrade": (get(b"/help", b"Upgrade: websocket\r\nConnection: Upgrade\r\n"), 400),
    "a length below nothing": (POST + b"Content-Length: -5\r\n\r\n", 400),
    "a length with a sign": (POST + b"Content-Length: +5\r\n\r\nabcde", 400),
    "two lengths": (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", 400),
    "a length of other digits": (POST + "Content-Length: ٥\r\n\r\nabcde".encode(), 400),
    "a length without end": (POST + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n", 413),
    "length and chunks": (
        POST
        + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n",
        400,
    ),
    "packed chunks": (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    "a chunk below nothing": (POST + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n", 400),
    "brackets without end": (POST + b"Content-Length: 60000\r\n\r\n" + b"[" * 60_000, 400),
}


@pytest.fixture(scope="module")
def port(seed_index: Path) -> Iterator[int]:
    settings = Settings(index=seed_index, token=TOKEN)
    app = create_app(settings=settings)
    made = Listener(app, bind("127.0.0.1", 0), threads=server_threads(settings))
    runner = threading.Thread(target=made.run, daemon=True)
    runner.start()
    yield int(made.effective_port)
    stop(made, runner)


def told(port: int, said: bytes) -> bytes:
    """All that is answered until the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(said)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while data := connection.recv(1 << 16):
            answer += data
    return answer


@pytest.mark.parametrize("name", CASES)
def test_whatever_is_sent_is_answered(
    port: int, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    said, status = CASES[name]
    answer = told(port, said)
    head, _, _ = answer.partition(b"\r\n\r\n")
    assert head.split(b" ")[1] == str(status).encode(), head[:200]
    assert answer.count(b"HTTP/1.") - answer.count(b"Location: HTTP/1.") == 1  # and no second
    for header in (b"content-security-policy:", b"x-content-type-options:", b"x-request-id:"):
        assert header in head.lower()
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert told(port, get(b"/healthz")).startswith(b"HTTP/1.1 200")


def test_names_that_visitors_invent_are_not_kept() -> None:
    from webapp.site import _fingerprint, _fingerprints

    assert _fingerprint("app.js") == _fingerprints()["app.js"]
    kept = len(_fingerprints())
    assert {_fingerprint(f"invented-{n}") for n in range(100)} == {None}
    assert len(_fingerprints()) == kept
