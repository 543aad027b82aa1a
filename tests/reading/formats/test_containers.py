"""Nothing that a container holds is lost or passed over: archives, mail, tables, files of other
programs.
"""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from indexer.reading import IngestReport, SourceDocument, records

TITLE = "Hội đàm biên giới"
BODY = "Sáng 6/3/2025, tỉnh Lạng Sơn hội đàm với Quảng Tây về cửa khẩu Hữu Nghị."


def read(path: Path) -> tuple[list[SourceDocument], list[str]]:
    report = IngestReport()
    return list(records([path], report)), [fault.reason for fault in report.faults]


def packed(path: Path, **members: str) -> Path:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, text in members.items():
            package.writestr(name, text)
    path.write_bytes(written.getvalue())
    return path


def test_two_members_of_one_stem_are_two_articles(tmp_path: Path) -> None:
    found, faults = read(
        packed(
            tmp_path / "goi.zip",
            **{"a/tin.txt": BODY, "a/tin.md": f"# Bài hai\n\n{BODY}", "b/tin.txt": f"{BODY} Hết."},
        )
    )
    assert [one.id for one in found] == ["goi/a/tin", "goi/a/tin.txt", "goi/b/tin"]
    assert faults == []


def test_the_table_of_a_folder_in_an_archive_describes_its_files(tmp_path: Path) -> None:
    table = f"tệp;tiêu đề;ngày đăng\ntin.txt;{TITLE};7/3/2025\nkhác.txt;Không có;8/3/2025\n"
    found, faults = read(packed(tmp_path / "goi.zip", **{"tin.txt": BODY, "metadata.csv": table}))
    assert [(one.title, one.date, one.text) for one in found] == [(TITLE, "2025-03-07", BODY)]
    assert faults == ["no-such-file"]


def test_the_luggage_of_a_page_in_an_archive_is_no_article(tmp_path: Path) -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{BODY}</p>"
    members = {"tin/Trang.html": page, "tin/Trang_files/khung.html": f"<p>Quảng cáo. {BODY}</p>"}
    found, faults = read(packed(tmp_path / "goi.zip", **members))
    assert [one.id for one in found] == ["goi/tin/Trang"]
    assert faults == []


def test_two_attachments_of_one_name_are_two_articles(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Message-ID"] = TITLE, "a@b.vn", "<1@b.vn>"
    mail.set_content("Kính gửi")
    for text in (BODY, f"{BODY} Hết."):
        mail.add_attachment(text, filename="tin.txt")
    (tmp_path / "thu.eml").write_bytes(mail.as_bytes())
    found, _ = read(tmp_path / "thu.eml")
    assert [one.id for one in found] == ["thu", "thu/tin", "thu/2-tin"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rss", '<rss version="2.0"><channel><title>Báo X</title></channel></rss>'),
        ("a.jsonl", "\n\n"),
        ("a.csv", "id,title,body\n"),
        ("a.json", "[]"),
    ],
)
def test_a_file_without_an_article_is_told(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found, faults = read(tmp_path / name)
    assert not found
    assert faults == ["empty"]


def test_an_archive_without_a_file_is_told(tmp_path: Path) -> None:
    assert read(packed(tmp_path / "goi.zip")) == ([], ["empty"])


ARTICLE = {"id": "a", "title": TITLE, "body": BODY, "date": "2025-03-06"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", json.dumps([ARTICLE])),
        ("a.jsonl", json.dumps(ARTICLE, indent=2)),
        ("a.json", json.dumps(ARTICLE) + "\n" + json.dumps({**ARTICLE, "id": "b"})),
        ("a.json", json.dumps({"hits": {"hits": [{"_id": "a", "_source": ARTICLE}]}})),
        ("a.json", json.dumps({"data": [{"id": "a", "attributes": ARTICLE}]})),
    ],
)
def test_json_is_read_by_what_it_is_not_by_its_name(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found, faults = read(tmp_path / name)
    assert (found[0].id, found[0].title, found[0].text, faults) == ("a", TITLE, BODY, [])


PARAGRAPH = [{"text": "Sáng 6/3/2025, tỉnh "}, {"text": "Lạng Sơn", "bold": True}]
JOINED = "Sáng 6/3/2025, tỉnh Lạng Sơn"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ([{"type": "p", "children": PARAGRAPH}, {"type": "p", "children": [{"text": "Hết"}]}], "p"),
        ({"ops": [{"insert": JOINED + "\nHết"}]}, "p"),
        ({"blocks": [{"type": "paragraph", "data": {"text": JOINED}}, {"data": "Hết"}]}, "p"),
        ([{"type": "paragraph", "data": {"text": JOINED}}, {"type": "delimiter", "data": {}}], "1"),
        ({"sapo": JOINED, "paragraphs": [{"text": "Hết"}]}, "p"),
        ({"rendered": f"<p>{JOINED}</p><p>Hết</p>"}, "p"),
        (f"{JOINED}<br>Hết", "p"),
    ],
)
def test_bodies_as_editors_of_pages_keep_them(tmp_path: Path, body: object, text: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"title": TITLE, "body": body}), encoding="utf-8")
    found, faults = read(tmp_path / "a.json")
    assert ([one.text for one in found], faults) == (
        [JOINED if text == "1" else f"{JOINED}\nHết"],
        [],
    )


def test_fields_that_programs_write_as_objects(tmp_path: Path) -> None:
    article = {
        "_id": {"$oid": "65e7"},
        "title": {"rendered": "Hội đàm &#8211; T&amp;T"},
        "content": {"rendered": f"<p>{BODY}</p>"},
        "date": {"$date": "2025-03-06T18:00:00Z"},
        "authors": [{"name": "Minh Anh"}, {"name": "Thu Hà"}],
    }
    (tmp_path / "a.json").write_text(json.dumps([article]), encoding="utf-8")
    (one,), faults = read(tmp_path / "a.json")
    assert (one.id, one.title, one.text, one.date) == (
        "65e7",
        "Hội đàm – T&T",
        BODY,
        "2025-03-07",
    )
    assert one.author == "Minh Anh, Thu Hà"
    assert faults == []


@pytest.mark.parametrize(
    ("lead", "text"),
    [("Hai bên gặp nhau.", f"Hai bên gặp nhau.\n{BODY}"), (BODY[:70] + " …", BODY), ("", BODY)],
)
def test_a_lead_in_a_column_of_its_own_is_text(tmp_path: Path, lead: str, text: str) -> None:
    table = f'id;Tiêu đề;Sapo;Nội dung\n1;{TITLE};{lead};"{BODY}"\n'
    (tmp_path / "a.csv").write_text(table, encoding="utf-8")
    assert [one.text for one in read(tmp_path / "a.csv")[0]] == [text]


def test_a_quotation_mark_never_closed_is_told(tmp_path: Path) -> None:
    table = 'id,title,body\n1,Một,"Tin một"\n2,Hai,"Tin hai\n3,Ba,Tin ba\n'
    (tmp_path / "a.csv").write_text(table, encoding="utf-8")
    report = IngestReport()
    found = list(records([tmp_path / "a.csv"], report))
    assert [one.id for one in found] == ["1", "2"]
    assert [(note.reason, note.line) for note in report.noted] == [("open-quote", 3)]


def encoded_twice(text: str) -> bytes:
    return text.encode().decode("latin-1").encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(encoded_twice, id="encoded twice"),
        pytest.param(lambda text: text.encode("utf-16-le"), id="UTF-16 without a mark"),
    ],
)
def test_a_table_in_an_encoding_it_does_not_tell(tmp_path: Path, data: object) -> None:
    assert callable(data)
    table = f"STT;Tiêu đề;Nội dung;Ngày đăng\n7;{TITLE};{BODY};6/3/2025\n"
    (tmp_path / "a.csv").write_bytes(data(table))
    (one,), faults = read(tmp_path / "a.csv")
    assert (one.title, one.text, one.date, faults) == (TITLE, BODY, "2025-03-06", [])


def test_a_feed_behind_a_warning_of_its_server(tmp_path: Path) -> None:
    item = f"<item><title>{TITLE}</title><description>{BODY}</description></item>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>'
    (tmp_path / "a.rss").write_text(f"<br />\n<b>Notice</b>: x in <b>/a.php</b>\n{feed}")
    assert [one.title for one in read(tmp_path / "a.rss")[0]] == [TITLE]
    (tmp_path / "b.rss").write_bytes(encoded_twice(feed))
    assert [one.text for one in read(tmp_path / "b.rss")[0]] == [BODY]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-16", f"STT\tTiêu đề\tNội dung\n1\t{TITLE}\t{BODY}\n"),
        ("utf-8", json.dumps([{"title": TITLE, "body": BODY}], ensure_ascii=False)),
    ],
)
def test_a_table_or_json_under_the_name_of_a_text(tmp_path: Path, encoding: str, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding)
    found, faults = read(tmp_path / "a.txt")
    assert [(one.title, one.text) for one in found] == [(TITLE, BODY)]
    assert faults == ["other-kind"]


def test_a_text_with_a_tab_or_a_brace_is_a_text(tmp_path: Path) -> None:
    for text in (f"Tiêu đề\t{TITLE}\n{BODY}", f'{{"Lời dẫn"}} {TITLE}\n{BODY}'):
        (tmp_path / "a.txt").write_text(text, "utf-8")
        found, faults = read(tmp_path / "a.txt")
        assert [one.text for one in found] == [text]
        assert faults == []


MARKDOWN = """+++
title = "Hội đàm biên giới"
date = 2025-03-07T10:00:00+07:00
+++
Mở đầu
======

<p align="center">Sáng 6/3, <b>Lạng Sơn</b><br></p> <!-- sửa sau -->

| Mặt hàng | Tấn |
| --- | ---: |
| Thanh long | 1.050 |

***
Hết[^1] bài.

[^1]: Theo Hải quan.

```
a_b_c = "*x*"
```
"""


def test_markdown_without_what_only_draws(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKDOWN, "utf-8")
    (one,), _ = read(tmp_path / "a.md")
    assert (one.title, one.date) == (TITLE, "2025-03-07")
    assert [line.strip() for line in one.text.splitlines() if line.strip()] == [
        "Mở đầu",
        "Sáng 6/3, Lạng Sơn",
        "| Mặt hàng | Tấn |",
        "| Thanh long | 1.050 |",
        "Hết bài.",
        "Theo Hải quan.",
        'a_b_c = "*x*"',
    ]
