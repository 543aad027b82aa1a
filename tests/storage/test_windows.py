"""Linux made to behave as Windows does: folders are not opened, nothing is forced to disk through a
handle that may only read, and a file that is open or mapped is neither replaced nor removed.

This is what can be tried without Windows; it is not Windows.
"""

from __future__ import annotations

import errno
import gc
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import Archive
from indexer.building import add, build, remove
from indexer.building.recovery import restore_backup
from indexer.storage import durability
from indexer.storage.maintenance import backup, check, rollback
from webapp.submissions.spool import Entry, Spool
from webapp.submissions.writer import Writer


def in_use(path: Any, dir_fd: int | None = None) -> bool:
    """Does this process have a file open, or mapped?"""
    try:
        wanted = os.stat(path, dir_fd=dir_fd)
    except OSError:
        return False
    for handle in Path("/proc/self/fd").iterdir():
        try:
            status = handle.stat()
        except OSError:
            continue
        if (status.st_dev, status.st_ino) == (wanted.st_dev, wanted.st_ino):
            return True
    inodes = {line.split()[4] for line in Path("/proc/self/maps").read_text().splitlines()}
    return str(wanted.st_ino) in inodes


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files that were asked for while they were in use."""
    if not Path("/proc/self/maps").exists():
        pytest.skip("the system does not tell which files are in use")
    refused: list[str] = []
    opened, synced = os.open, os.fsync

    def guarded_open(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if Path(path).is_dir() and not named.get("dir_fd"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, flags, *rest, **named)

    def guarded_sync(handle: int) -> None:
        flags = int(
            Path(f"/proc/self/fdinfo/{handle}").read_text().split("flags:")[1].split()[0], 8
        )
        if flags & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        assert not stat.S_ISDIR(os.fstat(handle).st_mode)
        synced(handle)

    def guarded(real: Callable[..., None]) -> Callable[..., None]:
        def move(*paths: Any, **named: Any) -> None:
            for path in paths:
                if in_use(path, named.get("dir_fd")):
                    refused.append(Path(path).name)
                    raise PermissionError(errno.EACCES, "Permission denied", str(path))
            real(*paths, **named)

        return move

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", guarded_open)
        patch.setattr(os, "fsync", guarded_sync)
        for name in ("replace", "rename", "unlink", "remove"):
            patch.setattr(os, name, guarded(getattr(os, name)))
        patch.setattr(durability, "IN_USE_SECONDS", 0.1)
        yield refused


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_all_that_writes_works_while_the_index_is_served(
    tmp_path: Path, windows: list[str]
) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    write(folder, a="Cửa khẩu Hữu Nghị.", b="Cửa khẩu Tân Thanh.", c="Cửa khẩu Chi Ma.")
    build([folder], index, jobs=1)
    archive = Archive.open(index)
    served = archive.search("cửa khẩu")
    assert served.total == 3
    write(folder, d="Cửa khẩu Trà Lĩnh.", a="Cửa khẩu Hữu Nghị mở lại.")
    assert build([folder], index, jobs=1).added == 1
    for number in range(9):  # more than eight segments: some are merged, and mapped while they are
        write(tmp_path / "more", **{f"m{number}": f"Cửa khẩu số {number}."})
        assert add([tmp_path / "more"], index, jobs=1).added == 1
    assert archive.search("cửa khẩu").total == 13
    assert remove(["m0", "m1"], index).removed == 2
    spool = Spool(index)
    spool.put(Entry(add=(("s", '{"id": "s", "text": "Cửa khẩu đã gửi."}'),)))
    spool.put(Entry(remove=("m2",)))
    assert Writer(index, spool)._drain()
    assert archive.search("cửa khẩu").total == 11
    assert backup(index, tmp_path / "copy") == 11
    assert build([folder], index, jobs=1, anew=True).articles == 5
    assert rollback(index) == 11
    assert restore_backup(tmp_path / "copy", index, jobs=1).articles == 11
    assert archive.search("cửa khẩu").total == 11
    assert check(index) == 11
    assert windows  # files of commits before were in use, and left
    del archive, served
    gc.collect()
    remove(["m3"], index)
    assert len(list((index / "generations").iterdir())) == 2


def test_a_file_that_stays_in_use_is_told_by_name(tmp_path: Path, windows: list[str]) -> None:
    folder, index = tmp_path / "news", tmp_path / "index"
    write(folder, a="một")
    build([folder], index, jobs=1)
    with (index / "CURRENT").open("rb"), pytest.raises(PermissionError) as told:
        build([folder], index, jobs=1, anew=True)
    assert told.value.filename == str(index / "CURRENT")
    assert "another program has it open" in str(told.value)
    assert check(index) == 1
    assert build([folder], index, jobs=1, anew=True).rebuilt
