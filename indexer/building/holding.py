"""What building asks of an archive as it was at one commit, wherever it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from indexer.model.article import Article
from indexer.storage import IndexReader

__all__ = ["Holding", "KnowsOrigins"]


class KnowsOrigins(Protocol):
    """An archive that can be asked for origins by id; those of a local index stand in its columns
    (`provenance`).
    """

    @property
    def generation(self) -> str:
        """Changes with every commit."""

    @property
    def doc_count(self) -> int:
        """Number of articles."""

    def find(self, id: str) -> int | None:
        """The number of an article, None when it is not there."""

    def article(self, doc: int) -> Article:
        """The article of a number. Raises IndexCorrupt when it cannot be read back."""

    def ids(self) -> Iterator[str]:
        """The ids of all articles."""

    def origin(self, id: str) -> str | None:
        """The origin of an article, None when it is not there."""

    def origins(self) -> Mapping[str, str]:
        """Id → origin of all articles."""


Holding = IndexReader | KnowsOrigins
