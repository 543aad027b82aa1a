"""Completions come from the archive itself and continue what was typed, bare or accented."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.lexicon.phrases import words_of
from indexer.model.request import SearchRequest
from indexer.searching.query_string import from_query
from indexer.searching.suggest.completions import complete
from tests.support.small_vocabulary import SmallVocabulary

VOCABULARY = SmallVocabulary(
    [
        "Cửa khẩu thông minh Lạng Sơn, hợp tác Quảng Tây về cửa khẩu.",
        "Hợp tác kinh tế, cửa hàng ở tỉnh Lạng Sơn; thủ tướng chính phủ.",
        "Đường sắt liên vận quốc tế tới Quảng Tây. Cửa khẩu Hữu Nghị.",
    ],
    {"province": {"Lạng Sơn": 2, "Hà Giang": 1}, "counterpart": {"Quảng Tây": 2}},
    {
        "cửa khẩu": 2,
        "cửa hàng": 1,
        "hợp tác": 2,
        "kinh tế": 1,
        "thủ tướng": 1,
        "chính phủ": 1,
        "đường sắt": 1,
        "quốc tế": 1,
        "lạng sơn": 2,
    },
)


class Counted:
    """`completions.Articles` that finds what holds every word of a text."""

    def __init__(self, vocabulary: SmallVocabulary) -> None:
        self.vocabulary = vocabulary

    def finds(self, text: str, *, few: bool = False) -> int:
        return 1 + min((self.vocabulary.df(w) for w in words_of(text)), default=0)

    def titles(self, words: Sequence[str], begun: str, limit: int) -> list[str]:
        return []


def completed(typed: str, vocabulary: SmallVocabulary, limit: int = 10) -> list[str]:
    return [s.text for s in complete(typed, vocabulary, Counted(vocabulary), limit)]


def texts(typed: str) -> list[str]:
    return completed(typed, VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cua k", "cửa khẩu"),
        ("cửa k", "cửa khẩu"),
        ("CỬA K", "cửa khẩu"),
        (unicodedata.normalize("NFD", "cửa kh"), "cửa khẩu"),
        ("lang s", "Lạng Sơn"),
        ("tinh lang s", "tỉnh Lạng Sơn"),
        ("hop tac quang t", "hợp tác Quảng Tây"),
        ("hợp tác quảng t", "hợp tác Quảng Tây"),
        ("duong", "đường sắt"),
        ("h", "Hà Giang"),
        ("thủ tướng ", "thủ tướng chính phủ"),
    ],
)
def test_the_best_completion(typed: str, first: str) -> None:
    assert texts(typed)[0] == first


NEWS = SmallVocabulary(
    [
        "Hợp tác quốc tế về cửa khẩu.",
        "Hợp tác quốc tế, hợp tác kinh tế.",
        "Công tác phẩm chất; tác phẩm mới.",
        "Đeo khẩu trang ở cửa khẩu, khẩu trang y tế.",
        "Kinh tế, công an tỉnh. Giá vàng tăng.",
        "Kinh tế, công an huyện. Giá vàng giảm.",
    ],
    words={
        "hợp tác": 2,
        "quốc tế": 2,
        "kinh tế": 3,
        "công an": 2,
        "tác phẩm": 1,
        "công tác": 1,
        "cửa khẩu": 2,
        "khẩu trang": 2,
    },
)


def offered(typed: str) -> list[str]:
    return completed(typed, NEWS)


def test_what_follows_is_found_behind_all_the_words_before() -> None:
    assert offered("hop tac q") == ["hợp tác quốc tế"]
    assert "cửa khẩu trang" not in offered("cửa khẩu t")
    assert "hợp tác phẩm" not in offered("hợp tác ph")


def test_words_parted_by_a_comma_are_no_phrase() -> None:
    assert "kinh tế công an" not in offered("kinh tế c")


def test_two_words_that_often_meet_need_be_no_compound() -> None:
    assert offered("gia v") == ["giá vàng"]


def test_a_finished_word_still_goes_on() -> None:
    assert {"hợp tác quốc tế", "hợp tác kinh tế"} <= set(offered("hợp tác"))


def test_the_words_before_stay_as_typed() -> None:
    assert texts("Tỉnh  Lạng S") == ["Tỉnh  Lạng Sơn"]


def test_typed_marks_must_agree() -> None:
    assert "cửa khẩu" not in texts("cùa k")
    assert "đường sắt" not in texts("đướng s")


def test_completions_bear_counts_and_addresses() -> None:
    counted = Counted(VOCABULARY)
    best = complete("cua k", VOCABULARY, counted, base=SearchRequest(provinces=("Lạng Sơn",)))[0]
    assert best.total == counted.finds("cửa khẩu")
    assert from_query(best.url) == SearchRequest("cửa khẩu", provinces=("Lạng Sơn",))


@pytest.mark.parametrize("typed", ["", " ", "!", "xyzzy", "cửa khẩu (", "…"])
def test_nothing_to_offer(typed: str) -> None:
    assert complete(typed, VOCABULARY, Counted(VOCABULARY)) == ()


@given(st.text(max_size=40), st.integers(1, 30))
def test_any_text_may_be_completed(typed: str, limit: int) -> None:
    found = complete(typed, VOCABULARY, Counted(VOCABULARY), limit)
    assert len(found) <= limit
    assert len({s.text for s in found}) == len(found)
