"""What people said once is remembered: what was undone, what others took the place of, by whom."""

from __future__ import annotations

from pathlib import Path

from indexer.corrections.edits import Edit, kept_edit, read_edit
from indexer.corrections.history import HISTORY, ended_in
from indexer.corrections.table import CORRECTIONS, Table
from indexer.model.article import Correction


def table(index: Path) -> Table:
    return Table(index / CORRECTIONS)


def say(index: Path, key: str, one: Correction) -> None:
    said = table(index)
    said.set(key, one)
    said.write()


def told(index: Path) -> list[tuple[str, str, str, str, str]]:
    return [
        (one.key, one.correction.value, one.correction.who, one.how, one.who)
        for one in ended_in(index)
    ]


FIRST = Correction("title", "=Tên một", "Lan", "2025-03-01T08:00:00Z", "nghe nói")
SECOND = Correction("title", "Tên hai", "Hoa", "2025-03-02T08:00:00Z")


def test_what_was_undone_or_replaced_is_told_with_by_whom(tmp_path: Path) -> None:
    say(tmp_path, "007", FIRST)
    assert not (tmp_path / HISTORY).exists()
    say(tmp_path, "007", SECOND)
    said = table(tmp_path)
    assert said.undo("007", who="Minh") == [SECOND]
    said.write()
    assert told(tmp_path) == [
        ("007", "=Tên một", "Lan", "replaced", "Hoa"),
        ("007", "Tên hai", "Hoa", "undone", "Minh"),
    ]
    first, second = ended_in(tmp_path)
    assert (first.correction, first.when) == (FIRST, SECOND.when)
    assert second.when.endswith("Z")


def test_the_same_change_made_again_is_told_once(tmp_path: Path) -> None:
    say(tmp_path, "a", FIRST)
    before = (tmp_path / CORRECTIONS).read_bytes()
    edit = Edit("a", (SECOND,), ("source",), "Hoa")
    for _ in range(2):  # as after a crash between the two files
        (tmp_path / CORRECTIONS).write_bytes(before)
        said = table(tmp_path)
        kept_edit(edit.plain()).apply(said)
        said.write()
    say(tmp_path, "a", SECOND)
    assert [value for _, value, *_ in told(tmp_path)] == ["=Tên một"]


def test_a_deletion_until_sent_again_is_no_word_of_a_person(tmp_path: Path) -> None:
    said = table(tmp_path)
    said.delete_until_sent("a")
    said.write()
    said.undo_until_sent("a")
    said.write()
    assert ended_in(tmp_path) == []


def test_rows_that_are_none_are_passed_over(tmp_path: Path) -> None:
    say(tmp_path, "a", FIRST)
    said = table(tmp_path)
    said.undo("a")
    said.write()
    with (tmp_path / HISTORY).open("ab") as file:
        file.write("vài chữ,thôi\r\na,màu,đỏ,,,,hoàn tác,,\r\n".encode())
    assert [value for _, value, *_ in told(tmp_path)] == ["=Tên một"]


def test_a_kept_edit_of_before_says_not_by_whom() -> None:
    edit, _ = read_edit("a", {"title": None}, "Lan")
    assert kept_edit(edit.plain()) == edit
    assert kept_edit(edit.plain()[:3]).who == ""
