"""One field's dictionary and postings as arrays: made from token streams, written as columns.

A *stream* is a field's tokens in document order: term numbers, document numbers and, for text,
positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.records import dataclass
from indexer.storage.format.columns import ColumnWriter, narrowest

__all__ = [
    "FieldArrays",
    "FieldTerms",
    "invert",
    "lengths_of",
    "offsets_of",
    "order_of",
    "places_of_runs",
    "write_field",
]

Array = NDArray[Any]


class FieldTerms(NamedTuple):
    """A field's terms: sorted keys, documents and (0 without positions) occurrences of each."""

    keys: Sequence[bytes]
    dfs: Array
    cfs: Array


@dataclass(frozen=True, slots=True)
class FieldArrays:
    """A field of one segment. `keys` sorted, n of them; term i owns
    docs[post_offsets[i]:post_offsets[i + 1]].

    `frequencies` runs beside `docs`; `positions` holds, posting after posting, as many as its
    frequency, ascending; term i owns positions[position_offsets[i]:position_offsets[i + 1]]. Both
    are None in fields that do not have them.
    """

    keys: Sequence[bytes]
    post_offsets: Array
    docs: Array
    frequencies: Array | None = None
    position_offsets: Array | None = None
    positions: Array | None = None

    def terms(self) -> FieldTerms:
        """The terms without their postings."""
        dfs = lengths_of(self.post_offsets)
        if self.position_offsets is None:
            return FieldTerms(self.keys, dfs, np.zeros_like(dfs))
        return FieldTerms(self.keys, dfs, lengths_of(self.position_offsets))


def offsets_of(counts: Array) -> Array:
    """Start of each run and the end of the last: [0, c0, c0 + c1, …] as uint64."""
    offsets = np.zeros(len(counts) + 1, dtype=np.uint64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def places_of_runs(firsts: Array, lengths: Array) -> Array:
    """The places of all members of runs, one run's after the other's: run i begins at firsts[i] and
    has lengths[i] of them.
    """
    ends = np.cumsum(lengths)
    before = ends - lengths
    places: Array = np.arange(int(ends[-1:].sum())) + np.repeat(firsts - before, lengths)
    return places


def lengths_of(offsets: Array) -> Array:
    """The length of each run, int64: what `offsets_of` was made from."""
    bounds = offsets.astype(np.int64)
    lengths: Array = bounds[1:] - bounds[:-1]
    return lengths


def order_of(keys: Sequence[bytes]) -> tuple[list[int], Array]:
    """(the numbers of terms in the order of their keys, the ordinal of each number)."""
    order = sorted(range(len(keys)), key=keys.__getitem__)
    rank = np.empty(len(keys), dtype=np.uint64)
    rank[order] = np.arange(len(keys), dtype=np.uint64)
    return order, rank


def invert(
    keys: Sequence[bytes], terms: Array, docs: Array, positions: Array | None, *, frequencies: bool
) -> FieldArrays:
    """Sort a stream of tokens into postings. `keys[t]` is the key of term number t; every term
    occurs.

    `docs` ascends (and positions within a document): the order of arrival is kept within a term.
    """
    order, rank = order_of(keys)
    # one unstable but very fast sort of 64-bit numbers (rank, place of arrival) instead of a stable
    # argsort
    mixed = (rank[terms] << np.uint64(32)) | np.arange(len(terms), dtype=np.uint64)
    mixed.sort()
    places = (mixed & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    ranks = (mixed >> np.uint64(32)).astype(np.uint32)
    del mixed
    docs = docs[places]
    first = np.ones(len(docs), dtype=bool)
    if len(docs):
        first[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    starts = np.flatnonzero(first)
    counts = np.diff(starts, append=len(docs))
    ordered = [keys[i] for i in order]
    post_offsets = offsets_of(np.bincount(ranks[starts], minlength=len(keys)))
    if positions is None:
        return FieldArrays(ordered, post_offsets, docs[starts], counts if frequencies else None)
    position_offsets = offsets_of(np.bincount(ranks, minlength=len(keys)))
    return FieldArrays(
        ordered, post_offsets, docs[starts], counts, position_offsets, positions[places]
    )


def write_field(out: ColumnWriter, name: str, field: FieldArrays, doc_count: int) -> None:
    """Write a field's arrays as columns `name/…`, each in the narrowest type that holds it."""
    write_keys(out, name, field.keys)
    out.add_chunks(f"{name}/post_offsets", narrowest(len(field.docs)), [field.post_offsets])
    out.add_chunks(f"{name}/docs", narrowest(max(doc_count - 1, 0x100)), [field.docs])
    if field.frequencies is not None:
        out.add_chunks(
            f"{name}/frequencies",
            narrowest(int(field.frequencies.max(initial=0))),
            [field.frequencies],
        )
    if field.positions is not None and field.position_offsets is not None:
        out.add_chunks(
            f"{name}/position_offsets", narrowest(len(field.positions)), [field.position_offsets]
        )
        out.add_chunks(
            f"{name}/positions",
            narrowest(max(int(field.positions.max(initial=0)), 0x100)),
            [field.positions],
        )


def write_keys(out: ColumnWriter, name: str, keys: Sequence[bytes]) -> None:
    """Write a sorted dictionary as `name/keys` (one blob) and `name/key_offsets`."""
    blob = b"".join(keys)
    offsets = offsets_of(np.fromiter(map(len, keys), dtype=np.uint64, count=len(keys)))
    out.add(f"{name}/keys", np.frombuffer(blob, dtype=np.uint8))
    out.add_chunks(f"{name}/key_offsets", narrowest(len(blob)), [offsets])
