"""Stretches of time between two ends, and on one side of one."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.language import fold
from indexer.searching.parsing.ast import TimeExpression
from indexer.searching.parsing.parser import parse
from indexer.searching.parsing.time_ranges import ranges_within

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("từ tháng 3 đến tháng 10/2025", ("2025-03-01", "2025-10-31")),
        ("từ 1/3/2025 đến 30/6/2025", ("2025-03-01", "2025-06-30")),
        ("từ ngày 1/3 đến hết 30.6.2025", ("2025-03-01", "2025-06-30")),
        ("từ 12 tháng 3 đến 20 tháng 4 năm 2025", ("2025-03-12", "2025-04-20")),
        ("từ quý I đến quý III/2025", ("2025-01-01", "2025-09-30")),
        ("từ tháng 10 đến tháng 3/2025", ("2024-10-01", "2025-03-31")),
        ("từ quý IV đến quý I năm 2024", ("2023-10-01", "2024-03-31")),
        ("kể từ năm 2025", ("2025-01-01", "")),
        ("từ 1/3/2025 đến nay", ("2025-03-01", "")),
        ("từ 2025 trở đi", ("2025-01-01", "")),
        ("sau quý II/2025", ("2025-07-01", "")),
        ("trước ngày 12/10/2025", ("", "2025-10-11")),
        ("tính đến tháng 2/2024", ("", "2024-02-29")),
    ],
)
def test_a_stretch_is_read_with_marks_and_without(said: str, period: tuple[str, str]) -> None:
    for text in (said, fold(said)):
        read = [
            c for c in parse(f"Quảng Tây {text}").root.children if isinstance(c, TimeExpression)
        ]
        assert [(c.start, c.end, c.raw, c.relative) for c in read] == [(*period, text, True)]


@pytest.mark.parametrize(
    "text",
    [
        "đền 2025",
        "tử 2025",
        "từ 31/2/2025",
        "từ nhà đến trường 2025",
        "sau 20255",
        "từ 12/2025/5",
        "",
    ],
)
def test_what_is_no_stretch(text: str) -> None:
    assert [one for one in ranges_within(text, FRIDAY) if one[0] == 0] == []
