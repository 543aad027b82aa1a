"""An archive in a cluster as building writes it: the articles there, the folder beside them, and
the writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

from indexer.cluster.address import Address, read_address
from indexer.cluster.beside import Beside
from indexer.cluster.client import Client
from indexer.cluster.documents import KnownArticles
from indexer.cluster.published import served
from indexer.cluster.writer import ClusterWriter, append, rebuild
from indexer.storage.writer.index_writer import LOCK_SECONDS

__all__ = ["ClusterPlace", "beside_of", "home_of"]

Opened = Callable[[], AbstractContextManager[ClusterWriter]]


class ClusterPlace:
    """See `indexer.building.place.Place`. Raises BadQuery for an address of another form."""

    def __init__(self, place: str | Path) -> None:
        self._beside = beside_of(read_address(place))
        self._client = self._beside.client

    @property
    def folder(self) -> Path:
        """The folder beside it, as it is now."""
        return self._beside.read()

    @property
    def knowledge(self) -> str:
        """The version of the rules by which all its articles were read."""
        return served(self._client).rules

    def holding(self) -> KnownArticles:
        """The articles that are served now."""
        return KnownArticles(self._client, served(self._client), self._beside.folder)

    def append(self) -> AbstractContextManager[ClusterWriter]:
        """Change it."""
        return self._writing(lambda: append(self._client, home=self._beside.folder))

    def rebuild(self) -> AbstractContextManager[ClusterWriter]:
        """Write it anew, aside."""
        return self._writing(lambda: rebuild(self._client, home=self._beside.folder))

    @contextmanager
    def _writing(self, opened: Opened) -> Iterator[ClusterWriter]:
        """A writer, with the folder beside it; the cluster is handed the folder before the commit,
        and what was put right in it afterwards.
        """
        self._beside.make()
        with opened() as writer, self._beside.changing(LOCK_SECONDS):
            writer.before_commit = self._beside.push
            yield writer
            if not writer.is_done:
                writer.commit()
            self._beside.push()


@cache
def beside_of(address: Address) -> Beside:
    """The folder beside an archive, the same for all of a process."""
    return Beside(Client(address))


def home_of(place: str | Path) -> Path:
    """The folder beside an archive, whatever it holds now."""
    return beside_of(read_address(place)).folder
