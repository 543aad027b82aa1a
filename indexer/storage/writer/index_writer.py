"""The one writer: adds, replaces and removes articles by id; everything or nothing becomes visible
at commit.

A Whoosh writer keeps the segments and their deleted documents and commits; segments are built and
merged here, as arrays. `rebuild` writes a whole new generation aside and switches to it, `append`
changes the current one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from indexer.errors import CuaKhauError, IndexCorrupt
from indexer.model.article import Article
from indexer.model.register import NO_FINDINGS, Findings
from indexer.storage.durability import locked, make_folder, remove_tree, sync_folder
from indexer.storage.reader import commit_point, generations
from indexer.storage.reader.index import label
from indexer.storage.reader.segment_reader import SegmentReader, move, sync
from indexer.storage.whoosh_codec.codec import (
    ColumnarCodec,
    ColumnarIndex,
    ColumnarSegment,
    ColumnarWriter,
)
from indexer.storage.writer.analysis import document_terms
from indexer.storage.writer.merge import merge_segments
from indexer.storage.writer.merge_policy import must_purge, plan_merges
from indexer.storage.writer.segment_writer import DocumentTerms, SegmentBuilder

__all__ = ["Writer", "append", "rebuild", "staging_directory"]

_WAIT = os.environ.get("CUAKHAU_WRITE_WAIT", "")
LOCK_SECONDS = float(_WAIT) if re.fullmatch(r"\d+(?:\.\d+)?", _WAIT, re.ASCII) else 20.0
"""How long to wait for another writer before IndexBusy is raised; what is no number of seconds
counts as unset.
"""
BATCH_BYTES = 160_000_000
"""Memory a batch of documents may take before it is written out as a segment."""


class Writer:
    """Collects changes to one generation, while the index is locked. Not for several threads; use
    it through `rebuild` and `append`.

    `identity` is the generation's; `published` is called once a commit is on disk. `knowledge` is
    the version of the rules by which all its articles were read, for the settings of a new
    generation.
    """

    def __init__(
        self,
        generation: Path,
        identity: str,
        published: Callable[[], None],
        batch_bytes: int = BATCH_BYTES,
    ) -> None:
        self._folder, self._identity, self._published = generation, identity, published
        self._codec = ColumnarCodec()
        index = ColumnarIndex(generation, identity)
        self._storage = index.storage
        self._whoosh = ColumnarWriter(index, codec=self._codec, compound=False, _lk=False)
        self._existing: list[ColumnarSegment] = list(self._whoosh.segments)
        self._files: dict[str, SegmentReader] = {}
        self._fresh: list[ColumnarSegment] = []
        self._ids: dict[
            str, tuple[ColumnarSegment | None, int]
        ] = {}  # of this session; None means the open batch
        self._builder = SegmentBuilder()
        self._replaced: set[int] = set()
        self._batch_bytes = batch_bytes
        self.is_done = False
        self.knowledge = ""

    def add(
        self,
        article: Article,
        *,
        words: Sequence[str] = (),
        origin: str = "",
        findings: Findings = NO_FINDINGS,
    ) -> None:
        """Add an article, in place of any with the same id. `words` are its compounds; `origin`
        names file and fingerprint; `findings` are what it tells for the register.
        """
        self.add_terms(document_terms(article, words, origin, findings))

    def add_terms(self, document: DocumentTerms) -> None:
        """Add an article already turned into terms."""
        self.remove(document.id)
        self._ids[document.id] = (None, self._builder.add(document))
        if self._builder.weight > self._batch_bytes:
            self._flush()

    def add_segment(self, stem: Path) -> None:
        """Take over the files written by `SegmentBuilder.write(stem)`, on the same file system; its
        articles replace older ones.
        """
        self._flush()
        segment = self._new_segment()
        move(stem, self._stem(segment))
        file = self._file(segment)
        segment.set_doc_count(file.doc_count)
        ids = file.field("id")
        for ordinal, key in enumerate(ids.keys()):
            id_ = key.decode()
            docs = ids.docs(ordinal).tolist()
            self.remove(id_)
            for doc in docs[:-1]:
                segment.delete_document(doc)
            self._ids[id_] = (segment, docs[-1])
        self._fresh.append(segment)

    def remove(self, id: str) -> bool:
        """Remove the article with an id; tells whether there was one."""
        known = self._ids.pop(id, None)
        if known is not None:
            segment, doc = known
            if segment is None:
                self._replaced.add(doc)
            else:
                segment.delete_document(doc)
            return True
        for segment in self._existing:
            ids = self._file(segment).field("id")
            ordinal = ids.find(id.encode())
            for doc in ids.docs(ordinal).tolist() if ordinal >= 0 else []:
                if not segment.is_deleted(doc):
                    segment.delete_document(doc)
                    return True
        return False

    def commit(self) -> None:
        """Write what is left, merge by the policy, and make all changes visible in one step."""
        self._flush()
        self._whoosh.commit(mergetype=self._merge)
        self._published()
        self.is_done = True

    def cancel(self) -> None:
        """Drop all changes that are not committed."""
        self.is_done = True
        if not self._whoosh.is_closed:
            self._whoosh.cancel()
        self._files = {}  # what is mapped cannot be removed everywhere
        with suppress(OSError, CuaKhauError):  # the next writer will
            number = commit_point.latest(self._folder)  # it may fail when all is done
            commit_point.remove_litter(
                self._folder, number, commit_point.read(self._folder, number, self._identity)
            )

    @property
    def generation(self) -> str:
        """What the snapshot of this writer's commit is called."""
        return label(self._folder.name, self._whoosh.generation, self._identity)

    @property
    def doc_count(self) -> int:
        """Live articles once committed."""
        segments = [*self._existing, *self._fresh]
        stored = sum(segment.doc_count_all() - segment.deleted_count() for segment in segments)
        return int(stored) + len(self._builder) - len(self._replaced)

    def _merge(self, _writer: Any, _segments: list[Any]) -> list[ColumnarSegment]:
        """Whoosh's merge hook: returns the segments of the new table of contents."""
        segments = [
            s for s in (*self._existing, *self._fresh) if s.doc_count_all() > s.deleted_count()
        ]
        sizes = [(s.doc_count_all(), s.deleted_count()) for s in segments]
        merged = []
        for group in plan_merges(sizes, full=not self._existing):
            if len(group) == 1 and not must_purge(*sizes[group[0]]):
                merged.append(segments[group[0]])
                continue
            target = self._new_segment()
            parts = [(self._file(segments[i]), set(segments[i].deleted_docs())) for i in group]
            target.set_doc_count(merge_segments(parts, self._stem(target)))
            merged.append(target)
        for segment in merged:
            if segment not in self._existing:
                sync(self._stem(segment))
        sync_folder(self._folder)
        return merged

    def _flush(self) -> None:
        """Write the open batch as a segment of its own."""
        if not len(self._builder):
            return
        builder, self._builder = self._builder, SegmentBuilder()
        segment = self._new_segment()
        segment.set_doc_count(len(builder))
        for doc in self._replaced:
            segment.delete_document(doc)
        self._replaced = set()
        builder.write(self._stem(segment))
        for id_, (owner, doc) in self._ids.items():
            if owner is None:
                self._ids[id_] = (segment, doc)
        self._fresh.append(segment)

    def _new_segment(self) -> ColumnarSegment:
        segment = self._codec.new_segment(self._storage, self._whoosh.indexname)
        segment._fieldlengths = {}
        return segment

    def _stem(self, segment: ColumnarSegment) -> Path:
        return self._folder / str(segment.segment_id())

    def _file(self, segment: ColumnarSegment) -> SegmentReader:
        name = segment.segment_id()
        if name not in self._files:
            self._files[name] = SegmentReader(self._stem(segment), segment.seals)
        return self._files[name]


@contextmanager
def rebuild(
    path: Path, *, timeout: float = LOCK_SECONDS, batch_bytes: int = BATCH_BYTES
) -> Iterator[Writer]:
    """Write a whole new index aside; `commit`, or leaving without an error, has it take the place
    of the old one in one step.

    Raises IndexBusy when another process is writing. On any error the old index stays as it was.
    """
    make_folder(path)
    with locked(path / generations.WRITELOCK, timeout):
        generation, identity = generations.new_generation(path)

        def published() -> None:
            generations.write_settings(generation, identity, writer.doc_count, writer.knowledge)
            generations.switch_to(path, generation)

        try:
            commit_point.commit(generation, 0, identity, [])
            writer = Writer(generation, identity, published, batch_bytes)
            with _committing(writer):
                yield writer
        except BaseException:
            if not generations.serves(path, generation):  # it may fail when all is done
                remove_tree(generation)
            raise


@contextmanager
def append(
    path: Path, *, timeout: float = LOCK_SECONDS, batch_bytes: int = BATCH_BYTES
) -> Iterator[Writer]:
    """Change the current index; `commit`, or leaving without an error, makes all changes visible in
    one step.

    Raises IndexMissing, IndexOutdated, IndexCorrupt, or IndexBusy when another process is writing.
    """
    generations.current(path)
    with locked(path / generations.WRITELOCK, timeout):
        generations.remove_litter(path)
        served = generations.current(path)
        generation = generations.folder_of(path, served.name)
        try:
            generations.check_settings(generation, served.identity)
            number = commit_point.latest(generation)
            commit_point.remove_litter(
                generation, number, commit_point.read(generation, number, served.identity)
            )
            writer = Writer(generation, served.identity, lambda: None, batch_bytes)
        except FileNotFoundError as error:
            raise IndexCorrupt(f"{error.filename} is missing") from None
        with _committing(writer):
            yield writer


@contextmanager
def staging_directory(index: Path) -> Iterator[Path]:
    """A folder for segments in the making, on the index's file system; call it under the lock."""
    folder = index / generations.STAGING
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        remove_tree(folder)


@contextmanager
def _committing(writer: Writer) -> Iterator[Writer]:
    """Commit at the end unless that is done; on an error drop what is not committed."""
    try:
        yield writer
        if not writer.is_done:
            writer.commit()
    except BaseException:
        writer.cancel()
        raise
