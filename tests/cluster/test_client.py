"""The client against nodes that are gone, hang, fail or answer: small servers on loopback."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from indexer.cluster import client as calls
from indexer.cluster.address import read_address
from indexer.cluster.client import Client, NotThere, Refused
from indexer.errors import ClusterUnavailable


class Answering:
    """A node that answers everything with one status and body; with 200 after `failing` answers."""

    def __init__(
        self,
        status: int = 200,
        body: object = None,
        failing: int = 1_000,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.seen: list[tuple[str, str | None]] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                owner.seen.append((self.path, self.headers.get("Authorization")))
                data = json.dumps(body if body is not None else {"by": owner.port}).encode()
                self.send_response(status if len(owner.seen) <= failing else 200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def __enter__(self) -> Answering:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@contextmanager
def hanging() -> Iterator[int]:
    """The port of a node that takes connections and answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def client(*ports: int, scheme: str = "http") -> Client:
    nodes = ",".join(f"127.0.0.1:{port}" for port in ports)
    return Client(read_address(f"opensearch+{scheme}://{nodes}/kho"))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "READ_SECONDS", 0.2)
    monkeypatch.setattr(calls, "_PROBED", 0.2)
    monkeypatch.setattr(calls, "_PAUSE", 0.001)


def test_a_node_that_is_gone_gives_way_to_the_next(closed: int) -> None:
    with Answering() as good:
        assert client(closed, good.port).get("/x") == {"by": good.port}


def test_a_node_that_hangs_gives_way_and_is_asked_last_from_then_on() -> None:
    with hanging() as hung, Answering() as good:
        cluster = client(hung, good.port)
        assert cluster.get("/x") == {"by": good.port}
        assert cluster._in_order() == [("127.0.0.1", good.port), ("127.0.0.1", hung)]


def test_a_node_that_cannot_just_now_gives_way() -> None:
    with Answering(503) as busy, Answering() as good:
        assert client(busy.port, good.port).search("/x", {}) == {"by": good.port}


def test_a_node_that_has_just_lost_another_gives_way() -> None:
    cause = {"type": "node_not_connected_exception", "reason": "[node2] Node not connected"}
    lost = {"error": {"type": "transport_exception", "root_cause": [cause]}}
    with Answering(500, lost) as node, Answering() as good:
        assert client(node.port, good.port).write("PUT", "/x", {}) == {"by": good.port}
    with Answering(500, {"error": {"type": "null_pointer_exception"}}) as node, Answering() as good:
        with pytest.raises(Refused, match="500"):
            client(node.port, good.port).write("PUT", "/x", {})
        assert good.seen == []


def test_a_read_waits_while_the_cluster_has_just_lost_a_node(closed: int) -> None:
    with Answering(503, failing=3) as electing:
        assert client(closed, electing.port).search("/x?a=b", {}) == {"by": electing.port}
    with Answering(503) as electing:
        with pytest.raises(ClusterUnavailable, match="503"):
            client(electing.port).get("/x")
        assert len(electing.seen) == calls._READ_ROUNDS


def test_copies_on_nodes_that_answer_are_asked_first_once_one_hangs() -> None:
    with hanging() as hung, Answering(200, {"nodes": {"abc": {}}}) as good:
        client(hung, good.port).search("/x?a=b", {})
        assert [path for path, _ in good.seen] == [
            "/_nodes/_local?filter_path=nodes.*.name",
            "/x?a=b&preference=_prefer_nodes:abc",
        ]


def test_no_node_is_said_with_what_the_last_one_did(closed: int) -> None:
    with pytest.raises(ClusterUnavailable, match=rf"/kho: 127.0.0.1:{closed}: "):
        client(closed).get("/x")


def test_a_write_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with Answering(429) as busy:
        with pytest.raises(ClusterUnavailable):
            client(busy.port).write("PUT", "/x", {})
        assert len(busy.seen) == calls._ROUNDS


def test_what_the_cluster_refuses_is_told_and_not_tried_elsewhere() -> None:
    told = {"error": {"root_cause": [{"reason": "no such field"}], "reason": "all shards failed"}}
    with Answering(400, told) as node, Answering() as other:
        with pytest.raises(Refused, match="400 no such field"):
            client(node.port, other.port).search("/x", {})
        assert other.seen == []
    with Answering(404, {"error": "none"}) as node, pytest.raises(NotThere):
        client(node.port).get("/x")


def test_a_kept_connection_that_was_closed_over_there_is_made_anew() -> None:
    with Answering() as node:
        cluster = client(node.port)
        cluster.get("/1")
        for line in cluster._own.connections.values():
            line.sock.shutdown(socket.SHUT_RDWR)
        cluster.get("/2")
        assert [path for path, _ in node.seen] == ["/1", "/2"]
        assert cluster._failed == {}


def test_the_password_is_sent_and_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUAKHAU_CLUSTER_USER", "nguoi-doc")
    monkeypatch.setenv("CUAKHAU_CLUSTER_PASSWORD", "rat-bi-mat")
    with Answering(401) as node:
        with pytest.raises(ClusterUnavailable) as raised:
            client(node.port).get("/x")
        assert node.seen == [("/x", "Basic bmd1b2ktZG9jOnJhdC1iaS1tYXQ=")]
    assert "bi-mat" not in str(raised.value)
    assert "CUAKHAU_CLUSTER_PASSWORD" in str(raised.value)


TLS = Path(__file__).parents[1] / "support" / "tls"


@pytest.fixture
def encrypted() -> Iterator[Answering]:
    """A node that speaks to holders of a certificate of our authority alone."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(TLS / "authority.pem"))
    context.load_cert_chain(TLS / "node.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    with Answering(tls=context) as node:
        yield node


def test_a_certificate_is_shown_to_a_node_whose_own_is_of_the_known_authority(
    encrypted: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUAKHAU_CLUSTER_CA", str(TLS / "authority.pem"))
    monkeypatch.setenv("CUAKHAU_CLUSTER_CERTIFICATE", str(TLS / "reader.pem"))
    assert client(encrypted.port, scheme="https").get("/x") == {"by": encrypted.port}


def test_a_node_of_an_unknown_authority_is_told_nothing(
    encrypted: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUAKHAU_CLUSTER_PASSWORD", "rat-bi-mat")
    monkeypatch.setenv("CUAKHAU_CLUSTER_USER", "nguoi-doc")
    with pytest.raises(ClusterUnavailable, match="certificate verify failed"):
        client(encrypted.port, scheme="https").get("/x")
    assert encrypted.seen == []


@pytest.mark.parametrize("variable", ["CUAKHAU_CLUSTER_CA", "CUAKHAU_CLUSTER_CERTIFICATE"])
@pytest.mark.parametrize("file", ["none.pem", "README.md"])
def test_a_file_that_is_no_certificate_is_named_with_its_variable(
    variable: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(TLS / file))
    with pytest.raises(ClusterUnavailable, match=rf"{variable}.*{file}"):
        client(9, scheme="https")
