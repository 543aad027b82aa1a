"""The server of a siege: `webapp` with several processes, started, killed in part or whole, started again."""

from __future__ import annotations

import random
import socket
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path

import psutil

from tests.support.running import command, environment

__all__ = ["TOKEN", "Server"]

TOKEN = "siege-siege-siege-siege"
READY = 60.0  # seconds a server has until it answers
MATURE = 6.0  # seconds; a process that served so long counts as none that dies when it starts


class Server:
    """On a port of its own, kept through all restarts; `started` counts those of the whole."""

    def __init__(self, index: Path, log: Path, processes: int) -> None:
        self.index, self._log, self._processes = index, log, processes
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._head: subprocess.Popen[bytes] | None = None
        self.started = 0

    def start(self) -> None:
        """Start it, again and again as a service manager does, until it answers."""
        end = time.monotonic() + READY
        while time.monotonic() < end:
            if self._head is None or self._head.poll() is not None:
                self._head = self._started()
            if self._is_ready():
                return
            time.sleep(0.1)
        raise TimeoutError(f"the server does not answer: {self._log.read_text()[-2000:]}")

    def _started(self) -> subprocess.Popen[bytes]:
        self.started += 1
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [
                    *(command("webapp"), "--port", str(self.port)),
                    *("--processes", str(self._processes), "--index", str(self.index)),
                ],
                env=environment(CUAKHAU_TOKEN=TOKEN),
                stdout=log,
                stderr=log,
            )

    def _is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End the one that looks after the others, at once; they go by themselves."""
        if self._head is not None:
            self._head.kill()
            self._head.wait()

    def kill_one(self, dice: random.Random) -> bool:
        """End one of those that serve; False when none has served long enough."""
        assert self._head is not None
        serving = []
        for child in psutil.Process(self._head.pid).children():
            try:
                is_old = time.time() - child.create_time() > MATURE
                if is_old and "spawn_main" in " ".join(child.cmdline()):
                    serving.append(child)
            except psutil.Error:  # gone meanwhile
                continue
        if not serving:
            return False
        dice.choice(serving).kill()
        return True

    def stop(self) -> None:
        """End it in good order."""
        assert self._head is not None
        self._head.terminate()
        self._head.wait(timeout=30)
