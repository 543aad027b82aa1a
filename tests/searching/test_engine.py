"""A request is answered from a real index: what is said of the query, and the ways on from it."""

from __future__ import annotations

import pytest

from indexer.model.article import Article, Province
from indexer.model.request import SearchRequest
from indexer.model.results import Correction, SearchResults
from indexer.searching.engine import count, search
from indexer.searching.query_string import from_query
from indexer.searching.services import explain
from indexer.storage import open_index, rebuild
from indexer.storage.reader.index_reader import IndexReader

LANG_SON = (Province("Lạng Sơn", "Lạng Sơn", "main"),)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    path = tmp_path_factory.mktemp("archive")
    with rebuild(path) as writer:
        for at in range(12):
            text = "Đoàn Lạng Sơn thăm Côn Minh. Ủy ban nhân dân tỉnh họp về cửa khẩu."
            writer.add(
                Article(f"a{at}", "Cửa khẩu mở", text, provinces=LANG_SON),
                words=["Lạng_Sơn", "cửa_khẩu"],
            )
        writer.add(Article("b", "Kunming", "Kunming (昆明) từ sáng sớm; lạng vàng, cữa khẩu, sơm."))
    return open_index(path).snapshot()


def found(snapshot: IndexReader, query: str, **others: object) -> SearchResults:
    results = search(snapshot, SearchRequest(query, **others))  # type: ignore[arg-type]
    for suggestion in results.suggestions:
        assert count(snapshot, from_query(suggestion.url)) == suggestion.total > 0
    return results


@pytest.mark.parametrize("typed", ["côn minh", "Côn Minh", "đoàn côn minh"])
def test_other_names_of_a_place_typed_in_vietnamese_go_without_saying(
    snapshot: IndexReader, typed: str
) -> None:
    results = found(snapshot, typed)
    assert (results.query.interpreted, results.query.corrections) == (typed, ())


def test_what_a_foreign_name_or_a_short_form_stands_for_is_said(snapshot: IndexReader) -> None:
    assert found(snapshot, "Kunming").query.corrections == (
        Correction("Kunming", "Côn Minh, 昆明", "alias", True),
    )
    assert found(snapshot, "昆明").query.corrections == (
        Correction("昆明", "Côn Minh, Kunming", "alias", True),
    )
    assert found(snapshot, "ubnd").query.corrections == (
        Correction("ubnd", "ủy ban nhân dân", "abbreviation", True),
    )
    assert [c.kind for c in found(snapshot, "con minh").query.corrections] == ["accents"]


@pytest.mark.parametrize(("typed", "meant"), [("lạng sơm", "lạng sơn"), ("cữa khẩu", "cửa khẩu")])
def test_a_slip_that_finds_next_to_nothing_is_put_right(
    snapshot: IndexReader, typed: str, meant: str
) -> None:
    results = found(snapshot, typed)
    assert (results.total, results.query.interpreted.lower()) == (13, meant)
    assert found(snapshot, typed, literal=True).total == 1


def test_where_nothing_is_found_every_way_on_leads_somewhere(snapshot: IndexReader) -> None:
    results = found(snapshot, "cửa khẩu xyzzy")
    assert (results.total, [s.text for s in results.suggestions]) == (0, ["cửa khẩu"])
    assert found(snapshot, "xyzzy").suggestions == ()


def test_the_reading_explained_is_the_one_that_was_answered(snapshot: IndexReader) -> None:
    lines = explain(snapshot, SearchRequest("cữa khẩu")).splitlines()
    assert lines[:3] == ["query: cữa khẩu", "read as: cửa khẩu", "spelling: cữa → cửa"]
    assert "articles: 13 of 13" in lines
    best = found(snapshot, "cữa khẩu").hits[0]
    assert f"score {best.score:.3f}: {best.id}" in lines
    assert not any(
        line.startswith("score")
        for line in explain(snapshot, SearchRequest("cửa", sort="newest")).splitlines()
    )
