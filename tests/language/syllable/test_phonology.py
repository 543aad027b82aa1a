"""Which letters make a syllable, and where its tone stands."""

from __future__ import annotations

import unicodedata

import pytest

from indexer.language import is_syllable, place_tone
from indexer.language.syllable.phonology import TONES, rime_of
from tests.support.strategies import NEW_STYLE, SYLLABLES

_REAL = """
    a à á ả ạ ai an anh ào bé biên biển bình bò buôn buýt cả cao chiến chuyện chủ công của cửa cuộc đã đảng đập đến đồng
    đường ếch em gì gìn giàu giặc giếng giờ giữa gỗ ghế ghi hào họ hoa hoàng hoạch hòa hoà hợp huyện huýt huỳnh ích kẻ khẩu
    khoẻ khỏe khuya khuỷu khuếch kiểm kỹ kĩ là làng lễ loại luật lưỡi lý lí mười mướp năm nghe nghĩa nghiêng ngoằn ngoèo ngủ
    người nguyễn nhân nhuận ở ông phường pin qua quả quan quang quạnh quê quen quét quốc quý quí quyền quýt quỳnh rượu sân
    sương ta tế thuở thúy thuý thuỷ tiếng tỉnh toán tôi trách trước tuyết ủy uỷ uyên văn việt vườn xoong xuân xướng ý y yên
    yêu yếu yết ướt ưng uống
"""
REAL = _REAL.split()
_FALSE = """
    shcool khaaur qa windows test this google facebook zalo fpt jin wa bct nc kach gan2 cx tt hcm ubnd ngghe gê gha ca2 kwan
    cúảm biểt tiêng1 viêtt aa aâ ươo uôu bảc tảt mịch2 hocj q qu gh ng kh x đ b1 ê̛ bac tap hoc mat tich
"""
FALSE = _FALSE.split()


@pytest.mark.parametrize("word", REAL)
def test_words_of_the_language_are_syllables_in_any_case_and_form(word: str) -> None:
    for written in (word, word.upper(), word.title(), unicodedata.normalize("NFD", word)):
        assert is_syllable(written)


@pytest.mark.parametrize("word", FALSE)
def test_what_no_speaker_can_say_is_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    "word", ["", " ", "a b", "cửa khẩu", "\ud800", "\x00", "a" * 10_000, "广西", "12"]
)
def test_anything_else_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_every_lawful_syllable_is_one_in_both_styles() -> None:
    assert [word for word in SYLLABLES + NEW_STYLE if not is_syllable(word)] == []
    assert 17_000 < len(SYLLABLES) == len(set(SYLLABLES)) < 19_000


def _vowels_of(word: str) -> str:
    """The vowel letters after the onset; the u of qu and the i of gi before another vowel belong to the onset."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if c not in TONES[1:])
    bare = unicodedata.normalize("NFC", bare)
    if bare.startswith("qu") or (
        bare.startswith("gi") and len(bare) > 2 and bare[2] in "aăâeêoôơuư"
    ):
        bare = bare[2:]
    return "".join(c for c in bare if c in "aăâeêioôơuưy")


def test_only_open_oa_oe_uy_differ_between_the_styles() -> None:
    """The rule of both styles says: the mark is on the nucleus; the old one puts it on the first letter of an open oa, oe, uy."""
    for old, new in zip(
        sorted(SYLLABLES, key=lambda w: place_tone(w, "new")), sorted(NEW_STYLE), strict=True
    ):
        differs = (
            _vowels_of(old) in ("oa", "oe", "uy")
            and old[-1:] != _last_consonant(old)
            and rime_of(old)[2] > 0
        )  # type: ignore[index]
        assert (old != new) == differs
        assert place_tone(new, "old") == old
        assert place_tone(old, "new") == new


def _last_consonant(word: str) -> str:
    return word[-1] if unicodedata.normalize("NFD", word)[-1] in "cghmnpt" else ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("vịêt", "việt"),
        ("qúy", "quý"),
        ("gìơ", "giờ"),
        ("hoàn", "hoàn"),
        ("hòan", "hoàn"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),
        ("giờ", "giờ"),
        ("gía", "giá"),
        ("gịa", "gịa"),
        ("mía", "mía"),
        ("của", "của"),
        ("khuỷu", "khuỷu"),
        ("ngoèo", "ngoèo"),
        ("tuần", "tuần"),
        ("müller", "müller"),
        ("mátxcơvá", "mátxcơvá"),
        ("", ""),
        ("uỷ", "ủy"),
    ],
)
def test_the_tone_goes_where_the_old_style_puts_it(written: str, expected: str) -> None:
    assert place_tone(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("buḱ", "búk"),
        ("ngoḳ", "ngọk"),
        ("kŕai", "krái"),
        ("hŕu", "hrú"),
        ("kńuêc", "knuếc"),
        ("chuyên\u0309", "chuyển"),
        ("trương\u0300", "trường"),
        ("biêt\u0301", "biết"),
    ],
)
def test_a_mark_that_strayed_to_a_consonant_is_taken_back(written: str, expected: str) -> None:
    assert place_tone(written) == expected


@pytest.mark.parametrize("word", ["poznań", "toruń", "españa", "gdańsk", "niño", "hag\u0303ua"])
def test_foreign_words_keep_their_letters(word: str) -> None:
    assert place_tone(word) == word


def test_the_mark_stands_on_a_shaped_vowel_when_there_is_one() -> None:
    for word in SYLLABLES:
        letters = [unicodedata.normalize("NFD", c) for c in word]
        toned = [c for c in letters if any(mark in c for mark in TONES[1:])]
        if toned and any("\u0302" in c or "\u0306" in c or "\u031b" in c for c in letters):
            assert any(mark in toned[0] for mark in "\u0302\u0306\u031b")
