"""The indexer's pass over a batch gives what the plain functions give text by text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import canonical, index_terms
from indexer.language.segmentation.stretches import NEWLINE, PAD, StretchTable
from indexer.language.segmentation.terms import terms_of
from indexer.language.segmentation.words import compounds_many
from indexer.language.tokenizer.rules import analyse, plain_term

SEEDS = Path(__file__).parents[3] / "seeds"
PIECES = [
    "cửa",
    "khẩu",
    "thông",
    "minh",
    "Lạng",
    "Sơn",
    "TP.HCM",
    "KT-XH",
    "12/05/2025",
    "20-22/11",
    "3,5%",
    "100km",
    "COVID-19",
    "H'Mông",
    "广西壮族",
    "a@b.vn",
    "https://x.vn/y",
    "cửa",
    "Hoà\u200bBình",
    "\u200b",
    "\ufdd0",
    "a\ufdd0b",
    "...",
    "“nói”",
    "\n",
    "\n\n",
    "\t",
    "\x00",
]


def plainly(text: str) -> tuple[list[str], list[int], list[str]]:
    terms, positions = index_terms(text)
    (words,) = compounds_many([canonical(text).text])
    return terms, list(range(len(terms))) if positions is None else positions, words


def together(texts: list[str]) -> list[tuple[list[str], list[int], list[str]]]:
    found = terms_of(texts)
    return [
        (
            [
                found.syllables.strings[term]
                for term in found.terms[found.bounds[k] : found.bounds[k + 1]]
            ],
            found.positions[found.bounds[k] : found.bounds[k + 1]].tolist(),
            [
                found.words.strings[word]
                for word in found.compounds[found.word_bounds[k] : found.word_bounds[k + 1]]
            ],
        )
        for k in range(len(texts))
    ]


def test_seeds_have_the_same_terms_and_words_in_a_batch() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir())]
    assert together(texts) == [plainly(text) for text in texts]


@given(
    st.lists(
        st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=30),
        max_size=6,
    )
)
def test_any_texts_have_the_same_terms_and_words_in_a_batch(texts: list[str]) -> None:
    assert together(texts) == [plainly(text) for text in texts]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), max_size=6))
def test_lengths_are_positions_taken(texts: list[str]) -> None:
    assert terms_of(texts).lengths.tolist() == [
        max(plainly(text)[1], default=-1) + 1 for text in texts
    ]


@given(st.sampled_from(PIECES) | st.text(max_size=8))
def test_the_short_way_to_a_term_gives_what_the_long_one_does(chunk: str) -> None:
    if chunk.split() != [chunk]:
        return
    plain = plain_term(chunk)
    tokens = analyse(chunk).tokens
    assert plain is None or [(token.text, token.position) for token in tokens] == [(plain, 0)]


@pytest.mark.parametrize("length", [1, 7, 8, 9, 15, 16, 17, 40])
def test_stretches_of_any_length_are_told_apart(length: int) -> None:
    texts = ["a" * length + end for end in ("", "b", "c", "\x00", "\x00\x00", " ", "\n")]
    assert together(texts) == together(texts[::-1])[::-1] == [plainly(text) for text in texts]


@given(st.lists(st.text("ab\x00\x01é \n\t\x0c\x1c\u2028\xa0", max_size=60), max_size=5))
def test_stretches_are_numbered_as_they_come(texts: list[str]) -> None:
    met: list[bytes] = []

    def add(stretch: bytes) -> int:
        assert stretch not in met
        met.append(stretch)
        return len(met) + 1

    table = StretchTable(add)
    for _ in range(2):  # at first sight, and again
        numbers, pads = table.numbers(texts)
        spelt = [
            {PAD: None, NEWLINE: b"\n"}[number] if number < 2 else met[number - 2]
            for number in numbers.tolist()
        ]
        expected: list[bytes | None] = []
        for text in texts:
            expected += [
                None,
                *(
                    b"\n" if part == b"\xff" else part
                    for part in text.encode().replace(b"\n", b" \xff ").split()
                ),
            ]
        assert spelt == [*expected, None]
        assert pads.tolist() == np.flatnonzero(numbers == PAD).tolist()
