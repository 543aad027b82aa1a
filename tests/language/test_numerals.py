"""Numbers written otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import is_word_too, other_numeral, regrouped


@pytest.mark.parametrize(
    ("roman", "digits"),
    [
        ("i", "1"),
        ("ii", "2"),
        ("iv", "4"),
        ("ix", "9"),
        ("xiv", "14"),
        ("xxi", "21"),
        ("xxxix", "39"),
    ],
)
def test_a_numeral_and_its_number_are_each_other(roman: str, digits: str) -> None:
    assert other_numeral(roman) == digits
    assert other_numeral(digits) == roman


@pytest.mark.parametrize("word", ["", "iiii", "vx", "mix", "di", "0", "40", "014", "c", "xl"])
def test_what_is_no_numeral_has_no_other(word: str) -> None:
    assert other_numeral(word) is None


def test_some_numerals_are_words_too() -> None:
    assert [n for n in ("i", "ii", "v", "vi", "xi", "xiv", "6", "2") if is_word_too(n)] == [
        "i",
        "v",
        "vi",
        "xi",
    ]


@pytest.mark.parametrize(
    ("number", "other"),
    [("86000", "86.000"), ("1.300", "1300"), ("1300", "1.300"), ("2500000", "2.500.000")],
)
def test_thousands_are_parted_by_points_or_not(number: str, other: str) -> None:
    assert regrouped(number) == other


@pytest.mark.parametrize(
    "number", ["2025", "2.025", "1945", "86", "300", "0123", "1.30", "12.3456", ""]
)
def test_a_year_or_a_small_number_is_written_one_way(number: str) -> None:
    assert regrouped(number) is None


@given(st.integers(2101, 10**9))
def test_parting_is_undone_by_joining(number: int) -> None:
    parted = regrouped(str(number))
    assert parted is not None
    assert regrouped(parted) == str(number)
