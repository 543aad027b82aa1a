"""Longest match of the gazetteer's names over the capitalised words of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.reading.places.names import Entry, names

__all__ = ["Match", "matches"]

_UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸÝ"
_RUN = re.compile(rf"[{_UPPER}]\w*(?:['’]\w+)?(?:[ -][{_UPPER}]\w*(?:['’]\w+)?)*")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")


class Match(NamedTuple):
    """A name in the clean text and what it may stand for."""

    start: int
    end: int
    entries: tuple[Entry, ...]


def matches(text: str) -> Iterator[Match]:
    """Names in order of their place, not overlapping, the longest at each place."""
    first = names().first
    unknown = first.keys().isdisjoint
    for run in _RUN.finditer(text):
        spelt = run.group().lower()
        words = spelt.replace("-", " ").split(" ")
        if unknown(words):
            continue
        count = len(words)
        position, start = 0, run.start()
        if start and text[start - 1].isalpha():  # a capital within a word opens no name
            start += len(words[0]) + 1
            position = 1
        while position < count:
            step, length = 1, len(words[position])
            for tail, entries in first.get(words[position], ()):
                end = position + 1 + len(tail)
                if end <= count and (not tail or (tail[0] == words[position + 1] and tuple(words[position + 1 : end]) == tail)):
                    step, length = end - position, sum(map(len, words[position:end])) + len(tail)
                    yield Match(start, start + length, entries)
                    break
            start += length + 1
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
