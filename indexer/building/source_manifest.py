"""Which files the index was made from, and how they looked: what has not changed since need not be
read again.

Kept beside the index as `sources.json`, sealed. It is a help, not the truth: it names the commit it
describes, and when that is not the one served, or the file is gone, every file is read again. Every
article also carries its origin in the index.
"""

from __future__ import annotations

import os
import time
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from indexer.building.holding import Holding
from indexer.errors import IndexCorrupt
from indexer.reading import IngestReport
from indexer.storage.durability import read_regular, write
from indexer.storage.format.sealed import seal, unseal

__all__ = ["Look", "SourceManifest", "name_of"]

NAME: Final = "sources.json"
METADATA: Final = "metadata.csv"
SETTLED_NS: Final = 2_000_000_000
"""A file changed so shortly before it was looked at may have changed again within the same time
stamp.
"""


class Look(NamedTuple):
    """A file as it was: its size, when it was changed (ns), its digest, that of the metadata
    beside it, and its articles.

    `settled` says that the time stamp alone can be relied on.
    """

    size: int
    changed: int
    digest: str
    metadata: str
    articles: int = 0
    settled: bool = True


class SourceManifest:
    """The files of one reading, compared with those of the one before.

    Ask `leave` of each file, in the order of reading.
    """

    def __init__(self, index: Path, snapshot: Holding | None) -> None:
        """What is known of the files of `snapshot`; None means that nothing is."""
        self._path = index / NAME
        self._before = _load(self._path, snapshot.generation) if snapshot is not None else {}
        self._metadata: dict[Path, str] = {}
        self._now: dict[str, Look] = {}
        self.left: set[str] = set()  # files left unread
        self.left_articles = 0
        self.file = ""  # the file being read
        self.asked: set[str] = set()  # all files of this reading

    def leave(self, path: Path) -> bool:
        """Is the file the same as before, and was all well with it? Then it is left.

        Raises nothing: who reads it will.
        """
        self.file = name_of(path)
        self.asked.add(self.file)
        try:
            status = path.stat()
            before = self._before.get(self.file)
            metadata = self._metadata_of(path.parent)
            alike = before is not None and (before.size, before.metadata) == (
                status.st_size,
                metadata,
            )
            same = (
                before is not None
                and alike
                and before.settled
                and before.changed == status.st_mtime_ns
            )
            digest = before.digest if before is not None and same else _digest(path)
        except OSError:
            return False
        settled = time.time_ns() - status.st_mtime_ns > SETTLED_NS
        same = before is not None and alike and digest == before.digest
        articles = before.articles if before is not None and same else 0
        self._now[self.file] = Look(
            status.st_size, status.st_mtime_ns, digest, metadata, articles, settled
        )
        if same:
            self.left.add(self.file)
            self.left_articles += articles
        return same

    def count(self) -> None:
        """Count an article of the file being read."""
        look = self._now.get(self.file)
        if look is not None:
            self._now[self.file] = look._replace(articles=look.articles + 1)

    def articles_in(self, folder: Path) -> int:
        """Articles of the files of this reading that lie in a folder."""
        beginning = name_of(folder) + os.sep
        return sum(look.articles for file, look in self._now.items() if file.startswith(beginning))

    def forget(self, file: str) -> None:
        """Have a file read again next time."""
        self._now.pop(file, None)
        self._before.pop(file, None)

    def forget_faulty(self, reading: IngestReport) -> None:
        """Have the files that were reported read again next time, so that they are
        reported again.
        """
        named = {skipped.path for skipped in reading.faults}
        for duplicate in reading.duplicates:
            for path in (duplicate.path, duplicate.other):
                named |= {path, path.rpartition(":")[0]}
        named = {name_of(Path(path)) for path in named if path}
        for file in list(self._now):
            if file in named or str(Path(file).with_name(METADATA)) in named:
                self.forget(file)

    def save(self, generation: str, *, keep: bool) -> str:
        """Write down the files for the commit of that name; with `keep`, those known before too.

        Call it under the write lock, after the commit. Returns why it could not be written, "" when
        it was: without it the next build reads every file again, and nothing else.
        """
        files = {**self._before, **self._now} if keep else self._now
        try:
            write(self._path, seal({"generation": generation, "files": files}))
        except (OSError, MemoryError) as error:
            return str(error) or type(error).__name__
        return ""

    def _metadata_of(self, folder: Path) -> str:
        if folder not in self._metadata:
            table = folder / METADATA
            self._metadata[folder] = _digest(table) if table.is_file() else ""
        return self._metadata[folder]


def name_of(path: Path) -> str:
    """How a file is named in origins: its absolute path, bytes that are no UTF-8 spelt out."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - resolve() follows links, and asks the disk for each part
    return absolute.encode("utf-8", "backslashreplace").decode("utf-8")


def _load(path: Path, generation: str) -> dict[str, Look]:
    try:
        kept = unseal(read_regular(path), str(path))
        if kept["generation"] != generation:
            return {}
        return {file: Look(*look) for file, look in kept["files"].items()}
    except (OSError, IndexCorrupt, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _digest(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
