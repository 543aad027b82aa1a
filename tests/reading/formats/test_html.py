"""Pages that office programs write."""

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
