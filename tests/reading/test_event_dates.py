"""When what an article tells happened: each way of saying it, and each date that says no such thing.

A date shown as certain is right; one that is unknown costs nothing.
"""

from __future__ import annotations

import pytest

from indexer.reading import SourceDocument, extract
from indexer.reading.dates import mentions


def event(text: str, title: str = "", published: str = "") -> str:
    """The event as `first` or `first/last`, or "" when it is unknown."""
    span = extract(SourceDocument("x", title, text, published)).event
    return span.start if span.start == span.end else f"{span.start}/{span.end}"


def basis(text: str, title: str = "", published: str = "") -> str:
    return extract(SourceDocument("x", title, text, published)).event.basis


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sáng nay 12-5, hai tỉnh họp.", "--05-12"),
        ("Hôm nay (7-9), đoàn lên đường.", "--09-07"),
        ("Tối qua, 3-2, lễ hội khai mạc.", "--02-03"),
        ("Chiều qua 21.6 tại Hạ Long diễn ra hội đàm.", "--06-21"),
        ("Sáng sớm 8.10, tàu cập cảng.", "--10-08"),
        ("Đoàn ở thăm từ 5 đến 9-4 theo lời mời.", "--04-05/--04-09"),
        ("Hội chợ diễn ra từ 11 đến 14.8 tại Lào Cai.", "--08-11/--08-14"),
        ("Hội chợ diễn ra 22-26.7 tại Lào Cai.", "--07-22/--07-26"),
        ("Ngày hội (15 - 18/2) thu hút đông khách.", "--02-15/--02-18"),
        ("Trong các ngày 10, 11 và 12/6, hai bên khảo sát thực địa.", "--06-10/--06-12"),
        ("Dịp lễ 30/4 và 1/5, khách đổ về biên giới.", "--04-30/--05-01"),
        ("Ngày 5/6/24, hai bên ký biên bản.", "2024-06-05"),
        ("Lễ ký ngày 2024-06-05 diễn ra tại Côn Minh.", "2024-06-05"),
        ("Hai bên gặp nhau June 5, 2024 tại Côn Minh.", "2024-06-05"),
        ("Hai bên gặp nhau 5 June 2024 tại Côn Minh.", "2024-06-05"),
        ("Quý III/2024, hàng qua cửa khẩu tăng mạnh.", "2024-07-01/2024-09-30"),
        ("Cuối năm 2023, hai tỉnh ký thỏa thuận kết nghĩa.", "2023-01-01/2023-12-31"),
        ("Xuất khẩu vải thiều năm 2022 gặp khó khăn.", "2022-01-01/2022-12-31"),
        ("Thứ Tư, ngày 5 tháng Sáu năm 2024, hai bên hội đàm.", "2024-06-05"),
        ("Đêm qua, rạng sáng nay (9/8), mưa lớn gây ngập.", "--08-09"),
        ("Đêm qua và sáng nay 9-8, mưa lớn gây ngập.", "--08-09"),
        ("Cuối tuần trước, hai bên họp kín.\nNgày 8/6, họ đi thực địa.", "--06-08"),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_day_dates_what_is_told(text: str, expected: str) -> None:
    assert event(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "điểm số từ 3 đến 5.6", "từ 2 đến 3.5 triệu đồng", "Hôm nay, 3-4 người đến",
        "Cách mạng Tháng Tám", "những năm 1990", "rằm tháng 7", "nhiệt độ 24-28.3 độ",
        "mã số 12-2024-05-77", "May mắn 2024", "thắng hai ván (11-4, 11-4)",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert [found for found in mentions(text) if found.kind != "relative"] == []


def test_two_far_days_named_together_are_no_range() -> None:
    assert all(found.kind == "day" for found in mentions("Ngày 9/1 và 9/5/2024, hai bên gặp nhau."))


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Cuối tuần qua, hội chợ thu hút đông khách.", "2025-06-11", "2025-06-07/2025-06-08"),
        ("Tuần qua, giá thanh long giảm.", "2025-06-11", "2025-06-02/2025-06-08"),
        ("Ông Trương hôm thứ Sáu đến thăm.", "2025-06-11", "2025-06-06"),
        ("Đêm qua, lũ về.", "2025-03-01", "2025-02-28"),
        ("Thứ Hai (30/12), hai bên họp.", "2025-01-05", "2024-12-30"),
        ("Sáng thứ Bảy, hội xuân khai mạc.", "2025-06-11", "2025-06-07"),
        ("Hội nghị họp cuối tuần trước.", "2025-06-11", "2025-06-07/2025-06-08"),
        ("Tuần trước, giá vải giảm.", "2025-06-11", "2025-06-02/2025-06-08"),
        ("Đêm qua, rạng sáng nay (11/6), lũ về.", "2025-06-11", "2025-06-11"),
        ("Quý I, kim ngạch tăng.", "2025-04-03", "2025-01-01/2025-03-31"),
        ("Trong quý IV, kim ngạch tăng.", "2025-01-09", "2024-10-01/2024-12-31"),
        ("Năm 2024, tỉnh đón một triệu khách.", "2025-01-09", "2024-01-01/2024-12-31"),
    ],
)
def test_words_are_told_from_the_day_of_publication(
    text: str, published: str, expected: str
) -> None:
    assert event(text, published=published) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mức thấp nhất hai tuần qua.", "Hai tuần trước, mưa lớn.", "Họ lo sau vụ nổ tuần trước.",
        "Chiều thứ hai của lễ hội đông hơn.", "Sáng thứ Bảy hằng tuần, chợ họp.",
        "Năm 2025, tỉnh sẽ khởi công cầu.", "Cầu xong trong quý IV.",
    ],
)  # fmt: skip
def test_what_no_day_of_publication_makes_a_day(text: str) -> None:
    assert event(text, published="2025-06-11") == ""


def test_a_day_named_with_today_tells_when_yesterday_was() -> None:
    text = "Hôm qua, hai đoàn gặp nhau.\nSáng nay (6/3/2025), hai đoàn đi thực địa."
    assert event(text) == "2025-03-05"


@pytest.mark.parametrize(
    "text",
    [
        "Hôm qua, lễ khánh thành cầu diễn ra trọng thể. Cầu được khởi công tháng 10/2012.",
        "Tỉnh vừa đón đoàn khách đầu tiên.\nTuyến xe này mở ngày 2/9/2011 theo thỏa thuận cũ.",
        "Kẻ trốn nã từ ngày 3/2/2012 vừa bị bắt.",
        "Đồn biên phòng vừa bắt hai người. Trước đó, ngày 12/4/2015, đồn bắt một người.",
        "Bộ trưởng vừa ký tờ trình. Năm 2015, bộ từng phản đối.",
        "Tuần trước, cầu mới thông xe.\nCầu được khởi công tháng 10/2012.",
        "Ngư dân mong có cảng mới.\nNăm 2006 và ngày 7/8/2009, hai cơn bão đã phá bến cũ.",
    ],
)
def test_a_background_date_with_its_year_is_not_the_event(text: str) -> None:
    assert event(text, "Khánh thành cầu mới qua sông biên giới") == ""


def test_history_told_in_the_body_is_not_the_event() -> None:
    text = "Ngôi nhà cổ được tu sửa.\nNgày 20/9/1954, nhà cổ phố Hàng Cỏ được giao lại."
    assert event(text, "Tu sửa nhà cổ phố Hàng Cỏ") == ""


def test_the_sentence_of_the_main_act_gives_its_date_from_the_body() -> None:
    text = (
        "Mặt hàng này bị cấm nhập.\n"
        "Ngày 8/12/2020, Hải quan Lạng Sơn bắt giữ lô pháo lậu tại Tân Thanh."
    )
    assert event(text, "Hải quan Lạng Sơn bắt giữ pháo lậu") == "2020-12-08"


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Nghị định số 14/2018/NĐ-CP ngày 23/1/2018 của Chính phủ, chợ mở cửa lại.",
        "Theo Luật Biên phòng ngày 11/11/2020, lực lượng này được tăng cường.",
        "Giấy phép số 88 cấp ngày 4/5/2016 đã hết thời hạn.",
        "Ông A (sinh ngày 1/2/1970) được khen thưởng.",
        "Trung tâm (thành lập ngày 3/4/2005) phục vụ khách du lịch.",
        "Hồ sơ phải nộp chậm nhất ngày 15/7/2020.",
        "Hạn cuối nộp hồ sơ là ngày 15/7/2020.",
        "Kho được cấp phép ngày 4/5/2016 tại Tân Thanh.",
        "Hai xã được sáp nhập từ ngày 1/7/2025.",
        "Quy định mới có hiệu lực từ ngày 1/1/2021.",
        "Phiên chợ được mở hằng năm vào tháng 2 tại Hà Giang.",
        "Chợ đông. Xem thêm: Hàng ùn ứ (19/09/2005)\nCửa khẩu mở lại (12/08/2005)",
        "Cập nhật: 12/05/2015. Chợ biên giới đông khách.",
        "Cập nhật lúc 08:15 ngày 12/5/2015. Chợ biên giới đông khách.",
        "Kế hoạch giai đoạn 2021 - 2025 được bàn.",
    ],
)
def test_dates_of_papers_births_deadlines_and_links_are_no_event(text: str) -> None:
    assert event(text) == ""


def test_the_date_of_a_law_does_not_hide_the_day_of_the_meeting() -> None:
    text = "Căn cứ Luật Đầu tư ngày 17/6/2020, ngày 5/3/2025 tỉnh họp với nhà đầu tư."
    assert event(text) == "2025-03-05"


def test_an_anniversary_gives_a_day_and_no_year() -> None:
    text = "Tỉnh tổ chức mít tinh kỷ niệm ngày thành lập (12/7/1907)."
    assert event(text) == "--07-12"
    assert (
        event("Nhân kỷ niệm 140 năm Ngày sinh (9/7/1880 - 9/7/2020), tỉnh dâng hương.") == "--07-09"
    )
    text = "Lễ kỷ niệm 75 năm ngày truyền thống (10/9/1945 - 10/9/2020) diễn ra trọng thể."
    assert event(text) == "--09-10"


def test_the_year_of_an_anniversary_dates_nothing_else() -> None:
    text = "Sáng 9/7, tỉnh tổ chức lễ kỷ niệm 110 năm ngày thành lập (12/7/1907 - 12/7/2017)."
    assert event(text) == "--07-09"


def test_a_date_to_come_needs_a_word_of_what_is_to_come() -> None:
    assert event("Hàng thông quan ngày 3/4/2031.", published="2025-05-05") == ""
    assert event("Cầu sẽ khánh thành ngày 3/6/2025.", published="2025-05-05") == "2025-06-03"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày 20/1, hai bên ký. Trước đó, ngày 11/10/2018, hai bên đàm phán.", "2019-01-20"),
        ("Ngày 9/7, anh trở về. Vợ anh mất hồi đầu năm 2018.", "2018-07-09"),
        ("Ngày 15/1, tàu chạy lại. Tàu dừng tháng 2/2017 (cách đây gần một năm).", "2018-01-15"),
        ("Sáng 4/9, nước lên. Mùa mưa lũ năm 2017 phức tạp.", "2017-09-04"),
        ("Thứ Hai (19/11), hai bên gặp nhau. Tháng 3/2018 hai bên từng gặp.", "2018-11-19"),
        ("Ngày 6/1, hội nghị khai mạc. Tháng 12/2021, hai bên đã họp trù bị.", "2022-01-06"),
    ],
)
def test_the_year_comes_from_the_text_where_the_text_settles_it(text: str, expected: str) -> None:
    assert (event(text), basis(text)) == (expected, "context")


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 28/2, hai bên gặp nhau. Hồi tháng 6/2018, hai bên đã gặp một lần.",
        "Ngày 5/1, báo đăng ảnh xe mới. Hồi tháng 1/2016, báo đã nói tới xe này.",
        "Ngày 12/7, cựu binh thắp hương. Trận đánh ngày 12/7/1984 ác liệt.",
        "Ngày 5/3, tỉnh khởi công chợ. Giấy phép cấp ngày 1/2/2019.",
    ],
)
def test_what_was_long_before_leaves_the_year_open(text: str) -> None:
    assert event(text).startswith("--")


def test_the_first_words_of_the_lead_come_before_what_follows() -> None:
    text = "Đầu tháng 5/2019, nhóm người bị bắt. Ngày 2/4, họ đã vượt biên."
    assert event(text) == "2019-05-01/2019-05-31"


LEAD = "Hai tỉnh bàn việc mở lại đường bay.\n"
FILLER = "Đường bay nối hai thành phố, mỗi tuần ba chuyến. " * 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LEAD + "Ngày 19/3, ông phát biểu. Lần gần nhất là vào hồi tháng 10/2017.", "--03-19"),
        (
            LEAD + "Ngày 20/2, báo dẫn lại tin này. Vụ việc bị phát hiện hồi tháng 3-2016 (tức cách đây gần một năm).",
            "2017-02-20",
        ),
        (LEAD + "Hôm 11/3, ông phát biểu. Hiệp ước có hiệu lực từ ngày 5/2/2011.", "--03-11"),
        (LEAD + "Trong khung gia hạn đến năm 2018, ngày 11/3/2011 hai bên ký. Hôm 12/3, bế mạc.", "--03-12"),
        (LEAD + FILLER + "Đầu tháng 8, đề án được duyệt.", ""),
        (LEAD + "Học viên nhập học vào tháng 2 và tháng 9 hằng năm.", ""),
        (LEAD + "Tính đến 15/9, kim ngạch giảm.", ""),
        (LEAD + "Hồ sơ nộp trước 15/7, phí trả sau.", ""),
        (LEAD + "Hạn nộp hồ sơ dự thầu là ngày 30/9/2021.", ""),
        ("Đường dự kiến hoàn thành vào tháng 9/2022.", ""),
        ("Cầu sẽ được đưa vào sử dụng ngày 2/9/2022.", ""),
        (LEAD + "Hồ tích nước hồi tháng 10 năm ngoái.", ""),
        ("Trong tháng 5/2021, nhóm này cược ba trận: 100 triệu (ngày 2/4/2021), 90 triệu (3/5/2021).", ""),
    ],
)  # fmt: skip
def test_a_date_beside_the_matter_is_no_event(text: str, expected: str) -> None:
    assert event(text) == expected


def test_a_year_inferred_far_down_the_text_is_not_shown() -> None:
    text = LEAD + FILLER * 2 + "Ngày 13/1/2021, kho bị kiểm tra. Ngày 17/1, kho mở lại."
    assert event(text) == "--01-17"


@pytest.mark.parametrize("first", ["Bản tin", "THÔNG BÁO", "Hội đàm", "Bản tin biên giới"])
@pytest.mark.parametrize("title", ["", "Đoàn sang Vân Nam"])
def test_a_short_heading_is_no_lead_that_takes_the_date_from_the_first_sentence(
    first: str, title: str
) -> None:
    text = f"{first}\n\nNgày 3/4/2025, đoàn công tác tỉnh Lào Cai đã sang Côn Minh làm việc."
    article = extract(SourceDocument(id="a", title=title, text=text))
    assert (article.date.start, article.date.basis) == ("2025-04-03", "explicit")
    assert article.title == (title or first)


TITLE = "Hải quan Lào Cai bắt giữ lô hàng lậu qua biên giới"


@pytest.mark.parametrize(
    "text",
    [
        "Năm 1984, làng này dời lên núi.",
        "Ngày 17/2/1979, quân địch tràn qua biên giới.",
        "Giới chức công bố báo cáo mới về vụ cháy kho hàng hôm 11/9/2011.",
        "Tôi còn nhớ cách đây sáu năm, vào chiều 20-6-2014, hội thảo họp tại đây.",
        "Ông được giao cho lữ đoàn của Quân khu 9 tháng 2-2019, nhưng chưa kịp lên đường.",
        "Tỷ lệ này giảm từ cuối quý III/2015, nhưng vẫn cao.",
        "Cầu dự kiến thông xe trong quý II/2028.",
        "Tháng 1/2019, thành phố sẽ ban hành quy định mới.",
        "Quặng này được chở qua cửa khẩu vào tháng 6/2018 vừa qua, nay lại bị giữ.",
        "Vượt đỉnh lũ lịch sử năm 2008, nước sông Hồng lên nhanh.",
        "Hoa hậu năm 2013 đến thăm Sa Pa.",
        "Cảnh sát xác định kẻ cầm đầu vụ cướp tàu ngày 13/11/2015.",
        "Một năm sau vụ cháy chung cư Hoa Mai (Q. 8, TP.HCM) vào ngày 23-3-2018, cổ đông mua thêm.",
        "Theo Nghị định 71, từ 1/8/2020, chủ tịch không được làm giám đốc.",
        "Khoản phải thu hồi (tính đến 30-9-2018) là 26 tỉ đồng.",
        "Album ra mắt nhân dịp kỷ niệm 70 năm ngày Thương binh liệt sĩ 27/7/2017.",
        "Quân đội đáp trả.\nHai lệnh trừng phạt trong tháng 8 và tháng 9/2017 được thực thi.",
        "Số dư của quỹ đến ngày 30/6/2017 là 3.975 tỉ đồng.",
        "Từ tháng 1 đến tháng 5-2018, cả tỉnh có 353 vụ.",
        "Bà hay kể chuyện cũ. Vào tháng 8/2017, khi về Hà Nội, bà lại kể.",
        "Mẫu máy bay này có thể xuất hiện trong lễ duyệt binh vào ngày 15/10/2019.",
    ],
)  # fmt: skip
def test_a_date_behind_or_ahead_of_what_is_told_is_not_the_event(text: str) -> None:
    assert event(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lô hàng lậu vừa bị bắt.\nTheo kết luận, ngày 5/3/2015, hải quan Lào Cai bắt giữ một lô hàng lậu qua biên giới. Từ năm 2018, đường dây đổi cách làm.",
            "",
        ),
        (
            "Báo cáo ngày 9/10 nói về vụ việc.\nNgày 5/3/2015, hải quan Lào Cai bắt giữ lô hàng lậu qua biên giới.",
            "--10-09",
        ),
        (
            "Lô hàng lậu bị bắt.\nSau khi hải quan Lào Cai bắt giữ lô hàng lậu qua biên giới hôm 5/3/2015, tuyến này im ắng.",
            "",
        ),
        (
            "Lô hàng lậu nay ra sao (tháng 5/2018)?\nNgày 16/6/2017, hải quan Lào Cai bắt giữ lô hàng lậu qua biên giới.",
            "",
        ),
        ("Lô hàng lậu bị bắt.\nBiên bản: “Ngày 5/3/2015, hải quan Lào Cai bắt giữ lô hàng lậu qua biên giới”.", ""),
        ("Lô hàng lậu bị bắt.\nNgày 5/3/2015, hải quan Lào Cai bắt giữ lô hàng lậu qua biên giới.", "2015-03-05"),
    ],
)  # fmt: skip
def test_in_the_body_a_year_needs_the_main_act_and_no_later_time(text: str, expected: str) -> None:
    assert event(text, TITLE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bước sang tháng 5/2022, hàng qua cửa khẩu tăng.", "2022-05-01/2022-05-31"),
        ("Tại họp báo Chính phủ thường kỳ tháng 4/2022, ông trả lời về biên giới.", "2022-04-01/2022-04-30"),
        ("Lễ hội Lồng Tồng năm 2023 thu hút đông khách.", "2023-01-01/2023-12-31"),
        ("Kim ngạch qua Lào Cai quý II/2022 tăng 5%.", "2022-04-01/2022-06-30"),
    ],
)  # fmt: skip
def test_a_period_that_is_told_of_is_shown(text: str, expected: str) -> None:
    assert event(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 11-9, ông nhắc lại việc cũ. Hiệp định được ký hồi tháng 7-2015.",
        "Ngày 14/8, ông nói sẵn sàng ra đi. Nhiệm kỳ của ông kết thúc vào tháng 6/2022.",
        "Ngày 18/8, tủ sách mở hội. Tủ sách ra đời ngày 4/8/2008.",
        "Ngày 1/12, thầy qua đời. Cách đây sáu năm, dịp 20/11/2012, thầy nhận quà.",
        "Ngày 20/4, hai bên họp. Tuyến đường hoàn thành theo kế hoạch vào năm 2020.",
        "Ngày 30/3, ông lên tiếng. Hai nước ký hiệp định hợp tác quân sự năm 2011.",
        "Ngày 17/6, quân đội tiến vào. Thành phố này thất thủ từ đầu năm 2014 và bị tàn phá.",
        "Thứ Năm (25/1), họ mời đàm phán. Thỏa thuận cũ có từ năm 1991.",
        "Sáng 1/7, lễ thượng cờ diễn ra. Thành phố được trao trả ngày 1/7/1997.",
    ],
)
def test_a_day_does_not_take_the_year_of_what_was_once(text: str) -> None:
    assert event(text).startswith("--")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày 8/9, xe bị giữ. Khoảng 13h ngày 2/9/2019, xe gây tai nạn.", "2019-09-08"),
        ("Ngày 8/9, hai bên họp báo. Trước đó, ngày 20/7/2019, hai bên đã ký.", "2019-09-08"),
        ("Chiều 29/1, thành phố họp báo thường kỳ tháng 1/2018.", "2018-01-29"),
        ("Ngày 20/6, sở báo cáo. Từ đầu năm 2019 đến nay, tỉnh đón hai triệu khách.", "2019-06-20"),
        ("Sáng 4/1, ngành thuế triển khai nhiệm vụ năm 2019.", "2019-01-04"),
    ],
)
def test_a_day_takes_the_year_of_its_own_story(text: str, expected: str) -> None:
    assert event(text) == expected


def test_a_day_beside_today_comes_before_one_named_earlier_in_the_lead() -> None:
    text = "Ông A, người được bổ nhiệm giám đốc hôm 13/2/2018, xin thôi chức từ hôm nay 24/2/2018."
    assert event(text) == "2018-02-24"


def test_what_goes_on_with_a_known_affair_is_not_dated_by_it() -> None:
    text = "Luật sư phân tích vụ bán đất.\nNgày 5/6/2017, công ty Tân Thuận bán đất công giá rẻ."
    assert event(text, "Vụ bán đất công giá rẻ: luật sư lên tiếng") == ""


def test_a_term_of_office_to_come_does_not_put_the_lead_behind() -> None:
    text = "Từ ngày 17 đến 19/10/2018, ủy ban đã họp kỳ 30. Ông giữ chức nhiệm kỳ 2020 - 2025."
    assert event(text) == "2018-10-17/2018-10-19"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sáng nay (14/2), chương trình gặp gỡ đầu xuân năm 2019 diễn ra tại Hạ Long.", "2019-02-14"),
        ("Chiều 20/1, lãnh đạo hai bên hội đàm, giao lưu đầu xuân năm 2024.", "2024-01-20"),
        ("Ngày 5/8, giao lưu quốc phòng lần đầu là năm 2014 được nhắc lại.", "--08-05"),
        ("Ngày 10/1, hội nghị tổng kết công tác năm 2018 diễn ra.", "--01-10"),
        ("Giao lưu thanh niên trong năm 2017 có ba lần; ngày 4/9, đoàn mới sang.", "--09-04"),
    ],
)  # fmt: skip
def test_a_meeting_of_early_spring_was_in_the_year_it_is_named_after(
    text: str, expected: str
) -> None:
    assert event(text) == expected
