"""The articles of a local index with the terms they have there, block by block: nothing is analysed
again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.cluster.terms import pack
from indexer.storage import IndexReader, Segment
from indexer.storage.format.article_codec import decode
from indexer.storage.format.postings import places_of_runs
from indexer.storage.format.schema import NUMBERS
from indexer.storage.format.term_dictionary import FieldReader
from indexer.storage.writer.analysis import facets
from indexer.storage.writer.segment_writer import DocumentTerms

__all__ = ["LocalDocument", "local_documents"]

Array = NDArray[Any]
BLOCK = 4_096
"""Documents whose postings are turned round at a time; some 60 MB."""


@dataclass(frozen=True, slots=True)
class LocalDocument:
    """An article as the index has it, and its terms packed (see `terms.pack`)."""

    terms: DocumentTerms
    stored: bytes


def local_documents(snapshot: IndexReader) -> Iterator[LocalDocument]:
    """Every article of a snapshot that is not deleted, in the snapshot's order.

    Raises IndexCorrupt where one cannot be read back.
    """
    for segment in snapshot.segments:
        for first in range(0, segment.doc_count_all, BLOCK):
            yield from _block(segment, first, min(first + BLOCK, segment.doc_count_all))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The postings of a field by document: document first + d has those from bounds[d] up to
    bounds[d + 1]. Posting p is of term ordinals[p], which stands there times[p] often, at
    positions[starts[p]:starts[p + 1]].
    """

    bounds: Array
    ordinals: Array
    times: Array
    starts: Array
    positions: Array


def _block(segment: Segment, first: int, end: int) -> Iterator[LocalDocument]:
    file = segment.file
    text, compounds = file.field("text"), file.field("words")
    texts, words = _rows(text, first, end), _rows(compounds, first, end)
    origins = _rows(file.field("origin"), first, end)
    numbers = {name: file.numbers(name)[first:end].tolist() for name in NUMBERS}
    for doc in range(first, end):
        if segment.live is not None and not segment.live[doc]:
            continue
        place = doc - first
        own = slice(int(texts.bounds[place]), int(texts.bounds[place + 1]))
        terms = [text.term(ordinal) for ordinal in texts.ordinals[own].tolist()]
        times = texts.times[own]
        positions = texts.positions[int(texts.starts[own.start]) : int(texts.starts[own.stop])]
        record = file.stored.record(doc)
        article = decode(record)
        order = np.argsort(positions, kind="stable")
        typed = np.repeat(np.arange(len(terms)), times)[order].tolist()
        said = {name: values[place] for name, values in numbers.items() if values[place] >= 0}
        placed = positions[order].tolist()
        made = DocumentTerms(
            id=article.id,
            text=[terms[at] for at in typed],
            positions=placed,
            words=_repeated(compounds, words, place),
            facets=facets(article),
            numbers=said,
            origin="".join(_repeated(file.field("origin"), origins, place)),
            record=record,
        )
        yield LocalDocument(made, pack(made, terms, times.tolist(), positions.tolist()))


def _rows(field: FieldReader, first: int, end: int) -> _Rows:
    """The postings of a field in documents first … end, document by document, terms in order."""
    docs = field.all_docs.whole()
    postings = np.flatnonzero((docs >= first) & (docs < end))
    owners = docs[postings].astype(np.int64) - first
    order = np.argsort(owners, kind="stable")
    postings = postings[order]
    bounds = np.zeros(end - first + 1, dtype=np.int64)
    np.cumsum(np.bincount(owners, minlength=end - first), out=bounds[1:])
    ordinals = np.searchsorted(field.post_offsets, postings, side="right") - 1
    if field.all_frequencies is None:
        times = np.ones(len(postings), dtype=np.int64)
    else:
        times = field.all_frequencies.whole()[postings].astype(np.int64)
    starts = np.zeros(len(postings) + 1, dtype=np.int64)
    np.cumsum(times, out=starts[1:])
    return _Rows(bounds, ordinals, times, starts, _positions(field, postings, times))


def _positions(field: FieldReader, postings: Array, times: Array) -> Array:
    """The positions of some postings, one posting's after the other's; none in other fields."""
    if field.all_positions is None or field.all_frequencies is None:
        return np.zeros(0, dtype=np.int64)
    begins = np.zeros(len(field.all_frequencies) + 1, dtype=np.int64)
    np.cumsum(field.all_frequencies.whole(), out=begins[1:])
    places = places_of_runs(begins[postings], times)
    positions: Array = field.all_positions.whole()[places].astype(np.int64)
    return positions


def _repeated(field: FieldReader, rows: _Rows, place: int) -> list[str]:
    """The terms of a document, each as often as it stands there."""
    own = slice(int(rows.bounds[place]), int(rows.bounds[place + 1]))
    repeated = np.repeat(rows.ordinals[own], rows.times[own]).tolist()
    return [field.term(ordinal) for ordinal in repeated]
