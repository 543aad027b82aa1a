"""Feeds by namespace, with a second, lenient try; tables with heads in two languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.reading import IngestReport, SourceDocument, extract, records

BODY = "Sáng 6/3 tỉnh Lạng Sơn hội đàm với Quảng Tây."
SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)


def read(path: Path) -> tuple[list[SourceDocument], list[str]]:
    report = IngestReport()
    return list(records([path], report)), [fault.reason for fault in report.faults]


def feed(item: str, declaration: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return (
        f'{declaration}<rss version="2.0" {SPACES}><channel><title>Báo X</title><item>{item}</item>'
        "</channel></rss>"
    )


TITLED = "<title>Hội đàm</title><description>{}</description>"
SOUND = TITLED.format("Cửa khẩu Tân Thanh")


@pytest.mark.parametrize(
    "text",
    [
        feed("<media:title>Ảnh</media:title>" + SOUND),
        feed("<itunes:title>Sai</itunes:title><media:description>Sai</media:description>" + SOUND),
        feed(TITLED.format("Cửa khẩu&nbsp;Tân Thanh")),
        feed(TITLED.format("Cửa khẩu \x08Tân Thanh")),
        feed(SOUND, '<?xml version="1.0" encoding="us-ascii"?>'),
        feed(SOUND, '<?xml version="1.0" encoding="utf-16"?>'),
        "\n\n " + feed(SOUND),
    ],
)
def test_a_feed_is_read_in_spite_of_its_faults(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.rss").write_text(text, encoding="utf-8")
    found, faults = read(tmp_path / "a.rss")
    assert [(one.title, " ".join(one.text.split())) for one in found] == [
        ("Hội đàm", "Cửa khẩu Tân Thanh")
    ]
    assert faults == []


def test_bare_signs_of_markup_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(feed(TITLED.format("A & B, 3 < 5")), encoding="utf-8")
    assert [one.text for one in read(tmp_path / "a.rss")[0]] == ["A & B, 3 < 5"]


def test_a_feed_cut_short_is_read_as_far_as_it_goes_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(feed(SOUND)[:-20], encoding="utf-8")
    found, faults = read(tmp_path / "a.rss")
    assert ([one.title for one in found], faults) == (["Hội đàm"], ["cut-short"])


def test_blocks_of_xhtml_are_lines_and_a_date_not_understood_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.atom").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>X</title><entry><id>a1</id><title>T</title>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Một.</p><p>Hai.</p></div>'
        "</content><updated>hôm qua</updated></entry></feed>",
        encoding="utf-8",
    )
    found, faults = read(tmp_path / "a.atom")
    assert ([one.text for one in found], faults) == (["Một.\nHai."], ["bad-date"])


@pytest.mark.parametrize(
    "table",
    [
        f"id;title;body\nA;Tin;{BODY}\n",
        f"sep=;\nid;title;body\nA;Tin;{BODY}\n",
        f"\n\nMã\tTiêu đề\tNội dung\nA\tTin\t{BODY}\n",
        f"Danh sách tin\nMÃ,TIÊU ĐỀ,NỘI DUNG\nA,Tin,{BODY}\n",
        f"ma|tieu de|noi dung\nA|Tin|{BODY}\n",
    ],
)
def test_tables_are_read_by_what_their_heads_mean(tmp_path: Path, table: str) -> None:
    (tmp_path / "a.csv").write_text(table, encoding="utf-8")
    assert [(one.id, one.title, one.text) for one in read(tmp_path / "a.csv")[0]] == [
        ("A", "Tin", BODY)
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ([BODY, "Hai."], f"{BODY}\nHai."),
        (f"<p>{BODY}</p><p>Hai &amp; ba.</p>", f"{BODY}\nHai & ba."),
        ("Giá < 5 và > 3", "Giá < 5 và > 3"),
    ],
)
def test_bodies_of_json(tmp_path: Path, body: object, text: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"id": "1", "content": body}]), encoding="utf-8")
    assert [one.text for one in read(tmp_path / "a.json")[0]] == [text]


def test_a_body_of_no_known_form_is_refused_not_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "title": "T", "body": {"a": 1}}\n')
    assert read(tmp_path / "a.jsonl") == ([], ["bad-body"])


def test_rows_of_metadata_that_name_no_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    rows = "Tệp;Tiêu đề;Ngày\nA.TXT;Tên;2025-03\nkhác.txt;B;\n"
    (tmp_path / "metadata.csv").write_text(rows, encoding="utf-16")
    found, faults = read(tmp_path)
    article = extract(found[0])
    assert (article.title, article.date.start, article.date.precision) == (
        "Tên",
        "2025-03-01",
        "month",
    )
    assert faults == ["no-such-file"]


def test_lines_without_end_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.formats.packed.LINE", 1000)
    lines = ['{"id": "1", "body": "Một."}', "x" * 5000, '{"id": "3", "body": "Ba."}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found, faults = read(tmp_path / "a.jsonl")
    assert ([one.id for one in found], faults) == (["1", "3"], ["line-too-long"])


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('xml:base="https://a.vn/tin/"|href="1.html"', "https://a.vn/tin/1.html"),
        ('xml:base="https://a.vn/tin/"|href="https://b.vn/2"', "https://b.vn/2"),
        ('|href="/1.html"', ""),
        ('xml:base="http://[a"|href="/1.html"', ""),
    ],
)
def test_an_address_without_a_host_is_below_the_base(tmp_path: Path, links: str, url: str) -> None:
    base, link = links.split("|")
    (tmp_path / "a.xml").write_text(
        f'<feed xmlns="http://www.w3.org/2005/Atom" {base}><entry><title>Tin</title><link {link}/>'
        "<content>Cửa khẩu Tân Thanh</content></entry></feed>",
        encoding="utf-8",
    )
    ((found,), faults) = read(tmp_path / "a.xml")
    assert (found.url, faults) == (url, [])


@pytest.mark.parametrize(
    ("head", "cell", "date"),
    [
        ("Ngày đăng (dd/mm/yyyy)", "45722", "2025-03-06"),
        ("Ngày đăng tin", "45722.4375", "2025-03-06"),
        ("NGÀY BAN HÀNH VĂN BẢN (*)", "6/3/2025", "2025-03-06"),
        ("Ngày", "99999", ""),
    ],
)
def test_days_that_a_spreadsheet_counts_and_heads_with_remarks(
    tmp_path: Path, head: str, cell: str, date: str
) -> None:
    rows = f"Tiêu đề bài báo (*),Nội dung tin,{head}\nHội đàm,{BODY},{cell}\n"
    (tmp_path / "tin.csv").write_text(rows, encoding="utf-8")
    ((found,), faults) = read(tmp_path / "tin.csv")
    assert (found.title, found.text, found.date) == ("Hội đàm", BODY, date)
    assert faults == ([] if date else ["bad-date"])


@pytest.mark.parametrize(
    "shape",
    ["[{}]", '{{"data": {{"items": [{}]}}}}', '{{"status": "ok", "results": [{}]}}'],
)
def test_articles_that_another_program_lists_need_no_id(tmp_path: Path, shape: str) -> None:
    one = json.dumps({"headline": "Hội đàm", "content": ["<p>Một &amp; hai.</p>", "<p>Ba.</p>"]})
    (tmp_path / "tin.json").write_text(shape.format(one), encoding="utf-8")
    ((found,), faults) = read(tmp_path / "tin.json")
    assert (found.id, found.title, found.text) == ("tin-1", "Hội đàm", "Một & hai.\nBa.")
    assert faults == []


def test_markup_left_in_a_title_is_what_it_stands_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "title": "Q&amp;A c&#7843;ng bi&#xEA;n", "body": BODY}))
    (found,), faults = read(path)
    assert (found.title, faults) == ("Q&A cảng biên", [])
