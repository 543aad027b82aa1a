"""Where the index is: the one rule that the commands and the web application share.

It only looks; opening and building are others' work.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from indexer.records import dataclass

__all__ = ["ENVIRONMENT", "Location", "is_cluster", "locate", "shown"]

ENVIRONMENT = "CUAKHAU_INDEX"


@dataclass(frozen=True, slots=True)
class Location:
    """An index directory, or the address of an archive in a cluster (see `is_cluster`). `seeds` is
    the folder it may be built from unasked: only the default index has one.
    """

    path: Path
    seeds: Path | None = None


def locate(given: str | Path | None = None) -> Location:
    """The index directory: `given`, else the environment's CUAKHAU_INDEX, else `index_data/`.

    The default is the one of the current directory if it or `seeds/` is there, else that of the
    source checkout this package runs from. A directory named by the user is never built unasked.
    """
    named = given or os.environ.get(ENVIRONMENT)
    if named:
        return Location(Path(named))
    here = Path.cwd()
    home = here if _is_home(here) else _checkout() or here
    seeds = home / "seeds"
    return Location(home / "index_data", seeds if seeds.is_dir() else None)


def is_cluster(path: str | Path) -> bool:
    """Whether a place is an archive in a cluster, `opensearch+https://host:9200/name`, not a
    directory. A Path has lost one of the two slashes.
    """
    return re.match(r"opensearch\+https?:/", str(path).replace("\\", "/")) is not None


def shown(path: str | Path) -> str:
    """A place as it is written: the address of a cluster with both of its slashes."""
    if not is_cluster(path):
        return str(path)
    return re.sub(r":/+", "://", str(path).replace("\\", "/"), count=1)


def _is_home(folder: Path) -> bool:
    return (folder / "index_data").is_dir() or (folder / "seeds").is_dir()


def _checkout() -> Path | None:
    """The source checkout this file lies in, if it is one and not an installed copy."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "pyproject.toml").is_file() and _is_home(root) else None
