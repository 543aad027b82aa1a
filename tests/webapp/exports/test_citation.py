"""References that managers can read, and no field that breaks its format."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from indexer.model.article import Article, DateSpan
from webapp.exports import citation
from webapp.exports.citation import Reference
from webapp.exports.routes import safe_cell

ONE = Reference(
    "003_50f2",
    "Đoàn công tác {5} địa phương & Quảng Tây",
    "Phi Anh",
    "TTXVN",
    "2024-11-20",
    "https://a.vn/x_1",
    "https://tim.vn/articles/003_50f2",
)


def test_a_line_to_quote() -> None:
    assert (
        citation.line(ONE)
        == "Phi Anh. “Đoàn công tác {5} địa phương & Quảng Tây.” TTXVN, 2024-11-20. https://a.vn/x_1"
    )
    assert (
        citation.line(Reference("1", "Có gì mới?", "", "", "", "", "https://tim.vn/1"))
        == "“Có gì mới?” https://tim.vn/1"
    )


def test_bibtex_escapes_what_tex_would_read() -> None:
    assert citation.bibtex(ONE) == (
        "@misc{003-50f2,\n"
        "  author = {{Phi Anh}},\n"
        r"  title = {{Đoàn công tác \{5\} địa phương \& Quảng Tây}}," + "\n"
        "  howpublished = {TTXVN},\n"
        "  year = {2024},\n"
        "  date = {2024-11-20},\n"
        "  url = {https://a.vn/x_1},\n"
        "  note = {https://tim.vn/articles/003_50f2},\n"
        "}\n"
    )


def test_ris_has_a_type_first_and_an_end_last() -> None:
    assert citation.ris(ONE).split("\r\n") == [
        "TY  - NEWS",
        "ID  - 003_50f2",
        "TI  - Đoàn công tác {5} địa phương & Quảng Tây",
        "AU  - Phi Anh",
        "T2  - TTXVN",
        "PY  - 2024",
        "DA  - 2024/11/20",
        "UR  - https://a.vn/x_1",
        "L2  - https://tim.vn/articles/003_50f2",
        "ER  - ",
        "",
    ]


def test_a_date_is_cited_no_more_exactly_than_it_is_known() -> None:
    def date(start: str, precision: str) -> str:
        return citation.of(
            Article("1", "", "", date=DateSpan(start, start, precision, "explicit")), ""
        ).date  # type: ignore[arg-type]

    assert [date("2025-03-01", p) for p in ("day", "month", "quarter", "year", "unknown")] == [
        "2025-03-01",
        "2025-03",
        "2025",
        "2025",
        "",
    ]
    without_year = citation.of(
        Article("1", "T", "", date=DateSpan("--03-24", "--03-28", "range", "unknown")), "l"
    )
    assert "year" not in citation.bibtex(without_year)
    assert "PY" not in citation.ris(without_year)


@given(st.text(max_size=40))
def test_a_title_with_line_breaks_stays_one_ris_field(title: str) -> None:
    written = citation.ris(citation.of(Article("1", title, ""), "https://tim.vn/1"))
    assert [line[:6] for line in written.split("\r\n")[:-1] if line[2:6] != "  - "] == []


@given(st.text(max_size=20))
def test_no_cell_of_a_spreadsheet_is_a_formula(value: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(value)])
    assert not safe_cell(value).startswith(("=", "+", "-", "@", "\t", "\r", "\x00"))
    assert safe_cell(value) in (value, f"'{value}")
