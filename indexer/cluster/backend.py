"""`indexer.searching.ports.SearchBackend` over an archive in a cluster, as one copy of it is.

The cluster finds, counts and offers CANDIDATES; scores and order are the local index's own, over
the positions stored beside each of these. A handle is an article's number in the copy. Articles of
the same text are hits of their own (see `QueryPlan.together`).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from indexer.cluster.client import Client, Refused
from indexer.cluster.documents import article_of, seen
from indexer.cluster.published import Published
from indexer.cluster.statistics import Candidates, WholeArchive
from indexer.cluster.terms import StoredTerms, from_doc_values, unpack
from indexer.cluster.translation import Translation, excluding, terms_of, within
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
_VALUES: Final = 40_000  # of a facet field that are counted
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
        self._whole = source.whole
        self.generation = source.whole.generation
        self.doc_count = source.whole.doc_count
        self.vocabulary = ClusterVocabulary(source.whole, source.sample, self._count)

    def execute(self, plan: QueryPlan) -> TopDocs:
        """The answer to a plan: one search, and the scores of its candidates."""
        found, candidates, exact = self._asked(plan)
        facets = _counted(found, plan)
        total = int(found["hits"]["total"]["value"])
        if not candidates:
            return TopDocs((), total, exact, facets, total)
        numbers, stored = zip(*candidates, strict=True)
        here = replace(plan, filters=Filters(), facets={}, together=False)
        if plan.sort != "relevance":  # then the cluster gave the page itself
            here = replace(here, offset=0)
        best = self._among(stored, _nodes(plan)).execute(here)
        hits = tuple(ScoredHit(Handle(numbers[hit.handle]), hit.score) for hit in best.hits)
        return TopDocs(hits, total, exact, facets, total)

    def _asked(self, plan: QueryPlan) -> tuple[Json, list[Candidate], bool]:
        """The cluster's answer to a plan, the candidates in its order, and whether it counted all
        of the archive.
        """
        ranked = plan.sort == "relevance"
        translation = Translation(plan.tree, self._whole)
        offset = 0 if ranked or not plan.limit else plan.offset
        size = max(CANDIDATES, plan.offset + plan.limit) if ranked and plan.limit else plan.limit
        body = {
            "query": self._seen(excluding(translation.query(ranked=ranked), plan.filters)),
            "from": offset,
            "size": size,
            "sort": _order(plan),
            "track_total_hits": True,
            "timeout": f"{round(plan.budget.seconds * 1000)}ms",
            "aggs": _facets(plan),
            "_source": False,
            "docvalue_fields": ["number", "terms"],
            "stored_fields": "_none_",
        }
        if plan.filters.include:
            body["post_filter"] = {"bool": {"filter": within(plan.filters)}}
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
        body = {**_of_numbers(wanted), "_source": ["record"], "docvalue_fields": ["number"]}
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
        aggs = {"day": {"terms": {"field": "day", "size": _VALUES, "order": {"_key": "asc"}}}}
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
        aggs = {"row": _named(*rows) | {"aggs": {"column": _named(*columns)}}}
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
        return seen(query, self._source.published)

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
        local = LocalBackend(Candidates(self._whole, [one.only(wanted) for one in stored]))
        local.searcher.newest_day = self._whole.figures.newest_day
        return local

    def _stored(self, numbers: Sequence[int]) -> list[StoredTerms]:
        """The terms of articles by their numbers."""
        body = {
            **_of_numbers(numbers),
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
                f"/{self._source.published.index}/_search?search_type=dfs_query_then_fetch", body
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


def _order(plan: QueryPlan) -> list[Json]:
    newest = {"date_start": {"order": "desc", "missing": "_last"}}
    by_id = {"id": {"order": "asc"}}
    match plan.sort:
        case "newest":
            return [newest, by_id]
        case "oldest":
            return [{"date_start": {"order": "asc", "missing": "_last"}}, by_id]
    return [{"_score": {"order": "desc"}}, newest, by_id]


def _facets(plan: QueryPlan) -> Json:
    """Counts of each group's fields under every filter but its own; a group by its number, for its
    name may be anything.
    """
    found: Json = {}
    for name, (group, fields) in enumerate(plan.facets.items()):
        others = within(plan.filters, but=group)
        counts = {field: {"terms": {"field": field, "size": _VALUES}} for field in fields}
        if counts:
            found[f"{name}"] = {
                "filter": {"bool": {"filter": others}} if others else {"match_all": {}},
                "aggs": counts,
            }
    return found


def _counted(found: Json, plan: QueryPlan) -> dict[str, dict[str, int]]:
    groups = found.get("aggregations", {})
    return {
        field: {one["key"]: one["doc_count"] for one in groups[f"{name}"][field]["buckets"]}
        for name, fields in enumerate(plan.facets.values())
        for field in fields
    }


def _named(field: str, values: Sequence[str]) -> Json:
    return {"terms": {"field": field, "size": len(values), "include": list(values)}}


def _of_numbers(numbers: Sequence[int]) -> Json:
    return {
        "query": {"bool": {"filter": [{"terms": {"number": list(numbers)}}]}},
        "size": len(numbers),
        "sort": ["_doc"],
    }


def _candidate(hit: Json) -> Candidate:
    fields = hit["fields"]
    try:
        return int(fields["number"][0]), unpack(from_doc_values(fields["terms"][0]))
    except (KeyError, ValueError, zlib.error) as error:
        raise IndexCorrupt(f"terms in the cluster cannot be read back: {error}") from error


def _is_whole(found: Json) -> bool:
    return not found["timed_out"] and not found["_shards"]["failed"]
