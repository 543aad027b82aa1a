"""Sources become an index, whole or not at all."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from indexer.building import add, build, remove
from indexer.errors import UnreadableSource
from indexer.storage import open_index

SEEDS = Path(__file__).parents[2] / "seeds"


def write_lines(path: Path, *articles: dict[str, str]) -> Path:
    path.write_text(
        "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles),
        encoding="utf-8",
    )
    return path


def test_the_seeds_become_five_articles(tmp_path: Path) -> None:
    report = build([SEEDS], tmp_path / "index")
    assert (report.articles, report.added, report.rebuilt) == (5, 5, True)
    snapshot = open_index(tmp_path / "index").snapshot()
    assert {snapshot.article(doc).id for doc in range(5)} == {path.stem for path in SEEDS.iterdir()}


def test_words_are_indexed(tmp_path: Path) -> None:
    build(
        [
            write_lines(
                tmp_path / "a.jsonl",
                {
                    "id": "1",
                    "title": "Cửa khẩu",
                    "body": "Hai bên hợp tác xây dựng cửa khẩu thông minh.",
                },
            )
        ],
        tmp_path / "index",
    )
    snapshot = open_index(tmp_path / "index").snapshot()
    assert snapshot.spellings("hop_tac", "words") == [("hợp_tác", 1)]


def test_an_added_article_takes_the_place_of_the_one_with_its_id(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(
        [write_lines(tmp_path / "a.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})],
        index,
    )
    report = add(
        [write_lines(tmp_path / "b.jsonl", {"id": "2", "body": "khác"}, {"id": "3", "body": "ba"})],
        index,
    )
    assert (report.articles, report.added, report.updated) == (3, 1, 1)
    snapshot = open_index(index).snapshot()
    doc = snapshot.find("2")
    assert doc is not None and snapshot.article(doc).text == "khác"


def test_removed_articles_are_gone(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(
        [write_lines(tmp_path / "a.jsonl", {"id": "1", "body": "một"}, {"id": "2", "body": "hai"})],
        index,
    )
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


def test_half_a_character_does_not_end_a_build(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(
        '{"id": "1\\ud800", "title": "a \\udc00", "body": "hai\\ud800 bên \\ud83d\\ude00", "provinces": ["\\ud800"]}\n',
        encoding="utf-8",
    )
    assert build([source], tmp_path / "index").articles == 1
    article = open_index(tmp_path / "index").snapshot().article(0)
    assert (article.id, article.title, article.text) == ("1\ufffd", "a \ufffd", "hai\ufffd bên 😀")


def test_a_reader_never_sees_half_a_batch(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([SEEDS], index)
    seen: list[int] = []
    faults: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        opened = open_index(index)
        while not done.is_set():
            try:
                snapshot = opened.snapshot()
                seen.append(
                    sum(snapshot.article(doc) is not None for doc in range(snapshot.doc_count))
                )
            except Exception as fault:
                faults.append(fault)

    reader = threading.Thread(target=read)
    reader.start()
    for batch in range(5):
        add(
            [
                write_lines(
                    tmp_path / f"{batch}.jsonl",
                    *({"id": f"{batch}-{i}", "body": f"bài {i}"} for i in range(20)),
                )
            ],
            index,
            jobs=1,
        )
    done.set()
    reader.join()
    assert faults == []
    assert set(seen) <= {5, 25, 45, 65, 85, 105}
