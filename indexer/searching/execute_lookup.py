"""A segment prepared for queries: how often terms stand in which documents, looked up in the cheapest of several ways.

Frequencies are summed as whole numbers and normed afterwards, element by element, so that a score has the same bits whichever
way was taken, and in whichever segment the document lies.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.searching import constants
from indexer.storage import Segment, Snapshot
from indexer.storage.terms import FieldReader

__all__ = ["Limits", "SegmentView", "Statistics"]

Array = NDArray[Any]
_FEW = 3  # terms up to which they are looked up one by one
_SEARCH = 24  # a step of binary search costs as much as so many steps through an array


@dataclass(slots=True)
class Limits:
    """What is left of a query's budget; `reached` says that something was left out."""

    terms: int
    postings: int
    deadline: float
    reached: bool = False

    def take(self, terms: int, postings: int) -> bool:
        """Ask to read terms with so many postings; False when the budget is used up."""
        self.terms -= terms
        self.postings -= postings
        if self.terms < 0 or self.postings < 0:
            self.reached = True
        return not self.exhausted()

    def exhausted(self) -> bool:
        """Whether to stop here."""
        self.reached = self.reached or time.monotonic() > self.deadline
        return self.reached


@dataclass(frozen=True, slots=True)
class Statistics:
    """Collection-wide figures that scores depend on."""

    doc_count: int
    average_title: float
    average_body: float

    @classmethod
    def of(cls, snapshot: Snapshot) -> Statistics:
        return cls(snapshot.doc_count, max(snapshot.average_title_length, 1.0), max(snapshot.average_body_length, 1.0))

    def idf(self, df: float) -> float:
        """BM25's inverse document frequency, never negative."""
        df = min(df, self.doc_count)
        return math.log(1 + (self.doc_count - df + 0.5) / (df + 0.5))


class SegmentView:
    """A segment and what scoring in it needs. `body_norm` and `title_norm` say what one occurrence counts, per document."""

    def __init__(self, segment: Segment, statistics: Statistics, limits: Limits) -> None:
        self.segment = segment
        self.limits = limits
        self.count = segment.doc_count_all
        self.text = segment.file.field("text")
        self.title = segment.file.field("title")
        self.title_lengths = segment.file.numbers("title_length")
        constant = (statistics, constants.BODY_B, constants.TITLE_B, constants.TITLE_WEIGHT)
        known = segment.derived.get("norms")
        if known is None or known[0] != constant:
            body = _norm(segment.file.numbers("body_length"), statistics.average_body, constants.BODY_B)
            title = _norm(self.title_lengths, statistics.average_title, constants.TITLE_B) * np.float32(constants.TITLE_WEIGHT)
            known = segment.derived["norms"] = (constant, body, title)
        self.body_norm, self.title_norm = known[1], known[2]

    def ordinals(self, reader: FieldReader, terms: Sequence[tuple[str, str]]) -> list[int]:
        """The ordinals, ascending, of those of (term, folded) that the segment has, as far as the budget goes."""
        if len(terms) == 1:
            ordinal = reader.ordinal(*terms[0])
            return [ordinal] if ordinal >= 0 and self.limits.take(1, reader.df(ordinal)) else []
        found = sorted(o for o in (reader.family(folded).get(term, -1) for term, folded in terms) if o >= 0)
        if found and not self.limits.take(len(found), sum(map(reader.df, found))):
            return []
        return found

    def docs(self, reader: FieldReader, ordinals: Sequence[int]) -> Array:
        """Ascending documents that hold any of the terms."""
        if len(ordinals) == 1:
            return reader.docs(ordinals[0]).astype(np.intp)  # what numpy takes by fastest, several times over
        mask = np.zeros(self.count, dtype=bool)
        for first, last in _runs(ordinals):
            mask[reader.all_docs[int(reader.post_offsets[first]) : int(reader.post_offsets[last + 1])]] = True
        return np.flatnonzero(mask)

    def frequencies(self, reader: FieldReader, ordinals: Sequence[int], docs: Array | None) -> Array:
        """How often the terms together stand in each of `docs` (ascending; all documents when None), whole numbers of any type."""
        if len(ordinals) == 1:
            return self._one(reader, ordinals[0], docs)
        if docs is None or len(ordinals) > _FEW:
            sums = self.segment.file.dense_sum(reader.field.name, tuple(ordinals))
            return sums if docs is None else sums.take(docs)
        sums = np.zeros(len(docs), dtype=np.float32)
        for ordinal in ordinals:
            sums += self._one(reader, ordinal, docs)
        return sums

    def _one(self, reader: FieldReader, ordinal: int, docs: Array | None) -> Array:
        name, df = reader.field.name, reader.df(ordinal)
        if docs is None:
            return self.segment.file.dense(name, ordinal)
        few, many = sorted((df, len(docs)))
        searching = few * _SEARCH + (len(docs) >> 3)
        if searching > df + len(docs) + (self.count >> 4) or self.segment.file.has_dense(name, ordinal):
            return self.segment.file.dense(name, ordinal).take(docs)
        holders, own = reader.docs(ordinal), reader.frequencies(ordinal)
        found = np.zeros(len(docs), dtype=own.dtype)
        if not many or not few:
            return found
        if df < len(docs):
            at = docs.searchsorted(holders.astype(docs.dtype, copy=False))
            at[at == len(docs)] = 0
            hit = np.flatnonzero(docs[at] == holders)
            found[at[hit]] = own[hit]
        else:
            at = holders.searchsorted(docs.astype(holders.dtype, copy=False))
            at[at == df] = 0
            hit = np.flatnonzero(holders[at] == docs)
            found[hit] = own[at[hit]]
        return found


def _norm(lengths: Array, average: float, b: float) -> Array:
    """What one occurrence counts, by the length of the text it stands in: 1 / (1 - b + b · length / average), float32."""
    ratio = np.maximum(lengths, 0).astype(np.float32) * np.float32(1 / average)
    return np.float32(1) / (np.float32(1 - b) + np.float32(b) * ratio)


def _runs(ordinals: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs (first, last)."""
    runs: list[tuple[int, int]] = []
    for ordinal in ordinals:
        if runs and runs[-1][1] == ordinal - 1:
            runs[-1] = (runs[-1][0], ordinal)
        else:
            runs.append((ordinal, ordinal))
    return runs
