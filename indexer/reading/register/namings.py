"""Where persons are named whose names an article tells with an office elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from indexer.reading.register.lexicon import RANKS
from indexer.reading.register.view import View

__all__ = ["Naming", "namings"]

_RANK_BEFORE = re.compile(rf"(?:{RANKS}\s)+$", re.I)


class Naming(NamedTuple):
    """A person named at text[start:end], the office, rank and unit before the name included."""

    start: int
    end: int
    name: str


def namings(view: View, persons: Iterable[str]) -> list[Naming]:
    """Where persons whose names are known stand in the text, in order, with office, unit and rank
    before the name.
    """
    names = sorted(set(persons), key=len, reverse=True)
    if not names:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    found = []
    for match in pattern.finditer(view.text):
        start = match.start()
        rank = _RANK_BEFORE.search(view.text, max(0, start - 40), start)
        found.append(Naming(rank.start() if rank else start, match.end(), match[0]))
    return found
