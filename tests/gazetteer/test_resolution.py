"""A name typed where a unit is asked for: every writing, every kind of error, one rule."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from indexer.gazetteer.resolution import (
    Kind,
    Meaning,
    beginning,
    resolve,
    writings,
)
from indexer.gazetteer.tables import (
    FORMER,
    counterparts,
    districts,
    former,
    former_provinces,
    gates,
    is_merged,
    parts_of,
    places,
    province_today,
    provinces,
)
from indexer.language.unicode.folding import strip_marks

OTHER_NAMES: list[tuple[Kind, str, str]] = [
    ("province", "Thừa Thiên Huế", "Huế"),
    ("province", "Thừa Thiên – Huế", "Huế"),
    ("province", "TT-Huế", "Huế"),
    ("province", "Đắc Lắc", "Đắk Lắk"),
    ("province", "Daklak", "Đắk Lắk"),
    ("province", "Đăk Nông", "Đắk Nông"),
    ("province", "Bắc Cạn", "Bắc Kạn"),
    ("province", "Công Tum", "Kon Tum"),
    ("province", "Kon-Tum", "Kon Tum"),
    ("province", "Lào Kay", "Lào Cai"),
    ("province", "Sài Gòn", "Hồ Chí Minh"),
    ("province", "Saigon", "Hồ Chí Minh"),
    ("province", "HCMC", "Hồ Chí Minh"),
    ("province", "TPHCM", "Hồ Chí Minh"),
    ("province", "SG", "Hồ Chí Minh"),
    ("province", "HN", "Hà Nội"),
    ("province", "HP", "Hải Phòng"),
    ("province", "Vũng Tàu", "Bà Rịa - Vũng Tàu"),
    ("province", "BR-VT", "Bà Rịa - Vũng Tàu"),
    ("province", "Xứ Lạng", "Lạng Sơn"),
    ("province", "谅山", "Lạng Sơn"),
    ("province", "Hoà Bình", "Hòa Bình"),
    ("counterpart", "Guangxi", "Quảng Tây"),
    ("counterpart", "廣西", "Quảng Tây"),
    ("counterpart", "Khu tự trị Choang Quảng Tây", "Quảng Tây"),
    ("counterpart", "Xíp Xoong Pan Na", "Tây Song Bản Nạp"),
    ("counterpart", "红河哈尼族彝族自治州", "Hồng Hà"),
    ("counterpart", "河口瑶族自治县", "Hà Khẩu"),
    ("counterpart", "凭祥市", "Bằng Tường"),
    ("counterpart", "lvchun", "Lục Xuân"),
    ("counterpart", "Sủng Tả", "Sùng Tả"),
]


def typed_ways(name: str) -> Iterator[str]:
    """A name as people type it: whole, bare, half, in another case or form, with its kind."""
    bare = " ".join(strip_marks(word) for word in name.split())
    words = name.split()
    yield from (name, bare, name.upper(), unicodedata.normalize("NFD", name))
    yield " ".join(w if i % 2 else strip_marks(w) for i, w in enumerate(words))
    if name[0] < "\u2e80":
        yield from (f"tỉnh {name}", f"TP. {name}", f"thanh pho {bare}", f"Tỉnh  {name} ")
        yield from (f"tp.{bare}", name.replace(" ", "-"))


@pytest.mark.parametrize(("kind", "name", "unit"), OTHER_NAMES)
def test_every_other_name_stands_for_its_unit_however_it_is_typed(
    kind: Kind, name: str, unit: str
) -> None:
    for typed in typed_ways(name):
        assert [one.names for one in resolve(kind, typed)] == [(unit,)], typed


def test_every_province_is_found_by_every_name_reading_knows() -> None:
    assert len(provinces()) == 63
    assert len({row.today for row in provinces()}) == 34
    for row in provinces():
        assert province_today(row.name) == row.today
        for name in (row.name, *row.aliases, *row.chinese):
            for typed in typed_ways(name):
                assert resolve("province", typed) == (Meaning((row.name,)),), typed


def test_every_counterpart_is_found_by_every_name_reading_knows() -> None:
    for row in counterparts():
        for name in (row.name, *row.aliases, row.chinese):
            for typed in typed_ways(name):
                assert (row.name,) in [one.names for one in resolve("counterpart", typed)], typed
    assert resolve("counterpart", "huyện Hà Khẩu") == (Meaning(("Hà Khẩu",), parent="Vân Nam"),)


def test_spaces_and_hyphens_are_free() -> None:
    for typed in ("langson", "LạngSơn", "lang_son", "Lạng-Sơn", "lạng  sơn"):
        assert resolve("province", typed) == (Meaning(("Lạng Sơn",)),)
    assert resolve("province", "bariavungtau") == (Meaning(("Bà Rịa - Vũng Tàu",)),)


def test_marks_that_were_typed_must_agree() -> None:
    assert resolve("province", "Lắng Sơn") == resolve("province", "Quáng Ninh") == ()
    assert resolve("province", "Atlantis") == resolve("counterpart", "Atlantis") == ()
    assert resolve("province", "") == resolve("province", " -. ") == ()


def test_former_provinces_stand_for_what_is_there_today() -> None:
    assert resolve("province", "tỉnh Hà Bắc") == (
        Meaning(("Bắc Giang", "Bắc Ninh"), "former", "Hà Bắc"),
    )
    assert resolve("province", "ha son binh")[0].names == ("Hà Nội", "Hòa Bình")
    known = {row.name for row in provinces()}
    for row in former_provinces():
        assert set(row.parts) <= known
        assert row.until.isdigit()
        assert [one.names for one in resolve("province", row.name)] == [row.parts], row


def test_former_boundaries_are_asked_for_by_cu() -> None:
    assert former("Tuyên Quang") == "Tuyên Quang" + FORMER == "Tuyên Quang (cũ)"
    assert former("Hà Giang") == "Hà Giang"  # the name is of one unit only
    assert former("Lạng Sơn") == "Lạng Sơn"  # nothing was taken in
    for typed in ("Tuyên Quang (cũ)", "tuyen quang cu", "tỉnh Tuyên Quang cũ"):
        assert resolve("province", typed)[0].names == ("Tuyên Quang (cũ)",)
    assert parts_of("Hồ Chí Minh") == ("Bình Dương", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh")
    assert is_merged("Hồ Chí Minh")
    assert not is_merged("Hà Nội")


def test_towns_and_gates_stand_for_the_unit_they_lie_in() -> None:
    assert resolve("province", "Móng Cái") == (Meaning(("Quảng Ninh",), "inside", "Móng Cái"),)
    assert resolve("province", "cửa khẩu Hữu Nghị")[0].names == ("Lạng Sơn",)
    assert resolve("province", "qui nhon")[0].names == ("Bình Định",)
    assert resolve("counterpart", "友谊关")[0].names == ("Bằng Tường",)
    assert resolve("counterpart", "TQ")[0].names == ("Quảng Tây", "Vân Nam")


def test_a_name_of_several_places_has_several_meanings() -> None:
    found = {one.names[0] for one in resolve("province", "huyện Châu Thành")}
    assert {"An Giang", "Bến Tre", "Tây Ninh"} <= found
    assert {one.names[0] for one in resolve("counterpart", "Yiliang")} == {"Nghi Lương", "Di Lương"}


def test_a_beginning_of_any_name_is_enough_to_complete_it() -> None:
    assert "Hồ Chí Minh" in beginning("province", "sai g")
    assert "Quảng Tây" in beginning("counterpart", "guang")
    assert beginning("province", "sái") == beginning("province", "") == frozenset()
    assert "sài gòn" in writings("province")["Hồ Chí Minh"]


def test_every_row_of_the_tables_stands_on_the_others() -> None:
    known = {row.name for row in provinces()}
    ours = {row.name for row in counterparts()}
    assert {row.province for row in districts()} <= known
    assert {row.province for row in gates()} <= known
    assert {row.counterpart for row in gates() if row.counterpart} <= ours
    assert {row.parent for row in places() if row.kind == "byname"} <= known
    names = {row.name for row in places()} | known | {"Việt Nam"}
    assert {row.parent for row in places() if row.parent} <= names
