"""Several processes come to the very same index as one, and stop at once when called off."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.building import batches as units
from indexer.building import build
from indexer.building import worker_pool as crew
from indexer.errors import CuaKhauError, IndexMissing
from indexer.reading import SourceDocument
from indexer.storage import Writer, open_index
from indexer.storage.reader.segment_reader import SegmentReader

PATIENCE = 20.0


def lines(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            body = (
                f"Ngày {number % 28 + 1}/3/2025, tỉnh Lạng Sơn và Quảng Tây hợp tác xây dựng cửa khẩu thông minh lần {number}. "
                * 3
            )
            file.write(
                json.dumps({"id": f"bài-{number}", "title": f"Tin {number}", "body": body}) + "\n"
            )
    return path


def segment_files(index: Path) -> list[bytes]:
    return [
        segment.file.columns.path.read_bytes() for segment in open_index(index).snapshot().segments
    ]


def disk_full(*_: object) -> None:
    """Stands for what writes where nothing more can be written."""
    raise OSError("disk full")


def test_two_processes_write_the_same_segments_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "UNIT_CHARACTERS", 10_000)
    source = lines(tmp_path / "a.jsonl", 300)
    told: list[int] = []
    one = build([source], tmp_path / "one", jobs=1)
    two = build([source], tmp_path / "two", jobs=2, progress=lambda done, _: told.append(done))
    assert (two.articles, two.added) == (one.articles, one.added) == (300, 300)
    assert segment_files(tmp_path / "two") == segment_files(tmp_path / "one")
    assert told == sorted(told)
    assert told[-1] == 300


def test_a_fault_in_a_worker_is_raised_and_leaves_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "a.jsonl", 100)
    build([source], tmp_path / "index", jobs=1)
    before = segment_files(tmp_path / "index")
    monkeypatch.setattr(units, "UNIT_CHARACTERS", 10_000)
    monkeypatch.setattr(crew, "write", disk_full)
    with pytest.raises(OSError, match="disk full"):
        build([source], tmp_path / "index", jobs=2, anew=True)
    assert segment_files(tmp_path / "index") == before
    assert not (tmp_path / "index" / "units").exists()


def test_no_worker_is_left_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "a.jsonl", 300)
    monkeypatch.setattr(units, "UNIT_CHARACTERS", 10_000)
    monkeypatch.setattr(Writer, "add_segment", disk_full)
    with pytest.raises(OSError, match="disk full"):
        build([source], tmp_path / "index", jobs=2)
    assert multiprocessing.active_children() == []
    assert not (tmp_path / "index" / "units").exists()


def test_a_worker_ended_from_outside_is_told_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "a.jsonl", 100)
    monkeypatch.setattr(units, "UNIT_CHARACTERS", 10_000)
    monkeypatch.setattr(crew, "write", lambda unit, path, went_on: os._exit(9))
    with pytest.raises(CuaKhauError, match="lack of memory"):
        build([source], tmp_path / "index", jobs=2)
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "index")


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_build_ends_at_once_and_leaves_the_index(
    how: signal.Signals, tmp_path: Path
) -> None:
    source, index = lines(tmp_path / "a.jsonl", 30_000), tmp_path / "index"
    build([lines(tmp_path / "b.jsonl", 3)], index, jobs=1)
    program = (
        "import sys; from pathlib import Path; from indexer.building import batches, build; batches.UNIT_CHARACTERS = 200_000\n"
        "build([Path(sys.argv[1])], Path(sys.argv[2]), jobs=2, anew=True, progress=lambda done, _: print(done, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(source), str(index)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        process_group=0,
    )
    assert process.stdout is not None
    while int(process.stdout.readline()) == 0:
        pass
    os.killpg(process.pid, how) if how is signal.SIGINT else process.kill()
    process.stdout.read()  # to its end: the workers, who share it, have ended too
    assert process.wait(PATIENCE) != 0
    assert open_index(index).snapshot().doc_count == 3
    assert build([tmp_path / "b.jsonl"], index, jobs=1, anew=True).articles == 3
    process.stdout.close()


@pytest.mark.parametrize("jobs", [1, 2])
def test_neighbours_are_merged_as_far_as_a_segment_goes(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "UNIT_CHARACTERS", 1_000)
    monkeypatch.setattr(crew, "LARGEST", 25)
    items = [
        units.Item(SourceDocument(f"{number:03}", "Tin", "cửa khẩu thông minh " * 5), "")
        for number in range(100)
    ]
    paths = list(crew.segments(units.cut(items), tmp_path, jobs, lambda _: None))
    files = [SegmentReader(path) for path in paths]
    assert [file.doc_count for file in files] == [20] * 5
    ids = [key for file in files for key in file.field("id").keys()]  # noqa: SIM118
    assert ids == [item.record.id.encode() for item in items]
    assert len(list(tmp_path.iterdir())) == 2 * len(paths)


def test_a_merge_is_called_off_too(tmp_path: Path) -> None:
    parts = [tmp_path / name for name in "ab"]
    for path in parts:
        units.write(
            [units.Item(SourceDocument(path.name, "Tin", "cửa khẩu"), "")], path, lambda _: None
        )

    def stop(articles: int) -> None:
        raise crew.Stopped

    with pytest.raises(crew.Stopped):
        units.merge(parts, tmp_path / "c", stop)
