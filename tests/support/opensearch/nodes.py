"""Real nodes of OpenSearch on loopback ports, one process each, as a user without rights.

    with Nodes(3) as nodes:
        nodes.address("kho")     # opensearch+http://127.0.0.1:…,…,…/kho
        nodes.kill(2)            # and start(2), freeze(2), thaw(2)

They end with the process that started them, however that ends.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.support.opensearch.installation import home

__all__ = ["SERVING", "Nodes", "end_with_owner", "free_ports", "unprivileged"]

SECONDS = 180  # for nodes to form a cluster; 5 to 40 on two cores
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] [%node_name]%marker %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""
TRYING = (
    "-Xms512m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # tests are over before the second compiler pays
)
SERVING = ("-Xms1g", "-Xmx1g", "-XX:+UseG1GC")
"""As a distribution starts it: the heap of its own jvm.options, every compiler."""
JVM = (
    "-Dfile.encoding=UTF-8",
    "-Djna.nosys=true",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dio.netty.allocator.numDirectArenas=0",
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dlog4j2.disable.jmx=true",
    "-Dopensearch.distribution.type=tar",
    "-Djava.security.manager=allow",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
)
GUARD = """\
import os, shutil, signal, sys, time
owner, node = map(int, sys.argv[1:3])
def alive(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
while alive(owner) and alive(node):
    time.sleep(0.5)
if alive(node):
    os.kill(node, signal.SIGKILL)
if not alive(owner) and sys.argv[3]:
    shutil.rmtree(sys.argv[3], ignore_errors=True)
"""


class Nodes:
    """A cluster of `count` nodes. A context manager; `owner` is the process they end with. What
    they hold is forgotten unless a `folder` is named for it.
    """

    def __init__(
        self,
        count: int,
        owner: int | None = None,
        *,
        java: Sequence[str] = TRYING,
        folder: Path | None = None,
    ) -> None:
        self.count = count
        self._owner = owner or os.getpid()
        self._java = java
        self._kept = folder is not None
        self._folder = folder or Path(tempfile.mkdtemp(prefix="cuakhau-nodes-"))
        self._folder.chmod(0o755)
        ports = free_ports(2 * count)
        self.ports, self._transport = ports[:count], ports[count:]
        self.pids: dict[int, int] = {}
        self._started: dict[int, subprocess.Popen[bytes]] = {}
        self._guards: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Nodes:
        try:
            for number in range(1, self.count + 1):
                self.start(number)
            self.wait("green")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def address(self, name: str) -> str:
        """The address of an archive there."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"opensearch+http://{hosts}/{name}"

    def start(self, number: int) -> None:
        """Start a node, on its own data when it was there before."""
        own = self._folder / f"node{number}"
        for name in ("config", "data", "logs", "tmp"):
            (own / name).mkdir(parents=True, exist_ok=True)
        configuration = "".join(
            f"{k}: {json.dumps(v)}\n" for k, v in self._settings(number).items()
        )
        (own / "config" / "opensearch.yml").write_text(configuration, "utf-8")
        (own / "config" / "log4j2.properties").write_text(LOGGING, "utf-8")
        programs = home()
        command = [
            "java",
            *self._java,
            *JVM,
            f"-Djava.io.tmpdir={own / 'tmp'}",
            f"-Dopensearch.path.home={programs}",
            f"-Dopensearch.path.conf={own / 'config'}",
            "-cp",
            f"{programs}/lib/*",
            "org.opensearch.bootstrap.OpenSearch",
        ]
        with (own / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=own,
                start_new_session=True,
                **unprivileged(own),
            )
        self._started[number], self.pids[number] = process, process.pid
        forgotten = "" if self._kept else str(self._folder)
        self._guards.append(end_with_owner(process.pid, self._owner, forgotten))

    def _settings(self, number: int) -> dict[str, Any]:
        own = self._folder / f"node{number}"
        return {
            "cluster.name": self._folder.name,
            "node.name": f"node{number}",
            "path.data": str(own / "data"),
            "path.logs": str(own / "logs"),
            "http.host": "127.0.0.1",
            "http.port": self.ports[number - 1],
            "transport.host": "127.0.0.1",
            "transport.port": self._transport[number - 1],
            "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in self._transport],
            "cluster.initial_cluster_manager_nodes": [f"node{n}" for n in range(1, self.count + 1)],
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "node.processors": 2,
        }

    def wait(self, status: str) -> None:
        """Until all nodes that were started are one cluster of that status."""
        until = time.monotonic() + SECONDS
        wanted = sum(process.poll() is None for process in self._started.values())
        while True:
            told = self._health()
            if told.get("status") == status and told.get("number_of_nodes") == wanted:
                return
            ended = [n for n, process in self._started.items() if process.poll() not in (None, -9)]
            if ended or time.monotonic() > until:
                log = (self._folder / f"node{(ended or [1])[0]}" / "log").read_text("utf-8")
                raise RuntimeError(f"no {status} cluster: {told}; ended: {ended}\n{log[-4000:]}")
            time.sleep(0.2)

    def _health(self) -> dict[str, Any]:
        for port in self.ports:
            try:
                url = f"http://127.0.0.1:{port}/_cluster/health"
                with urllib.request.urlopen(url, timeout=5) as answer:
                    return dict(json.load(answer))
            except (OSError, ValueError):
                continue
        return {}

    def manager(self) -> int:
        """The node that is elected to manage the cluster."""
        for port in self.ports:
            try:
                url = f"http://127.0.0.1:{port}/_cat/cluster_manager?format=json"
                with urllib.request.urlopen(url, timeout=5) as answer:
                    return int(json.load(answer)[0]["node"].removeprefix("node"))
            except (OSError, ValueError):
                continue
        raise RuntimeError("no node says who manages the cluster")

    def other_than(self, number: int) -> int:
        """Another node."""
        return number % self.count + 1

    def kill(self, number: int) -> None:
        """kill -9."""
        process = self._started[number]
        process.kill()
        process.wait()

    def freeze(self, number: int) -> None:
        """Let a node hang: it takes connections and answers nothing."""
        os.kill(self.pids[number], signal.SIGSTOP)

    def thaw(self, number: int) -> None:
        """Let it go on."""
        os.kill(self.pids[number], signal.SIGCONT)

    def stop(self) -> None:
        """End every node and forget its data."""
        for process in self._started.values():
            process.kill()
            process.wait()
        for guard in self._guards:
            guard.wait()
        if not self._kept:
            shutil.rmtree(self._folder, ignore_errors=True)


def end_with_owner(
    process: int, owner: int | None = None, forgotten: str = ""
) -> subprocess.Popen[bytes]:
    """A guard that ends a process with its owner, this one if none is named, however that ends; a
    folder is then forgotten with it.
    """
    return subprocess.Popen(
        [sys.executable, "-c", GUARD, str(owner or os.getpid()), str(process), forgotten],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens at now."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def unprivileged(own: Path) -> dict[str, Any]:
    """As whom a server runs that refuses to as root: nobody, whose its folder becomes."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for path in (own, *own.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
