"""The articles sent over HTTP and not removed since, one a file: a source that every build reads,
before all others.

They are kept before the index is committed, while it is locked for writing: a build has its turn
before, and then does not count, or after, and then finds them.

A file is a line of JSON whose last key is a checksum of the rest: what it holds is nowhere else but
in the index, and a build that took a damaged one for what was sent would put that in its place.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

from indexer.storage.durability import make_folder, remove, remove_asides, sync_folder, write

__all__ = ["SUBMITTED", "Submitted"]

SUBMITTED: Final = "submitted"
"""The folder of the index directory that holds them."""


_SEALED: Final = re.compile(rb'(\{.*),"crc32":"([0-9a-f]{8})"\}\n', re.DOTALL)


class Submitted:
    """The folder beside an index."""

    def __init__(self, index: Path) -> None:
        self.folder = index / SUBMITTED

    def file_of(self, id_: str) -> Path:
        """The file that holds the article with an id, if it was sent."""
        return self.folder / f"{blake2b(id_.encode(), digest_size=16).hexdigest()}.jsonl"

    def sources(self) -> tuple[list[Path], list[Path]]:
        """What is to be read of what was sent, and the files that are not as they were written."""
        if not self.folder.is_dir():
            return [], []
        files = sorted(self.folder.glob("*.jsonl"))
        damaged = [file for file in files if not self._is_whole(file)]
        if not damaged:
            return [self.folder], []
        return [file for file in files if file not in damaged], damaged

    def _is_whole(self, file: Path) -> bool:
        """Is it as it was written? Of one without a checksum, as older versions wrote them, is it
        at least the article that belongs there?
        """
        try:
            data = file.read_bytes()
            if found := _SEALED.fullmatch(data):
                return zlib.crc32(found[1] + b"}") == int(found[2], 16)
            return self.file_of(json.loads(data)["id"]) == file
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def change(self, articles: Mapping[str, str], gone: Iterable[str]) -> None:
        """Hold these articles, as lines of JSON Lines by id, and those gone no longer.

        Call it under the write lock. Raises OSError when it cannot be done, or only in part: the
        same again then does it.
        """
        if articles:
            make_folder(self.folder)
        elif not self.folder.is_dir():
            return
        remove_asides(self.folder)
        for id_, line in articles.items():
            content = _sealed(line.encode())
            if not _holds(self.file_of(id_), content):
                write(self.file_of(id_), content, folder=False)
        for id_ in gone:
            if not remove(self.file_of(id_)):
                raise PermissionError(f"{self.file_of(id_)} cannot be removed")
        sync_folder(self.folder)


def _sealed(line: bytes) -> bytes:
    return line[:-1] + b',"crc32":"%08x"}\n' % zlib.crc32(line)


def _holds(file: Path, content: bytes) -> bool:
    """Does a file hold just this?"""
    try:
        return file.read_bytes() == content
    except OSError:
        return False
