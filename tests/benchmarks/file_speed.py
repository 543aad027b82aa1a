"""Articles per second of an office's files, by kind: processor time of reading them, in the process
that reads apart and in this one, without understanding them.

python -m tests.benchmarks.file_speed [--files 200]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from indexer.reading import IngestReport, records
from tests.support.office_files import docx, page, pdf

_WORDS = "Ngày 6/3/2025, tỉnh Lạng Sơn hội đàm với Quảng Tây về cửa khẩu thông minh Hữu Nghị. "
_BARE = "Ngay 6/3/2025, tinh Lang Son hoi dam voi Quang Tay ve cua khau thong minh Huu Nghi."
_PARAGRAPHS = 30
"""A page and a half, about 2,500 characters."""


def _text(number: int) -> bytes:
    return "\n".join(f"{one}. {_WORDS}" for one in range(number, number + _PARAGRAPHS)).encode()


def _docx(number: int) -> bytes:
    return docx(
        "".join(
            f"<w:p><w:r><w:t>{one}. {_WORDS}</w:t></w:r></w:p>"
            for one in range(number, number + _PARAGRAPHS)
        )
    )


def _html(number: int) -> bytes:
    body = "".join(f"<p>{one}. {_WORDS}</p>" for one in range(number, number + _PARAGRAPHS))
    return f"<html><head><title>Tin {number}</title></head><body>{body}</body></html>".encode()


def _rtf(number: int) -> bytes:
    lines = (f"{one}. {_BARE}\\par " for one in range(number, number + _PARAGRAPHS))
    return ("{\\rtf1\\ansi " + "".join(lines) + "}").encode()


def _pdf(number: int) -> bytes:
    lines = [(60, 780 - 20 * one, 11, f"{number + one}. {_BARE}") for one in range(_PARAGRAPHS)]
    return pdf(page(*lines))


_KINDS: dict[str, Callable[[int], bytes]] = {
    "txt": _text,
    "html": _html,
    "docx": _docx,
    "rtf": _rtf,
    "pdf": _pdf,
}


def main() -> None:
    """Print how many files of each kind are read in a second of processor time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=200, help="files of each kind")
    files = parser.parse_args().files
    for kind, made in _KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            for number in range(files):
                (Path(folder) / f"{number}.{kind}").write_bytes(made(number))
            before = os.times()
            report = IngestReport()
            count = sum(1 for _ in records([Path(folder)], report))
            after = os.times()
        assert count == files, report.lines("en")
        taken = sum(after[:4]) - sum(before[:4])  # of this process and of those it has ended
        print(
            f"{kind:5}{count} files at {count / taken:,.0f}/s, {1000 * taken / count:.2f} ms each"
        )


if __name__ == "__main__":
    main()
