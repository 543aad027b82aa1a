"""Whoosh's table of contents, read without Whoosh: which segments an index has and what is deleted
in each.

Reading must start fast and must not run what a file says, so the pickled list of segments goes
through an unpickler that knows the few names it may hold and makes plain records of them.
tests/storage compares it with Whoosh's own reading.
"""

from __future__ import annotations

import io
import pickle
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

from indexer.errors import IndexCorrupt
from indexer.records import dataclass

__all__ = ["Entry", "latest", "read"]

INDEX_NAME = "MAIN"
_PATTERN = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
_MARK = struct.pack("!i", -12345)


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment: the name its files begin with, its documents, and which of them are deleted."""

    name: str
    doc_count: int
    deleted: frozenset[int]


class _Plain:
    """Takes the place of Whoosh's classes when they are unpickled: only holds what was in them."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in {
            ("indexer.storage.whoosh_codec.codec", "ColumnarSegment"),
            ("indexer.storage.whoosh_codec.codec", "ColumnarCodec"),
        }:
            return _Plain
        if (module, name) == ("builtins", "set"):
            return set
        if module.startswith("whoosh.codec."):
            raise IndexCorrupt("the index was written by Whoosh with another codec; build it anew")
        raise IndexCorrupt(f"the table of contents names {module}.{name}, which has no place there")


def latest(folder: Path) -> int:
    """The number of the newest table of contents in a generation's folder, -1 when there
    is none.
    """
    found = (_PATTERN.fullmatch(path.name) for path in folder.iterdir())
    return max((int(match[1]) for match in found if match), default=-1)


def read(folder: Path, number: int) -> list[Entry]:
    """The segments of table of contents `number`, in order.

    Raises FileNotFoundError, and IndexCorrupt when it is damaged.
    """
    content = (folder / f"_{INDEX_NAME}_{number}.toc").read_bytes()
    try:
        stream = io.BytesIO(content)
        take = _checked(stream)
        for _ in range(3):
            _varint(take)  # sizes of C types
        if take(4) != _MARK:
            raise IndexCorrupt("not a table of contents")
        take(4)  # version of the format
        for _ in range(3):
            _varint(take)  # version of Whoosh
        take(_varint(take))  # the schema: ours is the one in code
        if struct.unpack("!i", take(4))[0] != number:
            raise IndexCorrupt("the number differs from the name")
        take(4)
        segments = _Unpickler(stream).load()
        return [
            Entry(f"{s.indexname}_{s.segid}", int(s._doccount), frozenset(s._deleted or ()))
            for s in segments
        ]
    except IndexCorrupt as error:
        raise IndexCorrupt(f"{folder}: {error}") from None
    except Exception as error:  # a damaged pickle raises anything
        raise IndexCorrupt(
            f"the table of contents in {folder} is damaged ({type(error).__name__})"
        ) from error


def _checked(stream: io.BytesIO) -> Callable[[int], bytes]:
    def take(count: int) -> bytes:
        part = stream.read(count)
        if len(part) != count:
            raise IndexCorrupt("cut short")
        return part

    return take


def _varint(take: Callable[[int], bytes]) -> int:
    value = shift = 0
    while True:
        byte = take(1)[0]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
        shift += 7
