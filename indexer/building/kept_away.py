"""Articles that people have hidden or deleted: not in the index, but known, one a file in `hidden/`
of the index directory.

Of a hidden article all that was read is kept, so that showing it again needs no source; of a
deleted one only where it came from. Both are as good as in the index for what builds compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from indexer.errors import IndexCorrupt
from indexer.model.article import Article
from indexer.storage.durability import make_folder, remove, remove_asides, sync_folder, write
from indexer.storage.format.article_codec import decode, encode
from indexer.storage.format.sealed import seal, unseal

__all__ = ["HIDDEN", "Away", "KeptAway"]

HIDDEN: Final = "hidden"
"""The folder of the index directory that holds them."""


@dataclass(frozen=True, slots=True)
class Away:
    """An article that is kept away: as it was read, None when it was deleted; and its origin."""

    id: str
    origin: str
    article: Article | None = None


class KeptAway:
    """The folder beside an index. Change it under the write lock."""

    def __init__(self, index: Path) -> None:
        self.folder = index / HIDDEN
        self._known = {away.id: away for away in self._read()}

    def __iter__(self) -> Iterator[Away]:
        return iter(self._known.values())

    def get(self, id_: str) -> Away | None:
        """What is known of an article that is kept away."""
        return self._known.get(id_)

    def keep(self, articles: list[Away]) -> None:
        """Force these to disk, in place of what was known of them. Raises OSError."""
        changed = [away for away in articles if self._known.get(away.id) != away]
        if not changed:
            return
        make_folder(self.folder)
        remove_asides(self.folder)
        for away in changed:
            text = encode(away.article).decode("utf-8", "surrogatepass") if away.article else ""
            content = {"id": away.id, "origin": away.origin, "article": text}
            write(self._file(away.id), seal(content), folder=False)
            self._known[away.id] = away
        sync_folder(self.folder)

    def forget(self, ids: set[str]) -> None:
        """Keep these no longer; a file that is in use is left to the next writer."""
        gone = [id_ for id_ in ids if id_ in self._known]
        for id_ in gone:
            if remove(self._file(id_)):
                del self._known[id_]
        if gone:
            sync_folder(self.folder)

    def _file(self, id_: str) -> Path:
        return (
            self.folder
            / f"{blake2b(id_.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}.json"
        )

    def _read(self) -> Iterator[Away]:
        """All that are kept. One that is damaged is as if it were not there: its source is read
        again.
        """
        try:
            files = sorted(self.folder.glob("[!.]*.json"))
        except (FileNotFoundError, NotADirectoryError):
            return
        for file in files:
            try:
                content = unseal(file.read_bytes(), str(file))
                text = str(content["article"])
                article = decode(text.encode("utf-8", "surrogatepass")) if text else None
                yield Away(str(content["id"]), str(content["origin"]), article)
            except (IndexCorrupt, KeyError, ValueError, TypeError):
                continue
