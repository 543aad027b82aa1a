"""What every `SearchBackend` must answer, case by case; then all kinds of plans against the oracle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, product

import pytest

from indexer.model.facets import FACETS
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    MatchAll,
    MatchNone,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
    WeightedTerm,
)
from indexer.searching.constants import QUESTION, TOPIC
from indexer.searching.ports import (
    Filters,
    LongerWords,
    QueryPlan,
    Rescoring,
    SearchBackend,
    TopDocs,
)
from tests.searching.contract.archive import ARTICLES, GONE
from tests.support.oracle_backend import OracleBackend

FIELDS = {facet.name: facet.fields for facet in FACETS.values()}


def word(*spellings: str, scope: str = "text") -> SynonymQuery:
    """A word by its spellings, the first likelier than the others."""
    weights = (1.0, *(0.25 for _ in spellings[1:]))
    terms = tuple(map(WeightedTerm, spellings, weights))
    return SynonymQuery(terms, scope)  # type: ignore[arg-type]


CUA, KHAU, HOP, TAC, THONG, MINH, QUAN, HUU, NGHI = map(
    word, ["cửa", "khẩu", "hợp", "tác", "thông", "minh", "quan", "hữu", "nghị"]
)
BARE = word("cửa", "của")
GATES = ["thong-minh", "khong-ngay", "lien-quan", "thang-ba", "ca-nam", "hop-tac"]


def ids(backend: SearchBackend, found: TopDocs) -> list[str]:
    return [article.id for article in backend.articles(found.hits)]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(And((CUA, KHAU)), {*GATES, "qua-nam"}, id="all of"),
        pytest.param(Phrase((CUA, KHAU)), {*GATES}, id="phrase"),
        pytest.param(Phrase((word("cửa"), word("kho")), 2), {"qua-nam"}, id="phrase with slop"),
        pytest.param(
            Phrase((word("cửa"), word("kho")), 1), set(), id="phrase with too little slop"
        ),
        pytest.param(Phrase((NGHI, word("hàng")), 3), set(), id="no phrase over the title's end"),
        pytest.param(Phrase((word("lễ"), word("tin")), 5), set(), id="nor into related items"),
        pytest.param(word("sắt"), {"lien-quan"}, id="related items are found"),
        pytest.param(
            Or((Phrase((THONG, QUAN)), Phrase((THONG, MINH)))),
            {"thong-minh", "qua-nam", "khong-ngay"},
            id="any of",
        ),
        pytest.param(
            MinShouldMatch((HOP, THONG, HUU), 2),
            {"thong-minh", "ca-nam"},
            id="at least two of three",
        ),
        pytest.param(
            MinShouldMatch((HOP, THONG, HUU), 0.6, (0.5, 0.1, 0.2)),
            {"thong-minh", "ca-nam"},
            id="at least so much by weight",
        ),
        pytest.param(
            word("thông", "thượng", "thương"), {"thong-minh", "qua-nam", "khong-ngay"}, id="prefix"
        ),
        pytest.param(And((HUU, Not(HOP))), {"cu"}, id="without"),
        pytest.param(word("khẩu", scope="title"), {"thong-minh", "khong-ngay"}, id="in the title"),
        pytest.param(
            word("khẩu", scope="body"),
            {"thong-minh", "hop-tac", "qua-nam", "ca-nam", "thang-ba", "lien-quan"},
            id="in the text",
        ),
        pytest.param(
            DateRange("2025-01-02", "2025-03-24"),
            {"thong-minh", "qua-nam", "ca-nam", "thang-ba", "lien-quan"},
            id="dated",
        ),
        pytest.param(DateRange("", "2020-01-01"), {"cu"}, id="dated until"),
        pytest.param(
            Facet("year", "unknown"), {"khong-ngay", "ngay-khong-nam", "rong"}, id="facet"
        ),
        pytest.param(MatchAll(), {article.id for article in ARTICLES}, id="every article"),
        pytest.param(MatchNone(), set(), id="no article"),
    ],
)
def test_finds_what_matches_and_nothing_else(
    backend: SearchBackend, tree: Node, expected: set[str]
) -> None:
    found = backend.execute(QueryPlan(tree, limit=100))
    assert (set(ids(backend, found)), found.total) == (expected, len(expected))
    assert found.total_exact


def test_orders_by_date_with_unknown_dates_last(backend: SearchBackend) -> None:
    tree = Facet("source", "VOV"), Facet("year", "unknown")
    plan = QueryPlan(Or(tree), limit=100)
    unknown = ["khong-ngay", "ngay-khong-nam", "rong"]
    newest = backend.execute(replace(plan, sort="newest"))
    assert ids(backend, newest) == ["lien-quan", "ca-nam", "hop-tac", *unknown]
    oldest = backend.execute(replace(plan, sort="oldest"))
    assert ids(backend, oldest) == ["hop-tac", "ca-nam", "lien-quan", *unknown]


def test_equal_scores_put_the_newest_first_then_go_by_id(backend: SearchBackend) -> None:
    found = backend.execute(QueryPlan(MatchAll(), limit=4))
    assert ids(backend, found) == ["lien-quan", "thong-minh", "thang-ba", "ca-nam"]


def test_pages_continue_where_the_last_one_ended(backend: SearchBackend) -> None:
    for rescoring in (None, Rescoring(((CUA, KHAU),), TOPIC)):
        plan = QueryPlan(And((CUA, KHAU)), rescoring=rescoring, limit=100)
        whole = ids(backend, backend.execute(plan))
        pages = [
            ids(backend, backend.execute(replace(plan, offset=at, limit=3)))
            for at in range(0, 12, 3)
        ]
        assert [id for page in pages for id in page] == whole
        assert len(whole) == 7


def test_a_facet_is_counted_under_every_filter_but_its_own(backend: SearchBackend) -> None:
    chosen = Filters(
        {"province": (Facet("province", "Lạng Sơn"),), "year": (Facet("year", "2025"),)}
    )
    found = backend.execute(QueryPlan(MatchAll(), chosen, limit=0, facets=FIELDS))
    assert (found.hits, found.total) == ((), 4)
    assert found.facets["province"] == {
        "Lạng Sơn": 4,
        "Tuyên Quang": 2,
        "Tuyên Quang (cũ)": 1,
        "Hà Giang": 1,
    }
    assert found.facets["province_pair"] == {
        "Tuyên Quang\tTuyên Quang (cũ)": 1,
        "Tuyên Quang\tHà Giang": 1,
    }
    assert found.facets["year"] == {"2025": 4, "2024": 1}
    assert found.facets["month"] == {"2025-03": 3, "2024-12": 1}
    assert found.facets["counterpart"] == {
        "Quảng Tây": 3,
        "Sùng Tả": 1,
        "Nam Ninh": 1,
    }
    assert found.facets["source"] == {"Báo Lạng Sơn": 2, "VOV": 1}


def test_what_is_excluded_is_in_no_count(backend: SearchBackend) -> None:
    without = Filters(exclude=(Facet("province", "Lạng Sơn"), Facet("source", "VOV")))
    found = backend.execute(QueryPlan(MatchAll(), without, limit=100, facets=FIELDS))
    assert set(ids(backend, found)) == {"khong-ngay", "ngay-khong-nam", "rong", "cu"}
    assert found.facets["province"] == {"Tuyên Quang": 1, "Hà Giang": 1}
    assert found.facets["source"] == {"TTXVN": 1}


def test_words_side_by_side_come_first(backend: SearchBackend) -> None:
    """By BM25 alone an article with both words apart may lead; positions put it behind."""
    plan = QueryPlan(And((CUA, KHAU)), limit=100, rescoring=Rescoring(((CUA, KHAU),), TOPIC))
    found = ids(backend, backend.execute(plan))
    assert found[-1] == "qua-nam"
    assert set(found[:2]) == {"thong-minh", "khong-ngay"}


def test_a_second_plan_gives_what_the_first_left_out(backend: SearchBackend) -> None:
    """A tier below: another tree over the same filters, without the articles of the first."""
    first = QueryPlan(Phrase((THONG, MINH)), limit=100, facets=FIELDS)
    near = replace(first, tree=And((MinShouldMatch((THONG, MINH, HOP), 1), Not(first.tree))))
    above, below = backend.execute(first), backend.execute(near)
    assert set(ids(backend, above)) == {"thong-minh", "khong-ngay"}
    assert set(ids(backend, below)) == {"hop-tac", "qua-nam", "ca-nam"}
    assert below.facets["source"] == {"VOV": 2}


def test_articles_come_back_as_they_were_given(backend: SearchBackend) -> None:
    found = backend.execute(QueryPlan(MatchAll(), limit=100))
    by_id = {article.id: article for article in ARTICLES}
    assert all(article == by_id[article.id] for article in backend.articles(found.hits))
    assert backend.article("thong-minh") == by_id["thong-minh"]
    assert backend.article(GONE.id) is None
    assert backend.article("không có") is None
    assert backend.doc_count == len(ARTICLES)
    assert backend.vocabulary is backend.vocabulary


def test_days_are_counted_where_a_date_is_known_to_the_day(backend: SearchBackend) -> None:
    found = backend.days(MatchAll(), Filters())
    assert dict(found.counts) == {
        "2019-07-01": 1,
        "2024-11-02": 1,
        "2024-12-30": 1,
        "2025-03-24": 2,
    }
    assert list(found.counts) == sorted(found.counts)
    assert found.unknown == len(ARTICLES) - 5
    narrowed = backend.days(CUA, Filters({"date": (DateRange("2025-01-01", ""),)}))
    assert (dict(narrowed.counts), narrowed.unknown) == ({"2024-12-30": 1, "2025-03-24": 2}, 2)


def test_two_facets_are_counted_against_each_other(backend: SearchBackend) -> None:
    rows = ("province", ["Lạng Sơn", "Hà Giang", "không có"])
    columns = ("counterpart", ["Quảng Tây", "Vân Nam"])
    assert dict(backend.cross_counts(MatchAll(), Filters(), rows, columns)) == {
        ("Lạng Sơn", "Quảng Tây"): 3,
        ("Hà Giang", "Quảng Tây"): 2,
        ("Hà Giang", "Vân Nam"): 2,
    }
    of_one = Filters({"year": (Facet("year", "2019"),)})
    assert dict(backend.cross_counts(HUU, of_one, rows, columns)) == {
        ("Hà Giang", "Quảng Tây"): 1,
        ("Hà Giang", "Vân Nam"): 1,
    }


def test_the_parts_of_a_score_make_up_the_score(backend: SearchBackend) -> None:
    plan = QueryPlan(
        And((CUA, KHAU)), limit=3, offset=3, rescoring=Rescoring(((CUA, KHAU),), TOPIC)
    )
    first = backend.execute(replace(plan, offset=0))
    explained = backend.explain(plan, 3)
    assert [one.id for one in explained] == ids(backend, first)
    assert [sum(one.parts.values()) for one in explained] == pytest.approx(
        [hit.score for hit in first.hits], rel=1e-5
    )
    assert explained[0].parts["adjacency"] > 0


TREES: dict[str, Node] = {
    "word": CUA,
    "bare": BARE,
    "all": And((BARE, KHAU)),
    "any": Or((HOP, THONG)),
    "alike": Or((Phrase((CUA, KHAU)), word("giới")), alike=True),
    "partial": MinShouldMatch((BARE, KHAU, HOP, TAC, THONG), 0.5, (0.1, 0.3, 0.2, 0.2, 0.2)),
    "phrase": Phrase((BARE, KHAU)),
    "loose": Phrase((CUA, KHAU), slop=3),
    "title": word("khẩu", scope="title"),
    "body": word("cửa", "của", scope="body"),
    "without": And((BARE, Not(Phrase((THONG, QUAN))))),
    "dated": And((KHAU, DateRange("2024-12-31", "2025-06-30"))),
    "everything": MatchAll(),
}
FILTERS = {
    "none": Filters(),
    "province": Filters(
        {"province": (Facet("province", "Lạng Sơn"), Facet("province", "Hà Giang"))}
    ),
    "today": Filters({"province": (Facet("province", "Tuyên Quang (cũ)"),)}),
    "counterpart": Filters({"counterpart": (Facet("counterpart", "Quảng Tây"),)}),
    "year": Filters({"year": (Facet("year", "2025"), Facet("year", "unknown"))}),
    "source": Filters({"source": (Facet("source", "VOV"),)}),
    "date": Filters({"date": (DateRange("2025-01-01", "2025-03-24"),)}),
    "several": Filters(
        {
            "province": (Facet("province", "Lạng Sơn"),),
            "date": (DateRange("2025-03-01", ""),),
            "source": (Facet("source", "VOV"), Facet("source", "Báo Lạng Sơn")),
        }
    ),
    "without": Filters(
        {"year": (Facet("year", "2025"),)},
        (Facet("counterpart", "Sùng Tả"), DateRange("", "2024-12-31")),
    ),
}
RESCORINGS: Mapping[str, Rescoring | None] = {
    "": None,
    "topic": Rescoring(((BARE, KHAU, THONG), (HOP, TAC)), TOPIC),
    "question": Rescoring(((CUA, KHAU),), QUESTION),
    "otherwise": Rescoring(((THONG, HOP),), TOPIC, (((CUA, KHAU, HOP),),)),
    "longer": Rescoring(
        ((CUA, KHAU),), TOPIC, longer=(LongerWords(("cửa", "khẩu"), ("thông", "hữu"), 0.6),)
    ),
}


@pytest.mark.parametrize(("tree", "filters"), list(product(TREES, FILTERS)))
def test_answers_as_the_oracle_does(
    backend: SearchBackend, truth: OracleBackend, tree: str, filters: str
) -> None:
    """Totals, every facet, scores, and the order of each sort and page."""
    for sort, (offset, limit), rescoring in product(
        ("relevance", "newest", "oldest"), ((0, 100), (1, 2)), RESCORINGS.values()
    ):
        plan = QueryPlan(
            TREES[tree],
            FILTERS[filters],
            sort=sort,  # type: ignore[arg-type]
            offset=offset,
            limit=limit,
            facets=FIELDS,
            rescoring=rescoring,
        )
        found, wanted = backend.execute(plan), truth.execute(plan)
        assert (found.total, found.total_exact) == (wanted.total, True)
        assert found.facets == wanted.facets
        scores = [hit.score for hit in wanted.hits]
        assert [hit.score for hit in found.hits] == pytest.approx(scores, rel=1e-5, abs=1e-6)
        if _apart(scores) or sort != "relevance":
            assert ids(backend, found) == ids(truth, wanted)


def _apart(scores: list[float]) -> bool:
    """Are scores equal, or further apart than single precision rounds?"""
    pairs = pairwise(scores)
    return all(a == b or abs(a - b) > 1e-5 * abs(a) for a, b in pairs)
