"""The index that a writer fills in a cluster, and how it comes to be served."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from indexer.cluster.client import Client, Conflict, NotThere, Refused, make_index
from indexer.cluster.copies import (
    Spread,
    delete_copy,
    forget,
    need_nodes,
    remove_litter,
    remove_unfinished,
    served_index,
    spread_of_environment,
)
from indexer.cluster.documents import KnownArticles, seen
from indexer.cluster.lease import Lease
from indexer.cluster.loading import delete_all, wait_for_copies
from indexer.cluster.mapping import MAPPINGS, settings
from indexer.cluster.published import (
    GENERATION,
    Published,
    Revision,
    files_alias,
    files_of,
    make_files,
    note_change,
    publish,
    read_files,
    revised,
    write_files,
)
from indexer.cluster.same_text import Fingerprints
from indexer.cluster.statistics import Figures
from indexer.cluster.vocabulary_files import (
    LIKENESS,
    REGISTER,
    SAMPLE,
    SAMPLED,
    STATISTICS,
    Change,
    fetched,
    files_among,
    of_stem,
    write_register,
    write_sample,
    write_statistics,
)
from indexer.errors import ClusterUnavailable, CuaKhauError, IndexBusy, IndexCorrupt
from indexer.storage.reader.segment_reader import SegmentReader
from indexer.storage.writer.segment_writer import SegmentBuilder

__all__ = ["Target", "opened", "started"]

Added = Sequence[tuple[SegmentReader, set[int], int]]
"""Segments, each with its deleted articles and the number of its first."""
_FRESH: Final = SAMPLED // 10
"""Articles after which the sample is drawn anew: a tenth of it. A smaller archive's is always."""
_PARTS: Final = 10_000  # documents that hold files, at most
_COPIES: Final = 2
"""In how many copies what is acknowledged is kept, where there are so many at all."""


@dataclass(slots=True)
class Target:
    """An index and what is served: of the same index where it is only changed (`is_new` False).
    `revision` is of what is served.
    """

    client: Client
    lease: Lease
    index: str
    spread: Spread
    served: Published | None
    revision: Revision | None
    is_new: bool

    @property
    def generation(self) -> str:
        """What the archive is called after the commit."""
        return f"{self.index}.{self._commit}"

    @property
    def _commit(self) -> int:
        return 1 if self.is_new or self.served is None else self.served.commit + 1

    def commit(
        self,
        before: KnownArticles | None,
        added: Added,
        gone: Mapping[str, int],
        top: int,
        rules: str,
    ) -> None:
        """Serve what the index has up to the number `top`, but for those `gone` (id → number).

        Raises ClusterUnavailable, and IndexBusy where another has taken over.
        """
        old = None if before is None else before.published
        if old is not None and old.gone:
            delete_all(self.client, self.index, map(str, old.gone))
        self.client.write("POST", f"/{self.index}/_refresh")
        self._count(added, old, top)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            now = self._described(before, added, gone, top, rules, Path(folder))
        self.client.write("POST", f"/{self.index}/_flush")
        homes = [self.index, files_of(self.index)]
        wait_for_copies(self.client, homes, min(_COPIES, 1 + self.spread[1]))
        self.lease.renew()
        try:
            publish(self.client, now, None if self.is_new else self.revision)
        except Conflict:
            self._check_published(now)
        if self.is_new:
            self._switch()
        self._tidy(now)

    def cancel(self) -> None:
        """Remove what is not served, as well as the cluster lets us: else the next writer does."""
        with suppress(CuaKhauError, NotThere, Refused):
            self.lease.check()
            if not self.is_new and self.served is not None:
                remove_litter(self.client, self.served)
            elif served_index(self.client) != self.index:
                delete_copy(self.client, self.index)

    def _count(self, added: Added, old: Published | None, top: int) -> None:
        """Raise ClusterUnavailable unless the cluster has all that was written, and no more."""
        wanted = sum(file.doc_count - len(deleted) for file, deleted, _ in added)
        first = 0 if old is None else old.top
        body = {"query": {"range": {"number": {"gt": first, "lte": top}}}}
        there = self.client.search(f"/{self.index}/_count?ignore_unavailable=false", body)
        if there["count"] != wanted or there["_shards"]["failed"]:
            raise ClusterUnavailable(f"the cluster has {there['count']} of {wanted} articles")

    def _described(
        self,
        before: KnownArticles | None,
        added: Added,
        gone: Mapping[str, int],
        top: int,
        rules: str,
        folder: Path,
    ) -> Published:
        """What is to be said of the archive, its files stored."""
        old = None if before is None else before.published
        removed = self._removed(before, gone, folder)
        change = Change([one[:2] for one in added], [removed] if removed is not None else [], gone)
        seals, sampled = self._files(old, change, top, folder)
        seals |= self._register(old, change, folder)
        texts = self._texts(old, added, gone, folder)
        seals |= self._kept(folder, texts)
        signed = [(file, deleted, 1) for file, deleted, _ in added]
        signed += [(removed, set(), -1)] if removed is not None else []
        figures = Figures(
            (old.figures.articles if old else 0) + _sum(signed, ""),
            (old.figures.titles if old else 0) + _sum(signed, "title_length"),
            (old.figures.bodies if old else 0) + _sum(signed, "body_length"),
            -1,
        )
        now = Published(
            self.index,
            self._commit,
            time.time(),
            top,
            tuple(sorted(gone.values())),
            figures,
            rules,
            seals,
            self.spread,
            sampled,
            texts.groups(),
        )
        newest = self._newest_day(now)
        return replace(now, figures=replace(figures, newest_day=newest))

    def _removed(
        self, before: KnownArticles | None, gone: Mapping[str, int], folder: Path
    ) -> SegmentReader | None:
        """The articles that go, as a segment."""
        if before is None or not gone:
            return None
        builder = SegmentBuilder()
        for terms in before.terms(list(gone.values())):
            builder.add(terms.whole())
        builder.write(folder / "removed")
        return SegmentReader(folder / "removed")

    def _files(
        self, old: Published | None, change: Change, top: int, folder: Path
    ) -> tuple[dict[str, tuple[int, int]], int]:
        """Write and store the files; the seals of all, and the highest number when the sample was
        drawn.
        """
        before = None if old is None else fetched(self.client, old, STATISTICS, folder)
        statistics = f"{STATISTICS}-{self._commit}"
        write_statistics(before, change, folder / statistics)
        seals = self._stored(folder, statistics)
        articles = 0 if old is None else old.figures.articles
        if old is not None and articles > SAMPLED and top - old.sampled < _FRESH:
            return seals | {
                name: old.seals[name] for name in of_stem(files_among(old.seals, SAMPLE))
            }, old.sampled
        sample = f"{SAMPLE}-{self._commit}"
        before = None if old is None else fetched(self.client, old, SAMPLE, folder)
        write_sample(before, change, folder / sample)
        return seals | self._stored(folder, sample), top

    def _register(
        self, old: Published | None, change: Change, folder: Path
    ) -> dict[str, tuple[int, int]]:
        """Write and store what the articles tell for the register; the seals of its files. There
        are none while an article is there that was never read for it.
        """
        stem = "" if old is None else files_among(old.seals, REGISTER)
        found = [file.findings() for file, _ in change.added]
        if (old is not None and not stem) or any(never_read for _, never_read in found):
            return {}
        if old is not None and not change.gone_ids and not any(telling for telling, _ in found):
            return {name: old.seals[name] for name in of_stem(stem)}
        before = None if old is None else fetched(self.client, old, REGISTER, folder)
        register = f"{REGISTER}-{self._commit}"
        write_register(before, change, folder / register)
        return self._stored(folder, register)

    def _stored(self, folder: Path, stem: str) -> dict[str, tuple[int, int]]:
        names = of_stem(stem)
        write_files(self.client, self.index, folder, names)
        seals = SegmentReader(folder / stem).seals
        return {name: (seal.size, seal.checksum) for name, seal in zip(names, seals, strict=True)}

    def _texts(
        self, old: Published | None, added: Added, gone: Mapping[str, int], folder: Path
    ) -> Fingerprints:
        """The fingerprints of all articles."""
        texts = Fingerprints.none()
        if old is not None:
            name = next(name for name in old.seals if name.startswith(LIKENESS))
            read_files(self.client, old, [name], folder)
            if _seal(folder / name) != old.seals[name]:
                raise IndexCorrupt(f"{name} of {old.index} is damaged")
            texts = Fingerprints.read(folder / name)
        return texts.changed(gone.values(), [Fingerprints.of(*one) for one in added])

    def _kept(self, folder: Path, texts: Fingerprints) -> dict[str, tuple[int, int]]:
        """Store the fingerprints; the seal of their file."""
        name = f"{LIKENESS}-{self._commit}"
        texts.write(folder / name)
        write_files(self.client, self.index, folder, [name])
        return {name: _seal(folder / name)}

    def _newest_day(self, now: Published) -> int:
        body = {
            "query": seen({"bool": {}}, now),
            "size": 0,
            "aggs": {"newest": {"max": {"field": "date_start"}}},
        }
        found = self.client.search(f"/{self.index}/_search?search_type=query_then_fetch", body)
        newest = found["aggregations"]["newest"]["value"]
        return -1 if newest is None else int(newest)

    def _check_published(self, now: Published) -> None:
        """Was it this writing that stands there, sent twice?"""
        if revised(self.client)[0].made != now.made:
            raise IndexBusy("another process has taken over writing; nothing of this was kept")

    def _switch(self) -> None:
        """Have the aliases name this index."""
        name = self.client.address.name
        before = "" if self.served is None else self.served.index
        before = before or served_index(self.client)
        actions: list[dict[str, Any]] = []
        if before:
            actions.append({"remove": {"index": before, "alias": name}})
        if self.served is not None:  # else it was of a version that had no such alias
            actions.append({"remove": {"index": files_of(before), "alias": files_alias(name)}})
        actions += [
            {"add": {"index": self.index, "alias": name}},
            {"add": {"index": files_of(self.index), "alias": files_alias(name)}},
        ]
        self.client.write("POST", "/_aliases", {"actions": actions})
        note_change(self.client)

    def _tidy(self, now: Published) -> None:
        """Remove what is of no use to anybody: files that no reader has to fetch, copies older than
        the one before. What fails is done the next time.
        """
        with suppress(CuaKhauError, NotThere, Refused):
            if self.is_new:
                forget(self.client, {self.index, self.served.index if self.served else ""})
            elif self.served is not None:
                kept = {*now.seals, *self.served.seals, GENERATION}
                parts = (part for part in self._parts() if part.partition(":")[0] not in kept)
                delete_all(self.client, files_of(self.index), parts)

    def _parts(self) -> list[str]:
        """The documents that hold files, and what is said."""
        body = {"query": {"match_all": {}}, "size": _PARTS, "_source": False}
        path = f"/{files_of(self.index)}/_search?search_type=query_then_fetch"
        return [hit["_id"] for hit in self.client.search(path, body)["hits"]["hits"]]


def _seal(path: Path) -> tuple[int, int]:
    """The size of a file, and its checksum."""
    data = path.read_bytes()
    return len(data), crc32(data)


def opened(client: Client, lease: Lease, published: Published, revision: Revision) -> Target:
    """The index that is served, to be changed; what a writer before has left there is removed."""
    remove_litter(client, published)
    spread = published.spread
    return Target(client, lease, published.index, spread, published, revision, is_new=False)


def started(client: Client, lease: Lease, spread: Spread | None) -> Target:
    """A new index. What writers before have left unfinished is removed."""
    name = client.address.name
    served: Published | None = None
    with suppress(CuaKhauError):
        served = revised(client)[0]
    before = served_index(client)
    if before and not before.startswith(f"{name}-"):
        raise ClusterUnavailable(f"{name} names something else in the cluster")
    remove_unfinished(client, before)
    spread = spread or (served.spread if served is not None else spread_of_environment())
    need_nodes(client, min(_COPIES, 1 + spread[1]))
    index = f"{name}-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
    try:
        make_index(client, index, {"settings": settings(*spread), "mappings": MAPPINGS})
        make_files(client, index, spread[1])
    except Refused as error:
        delete_copy(client, index)
        raise ClusterUnavailable(str(error)) from error
    return Target(client, lease, index, spread, served, None, is_new=True)


def _sum(parts: Sequence[tuple[SegmentReader, set[int], int]], number: str) -> int:
    """How many articles come, or the sum of a number over them; of those that go, less."""
    total = 0
    for file, deleted, sign in parts:
        live = [doc for doc in range(file.doc_count) if doc not in deleted]
        if not number:
            total += sign * len(live)
            continue
        values = file.numbers(number)[live]
        total += sign * int(values[values > 0].sum(dtype="int64"))
    return total
