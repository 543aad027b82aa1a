"""The first hits in order, from each segment's matches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.searching.request import Sort
from indexer.storage import Segment

__all__ = ["best"]

Array = NDArray[Any]
_NO_DATE = np.iinfo(np.int32).max


def best(candidates: Sequence[tuple[Segment, Array, Array]], sort: Sort, offset: int, limit: int) -> tuple[Array, Array]:
    """Global numbers and scores of hits offset … offset + limit over all segments; `candidates` hold matches of each.

    Order: by score (relevance), then newest first, unknown dates last, then by id. "newest" and "oldest" go by the first
    day of the date, unknown dates last in both, then by id.
    """
    wanted = offset + limit
    kept = [_first(segment, docs, scores, sort, wanted) for segment, docs, scores in candidates if len(docs) and wanted > 0]
    if not kept:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    main, dates, docs, scores, ranks = (np.concatenate(columns) for columns in zip(*kept, strict=True))
    segments = [segment for segment, matched, _ in candidates if len(matched)]
    owners = np.repeat(np.arange(len(kept)), [len(part[0]) for part in kept])
    order = np.lexsort((dates, main))
    main, dates = main[order], dates[order]
    tied = (main[1:] == main[:-1]) & (dates[1:] == dates[:-1])
    if tied.any():  # ids decide
        bounds = [0, *(np.flatnonzero(~tied) + 1).tolist(), len(order)]
        for start, end in pairwise(bounds):
            if end - start > 1 and start < wanted:
                group = order[start:end].tolist()
                order[start:end] = sorted(group, key=lambda i: segments[owners[i]].file.field("id").key(int(ranks[i])))
    order = order[offset:wanted]
    return docs[order], scores[order]


def _first(segment: Segment, docs: Array, scores: Array, sort: Sort, wanted: int) -> tuple[Array, Array, Array, Array, Array]:
    """(sort keys, date keys, global numbers, scores, id ranks) of the first `wanted` matches of a segment, in no order."""
    starts = segment.file.numbers("date_start")
    ranks = segment.file.id_ranks
    main = -scores if sort == "relevance" else _date_keys(starts[docs], oldest=sort == "oldest")
    if len(docs) > wanted:
        edge = np.partition(main, wanted - 1)[wanted - 1]
        below, level = np.flatnonzero(main < edge), np.flatnonzero(main == edge)
        room = wanted - len(below)
        if len(level) > room:
            # of those that tie on the edge, the newest; of those that tie again, the first by id
            days = _date_keys(starts[docs[level]], oldest=False)
            edge = np.partition(days, room - 1)[room - 1]
            newer, level_again = level[days < edge], level[days == edge]
            left = room - len(newer)
            if len(level_again) > left:
                level_again = level_again[np.argpartition(ranks[docs[level_again]], left - 1)[:left]]
            level = np.concatenate((newer, level_again))
        chosen = np.concatenate((below, level))
        docs, scores, main = docs[chosen], scores[chosen], main[chosen]
    return main, _date_keys(starts[docs], oldest=False), docs.astype(np.int64) + segment.base, scores, ranks[docs]


def _date_keys(starts: Array, *, oldest: bool) -> Array:
    """Sort keys of first days: ascending is the order wanted, days below zero (unknown) come last."""
    return np.where(starts < 0, _NO_DATE, starts if oldest else -starts)
