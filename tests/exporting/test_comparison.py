"""Places and searches set side by side, and the files made of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from indexer.archive import Archive
from indexer.exporting import excel, tables, word
from indexer.exporting.comparison import Comparison, compare, table_of
from indexer.exporting.words import Words
from indexer.model.date_labels import period_label
from indexer.model.request import SearchRequest
from indexer.storage import rebuild


def article(id: str, text: str, date: str) -> dict[str, Any]:
    return {"id": id, "title": f"Bài {id}", "text": text, "date": date, "source": "Báo"}


ARTICLES = [
    article("ls1", "Tỉnh Lạng Sơn mở hội chợ thương mại.", "2024-03-05"),
    article("ls2", "Tỉnh Lạng Sơn đón đoàn du lịch.", "2025-01-07"),
    article("cb1", "Tỉnh Cao Bằng mở hội chợ thương mại.", "2025-03-05"),
    article("both", "Tỉnh Lạng Sơn và tỉnh Cao Bằng cùng bàn về du lịch.", "2025-02-01"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path = Path(tmp_path_factory.mktemp("compare"))
    with rebuild(path):
        pass
    made = Archive.open(path)
    made.add(ARTICLES)
    return made


def ids(hits: Any) -> set[str]:
    return {hit.id for hit in hits}


def made(archive: Archive, *typed: str, unit: str = "", **base: Any) -> Comparison:
    found = compare(archive, SearchRequest(**base), typed, unit)
    assert found is not None
    return found


def test_what_is_shared_and_what_each_has_alone(archive: Archive) -> None:
    found = made(archive, "lang son", "Cao Bằng")
    assert [side.label for side in found.sides] == ["Lạng Sơn", "Cao Bằng"]
    assert [side.total for side in found.sides] == [3, 2]
    assert [ids(side.alone_hits) for side in found.sides] == [{"ls1", "ls2"}, {"cb1"}]
    assert (found.shared_total, ids(found.shared_hits)) == (1, {"both"})


def test_searches_lead_to_what_is_told(archive: Archive) -> None:
    found = made(archive, "Lạng Sơn", "du lịch")
    for side in found.sides:
        assert archive.search(side.search).total == side.total
        assert archive.search(side.alone).total == side.alone_total
    assert ids(archive.search(found.shared).hits) == {"ls2", "both"}


def test_the_rest_of_the_search_narrows_all(archive: Archive) -> None:
    found = made(archive, "Lạng Sơn", "Cao Bằng", q="hội chợ")
    assert [side.total for side in found.sides] == [1, 1]
    found = made(archive, "Lạng Sơn", "Cao Bằng", date_from="2025")
    assert [side.total for side in found.sides] == [2, 2]


@pytest.mark.parametrize(
    ("unit", "first", "periods"), [("year", "2024", 2), ("month", "2024-03", 13)]
)
def test_periods_are_those_of_all_sides_with_the_empty_ones(
    archive: Archive, unit: str, first: str, periods: int
) -> None:
    found = made(archive, "Lạng Sơn", "Cao Bằng", unit=unit)
    assert (found.periods[0], len(found.periods)) == (first, periods)
    assert sum(found.sides[1].counts.values()) == 2


@pytest.mark.parametrize(
    "typed",
    [(), ("Lạng Sơn",), ("Lạng Sơn", "lang son", " "), ("du lịch", "(du lịch)"), ("()", '"')],
)
def test_less_than_two_things_are_no_comparison(archive: Archive, typed: tuple[str, ...]) -> None:
    assert compare(archive, SearchRequest(), typed) is None


@pytest.mark.parametrize("odd", ["a) OR (b", '"du lịch', "-", "tỉnh:", "x" * 300])
def test_whatever_is_typed_is_answered(archive: Archive, odd: str) -> None:
    found = made(archive, "Lạng Sơn", odd)
    assert found.sides[0].total == 3


def test_no_more_than_four(archive: Archive) -> None:
    assert len(made(archive, "a", "b", "c", "d", "e").sides) == 4


def test_the_table_says_it_all(archive: Archive) -> None:
    table = table_of(made(archive, "Lạng Sơn", "Cao Bằng", unit="year"), Words("vi"))
    assert table.heads == ("Năm", "Lạng Sơn", "Cao Bằng")
    assert [tuple(map(str, row)) for row in table.rows] == [
        ("2024", "1", "0"),
        ("2025", "2", "2"),
        ("không rõ năm", "0", "0"),
        ("Tổng số bài", "3", "2"),
        ("Riêng từng bên", "2", "1"),
        ("Chung của tất cả", "1", "1"),
    ]
    stable = table_of(made(archive, "Lạng Sơn", "Cao Bằng", unit="year"), Words("en", True))
    assert [row[0] for row in stable.rows[2:]] == ["unknown", "total", "alone", "shared"]


def test_files_open_elsewhere(archive: Archive) -> None:
    found, words = made(archive, "Lạng Sơn", "Cao Bằng", unit="year"), Words("vi")
    sheet = openpyxl.load_workbook(io.BytesIO(excel.of_table(table_of(found, words)))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["Năm", "Lạng Sơn", "Cao Bằng"]
    assert tables.as_csv(table_of(found, words)).splitlines()[1] == "2024,1,0"
    file = word.of_comparison(found, lambda id: f"https://kho.vn/{id}", words, "Kho")
    document = docx.Document(io.BytesIO(file))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "So sánh: Lạng Sơn – Cao Bằng" in text
    assert "Bài chung của tất cả: 1" in text
    assert "Bài chỉ có ở Cao Bằng: 1" in text
    assert document.tables[0].cell(0, 1).text == "Lạng Sơn"


def test_the_word_file_says_months_as_people_do_and_leaves_out_the_empty(archive: Archive) -> None:
    found, words = made(archive, "Lạng Sơn", "Cao Bằng", unit="month"), Words("vi")
    document = docx.Document(io.BytesIO(word.of_comparison(found, str, words, "Kho")))
    months = [
        row.cells[0].text
        for row in document.tables[0].rows
        if row.cells[0].text.startswith("tháng")
    ]
    told = {key for side in found.sides for key in side.counts}
    assert months == [period_label(key, "vi") for key in found.periods if key in told]
    assert len(months) < len(found.periods)
    assert any("không ghi" in paragraph.text for paragraph in document.paragraphs)
