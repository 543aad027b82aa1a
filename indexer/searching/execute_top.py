"""The first hits in order, from each segment's matches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.searching.request import Sort
from indexer.storage import Segment

__all__ = ["best"]

Array = NDArray[Any]
_NO_DATE = np.iinfo(np.int64).max


def best(candidates: Sequence[tuple[Segment, Array, Array]], sort: Sort, offset: int, limit: int) -> tuple[Array, Array]:
    """Global numbers and scores of hits offset … offset + limit over all segments; `candidates` hold matches of each.

    Order: by score (relevance), then newest first, unknown dates last, then by id. "newest" and "oldest" go by the first
    day of the date, unknown dates last in both, then by id.
    """
    wanted = offset + limit
    rows: list[tuple[float, int, str, int, float]] = []
    for segment, docs, scores in candidates:
        if not len(docs) or wanted <= 0:
            continue
        starts = segment.file.numbers("date_start")
        if sort == "relevance":
            main = -scores
            chosen = _smallest(main, wanted)
        else:
            main = _date_keys(starts[docs], oldest=sort == "oldest")
            chosen = _smallest(main, wanted)
        docs, scores, main = docs[chosen], scores[chosen], main[chosen]
        dates = _date_keys(starts[docs], oldest=False)
        ranks = segment.file.id_ranks[docs]
        order = np.lexsort((ranks, dates, main))[:wanted]
        ids = segment.file.field("id")
        for i in order.tolist():
            rows.append((float(main[i]), int(dates[i]), ids.term(int(ranks[i])), segment.base + int(docs[i]), float(scores[i])))
    rows.sort()
    rows = rows[offset:wanted]
    return np.array([row[3] for row in rows], dtype=np.int64), np.array([row[4] for row in rows], dtype=np.float32)


def _date_keys(starts: Array, *, oldest: bool) -> Array:
    """Sort keys of first days: ascending is the order wanted, days below zero (unknown) come last."""
    days = starts.astype(np.int64)
    return np.where(days < 0, _NO_DATE, days if oldest else -days)


def _smallest(values: Array, wanted: int) -> Array:
    """Indices of the `wanted` smallest values and of all that tie with the last of them."""
    if len(values) <= wanted:
        return np.arange(len(values))
    threshold = np.partition(values, wanted - 1)[wanted - 1]
    return np.flatnonzero(values <= threshold)
