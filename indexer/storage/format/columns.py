"""A file of named arrays: written once, in order; mapped into memory and read without decoding.

Layout: 8 bytes of magic, the arrays (little-endian, each aligned to 64 bytes), a JSON directory,
and a fixed tail (directory length and CRC-32, magic). Nothing here knows what the arrays mean.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexCorrupt

__all__ = ["ColumnFile", "ColumnWriter", "narrowest"]

MAGIC = b"CUAKHAU1"
ALIGNMENT = 64
TAIL = struct.Struct("<QI8s")
Array = NDArray[Any]


def narrowest(largest: int) -> str:
    """The narrowest unsigned little-endian dtype that holds `largest`."""
    for dtype, limit in (("<u1", 0xFF), ("<u2", 0xFFFF), ("<u4", 0xFFFFFFFF)):
        if largest <= limit:
            return dtype
    return "<u8"


class ColumnWriter:
    """Writes arrays one after the other; `close` seals the file. Forcing it to disk is for whoever
    keeps it (`files.sync`).

    A context manager: leaving it on an exception closes the file unsealed, so that it can never be
    opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._file.write(MAGIC)
        self._directory: dict[str, tuple[str, int, int, int]] = {}

    def add(self, name: str, array: Array) -> None:
        """Write one whole array under `name`."""
        self.add_chunks(name, array.dtype.str, [array])

    def add_chunks(self, name: str, dtype: str, chunks: Iterable[Array]) -> None:
        """Write one array piece by piece; every piece is converted to `dtype`."""
        if name in self._directory:
            raise ValueError(f"column {name!r} is already written")
        kind = np.dtype(dtype).newbyteorder("<")
        position = self._file.tell()
        self._file.write(b"\0" * (-position % ALIGNMENT))
        start = self._file.tell()
        checksum = 0
        for chunk in chunks:
            data = np.ascontiguousarray(chunk, dtype=kind)
            if data.size:
                view = data.view(np.uint8).data
                checksum = zlib.crc32(view, checksum)
                self._file.write(view)
        count = (self._file.tell() - start) // kind.itemsize
        self._directory[name] = (kind.str, start, count, checksum)

    def close(self) -> None:
        """Write the directory and the tail."""
        with self._file as file:
            directory = json.dumps(self._directory, separators=(",", ":")).encode()
            file.write(directory)
            file.write(TAIL.pack(len(directory), zlib.crc32(directory), MAGIC))

    def abandon(self) -> None:
        """Close the file without sealing it."""
        self._file.close()

    def __enter__(self) -> ColumnWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()


class ColumnFile:
    """A sealed file of arrays, memory-mapped read-only. `buffer` is the whole mapping, for slicing
    bytes out of it.

    Raises FileNotFoundError when the file is gone and IndexCorrupt when it is not a sealed column
    file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(MAGIC) + TAIL.size:
                raise IndexCorrupt(f"{path.name} is cut short")
            self.buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        length, checksum, magic = TAIL.unpack(self.buffer[size - TAIL.size :])
        start = size - TAIL.size - length
        if magic != MAGIC or start < len(MAGIC) or self.buffer[: len(MAGIC)] != MAGIC:
            raise IndexCorrupt(f"{path.name} is not a sealed file of columns")
        directory = self.buffer[start : start + length]
        if zlib.crc32(directory) != checksum:
            raise IndexCorrupt(f"{path.name} has a damaged directory")
        self._directory: dict[str, tuple[str, int, int, int]] = json.loads(directory)

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def names(self) -> list[str]:
        """The names of all arrays, in the order written."""
        return list(self._directory)

    def array(self, name: str) -> Array:
        """The array called `name`, a read-only view of the mapping; KeyError when there is none."""
        dtype, start, count, _ = self._directory[name]
        return np.frombuffer(self.buffer, dtype=dtype, count=count, offset=start)

    def start(self, name: str) -> int:
        """The byte offset of an array in `buffer`."""
        return self._directory[name][1]

    def size(self, name: str) -> int:
        """Bytes an array takes."""
        dtype, _, count, _ = self._directory[name]
        return np.dtype(dtype).itemsize * count

    def verify(self) -> None:
        """Compare every array with its checksum; raises IndexCorrupt naming the first that
        differs.
        """
        for name, (dtype, start, count, checksum) in self._directory.items():
            length = np.dtype(dtype).itemsize * count
            with memoryview(self.buffer) as view, view[start : start + length] as part:
                if zlib.crc32(part) != checksum:
                    raise IndexCorrupt(f"{self.path.name}: column {name} is damaged")
