"""Collection-wide figures that scores depend on: idf, and what one occurrence counts by the length
of the text it stands in.
"""

from __future__ import annotations

import math

import numpy as np

from indexer.records import dataclass
from indexer.searching.local.types import Counts, Scores
from indexer.storage import IndexReader

__all__ = ["Statistics", "length_norm"]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The number of articles, and the average length of their titles and texts in tokens."""

    doc_count: int
    average_title: float
    average_body: float

    @classmethod
    def of(cls, snapshot: IndexReader) -> Statistics:
        """Those of the live articles of a snapshot."""
        return cls(
            snapshot.doc_count,
            max(snapshot.average_title_length, 1.0),
            max(snapshot.average_body_length, 1.0),
        )

    def idf(self, df: float) -> float:
        """BM25's inverse document frequency, never negative."""
        df = min(df, self.doc_count)
        return math.log(1 + (self.doc_count - df + 0.5) / (df + 0.5))


def length_norm(lengths: Counts, average: float, b: float) -> Scores:
    """1 / (1 - b + b · length / average) for each length, float32."""
    ratio = np.maximum(lengths, 0).astype(np.float32) * np.float32(1 / average)
    return np.float32(1) / (np.float32(1 - b) + np.float32(b) * ratio)
