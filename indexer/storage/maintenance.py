"""Looking after an index: is every byte of it sound, how large is it, and a copy of it taken while
it is served.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from indexer.errors import CuaKhauError, IndexCorrupt
from indexer.storage.reader import generations
from indexer.storage.reader.index import open_index
from indexer.storage.writer.index_writer import LOCK_SECONDS, _locked

__all__ = ["backup", "check", "size"]

_FOLDERS = ("inbox", "submitted")  # articles sent over HTTP: waiting, and all of them
_NOT_COPIED = {generations.CURRENT, generations.GENERATIONS, "WRITELOCK", "units"}


def check(path: Path) -> int:
    """Read the served generation whole: checksums of every segment, every article. Returns how
    many articles it holds.

    Raises IndexMissing, IndexOutdated or IndexCorrupt.
    """
    try:
        snapshot = open_index(path).snapshot()
        for segment in snapshot.segments:
            segment.file.verify()
            for doc in range(segment.base, segment.base + segment.file.doc_count):
                snapshot.article(doc)
    except (CuaKhauError, PermissionError, NotADirectoryError):
        raise
    except Exception as error:  # damaged bytes raise whatever they happen to look like
        raise IndexCorrupt(f"{type(error).__name__}: {error}") from error
    return snapshot.doc_count


def size(path: Path) -> int:
    """Bytes the served generation takes. Raises IndexMissing or IndexCorrupt."""
    folder = generations.generation_path(path, generations.current(path))
    return sum(file.stat().st_size for file in folder.iterdir())


def backup(path: Path, target: Path, *, timeout: float = LOCK_SECONDS) -> int:
    """Copy the served generation to `target`, which must not exist or be empty; searching goes on
    meanwhile, writing waits.

    What was sent over HTTP is copied too: articles that wait for their commit, and the folder that
    keeps them all. The copy is complete once its CURRENT file is there, which is written last; it
    is checked. Returns its articles. Raises FileExistsError, what `check` raises, and IndexBusy
    when another process is writing.
    """
    generations.current(path)
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(target)
    with _locked(path, timeout):
        served = generations.generation_path(path, generations.current(path))
        copy = target / generations.GENERATIONS / served.name
        shutil.copytree(served, copy)
        for file in path.iterdir():
            if file.is_file() and file.name not in _NOT_COPIED:
                shutil.copy2(file, target / file.name)
        for name in _FOLDERS:
            _copy_folder(path / name, target / name)
    for file in copy.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
    generations.switch_to(target, copy)
    return check(target)


def _copy_folder(folder: Path, target: Path) -> None:
    """Copy a folder of small files to disk, but for what is only being written; a file that goes
    meanwhile is in the index.
    """
    if not folder.is_dir():
        return
    for file in sorted(folder.rglob("[!.]*")):
        if file.name == "LOCK" or file.is_dir():
            continue
        aside = target / file.relative_to(folder)
        aside.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(file, aside)
        except FileNotFoundError:
            continue
        with aside.open("rb") as opened:
            os.fsync(opened.fileno())
