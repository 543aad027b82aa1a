"""PDF pages: heads and feet by their place, the headline by its size, figures of a table kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.reading import IngestReport, records
from indexer.reading.formats.pdf_layout import (
    heading,
    headline,
    paragraphs,
    running_head,
    stated_in_margins,
    without_margins,
)
from indexer.reading.formats.pdf_lines import Line
from tests.support.office_files import page, pdf


def line(text: str, bottom: float, size: float = 11.0, width: float | None = None) -> Line:
    return Line(text, 60.0, 60.0 + (width or 5.5 * len(text)), bottom, bottom + size, size)


FULL = "Đoàn đại biểu tỉnh Cao Bằng đã hội đàm với đoàn đại biểu Khu tự trị Quảng Tây và"


def test_what_stands_in_one_place_of_several_pages_is_left_out() -> None:
    pages = [
        [
            line(f"Bản tin số {number}", 800),
            line(FULL, 700),
            line(f"Kết thúc {'ab'[number - 1]}.", 685),
            line(f"{number}/2", 30),
        ]
        for number in (1, 2)
    ]
    assert [[one.text for one in kept] for kept in without_margins(pages)] == [
        [FULL, "Kết thúc a."],
        [FULL, "Kết thúc b."],
    ]


def test_a_figure_in_a_table_is_no_page_number() -> None:
    rows = [line("Xe qua cửa khẩu", 780), line("1.050", 760), line("700", 740), line("300", 720)]
    assert [one.text for one in without_margins([rows])[0]] == [one.text for one in rows]


def test_a_head_is_not_taken_for_what_repeats_amid_a_page() -> None:
    first = [line("Hội đàm biên giới", 800), line(FULL, 785), line("Hội đàm biên giới", 600)]
    second = [line("Hội đàm biên giới", 800), line(FULL, 785), line("khác.", 770)]
    kept = without_margins([first, second])
    assert [one.text for one in kept[0]] == [FULL, "Hội đàm biên giới"]
    assert running_head(first, kept[0]) == "Hội đàm biên giới"


def test_the_headline_is_the_largest_text_over_as_many_lines_as_it_runs() -> None:
    lines = [
        line("BẢN TIN", 800, 9),
        line("Hội đàm về cửa khẩu thông minh", 770, 18),
        line("Cao Bằng – Quảng Tây", 750, 18),
        line(FULL, 700),
        line(FULL, 685),
    ]
    assert headline(lines) == "Hội đàm về cửa khẩu thông minh Cao Bằng – Quảng Tây"
    assert headline(lines[3:]) == ""


def placed(text: str, bottom: float, left: float, right: float) -> Line:
    return Line(text, left, right, bottom, bottom + 11.0, 11.0)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (  # a centred subject of nearly the whole width, then the text
            [("Kết quả tiếp đoàn thành phố Bằng Tường", 80, 520), (FULL, 60, 540), ("hai bên.", 60, 99)],
            ["Kết quả tiếp đoàn thành phố Bằng Tường", f"{FULL} hai bên."],
        ),
        (
            [("LẠNG SƠN VÀ QUẢNG TÂY TĂNG CƯỜNG", 120, 480), ("HỢP TÁC BIÊN GIỚI", 200, 400), (FULL, 60, 540)],
            ["LẠNG SƠN VÀ QUẢNG TÂY TĂNG CƯỜNG HỢP TÁC BIÊN GIỚI", FULL],
        ),
        (
            [("BÁO CÁO", 270, 330), ("KẾT QUẢ TIẾP ĐOÀN BẰNG TƯỜNG", 120, 480), (FULL, 60, 540)],
            ["BÁO CÁO", "KẾT QUẢ TIẾP ĐOÀN BẰNG TƯỜNG", FULL],
        ),
        (  # a last line as wide as the others; the next one is set in
            [(FULL, 88, 540), (f"{FULL} kết thúc.", 60, 538), (FULL, 88, 540)],
            [f"{FULL} {FULL} kết thúc.", FULL],
        ),
        (
            [("Về việc ký Thỏa thuận với thành phố Sùng Tả", 62, 538), ("Kính gửi: Ủy ban tỉnh", 60, 200)],
            ["Về việc ký Thỏa thuận với thành phố Sùng Tả", "Kính gửi: Ủy ban tỉnh"],
        ),
    ],
)  # fmt: skip
def test_paragraphs_by_where_lines_stand(
    lines: list[tuple[str, float, float]], said: list[str]
) -> None:
    page = [placed(one[0], 700 - 15 * n, one[1], one[2]) for n, one in enumerate(lines)]
    assert list(paragraphs([page])) == said


def test_what_a_foot_states_is_said_once() -> None:
    pages = [
        [
            line("Sở Ngoại vụ", 800),
            line(FULL, 700),
            line(f"Người soạn: Trần Thị Hà Trang {number}/2", 30),
        ]
        for number in (1, 2)
    ]
    kept = without_margins(pages)
    assert [one.text for page in kept for one in page] == [FULL, FULL]
    assert stated_in_margins(pages, kept) == ["Người soạn: Trần Thị Hà"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("thương mại inter-", "national", "thương mại international"),
        ("Việt-", "Trung ký kết", "Việt-Trung ký kết"),
        ("kinh-", "tế cửa khẩu", "kinh-tế cửa khẩu"),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, joined: str) -> None:
    lines = [line(before, 700, width=400), line(after, 685, width=400)]
    assert list(paragraphs([lines])) == [joined]


def test_a_page_without_text_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    text = page((60, 700, 11, "Doan dai bieu tinh Cao Bang hoi dam voi Quang Tay"))
    (tmp_path / "nua.pdf").write_bytes(pdf("0.9 g 100 100 300 300 re f", text))
    report = IngestReport()
    found = list(records([tmp_path / "nua.pdf"], report))
    assert [one.text for one in found] == ["Doan dai bieu tinh Cao Bang hoi dam voi Quang Tay"]
    assert [(note.reason, note.detail) for note in report.noted] == [("scanned-pages", "1/2")]


def test_a_pdf_of_a_thousand_pages_is_read(tmp_path: Path) -> None:
    pages = [page((60, 700, 11, f"Trang so {n} noi ve cua khau Huu Nghi")) for n in range(1000)]
    (tmp_path / "day.pdf").write_bytes(pdf(*pages))
    found = list(records([tmp_path / "day.pdf"], IngestReport()))
    assert "Trang so 999 noi ve" in found[0].text


def test_bold_lines_name_a_text_of_one_size() -> None:
    head, text = line("Bản tin đối ngoại", 800), [line(FULL, 700 - 15 * n) for n in range(4)]
    title = [
        replace(line(words, 780 - 15 * n), bold=True)
        for n, words in enumerate(("Hội đàm về cửa khẩu", "Cao Bằng – Quảng Tây"))
    ]
    assert heading([head, *title, *text]) == "Hội đàm về cửa khẩu Cao Bằng – Quảng Tây"
    assert heading([head, *text]) == ""
    assert heading([replace(one, bold=True) for one in (head, *text)]) == ""


def test_what_stands_aslant_is_no_headline_and_comes_last(tmp_path: Path) -> None:
    aslant = "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 200 200 Tm (NOI BO) Tj ET"
    words = page((60, 760, 18, "Hoi dam ve cua khau"), (60, 700, 11, "Hai ben da thong nhat."))
    (tmp_path / "a.pdf").write_bytes(pdf(f"{aslant}\n{words}"))
    (found,) = records([tmp_path / "a.pdf"], IngestReport())
    assert found.title == "Hoi dam ve cua khau"
    assert found.text.split("\n") == ["Hoi dam ve cua khau", "Hai ben da thong nhat.", "NOI BO"]


def test_a_letter_of_a_second_font_stands_in_its_word(tmp_path: Path) -> None:
    """Written after its line, as programs do whose font lacks a letter: «thoi gian t i. æ»."""
    content = "\n".join(
        f"BT /F1 11 Tf {left} 700 Td ({text}) Tj ET"
        for left, text in ((60, "thoi gian t"), (117.5, "i."), (107.7, "\\361"))
    )
    more = page((60, 680, 11, "Hai ben da thong nhat nhieu noi dung."))
    (tmp_path / "a.pdf").write_bytes(pdf(f"{content}\n{more}"))
    (found,) = records([tmp_path / "a.pdf"], IngestReport())
    assert found.text.split("\n")[0] == "thoi gian tæi."
