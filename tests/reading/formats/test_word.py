"""What Word keeps outside plain runs is read; what was deleted or moved away is not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from indexer.reading import IngestReport, SourceDocument, extract, records
from indexer.reading.formats.office import Node
from indexer.reading.formats.word import _by_row, _heading
from tests.support.office_files import docx, odt

pytest.importorskip("xberg")


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def read(tmp_path: Path, data: bytes, name: str = "bai.docx") -> SourceDocument:
    (tmp_path / name).write_bytes(data)
    report = IngestReport()
    found = list(records([tmp_path / name], report))
    assert found, report.lines()
    return found[0]


CASES = {
    "insertions, not deletions": (
        f'<w:p>{run("Ngày ")}<w:ins w:id="1">{run("6/3/2025")}</w:ins><w:del w:id="2"><w:r>'
        f"<w:delText>5/3/2025</w:delText></w:r></w:del></w:p>",
        "Ngày 6/3/2025",
    ),
    "what was moved here, not what was moved away": (
        f'<w:p><w:moveTo w:id="1">{run("Lạng Sơn")}</w:moveTo>'
        f'<w:moveFrom w:id="2">{run("Cao Bằng")}</w:moveFrom></w:p>',
        "Lạng Sơn",
    ),
    "content controls": (
        f"<w:sdt><w:sdtContent><w:p>{run('Số: ')}<w:sdt><w:sdtContent>{run('125/BC')}"
        "</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>",
        "Số: 125/BC",
    ),
    "fields": (
        f'<w:p>{run("Ngày ")}<w:fldSimple w:instr="DATE">{run("6/3/2025")}</w:fldSimple></w:p>',
        "Ngày 6/3/2025",
    ),
    "smart tags": (
        f'<w:p><w:smartTag w:element="place">{run("Quảng Tây")}</w:smartTag></w:p>',
        "Quảng Tây",
    ),
    "breaks and tabs": (
        f"<w:p>{run('một')}<w:r><w:br/></w:r>{run('hai')}<w:r><w:cr/></w:r>{run('ba')}"
        f"<w:r><w:tab/></w:r>{run('bốn')}</w:p>",
        "một\nhai\nba\tbốn",
    ),
    "words in pieces": (f"<w:p>{run('Lạ')}{run('ng S')}{run('ơn')}</w:p>", "Lạng Sơn"),
    "merged cells": (
        "<w:tbl><w:tr>"
        + cell(paragraph("gộp"), properties='<w:gridSpan w:val="2"/>')
        + cell(paragraph("c"))
        + "</w:tr><w:tr>"
        + cell(paragraph("10"))
        + cell(paragraph("10"))
        + cell(paragraph("10"))
        + "</w:tr></w:tbl>",
        "gộp\tc\n10\t10\t10",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_word_is_read_as_it_shows(tmp_path: Path, case: str) -> None:
    body, text = CASES[case]
    assert read(tmp_path, docx(body)).text == text


def test_head_and_foot_are_read_page_numbers_are_not(tmp_path: Path) -> None:
    found = read(tmp_path, docx(paragraph("Thân bài."), header="Sở Ngoại vụ", footer="Trang 1"))
    assert found.text == "Thân bài.\nSở Ngoại vụ"


def test_a_package_may_call_its_text_otherwise(tmp_path: Path) -> None:
    """Word in a browser writes `word/document2.xml`."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx(paragraph("Thân bài."), footer="Lê Hoa"))) as usual,
        zipfile.ZipFile(written, "w") as other,
    ):
        for name in usual.namelist():
            content = usual.read(name).replace(b"word/document.xml", b"word/document2.xml")
            other.writestr(name.replace("document.xml", "document2.xml"), content)
    assert read(tmp_path, written.getvalue()).text == "Thân bài.\nLê Hoa"


def test_a_program_may_choose_other_prefixes(tmp_path: Path) -> None:
    data = docx(paragraph("Lạng Sơn họp với Quảng Tây."))
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as usual, zipfile.ZipFile(written, "w") as other:
        for name in usual.namelist():
            content = usual.read(name)
            if name == "word/document.xml":
                for before in (b"<", b"</", b" ", b"xmlns:"):
                    content = content.replace(before + b"w:", before + b"ns0:")
                content = content.replace(b"xmlns:w=", b"xmlns:ns0=")
            other.writestr(name, content)
    assert read(tmp_path, written.getvalue()).text == "Lạng Sơn họp với Quảng Tây."


def test_a_title_of_two_paragraphs_is_whole(tmp_path: Path) -> None:
    styled = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{}</w:p>'
    nodes = [Node("heading", "body", text, "title", []) for text in ("Hội đàm", "biên giới")]
    assert _heading([*nodes, Node("paragraph", "body", "Hai bên", "", [])]) == "Hội đàm biên giới"
    found = read(tmp_path, docx(styled.format(run("Hội đàm")) + paragraph("Hai bên")))
    assert found.title == "Hội đàm"


def test_rows_of_an_old_word_file_are_lines() -> None:
    """xberg ends a row with two tabs, and a paragraph after a table goes on behind them."""
    told = Node("paragraph", "body", "Số: 1/SNgV\tĐộc lập\t\tBÁO CÁO", "", [])
    assert [node.text for node in _by_row([told])] == ["Số: 1/SNgV\tĐộc lập", "BÁO CÁO"]


def test_a_letterhead_in_the_head_of_the_page_comes_first(tmp_path: Path) -> None:
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM - Số: 45/BC-SNgV"
    body = paragraph("BÁO CÁO") + paragraph("Kết quả hội đàm") + paragraph("Hai bên đã họp.")
    found = read(tmp_path, docx(body, header=head, footer="Người soạn: Lê Hoa"))
    assert found.text.splitlines()[0] == head
    document = extract(found).document
    assert document is not None
    assert (document.number, document.drafter) == ("45/BC-SNgV", "Lê Hoa")
    assert found.title == "Kết quả hội đàm"


def test_spaces_of_opendocument_part_words(tmp_path: Path) -> None:
    body = "<text:p>Lạng<text:s/>Sơn<text:tab/>họp<text:line-break/>xong</text:p>"
    assert read(tmp_path, odt(body), "bai.odt").text == "Lạng Sơn\thọp\nxong"


LETTERHEAD = (
    "<w:tbl><w:tr>"
    + cell(paragraph("UBND TỈNH CAO BẰNG"), paragraph("SỞ NGOẠI VỤ"), paragraph("Số: 45/BC-SNgV"))
    + cell(
        paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        paragraph("Độc lập - Tự do - Hạnh phúc"),
        paragraph("Cao Bằng, ngày 06 tháng 3 năm 2025"),
    )
    + "</w:tr></w:tbl>"
)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["BÁO CÁO", "Kết quả hội đàm với Quảng Tây"], "Kết quả hội đàm với Quảng Tây"),
        (["BÁO CÁO", "Kết quả hội đàm", "với Quảng Tây"], "Kết quả hội đàm với Quảng Tây"),
        (["KẾ HOẠCH Tổ chức hội đàm"], "Tổ chức hội đàm"),
        (["THÔNG BÁO KẾT LUẬN", "Kết luận của Phó Chủ tịch"], "Kết luận của Phó Chủ tịch"),
        (["V/v mời họp hội đàm", "Kính gửi: Sở Công Thương"], "Mời họp hội đàm"),
    ],
)
def test_an_official_document_is_titled_by_its_subject(
    tmp_path: Path, head: list[str], title: str
) -> None:
    body = LETTERHEAD + "".join(map(paragraph, [*head, "Ngày 4/3/2025, Sở Ngoại vụ hội đàm."]))
    article = extract(read(tmp_path, docx(body)))
    assert article.title == title


def test_the_letterheads_day_tells_the_year_of_what_the_document_tells(tmp_path: Path) -> None:
    body = LETTERHEAD + paragraph("BÁO CÁO") + paragraph("Kết quả hội đàm")
    body += paragraph("Ngày 4/3, Sở Ngoại vụ tỉnh Cao Bằng hội đàm với Quảng Tây.")
    assert extract(read(tmp_path, docx(body))).event.start == "2025-03-04"


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    page = "<html><body><p>Lạng Sơn họp với Quảng Tây về cửa khẩu.</p></body></html>"
    assert "Quảng Tây" in read(tmp_path, page.encode(), "bai.doc").text
    rich = rb"{\rtf1\ansi L\u7841?ng S\u417?n\par}"
    (tmp_path / "gia.docx").write_bytes(rich)
    report = IngestReport()
    assert [one.text for one in records([tmp_path / "gia.docx"], report)] == ["Lạng Sơn"]
    assert [(note.reason, note.detail) for note in report.noted] == [("other-kind", "rtf")]
    assert report.clean


def test_columns_of_a_letterhead_that_a_tab_parts(tmp_path: Path) -> None:
    """As the rows of an old Word file and of RTF come."""
    text = (
        "SỞ NGOẠI VỤ\nSố: 412/SNgV-HTQT\nV/v mời dự hội đàm\nvới châu Hồng Hà\t"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Lào Cai, ngày 5 tháng 9 năm 2024\nKính gửi: Công an tỉnh\nNội dung.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT, HTQT (Mai).\tGIÁM ĐỐC"
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (one,) = map(extract, records([tmp_path / "a.txt"], IngestReport()))
    assert one.document is not None
    assert one.title == one.document.subject == "Mời dự hội đàm với châu Hồng Hà"
    assert one.document.drafter == "Mai"


def test_white_space_within_a_date_hides_it_not(tmp_path: Path) -> None:
    text = "Ngày  06  tháng  3 \n  năm  2025, tỉnh Lạng\u00a0\tSơn  hội đàm với Quảng  Tây."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (one,) = map(extract, records([tmp_path / "a.txt"], IngestReport()))
    assert one.event.start == "2025-03-06"
