"""One file to be read, wherever it lies: on disk, in an archive, in a message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from indexer.reading.limits import Limits, within

__all__ = ["Input"]


@dataclass(slots=True)
class Input:
    """A stream of bytes with its name.

    `path` is where a person finds it ("goi.zip/tin.docx"); `id` is that of the article, should it
    hold one. `stream` stands at the first byte. `depth` counts the archives and messages around
    it.
    """

    path: str
    id: str
    stream: BinaryIO
    limits: Limits
    depth: int = 0

    @property
    def name(self) -> str:
        """The file's own name, in lower case."""
        return PurePosixPath(self.path.replace("\\", "/")).name.casefold()

    @property
    def suffix(self) -> str:
        """The ending of the name with its dot, in lower case; "" when there is none."""
        return PurePosixPath(self.name).suffix

    def data(self) -> bytes:
        """All its bytes. Raises UnreadableSource when there are more than the limit."""
        self.stream.seek(0)
        found = self.stream.read(self.limits.size + 1)
        within(len(found), self.limits.size)
        return found

    def head(self, size: int) -> bytes:
        """Its first bytes."""
        self.stream.seek(0)
        found = self.stream.read(size)
        self.stream.seek(0)
        return found
