"""Scanned pages and pictures: said without --ocr, read with it where Tesseract is there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from indexer.reading import IngestReport, SourceDocument, records
from indexer.reading.limits import Limits
from tests.support.office_files import pdf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Tesseract's stand-in is a script")
SCANNED = pdf("0.9 g 100 100 300 300 re f")
WITH_OCR = Limits(ocr=True)


def read(path: Path, may: Limits | None = None) -> tuple[list[SourceDocument], list[str]]:
    report = IngestReport()
    return list(records([path], report, may=may)), [one.reason for one in report.faults]


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name which says what it was asked for, as a page in two lines."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "tesseract"
    command.write_text(
        '#!/bin/sh\nhead -c 2 "$1" >/dev/null || exit 1\n'
        'echo "Lạng Sơn hội đàm với Quảng Tây"\necho "Ngôn ngữ $4"\n'
    )
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return command


def test_a_scanned_pdf_is_said_to_need_ocr(tmp_path: Path) -> None:
    (tmp_path / "quet.pdf").write_bytes(SCANNED)
    assert read(tmp_path / "quet.pdf") == ([], ["scanned"])


def test_where_tesseract_is_missing_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "quet.pdf").write_bytes(SCANNED)
    assert read(tmp_path / "quet.pdf", WITH_OCR) == ([], ["no-ocr"])


def test_a_scanned_pdf_is_read_by_tesseract(tmp_path: Path, tesseract: Path) -> None:
    (tmp_path / "quet.pdf").write_bytes(SCANNED)
    found, faults = read(tmp_path / "quet.pdf", WITH_OCR)
    assert faults == []
    assert "Lạng Sơn hội đàm với Quảng Tây" in found[0].text
    assert "Ngôn ngữ vie" in found[0].text


def test_a_picture_is_read_by_tesseract(tmp_path: Path, tesseract: Path) -> None:
    (tmp_path / "anh.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert [one.id for one in read(tmp_path / "anh.png", WITH_OCR)[0]] == ["anh"]
    assert read(tmp_path / "anh.png") == ([], ["picture"])
