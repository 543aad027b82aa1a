"""Looking after an index: is every byte of it sound, how large is it, a copy of it taken while it
is served, that copy put back, and the generation before served again.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from indexer.errors import (
    BadBackup,
    CuaKhauError,
    IndexCorrupt,
    IndexMissing,
    IndexOutdated,
    NoGeneration,
)
from indexer.storage.durability import (
    locked,
    make_folder,
    remove_tree,
    sync_file,
    sync_folder,
    write,
)
from indexer.storage.reader import commit_point, generations
from indexer.storage.reader.generations import Served
from indexer.storage.reader.index import open_index, read_snapshot
from indexer.storage.reader.index_reader import IndexReader
from indexer.storage.writer.index_writer import LOCK_SECONDS

__all__ = ["backup", "check", "restore", "rollback", "size"]

_FOLDERS: Final = ("inbox", "submitted", "hidden")
"""Articles sent over HTTP, waiting and taken in; articles that corrections keep away."""
_TABLES: Final = ("corrections.csv", "corrections-history.csv")
_NOT_COPIED: Final = {generations.CURRENT, generations.WRITELOCK}


def check(path: Path) -> int:
    """Read the served generation whole: checksums of every segment, every article. Returns how many
    articles it holds.

    Raises IndexMissing, IndexOutdated or IndexCorrupt.
    """
    return _check(open_index(path).snapshot())


def _check(snapshot: IndexReader) -> int:
    try:
        for segment in snapshot.segments:
            segment.file.verify()
            for doc in range(segment.base, segment.base + segment.file.doc_count):
                if snapshot.article(doc).id != snapshot.id_of(doc):
                    raise IndexCorrupt(
                        f"{segment.file.name}: an article is stored under another id"
                    )
    except (CuaKhauError, OSError, MemoryError):
        raise
    except Exception as error:  # whatever bytes happen to raise that were never written so
        raise IndexCorrupt(f"{type(error).__name__}: {error}") from error
    return snapshot.doc_count


def size(path: Path) -> int:
    """Bytes the served generation takes. Raises IndexMissing, IndexOutdated or IndexCorrupt."""
    folder = generations.folder_of(path, generations.current(path).name)
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
    with locked(path / generations.WRITELOCK, timeout):
        served = generations.current(path).name
        copy = generations.folder_of(target, served)
        _copy_generation(generations.folder_of(path, served), copy)
        for file in path.iterdir():
            if file.is_file() and file.name not in _NOT_COPIED and not file.name.startswith("."):
                shutil.copyfile(file, target / file.name)
        for name in _FOLDERS:
            _copy_folder(path / name, target / name)
    generations.switch_to(target, copy)
    return check(target)


def rollback(path: Path, *, timeout: float = LOCK_SECONDS) -> int:
    """Serve the generation before, as it was when it gave way; another rollback takes that back.
    Returns its articles.

    When CURRENT is damaged, the newest generation that is sound is served. The generation is
    checked first, and what is served stays when it is not sound. Raises IndexMissing, NoGeneration,
    IndexOutdated, IndexCorrupt or IndexBusy.
    """
    if not (path / generations.GENERATIONS).is_dir():
        raise IndexMissing(f"there is no index at {path}")
    with locked(path / generations.WRITELOCK, timeout):
        try:
            name = generations.current(path).previous
            folder = generations.folder_of(path, name)
            if not name or not folder.is_dir():
                raise NoGeneration("there is no generation before this one")
            articles = _check_generation(folder)
        except (IndexCorrupt, IndexMissing):
            if _is_readable(path):
                raise
            folder, articles = _newest_sound(path)
        generations.switch_to(path, folder)
    return articles


def restore(backup: Path, path: Path, *, timeout: float = LOCK_SECONDS) -> int:
    """Serve what a backup holds, as a new generation; the one served now is kept as the one before.
    Returns its articles.

    The backup is checked first. Articles sent over HTTP that the backup has and the index has not
    are copied before. Raises BadBackup, and IndexBusy.
    """
    try:
        articles = check(backup)
    except (IndexMissing, IndexOutdated, IndexCorrupt) as error:
        raise BadBackup(backup, error) from error
    source = generations.folder_of(backup, generations.current(backup).name)
    make_folder(path)
    with locked(path / generations.WRITELOCK, timeout):
        for name in _FOLDERS:
            _copy_folder(backup / name, path / name)
        for name in _TABLES:
            if (backup / name).is_file() and not (path / name).exists():
                write(path / name, (backup / name).read_bytes())
        generation, _ = generations.new_generation(path)
        try:
            generation.rmdir()
            _copy_generation(source, generation)
            _check_generation(generation)
            generations.switch_to(path, generation)
        except BaseException:
            if not generations.serves(path, generation):
                remove_tree(generation)
            raise
    return articles


def _check_generation(folder: Path) -> int:
    """Read a generation whole, served or not. Returns its articles; raises as `check` does."""
    try:
        identity = generations.read_settings(folder).identity
        number = commit_point.latest(folder)
        return _check(read_snapshot(folder, Served(folder.name, identity), number))
    except FileNotFoundError as error:
        raise IndexCorrupt(f"{error.filename} is missing") from None


def _is_readable(path: Path) -> bool:
    """Does CURRENT say which generation is served, and which before?"""
    try:
        generations.current(path)
    except (IndexCorrupt, IndexMissing):
        return False
    return True


def _newest_sound(path: Path) -> tuple[Path, int]:
    """The newest generation that is sound, and its articles."""
    folders = [
        folder for folder in (path / generations.GENERATIONS).iterdir() if folder.name.isdigit()
    ]
    for folder in sorted(folders, key=lambda folder: -int(folder.name)):
        try:
            return folder, _check_generation(folder)
        except (IndexCorrupt, IndexOutdated):
            continue
    raise NoGeneration("there is no sound generation to go back to")


def _copy_generation(source: Path, target: Path) -> None:
    """Copy a generation to disk."""
    make_folder(target)
    for file in sorted(source.iterdir()):
        shutil.copyfile(file, target / file.name)
        sync_file(target / file.name)
    sync_folder(target)


def _copy_folder(folder: Path, target: Path) -> None:
    """Copy a folder of small files to disk, but for what is only being written and what is there
    already; a file that goes meanwhile is in the index.
    """
    if not folder.is_dir():
        return
    make_folder(target)
    for file in sorted(folder.rglob("[!.]*")):
        copy = target / file.relative_to(folder)
        if file.name == "LOCK" or file.is_dir() or copy.exists():
            continue
        make_folder(copy.parent)
        try:
            shutil.copyfile(file, copy)
        except FileNotFoundError:
            continue
        sync_file(copy)
    sync_folder(target)
