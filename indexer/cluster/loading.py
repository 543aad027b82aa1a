"""Writing many documents at a time, and being sure that the cluster keeps them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from indexer.cluster.client import Client
from indexer.errors import ClusterUnavailable

__all__ = ["Bulk", "delete_all", "wait_for_copies"]

_BULK: Final = 4_000_000  # bytes of one request
_BUSY: Final = {429, 502, 503, 504}  # of one document of several: it may be tried again
_ROUNDS: Final = 6
_PAUSE: Final = 0.5  # doubled each time
COPIES_SECONDS: Final = 180.0
"""How long a shard is waited for that has one copy only: a node that went away is given up after
DELAYED (`mapping`), then its copies are made anew elsewhere.
"""
_LOOK: Final = 0.5
Json = dict[str, Any]
Line = tuple[bytes, bytes]
"""What is to be done with a document, and its content, empty where it has none."""


class Bulk:
    """Documents for one index, written when enough have gathered. Each has a name, so that it may
    be sent twice.
    """

    def __init__(self, client: Client, index: str) -> None:
        self._client, self._index = client, index
        self._lines: list[Line] = []
        self._size = 0

    def put(self, name: str, content: Json) -> None:
        """Write a document in place of any of its name. Raises ClusterUnavailable."""
        data = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._add((_action("index", name), data))

    def delete(self, name: str) -> None:
        """Remove a document, if it is there. Raises ClusterUnavailable."""
        self._add((_action("delete", name), b""))

    def flush(self) -> None:
        """Write what has gathered. Raises ClusterUnavailable."""
        lines, self._lines, self._size = self._lines, [], 0
        for attempt in range(_ROUNDS):
            if not lines:
                return
            if attempt:
                time.sleep(_PAUSE * 2 ** (attempt - 1))
            lines, reason = self._send(lines)
        if lines:
            raise ClusterUnavailable(f"the cluster does not take {len(lines)} documents: {reason}")

    def _add(self, line: Line) -> None:
        self._lines.append(line)
        self._size += len(line[0]) + len(line[1])
        if self._size > _BULK:
            self.flush()

    def _send(self, lines: Sequence[Line]) -> tuple[list[Line], str]:
        """Send some; those that are to be sent again, and why. Raises ClusterUnavailable where
        that is of no use.
        """
        body = b"\n".join(part for line in lines for part in line if part) + b"\n"
        found = self._client.write("POST", f"/{self._index}/_bulk", body)
        again: list[Line] = []
        reason = ""
        if not found["errors"]:
            return again, reason
        for line, item in zip(lines, found["items"], strict=True):
            (told,) = item.values()
            if "error" not in told:
                continue
            reason = f"{told['status']} {told['error'].get('reason', told['error'])}"
            if told["status"] not in _BUSY or "flood-stage" in reason:
                raise ClusterUnavailable(_said(reason))
            again.append(line)
        return again, reason


def _action(what: str, name: str) -> bytes:
    return json.dumps({what: {"_id": name}}, ensure_ascii=False).encode()


def _said(reason: str) -> str:
    """Why the cluster takes nothing."""
    if "flood-stage" in reason:
        return (
            "a disk of the cluster is full beyond its flood-stage watermark, and the index takes "
            "no articles until there is room again"
        )
    return f"the cluster refuses a document: {reason}"


def delete_all(client: Client, index: str, names: Iterable[str]) -> None:
    """Remove documents by name; those that are not there are passed over."""
    bulk = Bulk(client, index)
    for name in names:
        bulk.delete(name)
    bulk.flush()


def wait_for_copies(
    client: Client, indexes: Sequence[str], copies: int, seconds: float = COPIES_SECONDS
) -> None:
    """Return once every shard of some indexes is there in so many copies: what was written before
    is then in each. Raises ClusterUnavailable naming the shards that are not.
    """
    end = time.monotonic() + seconds
    while lacking := sorted(_lacking(client, indexes, copies)):
        if time.monotonic() > end:
            raise ClusterUnavailable(
                f"{', '.join(lacking)}: fewer than {copies} copies; nothing is acknowledged"
            )
        time.sleep(_LOOK)


def _lacking(client: Client, indexes: Sequence[str], copies: int) -> Iterator[str]:
    told = client.get(f"/_cluster/health/{','.join(indexes)}?level=shards")
    for index in indexes:
        shards = told.get("indices", {}).get(index, {}).get("shards", {})
        if not shards:
            yield index
        for number, shard in shards.items():
            if int(shard["active_shards"]) < copies:
                yield f"{index}[{number}]"
