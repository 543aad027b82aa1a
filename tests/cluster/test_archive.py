"""An archive in a cluster as people use it: commands, library, pages. What a local index answers, it answers."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest
from indexer.cluster.address import read_address
from indexer.cluster.client import Client
from indexer.cluster.copying import copy_to_cluster
from indexer.cluster.index import ClusterIndex
from indexer.cluster.published import served
from indexer.errors import ClusterUnavailable, IndexCorrupt
from indexer.storage import append, open_index
from tests.support.running import ROOT, SEEDS, environment, run

NOWHERE = "opensearch+http://127.0.0.1:9/kho"
REQUESTS = (
    SearchRequest("cửa khẩu thông minh"),
    SearchRequest("cua khau thong minh"),
    SearchRequest('"cua khau" -"thong minh"'),
    SearchRequest("hop tac OR giao luu", sort="oldest"),
    SearchRequest("ket noi duong sat", provinces=("Lạng Sơn",)),
    SearchRequest("", counterparts=("Quảng Tây",), sort="newest"),
    SearchRequest("tiêu đề:hợp tác"),
    SearchRequest("th* h*", date_from="2024-01-01"),
    SearchRequest("không có từ nào như vầy xyzzy"),
)


@pytest.mark.parametrize("asked", REQUESTS, ids=lambda asked: asked.q)
def test_answers_as_the_local_index_does(
    seeds: str, seed_index: Path, asked: SearchRequest
) -> None:
    here, there = Archive.open(seed_index).search(asked), Archive.open(seeds).search(asked)
    assert replace(there, took_ms=0) == replace(here, took_ms=0)


def test_all_the_library_offers_is_there(seeds: str, seed_index: Path) -> None:
    here, there = Archive.open(seed_index), Archive.open(seeds)
    asked = SearchRequest("cửa khẩu")
    id = here.search(asked).hits[0].id
    assert there.article(id) == here.article(id)
    assert there.article("không có") is None
    assert there.original(id) is None
    assert there.marks(id, "cửa khẩu") == here.marks(id, "cửa khẩu")
    assert there.suggest("cua k") == here.suggest("cua k")
    assert there.related(id) == here.related(id)
    assert there.timeline(asked, "month") == here.timeline(asked, "month")
    assert there.matrix(asked) == here.matrix(asked)
    assert there.explain(asked) == here.explain(asked)
    assert there.facet_names("province") == here.facet_names("province")


def test_it_is_searched_in_the_terminal(seeds: str, seed_index: Path, cache: Path) -> None:
    asked = ["cua khau thong minh", "--json", "--index"]
    found = run("search", *asked, seeds, CUAKHAU_CLUSTER_CACHE=str(cache))
    wanted = json.loads(run("search", *asked, seed_index).stdout)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout) | {"took_ms": 0} == wanted | {"took_ms": 0}


def test_status_and_check_speak_of_the_cluster(seeds: str, cache: Path) -> None:
    kept = {"CUAKHAU_CLUSTER_CACHE": str(cache)}
    status = run("indexer", "status", "--json", "--index", seeds, **kept)
    told = json.loads(status.stdout)
    assert (told["index"], told["articles"]) == (seeds, 5)
    assert told["size"] > 0
    checked = run("indexer", "check", "--index", seeds, **kept)
    assert (checked.returncode, checked.stdout) == (0, "The index is sound: 5 articles.\n"), (
        checked.stderr
    )


@pytest.mark.parametrize(
    "command",
    [["backup", "copy"], ["restore", str(SEEDS)], ["rollback"], ["rebuild"]],
    ids=lambda command: command[0],
)
def test_what_cannot_be_done_there_is_said_and_makes_nothing(
    tmp_path: Path, command: list[str]
) -> None:
    done = run("indexer", *command, "--index", NOWHERE, cwd=tmp_path)
    assert done.returncode == 2
    assert "indexer copy opensearch+http://127.0.0.1:9/kho DIR" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_that_does_not_answer_is_told_with_status_3() -> None:
    found = run("search", "cửa khẩu", "--index", NOWHERE)
    assert (found.returncode, found.stdout) == (3, "")
    assert "The cluster opensearch+http://127.0.0.1:9/kho cannot answer" in found.stderr
    assert "Traceback" not in found.stderr
    with pytest.raises(ClusterUnavailable):
        Archive.open(NOWHERE)


def test_an_archive_that_is_not_there_and_an_address_that_is_none(node: str) -> None:
    missing = run("search", "x", "--index", f"opensearch+http://{node}/khong-co")
    assert missing.returncode == 3
    assert "indexer build --index opensearch+http" in missing.stderr
    wrong = run("search", "x", "--index", f"opensearch+http://{node}/Kho")
    assert wrong.returncode == 2
    assert "opensearch+https://host1:9200,host2:9200/name" in wrong.stderr


def test_the_way_back_gives_the_index_that_was_copied(
    seeds: str, seed_index: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    copied = run("indexer", "copy", seeds, back)
    assert copied.returncode == 0, copied.stderr
    here, there = (open_index(path).snapshot() for path in (seed_index, back))
    assert there.doc_count == here.doc_count
    for field in ("text", "title", "words", "province", "origin"):
        assert there.facet_values(field) == here.facet_values(field), field
    status = json.loads(run("indexer", "status", "--json", "--index", back).stdout)
    assert status["rules_current"] is True


def test_both_ends_of_a_copy_in_one_kind_of_place_are_refused(tmp_path: Path) -> None:
    assert run("indexer", "copy", tmp_path / "a", tmp_path / "b").returncode == 2
    assert run("indexer", "copy", NOWHERE, NOWHERE).returncode == 2


def test_a_second_copy_is_served_at_once_and_the_one_before_is_kept(
    node: str, tmp_path: Path, cache: Path
) -> None:
    place, local = f"opensearch+http://{node}/{tmp_path.name}".lower(), tmp_path / "local"
    run("indexer", "build", "--index", local, SEEDS)
    client = Client(read_address(place))
    names = []
    index = None
    for left in (5, 4, 3):
        copy_to_cluster(local, place, shards=1, replicas=0, progress=lambda _: None)
        names.append(served(client).index)
        index = index or ClusterIndex(place)
        index._looked = 0  # the second for which it trusts what it saw is over
        assert index.backend().doc_count == left
        with append(local) as writer:
            writer.remove(open_index(local).snapshot().id_of(left - 1))
    kept = set(client.get(f"/_alias/{client.address.name}"))
    there = set(client.get(f"/{client.address.name}-2*/_settings"))
    assert kept == {names[2]}
    assert there == {names[1], f"{names[1]}-files", names[2], f"{names[2]}-files"}


def test_files_beside_us_that_were_damaged_are_fetched_again(seeds: str, cache: Path) -> None:
    index = ClusterIndex(seeds)
    folder = index._home() / served(index.client).index
    damaged = folder / "statistics-1.columns"
    data = bytearray(damaged.read_bytes())
    damaged.write_bytes(data[: len(data) // 2])
    assert Archive.open(seeds).search("cửa khẩu").total > 0
    assert damaged.read_bytes() == data


def test_a_copy_that_was_never_finished_is_not_served(node: str) -> None:
    client = Client(read_address(f"opensearch+http://{node}/do-dang"))
    client.write("PUT", "/do-dang-1", {"aliases": {"do-dang": {}}})
    try:
        with pytest.raises(IndexCorrupt, match="finished copy"):
            served(client)
    finally:
        client.write("DELETE", "/do-dang-1")


def test_nothing_of_the_cluster_is_imported_for_a_local_index(seed_index: Path) -> None:
    program = (
        "import sys; from indexer import Archive; "
        f"Archive.open({str(seed_index)!r}).search('cửa khẩu'); "
        "print([name for name in sys.modules if name.startswith(('indexer.cluster', 'http.client'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "[]\n"
