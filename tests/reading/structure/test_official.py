"""Documents laid out by decree 30/2020/NĐ-CP: number and symbol, kind, subject, recipients, drafter."""

from __future__ import annotations

import pytest

from indexer.model.article import Article, OfficialDocument
from indexer.reading import SourceDocument, extract
from indexer.reading.structure.official import official
from indexer.reading.structure.official_foot import drafter, recipients

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM\n"
TEXT = (
    "Thực hiện chỉ đạo của UBND tỉnh, sáng 5/3/2025 Sở Ngoại vụ tỉnh Lạng Sơn đã hội đàm với Quảng "
    "Tây về cửa khẩu Hữu Nghị và thống nhất nhiều nội dung.\nHai bên trao đổi thẳng thắn.\n"
)


def told(head: str) -> tuple[str, str, str]:
    found = official(head + TEXT)
    assert found is not None
    return found.number, found.kind, found.subject


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Số: 123/BC-SNgV", "123/BC-SNgV"),
        ("Số:123/BC–SNgV", "123/BC-SNgV"),
        ("Số : 123 / BC - SNgV", "123/BC-SNgV"),
        ("SỐ 123a/BC-SNgV", "123a/BC-SNgV"),
        ("Số:       /BC-SNgV", "/BC-SNgV"),
        ("Số: ......./BC-SNgV", "/BC-SNgV"),
        ("Số: 01/2023/TTLT-BNG-BTC", "01/2023/TTLT-BNG-BTC"),
        ("Số: 30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("Số 12-CV/TU", "12-CV/TU"),
        ("Luật số: 31/2024/QH15", "31/2024/QH15"),
        ("Nghị quyết số 202/2025/QH15", "202/2025/QH15"),
        ("SỞ NGOẠI VỤ Số: 9/TB-SNgV Lạng Sơn, ngày 6 tháng 3 năm 2025", "9/TB-SNgV"),
        ("", ""),
    ],
)
def test_number_and_symbol_as_offices_write_them(written: str, number: str) -> None:
    head = f"SỞ NGOẠI VỤ\n{written}\n{MOTTO}BÁO CÁO\nTình hình biên giới\n"
    assert told(head + "Căn cứ Quyết định Số: 77/QĐ-UBND:\n") == (
        number,
        "Báo cáo",
        "Tình hình biên giới",
    )


@pytest.mark.parametrize(
    ("lines", "kind", "subject"),
    [
        ("BÁO CÁO\nKết quả hội đàm với\nVăn phòng Ngoại sự Quảng Tây\nKính gửi: UBND tỉnh\n",
         "Báo cáo", "Kết quả hội đàm với Văn phòng Ngoại sự Quảng Tây"),
        ("BÁO CÁO\nKẾT QUẢ HỘI ĐÀM VỚI VĂN PHÒNG\nNGOẠI SỰ QUẢNG TÂY\nI. TÌNH HÌNH\n",
         "Báo cáo", "KẾT QUẢ HỘI ĐÀM VỚI VĂN PHÒNG NGOẠI SỰ QUẢNG TÂY"),
        ("BÁO CÁO KẾT QUẢ HỘI ĐÀM NĂM 2025\nKính gửi: UBND tỉnh\n", "Báo cáo", "KẾT QUẢ HỘI ĐÀM NĂM 2025"),
        ("BÁO CÁO TÓM TẮT\nKết quả hội đàm\n", "Báo cáo tóm tắt", "Kết quả hội đàm"),
        ("NGHỊ ĐỊNH\nVỀ CÔNG TÁC VĂN THƯ\nCHÍNH PHỦ\nCăn cứ Luật Tổ chức Chính phủ\n",
         "Nghị định", "VỀ CÔNG TÁC VĂN THƯ"),
        ("QUYẾT ĐỊNH\nVề việc lập Đoàn công tác\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n",
         "Quyết định", "Về việc lập Đoàn công tác"),
        ("THÔNG BÁO\n(V/v nghỉ lễ 30/4)\n", "Thông báo", "Nghỉ lễ 30/4"),
        ("THÔNG TƯ LIÊN TỊCH\nHướng dẫn chế độ\n", "Thông tư liên tịch", "Hướng dẫn chế độ"),
        ("V/v mời họp\nKính gửi: Sở Công Thương\n", "Công văn", "Mời họp"),
    ],
)  # fmt: skip
def test_kind_and_subject(lines: str, kind: str, subject: str) -> None:
    assert told(f"SỞ NGOẠI VỤ\nSố: 1/SNgV\n{MOTTO}{lines}")[1:] == (kind, subject)


def test_the_subject_of_a_letter_in_the_left_column_is_read_whole() -> None:
    head = f"BỘ NGOẠI GIAO\nSố: 2/CNV-ĐP\nV/v chuẩn bị hội nghị\nỦy ban công tác liên hợp\n{MOTTO}"
    assert told(head) == (
        "2/CNV-ĐP",
        "Công văn",
        "Chuẩn bị hội nghị Ủy ban công tác liên hợp",
    )


@pytest.mark.parametrize(
    ("foot", "named", "by"),
    [
        ("Nơi nhận:\n- UBND tỉnh (b/c);\n- Lưu: VT, HTQT (Nguyễn Văn An).\nKT. GIÁM ĐỐC",
         ("UBND tỉnh (b/c)",), "Nguyễn Văn An"),
        ("Nơi nhận: KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- Lưu: VT, HTQT.An.05.", ("Như trên",), "An"),
        ("Nơi nhận: Như trên; Lưu VT.", ("Như trên",), ""),
        ("Nơi nhận:\n– Sở Ngoại vụ Cao Bằng\nvà Lạng Sơn;\n– Lưu: VT, NVHS (2b).\nNgười soạn thảo: Lê Hoa",
         ("Sở Ngoại vụ Cao Bằng và Lạng Sơn",), "Lê Hoa"),
        ("Hai bên đã thống nhất. Nơi nhận:\n- Như trên;\n- Bộ Ngoại giao;", ("Như trên", "Bộ Ngoại giao"), ""),
        ("- Lưu: VT, P.TH", (), ""),
        ("Cán bộ soạn: Nông Văn Tài, PHTQT", (), "Nông Văn Tài"),
        ("Theo kế hoạch, ban soạn thảo: sẽ họp.", (), ""),
    ],
)  # fmt: skip
def test_recipients_and_drafter(foot: str, named: tuple[str, ...], by: str) -> None:
    assert (recipients(foot), drafter(foot)) == (named, by)


def article(head: str, foot: str = "") -> Article:
    return extract(SourceDocument("x", "", head + TEXT + foot))


def test_a_document_keeps_what_it_says_of_itself() -> None:
    head = f"SỞ NGOẠI VỤ\nSố: 12/BC-SNgV\n{MOTTO}BÁO CÁO\nTình hình\n"
    assert article(
        head, "Nơi nhận:\n- Bộ Ngoại giao;\n- Lưu: VT (An)."
    ).document == OfficialDocument("12/BC-SNgV", "Báo cáo", "Tình hình", ("Bộ Ngoại giao",), "An")


def test_news_of_a_document_is_no_document() -> None:
    news = "Sở báo cáo số 12/BC-SNgV\n" + TEXT
    assert extract(SourceDocument("x", "", news)).document is None


def test_what_only_quotes_a_motto_is_no_document() -> None:
    quoted = f"Thẻ mới\n{MOTTO}Mặt sau thẻ có bộ phận lưu trữ thông tin.\n" + TEXT
    assert extract(SourceDocument("x", "", quoted)).document is None


@pytest.mark.parametrize(
    "head",
    [
        f"TỈNH ỦY CAO BẰNG\n*\nSố 12-CV/TU\n{PARTY}Cao Bằng, ngày 7 tháng 3 năm 2025\nV/v giao lưu\nKính gửi: Ban\n",
        f"QUỐC HỘI\nLuật số: 31/2024/QH15\n{MOTTO}LUẬT\nĐất đai\n",
        f"UBND TỈNH LẠNG SƠN {MOTTO}Số: 12/BC-SNgV Lạng Sơn, ngày 6 tháng 3 năm 2025\nBÁO CÁO\nTình hình\nKính gửi: A\n",
    ],
)
def test_a_letterhead_is_text_and_ends_no_article(head: str) -> None:
    """It looks like the frame of a page of news: sources, buttons, links."""
    found = article(head)
    kinds = {part.kind for part in found.parts}
    assert kinds <= {"title", "lead", "body", "source"}
    assert found.event.start == "2025-03-05"
    assert "Quảng Tây" in {unit.name for unit in found.counterparts}
    assert found.source == ""


def test_a_document_without_an_event_is_dated_by_its_letterhead() -> None:
    head = f"SỞ NGOẠI VỤ\nSố: 1/SNgV\n{MOTTO}Lạng Sơn, ngày 06 tháng 3 năm 2025\nV/v mời họp\n"
    found = extract(SourceDocument("x", "", head + "Kính gửi: Sở Công Thương\nKính mời dự họp.\n"))
    assert (found.date.start, found.published.start, found.event.start) == (
        "2025-03-06",
        "2025-03-06",
        "",
    )


def test_the_lead_comes_after_the_address() -> None:
    head = f"SỞ NGOẠI VỤ\nSố: 1/SNgV\n{MOTTO}V/v mời họp\nKính gửi: UBND tỉnh Cao Bằng\n"
    found = article(head)
    lead = next(part for part in found.parts if part.kind == "lead")
    assert found.text[lead.start : lead.end].startswith("Thực hiện chỉ đạo")
