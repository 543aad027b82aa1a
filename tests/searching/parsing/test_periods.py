"""Every kind of stretch of time, as typed in the box and in a filter."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.language import fold
from indexer.searching.parsing.ast import OrClause, TimeExpression
from indexer.searching.parsing.parser import parse
from indexer.searching.parsing.periods import MAX_SAID, parse_period, stretches

FRIDAY = date(2026, 11, 27)
SAID = [
    ("đầu năm 2025", ("2025-01-01", "2025-04-30")),
    ("T9/2025", ("2025-09-01", "2025-09-30")),
    ("tháng chín năm 2025", ("2025-09-01", "2025-09-30")),
    ("tháng mười hai/2025", ("2025-12-01", "2025-12-31")),
    ("quý ba năm 2025", ("2025-07-01", "2025-09-30")),
    ("quý bốn 2025", ("2025-10-01", "2025-12-31")),
    ("2025-09-06", ("2025-09-06", "2025-09-06")),
    ("2023 - 2025", ("2023-01-01", "2025-12-31")),
    ("giữa năm 2025", ("2025-05-01", "2025-08-31")),
    ("cuối năm 2025", ("2025-09-01", "2025-12-31")),
    ("cuối năm ngoái", ("2025-09-01", "2025-12-31")),
    ("nửa đầu năm 2025", ("2025-01-01", "2025-06-30")),
    ("nửa cuối năm 2025", ("2025-07-01", "2025-12-31")),
    ("nửa sau của năm 2025", ("2025-07-01", "2025-12-31")),
    ("6 tháng đầu năm 2025", ("2025-01-01", "2025-06-30")),
    ("sáu tháng đầu năm 2025", ("2025-01-01", "2025-06-30")),
    ("06 tháng cuối năm 2025", ("2025-07-01", "2025-12-31")),
    ("6 tháng đầu năm", ("2026-01-01", "2026-06-30")),
    ("9 tháng năm 2025", ("2025-01-01", "2025-09-30")),
    ("9 tháng đầu năm nay", ("2026-01-01", "2026-09-30")),
    ("3 quý đầu năm 2025", ("2025-01-01", "2025-09-30")),
    ("những tháng cuối năm 2024", ("2024-09-01", "2024-12-31")),
    ("những ngày đầu năm 2025", ("2025-01-01", "2025-01-31")),
    ("năm kia", ("2024-01-01", "2024-12-31")),
    ("năm tới", ("2027-01-01", "2027-12-31")),
    ("tháng tới", ("2026-12-01", "2026-12-31")),
    ("tuần tới", ("2026-11-30", "2026-12-06")),
    ("những năm 2020", ("2020-01-01", "2029-12-31")),
    ("thập niên 90", ("1990-01-01", "1999-12-31")),
    ("năm 2025 và 2026", ("2025-01-01", "2026-12-31")),
    ("tháng 3 và tháng 4/2025", ("2025-03-01", "2025-04-30")),
    ("quý I, II năm 2025", ("2025-01-01", "2025-06-30")),
    ("gần đây", ("2026-08-28", "2026-11-27")),
    ("thời gian qua", ("2026-08-28", "2026-11-27")),
    ("những năm gần đây", ("2021-11-28", "2026-11-27")),
    ("vài ngày qua", ("2026-11-21", "2026-11-27")),
    ("ba ngày nay", ("2026-11-25", "2026-11-27")),
    ("mấy năm nay", ("2021-11-28", "2026-11-27")),
    ("tuần vừa rồi", ("2026-11-16", "2026-11-22")),
    ("3 tháng tới", ("2026-11-28", "2027-02-27")),
    ("2 tháng trước", ("2026-09-01", "2026-09-30")),
    ("cuối tháng 3/2025", ("2025-03-21", "2025-03-31")),
    ("đầu tháng 3 năm 2025", ("2025-03-01", "2025-03-10")),
    ("giữa tháng này", ("2026-11-11", "2026-11-20")),
    ("tháng 10 năm ngoái", ("2025-10-01", "2025-10-31")),
    ("quý I năm nay", ("2026-01-01", "2026-03-31")),
    ("từ đầu năm đến nay", ("2026-01-01", "")),
    ("từ tháng 3 đến nay", ("2026-03-01", "")),
    ("từ tháng 12 đến nay", ("2025-12-01", "")),
    ("từ cuối năm 2024 đến giữa năm 2025", ("2024-09-01", "2025-08-31")),
    ("từ đầu năm đến tháng 9/2025", ("2025-01-01", "2025-09-30")),
    ("đến cuối năm 2025", ("", "2025-12-31")),
    ("mấy hôm nay", ("2026-11-21", "2026-11-27")),
    ("hai hôm trước", ("2026-11-25", "2026-11-25")),
    ("vài tuần trước", ("2026-10-31", "2026-11-27")),
    ("cách đây 3 tháng", ("2026-08-01", "2026-08-31")),
    ("cách đây hai năm", ("2024-01-01", "2024-12-31")),
    ("nửa năm qua", ("2026-05-28", "2026-11-27")),
    ("nửa tháng nay", ("2026-11-13", "2026-11-27")),
    ("dạo gần đây", ("2026-08-28", "2026-11-27")),
    ("cả năm 2025", ("2025-01-01", "2025-12-31")),
    ("trọn quý III/2025", ("2025-07-01", "2025-09-30")),
    ("giữa tháng 3", ("2026-03-11", "2026-03-20")),
    ("cuối tháng 12", ("2025-12-21", "2025-12-31")),
    ("kể từ tháng 6", ("2026-06-01", "")),
    ("từ tháng 6 đến tháng 8", ("2026-06-01", "2026-08-31")),
]


@pytest.mark.parametrize(("said", "period"), SAID)
def test_a_period_is_read_in_a_filter_with_marks_and_without(
    said: str, period: tuple[str, str]
) -> None:
    assert parse_period(said, FRIDAY) == period
    assert parse_period(fold(said), FRIDAY) == period


@pytest.mark.parametrize("said", [said for said, _ in SAID])
def test_a_period_is_read_in_the_box(said: str) -> None:
    text = f"Quảng Tây {said}"
    assert [(one.start, one.end) for one in stretches(text, FRIDAY)] == [(10, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "đầu tư 2025",
        "Kế hoạch 2025",
        "Olympic 2024",
        "Năm Du lịch quốc gia 2025",
        "hàng hóa cuối năm",
        "lễ hội đầu năm mới",
        "6 tháng đầu năm học",
        "hai năm sau",
        "mỗi năm qua",
        "tháng 3",
        "13 tháng năm 2025x",
        "công viên gần đây có gì",
        "nhiều năm trước",
        "họp giao ban cuối tháng",
        "chợ phiên cuối tuần",
        "cách mạng tháng",
    ],
)
def test_what_names_something_stays_words(text: str) -> None:
    assert stretches(text, FRIDAY) == []


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("đầu tư năm 2025", "năm 2025"),
        ("dau tu nam 2025", "nam 2025"),
        ("giá dầu năm 2025", "năm 2025"),
        ("gia dau nam 2025", "nam 2025"),
        ("bắt đầu năm 2025", "năm 2025"),
        ("lần cuối năm 2025", "năm 2025"),
        ("giá cả năm 2025", "năm 2025"),
        ("thu hồi đất năm 2025", "năm 2025"),
        ("thu hồi năm 2025", "năm 2025"),
    ],
)
def test_the_end_of_a_word_is_no_part_of_a_year(text: str, raw: str) -> None:
    assert [text[one.start : one.end] for one in stretches(text, FRIDAY)] == [raw]


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("đầu năm", ("2026-01-01", "2026-04-30")),
        ("hồi giữa năm", ("2026-05-01", "2026-08-31")),
        ("cuối tháng", ("2026-11-21", "2026-11-30")),
        ("cuoi thang", ("2026-11-21", "2026-11-30")),
    ],
)
def test_a_part_of_a_year_that_is_all_of_a_query_is_of_this_year(
    said: str, period: tuple[str, str]
) -> None:
    (one,) = stretches(said, FRIDAY)
    assert (one.first, one.last) == period


@pytest.mark.parametrize(
    "typed", ["2026-2024", "từ 2026 đến 2024", "từ tháng 9/2025 đến tháng 3/2025"]
)
def test_a_stretch_typed_backwards_is_turned_and_told(typed: str) -> None:
    parsed = parse(f"xuất khẩu {typed}")
    (clause,) = (c for c in parsed.root.children if isinstance(c, TimeExpression))
    assert clause.start < clause.end
    assert [warning.split(":")[0] for warning in parsed.warnings] == [f"«{typed}»"]
    assert parse_period(typed, FRIDAY) is None


def test_each_year_of_a_list_is_asked_for() -> None:
    (clause,) = parse("các năm 2023 và 2025").root.children
    assert isinstance(clause, OrClause)
    assert [(c.raw, c.start, c.end) for c in clause.children if isinstance(c, TimeExpression)] == [
        ("năm 2023", "2023-01-01", "2023-12-31"),
        ("năm 2025", "2025-01-01", "2025-12-31"),
    ]


def test_a_sentence_of_the_news_does_not_count_from_today() -> None:
    sentence = "Kim ngạch xuất khẩu nông sản qua cửa khẩu Tân Thanh 6 tháng đầu năm tăng mạnh"
    assert len(sentence.split()) >= MAX_SAID
    assert stretches(sentence, FRIDAY) == []
    assert stretches(" ".join(sentence.split()[6:]), FRIDAY) != []


@pytest.mark.parametrize("typed", ["", "..", "xyz", "2025..abc", "hôm nay và mai", "24/3"])
def test_what_is_no_period(typed: str) -> None:
    assert parse_period(typed, FRIDAY) is None


@pytest.mark.parametrize(
    "text", ["Vân Nam 2025", "van nam 2025", "Quảng Nam 2025", "miền Nam 2025"]
)
def test_the_end_of_a_name_before_a_year_is_no_word_for_it(text: str) -> None:
    assert stretches(text) == []


@pytest.mark.parametrize(
    "text", ["quang tay nam 2025", "lao dong nam 2025", "ha giang nam 2025", "van nam nam 2025"]
)
def test_a_year_without_marks_is_one_behind_other_names(text: str) -> None:
    (year,) = stretches(text)
    assert (text[year.start : year.end], year.first) == ("nam 2025", "2025-01-01")


@pytest.mark.parametrize(
    "text", ["Lạng Sơn 2025 - nay", "lang son 2025-nay", "Lạng Sơn 2025 đến nay"]
)
def test_a_year_up_to_now_is_open_at_its_end(text: str) -> None:
    (stretch,) = [c for c in parse(text).root.children if isinstance(c, TimeExpression)]
    assert (stretch.start, stretch.end) == ("2025-01-01", "")


def test_the_word_for_a_day_is_no_word_to_find() -> None:
    (stretch,) = stretches("Lạng Sơn ngày 7-10")
    assert (stretch.first, stretch.start) == ("--10-07", len("Lạng Sơn "))
    (night,) = stretches("đêm 7-10 Lạng Sơn")
    assert night.start == len("đêm ")
