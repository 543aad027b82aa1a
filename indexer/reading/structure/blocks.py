"""A stretch of the clean text with one function: what anatomy makes and facts are read from."""

from __future__ import annotations

from typing import NamedTuple

from indexer.model.article import PartKind

__all__ = ["Block"]


class Block(NamedTuple):
    """text[start:end] of the clean text."""

    kind: PartKind
    start: int
    end: int
