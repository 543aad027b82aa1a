"""The indexer's pass over a batch gives what the plain functions give text by text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer.language import canonical, index_terms
from indexer.language.segmentation_terms import terms_of
from indexer.language.words import compounds_many

SEEDS = Path(__file__).parents[2] / "seeds"
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
            [found.syllables.strings[term] for term in found.terms[found.bounds[k] : found.bounds[k + 1]]],
            found.positions[found.bounds[k] : found.bounds[k + 1]].tolist(),
            [found.words.strings[word] for word in found.compounds[found.word_bounds[k] : found.word_bounds[k + 1]]],
        )
        for k in range(len(texts))
    ]


def test_seeds_have_the_same_terms_and_words_in_a_batch() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir())]
    assert together(texts) == [plainly(text) for text in texts]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=30), max_size=6))
def test_any_texts_have_the_same_terms_and_words_in_a_batch(texts: list[str]) -> None:
    assert together(texts) == [plainly(text) for text in texts]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), max_size=6))
def test_lengths_are_positions_taken(texts: list[str]) -> None:
    assert terms_of(texts).lengths.tolist() == [max(plainly(text)[1], default=-1) + 1 for text in texts]
