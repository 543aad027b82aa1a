"""`indexer rollback`, `restore`, `rebuild`, and what the system refuses: what is told, with which status."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.commands.maintenance import at
from indexer.storage.durability import refusal
from tests.support.running import ROOT, environment, run

REFUSALS = {
    errno.EMFILE: ("files", "no more files"),
    errno.ENFILE: ("files", "no more files"),
    errno.ENOMEM: ("memory", "not enough memory"),
    errno.EACCES: ("permission", "Not permitted"),
    errno.EROFS: ("permission", "Not permitted"),
    errno.ENOSPC: ("space", "no space left"),
    errno.EIO: ("device", "fails"),
}


@pytest.fixture
def index(tmp_path: Path, seed_index: Path) -> Path:
    return Path(shutil.copytree(seed_index, tmp_path / "index"))


def test_there_and_back(index: Path, tmp_path: Path) -> None:
    nowhere = run("indexer", "rollback", "--index", index)
    assert (nowhere.returncode, "no earlier generation" in nowhere.stderr) == (1, True)
    copied = run("indexer", "backup", tmp_path / "copy", "--index", index)
    assert copied.returncode == 0, copied.stderr
    restored = run("indexer", "restore", tmp_path / "copy", "--index", index)
    assert (restored.returncode, restored.stderr) == (
        0,
        "Restored: 5 articles, 0 of them sent over HTTP since the backup.\n",
    )
    back = run("indexer", "rollback", "--index", index, LC_ALL="vi_VN.UTF-8")
    assert (back.returncode, back.stderr) == (
        0,
        "Đã quay về phiên bản chỉ mục trước: 5 bài. Chạy lần nữa để trở lại.\n",
    )


def test_a_backup_that_is_none_or_damaged_is_blamed_itself(index: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    copied = run("indexer", "backup", tmp_path / "copy", "--index", index)
    assert copied.returncode == 0, copied.stderr
    (columns,) = (tmp_path / "copy").glob("generations/*/*.columns")
    columns.write_bytes(columns.read_bytes()[:-100])
    for name, words in (("folder", "is no backup"), ("copy", "is damaged")):
        done = run("indexer", "restore", tmp_path / name, "--index", index)
        assert done.returncode == 3
        assert f"{tmp_path / name} {words}" in done.stderr
        assert "the index is as it was" in done.stderr
        assert "indexer build" not in done.stderr
    assert run("search", "cửa khẩu", "--index", index).returncode == 0


def test_what_is_damaged_is_written_anew_from_the_stored_articles(index: Path) -> None:
    (columns,) = index.glob("generations/*/*.columns")
    (articles,) = index.glob("generations/*/*.articles")
    columns.write_bytes(b"")
    assert run("search", "cửa khẩu", "--index", index).returncode == 3
    rebuilt = run("indexer", "rebuild", "--index", index)
    assert (rebuilt.returncode, rebuilt.stderr.splitlines()[-1]) == (
        0,
        "Written anew from the stored articles: 5.",
    )
    assert run("search", "cửa khẩu", "--index", index).returncode == 0
    (articles,) = (index / "generations" / "2").glob("*.articles")
    content = bytearray(articles.read_bytes())
    content[200] ^= 1
    articles.write_bytes(content)
    assert run("indexer", "rebuild", "--index", index).returncode == 3
    partly = run("indexer", "rebuild", "--partial", "--index", index)
    assert (partly.returncode, "1 stored articles are damaged" in partly.stderr) == (1, True)


@pytest.mark.parametrize("number", REFUSALS)
def test_what_the_system_refuses_is_told_as_that(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    error = OSError(number, "as the system says", str(index / "CURRENT"))

    def work(path: Path) -> int:
        raise error

    kind, words = REFUSALS[number]
    assert refusal(error) == kind
    assert at(index, work) == 1
    told = capsys.readouterr().err
    assert words in told
    assert "damaged" not in told


def test_lack_of_memory_is_no_damage(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def work(path: Path) -> int:
        raise MemoryError

    assert at(index, work) == 1
    assert "damaged" not in capsys.readouterr().err
    assert refusal(ValueError()) == ""


def test_files_run_out(index: Path) -> None:
    """A process that may open one file more, and needs two, says so."""
    script = (
        "import os, resource, sys; from indexer.commands.maintenance import check;"
        "import indexer.storage.maintenance, indexer.building.knowledge; opened = len(os.listdir('/proc/self/fd'));"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (opened, opened));"
        f"sys.exit(check.main(['--index', {str(index)!r}], standalone_mode=False))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (told.returncode, "no more files" in told.stderr) == (1, True), told.stderr
