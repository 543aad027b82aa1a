"""How new articles are, beside the newest of the archive."""

from __future__ import annotations

import numpy as np

from indexer.searching.constants import HALF_LIFE, UNDATED
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Docs, Scores

__all__ = ["freshness"]


def freshness(view: Searcher, docs: Docs) -> Scores:
    """Of each of global document numbers `docs`, in their order: 1 on the archive's last day, half
    of that HALF_LIFE days before, UNDATED where the day is not known.
    """
    days = view.starts.take(docs).astype(np.float64)
    known = 2.0 ** ((days - view.newest_day) / HALF_LIFE)
    return np.where(days < 0, UNDATED, known)
