"""Uploaded files as articles: each is read as `indexer add` would read it, checked as an article
that is sent, and not kept.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from werkzeug.datastructures import FileStorage

from indexer.building.given_records import SourceDocument, read, recorded
from indexer.errors import BadArticle
from webapp.i18n import current_language, say, told

__all__ = ["Fault", "Upload", "read_files"]

_PACKED: Final = (".gz", ".xz", ".zip")
"""Their size says nothing about what is in them."""
_LONGEST_NAME: Final = 200
"""Bytes of a file's name in UTF-8."""
Fault = tuple[str, str]
"""Where, and why in the reader's words."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What an uploaded file holds: its articles, what of it was not taken and why, and what there
    is to say of what was.
    """

    name: str
    records: tuple[SourceDocument, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def read_files(files: Iterable[FileStorage]) -> list[Upload]:
    """All files in their order; an id that stands in two of them is at fault in the later one."""
    uploads: list[Upload] = []
    known: dict[str, str] = {}
    for file in files:
        upload = _read(file)
        checked = [(record, _fault(record, upload.name, known)) for record in upload.records]
        uploads.append(
            replace(
                upload,
                records=tuple(record for record, fault in checked if fault is None),
                faults=upload.faults + tuple(fault for _, fault in checked if fault is not None),
            )
        )
    return uploads


def _read(file: FileStorage) -> Upload:
    name = Path((file.filename or "").replace("\\", "/")).name
    if not _is_name(name):
        return Upload(name[:80], faults=((name[:80], say("no_file_name")),))
    if name.casefold().endswith(_PACKED):
        return Upload(name, faults=((name, say("packed_file")),))
    with tempfile.TemporaryDirectory(prefix="cuakhau-") as folder:
        path = Path(folder) / name
        file.save(path)
        records, unread, notes = read(path, current_language())
    return Upload(
        name,
        tuple(replace(record, path="") for record in records),
        tuple((name, reason) for reason in unread),
        tuple(notes),
    )


def _is_name(name: str) -> bool:
    """May a file be called so?"""
    short = len(name.encode("utf-8", "replace")) <= _LONGEST_NAME
    return bool(name) and not name.startswith(".") and name.isprintable() and short


def _fault(record: SourceDocument, name: str, known: dict[str, str]) -> Fault | None:
    """Why an article of a file of that name cannot be taken; `known` is the file of each id."""
    try:
        recorded(record)
    except BadArticle as error:
        return f"{name}.{error.parameter}", told(error.args[0])
    if known.setdefault(record.id, name) != name:
        return name, say("id_in_two_files", id=repr(record.id[:80]), other=known[record.id])
    return None
