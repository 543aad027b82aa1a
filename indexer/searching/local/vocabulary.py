"""The vocabulary of a snapshot, remembered: what one query asked for, the next finds at hand.

One per snapshot, which owns it; shared by threads; the caches are only ever filled with the same
values.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.caching import Cache, CachePool
from indexer.language import fold
from indexer.model.query import And, Node, Phrase, SynonymQuery, WeightedTerm
from indexer.searching.local.capitals import holders_as_word, written
from indexer.searching.local.execution import Executor
from indexer.searching.local.next_words import Contexts
from indexer.searching.ports import KeepsDerived, QueryPlan
from indexer.storage import IndexReader

__all__ = ["ArchiveVocabulary", "holding_tree"]

_Counted = Sequence[tuple[str, int]]
_LISTS: CachePool[_Counted] = CachePool(
    "searching.local.vocabulary.lists", 18_000_000, lambda items: 300 + 150 * len(items)
)
_PAIRS: CachePool[Sequence[int]] = CachePool(
    "searching.local.vocabulary.pairs", 12_000_000, lambda row: 400 + 24 * len(row)
)
_WRITTEN: CachePool[str | None] = CachePool(
    "searching.local.vocabulary.written", 1_000_000, lambda _: 500
)
_NUMBERS: CachePool[int] = CachePool("searching.local.vocabulary.numbers", 6_000_000, lambda _: 300)


class ArchiveVocabulary(KeepsDerived):
    """`indexer.searching.ports.Vocabulary` over a snapshot of the index."""

    def __init__(self, snapshot: IndexReader, executor: Executor) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._executor = executor
        self.doc_count = snapshot.doc_count
        self._contexts = Contexts(snapshot)
        self._pairs: Cache[tuple[str, tuple[str, ...]], Sequence[int]] = Cache(_PAIRS)
        self._joined: Cache[tuple[str, ...], int] = Cache(_NUMBERS)
        self._holding: Cache[tuple[tuple[str, ...], ...], int] = Cache(_NUMBERS)
        self._followers: Cache[tuple[str, int], _Counted] = Cache(_LISTS)
        self._written: Cache[tuple[str, ...], str | None] = Cache(_WRITTEN)
        self._values: Cache[str, _Counted] = Cache(_LISTS)
        self._completions: Cache[tuple[str, str, int], _Counted] = Cache(_LISTS)

    def spellings(self, key: str) -> Sequence[tuple[str, int]]:
        """Indexed terms whose folded form is `key`, most frequent first."""
        return self._snapshot.spellings(key)

    def prefix(self, key: str, limit: int) -> Sequence[tuple[str, int]]:
        """Indexed terms whose folded form starts with `key`, most frequent first."""
        return self._completions.remember(
            ("text", key, limit), lambda: self._frequent("text", key, limit)
        )

    def followers(self, first: str, limit: int) -> Sequence[tuple[str, int]]:
        """Words that most often stand right after `first`, with how often."""
        return self._followers.remember((first, limit), lambda: self._after(first, limit))

    def _after(self, first: str, limit: int) -> Sequence[tuple[str, int]]:
        found: dict[str, int] = {}
        for segment in self._snapshot.segments:
            for second, count in segment.file.pairs.after(first, 2 * limit):
                found[second] = found.get(second, 0) + count
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def compounds(self, key: str, limit: int) -> Sequence[tuple[str, int]]:
        """Words of several syllables whose folded form starts with `key`, syllables parted by
        spaces.
        """
        stored = key.replace(" ", "_")
        found = self._completions.remember(
            ("words", stored, limit), lambda: self._frequent("words", stored, limit)
        )
        return [(word.replace("_", " "), count) for word, count in found]

    def compound_df(self, word: str) -> int:
        """Number of articles that hold a word of several syllables as one word."""
        return self._snapshot.df(word.replace(" ", "_"), "words")

    def joined_df(self, words: tuple[str, ...]) -> int:
        """Number of articles that hold these syllables as one word, or as the beginning of one."""
        return self._joined.remember(words, lambda: self._count_joined("_".join(words)))

    def _count_joined(self, word: str) -> int:
        found = self._snapshot.df(word, "words")
        for segment in self._snapshot.segments:
            reader = segment.file.field("words")
            for ordinal in reader.prefix(fold(word) + "_"):
                if reader.term(ordinal).startswith(word + "_"):
                    found += segment.live_df(reader, ordinal)
        return found

    def frequency(self, term: str) -> int:
        """How often this term stands in the archive."""
        return self._snapshot.frequency(term)

    @property
    def token_count(self) -> int:
        """How many terms stand in the archive, each as often as it does."""
        return round(self._snapshot.average_body_length * self.doc_count)

    def holding(self, phrases: tuple[tuple[str, ...], ...]) -> int:
        """Number of articles that hold each of these rows of terms, its terms side by side."""
        return self._holding.remember(phrases, lambda: self._count_holding(phrases))

    def _count_holding(self, phrases: tuple[tuple[str, ...], ...]) -> int:
        return self._executor.execute(QueryPlan(holding_tree(phrases), limit=0)).total

    def df(self, term: str) -> int:
        """Number of articles that hold exactly this term."""
        return self._snapshot.df(term)

    def title_df(self, term: str) -> int:
        """Number of articles whose title holds exactly this term."""
        return self._snapshot.df(term, "title")

    def following(self, head: Sequence[str], nexts: Sequence[tuple[str, ...]]) -> Sequence[int]:
        """About how many articles hold each of `nexts` right after the words `head`: counted in a
        sample of those that hold the head.
        """
        return self._contexts.following(head, nexts)

    def parted(self, head: Sequence[str], words: tuple[str, ...]) -> bool:
        """Do a head and the words after it mostly belong to two phrases, with a comma or a full
        stop between?
        """
        return self._contexts.parted(head, words)

    def written(self, words: tuple[str, ...]) -> str | None:
        """The words, in a row, with the capitals that a few articles give them; None where none
        holds them so.
        """
        return self._written.remember(words, lambda: self._read_capitals(words))

    def _read_capitals(self, words: tuple[str, ...]) -> str | None:
        docs = holders_as_word(self._snapshot, words) if len(words) > 1 else ()
        return written(self._snapshot, words, docs or self._contexts.holders(words))

    def pair_counts(self, firsts: Sequence[str], seconds: Sequence[str]) -> Sequence[Sequence[int]]:
        """How often each of `seconds` (columns) stands right after each of `firsts` (rows)."""
        columns = tuple(seconds)
        rows: dict[str, Sequence[int]] = {}
        missing: list[str] = []
        for first in dict.fromkeys(firsts):
            row = self._pairs.young.get((first, columns))
            if row is None:
                row = self._pairs.get((first, columns))
            if row is None:
                missing.append(first)
            else:
                rows[first] = row
        if missing:
            found = self._snapshot.pair_counts(missing, columns)
            for first, row in zip(missing, found, strict=True):
                self._pairs.put((first, columns), row)
                rows[first] = row
        return [rows[first] for first in firsts]

    def facet_values(self, field: str) -> Sequence[tuple[str, int]]:
        """Values of a facet field with the number of articles that carry each."""
        return self._values.remember(field, lambda: self._snapshot.facet_values(field))

    def _frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The most frequent terms that begin so. Counts come from the segments where a term is
        among the most frequent.

        Only the terms chosen are read, so that a single letter costs little on a large archive.
        """
        found: dict[str, int] = {}
        for segment in self._snapshot.segments:
            reader = segment.file.field(field)
            ordinals = reader.prefix(prefix)
            dfs = np.diff(reader.post_offsets[ordinals.start : ordinals.stop + 1].astype(np.int64))
            kept = (
                np.argpartition(-dfs, 2 * limit)[: 2 * limit]
                if len(dfs) > 2 * limit
                else np.arange(len(dfs))
            )
            for at in kept.tolist():
                term = reader.term(ordinals.start + at)
                found[term] = found.get(term, 0) + (
                    int(dfs[at])
                    if segment.live is None
                    else segment.live_df(reader, ordinals.start + at)
                )
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [item for item in ranked[:limit] if item[1]]


def holding_tree(phrases: tuple[tuple[str, ...], ...]) -> Node:
    """The query for articles that hold each of these rows of terms, its terms side by side."""
    nodes: list[Node] = []
    for phrase in phrases:
        words = tuple(SynonymQuery((WeightedTerm(term),)) for term in phrase)
        nodes.append(words[0] if len(words) == 1 else Phrase(words))
    return And(tuple(nodes))
