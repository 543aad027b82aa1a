"""What is told to those who wait."""

from __future__ import annotations

import gzip
from pathlib import Path

from indexer.building import build
from indexer.building.expecting import expected


def test_lines_and_files_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("một", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"id": "1", "body": "x"}\n{"id": "2", "body": "y"}', encoding="utf-8"
    )
    (tmp_path / "metadata.csv").write_text("file,date\n", encoding="utf-8")
    assert expected([tmp_path]) == 3
    assert expected([tmp_path / "b.jsonl", tmp_path / "nowhere"]) == 2


def test_packed_files_do_not_tell(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write('{"id": "1", "body": "x"}\n')
    assert expected([tmp_path]) is None


def test_progress_ends_at_the_number_expected(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(
        "".join(f'{{"id": "{number}", "body": "bài số {number}"}}\n' for number in range(150)),
        encoding="utf-8",
    )
    told: list[tuple[int, int | None]] = []
    build(
        [source],
        tmp_path / "index",
        jobs=1,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(64, 150), (128, 150), (150, 150)]
    with source.open("a", encoding="utf-8") as file:
        file.write('{"id": "neu", "body": "một bài mới"}\n')
    told.clear()
    build(
        [source],
        tmp_path / "index",
        jobs=1,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(151, 151)]
