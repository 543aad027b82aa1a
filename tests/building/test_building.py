"""Sources become an index, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.building import add, build, remove
from indexer.errors import UnreadableSource
from indexer.storage import open_index

SEEDS = Path(__file__).parents[2] / "seeds"


def write_lines(path: Path, *articles: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), encoding="utf-8")
    return path


def test_the_seeds_become_five_articles(tmp_path: Path) -> None:
    report = build([SEEDS], tmp_path / "index")
    assert (report.articles, report.added, report.rebuilt) == (5, 5, True)
    snapshot = open_index(tmp_path / "index").snapshot()
    assert {snapshot.article(doc).id for doc in range(5)} == {path.stem for path in SEEDS.iterdir()}


def test_words_are_indexed(tmp_path: Path) -> None:
    build(
        [write_lines(tmp_path / "a.jsonl", {"id": "1", "title": "Cửa khẩu", "body": "Hai bên hợp tác xây dựng cửa khẩu thông minh."})],
        tmp_path / "index",
    )
    snapshot = open_index(tmp_path / "index").snapshot()
    assert snapshot.spellings("hop_tac", "words") == [("hợp_tác", 1)]


def test_an_added_article_takes_the_place_of_the_one_with_its_id(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([write_lines(tmp_path / "a.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})], index)
    report = add([write_lines(tmp_path / "b.jsonl", {"id": "2", "body": "khác"}, {"id": "3", "body": "ba"})], index)
    assert (report.articles, report.added, report.updated) == (3, 1, 1)
    snapshot = open_index(index).snapshot()
    doc = snapshot.find("2")
    assert doc is not None and snapshot.article(doc).text == "khác"


def test_removed_articles_are_gone(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([write_lines(tmp_path / "a.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})], index)
    report = remove(["2", "9"], index)
    assert (report.articles, report.removed) == (1, 1)
    assert open_index(index).snapshot().find("2") is None


def test_a_strict_build_refuses_what_it_cannot_read_and_leaves_the_index(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([SEEDS], index)
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{\n", encoding="utf-8")
    with pytest.raises(UnreadableSource, match="not JSON"):
        build([bad], index, strict=True)
    assert open_index(index).snapshot().doc_count == 5
