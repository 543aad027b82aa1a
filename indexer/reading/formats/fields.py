"""What a column or key means: the names, Vietnamese or English, under which an article's fields
are stated.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Final

from indexer.caching import memoized
from indexer.language import fold
from indexer.model.web_address import web_address
from indexer.reading.formats.stated_dates import iso_date
from indexer.reading.source_documents import SourceDocument

__all__ = ["meaning", "named", "names", "said", "stated", "with_fields"]

_TABLE = Path(__file__).with_name("field_names.csv")
_TEXT_FIELDS: Final = ("title", "url", "source", "author")
_BETWEEN = re.compile(r"[\s_:*.-]+")
_REMARK = re.compile(r"\([^()]{0,60}\)")
_OF_WHAT = re.compile(r" (?:tin|bai|tin bai|bai viet|bai bao|tin tuc|van ban|bao cao)$")
"""What a column is said to be of: «Tiêu đề tin» is a title."""
_CALLED: Final = ("rendered", "name", "title", "text", "value", "label", "$date", "$oid", "url")
"""Keys of an object under which programs write what it is called, the likelier first."""
_ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)


@cache
def _meanings() -> dict[str, str]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {_plain(row["name"]): row["field"] for row in rows}


def _plain(name: str) -> str:
    return _BETWEEN.sub(" ", fold(name)).strip()


@memoized("reading.formats.fields", entries=1 << 11, entry_bytes=300)
def meaning(name: str) -> str:
    """The field a column or key states ("title" for «Tiêu đề», «Tiêu đề tin (*)»); "" for one
    that is not known.
    """
    plain = _plain(_REMARK.sub(" ", name[:100]))
    return _meanings().get(plain) or _meanings().get(_OF_WHAT.sub("", plain), "")


def named(stated: Mapping[str, Any]) -> dict[str, Any]:
    """What is stated, by field. Of two names of one field the first that says something counts,
    an English one before others.
    """
    found: dict[str, Any] = {}
    for name, value in stated.items():
        field = meaning(str(name)) if name else ""
        empty = value is None or value == ""
        if field and not empty and (field not in found or name == field):
            found[field] = value
    return found


def names(value: Any) -> tuple[str, ...]:
    """Place names from a list, or from one string with `;` `|` or `,` between them."""
    if isinstance(value, str):
        return tuple(
            name.strip() for name in re.split(r"[;|,]", value.strip("[] ")) if name.strip(" \"'")
        )
    if isinstance(value, list | tuple):
        return tuple(str(name).strip() for name in value if str(name).strip())
    return ()


def said(value: Any) -> str:
    """A field's value as a text: of several (authors) one after the other, of an object what it
    is called, as programs write titles, persons and days (`{"rendered": …}`, `{"name": …}`,
    `{"$date": …}`).
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(said, value)))
    if isinstance(value, dict):
        return next((told for key in _CALLED if (told := said(value.get(key)))), "")
    return "" if value is None or isinstance(value, bool) else str(value).strip()


def with_fields(record: SourceDocument, fields: Mapping[str, Any]) -> tuple[SourceDocument, str]:
    """The record with the stated fields put in, and the date that could not be read ("" when all
    is well).
    """
    changes, bad = stated(fields)
    return replace(record, **changes), bad


def stated(fields: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """What the fields state, as a record's own; and the date that could not be read.

    An address that is no web address is left out: pages make links of them. A title is plain text:
    «T&amp;T» in it is what a page's markup left behind.
    """
    changes: dict[str, Any] = {}
    for name in _TEXT_FIELDS:
        if value := said(fields.get(name)):
            changes[name] = value
    if "title" in changes:
        changes["title"] = _ENTITY.sub(lambda found: unescape(found[0]), changes["title"])
    if "url" in changes:
        changes["url"] = web_address(changes["url"])
        if not changes["url"]:
            del changes["url"]
    bad = ""
    if moment := said(fields.get("date")):
        day = iso_date(moment)
        bad = "" if day else moment
        if day:
            changes["date"] = day
    for name in ("provinces", "counterparts"):
        if listed := names(fields.get(name)):
            changes[name] = listed
    return changes, bad
