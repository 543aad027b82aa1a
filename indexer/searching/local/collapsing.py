"""What is left of matching documents when of those with the same text one is told."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.model.request import Sort
from indexer.searching.local.same_text import ALONE
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.top_docs import sort_keys
from indexer.searching.local.types import Counts, Docs, Mask

__all__ = ["Collapsed", "collapse"]


class Collapsed:
    """`kept` says of each matching document whether it is told, None where all are; `docs` are
    those that share their text with another match, best first in each of `groups`.
    """

    def __init__(self, kept: Mask | None, docs: Docs, groups: Counts) -> None:
        self._kept = kept
        self._docs, self._groups = docs, groups

    def told(self, values: NDArray[Any]) -> NDArray[Any]:
        """Of values beside the matching documents, those of the ones told."""
        return values if self._kept is None else values[self._kept]

    def others(self, told: Docs) -> dict[int, list[int]]:
        """For each of the documents told that stands for others, these, best first."""
        found: dict[int, list[int]] = {}
        if not len(self._docs):
            return found
        for doc in told[np.isin(told, self._docs)].tolist():
            group = self._groups[self._docs == doc]
            same: list[int] = self._docs[self._groups == group].tolist()
            found[doc] = [other for other in same if other != doc]
        return found


def collapse(view: Searcher, docs: Docs, scores: Counts, sort: Sort) -> Collapsed:
    """Of matching documents (ascending), which to tell: of each group the first in the order asked
    for, which ties leave to the newest, then to ids.
    """
    own = view.groups.take(docs)
    shared = (own != ALONE).nonzero()[0]
    chosen, named = docs[shared], own[shared]
    keys = scores[shared] if sort == "relevance" else sort_keys(view, chosen, sort)
    newest = sort_keys(view, chosen, "newest")
    order = np.lexsort((view.id_ranks[chosen], -newest, -keys, named))
    named, chosen, shared = named[order], chosen[order], shared[order]
    again = shared[1:][named[1:] == named[:-1]]
    if not len(again):
        return Collapsed(None, docs[:0], named[:0])
    kept = np.ones(len(docs), bool)
    kept[again] = False
    return Collapsed(kept, chosen, named)
