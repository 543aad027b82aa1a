"""The first hits in order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from indexer.model.request import Sort
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Counts, Docs, Places, Scores

__all__ = ["sort_keys", "top_docs"]

_NO_DATE = np.iinfo(np.int32).max


def top_docs(
    view: Searcher, docs: Docs, scores: Scores, sort: Sort, offset: int, limit: int
) -> tuple[Docs, Scores]:
    """Numbers and scores of hits offset … offset + limit of matching documents (ascending).

    Order: by score (relevance), then newest first, unknown dates last, then by id. "newest" and
    "oldest" go by the first day of the date, unknown dates last in both, then by id.
    """
    wanted = offset + limit
    if wanted <= 0 or not len(docs):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    main = scores if sort == "relevance" else sort_keys(view, docs, sort)
    chosen = _first(view, docs, main, wanted)
    docs, scores, main = docs[chosen], scores[chosen], main[chosen]
    days = _keys(view.starts.take(docs), oldest=False)
    order = np.lexsort((-days, -main))
    main, days = main[order], days[order]
    tied = (main[1:] == main[:-1]) & (days[1:] == days[:-1])
    if tied.any():  # ids decide
        bounds = [0, *((~tied).nonzero()[0] + 1).tolist(), len(order)]
        for start, end in pairwise(bounds):
            if end - start > 1 and start < wanted:
                group = order[start:end].tolist()
                order[start:end] = sorted(
                    group, key=lambda i: view.snapshot.id_of(int(docs[i])).encode()
                )
    order = order[offset:wanted]
    return docs[order].astype(np.int64, copy=False), scores[order]


def sort_keys(view: Searcher, docs: Docs, sort: Sort) -> Counts:
    """Sort keys of documents in an order by date: the highest come first."""
    return _keys(view.starts.take(docs), oldest=sort == "oldest")


def _keys(starts: Counts, *, oldest: bool) -> Counts:
    """First days as sort keys: the highest come first, days below zero (unknown) last."""
    if not oldest:
        return starts
    keys: Counts = np.where(starts < 0, -_NO_DATE, -starts)
    return keys


def _first(view: Searcher, docs: Docs, main: Scores, wanted: int) -> Places:
    """Places of the first `wanted` of the documents, in no order; of a few more where ids must
    decide between segments.
    """
    if len(docs) <= wanted:
        return np.arange(len(docs))
    edge = np.partition(main, len(main) - wanted)[len(main) - wanted]
    kept: Places = (main >= edge).nonzero()[0]
    if len(kept) <= wanted:
        return kept
    # of those that tie on the edge, the newest; of those that tie again, the first by id
    above, level = kept[main[kept] > edge], kept[main[kept] == edge]
    room = wanted - len(above)
    days = _keys(view.starts.take(docs[level]), oldest=False)
    edge = np.partition(days, len(days) - room)[len(days) - room]
    newer, level = level[days > edge], level[days == edge]
    room -= len(newer)
    first_by_id = []
    for i, start, end in view.split(docs[level]):
        own = level[start:end]
        if len(own) > room:
            ranks = view.segments[i].file.id_ranks[docs[own] - view.segments[i].base]
            own = own[np.argpartition(ranks, room - 1)[:room]]
        first_by_id.append(own)
    return np.concatenate((above, newer, *first_by_id))
