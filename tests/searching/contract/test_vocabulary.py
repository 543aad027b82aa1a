"""What every backend's vocabulary must say of the same archive, and the small one that tests of rewriting use."""

from __future__ import annotations

from collections import Counter

from indexer.language import fold
from indexer.searching.ports import SearchBackend, Vocabulary
from indexer.storage.format.schema import FACETS
from tests.searching.contract.archive import ARTICLES
from tests.support.oracle_backend import OracleBackend


def test_spellings_come_with_their_articles_most_frequent_first(backend: SearchBackend) -> None:
    vocabulary = backend.vocabulary
    assert list(vocabulary.spellings("cua")) == [("cửa", 7), ("của", 2)]
    assert list(vocabulary.spellings("khong co")) == []
    assert (vocabulary.df("khẩu"), vocabulary.df("khau"), vocabulary.doc_count) == (
        7,
        0,
        len(ARTICLES),
    )
    assert (vocabulary.title_df("khẩu"), vocabulary.title_df("hàng")) == (2, 0)


def test_beginnings_are_found_bare(backend: SearchBackend) -> None:
    assert list(backend.vocabulary.prefix("th", 3)) == [("thông", 3), ("tháng", 1)]
    first = backend.vocabulary.prefix("h", 2)
    assert len(first) == 2
    assert all(fold(term).startswith("h") for term, _ in first)
    assert list(backend.vocabulary.prefix("xyz", 3)) == []


def test_neighbours_are_counted(backend: SearchBackend) -> None:
    vocabulary = backend.vocabulary
    counts = vocabulary.pair_counts(["cửa", "hữu", "không"], ["khẩu", "nghị"])
    assert [list(row) for row in counts] == [[7, 0], [0, 5], [0, 0]]
    assert list(vocabulary.followers("hữu", 5)) == [("nghị", 5)]
    assert list(vocabulary.following(["cửa"], [("khẩu",), ("sông",), ("biển",)])) == [6, 1, 0]
    assert list(vocabulary.following(["cửa", "khẩu"], [("thông", "minh")])) == [1]
    assert vocabulary.parted(["ở", "cửa"], ("sông",)) is False


def test_words_of_several_syllables_are_known_as_one(backend: SearchBackend) -> None:
    vocabulary = backend.vocabulary
    assert (vocabulary.compound_df("cửa khẩu"), vocabulary.compound_df("khẩu hiệu")) == (5, 0)
    assert list(vocabulary.compounds("h", 5)) == [("hợp tác", 3)]
    assert list(vocabulary.compounds("cua kh", 5)) == [("cửa khẩu", 5)]


def test_facet_values_come_with_their_articles(
    backend: SearchBackend, truth: OracleBackend
) -> None:
    for field in FACETS:
        values = list(backend.vocabulary.facet_values(field))
        assert values == list(truth.vocabulary.facet_values(field))
        assert [count for _, count in values] == sorted((n for _, n in values), reverse=True)
    assert dict(backend.vocabulary.facet_values("source")) == {
        "VOV": 3,
        "Báo Lạng Sơn": 2,
        "TTXVN": 1,
    }


def test_what_is_worked_out_of_a_vocabulary_is_made_once(backend: SearchBackend) -> None:
    made: Counter[str] = Counter()

    def first(vocabulary: Vocabulary) -> int:
        made["first"] += 1
        return vocabulary.doc_count

    def second(vocabulary: Vocabulary) -> dict[str, int]:
        made["second"] += 1
        return dict(vocabulary.spellings("cua"))

    for _ in range(3):
        assert backend.vocabulary.derived(first) == len(ARTICLES)
        assert backend.vocabulary.derived(second) == {"cửa": 7, "của": 2}
    assert made == {"first": 1, "second": 1}
