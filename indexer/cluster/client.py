"""Calls to the cluster over HTTP: JSON in, JSON out; a node that does not answer gives way to the
next.

The standard library's client, not opensearch-py: that is 12 MB (2.8) to 35 MB (3.2) in 9 to 13
packages and 0.1 s more of every start, for a dozen calls that fit in this module; and what matters
here, how long one node is waited for and which is asked next, would be its caller's all the same.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, cast

from indexer.cluster.address import Address
from indexer.errors import ClusterUnavailable

__all__ = ["Client", "Conflict", "NotThere", "Refused", "make_index"]

READ_SECONDS: Final = 3.0
"""How long one node is waited for before the next is asked: a node that hangs holds a query no
longer. A query's own time limit is below it.
"""
WRITE_SECONDS: Final = 60.0
_AVOIDED: Final = 10.0  # seconds that a node is asked last after it failed to answer
_PREFERRED: Final = 60.0  # seconds that copies on nodes known to answer are asked first
_PROBED: Final = 1.0  # seconds to say so
_WHO: Final = "/_nodes/_local?filter_path=nodes.*.name"
_ELSEWHERE: Final = {429, 502, 503, 504}  # what another node may do better
_LOST = re.compile(
    r"(?:node_(?:not_connected|disconnected|closed)|connect_transport|no_node_available"
    r"|receive_timeout_transport|already_closed)_exception"
)
"""Kinds of failure of a node that went on behalf of one that is gone: 500, but not for long."""
_ROUNDS: Final = 6  # a write is tried on every node so many times,
_READ_ROUNDS: Final = 4  # a read so many, while some node answers that it cannot just now,
_PAUSE: Final = 0.5  # after a pause that doubles
Json = Mapping[str, Any]


class NotThere(Exception):
    """The cluster has no such index or document."""


class Refused(Exception):
    """The cluster does not do what it was asked; the reason is its own."""


class Conflict(Refused):
    """Something else stands where a document was to be written."""


class Client:
    """A cluster, by any of its nodes. Safe to share between threads: each has connections of its
    own.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._own = threading.local()
        self._failed: dict[tuple[str, int], float] = {}
        self._answering: tuple[float, list[str]] = (0.0, [])  # since when, nodes by their ids
        self._headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        user = os.environ.get("CUAKHAU_CLUSTER_USER")
        if user:
            password = os.environ.get("CUAKHAU_CLUSTER_PASSWORD", "")
            token = base64.b64encode(f"{user}:{password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {token}"
        self._tls = _tls() if address.secure else None

    def get(self, path: str) -> dict[str, Any]:
        """What is at a path. Raises NotThere, Refused or ClusterUnavailable."""
        return self._anywhere("GET", path, None, READ_SECONDS, _READ_ROUNDS)

    def fetch(self, path: str) -> dict[str, Any]:
        """A document. It is on one shard, whose node may hang: see `search`. Raises as `get`
        does.
        """
        return self._from_shards("GET", f"{path}?realtime=true", None)

    def search(self, path: str, body: Json) -> dict[str, Any]:
        """The answer to a search; `path` has parameters already.

        A node that hangs is waited for by every other that asks it for its part. So where one node
        gives no answer in READ_SECONDS, the nodes that do answer are found out, and their copies
        asked first for a minute, by which time the cluster has let the other go.
        """
        return self._from_shards("POST", path, json.dumps(body).encode())

    def _from_shards(self, method: str, path: str, data: bytes | None) -> dict[str, Any]:
        try:
            return self._anywhere(method, self._preferring(path), data, READ_SECONDS, 1, hosts=1)
        except ClusterUnavailable:
            self._find_answering()
        return self._anywhere(method, self._preferring(path), data, READ_SECONDS, _READ_ROUNDS)

    def _preferring(self, path: str) -> str:
        since, nodes = self._answering
        if not nodes or time.monotonic() - since > _PREFERRED:
            return path
        return f"{path}&preference=_prefer_nodes:{','.join(nodes)}"

    def _find_answering(self) -> None:
        """Learn the names of the nodes that answer."""
        nodes: list[str] = []
        for host in self.address.hosts:
            try:
                _, found = self._ask(host, "GET", _WHO, None, _PROBED)
            except (OSError, http.client.HTTPException, ValueError):
                self._failed[host] = time.monotonic()
            else:
                self._failed.pop(host, None)
                nodes += found.get("nodes", {})
        self._answering = (time.monotonic(), nodes)

    def write(self, method: str, path: str, body: Json | bytes | None = None) -> dict[str, Any]:
        """Do what may be done twice: it is tried until a node says that it is done."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self._anywhere(method, path, data, WRITE_SECONDS, _ROUNDS, insist=True)

    def _anywhere(
        self,
        method: str,
        path: str,
        body: bytes | None,
        seconds: float,
        rounds: int,
        hosts: int | None = None,
        *,
        insist: bool = False,
    ) -> dict[str, Any]:
        """The answer of the first node to give one, of all or of so many that are asked first.

        They are asked again while one answers that it cannot just now: a cluster that has lost a
        node is whole again in a moment. Where none answers, only if the caller insists.
        """
        trouble: dict[tuple[str, int], str] = {}
        for attempt in range(rounds):
            if attempt:
                time.sleep(_PAUSE * 2 ** (attempt - 1))
            answers = insist
            for host in self._in_order()[:hosts]:
                try:
                    status, found = self._ask(host, method, path, body, seconds)
                except (OSError, http.client.HTTPException, ValueError) as error:
                    self._failed[host] = time.monotonic()
                    trouble[host] = str(error) or type(error).__name__
                    continue
                if not _elsewhere(status, found):
                    self._failed.pop(host, None)
                    return _answered(status, found)
                answers = True
                trouble[host] = f"{status} {_reason(found)}"
            if not answers:
                break
        told = "; ".join(f"{name}:{port}: {what}" for (name, port), what in trouble.items())
        raise ClusterUnavailable(f"{self.address}: {told}")

    def _in_order(self) -> list[tuple[str, int]]:
        """The nodes, those last that did not answer a moment ago."""
        since = time.monotonic() - _AVOIDED
        return sorted(self.address.hosts, key=lambda host: self._failed.get(host, 0.0) > since)

    def _ask(
        self, host: tuple[str, int], method: str, path: str, body: bytes | None, seconds: float
    ) -> tuple[int, dict[str, Any]]:
        """Status and answer of one node. A connection that was kept may have been closed over
        there, which says nothing of the node: then a new one is made.
        """
        kept: dict[tuple[str, int], http.client.HTTPConnection] | None
        kept = getattr(self._own, "connections", None)
        if kept is None:
            kept = self._own.connections = {}
        for connection in (kept.pop(host, None), None):
            fresh = connection is None
            line = connection or self._connect(host)
            try:
                line.timeout = seconds
                if line.sock is not None:
                    line.sock.settimeout(seconds)
                line.request(method, path, body, self._headers)
                response = line.getresponse()
                data = response.read()
            except TimeoutError:
                line.close()
                raise
            except (OSError, http.client.HTTPException):
                line.close()
                if fresh:
                    raise
                continue
            kept[host] = line
            return response.status, cast(dict[str, Any], json.loads(data)) if data else {}
        raise AssertionError("unreachable")

    def _connect(self, host: tuple[str, int]) -> http.client.HTTPConnection:
        if self._tls is not None:
            return _SecureLine(*host, timeout=READ_SECONDS, context=self._tls)
        return _Line(*host, timeout=READ_SECONDS)


def make_index(client: Client, index: str, body: Json) -> None:
    """Make an index, unless it is there: it may have been made by a request whose answer was lost.

    Raises Refused and ClusterUnavailable.
    """
    try:
        client.write("PUT", f"/{index}", body)
    except Refused as error:
        try:
            client.get(f"/{index}/_settings/index.uuid")
        except NotThere:
            raise error from None


class _Line(http.client.HTTPConnection):
    """A connection that is closed when nobody holds it: when its thread has ended."""

    def __del__(self) -> None:
        self.close()


class _SecureLine(http.client.HTTPSConnection):
    """The same by TLS."""

    def __del__(self) -> None:
        self.close()


def _tls() -> ssl.SSLContext:
    """Trust in the environment's authority, or the system's, and the certificate to show.

    Raises ClusterUnavailable naming the variable whose file is of no use.
    """
    authority = os.environ.get("CUAKHAU_CLUSTER_CA") or None
    certificate = os.environ.get("CUAKHAU_CLUSTER_CERTIFICATE")
    key = os.environ.get("CUAKHAU_CLUSTER_KEY") or None
    with _naming("CUAKHAU_CLUSTER_CA", authority):
        context = ssl.create_default_context(cafile=authority)
    if certificate:
        with _naming("CUAKHAU_CLUSTER_CERTIFICATE, CUAKHAU_CLUSTER_KEY", certificate):
            context.load_cert_chain(certificate, key)
    return context


@contextmanager
def _naming(variables: str, file: str | None) -> Iterator[None]:
    """Say of a file that cannot be used which variable named it."""
    try:
        yield
    except OSError as error:
        raise ClusterUnavailable(f"{variables}: {file}: {error.strerror or error}") from error


def _answered(status: int, found: dict[str, Any]) -> dict[str, Any]:
    if status == 404:
        raise NotThere(_reason(found))
    if status == 409:
        raise Conflict(f"{status} {_reason(found)}")
    if status in (401, 403) and "cluster_block" not in _kind(found):
        raise ClusterUnavailable(
            f"the cluster refuses the user ({status}): see CUAKHAU_CLUSTER_USER, "
            "CUAKHAU_CLUSTER_PASSWORD, CUAKHAU_CLUSTER_CERTIFICATE"
        )
    if status >= 400:
        raise Refused(f"{status} {_reason(found)}")
    return found


def _elsewhere(status: int, found: Json) -> bool:
    """May another node do better, or the same one in a moment?"""
    return status in _ELSEWHERE or (
        status == 500 and _LOST.search(json.dumps(found.get("error", ""))) is not None
    )


def _kind(found: Json) -> str:
    """What kind of failure the cluster calls it."""
    error = found.get("error", "")
    return str(error.get("type", "")) if isinstance(error, Mapping) else ""


def _reason(found: Json) -> str:
    """What the cluster says of a failure, in a line."""
    error = found.get("error", "")
    if not isinstance(error, Mapping):
        return str(error)
    causes = error.get("root_cause") or [{}]
    return str(causes[0].get("reason") or error.get("reason") or error)
