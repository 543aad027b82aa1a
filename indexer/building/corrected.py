"""What is said of articles, for those who ask and write nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer.building.kept_away import KeptAway
from indexer.building.provenance import Provenance, file_of
from indexer.corrections.matching import Corrections
from indexer.corrections.table import CORRECTIONS, Table
from indexer.model.article import Correction
from indexer.storage import open_index

__all__ = ["corrections_by_id", "corrections_of", "is_known"]


def is_known(index: Path, id_: str) -> bool:
    """Is an article kept away, or anything said of it?"""
    if KeptAway(index).get(id_) is not None:
        return True
    return any(row.key == id_ for row in Table(index / CORRECTIONS))


def corrections_of(index: Path, id_: str) -> tuple[Correction, ...]:
    """What is said of an article, by its id or by the file that it came from.

    Raises BadCorrection when the file of corrections is no table of them.
    """
    said = Corrections(Table(index / CORRECTIONS))
    away = KeptAway(index).get(id_)
    known = Provenance(open_index(index).snapshot())
    origin = away.origin if away is not None else known.get(id_)
    return said.of(id_, file_of(origin or ""))


def corrections_by_id(index: Path, ids: Iterable[str]) -> dict[str, tuple[Correction, ...]]:
    """What is said of those of these articles of which something is, by their ids alone.

    Raises BadCorrection as `corrections_of` does.
    """
    said = Corrections(Table(index / CORRECTIONS))
    found = {id_: said.of(id_, "") for id_ in ids}
    return {id_: corrections for id_, corrections in found.items() if corrections}
