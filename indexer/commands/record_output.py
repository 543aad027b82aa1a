"""Search results as records for programs: plain lines, CSV, JSON, JSON Lines. Pure functions:
results in, text out.

Text for reading is made in `reading_text`; printing, colour and the pager are the terminal's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from indexer.commands.terminal import clean, language, runs
from indexer.model.article import DateSpan
from indexer.model.facets import FURTHER
from indexer.model.results import FacetResult, FacetValue, Hit, SearchResults, further
from indexer.model.tables import csv_table

__all__ = [
    "DEFAULT_FIELDS",
    "FIELDS",
    "as_csv",
    "as_json",
    "as_jsonl",
    "as_plain",
    "dump",
    "iso",
    "paint",
]

DEFAULT_FIELDS = ("id", "date", "title", "passage")
FIELDS = (
    "number",
    "id",
    "date",
    "precision",
    "basis",
    "title",
    "passage",
    "url",
    "source",
    "score",
    "provinces",
    "counterparts",
    "highlights",
    *(facet.attribute for facet in FURTHER),
    "document",
)
_FURTHER = frozenset(facet.attribute for facet in FURTHER)
MARK = "\x1b[1;31m", "\x1b[0m"  # bold red, as grep and ripgrep mark: legible on white and on black
# legal inside JSON strings, yet a terminal obeys them or a reader of lines breaks on them
_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def dump(value: object, *, pretty: bool = False) -> str:
    """JSON that keeps every character yet prints safely: control characters are written as
    escapes.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2 if pretty else None)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def iso(date: DateSpan) -> str:
    """The date as ISO 8601: a day, an interval `start/end`, `--MM-DD` without a year, or
    nothing.
    """
    return date.start if date.start == date.end else f"{date.start}/{date.end}"


def as_json(results: SearchResults, fields: Sequence[str] = (), *, pretty: bool = False) -> str:
    """The object of `/api/v1/search`; `fields` chooses the keys of each hit."""
    return dump(_with_fields(results, fields), pretty=pretty) + "\n"


def as_jsonl(results: SearchResults, fields: Sequence[str] = (), *, facets: bool = False) -> str:
    """One hit a line, as in the object's `hits`; then, if asked, one facet value a line."""
    lines = [dump(hit) for hit in _with_fields(results, fields)["hits"]]
    if facets:
        lines += [
            dump({"facet": name, "value": value.value, "count": value.count, "parent": parent})
            for name, value, parent in _flat(results.facets)
        ]
    return _joined(lines)


def as_plain(
    results: SearchResults,
    fields: Sequence[str] = DEFAULT_FIELDS,
    *,
    facets: bool = False,
    color: bool = False,
) -> str:
    """One hit a line, its fields parted by tabs; then, if asked, `facet`, field, value, count (and
    parent) a line.
    """
    lines = [
        "\t".join(_plain_value(hit, number, name, color) for name in fields)
        for number, hit in _numbered(results)
    ]
    if facets:
        for name, value, parent in _flat(results.facets):
            lines.append(
                "\t".join(
                    [
                        "facet",
                        name,
                        clean(value.value),
                        str(value.count),
                        *([clean(parent)] if parent else []),
                    ]
                )
            )
    return _joined(lines)


def as_csv(
    results: SearchResults, fields: Sequence[str] = DEFAULT_FIELDS, *, facets: bool = False
) -> str:
    """A table with a header, safe to open in a spreadsheet: of the hits, or of the facet counts if
    these are asked for.

    A cell that a spreadsheet would take for a formula gets a `'` before it.
    """
    if facets:
        counts = [
            (name, value.value, value.count, parent)
            for name, value, parent in _flat(results.facets)
        ]
        return csv_table([("facet", "value", "count", "parent"), *counts])
    rows = [
        [_plain_value(hit, number, name, False) for name in fields]
        for number, hit in _numbered(results)
    ]
    return csv_table([tuple(fields), *rows])


def paint(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """The text cleaned, its marks coloured for a terminal."""
    return "".join(
        f"{MARK[0]}{piece}{MARK[1]}" if marked else piece for piece, marked in runs(text, marks)
    )


def _with_fields(results: SearchResults, fields: Sequence[str]) -> dict[str, Any]:
    whole = results.to_dict(language())
    if fields:
        numbered = zip(_numbered(results), whole["hits"], strict=True)
        whole["hits"] = [
            {
                name: hit[name] if name in hit else _plain_value(record, number, name, False)
                for name in fields
            }
            for (number, record), hit in numbered
        ]
    return whole


def _numbered(results: SearchResults) -> Iterator[tuple[int, Hit]]:
    return enumerate(results.hits, 1 + (results.page - 1) * results.per_page)


def _flat(facets: dict[str, FacetResult]) -> Iterator[tuple[str, FacetValue, str]]:
    """Every facet value with its field and its parent's value ("" at the top)."""
    for name, facet in facets.items():
        for value in facet.values:
            yield name, value, ""
            for child in value.children:
                yield name, child, value.value


def _plain_value(hit: Hit, number: int, name: str, color: bool) -> str:
    match name:
        case "number":
            return str(number)
        case "id" | "url" | "source":
            return clean(str(getattr(hit, name)))
        case "date":
            return iso(hit.date)
        case "precision" | "basis":
            return str(getattr(hit.date, name))
        case "title":
            marks = next(
                (p.marks for p in hit.highlights if p.field == "title" and p.text == hit.title), ()
            )
            return paint(hit.title, marks) if color else clean(hit.title)
        case "score":
            return f"{hit.score:.4f}"
        case "provinces":
            return "; ".join(clean(province.name) for province in hit.provinces)
        case "counterparts":
            return "; ".join(clean(counterpart.name) for counterpart in hit.counterparts)
        case _ if name in _FURTHER:
            return "; ".join(map(clean, further(hit)[name]))
        case "document":
            return clean(hit.document.number) if hit.document is not None else ""
        case "highlights":
            return dump([[p.field, p.text, p.marks] for p in hit.highlights])
        case _:
            body = [p for p in hit.highlights if p.field == "body"]
            return " … ".join(
                (paint(p.text, p.marks) if color else clean(p.text)).strip() for p in body
            )


def _joined(lines: Sequence[str]) -> str:
    return "".join(line + "\n" for line in lines)
