"""Where a commit goes: an index directory, or an archive in a cluster. All else that building does
is the same for both.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from indexer.building.holding import Holding
from indexer.location import is_cluster
from indexer.storage import append, open_index, rebuild
from indexer.storage.reader import generations

__all__ = ["Place", "Writing", "folder_of", "home_of", "place_of"]


class Writing(Protocol):
    """Changes that become visible at commit, all or none; `knowledge` is the version of the rules
    by which the articles of a new archive were read.
    """

    knowledge: str

    @property
    def generation(self) -> str:
        """What the archive is called after the commit."""

    @property
    def doc_count(self) -> int:
        """Articles once committed."""

    def add_segment(self, stem: Path) -> None:
        """Take over the files written by `SegmentBuilder.write(stem)`; their articles replace older
        ones.
        """

    def remove(self, id: str) -> bool:
        """Remove the article with an id; tells whether there was one."""

    def commit(self) -> None:
        """Make all changes visible in one step."""

    def cancel(self) -> None:
        """Drop all changes that are not committed."""


class Place(Protocol):
    """An archive to be written."""

    @property
    def folder(self) -> Path:
        """The folder beside it: corrections, what was sent, what is kept away, how sources
        looked.
        """

    @property
    def knowledge(self) -> str:
        """The version of the rules by which all its articles were read; "" when unknown."""

    def holding(self) -> Holding:
        """The articles that are served now. Raises IndexMissing, IndexOutdated, IndexCorrupt; of a
        cluster ClusterUnavailable, too.
        """

    def append(self) -> AbstractContextManager[Writing]:
        """Change it. Raises as `holding` does, and IndexBusy."""

    def rebuild(self) -> AbstractContextManager[Writing]:
        """Write it anew, aside. Raises IndexBusy, and of a cluster ClusterUnavailable."""


class _Directory:
    """An index directory."""

    def __init__(self, index: Path) -> None:
        self.folder = index

    @property
    def knowledge(self) -> str:
        served = generations.current(self.folder)
        return generations.read_settings(generations.folder_of(self.folder, served.name)).knowledge

    def holding(self) -> Holding:
        return open_index(self.folder).snapshot()

    def append(self) -> AbstractContextManager[Writing]:
        return append(self.folder)

    def rebuild(self) -> AbstractContextManager[Writing]:
        return rebuild(self.folder)


def place_of(index: Path) -> Place:
    """The archive at a path, or in a cluster at its address. Raises BadQuery for an address of
    another form.
    """
    if is_cluster(index):
        from indexer.cluster.place import ClusterPlace

        return ClusterPlace(index)
    return _Directory(index)


def folder_of(index: Path) -> Path:
    """The folder beside an archive, as it is now. Of a cluster it is a copy; raises
    ClusterUnavailable where that cannot be brought up to date.
    """
    return place_of(index).folder


def home_of(index: Path) -> Path:
    """The same folder without looking whether it is up to date: for what is this machine's own."""
    if is_cluster(index):
        from indexer.cluster.place import home_of as home_in_cluster

        return home_in_cluster(index)
    return index
