"""How many articles a reading will give, for those who wait: counted without reading them, or not
known.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from indexer.reading import IngestReport
from indexer.reading.files import files
from indexer.reading.formats import FORMATS

__all__ = ["expected"]

LINES: Final = (".jsonl", ".ndjson")
KINDS: Final = ("csv", "feed", "json", "zip", "eml", "msg", "xls", "xlsx", "ods")
TABLES: Final = (".gz", ".xz", *(suffix for kind in KINDS for suffix in FORMATS[kind].suffixes))
"""Files of many articles whose number only a reading tells."""


def expected(sources: Sequence[Path]) -> int | None:
    """About how many articles the sources hold: a file's lines, or one; None when some file does
    not tell.
    """
    count = 0
    for path, _ in files(sources, IngestReport()):
        name = path.name.casefold()
        if name == "metadata.csv":
            continue
        if name.endswith(TABLES):
            return None
        count += _lines(path) if name.endswith(LINES) else 1
    return count


def _lines(path: Path) -> int:
    count, last = 0, b"\n"
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                count += block.count(b"\n")
                last = block[-1:]
    except OSError:
        return 0
    return count + (last != b"\n")
