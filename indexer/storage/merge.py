"""Merging segments as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.storage.files import SegmentFile


def plan_merges(sizes: Sequence[tuple[int, int]]) -> list[list[int]]:
    return [[i] for i in range(len(sizes))]


def merge_segments(parts: Sequence[tuple[SegmentFile, set[int]]], path: Path) -> int:
    raise NotImplementedError
