"""What a build, an addition or a removal did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.corrections.table import Fault
from indexer.reading import IngestReport

__all__ = ["BuildReport", "Progress"]

Progress = Callable[[int, int | None], None]
"""Called now and then with the articles done so far and, when it is known, of how many."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Counts are articles. `reading` says which files were read, skipped or met twice.

    `articles` are in the index now; `added` are new to it, `updated` took the place of one with the
    same id, `removed` are gone from it, `unchanged` were left as they were; `submitted` of those in
    the sources of a build were sent over HTTP. `rebuilt` says that the whole index was written
    anew; `unsaved` why it could not be written down how the files look, so that the next build
    reads them all again. `away` are hidden or deleted by corrections, `faults` the lines of the
    file of corrections that were passed over; of `corrected` articles that were read now people
    have corrected something, which stands above the source.
    """

    reading: IngestReport
    articles: int
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    submitted: int = 0
    rebuilt: bool = False
    unsaved: str = ""
    seconds: float = 0.0
    away: int = 0
    faults: tuple[Fault, ...] = ()
    corrected: int = 0

    @property
    def changed(self) -> bool:
        """Did the index change?"""
        return self.rebuilt or bool(self.added or self.updated or self.removed)
