"""JSON Lines, an article a line, plain or packed; and JSON files: an article, or a list of them."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, Final

from indexer.errors import UnreadableSource
from indexer.reading.formats.articles import article
from indexer.reading.formats.encodings import decode
from indexer.reading.formats.fields import named
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.packed import text_lines
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["read"]

_LISTS: Final = ("articles", "items", "data", "posts", "results", "documents", "hits", "entries")
"""Keys under which files of other programs keep their articles."""
_INNER: Final = ("_source", "attributes", "node")
"""Keys under which search engines and content servers keep the fields of an article."""
_HEAD: Final = 4096
_DEEPEST: Final = 3
"""Levels of such keys: `{"data": {"items": […]}}` has two."""


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """One record per line or object. A bad one is reported with its number and skipped."""
    if given.suffix == ".json" or _is_one_value(given):
        yield from _whole(given, report)
    else:
        yield from _lines(given, report)


def _is_one_value(given: Input) -> bool:
    """Is it a list, or one object over several lines, whatever its name says?"""
    head = given.head(_HEAD).removeprefix(BOM_UTF8).lstrip()
    return head.startswith((b"[", b"{\n", b"{\r"))


def _lines(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    for number, line in enumerate(text_lines(given, report), 1):
        if line.isspace():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as fault:
            report.skipped.append(Skipped(given.path, "not-json", str(fault), number))
            continue
        if found := _article(given.path, number, fields, report):
            yield found


def _whole(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    text, bad_bytes = decode(given.data())
    if bad_bytes:
        report.noted.append(Skipped(given.path, "bad-bytes", str(bad_bytes)))
    try:
        stated = json.loads(text)
    except (ValueError, RecursionError) as fault:
        if _is_object(text.lstrip().partition("\n")[0]):
            yield from _lines(given, report)
            return
        raise UnreadableSource(f"not-json: {fault}") from fault
    listed = _listed(stated)
    for number, fields in enumerate(listed if listed is not None else [stated], 1):
        unnamed = isinstance(fields, dict) and "id" not in named(_with_inner(fields))
        own = given.id if listed is None else f"{given.id}-{number}"
        given_id = {"id": own} if unnamed else {}
        if found := _article(given.path, number, fields, report, given_id):
            yield found


def _is_object(line: str) -> bool:
    """Is the first line an article of its own, as in a file of JSON Lines?"""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _listed(stated: Any, depth: int = 0) -> list[Any] | None:
    """The list of articles that a file is, or holds under the keys of other programs."""
    if isinstance(stated, list):
        return stated
    if not isinstance(stated, dict) or depth == _DEEPEST:
        return None
    inner = (_listed(stated[key], depth + 1) for key in _LISTS if key in stated)
    return next((found for found in inner if found is not None), None)


def _article(
    path: str,
    number: int,
    fields: Any,
    report: IngestReport,
    more: dict[str, str] | None = None,
) -> SourceDocument | None:
    if not isinstance(fields, dict):
        report.skipped.append(Skipped(path, "not-object", line=number))
        return None
    return article(path, number, named(_with_inner(fields)) | (more or {}), report)


def _with_inner(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with those that other programs keep one object deeper."""
    for key in _INNER:
        inner = fields.get(key)
        if isinstance(inner, dict):
            return fields | inner
    return fields
