"""The ids of articles from files: the file's stem, with its folder where another file has that
one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["Ids"]

_TABLE = re.compile(
    r"\.(?:jsonl|ndjson|json|csv|tsv|rss|atom|rdf|xml|xlsx?|ods)(?:\.gz|\.xz)?(?::\d+)?$", re.I
)
"""Files of many articles, which have ids of their own."""


class Ids:
    """The ids given in one reading, and where; those an index holds already are asked of `holder`,
    which tells the file of the article of an id, "" when there is none.
    """

    def __init__(self, holder: Callable[[str], str] | None = None) -> None:
        self._holder = holder
        self._taken: dict[str, str] = {}

    def get(self, id_: str) -> str | None:
        """Where the article of an id was met in this reading; None when it was not."""
        return self._taken.get(id_)

    def take(self, id_: str, path: str) -> None:
        """Note where the article of an id was met."""
        self._taken.setdefault(id_, path)

    def of(self, path: Path) -> str:
        """The id of a file's article: its stem, unless another file of that name has it.

        Then the id the file has in the index, else the shortest that nobody has. Of a file that is
        gone the id is free: the file may have been moved. An article that came with its own id
        (from JSON Lines, over HTTP) keeps that one, and the file's is met again.
        """
        stem = path.stem
        other = self._other(stem, path)
        if not other or Path(other).stem != stem or _TABLE.search(other):
            return stem
        own = _name(path)
        known = (one for one in _candidates(path, same_folder=True) if one not in self._taken)
        held = [one for one in known if self._held(one) == own]
        candidates = _candidates(path, Path(other).parent == path.parent)
        free = (one for one in candidates if not self._other(one, path))
        return held[0] if held else next(free, str(path))

    def _other(self, id_: str, path: Path) -> str:
        """The other file that has an id, in this reading or in the index; "" when none has."""
        if id_ in self._taken:
            return self._taken[id_]
        holder = self._held(id_)
        if not holder or holder == _name(path):
            return ""
        return holder if os.path.exists(holder) else ""  # noqa: PTH110 - it is a name

    def _held(self, id_: str) -> str:
        return self._holder(id_) if self._holder is not None else ""


def _candidates(path: Path, same_folder: bool) -> Iterator[str]:
    """Ever longer ids: within one folder the whole name, else with one folder more at each step."""
    if same_folder:
        yield path.name
    before = ""
    for folder in path.parts[-2::-1]:
        before = f"{folder.strip(os.sep + ':')}/{before}"
        yield before + path.stem
        yield before + path.name


def _name(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - as the index names files; links are not followed
