"""The file an article was read from, to download: off unless the office names the folders whose
files may be.

Which file it is stands in the index, never in the address. Only a regular file that lies in one of
those folders when every link is followed is served, always as an attachment.
"""

from __future__ import annotations

import mimetypes
import os
from pathlib import Path
from typing import BinaryIO, Final

from flask import Response, abort, current_app, request, send_file

from indexer.errors import IndexCorrupt
from indexer.storage.durability import open_regular
from webapp import links
from webapp.service import engine
from webapp.settings import Settings

__all__ = ["address", "original"]

_OTHER: Final = "application/octet-stream"
_TYPES: Final = {
    ".doc": "application/msword",
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    ".eml": "message/rfc822",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".msg": "application/vnd.ms-outlook",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Kinds that are told differently, or not at all, from one system to the next."""
_PACKED: Final = {"gzip": "application/gzip", "xz": "application/x-xz"}


def address(identifier: str) -> str:
    """Where the original of an article is; "" when it is not served. Looks at no disk but the
    index's: the share with the sources may be slow, or away.
    """
    if _named(identifier) is None:
        return ""
    return links.base_url("export.original", id=identifier)


def original() -> Response:
    """The file of the article `id`."""
    found = _named(request.args.get("id", ""))
    opened = _opened(found) if found is not None else None
    if found is None or opened is None:
        abort(404)
    status = os.fstat(opened.fileno())
    response = send_file(
        opened,
        _type_of(found.name),
        as_attachment=True,
        download_name=found.name,
        last_modified=status.st_mtime,
    )
    response.content_length = status.st_size
    response.cache_control.private = True
    return response


def _named(identifier: str) -> Path | None:
    """The file of an article, when its path lies in a folder that may be served."""
    folders = _folders()
    if not folders or not identifier:
        return None
    archive = engine()
    if archive.ask(lambda one: one.article(identifier)) is None:
        return None
    found = archive.ask(lambda one: one.original(identifier))
    if found is None or not any(found.is_relative_to(folder) for folder in folders):
        return None
    return found


def _opened(found: Path) -> BinaryIO | None:
    """The file, when it lies in a folder that may be served with every link followed too, and not
    among the index's own.
    """
    try:
        real = found.resolve(strict=True)
        inside = any(real.is_relative_to(folder.resolve()) for folder in _folders())
        if not inside or real.is_relative_to(engine().path.resolve()):
            return None
        return open_regular(real)
    except (OSError, IndexCorrupt, ValueError, RuntimeError):  # gone, not permitted, a pipe, a loop
        return None


def _folders() -> tuple[Path, ...]:
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    return tuple(map(Path, settings.originals))


def _type_of(name: str) -> str:
    known = _TYPES.get(Path(name).suffix.casefold())
    if known:
        return known
    kind, packed = mimetypes.guess_type(name)
    return _PACKED.get(packed, _OTHER) if packed else kind or _OTHER
