"""Dates as people and programs state them beside a text."""

from __future__ import annotations

import pytest

from indexer.reading.formats.stated_dates import iso_date


@pytest.mark.parametrize(
    "stated",
    [
        "2025-03-06", "2025/3/6", "20250306", "20250306T080000Z", "6/3/2025", "06.03.2025", "6-3-2025",
        "6/3/25", "Thứ năm, 6/3/2025, 10:00 (GMT+7)", "T5, 06/03/2025 - 14:30", "10:00 ngày 6/3/2025",
        "ngày 6 tháng 3 năm 2025", "06  tháng  3  năm  2025", "March 6, 2025", "6 Mar 2025",
        "Thursday, March 6, 2025 8:00:00 AM", "Thu, 06 Mar 2025 08:00:00 +0700",
        "2025-03-06 08:00:00+07:00", "2025-03-05T18:00:00Z", "05/03/2025 23:30 UTC",
        "3/6/2025 8:00:00 AM", "3/6/2025 8:00 PM", "1741237200", "1741237200000", "6 thg 3, 2025",
        "6 Tháng Ba, 2025", "Tháng Ba 6, 2025", "Th3 06, 2025", "Tháng 3 6, 2025 lúc 10:00",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form(stated: str) -> None:
    assert iso_date(stated) == "2025-03-06"


@pytest.mark.parametrize("stated", ["2025-03", "03/2025", "tháng 3/2025", "tháng 3 năm 2025"])
def test_a_month_is_a_month(stated: str) -> None:
    assert iso_date(stated) == "2025-03"


@pytest.mark.parametrize("stated", ["29/05/13 04:11 GMT+7", "Wed, 29 May 2013 04:11:00 +0700"])
def test_a_year_of_two_digits(stated: str) -> None:
    assert iso_date(stated) == "2013-05-29"


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "hôm nọ",
        "31/2/2025",
        "6/13/2025",
        "45722",
        "1.050",
        "0001-01-01",
        "9" * 500,
        "2025-13-45",
    ],
)
def test_what_is_no_date_is_none(stated: str) -> None:
    assert iso_date(stated) == ""
