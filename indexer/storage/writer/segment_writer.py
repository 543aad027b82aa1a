"""Building a segment: documents' terms gathered in arrays, sorted with numpy, written as one
columnar file.

No Python object is kept per posting: a token is a 32-bit term number and a 16-bit position until it
is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.language import fold
from indexer.language.likeness import WIDTH
from indexer.language.unicode.folding import strip_marks
from indexer.model.register import NO_FINDINGS, Findings
from indexer.records import dataclass
from indexer.storage.format.bigram_postings import Tokens, in_pieces, write_bigrams
from indexer.storage.format.bigram_table import pairs_of_stream, write_pairs
from indexer.storage.format.columns import ColumnWriter
from indexer.storage.format.document_store import write_records
from indexer.storage.format.findings import REGISTER, packed
from indexer.storage.format.postings import FieldTerms, invert, order_of, write_field
from indexer.storage.format.schema import FIELDS, NUMBERS, key_of
from indexer.storage.reader.segment_reader import ARTICLES, COLUMNS, LIKENESS, beside

__all__ = ["DocumentTerms", "SegmentBuilder"]

NO_LIKENESS = bytes(WIDTH)
_OF_TOKENS = (
    "text",
    "title",
    "words",
)  # folding a token does no more than strip its marks; what else is there may be read as one


@dataclass(slots=True)
class DocumentTerms:
    """What one article puts into the index.

    `text` and `positions` run side by side, positions ascending: the title from 0, the rest from
    title_length + POSITION_GAP. `title` repeats the title's terms; `words` are compounds, as often
    as they occur. `facets` maps a facet field to its values. `numbers` maps a field of NUMBERS to a
    value ≥ 0 and leaves out what is unknown. `record` is the stored article, `likeness` the
    fingerprint of its text, empty when it has none; `findings` what it tells for the register.
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
    likeness: bytes = b""
    findings: Findings = NO_FINDINGS


class _Vocabulary(dict[str, int]):
    """Term → number in order of first sight."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Stream:
    """One field's tokens as they arrive, with their documents."""

    def __init__(self) -> None:
        self.vocabulary = _Vocabulary()
        self.terms = array("I")
        self.docs = array("I")

    def add(self, doc: int, terms: Collection[str]) -> None:
        self.terms.extend(map(self.vocabulary.__getitem__, terms))
        self.docs.extend(repeat(doc, len(terms)))


class SegmentBuilder:
    """Gathers documents and writes them as a segment's columns.

    Documents are numbered from 0 in order of arrival.
    """

    def __init__(self) -> None:
        self._streams = {name: _Stream() for name in FIELDS if name not in NUMBERS}
        self._numbers = {name: (array("I"), array("I")) for name in NUMBERS}
        self._positions = array("I")
        self._records: list[bytes] = []
        self._likeness: list[bytes] = []
        self._findings: dict[int, Findings] = {}
        self.weight = 0

    def __len__(self) -> int:
        return len(self._records)

    def add(self, document: DocumentTerms) -> int:
        """Add a document and return its number.

        `weight` grows by about the bytes of memory it takes.
        """
        streams, doc = self._streams, len(self._records)
        if document.text:
            streams["text"].add(doc, document.text)
            self._positions.extend(document.positions)
            streams["title"].add(doc, document.title)
            streams["words"].add(doc, document.words)
        streams["id"].add(doc, (document.id,))
        if document.origin:
            streams["origin"].add(doc, (document.origin,))
        for name, number in document.numbers.items():
            numbers, docs = self._numbers[name]
            numbers.append(number)
            docs.append(doc)
        for name, values in document.facets.items():
            if values:
                streams[name].add(doc, dict.fromkeys(values))
        self._records.append(document.record)
        self._likeness.append(document.likeness or NO_LIKENESS)
        if document.findings is not NO_FINDINGS:
            self._findings[doc] = document.findings
        self.weight += (
            12 * len(document.text) + 8 * len(document.words) + len(document.record) + 1_000
        )
        return doc

    def write(self, stem: Path, went_on: Callable[[], None] = lambda: None) -> None:
        """Write the segment's files, `stem` being their path without extension, and seal them. The
        builder is spent afterwards.

        `went_on` is called between the pieces of the work; what it raises ends it.
        """
        with ColumnWriter(beside(stem, COLUMNS)) as out:
            made: dict[str, FieldTerms] = {}
            for name, spec in FIELDS.items():
                went_on()
                words, terms, docs, positions = self._tokens(name)
                bare = strip_marks if name in _OF_TOKENS else fold
                keys = [key_of(word, bare(word) if spec.folded else None) for word in words]
                arrays = invert(keys, terms, docs, positions, frequencies=spec.kind != "documents")
                write_field(out, name, arrays, len(self))
                if positions is not None:
                    pairs = pairs_of_stream(words, terms, docs, positions)
                    write_pairs(out, pairs)
                    pieces = self._by_ordinal(keys, terms, docs, positions)
                made[name] = arrays.terms()
            went_on()
            terms_of = made["text"], made["words"]
            write_bigrams(out, pairs, *terms_of, self._title_lengths(), pieces)
            out.add(LIKENESS, np.frombuffer(b"".join(self._likeness), np.uint8))
            out.add(REGISTER, packed(self._findings))
        went_on()
        write_records(beside(stem, ARTICLES), self._records)

    @staticmethod
    def _by_ordinal(
        keys: Sequence[bytes], terms: NDArray[Any], docs: NDArray[Any], positions: NDArray[Any]
    ) -> Iterator[Tokens]:
        """A stream with its terms by their ordinals, some documents at a time."""
        yield from in_pieces(Tokens(order_of(keys)[1][terms], docs, positions))

    def _title_lengths(self) -> NDArray[Any]:
        """Positions of each document's title."""
        lengths, docs = (np.frombuffer(own, np.uint32) for own in self._numbers["title_length"])
        found = np.zeros(len(self), dtype=np.int64)
        found[docs] = lengths
        return found

    def _tokens(
        self, name: str
    ) -> tuple[list[str], NDArray[Any], NDArray[Any], NDArray[Any] | None]:
        """A field's terms by number, and its stream: term numbers, documents and, for text,
        positions. Asked once of each field.
        """
        if name in NUMBERS:
            values, places = np.unique(
                np.frombuffer(self._numbers[name][0], np.uint32), return_inverse=True
            )
            return (
                [f"{number:07d}" for number in values.tolist()],
                places,
                np.frombuffer(self._numbers[name][1], np.uint32),
                None,
            )
        stream = self._streams.pop(name)
        terms, docs = np.frombuffer(stream.terms, np.uint32), np.frombuffer(stream.docs, np.uint32)
        return (
            list(stream.vocabulary),
            terms,
            docs,
            np.frombuffer(self._positions, np.uint32) if FIELDS[name].kind == "positions" else None,
        )
