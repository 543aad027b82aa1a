"""Bytes of every origin become the same Vietnamese text; what a page declares is believed only when it can be."""

from __future__ import annotations

import pytest

from indexer.language.unicode.legacy_encodings import from_legacy
from indexer.reading.formats.encodings import declared_codec, decode, repair

TEXT = "Hội đàm cửa khẩu thông minh giữa Lạng Sơn với Quảng Tây"
TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam. UBND tØnh Qu¶ng Ninh häp víi Qu¶ng T©y."
UNICODE = "Cộng hoà xã hội chủ nghĩa Việt Nam. UBND tỉnh Quảng Ninh họp với Quảng Tây."


def taken_for(codec: str, text: str = TEXT) -> str:
    """The text's UTF-8 read as another encoding, as a browser reads it."""
    letters = []
    for byte in text.encode():
        try:
            letters.append(bytes((byte,)).decode(codec))
        except UnicodeDecodeError:
            letters.append(chr(byte))
    return "".join(letters)


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp1258", "mac_roman"])
def test_text_encoded_twice_is_mended(codec: str) -> None:
    twice = taken_for(codec)
    assert twice != TEXT
    assert repair(twice) == TEXT
    assert repair(twice.replace("\xa0", " ")) == TEXT  # the space without a break is often lost


def test_only_the_lines_encoded_twice_are_mended() -> None:
    sound = "Dòng này đúng: «quá» 5 m², 30°C, Ã và Â."
    assert repair(f"{sound}\n{taken_for('cp1252')}") == f"{sound}\n{TEXT}"


@pytest.mark.parametrize(
    "text",
    [TEXT, "Dòng này đúng: «quá» 5 m², 30°C.", "Café à Paris, déjà vu, «été».", "naïve", "", "ÀÁÂ"],
)
def test_sound_text_stays_as_it_is(text: str) -> None:
    assert repair(text) == text


def test_old_fonts_are_told_line_by_line_and_within_a_line() -> None:
    assert repair(TCVN3) == UNICODE
    assert (
        repair(f"Thông báo của Sở Ngoại vụ.\n{TCVN3}") == f"Thông báo của Sở Ngoại vụ.\n{UNICODE}"
    )
    assert repair(f"Hội đàm.\n{TCVN3}\nHäp.") == f"Hội đàm.\n{UNICODE}\nHọp."
    assert repair("Sở: UBND tØnh Qu¶ng Ninh họp ở Móng Cái.") == (
        "Sở: UBND tỉnh Quảng Ninh họp ở Móng Cái."
    )
    assert repair("Tænh Laïng Sôn hoäi ñaøm vôùi Quaûng Taây") == (
        "Tỉnh Lạng Sơn hội đàm với Quảng Tây"
    )


def test_a_known_font_needs_one_word() -> None:
    assert from_legacy("Häp") == ("Häp", None)
    assert from_legacy("Häp", "tcvn3") == ("Họp", "tcvn3")


def test_one_bad_byte_stays_one() -> None:
    data = TEXT.encode().replace(b"minh", b"mi\xffnh")
    assert decode(data) == (TEXT.replace("minh", "mi\ufffdnh"), 1)


@pytest.mark.parametrize(
    "label", ["undefined", "idna", "punycode", "rot13", "hex", "zlib", "utf-7"]
)
def test_names_that_no_browser_knows_are_ignored(label: str) -> None:
    assert declared_codec(label) is None
    assert decode(TEXT.encode(), [label]).text == TEXT


@pytest.mark.parametrize("label", ["gb2312", "windows-1258", "x-sjis", "macintosh", "ISO-8859-1"])
def test_utf8_is_utf8_whatever_is_declared(label: str) -> None:
    assert declared_codec(label) is not None
    assert decode(TEXT.encode(), [label]).text == TEXT


def test_what_is_declared_helps_where_it_is_no_utf8() -> None:
    chinese = "广西壮族自治区与谅山省会谈"
    assert decode(chinese.encode("gb18030"), ["gb2312"]).text == chinese
    assert declared_codec("utf-16") == "utf-8"  # a declaration that can be read


def test_text_encoded_thrice_is_mended() -> None:
    thrice = taken_for("cp1252", taken_for("cp1252"))
    assert repair(thrice) == TEXT


def test_fonts_are_told_paragraph_by_paragraph() -> None:
    vni = "Hai beân thoáng nhaát ñaåy nhanh tieán ñoä thi coâng vaø phoái hôïp choáng buoân laäu."
    meant = "Hai bên thống nhất đẩy nhanh tiến độ thi công và phối hợp chống buôn lậu."
    assert repair("\n".join((TEXT, TCVN3, vni, TEXT))) == "\n".join((TEXT, UNICODE, meant, TEXT))
    assert repair(f"{TCVN3}\n{vni}") == f"{UNICODE}\n{meant}"


def test_a_stray_nul_makes_no_text_binary() -> None:
    assert decode((TEXT * 9).encode() + b"\0" + TEXT.encode()).text.replace("\0", "") == TEXT * 10
    assert decode(TEXT.encode("utf-32")).text == TEXT


def test_in_markup_an_old_font_is_left_to_the_reader_of_the_page() -> None:
    page = f"<p style='margin: 0'>Ngµy\n6/3/2025, {TCVN3}</p>"
    assert decode(page.encode(), markup=True).text == page
