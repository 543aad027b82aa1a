"""Which articles of the sources are new or different, by their origin in the index."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path, PurePath
from typing import Final

from indexer.building.batches import Item
from indexer.building.correcting import Corrector
from indexer.building.holding import Holding
from indexer.building.provenance import Provenance, file_of
from indexer.building.source_manifest import SourceManifest, name_of
from indexer.building.submitted import SUBMITTED
from indexer.corrections.applying import is_kept_away
from indexer.reading import Duplicate, IngestReport, SourceDocument, records

__all__ = ["Changes", "Unseen", "digest_of", "inside"]

_UNREADABLE: Final = {
    *("unreadable", "missing"),
    *("timeout", "memory", "crashed", "needs-library", "no-ocr"),
}
"""Reasons by which a source was skipped that say nothing of what it holds: of the place it lies at,
or of the machine that reads it.
"""


class Changes:
    """The articles of a snapshot, against which those of the sources are held.

    The counts grow as `items` is consumed.
    """

    def __init__(self, before: Holding | None, corrector: Corrector) -> None:
        """`before` None: nothing is known of what is in the index or kept away from it."""
        self._origins, self._corrector = Provenance(before), corrector
        self._is_new = before is None
        self.given: set[str] = set()  # ids of the items handed out
        self.met: set[str] = set()  # ids read now
        self._left: set[str] = set()
        self._sent = name_of(corrector.index / SUBMITTED)
        self.added = self.updated = self.unchanged = self.corrected = 0
        self.bereft: set[str] = set()  # files whose article gave way to another file's

    def file_of(self, id_: str) -> str:
        """The file an article came from, "" when it is not known."""
        return file_of(self.origin_of(id_) or "")

    def origin_of(self, id_: str) -> str | None:
        """The origin of an article in the index or kept away from it, None when it is neither."""
        origin = self._origins.get(id_)
        if origin is None and not self._is_new and (away := self._corrector.kept.get(id_)):
            return away.origin
        return origin

    def all(self) -> dict[str, str]:
        """Id → origin of the articles in the index and of those kept away from it."""
        live = self._origins.all()
        return live if self._is_new else self._corrector.known(live)

    def differing(self, before: Holding) -> Iterator[Item]:
        """The articles not handed out that corrections have changed; once all sources are read."""
        live = self._origins.all()
        for item in self._corrector.differing(before, live, self.given):
            self._count(item, is_live=item.record.id in live)
            yield item

    def knows_any(self, sources: Sequence[Path]) -> bool:
        """Did any article come from one of the sources?"""
        files = {file_of(origin) for origin in self.all().values()}
        names = [name_of(source) for source in sources]
        return any(name in files for name in names) or any(
            inside(file, name) for name in names for file in files
        )

    def items(
        self, sources: Sequence[Path], reading: IngestReport, ledger: SourceManifest
    ) -> Iterator[Item]:
        """The records of the sources that the index does not hold just so, each with its origin."""
        self._left = ledger.left
        for record in records(sources, reading, ledger.leave, self.file_of):
            ledger.count()
            item = self._corrector.item(record, f"{ledger.file}\t{digest_of(record)}")
            before = self.origin_of(record.id)
            self.met.add(record.id)
            self.corrected += bool(item.corrections)
            if before == item.origin:
                self.unchanged += 1
                continue
            file = file_of(before or "")
            if file != ledger.file and before is not None:
                if file in self._left:  # met earlier, though not read: the first keeps its id
                    reading.duplicates.append(Duplicate("id", record.id, record.path, file))
                    continue
                if self._was_sent(file):
                    self.unchanged += 1
                    self.bereft.add(ledger.file)  # should what was sent be removed
                    continue
                self.bereft.add(file)
            self.given.add(record.id)
            self._count(item, is_live=self._origins.get(record.id) is not None)
            yield item

    def _was_sent(self, file: str) -> bool:
        """Is it one of those that keep what was sent over HTTP? It stands before all others."""
        return inside(file, self._sent) and Path(file).is_file()

    def _count(self, item: Item, *, is_live: bool) -> None:
        if is_kept_away(item.corrections):
            return
        if is_live:
            self.updated += 1
        else:
            self.added += 1

    def vanished(self, gone: Callable[[str], bool], unseen: Unseen) -> list[str]:
        """Ids of the articles whose files were neither read nor left, and are `gone`; and those no
        longer in files that were read. What could not be seen is not gone.
        """
        return [
            id_
            for id_, file in self._not_met()
            if file not in self._left and gone(file) and file not in unseen
        ]

    def hidden(self, unseen: Unseen) -> list[tuple[str, str]]:
        """(id, origin) of the articles that were not met because their files could not be seen."""
        origins = self.all()
        return [(id_, origins[id_]) for id_, file in self._not_met() if file in unseen]

    def _not_met(self) -> Iterator[tuple[str, str]]:
        """(id, file) of the articles that no source held."""
        for id_, origin in self.all().items():
            if id_ not in self.met:
                yield id_, file_of(origin)


class Unseen:
    """What could not be seen of the sources: files and folders that may not be read, and folders
    that hold nothing at all (more likely a share that is not mounted than a folder to be emptied).
    """

    def __init__(
        self, sources: Sequence[Path], reading: IngestReport, ledger: SourceManifest
    ) -> None:
        unreadable = [one.path for one in reading.skipped if one.reason in _UNREADABLE]
        self._places = {name_of(Path(path)) for path in (*unreadable, *reading.unseen)}
        self.emptied: list[Path] = []
        for source in sources:
            name = name_of(source)
            if source.is_dir() and not any(inside(file, name) for file in ledger.asked):
                self.emptied.append(source)
        self._places |= {name_of(source) for source in self.emptied}

    def __bool__(self) -> bool:
        return bool(self._places)

    def __contains__(self, file: str) -> bool:
        """Might a file, as `name_of` names it, still be there?"""
        if not self._places:
            return False
        above = {str(folder) for folder in PurePath(file).parents}
        return bool(self._places & (above | {file}))


def inside(file: str, folder: str) -> bool:
    """Is a file, as `name_of` names it, in a folder or below it?"""
    return file.startswith(folder.rstrip("/\\") + "/") or file.startswith(
        folder.rstrip("/\\") + "\\"
    )


def digest_of(record: SourceDocument) -> str:
    """Stands for all that was read of a record: when it is the same, so is the article."""
    fields = (
        record.id,
        record.title,
        record.text,
        record.date,
        record.url,
        record.source,
        record.author,
    )
    whole = "\0".join([*fields, *record.provinces, "", *record.counterparts])
    return urlsafe_b64encode(
        blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=12).digest()
    ).decode()
