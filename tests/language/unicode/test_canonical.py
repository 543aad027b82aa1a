"""Text that looks the same is the same, and every offset finds its way back."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given

from indexer.language import canonical
from indexer.language.unicode.canonical import CLEAN_CLASS, has_half_pair, is_clean
from tests.support.strategies import anything, in_any_form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quảng Tây", "Quảng Tây"),
        (
            unicodedata.normalize("NFD", "Quảng Tây, cửa khẩu Hữu Nghị"),
            "Quảng Tây, cửa khẩu Hữu Nghị",
        ),
        ("viê\u0323t", "việt"),  # half-composed, as one keyboard of Windows writes
        ("viẹ\u0302t", "việt"),  # the marks in the other order
        ("thuơ\u0309", "thuở"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("HÐND, NÐ-CP, ðường", "HĐND, NĐ-CP, đường"),
        ("Ɖắk Lắk", "Đắk Lắk"),
        ("Guðmundsson", "Guðmundsson"),  # Icelandic keeps its letter
        ("Qu\u00adảng\u00a0Tây", "Quảng Tây"),
        ("cử\u200ba kh\u200cẩu\ufeff", "cửa khẩu"),
        ("Quảng\u200bTây", "Quảng Tây"),  # two syllables that are not one together
        ("ti\u200bếng", "tiếng"),
        ("ＵＢＮＤ　２０２５", "UBND 2025"),
        ("ﬁn", "fin"),
        ("\u202eabc\u200f", "abc"),
        ("", ""),
    ],
)
def test_one_form_for_all_ways_to_write_it(text: str, expected: str) -> None:
    assert canonical(text).text == expected


def test_clean_text_is_handed_through() -> None:
    text = "Cửa khẩu Hữu Nghị, 广西, “năm” 2025 — 100 €"
    form = canonical(text)
    assert form.text is text
    assert form.original(4, 8) == (4, 8)


def test_an_offset_finds_the_letters_it_came_from() -> None:
    text = "x \u200bQua\u0309ng\u00ad\u00a0Tâ\u200by\u200b."
    form = canonical(text)
    start = form.text.index("Quảng")
    assert text[slice(*form.original(start, start + 5))] == "Qua\u0309ng"
    start = form.text.index("Tây")
    assert text[slice(*form.original(start, start + 3))] == "Tâ\u200by"


def test_clean_characters_are_clean_in_unicodes_own_tables() -> None:
    clean = re.compile(f"[{CLEAN_CLASS}]")
    second_halves = set()
    for code in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second_halves.add(int(parts[1], 16))
    wrong = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if clean.match(char := chr(code))
        and (
            unicodedata.normalize("NFC", char) != char
            or unicodedata.combining(char)
            or code in second_halves
        )
    ]
    assert wrong == []


@given(anything)
def test_canonical_is_composed_and_stays_as_it_is(text: str) -> None:
    once = canonical(text).text
    assert unicodedata.is_normalized("NFC", once)
    assert canonical(once).text == once


@given(anything)
def test_offsets_stay_inside_the_text_and_in_order(text: str) -> None:
    form = canonical(text)
    spans = [form.original(at, at + 1) for at in range(len(form.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    if spans:
        assert form.original(0, len(form.text)) == (spans[0][0], spans[-1][1])


@given(in_any_form)
def test_the_stretch_an_offset_came_from_reads_the_same(text: str) -> None:
    form = canonical(text)
    for word in re.finditer(r"[^\W\d_]+", form.text):
        start, end = form.original(*word.span())
        assert canonical(text[start:end]).text == word[0]


@given(anything)
def test_clean_means_canonical(text: str) -> None:
    if is_clean(text):
        assert canonical(text) == canonical(canonical(text).text)


def test_half_a_surrogate_pair_is_seen() -> None:
    assert [has_half_pair(text) for text in ("Cửa khẩu 😀", "a\ud83d", "\udc00")] == [
        False,
        True,
        True,
    ]
