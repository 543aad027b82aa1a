"""What execution promises, one promise at a time; the oracle tests check all of it together."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from weakref import ref

import pytest

from indexer.model.article import Article, Counterpart, DateSpan, Part, Province
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    MatchAll,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
    WeightedTerm,
)
from indexer.searching.local.backend import LocalBackend
from indexer.searching.local.phrase import Codes, _Places
from indexer.searching.local.scorers import WordEvaluator
from indexer.searching.local.types import Places
from indexer.searching.ports import Budget, Filters
from indexer.storage import append, open_index, rebuild
from tests.support.execution import execute, ids
from tests.support.work import work


def day(text: str) -> DateSpan:
    return DateSpan(text, text, "day", "explicit")


LANG_SON, HA_GIANG = Province("Lạng Sơn", "Lạng Sơn"), Province("Hà Giang", "Tuyên Quang")
NAM_NINH, SUNG_TA = Counterpart("Nam Ninh", "Quảng Tây"), Counterpart("Sùng Tả", "Quảng Tây")
ARTICLES = (
    Article(
        "new",
        "Cửa khẩu Hữu Nghị",
        "Thông quan nhanh.",
        date=day("2025-05-02"),
        provinces=(LANG_SON,),
        counterparts=(NAM_NINH, SUNG_TA),
    ),
    Article(
        "old",
        "Cửa khẩu Tân Thanh",
        "Thông quan chậm.",
        date=day("2024-12-30"),
        provinces=(LANG_SON, HA_GIANG),
    ),
    Article(
        "undated",
        "Cửa hàng",
        "Khẩu trang. Ngày 24/3.",
        date=DateSpan("--03-24", "--03-24", "day", "unknown"),
        provinces=(HA_GIANG,),
    ),
    Article(
        "year",
        "Tổng kết",
        "Cửa khẩu cả năm",
        date=DateSpan("2025-01-01", "2025-12-31", "year", "explicit"),
        counterparts=(SUNG_TA,),
    ),
)


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> LocalBackend:
    path = tmp_path_factory.mktemp("index")
    with rebuild(path) as writer:
        for article in ARTICLES:
            writer.add(article)
    return LocalBackend(open_index(path).snapshot())


def word(*terms: str) -> SynonymQuery:
    return SynonymQuery(tuple(WeightedTerm(term) for term in terms))


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (word("cửa"), {"new", "old", "undated", "year"}),
        (And((word("cửa"), word("khẩu"))), {"new", "old", "undated", "year"}),
        (Phrase((word("cửa"), word("khẩu"))), {"new", "old", "year"}),
        (Phrase((word("nghị"), word("thông")), slop=3), set()),  # the title ends, the text begins
        (Phrase((word("thông"), word("chậm")), slop=1), {"old"}),
        (SynonymQuery((WeightedTerm("khẩu"),), "title"), {"new", "old"}),
        (SynonymQuery((WeightedTerm("khẩu"),), "body"), {"undated", "year"}),
        (And((word("cửa"), Not(word("hàng")))), {"new", "old", "year"}),
        (DateRange("2025-01-01", "2025-03-31"), {"year"}),
        (DateRange("", ""), {"new", "old", "year"}),
        (Facet("province", "Tuyên Quang"), {"old", "undated"}),
        (Facet("year", "unknown"), {"undated"}),
    ],
)
def test_finds_what_matches_and_nothing_else(
    backend: LocalBackend, tree: Node, expected: set[str]
) -> None:
    assert set(ids(backend, execute(backend, tree))) == expected


def test_articles_without_a_known_year_come_last_by_date(backend: LocalBackend) -> None:
    assert ids(backend, execute(backend, MatchAll(), sort="newest")) == [
        "new",
        "year",
        "old",
        "undated",
    ]
    assert ids(backend, execute(backend, MatchAll(), sort="oldest")) == [
        "old",
        "year",
        "new",
        "undated",
    ]


def test_equal_scores_put_the_newest_first(backend: LocalBackend) -> None:
    assert ids(backend, execute(backend, MatchAll())) == ["new", "year", "old", "undated"]


def test_a_facet_is_counted_under_every_filter_but_its_own(backend: LocalBackend) -> None:
    chosen = Filters(
        {"province": (Facet("province", "Lạng Sơn"),), "year": (Facet("year", "2025"),)}
    )
    found = execute(
        backend,
        word("cửa"),
        filters=chosen,
        facets={"province": ("province",), "year": ("year",), "counterpart": ("counterpart",)},
    )
    assert (ids(backend, found), found.total) == (["new"], 1)
    assert found.facets == {
        "province": {"Lạng Sơn": 1},
        "year": {"2025": 1, "2024": 1},
        "counterpart": {"Quảng Tây": 1, "Nam Ninh": 1, "Sùng Tả": 1},
    }


def test_a_region_counts_an_article_once_however_many_of_its_cities_it_names(
    backend: LocalBackend,
) -> None:
    found = execute(
        backend, MatchAll(), facets={"counterpart": ("counterpart", "counterpart_pair")}
    )
    assert found.facets["counterpart"] == {"Quảng Tây": 2, "Sùng Tả": 2, "Nam Ninh": 1}
    assert found.facets["counterpart_pair"] == {"Quảng Tây\tNam Ninh": 1, "Quảng Tây\tSùng Tả": 2}


def test_pages_continue_where_the_last_one_ended(backend: LocalBackend) -> None:
    pages = [ids(backend, execute(backend, word("cửa"), offset=n, limit=1)) for n in range(5)]
    assert [id for page in pages for id in page] == ids(backend, execute(backend, word("cửa")))
    assert pages[4] == []


def test_a_word_in_the_title_counts_more(backend: LocalBackend) -> None:
    assert ids(backend, execute(backend, word("khẩu"), limit=2)) == ["new", "old"]


@pytest.mark.parametrize("budget", [Budget(terms=1), Budget(postings=3), Budget(seconds=0)])
def test_an_answer_beyond_the_budget_says_that_it_is_partial(
    backend: LocalBackend, budget: Budget
) -> None:
    found = execute(backend, word("cửa", "khẩu", "thông", "quan"), budget=budget)
    assert not found.total_exact
    assert found.total <= 4


def test_a_partial_answer_holds_nothing_that_was_to_be_left_out(backend: LocalBackend) -> None:
    found = execute(
        backend, And((word("cửa"), Not(word("khẩu", "thông", "quan")))), budget=Budget(terms=3)
    )
    assert (found.total, found.total_exact) == (0, False)


def test_a_word_asked_for_again_counts_again_and_costs_next_to_nothing(
    backend: LocalBackend,
) -> None:
    once, often = And((word("cửa"),)), And((word("cửa"),) * 128)
    assert execute(backend, often).scores == pytest.approx(128 * execute(backend, once).scores)
    assert execute(backend, MinShouldMatch((word("cửa"),) * 128, 100)).scores == pytest.approx(
        128 * execute(backend, once).scores
    )
    assert work(lambda: execute(backend, often)) < 128 / 16 * work(lambda: execute(backend, once))


def test_many_segments_are_evaluated_as_one(tmp_path: Path) -> None:
    articles = [Article(f"a{i}", f"Tin {i}", f"cửa khẩu số {i}") for i in range(8)]
    with rebuild(tmp_path / "one") as writer:
        for article in articles:
            writer.add(article)
    for i, article in enumerate(articles):
        with (append if i else rebuild)(tmp_path / "many") as writer:
            writer.add(article)
    one, many = (LocalBackend(open_index(tmp_path / name).snapshot()) for name in ("one", "many"))
    assert (len(one.snapshot.segments), len(many.snapshot.segments)) == (1, 8)
    tree, counted = And((word("cửa"), word("khẩu", "số"))), {"source": ("source",)}
    for backend in (one, many):  # what is made on first use
        execute(backend, tree, facets=counted)
        execute(backend, tree, facets=counted)
    costs = [work(partial(execute, backend, tree, facets=counted)) for backend in (one, many)]
    assert costs[1] < 1.5 * costs[0]


def test_what_an_old_commit_took_is_free_as_soon_as_nobody_asks_it(tmp_path: Path) -> None:
    with rebuild(tmp_path) as writer:
        writer.add(ARTICLES[0])
    backend = LocalBackend(open_index(tmp_path).snapshot())
    execute(backend, word("cửa"), facets={"province": ("province",)})
    backend.vocabulary.spellings("cua")
    gone = ref(backend.searcher), ref(backend.vocabulary), ref(backend.snapshot)
    gc.disable()
    try:
        del backend
        assert [one() for one in gone] == [None, None, None]
    finally:
        gc.enable()


def test_related_items_are_found_and_stand_apart_and_boilerplate_is_not_found(
    tmp_path: Path,
) -> None:
    text = "Cửa khẩu mở lại\nTin liên quan: đường sắt\nBản quyền thuộc báo"
    parts = (Part("body", 0, 15), Part("related", 16, 40), Part("boilerplate", 41, 60))
    with rebuild(tmp_path) as writer:
        writer.add(Article("a", "Tin", text, parts=parts))
    snapshot = open_index(tmp_path).snapshot()
    assert execute(snapshot, word("sắt")).total == 1
    assert execute(snapshot, word("quyền")).total == 0
    assert execute(snapshot, Phrase((word("lại"), word("tin")), slop=5)).total == 0
    assert snapshot.segments[0].file.numbers("body_length").tolist() == [4]


def test_of_ways_to_write_one_thing_the_best_counts_of_other_options_all(
    backend: LocalBackend,
) -> None:
    def scores(node: Node) -> dict[int, float]:
        found = execute(backend, node)
        return dict(zip(found.docs.tolist(), found.scores.tolist(), strict=True))

    parts = (word("khẩu"), word("cửa"))
    each = [scores(part) for part in parts]
    assert scores(Or(parts)) == pytest.approx(
        {d: each[0].get(d, 0) + each[1].get(d, 0) for d in {**each[0], **each[1]}}
    )
    assert scores(Or(parts, alike=True)) == pytest.approx(
        {d: max(each[0].get(d, 0), each[1].get(d, 0)) for d in {**each[0], **each[1]}}
    )


def test_a_long_loose_phrase_reads_what_may_still_match_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """«"và và … (120 times)"~20»: each word only in the articles that hold all the words before it closely enough."""
    with rebuild(tmp_path / "index") as writer:
        for i in range(200):
            writer.add(Article(str(i), "", f"{'và ' * (i % 10)}{'xa ' * 40}" * 5))
    snapshot = open_index(tmp_path / "index").snapshot()
    read: list[int] = []
    of = _Places.of

    def counted(
        self: _Places, evaluator: WordEvaluator, shift: int, among: Places | None = None
    ) -> Codes:
        read.append(len(self._docs) if among is None else len(among))
        return of(self, evaluator, shift, among)

    monkeypatch.setattr(_Places, "of", counted)
    assert execute(snapshot, Phrase((word("và"),) * 120, slop=20)).total == 0
    assert read == sorted(read, reverse=True)
    assert len(read) <= 12
    assert execute(snapshot, Phrase((word("và"),) * 9, slop=20)).total == 20
