"""The HTTP server: waitress on a socket that several processes share, with limits that let nobody
lock the others out.

A connection costs a descriptor and some kilobytes until its request is whole; threads see whole
requests only, so that idle, half-open, dripping and unread connections take none. Past `CROWDED`
connections those idle the longest are closed first. Bodies of who may not upload are read away
and never kept.
"""

from __future__ import annotations

import io
import logging
import os
import re
import secrets
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from webapp.app import MAX_CONTENT
from webapp.serving import logs
from webapp.serving.security import content_security_policy

__all__ = ["MAX_CONNECTIONS", "Listener", "bind", "raise_descriptor_limit"]

MAX_CONNECTIONS = 4_000  # a process; select() on Windows sees 512 descriptors
CROWDED = 0.8  # of the connections: from here the longest idle are closed
IDLE = 60  # seconds a connection may be kept without a request, or an answer stay unread
LATE = 20  # seconds from the first byte of a request until its head is whole
SLOWEST = 20_000  # bytes a second of a body; slower ones are cut off
LOOK = 1  # seconds between two looks for connections to close
BACKLOG = 1_024
UNREAD = 64 * 1024  # bytes of answers that the system takes in for a connection; it doubles them
HEALTH = ("/healthz", "/readyz", "/metrics")
_LETTERS = re.compile(rb"[\x80-\xff]")
_HANDLES = 400 if sys.platform == "win32" else MAX_CONNECTIONS


class _Nothing:
    """A body that nobody may send: read away."""

    def append(self, _data: bytes) -> None:
        """Forget it."""

    def getfile(self) -> io.BytesIO:
        return io.BytesIO()

    def close(self) -> None:
        """There is nothing to close."""

    def __len__(self) -> int:
        return 0


class _Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request as it comes in; it knows when it began, and whether its body may be kept."""

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.began = time.monotonic()

    def parse_header(self, header_plus: bytes) -> None:
        """Letters in an address that should have been percent-encoded, as `curl` sends them, are
        taken as if they had been. Raises ParsingError, which is 400, for what cannot be read.
        """
        line, end, rest = header_plus.partition(b"\r\n")
        line = _LETTERS.sub(lambda found: b"%%%02X" % found[0][0], line)
        try:
            super().parse_header(line + end + rest)
        except ValueError as error:  # "http://[::1/" is no address
            raise ParsingError(str(error)) from error
        if self.body_rcv is None or (not self.chunked and self.content_length <= MAX_CONTENT):
            return
        if self.content_length >= self.adj.max_request_body_size:
            # Nobody may: the site says so from the header alone, and the connection ends.
            self.body_rcv: Any = None
            self.content_length: int = 0
            self.connection_close = True
            return
        if not self.adj.may_upload(self.headers):
            self.body_rcv.buf = _Nothing()

    def is_late(self, now: float) -> bool:
        """Has it taken longer than any honest client needs?"""
        return bool(now - self.began > LATE + self.body_bytes_received / SLOWEST)


class _ErrorTask(ErrorTask):  # type: ignore[misc]  # likewise
    """The answer to what is no request, with the headers of every answer, and a line in the log."""

    def execute(self) -> None:
        id_ = secrets.token_hex(6)
        self.response_headers += [
            ("Content-Security-Policy", content_security_policy()),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Request-Id", id_),
        ]
        super().execute()
        logs.event("no_request", logging.WARNING, id=id_, status=self.request.error.code)


class _Channel(HTTPChannel):  # type: ignore[misc]  # likewise
    """A connection. Its next request waits until its last answer was taken: many requests sent at
    once, with no answer read, would each cost an answer and in the end hold a thread for ever.
    """

    parser_class = _Request
    error_task_class = _ErrorTask
    held = False  # its next request waits so

    def writable(self) -> bool:
        return bool(self.held or super().writable())

    def handle_write(self) -> None:
        super().handle_write()
        if self.held and self.connected and not self.total_outbufs_len:
            self.held = False
            self.server.hand_on(self)

    def hang_up(self) -> None:
        """Have the loop close the connection. Closed at once, while the loop asks around, its
        number would go to whoever is let in next, and the events still due to it as well.
        """
        self.will_close = True
        with suppress(OSError):  # the client has hung up itself
            self.socket.shutdown(socket.SHUT_RDWR)

    @property
    def is_waited_for(self) -> bool:
        """Does nobody but the client have to do anything?"""
        return self.held or not self.requests

    def is_unread(self, since: float) -> bool:
        """Has nothing of an answer been taken since then?"""
        return bool(self.total_outbufs_len and self.last_activity < since)


class Listener(TcpWSGIServer):  # type: ignore[misc]  # likewise
    """Serves an application on a listening socket until `close`.

    `may_upload` decides by a request's headers, their names in capitals with `_` for `-`, whether a
    body beyond MAX_CONTENT is kept.
    """

    channel_class = _Channel

    def __init__(
        self,
        app: Flask,
        listening: socket.socket,
        *,
        threads: int,
        max_body: int = MAX_CONTENT,
        may_upload: Callable[[Mapping[str, str]], bool] = lambda _: False,
    ) -> None:
        adj = Adjustments(
            sockets=[listening],
            threads=threads,
            ident="",
            backlog=BACKLOG,
            connection_limit=_HANDLES,
            channel_timeout=IDLE,
            cleanup_interval=LOOK,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,
            max_request_body_size=max_body,
        )
        adj.may_upload = may_upload
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(threads)
        self._health = ThreadedTaskDispatcher()
        self._health.set_thread_count(1)
        info = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            app, {}, True, listening, dispatcher, adj, sockinfo=info, bind_socket=False
        )

    def add_task(self, task: _Channel) -> None:
        """A whole request waits for a thread, but not before the answer in front of it is gone."""
        if task.total_outbufs_len:
            task.held = True
            self.pull_trigger()
        else:
            self.hand_on(task)

    def hand_on(self, task: _Channel) -> None:
        """Have a request answered; a health check by a thread of its own."""
        is_health = getattr(task.requests[0], "path", "") in HEALTH
        (self._health if is_health else self.task_dispatcher).add_task(task)

    def maintenance(self, now: float) -> None:
        """Close what is idle, late or unread; in a crowd whoever is idle the longest."""
        super().maintenance(now)
        channels = list(self.active_channels.values())
        clock = time.monotonic()
        for channel in channels:
            if not channel.requests and channel.request is not None:
                channel.will_close = channel.will_close or channel.request.is_late(clock)
            if channel.is_unread(now - self.adj.channel_timeout):
                channel.hang_up()
        room = int(CROWDED * self.adj.connection_limit)
        if len(channels) > room:
            waiting = [channel for channel in channels if channel.is_waited_for]
            waiting.sort(key=lambda channel: channel.last_activity)
            for channel in waiting[: len(channels) - room]:
                channel.hang_up()


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; `::` takes IPv4 too. Raises OSError."""
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # A name of both kinds is taken as the older one, as browsers on the machine itself do.
    family, _, _, _, address = min(found, key=lambda info: info[0] != socket.AF_INET)
    both = host == "::" and socket.has_dualstack_ipv6()
    made = socket.create_server(address[:2], family=family, backlog=BACKLOG, dualstack_ipv6=both)
    made.setblocking(False)
    # Who reads nothing is answered until this is full, and asks in vain from then on. Left to
    # itself the system takes in megabytes: some forty pages of a hundred hits for each connection.
    made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD)
    return made


def raise_descriptor_limit() -> None:
    """As many files as the system lets this user open: a connection is one."""
    if os.name != "posix":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MAX_CONNECTIONS
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
