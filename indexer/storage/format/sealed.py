"""A small file that says whether it is whole: one JSON object whose content has a checksum before
it.

    {"crc32":"89abcdef","content":{…}}

The checksum is over the bytes of the content as they stand there.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

from indexer.errors import IndexCorrupt

__all__ = ["is_sealed", "seal", "unseal"]

_HEAD: Final = b'{"crc32":"%08x","content":'
_SIZE: Final = len(_HEAD % 0)
_END: Final = b"}\n"


def seal(content: Mapping[str, Any]) -> bytes:
    """The bytes of a sealed file."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    data = body.encode("utf-8", "surrogatepass")
    return _HEAD % zlib.crc32(data) + data + _END


def is_sealed(data: bytes) -> bool:
    """Does it begin as a sealed file does? Files of older versions do not."""
    return data.startswith(_HEAD[: _HEAD.index(b"%")])


def unseal(data: bytes, name: str) -> dict[str, Any]:
    """The content. Raises IndexCorrupt, telling the file by `name`, when a byte of it is not as
    written.
    """
    body = data[_SIZE : -len(_END)]
    if not data.endswith(_END) or data[:_SIZE] != _HEAD % zlib.crc32(body):
        raise IndexCorrupt(f"{name} is damaged")
    content = json.loads(body.decode("utf-8", "surrogatepass"))
    if not isinstance(content, dict):
        raise IndexCorrupt(f"{name} is damaged")
    return content
