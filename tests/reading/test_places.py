"""Names that may mean several things, each in the sentence that decides."""

from __future__ import annotations

import unicodedata

import pytest

from indexer.reading import SourceDocument, extract


def read(text: str, title: str = "Tin", date: str = "") -> tuple[set[str], set[str]]:
    article = extract(SourceDocument("x", title, text, date))
    return {province.name for province in article.provinces}, {
        unit.name for unit in article.counterparts
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhân dân yêu chuộng hòa bình. Hòa bình là trên hết.", set()),
        ("Đoàn công tác tỉnh Hòa Bình thăm Hà Nội.", {"Hòa Bình", "Hà Nội"}),
        ("Giải Nobel Hòa Bình được trao.", set()),
        ("Chủ tịch Hồ Chí Minh từng sống ở đây, học tập tư tưởng Hồ Chí Minh.", set()),
        ("TP. Hồ Chí Minh, TP.HCM và Tp.HCM là một.", {"Hồ Chí Minh"}),
        (
            "Các thành phố Hà Nội, Hồ Chí Minh, Đà Nẵng cùng dự.",
            {"Hà Nội", "Hồ Chí Minh", "Đà Nẵng"},
        ),
        ("Trung ương Đoàn TNCS HCM tổ chức.", set()),
        ("Tàu đi trên Thái Bình Dương.", set()),
        ("Giàn khoan Hải Dương 981 rút đi.", set()),
        ("Lũ lớn tại tỉnh Hà Nam, miền trung Trung Quốc.", set()),
        (
            "Ông Xu, người tỉnh Hà Nam, Trung Quốc, đạp xe. Ảnh của ông được trưng bày ở tỉnh Hà Nam.",
            set(),
        ),
        ("Cửa khẩu đông xe (Ảnh: Thái Bình). Máy bay cất cánh lúc 15 giờ Hà Nội.", set()),
        ("Đảo Hải Nam, tỉnh Hồ Nam và tỉnh Hà Nam của Trung Quốc.", set()),
        ("Đoàn tỉnh Hà Nam thăm Vân Nam.", {"Hà Nam"}),
        ("Số 5 đường Điện Biên Phủ và phố Hà Giang.", set()),
        ('Phim ‘Hà Nội’ và "Sơn La", iHà Nam, VnHà Giang', {"Hà Nội", "Sơn La"}),
        ("Tuyến đường Hà Giang - Cao Bằng mở rộng.", {"Hà Giang", "Cao Bằng"}),
        ("Chiến thắng Điện Biên Phủ lừng lẫy.", set()),
        ("Lễ hội tại Điện Biên Phủ.", {"Điện Biên"}),
        ("Ông Nguyễn Hà Giang và bà Trương Hòa Bình; chị Thái Bình vắng.", set()),
        ("Cháu ở xã Bình Thuận, phường Hà Nam.", set()),
        ("Huyện Quảng Ninh, tỉnh Quảng Bình.", {"Quảng Bình"}),
        ("Huyện Châu Thành, tỉnh Tây Ninh.", {"Tây Ninh"}),
        ("Công an huyện Mèo Vạc và thị xã Sa Pa.", {"Hà Giang", "Lào Cai"}),
        ("Từ Hạ Long đi Móng Cái.", {"Quảng Ninh"}),
        ("Hàng qua cửa khẩu quốc tế Hữu Nghị, Tân Thanh và Chi Ma.", {"Lạng Sơn"}),
        ("Tình hữu nghị và chợ tân thanh.", set()),
        ("Thành phố Trùng Khánh của Trung Quốc nóng kỷ lục.", set()),
        ("Huyện Trùng Khánh (Cao Bằng) đón khách.", {"Cao Bằng"}),
        ("Tỉnh uỷ Hoà Bình, Khánh Hoà, Thanh Hoá.", {"Hòa Bình", "Khánh Hòa", "Thanh Hóa"}),
        (
            "Đăk Lăk, Đắc Nông, Bắc Cạn, Kontum, Bà Rịa - Vũng Tàu, Thừa Thiên - Huế",
            {"Đắk Lắk", "Đắk Nông", "Bắc Kạn", "Kon Tum", "Bà Rịa - Vũng Tàu", "Huế"},
        ),
    ],
)
def test_provinces_are_told_from_their_namesakes(text: str, expected: set[str]) -> None:
    assert read(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các đại lý ở Vân Nam bán gạo.", {"Vân Nam"}),
        ("Châu Đại Lý, tỉnh Vân Nam.", {"Vân Nam", "Đại Lý"}),
        ("Thuyền trên sông Hồng Hà ở Vân Nam.", {"Vân Nam"}),
        ("Châu Hồng Hà (Vân Nam).", {"Vân Nam", "Hồng Hà"}),
        ("Xã Văn Sơn, huyện Đô Lương, tỉnh Nghệ An; ông Nguyễn Văn Sơn.", set()),
        ("Văn phòng Ngoại sự châu Văn Sơn, Trung Quốc.", {"Vân Nam", "Văn Sơn"}),
        ("Tổng Lãnh sự Đỗ Nam Trung tại Nam Ninh, Quảng Tây.", {"Quảng Tây", "Nam Ninh"}),
        ("Giáo sư Nguyễn Vân Nam và chùa Khánh Vân Nam Viện.", set()),
        ("Đường sắt Lào Cai - Hà Khẩu.", {"Vân Nam", "Hà Khẩu"}),
        ("Phường Hà Khẩu, thành phố Hạ Long.", set()),
        ("Huyện Đông Hưng, tỉnh Thái Bình, xuất hàng sang Trung Quốc.", set()),
        ("Móng Cái - Đông Hưng là một cặp cửa khẩu.", {"Quảng Tây", "Đông Hưng"}),
        ("Tỉnh Vĩnh Phúc, tỉnh Long An và quận Tân Bình bán hàng sang Trung Quốc.", set()),
        ("Huyện Vĩnh Phúc, thành phố Quế Lâm (Quảng Tây).", {"Quảng Tây", "Quế Lâm", "Vĩnh Phúc"}),
        ("广西壮族自治区 và 云南; Kunming, Guangxi.", {"Quảng Tây", "Vân Nam", "Côn Minh"}),
    ],
)
def test_chinese_units_are_told_from_vietnamese_words(text: str, expected: set[str]) -> None:
    assert read(text)[1] == expected


def test_headlines_in_capitals_name_places_but_not_words() -> None:
    assert read("Hội nghị mở.", "LẠNG SƠN: KHAI MẠC HỘI CHỢ")[0] == {"Lạng Sơn"}
    assert read("Hội nghị mở.", "HÒA BÌNH CHO THẾ GIỚI")[0] == set()


def test_spelling_and_encoding_of_the_text_do_not_matter() -> None:
    text = "Tỉnh Quảng Tây đón đoàn Lạng Sơn, Đà Nẵng."
    dirty = unicodedata.normalize("NFD", text).replace(" ", "\u00a0").replace("Lạng", "L\u200bạng")
    assert read(dirty) == read(text) == ({"Lạng Sơn", "Đà Nẵng"}, {"Quảng Tây"})
    assert read("Ðà Nẵng họp.")[0] == {"Đà Nẵng"}


def test_spans_point_into_the_text_as_published() -> None:
    text = unicodedata.normalize(
        "NFD", "Hôm nay, tỉnh Lạng Sơn làm việc với Bằng Tường (Quảng Tây)."
    )
    article = extract(SourceDocument("x", "Tin", text))
    quoted = [
        unicodedata.normalize("NFC", text[span.start : span.end])
        for province in article.provinces
        for span in province.evidence
    ]
    assert quoted == ["Lạng Sơn"]
    assert {unit.name for unit in article.counterparts} == {"Quảng Tây", "Bằng Tường"}


def test_names_in_two_scripts_are_read_in_the_order_they_stand() -> None:
    text = "Các bạn 广西 (Quảng Tây) thăm Lào Cai, sau đó đến 南宁市, giáp tỉnh Lạng Sơn; xe云南 vào Cao Bằng."
    article = extract(SourceDocument("x", "Tin", text))
    assert [unit.name for unit in article.counterparts] == ["Quảng Tây", "Nam Ninh", "Vân Nam"]
    assert [
        [text[span.start : span.end] for span in unit.evidence] for unit in article.counterparts
    ] == [
        ["广西", "Quảng Tây"],
        ["南宁市"],
        ["云南"],
    ]
    assert [province.name for province in article.provinces] == ["Lào Cai", "Lạng Sơn", "Cao Bằng"]


def test_after_the_merger_a_town_stands_for_the_province_of_today() -> None:
    assert read("Hàng qua cửa khẩu Thanh Thủy.", date="2025-09-01")[0] == {"Tuyên Quang"}
    assert read("Hàng qua cửa khẩu Thanh Thủy.", date="2025-03-01")[0] == {"Hà Giang"}
    assert read("Ngày 5/9/2025, hàng qua cửa khẩu Thanh Thủy.")[0] == {"Tuyên Quang"}


def test_signatures_and_links_name_no_place() -> None:
    text = "Tỉnh Lào Cai họp với Vân Nam về thương mại biên giới trong cả ngày hôm nay.\nXem thêm: Hà Nội mưa lớn\nThái Bình"
    assert read(text)[0] == {"Lào Cai"}


def test_metadata_overrides_what_is_read() -> None:
    article = extract(
        SourceDocument(
            "x",
            "Tin",
            "Hà Nội họp.",
            provinces=("lang son", "Tỉnh Hà Giang"),
            counterparts=("Wenshan", "Quảng Tây"),
        )
    )
    assert [(province.name, province.today, province.role) for province in article.provinces] == [
        ("Lạng Sơn", "Lạng Sơn", "main"),
        ("Hà Giang", "Tuyên Quang", "main"),
    ]
    assert [(unit.name, unit.parent) for unit in article.counterparts] == [
        ("Vân Nam", None),
        ("Văn Sơn", "Vân Nam"),
        ("Quảng Tây", None),
    ]
