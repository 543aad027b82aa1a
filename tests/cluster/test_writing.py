"""An archive in a cluster is written as an index directory is: the same is done to both, and both
hold and answer the same."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest
from indexer.building import add, add_given, build, correct, remove, synchronise, take_sent
from indexer.building.corrected import corrections_by_id, known_article
from indexer.building.place import folder_of
from indexer.building.report import BuildReport
from indexer.cluster import lease
from indexer.cluster.address import read_address
from indexer.cluster.client import Client
from indexer.cluster.lease import Lease, held
from indexer.cluster.place import ClusterPlace, beside_of
from indexer.cluster.published import publish, revised, served
from indexer.cluster.vocabulary_files import REGISTER
from indexer.corrections.table import Table
from indexer.errors import BadQuery, ClusterUnavailable, IndexBusy
from indexer.model.article import Correction
from tests.support.running import SEEDS, run

ASKED = (
    SearchRequest("cửa khẩu thông minh"),
    SearchRequest("cua khau"),
    SearchRequest('"hợp tác" -"giao lưu"'),
    SearchRequest("", sort="newest"),
    SearchRequest("th* h*", provinces=("Lạng Sơn",)),
)
TEXT = "Ngày 5/3/2025, tại Lạng Sơn, đoàn Quảng Tây bàn về cửa khẩu thông minh số {}."


class Two:
    """An index directory and an archive in a cluster to which the same is done."""

    def __init__(self, node: str, folder: Path) -> None:
        self.local = folder / "index"
        name = f"kho-{abs(hash(str(folder)))}"
        self.place = Path(f"opensearch+http://{node}/{name}")
        self.both = (self.local, self.place)

    def do(self, work: Callable[[Path], BuildReport]) -> BuildReport:
        """Do it to both; what was counted is equal."""
        here, there = (work(index) for index in self.both)
        counts = "articles added updated removed unchanged submitted rebuilt away corrected"
        for name in counts.split():
            assert getattr(there, name) == getattr(here, name), name
        assert not there.unsaved
        self.same()
        return there

    def same(self) -> None:
        """What is answered is equal, and what lies beside."""
        here, there = (Archive.open(index) for index in self.both)
        assert there.doc_count == here.doc_count
        for asked in ASKED:
            assert _told(there, asked) == _told(here, asked)
        for facet in ("province", "counterpart", "source"):
            assert there.facet_names(facet) == here.facet_names(facet)
        assert replace(there.register(), generation="") == replace(here.register(), generation="")
        for term in ("cửa", "khẩu", "hợp"):
            ours, theirs = here.backend.vocabulary, there.backend.vocabulary
            assert theirs.df(term) == ours.df(term)
        names = [
            sorted(one.name for one in (folder_of(index) / "submitted").glob("*"))
            for index in self.both
        ]
        assert names[1] == names[0]


def _told(archive: Archive, asked: SearchRequest) -> object:
    found = archive.search(asked)
    hits = tuple(replace(hit, score=round(hit.score, 3)) for hit in found.hits)
    return replace(found, took_ms=0, hits=hits)


@pytest.fixture
def two(node: str, tmp_path: Path, cache: Path) -> Two:
    both = Two(node, tmp_path)
    both.do(lambda index: build([SEEDS], index))
    return both


def test_files_come_change_and_go(two: Two, tmp_path: Path) -> None:
    source = tmp_path / "bai"
    shutil.copytree(SEEDS, source)
    two.do(lambda index: build([source], index))
    (source / "moi.txt").write_text(TEXT.format(7), "utf-8")
    assert two.do(lambda index: add([source], index)).added == 1
    (source / "moi.txt").write_text(TEXT.format(8) + " Hai bên hẹn gặp lại.", "utf-8")
    assert two.do(lambda index: add([source], index)).updated == 1
    assert two.do(lambda index: build([source], index)).unchanged == 6
    (source / "moi.txt").unlink()
    inside = f"{source}/"
    gone = two.do(
        lambda index: synchronise([source], index, gone=lambda file: file.startswith(inside))
    )
    assert gone.removed == 1
    assert two.do(lambda index: build([source], index, anew=True)).rebuilt


def test_records_are_added_replaced_and_removed_in_one_step(two: Two) -> None:
    wanted = [{"id": f"g{n}", "text": TEXT.format(n), "source": "VOV"} for n in range(3)]
    assert two.do(lambda index: add_given(wanted, index)).added == 3
    wanted[1]["text"] = "Một bài hoàn toàn khác về hợp tác đường sắt."
    two.do(lambda index: add_given(wanted, index))
    assert two.do(lambda index: remove(["g0", "g2", "không có"], index)).removed == 2
    assert two.do(lambda index: remove(["g0"], index)).removed == 0


def test_what_was_sent_stays_through_builds_on_any_machine(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps({"id": "s1", "text": TEXT.format(1)}, ensure_ascii=False)
    assert two.do(lambda index: take_sent({"s1": line}, [], index)).added == 1
    assert two.do(lambda index: build([SEEDS], index)).submitted == 1
    monkeypatch.setenv("CUAKHAU_CLUSTER_STATE", str(tmp_path / "another machine"))
    _forget_folders()
    report = build([SEEDS], two.place)
    assert (report.submitted, report.added, report.updated, report.removed) == (1, 0, 0, 0)
    assert Archive.open(two.place).article("s1") is not None
    take_sent({}, ["s1"], two.place)
    assert Archive.open(two.place).article("s1") is None
    monkeypatch.undo()
    _forget_folders()
    assert list((folder_of(two.place) / "submitted").glob("*")) == []


def test_corrections_are_the_archives_on_any_machine(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, *_), second = (sorted(one.stem for one in SEEDS.glob("*.txt")), "003_50f2c003bc21364e")

    def edit(table: Table) -> None:
        table.set(second, Correction("title", "Tên khác", "Lan", "2026-01-01T00:00:00", ""))
        table.set(first, Correction("hide", "yes", "Lan", "2026-01-01T00:00:00", ""))

    two.do(lambda index: correct(index, edit))
    article = Archive.open(two.place).article(second)
    assert article is not None and article.title == "Tên khác"
    monkeypatch.setenv("CUAKHAU_CLUSTER_STATE", str(tmp_path / "another machine"))
    _forget_folders()
    assert list(corrections_by_id(two.place, [second])) == [second]
    hidden = known_article(two.place, first, None)
    assert hidden is not None and hidden.article is not None
    correct(two.place, lambda table: table.undo(first, ("hide",)) and None)
    monkeypatch.undo()
    _forget_folders()
    assert Archive.open(two.place).article(first) is not None
    assert known_article(two.place, first, hidden.article).is_shown  # type: ignore[union-attr]


def test_what_articles_tell_for_the_register_is_kept_with_the_archive(
    two: Two, tmp_path: Path
) -> None:
    assert [len(Archive.open(index).register().entries) for index in two.both] == [5, 5]
    two.do(lambda index: remove([one.stem for one in SEEDS.glob("004*")], index))
    two.do(lambda index: add_given([{"id": "khác", "text": "Giá lúa tăng."}], index))
    assert len(Archive.open(two.place).register().entries) == 4
    told = run("search", "--register", "--count", "--index", two.place)
    assert (told.returncode, told.stdout.split()[0]) == (0, "4"), told.stderr
    back = tmp_path / "back"
    assert run("indexer", "copy", two.place, back).returncode == 0
    here, there = (Archive.open(index).register() for index in (back, two.place))
    assert replace(here, generation="") == replace(there, generation="")


def test_an_archive_of_before_the_register_has_none_until_it_is_built_anew(two: Two) -> None:
    client = Client(read_address(two.place))
    now, revision = revised(client)
    seals = {name: seal for name, seal in now.seals.items() if not name.startswith(REGISTER)}
    publish(client, replace(now, commit=now.commit + 1, seals=seals), revision)
    assert Archive.open(two.place).register().unread == 5
    add_given([{"id": "mới", "text": TEXT.format(1)}], two.place)
    assert Archive.open(two.place).register().unread == 6
    build([SEEDS], two.place, anew=True)
    assert Archive.open(two.place).register().unread == 0
    assert len(Archive.open(two.place).register().entries) == 5


LONG = (SEEDS / "003_50f2c003bc21364e.txt").read_text("utf-8")


def test_articles_of_one_text_are_one_hit(two: Two) -> None:
    copies = [{"id": f"bản {n}", "text": LONG, "source": "VOV"} for n in range(3)]
    two.do(lambda index: add_given(copies, index))
    for sort in ("relevance", "newest", "oldest"):
        for more in ({}, {"per_page": 1}, {"provinces": ("Lạng Sơn",)}, {"sources": ("VOV",)}):
            asked = SearchRequest("cửa khẩu", sort=sort, **more)  # type: ignore[arg-type]
            here, there = (_told(Archive.open(index), asked) for index in two.both)
            assert there == here, asked
    found = Archive.open(two.place).search("cửa khẩu thông minh")
    assert found.total - found.distinct == 3
    apart = Archive.open(two.place).search(SearchRequest("cửa khẩu thông minh", same="apart"))
    assert apart.distinct == apart.total == found.total
    two.do(lambda index: remove(["bản 1", "bản 2"], index))
    found = Archive.open(two.place).search("cửa khẩu thông minh")
    assert found.total - found.distinct == 1


def _forget_folders() -> None:
    beside_of.cache_clear()


def test_the_commands_write_there(two: Two, tmp_path: Path) -> None:
    file = tmp_path / "lenh.txt"
    file.write_text(TEXT.format(3), "utf-8")
    told = run("indexer", "add", file, "--index", two.place)
    assert told.returncode == 0, told.stderr
    assert run("indexer", "remove", "lenh", "--index", two.place).returncode == 0
    told = run("indexer", "correct", "set", SEED, "source", "VOV", "--index", two.place)
    assert told.returncode == 0, told.stderr
    assert SEED in run("indexer", "correct", "list", "--index", two.place).stdout
    told = run("indexer", "build", SEEDS, "--index", two.place)
    assert told.returncode == 0, told.stderr


SEED = "003_50f2c003bc21364e"


def test_a_reader_sees_a_commit_whole_and_never_before(two: Two) -> None:
    archive = Archive.open(two.place)
    before = archive.backend
    with ClusterPlace(two.place).append() as writer:
        assert writer.remove(SEED)
        writer._target.client.write("POST", f"/{writer._target.index}/_refresh")
        assert Archive.open(two.place).article(SEED) is not None
    assert Archive.open(two.place).article(SEED) is None
    assert before.article(SEED) is not None  # one answer comes from one state
    assert archive.backend.article(SEED) is None  # what this process changes it sees at once


def test_what_is_passed_over_is_deleted_by_the_next_writer(two: Two) -> None:
    client = Client(read_address(two.place))
    remove([SEED], two.place)
    now = served(client)
    assert len(now.gone) == 1
    assert client.get(f"/{now.index}/_count")["count"] == 5
    remove(["001_7c3fb2e0fc7ea5ee", *(one.stem for one in SEEDS.glob("001*"))], two.place)
    client.write("POST", f"/{now.index}/_refresh")
    assert client.get(f"/{now.index}/_count")["count"] == 4
    client.write("POST", f"/{now.index}-files/_refresh")
    path = f"/{now.index}-files/_search?search_type=query_then_fetch"
    files = client.search(path, {"size": 100, "_source": False})
    names = {re.sub(r"\D.*", "", hit["_id"].partition("-")[2]) for hit in files["hits"]["hits"]}
    assert names == {"", "2", "3"}  # of the generation before and of this one


def test_a_second_writer_is_told_who_writes(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(read_address(two.place))
    with ClusterPlace(two.place).append() as writer:
        with pytest.raises(IndexBusy, match=f"process {os.getpid()}"), held(client, 0.0):
            pass
        writer.cancel()
    with held(client, 0.0):  # it has left
        pass


def test_a_writer_that_died_is_taken_over_from_and_its_litter_goes(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(read_address(two.place))
    before = served(client)
    dead = Lease(client)
    dead.take(0.0)
    orphan = {"id": "mồ côi", "number": before.top + 1, "origin": ""}
    client.write("PUT", f"/{before.index}/_doc/{before.top + 1}?refresh=true", orphan)
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.5)
    add_given([{"id": "sau", "text": TEXT.format(4)}], two.place)
    now = Archive.open(two.place)
    assert now.article("sau") is not None
    assert now.article("mồ côi") is None
    assert now.doc_count == before.figures.articles + 1
    with pytest.raises(IndexBusy, match="taken over"):
        dead.renew()
    dead.leave()  # says nothing of who writes now
    with held(client, 0.0):
        pass


def test_who_was_taken_over_from_publishes_nothing(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(read_address(two.place))
    monkeypatch.setattr(lease, "_RENEWED", 60.0)
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.5)
    with (
        pytest.raises(IndexBusy, match="taken over"),
        ClusterPlace(two.place).append() as slow,
    ):
        assert slow.remove(SEED)
        with held(client, 60.0):
            pass
        slow.commit()
    assert Archive.open(two.place).article(SEED) is not None


def test_a_full_disk_is_told_and_the_archive_stays(two: Two) -> None:
    client = Client(read_address(two.place))
    index = served(client).index
    block = {"index": {"blocks": {"read_only_allow_delete": True}}}
    client.write("PUT", f"/{index}/_settings", block)  # what the cluster does at flood stage
    try:
        with pytest.raises(ClusterUnavailable, match="flood-stage"):
            add_given([{"id": "đầy", "text": TEXT.format(5)}], two.place)
        assert Archive.open(two.place).search("cửa khẩu").total > 0
    finally:
        block["index"]["blocks"] = {"read_only_allow_delete": None}  # type: ignore[dict-item]
        client.write("PUT", f"/{index}/_settings", block)
    assert add_given([{"id": "đầy", "text": TEXT.format(5)}], two.place).added == 1


def test_more_copies_than_nodes_are_refused_before_anything_is_written(
    node: str, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUAKHAU_CLUSTER_REPLICAS", "1")
    with pytest.raises(ClusterUnavailable, match="CUAKHAU_CLUSTER_REPLICAS=0"):
        build([SEEDS], Path(f"opensearch+http://{node}/hai-ban"))
    monkeypatch.setenv("CUAKHAU_CLUSTER_REPLICAS", "nhiều")
    with pytest.raises(BadQuery, match="CUAKHAU_CLUSTER_REPLICAS"):
        build([SEEDS], Path(f"opensearch+http://{node}/hai-ban"))
