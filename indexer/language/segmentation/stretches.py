"""The stretches of a batch of texts, between white space, looked up all at once.

A stretch of up to 15 bytes of UTF-8, as nearly all are, is two 64-bit numbers (its bytes and its
length), found in a hash table of numpy arrays; what is met for the first time, and what is longer,
is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["NEWLINE", "PAD", "StretchTable"]

# the number of the stretch between texts, and of its only token, which weighs nothing and joins
# nothing
PAD: Final = 0
NEWLINE: Final = 1  # the number of \n, a stretch of its own

_BETWEEN: Final = 0xFF  # stands between texts; no byte of UTF-8
_PACKED: Final = 16
_CONTENT, _ALONE = 1, 2
_KINDS = bytearray([_CONTENT]) * 256
for _byte in b" \t\r\x0b\x0c":  # what bytes.split parts at
    _KINDS[_byte] = 0
_KINDS[ord("\n")] = _KINDS[_BETWEEN] = _ALONE
_LOW = np.array(
    [(1 << 8 * min(length, 8)) - 1 for length in range(_PACKED)], np.uint64
)  # the bytes of a stretch, by its length
_HIGH = np.array([(1 << 8 * max(length - 8, 0)) - 1 for length in range(_PACKED)], np.uint64)
_LENGTH = np.arange(_PACKED, dtype=np.uint64) << np.uint64(56)  # in the last byte
_MIX, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)

Longs = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]


class StretchTable:
    """Numbers stretches in order of first sight, from 2; `add` is told of each new one and gives
    it its number.
    """

    def __init__(self, add: Callable[[bytes], int]) -> None:
        self._add = add
        self._long: dict[bytes, int] = {}
        self._low, self._high = (
            np.zeros(1, np.uint64),
            np.zeros(1, np.uint64),
        )  # row by row, in order of first sight; row 0 is nobody's
        self._numbers = np.full(1, -1, np.int64)
        self._count = 1
        self._table = np.zeros(2, np.int32)  # open addressing: a key's row, 0 where there is none
        self._mask, self._shift = 1, np.uint64(63)

    def numbers(self, texts: Sequence[str]) -> tuple[Longs, Longs]:
        """The numbers of the texts' stretches, a PAD before each text and one at the end; and the
        places of the PADs.
        """
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        between = bytes((_BETWEEN,))
        data = between + between.join([*encoded, b""]) + bytes(_PACKED)
        raw = np.frombuffer(data, np.uint8, len(data) - _PACKED)
        kinds = np.frombuffer(data.translate(_KINDS), np.uint8, len(raw))
        content = kinds == _CONTENT
        begins = np.flatnonzero(content[1:] > content[:-1]) + 1
        ends = np.flatnonzero(content[:-1] > content[1:]) + 1
        first = kinds == _ALONE
        first[begins] = True
        starts = np.flatnonzero(first)
        alone = ~content[starts]
        numbers = np.where(raw[starts] == _BETWEEN, PAD, NEWLINE)
        pads = np.flatnonzero(alone & (numbers == PAD))
        numbers[~alone] = self._look_up(data, begins, ends)
        return numbers, pads

    def _look_up(self, data: bytes, begins: Longs, ends: Longs) -> Longs:
        """The numbers of data[begins[i]:ends[i]]; data goes on for 16 bytes after the last."""
        rows = np.ndarray((len(data) - _PACKED + 1,), f"V{_PACKED}", data, strides=(1,))
        keys = rows[begins].view("<u8").reshape(-1, 2)
        lengths = ends - begins
        packed = lengths < _PACKED
        lengths = np.minimum(lengths, _PACKED - 1)
        low, high = keys[:, 0] & _LOW[lengths], keys[:, 1] & _HIGH[lengths] | _LENGTH[lengths]
        numbers = self._find(low, high)
        if not packed.all():
            numbers[~packed] = -1
        unknown = np.flatnonzero(numbers < 0)
        if len(unknown):
            fresh: dict[bytes, int] = {}
            found = []
            for begin, end in zip(begins[unknown].tolist(), ends[unknown].tolist(), strict=True):
                known = fresh if end - begin < _PACKED else self._long
                stretch = data[begin:end]
                number = known.get(stretch)
                if number is None:
                    number = known[stretch] = self._add(stretch)
                found.append(number)
            numbers[unknown] = found
            kept = unknown[packed[unknown]]
            new, places = np.unique(numbers[kept], return_index=True)
            self._insert(low[kept[places]], high[kept[places]], new)
        return numbers

    def _places(self, low: Keys, high: Keys) -> Longs:
        """Where in the table to look for keys first."""
        return (((low ^ high * _SPREAD) * _MIX) >> self._shift).astype(np.int64)

    def _find(self, low: Keys, high: Keys) -> Longs:
        """The numbers of keys, -1 for those not there."""
        at = self._places(low, high)
        rows = self._table[at]
        other = np.flatnonzero(((self._low[rows] != low) | (self._high[rows] != high)) & (rows > 0))
        while len(other):
            at[other] = at[other] + 1 & self._mask
            rows[other] = met = self._table[at[other]]
            differs = (self._low[met] != low[other]) | (self._high[met] != high[other])
            other = other[differs & (met > 0)]
        return self._numbers[rows]

    def _insert(self, low: Keys, high: Keys, numbers: Longs) -> None:
        """Put keys that are not there into the table, which is kept at most half full."""
        first, self._count = self._count, self._count + len(numbers)
        if self._count > len(self._numbers):
            size = 2 * self._count
            self._low, self._high, self._numbers = (
                np.resize(self._low, size),
                np.resize(self._high, size),
                np.resize(self._numbers, size),
            )
        rows = slice(first, self._count)
        self._low[rows], self._high[rows], self._numbers[rows] = low, high, numbers
        if 2 * self._count > len(self._table):
            self._table = np.zeros(1 << (2 * self._count).bit_length(), np.int32)
            self._mask, self._shift = (
                len(self._table) - 1,
                np.uint64(65 - len(self._table).bit_length()),
            )
            first = 1
        wanted = np.arange(first, self._count, dtype=np.int32)
        at = self._places(self._low[first : self._count], self._high[first : self._count])
        while len(at):
            free = self._table[at] == 0
            self._table[at[free]] = wanted[free]  # of several that want one place the last has it
            lost = self._table[at] != wanted
            at, wanted = at[lost] + 1 & self._mask, wanted[lost]
