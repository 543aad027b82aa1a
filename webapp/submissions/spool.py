"""What has been promised and is not in the index yet: a folder of small files, each whole and
forced to disk before it counts.

<index>/inbox/<name>.json           {"add": [lines of JSON Lines]} or {"remove": [ids]}, in the
order of their names <index>/inbox/failed/<name>.json    what could not be taken in, with the reason
beside it; kept for the operator <index>/submitted/<digest>.jsonl    every article sent and not
removed since, one a file: a source to build from again
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

__all__ = ["Entry", "Spool"]

TIME = 20  # digits of an entry's name that are its time, in nanoseconds


@dataclass(frozen=True, slots=True)
class Entry:
    """Articles as lines of JSON Lines by id, or ids to remove; never both."""

    add: tuple[tuple[str, str], ...] = ()
    remove: tuple[str, ...] = ()


class Spool:
    """The folders beside an index.

    Several processes may put; one at a time, holding `alone`, takes.
    """

    def __init__(self, index: Path) -> None:
        self.inbox = index / "inbox"
        self.failed = self.inbox / "failed"
        self.submitted = index / "submitted"
        self._naming = threading.Lock()
        self._newest = 0

    def put(self, entry: Entry) -> str:
        """Force an entry to disk; its name sorts behind those of all entries waiting.

        Raises OSError when it cannot be kept.
        """
        make_folder(self.inbox)
        with self._naming:
            self._newest = max(
                time.time_ns(), self._newest + 1, *(int(name[:TIME]) + 1 for name in self.pending())
            )
            # Another process may name one in the same moment: chance keeps the two apart.
            name = f"{self._newest:0{TIME}d}{secrets.randbelow(10**6):06d}"
        write_durably(
            self._path(name),
            json.dumps({"add": entry.add, "remove": entry.remove}, ensure_ascii=False),
        )
        return name

    def pending(self) -> list[str]:
        """Names of the entries waiting, oldest first."""
        try:
            return sorted(
                path.stem
                for path in self.inbox.iterdir()
                if path.suffix == ".json" and path.stem.isdigit()
            )
        except (FileNotFoundError, NotADirectoryError):
            return []

    def read(self, name: str) -> Entry:
        """Raises FileNotFoundError when it is taken already, ValueError when it is damaged."""
        fields = json.loads(self._path(name).read_text("utf-8"))
        return Entry(tuple((id_, line) for id_, line in fields["add"]), tuple(fields["remove"]))

    def size(self, name: str) -> int:
        """Bytes of an entry."""
        return self._path(name).stat().st_size

    def drop(self, names: list[str]) -> None:
        """Forget entries that are in the index."""
        for name in names:
            self._path(name).unlink(missing_ok=True)
        fsync_folder(self.inbox)

    def fail(self, name: str, reason: str) -> None:
        """Put an entry aside with the reason."""
        make_folder(self.failed)
        write_durably(self.failed / f"{name}.txt", reason + "\n")
        self._path(name).replace(self.failed / f"{name}.json")
        fsync_folder(self.inbox)

    def state(self, name: str) -> tuple[bool, str]:
        """(whether it still waits, why it failed or "")."""
        if self._path(name).exists():
            return True, ""
        try:
            return False, (self.failed / f"{name}.txt").read_text("utf-8").strip()
        except FileNotFoundError:
            return False, ""

    def home(self, id_: str) -> Path:
        """The file that holds an article sent."""
        return self.submitted / f"{blake2b(id_.encode(), digest_size=16).hexdigest()}.jsonl"

    def keep(self, articles: dict[str, str], gone: list[str]) -> None:
        """Make `submitted` hold these articles, by id, and those gone no longer."""
        make_folder(self.submitted)
        for id_, line in articles.items():
            write_durably(self.home(id_), line + "\n", folder=False)
        for id_ in gone:
            self.home(id_).unlink(missing_ok=True)
        fsync_folder(self.submitted)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no other process takes entries; the system frees the lock when its
        holder dies.
        """
        make_folder(self.inbox)
        with (self.inbox / "LOCK").open("a+b") as file:
            yield _lock(file.fileno())

    def _path(self, name: str) -> Path:
        return self.inbox / f"{name}.json"


def make_folder(path: Path) -> None:
    """Make a folder that outlives a loss of power, if it is not there."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        fsync_folder(path.parent)


def write_durably(path: Path, text: str, *, folder: bool = True) -> None:
    """Replace a file in one step: write aside, fsync, rename; then fsync its folder too."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with aside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    if folder:
        fsync_folder(path.parent)


def fsync_folder(path: Path) -> None:
    """Force a folder's entries to disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Lock an open file until it is closed; False when another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
