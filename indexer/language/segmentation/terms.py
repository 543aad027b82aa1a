"""Texts as the index wants them, in one pass: syllables with their positions and pyvi's words, as
numbers in arrays.

Gives what `index_terms` and `compounds_many` give text by text, for a batch of texts at a time and
without an object for each token.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.language.likeness import TermHashes
from indexer.language.segmentation.crf import Model, load_model
from indexer.language.segmentation.segmenter import Longs, Segmenter, tokens_of
from indexer.language.segmentation.vocabulary import Column, Vocabulary
from indexer.language.tokenizer.rules import Part, analyse, plain_term
from indexer.language.tokenizer.tokens import term
from indexer.language.unicode.canonical import canonical, is_clean

__all__ = ["TermTable", "Terms", "terms_of"]

Ints = npt.NDArray[np.int32]


class TermTable:
    """Strings by number, in order of first sight.

    It only grows; a new one is begun when the vocabulary starts afresh.
    """

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._numbers: dict[str, int] = {}
        self._hashes = TermHashes()

    def hashes(self) -> TermHashes:
        """What fingerprints are made of, by the strings' numbers."""
        return self._hashes.up_to(self.strings)

    def number(self, string: str) -> int:
        """The number of a string, given at first sight."""
        number = self._numbers.get(string)
        if number is None:
            number = self._numbers[string] = len(self.strings)
            self.strings.append(string)
        return number


@dataclass(frozen=True, slots=True)
class Terms:
    """A batch of texts. Text k has the syllables terms[bounds[k]:bounds[k + 1]], numbers in
    `syllables`, at `positions` counted from its own beginning, `lengths[k]` positions in all;
    and the words compounds[word_bounds[k]:word_bounds[k + 1]], in `words`.
    """

    syllables: TermTable
    words: TermTable
    terms: Ints
    positions: Ints
    bounds: Longs
    lengths: Longs
    compounds: Ints
    word_bounds: Longs


def terms_of(texts: Sequence[str]) -> Terms:
    """The index terms of each of the texts: those of `index_terms`, and the compounds of
    `compounds_many` in canonical text.
    """
    try:
        segmenter: Segmenter = _thread.segmenter
    except AttributeError:
        segmenter = _thread.segmenter = Segmenter(load_model(), _IndexVocabulary)
    found = segmenter.segment(texts)
    vocabulary = found.vocabulary
    assert isinstance(vocabulary, _IndexVocabulary)

    stretches = found.stretches
    counts = vocabulary.term_count.rows[stretches]
    ends = np.cumsum(counts)
    places = np.arange(ends[-1])
    places += np.repeat(vocabulary.term_first.rows[stretches] - (ends - counts), counts)
    widths = vocabulary.width.rows[stretches]
    before = np.cumsum(widths) - widths  # positions before each stretch, in all
    own = np.diff(found.bounds)
    origin = np.append(
        np.repeat(before[found.bounds[:-1]], own), 0
    )  # PADs have no terms and no width
    positions = vocabulary.term_place.rows[places] + np.repeat(before - origin, counts)
    bounds = (ends - counts)[found.bounds]
    filled = bounds[1:] > bounds[:-1]
    lengths = np.zeros(len(filled), np.int64)
    lengths[filled] = positions[bounds[1:][filled] - 1] + 1

    first, runs = found.runs()
    compounds = np.array(list(map(vocabulary.runs.__getitem__, runs)), np.int32)
    words = compounds >= 0
    word_bounds = np.append(np.searchsorted(first[words], found.starts), np.count_nonzero(words))
    return Terms(
        syllables=vocabulary.syllables,
        words=vocabulary.words,
        terms=vocabulary.term.rows[places],
        positions=positions.astype(np.int32),
        bounds=bounds,
        lengths=lengths,
        compounds=compounds[words],
        word_bounds=word_bounds,
    )


_thread = threading.local()


class _IndexVocabulary(Vocabulary):
    """A vocabulary that also keeps each stretch's index terms: `term_first` and `term_count` say
    where they stand in `term` and `term_place` (position from the stretch's beginning), `width`
    how many positions it takes.
    """

    def __init__(self, model: Model) -> None:
        self.syllables, self.words = TermTable(), TermTable()
        self.runs = _Runs(self)
        self.term, self.term_place = Column(np.int32), Column(np.int32)
        self.term_first, self.term_count, self.width = (
            Column(np.int64),
            Column(np.int64),
            Column(np.int64),
        )
        self._terms: list[int] = []
        self._places: list[int] = []
        self._term_counts: list[int] = []
        self._widths: list[int] = []
        super().__init__(model)

    def add(self, stretch: bytes) -> int:
        text = stretch.decode("utf-8", "surrogatepass")
        plain = plain_term(text)
        if plain is not None:
            tokens: tuple[Part, ...] = ()
            count = width = 1
            self._terms.append(self.syllables.number(plain))
            self._places.append(0)
        else:
            tokens, width, _ = analyse(text)
            count = len(tokens)
        for part in tokens:
            self._terms.append(self.syllables.number(part.text))
            self._places.append(part.position)
        self._term_counts.append(count)
        self._widths.append(width)
        return super().add(stretch)

    def normal(self, text: str) -> str:
        """In canonical form: what is invisible parts no syllables."""
        return text if is_clean(text) else canonical(text).text

    def settle(self) -> None:
        super().settle()
        if self._term_counts:
            known = self.term.size
            counts = np.array(self._term_counts, np.int64)
            self.term_first.extend((known + np.cumsum(counts) - counts).tolist())
            self.term_count.extend(self._term_counts)
            self.width.extend(self._widths)
            self.term.extend(self._terms)
            self.term_place.extend(self._places)
            self._terms, self._places, self._term_counts, self._widths = [], [], [], []


class _Runs(dict[int | tuple[int, ...], int]):
    """A run of joined tokens → the number of its word, -1 when it is none."""

    def __init__(self, vocabulary: _IndexVocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._forms: dict[int, str] = {}

    def __missing__(self, run: int | tuple[int, ...]) -> int:
        syllables = [form for token in tokens_of(run) if (form := self._form(token))]
        number = self[run] = (
            self._vocabulary.words.number("_".join(syllables)) if len(syllables) > 1 else -1
        )
        return number

    def _form(self, token: int) -> str:
        """The indexed form of a token, "" when it has none."""
        form = self._forms.get(token)
        if form is None:
            spelling = self._vocabulary.spellings[token]
            plain = plain_term(spelling)
            form = self._forms[token] = term(spelling) if plain is None else plain
        return form
