"""What is asked of every engine, and which there are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from tests.conformance.judging import Answer, Filters

__all__ = ["FACETS", "PEERS", "Document", "Page", "Peer", "peer", "size_of"]

FACETS = ("province", "counterpart", "year")
SNIPPET = 240  # code points of a passage that a page shows
Document = Mapping[str, Any]
"""id, title, body, date (ISO, or missing), provinces and counterparts (lists of names)."""

PEERS = {
    "ours": ("ours", "Ours"),
    "fts5": ("fts5", "Fts5"),
    "tantivy": ("tantivy", "Tantivy"),
    "xapian": ("xapian", "Xapian"),
    "postgres": ("postgres", "Postgres"),
    "opensearch": ("opensearch", "OpenSearch"),
    "whoosh": ("whoosh_recipe", "WhooshRecipe"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Ten hits and how many there are; counts by facet and passages where they were asked for."""

    ids: Sequence[str]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    snippets: Sequence[str] = ()


class Peer(Protocol):
    """An engine over an index in a folder; several may be open at once, each used by one thread."""

    name: str
    data: str
    """Where in the folder the index itself lies: what its size is of."""
    serves: bool
    """Whether it is a server, which is started once and asked by several; a library is opened by each
    process for itself, for its threads do not live on in a process that is forked.
    """

    @staticmethod
    def missing() -> str:
        """Why it cannot be run here and how it is to be had, "" when it can."""
        ...

    @staticmethod
    def version() -> str:
        """Which one was tried."""
        ...

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        """Index documents in an empty folder, written through to the disk."""
        ...

    def __init__(self, folder: Path) -> None: ...

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        """As `judging.Engine` has it: what the conformance suite asks."""
        ...

    def page(self, query: str, *, facets: bool, snippets: bool) -> Page:
        """The ten best with all the words of a query, and the exact total."""
        ...

    def best(self, query: str) -> list[str]:
        """The ten best by relevance for a question, whichever of its words they hold."""
        ...

    def add(self, documents: Iterable[Document]) -> None:
        """Add documents and return when they are safe."""
        ...

    def ids(self) -> set[str]:
        """The ids of all documents that are found now."""
        ...

    def again(self) -> Peer:
        """Another one over the same index, for another thread; a server is asked by both."""
        ...

    def close(self) -> None:
        """Give back what it holds, processes of its own among it."""
        ...


def peer(key: str) -> type[Peer]:
    """The class of an engine."""
    module, name = PEERS[key]
    found: type[Peer] = getattr(import_module(f"tests.peers.{module}"), name)
    return found


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(
        os.stat(os.path.join(place, name)).st_size  # noqa: PTH116, PTH118 - many files
        for place, _, names in os.walk(folder)
        for name in names
    )
