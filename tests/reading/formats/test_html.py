"""Pages that office programs write, portals laid out by tables, and what a page is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.reading import IngestReport, SourceDocument, extract, records

BODY = (
    "<p>Ngày 12/8/2024, tỉnh Cao Bằng hội đàm với Quảng Tây tại <del>Nam Ninh</del> Bách Sắc.</p>"
    "<p>Hai bên thống nhất nhiều nội dung về cửa khẩu.</p>"
)


def read(tmp_path: Path, generator: str) -> SourceDocument:
    head = (
        f'<meta name="generator" content="{generator}"><meta name="created" content="2013-12-23">'
    )
    page = f"<html><head><title>Hội đàm</title>{head}</head><body>{BODY}</body></html>"
    (tmp_path / "bai.html").write_text(page, "utf-8")
    (found,) = records([tmp_path / "bai.html"], IngestReport())
    return found


@pytest.mark.parametrize("generator", ["LibreOffice 7.4.7.2 (Linux)", "Microsoft Word 15"])
def test_the_day_of_a_template_dates_no_document(tmp_path: Path, generator: str) -> None:
    found = read(tmp_path, generator)
    assert found.date == ""
    assert extract(found).date.start == "2024-08-12"


def test_what_was_deleted_is_not_read(tmp_path: Path) -> None:
    text = read(tmp_path, "X").text
    assert "Bách Sắc" in text
    assert "Nam Ninh" not in text


LONG = "".join(
    f"<p>{text}</p>"
    for text in (
        "Ngày 12/8/2024, tỉnh Cao Bằng hội đàm với thành phố Bách Sắc về hàng hóa qua cửa khẩu.",
        "Hai bên thống nhất kéo dài giờ thông quan tại cửa khẩu Trà Lĩnh đến 19 giờ hằng ngày.",
        "Kim ngạch qua các cửa khẩu của tỉnh đạt 600 triệu USD, tăng 20 % so với năm trước.",
    )
)


def whole(tmp_path: Path, markup: str) -> SourceDocument:
    (tmp_path / "bai.html").write_text(markup, "utf-8")
    (found,) = records([tmp_path / "bai.html"], IngestReport())
    return found


def titled(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}{LONG}</body></html>"


@pytest.mark.parametrize("cell", ["<td>{}</td>", "<td><div><h2>Tin</h2></div>{}</td>"])
def test_the_paragraphs_of_a_page_laid_out_by_tables_stay_apart(tmp_path: Path, cell: str) -> None:
    menu = "<td><a href='/'>Trang chủ</a></td>"
    page = f"<html><body><table><tr>{menu}{cell.format(LONG)}</tr></table></body></html>"
    lines = whole(tmp_path, page).text.splitlines()
    assert "Hai bên thống nhất" in next(line for line in lines if "kéo dài" in line)
    assert not any("hội đàm" in line and "Kim ngạch" in line for line in lines)


def test_a_table_of_values_stays_one(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>Cửa khẩu</th><th>Xe</th></tr><tr><td>Tà Lùng</td><td>420</td></tr></table>"
    )
    (row,) = (
        line for line in whole(tmp_path, titled("Tin", table)).text.splitlines() if "420" in line
    )
    assert "Tà Lùng" in row


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            titled("Tin tức - Cổng thông tin điện tử tỉnh Cao Bằng",
                   '<div class="title-detail">Cao Bằng làm việc với Bách Sắc</div>'),
            "Cao Bằng làm việc với Bách Sắc",
        ),
        (
            titled("Đọc báo", "<h1>Hà Giang và Văn Sơn họp</h1>",
                   '<script type="application/ld+json">{"headline": "Hà Giang v\\u00e0 Văn Sơn họp"}</script>'),
            "Hà Giang và Văn Sơn họp",
        ),
        (titled("Báo cáo", "<h1>Báo cáo tháng 8 về cửa khẩu</h1>"), "Báo cáo tháng 8 về cửa khẩu"),
        (titled("Tin tức", "<h1>Tin tức</h1>"), "Tin tức"),
    ],
)  # fmt: skip
def test_a_title_that_two_places_state_or_that_says_more(
    tmp_path: Path, page: str, title: str
) -> None:
    assert whole(tmp_path, page).title == title


@pytest.mark.parametrize(
    ("comment", "url"),
    [
        ("<!-- saved from url=(0031)https://baolaocai.vn/a-p12.html -->", "https://baolaocai.vn/a-p12.html"),
        ("<!-- saved from url=(0014)about:internet -->", ""),
    ],
)  # fmt: skip
def test_a_page_that_a_browser_saved_says_where_it_was(
    tmp_path: Path, comment: str, url: str
) -> None:
    assert whole(tmp_path, comment + titled("Tin ở cửa khẩu", "")).url == url


def test_a_page_of_frames_is_empty(tmp_path: Path) -> None:
    (tmp_path / "bai.html").write_text('<html><frameset><frame src="a.htm"></frameset></html>')
    report = IngestReport()
    assert not list(records([tmp_path / "bai.html"], report))
    assert [fault.reason for fault in report.faults] == ["empty"]


def test_figures_beside_a_table_within_a_cell_stay(tmp_path: Path) -> None:
    inner = "<table><tr><td><p>lồng 77</p></td></tr></table>"
    rows = "".join(f"<tr><td><p>Khẩu {n}</p></td><td><p>10</p></td></tr>" for n in (1, 2))
    table = f"<table>{rows}<tr><td><p>Khác</p></td><td><p>10</p>{inner}</td></tr></table>"
    text = whole(tmp_path, titled("Hội đàm", table)).text
    assert text.split().count("10") == 3
    assert "lồng 77" in text


@pytest.mark.parametrize(
    "title",
    [
        "{} &gt;&gt; Cổng thông tin điện tử tỉnh Lạng Sơn",
        "{} :: Báo Lạng Sơn",
        "{} • Tin tức • Báo Lạng Sơn",
        "Báo Nhân Dân điện tử - {}",
    ],
)
def test_a_title_loses_the_site_and_no_more(tmp_path: Path, title: str) -> None:
    own = "Hội đàm Lạng Sơn – Quảng Tây"
    assert whole(tmp_path, titled(title.format(own), "")).title == own


def test_a_site_named_like_a_section_gives_way_to_the_title(tmp_path: Path) -> None:
    body = '<h1>Tin tức sự kiện</h1><div class="title-news">Hội đàm biên giới năm 2024</div>'
    assert whole(tmp_path, titled("Tin tức", body)).title == "Hội đàm biên giới năm 2024"


def test_a_page_kept_by_singlefile_tells_its_address(tmp_path: Path) -> None:
    url = "https://baolangson.vn/hoi-dam.html"
    comment = f"<!--\n Page saved with SingleFile \n url: {url} \n saved date: Thu Mar 06 2025\n-->"
    page = f"<!DOCTYPE html> <html>{comment}<title>Hội đàm</title><body>{LONG}"
    assert whole(tmp_path, page).url == url


def test_a_font_is_told_by_the_text_of_a_page_not_by_its_lines(tmp_path: Path) -> None:
    old = "<p style='margin: 0'>Ngµy\n6/3/2025, ®oµn ®¹i biÓu tØnh L¹ng S¬n héi ®µm víi Qu¶ng T©y.</p>"
    text = whole(tmp_path, titled("Hội đàm", old)).text
    assert "Ngày 6/3/2025, đoàn đại biểu tỉnh Lạng Sơn hội đàm với Quảng Tây." in text


def test_a_table_saved_as_a_page_for_a_spreadsheet_is_a_table(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td>Tin {number}</td><td>Nội dung tin {number}.</td></tr>"
        for number in (1, 2)
    )
    table = f"<table><tr><th>STT</th><th>Tiêu đề</th><th>Nội dung</th></tr>{rows}</table>"
    (tmp_path / "bai.xls").write_text(f"<html><meta charset=utf-8>{table}</html>", "utf-8")
    found = list(records([tmp_path / "bai.xls"], IngestReport()))
    assert [(one.title, one.text) for one in found] == [
        ("Tin 1", "Nội dung tin 1."),
        ("Tin 2", "Nội dung tin 2."),
    ]
