"""A snapshot prepared for queries: all its segments as one run of documents, and how often terms
stand in which of them.

Counts come as float32, whole numbers, and are normed afterwards element by element, so that a score
has the same bits whichever way it was looked up, and in whichever segment the document lies.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from indexer.records import dataclass
from indexer.searching import constants
from indexer.storage import IndexReader

__all__ = ["QueryBudget", "Searcher", "Statistics", "TermGroup"]

Array = NDArray[Any]
_SEARCH = 64  # looking one document up costs as much as so many steps through an array
_DENSE_FROM = (
    64  # terms in one document of so many, or more, are kept as an array over all documents,
)
_AGAIN = 8  # which is worth so many times what it costs, as it is soon used again
_DENSE_BYTES = 96_000_000  # memory for such arrays,
_DENSE_ARRAYS = 300  # or for so many of a byte per document when that is more
_REMEMBERED = 20_000  # looked-up terms


@dataclass(slots=True)
class QueryBudget:
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
    def of(cls, snapshot: IndexReader) -> Statistics:
        return cls(
            snapshot.doc_count,
            max(snapshot.average_title_length, 1.0),
            max(snapshot.average_body_length, 1.0),
        )

    def idf(self, df: float) -> float:
        """BM25's inverse document frequency, never negative."""
        df = min(df, self.doc_count)
        return math.log(1 + (self.doc_count - df + 0.5) / (df + 0.5))


@dataclass(frozen=True, slots=True, eq=False)
class TermGroup:
    """Terms of one field that are counted together.

    `ordinals`: ascending, for each segment, at `most` so many in one; `number` of them and `df`,
    their postings, in all. There is one object for a set of terms.
    """

    field: str
    ordinals: tuple[tuple[int, ...], ...]
    most: int
    number: int
    df: int


class Searcher:
    """The documents of all segments one after the other, numbered as the snapshot does. Safe to
    share between threads.

    `body_norm` and `title_norm` say what one occurrence counts, per document; `live` is None when
    nothing is deleted.
    """

    def __init__(self, snapshot: IndexReader) -> None:
        self._snapshot = ref(snapshot)  # which keeps the view
        self.segments = snapshot.segments
        self.count = snapshot.doc_count_all
        self.bounds = [*(segment.base for segment in snapshot.segments), self.count]
        self.statistics = Statistics.of(snapshot)
        self.constants = _norm_constants()
        self.title_lengths = self.numbers("title_length")
        self.body_norm = _norm(
            self.numbers("body_length"), self.statistics.average_body, constants.BODY_B
        )
        title_norm = _norm(self.title_lengths, self.statistics.average_title, constants.TITLE_B)
        self.title_norm = title_norm * np.float32(constants.TITLE_WEIGHT)
        self.live: Array | None = None
        if any(segment.live is not None for segment in self.segments):
            parts = [
                np.ones(s.doc_count_all, dtype=bool) if s.live is None else s.live
                for s in self.segments
            ]
            self.live = np.concatenate(parts)
        self.derived: dict[str, Any] = {}
        """What filters, facets and words make once and keep here."""
        self._terms: dict[tuple[str, tuple[tuple[str, str], ...]], TermGroup] = {}
        self._dense: OrderedDict[Hashable, Array] = OrderedDict()
        self._dense_bytes = 0
        self._lock = threading.Lock()

    @classmethod
    def of(cls, snapshot: IndexReader) -> Searcher:
        """The view of a snapshot, made on first use."""
        known: Searcher | None = snapshot.derived.get("view")
        if known is None or known.constants != _norm_constants():
            known = snapshot.derived["view"] = cls(snapshot)
        return known

    @property
    def snapshot(self) -> IndexReader:
        """What it is a view of, for as long as somebody uses that."""
        snapshot = self._snapshot()
        if snapshot is None:
            raise ReferenceError("the snapshot of this view is gone")
        return snapshot

    def numbers(self, name: str) -> Array:
        """A number of every document, -1 where it is not known."""
        parts = [segment.file.numbers(name) for segment in self.segments]
        return (
            parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype=np.int32), *parts])
        )

    @property
    def starts(self) -> Array:
        """The first day of every document's date, -1 where it is not known."""
        known: Array | None = self.derived.get("starts")
        if known is None:
            known = self.derived["starts"] = self.numbers("date_start")
        return known

    def split(self, docs: Array) -> Iterator[tuple[int, int, int]]:
        """(place of a segment, first, end): docs[first:end], of ascending `docs`, lie in that
        segment; none without any.
        """
        places = docs.searchsorted(self.bounds).tolist()
        for i, (first, end) in enumerate(pairwise(places)):
            if end > first:
                yield i, first, end

    def terms(self, field: str, wanted: tuple[tuple[str, str], ...]) -> TermGroup:
        """Those of (term, folded) that are indexed."""
        known = self._terms.get((field, wanted))
        if known is None:
            ordinals, df = [], 0
            for segment in self.segments:
                reader = segment.file.field(field)
                own = sorted(
                    o
                    for o in (reader.family(folded).get(term, -1) for term, folded in wanted)
                    if o >= 0
                )
                ordinals.append(tuple(own))
                df += sum(map(reader.df, own))
            sizes = [len(own) for own in ordinals]
            known = TermGroup(field, tuple(ordinals), max(sizes, default=0), sum(sizes), df)
            if len(self._terms) > _REMEMBERED:
                self._terms.clear()
            self._terms[field, wanted] = known
        return known

    def is_dense(self, terms: TermGroup) -> bool:
        """Whether to work with an array over all documents."""
        return terms.df * _DENSE_FROM >= self.count or terms in self._dense

    def mark(self, terms: TermGroup, mask: Array) -> None:
        """Set `mask` where any of the terms stands."""
        if self.is_dense(terms):
            np.logical_or(mask, self.dense(terms), out=mask)
        elif terms.df:
            mask[self._postings(terms, with_counts=False)[0]] = True

    def docs(self, terms: TermGroup) -> Array:
        """Ascending documents that hold any of the terms."""
        if self.is_dense(terms):
            mask: Array = self.dense(terms) != 0
            return mask.nonzero()[0]
        docs, _ = self._postings(terms, with_counts=False)
        if terms.most < 2:
            return docs
        docs.sort()
        first = np.ones(len(docs), dtype=bool)
        np.not_equal(docs[1:], docs[:-1], out=first[1:])
        return docs[first]

    def held(self, terms: TermGroup, docs: Array) -> Array:
        """Which of `docs` (ascending) hold any of the terms, as a mask."""
        mask: Array
        if self.is_searched(terms, docs):
            mask = np.zeros(len(docs), dtype=bool)
            mask[self.search(terms, docs)[0]] = True
        else:
            mask = self.dense(terms).take(docs) != 0
        return mask

    def counts(self, terms: TermGroup, docs: Array | None) -> Array:
        """How often the terms together stand in each of `docs` (ascending; every document when
        None), float32.
        """
        if docs is None:
            return self.dense(terms).astype(np.float32)
        if self.is_searched(terms, docs):
            found = np.zeros(len(docs), dtype=np.float32)
            places, counts = self.search(terms, docs)
            found[places] = counts
            return found
        return self.dense(terms).take(docs).astype(np.float32)

    def dense(self, terms: TermGroup) -> Array:
        """How often the terms together stand in each document, whole numbers; kept when they are
        in many. Do not write to it.
        """
        known = self.kept(terms)
        if known is not None:
            return known
        readers = [segment.file.field(terms.field) for segment in self.segments]
        most = terms.most
        wide = any(
            reader.all_frequencies is not None and reader.all_frequencies.itemsize > 1
            for reader in readers
        )
        made = np.zeros(
            self.count,
            dtype=np.uint32 if wide or most > 256 else np.uint16 if most > 1 else np.uint8,
        )
        for reader, own, (start, end) in zip(
            readers, terms.ordinals, pairwise(self.bounds), strict=True
        ):
            part: Array = made[start:end]
            for ordinal in own:
                docs = reader.docs(ordinal).astype(
                    np.intp
                )  # what numpy indexes by fastest, several times over
                if most == 1:
                    part[docs] = reader.frequencies(ordinal)
                else:
                    part[docs] += reader.frequencies(ordinal)
        if made.itemsize > 1:
            largest = int(made.max(initial=0))
            made = made.astype(
                np.uint8 if largest < 1 << 8 else np.uint16 if largest < 1 << 16 else np.uint32,
                copy=False,
            )
        if terms.df * _DENSE_FROM >= self.count:
            self.keep(terms, made)
        return made

    def kept(self, key: Hashable) -> Array | None:
        """What `keep` was given, unless it had to make room for what was asked for since."""
        known = self._dense.get(key)
        if known is not None:
            with suppress(KeyError):  # another thread has made room just now
                self._dense.move_to_end(key)
        return known

    def keep(self, key: Hashable, made: Array) -> None:
        """Keep an array over all documents, as long as there is room for it."""
        with self._lock:
            if key not in self._dense:
                self._dense[key] = made
                self._dense_bytes += made.nbytes
            while self._dense_bytes > max(_DENSE_BYTES, _DENSE_ARRAYS * self.count):
                self._dense_bytes -= self._dense.popitem(last=False)[1].nbytes

    def is_searched(self, terms: TermGroup, docs: Array) -> bool:
        """Whether `docs` are best looked up by `search` in the postings, not in an array over all
        documents.
        """
        if terms in self._dense:
            return False
        few = min(terms.df, len(docs))
        if terms.most > 1:  # each document is looked up for every term
            few = min(terms.df, terms.number * len(docs))
        if self.is_dense(terms):
            few *= _AGAIN
        return few * _SEARCH <= terms.df + (self.count >> 4)

    def search(self, terms: TermGroup, docs: Array) -> tuple[Array, Array]:
        """(ascending places in `docs`, also ascending, of those that hold any of the terms; how
        often together, float32).
        """
        if not terms.df or not len(docs):
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        if terms.df < terms.number * len(docs):
            holders, counts = self._postings(terms, with_counts=True)
            at = docs.searchsorted(holders)
            at[at == len(docs)] = 0
            hit = (docs[at] == holders).nonzero()[0]
            return (at[hit], counts[hit]) if terms.most < 2 else _summed(at[hit], counts[hit])
        found = []
        for i, start, end in self.split(docs):
            for ordinal in terms.ordinals[i]:
                reader = self.segments[i].file.field(terms.field)
                holders = reader.docs(ordinal)
                wanted = (docs[start:end] - self.segments[i].base).astype(holders.dtype)
                at = holders.searchsorted(wanted)
                at[at == len(holders)] = 0
                hit = (holders[at] == wanted).nonzero()[0]
                found.append((hit + start, reader.frequencies(ordinal)[at[hit]].astype(np.float32)))
        if not found:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        places, counts = (
            np.concatenate([places for places, _ in found]),
            np.concatenate([counts for _, counts in found]),
        )
        return (places, counts) if terms.most < 2 else _summed(places, counts)

    def _postings(self, terms: TermGroup, *, with_counts: bool) -> tuple[Array, Array]:
        """(documents, how often), term by term within each segment: ascending when there is one
        term.
        """
        docs = np.empty(terms.df, dtype=np.intp)
        counts = np.empty(terms.df if with_counts else 0, dtype=np.float32)
        at = 0
        for segment, own in zip(self.segments, terms.ordinals, strict=True):
            if not own:
                continue
            reader, begin = segment.file.field(terms.field), at
            for first, last in _runs(own):
                start, end = int(reader.post_offsets[first]), int(reader.post_offsets[last + 1])
                docs[at : at + end - start] = reader.all_docs[start:end]
                if with_counts:
                    counts[at : at + end - start] = (
                        1 if reader.all_frequencies is None else reader.all_frequencies[start:end]
                    )
                at += end - start
            docs[begin:at] += segment.base
        return docs, counts


def _summed(places: Array, counts: Array) -> tuple[Array, Array]:
    """Ascending distinct places, and the sum of the counts at each."""
    order = places.argsort()
    places, counts = places[order], counts[order]
    first = np.ones(len(places), dtype=bool)
    np.not_equal(places[1:], places[:-1], out=first[1:])
    starts = first.nonzero()[0]
    return places[starts], np.add.reduceat(counts, starts) if len(starts) else counts


def _norm_constants() -> tuple[float, ...]:
    return constants.BODY_B, constants.TITLE_B, constants.TITLE_WEIGHT


def _norm(lengths: Array, average: float, b: float) -> Array:
    """What one occurrence counts, by the length of the text it stands in: 1 / (1 - b + b · length
    / average), float32.
    """
    ratio = np.maximum(lengths, 0).astype(np.float32) * np.float32(1 / average)
    return np.float32(1) / (np.float32(1 - b) + np.float32(b) * ratio)


def _runs(ordinals: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs (first, last): neighbours in the dictionary are neighbours in the
    postings.
    """
    runs: list[tuple[int, int]] = []
    for ordinal in ordinals:
        if runs and runs[-1][1] == ordinal - 1:
            runs[-1] = (runs[-1][0], ordinal)
        else:
            runs.append((ordinal, ordinal))
    return runs
