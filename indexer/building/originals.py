"""The file that an article of an index was read from."""

from __future__ import annotations

from pathlib import Path

from indexer.building.kept_away import KeptAway
from indexer.building.provenance import Provenance, file_of
from indexer.building.submitted import SUBMITTED
from indexer.storage import IndexReader

__all__ = ["original_of"]


def original_of(id_: str, snapshot: IndexReader, index: Path) -> Path | None:
    """The file, as its path was when it was read; it may have changed or gone since.

    None for an article that is not there, that came from no file or over HTTP, and one whose file
    holds an article that people have hidden or deleted, too.
    """
    file = file_of(Provenance(snapshot).get(id_) or "")
    if not file or Path(file).parent == (index / SUBMITTED).absolute():
        return None
    if any(file_of(away.origin) == file for away in KeptAway(index)):
        return None
    return Path(file)
