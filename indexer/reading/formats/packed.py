"""Files of many lines, plain or packed (.gz, .xz), read line by line so that size does not
matter.

A line longer than the limit is passed over and reported; what unpacks to more than is read costs
no memory.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from indexer.errors import UnreadableSource
from indexer.reading.formats.encodings import decode, without_mark
from indexer.reading.formats.inputs import Input
from indexer.reading.limits import LINE, SKIPPED_LINE
from indexer.reading.source_documents import IngestReport, Skipped

__all__ = ["byte_lines", "text_lines"]

_CHUNK: Final = 1 << 20
_XZ_MEMORY: Final = 256 << 20
"""Bytes that unpacking an .xz file may need: `xz -9` needs 65 MB."""
_FAULTS: Final = (EOFError, lzma.LZMAError, gzip.BadGzipFile, zlib.error)


def byte_lines(given: Input, report: IngestReport) -> Iterator[bytes]:
    """The lines with their ends, UTF-16 turned to UTF-8. Raises UnreadableSource for a damaged
    archive, or one line without end.
    """
    try:
        yield from _limited(_unpacked(given), given, report)
    except _FAULTS as fault:
        raise UnreadableSource(f"damaged: {fault}") from fault


def text_lines(given: Input, report: IngestReport) -> Iterator[str]:
    """The lines decoded, each by itself where it is not UTF-8; bytes that are no letters are
    reported once.
    """
    told = False
    for number, line in enumerate(byte_lines(given, report), 1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            text, bad = decode(line)
            if bad and not told:
                report.noted.append(Skipped(given.path, "bad-bytes", line=number))
                told = True
        if text.find("\r", 0, -2) >= 0:
            yield from text.splitlines(keepends=True)
        else:
            yield text


def _limited(stream: BinaryIO, given: Input, report: IngestReport) -> Iterator[bytes]:
    first = stream.readline(LINE + 1)
    encoding = _wide_encoding(first)
    if encoding:
        yield from _wide(stream, first, encoding)
        return
    line, number = first.removeprefix(BOM_UTF8), 1
    while line:
        if len(line) > LINE:
            report.skipped.append(Skipped(given.path, "line-too-long", line=number))
            _pass_over(stream, line)
        else:
            yield line
        line, number = stream.readline(LINE + 1), number + 1


def _pass_over(stream: BinaryIO, line: bytes) -> None:
    """Go on to the next line."""
    passed = len(line)
    while line and not line.endswith(b"\n"):
        line = stream.readline(LINE)
        passed += len(line)
        if passed > SKIPPED_LINE:
            raise UnreadableSource("too-large: a line without end")


def _wide_encoding(first: bytes) -> str:
    """The encoding of a file whose characters take two bytes, by its first line; "" for another.
    Raises UnreadableSource ("binary").
    """
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" not in first[:4096]:
        return ""
    encoding = without_mark(first)
    if not encoding:
        raise UnreadableSource("binary")
    return encoding if encoding != "utf-8" else ""


def _wide(stream: BinaryIO, first: bytes, encoding: str) -> Iterator[bytes]:
    """«Unicode text», as spreadsheets save it."""
    rest = first + stream.read(SKIPPED_LINE)
    for line in rest.decode(encoding, "replace").splitlines(keepends=True):
        yield line.encode()


def _unpacked(given: Input) -> BinaryIO:
    magic = given.head(6)
    if magic.startswith(b"\x1f\x8b"):
        return io.BufferedReader(gzip.GzipFile(fileobj=given.stream), _CHUNK)
    if magic == b"\xfd7zXZ\x00":
        return io.BufferedReader(cast(io.RawIOBase, _Xz(given.stream)), _CHUNK)
    if given.name.endswith((".gz", ".xz")):
        raise UnreadableSource("damaged: it is not packed as its name says")
    return given.stream


class _Xz(io.RawIOBase):
    """An .xz file unpacked with a bound on memory, which `lzma.open` does not know."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._unpack = lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill the buffer as far as the next piece goes; 0 at the end."""
        data = b""
        while not data:
            if self._unpack.eof:
                rest = self._unpack.unused_data or self._stream.read(_CHUNK)
                if not rest.strip(b"\0"):
                    return 0
                self._unpack = lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)
                data = self._unpack.decompress(rest, len(buffer))
            elif self._unpack.needs_input:
                packed = self._stream.read(_CHUNK)
                if not packed:
                    raise EOFError("the archive ends too early")
                data = self._unpack.decompress(packed, len(buffer))
            else:
                data = self._unpack.decompress(b"", len(buffer))
        buffer[: len(data)] = data
        return len(data)
