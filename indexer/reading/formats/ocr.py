"""Scanned pages and pictures, read by Tesseract where it is installed and asked for."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from indexer.errors import UnreadableSource
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.pdf_lines import Line
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["page_lines", "read", "recognised"]

_SCALE: Final = 300 / 72
"""Dots an inch at which a page is drawn: what Tesseract is trained for."""
_MOST_DOTS: Final = 40_000_000
_SECONDS: Final = 300


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """The article of a picture."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"page{given.suffix}"
        path.write_bytes(given.data())
        text = recognised(path)
    if not text.strip():
        raise UnreadableSource("empty")
    yield SourceDocument(id=given.id, title="", text=text, path=given.path)


def page_lines(page: Any) -> list[Line]:
    """The lines of a page of a PDF, drawn and recognised; their places are not known, only their
    order.
    """
    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    pixels = bitmap.to_numpy()
    rows, columns = pixels.shape[:2]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pgm"
        path.write_bytes(b"P5 %d %d 255\n" % (columns, rows) + pixels.tobytes())
        text = recognised(path)
    bitmap.close()
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [
        Line(line, 0.0, float(len(line)), -number, -number, 0.0)
        for number, line in enumerate(lines)
        if line
    ]


def recognised(picture: Path) -> str:
    """The text of a picture. Raises UnreadableSource ("no-ocr") where Tesseract or its Vietnamese
    data is missing.
    """
    command = _command()
    try:
        run = subprocess.run(
            [command, str(picture), "stdout", "-l", "vie"],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise UnreadableSource(f"timeout: Tesseract, {_SECONDS} s") from fault
    if run.returncode:
        said = run.stderr.decode("utf-8", "replace").strip()
        reason = "no-ocr" if "traineddata" in said or "language" in said else "damaged"
        raise UnreadableSource(f"{reason}: {said[-200:]}")
    return run.stdout.decode("utf-8", "replace")


@cache
def _command() -> str:
    found = shutil.which("tesseract")
    if found is None:
        raise UnreadableSource("no-ocr")
    return found
