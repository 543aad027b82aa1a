"""Small files are whole or not there, one holds a lock, and what the system refuses has a name."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import IndexBusy
from indexer.storage import durability
from indexer.storage.durability import (
    Lock,
    locked,
    make_folder,
    remove_asides,
    remove_tree,
    replace,
    sync_folder,
    write,
)


def test_a_file_is_replaced_whole_or_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings"
    write(file, b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["settings"]

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write(file, b"two")
    assert ([path.name for path in tmp_path.iterdir()], file.read_bytes()) == (["settings"], b"one")


def test_a_file_in_use_is_waited_for_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, times = os.replace, []

    def in_use(*paths: Path) -> None:
        times.append(paths)
        if len(times) < 3:
            raise PermissionError(errno.EACCES, "Permission denied", str(paths[1]))
        real(*paths)

    monkeypatch.setattr(os, "replace", in_use)
    (tmp_path / "a").write_bytes(b"one")
    replace(tmp_path / "a", tmp_path / "b")
    assert ((tmp_path / "b").read_bytes(), len(times)) == (b"one", 3)
    monkeypatch.setattr(durability, "IN_USE_SECONDS", 0.0)
    times.clear()
    with pytest.raises(PermissionError, match="another program has it open") as told:
        replace(tmp_path / "b", tmp_path / "a")
    assert told.value.filename == str(tmp_path / "a")


def test_a_lock_is_held_by_one_and_ends_with_its_holder(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "LOCK"), Lock(tmp_path / "LOCK")
    assert (first.acquire(), second.acquire(), first.acquire()) == (True, False, False)
    with pytest.raises(IndexBusy), locked(tmp_path / "LOCK", 0.05):
        raise AssertionError("it is held")
    first.release()
    first.release()
    with second as taken:
        assert taken
    program = (
        "import os, sys; from pathlib import Path; from indexer.storage.durability import Lock\n"
        "assert Lock(Path(sys.argv[1])).acquire() is True; os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", program, tmp_path / "LOCK"], check=False)
    assert killed.returncode == -9
    with locked(tmp_path / "LOCK", 0):
        assert not first.acquire()


@pytest.mark.parametrize("number", [errno.EACCES, errno.EINVAL, errno.EBADF])
def test_a_system_that_forces_no_folders_to_disk_is_none_the_worse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(number, "not of folders")

    for name in ("open", "fsync"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, refuse)
            sync_folder(tmp_path)


def test_a_failing_disk_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        sync_folder(tmp_path)


def test_only_old_files_aside_are_removed(tmp_path: Path) -> None:
    for name in (".a.1-0.new", ".b.2-0.new", "c.new", ".d"):
        (tmp_path / name).touch()
    os.utime(tmp_path / ".a.1-0.new", (0, 0))
    os.utime(tmp_path / "c.new", (0, 0))
    remove_asides(tmp_path)
    remove_asides(tmp_path / "none")
    assert {path.name for path in tmp_path.iterdir()} == {".b.2-0.new", "c.new", ".d"}


def test_a_tree_is_removed_but_not_what_its_links_lead_to(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    make_folder(tmp_path / "tree" / "a" / "b")
    (tmp_path / "tree" / "a" / "file").touch()
    (tmp_path / "tree" / "link").symlink_to(tmp_path / "kept")
    remove_tree(tmp_path / "tree")
    remove_tree(tmp_path / "tree")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "kept"]
