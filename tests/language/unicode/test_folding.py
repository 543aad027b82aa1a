"""The bare form: one key for every way of writing a word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.language import canonical, fold, syllables
from indexer.language.unicode.folding import strip_marks
from tests.support.strategies import NEW_STYLE, SYLLABLES, anything


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đường", "duong"),
        ("CỬA KHẨU HỮU NGHỊ", "cua khau huu nghi"),
        ("Ðà Nẵng", "da nang"),
        ("Lạng Sơn", "lang son"),
        ("Müller", "muller"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("İzmir", "izmir"),
        ("CO₂", "co2"),
        ("广西", "广西"),
        ("Москва", "москва"),
        ("Αθήνα", "αθήνα"),
        ("서울", "서울"),
        ("€100 – “năm”", "€100 – “nam”"),
        ("TP.HCM", "tphcm"),
        ("T.Ư", "t.u"),
        ("12/05/2025", "12/5/2025"),
        ("3,5%", "3,5%"),
        ("", ""),
        (" ", " "),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert fold(unicodedata.normalize("NFD", text)) == unicodedata.normalize(
        "NFC", fold(unicodedata.normalize("NFD", text))
    )


def test_every_syllable_folds_to_plain_letters_in_any_form() -> None:
    for word in SYLLABLES + NEW_STYLE:
        decomposed = unicodedata.normalize("NFD", word)
        expected = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")
        assert fold(word) == fold(decomposed) == fold(word.upper()) == expected
        assert expected.isascii()


@given(anything)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u00ada.0", "a0"),  # invisible characters beside a token are none of it
        ("\u200bÐ-Ð", "dd"),
        ("0²/0", "2/0"),
        ("ßÐ.đÐİ²0", "ssdddi20"),
        ("aŉb", "anb"),
        ("⅓", "⅓"),
    ],
)
def test_what_is_a_token_only_once_it_is_bare_folds_as_that_token(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert fold(expected) == expected


@given(anything)
def test_case_and_form_make_no_difference_to_latin_text(text: str) -> None:
    if text.isascii():
        assert fold(text.upper()) == fold(text.lower())
    assert fold(text) == fold(text).lower()


@example("\u1100\u0300\u1161")  # the mark keeps two letters of one Korean syllable apart
@given(anything)
def test_an_index_term_folds_by_losing_its_marks(text: str) -> None:
    """The writing of an index relies on it, and does not read its terms once more."""
    for token in syllables(text):
        assert strip_marks(token.text) == fold(token.text)


@given(anything, anything)
def test_a_joined_word_folds_part_by_part(first: str, second: str) -> None:
    words = [token.text for token in syllables(f"{first} {second}") if token.text.isalpha()]
    assert fold("_".join(words)) == "_".join(map(fold, words))


@given(anything, anything, st.sampled_from(" \u00a0\u2003\u3000\t\n\x1c\x85\u2028"))
def test_text_that_holds_a_space_is_no_token(before: str, after: str, space: str) -> None:
    clean = canonical(f"{before}{space}{after}").text
    folded = strip_marks(clean)
    while folded != strip_marks(folded):
        folded = strip_marks(folded)
    if " " in clean:
        assert fold(clean) == folded
