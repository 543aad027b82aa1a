"""The ids of articles from files: the file's stem, with its folder where another file has that
one; those of a file of many articles begin with it (`tin-3`, `tin/thu-moi`).
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
        self._begun: dict[str, str] = {}
        """How the ids of a file of many articles begin → the file."""
        self._beginnings: dict[str, str] = {}
        """The other way round."""

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

    def among(self, id_: str, own: str, path: Path) -> str:
        """The id of one article of a file of many: `id_`, which begins with the file's `own`,
        unless the articles of another file begin so. Then they take the folder as a file would.
        """
        name, rest = _name(path), id_[len(own) :]
        if self._held(id_) == name and id_ not in self._taken:
            return id_
        begins = self._beginnings.get(name, own)
        other = self._other_of_many(begins, rest, name)
        if other:
            begins = self._free_beginning(rest, path, other)
        self._begun[begins], self._beginnings[name] = name, begins
        return begins + rest

    def _free_beginning(self, rest: str, path: Path, other: str) -> str:
        """The beginning that a file's articles have in the index, else the shortest that no
        others' have.
        """
        name = _name(path)
        known = _candidates(path, same_folder=True)
        held = next((one for one in known if self._held(one + rest) == name), None)
        candidates = _candidates(path, Path(other).parent == Path(name).parent)
        free = (one for one in candidates if not self._other_of_many(one, rest, name))
        return held or next(free, str(path))

    def _other_of_many(self, begins: str, rest: str, name: str) -> str:
        """The other file whose articles' ids begin so, or that has this one in the index; ""."""
        other = self._begun.get(begins, "") or self._held(begins + rest)
        if other == name or not other:
            return ""
        return other if os.path.exists(other) else ""  # noqa: PTH110 - it is a name

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
