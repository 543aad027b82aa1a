"""No cell of a table is run by a spreadsheet, whichever way it parts the line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.tables import BOM, csv_table, safe_cell
from indexer.model.web_address import web_address

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
TEXT = st.text(alphabet=st.sampled_from(" \t\r\n;,\"'=+-@＝ab\ufeff\u200b\xa0\0"), max_size=12)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("\t=1+1", "' =1+1"),
        ("\r=1+1", "' =1+1"),
        ("\xa0@SUM(A1)", "'\xa0@SUM(A1)"),
        ("\ufeff=1+1", "'\ufeff=1+1"),
        ("＝1+1", "'＝1+1"),
        ("Lạng Sơn;=1+1", "Lạng Sơn;'=1+1"),
        ('Lạng Sơn; "=1+1', "Lạng Sơn;' \"=1+1"),
        ("một dòng\n=1+1", "một dòng =1+1"),
        ("--03-24", "'--03-24"),
        ("1 + 1 = 2; 3", "1 + 1 = 2; 3"),
        ("cửa khẩu", "cửa khẩu"),
        ("", ""),
    ],
)
def test_a_formula_becomes_text(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
    assert safe_cell(cell) == cell


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_whatever_parts_the_line_no_cell_begins_a_formula(row: list[str]) -> None:
    written = csv_table([row])
    assert written.count("\n") == 1
    for mark in (",", ";"):
        for cell in next(csv.reader(io.StringIO(written.removesuffix("\n")), delimiter=mark), []):
            assert not cell.lstrip('" \xa0\ufeff\u200b').startswith(STARTS)


def test_numbers_stay_numbers_and_a_spreadsheet_is_told_the_encoding() -> None:
    assert csv_table([("số bài", -3)], for_spreadsheet=True) == f"{BOM}số bài,-3\n"


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        (" https://bao.vn/a ", "https://bao.vn/a"),
        ("HTTP://bao.vn", "HTTP://bao.vn"),
        ("https://bao.vn/bài 1", "https://bao.vn/bài%201"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//bao.vn/a", ""),
        ("https://", ""),
        ("https:///a", ""),
        ("https://bao.vn/\x1b[31m", ""),
        ("https://bao.vn/a\nUR  - javascript:1", ""),
        ("https://bao.vn/\u202egpj.exe", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_without_anything_unseen_are_led_to(
    stated: str, address: str
) -> None:
    assert web_address(stated) == address
