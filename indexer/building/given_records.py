"""Articles handed over as records, not files: by a program through the library, or over HTTP.

Checked, then added like any other.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from indexer.building.builder import workshop
from indexer.building.changes import digest_of
from indexer.building.provenance import Provenance, file_of
from indexer.building.report import BuildReport
from indexer.building.source_manifest import SourceManifest
from indexer.errors import BadArticle
from indexer.model.article import Article
from indexer.reading import IngestReport, SourceDocument, extract, records
from indexer.reading.formats.metadata import with_fields
from indexer.storage import append, open_index
from indexer.storage.writer.batch_writer import BatchBuilder

__all__ = [
    "FIELDS",
    "MAX_ID",
    "SourceDocument",
    "add_given",
    "as_line",
    "given",
    "read",
    "recorded",
]

MAX_ID: Final = 500  # bytes of UTF-8
FIELDS: Final = (
    "id",
    "title",
    "text",
    "body",
    "date",
    "url",
    "source",
    "author",
    "provinces",
    "counterparts",
)
_STEP: Final = 64
_TEXTS: Final = ("title", "text", "body", "date", "url", "source", "author")
Given = Article | SourceDocument | Mapping[str, Any]


def given(article: Given) -> Article | SourceDocument:
    """What was given, ready to be added; an Article is taken as it is.

    Raises BadArticle as `recorded` does.
    """
    if isinstance(article, Article):
        _check_id(article.id)
        return article
    return recorded(article)


def recorded(article: SourceDocument | Mapping[str, Any]) -> SourceDocument:
    """A mapping as a record: it has an `id`, a `text` (or `body`) and whatever else of FIELDS is
    known.

    Raises BadArticle naming the field at fault. Names of fields that are not FIELDS are at fault
    too: a misspelt one would be lost.
    """
    if isinstance(article, SourceDocument):
        _check_id(article.id)
        return article
    if not isinstance(article, Mapping):
        raise BadArticle("an article is an object with id and text", "")
    fields = {str(name): value for name, value in article.items() if value is not None}
    for name in fields:
        if name not in FIELDS:
            raise BadArticle(f"there is no such field; there are {', '.join(FIELDS)}", name[:80])
    identity = fields.get("id", "")
    identity = (
        str(identity) if isinstance(identity, int) and not isinstance(identity, bool) else identity
    )
    if not isinstance(identity, str):
        raise BadArticle("must be a string", "id")
    _check_id(identity := identity.strip())
    _check_fields(fields)
    record, bad = with_fields(
        SourceDocument(identity, "", fields.get("body") or fields["text"]), fields
    )
    if bad:
        raise BadArticle("must be a day such as 2025-03-24", "date")
    return record


def read(path: Path) -> tuple[list[SourceDocument], list[str]]:
    """The records of a file of any known format, and what was wrong with it, in words."""
    report = IngestReport()
    found = [record for record in records([path], report) if record.text.strip()]
    return found, [
        skipped.describe("en").replace(f"{path}", path.name) for skipped in report.skipped
    ]


def as_line(record: SourceDocument) -> str:
    """The record as a line of JSON Lines, as it would be read again; without a line break."""
    fields = {name: value for name, value in asdict(record).items() if value and name in FIELDS}
    return json.dumps(fields, ensure_ascii=False)


def add_given(
    articles: Iterable[Given], index: Path, origin: Callable[[str], str] | None = None
) -> BuildReport:
    """Add articles; one whose id is there already takes the old one's place. All become visible in
    one step, or none.

    `origin` names the file that holds the article with an id, so that a later `build` from there
    finds it unchanged; without it articles have no file, and a full build from files does not hold
    them. Raises BadArticle, and what `add` raises.
    """
    start = time.monotonic()
    wanted = {one.id: one for one in map(given, articles)}  # of the same id the last one counts
    before = open_index(index).snapshot()
    origins, ledger = Provenance(before), SourceManifest(index, before)
    known = {id_: found for id_ in wanted if (found := origins.get(id_)) is not None}
    fresh: list[tuple[Article | SourceDocument, str]] = []
    for id_, one in wanted.items():
        source = (
            f"{origin(id_) if origin else ''}\t{digest_of(one)}"
            if isinstance(one, SourceDocument)
            else ""
        )
        if not source or known.get(id_) != source:
            fresh.append((one, source))
    if fresh:
        _commit(fresh, index)
    after = open_index(index).snapshot()
    for one, source in fresh:
        if (file := file_of(known.get(one.id, ""))) and file != file_of(source):
            ledger.forget(file)  # its article gave way: read it again when it is added again
    ledger.save(after, keep=True)
    updated = sum(one.id in known for one, _ in fresh)
    return BuildReport(
        IngestReport(read=len(wanted)),
        after.doc_count,
        added=len(fresh) - updated,
        updated=updated,
        unchanged=len(wanted) - len(fresh),
        seconds=time.monotonic() - start,
    )


def _commit(fresh: Sequence[tuple[Article | SourceDocument, str]], index: Path) -> None:
    """Add articles with their origins as one segment."""
    with append(index) as writer, workshop(index) as folder:
        builder = BatchBuilder()
        for at in range(0, len(fresh), _STEP):
            step = fresh[at : at + _STEP]
            builder.add_batch(
                [extract(one) if isinstance(one, SourceDocument) else one for one, _ in step],
                [origin for _, origin in step],
            )
        builder.write(folder / "given")
        writer.add_segment(folder / "given")


def _check_id(identity: str) -> None:
    if not identity:
        raise BadArticle("must not be empty", "id")
    _check_text("id", identity)
    if len(identity.encode()) > MAX_ID or not identity.isprintable():
        raise BadArticle(f"at most {MAX_ID} bytes, printable characters only", "id")


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise BadArticle("must be a string", name)
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadArticle("holds half a surrogate pair, which is no character", name)


def _check_fields(fields: Mapping[str, Any]) -> None:
    for name in _TEXTS:
        _check_text(name, fields.get(name, ""))
    for name in ("provinces", "counterparts"):
        _check_names(name, fields.get(name, ""))
    if fields.get("url") and not fields["url"].strip().startswith(("http://", "https://")):
        raise BadArticle("must begin with http:// or https://", "url")
    if not (fields.get("body") or fields.get("text", "")).strip():
        raise BadArticle("must not be empty", "text")


def _check_names(name: str, value: object) -> None:
    listed = value if isinstance(value, list | tuple) else [value]
    for one in listed:
        _check_text(name, one)
