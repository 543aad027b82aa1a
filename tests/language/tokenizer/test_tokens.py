"""What of a text can be found, where it stands, and what follows what."""

from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import (
    Token,
    canonical,
    fold,
    index_terms,
    is_syllable,
    syllables,
    syllables_among,
    term,
)
from tests.support.strategies import anything, in_any_form, vietnamese

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))


def texts(text: str) -> list[str]:
    return [token.text for token in syllables(text)]


def layout(text: str) -> list[tuple[str, int]]:
    return [(token.text, token.position) for token in syllables(text)]


def test_words_are_found_with_their_places() -> None:
    assert syllables("Cửa khẩu, Hữu Nghị") == [
        Token("cửa", 0, 3, 0, "word"),
        Token("khẩu", 4, 8, 1, "word"),
        Token("hữu", 10, 13, 2, "word"),
        Token("nghị", 14, 18, 3, "word"),
    ]


def test_no_word_is_stopped() -> None:
    expected = "công an tỉnh nghệ an ở ý kiến y tế à the to be"
    assert " ".join(texts("Công an tỉnh Nghệ An ở ý kiến, y tế, à, the to be")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234.567", ["1.234.567"]),
        ("3,5%", ["3,5%", "3,5"]),
        ("12/5/2025", ["12/5/2025", "12/5", "5/2025", "2025"]),
        ("12/05/2025", ["12/5/2025", "12/5", "5/2025", "2025"]),
        ("12-05-2025", ["12/5/2025", "2025"]),
        ("2025-05-12", ["12/5/2025", "2025"]),
        ("12.5.2025", ["12/5/2025", "2025"]),
        ("20-22/11", ["20-22/11", "22/11"]),
        ("03/2024", ["3/2024", "2024"]),
        ("2020–2025", ["2020-2025", "2020", "2025"]),
        ("24/7", ["24/7"]),
        ("10:30", ["10:30"]),
        ("2-1", ["2-1"]),
        ("168/2024/NĐ-CP", ["168/2024", "168", "2024", "nđcp", "nđ", "cp"]),
        ("100km", ["100km", "100", "km"]),
        ("G20 5G U23", ["g20", "5g", "u23"]),
    ],
)
def test_numbers_stay_whole_and_give_what_one_would_look_for(
    text: str, expected: list[str]
) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP.HCM", [("tphcm", 0), ("tp", 0), ("hcm", 1)]),
        ("KT-XH", [("ktxh", 0), ("kt", 0), ("xh", 1)]),
        ("T.Ư Đảng", [("t.ư", 0), ("t", 0), ("ư", 1), ("đảng", 2)]),
        ("COVID-19", [("covid19", 0), ("covid", 0), ("19", 1)]),
        ("UBND", [("ubnd", 0)]),
        ("Mát-xcơ-va", [("mátxcơva", 0), ("mát", 0), ("xcơ", 1), ("va", 2)]),
        ("H'Mông", [("hmông", 0), ("h", 0), ("mông", 1)]),
        ("Việt-Trung", [("việttrung", 0), ("việt", 0), ("trung", 1)]),
        ("M&A", [("ma", 0), ("m", 0), ("a", 1)]),
        ("Tây.Ngày", [("tây", 0), ("ngày", 1)]),
        ("QuảngTây", [("quảngtây", 0), ("quảng", 0), ("tây", 1)]),
        ("YouTube VnExpress", [("youtube", 0), ("vnexpress", 1)]),
        ("cửa_khẩu", [("cửa", 0), ("khẩu", 1)]),
        (
            "广西凭祥",
            [("广西", 0), ("广", 0), ("西凭", 1), ("西", 1), ("凭祥", 2), ("凭", 2), ("祥", 3)],
        ),
        ("Ở广西", [("ở", 0), ("广西", 1), ("广", 1), ("西", 2)]),
    ],
)
def test_compounds_are_found_whole_and_by_their_parts(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert layout(text) == expected


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("TP.HCM", "tphcm"),
        ("TP.HCM", "tp hcm"),
        ("KT-XH", "ktxh"),
        ("COVID-19", "covid19"),
        ("T.Ư", "t.ư"),
        ("H’Mông", "hmông"),
        ("H'Mông", "h mông"),
        ("广西", "广西"),
        ("12/05/2025", "12/5/2025"),
        ("Quảng\u200bTây", "Quảng Tây"),
        ("uỷ ban", "ủy ban"),
        ("thuý", "THÚY"),
    ],
)
def test_what_is_typed_another_way_is_among_the_terms_in_a_row(written: str, typed: str) -> None:
    held = {(token.text, token.position) for token in syllables(written)}
    wanted = syllables(typed)
    assert all((token.text, token.position) in held for token in wanted)


def test_the_dotted_centre_is_not_private() -> None:
    assert "tư" not in texts("T.Ư Đảng")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Gửi về banbientap@baochinhphu.vn.", "banbientap@baochinhphu.vn"),
        (
            "(https://www.mofa.gov.vn/vi/tin-tuc.htm?id=1)",
            "https://www.mofa.gov.vn/vi/tin-tuc.htm?id=1",
        ),
        ("Theo baochinhphu.vn, ngày 3", "baochinhphu.vn"),
    ],
)
def test_addresses_are_found_whole_and_by_their_words(text: str, whole: str) -> None:
    found = {token.text: token for token in syllables(text)}
    assert found[whole].kind == "address"
    assert text[found[whole].start : found[whole].end] == whole
    assert "vn" in found or "mofa" in found


def test_tone_placement_is_no_difference() -> None:
    assert texts("Hoà bình, uỷ ban, khoẻ, thuý") == texts("Hòa bình, ủy ban, khỏe, thúy")
    assert texts("quý giờ") == ["quý", "giờ"]


def test_i_and_y_stay_what_they_are() -> None:
    assert texts("kĩ kỹ Mĩ Mỹ") == ["kĩ", "kỹ", "mĩ", "mỹ"]


def test_very_long_words_are_cut_not_dropped() -> None:
    tokens = syllables("x" * 1000)
    assert "".join(token.text for token in tokens) == "x" * 1000
    assert max(len(token.text) for token in tokens) == 64


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_real_article_is_covered_to_the_last_letter(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    held = [False] * len(text)
    for token in syllables(text):
        held[token.start : token.end] = [True] * (token.end - token.start)
    assert [
        char for char, found in zip(text, held, strict=True) if char.isalnum() and not found
    ] == []


@given(anything)
def test_every_token_is_a_slice_of_the_original_in_order(text: str) -> None:
    tokens = syllables(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.position for token in tokens] == sorted(token.position for token in tokens)
    assert {token.position for token in tokens} == set(
        range(len({token.position for token in tokens}))
    )
    assert all(token.text and token.text == token.text.lower() for token in tokens)


@given(in_any_form)
def test_the_fold_of_a_slice_is_the_fold_of_its_token(text: str) -> None:
    for token in syllables(text):
        assert fold(text[token.start : token.end]) == fold(token.text)


@given(in_any_form)
def test_a_slice_alone_gives_its_token_again(text: str) -> None:
    for token in syllables(text):
        assert term(text[token.start : token.end]) == token.text


@given(anything)
def test_the_bulk_form_says_the_same(text: str) -> None:
    tokens = syllables(text)
    terms, positions = index_terms(text)
    assert terms == [token.text for token in tokens]
    assert (list(range(len(terms))) if positions is None else positions) == [
        token.position for token in tokens
    ]


@given(anything)
def test_the_canonical_text_has_the_same_terms(text: str) -> None:
    assert texts(canonical(text).text) == texts(text)


@given(vietnamese)
def test_normal_form_makes_no_difference(text: str) -> None:
    assert texts(unicodedata.normalize("NFD", text)) == texts(unicodedata.normalize("NFC", text))


@given(vietnamese, vietnamese)
def test_texts_side_by_side_keep_their_tokens(one: str, other: str) -> None:
    assert texts(f"{one}\n{other}") == texts(one) + texts(other)


def test_capitals_make_no_difference_to_words() -> None:
    text = SEEDS[0].read_text(encoding="utf-8")
    words = [token.text for token in syllables(text) if is_syllable(token.text)]
    assert [token.text for token in syllables(text.upper()) if is_syllable(token.text)] == words


def test_tokens_travel_between_processes() -> None:
    tokens = syllables("Hữu Nghị 广西 12/05/2025")
    assert pickle.loads(pickle.dumps(tokens)) == tokens


@given(anything, st.sets(st.text(max_size=4)))
def test_tokens_among_some_terms_are_those_of_all(text: str, wanted: set[str]) -> None:
    everything = syllables(text)
    wanted |= {token.text for token in everything[::2]}
    among = [token for token in everything if token.text in wanted]
    assert syllables_among(text, wanted) == among
