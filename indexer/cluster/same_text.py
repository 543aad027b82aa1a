"""Articles of one text in a cluster: which they are, worked out by the writer from the fingerprints
of all articles; and which of those that match are told.

The fingerprints are a file beside the archive that writers alone fetch. Groups are few, and stand
in what is said of the archive: a search asks which of their articles match.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexCorrupt
from indexer.language.likeness import WIDTH
from indexer.searching.local.same_text import ALONE, groups_of
from indexer.storage.reader.segment_reader import SegmentReader

__all__ = ["Fingerprints", "Groups", "Met", "grouped"]

Groups = tuple[tuple[int, ...], ...]
"""The numbers of articles with the same text, a row for each text."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """For each article that has a fingerprint its number, its first day (-1: not known) and the
    fingerprint, a row of WIDTH bytes.
    """

    numbers: NDArray[np.uint32]
    days: NDArray[np.int32]
    rows: NDArray[np.uint8]

    @classmethod
    def none(cls) -> Fingerprints:
        """Those of no article."""
        return cls(np.zeros(0, np.uint32), np.zeros(0, np.int32), np.zeros((0, WIDTH), np.uint8))

    @classmethod
    def of(cls, file: SegmentReader, deleted: Collection[int], first: int) -> Fingerprints:
        """Those of a segment's articles, but for deleted ones; the first has the number `first`."""
        rows = file.likeness()
        told = np.array(rows.any(axis=1))
        told[list(deleted)] = False
        docs = told.nonzero()[0]
        days = file.numbers("date_start")[docs].astype(np.int32)
        return cls((first + docs).astype(np.uint32), days, np.ascontiguousarray(rows[docs]))

    @classmethod
    def read(cls, path: Path) -> Fingerprints:
        """What `write` wrote. Raises IndexCorrupt."""
        data = path.read_bytes()
        count, rest = divmod(len(data), 8 + WIDTH)
        if rest:
            raise IndexCorrupt(f"{path.name} is cut short")
        numbers = np.frombuffer(data, "<u4", count)
        days = np.frombuffer(data, "<i4", count, 4 * count)
        rows = np.frombuffer(data, np.uint8, count * WIDTH, 8 * count).reshape(count, WIDTH)
        return cls(numbers, days, rows)

    def write(self, path: Path) -> None:
        """Write them: numbers, days, rows."""
        parts = (self.numbers.astype("<u4"), self.days.astype("<i4"), self.rows)
        path.write_bytes(b"".join(part.tobytes() for part in parts))

    def changed(self, gone: Iterable[int], added: Sequence[Fingerprints]) -> Fingerprints:
        """These without those that go, and with those that come."""
        left = ~np.isin(self.numbers, np.fromiter(gone, np.uint32))
        return Fingerprints(
            np.concatenate([self.numbers[left], *(one.numbers for one in added)]),
            np.concatenate([self.days[left], *(one.days for one in added)]),
            np.concatenate([self.rows[left], *(one.rows for one in added)]),
        )

    def groups(self) -> Groups:
        """The articles of one text, each group in order."""
        if not len(self.numbers):
            return ()
        found: dict[int, list[int]] = {}
        labels = groups_of(self.rows, self.days, None)
        for place in (labels != ALONE).nonzero()[0].tolist():
            found.setdefault(int(labels[place]), []).append(int(self.numbers[place]))
        return tuple(sorted(tuple(sorted(numbers)) for numbers in found.values()))


@dataclass(frozen=True, slots=True)
class Met:
    """Of the groups, the articles that match: a row where several do, in the order asked for where
    there was one.
    """

    rows: tuple[tuple[int, ...], ...]

    @property
    def surplus(self) -> int:
        """How many are not told, since another of their text is."""
        return sum(len(row) - 1 for row in self.rows)

    def later(self) -> list[int]:
        """All but the first of each row."""
        return [number for row in self.rows for number in row[1:]]

    def others(self) -> Mapping[int, tuple[int, ...]]:
        """The first of each row → the others."""
        return {row[0]: row[1:] for row in self.rows}

    def missing(self, there: Collection[int]) -> Iterator[int]:
        """Of rows that have an article `there`, those that are not."""
        for row in self.rows:
            if any(number in there for number in row):
                yield from (number for number in row if number not in there)

    def labels(self, numbers: Sequence[int]) -> NDArray[np.int32]:
        """The group of each of some articles, ALONE for most."""
        row_of = {number: at for at, row in enumerate(self.rows) for number in row}
        return np.array([row_of.get(number, ALONE) for number in numbers], np.int32)


def grouped(groups: Groups, matching: Sequence[int]) -> Met:
    """The groups of which several articles match, these in their order."""
    row_of = {number: at for at, row in enumerate(groups) for number in row}
    rows: dict[int, list[int]] = {}
    for number in matching:
        rows.setdefault(row_of[number], []).append(number)
    return Met(tuple(tuple(row) for row in rows.values() if len(row) > 1))
