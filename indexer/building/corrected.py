"""What is said of articles, for those who ask and write nothing. Each raises BadCorrection when the
file of corrections is no table of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.building.kept_away import KeptAway
from indexer.building.place import folder_of, place_of
from indexer.building.provenance import Provenance, file_of
from indexer.corrections.applying import corrected
from indexer.corrections.matching import Corrections
from indexer.corrections.table import CORRECTIONS, Row, Table
from indexer.model.article import Article, Correction

__all__ = ["KnownArticle", "corrections_by_id", "is_known", "known_article"]


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article as it stands now, None where nothing of it is kept; whether searches find it; and
    the rows of the table that are about it.
    """

    article: Article | None
    is_shown: bool
    rows: tuple[Row, ...]

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What is said of it."""
        return tuple(row.correction for row in self.rows)


def known_article(index: Path, id_: str, shown: Article | None) -> KnownArticle | None:
    """What is known of the article with an id, `shown` where the index has it; None for nothing."""
    place = place_of(index)
    folder = place.folder
    said = Corrections(Table(folder / CORRECTIONS))
    away = KeptAway(folder).get(id_) if shown is None else None
    known = Provenance(place.holding())
    origin = away.origin if away is not None else known.get(id_)
    rows = said.rows_of(id_, file_of(origin or ""))
    if shown is not None:
        return KnownArticle(shown, True, rows)
    if away is None and not rows:
        return None
    hidden = away.article if away is not None else None
    if hidden is not None:
        hidden = corrected(hidden, (row.correction for row in rows))
    return KnownArticle(hidden, False, rows)


def is_known(index: Path, id_: str) -> bool:
    """Is an article kept away, or anything said of it?"""
    folder = folder_of(index)
    if KeptAway(folder).get(id_) is not None:
        return True
    return any(row.key == id_ for row in Table(folder / CORRECTIONS))


def corrections_by_id(index: Path, ids: Iterable[str]) -> dict[str, tuple[Correction, ...]]:
    """What is said of those of these articles of which something is, by their ids alone."""
    said = Corrections(Table(folder_of(index) / CORRECTIONS))
    found = {id_: said.of(id_, "") for id_ in ids}
    return {id_: corrections for id_, corrections in found.items() if corrections}
