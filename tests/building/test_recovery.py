"""An index is got back: from its backup, from the generation before, from its own stored articles."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from indexer.building import add, build, remove, take_sent
from indexer.building.recovery import rebuild_from_stored, restore_backup
from indexer.errors import BadBackup, IndexBusy, IndexCorrupt, IndexMissing, NoGeneration
from indexer.model.article import Article
from indexer.storage import append, open_index
from indexer.storage.format.sealed import seal, unseal
from indexer.storage.maintenance import backup, check, rollback
from tests.support.running import SEEDS


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build([SEEDS], tmp_path / "index", jobs=1)
    return tmp_path / "index"


def articles(index: Path) -> dict[str, Article]:
    reader = open_index(index).snapshot()
    docs = [
        doc
        for segment in reader.segments
        for doc in range(segment.base, segment.base + segment.doc_count_all)
    ]
    return {one.id: one for doc in docs if reader.find((one := reader.article(doc)).id) == doc}


def only(index: Path, pattern: str) -> Path:
    (path,) = index.glob(f"generations/*/{pattern}")
    return path


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def sent(index: Path, *ids: str) -> None:
    take_sent({id_: json.dumps({"id": id_, "text": "Đã gửi."}) for id_ in ids}, [], index)


def test_rollback_serves_the_generation_before_and_takes_itself_back(
    index: Path, tmp_path: Path
) -> None:
    before = articles(index)
    served = open_index(index)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.txt").write_text("Bài khác.", encoding="utf-8")
    build([tmp_path / "other"], index, jobs=1)
    assert set(articles(index)) == {"x"}
    assert rollback(index) == 5
    assert articles(index) == before
    assert served.snapshot().doc_count == 5
    add([tmp_path / "other"], index, jobs=1)  # a writer leaves the other generation alone
    assert rollback(index) == 1
    assert set(articles(index)) == {"x"}
    assert rollback(index) == 6


def test_there_must_be_a_sound_generation_to_go_back_to(index: Path, tmp_path: Path) -> None:
    with pytest.raises(NoGeneration):
        rollback(index)
    with pytest.raises(IndexMissing):
        rollback(tmp_path / "none")
    with append(index), pytest.raises(IndexBusy):
        rollback(index, timeout=0.05)
    build([SEEDS], index, jobs=1, anew=True)
    (path,) = (index / "generations" / "1").glob("*.articles")
    flip(path, 200)
    with pytest.raises(IndexCorrupt):
        rollback(index)
    assert len(articles(index)) == 5


def test_a_rollback_when_it_is_not_known_what_is_served(index: Path) -> None:
    build([SEEDS], index, jobs=1, anew=True)
    remove(["003_50f2c003bc21364e"], index)
    (path,) = (index / "generations" / "2").glob("*.columns")
    flip(path, 200)
    (index / "CURRENT").write_bytes(b"7")
    (index / "CURRENT").unlink()
    assert rollback(index) == 5
    assert check(index) == 5


def test_a_backup_is_put_back_with_what_was_sent_since(index: Path, tmp_path: Path) -> None:
    sent(index, "trước")
    backup(index, tmp_path / "copy")
    sent(index, "sau")
    remove(["000_9a789c6436ba8350"], index)
    damaged = only(index, "commit-*.json")
    flip(damaged, 60)
    report = restore_backup(tmp_path / "copy", index, jobs=1)
    assert (report.articles, report.added, report.rebuilt) == (7, 1, True)
    assert {"trước", "sau", "000_9a789c6436ba8350"} < set(articles(index))
    build([SEEDS], index, jobs=1)
    assert len(articles(index)) == 7
    shutil.rmtree(index)
    assert restore_backup(tmp_path / "copy", index, jobs=1).articles == 6  # on another machine
    assert check(index) == 6


def test_a_damaged_backup_is_not_put_back(index: Path, tmp_path: Path) -> None:
    backup(index, tmp_path / "copy")
    flip(only(tmp_path / "copy", "*.columns"), 500)
    with pytest.raises(BadBackup) as told:
        restore_backup(tmp_path / "copy", index)
    assert isinstance(told.value.fault, IndexCorrupt)
    assert check(index) == 5


@pytest.mark.parametrize("damage", ["none", "postings", "postings gone", "older analysis"])
def test_an_index_is_written_anew_from_what_it_has_stored(index: Path, damage: str) -> None:
    sent(index, "đã gửi")
    remove(["000_9a789c6436ba8350"], index)
    before = articles(index)
    for path in index.glob("generations/*/*.columns"):
        if damage == "postings":
            flip(path, path.stat().st_size // 2)
        elif damage == "postings gone":
            path.unlink()
    settings = only(index, "settings.json")
    if damage == "older analysis":
        settings.write_bytes(seal({**unseal(settings.read_bytes(), ""), "analysis_version": 1}))
    report = rebuild_from_stored(index, jobs=1)
    assert (report.articles, report.removed) == (5, 0)
    assert articles(index) == before
    assert check(index) == 5
    if damage in ("none", "older analysis"):  # it is still known where each came from
        assert build([SEEDS], index, jobs=1).unchanged == 5


def test_a_stored_article_that_is_damaged_is_left_out_only_when_asked(index: Path) -> None:
    path = only(index, "*.articles")
    flip(path, 200)
    before = {path.name for path in (index / "generations").iterdir()}
    with pytest.raises(IndexCorrupt):
        rebuild_from_stored(index, jobs=1)
    assert {path.name for path in (index / "generations").iterdir()} == before
    report = rebuild_from_stored(index, jobs=1, partial=True)
    assert (report.articles, report.removed) == (4, 1)
    assert check(index) == 4
