"""Vietnamese words as pyvi sees them: the segmented text, and what of it is a word of several syllables.

The model is pyvi's and so is every decision; neither pyvi nor scikit-learn is imported. The first use reads the model (about 20 ms).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence

from indexer.language.crf import load_model
from indexer.language.segmentation import Segmenter

__all__ = ["segment", "segment_many"]

BATCH = 250_000  # characters decoded together: enough for numpy, little enough for the processor's cache

_thread = threading.local()


def _segmenter() -> Segmenter:
    """This thread's segmenter: what it has met stays known to it."""
    try:
        found: Segmenter = _thread.segmenter
    except AttributeError:
        found = _thread.segmenter = Segmenter(load_model())
    return found


def segment(text: str) -> str:
    """The text as `pyvi.ViTokenizer.tokenize` gives it, byte for byte: NFC, words apart by a space, their syllables joined by "_"."""
    return segment_many((text,))[0]


def segment_many(texts: Sequence[str]) -> list[str]:
    """`segment` for each of the texts, much faster together than one by one."""
    segmented: list[str] = []
    for batch in _batches(texts):
        found = _segmenter().segment(batch)
        pieces = list(map(found.vocabulary.pieces.__getitem__, (found.tokens * 2 + found.joins).tolist()))
        for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True):
            # pyvi hands back a text without tokens as it came
            segmented.append("".join(pieces[start:end])[1:] if start < end else texts[len(segmented)])
    return segmented


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
