"""Articles shown before they are kept: they travel in the page's form, packed, so that nothing is
stored until somebody says so.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable

from indexer.building.given_records import SourceDocument, as_line, recorded

__all__ = ["pack", "unpack"]


def pack(records: Iterable[SourceDocument]) -> str:
    """The records as text for a field of a form."""
    lines = "\n".join(map(as_line, records))
    return b64encode(zlib.compress(lines.encode())).decode()


def unpack(draft: str, most: int) -> list[SourceDocument]:
    """The records that were packed, checked again; at most so many bytes when unpacked.

    Raises ValueError for what `pack` did not make or what is larger, BadArticle for records that
    are none.
    """
    opener = zlib.decompressobj()
    try:
        lines = opener.decompress(b64decode(draft, validate=True), most).decode()
    except zlib.error as error:
        raise ValueError(f"not packed by us: {error}") from error
    if not opener.eof:
        raise ValueError("cut short, or too large")
    return [recorded(json.loads(line)) for line in lines.split("\n") if line]
