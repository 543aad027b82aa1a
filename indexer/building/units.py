"""The unit of work: a lot of records, understood, segmented and written as one segment of the index.

Units are cut by size alone, so that the index is the same whoever works on them, and how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from indexer.reading import Record, understand
from indexer.storage.segment_build import BatchBuilder

__all__ = ["Item", "Unit", "cut", "write"]

UNIT_CHARACTERS: Final = 8_000_000
FIRST_CHARACTERS: Final = 1_000_000
"""Units grow from this size, two by two, so that short work too is divided among workers."""
STEP: Final = 64  # articles analysed together, and between two looks at whether to go on


class Item(NamedTuple):
    """A record and its origin in the index, "path<TAB>digest"."""

    record: Record
    origin: str


Unit = list[Item]


def cut(items: Iterable[Item]) -> Iterator[Unit]:
    """The items in order, in units of at least `FIRST_CHARACTERS` at first and `UNIT_CHARACTERS` later, the last one aside."""
    unit: Unit = []
    size = number = 0
    for item in items:
        unit.append(item)
        size += len(item.record.text)
        if size >= min(UNIT_CHARACTERS, FIRST_CHARACTERS << number // 2):
            yield unit
            unit, size, number = [], 0, number + 1
    if unit:
        yield unit


def write(unit: Unit, path: Path, went_on: Callable[[int], None]) -> None:
    """Write the unit's articles as a segment at `path`. `went_on` is told of articles done; what it raises ends the work."""
    builder = BatchBuilder()
    for start in range(0, len(unit), STEP):
        step = unit[start : start + STEP]
        builder.add_batch([understand(item.record) for item in step], [item.origin for item in step])
        went_on(len(step))
    builder.write(path)
