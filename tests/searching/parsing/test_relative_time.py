"""Time as people say it, counted from a day."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.searching.parsing.periods import parse_period
from indexer.searching.parsing.relative_time import (
    order_within,
    relative_within,
)

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("hôm nay", ("2026-11-27", "2026-11-27")),
        ("hom qua", ("2026-11-26", "2026-11-26")),
        ("tuần này", ("2026-11-23", "2026-11-29")),
        ("tuần trước", ("2026-11-16", "2026-11-22")),
        ("Tháng này", ("2026-11-01", "2026-11-30")),
        ("tháng trước", ("2026-10-01", "2026-10-31")),
        ("quý này", ("2026-10-01", "2026-12-31")),
        ("quý trước", ("2026-07-01", "2026-09-30")),
        ("năm nay", ("2026-01-01", "2026-12-31")),
        ("nam ngoai", ("2025-01-01", "2025-12-31")),
        ("7 ngày qua", ("2026-11-21", "2026-11-27")),
        ("trong 2 tuần qua", ("2026-11-14", "2026-11-27")),
        ("3 tháng gần đây", ("2026-08-28", "2026-11-27")),
        ("5 năm vừa qua", ("2021-11-28", "2026-11-27")),
        ("hai năm qua", ("2024-11-28", "2026-11-27")),
        ("trong ba ngay qua", ("2026-11-25", "2026-11-27")),
        ("từ 2025 đến 2026", ("2025-01-01", "2026-12-31")),
        ("2025-2026", ("2025-01-01", "2026-12-31")),
        ("giai đoạn 2020–2025", ("2020-01-01", "2025-12-31")),
        ("từ năm 2024", ("2024-01-01", "")),
        ("sau 2024", ("2025-01-01", "")),
        ("trước năm 2020", ("", "2019-12-31")),
        ("đến 2020", ("", "2020-12-31")),
    ],
)
def test_what_is_said_of_time(said: str, period: tuple[str, str]) -> None:
    assert parse_period(said, FRIDAY) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nằm nay",
        "hàng Việt Nam qua cửa khẩu",
        "hang viet nam qua cua khau",
        "quang nam truoc tet",
        "gió tây nam qua đêm",
        "thuong hai nam qua",
        "hòm nay",
        "hợp tác",
        "75 năm quan hệ",
        "1000 ngày qua",
        "từ 20255",
        "ngày",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert relative_within(text, FRIDAY) == []


def test_time_among_words() -> None:
    text = "cửa khẩu Móng Cái năm ngoái và hôm nay"
    assert [text[a:b] for a, b, _, _ in relative_within(text, FRIDAY)] == ["năm ngoái", "hôm nay"]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Hà Giang mới nhất", ("mới nhất", "newest", "Hà Giang")),
        ("tin mới nhất về Hà Giang", ("mới nhất", "newest", "tin về Hà Giang")),
        ("bai viet cu nhat Ha Giang", ("cu nhat", "oldest", "bai viet Ha Giang")),
        ("moi nhat ve lang son", ("moi nhat", "newest", "ve lang son")),
        ("hội đàm cũ nhất", ("cũ nhất", "oldest", "hội đàm")),
        ("mới nhất", ("mới nhất", "newest", "")),
        ("tin tức mới nhất", ("mới nhất", "newest", "")),
        ("giá mới nhất hôm", None),
    ],
)
def test_an_order_asked_for(text: str, order: tuple[str, str, str] | None) -> None:
    assert order_within(text) == order


def test_far_counts_are_no_error() -> None:
    assert parse_period("999 năm qua", FRIDAY) == ("1926-11-28", "2026-11-27")
    assert parse_period("999 tháng qua", date(1, 1, 1)) is not None


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("ký kết với Vân Nam tháng trước", "tháng trước"),
        ("hoi dam van nam nam ngoai", "nam ngoai"),
        ("miền tây nam tuần này", "tuần này"),
        ("Việt Nam quý này", "quý này"),
        ("Vân Nam năm tháng trước", "năm tháng trước"),
    ],
)
def test_a_time_begins_behind_a_name_that_ends_like_a_number(typed: str, time: str) -> None:
    assert [typed[a:b] for a, b, _, _ in relative_within(typed, FRIDAY)] == [time]
