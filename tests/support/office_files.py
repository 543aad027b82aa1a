"""Small files of every kind that is read, made here by hand, so that tests need no office."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from email.message import EmailMessage

__all__ = ["BODY", "TITLE", "doc", "docx", "every_kind", "msg", "odt", "pdf", "xlsx", "zipped"]

TITLE = "Hội đàm biên giới"
BODY = "Sáng 6/3/2025, tỉnh Lạng Sơn hội đàm với Quảng Tây về cửa khẩu thông minh."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of these members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name, (2025, 3, 6, 8, 0, 0)), data)
    return written.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document of this WordprocessingML; `header` and `footer` are parts of their own."""
    types = '<Default Extension="xml" ContentType="application/xml"/>'
    types += (
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types += f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links, section, members = "", "", {}
    for number, (kind, text) in enumerate(parts.items(), 1):
        tag = "hdr" if kind == "header" else "ftr"
        types += f'<Override PartName="/word/{kind}.xml" ContentType="{main}.{kind}+xml"/>'
        links += f'<Relationship Id="r{number}" Type="{office}/{kind}" Target="{kind}.xml"/>'
        section += f'<w:{kind}Reference w:type="default" r:id="r{number}"/>'
        members[f"word/{kind}.xml"] = (
            f"<w:{tag} {_W}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{tag}>"
        )
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r0" '
            f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document {_W} xmlns:r="{office}"><w:body>{body}'
            f"<w:sectPr>{section}</w:sectPr></w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f"{links}</Relationships>",
            **members,
        }
    )


def odt(body: str) -> bytes:
    """An OpenDocument text of these elements."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content{spaces}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def xlsx(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet, its cells written in place."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/s.xml" ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Tin" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="s.xml"/></Relationships>',
            "xl/s.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        }
    )


def pdf(*pages: str) -> bytes:
    """A PDF of pages with these content streams; /F1 is Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    kids = []
    for content in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {font} "
            f"/Contents {number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def page(*lines: tuple[int, int, int, str]) -> str:
    """A page's content stream: lines as (left, bottom, size, text)."""
    return "\n".join(
        f"BT /F1 {size} Tf {left} {bottom} Td ({text}) Tj ET" for left, bottom, size, text in lines
    )


def msg(subject: str, body: str, sender: str) -> bytes:
    """An Outlook message: a compound file with a stream for each property."""
    streams = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
        "__substg1.0_0C1A001F": sender.encode("utf-16-le"),
    }
    return _compound(streams)


def doc(body: str, *, narrow: bool = False, footnotes: str = "", endnotes: str = "") -> bytes:
    """A Word 97 file of one piece of text, wide or narrow characters, with a run's properties.

    What stands between `{-` and `-}` in any part is marked deleted, as while changes are tracked.
    """
    encoding = "cp1252" if narrow else "utf-16-le"
    wide = 1 if narrow else 2
    written = f"{body}{footnotes}{endnotes}"
    pieces = [piece for one in written.split("{-") for piece in one.split("-}")]
    counts = [len(re.sub(r"\{-|-\}", "", part)) for part in (body, footnotes, "", "", "", endnotes)]
    begin = 1024
    bounds = [begin]
    for piece in pieces:
        bounds.append(bounds[-1] + len(piece) * wide)
    text = "".join(pieces).encode(encoding)
    runs = struct.pack(f"<{len(bounds)}I", *bounds)
    runs += bytes(248 if number % 2 else 0 for number in range(len(pieces)))
    page = (runs.ljust(496, b"\0") + b"\x03" + struct.pack("<HB", 0x0800, 1)).ljust(511, b"\0")
    begin_of_runs = -(-(begin + len(text)) // 512)
    placed = struct.pack("<H", 0) + struct.pack("<I", begin * 2 | 0x40000000 if narrow else begin)
    clx = b"\x02" + struct.pack("<III", 16, 0, sum(counts)) + placed + b"\0\0"
    found = struct.pack("<III", bounds[0], bounds[-1], begin_of_runs)
    head = bytearray(begin)
    struct.pack_into("<HHxxxxxxH", head, 0, 0xA5EC, 0xC1, 0x0200)
    struct.pack_into("<IIH", head, 0x18, begin, bounds[-1], 14)
    struct.pack_into("<I", head, 0x40, begin_of_runs * 512 + 512)
    struct.pack_into("<6I", head, 0x4C, *counts)
    struct.pack_into("<H", head, 0x3E, 22)
    struct.pack_into("<H", head, 0x98, 93)
    struct.pack_into("<II", head, 0xFA, 64, len(found))
    struct.pack_into("<II", head, 0x1A2, 0, len(clx))
    main = (bytes(head) + text).ljust(begin_of_runs * 512, b"\0") + page + bytes((len(pieces),))
    return _compound({"WordDocument": main, "1Table": clx.ljust(64, b"\0") + found})


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB, version 3) of these streams, each in sectors of its own."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    data, chain, entries = b"", [], []
    for name, content in sorted(streams.items(), key=lambda one: (len(one[0]), one[0].upper())):
        content = content.ljust(4096, b"\0")  # shorter ones would go into a stream of small sectors
        start = len(chain)
        count = -(-len(content) // sector)
        chain += [*range(start + 1, start + count), end]
        data += content.ljust(count * sector, b"\0")
        entries.append((name, 2, start, len(content)))
    directory = [_entry("Root Entry", 5, end, 0, child=1)]
    for number, (name, kind, start, size) in enumerate(entries, 1):
        right = number + 1 if number < len(entries) else free
        directory.append(_entry(name, kind, start, size, right=right))
    while len(directory) % 4:
        directory.append(bytes(68) + struct.pack("<III", free, free, free) + bytes(48))
    first = len(chain)
    count = len(directory) // 4
    chain += [*range(first + 1, first + count), end]
    data += b"".join(directory)
    table = len(chain)
    chain.append(0xFFFFFFFD)
    assert len(chain) <= 128
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, first, 0, 4096, end, 0, end, 0, table)
    return head.ljust(sector, b"\xff") + data + fat


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    written = name.encode("utf-16-le")
    entry = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


def every_kind() -> dict[str, bytes]:
    """A sound file of every kind, by its name."""
    paragraph = f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"
    letter = EmailMessage()
    letter["Subject"], letter["From"] = TITLE, "a@b.vn"
    letter["Date"] = "Thu, 06 Mar 2025 08:00:00 +0700"
    letter.set_content(BODY)
    markup = f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><article>'
    markup += f"<h1>{TITLE}</h1>" + f"<p>{BODY}</p>" * 4 + "</article></body></html>"
    saved = (
        "MIME-Version: 1.0\r\nSnapshot-Content-Location: https://x.vn/a\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html; charset=utf-8\r\n\r\n{markup}\r\n--b--\r\n"
    )
    rows = [["id", "title", "body"], ["1", TITLE, BODY]]
    return {
        "bai.txt": f"{TITLE}\n{BODY}\n".encode(),
        "bai.md": f"# {TITLE}\n\n**{BODY}**\n".encode(),
        "bai.html": markup.encode(),
        "bai.mht": saved.encode(),
        "bai.docx": docx(paragraph),
        "bai.doc": doc(f"{TITLE}\r{BODY}\r"),
        "bai.odt": odt(f"<text:p>{BODY}</text:p>"),
        "bai.rtf": rb"{\rtf1\ansi L\u7841?ng S\u417?n h\u7885?p v\u7899?i Qu\u7843?ng T\'e2y.\par}",
        "bai.pdf": pdf(page((60, 700, 11, "Lang Son hop voi Quang Tay ve cua khau thong minh"))),
        "thu.eml": bytes(letter),
        "thu.msg": msg(TITLE, BODY, "Phi Anh"),
        "bang.xlsx": xlsx(rows),
        "bang.csv": "\n".join(",".join(row) for row in rows).encode(),
        "kho.jsonl": json.dumps({"id": "1", "body": BODY}).encode() + b"\n",
        "kho.json": json.dumps([{"id": "1", "content": [BODY]}]).encode(),
        "tin.rss": f'<?xml version="1.0"?><rss><channel><title>X</title><item><title>{TITLE}</title>'
        f"<description>{BODY}</description></item></channel></rss>".encode(),
        "goi.zip": zipped({"bai.txt": TITLE, "trong/bai.docx": docx(paragraph)}),
    }
