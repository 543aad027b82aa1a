"""Merging segments as arrays: dictionaries united, postings copied run by run, a bounded piece of
the output at a time. Which segments, says `merge_policy`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.records import dataclass
from indexer.storage.format.bigram_postings import Tokens, write_bigrams
from indexer.storage.format.bigram_table import Pairs, merge_pairs, pairs_of_stream, write_pairs
from indexer.storage.format.columns import ColumnWriter, narrowest
from indexer.storage.format.document_store import compress_all, make_dictionary, write_stored
from indexer.storage.format.findings import REGISTER
from indexer.storage.format.findings import merged as merged_findings
from indexer.storage.format.postings import (
    FieldTerms,
    lengths_of,
    offsets_of,
    places_of_runs,
    write_keys,
)
from indexer.storage.format.schema import FIELDS, Field
from indexer.storage.format.term_dictionary import FieldReader
from indexer.storage.reader.segment_reader import ARTICLES, COLUMNS, LIKENESS, SegmentReader, beside

__all__ = ["merge_segments"]

Array = NDArray[Any]

PIECE = 2_000_000  # postings or positions put together at a time


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment to be merged: `numbers` gives its documents' new numbers, -1 for deleted ones."""

    file: SegmentReader
    live: Array
    numbers: Array
    purged: bool


def _nothing() -> None:
    """Called between two pieces of work when nobody asks."""


def merge_segments(
    parts: Sequence[tuple[SegmentReader, set[int]]],
    stem: Path,
    went_on: Callable[[], None] = _nothing,
) -> int:
    """Write the live documents of segments (each with its deleted ones), in order, as one at
    `stem`; return how many.

    Every byte of the segments is compared with its checksum first: what is written gets new ones,
    which must not make damage sound. Raises IndexCorrupt when one is damaged.

    `went_on` is called some times a second; what it raises ends the work.
    """
    base, renumbered = 0, []
    for file, deleted in parts:
        file.verify()
        live = np.ones(file.doc_count, dtype=bool)
        live[list(deleted)] = False
        numbers = np.where(live, np.cumsum(live) - 1 + base, -1)
        base += int(live.sum())
        renumbered.append(_Part(file, live, numbers, bool(deleted)))
    with ColumnWriter(beside(stem, COLUMNS)) as out:
        merged: dict[str, _Merged] = {}
        for name, spec in FIELDS.items():
            readers = [part.file.field(name) for part in renumbered]
            merged[name] = _merge_field(out, spec, readers, renumbered, base, went_on)
        pairs = merge_pairs([_pairs(part) for part in renumbered])
        write_pairs(out, pairs)
        _merge_bigrams(out, pairs, merged, went_on)
        rows = (part.file.likeness()[part.live].reshape(-1) for part in renumbered)
        out.add_chunks(LIKENESS, "u1", rows)
        columns = ((part.file.register_column(), part.numbers.tolist()) for part in renumbered)
        out.add(REGISTER, merged_findings(columns))
    _merge_articles(beside(stem, ARTICLES), renumbered)
    return base


def _pairs(part: _Part) -> Pairs:
    """A part's table of pairs, counted anew when documents are gone from it."""
    if not part.purged:
        return part.file.pairs.table()
    text = part.file.field("text")
    if text.all_positions is None or text.position_offsets is None or text.all_frequencies is None:
        raise ValueError("the text has no positions")
    docs = np.repeat(text.all_docs.whole(), text.all_frequencies.whole().astype(np.int64))
    terms = np.repeat(np.arange(len(text), dtype=np.uint32), lengths_of(text.position_offsets))
    kept = part.live[docs]
    docs, terms, positions = docs[kept], terms[kept], text.all_positions.whole()[kept]
    order = np.lexsort((positions, docs))
    words = [text.term(i) for i in range(len(text))]
    return pairs_of_stream(words, terms[order], docs[order], positions[order])


@dataclass(slots=True)
class _Source:
    """One part's share of a field: `ranks` of its terms in the united dictionary, document and
    position counts per term.
    """

    reader: FieldReader
    part: _Part
    ranks: Array
    dfs: Array
    cfs: Array

    def kept_docs(self, start: int, end: int) -> Array:
        """Which of the postings of terms start … end are of live documents."""
        posts = self.reader.post_offsets
        kept: Array = self.part.live[self.reader.all_docs[int(posts[start]) : int(posts[end])]]
        return kept


@dataclass(slots=True)
class _Merged:
    """A merged field: where its terms come from, and what they are."""

    sources: list[_Source]
    terms: FieldTerms


def _merge_bigrams(
    out: ColumnWriter, pairs: Pairs, fields: Mapping[str, _Merged], went_on: Callable[[], None]
) -> None:
    """Write the documents of frequent pairs anew: which are kept is another thing for all
    documents than for some.
    """
    text = fields["text"]
    lengths = [
        source.part.file.numbers("title_length")[source.part.live] for source in text.sources
    ]
    title_lengths = np.maximum(np.concatenate(lengths), 0)

    pieces = (piece for source in text.sources for piece in _by_document(source, went_on))
    write_bigrams(out, pairs, text.terms, fields["words"].terms, title_lengths, pieces)


def _by_document(source: _Source, went_on: Callable[[], None]) -> Iterator[Tokens]:
    """A source's occurrences, some documents at a time, about PIECE of them, by their new
    numbers.
    """
    reader, part = source.reader, source.part
    if reader.all_positions is None or reader.all_frequencies is None:
        raise ValueError("the field has no positions")
    docs = reader.all_docs.whole()
    frequencies = reader.all_frequencies.whole().astype(np.int64)
    ends = np.cumsum(frequencies)
    terms = reader.per_posting(source.ranks)
    step = max(1, len(part.numbers) * PIECE // max(1, len(reader.all_positions)))
    for start in range(0, len(part.numbers), step):
        went_on()
        own = np.flatnonzero((docs >= start) & (docs < start + step) & part.live[docs])
        times = frequencies[own]
        positions = reader.all_positions.whole()[places_of_runs(ends[own] - times, times)]
        renumbered = np.repeat(part.numbers[docs[own]], times)
        yield Tokens(np.repeat(terms[own], times), renumbered, positions)


def _merge_field(
    out: ColumnWriter,
    spec: Field,
    readers: Sequence[FieldReader],
    parts: Sequence[_Part],
    doc_count: int,
    went_on: Callable[[], None],
) -> _Merged:
    sources, keys = _unite(readers, parts)
    name = spec.name
    dfs = np.zeros(len(keys), dtype=np.int64)
    cfs = np.zeros(len(keys), dtype=np.int64)
    for source in sources:
        dfs[source.ranks] += source.dfs
        cfs[source.ranks] += source.cfs
    present = dfs > 0
    if not present.all():
        places = np.cumsum(present) - 1
        # terms that lost all their documents get the place of a neighbour and nothing to put there
        for source in sources:
            source.ranks = np.maximum(places[source.ranks], 0)
        keys = [key for key, there in zip(keys, present.tolist(), strict=True) if there]
        dfs, cfs = dfs[present], cfs[present]
    posts = offsets_of(dfs)
    write_keys(out, name, keys)
    out.add_chunks(f"{name}/post_offsets", narrowest(int(posts[-1])), [posts])
    out.add_chunks(
        f"{name}/docs",
        narrowest(max(doc_count - 1, 0x100)),
        _pieces(sources, posts, _docs, "dfs", went_on),
    )
    merged = _Merged(sources, FieldTerms(keys, dfs, cfs))
    if spec.kind == "documents":
        return merged
    dtype = max(
        (
            source.reader.all_frequencies.dtype.str
            for source in sources
            if source.reader.all_frequencies is not None
        ),
        key=_width,
    )
    out.add_chunks(
        f"{name}/frequencies", dtype, _pieces(sources, posts, _frequencies, "dfs", went_on)
    )
    if spec.kind == "positions":
        ends = offsets_of(cfs)
        dtype = max(
            (
                source.reader.all_positions.dtype.str
                for source in sources
                if source.reader.all_positions is not None
            ),
            key=_width,
        )
        out.add_chunks(f"{name}/position_offsets", narrowest(int(ends[-1])), [ends])
        out.add_chunks(
            f"{name}/positions", dtype, _pieces(sources, ends, _positions, "cfs", went_on)
        )
    return merged


def _width(dtype: str) -> int:
    return int(np.dtype(dtype).itemsize)


def _unite(
    readers: Sequence[FieldReader], parts: Sequence[_Part]
) -> tuple[list[_Source], list[bytes]]:
    """The united dictionary, and each reader with its place in it and what is left of its
    postings.
    """
    dictionaries = [reader.keys() for reader in readers]
    keys = sorted(set().union(*dictionaries))
    rank = {key: i for i, key in enumerate(keys)}
    sources = []
    for reader, part, own in zip(readers, parts, dictionaries, strict=True):
        ranks = np.fromiter(map(rank.__getitem__, own), dtype=np.int64, count=len(own))
        dfs = lengths_of(reader.post_offsets)
        cfs = (
            lengths_of(reader.position_offsets)
            if reader.position_offsets is not None
            else np.zeros(len(own), dtype=np.int64)
        )
        if part.purged and len(own):
            kept = part.live[reader.all_docs.whole()]
            starts = reader.post_offsets[:-1].astype(np.int64)
            dfs = np.add.reduceat(kept, starts, dtype=np.int64)
            if reader.position_offsets is not None and reader.all_frequencies is not None:
                cfs = np.add.reduceat(kept * reader.all_frequencies.whole(), starts, dtype=np.int64)
        sources.append(_Source(reader, part, ranks, dfs, cfs))
    return sources, keys


def _docs(source: _Source, start: int, end: int) -> Array:
    posts = source.reader.post_offsets
    moved = source.part.numbers[source.reader.all_docs[int(posts[start]) : int(posts[end])]]
    return moved[moved >= 0] if source.part.purged else moved


def _frequencies(source: _Source, start: int, end: int) -> Array:
    posts = source.reader.post_offsets
    if source.reader.all_frequencies is None:
        raise ValueError("the field has no frequencies")
    own = source.reader.all_frequencies[int(posts[start]) : int(posts[end])]
    return own[source.kept_docs(start, end)] if source.part.purged else own


def _positions(source: _Source, start: int, end: int) -> Array:
    reader = source.reader
    if (
        reader.all_positions is None
        or reader.position_offsets is None
        or reader.all_frequencies is None
    ):
        raise ValueError("the field has no positions")
    own = reader.all_positions[
        int(reader.position_offsets[start]) : int(reader.position_offsets[end])
    ]
    if not source.part.purged:
        return own
    posts = reader.post_offsets
    counts = reader.all_frequencies[int(posts[start]) : int(posts[end])].astype(np.int64)
    kept: Array = own[np.repeat(source.kept_docs(start, end), counts)]
    return kept


def _pieces(
    sources: Sequence[_Source],
    offsets: Array,
    read: Callable[[_Source, int, int], Array],
    counts: str,
    went_on: Callable[[], None],
) -> Iterator[Array]:
    """An array of the merged field, in pieces of about PIECE items: each source's runs put where
    its terms' runs now are.
    """
    total = len(offsets) - 1
    bounds = offsets.astype(np.int64)
    filled = np.zeros(
        total, dtype=np.int64
    )  # how much of each term's run earlier sources have filled
    start = 0
    while start < total:
        went_on()
        end = max(start + 1, int(np.searchsorted(bounds, bounds[start] + PIECE, side="right")) - 1)
        piece: Array | None = None
        for source in sources:
            low, high = (int(at) for at in np.searchsorted(source.ranks, (start, end)))
            if low == high:
                continue
            values = read(source, low, high)
            lengths = getattr(source, counts)[low:high]
            ranks = source.ranks[low:high]
            if piece is None:
                piece = np.zeros(int(bounds[end] - bounds[start]), dtype=values.dtype)
            elif values.dtype.itemsize > piece.dtype.itemsize:
                piece = piece.astype(values.dtype)
            targets = bounds[ranks] - bounds[start] + filled[ranks]
            piece[places_of_runs(targets, lengths)] = values
            np.add.at(filled, ranks, lengths)
        if piece is not None:
            yield piece
        start = end


def _merge_articles(path: Path, parts: Sequence[_Part]) -> None:
    """Copy compressed records as they are, with their dictionaries; compress anew what was written
    without one.
    """
    dictionaries: list[bytes] = [b""]
    blobs: list[list[Array]] = []
    sizes: list[Array] = []
    users: list[Array] = []
    checksums = [part.file.stored.checksums.whole()[part.live] for part in parts]
    bare = [
        part.file.stored.record(doc)
        for part in parts
        if not any(part.file.stored.dictionaries)
        for doc in np.flatnonzero(part.live).tolist()
    ]
    fresh = make_dictionary(bare)
    if fresh:
        dictionaries.append(fresh)
    for part in parts:
        stored = part.file.stored
        kept = np.flatnonzero(part.live)
        if fresh and not any(stored.dictionaries):
            packed = compress_all([stored.record(doc) for doc in kept.tolist()], fresh)
            blobs.append([np.frombuffer(blob, dtype=np.uint8) for blob in packed])
            sizes.append(np.fromiter(map(len, packed), dtype=np.uint64, count=len(packed)))
            users.append(np.full(len(kept), 1))
            continue
        own = [i for i, dictionary in enumerate(stored.dictionaries) if dictionary]
        place = np.zeros(len(stored.dictionaries), dtype=np.int64)
        for i in own:
            place[i] = len(dictionaries)
            dictionaries.append(stored.dictionaries[i])
        blobs.append(stored.blobs(kept))
        sizes.append(lengths_of(stored.offsets.whole())[kept].astype(np.uint64))
        users.append(place[stored.users.whole()[kept]])
    chunks = (chunk for part_blobs in blobs for chunk in part_blobs)
    write_stored(
        path,
        chunks,
        np.concatenate(sizes),
        dictionaries,
        np.concatenate(users),
        np.concatenate(checksums),
    )
