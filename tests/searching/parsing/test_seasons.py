"""Seasons and the lunar New Year, as typed in the box and in a filter."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.language import fold
from indexer.searching.parsing.periods import parse_period, stretches

FRIDAY = date(2026, 11, 27)
SAID = [
    ("mùa hè 2025", ("2025-05-01", "2025-08-31")),
    ("hè năm ngoái", ("2025-05-01", "2025-08-31")),
    ("mùa xuân năm 2026", ("2026-02-01", "2026-04-30")),
    ("mùa thu năm nay", ("2026-08-01", "2026-10-31")),
    ("mùa đông 2024", ("2024-11-01", "2025-01-31")),
    ("Tết 2025", ("2025-01-01", "2025-02-12")),
    ("dịp Tết năm nay", ("2026-01-20", "2026-03-03")),
    ("dịp Tết Nguyên đán 2024", ("2024-01-13", "2024-02-24")),
    ("Tết Nguyên đán Ất Tỵ", ("2025-01-01", "2025-02-12")),
    ("Tết Bính Ngọ 2026", ("2026-01-20", "2026-03-03")),
]


@pytest.mark.parametrize(("said", "period"), SAID)
def test_a_season_is_read_with_marks_and_without(said: str, period: tuple[str, str]) -> None:
    assert parse_period(said, FRIDAY) == period
    assert parse_period(fold(said), FRIDAY) == period


@pytest.mark.parametrize("said", [said for said, _ in SAID])
def test_a_season_is_read_in_the_box_and_its_words_still_count(said: str) -> None:
    text = f"du lịch {said}"
    (one,) = stretches(text, FRIDAY)
    assert (text[one.start : one.end], one.dated) == (said, False)


@pytest.mark.parametrize(
    "text",
    [
        "mùa hè",
        "gói bánh chưng ngày Tết",
        "Tết Trung thu 2025",
        "Tết Dương lịch 2025",
        "lấn chiếm vỉa hè 2025",
        "hé lộ 2025",
        "mua đồng 2025",
        "Tết 1950",
        "mùa xuân nho nhỏ",
    ],
)
def test_what_is_no_season_of_a_year_stays_words(text: str) -> None:
    assert stretches(text, FRIDAY) == []
