"""Bars from zero in one scale, gaps shown as gaps; cells shaded by count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.model.periods import filled, next_period
from webapp.pages import charts
from webapp.periods import first_day, last_day

YEARS = st.dictionaries(
    st.integers(1990, 2030).map(str), st.integers(1, 10_000), min_size=1, max_size=20
)


def test_the_years_between_are_shown_as_gaps() -> None:
    assert filled({"2019": 2, "2022": 1}) == {"2019": 2, "2020": 0, "2021": 0, "2022": 1}


def test_months_and_days_run_on_over_the_year() -> None:
    assert list(filled({"2024-11": 1, "2025-02": 1})) == [
        "2024-11",
        "2024-12",
        "2025-01",
        "2025-02",
    ]
    assert list(filled({"2024-02-28": 1, "2024-03-01": 1})) == [
        "2024-02-28",
        "2024-02-29",
        "2024-03-01",
    ]


def test_early_years_that_hold_next_to_nothing_share_a_bar_when_asked_to() -> None:
    counts = {"2004": 1, "2006": 1, "2010": 1, "2025": 200, "2026": 300}
    assert charts.earlier(counts, folded=True) == "2024"
    assert charts.earlier(counts) == ""
    assert [bar.key for bar in charts.chart(counts, before=3, folded=True).bars] == [
        "..2024",
        "2025",
        "2026",
    ]
    dense = {"2022": 20, "2023": 90, "2024": 80}
    assert charts.earlier(dense, folded=True) == ""
    assert charts.earlier({}, folded=True) == ""


def test_early_years_share_a_bar_when_there_are_too_many() -> None:
    chart = charts.chart({"1945": 1, "1950": 2, "2025": 7}, before=3)
    assert len(chart.bars) == charts.MAX_BARS
    assert [(bar.key, bar.count) for bar in chart.bars[:2]] == [("..1986", 3), ("1987", 0)]
    assert (chart.bars[-1].key, chart.bars[-1].count) == ("2025", 7)
    assert (charts.earlier({"1945": 1, "2025": 7}), charts.earlier({"2019": 1, "2025": 7})) == (
        "1986",
        "",
    )


@given(YEARS, st.integers(0, 10_000))
def test_heights_are_shares_of_the_highest_and_stand_on_the_line(
    counts: dict[str, int], unknown: int
) -> None:
    chart = charts.chart(counts, unknown, before=1)
    for bar in chart.bars:
        assert abs(bar.y + bar.height - charts.HEIGHT) < 0.11
        assert (bar.height > 0) == (bar.count > 0)
        assert (
            abs(bar.height - max(1.5, charts.HEIGHT * bar.count / chart.peak)) < 0.06
            or bar.count == 0
        )
        assert not bar.cut


def test_unknown_years_have_a_bar_of_their_own_that_cannot_flatten_the_others() -> None:
    few, many = (
        charts.chart({"2024": 4}, unknown=2).unknown,
        charts.chart({"2024": 2}, unknown=40).unknown,
    )
    assert few is not None
    assert many is not None
    assert (few.height, few.cut) == (charts.HEIGHT / 2, False)
    assert (many.height, many.cut) == (charts.HEIGHT, True)
    assert charts.chart({"2024": 2}).unknown is None


def test_nothing_makes_an_empty_chart() -> None:
    assert charts.chart({}) == charts.Chart((), 1, None)


def test_matrix_cells_stand_in_the_order_of_their_columns_and_are_shaded_by_count() -> None:
    made = charts.matrix(
        [("Quảng Tây", 9), ("Vân Nam", 2)],
        [("Lạng Sơn", 9)],
        {("Lạng Sơn", "Quảng Tây"): 9, ("Lạng Sơn", "Vân Nam"): 1},
    )
    assert made.rows == (charts.MatrixRow("Lạng Sơn", 9, (("Quảng Tây", 9, 5), ("Vân Nam", 1, 2))),)
    assert charts.matrix([("Vân Nam", 0)], [("Huế", 3)], {}).rows[0].cells == (("Vân Nam", 0, 0),)


def test_a_period_spans_its_days() -> None:
    assert [
        (first_day(p), last_day(p)) for p in ("2024", "2024-02", "2024-02-05", "3/2024", "")
    ] == [
        ("2024-01-01", "2024-12-31"),
        ("2024-02-01", "2024-02-29"),
        ("2024-02-05", "2024-02-05"),
        ("2024-03-01", "2024-03-31"),
        ("", ""),
    ]
    assert [next_period(p) for p in ("2024", "2024-12", "2024-12-31")] == [
        "2025",
        "2025-01",
        "2025-01-01",
    ]
