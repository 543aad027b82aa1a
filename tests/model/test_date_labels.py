"""A date is said one way, in either language, and says how sure it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.model.date_labels import (
    date_label,
    is_certain,
    is_inferred,
    period_label,
    short_label,
)


@pytest.mark.parametrize(
    ("start", "end", "precision", "basis", "vietnamese", "english"),
    [
        ("2025-03-05", "2025-03-05", "day", "explicit", "5/3/2025", "5 Mar 2025"),
        ("2024-11-20", "2024-11-22", "range", "explicit", "20–22/11/2024", "20–22 Nov 2024"),
        (
            "--03-24",
            "--03-28",
            "range",
            "unknown",
            "24–28/3, không rõ năm",
            "24–28 Mar, year unknown",
        ),
        ("--03-06", "--03-06", "day", "unknown", "6/3, không rõ năm", "6 Mar, year unknown"),
        ("--02-29", "--02-29", "day", "unknown", "29/2, không rõ năm", "29 Feb, year unknown"),
        ("2025-02-28", "2025-03-02", "range", "explicit", "28/2–2/3/2025", "28 Feb – 2 Mar 2025"),
        (
            "2024-12-30",
            "2025-01-02",
            "range",
            "explicit",
            "30/12/2024–2/1/2025",
            "30 Dec 2024 – 2 Jan 2025",
        ),
        ("2025-03-27", "2025-03-27", "day", "context", "≈ 27/3/2025", "≈ 27 Mar 2025"),
        ("2024-11-20", "2024-11-22", "range", "context", "≈ 20–22/11/2024", "≈ 20–22 Nov 2024"),
        ("2025-03-01", "2025-03-31", "month", "context", "≈ tháng 3/2025", "≈ Mar 2025"),
        ("--03-01", "--03-31", "month", "unknown", "tháng 3, không rõ năm", "Mar, year unknown"),
        ("2025-01-01", "2025-03-31", "quarter", "explicit", "quý I/2025", "Q1 2025"),
        ("2025-10-01", "2025-12-31", "quarter", "context", "≈ quý IV/2025", "≈ Q4 2025"),
        ("2024-01-01", "2024-12-31", "year", "metadata", "năm 2024", "2024"),
        ("2024-01-01", "2024-12-31", "year", "context", "≈ năm 2024", "≈ 2024"),
        ("", "", "unknown", "unknown", "không rõ ngày", "date unknown"),
        ("rác", "2024", "day", "metadata", "không rõ ngày", "date unknown"),
        ("2025-13-45", "2025-13-45", "day", "metadata", "không rõ ngày", "date unknown"),
        ("2025-02-30", "2025-02-30", "day", "metadata", "không rõ ngày", "date unknown"),
    ],
)
def test_a_date_is_told_as_exactly_and_as_surely_as_it_is_known(
    start: str, end: str, precision: str, basis: str, vietnamese: str, english: str
) -> None:
    span = DateSpan(start, end, precision, basis)  # type: ignore[arg-type]
    assert (date_label(span), date_label(span, "en")) == (vietnamese, english)


@given(
    st.text(max_size=12),
    st.text(max_size=12),
    st.sampled_from(["day", "range", "month", "quarter", "year", "unknown"]),
)
def test_a_label_never_fails_whatever_metadata_gave(start: str, end: str, precision: str) -> None:
    span = DateSpan(start, end, precision, "metadata")  # type: ignore[arg-type]
    assert date_label(span)
    assert date_label(span, "en")
    assert isinstance(period_label(start), str)
    assert isinstance(short_label(start, "en"), str)


def test_only_a_year_taken_from_context_is_inferred_and_only_a_stated_one_certain() -> None:
    spans = [
        DateSpan("2024-03-05", "2024-03-05", "day", basis)
        for basis in ("explicit", "context", "metadata")
    ]
    assert [is_inferred(span) for span in spans] == [False, True, False]
    assert [is_certain(span) for span in spans] == [True, False, True]
    without_year = DateSpan("--03-05", "--03-05", "day", "unknown")
    assert [is_certain(span) for span in (without_year, UNKNOWN_DATE)] == [False, False]


@pytest.mark.parametrize(
    ("key", "vietnamese", "english", "short"),
    [
        ("2024", "2024", "2024", "2024"),
        ("2024-03", "tháng 3/2024", "Mar 2024", "3/24"),
        ("2024-03-05", "5/3/2024", "5 Mar 2024", "5/3"),
        ("..1987", "từ 1987 trở về trước", "1987 and earlier", "≤ 1987"),
        ("2024-99", "2024-99", "2024-99", "2024-99"),
    ],
)
def test_a_period_is_named_in_full_and_in_short(
    key: str, vietnamese: str, english: str, short: str
) -> None:
    assert (period_label(key), period_label(key, "en"), short_label(key)) == (
        vietnamese,
        english,
        short,
    )
