"""Building, adding, replacing and removing: all of it becomes visible, or none."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indexer.errors import IndexBusy, IndexCorrupt, IndexMissing, IndexOutdated
from indexer.model.article import Article, DateSpan, Evidence, Part, Province
from indexer.model.query import SynonymQuery, WeightedTerm
from indexer.storage import IndexReader, append, open_index, rebuild
from indexer.storage.format.sealed import seal, unseal
from indexer.storage.maintenance import check, rollback
from indexer.storage.reader.generations import current
from indexer.storage.writer.merge_policy import MOST_SEGMENTS, must_purge, plan_merges
from indexer.storage.writer.segment_writer import DocumentTerms, SegmentBuilder
from tests.support.execution import execute


def article(id: str, text: str = "cửa khẩu Hữu Nghị") -> Article:
    return Article(id=id, title=f"Tin {id}", text=text)


def ids(snapshot: IndexReader, term: str) -> list[str]:
    found = execute(snapshot, SynonymQuery((WeightedTerm(term),)), limit=1_000)
    return sorted(snapshot.id_of(int(doc)) for doc in found.docs)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    with rebuild(tmp_path / "index") as writer:
        for name in "abc":
            writer.add(article(name))
    return tmp_path / "index"


def test_there_is_no_index_before_the_first_build(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "none")
    with pytest.raises(IndexMissing), append(tmp_path / "none"):
        raise AssertionError("nothing to append to")


def test_an_article_is_given_back_as_it_was(tmp_path: Path) -> None:
    whole = Article(
        id="x/ố 1",
        title="Tiêu đề “lạ”\n",
        text="Dòng một\n\nDòng hai\u200b 中文 🙂\r\n",
        url="https://vi.example/1?a=b",
        source="Báo Lạng Sơn",
        author="N. V. A.",
        title_derived=True,
        date=DateSpan(
            "2025-03-01",
            "2025-03-31",
            "month",
            "explicit",
            (Evidence(1, 5, "month-year"), Evidence(7, 9, "x")),
        ),
        event=DateSpan("--03-24", "--03-24", "day", "unknown"),
        provinces=(Province("Hà Giang", "Tuyên Quang", "main", (Evidence(0, 3, "name"),)),),
        parts=(Part("lead", 0, 8), Part("body", 10, 18)),
    )
    with rebuild(tmp_path) as writer:
        writer.add(whole)
    snapshot = open_index(tmp_path).snapshot()
    doc = snapshot.find("x/ố 1")
    assert doc is not None
    assert snapshot.article(doc) == whole
    assert snapshot.find("x") is None


def test_a_later_article_takes_the_place_of_one_with_its_id(index: Path) -> None:
    with append(index) as writer:
        writer.add(article("b", "đường bộ"))
        writer.add(article("b", "đường sắt"))
        assert writer.doc_count == 3
    snapshot = open_index(index).snapshot()
    assert (
        snapshot.doc_count,
        ids(snapshot, "sắt"),
        ids(snapshot, "bộ"),
        ids(snapshot, "khẩu"),
    ) == (3, ["b"], [], ["a", "c"])


def test_a_removed_article_is_gone_and_counts_no_more(index: Path) -> None:
    with append(index) as writer:
        assert writer.remove("b")
        assert not writer.remove("b")
        assert not writer.remove("z")
    snapshot = open_index(index).snapshot()
    assert (snapshot.doc_count, snapshot.find("b"), snapshot.df("khẩu"), ids(snapshot, "khẩu")) == (
        2,
        None,
        2,
        ["a", "c"],
    )


def test_readers_see_commits_without_opening_again(index: Path) -> None:
    served = open_index(index)
    before = served.snapshot()
    assert served.snapshot() is before
    with append(index) as writer:
        writer.add(article("d"))
        assert served.snapshot() is before
    assert (before.doc_count, served.snapshot().doc_count) == (3, 4)
    with rebuild(index) as writer:
        writer.add(article("e"))
    assert ids(served.snapshot(), "khẩu") == ["e"]
    assert ids(before, "khẩu") == ["a", "b", "c"]  # what is under way ends on what it began with


def test_an_index_deleted_and_made_anew_is_seen_though_it_bears_the_same_numbers(
    index: Path,
) -> None:
    served = open_index(index)
    shutil.rmtree(index)
    with pytest.raises(IndexMissing):
        served.snapshot()
    with rebuild(index) as writer:
        writer.add(article("e"))
    assert ids(served.snapshot(), "khẩu") == ["e"]


def test_an_error_in_the_middle_changes_nothing(index: Path) -> None:
    served = open_index(index)
    files = sorted(path for path in index.rglob("*") if path.is_file())
    for writing in (append, rebuild):
        with pytest.raises(RuntimeError), writing(index, batch_bytes=1) as writer:
            writer.add(article("d"))
            writer.remove("a")
            raise RuntimeError("the source is gone")
        assert ids(served.snapshot(), "khẩu") == ["a", "b", "c"]
        assert sorted(path for path in index.rglob("*") if path.is_file()) == files
    with append(index, timeout=0.1) as writer:  # and the lock is free again
        writer.add(article("d"))
    assert ids(served.snapshot(), "khẩu") == ["a", "b", "c", "d"]


def test_the_last_good_generation_is_kept_and_older_ones_are_removed(index: Path) -> None:
    for _ in range(3):
        with rebuild(index) as writer:
            writer.add(article("n"))
    assert sorted(path.name for path in (index / "generations").iterdir()) == ["3", "4"]
    assert (current(index).name, current(index).previous) == ("4", "3")


def test_an_empty_index_is_an_index(tmp_path: Path) -> None:
    with rebuild(tmp_path):
        pass
    served = open_index(tmp_path)
    assert (
        served.snapshot().doc_count,
        ids(served.snapshot(), "khẩu"),
        served.snapshot().spellings("khau"),
    ) == (0, [], [])
    with append(tmp_path) as writer:
        writer.add(article("a"))
    assert ids(served.snapshot(), "khẩu") == ["a"]
    with append(tmp_path) as writer:
        writer.remove("a")
    assert (served.snapshot().doc_count, len(served.snapshot().segments)) == (0, 0)


def test_two_writers_at_once_one_is_told_the_index_is_busy(index: Path) -> None:
    with append(index):
        with pytest.raises(IndexBusy), append(index, timeout=0.05):
            raise AssertionError("there is one writer already")
        with pytest.raises(IndexBusy), rebuild(index, timeout=0.05):
            raise AssertionError("there is one writer already")


def test_a_killed_writer_leaves_the_old_index_and_a_free_lock(index: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from indexer.model.article import Article; from indexer.storage import append, rebuild\n"
        "with {'append': append, 'rebuild': rebuild}[sys.argv[2]](Path(sys.argv[1]), batch_bytes=1) as writer:\n"
        "    writer.add(Article(id='k', title='', text='khẩu')); writer.remove('a'); os.kill(os.getpid(), 9)\n"
    )
    served = open_index(index)
    for way in ("append", "rebuild"):
        killed = subprocess.run([sys.executable, "-c", program, str(index), way], check=False)
        assert killed.returncode == -9
        assert ids(served.snapshot(), "khẩu") == ["a", "b", "c"]
        assert ids(open_index(index).snapshot(), "khẩu") == ["a", "b", "c"]
    with append(index, timeout=1) as writer:
        writer.add(article("d"))
    assert ids(served.snapshot(), "khẩu") == ["a", "b", "c", "d"]


def test_the_remains_of_a_failed_build_are_swept_by_the_next(index: Path) -> None:
    (index / "generations" / "7").mkdir()
    (index / "generations" / "7" / "half.columns").write_bytes(b"CUAKHAU1")
    with rebuild(index) as writer:
        writer.add(article("n"))
    assert sorted(path.name for path in (index / "generations").iterdir()) == ["1", "2"]


@pytest.mark.parametrize("version", ["schema_version", "analysis_version"])
def test_an_index_of_another_version_must_be_built_anew(index: Path, version: str) -> None:
    settings = index / "generations" / "1" / "settings.json"
    settings.write_bytes(seal({**unseal(settings.read_bytes(), "settings"), version: 9}))
    with pytest.raises(IndexOutdated):
        open_index(index)
    with pytest.raises(IndexOutdated), append(index):
        raise AssertionError("not to be changed")


def test_an_index_from_before_commits_were_sealed_is_outdated_not_damaged(index: Path) -> None:
    (index / "CURRENT").write_text("1\n")
    (index / "generations" / "1" / "settings.json").write_text(
        '{"schema_version": 3, "analysis_version": 2, "articles": 3}\n'
    )
    for opened in (open_index, check, rollback):
        with pytest.raises(IndexOutdated):
            opened(index)
    with rebuild(index) as writer:
        writer.add(article("n"))
    assert ids(open_index(index).snapshot(), "khẩu") == ["n"]


@pytest.mark.parametrize(
    "name", ["CURRENT", "settings.json", "commit-1.json", "*.columns", "*.articles"]
)
@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "gone"])
def test_damaged_files_are_named_as_such(index: Path, name: str, damage: str) -> None:
    (path,) = index.rglob(name)
    content = path.read_bytes()
    path.write_bytes(
        {"cut": content[: len(content) // 2], "garbage": b"\xff\xfe" * 200}.get(damage, b"")
    )
    if damage == "gone":
        path.unlink()
    with pytest.raises(IndexMissing if (name, damage) == ("CURRENT", "gone") else IndexCorrupt):
        open_index(index)


@pytest.mark.parametrize(
    "name", ["settings.json", "commit-1.json", "*.columns", "*.articles", "generations"]
)
def test_files_of_another_index_are_refused(index: Path, tmp_path: Path, name: str) -> None:
    """Each is whole in itself, and of the same articles but for one word."""
    with rebuild(tmp_path / "other") as writer:
        for id_ in "abc":
            writer.add(article(id_, "cửa khẩu Hữu Nghỉ"))
    (mine,) = index.rglob(name)
    (theirs,) = (tmp_path / "other").rglob(name)
    if mine.is_dir():
        shutil.rmtree(mine)
    theirs.replace(mine)
    with pytest.raises(IndexCorrupt):
        open_index(index)


def test_a_flipped_bit_is_found_by_the_check(index: Path) -> None:
    (path,) = index.rglob("*.columns")
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    served = open_index(index).snapshot()
    with pytest.raises(IndexCorrupt):
        served.segments[0].file.verify()


def test_segments_built_elsewhere_are_taken_over(index: Path, tmp_path: Path) -> None:
    builder = SegmentBuilder()
    for name, term in (("x", "một"), ("b", "hai"), ("x", "ba")):
        builder.add(DocumentTerms(id=name, text=["khẩu", term], positions=[0, 1]))
    builder.write(tmp_path / "aside")
    with append(index) as writer:
        writer.add_segment(tmp_path / "aside")
        assert writer.doc_count == 4
    snapshot = open_index(index).snapshot()
    assert (
        ids(snapshot, "khẩu"),
        ids(snapshot, "một"),
        ids(snapshot, "ba"),
        ids(snapshot, "hai"),
    ) == (
        ["a", "b", "c", "x"],
        [],
        ["x"],
        ["b"],
    )
    assert not list(tmp_path.glob("aside*"))


def test_many_small_commits_keep_few_segments_and_little_copying() -> None:
    segments, copied = [48_000, 48_000, 48_000], 0
    for _ in range(2_000):
        segments.append(1)
        groups = plan_merges([(size, 0) for size in segments])
        copied += sum(segments[i] for group in groups if len(group) > 1 for i in group)
        segments = [sum(segments[i] for i in group) for group in groups]
        assert len(segments) <= MOST_SEGMENTS
    assert sum(segments) == 146_000
    assert copied < 40 * 2_000


def test_a_full_build_packs_its_segments() -> None:
    assert plan_merges([(15_000, 0)] * 10, full=True) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert len(plan_merges([(15_000, 0)] * 70, full=True)) <= MOST_SEGMENTS
    assert [must_purge(100, n) for n in (0, 10, 25, 100)] == [False, False, True, True]


def test_searches_during_commits_never_fail_and_see_whole_batches(index: Path) -> None:
    served, stop, seen, failures = open_index(index), threading.Event(), set(), []

    def search() -> None:
        while not stop.is_set():
            try:
                snapshot = served.snapshot()
                found = ids(snapshot, "khẩu")
                seen.add(len(found))
                assert [
                    snapshot.article(doc).id for i in found if (doc := snapshot.find(i)) is not None
                ] == found
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(12):
        with (rebuild if turn % 5 == 4 else append)(index) as writer:
            for name in "abc":
                writer.add(article(name))
            for n in range(5 * (turn % 3)):
                writer.add(article(f"n{n}"))
            for n in range(5 * (turn % 3), 10):
                writer.remove(f"n{n}")
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert seen <= {3, 8, 13}
