"""The articles sent over HTTP and not removed since, one a file: a source that every build reads,
before all others.

They are kept before the index is committed, while it is locked for writing: a build has its turn
before, and then does not count, or after, and then finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

from indexer.storage.durability import make_folder, remove, remove_asides, sync_folder, write

__all__ = ["SUBMITTED", "Submitted"]

SUBMITTED: Final = "submitted"
"""The folder of the index directory that holds them."""


class Submitted:
    """The folder beside an index."""

    def __init__(self, index: Path) -> None:
        self.folder = index / SUBMITTED

    def file_of(self, id_: str) -> Path:
        """The file that holds the article with an id, if it was sent."""
        return self.folder / f"{blake2b(id_.encode(), digest_size=16).hexdigest()}.jsonl"

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
            content = f"{line}\n".encode()
            if not _holds(self.file_of(id_), content):
                write(self.file_of(id_), content, folder=False)
        for id_ in gone:
            if not remove(self.file_of(id_)):
                raise PermissionError(f"{self.file_of(id_)} cannot be removed")
        sync_folder(self.folder)


def _holds(file: Path, content: bytes) -> bool:
    """Does a file hold just this?"""
    try:
        return file.read_bytes() == content
    except OSError:
        return False
