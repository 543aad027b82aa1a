"""The Word brief and the Excel file of a real archive, read back by other libraries than wrote them, and odd articles in them."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.building import build
from indexer.exporting import brief, excel, word
from indexer.exporting.brief import Brief, Order
from indexer.exporting.words import Words
from indexer.model.article import DateSpan
from indexer.model.request import SearchRequest
from indexer.model.results import Hit
from tests.exporting.test_tables import hit

ODD = [
    {"id": "formula", "title": '=HYPERLINK("x";"thử")', "text": "Hợp tác ở Lạng Sơn.", "date": "2025-03-06"},
    {"id": "a/b c", "title": "@Tin\u202e & <b>\x07", "text": "Hợp tác \x0b với Quảng Tây.", "date": "2024-12"},
    {"id": "none", "title": "", "text": "Hợp tác.", "url": "https://bao.vn/?a=1&b=\"2\""},
    {"id": "old", "title": "Hợp tác năm xưa", "text": "Năm 1898 đã hợp tác.", "date": "1898-05-01"},
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("brief")
    lines = [json.dumps(article) for article in ODD]
    (folder / "odd.jsonl").write_text("\n".join(lines), "utf-8")
    build([folder / "odd.jsonl"], folder / "index", jobs=1)
    return Archive.open(folder / "index")


def gathered(archive: Archive, language: Any = "vi", **wanted: Any) -> tuple[Brief, Words]:
    words = Words(language)
    order = {
        "search": SearchRequest("hop tac"),
        "words": words,
        "made": dt.date(2026, 11, 28),
        "link": lambda identifier: f"https://tim.vn/articles/{identifier}",
        "address": "https://tim.vn/?q=hop+tac",
    }
    return brief.gather(archive, Order(**order | wanted)), words


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


def workbook(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_brief_says_what_was_asked_and_when(archive: Archive) -> None:
    made, words = gathered(archive)
    text = paragraphs(word.of_brief(made, words))
    assert text[0] == "Bản tổng hợp tin: hop tac"
    assert [line for line in text if ": " in line][1:7] == [
        "Nội dung tìm: hop tac",
        "Đã tìm: hợp tác",
        "Bộ lọc: không có",
        "Sắp xếp: Liên quan nhất",
        "Số bài tìm được: 4",
        "Ngày lập: 28/11/2026",
    ]
    assert "Liên kết kết quả: https://tim.vn/?q=hop+tac" in text
    assert {"Số liệu", "Các bài", "Trích dẫn"} <= set(text)


def test_each_article_has_its_date_source_passage_links_and_citation(archive: Archive) -> None:
    made, words = gathered(archive, chosen=("formula",))
    document = docx.Document(io.BytesIO(word.of_brief(made, words)))
    text = [one.text for one in document.paragraphs]
    at = text.index('1. =HYPERLINK("x";"thử")')
    assert text[at + 1].startswith("6/3/2025")
    assert text[at + 1].endswith("Lạng Sơn")
    assert [run.text for run in document.paragraphs[at + 2].runs if run.bold] == ["Hợp tác"]
    assert document.paragraphs[at + 3].hyperlinks[0].address == "https://tim.vn/articles/formula"
    assert text[-1].startswith('1. “=HYPERLINK("x";"thử").” 6/3/2025.')
    assert "Bản này có 1 bài được chọn trong 4 bài tìm được" in "\n".join(text)


def test_numbers_by_place_and_month_stand_in_tables(archive: Archive) -> None:
    made, words = gathered(archive)
    cells = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(word.of_brief(made, words))).tables
    ]
    assert cells[0] == [["Địa phương", "Số bài"], ["Lạng Sơn", "1"]]
    assert cells[1] == [["Đối tác", "Số bài"], ["Quảng Tây", "1"]]
    assert cells[2][0] == ["Năm", *map(str, range(1, 13)), "Cộng"]
    assert [row[0] for row in cells[2][1:]] == ["1898", "2024", "2025"]  # of 128 years
    assert cells[2][2][12:] == ["1", "1"]


def test_a_workbook_has_the_articles_and_the_counts(archive: Archive) -> None:
    made, words = gathered(archive)
    book = workbook(excel.of_brief(made, words))
    assert book.sheetnames == ["Bài", "Số liệu"]
    sheet = book["Bài"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:5] == ["STT", "Từ ngày", "Đến ngày", "Ngày theo bài", "Tiêu đề"]
    by_id = {row[-1].value: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(2)}
    dated = by_id["formula"]["Từ ngày"]
    assert (dated.value, dated.number_format) == (dt.datetime(2025, 3, 6), "dd/mm/yyyy")
    assert by_id["old"]["Từ ngày"].value == "1898-05-01"  # Excel's calendar begins later
    assert by_id["formula"]["Trong kho"].hyperlink.target == "https://tim.vn/articles/formula"
    counts = [[cell for cell in row if cell is not None] for row in book["Số liệu"].values]
    assert ["Bản tổng hợp tin: hop tac"] in counts
    assert ["Địa phương", "Số bài", "Đối tác", "Số bài", "Tháng", "Số bài"] in counts
    assert "Bộ lọc: không có" in [row[0] for row in counts if row]


def test_no_cell_is_a_formula_now_or_once_it_is_edited(archive: Archive) -> None:
    made, words = gathered(archive)
    content = excel.of_brief(made, words)
    book = workbook(content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    begun = [cell for cell in cells if str(cell.value or "").startswith(("=", "@"))]
    assert [cell.quotePrefix for cell in begun] == [1, 1]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert [name for name in parts.namelist() if b"<f>" in parts.read(name)] == []


def test_a_search_that_finds_nothing_has_a_brief_that_says_so(archive: Archive) -> None:
    made, words = gathered(archive, search=SearchRequest("khong co gi ca", provinces=("Lạng Sơn",)))
    text = "\n".join(paragraphs(word.of_brief(made, words)))
    assert "Không có bài nào." in text
    assert "Địa phương: Lạng Sơn" in text
    assert workbook(excel.of_brief(made, words))["Bài"].max_row == 1


def test_an_english_brief_has_no_vietnamese_head(archive: Archive) -> None:
    made, words = gathered(archive, "en")
    text = paragraphs(word.of_brief(made, words))
    assert {"Numbers", "The articles", "Citations", "Filters: none"} <= set(text)
    assert workbook(excel.of_brief(made, words)).sheetnames == ["Articles", "Numbers"]


def test_a_brief_says_how_many_it_leaves_out(archive: Archive) -> None:
    made, _words = gathered(archive, most=2)
    assert (len(made.hits), made.note) == (2, "Bản này có 2 bài đầu trong 4 bài tìm được.")


class OneHit:
    """A source with one article of the text given."""

    def __init__(self, archive: Archive, one: Hit) -> None:
        self.archive, self.one = archive, one

    def search(self, request: SearchRequest) -> Any:
        from dataclasses import replace

        return replace(self.archive.search(request), hits=(self.one,), total=1)

    def timeline(self, request: SearchRequest, unit: Any) -> Any:
        return self.archive.timeline(request, unit)

    def matrix(self, request: SearchRequest) -> Any:
        return self.archive.matrix(request)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(st.characters(exclude_categories=()), max_size=60),
    query=st.text(max_size=30),
    day=st.sampled_from(["", "--02-30", "9999-99-99", "2025-02-29", "0001-01-01", "2025-3-1"]),
)
def test_whatever_the_text_both_files_are_sound(
    archive: Archive, title: str, query: str, day: str
) -> None:
    from dataclasses import replace

    one = replace(hit(title=title), date=DateSpan(day, day, "day", "explicit"), source=title)
    source = OneHit(archive, replace(one, url=f"https://x/{title}"))
    words = Words("vi")
    order = Order(SearchRequest(query), words, dt.date(2026, 1, 1), lambda _: f"https://y/{title}")
    made = brief.gather(source, order)
    for content in (word.of_brief(made, words, title), excel.of_brief(made, words)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(parts.read(name))


def test_nothing_heavy_is_loaded_by_a_search(seed_index: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from indexer.archive import Archive; from indexer.commands import search;"
        f"Archive.open({str(seed_index)!r}).search('hợp tác');"
        "print([name for name in ('docx', 'xlsxwriter', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
