"""Words typed without spaces are parted where the archive's neighbours say so, and it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.results import Correction
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.rewriting.spelling.word_breaking import MAX_LETTERS, break_words
from tests.support.small_vocabulary import SmallVocabulary

VOCABULARY = SmallVocabulary(
    [
        "Thí điểm cửa khẩu thông minh ở Lạng Sơn.",
        "Lạng Sơn và Quảng Tây hợp tác cửa khẩu.",
        "Hoan nghênh đoàn Viettel, của ta và nghênh đón.",
    ]
)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("cuakhau", ("cua", "khau")),
        ("cửakhẩu", ("cửa", "khẩu")),
        ("cuakhauthongminh", ("cua", "khau", "thong", "minh")),
        ("quảngtây", ("quảng", "tây")),
        ("langson", ("lang", "son")),
        ("viettel", ()),  # a word of the archive
        ("hoannghenh", ("hoan", "nghenh")),
        ("minhcua", ()),  # never neighbours
        ("hoan", ()),  # a syllable
        ("quảngtấy", ()),  # a mark that contradicts
        ("xyz" * 20, ()),
        ("a", ()),
        ("12langson", ()),
    ],
)
def test_parts(typed: str, parts: tuple[str, ...]) -> None:
    assert break_words(typed, VOCABULARY) == parts


def test_they_are_read_as_if_typed_apart_and_it_is_told() -> None:
    apart, glued = (
        rewrite(parse("hop tac quang tay"), VOCABULARY),
        rewrite(parse("hoptac quangtay"), VOCABULARY),
    )
    assert glued.tree == apart.tree
    assert glued.chains == apart.chains
    assert glued.interpreted == apart.interpreted
    assert Correction("hoptac", "hop tac", "spelling", True) in glued.corrections
    assert not glued.unknown


def test_not_where_words_are_taken_literally() -> None:
    assert rewrite(parse("hoptac"), VOCABULARY, literal=True).interpreted == "hoptac"


@given(st.text(max_size=40))
def test_parts_are_the_word(text: str) -> None:
    parts = break_words(text, VOCABULARY)
    assert not parts or ("".join(parts) == text and len(parts) > 1 and len(text) <= MAX_LETTERS)
