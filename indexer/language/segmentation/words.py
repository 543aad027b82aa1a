"""Vietnamese words as pyvi sees them: the segmented text, and what of it is a word of several
syllables.

The model is pyvi's and so is every decision; neither pyvi nor scikit-learn is imported. The first
use reads the model (about 20 ms).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from indexer.language.segmentation.crf import load_model
from indexer.language.segmentation.segmenter import Segmenter, tokens_of
from indexer.language.segmentation.vocabulary import Vocabulary
from indexer.language.tokenizer.tokens import Token, term

__all__ = ["compound", "compounds_many", "segment", "segment_many", "words"]

COMPOUND_LIMIT: Final = 500_000  # joined runs remembered
# characters decoded together: enough for numpy, little enough for the processor's cache
BATCH: Final = 250_000

_thread = threading.local()


def _segmenter() -> Segmenter:
    """This thread's segmenter: what it has met stays known to it."""
    try:
        found: Segmenter = _thread.segmenter
    except AttributeError:
        found = _thread.segmenter = Segmenter(load_model())
    return found


def segment(text: str) -> str:
    """The text as `pyvi.ViTokenizer.tokenize` gives it, byte for byte: NFC, words apart by a
    space, their syllables joined by "_".
    """
    return segment_many((text,))[0]


def segment_many(texts: Sequence[str]) -> list[str]:
    """`segment` for each of the texts, much faster together than one by one."""
    segmented: list[str] = []
    for batch in _batches(texts):
        found = _segmenter().segment(batch)
        pieces = list(
            map(found.vocabulary.pieces.__getitem__, (found.tokens * 2 + found.joins).tolist())
        )
        for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True):
            # pyvi hands back a text without tokens as it came
            segmented.append(
                "".join(pieces[start:end])[1:] if start < end else texts[len(segmented)]
            )
    return segmented


def words(text: str) -> list[Token]:
    """pyvi's words of a text in order, without its marks and line ends.

    `text` of a token is the indexed form of its syllables joined by "_", start and end are code
    points in the text as given (whatever its normal form), position counts the words from 0.
    """
    composed = unicodedata.normalize("NFC", text)
    found = _segmenter().segment((composed,))
    original = _Alignment(text, composed)
    spellings = found.vocabulary.spellings
    tokens: list[Token] = []
    syllables: list[str] = []
    end = first = last = 0
    for number, joins in zip(
        [*found.tokens[1:-1].tolist(), 0], [*found.joins[1:-1].tolist(), False], strict=True
    ):
        if not joins:
            if syllables:
                tokens.append(
                    Token("_".join(syllables), *original.span(first, last), len(tokens), "word")
                )
            syllables = []
        start = composed.index(
            spellings[number], end
        )  # tokens follow each other with nothing but white space between
        end = start + len(spellings[number])
        syllable = term(spellings[number])
        if syllable:
            first = start if not syllables else first
            last = end
            syllables.append(syllable)
    return tokens


def compounds_many(texts: Sequence[str]) -> list[list[str]]:
    """For each text its words of several syllables in order, repeated as in the text: lower case,
    canonical, joined by "_".
    """
    found: list[list[str]] = []
    for batch in _batches(texts):
        segmentation = _segmenter().segment(batch)
        places, runs = segmentation.runs()
        compounds = list(map(_memo(segmentation.vocabulary).__getitem__, runs))
        bounds = [*np.searchsorted(places, segmentation.starts).tolist(), len(runs)]
        found += [list(filter(None, compounds[start:end])) for start, end in pairwise(bounds)]
    return found


class _Compounds(dict[int | tuple[int, ...], str]):
    """A run of joined tokens → the word's indexed form, "" when fewer than two syllables remain."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def __missing__(self, run: int | tuple[int, ...]) -> str:
        spellings = self.vocabulary.spellings
        word = self[run] = compound([spellings[number] for number in tokens_of(run)])
        return word


def compound(tokens: Sequence[str]) -> str:
    """The indexed form of joined tokens, "" when fewer than two of them are more than marks."""
    syllables = [syllable for token in tokens if (syllable := term(token))]
    return "_".join(syllables) if len(syllables) > 1 else ""


def _memo(vocabulary: Vocabulary) -> _Compounds:
    """This thread's compounds, by the numbers of this vocabulary."""
    memo: _Compounds | None = getattr(_thread, "compounds", None)
    if memo is None or memo.vocabulary is not vocabulary or len(memo) > COMPOUND_LIMIT:
        memo = _thread.compounds = _Compounds(vocabulary)
    return memo


class _Alignment:
    """The way from a text's NFC form back to the text."""

    def __init__(self, text: str, composed: str) -> None:
        self._places: list[tuple[int, int]] | None = None
        if composed == text:
            return
        self._places = []
        at = 0
        for letter in _letters(text):
            composed_letter = unicodedata.normalize("NFC", letter)
            if composed_letter == letter:
                self._places += ((i, i + 1) for i in range(at, at + len(letter)))
            else:
                self._places += [(at, at + len(letter))] * len(composed_letter)
            at += len(letter)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where composed[start:end] stands in the text; half a letter with its marks gives the
        whole of it.
        """
        if self._places is None:
            return start, end
        return self._places[start][0], self._places[end - 1][1]


def _letters(text: str) -> Iterator[str]:
    """The text in pieces that compose on their own: a letter and the marks, or jamo, that may melt
    into it.
    """
    start, at, size = 0, 1, len(text)
    while at < size:
        if text[at] < "\u0300" or not _melts(text[start:at], text[at]):
            yield text[start:at]
            start = at
        at += 1
    if text:
        yield text[start:]


def _melts(letter: str, char: str) -> bool:
    if unicodedata.combining(char) or unicodedata.combining(unicodedata.normalize("NFD", char)[0]):
        return True
    return unicodedata.normalize("NFC", letter + char) != unicodedata.normalize(
        "NFC", letter
    ) + unicodedata.normalize("NFC", char)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in NFC, in order, in lots of about `BATCH` characters."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(unicodedata.normalize("NFC", text))
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
