"""Counting beyond facets, over the matching documents of each segment: by day, and two facet
fields against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from indexer.model.query import Facet
from indexer.searching.local.facet_counter import facet_docs
from indexer.searching.local.types import Docs, Mask
from indexer.searching.ports import DayCounts
from indexer.storage import Segment

__all__ = ["cross_counts", "day_counts"]

Matches = Sequence[tuple[Segment, Docs]]
"""Each segment with its matching documents, ascending, numbered inside the segment."""
KNOWN_TO_THE_DAY = 28  # a date that runs over fewer days than this is a day or a short range


def day_counts(matches: Matches) -> DayCounts:
    """Articles by the first day of their date, of dates known to the day."""
    found: dict[int, int] = {}
    unknown = 0
    for segment, docs in matches:
        starts = segment.file.numbers("date_start")[docs]
        ends = segment.file.numbers("date_end")[docs]
        known = (starts >= 0) & (ends - starts < KNOWN_TO_THE_DAY)
        unknown += int(np.count_nonzero(~known))
        days, counts = np.unique(starts[known], return_counts=True)
        for day, count in zip(days.tolist(), counts.tolist(), strict=True):
            found[day] = found.get(day, 0) + count
    return DayCounts(
        {date.fromordinal(day).isoformat(): found[day] for day in sorted(found)}, unknown
    )


def cross_counts(
    matches: Matches, rows: tuple[str, Sequence[str]], columns: tuple[str, Sequence[str]]
) -> dict[tuple[str, str], int]:
    """(value of a row, value of a column) → articles that carry both, where any do."""
    row_field, row_values = rows
    column_field, column_values = columns
    cells: dict[tuple[str, str], int] = {}
    for segment, docs in matches:
        here = np.zeros(segment.doc_count_all, dtype=bool)
        here[docs] = True
        others = [
            (column, _carriers(segment, Facet(column_field, column), here))
            for column in column_values
        ]
        for row in row_values:
            inside = np.zeros(segment.doc_count_all, dtype=bool)
            inside[_carriers(segment, Facet(row_field, row), here)] = True
            for column, carriers in others:
                both = int(np.count_nonzero(inside[carriers]))
                if both:
                    cells[row, column] = cells.get((row, column), 0) + both
    return cells


def _carriers(segment: Segment, value: Facet, here: Mask) -> Docs:
    """Documents of `here` that carry a facet value."""
    docs = facet_docs(segment, value)
    return docs[here[docs]]
