"""One execution on the local index, with its arrays: what tests of storage and of execution look at."""

from __future__ import annotations

from typing import Any

from indexer.model.query import Node
from indexer.searching.local.backend import LocalBackend
from indexer.searching.local.execution import Execution
from indexer.searching.ports import QueryPlan
from indexer.storage import IndexReader

__all__ = ["execute", "ids"]


def execute(archive: IndexReader | LocalBackend, tree: Node, **plan: Any) -> Execution:
    """What a plan finds; over a snapshot nothing is kept for the next one."""
    backend = LocalBackend(archive) if isinstance(archive, IndexReader) else archive
    return backend.executor.execute(QueryPlan(tree, **plan))


def ids(archive: IndexReader | LocalBackend, found: Execution) -> list[str]:
    """The ids of the hits, best first."""
    snapshot = archive if isinstance(archive, IndexReader) else archive.snapshot
    return [snapshot.id_of(int(doc)) for doc in found.docs]
