"""Files in the fonts of before Unicode are read; clean text is left alone."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import from_legacy
from indexer.language.unicode.legacy_encodings import _TCVN3, _vni
from tests.support.strategies import SYLLABLES, anything, in_any_form, vietnamese

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
_TO_TCVN3 = {letter: chr(code) for code, letter in _TCVN3.items()}
_TO_VNI = {letter: code for code, letter in reversed(_vni()[0].items())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND tØnh Qu¶ng Ninh", ("UBND tỉnh Quảng Ninh", "tcvn3")),
        ("céng hßa x· héi chñ nghÜa viÖt nam", ("cộng hòa xã hội chủ nghĩa việt nam", "tcvn3")),
        ("§éc lËp - Tù do - H¹nh phóc", ("Độc lập - Tự do - Hạnh phúc", "tcvn3")),
        ("Coäng hoøa", ("Cộng hòa", "vni")),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "vni")),
        (
            "Ñoäc laäp – Töï do – Haïnh phuùc, Nguyeãn Vaên Ñöùc, ñöôïc",
            ("Độc lập – Tự do – Hạnh phúc, Nguyễn Văn Đức, được", "vni"),
        ),
    ],
)
def test_legacy_text_is_read(text: str, expected: tuple[str, str]) -> None:
    assert from_legacy(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "café où été à la mode, Müller, São Paulo",
        "là và cà à",
        "«Nam» Ø µ 100 m²",
        "où",
        "Déjà vu über Köln",
        "ViÖt",
        "",
        "plain",
        "© 2025 · §",
        "广西",
        "�é",
        "Hà Nội",
        "Nhà máy là của ta",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert from_legacy(text) == (text, None)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_clean_article_comes_back_as_it_is(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        assert from_legacy(written) == (written, None)
    for line in text.splitlines():
        assert from_legacy(line) == (line, None)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_an_article_in_an_old_font_is_read_to_the_letter(seed: Path) -> None:
    text = unicodedata.normalize("NFC", seed.read_text(encoding="utf-8"))
    small = "".join(c for c in text.lower() if c in _TO_TCVN3 or ord(c) < 0x80)
    assert from_legacy("".join(_TO_TCVN3.get(c, c) for c in small)) == (small, "tcvn3")
    held = "".join(c for c in text if c in _TO_VNI or ord(c) < 0x80)
    assert from_legacy("".join(_TO_VNI.get(c, c) for c in held)) == (held, "vni")


@given(in_any_form)
def test_clean_vietnamese_is_left_alone(text: str) -> None:
    assert from_legacy(text) == (text, None)


@given(
    st.lists(
        st.sampled_from([word for word in SYLLABLES if all(ord(c) < 0x100 for c in word)]),
        max_size=12,
    ).map(" ".join)
)
def test_vietnamese_that_needs_no_letter_beyond_latin_1_is_left_alone(text: str) -> None:
    assert from_legacy(text) == (text, None)


@given(anything)
def test_nothing_fails_and_nothing_is_read_twice(text: str) -> None:
    read, _ = from_legacy(text)
    assert from_legacy(read + " " + vietnamese_tail)[1] is None


vietnamese_tail = "Đồng chí Bí thư tỉnh ủy Lạng Sơn"


@given(vietnamese)
def test_a_mixed_text_is_left_alone(text: str) -> None:
    assert from_legacy(f"{text} {vietnamese_tail} tØnh Qu¶ng Ninh")[1] is None
