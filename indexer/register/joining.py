"""The register of an archive, put together from what its articles tell."""

from __future__ import annotations

from indexer.register.entries import Register
from indexer.searching.ports import SearchBackend

__all__ = ["register_of"]


def register_of(backend: SearchBackend) -> Register:
    """The register of the archive in the state that a backend shows."""
    return Register(unread=backend.doc_count, generation=backend.generation)
