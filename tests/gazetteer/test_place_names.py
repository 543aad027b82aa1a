"""One place, three scripts."""

from __future__ import annotations

import unicodedata

import pytest

from indexer.gazetteer.place_names import place_names, places_named, places_within
from indexer.language import is_syllable
from indexer.language.lexicon.phrases import words_of


@pytest.mark.parametrize(
    "writings",
    [
        ["Quảng Tây", "quang tay", "Guangxi", "GUANGXI", "广西", "廣西"],
        ["Vân Nam", "Yunnan", "云南", "雲南"],
        ["Bằng Tường", "bang tuong", "Pingxiang", "凭祥"],
        ["Hữu Nghị Quan", "友谊关", "友誼關", "Youyiguan"],
        ["Nam Ninh", "Nanning", "南宁"],
        ["Côn Minh", "Kunming", "昆明"],
        ["Phòng Thành Cảng", "Fangchenggang", "防城港"],
        ["Sùng Tả", "Chongzuo", "崇左"],
        ["Hà Khẩu", "Hekou", "河口"],
        ["Phổ Nhĩ", "Pu'er", "puer", "普洱"],
        ["Tây An", "Xi'an", "西安"],
        ["Bắc Kinh", "Beijing", "北京"],
        ["Lạng Sơn", "谅山"],
        ["Móng Cái", "芒街"],
    ],
)
def test_every_writing_names_the_place(writings: list[str]) -> None:
    for writing in writings:
        assert writings[0] in [place.name for place in places_named(writing)]
        assert places_named(unicodedata.normalize("NFD", writing)) == places_named(writing)


def test_names_that_mostly_mean_something_else_are_marked() -> None:
    marked = {place.name for place in place_names() if place.ambiguous}
    assert {"An Ninh", "Quảng Nam", "Vĩnh Phúc", "Tân Bình", "Vân", "Dung"} <= marked
    assert not {"Quảng Tây", "Vân Nam", "Bằng Tường", "Nam Ninh"} & marked


def test_typed_marks_must_agree() -> None:
    assert places_named("Quáng Tây") == places_named("cửa khẩu") == places_named("") == ()


def test_every_row_is_whole() -> None:
    names = {place.name for place in place_names()}
    for place in place_names():
        assert place.kind in {
            "country",
            "region",
            "prefecture",
            "county",
            "city",
            "province",
            "byname",
            "gate",
        }
        assert place.parent in names or place.kind == "country", place
        assert place.chinese or place.kind == "province"
        assert all("\u3400" <= char <= "\u9fff" for char in place.chinese)
        assert not place.pinyin or place.pinyin[0].isupper()
        assert place.kind == "province" or all(
            is_syllable(word) or word == "kông" for word in words_of(place.name)
        ), place
        assert not place.chinese or place in places_named(place.chinese)
        assert place.writings[0] == words_of(place.name)


def test_both_sides_of_the_border_are_there() -> None:
    places = place_names()
    counties = [place for place in places if place.kind in ("county", "prefecture")]
    assert len(counties) == 270
    assert len(places) > 380


def test_places_are_found_among_other_words() -> None:
    words = words_of("hợp tác giữa Lạng Sơn và 广西凭祥 (Guangxi)")
    found = [
        ("".join(words[start:end]), places[0].name) for start, end, places in places_within(words)
    ]
    assert found == [
        ("lạngsơn", "Lạng Sơn"),
        ("广西", "Quảng Tây"),
        ("凭祥", "Bằng Tường"),
        ("guangxi", "Quảng Tây"),
    ]
