"""ZIP archives: each file in it is read as if it lay in a folder of the archive's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from indexer.errors import UnreadableSource
from indexer.reading.files import OF_SYSTEMS, luggage
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.metadata import METADATA, Table
from indexer.reading.formats.reading import read_input
from indexer.reading.limits import MEMBERS, NESTING, within
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["read"]

_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """The articles of the files in an archive, in the order of their names. What cannot be read
    of it is reported.
    """
    if given.depth >= NESTING:
        raise UnreadableSource("too-deep")
    try:
        with zipfile.ZipFile(given.stream) as package:
            yield from _members(given, package, report)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as fault:
        raise UnreadableSource(f"damaged: {fault}") from fault


def _members(
    given: Input, package: zipfile.ZipFile, report: IngestReport
) -> Iterator[SourceDocument]:
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    if len(entries) > MEMBERS:
        raise UnreadableSource(f"too-large: {len(entries)} > {MEMBERS}")
    within(sum(entry.file_size for entry in entries), given.limits.size)
    named = [(PurePosixPath(_name(entry)), entry) for entry in entries]
    left_out = _luggage(name for name, _ in named)
    tables: dict[PurePosixPath, Table] = {}
    ids: set[str] = set()
    left = given.limits.size
    for name, entry in sorted(named, key=_described_first):
        if any(map(_is_of_system, name.parts)) or not left_out.isdisjoint(map(_key, name.parents)):
            continue
        path = f"{given.path}/{name}"
        try:
            data = _unpacked(package, entry, left)
        except UnreadableSource as fault:
            report.fault(path, fault)
            continue
        left -= len(data)
        own = name.with_suffix("") if name.name else name
        id_ = f"{given.id}/{name if str(own) in ids else own}"
        ids.add(str(own))
        member = Input(path, id_, io.BytesIO(data), given.limits, given.depth + 1)
        if name.name.casefold() == METADATA:
            tables[name.parent] = Table.read(member, report)
            continue
        table = tables.get(name.parent, Table(""))
        for found in read_input(member, report, listed=False):
            yield table.apply(name.name, found, report)
    there = {_key(name) for name, _ in named}
    for folder, table in tables.items():
        report.noted += (note for name, note in table.unused() if _key(folder / name) not in there)


def _described_first(member: tuple[PurePosixPath, zipfile.ZipInfo]) -> tuple[bool, PurePosixPath]:
    """By name, but first what describes the others."""
    return member[0].name.casefold() != METADATA, member[0]


def _luggage(names: Iterable[PurePosixPath]) -> set[str]:
    """The folders that belong to saved pages, as `_key` writes them."""
    folders: dict[PurePosixPath, list[str]] = {}
    for name in names:
        folders.setdefault(name.parent, []).append(name.name)
    return {_key(folder / left) for folder, inside in folders.items() for left in luggage(inside)}


def _key(path: PurePosixPath) -> str:
    return str(path).casefold()


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a member, whatever its size is said to be. Raises UnreadableSource."""
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableSource("encrypted")
    try:
        with package.open(entry) as stream:
            data = stream.read(left + 1)
    except Exception as fault:  # what strangers packed may fail in any way
        raise UnreadableSource(f"damaged: {fault}") from fault
    within(len(data), left)
    return data


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name. Programs that do not write UTF-8 write the code page of their system."""
    name = entry.filename.replace("\\", "/")
    if entry.flag_bits & _UTF8 or name.isascii():
        return name
    raw = name.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1258", "replace")


def _is_of_system(part: str) -> bool:
    """Is it what systems and programs leave beside files? `..` is a way, not a hidden folder:
    nothing is unpacked to where it leads, so the file is read like any other.
    """
    hidden = part not in (".", "..") and part.startswith((".", "~$", "__MACOSX"))
    return hidden or part.casefold() in OF_SYSTEMS
