"""What outlives a crash or a loss of power: files and folders forced to disk, replaced in one
step, and one writer at a time. The only module that calls fsync, replaces files and locks.

It asks of the system no more than Windows gives: folders are not opened there, nothing is forced to
disk through a handle that may only read, and a file that somebody has open or mapped is not
replaced or removed: who asked is told, or the file is left to the next writer.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Literal

from indexer.errors import IndexBusy, IndexCorrupt

__all__ = [
    "Lock",
    "Refusal",
    "locked",
    "make_folder",
    "open_regular",
    "read_regular",
    "refusal",
    "remove",
    "remove_asides",
    "remove_tree",
    "replace",
    "sync_file",
    "sync_folder",
    "write",
]

IN_USE_SECONDS: Final = 1.0
"""How long a file that is in use is asked for again: readers and virus scanners soon let go."""
LOOK_SECONDS: Final = 0.05  # between two tries
ASIDE_SECONDS: Final = 600.0
"""A file aside that is older was left by a process that ended: small files are written at once."""
_NO_FOLDERS: Final = {errno.EACCES, errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EISDIR}
"""How a system or a file system says that it does not force folders to disk."""
_AT_ONCE: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_count = itertools.count()

Refusal = Literal["files", "memory", "permission", "space", "device", ""]


def sync_file(path: Path) -> None:
    """Force a file's bytes to disk."""
    with path.open("r+b") as file:  # Windows forces nothing through a handle that may only read
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Force a folder's entries to disk, where the system can; Windows sees to them itself."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        if error.errno in _NO_FOLDERS:
            return
        raise
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDERS:
            raise
    finally:
        os.close(handle)


def open_regular(path: Path) -> BinaryIO:
    """A file of the index, open for reading. Raises IndexCorrupt when a folder, a pipe or a device
    bears its name: to open a pipe would wait for a writer, perhaps for ever.
    """
    handle = os.open(path, _AT_ONCE)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise IndexCorrupt(f"{path} is no regular file")
    except BaseException:
        os.close(handle)
        raise
    return open(handle, "rb")  # noqa: PTH123 - a handle, no path


def read_regular(path: Path) -> bytes:
    """What a small file of the index holds. Raises as `open_regular` does."""
    with open_regular(path) as file:
        return file.read()


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, that outlive a loss of power; nothing when it is there."""
    if path.is_dir():
        return
    if path.parent != path:
        make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def replace(source: Path, target: Path) -> None:
    """Rename a file, in place of any that is there, in one step.

    Waits a moment when another program has it open, as Windows does not replace it then; raises
    PermissionError naming the file when it still is.
    """
    end = time.monotonic() + IN_USE_SECONDS
    while True:
        try:
            source.replace(target)
            return
        except PermissionError as error:
            if time.monotonic() > end:
                text = f"not permitted to replace it, or another program has it open ({error})"
                raise PermissionError(error.errno, text, str(target)) from error
            time.sleep(LOOK_SECONDS)


def write(path: Path, content: bytes, *, folder: bool = True) -> None:
    """Make `content` all that a small file holds, in one step: aside, forced to disk, renamed.

    Its folder is forced to disk too, unless the caller does that for several files at once.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}-{next(_count)}.new")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(aside, path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    if folder:
        sync_folder(path.parent)


def remove(path: Path) -> bool:
    """Remove a file; False when it is in use or may not be removed: the next writer tries again."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True


def remove_tree(path: Path) -> None:
    """Remove a folder with all that is in it, as far as it is not in use.

    Not by `shutil.rmtree`, which opens folders where it can.
    """
    with suppress(OSError):
        with os.scandir(path) as entries:
            found = list(entries)
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                remove_tree(Path(entry.path))
            else:
                with suppress(OSError):
                    Path(entry.path).unlink()
        path.rmdir()


def remove_asides(folder: Path) -> None:
    """Remove what killed processes left aside in a folder."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith(".") and entry.name.endswith(".new"):
            with suppress(OSError):
                if time.time() - entry.stat().st_mtime > ASIDE_SECONDS:
                    Path(entry.path).unlink()


class Lock:
    """A lock on a file, held by one process at a time, and in it by one Lock.

    The system frees it when its holder ends, however it ends.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def acquire(self, blocking: bool = False) -> bool:
        """Take it; False when another has it. It never waits (`blocking` is for those who ask)."""
        if self._file is not None:
            return False
        file = self._path.open("a+b")
        try:
            taken = _lock(file.fileno())
        except BaseException:
            file.close()
            raise
        if not taken:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let go of it; nothing when it is not held."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def __enter__(self) -> bool:
        """Whether it was taken."""
        return self.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


@contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock on a file. Raises IndexBusy when it is not free within so many seconds."""
    lock = Lock(path)
    end = time.monotonic() + seconds
    while not lock.acquire():
        if time.monotonic() >= end:
            raise IndexBusy("another process is writing to the index")
        time.sleep(LOOK_SECONDS)
    try:
        yield
    finally:
        lock.release()


def _lock(handle: int) -> bool:
    """Lock an open file until it is closed; False when another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def refusal(error: BaseException) -> Refusal:
    """What the system lacks or refuses, behind an error that is no damage; "" for any other error.

    Out of open files, out of memory, not permitted, no space left, a device that fails.
    """
    if isinstance(error, MemoryError):
        return "memory"
    if not isinstance(error, OSError):
        return ""
    kinds: dict[int, Refusal] = {
        errno.EMFILE: "files",
        errno.ENFILE: "files",
        errno.ENOMEM: "memory",
        errno.EACCES: "permission",
        errno.EPERM: "permission",
        errno.EROFS: "permission",
        errno.ENOSPC: "space",
        errno.EDQUOT: "space",
        errno.EIO: "device",
    }
    return kinds.get(error.errno or 0, "")
