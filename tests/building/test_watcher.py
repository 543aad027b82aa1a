"""A watched folder and its index stay in step."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Self

import pytest

from indexer.building import BuildReport, build, watch
from indexer.storage import append, open_index

PATIENCE = 20.0  # seconds; a busy machine is not a fault


class Stop(threading.Event):
    """Also tells that somebody has begun to ask for it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()

    def is_set(self) -> bool:
        self.asked.set()
        return super().is_set()


class Watch:
    """A watch in a thread, begun before and ended with the `with`; `next` waits for its next
    commit.
    """

    def __init__(self, folder: Path, index: Path) -> None:
        self.reports: Queue[BuildReport] = Queue()
        self.stop = Stop()
        self.thread = threading.Thread(
            target=watch,
            args=(folder, index),
            kwargs={"told": self.reports.put, "stop": self.stop, "jobs": 1, "every": 0.05},
        )

    def __enter__(self) -> Self:
        self.thread.start()
        assert self.stop.asked.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()

    def next(self) -> tuple[int, int, int]:
        report = self.reports.get(timeout=PATIENCE)
        while not report.changed:  # a file seen before its text was in it
            report = self.reports.get(timeout=PATIENCE)
        return report.added, report.updated, report.removed


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    folder, index = tmp_path / "news", tmp_path / "index"
    folder.mkdir()
    (folder / "a.txt").write_text("một", encoding="utf-8")
    build([folder], index)
    return folder, index


@pytest.fixture
def watching(places: tuple[Path, Path]) -> Iterator[Watch]:
    with Watch(*places) as running:
        yield running


def test_new_changed_and_deleted_files_are_picked_up(
    places: tuple[Path, Path], watching: Watch
) -> None:
    folder, index = places
    (folder / "b.txt").write_text("hai", encoding="utf-8")
    assert watching.next() == (1, 0, 0)
    (folder / "b.txt").write_text("hai đã khác", encoding="utf-8")
    assert watching.next() == (0, 1, 0)
    (folder / "a.txt").unlink()
    assert watching.next() == (0, 0, 1)
    assert open_index(index).snapshot().doc_count == 1


def test_a_burst_of_changes_is_one_commit(places: tuple[Path, Path], tmp_path: Path) -> None:
    folder, index = places
    arrivals = tmp_path / "arrivals"
    arrivals.mkdir()
    for number in range(20):
        (arrivals / f"{number}.txt").write_text(f"bài {number}", encoding="utf-8")
    arrivals.rename(folder / "sub")
    with Watch(folder, index) as running:
        assert running.next() == (20, 0, 0)
    assert running.reports.empty()


def test_changes_wait_while_another_writes(places: tuple[Path, Path], watching: Watch) -> None:
    folder, index = places
    with append(index):
        (folder / "b.txt").write_text("hai", encoding="utf-8")
    assert watching.next() == (1, 0, 0)


def test_a_folder_that_is_away_removes_nothing(
    places: tuple[Path, Path], watching: Watch, tmp_path: Path
) -> None:
    folder, index = places
    folder.rename(tmp_path / "away")
    (tmp_path / "away" / "b.txt").write_text("hai", encoding="utf-8")
    (tmp_path / "away").rename(folder)
    assert watching.next() == (1, 0, 0)
    assert open_index(index).snapshot().doc_count == 2


def test_only_a_folder_can_be_watched(places: tuple[Path, Path]) -> None:
    folder, index = places
    with pytest.raises(NotADirectoryError):
        watch(folder / "a.txt", index)


def test_articles_from_elsewhere_stay(tmp_path: Path) -> None:
    index, elsewhere, folder = tmp_path / "index", tmp_path / "elsewhere", tmp_path / "news"
    for place in (elsewhere, folder):
        place.mkdir()
        (place / f"{place.name}.txt").write_text("một", encoding="utf-8")
    (folder / "other.txt").write_text("hai", encoding="utf-8")
    build([elsewhere, folder], index)
    shutil.rmtree(elsewhere)
    with Watch(folder, index) as running:
        (folder / "news.txt").unlink()
        assert running.next() == (0, 0, 1)
    assert open_index(index).snapshot().doc_count == 2


def test_an_emptied_folder_is_a_share_that_is_not_mounted(
    places: tuple[Path, Path], watching: Watch, tmp_path: Path
) -> None:
    folder, index = places
    (folder / "a.txt").rename(tmp_path / "a.txt")
    report = watching.reports.get(timeout=PATIENCE)
    assert [(one.path, one.reason) for one in report.reading.skipped] == [(str(folder), "emptied")]
    assert (report.removed, open_index(index).snapshot().doc_count) == (0, 1)
    (folder / "b.txt").write_text(
        "hai", encoding="utf-8"
    )  # and what lies there now is all there is
    assert watching.next() == (1, 0, 1)


def test_a_change_is_found_and_told(places: tuple[Path, Path]) -> None:
    folder, index = places
    reports: Queue[BuildReport] = Queue()
    stop = threading.Event()
    thread = threading.Thread(
        target=watch, args=(folder, index), kwargs={"told": reports.put, "stop": stop, "jobs": 1}
    )
    thread.start()
    (folder / "b.txt").write_text("hai", encoding="utf-8")
    assert reports.get(timeout=PATIENCE).added == 1
    stop.set()
    thread.join(PATIENCE)


def test_links_that_lead_nowhere_or_in_a_circle_do_not_blind_it(places: tuple[Path, Path]) -> None:
    folder, index = places
    (folder / "a-nowhere.txt").symlink_to("gone.txt")
    (folder / "a-circle").symlink_to(".")
    (folder / "b.txt").write_text("hai", encoding="utf-8")
    with Watch(folder, index) as running:
        assert running.next() == (1, 0, 0)
