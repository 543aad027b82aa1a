"""Cửa Khẩu's own storage and execution."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer.model.article import Article
from indexer.model.query import And, Facet, Node, Phrase, SynonymQuery, WeightedTerm
from indexer.searching.local.backend import LocalBackend
from indexer.searching.ports import Filters, QueryPlan
from indexer.storage import open_index, rebuild
from tests.benchmarks.corpora import BenchQuery

__all__ = ["Ours"]

FACETS = {"province": ("province",), "counterpart": ("counterpart",), "year": ("year",)}


class Ours:
    """Queries as trees, as the grammar and expansion make them."""

    name = "Cửa Khẩu"

    def build(self, folder: Path, articles: Iterable[Article]) -> None:
        with rebuild(folder) as writer:
            for article in articles:
                writer.add(article)

    def open(self, folder: Path) -> None:
        self._index = open_index(folder)
        self._backend = LocalBackend(self._index.snapshot())

    @property
    def backend(self) -> LocalBackend:
        """That of the index as it is now."""
        snapshot = self._index.snapshot()
        if self._backend.snapshot is not snapshot:
            self._backend = LocalBackend(snapshot)
        return self._backend

    def ask(self, shape: str, query: BenchQuery) -> tuple[int, list[str]]:
        """(total, ids of the hits) of a query in one of the shapes of bench_search; the total comes always."""
        backend = self.backend
        backend.executor.forget()  # other engines look up anew what was asked before, too
        snapshot = backend.snapshot
        filters, counted, offset = Filters(), {}, 0
        words: list[SynonymQuery] = [SynonymQuery((WeightedTerm(term),)) for term in query.words]
        tree: Node = And(tuple(words))
        match shape:
            case "facets":
                counted = FACETS
            case "phrase":
                tree = Phrase(tuple(words))
            case "prefix":
                found = backend.vocabulary.prefix(query.bare[-1][:2], 200)
                tree = And(
                    (*words[:-1], SynonymQuery(tuple(WeightedTerm(term) for term, _ in found)))
                )
            case "bare":
                tree = And(
                    tuple(
                        SynonymQuery(
                            tuple(WeightedTerm(term) for term, _ in snapshot.spellings(bare))
                        )
                        for bare in query.bare
                    )
                )
            case "half":
                last = SynonymQuery(
                    tuple(WeightedTerm(term) for term, _ in snapshot.spellings(query.bare[-1]))
                )
                tree = And((*words[:-1], last))
            case "filtered":
                filters = Filters({"province": (Facet("province", query.province),)})
            case "page 50":
                offset = 490
        plan = QueryPlan(
            tree,
            filters,
            sort="newest" if shape == "newest" else "relevance",
            offset=offset,
            limit=10,
            facets=counted,
        )
        found = backend.execute(plan)
        return found.total, [snapshot.id_of(hit.handle) for hit in found.hits]
