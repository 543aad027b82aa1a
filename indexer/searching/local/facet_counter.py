"""Filters as masks over all documents, and facet counts over those that are left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.language import fold
from indexer.model.query import DateRange, Facet
from indexer.searching.local.searcher import Searcher
from indexer.searching.ports import Filters
from indexer.storage import Segment
from indexer.storage.format.postings import lengths_of

__all__ = ["FacetCounter", "FilterMasks", "count_values", "date_mask", "facet_docs", "facet_mask"]

Array = NDArray[Any]
# with fewer matches than one document in so many, look documents' values up instead of values'
# documents
_FORWARD_BELOW = 6
_MANY_VALUES = 500
_OPEN_END = date.max.toordinal()


def facet_docs(segment: Segment, facet: Facet) -> Array:
    """Ascending documents of a segment that carry a facet value; deleted ones included."""
    reader = segment.file.field(facet.field)
    ordinal = reader.ordinal(facet.value, fold(facet.value) if reader.field.folded else None)
    return reader.docs(ordinal) if ordinal >= 0 else reader.all_docs[:0]


def date_mask(view: Searcher, wanted: DateRange) -> Array:
    """Which documents have a known date that overlaps the range.

    Raises ValueError for what is not an ISO day.
    """
    first = date.fromisoformat(wanted.start).toordinal() if wanted.start else 1
    last = date.fromisoformat(wanted.end).toordinal() if wanted.end else _OPEN_END
    mask: Array = view.starts >= 0
    mask &= view.starts <= last
    mask &= view.numbers("date_end") >= first
    return mask


def facet_mask(view: Searcher, wanted: Iterable[Facet | DateRange]) -> Array:
    """Which documents carry any of the facet values, or have such a date."""
    mask = np.zeros(view.count, dtype=bool)
    for item in wanted:
        if isinstance(item, DateRange):
            mask |= date_mask(view, item)
        else:
            for segment in view.segments:
                mask[segment.base : segment.base + segment.doc_count_all][
                    facet_docs(segment, item).astype(np.intp)
                ] = True
    return mask


class FilterMasks:
    """Per matching document, which filter groups it passes."""

    def __init__(self, groups: dict[str, Array], count: int) -> None:
        self._groups = groups
        self._count = count

    @staticmethod
    def base(view: Searcher, filters: Filters) -> Array | None:
        """Live documents without an excluded value, as a mask over all; None when that is every
        one of them.
        """
        if not filters.exclude:
            return view.live
        mask = ~facet_mask(view, filters.exclude)
        return mask if view.live is None else mask & view.live

    @classmethod
    def of(cls, view: Searcher, filters: Filters, docs: Array) -> FilterMasks:
        """The groups of `filters` looked up for `docs`."""
        return cls(
            {name: facet_mask(view, wanted).take(docs) for name, wanted in filters.include.items()},
            len(docs),
        )

    def all_of(self) -> Array | None:
        """Documents that pass every group, as a mask; None when there are no groups."""
        return self.all_but("") if self._groups else None

    def all_but(self, group: str) -> Array:
        """Documents that pass every group but `group`."""
        mask = np.ones(self._count, dtype=bool)
        for name, passed in self._groups.items():
            if name != group:
                mask &= passed
        return mask


class FacetCounter:
    """How many documents carry each value of some facet fields; what speeds it up is made when it
    is asked a second time.

    A view keeps its counters, so that they do not keep the view: what an old commit took is free as
    soon as nobody asks it.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._asked = False
        self._values: list[tuple[str, str]] = []
        """All (field, value)."""
        self._places: list[list[Array]] = []
        """Per segment and field, where the segment's own values are among all."""
        self._forward: tuple[Array, Array] | None = None

    @classmethod
    def of(cls, view: Searcher, names: tuple[str, ...]) -> FacetCounter:
        """The counter of these fields, one per view."""
        known: FacetCounter | None = view.derived.get(f"values of {names}")
        if known is None:
            known = view.derived[f"values of {names}"] = cls(names)
        return known

    def counts(self, view: Searcher, docs: Array) -> dict[str, dict[str, int]]:
        """Per field, value → how many of `docs` (ascending) carry it, of the values that
        any does.
        """
        found: dict[str, dict[str, int]] = {name: {} for name in self._names}
        if not self._asked:
            self._asked = True
            for i, start, end in view.split(docs):
                segment = view.segments[i]
                for name in self._names:
                    count_values(segment, name, docs[start:end] - segment.base, found[name])
            return found
        if not self._places:
            self._unite(view)
        sums = (
            self._by_document(view, docs)
            if len(docs) * _FORWARD_BELOW < view.count
            else self._by_value(view, docs)
        )
        held = sums.nonzero()[0]
        for i, count in zip(held.tolist(), sums[held].tolist(), strict=True):
            name, value = self._values[i]
            found[name][value] = count
        return found

    def _unite(self, view: Searcher) -> None:
        own = [
            [segment.file.field(name).terms() for name in self._names] for segment in view.segments
        ]
        pairs = {
            (name, value)
            for held in own
            for name, values in zip(self._names, held, strict=True)
            for value in values
        }
        self._values = sorted(pairs)
        place = {pair: i for i, pair in enumerate(self._values)}
        self._places = [
            [
                np.array([place[name, value] for value in values], dtype=np.intp)
                for name, values in zip(self._names, held, strict=True)
            ]
            for held in own
        ]

    def _by_value(self, view: Searcher, docs: Array) -> Array:
        sums = np.zeros(len(self._values), dtype=np.int64)
        for i, start, end in view.split(docs):
            segment = view.segments[i]
            own = docs[start:end] - segment.base
            for name, places in zip(self._names, self._places[i], strict=True):
                if len(places):
                    sums[places] += _per_value(segment, name, own)
        return sums

    def _by_document(self, view: Searcher, docs: Array) -> Array:
        if self._forward is None:
            self._forward = self._made_forward(view)
        offsets, ids = self._forward
        starts = offsets.take(docs)
        counts = offsets[1:].take(docs) - starts
        take = (starts - (counts.cumsum() - counts)).repeat(counts)
        take += np.arange(len(take))
        return np.bincount(ids.take(take), minlength=len(self._values))

    def _made_forward(self, view: Searcher) -> tuple[Array, Array]:
        """The values of each document, of all fields in one: document d carries
        ids[offsets[d]:offsets[d + 1]].
        """
        offsets = np.zeros(view.count + 1, dtype=np.int64)
        ids = []
        for segment, places in zip(view.segments, self._places, strict=True):
            readers = [segment.file.field(name) for name in self._names]
            docs = np.concatenate([reader.all_docs for reader in readers])
            own = np.concatenate(
                [
                    reader.per_posting(place.astype(np.int32))
                    for reader, place in zip(readers, places, strict=True)
                ]
            )
            ids.append(own[np.argsort(docs, kind="stable")])
            offsets[segment.base + 1 : segment.base + segment.doc_count_all + 1] = np.bincount(
                docs, minlength=segment.doc_count_all
            )
        return np.cumsum(offsets, out=offsets), np.concatenate(ids)


def _per_value(segment: Segment, name: str, docs: Array) -> Array:
    """How many of `docs` carry each value of a facet field, by the value's ordinal."""
    reader = segment.file.field(name)
    if len(docs) == segment.doc_count_all:
        return lengths_of(reader.post_offsets)
    mask = np.zeros(segment.doc_count_all, dtype=bool)
    mask[docs] = True
    carried = mask.take(reader.all_docs)  # several times faster than mask[…] with narrow indices
    if len(reader) > _MANY_VALUES:
        sums: Array = np.add.reduceat(
            carried.astype(np.int32), reader.post_offsets[:-1].astype(np.intp)
        )
        return sums
    return np.array(
        [np.count_nonzero(carried[a:b]) for a, b in pairwise(reader.post_offsets.tolist())]
    )


def count_values(segment: Segment, name: str, docs: Array, counts: dict[str, int]) -> None:
    """Add to `counts` how many of `docs` carry each value of the facet field `name`; values with
    none are left out.
    """
    reader = segment.file.field(name)
    if not len(reader) or not len(docs):
        return
    sums = _per_value(segment, name, docs)
    for ordinal in sums.nonzero()[0].tolist():
        value = reader.term(ordinal)
        counts[value] = counts.get(value, 0) + int(sums[ordinal])
