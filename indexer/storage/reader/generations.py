"""The index directory: which generation is current, how it is opened, switched and kept.

<index>/CURRENT              the name of the generation served, replaced in one step
<index>/generations/<n>/     a Whoosh index and its settings.json
<index>/WRITELOCK            held by whoever writes, in this or another process
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.language import ANALYSIS_VERSION
from indexer.records import dataclass
from indexer.storage.format.schema import SCHEMA_VERSION

__all__ = [
    "Settings",
    "check_settings",
    "current",
    "fsync_directory",
    "generation_path",
    "new_generation",
    "serves",
    "switch_to",
    "write_settings",
]

CURRENT = "CURRENT"
GENERATIONS = "generations"
SETTINGS = "settings.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a generation was written by, and how many articles it had when it was built."""

    schema_version: int = SCHEMA_VERSION
    analysis_version: int = ANALYSIS_VERSION
    articles: int = 0


def current(index: Path) -> str:
    """The name of the generation that is served. Raises IndexMissing when there is none."""
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise IndexMissing(f"there is no index at {index}") from None
    except (UnicodeDecodeError, IsADirectoryError, NotADirectoryError):
        name = ""
    if not name.isdigit():
        raise IndexCorrupt(f"{index / CURRENT} does not name a generation")
    return name


def generation_path(index: Path, name: str) -> Path:
    """The directory of a generation."""
    return index / GENERATIONS / name


def serves(index: Path, generation: Path) -> bool:
    """Whether `generation` is the one served."""
    try:
        return current(index) == generation.name
    except (IndexMissing, IndexCorrupt):
        return False


def check_settings(generation: Path) -> Settings:
    """The settings of a generation. Raises IndexOutdated when this program must not read it,
    IndexCorrupt when it cannot.

    FileNotFoundError when they are not there: gone with the generation, perhaps, after a switch.
    """
    try:
        settings = Settings(**json.loads((generation / SETTINGS).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, TypeError):
        raise IndexCorrupt(f"{generation / SETTINGS} is missing or damaged") from None
    if (settings.schema_version, settings.analysis_version) != (SCHEMA_VERSION, ANALYSIS_VERSION):
        raise IndexOutdated(
            "the index was written by another version of the analysis; build it anew"
        )
    return settings


def new_generation(index: Path) -> Path:
    """Make the directory of the next generation, empty.

    Call it under the write lock: remains of failed builds are removed.
    """
    try:
        served = int(current(index))
    except (IndexMissing, IndexCorrupt):
        served = 0
    folder = index / GENERATIONS
    folder.mkdir(parents=True, exist_ok=True)
    names = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    for name in names:
        if name > served:
            shutil.rmtree(folder / str(name), ignore_errors=True)
    path = folder / str(max([served, *(n for n in names if n <= served)]) + 1)
    path.mkdir()
    return path


def write_settings(generation: Path, articles: int) -> None:
    """Write the settings of a generation and force them to disk."""
    text = json.dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "analysis_version": ANALYSIS_VERSION,
            "articles": articles,
        }
    )
    _write_durably(generation / SETTINGS, text + "\n")


def switch_to(index: Path, generation: Path) -> None:
    """Serve `generation` from now on; keep the one served before, remove older ones."""
    fsync_directory(generation)
    fsync_directory(generation.parent)
    try:
        before = current(index)
    except (IndexMissing, IndexCorrupt):
        before = ""
    _write_durably(index / CURRENT, f"{generation.name}\n")
    for path in generation.parent.iterdir():
        if path.name not in {generation.name, before}:
            shutil.rmtree(path, ignore_errors=True)


def _write_durably(path: Path, text: str) -> None:
    """Replace a small file in one step: write aside, fsync, rename, fsync the directory."""
    aside = path.with_name(path.name + ".new")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    fsync_directory(path.parent)


def fsync_directory(path: Path) -> None:
    """Force a directory's entries to disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
