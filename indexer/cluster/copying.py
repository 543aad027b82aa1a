"""An archive copied whole: from a local index into a cluster, and back; with what lies beside it,
as far as that is not there already.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from indexer.cluster.address import read_address
from indexer.cluster.beside import fill
from indexer.cluster.client import Client
from indexer.cluster.documents import at_home, stored
from indexer.cluster.place import beside_of
from indexer.cluster.published import Published, served
from indexer.cluster.vocabulary_files import REGISTER, fetched, files_among, segments_of
from indexer.cluster.writer import rebuild as rebuild_in_cluster
from indexer.errors import ClusterUnavailable
from indexer.model.register import NO_FINDINGS, Findings
from indexer.storage import IndexReader, Segment, open_index, rebuild
from indexer.storage.reader import generations
from indexer.storage.writer.index_writer import LOCK_SECONDS

__all__ = ["copy_from_cluster", "copy_to_cluster"]

_TOLD: Final = 500  # articles between two reports of progress
Progress = Callable[[int], None]


def copy_to_cluster(
    index: Path, place: str | Path, *, shards: int, replicas: int, progress: Progress
) -> int:
    """Copy the local index at `index` to an address; returns its articles. `progress` is told
    how many are there.

    Raises what opening the index raises, BadQuery for another kind of address, IndexCorrupt where
    an article is damaged, IndexBusy where another process writes there, and ClusterUnavailable.
    """
    snapshot = open_index(index).snapshot()
    generation = generations.folder_of(index, generations.current(index).name)
    beside = beside_of(read_address(place))
    beside.make()
    with (
        rebuild_in_cluster(beside.client, spread=(shards, replicas), went=progress) as writer,
        beside.changing(LOCK_SECONDS) as folder,
    ):
        writer.knowledge = generations.read_settings(generation).knowledge
        for file, deleted in segments_of(snapshot):
            writer.add_articles(file, deleted, index.absolute())
        fill(folder, index)
        beside.push()
    return snapshot.doc_count


def copy_from_cluster(place: str | Path, index: Path, *, progress: Progress) -> int:
    """Make the local index at `index` hold what an archive in a cluster does, in one step; returns
    its articles.

    Raises what opening that archive raises, and IndexBusy when another process is writing.
    """
    beside = beside_of(read_address(place))
    client, folder = beside.client, beside.read()
    now = served(client)
    with rebuild(index) as writer:
        writer.knowledge = now.rules
        told = _told(client, now)
        done = 0
        for done, source in enumerate(stored(client, now), 1):
            article, origin = source.article, at_home(source.origin, index.absolute())
            findings = told.get(article.id, NO_FINDINGS)
            writer.add(article, words=source.terms.words, origin=origin, findings=findings)
            if done % _TOLD == 0:
                progress(done)
        if done != now.figures.articles:
            raise ClusterUnavailable(f"the cluster gives {done} of {now.figures.articles} articles")
        fill(index, folder)
    progress(done)
    return done


def _told(client: Client, now: Published) -> dict[str, Findings]:
    """What the articles of an archive tell for the register, by their ids."""
    if not files_among(now.seals, REGISTER):
        return {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = fetched(client, now, REGISTER, Path(folder))
        telling = IndexReader(now.generation, [Segment(file, 0)])
        found, _ = telling.findings()
        return {telling.id_of(doc): one for doc, one in found.items()}
