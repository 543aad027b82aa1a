"""Building a segment: documents' terms gathered in arrays, sorted with numpy, written as one columnar file.

No Python object is kept per posting: a token is a 32-bit term number and a 16-bit position until it is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.language import fold
from indexer.storage.columns import ColumnWriter
from indexer.storage.files import ARTICLES, COLUMNS, beside
from indexer.storage.pairs import pairs_of_stream, write_pairs
from indexer.storage.postings import invert, write_field
from indexer.storage.schema import FIELDS, NUMBERS, key_of
from indexer.storage.stored import write_records

__all__ = ["DocumentTerms", "SegmentBuilder"]

_FACET_STREAMS = tuple(name for name in FIELDS if name not in {*NUMBERS, "text", "title", "words", "id", "origin"})


@dataclass(slots=True)
class DocumentTerms:
    """What one article puts into the index.

    `text` and `positions` run side by side, positions ascending: the title from 0, the rest from title_length + POSITION_GAP.
    `title` repeats the title's terms; `words` are compounds, as often as they occur. `facets` maps a facet field to its
    values. `numbers` maps a field of NUMBERS to a value ≥ 0 and leaves out what is unknown. `record` is the stored article.
    """

    id: str
    text: Sequence[str]
    positions: Sequence[int]
    title: Sequence[str] = ()
    words: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    origin: str = ""
    record: bytes = b""


class _Vocabulary(dict[str, int]):
    """Term → number in order of first sight."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Stream:
    """One field's tokens as they arrive; `lengths` counts each document's."""

    def __init__(self) -> None:
        self.vocabulary = _Vocabulary()
        self.terms = array("I")
        self.lengths = array("I")

    def add(self, terms: Sequence[str]) -> None:
        self.terms.extend(map(self.vocabulary.__getitem__, terms))
        self.lengths.append(len(terms))

    def arrays(self) -> tuple[NDArray[Any], NDArray[Any]]:
        lengths = np.frombuffer(self.lengths, dtype=np.uint32)
        docs = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        return np.frombuffer(self.terms, dtype=np.uint32), docs


class SegmentBuilder:
    """Gathers documents and writes them as a segment's columns. Documents are numbered from 0 in order of arrival."""

    def __init__(self) -> None:
        self._streams = {name: _Stream() for name in FIELDS}
        self._positions = array("I")
        self._records: list[bytes] = []
        self.weight = 0

    def __len__(self) -> int:
        return len(self._records)

    def add(self, document: DocumentTerms) -> int:
        """Add a document and return its number. `weight` grows by about the bytes of memory it takes."""
        streams = self._streams
        streams["text"].add(document.text)
        self._positions.extend(document.positions)
        streams["title"].add(document.title)
        streams["words"].add(document.words)
        streams["id"].add((document.id,))
        streams["origin"].add((document.origin,) if document.origin else ())
        for name in NUMBERS:
            number = document.numbers.get(name)
            streams[name].add(() if number is None else (f"{number:07d}",))
        for name in _FACET_STREAMS:
            streams[name].add(tuple(dict.fromkeys(document.facets.get(name, ()))))
        self._records.append(document.record)
        self.weight += 8 * len(document.text) + 4 * len(document.words) + len(document.record) + 1_000
        return len(self._records) - 1

    def write(self, stem: Path) -> None:
        """Write the segment's files, `stem` being their path without extension, and seal them. The builder is spent afterwards."""
        with ColumnWriter(beside(stem, COLUMNS)) as out:
            for name, spec in FIELDS.items():
                words, terms, docs, positions = self._tokens(name)
                keys = [key_of(word, folded(word) if spec.folded else None) for word in words]
                arrays = invert(keys, terms, docs, positions, frequencies=spec.kind != "documents")
                write_field(out, name, arrays, len(self))
                if positions is not None:
                    write_pairs(out, pairs_of_stream(words, terms, docs, positions))
        write_records(beside(stem, ARTICLES), self._records)

    def _tokens(self, name: str) -> tuple[list[str], NDArray[Any], NDArray[Any], NDArray[Any] | None]:
        """A field's terms by number, and its stream: term numbers, documents and, for text, positions. Asked once of each field."""
        stream = self._streams.pop(name)
        terms, docs = stream.arrays()
        return list(stream.vocabulary), terms, docs, np.frombuffer(self._positions, np.uint32) if FIELDS[name].kind == "positions" else None


folded = lru_cache(maxsize=1 << 18)(fold)  # one segment's words are mostly the next one's
