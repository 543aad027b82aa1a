"""Word lists of the reading rules, kept as data beside the code and read once."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

__all__ = ["words"]

_TABLE = Path(__file__).parent / "words.csv"


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            found.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(listed) for kind, listed in found.items()}


def words(kind: str) -> frozenset[str]:
    """The lower-case words of one kind ("surname", "link heading" …).

    Raises `KeyError` for a kind the table does not have.
    """
    return _lists()[kind]
