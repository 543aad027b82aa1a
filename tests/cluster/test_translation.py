from __future__ import annotations

import json
from typing import Any

import pytest

from indexer.cluster.translation import Translation, matching_filter, terms_of
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
    WeightedTerm,
)


class Even:
    """Every term stands in as many articles."""

    def df(self, term: str, field: str = "text") -> int:
        return 5

    def idf(self, df: float) -> float:
        return 2.0


def many(count: int, begin: str = "t") -> SynonymQuery:
    return SynonymQuery(tuple(WeightedTerm(f"{begin}{n}", 1 / (n + 1)) for n in range(count)))


def clauses(query: Any) -> int:
    """How many clauses Lucene counts: every term of a span, a `terms` or a match as one."""
    if isinstance(query, list):
        return sum(map(clauses, query))
    if not isinstance(query, dict):
        return 0
    own = sum(name in ("terms", "span_term", "match", "term", "range") for name in query)
    return own + sum(map(clauses, query.values()))


@pytest.mark.parametrize(
    "tree",
    [
        And(tuple(many(200, begin) for begin in "abcdefgh")),
        Phrase((many(400, "a"), many(400, "b"), many(400, "c"))),
        Or(tuple(Phrase((many(60, f"{n}a"), many(60, f"{n}b"))) for n in range(20))),
        MinShouldMatch(tuple(many(30, f"w{n}") for n in range(32)), 0.5, (1 / 32,) * 32),
    ],
)
def test_no_query_comes_near_the_limit_of_1024_clauses(tree: Node) -> None:
    assert clauses(Translation(tree, Even()).query(ranked=True)) < 1_024


def test_a_phrase_that_has_to_do_without_spellings_says_so() -> None:
    wide = Phrase((many(400, "a"), many(400, "b")))
    assert not Translation(wide, Even()).is_whole
    assert "a0" in json.dumps(Translation(wide, Even()).query(ranked=False))
    assert Translation(Phrase((many(20, "a"), many(20, "b"))), Even()).is_whole
    assert Translation(And((many(5_000),)), Even()).is_whole


def test_all_spellings_match_however_many_there_are() -> None:
    query = Translation(many(3_000), Even()).query(ranked=False)
    assert clauses(query) == 2
    assert json.dumps(query).count('"t2999"') == 2


def test_terms_of_every_kind_of_node_are_known() -> None:
    tree = And((many(2, "a"), Not(many(1, "b")), Or((Phrase((many(1, "c"),)), Facet("year", "1")))))
    assert terms_of([tree]) == {"a0", "a1", "b0", "c0"}


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError):
        matching_filter(DateRange("2025-02-30", ""))
