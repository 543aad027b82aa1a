"""From stated fields to a record: the same for a line of JSON Lines, a row of a table, an object
in a JSON file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from indexer.language.unicode.legacy_encodings import LEGACY_CODES
from indexer.reading.formats.encodings import repair
from indexer.reading.formats.fields import stated
from indexer.reading.formats.markup import plain_text
from indexer.reading.source_documents import IngestReport, Skipped, SourceDocument

__all__ = ["article"]

_MARKUP = re.compile(
    r"<(?:p|br|div|span|h[1-6]|ul|li|table|img|strong|figure|article)\b[^<>]{0,400}>", re.I
)
_LOOK: Final = 200
"""Characters of a text in which an old font or markup would show."""


def article(
    path: str, number: int, fields: Mapping[str, Any], report: IngestReport
) -> SourceDocument | None:
    """A record of fields by their canonical names, or None (reported) when it has no id or no
    text.
    """
    identity = fields.get("id")
    id_ = _identity(identity)
    if not id_:
        report.skipped.append(Skipped(path, "no-id", line=number))
        return None
    text, known = _body(fields)
    if not known:
        report.skipped.append(Skipped(path, "bad-body", line=number))
        return None
    if not text.strip():
        text = str(fields.get("title") or "")
        if not text.strip():
            report.skipped.append(Skipped(path, "no-text", line=number))
            return None
        fields = {**fields, "title": ""}
    changes, bad = stated(fields)
    record = SourceDocument(
        id=id_, title=changes.pop("title", ""), text=text, path=f"{path}:{number}", **changes
    )
    if bad:
        report.noted.append(Skipped(path, "bad-date", bad, number))
    return record


def _identity(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int):
        return ""
    return str(value)


def _body(fields: Mapping[str, Any]) -> tuple[str, bool]:
    """The text that the fields state, and whether they state it in a form that is known."""
    body = fields.get("body")
    if body is None:
        return "", True
    text = _written(body)
    if text is None:
        return "", False
    head = text[:_LOOK]
    if "<" in head and _MARKUP.search(head):
        text = plain_text(text)
    return (repair(text) if not LEGACY_CODES.isdisjoint(head) else text), True


def _written(value: Any) -> str | None:
    """A text, or a list of paragraphs, each a text or an object that holds one; None for anything
    else.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        parts = [_written(one) for one in value]
        return (
            None
            if any(part is None for part in parts)
            else "\n".join(part for part in parts if part)
        )
    if isinstance(value, dict):
        inner = next(
            (
                value[key]
                for key in ("text", "value", "content", "body", "rendered", "html")
                if key in value
            ),
            None,
        )
        return _written(inner) if inner is not None else None
    return None
