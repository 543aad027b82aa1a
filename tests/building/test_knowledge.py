"""A changed rule or table reaches an index that is there already."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.archive import Archive
from indexer.building import add, build, builder, knowledge
from indexer.commands.indexer import indexer
from indexer.commands.terminal import say
from webapp import service
from webapp.service import SearchService
from webapp.settings import Settings

PROGRAM = Path(knowledge.__file__).parents[1]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "tin"
    folder.mkdir()
    (folder / "mot.txt").write_text("Ngày 5/3/2025, Lạng Sơn khai trương cửa khẩu.", "utf-8")
    return folder


def other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the program had got other rules since."""
    for module in (knowledge, builder):
        monkeypatch.setattr(module, "rules", lambda: "f" * 24)


def test_the_version_is_that_of_code_and_tables_and_of_nothing_else(tmp_path: Path) -> None:
    copy = tmp_path / "indexer"
    shutil.copytree(PROGRAM, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert knowledge.digest(copy) == knowledge.rules()
    (copy / "searching" / "engine.py").write_text("# changed")
    assert knowledge.digest(copy) == knowledge.rules()
    table = copy / "gazetteer" / "data" / "gates.csv"
    table.write_bytes(table.read_bytes().replace(b"\n", b"\r\n"))
    assert knowledge.digest(copy) == knowledge.rules()
    for name in ("gazetteer/data/gates.csv", "reading/dates/event.py", "model/facets.py"):
        before = knowledge.digest(copy)
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write("# một dòng nữa\n")
        assert knowledge.digest(copy) != before


def test_a_build_under_the_same_rules_reads_nothing_again(sources: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([sources], index, jobs=1)
    assert knowledge.is_current(index)
    again = build([sources], index, jobs=1)
    assert (again.unchanged, again.added, again.rebuilt) == (1, 0, False)


def test_a_build_under_other_rules_reads_everything_again(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    build([sources], index, jobs=1)
    other_rules(monkeypatch)
    assert not knowledge.is_current(index)
    (sources / "hai.txt").write_text("Ngày 6/3/2025, Cao Bằng họp.", "utf-8")
    add([sources / "hai.txt"], index, jobs=1)
    assert not knowledge.is_current(index)  # the first article was not read again
    again = build([sources], index, jobs=1)
    assert (again.added, again.unchanged, again.rebuilt) == (2, 0, True)
    assert knowledge.is_current(index)


def test_what_could_not_be_seen_keeps_the_index_older(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, other = tmp_path / "index", tmp_path / "khac"
    other.mkdir()
    (other / "ba.txt").write_text("Ngày 7/3/2025, Hà Giang họp.", "utf-8")
    build([sources, other], index, jobs=1)
    other_rules(monkeypatch)
    (other / "ba.txt").unlink()
    build([sources, other], index, jobs=1)
    assert Archive.open(index).article("ba") is not None
    assert not knowledge.is_current(index)


def test_status_check_and_the_servers_log_say_that_an_index_is_older(
    sources: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    index = tmp_path / "index"
    build([sources], index, jobs=1)
    monkeypatch.setattr(service, "LOGGER", logging.getLogger("rules"))  # not the server's own
    runner = CliRunner()

    def told(command: str) -> str:
        return runner.invoke(indexer, [command, "--index", str(index)]).output

    def logged() -> bool:
        caplog.clear()
        with caplog.at_level(logging.WARNING, "rules"):
            assert SearchService(Settings(index=index)).archive.doc_count == 1
        return "older rules" in caplog.text

    assert say("rules_older") not in told("status") + told("check")
    assert not logged()
    other_rules(monkeypatch)
    assert say("rules_older") in told("status")
    assert say("rules_older") in told("check")
    assert logged()
