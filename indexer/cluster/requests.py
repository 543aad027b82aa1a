"""Parts of what is asked of the cluster for a plan, and of what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from indexer.cluster.documents import MOST_TERMS, in_lots
from indexer.cluster.translation import within
from indexer.searching.ports import QueryPlan

__all__ = [
    "VALUES",
    "counted",
    "counts_of",
    "facet_counts",
    "fetching",
    "of_these",
    "order_of",
    "same_among",
    "same_found",
]

VALUES: Final = 40_000  # of a facet field that are counted
_SAME: Final = "same"  # the name of a count; those of facets are digits
Json = dict[str, Any]


def order_of(plan: QueryPlan) -> list[Json]:
    newest = {"date_start": {"order": "desc", "missing": "_last"}}
    by_id = {"id": {"order": "asc"}}
    match plan.sort:
        case "newest":
            return [newest, by_id]
        case "oldest":
            return [{"date_start": {"order": "asc", "missing": "_last"}}, by_id]
    return [{"_score": {"order": "desc"}}, newest, by_id]


def facet_counts(plan: QueryPlan) -> Json:
    """Counts of each group's fields under every filter but its own; a group by its number, for its
    name may be anything.
    """
    found: Json = {}
    for name, (group, fields) in enumerate(plan.facets.items()):
        others = within(plan.filters, but=group)
        counts = {field: {"terms": {"field": field, "size": VALUES}} for field in fields}
        if counts:
            found[f"{name}"] = {
                "filter": {"bool": {"filter": others}} if others else {"match_all": {}},
                "aggs": counts,
            }
    return found


def counted(found: Json, plan: QueryPlan) -> dict[str, dict[str, int]]:
    groups = found.get("aggregations", {})
    return {
        field: {one["key"]: one["doc_count"] for one in groups[f"{name}"][field]["buckets"]}
        for name, fields in enumerate(plan.facets.values())
        for field in fields
    }


def same_among(numbers: Sequence[int], plan: QueryPlan) -> Json:
    """Counts, by number, of those of these articles that match every filter."""
    passing = [of_these(numbers), *within(plan.filters)]
    counted = {"number": {"terms": {"field": "number", "size": len(numbers)}}}
    return {_SAME: {"filter": {"bool": {"filter": passing}}, "aggs": counted}}


def same_found(found: Json) -> list[int]:
    """What `_same_among` found."""
    counted = found.get("aggregations", {}).get(_SAME)
    buckets = counted["number"]["buckets"] if counted is not None else []
    return [int(one["key"]) for one in buckets]


def of_these(numbers: Sequence[int]) -> Json:
    lots = [{"terms": {"number": list(some)}} for some in in_lots(numbers, MOST_TERMS)]
    return lots[0] if len(lots) == 1 else {"bool": {"should": lots}}


def counts_of(field: str, values: Sequence[str]) -> Json:
    return {"terms": {"field": field, "size": len(values), "include": list(values)}}


def fetching(numbers: Sequence[int]) -> Json:
    return {
        "query": {"bool": {"filter": [{"terms": {"number": list(numbers)}}]}},
        "size": len(numbers),
        "sort": ["_doc"],
    }
