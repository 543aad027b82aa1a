"""References that managers can read, and no field that breaks its format."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.exporting import citation
from indexer.exporting.citation import Reference
from indexer.model.article import Article, DateSpan, OfficialDocument

ONE = Reference(
    "003_50f2",
    "Đoàn công tác {5} địa phương & Quảng Tây",
    "Phi Anh",
    "TTXVN",
    "2024-11-20",
    "20–22/11/2024",
    "https://a.vn/x_1",
    "https://tim.vn/articles/003_50f2",
)


def test_a_line_to_quote() -> None:
    assert (
        citation.line(ONE)
        == "Phi Anh. “Đoàn công tác {5} địa phương & Quảng Tây.” TTXVN, 20–22/11/2024. https://a.vn/x_1"
    )
    assert (
        citation.line(Reference("1", "Có gì mới?", "", "", "", "", "", "https://tim.vn/1"))
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
        "  note = {\\url{https://tim.vn/articles/003_50f2}},\n"
        "}\n"
    )


def test_an_official_document_is_cited_by_its_number() -> None:
    document = OfficialDocument("12/BC-SNgV", "Báo cáo", "Tình hình")
    one = citation.of(Article("1", "Tình hình", "…", document=document), "https://tim.vn/1")
    assert citation.line(one) == "“Tình hình.” Báo cáo số 12/BC-SNgV. https://tim.vn/1"
    assert "  number = {12/BC-SNgV},\n" in citation.bibtex(one)
    assert "M1  - 12/BC-SNgV\r\n" in citation.ris(one)


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


@pytest.mark.parametrize(
    ("span", "vietnamese", "english"),
    [
        (
            DateSpan("--11-20", "--11-22", "range", "unknown"),
            "20–22/11, không rõ năm",
            "20–22 Nov, year unknown",
        ),
        (
            DateSpan("2024-11-20", "2024-11-22", "range", "context"),
            "≈ 20–22/11/2024",
            "≈ 20–22 Nov 2024",
        ),
    ],
)
def test_a_date_that_is_not_certain_is_told_as_people_do_and_given_to_no_field_of_dates(
    span: DateSpan, vietnamese: str, english: str
) -> None:
    article = Article("1", "T", "", source="TTXVN", date=span)
    reference = citation.of(article, "https://tim.vn/1")
    assert citation.line(reference) == f"“T.” TTXVN, {vietnamese}. https://tim.vn/1"
    assert english in citation.line(citation.of(article, "https://tim.vn/1", "en"))
    bibtex, ris = citation.bibtex(reference), citation.ris(reference)
    assert not re.search(r"^  (year|date) = ", bibtex, re.M)
    assert f"  note = {{{vietnamese}}},\n" in bibtex
    assert not re.search(r"^(PY|DA)  - ", ris, re.M)
    assert f"N1  - {vietnamese}\r\n" in ris


def test_an_address_cannot_end_its_field() -> None:
    article = Article("1", "T", "", url='https://bao.vn/a}"\\x{1')
    written = citation.bibtex(citation.of(article, "https://tim.vn/1"))
    assert "  url = {https://bao.vn/a%7D%22%5Cx%7B1},\n" in written
    assert written.count("{") == written.count("}")


@given(st.text(max_size=40))
def test_a_title_with_line_breaks_stays_one_ris_field(title: str) -> None:
    written = citation.ris(citation.of(Article("1", title, ""), "https://tim.vn/1"))
    assert [line[:6] for line in written.split("\r\n")[:-1] if line[2:6] != "  - "] == []
