"""The parts of an article: what a reader would call its title, its captions, its signature, and what belongs to the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.article import Article
from indexer.reading import SourceDocument, extract
from indexer.reading.formats.pdf_layout import paragraphs, without_margins
from indexer.reading.formats.pdf_lines import Line
from indexer.reading.structure.titles import derive_title
from tests.support.work import work

LEAD = "Sáng 6/3, tại Lạng Sơn, hai bên tổ chức hội đàm về thông quan hàng hóa qua các cửa khẩu trong thời gian tới."
BODY = (
    "Phát biểu khai mạc, lãnh đạo tỉnh đánh giá cao kết quả hợp tác thời gian qua. Hai bên nhất trí kéo dài thời gian thông quan, "
    "trao đổi thông tin thường xuyên và phối hợp quản lý biên giới. Các cơ quan chuyên môn sẽ gặp nhau mỗi quý một lần để rà soát."
)


def read(*lines: str, title: str = "") -> Article:
    return extract(SourceDocument("x", title, "\n".join(lines)))


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(part.kind, article.text[part.start : part.end]) for part in article.parts]


def test_a_headline_standing_alone_is_the_title() -> None:
    article = read("Hai bên hội đàm về cửa khẩu thông minh", LEAD, BODY)
    assert (article.title, article.title_derived) == (
        "Hai bên hội đàm về cửa khẩu thông minh",
        False,
    )
    assert [kind for kind, _ in kinds(article)] == ["title", "lead", "body"]


def test_a_title_of_its_own_may_stand_in_the_text_again() -> None:
    assert [kind for kind, _ in kinds(read("Hai bên hội đàm", LEAD, title="Hai bên  hội đàm"))] == [
        "title",
        "lead",
    ]
    assert [kind for kind, _ in kinds(read(LEAD, BODY, title="Hai bên hội đàm"))] == [
        "lead",
        "body",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Ảnh minh hoạ", "Ảnh: Thu Hương", "(Ảnh: TTXVN)", "Chú thích ảnh", "Toàn cảnh buổi hội đàm.", "Quang cảnh hội nghị.",
        "Các đại biểu giao lưu. Ảnh: Bộ Ngoại giao |", "Hai đoàn chụp ảnh lưu niệm.", "Lãnh đạo Sở tặng quà đoàn bạn tại buổi hội đàm.",
    ],
)  # fmt: skip
def test_captions_are_told_from_paragraphs(line: str) -> None:
    assert kinds(read(LEAD, line, BODY))[1] == ("caption", line)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Tin, ảnh: Phi Anh", "Phi Anh"),
        ("Ngô Huyền và nhóm PV, BTV", "Ngô Huyền và nhóm PV, BTV"),
        ("Bài, ảnh: Lê Na", "Lê Na"),
        ("Trọng Giáp", "Trọng Giáp"),
    ],
)
def test_a_byline_gives_the_author(line: str, author: str) -> None:
    article = read(LEAD, BODY, line)
    assert (kinds(article)[-1], article.author) == (("byline", line), author)


@pytest.mark.parametrize("row", ["Hữu Nghị\t10\t20", "Trà Lĩnh 420"])
def test_the_last_row_of_a_table_is_no_signature(row: str) -> None:
    article = read(LEAD, BODY, row, "Chi Ma\t10\t30")
    assert (kinds(article)[-1], article.author) == (("body", "Chi Ma\t10\t30"), "")


def test_a_signature_glued_to_the_last_sentence_is_told_apart() -> None:
    article = read(LEAD, BODY + " Hà Liên")
    assert kinds(article)[1:] == [("body", BODY), ("byline", "Hà Liên")]
    assert article.author == "Hà Liên"


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        ((LEAD, BODY, "Theo TTXVN"), "TTXVN"),
        ((LEAD, BODY + " (Theo Tiền Phong)"), "Tiền Phong"),
        (("BHG - " + LEAD, BODY), "Báo Hà Giang"),
        (("(HDDTVN) – " + LEAD, BODY), "HDDTVN"),
    ],
)
def test_the_agency_or_paper_gives_the_source(lines: tuple[str, ...], source: str) -> None:
    article = read(*lines)
    assert article.source == source
    assert "source" in [kind for kind, _ in kinds(article)]


def test_the_foot_of_a_page_is_boilerplate() -> None:
    foot = [
        "Bạn thấy bài viết này thế nào?",
        "Kém ★ ★ Tốt ★★★★",
        "Tin mới nhất",
        "Israel tiếp tục không kích Gaza",
        "Bình luận",
        "Bài hay quá. " * 40,
    ]
    article = read("Hai bên hội đàm về cửa khẩu", LEAD, BODY, *foot)
    assert [kind for kind, _ in kinds(article)] == ["title", "lead", "body"] + [
        "boilerplate"
    ] * len(foot)


def test_an_article_goes_on_after_a_box_of_links() -> None:
    article = read(
        "Hai bên hội đàm về cửa khẩu",
        LEAD,
        BODY,
        "Tin liên quan",
        "Bão số 3 vào Biển Đông",
        BODY + " " + BODY,
    )
    assert [kind for kind, _ in kinds(article)] == [
        "title",
        "lead",
        "body",
        "boilerplate",
        "boilerplate",
        "body",
    ]


def test_a_teaser_after_the_end_is_related_text() -> None:
    article = read(
        LEAD,
        BODY + "/.",
        "Trao đổi về cửa khẩu thông minh",
        "Tỉnh Lạng Sơn mong muốn phía bạn cung cấp tài liệu.",
    )
    assert [kind for kind, _ in kinds(article)] == ["lead", "body", "related", "related"]


def test_links_between_lead_and_text_are_boilerplate_but_a_subheading_is_text() -> None:
    links = [
        "Tăng cường hợp tác kinh tế giữa các tỉnh, thành phố của Việt Nam với Vân Nam (Trung Quốc) Tỉnh Quảng Ninh họp"
    ]
    assert kinds(read("Hai bên hội đàm về cửa khẩu", LEAD, *links, BODY))[2][0] == "boilerplate"
    assert (
        kinds(
            read("Hai bên hội đàm về cửa khẩu", LEAD, "Nhiều việc phải làm ngay trong năm", BODY)
        )[2][0]
        == "body"
    )


def test_section_path_and_date_line_above_the_title_are_not_the_title() -> None:
    article = read(
        "Trang chủ > Đối ngoại",
        "Thứ Sáu, 07/03/2025 10:30",
        "Hai bên hội đàm về cửa khẩu",
        LEAD,
        BODY,
    )
    assert article.title == "Hai bên hội đàm về cửa khẩu"
    assert article.published.start == "2025-03-07"


@given(
    st.lists(
        st.sampled_from(
            [
                LEAD,
                BODY,
                "Tin liên quan",
                "Theo TTXVN",
                "Ảnh: A",
                "",
                "Hà Liên",
                "Hai bên họp",
                "x",
                "./.",
                "Bình luận",
                "a\tb **Phi Anh** c",
                BODY + " Phi Anh",
            ]
        ),
        max_size=9,
    ),
    st.sampled_from(["", LEAD, "Tựa"]),
)
def test_parts_are_in_order_and_cover_every_letter(lines: list[str], title: str) -> None:
    article = extract(SourceDocument("x", title, "\n".join(lines)))
    assert all(
        before.end <= after.start
        for before, after in zip(article.parts, article.parts[1:], strict=False)
    )
    covered = "".join(article.text[part.start : part.end] for part in article.parts)
    assert "".join(covered.split()) == "".join(article.text.split())


@pytest.mark.parametrize(
    ("picture", "caption"),
    [
        (
            "![Cửa khẩu Hữu Nghị. Ảnh: Vi Toàn](https://bao.vn/2021/01/4504_anh-1.jpg)",
            "Cửa khẩu Hữu Nghị. Ảnh: Vi Toàn",
        ),
        ("![Cửa khẩu](https://bao.vn/a(1).jpg?rt=2 \"Cửa khẩu 'mới'\")", "Cửa khẩu"),
        (
            '![3430 img 1227](https://bao.vn/3430_IMG.jpg "Hải quan kiểm tra, Ảnh: H.Nụ")',
            "Hải quan kiểm tra, Ảnh: H.Nụ",
        ),
        ('![hai quan lang son 1227](https://bao.vn/hai-quan-lang-son.jpg "undefined")', ""),
        ("![](https://bao.vn/x.png)", ""),
        (f"![Cửa khẩu](https://bao.vn/{'x' * 400}.jpg)", "Cửa khẩu"),
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "**{}**", "Ông nói về kết quả của cả năm. {} Hai bên nhất trí."]
)
def test_of_a_picture_in_markup_the_caption_is_read_and_the_address_is_not(
    picture: str, caption: str, around: str
) -> None:
    article = read(LEAD, BODY, around.format(picture), BODY)
    assert [text for kind, text in kinds(article) if kind == "caption"] == (
        [caption] if caption else []
    )
    assert [
        text
        for kind, text in kinds(article)
        if kind != "boilerplate" and ("bao.vn" in text or "![" in text)
    ] == []
    told = [text for kind, text in kinds(article) if kind == "body"]
    assert told == [
        BODY,
        *(["Ông nói về kết quả của cả năm.", "Hai bên nhất trí."] if "Ông" in around else []),
        BODY,
    ]


def test_a_picture_before_the_first_paragraph_does_not_take_its_place() -> None:
    article = read("![Cửa khẩu Hữu Nghị](https://bao.vn/a.jpg)", LEAD, BODY)
    assert [text for kind, text in kinds(article) if kind == "lead"] == [LEAD]
    assert "bao.vn" not in article.title


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_read(text: str) -> None:
    article = extract(SourceDocument("x", "", text))
    covered = "".join(article.text[part.start : part.end] for part in article.parts)
    assert [letter for letter in covered if letter.isalnum()] == [
        letter for letter in text if letter.isalnum()
    ]


@pytest.mark.parametrize(
    ("paragraph", "title"),
    [
        (
            "Ngày 27/3, tỉnh Hà Giang đã chủ trì tổ chức Hội nghị thường niên. Theo đó, các bên họp.",
            "Tỉnh Hà Giang đã chủ trì tổ chức Hội nghị thường niên",
        ),
        ("BHG công bố kết quả.", "BHG công bố kết quả"),
        (
            "Sáng 6.3, tại thành phố Hà Giang, Đoàn do ông Đỗ Thái Hòa, Giám đốc Sở làm Trưởng đoàn đã hội đàm với châu Văn Sơn.",
            "Đoàn đã hội đàm với châu Văn Sơn",
        ),
        ("Từ ngày 24 đến 28/3.", "Từ ngày 24 đến 28/3"),
    ],
)
def test_a_derived_title_drops_time_and_place(paragraph: str, title: str) -> None:
    assert derive_title(paragraph) == title


@given(st.text(alphabet="abc Đà,.và của tại \n", max_size=400))
def test_a_derived_title_is_short(paragraph: str) -> None:
    assert len(derive_title(paragraph)) <= 115


def test_lines_of_a_column_become_paragraphs_again() -> None:
    page = [
        "Sở Ngoại vụ tỉnh Lạng Sơn tổ chức hội đàm với Văn",
        "phòng Ngoại sự thành phố Sùng Tả về công tác biên",
        "giới.",
        "Hai bên nhất trí tăng cường trao đổi thông tin, phối",
        "hợp chặt chẽ.",
        "3",
    ]
    lines = [
        Line(text, 60.0, 60.0 + 5 * len(text), 700.0 - 14 * number, 711.0 - 14 * number, 11.0)
        for number, text in enumerate(page)
    ]
    assert list(paragraphs(without_margins([lines, lines[-1:]]))) == [
        "Sở Ngoại vụ tỉnh Lạng Sơn tổ chức hội đàm với Văn phòng Ngoại sự thành phố Sùng Tả về công tác biên giới.",
        "Hai bên nhất trí tăng cường trao đổi thông tin, phối hợp chặt chẽ.",
    ]


@pytest.mark.parametrize(
    "stuff",
    [
        "Theo TTXVN\n",
        "Nam Ninh, Bắc Hải. ",
        "ngày 1/2, 3-4 ",
        "Tin liên quan\n",
        "**Phi Anh** ",
        "![a](b",
        "![",
        "![](x)",
        "Nguyễn Văn A ",
        "1/",
        "a\n",
    ],
)
def test_a_text_ten_times_as_long_takes_about_ten_times_the_work(stuff: str) -> None:
    short, long = (SourceDocument("x", "Tin", stuff * times) for times in (300, 3000))
    extract(short)  # what is loaded and remembered once does not count
    assert work(lambda: extract(long)) < 15 * work(lambda: extract(short))
