"""The index as it was at one commit: segments, live documents, collection-wide statistics, stored
articles.

An IndexReader never changes and is shared by threads; what is costly to make (dense number arrays,
averages) is made once, on first use. Documents have global numbers: a segment's base plus the
number inside it. They hold for one snapshot.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.caching import Cache, CachePool
from indexer.errors import IndexCorrupt
from indexer.language import fold
from indexer.model.article import Article
from indexer.model.register import Findings
from indexer.storage.format.article_codec import decode
from indexer.storage.format.postings import lengths_of
from indexer.storage.format.schema import exact
from indexer.storage.format.term_dictionary import FieldReader
from indexer.storage.reader.segment_reader import SegmentReader

__all__ = ["IndexReader", "Segment"]

Array = NDArray[Any]
_DFS: CachePool[int] = CachePool("storage.reader.frequencies", 8_000_000, lambda _: 200)
_SPELLINGS: CachePool[list[tuple[str, int]]] = CachePool(
    "storage.reader.spellings", 8_000_000, lambda found: 300 + 150 * len(found)
)


class Segment:
    """A segment within a snapshot: `base` is its first global document number; `live` is None when
    nothing is deleted.
    """

    def __init__(self, file: SegmentReader, base: int, deleted: Iterable[int] = ()) -> None:
        self.file = file
        self.base = base
        self.doc_count_all = file.doc_count
        gone = np.fromiter(deleted, dtype=np.int64)
        self.live: NDArray[np.bool_] | None = None
        if len(gone):
            self.live = np.ones(file.doc_count, dtype=bool)
            self.live[gone] = False
        self.doc_count = file.doc_count - len(gone)

    def live_docs(self, field: FieldReader, ordinal: int) -> Array:
        """The live documents that hold a term, by their numbers in the segment."""
        return self.live_of(field.docs(ordinal))

    def live_of(self, docs: Array) -> Array:
        """Those of some documents, by their numbers in the segment, that are live."""
        return docs if self.live is None else docs[self.live[docs]]

    def live_df(self, field: FieldReader, ordinal: int) -> int:
        """Live documents that hold a term."""
        return (
            field.df(ordinal)
            if self.live is None
            else int(np.count_nonzero(self.live[field.docs(ordinal)]))
        )

    def live_dfs(self, field: FieldReader, start: int, end: int) -> Array:
        """`live_df` of the terms start … end."""
        offsets = field.post_offsets[start : end + 1].astype(np.int64)
        if self.live is None or end <= start:
            return lengths_of(offsets)
        held = self.live.take(field.all_docs[offsets[0] : offsets[-1]])
        dfs: Array = np.add.reduceat(held.astype(np.int64), offsets[:-1] - offsets[0])
        return dfs

    def live_sum(self, name: str) -> int:
        """The sum of a number over live documents."""
        numbers = self.file.numbers(name)
        if self.live is not None:
            numbers = numbers[self.live]
        return int(numbers[numbers > 0].sum(dtype=np.int64))


class IndexReader:
    """All segments of one commit. `generation` changes with every commit and every rebuild."""

    def __init__(self, generation: str, segments: Sequence[Segment]) -> None:
        self.generation = generation
        self.segments = tuple(segments)
        self.doc_count = sum(segment.doc_count for segment in segments)
        self.doc_count_all = sum(segment.doc_count_all for segment in segments)
        self._bases = [segment.base for segment in segments]
        self._dfs: Cache[tuple[str, str], int] = Cache(_DFS)
        self._spellings: Cache[tuple[str, str], list[tuple[str, int]]] = Cache(_SPELLINGS)

    @cached_property
    def average_title_length(self) -> float:
        return sum(segment.live_sum("title_length") for segment in self.segments) / max(
            self.doc_count, 1
        )

    @cached_property
    def average_body_length(self) -> float:
        return sum(segment.live_sum("body_length") for segment in self.segments) / max(
            self.doc_count, 1
        )

    def df(self, term: str, field: str = "text") -> int:
        """Live documents that hold an exact term."""
        known = self._dfs.young.get((field, term))
        if known is None:
            known = self._dfs.remember((field, term), lambda: self._count(term, field))
        return known

    def _count(self, term: str, field: str) -> int:
        folded = fold(term)
        found = 0
        for segment in self.segments:
            reader = segment.file.field(field)
            ordinal = reader.ordinal(term, folded)
            found += segment.live_df(reader, ordinal) if ordinal >= 0 else 0
        return found

    def frequency(self, term: str) -> int:
        """How often an exact term stands in the texts, those of deleted documents included."""
        found, folded = 0, fold(term)
        for segment in self.segments:
            reader = segment.file.field("text")
            ordinal = reader.ordinal(term, folded)
            found += reader.occurrences(ordinal) if ordinal >= 0 else 0
        return found

    def spellings(self, folded: str, field: str = "text") -> list[tuple[str, int]]:
        """Every indexed term that folds to `folded`, with its live document frequency, most
        frequent first, ties by term.
        """
        known = self._spellings.young.get((field, folded))
        if known is None:
            known = self._spellings.remember((field, folded), lambda: self._spelled(folded, field))
        return known

    def _spelled(self, folded: str, field: str) -> list[tuple[str, int]]:
        readers = [segment.file.field(field) for segment in self.segments]
        return self._most_frequent(readers, [reader.spellings(folded) for reader in readers])

    def _most_frequent(
        self, readers: Sequence[FieldReader], ranges: Sequence[range]
    ) -> list[tuple[str, int]]:
        """The terms in each segment's range of ordinals, most frequent first, ties by term."""
        found: dict[bytes, int] = {}
        for segment, reader, ordinals in zip(self.segments, readers, ranges, strict=True):
            counts = segment.live_dfs(reader, ordinals.start, ordinals.stop)
            for at in np.flatnonzero(counts).tolist():
                key = reader.key(ordinals.start + at)
                found[key] = found.get(key, 0) + int(counts[at])
        of_key = readers[0].term_of if readers else exact
        terms = ((of_key(key), df) for key, df in found.items())
        return sorted(terms, key=lambda item: (-item[1], item[0]))

    def pair_count(self, first: str, second: str) -> int:
        """How often `second` stands right after `first` in the archive (deleted articles count
        until merged away).
        """
        return sum(segment.file.pairs.count(first, second) for segment in self.segments)

    def pair_counts(self, firsts: Sequence[str], seconds: Sequence[str]) -> list[list[int]]:
        """`pair_count` of each of `firsts` (rows) with each of `seconds` (columns)."""
        tables = [segment.file.pairs.counts(firsts, seconds) for segment in self.segments]
        none = [0] * len(seconds)
        return [
            [sum(counts) for counts in zip(none, *rows, strict=True)]
            for rows in zip(*tables, strict=True)
        ] or [none for _ in firsts]

    def facet_values(self, field: str) -> list[tuple[str, int]]:
        """Every value of a facet field with its live document count, most frequent first."""
        readers = [segment.file.field(field) for segment in self.segments]
        return self._most_frequent(readers, [range(len(reader)) for reader in readers])

    def segment_of(self, doc: int) -> Segment:
        """The segment that holds a global document number."""
        return self.segments[bisect_right(self._bases, doc) - 1]

    def article(self, doc: int) -> Article:
        """The stored article of a global document number.

        Raises IndexCorrupt when it cannot be read back.
        """
        segment = self.segment_of(doc)
        return decode(segment.file.stored.record(doc - segment.base))

    def findings(self) -> tuple[dict[int, Findings], int]:
        """What the live articles tell for the register, by global document number, and how many
        articles were indexed before there was one.
        """
        found: dict[int, Findings] = {}
        unread = 0
        for segment in self.segments:
            own, never = segment.file.findings()
            unread += never
            for doc, one in own.items():
                if segment.live is None or segment.live[doc]:
                    found[segment.base + doc] = one
        return found, min(unread, self.doc_count)

    def check_whole(self) -> None:
        """Raise IndexCorrupt when a file was cut short since it was opened: reading there would end
        the process.
        """
        for segment in self.segments:
            if not segment.file.is_whole():
                raise IndexCorrupt("a file of the index was cut short while it was served")

    def first_day(self, doc: int) -> str:
        """The first day of a document's date, ISO; "" when its year is not known."""
        segment = self.segment_of(doc)
        number = int(segment.file.numbers("date_start")[doc - segment.base])
        return date.fromordinal(number).isoformat() if number > 0 else ""

    def id_of(self, doc: int) -> str:
        """The id of a document."""
        segment = self.segment_of(doc)
        return segment.file.field("id").term(int(segment.file.id_ranks[doc - segment.base]))

    def ids(self) -> Iterator[str]:
        """The ids of all live articles."""
        for segment in self.segments:
            reader = segment.file.field("id")
            for ordinal, key in enumerate(reader.keys()):
                if len(segment.live_docs(reader, ordinal)):
                    yield key.decode()

    def find(self, id: str) -> int | None:
        """The global number of the live article with an id, or None."""
        for segment in self.segments:
            ids = segment.file.field("id")
            ordinal = ids.find(id.encode())
            if ordinal >= 0:
                for doc in ids.docs(ordinal).tolist():
                    if segment.live is None or segment.live[doc]:
                        return segment.base + int(doc)
        return None
