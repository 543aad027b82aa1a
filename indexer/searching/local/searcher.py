"""A snapshot prepared for queries: all its segments as one run of documents, and how often terms
stand in which of them.

Counts come as float32, whole numbers, and are normed afterwards element by element, so that a score
has the same bits whichever way it was looked up, and in whichever segment the document lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from indexer.caching import Cache, CachePool
from indexer.language import fold
from indexer.model.query import SynonymQuery
from indexer.searching import constants
from indexer.searching.local.same_text import ALONE, groups_of
from indexer.searching.local.statistics import Statistics, length_norm
from indexer.searching.local.types import (
    Counts,
    Docs,
    Mask,
    Places,
    SpellingGroup,
    TermGroup,
    WordTerms,
)
from indexer.storage import IndexReader
from indexer.storage.format.term_dictionary import FieldReader

__all__ = ["Searcher"]

_SEARCH = 64  # looking one document up costs as much as so many steps through an array
# terms in one document of so many, or more, are kept as an array over all documents,
_DENSE_FROM = 64
_AGAIN = 8  # which is worth so many times what it costs, as it is soon used again
_DENSE_ARRAYS = 300  # bytes per document of the largest archive that such arrays may take at least

_DENSE: CachePool[Counts] = CachePool(
    "searching.local.dense", 84_000_000, lambda array: array.nbytes + 200
)
"""Counts and scores of frequent words over all documents."""
_GROUPS: CachePool[TermGroup] = CachePool(
    "searching.local.terms", 8_000_000, lambda group: 400 + 300 * group.number
)
_WORDS: CachePool[WordTerms] = CachePool(
    "searching.local.words",
    8_000_000,
    lambda word: 600 + 400 * sum(group.text.number for group in word.groups),
)


class Searcher:
    """The documents of all segments one after the other, numbered as the snapshot does. Safe to
    share between threads.

    `body_norm` and `title_norm` say what one occurrence counts, per document; `live` is None when
    nothing is deleted.
    """

    def __init__(self, snapshot: IndexReader) -> None:
        self.snapshot = snapshot
        self.segments = snapshot.segments
        self.count = snapshot.doc_count_all
        self.bounds = [*(segment.base for segment in snapshot.segments), self.count]
        self.statistics = Statistics.of(snapshot)
        self.title_lengths = self.numbers("title_length")
        self.body_norm = length_norm(
            self.numbers("body_length"), self.statistics.average_body, constants.BODY_B
        )
        title_norm = length_norm(
            self.title_lengths, self.statistics.average_title, constants.TITLE_B
        )
        self.title_norm = title_norm * np.float32(constants.TITLE_WEIGHT)
        self.live = self._live()
        _DENSE.make_room(_DENSE_ARRAYS * self.count)
        self._terms: Cache[tuple[str, tuple[tuple[str, str], ...]], TermGroup] = Cache(_GROUPS)
        self._words: Cache[SynonymQuery, WordTerms] = Cache(_WORDS)
        self._dense: Cache[TermGroup | WordTerms, Counts] = Cache(_DENSE)

    def _live(self) -> Mask | None:
        """Which documents are not deleted; None when none is."""
        if all(segment.live is None for segment in self.segments):
            return None
        parts = [
            np.ones(segment.doc_count_all, dtype=bool) if segment.live is None else segment.live
            for segment in self.segments
        ]
        return np.concatenate(parts)

    def numbers(self, name: str) -> Counts:
        """A number of every document, -1 where it is not known."""
        parts = [segment.file.numbers(name) for segment in self.segments]
        return (
            parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype=np.int32), *parts])
        )

    @cached_property
    def starts(self) -> Counts:
        """The first day of every document's date, -1 where it is not known."""
        return self.numbers("date_start")

    @cached_property
    def groups(self) -> Counts:
        """Which documents have the same text as others: the group of each, ALONE for most."""
        rows = [segment.file.likeness() for segment in self.segments]
        if not rows:
            return np.zeros(0, np.int32)
        return groups_of(np.concatenate(rows), self.starts, self.live)

    @cached_property
    def id_ranks(self) -> Counts:
        """Of documents that have the same text as others, their places by id; 0 for the rest."""
        docs = (self.groups != ALONE).nonzero()[0]
        ids = [self.snapshot.id_of(doc).encode() for doc in docs.tolist()]
        ranks = np.zeros(self.count, np.int32)
        ranks[docs[sorted(range(len(ids)), key=ids.__getitem__)]] = np.arange(len(ids))
        return ranks

    @cached_property
    def newest_day(self) -> int:
        """The latest first day of any document that is not deleted, -1 where none is known."""
        days = self.starts if self.live is None else self.starts[self.live]
        return int(days.max(initial=-1))

    @cached_property
    def ends(self) -> Counts:
        """The last day of every document's date, -1 where it is not known."""
        return self.numbers("date_end")

    def split(self, docs: Docs) -> Iterator[tuple[int, int, int]]:
        """(place of a segment, first, end): docs[first:end], of ascending `docs`, lie in that
        segment; none without any.
        """
        places = docs.searchsorted(self.bounds).tolist()
        for i, (first, end) in enumerate(pairwise(places)):
            if end > first:
                yield i, first, end

    def word(self, word: SynonymQuery) -> WordTerms:
        """What is to be known of a word."""
        known = self._words.young.get(word)
        return known or self._words.remember(word, lambda: self._look_up(word))

    def _look_up(self, word: SynonymQuery) -> WordTerms:
        by_weight: dict[float, list[tuple[str, str]]] = {}
        df = weighted = 0.0
        field = "title" if word.scope == "title" else "text"
        for spelling in dict.fromkeys(word.spellings):
            by_weight.setdefault(spelling.weight, []).append((spelling.term, fold(spelling.term)))
            own = self.snapshot.df(spelling.term, field)
            df += own
            weighted += own * spelling.weight
        groups = [
            SpellingGroup(weight, self.terms("text", tuple(s)), self.terms("title", tuple(s)))
            for weight, s in by_weight.items()
        ]
        indexed = tuple(group for group in groups if group.text.df)
        return WordTerms(word.scope, indexed, df, self.statistics.idf(weighted))

    def terms(self, field: str, wanted: tuple[tuple[str, str], ...]) -> TermGroup:
        """Those of (term, folded) that are indexed."""
        return self._terms.remember((field, wanted), lambda: self._group(field, wanted))

    def _group(self, field: str, wanted: tuple[tuple[str, str], ...]) -> TermGroup:
        ordinals, df = [], 0
        for segment in self.segments:
            reader = segment.file.field(field)
            found = (reader.family(folded).get(term, -1) for term, folded in wanted)
            own = sorted(ordinal for ordinal in found if ordinal >= 0)
            ordinals.append(tuple(own))
            df += sum(map(reader.df, own))
        sizes = [len(own) for own in ordinals]
        return TermGroup(field, tuple(ordinals), max(sizes, default=0), sum(sizes), df)

    def is_dense(self, terms: TermGroup) -> bool:
        """Whether to work with an array over all documents."""
        return terms.df * _DENSE_FROM >= self.count or terms in self._dense

    def mark(self, terms: TermGroup, mask: Mask) -> None:
        """Set `mask` where any of the terms stands."""
        if self.is_dense(terms):
            np.logical_or(mask, self.dense(terms), out=mask)
        elif terms.df:
            mask[self._postings(terms, with_counts=False)[0]] = True

    def docs(self, terms: TermGroup) -> Docs:
        """Ascending documents that hold any of the terms."""
        if self.is_dense(terms):
            mask: Mask = self.dense(terms) != 0
            return mask.nonzero()[0]
        docs, _ = self._postings(terms, with_counts=False)
        if terms.most < 2:
            return docs
        docs.sort()
        first = np.ones(len(docs), dtype=bool)
        np.not_equal(docs[1:], docs[:-1], out=first[1:])
        return docs[first]

    def held(self, terms: TermGroup, docs: Docs) -> Mask:
        """Which of `docs` (ascending) hold any of the terms, as a mask."""
        mask: Mask
        if self.is_searched(terms, docs):
            mask = np.zeros(len(docs), dtype=bool)
            mask[self.search(terms, docs)[0]] = True
        else:
            mask = self.dense(terms).take(docs) != 0
        return mask

    def counts(self, terms: TermGroup, docs: Docs | None) -> Counts:
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

    def dense(self, terms: TermGroup) -> Counts:
        """How often the terms together stand in each document, whole numbers; kept when they are
        in many. Do not write to it.
        """
        known = self.kept(terms)
        if known is not None:
            return known
        made = self._counted(terms)
        if terms.df * _DENSE_FROM >= self.count:
            self.keep(terms, made)
        return made

    def _counted(self, terms: TermGroup) -> Counts:
        """The array of `dense`, in the narrowest type that holds it."""
        readers = [segment.file.field(terms.field) for segment in self.segments]
        made = np.zeros(self.count, dtype=_type_of_sums(readers, terms.most))
        for reader, own, (start, end) in zip(
            readers, terms.ordinals, pairwise(self.bounds), strict=True
        ):
            part = made[start:end]
            for ordinal in own:
                # intp is what numpy indexes by fastest, several times over
                docs = reader.docs(ordinal).astype(np.intp)
                if terms.most == 1:
                    part[docs] = reader.frequencies(ordinal)
                else:
                    part[docs] += reader.frequencies(ordinal)
        return made if made.itemsize == 1 else _narrowed(made)

    def kept(self, key: TermGroup | WordTerms) -> Counts | None:
        """What `keep` was given, unless it had to make room for what was asked for since."""
        known = self._dense.young.get(key)
        return self._dense.get(key) if known is None else known

    def keep(self, key: TermGroup | WordTerms, made: Counts) -> None:
        """Keep an array over all documents, as long as there is room for it."""
        self._dense.put(key, made)

    def is_searched(self, terms: TermGroup, docs: Docs) -> bool:
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

    def search(self, terms: TermGroup, docs: Docs) -> tuple[Places, Counts]:
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

    def _postings(self, terms: TermGroup, *, with_counts: bool) -> tuple[Places, Counts]:
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


def _type_of_sums(readers: Sequence[FieldReader], most: int) -> type[np.unsignedinteger[Any]]:
    """What holds the sum of the frequencies of `most` terms, for certain."""
    wide = any(
        reader.all_frequencies is not None and reader.all_frequencies.itemsize > 1
        for reader in readers
    )
    if wide or most > 256:
        return np.uint32
    return np.uint16 if most > 1 else np.uint8


def _narrowed(counts: Counts) -> Counts:
    """Counts in the narrowest type that holds them."""
    largest = int(counts.max(initial=0))
    if largest < 1 << 8:
        return counts.astype(np.uint8)
    return counts.astype(np.uint16 if largest < 1 << 16 else np.uint32, copy=False)


def _summed(places: Places, counts: Counts) -> tuple[Places, Counts]:
    """Ascending distinct places, and the sum of the counts at each."""
    order = places.argsort()
    places, counts = places[order], counts[order]
    first = np.ones(len(places), dtype=bool)
    np.not_equal(places[1:], places[:-1], out=first[1:])
    starts = first.nonzero()[0]
    return places[starts], np.add.reduceat(counts, starts) if len(starts) else counts


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
