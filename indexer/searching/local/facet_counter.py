"""Filters as masks over all documents, and facet counts over those that are left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import numpy as np

from indexer.caching import Cache, CachePool
from indexer.language import fold
from indexer.model.query import DateRange, Facet
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import Counts, Docs, Mask, Places
from indexer.searching.ports import Filters
from indexer.storage import Segment
from indexer.storage.format.postings import lengths_of

__all__ = ["FacetCounter", "FilterMasks", "count_values", "date_mask", "facet_docs", "facet_mask"]

# with fewer matches than one document in so many, look documents' values up instead of values'
# documents
_FORWARD_BELOW = 6
_MANY_VALUES = 500
_OPEN_END = date.max.toordinal()
_FORWARD: CachePool[tuple[Places, Places]] = CachePool(
    "searching.local.facets", 36_000_000, lambda index: index[0].nbytes + index[1].nbytes
)
"""The facet values of each document, for each set of fields counted together."""


def facet_docs(segment: Segment, facet: Facet) -> Docs:
    """Ascending documents of a segment that carry a facet value; deleted ones included."""
    reader = segment.file.field(facet.field)
    ordinal = reader.ordinal(facet.value, fold(facet.value) if reader.field.folded else None)
    return reader.docs(ordinal) if ordinal >= 0 else reader.all_docs[:0]


def date_mask(view: Searcher, wanted: DateRange) -> Mask:
    """Which documents have a known date that overlaps the range.

    Raises ValueError for what is not an ISO day.
    """
    first = date.fromisoformat(wanted.start).toordinal() if wanted.start else 1
    last = date.fromisoformat(wanted.end).toordinal() if wanted.end else _OPEN_END
    mask: Mask = view.starts >= 0
    mask &= view.starts <= last
    mask &= view.ends >= first
    return mask


def facet_mask(view: Searcher, wanted: Iterable[Facet | DateRange]) -> Mask:
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

    def __init__(self, groups: dict[str, Mask], count: int) -> None:
        self._groups = groups
        self._count = count

    @staticmethod
    def base(view: Searcher, filters: Filters) -> Mask | None:
        """Live documents without an excluded value, as a mask over all; None when that is every
        one of them.
        """
        if not filters.exclude:
            return view.live
        mask = ~facet_mask(view, filters.exclude)
        return mask if view.live is None else mask & view.live

    @classmethod
    def of(cls, view: Searcher, filters: Filters, docs: Docs) -> FilterMasks:
        """The groups of `filters` looked up for `docs`."""
        return cls(
            {name: facet_mask(view, wanted).take(docs) for name, wanted in filters.include.items()},
            len(docs),
        )

    def all_of(self) -> Mask | None:
        """Documents that pass every group, as a mask; None when there are no groups."""
        return self.all_but("") if self._groups else None

    def all_but(self, group: str) -> Mask:
        """Documents that pass every group but `group`."""
        mask = np.ones(self._count, dtype=bool)
        for name, passed in self._groups.items():
            if name != group:
                mask &= passed
        return mask


class FacetCounter:
    """How many documents carry each value of some facet fields; what speeds it up is made when it
    is asked a second time.
    """

    def __init__(self, view: Searcher, names: tuple[str, ...]) -> None:
        self._view = view
        self._names = names
        self._asked = False
        self._values: list[tuple[str, str]] = []
        """All (field, value)."""
        self._places: list[list[Places]] = []
        """Per segment and field, where the segment's own values are among all."""
        self._forward: Cache[tuple[str, ...], tuple[Places, Places]] = Cache(_FORWARD)

    def counts(self, docs: Docs) -> dict[str, dict[str, int]]:
        """Per field, value → how many of `docs` (ascending) carry it, of the values that
        any does.
        """
        view = self._view
        found: dict[str, dict[str, int]] = {name: {} for name in self._names}
        if not self._asked:
            self._asked = True
            for i, start, end in view.split(docs):
                segment = view.segments[i]
                for name in self._names:
                    count_values(segment, name, docs[start:end] - segment.base, found[name])
            return found
        if not self._places:
            self._unite()
        sums = (
            self._by_document(docs)
            if len(docs) * _FORWARD_BELOW < view.count
            else self._by_value(docs)
        )
        held = sums.nonzero()[0]
        for i, count in zip(held.tolist(), sums[held].tolist(), strict=True):
            name, value = self._values[i]
            found[name][value] = count
        return found

    def _unite(self) -> None:
        own = [
            [segment.file.field(name).terms() for name in self._names]
            for segment in self._view.segments
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

    def _by_value(self, docs: Docs) -> Counts:
        view = self._view
        sums = np.zeros(len(self._values), dtype=np.int64)
        for i, start, end in view.split(docs):
            segment = view.segments[i]
            own = docs[start:end] - segment.base
            for name, places in zip(self._names, self._places[i], strict=True):
                if len(places):
                    sums[places] += _per_value(segment, name, own)
        return sums

    def _by_document(self, docs: Docs) -> Counts:
        offsets, ids = self._forward.remember(self._names, self._made_forward)
        starts = offsets.take(docs)
        counts = offsets[1:].take(docs) - starts
        take = (starts - (counts.cumsum() - counts)).repeat(counts)
        take += np.arange(len(take))
        return np.bincount(ids.take(take), minlength=len(self._values))

    def _made_forward(self) -> tuple[Places, Places]:
        """The values of each document, of all fields in one: document d carries
        ids[offsets[d]:offsets[d + 1]].
        """
        view = self._view
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


def _per_value(segment: Segment, name: str, docs: Docs) -> Counts:
    """How many of `docs` carry each value of a facet field, by the value's ordinal."""
    reader = segment.file.field(name)
    if len(docs) == segment.doc_count_all:
        return lengths_of(reader.post_offsets)
    mask = np.zeros(segment.doc_count_all, dtype=bool)
    mask[docs] = True
    carried = mask.take(reader.all_docs)  # several times faster than mask[…] with narrow indices
    if len(reader) > _MANY_VALUES:
        sums: Counts = np.add.reduceat(
            carried.astype(np.int32), reader.post_offsets[:-1].astype(np.intp)
        )
        return sums
    return np.array(
        [np.count_nonzero(carried[a:b]) for a, b in pairwise(reader.post_offsets.tolist())]
    )


def count_values(segment: Segment, name: str, docs: Docs, counts: dict[str, int]) -> None:
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
