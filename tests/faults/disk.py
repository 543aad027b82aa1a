"""A disk that fails, or a machine that dies, at a chosen step: what reaches the disk is counted here.

Steps are: opening a file to write, each write, fsync, rename, replace, mkdir, unlink, and copying by
the system. It works inside a process, below what the program calls, so that it is the same everywhere.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

__all__ = ["KILLED", "MODES", "Disk", "Mode"]

Mode = Literal["once", "good", "kill", "power", "names"]
MODES: tuple[Mode, ...] = ("once", "good", "kill", "power", "names")
"""What happens at the step: it fails; it fails and so does all after it (the disk is full); the
process dies; the machine loses power, and with it every byte that was not forced to disk; and with
those every name that was given or taken in a folder that was not forced to disk since.
"""
KILLED = 137
_open, _fsync, _unlink, _replace = io.open, os.fsync, os.unlink, os.replace


class Disk:
    """Put `at` a step in a process of its own; 0 only counts. `root` is what may be lost."""

    def __init__(self, root: Path, mode: Mode, at: int) -> None:
        self.root, self.mode, self.at = root, mode, at
        self.steps = 0
        self._dirty: set[int] = set()  # inodes with bytes that are not forced to disk
        self._names: list[tuple[int, Callable[[], None]]] = []  # (folder's inode, how to undo)
        self._kept = 0
        self._aside = Path(tempfile.mkdtemp(dir=root.parent))

    def install(self) -> None:
        """Have everything this process writes from now on go through here."""
        for module in (io, builtins):
            module.open = self._opened  # type: ignore[attr-defined]
        os.fsync = self._synced
        os.replace = os.rename = self._renamed
        os.mkdir = self._made
        os.unlink = os.remove = self._removed
        sendfile = os.sendfile

        def counted(*arguments: Any) -> int:
            self.step()
            self._dirty.add(os.fstat(arguments[0]).st_ino)
            return sendfile(*arguments)

        os.sendfile = counted

    def step(self, half: Callable[[], object] = lambda: None) -> None:
        """Count a step; fail or die at the chosen one, after what is `half` done of it."""
        self.steps += 1
        if self.steps == self.at:
            half()
            if self.mode == "kill":
                os._exit(KILLED)
            if self.mode in ("power", "names"):
                self._lose()
                os._exit(KILLED)
        if self.steps == self.at or (self.mode == "good" and self.steps > self.at > 0):
            raise OSError(errno.ENOSPC, "No space left on device")

    def _lose(self) -> None:
        """What a loss of power takes."""
        if self.mode == "names":
            for _, undo in reversed(self._names):
                with suppress(OSError):
                    undo()
        for folder, _, files in os.walk(self.root):
            for name in files:
                path = os.path.join(folder, name)  # noqa: PTH118 - no more objects than needed
                status = os.stat(path)  # noqa: PTH116
                if status.st_ino in self._dirty:
                    os.truncate(path, status.st_size // 2)

    def _opened(self, file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wax+"):
            return _open(file, mode, *rest, **named)
        self.step()
        if not os.path.exists(file):  # noqa: PTH110
            self._names.append((_inode_of_folder(file), lambda: _unlink(file)))
        raw = _Counted(self, os.fspath(file), mode.replace("b", "").replace("t", ""))
        buffered: Any = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        if "b" in mode:
            return buffered
        named.pop("buffering", None)
        return io.TextIOWrapper(buffered, **named)

    def _synced(self, handle: int) -> None:
        self.step()
        _fsync(handle)
        inode = os.fstat(handle).st_ino
        self._dirty.discard(inode)
        self._names = [(folder, undo) for folder, undo in self._names if folder != inode]

    def _renamed(self, source: Any, target: Any, **named: Any) -> None:
        self.step()
        kept = self._keep(target)

        def undo() -> None:
            _replace(target, source)
            if kept is not None:
                _replace(kept, target)

        _replace(source, target, **named)
        self._names.append((_inode_of_folder(target), undo))

    def _made(self, path: Any, *rest: Any, **named: Any) -> None:
        self.step()
        _mkdir(path, *rest, **named)
        self._names.append((_inode_of_folder(path), lambda: shutil.rmtree(path, True)))

    def _removed(self, path: Any, *, dir_fd: int | None = None) -> None:
        self.step()
        kept = None if dir_fd is not None else self._keep(path)
        _unlink(path, dir_fd=dir_fd)
        if kept is not None:
            self._names.append((_inode_of_folder(path), lambda: _replace(kept, path)))

    def _keep(self, path: Any) -> str | None:
        """Another name for a file that is about to lose its own."""
        self._kept += 1
        kept = str(self._aside / str(self._kept))
        try:
            os.link(path, kept)
        except OSError:
            return None
        return kept

    def wrote(self, handle: int) -> None:
        """A file has bytes that are not forced to disk."""
        self._dirty.add(os.fstat(handle).st_ino)


_mkdir = os.mkdir


def _inode_of_folder(path: Any) -> int:
    return os.stat(os.path.dirname(os.path.abspath(path))).st_ino  # noqa: PTH116, PTH100, PTH120


class _Counted(io.FileIO):
    """A file whose writes are steps; the one that fails is half written."""

    def __init__(self, disk: Disk, path: str, mode: str) -> None:
        super().__init__(path, mode)
        self._disk = disk

    def write(self, data: Any) -> int:
        self._disk.wrote(self.fileno())
        part = memoryview(data).cast("B")
        self._disk.step(lambda: super(_Counted, self).write(part[: len(part) // 2]))
        return int(super().write(data) or 0)
