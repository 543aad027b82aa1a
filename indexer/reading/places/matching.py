"""Longest match of the gazetteer's names over the capitalised words of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.reading.places.names import Entry, names

__all__ = ["Match", "matches"]

_UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸÝ"
_CAPITALISED = re.compile(rf"(?<![^\W\d_])[{_UPPER}][^\W\d_]*(?:['’][^\W\d_]+)?")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


class Match(NamedTuple):
    """A name in the clean text and what it may stand for."""

    start: int
    end: int
    entries: tuple[Entry, ...]


def matches(text: str) -> Iterator[Match]:
    """Names in order of their place, not overlapping, the longest at each place."""
    first = names().first
    words = [(*word.span(), word.group().lower()) for word in _CAPITALISED.finditer(text)]
    count = len(words)
    position = 0
    while position < count:
        start, end, word = words[position]
        step = 1
        tails = first.get(word)
        if tails is None:
            position += 1
            continue
        for tail, entries in tails:
            last = position + len(tail)
            if last >= count:
                continue
            reach = end
            for offset, syllable in enumerate(tail, position + 1):
                next_start, next_end, next_word = words[offset]
                if next_word != syllable or next_start != reach + 1 or text[reach] not in " -":
                    break
                reach = next_end
            else:
                yield Match(start, reach, entries)
                step = len(tail) + 1
                break
        position += step
    if _HAN.search(text):
        yield from _chinese(text)


def _chinese(text: str) -> Iterator[Match]:
    for run in _HAN.finditer(text):
        position = run.start()
        while position < run.end() - 1:
            for length in range(min(6, run.end() - position), 1, -1):
                entry = names().chinese.get(text[position : position + length])
                if entry:
                    yield Match(position, position + length, (entry,))
                    position += length
                    break
            else:
                position += 1
