"""Filters as masks over a segment, and facet counts over the documents that are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexer.language import fold
from indexer.searching.tree import DateRange, Facet
from indexer.storage import Segment, Snapshot
from indexer.storage.postings import lengths_of

if TYPE_CHECKING:
    from indexer.searching.execute import Filters

__all__ = ["Counter", "FilterMasks", "count_values", "date_mask", "facet_docs"]

Array = NDArray[Any]
_FORWARD_BELOW = 12  # with fewer matches than one document in so many, look documents' values up instead of values' documents
_MANY_VALUES = 500
_OPEN_END = date.max.toordinal()


def facet_docs(segment: Segment, facet: Facet) -> Array:
    """Ascending documents that carry a facet value; deleted ones included."""
    reader = segment.file.field(facet.field)
    ordinal = reader.ordinal(facet.value, fold(facet.value) if reader.field.folded else None)
    return reader.docs(ordinal) if ordinal >= 0 else reader.all_docs[:0]


def date_mask(segment: Segment, wanted: DateRange) -> Array:
    """Which documents have a known date that overlaps the range. Raises ValueError for what is not an ISO day."""
    first = date.fromisoformat(wanted.start).toordinal() if wanted.start else 1
    last = date.fromisoformat(wanted.end).toordinal() if wanted.end else _OPEN_END
    starts, ends = segment.file.numbers("date_start"), segment.file.numbers("date_end")
    mask: Array = (starts >= 0) & (starts <= last) & (ends >= first)
    return mask


def _any_of(segment: Segment, wanted: Iterable[Facet | DateRange]) -> Array:
    mask = np.zeros(segment.doc_count_all, dtype=bool)
    for item in wanted:
        if isinstance(item, DateRange):
            mask |= date_mask(segment, item)
        else:
            mask[facet_docs(segment, item)] = True
    return mask


class FilterMasks:
    """Per matching document, which filter groups it passes."""

    def __init__(self, groups: dict[str, Array], count: int) -> None:
        self._groups = groups
        self._count = count

    @staticmethod
    def base(segment: Segment, filters: Filters) -> Array | None:
        """Live documents without an excluded value, as a mask over the segment; None when that is all of them."""
        if not filters.exclude:
            return segment.live
        mask = ~_any_of(segment, filters.exclude)
        return mask if segment.live is None else mask & segment.live

    @classmethod
    def of(cls, segment: Segment, filters: Filters, docs: Array) -> FilterMasks:
        """The groups of `filters` looked up for `docs`."""
        return cls({name: _any_of(segment, wanted)[docs] for name, wanted in filters.include.items()}, len(docs))

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


class Counter:
    """Counts how many documents carry each value of some facet fields, segment by segment, all fields at once."""

    def __init__(self, snapshot: Snapshot, names: tuple[str, ...]) -> None:
        self._names = names
        self._values, self._places = _united_values(snapshot, names)
        self._sums = np.zeros(len(self._values), dtype=np.int64)

    def add(self, segment: Segment, docs: Array) -> None:
        """Count `docs` (ascending, numbered inside the segment)."""
        if not len(docs):
            return
        if len(docs) * _FORWARD_BELOW < segment.doc_count_all:
            self._sums += self._by_document(segment, docs)
            return
        for name, places in zip(self._names, self._places[segment.base], strict=True):
            if len(places):
                self._sums[places] += _per_value(segment, name, docs)

    def _by_document(self, segment: Segment, docs: Array) -> Array:
        key = f"forward {self._names}"
        table = segment.derived.get(key)
        if table is None:
            table = segment.derived[key] = _forward(segment, self._names, self._places[segment.base])
        offsets, ids = table
        starts = offsets.take(docs)
        counts = offsets[1:].take(docs) - starts
        ends = counts.cumsum()
        take = (starts - ends + counts).repeat(counts)
        take += np.arange(len(take))
        return np.bincount(ids.take(take), minlength=len(self._values))

    def counts(self) -> dict[str, dict[str, int]]:
        """Per field, value → documents, of the values that any document carries."""
        found: dict[str, dict[str, int]] = {name: {} for name in self._names}
        sums = self._sums.tolist()
        for i in self._sums.nonzero()[0].tolist():
            name, value = self._values[i]
            found[name][value] = sums[i]
        return found


Values = tuple[list[tuple[str, str]], dict[int, list[Array]]]


def _united_values(snapshot: Snapshot, names: tuple[str, ...]) -> Values:
    """All (field, value) of some facet fields, and per segment (known by its base) and field where its own are among them."""
    key = f"values of {names}"
    known: Values | None = snapshot.derived.get(key)
    if known is None:
        own = {segment.base: [segment.file.field(name).terms() for name in names] for segment in snapshot.segments}
        pairs = {(name, value) for held in own.values() for name, values in zip(names, held, strict=True) for value in values}
        united = sorted(pairs)
        place = {pair: i for i, pair in enumerate(united)}
        places = {
            base: [np.array([place[name, value] for value in values], dtype=np.intp) for name, values in zip(names, held, strict=True)]
            for base, held in own.items()
        }
        known = snapshot.derived[key] = united, places
    return known


def _forward(segment: Segment, names: tuple[str, ...], places: Sequence[Array]) -> tuple[Array, Array]:
    """The values of each document, of several fields in one: document d carries ids[offsets[d]:offsets[d + 1]]."""
    readers = [segment.file.field(name) for name in names]
    docs = np.concatenate([reader.all_docs for reader in readers])
    ids = np.concatenate([reader.per_posting(place) for reader, place in zip(readers, places, strict=True)])
    offsets = np.zeros(segment.doc_count_all + 1, dtype=np.int64)
    np.cumsum(np.bincount(docs, minlength=segment.doc_count_all), out=offsets[1:])
    return offsets, ids[np.argsort(docs, kind="stable")].astype(np.int32)


def _per_value(segment: Segment, name: str, docs: Array) -> Array:
    """How many of `docs` carry each value of a facet field, by the value's ordinal."""
    reader = segment.file.field(name)
    if len(docs) == segment.doc_count_all:
        return lengths_of(reader.post_offsets)
    mask = np.zeros(segment.doc_count_all, dtype=bool)
    mask[docs] = True
    carried = mask.take(reader.all_docs)  # several times faster than mask[…] with narrow indices
    if len(reader) > _MANY_VALUES:
        sums: Array = np.add.reduceat(carried.astype(np.int32), reader.post_offsets[:-1].astype(np.intp))
        return sums
    return np.array([np.count_nonzero(carried[a:b]) for a, b in pairwise(reader.post_offsets.tolist())])


def count_values(segment: Segment, name: str, docs: Array, counts: dict[str, int]) -> None:
    """Add to `counts` how many of `docs` carry each value of the facet field `name`; values with none are left out."""
    reader = segment.file.field(name)
    if not len(reader) or not len(docs):
        return
    sums = _per_value(segment, name, docs)
    for ordinal in sums.nonzero()[0].tolist():
        value = reader.term(ordinal)
        counts[value] = counts.get(value, 0) + int(sums[ordinal])
