"""A file of named arrays: written once, in order; mapped into memory and read without decoding.

Layout: the body (8 bytes of magic, the arrays, little-endian, each aligned to 64 bytes), the
checksums of the body's blocks, a JSON directory, and a fixed tail (lengths, a checksum of checksums
and directory, magic). Opening checks all but the body; of the body every block is compared with its
checksum when something in it is first read. Nothing here knows what the arrays mean.
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
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexCorrupt
from indexer.storage.durability import open_regular

__all__ = ["Column", "ColumnFile", "ColumnWriter", "Seal", "narrowest"]

MAGIC: Final = b"CUAKHAU2"
ALIGNMENT: Final = 64
TAIL: Final = struct.Struct("<QQI8s")
SHIFT: Final = 13
BLOCK: Final = 1 << SHIFT
"""Bytes under one checksum: 2.6 µs to compare, 0.05 % of the file for the checksums."""
SHOWN: Final = 3  # names of arrays in a message; small files hold dozens in a block
Array = NDArray[Any]


class Seal(NamedTuple):
    """What tells a whole file from every other: its size, and the checksum over its checksums."""

    size: int
    checksum: int


def narrowest(largest: int) -> str:
    """The narrowest unsigned little-endian dtype that holds `largest`."""
    for dtype, limit in (("<u1", 0xFF), ("<u2", 0xFFFF), ("<u4", 0xFFFFFFFF)):
        if largest <= limit:
            return dtype
    return "<u8"


class ColumnWriter:
    """Writes arrays one after the other; `close` seals the file. Forcing it to disk is for
    whoever keeps it (`durability.sync_file`).

    A context manager: leaving it on an exception closes the file unsealed, so that it can never be
    opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._size = 0
        self._blocks: list[int] = []  # checksums of full blocks
        self._checksum = 0  # of the open block
        self._directory: dict[str, tuple[str, int, int]] = {}
        self._put(memoryview(MAGIC))

    def _put(self, data: memoryview) -> None:
        self._file.write(data)
        at = 0
        while at < len(data):
            part = data[at : at + BLOCK - self._size % BLOCK]
            self._checksum = zlib.crc32(part, self._checksum)
            self._size += len(part)
            at += len(part)
            if not self._size % BLOCK:
                self._blocks.append(self._checksum)
                self._checksum = 0

    def add(self, name: str, array: Array) -> None:
        """Write one whole array under `name`."""
        self.add_chunks(name, array.dtype.str, [array])

    def add_chunks(self, name: str, dtype: str, chunks: Iterable[Array]) -> None:
        """Write one array piece by piece; every piece is converted to `dtype`."""
        if name in self._directory:
            raise ValueError(f"column {name!r} is already written")
        kind = np.dtype(dtype).newbyteorder("<")
        self._align()
        start = self._size
        for chunk in chunks:
            data = np.ascontiguousarray(chunk, dtype=kind)
            if data.size:
                self._put(data.view(np.uint8).data)
        self._directory[name] = (kind.str, start, (self._size - start) // kind.itemsize)

    def _align(self) -> None:
        self._put(memoryview(bytes(-self._size % ALIGNMENT)))

    def close(self) -> None:
        """Write the checksums, the directory and the tail."""
        with self._file as file:
            self._align()
            if self._size % BLOCK:
                self._blocks.append(self._checksum)
            end = np.array(self._blocks, dtype="<u4").tobytes()
            end += json.dumps(self._directory, separators=(",", ":")).encode()
            file.write(end)
            file.write(TAIL.pack(self._size, len(end), zlib.crc32(end), MAGIC))

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
    """A sealed file of arrays, memory-mapped read-only. `buffer` is the whole mapping.

    With `seal`, the file must be the one it was taken from. Raises FileNotFoundError when the file
    is gone and IndexCorrupt when it is another, or no sealed file of columns. Safe to share between
    threads.
    """

    def __init__(self, path: Path, seal: Seal | None = None) -> None:
        self.path = path
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(MAGIC) + TAIL.size:
                raise IndexCorrupt(f"{path.name} is cut short")
            self.buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        body, length, checksum, magic = TAIL.unpack(self.buffer[size - TAIL.size :])
        if magic != MAGIC or body + length + TAIL.size != size:
            raise IndexCorrupt(f"{path.name} is not a sealed file of columns")
        end = self.buffer[body : body + length]
        if zlib.crc32(end) != checksum:
            raise IndexCorrupt(f"{path.name} has a damaged directory")
        self.seal = Seal(size, checksum)
        if seal is not None and self.seal != seal:
            raise IndexCorrupt(f"{path.name} is not the file that belongs there")
        blocks = -(-body // BLOCK)
        self._body = body
        self._checksums = memoryview(end)[: 4 * blocks].cast("I")
        self._sound = bytearray(blocks)  # 1 for each block that was compared
        self._directory: dict[str, tuple[str, int, int]] = json.loads(end[4 * blocks :])

    def names(self) -> list[str]:
        """The names of all arrays, in the order written."""
        return list(self._directory)

    def array(self, name: str) -> Array:
        """The array called `name`, compared with its checksums; a read-only view of the mapping.

        KeyError when there is none.
        """
        return self.column(name).whole()

    def column(self, name: str) -> Column:
        """The array called `name`, compared with its checksums only where it is read."""
        dtype, start, count = self._directory[name]
        return Column(self, np.frombuffer(self.buffer, dtype, count, start), start)

    def start(self, name: str) -> int:
        """The byte offset of an array in `buffer`."""
        return self._directory[name][1]

    def size(self, name: str) -> int:
        """Bytes an array takes."""
        dtype, _, count = self._directory[name]
        return np.dtype(dtype).itemsize * count

    def check(self, start: int, end: int) -> None:
        """Compare the bytes start … end of the body with their checksums, unless they have been.

        Raises IndexCorrupt naming the array that is damaged.
        """
        first, last = start >> SHIFT, (end + BLOCK - 1) >> SHIFT
        sound = self._sound
        at = sound.find(0, first, last)
        while at >= 0:
            begin = at << SHIFT
            with (
                memoryview(self.buffer) as view,
                view[begin : min(begin + BLOCK, self._body)] as part,
            ):
                if zlib.crc32(part) != self._checksums[at]:
                    raise IndexCorrupt(f"{self.path.name}: {self._named(begin)} is damaged")
            sound[at] = 1
            at = sound.find(0, at + 1, last)

    def _named(self, begin: int) -> str:
        """Which arrays have bytes in the block that begins there."""
        spans = {
            name: (self.start(name), self.start(name) + self.size(name)) for name in self._directory
        }
        held = [
            name for name, (start, end) in spans.items() if start < begin + BLOCK and end > begin
        ]
        if len(held) > SHOWN:
            held[SHOWN:] = ["…"]
        return ", ".join(held) or "what stands between columns"

    def verify(self) -> None:
        """Compare every byte with its checksum, also where it has been. Raises IndexCorrupt."""
        self._sound[:] = bytes(len(self._sound))
        self.check(0, self._body)

    def is_whole(self) -> bool:
        """Is the file still as long as when it was opened? Reading past the end of one that was cut
        since would end the process."""
        return self.buffer.size() >= len(self.buffer)


class Column:
    """An array in a file, compared with its checksums where it is read: by index or slice, or
    whole.
    """

    __slots__ = ("_array", "_file", "_start", "dtype", "itemsize")

    def __init__(self, file: ColumnFile, array: Array, start: int) -> None:
        self._file, self._array, self._start = file, array, start
        self.dtype: np.dtype[Any] = array.dtype
        self.itemsize: int = array.itemsize

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, key: slice) -> Array:
        """The items of a slice without a step."""
        found: Array = self._array[key]
        if len(found):
            begin = self._start + slice(*key.indices(len(self._array))).start * self.itemsize
            self._file.check(begin, begin + found.nbytes)
        return found

    def whole(self) -> Array:
        """All of it."""
        self._file.check(self._start, self._start + self._array.nbytes)
        return self._array

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        whole = self.whole()
        return whole if dtype is None and not copy else np.array(whole, dtype=dtype)
