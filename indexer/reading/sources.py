"""From sources (folders, files, archives) to records: what is read, in a fixed order, and what is
not, with its reason.

Nothing is fetched from the network. Each format has its own module in `formats`; foreign code
parses files `apart`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from indexer.errors import UnreadableSource
from indexer.reading.apart import ReadingProcess
from indexer.reading.files import files
from indexer.reading.formats import METADATA, read_input
from indexer.reading.formats.detection import UNKNOWN_YET, surface_kind
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.metadata import FolderMetadata
from indexer.reading.formats.registry import format_of
from indexer.reading.ids import Ids
from indexer.reading.limits import TEXT, Limits, limits
from indexer.reading.source_documents import (
    Duplicate,
    IngestReport,
    Skipped,
    SourceDocument,
    fingerprint,
)

__all__ = ["records"]

_LONE = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_PARTING = re.compile("[\x0b\x0c\x1c-\x1f]")
"""Control characters that part lines and fields: words must not grow together where one stood."""
_BREAKS = re.compile(r"[\t\n\r\x85\u2028\u2029]+")
_ON_ONE_LINE: Final = ("id", "title", "date", "url", "source", "author", "path")
_C0: Final = bytes(set(range(0x20)) - set(b"\t\n\r") | {0x7F})
# the rarer ones in UTF-8; each pattern opens with one byte, so that the search skips all others
_RARE: Final = tuple(map(re.compile, (rb"\xc2[\x80-\x84\x86-\x9f]", rb"\xef\xbf[\xbe\xbf]")))
_LINE: Final = re.compile(r":(\d+)$")
"""The line that a row's path ends with."""
Holder = Callable[[str], str]
"""Tells the file that holds the article of an id already, "" when none does."""


def records(
    sources: Sequence[Path],
    report: IngestReport,
    leave: Callable[[Path], bool] | None = None,
    holder: Holder | None = None,
    may: Limits | None = None,
) -> Iterator[SourceDocument]:
    """Every article of the sources, in a fixed order, streamed. What cannot be read goes to
    `report` and is skipped.

    `leave` is asked of each file in turn, just before it would be read, and may pass it over.
    `holder` tells whose an id is, so that a file of the same name in another folder gets another
    one. `may` are the limits of one file, by default those of the environment.

    An id met again is reported and the first article kept; a text met again under another id is
    reported and both kept.
    """
    reading = _Reading(report, holder, may or limits())
    try:
        for path, inside in files(sources, report):
            if leave is None or not leave(path):
                yield from reading.file(path, inside)
        reading.metadata.finish()
    finally:
        reading.close()


class _Reading:
    """One reading under way: the ids and texts met so far, the folders' metadata, the process
    that reads apart.
    """

    def __init__(self, report: IngestReport, holder: Holder | None, may: Limits) -> None:
        self._report, self._limits = report, may
        self._ids = Ids(holder)
        self._texts: dict[str, str] = {}
        self._apart = ReadingProcess(may)
        self.metadata = FolderMetadata(report)

    def close(self) -> None:
        """End the process that reads apart."""
        self._apart.close()

    def file(self, path: Path, inside: bool) -> Iterator[SourceDocument]:
        """The articles of one file, those met before left out."""
        if inside and path.name.casefold() == METADATA:
            return
        report = self._report
        id_ = self._ids.of(path)
        described = self.metadata.describes(path)
        for found in self._read(path, id_, listed=not inside):
            record = cleaned(self.metadata.apply(path, found) if described else found)
            if record.id == found.id and _is_one_of_many(found, id_):
                record = replace(record, id=self._ids.among(record.id, id_, path))
            reason = _fault(record)
            if reason:
                report.skipped.append(Skipped(record.path, reason))
                continue
            first, copy = self._ids.get(record.id), self._texts.get(record.fingerprint)
            if first is not None:
                report.duplicates.append(Duplicate("id", record.id, record.path, first))
                continue
            if copy is not None:
                report.duplicates.append(Duplicate("text", record.id, record.path, copy))
            if record.id == id_ != path.stem:
                report.noted.append(Skipped(record.path, "same-name", id_))
            self._ids.take(record.id, record.path)
            self._texts.setdefault(record.fingerprint, record.path)
            report.read += 1
            yield record

    def _read(self, path: Path, id_: str, *, listed: bool) -> Iterator[SourceDocument]:
        """The records of one file, here or apart."""
        try:
            with path.open("rb") as stream:
                given = Input(str(path), id_, stream, self._limits)
                kind = surface_kind(given)
                format_ = format_of(kind)
                if kind != UNKNOWN_YET and (format_ is None or not format_.apart):
                    yield from read_input(given, self._report, listed=listed, kind=kind)
                    return
        except OSError as fault:
            self._report.fault(str(path), UnreadableSource(f"unreadable: {fault.strerror or ''}"))
            return
        yield from self._apart.read(path, id_, self._report, listed=listed)


def _is_one_of_many(record: SourceDocument, own: str) -> bool:
    """Was an article called after its file: a row without an id, a member, an attachment? A row
    that states an id keeps it, though it may begin like the file's name.
    """
    if not record.id.startswith((f"{own}-", f"{own}/")):
        return False
    line = _LINE.search(record.path)
    return line is None or record.id.endswith(f"-{line[1]}")


def _fault(record: SourceDocument) -> str:
    if not record.text.strip():
        return "empty"
    return "too-large" if len(record.text) > TEXT else ""


def cleaned(record: SourceDocument) -> SourceDocument:
    """The record as it may be written anywhere: no control characters, no halves of surrogate
    pairs, fields on one line.

    Its fingerprint is that of the text so cleaned. Of a text nothing else is changed.
    """
    changes: dict[str, Any] = {}
    for name in _ON_ONE_LINE:
        value: str = getattr(record, name)
        if not value.isprintable():
            changes[name] = _BREAKS.sub(" ", _written(value)).strip()
    for name in ("provinces", "counterparts"):
        if listed := getattr(record, name):
            changes[name] = tuple(_BREAKS.sub(" ", _written(place)).strip() for place in listed)
    written = _encoded(record.text)
    if written is None:
        changes["text"] = _written(record.text)
        written = changes["text"].encode()
    return replace(record, **changes, fingerprint=fingerprint(written))


def _encoded(text: str) -> bytes | None:
    """The text in UTF-8; None when it holds a control character, or half of a surrogate pair."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return None
    clean = len(data.translate(None, _C0)) == len(data)
    return data if clean and not any(rare.search(data) for rare in _RARE) else None


def _written(text: str) -> str:
    """The text without control characters; halves of surrogate pairs as U+FFFD."""
    return _LONE.sub("\ufffd", _CONTROLS.sub("", _PARTING.sub("\n", text)))
