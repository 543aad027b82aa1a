"""What a typed word may stand for: every Vietnamese syllable against the model."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given

from indexer.language import Variant, fold, is_syllable, iy_variants, marks, place_tone, variant
from indexer.language.syllable.phonology import TONES
from tests.support.strategies import NEW_STYLE, SYLLABLES, syllable

SAME, SPELLING, MISSING, CONTRADICTS, DIFFERENT = Variant


@pytest.mark.parametrize(
    ("typed", "indexed", "expected"),
    [
        ("cửa", "cửa", SAME),
        ("CỬA", "cửa", SAME),
        ("cu\u031b\u0309a", "cửa", SAME),
        ("hoà", "hòa", SAME),
        ("thuỷ", "thủy", SAME),
        ("vịêt", "việt", SAME),
        ("kĩ", "kỹ", SPELLING),
        ("Mĩ", "mỹ", SPELLING),
        ("quí", "quý", SPELLING),
        ("tỉ", "tỷ", SPELLING),
        ("vi", "vy", SPELLING),
        ("quít", "quýt", SPELLING),
        ("cua", "cửa", MISSING),
        ("cưa", "cửa", MISSING),
        ("của", "cửa", MISSING),
        ("dường", "đường", MISSING),
        ("đuờng", "đường", MISSING),
        ("tiéng", "tiếng", MISSING),
        ("nứoc", "nước", MISSING),
        ("ky", "kĩ", MISSING),
        ("muller", "müller", MISSING),
        ("strasse", "straße", MISSING),
        ("cúa", "cửa", CONTRADICTS),
        ("đương", "đường", MISSING),
        ("đường", "đương", CONTRADICTS),
        ("đường", "dương", CONTRADICTS),
        ("năm", "nam", CONTRADICTS),
        ("năm", "nằm", MISSING),
        ("kỳ", "kĩ", CONTRADICTS),
        ("tai", "tay", DIFFERENT),
        ("huy", "hui", DIFFERENT),
        ("thuy", "thui", DIFFERENT),
        ("ý", "í", DIFFERENT),
        ("cửa", "khẩu", DIFFERENT),
        ("广西", "广西", SAME),
        ("", "", SAME),
    ],
)
def test_relation(typed: str, indexed: str, expected: Variant) -> None:
    assert variant(typed, indexed) is expected


def test_closer_relations_are_smaller() -> None:
    assert SAME < SPELLING < MISSING < CONTRADICTS < DIFFERENT


def _tone_and_letters(word: str) -> tuple[str, list[tuple[str, str]]]:
    """The tone mark of a syllable and its letters with their shape marks, straight from Unicode."""
    tone, letters = "", []
    for char in unicodedata.normalize("NFD", word):
        if char in TONES[1:]:
            tone = char
        elif unicodedata.combining(char):
            letters[-1] = (letters[-1][0], char)
        else:
            letters.append(("d", "đ") if char == "đ" else (char, ""))
    return tone, letters


def _oracle(typed: str, indexed: str) -> Variant:
    """The rule of the model in its own words, for two syllables with the same bare letters."""
    (tone, letters), (other_tone, other_letters) = (
        _tone_and_letters(typed),
        _tone_and_letters(indexed),
    )
    if tone == other_tone and letters == other_letters:
        return SAME
    agree = tone in ("", other_tone) and all(
        a[1] in ("", b[1]) for a, b in zip(letters, other_letters, strict=True)
    )
    return MISSING if agree else CONTRADICTS


def test_all_syllables_of_all_keys_stand_to_each_other_as_the_rule_says() -> None:
    keys: dict[str, list[str]] = defaultdict(list)
    for word in SYLLABLES:
        keys[fold(word)].append(word)
    judge = variant.__wrapped__
    checked = 0
    for words in list(keys.values())[::4]:
        for typed in words:
            for indexed in words:
                assert judge(typed, indexed) is _oracle(typed, indexed), (typed, indexed)
                checked += 1
    assert checked > 40_000


def test_every_syllable_is_found_bare_in_both_tone_placements_and_in_any_case() -> None:
    for old in SYLLABLES:
        new = place_tone(old, "new")
        assert variant(new, old) is variant(old, new) is variant(old.upper(), old) is SAME
        assert variant(fold(old), old) is (SAME if fold(old) == old else MISSING)


def test_i_and_y_change_places_only_as_a_whole_rime_or_after_qu() -> None:
    """Re-derived: two syllables differ in i/y only when one letter of their bare forms does, and then they are each other's spelling."""
    for word in SYLLABLES:
        for other in iy_variants(word):
            assert is_syllable(other)
            assert iy_variants(other) == (word,)
            assert variant(word, other) is SPELLING
            bare, changed = fold(word), fold(other)
            differing = [at for at, (a, b) in enumerate(zip(bare, changed, strict=True)) if a != b]
            assert len(differing) == 1
            assert {bare[differing[0]], changed[differing[0]]} == {"i", "y"}
            assert bare.startswith("qu") or (
                differing[0] == len(bare) - 1 and bare[differing[0] - 1] not in "aeouiy"
            )


@pytest.mark.parametrize(
    "onset", ["h", "k", "l", "m", "s", "t", "v", "qu", "b", "d", "n", "th", "nh", "kh", "ph", "tr"]
)
def test_open_syllables_are_spelled_with_either_letter(onset: str) -> None:
    for y, i in zip("yỳýỷỹỵ", "iìíỉĩị", strict=True):
        assert iy_variants(onset + y) == (onset + i,)
        assert variant(onset + i, onset + y) is SPELLING


@pytest.mark.parametrize(
    "word",
    [
        "tay",
        "tai",
        "dây",
        "xây",
        "y",
        "ý",
        "i",
        "thuỷ",
        "nguỵ",
        "buýt",
        "yêu",
        "giờ",
        "gì",
        "hui",
        "quyến",
        "广",
        "",
    ],
)
def test_elsewhere_they_are_different_letters(word: str) -> None:
    assert iy_variants(word) == ()


def test_marks_are_counted() -> None:
    assert [marks(word) for word in ["cua", "cưa", "cửa", "đường", "mátxcơva", "广西"]] == [
        0,
        1,
        2,
        4,
        2,
        0,
    ]


@given(syllable, syllable)
def test_only_syllables_with_the_same_letters_are_related(typed: str, indexed: str) -> None:
    if variant(typed, indexed) is not DIFFERENT:
        assert fold(typed).replace("y", "i") == fold(indexed).replace("y", "i")


def test_both_lists_hold_the_same_syllables() -> None:
    assert sorted(map(place_tone, NEW_STYLE)) == SYLLABLES
