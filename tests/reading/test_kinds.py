"""What kind of event an article tells of, each in a sentence as offices and newspapers write it."""

from __future__ import annotations

import pytest

from indexer.model.facets import FACETS
from indexer.reading import SourceDocument, extract
from indexer.reading.kinds import KINDS, UNKNOWN, find_kind
from indexer.reading.structure.blocks import Block


def kind(text: str, title: str = "") -> str:
    return extract(SourceDocument("x", title, text)).labelled("kind")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chiều 5/3, lãnh đạo tỉnh Lào Cai hội đàm với lãnh đạo châu Hồng Hà.", "hội đàm"),
        ("Chủ tịch tỉnh tiếp Tổng Lãnh sự Trung Quốc đến chào xã giao.", "hội đàm"),
        ("Đoàn đại biểu tỉnh Cao Bằng sang thăm và làm việc tại Bách Sắc.", "thăm"),
        ("Hai bên ký kết biên bản ghi nhớ hợp tác về giáo dục.", "ký kết"),
        ("Trong cuộc gặp gỡ tuần qua, hai bên đã trao đổi biện pháp hợp tác.", "hội đàm"),
        ("Hội nghị lần thứ 15 của Ủy ban công tác liên hợp bốn tỉnh.", "hội nghị"),
        ("Thanh niên hai nước giao lưu văn hóa, văn nghệ bên sông.", "giao lưu"),
        ("Lễ khai trương lối thông quan mới và khởi công bãi xe.", "khai trương"),
        ("Nông sản xuất khẩu ùn ứ tại cửa khẩu, thông quan chậm.", "thông quan, thương mại"),
        ("Biên phòng bắt giữ nhóm người nhập cảnh trái phép.", "vi phạm, tội phạm"),
        ("Mưa lũ gây sạt lở nhiều tuyến đường ở Vân Nam.", "thiên tai"),
        ("Đội tuyển thắng trận chung kết, cầu thủ nhận huy chương.", "thể thao, giải trí"),
        ("Hội nghị và hội thảo bàn việc xuất khẩu nông sản, thương mại.", "hội nghị"),
        ("Thấy lô hàng nhập khẩu nghi giả mạo nhãn hiệu.", "vi phạm, tội phạm"),
        ("Bộ đội thu giữ ba tấn pháo gần cửa khẩu.", "vi phạm, tội phạm"),
        ("Thiếu nữ bị lừa bán sang bên kia biên giới.", "vi phạm, tội phạm"),
        ("Sét đánh trúng lán nương, giông lốc tốc mái nhà.", "thiên tai"),
        ("Bi kịch của những người lao động xa nhà giữa vùng chiến sự.", "khác"),
        ("Người lũ lượt kéo về quê ăn tết, phố vắng tanh.", "khác"),
        ("Siêu mẫu và hai tay vợt dự công diễn tối nay.", "thể thao, giải trí"),
        ("Cô gái hội ngộ gia đình sau nhiều năm lưu lạc xứ người.", "khác"),
        ("Giải điền kinh quốc tế có hai đội của Quảng Tây.", "thể thao, giải trí"),
        ("Xe khách gặp tai nạn trên đèo, ba người được đưa vào bệnh viện.", "khác"),
        ("Người dân đăng ký khám bệnh; nơi đăng ký được đổi mỗi quý.", "khác"),
        ("Ký ức của người lính già về một thời khói lửa nơi tuyến đầu.", "khác"),
        ("Một người ở xã vùng cao bị gấu tấn công trên đường về nhà.", "khác"),
        ("Băng giá phủ trắng đỉnh núi, rét đậm, rét hại kéo dài.", "thiên tai"),
        ("Nữ nhà báo gặp nạn trong chuyến đi, đồng nghiệp gặp khó khi đưa về.", "khác"),
        ("Cụ bà trồng hơn trăm gốc hồng trước hiên nhà và tưới mỗi sáng.", "khác"),
    ],
)
def test_the_words_of_title_and_lead_tell_the_kind(text: str, expected: str) -> None:
    assert kind(text) == expected


def test_a_text_that_tells_nothing_is_of_no_kind() -> None:
    assert kind("Ảnh minh họa.") == UNKNOWN
    assert kind("") == UNKNOWN


def test_prevention_is_no_crime() -> None:
    text = "Hội nghị tổng kết công tác phòng, chống buôn lậu và mua bán người khai mạc."
    assert kind(text) == "hội nghị"


def test_the_title_weighs_more_than_the_lead() -> None:
    lead = "Doanh nghiệp hai bên dự, hàng hóa và giá cả được bàn."
    assert kind(lead, "Lễ ký kết thỏa thuận kết nối cửa khẩu") == "ký kết"


def test_words_that_tell_little_tell_a_kind_in_title_and_lead_together() -> None:
    lead = "Lượng xe qua cửa khẩu Tà Lùng tăng mạnh trong tuần này."
    assert kind(lead, "Xe qua cửa khẩu tăng") == "thông quan, thương mại"
    assert kind(lead) == "khác"


def test_goods_smuggled_are_a_crime_though_trade_is_what_is_spoken_of() -> None:
    title = "Doanh nghiệp quanh co hòng nhập lậu lô hàng lớn"
    lead = "Hải quan cửa khẩu hướng dẫn doanh nghiệp làm thủ tục hải quan, thông quan xe tải."
    assert kind(lead, title) == "vi phạm, tội phạm"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bà mặc chiếc áo dài ấy trong chuyến thăm Hà Nội năm trước.", "Tủ áo của một phu nhân"),
        ("Hãng có thể ký hợp đồng cung cấp tàu nếu được chấp thuận.", "Tàu mới của hải quân"),
        ("Một người bị thương trước lễ khai trương tòa nhà cao nhất nước.", "Đá rơi giữa phố"),
        (
            "Quan hệ song phương của hai nước được nhìn lại qua sách.",
            "Quan hệ qua những trang sách",
        ),
        ("Nhà thơ nói về kỷ niệm thời thanh niên và nghệ thuật.", "Người thơ xứ núi"),
        ("Vì sao giá đất ở ngoại ô tăng, nhà đầu tư bắt đầu lo.", "Vì sao đất tăng giá"),
        ("Trường Đại học Thương mại nhận sinh viên khóa mới.", "Trường Đại học Thương mại"),
        ("Hai tuần nữa nước mới về tới hạ lưu con sông.\n\nÔng cho biết tại buổi họp báo.", "Nước"),
    ],
)
def test_what_is_spoken_of_in_passing_tells_no_act(text: str, title: str) -> None:
    assert kind(text, title) == "khác"


def test_what_the_title_names_may_be_spoken_of_in_the_lead() -> None:
    lead = "Trong cuộc hội đàm với người đồng cấp, Thủ tướng mong mở thêm cửa khẩu."
    assert kind(lead, "Thủ tướng hai nước hội đàm") == "hội đàm"


def test_talks_that_took_place_come_before_the_trade_they_were_about() -> None:
    title = "Hai tỉnh bàn gỡ ùn ứ nông sản xuất khẩu"
    lead = "Lãnh đạo hai bên cho biết sẽ ưu tiên thông quan nông sản, hàng hóa."
    after = "Sáng nay, tại Đồng Đăng đã diễn ra cuộc hội đàm giữa lãnh đạo hai tỉnh."
    assert kind(f"{lead}\n\n{after}", title) == "hội đàm"


def test_a_player_accused_is_a_crime() -> None:
    lead = "Bị cáo nhắn tin làm quen rồi chiếm đoạt hơn một tỉ đồng của nhiều người."
    assert kind(lead, "Cựu cầu thủ lừa tiền nhiều phụ nữ") == "vi phạm, tội phạm"


def test_the_sentence_is_the_evidence() -> None:
    text = "Hai bên hội đàm tại Lạng Sơn. Trời đẹp, hoa đào nở khắp bản làng."
    found = find_kind("", text, [Block("lead", 0, len(text))])
    assert (found.name, text[found.start : found.end]) == (
        "hội đàm",
        "Hai bên hội đàm tại Lạng Sơn.",
    )


def test_every_kind_is_named_where_the_facet_is_described() -> None:
    description = FACETS["kind"].description
    assert [name for name in (*KINDS, UNKNOWN) if name not in description] == []
