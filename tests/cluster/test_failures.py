"""Nodes that are killed or hang while the archive is searched: two data nodes and a third, each shard twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest
from indexer.building import add_given, build
from indexer.cluster import client as calls
from indexer.errors import ClusterUnavailable, CuaKhauError
from indexer.model.results import SearchResults
from tests.support.opensearch.nodes import Nodes
from tests.support.opensearch.shared import need_nodes
from tests.support.running import SEEDS, run

ASKED = SearchRequest("cua khau thong minh")
EVERYTHING = SearchRequest("")


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    need_nodes()
    with Nodes(3) as three:
        yield three


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nodes that share a busy machine with their tests are slow to answer and to elect another.
    Here every article is kept twice.
    """
    monkeypatch.setenv("CUAKHAU_CLUSTER_REPLICAS", "1")
    monkeypatch.setattr(calls, "READ_SECONDS", 10.0)
    monkeypatch.setattr(calls, "_PROBED", 5.0)
    monkeypatch.setattr(calls, "_READ_ROUNDS", 5)


def answer(archive: Archive, request: SearchRequest = ASKED) -> SearchResults:
    return replace(archive.search(request), took_ms=0)


def test_what_becomes_of_nodes_and_what_the_reader_sees(
    nodes: Nodes, seed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One story, for three nodes are not started twice."""
    monkeypatch.setenv("CUAKHAU_CLUSTER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CUAKHAU_CLUSTER_STATE", str(tmp_path / "state"))
    place = nodes.address("kho")
    copied = run("indexer", "copy", seed_index, place, "--shards", "3", "--replicas", "1")
    assert copied.returncode == 0, copied.stderr
    nodes.wait("green")
    archive, wanted = Archive.open(place), answer(Archive.open(seed_index))
    assert answer(archive) == wanted

    nodes.kill(1)  # the one that is asked first
    assert answer(archive) == wanted
    assert answer(Archive.open(place)) == wanted
    nodes.start(1)
    nodes.wait("green")

    nodes.freeze(1)
    assert answer(archive) == wanted  # a search, of whose shards some are asked of that node
    nodes.thaw(1)
    nodes.wait("green")
    assert answer(archive) == wanted

    nodes.kill(2)
    nodes.kill(3)
    partial = _told_or_unavailable(archive)
    assert partial is None or not partial.total_exact or partial.total == 5
    nodes.kill(1)
    with pytest.raises(ClusterUnavailable):
        archive.search(ASKED)
    found = run("search", "cua khau", "--index", place)
    assert (found.returncode, found.stdout) == (3, "")

    for number in (1, 2, 3):
        nodes.start(number)
    nodes.wait("green")
    assert answer(archive) == wanted
    assert run("indexer", "check", "--index", place).returncode == 0


def _told_or_unavailable(archive: Archive) -> SearchResults | None:
    try:
        return archive.search(EVERYTHING)
    except ClusterUnavailable:
        return None


LOTS, SIZE = 100, 25
"""Commits, far more than are written before both nodes are killed and written to after, and the
articles of each: nodes die while articles are being sent, too.
"""


def lot(number: int) -> list[dict[str, str]]:
    """The articles of one commit."""
    texts = (f"Cửa khẩu thông quan, bài số {number} · {one}." for one in range(SIZE))
    return [{"id": f"g{number}-{one}", "text": text} for one, text in enumerate(texts)]


def test_nothing_acknowledged_is_lost_when_nodes_are_killed_during_writing(
    nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A data node, then the elected manager, each once some commits are acknowledged. No query
    fails meanwhile, none sees a commit in part.
    """
    monkeypatch.setenv("CUAKHAU_CLUSTER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CUAKHAU_CLUSTER_STATE", str(tmp_path / "state"))
    place = Path(nodes.address("ghi"))
    build([SEEDS], place)
    archive = Archive.open(place)
    acknowledged: list[str] = []
    refused: list[str] = []
    over, enough = threading.Event(), threading.Event()

    def write() -> None:
        for number in range(LOTS):
            if enough.is_set():
                break
            articles = lot(number)
            try:
                add_given(articles, place)
            except CuaKhauError as error:  # then nothing was promised
                refused.append(str(error))
            else:
                acknowledged.extend(article["id"] for article in articles)
        over.set()

    writer = threading.Thread(target=write)
    writer.start()
    killed: list[int] = []
    while not over.is_set():
        found = archive.search(EVERYTHING)
        assert found.total_exact
        assert found.total % SIZE == 5
        if len(acknowledged) < SIZE * (2 + 3 * len(killed)):
            continue
        if len(killed) == 2:
            enough.set()
            continue
        for number in killed:
            nodes.start(number)
            nodes.wait("green")
        manager = nodes.manager()
        killed.append(manager if killed else nodes.other_than(manager))
        nodes.kill(killed[-1])
    writer.join()
    assert len(killed) == 2
    assert len(acknowledged) >= 6 * SIZE, refused
    fresh = Archive.open(place)
    assert [id for id in acknowledged if fresh.article(id) is None] == []
    nodes.start(killed[-1])
    nodes.wait("green")
    assert [id for id in acknowledged if fresh.article(id) is None] == []
    assert fresh.search(EVERYTHING).total == 5 + len(acknowledged)
