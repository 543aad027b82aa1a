"""Every kind of file an office has, made here, read back; and every way a file can be bad, told in words."""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading import IngestReport, SourceDocument, records
from indexer.reading.source_documents import fingerprint
from tests.support.office_files import page, pdf

TEXT = "Sáng 6/3, tỉnh Lạng Sơn hội đàm với Quảng Tây.\nHai bên nhất trí mở rộng thông quan hàng hóa qua các cửa khẩu."


def read(*paths: Path) -> tuple[list[SourceDocument], IngestReport]:
    report = IngestReport()
    return list(records(paths, report)), report


def reasons(report: IngestReport) -> list[tuple[str, str]]:
    return [(Path(skip.path).name, skip.reason) for skip in report.skipped]


def notes(report: IngestReport) -> list[tuple[str, str]]:
    return [(Path(note.path).name, note.reason) for note in report.noted]


def windows_1258(text: str) -> bytes:
    """windows-1258 keeps tone marks apart from their letters."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize(
                "NFC", "".join(mark for mark in parts if mark not in tones)
            ).encode("cp1258") + tones.encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("utf-16"), b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        windows_1258(TEXT),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 be", "utf-16 without mark", "windows-1258"],
)  # fmt: skip
def test_a_text_is_read_whatever_its_encoding(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bai-1.txt").write_bytes(data)
    found, report = read(tmp_path)
    assert [(record.id, record.text) for record in found] == [("bai-1", TEXT)]
    assert report.clean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "Céng hoµ x· héi chñ nghÜa ViÖt Nam, UBND tØnh Qu¶ng Ninh häp.",
            "Cộng hoà xã hội chủ nghĩa Việt Nam, UBND tỉnh Quảng Ninh họp.",
        )
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_text_in_a_tcvn3_font_becomes_unicode(
    tmp_path: Path, typed: str, meant: str, encoding: str
) -> None:
    (tmp_path / "cu.txt").write_bytes(typed.encode(encoding))
    assert [record.text for record in read(tmp_path)[0]] == [meant]


def test_front_matter_states_what_the_text_does_not(tmp_path: Path) -> None:
    head = "---\ntitle: Hội đàm\ndate: 6/3/2025\nsource: Báo Lạng Sơn\nprovinces:\n  - lang son\n  - Cao Bằng\n"
    head += "counterparts: [Quảng Tây, Bằng Tường]\n---\n"
    (tmp_path / "bai.md").write_text(
        head + "# Đầu bài\n\nHai bên **họp** tại [Lạng Sơn](http://x.vn).\n", encoding="utf-8"
    )
    record = read(tmp_path)[0][0]
    assert (record.title, record.date, record.source) == ("Hội đàm", "2025-03-06", "Báo Lạng Sơn")
    assert (record.provinces, record.counterparts) == (
        ("lang son", "Cao Bằng"),
        ("Quảng Tây", "Bằng Tường"),
    )
    assert record.text == "Đầu bài\n\nHai bên họp tại Lạng Sơn.\n"


def test_metadata_csv_beside_the_files_overrides(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT + " Thêm.", encoding="utf-8")
    with (tmp_path / "metadata.csv").open("w", encoding="utf-8-sig", newline="") as table:
        csv.writer(table).writerows(
            [
                ["file", "title", "date", "provinces"],
                ["a.txt", "Bài A", "2025-03-06", "Hà Giang; Lào Cai"],
                ["b", "Bài B", "hôm nọ", ""],
            ]
        )
    found, report = read(tmp_path)
    assert [(record.title, record.date, record.provinces) for record in found] == [
        ("Bài A", "2025-03-06", ("Hà Giang", "Lào Cai")),
        ("Bài B", "", ()),
    ]
    assert notes(report) == [("metadata.csv", "bad-date")]


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "jsonl.xz"])
def test_json_lines_are_streamed_packed_or_not(tmp_path: Path, suffix: str) -> None:
    lines = [
        {"id": "a/1", "title": "T", "body": TEXT, "date": "2025-03-06T20:00:00Z", "source": "S"},
        {"id": 7, "text": "Chỉ có text."},
    ]
    data = ("\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n").encode()
    packed = {"jsonl": data, "jsonl.gz": gzip.compress(data), "jsonl.xz": lzma.compress(data)}[
        suffix
    ]
    (tmp_path / f"kho.{suffix}").write_bytes(packed)
    found, report = read(tmp_path / f"kho.{suffix}")
    assert [
        (record.id, record.title, record.text, record.date, record.source) for record in found
    ] == [
        ("a/1", "T", TEXT, "2025-03-07", "S"),
        ("7", "", "Chỉ có text.", "", ""),
    ]
    assert report.clean


def test_bad_lines_are_reported_with_their_number_and_skipped(tmp_path: Path) -> None:
    path = tmp_path / "kho.jsonl"
    path.write_text(
        '{"id": "1", "body": "Một."}\n{hỏng\n[1]\n{"body": "Không mã."}\n{"id": "5"}\n\n{"id": "6", "body": "Sáu."}\n',
        encoding="utf-8",
    )
    found, report = read(path)
    assert [record.id for record in found] == ["1", "6"]
    assert [(skip.line, skip.reason) for skip in report.skipped] == [
        (2, "not-json"),
        (3, "not-object"),
        (4, "no-id"),
        (5, "no-text"),
    ]
    assert report.summary("en") == "2 read, 4 skipped, 0 duplicates"
    assert report.lines()[2] == f"{path}:4: bài thiếu mã `id`"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_as_spreadsheets_save_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "kho.csv"
    with path.open("w", encoding=encoding, newline="") as table:
        csv.writer(table, delimiter=delimiter).writerows(
            [["id", "title", "body"], ["7", "Tin, bài; ảnh", TEXT]]
        )
    assert [(record.id, record.title, record.text) for record in read(path)[0]] == [
        ("7", "Tin, bài; ảnh", TEXT)
    ]


def test_a_line_nested_without_end_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kho.jsonl"
    path.write_text(
        '{"id": "sau", "body": '
        + "[" * 100_000
        + "\n"
        + json.dumps({"id": "8", "body": TEXT})
        + "\n"
    )
    found, report = read(path)
    assert ([record.id for record in found], reasons(report)) == (
        ["8"],
        [("kho.jsonl", "not-json")],
    )


def test_an_archive_with_a_fault_inside_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kho.jsonl.gz"
    packed = bytearray(gzip.compress(json.dumps({"id": "8", "body": TEXT}).encode()))
    packed[12:20] = b"\xff" * 8
    path.write_bytes(packed)
    assert (read(path)[0], reasons(read(path)[1])) == ([], [("kho.jsonl.gz", "damaged")])


def test_csv_is_read_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "kho.csv"
    path.write_text(
        'ID,Title,Body,Date\n1,Tựa,"Dòng một,\ndòng hai",6/3/2025\n', encoding="utf-8-sig"
    )
    assert [(record.id, record.title, record.text, record.date) for record in read(path)[0]] == [
        ("1", "Tựa", "Dòng một,\ndòng hai", "2025-03-06")
    ]


def test_a_table_without_a_column_for_the_text_is_one_article(tmp_path: Path) -> None:
    path = tmp_path / "kho.csv"
    path.write_text("Cửa khẩu;Xe\nHữu Nghị;1.050\n", encoding="utf-8")
    assert [(record.id, record.text) for record in read(path)[0]] == [
        ("kho", "Cửa khẩu\tXe\nHữu Nghị\t1.050")
    ]


def test_a_saved_page_gives_its_article_without_its_menus(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>{line} Hai bên trao đổi nhiều nội dung hợp tác cụ thể trong thời gian tới.</p>"
        for line in TEXT.splitlines() * 3
    )
    page = (
        '<html><head><meta charset="utf-8"><title>Hội đàm biên giới - Báo X</title><meta property="og:site_name" content="Báo X">'
        '<meta property="article:published_time" content="2025-03-06T08:00:00+07:00"><meta name="author" content="Phi Anh"></head>'
        f'<body><nav><a href="/">Trang chủ</a></nav><article><h1>Hội đàm biên giới</h1>{paragraphs}</article>'
        '<div class="related"><ul><li><a href="x">Boeing nợ lớn</a></li></ul></div></body></html>'
    )
    (tmp_path / "trang.html").write_text(page, encoding="utf-8")
    record = read(tmp_path)[0][0]
    assert (record.id, record.title, record.date, record.author, record.source) == (
        "trang",
        "Hội đàm biên giới",
        "2025-03-06",
        "Phi Anh",
        "Báo X",
    )
    assert "Quảng Tây" in record.text
    assert "Boeing" not in record.text
    assert "Trang chủ" not in record.text


def test_a_word_document_is_read_in_the_order_of_its_page(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Hội đàm biên giới", 1)
    document.add_paragraph("Đoạn một.")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Ô trái", "Ô phải"
    document.add_paragraph("Đoạn hai.")
    document.save(str(tmp_path / "van-ban.docx"))
    record = read(tmp_path)[0][0]
    assert (record.title, record.text) == (
        "Hội đàm biên giới",
        "Hội đàm biên giới\nĐoạn một.\nÔ trái\tÔ phải\nĐoạn hai.",
    )


def test_a_pdf_is_read_and_a_scanned_one_is_reported(tmp_path: Path) -> None:
    text = page((20, 300, 12, "Hoi dam giua Lang Son va Quang Tay ve cua khau thong minh"))
    (tmp_path / "chu.pdf").write_bytes(pdf(text))
    (tmp_path / "quet.pdf").write_bytes(pdf(""))
    found, report = read(tmp_path)
    assert [(record.id, record.text) for record in found] == [
        ("chu", "Hoi dam giua Lang Son va Quang Tay ve cua khau thong minh")
    ]
    assert reasons(report) == [("quet.pdf", "scanned")]


def test_feeds_give_an_article_per_entry(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Báo X</title><item><title>Tin 1</title><link>https://x.vn/tin-mot-4924376.html</link>'
        "<pubDate>Fri, 07 Mar 2025 20:30:00 GMT</pubDate>"
        "<description><![CDATA[<img src='a.jpg'/>Hà Giang họp <b>Vân Nam</b>.]]></description></item></channel></rss>",
        encoding="utf-8",
    )
    (tmp_path / "b.xml").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Cổng Y</title><entry><id>tin-2</id><title>Tin 2</title>'
        "<author><name>Phi Anh</name></author>"
        '<link href="https://y.vn/2"/><updated>2025-03-06T08:00:00+07:00</updated><summary>Nội dung hai.</summary></entry></feed>',
        encoding="utf-8",
    )
    (tmp_path / "c.xml").write_text("<khac/>", encoding="utf-8")
    found, report = read(tmp_path)
    assert [
        (record.title, record.text, record.date, record.url, record.source, record.author)
        for record in found
    ] == [
        (
            "Tin 1",
            "Hà Giang họp Vân Nam.",
            "2025-03-08",
            "https://x.vn/tin-mot-4924376.html",
            "Báo X",
            "",
        ),
        ("Tin 2", "Nội dung hai.", "2025-03-06", "https://y.vn/2", "Cổng Y", "Phi Anh"),
    ]
    assert found[1].id == "tin-2"
    assert reasons(report) == [("c.xml", "bad-feed")]


def test_an_xml_bomb_is_reported_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "bom.xml").write_text(
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    )
    assert reasons(read(tmp_path)[1]) == [("bom.xml", "bad-feed")]


def test_bad_files_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    for name, data in {
        "hong.pdf": b"%PDF-1.4 rac", "hong.docx": b"PK rac", "hong.jsonl.gz": b"\x1f\x8b rac", "hong.csv.xz": b"rac", "trong.txt": b" \n",
        "nhi-phan.txt": bytes(range(256)) * 8,
        "cu.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "anh.jpg": b"x", ".an.txt": b"x", "tot.txt": TEXT.encode(),
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    found, report = read(tmp_path, tmp_path / "khong-co")
    assert [record.id for record in found] == ["tot"]
    assert reasons(report) == [
        ("hong.csv.xz", "damaged"), ("hong.docx", "damaged"), ("hong.jsonl.gz", "damaged"), ("hong.pdf", "damaged"),
        ("nhi-phan.txt", "binary"), ("trong.txt", "empty"), ("khong-co", "missing"),
    ]  # fmt: skip
    assert report.others == {".doc": 1, ".jpg": 1}
    assert report.lines()[-1] == "2 tệp loại khác, không đọc: .doc 1, .jpg 1"
    assert not report.clean
    assert all(
        line and not line.startswith("None")
        for language in ("vi", "en")
        for line in report.lines(language)
    )


def test_sources_are_read_in_a_fixed_order_and_each_file_once(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/10.txt", "a/1.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Bài {name}", encoding="utf-8")
    assert [record.id for record in read(tmp_path, tmp_path / "c.txt")[0]] == ["1", "10", "2", "c"]


def test_duplicates_are_reported(tmp_path: Path) -> None:
    for name, text in {
        "a/1.txt": TEXT,
        "b/1.txt": "Bài khác hẳn.",
        "c/2.txt": TEXT.replace("\n", " \n"),
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    found, report = read(tmp_path)
    assert [(record.id, record.text[:4]) for record in found] == [
        ("1", TEXT[:4]),
        ("b/1", "Bài "),
        ("2", TEXT[:4]),
    ]
    assert [
        (again.kind, again.id, Path(again.path).parent.name, Path(again.other).parent.name)
        for again in report.duplicates
    ] == [
        ("text", "2", "c", "a"),
    ]
    assert not report.clean


@given(
    st.lists(st.text(max_size=8), max_size=8),
    st.lists(
        st.sampled_from(" \n\t\r\x0b\x0c\x1c\x85\xa0\u2003\u2028\u202f\u205f\u3000"), min_size=1
    ),
)
def test_copies_that_differ_in_white_space_have_one_fingerprint(
    words: list[str], spaces: list[str]
) -> None:
    assert fingerprint(" ".join(words).encode()) == fingerprint(
        "".join(word + spaces[number % len(spaces)] for number, word in enumerate(words)).encode()
    )
    assert fingerprint(("".join(words) + "x").encode()) != fingerprint("".join(words).encode())
