"""`indexer.searching.ports.Vocabulary` of an archive in a cluster.

Frequencies, pairs and compounds are exact, from the files beside us; so are articles that hold rows
of terms, which the cluster counts. What follows words is counted in the sample, as the local index
counts it in a part of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.cluster.statistics import WholeArchive
from indexer.model.query import Node
from indexer.searching.local.execution import Executor
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.vocabulary import ArchiveVocabulary, holding_tree
from indexer.storage import IndexReader

__all__ = ["ClusterVocabulary"]


class ClusterVocabulary(ArchiveVocabulary):
    """The words of a whole archive, with a sample of its articles. `count` asks the cluster how
    many articles match a tree.
    """

    def __init__(
        self, whole: WholeArchive, sample: IndexReader, count: Callable[[Node], int]
    ) -> None:
        executor = Executor(Searcher(sample))
        super().__init__(whole, executor)
        self._sampled = ArchiveVocabulary(sample, executor)
        self._share = whole.doc_count / max(sample.doc_count, 1)
        self._count_in_cluster = count

    def _count_holding(self, phrases: tuple[tuple[str, ...], ...]) -> int:
        if not all(self.df(term) for phrase in phrases for term in phrase):
            return 0
        if len(phrases) == 1 and len(phrases[0]) == 1:
            return self.df(phrases[0][0])
        return self._count_in_cluster(holding_tree(phrases))

    def following(self, head: Sequence[str], nexts: Sequence[tuple[str, ...]]) -> Sequence[int]:
        """About how many articles hold each of `nexts` right after the words `head`."""
        return [round(times * self._share) for times in self._sampled.following(head, nexts)]

    def parted(self, head: Sequence[str], words: tuple[str, ...]) -> bool:
        """Do a head and the words after it mostly belong to two phrases?"""
        return self._sampled.parted(head, words)

    def _read_capitals(self, words: tuple[str, ...]) -> str | None:
        return self._sampled.written(words)
