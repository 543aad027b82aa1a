"""Corrections by people and an index, brought together: what an article is given before it is
written, what is kept away, and what in the index no longer says what the corrections say.

The origin of an article in the index bears a mark of its corrections (`provenance`), so that what
has changed is found without reading articles. A Corrector is for one writing, under the lock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from indexer.building.batches import Item, extracted
from indexer.building.holding import Holding
from indexer.building.kept_away import Away, KeptAway
from indexer.building.provenance import file_of, is_marked, with_mark, without_mark
from indexer.corrections.applying import as_read, is_deleted, is_kept_away
from indexer.corrections.matching import Corrections, mark_of
from indexer.corrections.table import CORRECTIONS, Fault, Table
from indexer.model.article import Article
from indexer.reading import SourceDocument

__all__ = ["Corrector"]


class Corrector:
    """The corrections of an index as they are now, and the articles they keep away."""

    def __init__(self, index: Path) -> None:
        """Raises BadCorrection when the file of corrections is no table of them, and OSError."""
        self.index = index
        self.table = Table(index / CORRECTIONS)
        self.kept = KeptAway(index)
        self._said = Corrections(self.table)
        self.held: dict[str, Away] = {}
        """What is to be kept away from now on, by id."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Lines of the file that were passed over."""
        return tuple(self.table.faults)

    @property
    def count(self) -> int:
        """Articles that are known and kept away."""
        return sum(self.is_away(away.id, away.origin) for away in self.kept)

    def changed(self) -> None:
        """Hear that the table was changed."""
        self._said = Corrections(self.table)

    def origin(self, id_: str, origin: str) -> str:
        """The origin an article has in the index by what is said of it now."""
        bare = without_mark(origin)
        return with_mark(bare, mark_of(self._said.of(id_, file_of(bare))))

    def item(self, record: SourceDocument | Article, origin: str) -> Item:
        """A record, or an article that may have been corrected before, with what is said of it."""
        bare = without_mark(origin)
        said = self._said.of(record.id, file_of(bare))
        one = as_read(record) if isinstance(record, Article) else record
        return Item(one, with_mark(bare, mark_of(said)), said)

    def is_away(self, id_: str, origin: str) -> bool:
        """Is an article to be found by nobody?"""
        return is_kept_away(self._said.of(id_, file_of(origin)))

    def visible(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items that go into the index; the others are held."""
        for item in items:
            if is_kept_away(item.corrections):
                self.hold(item)
            else:
                yield item

    def hold(self, item: Item) -> None:
        """Have an article kept away: whole when it is hidden, its origin when it is deleted."""
        deleted = is_deleted(item.corrections)
        article = None if deleted else extracted(item.record)
        self.held[item.record.id] = Away(item.record.id, item.origin, article)

    def known(self, live: Mapping[str, str]) -> dict[str, str]:
        """Id → origin of the articles in the index and of those kept away."""
        return {away.id: away.origin for away in self.kept} | dict(live)

    def differing(
        self, before: Holding, live: Mapping[str, str], but: Collection[str]
    ) -> Iterator[Item]:
        """The articles, but for those of these ids, that the index has otherwise than the
        corrections say now: as they were read, with what is said of them.
        """
        for id_, origin in self.known(live).items():
            if id_ in but or not self._may_differ(id_, origin):
                continue
            if self.origin(id_, origin) == origin:
                continue
            doc = before.find(id_)
            away = self.kept.get(id_)
            if doc is not None:
                yield self.item(before.article(doc), origin)
            elif away is not None and away.article is not None:
                yield self.item(away.article, origin)
            elif self.is_away(id_, origin):  # deleted, now by another word
                self.held[id_] = Away(id_, self.origin(id_, origin))

    def _may_differ(self, id_: str, origin: str) -> bool:
        """Was, or is, anything said of an article?"""
        return is_marked(origin) or self._said.may_concern(id_, file_of(origin))

    def returning(self) -> Iterator[Away]:
        """Deleted articles that may come back, of which nothing is kept: their files are to be
        read again.
        """
        for away in self.kept:
            if away.article is None and not self.is_away(away.id, away.origin):
                yield away

    def keep(self) -> None:
        """Force to disk what is held; before the commit that takes it out of the index."""
        self.kept.keep(list(self.held.values()))

    def settle(self, gone: Iterable[str] = ()) -> None:
        """Forget those that are back in the index, or gone from their sources; after the commit."""
        back = {away.id for away in self.kept if not self.is_away(away.id, away.origin)}
        self.kept.forget(back | set(gone))
