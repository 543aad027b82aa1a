"""The one writer of an archive in a cluster: adds, replaces and removes articles by id; everything
or nothing becomes visible at commit.

Articles arrive as segments of the local index, made by the same code as a local build's. They are
written as further documents with higher numbers, which nobody sees; once every shard has them in
two copies the document `generation` is written, which tells readers up to which number to look and
which to pass over. What they pass over is deleted by the next writer, and so is what a writer that
was killed has left. `rebuild` fills a new index and switches to it, `append` goes on with the one
that is served.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from indexer.cluster.client import Client, NotThere, Refused
from indexer.cluster.copies import Spread
from indexer.cluster.documents import KnownArticles, portable
from indexer.cluster.lease import held
from indexer.cluster.loading import Bulk, delete_all
from indexer.cluster.local_documents import local_documents
from indexer.cluster.mapping import document
from indexer.cluster.published import revised
from indexer.cluster.target import Target, opened, started
from indexer.errors import ClusterUnavailable
from indexer.storage import IndexReader, Segment
from indexer.storage.durability import remove_tree
from indexer.storage.reader.segment_reader import SegmentReader, move
from indexer.storage.writer.index_writer import LOCK_SECONDS

__all__ = ["ClusterWriter", "append", "rebuild"]

_TOLD: Final = 500  # articles between two reports of progress
_ASIDE: Final = ".writing-"
Went = Callable[[int], None]


class ClusterWriter:
    """Collects changes; use it through `append` and `rebuild`. Not for several threads.

    `before` are the articles that are served now, None where a new index is filled; `went` is told
    how many articles of this writing are there. Segments are kept in the folder `home` meanwhile;
    `before_commit` is called when the commit begins.
    """

    def __init__(
        self, target: Target, before: KnownArticles | None, went: Went, home: Path | None
    ) -> None:
        self._target, self._before, self._went, self._home = target, before, went, home
        self._next = 1 + (before.published.top if before is not None else 0)
        self._segments: list[tuple[SegmentReader, set[int], int]] = []  # and the first number
        self._ids: dict[str, tuple[int, int]] = {}  # of this writing: (segment, document)
        self._gone: dict[str, int] = {}
        self._folder = _folder_in(home)
        self.before_commit: Callable[[], None] = lambda: None
        self._loaded = 0
        self.is_done = False
        self.knowledge = before.published.rules if before is not None else ""

    @property
    def generation(self) -> str:
        """What the archive is called after the commit."""
        return self._target.generation

    @property
    def doc_count(self) -> int:
        """Articles once committed."""
        kept = self._before.doc_count if self._before is not None else 0
        return kept - len(self._gone) + len(self._ids)

    def add_segment(self, stem: Path) -> None:
        """Take over the files written by `SegmentBuilder.write(stem)`; their articles replace older
        ones. Raises ClusterUnavailable.
        """
        target = Path(self._folder.name) / f"segment-{len(self._segments)}"
        move(stem, target)
        self.add_articles(SegmentReader(target), set(), self._home)

    def add_articles(self, file: SegmentReader, deleted: set[int], beside: Path | None) -> None:
        """Add the articles of a segment, but for deleted ones; `beside` is the folder beside them
        that their origins may name.
        """
        at, first = len(self._segments), self._next
        left_out = set(deleted)
        self._segments.append((file, left_out, first))
        self._next += file.doc_count
        by_id = _by_id(file, deleted)
        if self._before is not None:
            self._before.look_up(list(by_id))
        for id_, docs in by_id.items():
            self.remove(id_)
            left_out.update(docs[:-1])
            self._ids[id_] = (at, docs[-1])
        self._load(file, left_out, first, beside)

    def _load(
        self, file: SegmentReader, deleted: set[int], first: int, beside: Path | None
    ) -> None:
        bulk = Bulk(self._target.client, self._target.index)
        live = (doc for doc in range(file.doc_count) if doc not in deleted)
        reader = IndexReader("", [Segment(file, 0, deleted)])
        for doc, one in zip(live, local_documents(reader), strict=True):
            origin = portable(one.terms.origin, beside)
            content = document(one.terms, first + doc, one.stored, origin)
            bulk.put(str(first + doc), content)
            self._loaded += 1
            if self._loaded % _TOLD == 0:
                self._target.lease.check()
                self._went(self._loaded)
        bulk.flush()

    def remove(self, id: str) -> bool:
        """Remove the article with an id; tells whether there was one."""
        known = self._ids.pop(id, None)
        if known is not None:
            _, deleted, first = self._segments[known[0]]
            deleted.add(known[1])
            delete_all(self._target.client, self._target.index, [str(first + known[1])])
            return True
        if self._before is None or id in self._gone:
            return False
        number = self._before.find(id)
        if number is None:
            return False
        self._gone[id] = number
        return True

    def commit(self) -> None:
        """Make all changes visible in one step, once the cluster keeps them."""
        self._went(self._loaded)
        self.before_commit()
        self._target.commit(
            self._before, self._segments, self._gone, self._next - 1, self.knowledge
        )
        self.is_done = True
        self._folder.cleanup()

    def cancel(self) -> None:
        """Drop all changes that are not committed."""
        self.is_done = True
        self._segments = []
        self._folder.cleanup()
        self._target.cancel()


def _by_id(file: SegmentReader, deleted: set[int]) -> dict[str, list[int]]:
    """Id → documents of a segment, but for deleted ones."""
    ids = file.field("id")
    found: dict[str, list[int]] = {}
    for ordinal, key in enumerate(ids.keys()):
        docs = [doc for doc in ids.docs(ordinal).tolist() if doc not in deleted]
        if docs:
            found[key.decode()] = docs
    return found


def _folder_in(home: Path | None) -> tempfile.TemporaryDirectory[str]:
    """A folder for segments; those of writers that were killed go."""
    if home is not None:
        for old in home.glob(f"{_ASIDE}*"):
            remove_tree(old)
    return tempfile.TemporaryDirectory(prefix=_ASIDE, dir=home, ignore_cleanup_errors=True)


@contextmanager
def append(
    client: Client,
    *,
    timeout: float = LOCK_SECONDS,
    went: Went = lambda _: None,
    home: Path | None = None,
) -> Iterator[ClusterWriter]:
    """Change the archive that is served; `commit`, or leaving without an error, makes all changes
    visible in one step.

    Raises IndexMissing, IndexOutdated, IndexCorrupt, ClusterUnavailable, and IndexBusy naming who
    writes.
    """
    revised(client)  # before anything is made there
    with held(client, timeout) as lease:
        published, revision = revised(client)
        target = opened(client, lease, published, revision)
        known = KnownArticles(client, published, home)
        with _committing(ClusterWriter(target, known, went, home)) as writer:
            yield writer


@contextmanager
def rebuild(
    client: Client,
    *,
    spread: Spread | None = None,
    timeout: float = LOCK_SECONDS,
    went: Went = lambda _: None,
    home: Path | None = None,
) -> Iterator[ClusterWriter]:
    """Fill a new index; `commit`, or leaving without an error, has it take the place of the old one
    in one step. `spread` is that of the old one unless said, or else what the environment says.

    Raises IndexBusy naming who writes, ClusterUnavailable, and BadQuery where the environment says
    nonsense.
    """
    with held(client, timeout) as lease:
        target = started(client, lease, spread)
        with _committing(ClusterWriter(target, None, went, home)) as writer:
            yield writer


@contextmanager
def _committing(writer: ClusterWriter) -> Iterator[ClusterWriter]:
    """Commit at the end unless that is done; on an error drop what is not committed."""
    try:
        yield writer
        if not writer.is_done:
            writer.commit()
    except (Refused, NotThere) as error:
        writer.cancel()
        raise ClusterUnavailable(str(error)) from error
    except BaseException:
        writer.cancel()
        raise
