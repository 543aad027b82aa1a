"""`indexer correct`, as a clerk uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.commands.indexer import indexer
from indexer.commands.terminal import language
from tests.support.running import SEEDS

ID = "003_50f2c003bc21364e"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    assert run(tmp_path / "index", "build", str(SEEDS)).exit_code == 0
    return tmp_path / "index"


@pytest.fixture(autouse=True)
def _vietnamese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "vi_VN.UTF-8")
    language.cache_clear()
    yield
    language.cache_clear()


def run(index: Path, *words: str) -> Result:
    return CliRunner().invoke(indexer, [*words, "--index", str(index)], standalone_mode=False)


def status(result: Result) -> object:
    return result.return_value


def test_set_list_undo(index: Path) -> None:
    done = run(index, "correct", "set", ID, "ngày", "24–28/3/2025", "--who", "Lan", "--why", "c.v.")
    assert status(done) == 0
    assert "1 bài sửa" in done.output
    listed = run(index, "correct", "list", "--json")
    told = json.loads(listed.output)
    assert told.pop("when").endswith("Z")
    assert told == {
        "id": ID,
        "field": "date",
        "value": "2025-03-24/2025-03-28",
        "who": "Lan",
        "why": "c.v.",
    }
    assert status(run(index, "correct", "undo", ID, "date")) == 0
    assert run(index, "correct", "list").output == ""
    again = run(index, "correct", "undo", ID)
    assert (status(again), "Chưa có sửa đổi nào" in again.output) == (1, True)


def test_what_was_undone_is_told_by_the_history(index: Path) -> None:
    assert status(run(index, "correct", "history")) == 1
    run(index, "correct", "set", ID, "ngày", "24/3/2025", "--who", "Lan")
    run(index, "correct", "set", ID, "tỉnh", "Lạng Sơn; Cao Bằng (nhắc đến)", "--who", "Lan")
    assert "Cao Bằng (nhắc đến)" in run(index, "correct", "list").output
    run(index, "correct", "undo", ID, "date", "--who", "Minh")
    told = json.loads(run(index, "correct", "history", ID, "--json").output)
    assert (told["value"], told["who"]) == ("2025-03-24", "Lan")
    assert (told["ended"], told["ended_who"]) == ("undone", "Minh")
    assert "ngày: ngày 24/3/2025" in run(index, "correct", "history").output
    assert status(run(index, "correct", "history", "khác")) == 1


def test_what_is_mistyped_is_refused_and_changes_nothing(index: Path) -> None:
    for words in ((ID, "ngày", "hôm qua"), (ID, "màu", "đỏ"), (ID, "tỉnh", "Atlantis")):
        refused = run(index, "correct", "set", *words)
        assert refused.exit_code != 0
        assert "«" in str(refused.exception)
    assert not (index / "corrections.csv").exists()


def test_a_correction_of_an_article_to_come_is_said_to_wait(index: Path) -> None:
    waits = run(index, "correct", "set", "moi", "hide")
    assert "Trong kho chưa có bài «moi»" in waits.output


def test_a_build_says_that_corrections_stand_above_what_it_read(index: Path) -> None:
    run(index, "correct", "set", ID, "ngày", "2025")
    built = run(index, "build", "--anew", str(SEEDS))
    assert "1 bài vừa đọc có mục đã được người sửa" in built.output
    run(index, "correct", "undo", ID)
    assert "người sửa" not in run(index, "build", "--anew", str(SEEDS)).output


def test_a_table_from_a_spreadsheet_is_taken_in_and_its_faults_told(
    index: Path, tmp_path: Path
) -> None:
    table = tmp_path / "sua.csv"
    table.write_text(f"Mã bài;Trường;Giá trị\n{ID};ẩn;\n{ID};ngày;mai\n", "utf-8-sig")
    taken = run(index, "correct", "apply", "--import", str(table))
    assert "dòng 3: Ngày «mai» không hiểu được" in taken.output
    assert "1 bài không hiện nữa" in taken.output
    built = run(index, "build", str(SEEDS))
    assert "1 bài không hiện vì đã ẩn hoặc xóa" in built.output
    assert status(run(index, "correct", "apply", "--export", str(tmp_path / "ra.csv"))) == 0
    assert f"{ID},ẩn,có" in (tmp_path / "ra.csv").read_text("utf-8-sig")


def test_a_file_that_is_no_table_stops_the_build_and_changes_nothing(index: Path) -> None:
    (index / "corrections.csv").write_text("a,date,2025\n", "utf-8")
    refused = run(index, "build", str(SEEDS))
    assert (status(refused), "dòng đầu phải nêu tên các cột" in refused.output) == (1, True)
