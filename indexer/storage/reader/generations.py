"""The index directory: which generation is current, how it is opened, switched and kept.

<index>/CURRENT              sealed JSON: the generation served and the one before; replaced in one
step <index>/generations/<n>/     settings.json, a commit point (`commit_point`), the files of its
segments <index>/WRITELOCK            held by whoever writes, in this or another process

A generation has an identity of its own, drawn by chance when it is made: CURRENT, its settings and
its commit point bear it, so that what was put there from another index is noticed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.language import ANALYSIS_VERSION
from indexer.records import dataclass
from indexer.storage.durability import (
    make_folder,
    read_regular,
    remove_asides,
    remove_tree,
    sync_folder,
    write,
)
from indexer.storage.format.schema import SCHEMA_VERSION
from indexer.storage.format.sealed import is_sealed, seal, unseal

__all__ = [
    "CURRENT",
    "GENERATIONS",
    "WRITELOCK",
    "Served",
    "Settings",
    "check_settings",
    "current",
    "folder_of",
    "new_generation",
    "read_settings",
    "remove_litter",
    "serves",
    "switch_to",
    "write_settings",
]

CURRENT: Final = "CURRENT"
GENERATIONS: Final = "generations"
SETTINGS: Final = "settings.json"
WRITELOCK: Final = "WRITELOCK"
STAGING: Final = "units"
_OUTDATED: Final = "the index was written by another version of the program; build it anew"


@dataclass(frozen=True, slots=True)
class Served:
    """The generation that is served: its name and identity, and the name of the one served before,
    or "".
    """

    name: str
    identity: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a generation was written by, how many articles it had when it was built, its identity,
    and the version of the rules by which its articles were read ("" when nobody said).
    """

    schema_version: int = SCHEMA_VERSION
    analysis_version: int = ANALYSIS_VERSION
    articles: int = 0
    identity: str = ""
    knowledge: str = ""


def current(index: Path) -> Served:
    """The generation that is served. Raises IndexMissing when there is none, IndexOutdated when an
    older version of the program made it, and IndexCorrupt.
    """
    path = index / CURRENT
    try:
        data = read_regular(path)
    except FileNotFoundError:
        raise IndexMissing(f"there is no index at {index}") from None
    except (IsADirectoryError, NotADirectoryError):
        raise IndexCorrupt(f"{path} does not name a generation") from None
    if data.strip().isdigit():  # up to schema version 3
        raise IndexOutdated(_OUTDATED)
    try:
        served = Served(**unseal(data, str(path)))
    except TypeError:
        raise IndexCorrupt(f"{path} does not name a generation") from None
    if not served.name.isdigit():
        raise IndexCorrupt(f"{path} does not name a generation")
    return served


def folder_of(index: Path, name: str) -> Path:
    """The directory of a generation."""
    return index / GENERATIONS / name


def serves(index: Path, generation: Path) -> bool:
    """Whether `generation` is the one served."""
    found = _served(index)
    return found is not None and found.name == generation.name


def read_settings(generation: Path) -> Settings:
    """The settings of a generation, whatever version wrote it.

    Raises IndexCorrupt, and FileNotFoundError when they are not there: gone with the generation,
    perhaps, after a switch.
    """
    path = generation / SETTINGS
    data = read_regular(path)
    try:
        content: dict[str, Any] = unseal(data, str(path)) if is_sealed(data) else json.loads(data)
        settings = Settings(**content)
    except (ValueError, TypeError):
        raise IndexCorrupt(f"{path} is damaged") from None
    if not settings.identity and settings.schema_version == SCHEMA_VERSION:
        raise IndexCorrupt(f"{path} is damaged")  # those of this version are sealed
    return settings


def check_settings(generation: Path, identity: str) -> Settings:
    """The settings of the generation with this identity. Raises IndexOutdated when this version of
    the program must not read it, and what `read_settings` raises.
    """
    settings = read_settings(generation)
    if (settings.schema_version, settings.analysis_version) != (SCHEMA_VERSION, ANALYSIS_VERSION):
        raise IndexOutdated(_OUTDATED)
    if settings.identity != identity:
        raise IndexCorrupt(f"{generation} belongs to another index")
    return settings


def new_generation(index: Path) -> tuple[Path, str]:
    """Make the directory of the next generation, empty; that, and an identity for it.

    Call it under the write lock.
    """
    remove_litter(index)
    folder = index / GENERATIONS
    make_folder(folder)
    names = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    path = folder / str(max(names, default=0) + 1)
    path.mkdir()
    return path, os.urandom(8).hex()


def write_settings(generation: Path, identity: str, articles: int, knowledge: str = "") -> None:
    """Write the settings of a generation and force them to disk."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "analysis_version": ANALYSIS_VERSION,
        "articles": articles,
        "identity": identity,
        "knowledge": knowledge,
    }
    write(generation / SETTINGS, seal(content))


def switch_to(index: Path, generation: Path) -> None:
    """Serve `generation` from now on; keep the one served before, remove all others.

    Call it under the write lock.
    """
    sync_folder(generation)
    sync_folder(generation.parent)
    before = _served(index)
    identity = read_settings(generation).identity
    previous = before.name if before is not None else ""
    content = {"name": generation.name, "identity": identity, "previous": previous}
    write(index / CURRENT, seal(content))
    remove_litter(index)


def remove_litter(index: Path) -> None:
    """Remove what killed writers left: generations that are neither served nor the one before,
    files aside. Nothing when CURRENT cannot be read. Call it under the write lock. What fails is
    left.
    """
    with suppress(OSError):
        remove_asides(index)
        remove_tree(index / STAGING)
        served = _served(index)
        if served is None:
            return
        for path in list((index / GENERATIONS).iterdir()):
            if path.name not in {served.name, served.previous}:
                remove_tree(path)


def _served(index: Path) -> Served | None:
    try:
        return current(index)
    except (IndexMissing, IndexCorrupt, IndexOutdated):
        return None
