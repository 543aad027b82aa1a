"""Articles with the same text: which are grouped, and how the answers tell them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from indexer.language.likeness import WIDTH
from indexer.model.article import Article, DateSpan
from indexer.model.request import SearchRequest, Sort
from indexer.model.results import SearchResults
from indexer.searching.engine import search
from indexer.searching.local.backend import LocalBackend
from indexer.searching.local.same_text import ALONE, groups_of
from indexer.storage import append, open_index, rebuild

SYLLABLES = [
    "cửa",
    "khẩu",
    "hàng",
    "hóa",
    "xuất",
    "nhập",
    "thông",
    "quan",
    "biên",
    "giới",
    "hội",
    "đàm",
    "hợp",
    "tác",
    "phát",
    "triển",
    "kinh",
    "tế",
]


def body(seed: int, length: int = 120) -> str:
    """A text of its own for each seed, that holds «cửa khẩu»."""
    chosen = random.Random(seed)
    return "Cửa khẩu. " + " ".join(chosen.choice(SYLLABLES) for _ in range(length))


def article(id: str, text: str, *, day: str = "", source: str = "", title: str = "") -> Article:
    date = DateSpan(day, day, "day", "metadata") if day else DateSpan("", "", "unknown", "unknown")
    return Article(id, title, text, source=source, date=date)


def backend(path: Path, *batches: Sequence[Article]) -> LocalBackend:
    with rebuild(path) as writer:
        for one in batches[0]:
            writer.add(one)
    for batch in batches[1:]:
        with append(path) as writer:
            for one in batch:
                writer.add(one)
    return LocalBackend(open_index(path).snapshot())


def find(backend: LocalBackend, sort: Sort = "relevance", **asked: object) -> SearchResults:
    return search(backend, SearchRequest("cửa khẩu", sort=sort, **asked))  # type: ignore[arg-type]


def told(results: SearchResults) -> list[list[str]]:
    """Each hit's id with those it stands for."""
    return [[hit.id, *(copy.id for copy in hit.same)] for hit in results.hits]


COPIES = (
    article("a", body(1), day="2025-03-01", source="Báo A"),
    article("b", f"{body(1)} Theo Báo A", day="2025-03-02", source="Báo B"),
    article("c", body(2), day="2025-03-03", source="Báo C"),
    article("d", body(1), day="2025-03-04", source="Báo D"),
)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("newest", [["d", "b", "a"], ["c"]]), ("oldest", [["a", "b", "d"], ["c"]])],
)
def test_one_hit_tells_the_others(tmp_path: Path, sort: Sort, expected: list[list[str]]) -> None:
    results = find(backend(tmp_path, COPIES), sort)
    assert told(results) == expected
    assert (results.total, results.distinct) == (4, 2)
    assert [hit.same_total for hit in results.hits] == [2, 0]


def test_facets_count_articles(tmp_path: Path) -> None:
    results = find(backend(tmp_path, COPIES))
    assert sum(value.count for value in results.facets["source"].values) == 4


def test_they_can_be_shown_apart(tmp_path: Path) -> None:
    results = find(backend(tmp_path, COPIES), "newest", same="apart")
    assert told(results) == [["d"], ["c"], ["b"], ["a"]]
    assert results.distinct == results.total == 4


def test_only_those_that_match_are_told(tmp_path: Path) -> None:
    results = find(backend(tmp_path, COPIES), sources=("Báo A", "Báo C"))
    assert sorted(told(results)) == [["a"], ["c"]]


@pytest.mark.parametrize("way", range(6))
def test_the_same_are_found_however_they_lie_in_segments(tmp_path: Path, way: int) -> None:
    order = list(permutations(COPIES[:3]))[way]
    results = find(backend(tmp_path, order[:1], order[1:2], [*order[2:], COPIES[3]]), "newest")
    assert told(results) == [["d", "b", "a"], ["c"]]


def test_pages_are_of_texts(tmp_path: Path) -> None:
    many = [
        article(f"{text:02d}{letter}", body(text), day=f"2025-03-{text + 1:02d}")
        for text in range(15)
        for letter in "xyz"
    ]
    archive = backend(tmp_path, many)
    pages = [find(archive, "newest", page=page, per_page=10) for page in (1, 2)]
    ids = [hit.id for page in pages for hit in page.hits]
    assert ids == [f"{text:02d}x" for text in reversed(range(15))]
    assert {(page.total, page.distinct) for page in pages} == {(45, 15)}


def test_a_copy_that_is_deleted_is_not_told(tmp_path: Path) -> None:
    backend(tmp_path, COPIES)
    with append(tmp_path) as writer:
        writer.remove("d")
    assert told(find(LocalBackend(open_index(tmp_path).snapshot()), "newest")) == [
        ["c"],
        ["b", "a"],
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            article("x", f"{body(1)} giải 204"), article("y", f"{body(1)} giải 213"), id="numbers"
        ),
        pytest.param(
            article("x", body(1), title="mã đề 204"),
            article("y", body(1), title="mã đề 213"),
            id="numbers in titles",
        ),
        pytest.param(
            article("x", body(1), day="2025-03-01"),
            article("y", body(1), day="2025-04-01"),
            id="a column of every month",
        ),
        pytest.param(
            article("x", body(1)), article("y", f"{body(1)} {body(2)}"), id="twice as long"
        ),
        pytest.param(article("x", "cửa khẩu"), article("y", "cửa khẩu"), id="a few words"),
    ],
)
def test_what_differs_is_told_apart(tmp_path: Path, one: Article, other: Article) -> None:
    assert find(backend(tmp_path, [one, other])).distinct == 2


def test_a_chain_of_small_differences_joins_nothing_that_differs() -> None:
    """Each is like the next; the last is unlike the first, and whoever leads is near to all of his."""
    rows = np.arange(12 * WIDTH, dtype=np.uint64).reshape(12, WIDTH).astype(np.uint8)
    rows[:, :] = rows[0]
    for place in range(1, 12):
        rows[place] = rows[place - 1]
        rows[place, 2 * place : 2 * place + 2] += 101
    groups = groups_of(rows, np.full(12, -1, np.int32), None)
    for one in range(12):
        for other in range(one):
            if groups[one] == groups[other] != ALONE:
                assert one - other <= 2


def test_texts_without_a_fingerprint_are_alone() -> None:
    rows = np.zeros((3, WIDTH), np.uint8)
    assert groups_of(rows, np.full(3, -1, np.int32), None).tolist() == [ALONE] * 3
