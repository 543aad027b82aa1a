"""A library behind the smallest web server that would do: whole answers as JSON, by as many processes
as there are cores.

    python -m tests.compare.web ENGINE FOLDER      prints its port on loopback
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from tests.peers.peer import Peer, peer

THREADS = 4
Environment = dict[str, Any]


def application(
    make: Callable[[], Peer],
) -> Callable[[Environment, Callable[..., Any]], Iterable[bytes]]:
    """WSGI: `/?q=…` is a page of ten; a thread has the engine to itself."""
    own = threading.local()

    def answer(environment: Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        if not hasattr(own, "engine"):
            own.engine = make()
        query = parse_qs(environment["QUERY_STRING"]).get("q", [""])[0]
        page = own.engine.page(query, facets=True, snippets=True) if query else None
        body = json.dumps(asdict(page) if page else {}, ensure_ascii=False).encode()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def main() -> None:
    """Serve until ended."""
    import waitress

    logging.getLogger("waitress").setLevel(logging.ERROR)  # that some wait is what is measured
    key, folder = sys.argv[1:]
    made = peer(key)
    server = made(Path(folder)) if made.serves else None
    make = server.again if server else partial(made, Path(folder))
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    children = []
    for _ in range(os.cpu_count() or 1):
        child = os.fork()
        if not child:
            waitress.serve(application(make), sockets=[listening], threads=THREADS, _quiet=True)
            os._exit(0)
        children.append(child)
    print(listening.getsockname()[1], flush=True)
    signal.sigwait([signal.SIGTERM, signal.SIGINT])
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if server:
        server.close()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGINT])
    main()
