"""From stated fields to a record: the same for a line of JSON Lines, a row of a table, an object
in a JSON file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from indexer.reading.formats.encodings import repair
from indexer.reading.formats.fields import said, stated
from indexer.reading.formats.markup import plain_text
from indexer.reading.formats.written import written
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["article"]

_MARKUP = re.compile(
    r"<(?:p|br|div|span|h[1-6]|ul|li|table|img|strong|figure|article|a|b|em|i)\b[^<>]{0,400}>", re.I
)
_TEXTS: Final = ("title", "source", "author")
_BLANKS = re.compile(r"\s+")
_SAME: Final = 60
"""Characters by which a lead is told that the text opens with too."""


def article(
    path: str, number: int, fields: Mapping[str, Any], report: IngestReport
) -> SourceDocument | None:
    """A record of fields by their canonical names, or None (reported) when it has no id or no
    text.
    """
    id_ = _identity(fields.get("id"))
    if not id_:
        report.skipped.append(Skipped(path, "no-id", line=number))
        return None
    text, known = _body(fields)
    if not known:
        report.skipped.append(Skipped(path, "bad-body", line=number))
        return None
    if not text.strip():
        text = said(fields.get("title"))
        if not text.strip():
            report.skipped.append(Skipped(path, "no-text", line=number))
            return None
        fields = {**fields, "title": ""}
    changes, bad = stated(fields)
    for name in _TEXTS:
        if name in changes and _may_be_old(changes[name]):
            changes[name] = repair(changes[name])
    record = SourceDocument(
        id=id_, title=changes.pop("title", ""), text=text, path=f"{path}:{number}", **changes
    )
    if bad:
        report.noted.append(Skipped(path, "bad-date", bad, number))
    return record


def _identity(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return said(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return ""
    return str(value)


def _body(fields: Mapping[str, Any]) -> tuple[str, bool]:
    """The text that the fields state, its lead first, and whether they state it in a form that is
    known.
    """
    body = fields.get("body")
    text = "" if body is None else written(body)
    if text is None:
        return "", False
    text = _plain(text)
    if "lead" in fields:
        text = _led(_plain(said(fields["lead"])), text)
    return text, True


def _plain(text: str) -> str:
    """A field's characters without markup, mended where they were typed in an old font."""
    if "<" in text and _MARKUP.search(text):
        text = plain_text(text)
    return repair(text) if _may_be_old(text) else text


def _may_be_old(text: str) -> bool:
    """May a text be typed in an old font, or encoded twice? One of these signs stands in every few
    words of such a text, in others hardly ever.

    Each is looked for by itself: that is many times as fast as a pattern or a loop.
    """
    return (
        "µ" in text
        or "¹" in text
        or "ø" in text
        or "ï" in text
        or "á»" in text
        or "áº" in text
        or "Ä‘" in text
    )


def _led(lead: str, text: str) -> str:
    """The text with its lead above it, unless it holds that already."""
    opening = _BLANKS.sub(" ", lead).strip(" .…")[:_SAME]
    if not opening or opening in _BLANKS.sub(" ", text):
        return text
    return f"{lead.strip()}\n{text}"
