"""What an article tells for the register, in sentences as offices and newspapers write them."""

from __future__ import annotations

import pytest

from indexer.model.article import Article
from indexer.model.register import NO_FINDINGS, Findings, FoundEvent, Party
from indexer.reading import SourceDocument, extract
from indexer.reading.register.findings import find_findings


def read(text: str, title: str = "") -> tuple[Article, Findings]:
    article = extract(SourceDocument("x", title, text))
    return article, find_findings(article)


def event(text: str, title: str = "") -> FoundEvent:
    """The one event of a text, meetings of a visit apart."""
    (found,) = (one for one in read(text, title)[1].events if one.within < 0)
    return found


def names(party: Party) -> list[str]:
    return [span.value for span in party.places]


def leaders(text: str) -> tuple[list[str], list[str]]:
    _, found = read(text)
    main = found.events[0]
    vietnamese, chinese = (
        [found.persons[number].name for number in party.leaders]
        for party in (main.vietnamese, main.chinese)
    )
    return vietnamese, chinese


TALKS = (
    "Sáng 5/3/2024, tại thành phố Lạng Sơn, đoàn đại biểu tỉnh Lạng Sơn do ông Trần Văn Đông, "
    "Giám đốc Sở Ngoại vụ tỉnh làm Trưởng đoàn đã hội đàm với đoàn đại biểu thành phố Sùng Tả "
    "(Quảng Tây, Trung Quốc) do bà Hoàng Lệ Hoa, Chủ nhiệm Văn phòng Ngoại sự thành phố Sùng Tả "
    "làm Trưởng đoàn.\n\nHai bên nhất trí ký Biên bản ghi nhớ về thông quan và Kế hoạch tuần tra "
    "chung năm 2024 trước sự chứng kiến của lãnh đạo hai địa phương."
)


@pytest.mark.parametrize(
    ("text", "kind", "vietnamese", "chinese"),
    [
        (TALKS, "hội đàm", ["Lạng Sơn"], ["Sùng Tả"]),
        (
            "Chiều 7/5/2024, Chủ tịch UBND tỉnh Lào Cai Nguyễn Văn Nam đã tiếp Phó Tỉnh trưởng "
            "tỉnh Vân Nam Trương Hạo đang thăm Việt Nam.",
            "hội đàm",
            ["Lào Cai"],
            ["Vân Nam"],
        ),
        (
            "Từ ngày 3 đến 6/6/2024, đoàn đại biểu tỉnh Cao Bằng do Bí thư Tỉnh ủy Cao Bằng Trần "
            "Hồng Minh dẫn đầu đã thăm, làm việc tại thành phố Bách Sắc, Quảng Tây, Trung Quốc.",
            "thăm",
            ["Cao Bằng"],
            ["Bách Sắc"],
        ),
        (
            "Ngày 9/4/2024, tại Móng Cái, Ban Chỉ huy Biên phòng tỉnh Quảng Ninh phối hợp với Chi "
            "đội Quản lý biên giới Phòng Thành Cảng (Quảng Tây, Trung Quốc) tổ chức giao lưu hữu "
            "nghị thanh niên biên giới.",
            "giao lưu",
            ["Quảng Ninh"],
            ["Phòng Thành Cảng"],
        ),
        (
            "Ngày 2/8/2024 đã diễn ra Hội nghị xúc tiến thương mại giữa tỉnh Lai Châu và châu Hồng "
            "Hà, tỉnh Vân Nam (Trung Quốc).",
            "hội nghị",
            ["Lai Châu"],
            ["Hồng Hà"],
        ),
        (
            "Tiếp Phó Tỉnh trưởng Vân Nam Trương Hạo hôm nay, Chủ tịch UBND tỉnh Lào Cai Nguyễn "
            "Văn Nam mong hai bên mở thêm cửa khẩu.",
            "hội đàm",
            ["Lào Cai"],
            ["Vân Nam"],
        ),
        (
            "Bí thư Tỉnh ủy Hà Giang Trần Thị Hoa đề nghị mở thêm chợ biên giới khi gặp Bí thư "
            "Châu ủy Văn Sơn Lý Quân.",
            "hội đàm",
            ["Hà Giang"],
            ["Văn Sơn"],
        ),
        (
            "Nhân dịp dự lễ kỷ niệm 60 năm thành lập, Bí thư Tỉnh ủy Lạng Sơn Trần Văn An đã hội "
            "kiến Bí thư Khu ủy Quảng Tây Lý Minh.",
            "hội đàm",
            ["Lạng Sơn"],
            ["Quảng Tây"],
        ),
        (
            "Đặc phái viên của Chủ tịch nước Trần Đại Quang gặp Chủ tịch Trung Quốc Tập Cận Bình.",
            "hội đàm",
            ["Việt Nam"],
            ["Trung Quốc"],
        ),
        (
            "Sáng nay, Hội nghị lần thứ nhất về quản lý cửa khẩu Việt Nam - Trung Quốc đã diễn ra.",
            "hội nghị",
            ["Việt Nam"],
            ["Trung Quốc"],
        ),
        (
            "Thủ tướng Phạm Minh Chính đã gặp Thủ tướng Trung Quốc Lý Cường và Thủ tướng Lào.",
            "hội đàm",
            [],
            ["Trung Quốc"],
        ),
    ],
)
def test_who_met_whom(text: str, kind: str, vietnamese: list[str], chinese: list[str]) -> None:
    found = event(text)
    assert (found.kind, names(found.vietnamese), names(found.chinese)) == (
        kind,
        vietnamese,
        chinese,
    )


def test_of_several_days_the_act_was_on_the_one_before_it() -> None:
    found = event(
        "Trước khi dự phiên họp của diễn đàn ngày 26/4/2019, ngày 25/4/2019 Thủ tướng Nguyễn Xuân "
        "Phúc đã hội kiến Chủ tịch Trung Quốc Tập Cận Bình."
    )
    assert found.date.start == found.date.end == "2019-04-25"


def test_a_visit_to_the_capital_is_one_to_the_country() -> None:
    found = event(
        "Chiều 22/7, Chủ tịch nước Trần Đức Lương và đoàn đại biểu cấp cao Việt Nam đã về đến Hà "
        "Nội, kết thúc chuyến thăm Trung Quốc."
    )
    assert (names(found.vietnamese), names(found.chinese)) == (["Việt Nam"], ["Trung Quốc"])


def test_a_title_tells_what_the_text_goes_on_from() -> None:
    title = "Bí thư Tỉnh ủy Lạng Sơn hội đàm với Bí thư Khu ủy Quảng Tây"
    text = "Chiều nay, hai bên thống nhất khôi phục thông quan và kết nối cửa khẩu thông minh."
    found = event(text, title)
    assert (found.kind, found.told.field) == ("hội đàm", "title")
    assert title[found.told.start : found.told.end] == title
    assert names(found.vietnamese) == ["Lạng Sơn"]
    assert names(found.chinese) == ["Quảng Tây"]
    (place,) = found.chinese.places
    assert title[place.start : place.end] == "Quảng Tây"


def test_what_is_to_come_of_talks_leaves_them_told() -> None:
    text = "Thủ tướng Phạm Minh Chính hội đàm với Thủ tướng Trung Quốc Lý Cường chiều nay."
    assert event(text, "Hai nước sẽ ưu tiên đường sắt").kind == "hội đàm"
    assert read(text, "Thủ tướng sẽ thăm Trung Quốc")[1].events == ()


@pytest.mark.parametrize(
    "text",
    [
        # planned, wished for, looked back on, held regularly
        "Tháng tới, lãnh đạo tỉnh Lạng Sơn sẽ hội đàm với lãnh đạo Quảng Tây (Trung Quốc).",
        "Ông đề nghị Lạng Sơn tăng cường gặp gỡ, trao đổi với Quảng Tây (Trung Quốc).",
        "Trước đó, Lào Cai đã nhiều lần hội đàm với Vân Nam (Trung Quốc) về thông quan.",
        "Việt Nam đã nhiều lần tiếp xúc với phía Trung Quốc ở các kênh khác nhau.",
        "Đại sứ đánh giá cao việc Chủ tịch Trung Quốc Tập Cận Bình thăm Việt Nam.",
        "Tổng Bí thư Nguyễn Phú Trọng và Chủ tịch Trung Quốc Tập Cận Bình trao đổi thư chúc mừng.",
        "Dự án ở Hà Nội vay vốn của Chính phủ Trung Quốc theo Hiệp định khung ký ngày 30/5/2008.",
        "Chủ tịch nước Trần Đại Quang thăm Trung Quốc hồi năm 2017.",
        "Đoàn Quảng Tây sẽ cùng Hà Nội tổ chức hai sự kiện: Hội thảo giữa Hà Nội và Quảng Tây.",
        # many countries
        "Hội nghị giữa Việt Nam, Lào và Trung Quốc khai mạc sáng nay tại Hà Nội.",
        # nobody of the other side takes part
        "Sở Công Thương Lào Cai gặp gỡ doanh nghiệp xuất khẩu sang Vân Nam (Trung Quốc).",
        "Đại sứ quán Việt Nam làm việc với các bên vì lao động bị chủ thầu Trung Quốc hành hung.",
        "Giá thanh long tại Lạng Sơn tăng vì Quảng Tây (Trung Quốc) mua nhiều.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert read(text)[1].events == ()


def test_an_article_without_china_tells_nothing() -> None:
    assert read("Bí thư Tỉnh ủy Lạng Sơn tiếp xúc cử tri.")[1] is NO_FINDINGS


def test_every_field_is_found_where_it_stands() -> None:
    article, found = read(TALKS)
    main = found.events[0]
    told = [main.told, *main.vietnamese.places, *main.chinese.places, *main.signed]
    words = [article.text[span.start : span.end] for span in told]
    assert words[0].startswith("Sáng 5/3/2024") and words[0].endswith("làm Trưởng đoàn.")
    assert words[1:] == [
        "Lạng Sơn",
        "Sùng Tả",
        "Biên bản ghi nhớ về thông quan",
        "Kế hoạch tuần tra chung năm 2024",
    ]
    assert (main.date.start, main.date.end) == ("2024-03-05", "2024-03-05")
    assert main.place is not None and main.place.value == "Lạng Sơn"
    assert leaders(TALKS) == (["Trần Văn Đông"], ["Hoàng Lệ Hoa"])


def test_a_visit_holds_its_meetings() -> None:
    _, found = read(
        "Từ ngày 3 đến 6/6/2024, Thứ trưởng Bộ Ngoại giao Lê Văn Bàng dẫn đầu đoàn công tác thăm, "
        "làm việc tại Vân Nam, Trung Quốc.\n\nTại Côn Minh, Thứ trưởng Lê Văn Bàng đã hội kiến Bí "
        "thư Tỉnh ủy Vân Nam Vương Ninh.\n\nĐoàn cũng đã làm việc với lãnh đạo châu Hồng Hà."
    )
    visit, first, second = found.events
    assert (visit.kind, visit.within, first.within, second.within) == ("thăm", -1, 0, 0)
    assert [span.value for span in second.chinese.places] == ["Hồng Hà"]
    assert [found.persons[at].name for at in visit.chinese.leaders] == ["Vương Ninh"]


def offices(text: str) -> set[tuple[str, str, str, str]]:
    found = read(text + " (Trung Quốc)")[1].persons
    return {(one.name, one.office, one.unit, one.words.value) for one in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bí thư Khu ủy Khu tự trị dân tộc Choang Quảng Tây Trần Cương phát biểu.",
            {("Trần Cương", "Bí thư Khu ủy", "Quảng Tây", "cn")},
        ),
        (
            "Ông Hồ Tiến Thiệu, Chủ tịch UBND tỉnh Lạng Sơn, chủ trì.",
            {("Hồ Tiến Thiệu", "Chủ tịch UBND", "Lạng Sơn", "vn")},
        ),
        (
            "Phó Chủ tịch Khu tự trị Quảng Tây, Bí thư Thành ủy Liễu Châu Đàm Phi Sáng dự.",
            {
                ("Đàm Phi Sáng", "Phó Chủ tịch", "Quảng Tây", "cn"),
                ("Đàm Phi Sáng", "Bí thư Thành ủy", "Liễu Châu", "cn"),
            },
        ),
        # two persons in a row are two
        (
            "Tại cuộc gặp với Phó Tỉnh trưởng tỉnh Vân Nam, Thứ trưởng Ngoại giao Lê Văn Bàng nói.",
            {("Lê Văn Bàng", "Thứ trưởng", "Ngoại giao", "vn")},
        ),
        (
            "Đại tướng Ngô Xuân Lịch, Bộ trưởng Bộ Quốc phòng Việt Nam, Thượng tướng Lý Đại Hải, "
            "Phó Chủ tịch Quân ủy Trung ương Trung Quốc dự.",
            {
                ("Ngô Xuân Lịch", "Bộ trưởng", "Bộ Quốc phòng Việt Nam", "vn"),
                ("Lý Đại Hải", "Phó Chủ tịch Quân ủy", "Trung ương Trung Quốc", "cn"),
            },
        ),
        # what was, what is another country's, what is no office
        ("Nguyên Bí thư Tỉnh ủy Lạng Sơn Trần Văn Đông dự.", set()),
        ("Thủ tướng Singapore Lý Hiển Long thăm Hà Nội.", set()),
        ("Chủ tịch Hồ Chí Minh từng ở Quảng Tây.", set()),
        ("Giám đốc Công ty Thép Trần Văn Đông dự.", set()),
        ("Thứ trưởng Trần Văn Đông dự.", set()),
        ("Bí thư Huyện đoàn Đồng Văn dự.", set()),
    ],
)
def test_persons_with_their_offices(text: str, expected: set[tuple[str, str, str, str]]) -> None:
    assert offices(text) == expected


@pytest.mark.parametrize(
    ("text", "what", "term", "due"),
    [
        ("thống nhất Vòng 10 về biển sẽ được tổ chức vào quý I năm sau", "Vòng 10 về biển", "quý I năm sau", ""),
        ("nhất trí cuộc họp tiếp theo sẽ diễn ra vào tháng 9/2024", "cuộc họp tiếp theo", "tháng 9/2024", "2024-09-01"),
        ("nhất trí sẽ tổ chức hội đàm lần thứ 13 vào đầu năm tới", "hội đàm lần thứ 13", "đầu năm tới", ""),
        ("nhất trí hội nghị lần tới tổ chức năm 2025 tại Côn Minh", "hội nghị lần tới", "năm 2025", "2025-01-01"),
        ("thống nhất luân phiên giao lưu mỗi năm một lần", "giao lưu", "mỗi năm một lần", ""),
    ],
)  # fmt: skip
def test_a_promise_by_its_words(text: str, what: str, term: str, due: str) -> None:
    head = "Ngày 10/7/2024, đoàn Việt Nam và đoàn Trung Quốc hội đàm tại Hà Nội."
    (found,) = read(f"{head} Hai bên {text}.")[1].promises
    assert (found.what.value, found.term.value, found.due.start) == (what, term, due)


def test_promises_have_a_term() -> None:
    text = (
        TALKS + "\n\nHai bên thống nhất Hội đàm lần thứ 5 giữa hai địa phương sẽ được tổ chức tại "
        "Sùng Tả vào quý II năm 2025; định kỳ 6 tháng một lần trao đổi tình hình, mỗi năm giao lưu "
        "hai lần."
    )
    found = read(text)[1].promises
    told = [(one.what.value, one.term.value, one.due.start) for one in found]
    assert ("Hội đàm lần thứ 5", "quý II năm 2025", "2025-04-01") in told
    assert [term for _, term, due in told if not due] == [
        "định kỳ 6 tháng một lần",
        "mỗi năm giao lưu hai lần",
    ]


def test_offices_of_two_in_a_row_and_units_cut_short() -> None:
    text = "Dự có Phó thủ tướng Vũ Khoan, Bí thư Khu ủy Quảng Tây (Trung Quốc) Tào Bá Thuần dự."
    assert offices(text) == {
        ("Vũ Khoan", "Phó thủ tướng", "", "vn"),
        ("Tào Bá Thuần", "Bí thư Khu ủy", "Quảng Tây", "cn"),
    }
    for cut in (
        "Mỹ, Trung Quốc nói về Tư lệnh Thái Bình Dương Harry Harris.",
        "Ông Vũ Thành Tự, giám đốc Chương trình giảng dạy, nói về Trung Quốc.",
        "Ông Lý Ngọc Thạch, Trưởng ban Dân chủ Pháp luật của Mặt trận, nói về Trung Quốc.",
    ):
        assert offices(cut) == set()


def test_an_office_in_a_city_of_china_that_is_no_counterpart_is_chinas() -> None:
    found = offices("Ông Vương Hiểu Minh, phó bí thư Thành ủy Bắc Kinh, dự.")
    assert found == {("Vương Hiểu Minh", "Phó bí thư Thành ủy", "Bắc Kinh", "cn")}
