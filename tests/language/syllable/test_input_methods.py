"""Telex and VNI: what was typed without an input method is understood."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import decode, encode_telex, encode_vni
from indexer.language.syllable.phonology import ToneStyle
from tests.support.strategies import NEW_STYLE, SYLLABLES, anything

STAYING = """
    2024 Huawei G20 test windows U23 COVID19 F0 H5N1 5G m2 google facebook zoom internet iphone boss tests best post book week
    an ninh cua khau quang tay cửa khẩu đường Đắk 广西 vnexpress gmail.com 12/5 xyz dd aa ww tw TW
"""


def read(text: str) -> str:
    """Each word as decoded, or as it is."""
    return " ".join(found[0].text if (found := decode(word)) else word for word in text.split())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cuwar khaaur", "cửa khẩu"),
        ("cwar khaaur", "cửa khẩu"),
        ("hopwj tacs", "hợp tác"),
        ("ddoong hwng", "đông hưng"),
        ("cua73 kha6u3", "cửa khẩu"),
        ("DDAWSK LAWSK", "đắk lắk"),
        ("cuwra khaaru", "cửa khẩu"),  # the tone in the middle
        ("cuarw khauar", "cửa khẩu"),  # the shape last
        ("dongd bawcs", "đong bắc"),  # đ last
        ("hojp tawcs", "họp tắc"),
        ("dduwowngf duongwf dduongwf", "đường dường đường"),
        ("duong972 d9u7o7ng2 d9uong72", "đường đường đường"),
        ("nguowif nguwowif nguoi72", "người người người"),
        ("thuowr thuowr", "thuở thuở"),
        ("quoocs quys quaan giowf gisa", "quốc quý quân giờ giá"),
        ("vietej vieejt vie6t5 viet65", "việt việt việt việt"),
        ("nghieen cwus", "nghiên cứu"),
        ("w uw", "ư ư"),
        ("cưar khâur", "cửa khẩu"),  # mixed: some marks already there
        ("cuwa3", "cửa"),  # mixed: shape in Telex, tone in VNI
        (
            "duwoi truwocs toowi",
            "dươi trước tơi",
        ),  # the second horn left out; a horn over a circumflex
        ("xooong", "xoong"),  # escaped
        ("Kroong Puks", "krông púk"),
        ("bawcs kanj", "bắc kạn"),
    ],
)
def test_raw_keys_are_read(typed: str, expected: str) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize("word", STAYING.split())
def test_what_is_no_keystroke_stays(word: str) -> None:
    assert decode(word) == ()


def test_the_layout_is_named() -> None:
    assert [decode(word)[0].method for word in ("cuwar", "cua73")] == ["telex", "vni"]


def test_words_that_are_also_english_are_read_but_only_offered() -> None:
    assert [decode(word)[0].text for word in ("this", "max", "khoong")] == ["thí", "mã", "không"]


@pytest.mark.parametrize(("style", "words"), [("old", SYLLABLES), ("new", NEW_STYLE)])
def test_telex_and_back_is_the_same_syllable(style: ToneStyle, words: list[str]) -> None:
    read_back = decode.__wrapped__
    for word in words:
        keys = encode_telex(word)
        assert keys.isascii()
        assert [found.text for found in read_back(keys, style)] == ([word] if keys != word else [])


@pytest.mark.parametrize(("style", "words"), [("old", SYLLABLES), ("new", NEW_STYLE)])
def test_vni_and_back_is_the_same_syllable(style: ToneStyle, words: list[str]) -> None:
    read_back = decode.__wrapped__
    for word in words:
        keys = encode_vni(word)
        assert keys.isascii()
        if keys != word:  # a bare "xoong" is VNI for itself and Telex for "xông"
            assert [found.text for found in read_back(keys, style)] == [word]


def test_keys_keep_capitals_and_everything_that_is_no_letter() -> None:
    assert encode_telex("ĐẮK LẮK, Cửa khẩu 2024 – 广西") == "DDAWKS LAWKS, Cuwar khaaur 2024 – 广西"
    assert encode_vni("Đông Hưng") == "D9o6ng Hu7ng"


def _orders(word: str) -> list[str]:
    """The keys of a syllable with each mark struck anywhere after its letter, as hands do."""
    keys = encode_telex(word)
    tone = keys[-1] if keys[-1] in "fsrxj" else ""
    body = keys[: len(keys) - len(tone)]
    vowel = max(body.rfind(c) for c in "aeouwiy")
    return [body[: at + 1] + tone + body[at + 1 :] for at in range(vowel, len(body))]


@given(st.sampled_from(SYLLABLES))
def test_the_tone_may_come_anywhere_after_the_vowel(word: str) -> None:
    for keys in _orders(word):
        if keys != word and not keys.endswith(("st", "sp")):
            assert word in [found.text for found in decode(keys)]


@given(anything)
def test_decoding_never_fails_and_gives_new_words_only(text: str) -> None:
    for found in decode(text):
        assert found.text not in ("", text)


DOCUMENT_NUMBERS = ["a67", "o68", "so68", "hanoi68", "hoa67", "mẫu", "cửa68", "qd68", "nd167"]


@pytest.mark.parametrize("word", DOCUMENT_NUMBERS)
def test_a_document_number_stays_what_it_is(word: str) -> None:
    assert decode(word) == ()


def test_every_short_row_of_keys_is_read_without_an_error() -> None:
    """All of up to three keys, and of four among those that mark or are marked."""
    anything = "abcdefghijklmnopqrstuvwxyz0123456789âôơưăđ"
    marking = "aouedw6789szâôư"
    rows = [*product(anything, repeat=2), *product(anything, repeat=3), *product(marking, repeat=4)]
    read_afresh = decode.__wrapped__
    words = ["".join(row) for row in rows]
    assert [w for w in words if any(found.text in ("", w) for found in read_afresh(w))] == []
