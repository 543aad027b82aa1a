"""Words with their places, and compounds for the index."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.segmentation.words import compounds_many, segment, words

SENTENCE = "Chiều 14/5, tại Lạng Sơn, hai bên thống nhất xây dựng cửa khẩu thông minh Hữu Nghị - Hữu Nghị Quan."


def test_words_are_compounds_with_their_places() -> None:
    found = [(word.text, SENTENCE[word.start : word.end]) for word in words(SENTENCE)]
    assert ("lạng_sơn", "Lạng Sơn") in found
    assert ("thống_nhất", "thống nhất") in found
    assert ("cửa_khẩu", "cửa khẩu") in found
    assert ("thông_minh", "thông minh") in found
    assert ("chiều", "Chiều") in found


def test_marks_and_line_ends_are_not_words() -> None:
    assert [word.text for word in words("Xin chào!\n\n“Việt Nam”.")] == ["xin", "chào", "việt_nam"]


def test_positions_count_words() -> None:
    found = words(SENTENCE)
    assert [word.position for word in found] == list(range(len(found)))


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "\ud800", "\ufdd0", "\0"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert words(text) == []
    assert compounds_many([text]) == [[]]


def test_decomposed_text_has_the_same_words_at_its_own_places() -> None:
    decomposed = unicodedata.normalize("NFD", SENTENCE)
    composed = words(SENTENCE)
    found = words(decomposed)
    assert [word.text for word in found] == [word.text for word in composed]
    assert [unicodedata.normalize("NFC", decomposed[word.start : word.end]) for word in found] == [
        SENTENCE[word.start : word.end] for word in composed
    ]


def test_capitals_are_lower_case_in_the_index() -> None:
    assert [word.text for word in words("UBND tỉnh Lạng Sơn")] == ["ubnd", "tỉnh", "lạng_sơn"]


def test_compounds_are_the_words_of_several_syllables_in_order() -> None:
    assert compounds_many([SENTENCE, "", "Cửa khẩu quốc tế"]) == [
        [word.text for word in words(SENTENCE) if "_" in word.text],
        [],
        [word.text for word in words("Cửa khẩu quốc tế") if "_" in word.text],
    ]


def test_tone_placement_gives_one_compound() -> None:
    assert compounds_many(["tỉnh Hòa Bình", "tỉnh Hoà Bình"]) == [["hòa_bình"], ["hòa_bình"]]


texts = st.text(
    st.one_of(
        st.sampled_from(" \n\t_-.,“”…/%@:"),
        st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạếệốộờớAĂÂĐÊÔƠƯ"),
        st.sampled_from("\u0300\u0301\u0303\u0309\u0323\u0302\u031b"),
        st.characters(exclude_categories=[]),
    ),
    max_size=60,
)


@given(texts)
def test_places_are_in_order_and_hold_the_word(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.start
        assert unicodedata.normalize("NFC", text[word.start : word.end]).strip() != ""


@given(texts)
def test_segmented_text_is_the_text_but_for_spaces(text: str) -> None:
    def bare(string: str) -> str:
        return "".join(string.split()).replace("_", "")

    assert bare(segment(text)) == bare(unicodedata.normalize("NFC", text))
