"""Words that an article holds only as the beginning of others: «hợp tác» in «hợp tác xã»."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.searching.constants import OTHER_WORD
from indexer.searching.local.rescorer import POSITION_BITS, term_keys
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Docs, Positions, Scores
from indexer.searching.ports import LongerWords

__all__ = ["kept_of_scores"]


def kept_of_scores(view: Searcher, longer: Sequence[LongerWords], docs: Docs) -> Scores:
    """What is left of the score of each of global document numbers `docs`, in their order: 1, less
    where a word of the query stands only within a longer one.
    """
    kept = np.ones(len(docs))
    order = np.argsort(docs)
    for words in longer:
        ends = _row_ends(view, words.row, docs[order])
        following = [term_keys(view, term, docs[order]) for term in words.following]
        inside = np.isin(ends + 1, np.concatenate(following))
        times, within = (
            np.bincount(keys >> POSITION_BITS, minlength=len(docs)) for keys in (ends, ends[inside])
        )
        kept[order[(times > 0) & (times == within)]] *= 1 - OTHER_WORD * words.share
    return kept


def _row_ends(view: Searcher, row: Sequence[str], docs: Docs) -> Positions:
    """Where the last term of a row stands behind all others, candidate by candidate."""
    keys = term_keys(view, row[0], docs)
    for term in row[1:]:
        keys = np.intersect1d(keys + 1, term_keys(view, term, docs), assume_unique=True)
    return keys
