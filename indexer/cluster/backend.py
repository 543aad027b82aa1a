"""`indexer.searching.ports.SearchBackend` over an archive in a cluster, as one copy of it is.

The cluster finds, counts and offers CANDIDATES; scores and order are the local index's own, over
the positions stored beside each of these. A handle is an article's number in the copy.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from indexer.cluster.client import Client, Refused
from indexer.cluster.documents import article_of, in_lots, seen
from indexer.cluster.published import Published
from indexer.cluster.requests import (
    VALUES,
    counted,
    counts_of,
    facet_counts,
    fetching,
    of_these,
    order_of,
    same_among,
    same_found,
)
from indexer.cluster.same_text import Groups, grouped
from indexer.cluster.statistics import Candidates, WholeArchive
from indexer.cluster.terms import StoredTerms, from_doc_values, unpack
from indexer.cluster.translation import Translation, excluding, names_facets, terms_of, within
from indexer.cluster.vocabulary import ClusterVocabulary
from indexer.errors import ClusterUnavailable, IndexCorrupt
from indexer.model.article import Article
from indexer.model.query import Node, SynonymQuery, WeightedTerm
from indexer.searching.local.backend import LocalBackend
from indexer.searching.ports import (
    DayCounts,
    Filters,
    Handle,
    QueryPlan,
    Rescoring,
    ScoredHit,
    ScoreExplanation,
    TopDocs,
)
from indexer.storage import IndexReader

__all__ = ["ClusterBackend", "Source"]

CANDIDATES: Final = 1_000
"""Best articles by the cluster's order that are scored anew: as many as can be paged to. Of the
product's own first ten all were among them, for 116 queries over 20,000 articles.
"""
_TOGETHER: Final = 10_000  # articles of the same text that are asked for at a time
Json = dict[str, Any]
Candidate = tuple[int, StoredTerms]
"""An article's number and terms."""


@dataclass(frozen=True, slots=True)
class Source:
    """One copy of an archive in a cluster: its index there, and the files kept beside us."""

    client: Client
    published: Published
    whole: WholeArchive
    sample: IndexReader


class ClusterBackend:
    """One copy of an archive; it never changes. Safe to share between threads."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.published = source.published
        self._whole = source.whole
        self.generation = source.whole.generation
        self.doc_count = source.whole.doc_count
        self.vocabulary = ClusterVocabulary(source.whole, source.sample, self._count)

    def execute(self, plan: QueryPlan) -> TopDocs:
        """The answer to a plan: one search, and the scores of its candidates. By date, articles of
        the same text are looked for before.
        """
        if plan.sort != "relevance":
            return self._by_date(plan)
        found, candidates, exact = self._asked(plan)
        met = grouped(self._groups(plan), same_found(found))
        total = int(found["hits"]["total"]["value"])
        facets = counted(found, plan)
        if not candidates:
            return TopDocs((), total, exact, facets, total - met.surplus)
        missing = list(met.missing({number for number, _ in candidates}))
        candidates += zip(missing, self._stored(missing) if missing else [], strict=True)
        numbers, stored = zip(*candidates, strict=True)
        local = self._among(stored, _nodes(plan))
        local.searcher.groups = met.labels(numbers)
        here = replace(plan, filters=Filters(), facets={}, together=bool(met.rows))
        best = local.execute(here)
        return TopDocs(
            tuple(_numbered(hit, numbers) for hit in best.hits),
            total,
            exact,
            facets,
            total - met.surplus,
            {
                Handle(numbers[handle]): tuple(_numbered(other, numbers) for other in others)
                for handle, others in best.alike.items()
            },
        )

    def _by_date(self, plan: QueryPlan) -> TopDocs:
        """The cluster gives the page itself, without the articles that share their text with one
        before them.
        """
        met = grouped(self._groups(plan), self._copies(plan))
        found, candidates, exact = self._asked(plan, without=met.later())
        distinct = int(found["hits"]["total"]["value"])
        facets = counted(found, plan)
        total = distinct + met.surplus
        if not candidates:
            return TopDocs((), total, exact, facets, distinct)
        numbers, stored = zip(*candidates, strict=True)
        here = replace(plan, filters=Filters(), facets={}, together=False, offset=0)
        best = self._among(stored, _nodes(plan)).execute(here)
        hits = tuple(_numbered(hit, numbers) for hit in best.hits)
        others = met.others()
        alike = {
            hit.handle: tuple(ScoredHit(Handle(one), 0.0) for one in others[hit.handle])
            for hit in hits
            if hit.handle in others
        }
        return TopDocs(hits, total, exact, facets, distinct, alike)

    def _groups(self, plan: QueryPlan) -> Groups:
        """The articles of the same text, where a plan asks for them together."""
        return self.published.groups if plan.together else ()

    def _copies(self, plan: QueryPlan) -> list[int]:
        """The matching articles that have the same text as others, in the order asked for."""
        numbers = [number for row in self._groups(plan) for number in row]
        if not numbers:
            return []
        found: list[int] = []
        query = excluding(Translation(plan.tree, self._whole).query(ranked=False), plan.filters)
        query["bool"]["filter"] += within(plan.filters)
        for some in in_lots(numbers, _TOGETHER):
            named = {"bool": {"filter": [query, {"terms": {"number": list(some)}}]}}
            body = {
                "query": named,
                "size": len(some),
                "sort": order_of(plan),
                "_source": False,
                "docvalue_fields": ["number"],
            }
            hits = self._search(body)["hits"]["hits"]
            found += [int(hit["fields"]["number"][0]) for hit in hits]
        return found

    def _asked(
        self, plan: QueryPlan, without: Sequence[int] = ()
    ) -> tuple[Json, list[Candidate], bool]:
        """The cluster's answer to a plan, the candidates in its order but for those `without`, and
        whether it counted all of the archive.
        """
        ranked = plan.sort == "relevance"
        translation = Translation(plan.tree, self._whole)
        offset = 0 if ranked or not plan.limit else plan.offset
        size = max(CANDIDATES, plan.offset + plan.limit) if ranked and plan.limit else plan.limit
        body: Json = {
            "query": self._seen(excluding(translation.query(ranked=ranked), plan.filters)),
            "from": offset,
            "size": size,
            "sort": order_of(plan),
            "track_total_hits": True,
            "timeout": f"{round(plan.budget.seconds * 1000)}ms",
            "aggs": facet_counts(plan),
            "_source": False,
            "docvalue_fields": ["number", "terms"],
            "stored_fields": "_none_",
        }
        numbers = [number for row in self._groups(plan) for number in row]
        if ranked and numbers:
            body["aggs"] |= same_among(numbers, plan)
        if plan.filters.include or without:
            passing: Json = {"bool": {"filter": within(plan.filters)}}
            if without:
                passing["bool"]["must_not"] = [of_these(without)]
            body["post_filter"] = passing
        found = self._search(body)
        candidates = list(map(_candidate, found["hits"]["hits"]))
        return found, candidates, _is_whole(found) and translation.is_whole

    def holding(self, nodes: Sequence[Node], hits: Sequence[ScoredHit]) -> list[list[bool]]:
        """For each node, which of the hits match it."""
        if not hits:
            return [[] for _ in nodes]
        local = self._among(self._stored([hit.handle for hit in hits]), nodes)
        return local.holding(nodes, [ScoredHit(Handle(at), 0.0) for at in range(len(hits))])

    def articles(self, hits: Sequence[ScoredHit]) -> list[Article]:
        """The stored articles of hits."""
        wanted = list(dict.fromkeys(int(hit.handle) for hit in hits))
        if not wanted:
            return []
        body = {**fetching(wanted), "_source": ["record"], "docvalue_fields": ["number"]}
        found = {
            int(hit["fields"]["number"][0]): article_of(hit)
            for hit in self._search(body)["hits"]["hits"]
        }
        missing = [number for number in wanted if number not in found]
        if missing:
            raise ClusterUnavailable(f"{len(missing)} articles are on shards that do not answer")
        return [found[hit.handle] for hit in hits]

    def article(self, id: str) -> Article | None:
        """The article with this id, or None."""
        query = self._seen({"bool": {"filter": [{"term": {"id": id}}]}})
        body = {"query": query, "size": 1, "_source": ["record"]}
        found = self._search(body)
        if found["hits"]["hits"]:
            return article_of(found["hits"]["hits"][0])
        if not _is_whole(found):
            raise ClusterUnavailable("a shard of the archive does not answer")
        return None

    def days(self, tree: Node, filters: Filters) -> DayCounts:
        """How many matching articles begin on each day."""
        aggs = {"day": {"terms": {"field": "day", "size": VALUES, "order": {"_key": "asc"}}}}
        found = self._search(self._counting(tree, filters, aggs))
        buckets = found["aggregations"]["day"]["buckets"]
        days = {date.fromordinal(int(one["key"])).isoformat(): one["doc_count"] for one in buckets}
        return DayCounts(days, int(found["hits"]["total"]["value"]) - sum(days.values()))

    def cross_counts(
        self,
        tree: Node,
        filters: Filters,
        rows: tuple[str, Sequence[str]],
        columns: tuple[str, Sequence[str]],
    ) -> Mapping[tuple[str, str], int]:
        """How many matching articles carry both a value of `rows` and one of `columns`."""
        if not rows[1] or not columns[1]:
            return {}
        aggs = {"row": counts_of(*rows) | {"aggs": {"column": counts_of(*columns)}}}
        found = self._search(self._counting(tree, filters, aggs))
        return {
            (row["key"], column["key"]): int(column["doc_count"])
            for row in found["aggregations"]["row"]["buckets"]
            for column in row["column"]["buckets"]
        }

    def explain(self, plan: QueryPlan, hits: int) -> list[ScoreExplanation]:
        """What the scores of the first hits are made of."""
        first = replace(plan, offset=0, limit=hits, facets={})
        _, candidates, _ = self._asked(first)
        if not candidates:
            return []
        local = self._among([stored for _, stored in candidates], _nodes(plan))
        return local.explain(replace(first, filters=Filters(), together=False), hits)

    def _counting(self, tree: Node, filters: Filters, aggs: Json) -> Json:
        """A search that counts what matches the tree and every filter."""
        query = excluding(Translation(tree, self._whole).query(ranked=False), filters)
        query = self._seen(query)
        query["bool"]["filter"] += within(filters)
        return {"query": query, "size": 0, "track_total_hits": True, "aggs": aggs}

    def _seen(self, query: Json) -> Json:
        """A query, among the articles of this generation."""
        return seen(query, self.published)

    def _count(self, tree: Node) -> int:
        """How many articles match a tree, for the vocabulary."""
        body = self._counting(tree, Filters(), {})
        del body["aggs"]
        return int(self._search(body)["hits"]["total"]["value"])

    def _among(self, stored: Sequence[StoredTerms], nodes: Sequence[Node]) -> LocalBackend:
        """The local backend over some articles in this order, of which it knows the terms of
        `nodes` alone.
        """
        wanted = [term.encode() for term in terms_of(nodes)]
        named = names_facets(nodes)
        local = LocalBackend(
            Candidates(self._whole, [one.only(wanted, facets=named) for one in stored])
        )
        local.searcher.newest_day = self._whole.figures.newest_day
        return local

    def _stored(self, numbers: Sequence[int]) -> list[StoredTerms]:
        """The terms of articles by their numbers."""
        body = {
            **fetching(numbers),
            "_source": False,
            "stored_fields": "_none_",
            "docvalue_fields": ["number", "terms"],
        }
        found = dict(map(_candidate, self._search(body)["hits"]["hits"]))
        if len(found) < len(set(numbers)):
            raise ClusterUnavailable("articles are on shards that do not answer")
        return [found[number] for number in numbers]

    def _search(self, body: Json) -> Json:
        try:
            found = self._source.client.search(
                f"/{self.published.index}/_search?search_type=dfs_query_then_fetch", body
            )
        except Refused as error:
            raise ClusterUnavailable(str(error)) from error
        shards = found["_shards"]
        if shards["failed"] and not shards["successful"]:
            raise ClusterUnavailable("no shard of the archive answers")
        return found


def _nodes(plan: QueryPlan) -> list[Node]:
    """Every tree whose terms an execution looks at."""
    return [plan.tree, *_of_rescoring(plan.rescoring)]


def _of_rescoring(rescoring: Rescoring | None) -> list[Node]:
    if rescoring is None:
        return []
    chains = [*rescoring.chains, *(chain for chains in rescoring.otherwise for chain in chains)]
    named = {term for longer in rescoring.longer for term in (*longer.row, *longer.following)}
    words: list[Node] = [word for chain in chains for word in chain]
    return [*words, SynonymQuery(tuple(map(WeightedTerm, sorted(named))))]


def _numbered(hit: ScoredHit, numbers: Sequence[int]) -> ScoredHit:
    """A hit among candidates, by its number in the archive."""
    return ScoredHit(Handle(numbers[hit.handle]), hit.score)


def _candidate(hit: Json) -> Candidate:
    fields = hit["fields"]
    try:
        return int(fields["number"][0]), unpack(from_doc_values(fields["terms"][0]))
    except (KeyError, ValueError, zlib.error) as error:
        raise IndexCorrupt(f"terms in the cluster cannot be read back: {error}") from error


def _is_whole(found: Json) -> bool:
    return not found["timed_out"] and not found["_shards"]["failed"]
