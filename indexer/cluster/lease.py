"""Who writes an archive in a cluster: one at a time, by a document that the writer renews.

The document is in the index `name-writer` and names the owner, its machine and process, since when
it writes and until when that holds unless renewed. Who waits takes it over when it was not renewed
for LEASE_SECONDS by his own clock, for those of two machines may differ; at once when the owner was
a process of this machine that is no more. Every writing of the document goes in place of the one
that was read, or not at all: two cannot take it.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from indexer.cluster.client import Client, Conflict, NotThere, Refused, make_index
from indexer.cluster.published import Revision
from indexer.errors import ClusterUnavailable, IndexBusy

__all__ = ["LEASE_SECONDS", "Lease", "held", "writer_index"]

LEASE_SECONDS: Final = 15.0
"""How long a writer that is not heard of is waited for."""
_RENEWED: Final = 3.0  # seconds between two renewals
_LOOK: Final = 0.25
_WRITER: Final = "writer"


def writer_index(name: str) -> str:
    """The index that says who writes an archive."""
    return f"{name}-writer"


@contextmanager
def held(client: Client, seconds: float) -> Iterator[Lease]:
    """Be the writer of an archive.

    Raises IndexBusy, which names the other, when it is not one's turn after so many seconds; and
    ClusterUnavailable.
    """
    lease = Lease(client)
    lease.take(seconds)
    stop = threading.Event()
    thread = threading.Thread(target=lease.keep, args=(stop,), name="lease", daemon=True)
    thread.start()
    try:
        yield lease
    finally:
        stop.set()
        thread.join()
        lease.leave()


class Lease:
    """The writer's own; `held` makes and ends it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._path = f"/{writer_index(client.address.name)}/_doc/{_WRITER}"
        self._owner = secrets.token_hex(8)
        self._since = datetime.now(UTC)
        self._mine: Revision | None = None
        self._lost = False
        self._renewing = threading.Lock()

    def check(self) -> None:
        """Raise IndexBusy where another has taken over: this one was not heard of for too long."""
        if self._lost:
            raise IndexBusy("another process has taken over writing; nothing of this was kept")

    def renew(self) -> None:
        """Hold it longer. Raises as `check` does, and ClusterUnavailable."""
        with self._renewing:
            self.check()
            try:
                self._mine = self._put(self._mine, self._owner)
            except Conflict:
                self._lost = True
        self.check()

    def keep(self, stop: threading.Event) -> None:
        """Renew it until `stop`; the cluster may be away meanwhile."""
        while not stop.wait(_RENEWED):
            with suppress(ClusterUnavailable, Refused, NotThere):
                try:
                    self.renew()
                except IndexBusy:
                    return

    def take(self, seconds: float) -> None:
        """Become the writer. Raises as `held` does."""
        self._make_index()
        end = time.monotonic() + seconds
        seen: Revision | None = None
        since = time.monotonic()
        while True:
            now, said = self._read()
            if now != seen:
                seen, since = now, time.monotonic()
            if _is_free(said) or time.monotonic() - since >= LEASE_SECONDS:
                with suppress(Conflict):  # another was faster
                    self._mine = self._put(now, self._owner)
                    return
            if time.monotonic() >= end:
                raise IndexBusy(
                    f"{said.get('host')} (process {said.get('process')}) writes it "
                    f"since {said.get('since')}"
                )
            time.sleep(_LOOK)

    def leave(self) -> None:
        """Let others write; where that cannot be said, they find out."""
        if not self._lost:
            with suppress(ClusterUnavailable, Refused, NotThere):
                self._put(self._mine, "")

    def _make_index(self) -> None:
        """Make the index where it is not there."""
        body = {
            "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
            "mappings": {"dynamic": False, "properties": {}},
        }
        index = writer_index(self._client.address.name)
        try:
            self._client.get(f"/{index}/_settings/index.uuid")
        except NotThere:
            make_index(self._client, index, body)

    def _read(self) -> tuple[Revision | None, dict[str, Any]]:
        """Which writing of the document there is, and what it says; nothing when there is none."""
        try:
            found = self._client.fetch(self._path)
        except NotThere:
            return None, {}
        return Revision(int(found["_seq_no"]), int(found["_primary_term"])), found["_source"]

    def _put(self, before: Revision | None, owner: str) -> Revision:
        """Write the document in place of one, or where there is none. Raises Conflict where
        another was there first.
        """
        path = f"{self._path}?op_type=create"
        if before is not None:
            path = f"{self._path}?if_seq_no={before.number}&if_primary_term={before.term}"
        mark = secrets.token_hex(8)
        try:
            found = self._client.write("PUT", path, self._said(owner, mark))
        except Conflict:
            now, said = self._read()
            if now is None or said.get("mark") != mark:
                raise
            return now  # this very writing, sent twice
        return Revision(int(found["_seq_no"]), int(found["_primary_term"]))

    def _said(self, owner: str, mark: str) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "owner": owner,
            "mark": mark,
            "host": socket.gethostname(),
            "machine": _machine(),
            "process": os.getpid(),
            "since": self._since.isoformat(timespec="seconds"),
            "until": (now + timedelta(seconds=LEASE_SECONDS)).isoformat(timespec="seconds"),
        }


def _is_free(said: dict[str, Any]) -> bool:
    """Does nobody write, or a process of this machine that is no more?"""
    if not said.get("owner"):
        return True
    machine = _machine()
    return bool(machine) and said.get("machine") == machine and not _lives(int(said["process"]))


def _machine() -> str:
    """What tells this machine, since it was started, and its processes from those of others; ""
    where the system does not say.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
