"""What has been promised and is not in the index yet: a folder of small files, each whole and
forced to disk before it counts.

<index>/inbox/<name>.json           {"add": [lines of JSON Lines]}, {"remove": [ids]} or
                                    {"correct": [edits]}, sealed, in the order of their names
<index>/inbox/failed/<name>.json    what could not be taken in, with the reason beside it; kept for
                                    the operator

What has been taken in is kept by `indexer.building.submitted`.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from indexer.corrections.edits import Edit, kept_edit
from indexer.errors import IndexCorrupt
from indexer.storage.durability import (
    Lock,
    make_folder,
    read_regular,
    remove_asides,
    replace,
    sync_folder,
    write,
)
from indexer.storage.format.sealed import is_sealed, seal, unseal

__all__ = ["Entry", "Spool"]

TIME = 20  # digits of an entry's name that are its time, in nanoseconds


@dataclass(frozen=True, slots=True)
class Entry:
    """Articles as lines of JSON Lines by id, or ids to remove, or corrections; one kind alone."""

    add: tuple[tuple[str, str], ...] = ()
    remove: tuple[str, ...] = ()
    correct: tuple[Edit, ...] = ()


class Spool:
    """The folders beside an index.

    Several processes may put; one at a time, holding `alone`, takes.
    """

    def __init__(self, index: Path) -> None:
        self.inbox = index / "inbox"
        self.failed = self.inbox / "failed"
        self._naming = threading.Lock()
        self._newest = 0

    def put(self, entry: Entry) -> str:
        """Force an entry to disk; its name sorts behind those of all entries waiting.

        Raises OSError when it cannot be kept.
        """
        make_folder(self.inbox)
        with self._naming:
            newest = max((int(name[:TIME]) for name in self.pending()), default=0)
            self._newest = max(time.time_ns(), self._newest + 1, newest + 1)
            # Another process may name one in the same moment: chance keeps the two apart.
            name = f"{self._newest:0{TIME}d}{secrets.randbelow(10**6):06d}"
        edits = [edit.plain() for edit in entry.correct]
        content = {"add": entry.add, "remove": entry.remove, "correct": edits}
        write(self._path(name), seal(content))
        return name

    def pending(self) -> list[str]:
        """Names of the entries waiting, oldest first; a link is none, for nobody puts one here."""
        try:
            return sorted(
                path.stem
                for path in self.inbox.iterdir()
                if path.suffix == ".json" and path.stem.isdigit() and not path.is_symlink()
            )
        except (FileNotFoundError, NotADirectoryError):
            return []

    def read(self, name: str) -> Entry:
        """Raises FileNotFoundError when it is taken already, ValueError when it is damaged."""
        try:  # those of the version before were not sealed
            data = read_regular(self._path(name))
            fields = unseal(data, name) if is_sealed(data) else json.loads(data)
        except IndexCorrupt as error:
            raise ValueError(str(error)) from None
        edits = fields.get("correct", ())  # the versions before knew none
        return Entry(
            tuple((id_, line) for id_, line in fields["add"]),
            tuple(fields["remove"]),
            tuple(map(kept_edit, edits)),
        )

    def size(self, name: str) -> int:
        """Bytes of an entry."""
        return self._path(name).stat().st_size

    def drop(self, names: list[str]) -> None:
        """Forget entries that are in the index."""
        for name in names:
            self._path(name).unlink(missing_ok=True)
        remove_asides(self.inbox)
        sync_folder(self.inbox)

    def fail(self, name: str, reason: str) -> None:
        """Put an entry aside with the reason."""
        make_folder(self.failed)
        write(self.failed / f"{name}.txt", f"{reason}\n".encode())
        replace(self._path(name), self.failed / f"{name}.json")
        sync_folder(self.inbox)

    def state(self, name: str) -> tuple[bool, str]:
        """(whether it still waits, why it failed or "")."""
        if self._path(name).exists():
            return True, ""
        try:
            return False, (self.failed / f"{name}.txt").read_text("utf-8").strip()
        except FileNotFoundError:
            return False, ""

    def alone(self) -> Lock:
        """A lock: entering it tells whether no other process takes entries now."""
        make_folder(self.inbox)
        return Lock(self.inbox / "LOCK")

    def _path(self, name: str) -> Path:
        return self.inbox / f"{name}.json"
