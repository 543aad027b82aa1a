"""The file of corrections, as the program and as spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corrections.matching import Corrections
from indexer.corrections.table import Table
from indexer.errors import BadCorrection
from indexer.model.article import Correction


def table(tmp_path: Path, content: bytes | str) -> Table:
    path = tmp_path / "sua.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Table(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_from_a_spreadsheet_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [["Mã bài", "Trường", "Giá trị", "Lý do"], ["a", "Tỉnh", "Cao Bằng", "xem lại"]]
    text = "\r\n".join(delimiter.join(cells) for cells in lines)
    (row,) = table(tmp_path, text.encode(encoding))
    assert (row.key, row.correction) == (
        "a",
        Correction("provinces", "Cao Bằng", why="xem lại"),
    )


def test_a_line_at_fault_is_told_and_kept_in_the_file_and_the_rest_counts(tmp_path: Path) -> None:
    read = table(tmp_path, "id,field,value\na,date,hôm qua\n,hide,\nb,colour,red\nc,hide,\n")
    assert [row.key for row in read] == ["c"]
    assert [fault.line for fault in read.faults] == [2, 3, 4]
    assert "dòng 2: Ngày «hôm qua» không hiểu được" in read.faults[0].told()
    read.set("d", Correction("hide", "yes"))
    read.write()
    assert "a,date,hôm qua" in read.path.read_text("utf-8-sig")
    assert [row.key for row in Table(read.path)] == ["c", "d"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a,date,2025", "dòng đầu phải nêu tên các cột"),
        ("Mã,Trường,Giá trị\na,tiêu đề,Hội đàm".encode().replace(b"\xc3\xa3", b"\xe3"), "UTF-8"),
    ],
)
def test_what_is_no_table_of_corrections_is_refused(
    tmp_path: Path, content: bytes | str, reason: str
) -> None:
    with pytest.raises(BadCorrection, match=reason):
        table(tmp_path, content)


def test_of_two_rows_for_a_field_the_later_one_counts(tmp_path: Path) -> None:
    read = table(tmp_path, "id,field,value\na,date,2024\na,date,2025\n")
    assert [row.correction.value for row in read] == ["2025"]


def test_dates_are_written_so_that_a_spreadsheet_leaves_them(tmp_path: Path) -> None:
    made = Table(tmp_path / "moi.csv")
    made.set("001", Correction("date", "2025-03-04"))
    made.set("b", Correction("date", "2025-03"))
    made.write()
    text = made.path.read_text("utf-8-sig")
    assert "'001,ngày,ngày 4/3/2025" in text
    assert "b,ngày,tháng 3/2025" in text
    assert made.path.read_bytes().startswith(b"\xef\xbb\xbf")


line = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\x85"), min_size=1, max_size=12
)
said = line | st.sampled_from(["=1+1", "'=x", "001", "'1", "a,b;c", 'x"y', "@cmd", "-5"])


@given(st.lists(st.tuples(said, said), max_size=4))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    made = Table(tmp_path_factory.mktemp("bang") / "sua.csv")
    wanted = {}
    for key, title in rows:
        wanted[key] = Correction("title", title, "Lan", "2026-11-28T03:00:00Z", title)
        made.set(key, wanted[key])
    made.write()
    read = Table(made.path)
    assert (read.faults, {row.key: row.correction for row in read}) == ([], wanted)


def test_a_correction_of_a_file_holds_for_its_articles_and_one_of_the_id_before_it(
    tmp_path: Path,
) -> None:
    read = table(
        tmp_path, "id,field,value\n2025\\tin.docx,hide,\n2025/tin.docx,source,VOV\na,hide,không\n"
    )
    said = Corrections(read)
    assert [one.field for one in said.of("b", "/kho/2025/tin.docx")] == ["source", "hide"]
    assert [one.field for one in said.of("a", "/kho/2025/tin.docx")] == ["source"]
    assert said.of("b", "/kho/2024/tin.docx") == ()
