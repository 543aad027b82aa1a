"""Fingerprints: how alike two texts are, and which numbers they say."""

from __future__ import annotations

import random

import numpy as np
import pytest

from indexer.language import index_terms
from indexer.language.likeness import BINS, LEAST_TERMS, WIDTH, fingerprint

WORDS = [
    "cửa",
    "khẩu",
    "hàng",
    "hóa",
    "xuất",
    "nhập",
    "thông",
    "quan",
    "biên",
    "giới",
    "hai",
    "bên",
    "hội",
    "đàm",
    "hợp",
    "tác",
    "phát",
    "triển",
]


def text(seed: int, length: int = 300) -> list[str]:
    """So many terms in a row, other ones for each seed; none is a number."""
    chosen = random.Random(seed)
    return [chosen.choice(WORDS) + "abcdefgh"[chosen.randrange(8)] for _ in range(length)]


def row(terms: list[str], title: str = "") -> np.ndarray:
    return np.frombuffer(fingerprint(index_terms(title)[0], terms), np.uint8)


def alike(one: list[str], other: list[str]) -> int:
    return int(np.count_nonzero(row(one)[:BINS] == row(other)[:BINS]))


def test_a_copy_has_the_same_fingerprint_whatever_its_title() -> None:
    assert (row(text(1)) == row(text(1), title="Đầu đề khác")).all()


@pytest.mark.parametrize("seed", range(10))
def test_a_few_other_words_leave_most_of_it(seed: int) -> None:
    changed = text(seed)
    changed[40] = "khác"
    assert alike(text(seed), [*changed, *["ảnh", "của", "phóng", "viên"]]) >= 26


@pytest.mark.parametrize("seed", range(10))
def test_other_texts_share_next_to_nothing(seed: int) -> None:
    assert alike(text(seed), text(seed + 100)) <= 4


@pytest.mark.parametrize("length", [LEAST_TERMS, 40, 2_000])
def test_empty_bins_are_filled(length: int) -> None:
    half = text(3, length)
    assert len(row(half)) == WIDTH
    assert alike(half, half) == BINS
    assert alike(half, half[: length // 2] + text(4, length // 2)) < 26


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param(text(1, LEAST_TERMS - 1), id="too short"),
        pytest.param(["xa"] * 200, id="says the same again and again"),
        pytest.param([], id="empty"),
    ],
)
def test_what_says_too_little_has_none(terms: list[str]) -> None:
    assert not row(terms).any()


def numbers(terms: list[str], title: str = "") -> bytes:
    return bytes(row(terms, title)[BINS:])


def test_numbers_count_in_the_title_too_and_however_they_are_written() -> None:
    assert numbers(text(1)) == bytes(WIDTH - BINS)
    assert numbers([*text(1), "213"]) != numbers([*text(1), "204"])
    assert numbers(text(1), title="mã đề 213") == numbers([*text(1), "213"])
    assert numbers([*text(1), "05"]) == numbers([*text(1), "5"])
