"""Places as offices and newspapers name them: delegations, gates, partners without «Trung Quốc»,
and the clubs, newspapers, streets and persons that only bear a place's name.
"""

from __future__ import annotations

import pytest

from indexer.gazetteer.tables import GateRow, gates
from indexer.reading import SourceDocument, extract


def places(text: str, date: str = "", title: str = "") -> tuple[set[str], set[str]]:
    article = extract(SourceDocument("x", title or "Tin", text, date))
    provinces = {province.name for province in article.provinces}
    return provinces, {unit.name for unit in article.counterparts}


def roles(text: str, title: str = "") -> dict[str, str]:
    article = extract(SourceDocument("x", title or "Tin", text))
    return {unit.name: unit.role for unit in (*article.provinces, *article.counterparts)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đoàn Cao Bằng sang thăm Vân Nam.", {"Cao Bằng"}),
        ("Từ Hà Giang, đoàn xe lên đường.", {"Hà Giang"}),
        ("Tỉnh Đoàn Điện Biên tổ chức giao lưu.", {"Điện Biên"}),
        ("Hồ Hòa Bình mở thêm một cửa xả.", {"Hòa Bình"}),
        ("Ông Đoàn Thái Bình và bà Hồ Hải Dương dự họp.", set()),
        ("Nhà máy mía đường Sơn La tăng công suất.", {"Sơn La"}),
        ("Máy bay hạ cánh xuống sân bay Vinh.", {"Nghệ An"}),
        ("Đội tuyển nghỉ tại Tam Đảo.", {"Vĩnh Phúc"}),
        ("Tỉnh Bắc Thái, tỉnh Hoàng Liên Sơn trước đây.", {"Bắc Kạn", "Thái Nguyên", "Lào Cai", "Yên Bái"}),
        ("Tỉnh Hà Bắc cũ có nhiều làng nghề.", {"Bắc Giang", "Bắc Ninh"}),
        ("Hà Nội và tỉnh Hà Bắc họp.", {"Hà Nội", "Bắc Giang", "Bắc Ninh"}),
        ("Trường ở tỉnh Hà Bắc có xe tăng.", set()),
        ("Nghi phạm đến từ tỉnh Vân Nam và Hà Nam, Tân Hoa xã cho biết.", set()),
        ("Lãnh đạo Hà Nam và Quảng Tây gặp nhau ở Phủ Lý.", {"Hà Nam"}),
        ("Đồng bằng sông Cửu Long, An Giang ngập sâu.", {"An Giang"}),
        ("Quê ở Thường Tín, Hà Tây.", {"Hà Nội"}),
        ("Các tỉnh Vĩnh Phú, Hà Bắc và Phú Thọ.", {"Vĩnh Phúc", "Phú Thọ", "Bắc Giang", "Bắc Ninh"}),
        ("Đảo Lý Sơn, đèo gần Mù Cang Chải.", {"Quảng Ngãi", "Yên Bái"}),
        ("Vinh: mưa lớn gây ngập.", {"Nghệ An"}),
        ("Xe chạy qua cầu Bắc Luân II.", {"Quảng Ninh"}),
        ("Cầu Hữu Nghị II bắc qua sông Mê Kông.", set()),
        ("Hàng chờ ở Tân Thanh, Cốc Nam, Chi Ma.", {"Lạng Sơn"}),
        ("Cao Bang and Quang Ninh provinces.", {"Cao Bằng", "Quảng Ninh"}),
        ("Tàu hộ vệ Quảng Ninh và tàu ngầm Đà Nẵng ra khơi.", set()),
        ("Tàu cá Quảng Ngãi cập cảng.", {"Quảng Ngãi"}),
        ("Nhóm tàu khảo sát địa chất Hải Dương 8 rời đi.", set()),
        ("Tàu đến Hải Dương 8 giờ sáng; Hải Dương 8 ca mắc.", {"Hải Dương"}),
        ("Anh từng khoác áo các đội bóng Kiên Giang, Đồng Tháp và Long An.", set()),
        ("Trên sân Gò Đậu, đội Bình Dương đã vấp ngã.", set()),
        ("Đội Quảng Ninh giành giải nhất hát đối; bộ đội Lạng Sơn dự.", {"Quảng Ninh", "Lạng Sơn"}),
        ("Trận cầu giữa MHP và LG Hà Nội ACB.", set()),
        ("CLB Công an Hà Nội thắng đậm; Công an Huế chúc mừng.", {"Huế"}),
        ("Sách của Nxb Tổng hợp Đồng Nai, NXB Thanh Hóa.", set()),
    ],
)  # fmt: skip
def test_provinces_in_the_sentences_of_an_office(text: str, expected: set[str]) -> None:
    assert places(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "CLB Thanh Hóa gặp CLB Bình Dương trên sân nhà.",
        "SHB Đà Nẵng thua Sông Lam Nghệ An 0-1 ở vòng đấu cuối.",
        "Nam Định thắng Hải Phòng 2-1 trong trận đấu muộn.",
        "Báo Lạng Sơn đưa tin, theo báo Tuổi Trẻ TP HCM.",
        "Xổ số kiến thiết Tây Ninh mở thưởng.",
        "Kết quả xổ số Vĩnh Long, Đài Hà Nội phát trực tiếp.",
        "Xe kẹt ở ngã tư Bình Thái và nút giao ngã ba Huế.",
        "Trận đấu bắt đầu lúc 19h30 Hà Nội.",
        "Bà Phạm Thị Huế làm nghề may. Huế kể lại chuyện cũ.",
        "Thành phố Kim Thành, tỉnh Sơn Tây, Trung Quốc.",
        "Bình Định FC thay huấn luyện viên.",
        "Than Quảng Ninh thua đậm 0-3 trước Hà Nội.",
        "Nam Định dẫn đầu V.League sau mười vòng.",
        "XSKT Cần Thơ, Sóc Trăng và Đồng Nai quay số.",
        "Xổ số miền Bắc: Hải Phòng, Thái Bình quay số.",
        "Giá bia Hà Nội và cổ phiếu ngân hàng Sài Gòn tăng.",
        "Quảng Nam thắng Thanh Hóa 1-0.",
        "Vé số Bến Tre trúng lớn; khách viếng chùa Quảng Bình.",
        "Vụ việc xảy ra lúc 23h (4h sáng, giờ Hà Nội).",
    ],
)
def test_clubs_newspapers_streets_hours_and_persons_are_no_provinces(text: str) -> None:
    assert places(text)[0] == set()


def test_numbers_beside_places_are_no_score() -> None:
    text = "Gió cấp 6-7 từ Thanh Hóa đến Quảng Trị; hàng về Lạng Sơn mất 2-3 ngày."
    assert places(text)[0] == {"Thanh Hóa", "Quảng Trị", "Lạng Sơn"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP Móng Cái và TP Đông Hưng hát đối trên sông.", {"Quảng Tây", "Đông Hưng"}),
        ("Lãnh đạo tỉnh tiếp Bí thư Thành ủy Nam Ninh.", {"Quảng Tây", "Nam Ninh"}),
        ("Hạ Long - Quế Lâm mở đường bay.", {"Quảng Tây", "Quế Lâm"}),
        ("Huyện Đại Tân, thành phố Sùng Tả, mở chợ.", {"Quảng Tây", "Sùng Tả", "Đại Tân"}),
        ("Huyện Phú Ninh, châu Văn Sơn, mở hội.", {"Vân Nam", "Văn Sơn", "Phú Ninh"}),
        ("Thị trưởng Bắc Hải dẫn đầu đoàn.", {"Quảng Tây", "Bắc Hải"}),
        ("Đường phố Côn Minh (Vân Nam) đông người.", {"Vân Nam", "Côn Minh"}),
        ("Yunnan and Guangxi; Hekou, Longzhou.", {"Vân Nam", "Quảng Tây", "Hà Khẩu", "Long Châu"}),
        ("Cửa khẩu quốc tế Đông Hưng mở lại.", {"Quảng Tây", "Đông Hưng"}),
        ("Bị cáo ở TP Phòng Thanh Cảng, tỉnh Quảng Tây.", {"Quảng Tây", "Phòng Thành Cảng"}),
        ("Huyện Malipho (Vân Nam).", {"Vân Nam", "Ma Lật Pha"}),
        ("Đoàn Cao Bằng thăm hữu nghị Nam Ninh.", {"Quảng Tây", "Nam Ninh"}),
        ("Tàu khách Hà Nội - Nam Ninh chạy lại.", {"Quảng Tây", "Nam Ninh"}),
        ("Châu trưởng Văn Sơn đọc diễn văn.", {"Vân Nam", "Văn Sơn"}),
        ("Huyện Lộc Bình và huyện Ninh Minh họp.", {"Quảng Tây", "Ninh Minh"}),
        ("Huyện Bảo Lạc và huyện Na Pha họp.", {"Quảng Tây", "Na Pha"}),
        ("Huyện Dạng Tỵ, châu tự trị dân tộc Bạch Đại Lý.", {"Vân Nam", "Đại Lý", "Dạng Tỵ"}),
        ("Côn Minh, Đại Lý và Lệ Giang đông khách.", {"Vân Nam", "Côn Minh", "Đại Lý", "Lệ Giang"}),
        ("Chợ Hà Khẩu (Vân Nam, Trung Quốc) mở cửa.", {"Vân Nam", "Hà Khẩu"}),
        ("Người Bá Mã của Quảng Tây sống lâu.", {"Quảng Tây", "Bá Mã"}),
    ],
)
def test_the_chinese_side_needs_no_word_of_china(text: str, expected: set[str]) -> None:
    assert places(text)[1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Loa Bose phát nhạc.", "Công ty Beijing Lingyun cung cấp thiết bị.",
        "Tàu khu trục Khúc Tĩnh cập cảng.", "Đồn Biên phòng Bắc Sơn tuần tra.",
        "Huyện Cao Lộc và xã Long Châu họp.", "Anh Trần Nam Ninh ở Lạng Sơn.",
        "Huyện Đông Hưng, tỉnh Thái Bình, gặt lúa.", "Phường Hà Khẩu, thành phố Hạ Long.",
    ],
)  # fmt: skip
def test_what_bears_a_chinese_name_is_no_counterpart(text: str) -> None:
    assert places(text)[1] == set()


@pytest.mark.parametrize(
    ("pair", "province", "region"),
    [
        ("Chi Ma – Ái Điểm", "Lạng Sơn", "Quảng Tây"),
        ("Hữu Nghị - Hữu Nghị Quan", "Lạng Sơn", "Quảng Tây"),
        ("Tà Lùng – Thủy Khẩu", "Cao Bằng", "Quảng Tây"),
        ("Trà Lĩnh - Long Bang", "Cao Bằng", "Quảng Tây"),
        ("Sóc Giang - Bình Mãng", "Cao Bằng", "Quảng Tây"),
        ("Hoành Mô – Động Trung", "Quảng Ninh", "Quảng Tây"),
        ("Thanh Thủy – Thiên Bảo", "Hà Giang", "Vân Nam"),
        ("Ma Lù Thàng - Kim Thủy Hà", "Lai Châu", "Vân Nam"),
        ("A Pa Chải - Long Phú", "Điện Biên", "Vân Nam"),
        ("Kim Thành - Bắc Sơn", "Lào Cai", "Vân Nam"),
    ],
)
def test_a_pair_of_gates_names_both_sides(pair: str, province: str, region: str) -> None:
    provinces, counterparts = places(f"Hàng hóa qua cặp cửa khẩu {pair} tăng.")
    assert provinces == {province}
    assert region in counterparts


def test_gates_are_filed_under_their_province_with_the_gate_they_face() -> None:
    text = "Hàng qua cửa khẩu Tà Lùng và cặp cửa khẩu Chi Ma – Ái Điểm; khách ghé Móng Cái."
    article = extract(SourceDocument("x", "Tin", text))
    assert article.labelled("gate") == (
        "Cao Bằng\tTà Lùng – Thủy Khẩu",
        "Lạng Sơn\tChi Ma – Ái Điểm",
    )


@pytest.mark.parametrize("day", ["2019-05-06", "2025-09-05"])
def test_a_gate_is_filed_under_the_province_of_today_whenever_it_was_told_of(day: str) -> None:
    article = extract(SourceDocument("x", "Tin", "Xe chở sắn ùn tại cửa khẩu Bờ Y.", day))
    assert article.labelled("gate") == ("Quảng Ngãi\tBờ Y",)
    told_of = "Kon Tum" if day < "2025-07-01" else "Quảng Ngãi"
    assert [province.name for province in article.provinces] == [told_of]


@pytest.mark.parametrize(
    "row",
    [row for row in gates() if row.far_side and row.gate != row.province],
    ids=lambda row: row.pair,
)
@pytest.mark.parametrize("dash", [" – ", " - ", "-"])
def test_every_pair_of_gates_is_one_without_the_word_too(row: GateRow, dash: str) -> None:
    text = f"{row.gate}{dash}{row.far_side} kéo dài giờ thông quan."
    article = extract(SourceDocument("x", "", text))
    assert f"{row.today}\t{row.pair}" in article.labelled("gate")
    assert row.province in [province.name for province in article.provinces]
    assert row.region in [unit.name for unit in article.counterparts]


def test_two_towns_that_work_together_are_no_gate() -> None:
    for text in ("TP Móng Cái và TP Đông Hưng cùng họp.", "Đường sắt Lào Cai - Hà Khẩu mở lại."):
        assert extract(SourceDocument("x", "", text)).labelled("gate") == ()


def test_gates_named_side_by_side_are_gates_without_the_word() -> None:
    article = extract(SourceDocument("x", "Tin", "Xe ùn ở Tân Thanh, Cốc Nam; họ thăm Hữu Nghị."))
    gates = [label.split("\t")[1].split(" – ")[0] for label in article.labelled("gate")]
    assert gates == ["Tân Thanh", "Cốc Nam"]


def test_towns_are_wards_since_july_2025() -> None:
    assert places("P.Móng Cái đông khách.")[0] == {"Quảng Ninh"}
    assert places("Xã Đàm Thủy đón khách.", "2025-10-01")[0] == {"Cao Bằng"}
    assert places("Xã Bảo Lâm, huyện Cao Lộc (Lạng Sơn).")[0] == {"Lạng Sơn"}
    assert places("Xã Đàm Thủy đón khách.", "2019-10-01")[0] == set()


def test_main_is_who_acts_not_where_someone_comes_from() -> None:
    text = "Công an Lạng Sơn bắt Nguyễn Văn A (32 tuổi, trú tại huyện Lập Thạch, Vĩnh Phúc)."
    assert roles(text) == {"Lạng Sơn": "main", "Vĩnh Phúc": "mentioned"}
    text = "Bắt kẻ trốn nã quê Huế.\nNgày 5/3, Công an thị xã Thuận An, tỉnh Bình Dương, cho biết."
    assert roles(text) == {"Huế": "mentioned", "Bình Dương": "main"}
    text = "Công an Tây Ninh khởi tố chị A (32 tuổi, ở tỉnh Cà Mau). Bé trai 8 tuổi ở Huế."
    assert roles(text) == {"Tây Ninh": "main", "Cà Mau": "mentioned", "Huế": "main"}
    text = "Hành trình tour: Hà Nội - Lào Cai - Côn Minh."
    assert set(roles(text).values()) == {"mentioned"}
    assert roles("Cao Bằng giáp Quảng Tây, mở thêm lối thông quan.")["Cao Bằng"] == "main"


@pytest.mark.parametrize(
    ("text", "main"),
    [
        (
            "Vụ việc gây xôn xao dư luận nhiều ngày qua.\n"
            "Theo cơ quan điều tra, nhóm này hoạt động ở huyện Bắc Mê, tỉnh Hà Giang.",
            {"Hà Giang"},
        ),
        (
            "Hai người bị thương trong vụ va chạm.\n"
            "Xe tải biển Thái Bình chạy tới xã Tam Dân (huyện Phú Ninh, Quảng Nam) thì lật.",
            {"Quảng Nam"},
        ),
        (
            "Lô hàng không có hóa đơn.\nTrước đó, Cục Hải quan Cao Bằng đã khám xét kho.",
            {"Cao Bằng"},
        ),
        ("Bến cảng đông dần.\nCác tàu từ Hải Phòng đi Đà Nẵng phải chờ ba giờ.", set()),
        (
            "Cảnh sát Quảng Đông triệt phá một đường dây.\n"
            "Nạn nhân bị mua ở một quận của tỉnh Vân Nam.",
            set(),
        ),
        ("Một phụ nữ người Quảng Tây sinh con trên tàu.", set()),
        ("Nữ ca sĩ gốc Lạng Sơn ra mắt ca khúc mới.", set()),
        ("Năm 2019, Lạng Sơn đón nhiều đoàn khách.", {"Lạng Sơn"}),
        ("Đập Cảnh Hồng của Trung Quốc xả nước.\nHồ rộng. Vân Nam nói gì.", {"Vân Nam", "Cảnh Hồng"}),
    ],
)  # fmt: skip
def test_main_is_where_it_happens(text: str, main: set[str]) -> None:
    assert {name for name, role in roles(text).items() if role == "main"} == main


def test_three_sentences_make_no_main_place_of_an_article_that_tells_of_another() -> None:
    told = "Công an tỉnh Điện Biên bắt nhóm người.\n" + "Điện Biên kiểm tra lối mở. " * 14
    assert roles(told + "Xe qua Lào Cai. Tới Lào Cai thì dừng. Hàng ở Lào Cai.") == {
        "Điện Biên": "main",
        "Lào Cai": "mentioned",
    }


@pytest.mark.parametrize("going", ["sang", "sang thăm", "sang làm việc tại"])
def test_who_goes_over_from_the_border_goes_to_china(going: str) -> None:
    assert places(f"Đoàn Hà Giang {going} Văn Sơn.") == ({"Hà Giang"}, {"Vân Nam", "Văn Sơn"})
    assert places(f"Đoàn Cà Mau {going} Văn Sơn.")[1] == set()


def test_provinces_that_act_together_are_main_in_the_second_paragraph() -> None:
    text = (
        "Tại buổi họp, lãnh đạo Quảng Tây cho biết sẽ cùng giải quyết.\n"
        "Chương trình có Bí thư Tỉnh ủy các tỉnh Quảng Ninh, Cao Bằng, Hà Giang. "
        "Hàng hóa đi qua Hải Phòng."
    )
    together = dict.fromkeys(["Quảng Ninh", "Cao Bằng", "Hà Giang"], "main")
    assert roles(text) == {**together, "Hải Phòng": "mentioned", "Quảng Tây": "main"}


@pytest.mark.parametrize(
    "text",
    [
        "Xổ số miền Nam: đài Bến Tre, Vũng Tàu, Bạc Liêu mở thưởng.",
        "Xổ số miền Tây: các đài Cà Mau, Đồng Tháp quay số.",
    ],
)
def test_stations_of_a_lottery_are_no_provinces(text: str) -> None:
    assert extract(SourceDocument("x", "", text)).provinces == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cục Hải quan Nam Ninh cử đoàn sang họp.", {"Quảng Tây", "Nam Ninh"}),
        ("Chi cục Hải quan Nam Ninh.", set()),
        ("Trạm Biên phòng Thủy Khẩu phối hợp với Đồn Tà Lùng.", {"Quảng Tây"}),
        ("Hà Khẩu, Bình Biên và Bát Xát cùng chữa cháy.", {"Vân Nam", "Hà Khẩu", "Bình Biên"}),
        ("Chợ phiên ở Ma Li Pho mở lại.", {"Vân Nam", "Ma Lật Pha"}),
        ("Xã Bình Biên họp thôn.", set()),
    ],
)
def test_the_other_side_by_its_customs_its_gate_and_its_neighbours(
    text: str, expected: set[str]
) -> None:
    assert places(text)[1] == expected
