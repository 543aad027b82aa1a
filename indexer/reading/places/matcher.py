"""Longest match of the gazetteer's names over the capitalised words of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.caching import memoized
from indexer.reading.places.names import Entry, Seconds, names

__all__ = ["Match", "matches"]

_UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸÝ"
_CHINESE = "\u4e00-\u9fff"
# opens with a set of characters and gives nothing back: so the search skips what lies between at
# its full speed
_RUN = re.compile(rf"[{_UPPER}{_CHINESE}]\w*+(?:['’]\w++)?+(?:[ -][{_UPPER}]\w*+(?:['’]\w++)?+)*+")
_HAN = re.compile(f"[{_CHINESE}]{{2,}}")

_Named = tuple[tuple[int, int, tuple[Entry, ...]], ...]
"""(start, end, entries) of names in a run."""


class Match(NamedTuple):
    """A name in the clean text and what it may stand for."""

    start: int
    end: int
    entries: tuple[Entry, ...]


def matches(text: str) -> list[Match]:
    """Names in order of their place, not overlapping, the longest at each place."""
    found: list[Match] = []
    for match in _RUN.finditer(text):
        run = match[0]
        named = _remembered(run) if len(run) <= _REMEMBERED else _named(run)
        if named:
            start = match.start()
            if start and text[start - 1].isalpha():
                named = _named(run, within=True)
            found += [Match(start + begin, start + end, entries) for begin, end, entries in named]
    return found


def _named(run: str, within: bool = False) -> _Named:
    """The names in a run of capitalised words.

    `within`: it begins in the middle of a word, where a capital opens no name.
    """
    words = run.lower().replace("-", " ").split(" ")
    found = () if names().first.keys().isdisjoint(words) else tuple(_latin(words, within))
    return tuple(sorted((*found, *_chinese(run)))) if _HAN.search(run) else found


_REMEMBERED = 60
_remembered = memoized("reading.places.runs", entries=1 << 15, entry_bytes=300)(_named)
"""The same short runs come again and again, nine of ten, and most of them name no place."""


def _latin(words: list[str], within: bool) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
    first = names().first
    position, start = (1, len(words[0]) + 1) if within else (0, 0)
    while position < len(words):
        seconds = first.get(words[position])
        step, entries = _longest(words, position, seconds) if seconds else (1, ())
        length = sum(map(len, words[position : position + step])) + step - 1
        if entries:
            yield start, start + length, entries
        start += length + 1
        position += step


def _longest(words: list[str], position: int, seconds: Seconds) -> tuple[int, tuple[Entry, ...]]:
    """How many words the longest name takes whose first syllable is there, and what it may stand
    for; (1, ()) when there is none.
    """
    if position + 1 < len(words):
        for tail, entries in seconds.get(words[position + 1], ()):
            if tuple(words[position + 2 : position + 2 + len(tail)]) == tail:
                return 2 + len(tail), entries
    return 1, seconds[""][0][1] if "" in seconds else ()


def _chinese(text: str) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
    chinese = names().chinese
    for run in _HAN.finditer(text):
        position = run.start()
        while position < run.end() - 1:
            for length in range(min(6, run.end() - position), 1, -1):
                entry = chinese.get(text[position : position + length])
                if entry:
                    yield position, position + length, (entry,)
                    position += length
                    break
            else:
                position += 1
