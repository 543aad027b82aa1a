"""A query is cut into the words and names it is made of."""

from __future__ import annotations

import pytest

from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.collocations import longer_words
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.rewriting.row_evidence import Candidate, RowEvidence
from indexer.searching.rewriting.segmentation import _Segmenter
from tests.support.small_vocabulary import SmallVocabulary

TEXTS = (
    *["Hội đàm tại Lạng Sơn về xuất khẩu nông sản qua biên giới."] * 8,
    *["Hai bên hội đàm, đàm đạo; nông dân bán sản phẩm."] * 4,
    *["Hải quan Lạng Sơn kiểm tra hàng."] * 12,
    *["Hải quân tuần tra."] * 7,
    *["Diễn biến dịch bệnh."] * 9,
    *["Tỉnh Điện Biên họp."] * 3,
    *["Ông Nguyễn Minh Vũ làm việc với ông Tô Lâm."] * 2,
    *["Hợp tác xã bán rau. Xã hội phát triển, hợp tác tốt."] * 6,
    *["Bí thư Tỉnh ủy dự họp tại tỉnh."] * 6,
    *["Họp tỉnh, bí thư chi bộ."] * 1,
    *["Ông Tô Lâm thăm Lào."] * 3,
    *["Ông Tô Lâm tiếp khách, rồi đi thăm dân."] * 9,
    *["Ông Võ Văn Thưởng, ông Võ Văn Kiệt."] * 2,
    "Sông Hà Quảng; mốc 1116.",
)
WORDS = {
    "hội đàm": 12,
    "xuất khẩu": 8,
    "nông sản": 8,
    "biên giới": 8,
    "hải quan": 12,
    "hải quân": 7,
    "diễn biến": 9,
    "nguyễn minh vũ": 1,
    "tô lâm": 13,
    "tô lâm thăm": 1,
    "võ văn": 1,
    "võ văn kiệt": 1,
    "hợp tác xã": 6,
    "hợp tác": 6,
    "xã hội": 6,
    "bí thư": 7,
    "tỉnh ủy": 6,
    "tuần tra": 7,
}
VOCABULARY = SmallVocabulary(TEXTS, words=WORDS)


def cut(text: str) -> list[str]:
    """The likeliest row of every unit."""
    return [unit.read[0].lower() for unit in rewrite(parse(text), VOCABULARY).units]


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("hội đàm lạng sơn", ["hội đàm", "lạng sơn"]),
        ("hoi dam lang son", ["hội đàm", "lạng sơn"]),
        ("Hội ddàm lajng sown", ["hội đàm", "lạng sơn"]),
        ("xuất khẩu qua biên giới", ["xuất khẩu", "qua", "biên giới"]),
        ("hợp tác xã hội", ["hợp tác", "xã hội"]),
        ("hợp tác xã", ["hợp tác xã"]),
        ("dịch sản biên giới", ["dịch", "sản", "biên giới"]),
        ("nguyen minh vu", ["nguyễn minh vũ"]),
        ("bi thu tinh uy", ["bí thư tỉnh ủy"]),
        ("mốc 1116", ["mốc", "1116"]),
        ("to lam tham", ["tô lâm", "thăm"]),
        ("Tô Lâm thăm", ["tô lâm", "thăm"]),
        ("Võ Văn Thưởng", ["võ văn thưởng"]),
    ],
)
def test_words_and_names_are_found_in_a_row(typed: str, units: list[str]) -> None:
    assert cut(typed) == units


def test_a_name_of_the_gazetteer_weighs_in_what_a_bare_row_means() -> None:
    assert cut("dien bien") == ["điện biên"]
    assert cut("diễn biến") == ["diễn biến"]


def test_a_row_typed_with_marks_that_is_a_word_is_meant_so() -> None:
    reading = rewrite(parse("hải quan"), VOCABULARY)
    assert reading.units[0].read == ("hải quan",)
    bare = rewrite(parse("hai quan"), VOCABULARY)
    assert set(bare.units[0].read) == {"hải quan", "hải quân"}


def test_what_stands_just_as_typed_is_found_whatever_it_is() -> None:
    vocabulary = SmallVocabulary(["Quảng Tây họp."] * 30 + ["Báo viết quảng tay."])
    reading = rewrite(parse("quảng tay"), vocabulary)
    assert [row.lower() for row in reading.units[0].read] == ["quảng tây", "quảng tay"]


def test_a_row_with_marks_that_stands_as_typed_is_no_slip_for_a_word() -> None:
    texts = [*["Thống nhất đất nước."] * 40, *["Thông nhất, rồi thoáng nhất."] * 6]
    vocabulary = SmallVocabulary(texts, words={"thống nhất": 40, "đất nước": 40})
    (typed,) = rewrite(parse("thông nhất"), vocabulary).units
    assert typed.read == ("thông nhất",)
    (bare,) = rewrite(parse("thong nhat"), vocabulary).units
    assert bare.read[0] == "thống nhất"


def test_a_place_typed_with_its_marks_is_nobody_whose_name_has_others() -> None:
    vocabulary = SmallVocabulary(["Ông Phạm Thiện Bảo nói."] * 3, words={"thiện bảo": 3})
    (place,) = rewrite(parse("Thiên Bảo"), vocabulary).units
    assert (place.kind, place.read) == ("place", ("thiên bảo",))
    (person,) = rewrite(parse("Thiện Bao"), vocabulary).units
    assert person.read == ("thiện bảo",)


def test_what_only_asks_for_the_rest_may_be_missing() -> None:
    def wanted(text: str) -> list[str]:
        units = rewrite(parse(text), VOCABULARY).units
        return [unit.text for unit in units if not unit.optional]

    assert wanted("tìm các bài về hội đàm") == ["hội đàm"]
    assert wanted("cho tôi xem tin về hải quan") == ["hải quan"]
    assert wanted("tìm xem về nông sản") == ["nông sản"]
    assert wanted("hải quan tìm hàng") == ["hải quan", "tìm", "hàng"]
    assert wanted("xem hàng") == ["xem", "hàng"]


def test_in_loose_matching_nothing_is_joined() -> None:
    reading = rewrite(parse("hội đàm lạng sơn"), VOCABULARY, loose=True)
    assert [unit.kind for unit in reading.units] == ["loose"] * 4
    assert reading.near is None


def test_any_words_are_cut_into_all_of_them() -> None:
    for text in (
        "",
        "a",
        "hội hội hội hội hội hội hội",
        "của là ở",
        "1 2 3",
        "xyzzy hội đàm xyzzy",
    ):
        units = rewrite(parse(text), VOCABULARY).units
        assert " ".join(unit.text for unit in units) == text


SHORT = SmallVocabulary(
    [
        *["Người Trung Quốc sang Việt Nam."] * 9,
        *["Tỉnh Tuyên Quang họp, tỉnh Tuyên Quang mời."] * 4,
        *["Phó Thủ tướng tiếp quan hệ quốc tế."] * 3,
        *["Đường sắt Hà Nội."] * 3,
        "Tàu hỏa chạy. TQ. PTT. VN.",
    ]
)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("người TQ", "trung quốc"),
        ("tỉnh TQ", "tuyên quang"),
        ("PTT", "phó thủ tướng"),
        ("QHQT", "quan hệ quốc tế"),
    ],
)
def test_a_short_form_is_read_by_its_neighbours(typed: str, read_as: str) -> None:
    corrections = rewrite(parse(typed), SHORT).corrections
    assert [c.read for c in corrections if c.applied and c.kind == "abbreviation"] == [read_as]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("nghị quyết TƯ", ("tw",)), ("NGHỊ QUYẾT TƯ", ("tư",)), ("thứ tư", ("thứ", "tư"))],
)
def test_a_short_form_that_is_a_word_is_told_by_its_capitals(
    typed: str, read: tuple[str, ...]
) -> None:
    vocabulary = SmallVocabulary([*["Nghị quyết TW."] * 3, *["Thứ tư, nghị quyết."] * 3])
    words = [word for unit in rewrite(parse(typed), vocabulary).units for word in unit.read]
    assert " ".join(words).split()[-len(read) :] == list(read)


def test_a_word_is_found_by_its_writings_with_i_and_with_y() -> None:
    vocabulary = SmallVocabulary(
        [*["Cán bộ kỹ thuật."] * 9, "Lớp kĩ thuật."], words={"kỹ thuật": 9}
    )
    for typed in ("kỹ thuật", "kĩ thuật", "ky thuat"):
        (unit,) = rewrite(parse(typed), vocabulary).units
        assert set(unit.read) == {"kỹ thuật", "kĩ thuật"}


def test_short_forms_joined_by_a_hyphen_are_read_each() -> None:
    reading = rewrite(parse("VN-TQ"), SHORT)
    assert [unit.text for unit in reading.units] == ["VN", "TQ"]


@pytest.mark.parametrize("typed", ["GACC", "PTTX", "NXBQ Hà Nội"])
def test_a_word_in_capitals_is_never_another_mistyped(typed: str) -> None:
    corrections = rewrite(parse(typed), SHORT, corrected=True).corrections
    assert [c for c in corrections if c.kind == "spelling"] == []


def test_a_synonym_is_found_and_told() -> None:
    corrections = rewrite(parse("tàu hỏa Hà Nội"), SHORT).corrections
    assert [(c.typed, c.read) for c in corrections if c.kind == "synonym"] == [
        ("tàu hỏa", "đường sắt")
    ]


@pytest.mark.parametrize(
    ("typed", "read_as"), [("nguyễn xuân fúc", "nguyễn xuân phúc"), ("nhân zân", "nhân dân")]
)
def test_a_beginning_the_alphabet_lacks_is_read_as_meant(typed: str, read_as: str) -> None:
    vocabulary = SmallVocabulary(["Ông Nguyễn Xuân Phúc thăm nhân dân."] * 30)
    assert rewrite(parse(typed), vocabulary).interpreted == read_as


def test_a_synonym_of_a_word_alone_comes_near_and_does_not_count() -> None:
    alone = rewrite(parse("tàu hỏa"), SHORT)
    assert "đường" not in str(alone.tree)
    assert "đường" in str(alone.near)
    assert "đường" in str(rewrite(parse("tàu hỏa Hà Nội"), SHORT).tree)


def test_what_has_a_short_form_is_one_thing_though_the_archive_never_shortens_it() -> None:
    texts = [*["Ban nhạc gặp ông giám đốc."] * 9, "Ban giám đốc."]
    vocabulary = SmallVocabulary(texts, words={"giám đốc": 10})
    assert vocabulary.df("bgđ") == 0
    (unit,) = rewrite(parse("ban giám đốc"), vocabulary).units
    assert unit.read[0].lower() == "ban giám đốc"


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("Bình Biên", ["bình biên"]),
        ("BÌNH BIÊN hội đàm", ["bình biên", "hội đàm"]),
        ("bình biên", ["bình", "biên"]),
    ],
)
def test_a_place_that_no_article_names_is_not_its_syllables(typed: str, units: list[str]) -> None:
    vocabulary = SmallVocabulary(["Biên giới hòa bình.", *TEXTS], words=WORDS)
    read = [unit.read[0].lower() for unit in rewrite(parse(typed), vocabulary).units]
    assert read == units


ALONE = SmallVocabulary(
    [
        *["Giá vàng tăng; bước sang năm mới."] * 6,
        *["Vàng mất giá. Năm bước, sang sông."] * 30,
        *["Bộ luật hình sự. Tòa hình sự, luật đất đai."] * 6,
        "Giá gạo.",
        *["Gạo lên giá."] * 9,
    ],
    words={"hình sự": 12},
)


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("giá vàng", ["giá vàng"]),
        ("gia vang", ["giá vàng"]),
        ("bước sang", ["bước sang"]),
        ("luật hình sự", ["luật hình sự"]),
        ("vàng giá", ["vàng", "giá"]),
    ],
)
def test_words_that_are_a_whole_query_are_one_thing_where_they_stand_together(
    typed: str, units: list[str]
) -> None:
    read = [unit.read[0].lower() for unit in rewrite(parse(typed), ALONE).units]
    assert read == units


def test_what_only_standing_alone_joins_is_near_where_it_stands_apart() -> None:
    assert rewrite(parse("giá vàng"), ALONE).near is not None


def test_what_makes_another_word_of_a_word_is_known() -> None:
    """Counted apart: «hợp tác xã» is joined wherever it stands, «hội đàm đạo» nowhere."""
    reading = rewrite(parse("hợp tác lạng sơn"), VOCABULARY)
    (longer,) = longer_words(reading.beginnings, VOCABULARY)
    assert (longer.row, longer.following) == (("hợp", "tác"), ("xã",))
    assert 0 < longer.share < 1
    without = rewrite(parse("hội đàm -hợp tác"), VOCABULARY)
    assert longer_words(without.beginnings, VOCABULARY) == ()


def test_a_full_name_that_is_a_whole_query_is_one_thing_however_it_is_typed() -> None:
    texts = ["Ông Phạm Bình Minh dự họp.", *["Bình minh trên biển."] * 9, "Phạm luật."]
    vocabulary = SmallVocabulary(texts, words={"bình minh": 9})
    for typed in ("Phạm Bình Minh", "phạm bình minh", "pham binh minh"):
        (unit,) = rewrite(parse(typed), vocabulary).units
        assert unit.read[0].lower() == "phạm bình minh"


def test_the_neighbour_decides_which_of_two_words_comes_first() -> None:
    vocabulary = SmallVocabulary(
        [*["Hải quân tuần tra."] * 9, *["Thủ tục hải quan nhanh; hải quan thu thuế."] * 6],
        words={"hải quân": 9, "hải quan": 6, "thủ tục": 6, "tuần tra": 9},
    )
    alone = rewrite(parse("hai quan"), vocabulary).units
    assert set(alone[0].read) >= {"hải quân", "hải quan"}
    for typed, first in (("hai quan tuan tra", "hải quân"), ("thu tuc hai quan", "hải quan")):
        read = rewrite(parse(typed), vocabulary)
        assert first in read.interpreted


GATES = SmallVocabulary(
    [
        *["Cửa khẩu Trà Lĩnh thông quan."] * 8,
        *["Kiểm tra linh kiện; tra hỏi, linh hoạt, linh tinh, tra cứu."] * 40,
        *["Thác Bản Giốc đông khách."] * 6,
        *["Nộp bản gốc giấy tờ."] * 12,
        *["Doan cong tac tham Lang Son."] * 5,
        *["Đoàn công tác thăm Lạng Sơn."] * 9,
    ],
    words={"bản gốc": 12, "lạng sơn": 9, "linh kiện": 40},
)


def rows(text: str) -> list[str]:
    (unit,) = rewrite(parse(text), GATES).units
    return [row.lower() for row in unit.read]


def test_what_stands_as_typed_by_chance_alone_is_not_meant() -> None:
    assert rows("tra linh") == ["trà lĩnh"]


def test_what_stands_as_typed_in_a_text_without_marks_is_meant() -> None:
    assert rows("lang son") == ["lạng sơn", "lang son"]


def test_a_reading_with_other_letters_gives_way_to_one_with_those_typed() -> None:
    other = Candidate(("bản", "gốc"), "word", 0.9, 139.6)
    same = Candidate(("bản", "giốc"), "place", 2.0, 120.0)
    segmenter = _Segmenter((), GATES, RowEvidence(GATES))
    assert segmenter._likely([other, same], ["ban", "gioc"]) == [same.row]
    assert segmenter._likely([other], ["ban", "gioc"]) == [other.row]


NAMED = SmallVocabulary(
    [
        *["Biên mậu là gì, giá là gì."] * 3,
        *["Thương mại Phan Thiết, ông Dũng."] * 9,
        *["Chị Mai bán hàng ở Phan Thiết."] * 9,
        "Tàu cá ở La Gi.",
        *["Tỉnh Tây Ninh họp, yên tịnh."] * 4,
        *["Tỉnh Quảng Tây họp với Hà Giang."] * 4,
        *["Việc cũ và việc mới."] * 4,
        "Khu hợp tác kinh tế qua biên giới.",
    ],
    words={"biên mậu": 3, "thương mại": 9, "phan thiết": 18, "tây ninh": 4},
)


def named(text: str) -> list[tuple[str, bool]]:
    """The likeliest row of every unit, and whether it may be missing."""
    return [(unit.read[0], unit.optional) for unit in rewrite(parse(text), NAMED).units]


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("bien mau la gi", [("biên mậu", False), ("là gì", True)]),
        ("la gi", [("la gi", False)]),
        ("tàu La Gi", [("tàu", False), ("la gi", False)]),
        ("Hà Giang (cũ)", [("Hà Giang", False), ("cũ", True)]),
        ("Tịnh Tây", [("Tịnh Tây", False)]),
        ("Mai Phan Dũng", [("mai phan dũng", False)]),
        ("khu hợp tác kinh tế qua biên giới", [("khu hợp tác kinh tế qua biên giới", False)]),
    ],
)
def test_names_and_asking_words(typed: str, units: list[tuple[str, bool]]) -> None:
    assert named(typed) == units


def test_a_name_with_its_capitals_and_marks_is_no_slip() -> None:
    for typed in ("Tịnh Tây", "Mai Phan Dũng"):
        read = rewrite(parse(typed), NAMED, corrected=True)
        assert (read.interpreted, read.corrections) == (typed, ())
