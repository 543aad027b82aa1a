"""Commit points: which segments an index has, and what is deleted in each, as of one commit.

A sealed file of JSON, `commit-<number>.json`, in the folder of a generation; the highest number
counts. It names the generation it belongs to, and of every segment's files the seal: a file from
elsewhere, or as it was before, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from indexer.errors import IndexCorrupt
from indexer.records import dataclass
from indexer.storage.durability import read_regular, remove, write
from indexer.storage.format.columns import Seal
from indexer.storage.format.sealed import seal, unseal
from indexer.storage.reader.segment_reader import ARTICLES, COLUMNS, Seals

__all__ = ["Entry", "commit", "latest", "read", "remove_litter"]

_NAME: Final = re.compile(r"commit-([0-9]{1,18})\.json")
_OTHERS: Final = re.compile(r"commit-.*\.json|.*\.new|.*\.tmp|.*\.toc.*")
"""Files that may stand beside the segments, the settings and the commit point of a generation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment: the name its files begin with, its documents, which of them are deleted, its
    files' seals.
    """

    name: str
    doc_count: int
    deleted: frozenset[int]
    seals: Seals


def latest(folder: Path) -> int:
    """The number of the newest commit point in a generation's folder, -1 when there is none."""
    found = (_NAME.fullmatch(path.name) for path in folder.iterdir())
    return max((int(match[1]) for match in found if match), default=-1)


def read(folder: Path, number: int, identity: str) -> list[Entry]:
    """The segments of a commit point, in order; `identity` is that of the generation.

    Raises FileNotFoundError, and IndexCorrupt when it is damaged or another generation's.
    """
    path = folder / f"commit-{number}.json"
    content = unseal(read_regular(path), str(path))
    try:
        if (content["generation"], content["number"]) != (identity, number):
            raise IndexCorrupt(f"{path} belongs to another index")
        return [_entry(record) for record in content["segments"]]
    except (KeyError, TypeError, ValueError) as error:
        raise IndexCorrupt(f"{path} is damaged ({type(error).__name__})") from error


def _entry(record: dict[str, Any]) -> Entry:
    columns, articles = record["files"]
    name, count, deleted = record["name"], int(record["articles"]), frozenset(record["deleted"])
    if Path(name).name != name or (deleted and not 0 <= min(deleted) <= max(deleted) < count):
        raise ValueError(name)
    return Entry(name, count, deleted, (Seal(*columns), Seal(*articles)))


def commit(folder: Path, number: int, identity: str, entries: Sequence[Entry]) -> None:
    """Make these segments, whose files are on disk, what the generation holds, in one step."""
    segments = [
        {
            "name": entry.name,
            "articles": entry.doc_count,
            "deleted": sorted(entry.deleted),
            "files": entry.seals,
        }
        for entry in entries
    ]
    content = {"generation": identity, "number": number, "segments": segments}
    write(folder / f"commit-{number}.json", seal(content))


def remove_litter(folder: Path, number: int, entries: Sequence[Entry]) -> None:
    """Remove the files of a generation's folder that belong to none of these segments, nor to the
    commit.

    They were left by writers that were ended or failed, or by commits before. What is in use, or
    cannot be removed, stays for the next writer. Call it under the write lock.
    """
    kept = {entry.name for entry in entries}
    with suppress(OSError):
        for path in list(folder.iterdir()):
            segment = path.suffix in {COLUMNS, ARTICLES} and path.stem not in kept
            other = _OTHERS.fullmatch(path.name) and path.name != f"commit-{number}.json"
            if segment or other:
                remove(path)
