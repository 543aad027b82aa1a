"""The oracle as a `SearchBackend`: the simplest inhabitant of the port, for articles held in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from indexer.language.likeness import LEAST_TERMS
from indexer.model.article import Article
from indexer.model.query import Node
from indexer.searching.constants import RERANKED
from indexer.searching.ports import (
    DayCounts,
    Filters,
    Handle,
    QueryPlan,
    ScoredHit,
    ScoreExplanation,
    TopDocs,
)
from indexer.storage.format.schema import FACETS
from tests.support.oracle import Document, Oracle
from tests.support.oracle_rescorer import OracleRescorer
from tests.support.small_vocabulary import SmallVocabulary

__all__ = ["OracleBackend"]

PARTS = {
    "adjacency": "adjacency",
    "nearness": "nearness",
    "lead": "lead",
    "title": "phrase in title",
}


class OracleVocabulary(SmallVocabulary):
    """What the articles' indexed texts say; knows titles apart."""

    def __init__(
        self,
        documents: Sequence[Document],
        facets: Mapping[str, Mapping[str, int]],
        words: Mapping[str, int],
    ) -> None:
        super().__init__((d.indexed_text for d in documents), facets, words)
        self._documents = documents

    def title_df(self, term: str) -> int:
        return sum(bool(d.occurrences(term, "title")) for d in self._documents)


class OracleBackend:
    """Articles looked at one by one. `words`: what the segmenter joined in each ("cửa_khẩu"), by id."""

    def __init__(
        self, articles: Iterable[Article], words: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.oracle = Oracle(articles)
        self.generation = "oracle"
        self.doc_count = len(self.oracle.documents)
        self._numbers = {d.article.id: n for n, d in enumerate(self.oracle.documents)}
        given = words or {}
        joined = Counter(w for d in self.oracle.documents for w in set(given.get(d.article.id, ())))
        counts = {
            field: Counter(value for d in self.oracle.documents for value in d.facets(field))
            for field in FACETS
        }
        spaced = {word.replace("_", " "): count for word, count in joined.items()}
        self.vocabulary = OracleVocabulary(self.oracle.documents, counts, spaced)
        self._rescorer = OracleRescorer(self.oracle, joined)

    def execute(self, plan: QueryPlan) -> TopDocs:
        answer = self.oracle.search(
            plan.tree,
            include=plan.filters.include,
            exclude=plan.filters.exclude,
            sort=plan.sort,
            facets=plan.facets,
        )
        hits = list(zip(answer.ids, answer.scores, strict=True))
        if _applicable(plan):
            hits = self._rescored(plan, hits)
        alike: dict[str, list[str]] = {}
        if plan.together:
            hits, alike = self._together(hits)
        end = plan.offset + plan.limit
        chosen = tuple(self._hit(id, score) for id, score in hits[plan.offset : end])
        others = {
            self._hit(id, score).handle: tuple(self._hit(other, score) for other in alike[id])
            for id, score in hits[plan.offset : end]
            if alike.get(id)
        }
        return TopDocs(chosen, answer.total, True, answer.facets, len(hits), others)

    def _hit(self, id: str, score: float) -> ScoredHit:
        return ScoredHit(Handle(self._numbers[id]), score)

    def _together(
        self, hits: Sequence[tuple[str, float]]
    ) -> tuple[list[tuple[str, float]], dict[str, list[str]]]:
        """Of copies to the letter the first, and for each the others."""
        first: dict[str, str] = {}
        kept, alike = [], dict[str, list[str]]()
        for id, score in hits:
            text = self._document(id).article.text
            if len(text.split()) >= LEAST_TERMS and first.setdefault(text, id) != id:
                alike[first[text]].append(id)
            else:
                alike[id] = []
                kept.append((id, score))
        return kept, alike

    def _rescored(
        self, plan: QueryPlan, hits: Sequence[tuple[str, float]]
    ) -> list[tuple[str, float]]:
        assert plan.rescoring is not None
        head = []
        for id, score in hits[:RERANKED]:
            added = sum(self._rescorer.parts(plan.rescoring, self._document(id)).values())
            kept = self._rescorer.kept(plan.rescoring, self._document(id))
            fresh = self._rescorer.fresh(plan.rescoring, self._document(id))
            head.append((id, (score + added) * kept * fresh))
        return sorted(head, key=lambda hit: -hit[1]) + list(hits[RERANKED:])

    def _document(self, id: str) -> Document:
        return self.oracle.documents[self._numbers[id]]

    def articles(self, hits: Sequence[ScoredHit]) -> list[Article]:
        return [self.oracle.documents[hit.handle].article for hit in hits]

    def article(self, id: str) -> Article | None:
        return self._document(id).article if id in self._numbers else None

    def _matching(self, tree: Node, filters: Filters) -> list[Document]:
        found = self.oracle.search(
            tree, include=filters.include, exclude=filters.exclude, sort="relevance", facets={}
        )
        return [self._document(id) for id in found.ids]

    def days(self, tree: Node, filters: Filters) -> DayCounts:
        found = self._matching(tree, filters)
        known = [d.days[0] for d in found if d.days and (d.days[1] - d.days[0]).days < 28]
        counts = Counter(day.isoformat() for day in known)
        return DayCounts(dict(sorted(counts.items())), len(found) - len(known))

    def cross_counts(
        self,
        tree: Node,
        filters: Filters,
        rows: tuple[str, Sequence[str]],
        columns: tuple[str, Sequence[str]],
    ) -> Mapping[tuple[str, str], int]:
        return Counter(
            (row, column)
            for document in self._matching(tree, filters)
            for row in document.facets(rows[0]) & set(rows[1])
            for column in document.facets(columns[0]) & set(columns[1])
        )

    def explain(self, plan: QueryPlan, hits: int) -> list[ScoreExplanation]:
        answer = self.oracle.search(
            plan.tree,
            include=plan.filters.include,
            exclude=plan.filters.exclude,
            sort="relevance",
            facets={},
        )
        found = []
        for id, score in zip(answer.ids[:RERANKED], answer.scores, strict=False):
            added = (
                self._rescorer.parts(plan.rescoring, self._document(id)) if plan.rescoring else {}
            )
            parts = {"words": score + added.get("evenness", 0.0)}
            parts |= {name: added.get(part, 0.0) for part, name in PARTS.items()}
            kept = (
                self._rescorer.kept(plan.rescoring, self._document(id)) if plan.rescoring else 1.0
            )
            parts["within other words"] = (kept - 1) * sum(parts.values())
            fresh = (
                self._rescorer.fresh(plan.rescoring, self._document(id)) if plan.rescoring else 1.0
            )
            parts["recent"] = (fresh - 1) * sum(parts.values())
            found.append(ScoreExplanation(id, parts))
        return sorted(found, key=lambda one: -sum(one.parts.values()))[:hits]


def _applicable(plan: QueryPlan) -> bool:
    return bool(
        plan.rescoring
        and plan.rescoring.chains
        and plan.sort == "relevance"
        and plan.offset < RERANKED
    )
