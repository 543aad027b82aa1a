"""Damage is told wherever it is met, and never made sound: not by reading, nor by merging."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import IndexCorrupt
from indexer.model.article import Article
from indexer.storage import append, open_index, rebuild
from indexer.storage.format.columns import BLOCK
from indexer.storage.maintenance import check
from indexer.storage.reader.segment_reader import SegmentReader


@pytest.fixture
def index(tmp_path: Path) -> Path:
    with rebuild(tmp_path / "index") as writer:
        for number in range(400):
            text = f"thương mại biên giới số {number} " * 12
            writer.add(Article(f"bài {number}", f"Tin {number}", text))
    return tmp_path / "index"


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 4
    path.write_bytes(content)


def only(index: Path, pattern: str) -> Path:
    (path,) = index.glob(f"generations/*/{pattern}")
    return path


def place_of(index: Path, column: str) -> int:
    """Somewhere in the middle of a column."""
    file = SegmentReader(only(index, "*.columns").with_suffix("")).columns
    return file.start(column) + file.size(column) // 2


@pytest.mark.parametrize("column", ["text/docs", "text/positions", "id/keys", "year/docs"])
def test_a_merge_of_damaged_segments_is_refused_and_they_stay_damaged(
    index: Path, column: str
) -> None:
    flip(only(index, "*.columns"), place_of(index, column))
    with pytest.raises(IndexCorrupt), append(index) as writer:
        for number in range(150):  # of 400 articles enough to write the segment anew
            writer.remove(f"bài {number}")
    with pytest.raises(IndexCorrupt):
        check(index)


def test_a_merge_refuses_damaged_articles(index: Path) -> None:
    path = only(index, "*.articles")
    flip(path, path.stat().st_size // 2)
    with pytest.raises(IndexCorrupt), append(index) as writer:
        for number in range(150):
            writer.remove(f"bài {number}")
    with pytest.raises(IndexCorrupt):
        check(index)


def test_no_article_comes_back_other_than_it_was(index: Path) -> None:
    path = only(index, "*.articles")
    whole = path.read_bytes()
    before = open_index(index).snapshot()
    texts = [before.article(doc).text for doc in range(400)]
    told = 0
    for place in range(100, len(whole) // 3, 211):
        flip(path, place)
        reader = open_index(index).snapshot()
        for doc in range(400):
            try:
                assert reader.article(doc).text == texts[doc]
            except IndexCorrupt:
                told += 1
        path.write_bytes(whole)
    assert told > 20


def test_a_file_cut_while_it_is_served_is_told_not_read(index: Path) -> None:
    """Reading a mapping past the end of its file would end the process."""
    served = open_index(index)
    assert served.snapshot().doc_count == 400
    path = only(index, "*.columns")
    whole = path.read_bytes()
    os.truncate(path, BLOCK)
    with pytest.raises(IndexCorrupt, match="cut short"):
        served.snapshot()
    path.write_bytes(whole)
    assert served.snapshot().find("bài 7") is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("pattern", ["CURRENT", "settings.json", "commit-*.json", "*.columns"])
@pytest.mark.parametrize("put", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_told_and_not_waited_for(
    index: Path, pattern: str, put: Callable[[Path], None]
) -> None:
    (path,) = index.rglob(pattern)
    path.unlink()
    put(path)
    with pytest.raises(IndexCorrupt):
        check(index)
