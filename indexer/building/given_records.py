"""Articles handed over as records, not files: by a program through the library, or over HTTP.

Checked, then added like any other.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from indexer.building.batches import Item, article_of, extracted, findings_of
from indexer.building.changes import digest_of
from indexer.building.correcting import Corrector
from indexer.building.kept_away import Away
from indexer.building.place import Writing, place_of
from indexer.building.provenance import Provenance, file_of
from indexer.building.report import BuildReport
from indexer.building.source_manifest import SourceManifest, name_of
from indexer.building.submitted import Submitted
from indexer.errors import BadArticle
from indexer.language.unicode.canonical import has_half_pair
from indexer.model.article import Article
from indexer.model.messages import Language, Message
from indexer.model.web_address import web_address
from indexer.reading import IngestReport, SourceDocument, records
from indexer.reading.formats.fields import with_fields
from indexer.reading.limits import limits
from indexer.reading.source_documents import Skipped
from indexer.storage.writer.batch_writer import BatchBuilder
from indexer.storage.writer.index_writer import staging_directory

__all__ = [
    "FIELDS",
    "MAX_ID",
    "SourceDocument",
    "add_given",
    "as_line",
    "given",
    "limits",
    "read",
    "recorded",
    "remove",
    "take_sent",
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
        raise BadArticle(Message("not_an_object"), "")
    fields = {str(name): value for name, value in article.items() if value is not None}
    for name in fields:
        if name not in FIELDS:
            raise BadArticle(Message("no_such_field", known=", ".join(FIELDS)), name[:80])
    identity = fields.get("id", "")
    if isinstance(identity, float) and identity.is_integer():
        identity = int(identity)  # JSON has one kind of number: 2.0 is 2
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    if not isinstance(identity, str):
        raise BadArticle(Message("not_a_string"), "id")
    _check_id(identity := identity.strip())
    _check_fields(fields)
    record, bad = with_fields(
        SourceDocument(identity, "", fields.get("body") or fields["text"]), fields
    )
    if bad:
        raise BadArticle(Message("not_a_day"), "date")
    return record


def read(
    path: Path, language: Language = "vi"
) -> tuple[list[SourceDocument], list[str], list[str]]:
    """The records of a file of any known format; why parts of it, or all, were not read; and what
    there is to say of what was: in words, the file named where there is more to its place.
    """
    report = IngestReport()
    found = [record for record in records([path], report) if record.text.strip()]

    def told(skipped: Iterable[Skipped]) -> list[str]:
        lines = (one.describe(language).replace(f"{path}", path.name) for one in skipped)
        return [line.removeprefix(f"{path.name}: ") for line in lines]

    return found, told(report.skipped), told(report.noted)


def as_line(record: SourceDocument) -> str:
    """The record as a line of JSON Lines, as it would be read again; without a line break."""
    fields = {name: value for name, value in asdict(record).items() if value and name in FIELDS}
    return json.dumps(fields, ensure_ascii=False)


def add_given(articles: Iterable[Given], index: Path) -> BuildReport:
    """Add articles; one whose id is there already takes the old one's place. All become visible in
    one step, or none.

    They have no file, and a full build from files does not hold them. Raises BadArticle, and what
    `add` raises.
    """
    wanted = {one.id: one for one in map(given, articles)}  # of the same id the last one counts
    return _Change(index, wanted).commit()


def take_sent(lines: Mapping[str, str], gone: Sequence[str], index: Path) -> BuildReport:
    """Add articles that were sent, lines of JSON Lines by id, and remove others: all in one step.

    They are kept as `submitted` files first, so that every later build holds them too; those
    removed stay away until they are sent again, whatever sources hold them. What people have
    corrected stays so: they are corrected, or kept and not shown. Raises BadArticle, ValueError
    when a line is none, and what `add` raises.
    """
    wanted: dict[str, Article | SourceDocument] = {}
    for id_, line in lines.items():
        wanted[id_] = recorded(json.loads(line))
    return _Change(index, wanted, gone, lines).commit()


def remove(ids: Iterable[str], index: Path) -> BuildReport:
    """Remove articles by id, those that were sent or hidden too; ids that are not there are passed
    over. What a source still holds comes back with its next reading.
    """
    return _Change(index, {}, list(ids)).commit()


class _Change:
    """Articles to be there, and ids not to; `sent` are the lines of those that are to be kept, None
    where nothing comes over HTTP.
    """

    def __init__(
        self,
        index: Path,
        wanted: Mapping[str, Article | SourceDocument],
        gone: Sequence[str] = (),
        sent: Mapping[str, str] | None = None,
    ) -> None:
        self._start = time.monotonic()
        self._place, self._wanted, self._gone = place_of(index), wanted, gone
        self._folder = self._place.folder
        self._submitted = Submitted(self._folder)
        self._lines, self._lasts = sent or {}, sent is not None
        self._ready: dict[str, Article] = {}  # articles with their facts

    def commit(self) -> BuildReport:
        """Make the change, unless all is so already."""
        before = self._place.holding()
        for item in self._differing(Provenance(before), Corrector(self._folder)):
            self._ready[item.record.id] = extracted(item.record)  # not while others wait
        with self._place.append() as writer:
            before = self._place.holding()
            origins, ledger = Provenance(before), SourceManifest(self._folder, before)
            corrector = Corrector(self._folder)
            known = {id_: origins.get(id_) for id_ in (*self._wanted, *self._gone)}
            self._say_who_is_gone(corrector)
            fresh = list(corrector.visible(self._differing(origins, corrector)))
            erased = self._hold_gone(corrector, known)
            corrector.keep()
            self._submitted.change(self._lines, self._gone)
            if fresh:
                self._write(writer, fresh)
            out = {*self._gone, *corrector.held}
            removed = [id_ for id_ in out if known.get(id_) is not None and writer.remove(id_)]
            unsaved = ""
            if fresh or removed:
                writer.commit()
                for id_ in (*(item.record.id for item in fresh), *removed):
                    file = file_of(known[id_] or "")
                    if file != self._file_of(id_):
                        ledger.forget(file)  # its article gave way, or went: read it next time
                unsaved = ledger.save(writer.generation, keep=True)
            else:
                writer.cancel()
            corrector.settle()
            updated = sum(known[item.record.id] is not None for item in fresh)
            return BuildReport(
                IngestReport(read=len(self._wanted)),
                writer.doc_count,
                added=len(fresh) - updated,
                updated=updated,
                removed=len(removed) + erased,
                unchanged=len(self._wanted) - len(fresh),
                unsaved=unsaved,
                seconds=time.monotonic() - self._start,
                away=corrector.count,
                faults=corrector.faults,
            )

    def _say_who_is_gone(self, corrector: Corrector) -> None:
        """What was deleted over HTTP stays away, until it is sent again: kept with the corrections,
        before the commit.
        """
        if not self._lasts:
            return
        for id_ in self._lines:
            corrector.table.undo_until_sent(id_)
        for id_ in self._gone:
            corrector.table.delete_until_sent(id_)
        corrector.table.write()
        corrector.changed()

    def _hold_gone(self, corrector: Corrector, known: Mapping[str, str | None]) -> int:
        """Keep where articles that are kept away came from, and nothing else of them; how many
        were kept whole until now.
        """
        erased = 0
        for id_ in self._gone:
            away = corrector.kept.get(id_)
            origin = away.origin if away is not None else known[id_]
            if away is not None or (self._lasts and origin is not None):
                corrector.held[id_] = Away(id_, corrector.origin(id_, origin or ""))
            erased += away is not None and away.article is not None and known[id_] is None
        return erased

    def _file_of(self, id_: str) -> str:
        """The file that keeps an article that was sent, "" for others."""
        return name_of(self._submitted.file_of(id_)) if id_ in self._lines else ""

    def _differing(self, origins: Provenance, corrector: Corrector) -> Iterator[Item]:
        """The articles that the index does not hold just so."""
        for id_, one in self._wanted.items():
            record = isinstance(one, SourceDocument)
            own = (
                f"{self._file_of(id_)}\t{digest_of(one)}" if isinstance(one, SourceDocument) else ""
            )
            item = corrector.item(self._ready.get(id_) or one, own)
            away = corrector.kept.get(id_)
            before = away.origin if away is not None else origins.get(id_)
            if not record or before != item.origin:
                yield item

    def _write(self, writer: Writing, items: Sequence[Item]) -> None:
        """Add articles as one segment."""
        with staging_directory(self._folder) as folder:
            builder = BatchBuilder()
            for at in range(0, len(items), _STEP):
                step = items[at : at + _STEP]
                articles = [article_of(item) for item in step]
                origins = [item.origin for item in step]
                builder.add_batch(articles, origins, [findings_of(one) for one in articles])
            builder.write(folder / "given")
            writer.add_segment(folder / "given")


def _check_id(identity: str) -> None:
    if not identity:
        raise BadArticle(Message("empty_field"), "id")
    _check_text("id", identity)
    if len(identity.encode()) > MAX_ID or not identity.isprintable():
        raise BadArticle(Message("bad_id", most=MAX_ID), "id")


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise BadArticle(Message("not_a_string"), name)
    if has_half_pair(value):
        raise BadArticle(Message("half_a_character"), name)


def _check_fields(fields: Mapping[str, Any]) -> None:
    for name in _TEXTS:
        _check_text(name, fields.get(name, ""))
    for name in ("provinces", "counterparts"):
        _check_names(name, fields.get(name, ""))
    if fields.get("url") and not web_address(fields["url"]):
        raise BadArticle(Message("not_a_web_address"), "url")
    if not (fields.get("body") or fields.get("text", "")).strip():
        raise BadArticle(Message("empty_field"), "text")


def _check_names(name: str, value: object) -> None:
    listed = value if isinstance(value, list | tuple) else [value]
    for one in listed:
        _check_text(name, one)
