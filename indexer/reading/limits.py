"""What reading one file may cost. Whatever a file asks beyond these limits costs that file, never
the run.

Each can be set by an environment variable, for every command and for the web server alike.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from indexer.errors import BadSetting, UnreadableSource
from indexer.model.messages import Message

__all__ = [
    "LINE",
    "MEMBERS",
    "NESTING",
    "PAGES",
    "SKIPPED_LINE",
    "TEXT",
    "Limits",
    "limits",
    "within",
]

MIB: Final = 1 << 20

LINE: Final = 16 * MIB
"""Bytes of the longest line of JSON Lines or row of a table."""
SKIPPED_LINE: Final = 256 * MIB
"""Bytes of a line too long that are passed over in search of the next one; then the file ends."""
TEXT: Final = 4 * MIB
"""Characters of the longest article: 1,000 pages hold about two millions."""
MEMBERS: Final = 2_000
"""Files read from one archive or one message."""
NESTING: Final = 3
"""Archives within archives, attachments of attachments."""
PAGES: Final = 2_000
"""Pages read of one PDF; OCR reads at most `OCR_PAGES` of them (in the OCR module)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use of the process that reads it.

    seconds: time from opening the file to its last article.
    memory: bytes of address space of the reading process; the libraries alone need some 300 MB.
    size: bytes of a file that is read whole, and of what it unpacks to.
    ocr: whether scanned pages and pictures are read by Tesseract.
    """

    seconds: float = 60.0
    memory: int = 2048 * MIB
    size: int = 256 * MIB
    ocr: bool = False


def limits() -> Limits:
    """The limits as the environment sets them. Raises BadSetting for a value that is no
    number.
    """
    standard = Limits()
    seconds = os.environ.get("CUAKHAU_READ_SECONDS")
    memory = os.environ.get("CUAKHAU_READ_MEMORY")
    size = os.environ.get("CUAKHAU_READ_SIZE")
    ocr = os.environ.get("CUAKHAU_READ_OCR", "")
    return Limits(
        seconds=_number("CUAKHAU_READ_SECONDS", seconds, standard.seconds, 1),
        memory=int(_number("CUAKHAU_READ_MEMORY", memory, standard.memory / MIB, 512)) * MIB,
        size=int(_number("CUAKHAU_READ_SIZE", size, standard.size / MIB, 1)) * MIB,
        ocr=ocr not in ("", "0"),
    )


def _number(name: str, told: str | None, standard: float, least: float) -> float:
    if not told:
        return standard
    try:
        number = float(told)
    except ValueError:
        number = float("nan")
    if not least <= number < float("inf"):
        raise BadSetting(Message("bad_number", name=name, value=told, least=f"{least:g}"))
    return number


def within(size: int, most: int) -> None:
    """Raise UnreadableSource when a size is beyond its limit."""
    if size > most:
        raise UnreadableSource(f"too-large: {size // MIB} MB > {most // MIB} MB")
