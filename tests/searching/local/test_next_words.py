"""What follows some words is counted in the articles themselves; in large archives, in enough of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.model.article import Article
from indexer.searching.local import next_words as contexts
from indexer.searching.local.next_words import Contexts
from indexer.storage import append, open_index, rebuild
from indexer.storage.reader.index_reader import IndexReader

TEXTS = (
    "Hợp tác quốc tế ở cửa khẩu.",
    "Hợp tác quốc phòng.",
    "Cửa khẩu quốc tế, hợp tác quốc tế.",
    "Kinh tế, công an tỉnh.",
    "Kinh tế - xã hội.",
)


def snapshot(path: Path, times: int = 1, removed: tuple[str, ...] = ()) -> IndexReader:
    """The texts, `times` over, in two segments."""
    articles = [Article(f"{i}", "", text) for i, text in enumerate(TEXTS * times)]
    with rebuild(path) as writer:
        for article in articles[: len(articles) // 2]:
            writer.add(article)
    with append(path) as writer:
        for article in articles[len(articles) // 2 :]:
            writer.add(article)
        for gone in removed:
            writer.remove(gone)
    return open_index(path).snapshot()


def test_articles_that_hold_words_in_a_row_are_counted(tmp_path: Path) -> None:
    found = Contexts(snapshot(tmp_path))
    nexts = [("quốc",), ("quốc", "tế"), ("quốc", "phòng"), ("quốc", "hội"), ("xyzzy",)]
    assert found.following(("hợp", "tác"), nexts) == [3, 2, 1, 0, 0]
    assert found.following(("khẩu",), nexts) == [1, 1, 0, 0, 0]
    assert found.following(("tác", "hợp"), nexts) == [0] * 5


def test_removed_articles_do_not_count(tmp_path: Path) -> None:
    found = Contexts(snapshot(tmp_path, removed=("1", "2")))
    assert found.following(("hợp", "tác"), [("quốc",), ("quốc", "tế"), ("quốc", "phòng")]) == [
        1,
        1,
        0,
    ]


def test_words_of_two_phrases_are_told_from_words_of_one(tmp_path: Path) -> None:
    found = Contexts(snapshot(tmp_path))
    assert found.parted(("kinh", "tế"), ("công", "an"))
    assert not found.parted(("kinh", "tế"), ("xã", "hội"))
    assert not found.parted(("hợp", "tác"), ("quốc", "tế"))


@pytest.mark.parametrize(("enough", "sampled"), [(10**9, 23), (50, 10**9), (50, 23), (5, 23)])
def test_a_part_of_a_large_archive_tells_about_as_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enough: int, sampled: int
) -> None:
    patched = {"ENOUGH_TIMES": enough, "SAMPLED": sampled, "SMALLEST": 1, "MIN_PLACES": 20}
    for name, value in patched.items():
        monkeypatch.setattr(contexts, name, value)
    found = Contexts(snapshot(tmp_path, times=200))
    counts = found.following(("hợp", "tác"), [("quốc",), ("quốc", "tế"), ("quốc", "hội")])
    assert 420 <= counts[0] <= 780
    assert 280 <= counts[1] <= 520
    assert counts[2] == 0
