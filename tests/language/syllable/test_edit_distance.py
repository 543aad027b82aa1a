"""Slips of a Vietnamese hand are near, other words are far."""

from __future__ import annotations

import math

import pytest
from hypothesis import given

from indexer.language import edit_cost, fold
from tests.support.strategies import syllable


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("khẩu", "khẩu", 0),
        ("khau", "khẩu", 0),  # typed bare: marks are free
        ("khâu", "khẩu", 0.1),  # one mark missing among others
        ("khảu", "khẩu", 0.1),
        ("khấu", "khẩu", 0.5),  # another tone
        ("khơi", "khôi", 0.5),  # another shape
        ("cữa", "cửa", 0.25),  # hỏi for ngã
        ("khẩuu", "khẩu", 0.5),  # struck twice
        ("kẩhu", "khẩu", 0.7),  # letters changed places
        ("khẩi", "khẩu", 0.7),  # a neighbouring key
        ("khẩp", "khẩu", 1),  # a far one
        ("hẩu", "khẩu", 0.8),  # dropped
        ("xuất", "suất", 0.5),
        ("lào", "nào", 0.5),
        ("chung", "trung", 0.5),
        ("giành", "dành", 0.5),
        ("nghành", "ngành", 0.5),
        ("biêng", "biên", 0.5),
        ("các", "cát", 0.5),
        ("thủy", "thủy", 0),
        ("中", "中", 0),
    ],
)
def test_what_a_slip_costs(typed: str, meant: str, cost: float) -> None:
    assert edit_cost(typed, meant) == pytest.approx(cost)


def test_a_neighbouring_key_is_nearer_than_a_far_one() -> None:
    assert edit_cost("bsn", "ban") < edit_cost("bpn", "ban")


def test_what_exceeds_the_limit_is_infinitely_far() -> None:
    assert edit_cost("cửa", "khẩu", 1.5) == math.inf
    assert edit_cost("khẩp", "khẩu", 0.9) == math.inf
    assert edit_cost("a" * 10_000, "khẩu") == math.inf
    assert edit_cost("", "a", 2.0) == pytest.approx(0.8)


@given(syllable, syllable)
def test_the_limit_changes_nothing_below_it(typed: str, meant: str) -> None:
    whole = edit_cost(typed, meant, 100.0)
    assert 0 <= whole < math.inf
    assert (whole == 0) == (typed == meant or typed == fold(meant))
    assert edit_cost(typed, meant, 1.0) == (whole if whole <= 1.0 else math.inf)


@given(syllable)
def test_a_bare_word_is_no_further_from_any_of_its_spellings(word: str) -> None:
    assert edit_cost(fold(word), word) == 0
