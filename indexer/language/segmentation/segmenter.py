"""Word segmentation as pyvi does it, decoded for whole batches with numpy: tokens, and which of
them join the one before.

The tokens of a text do not cross white space, so each stretch between spaces is split once and then
looked up. A batch is a few gathers and additions over all its texts laid end to end; the two-state
Viterbi search is closed where it is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indexer.language.segmentation.crf import Model, exact_labels
from indexer.language.segmentation.stretches import PAD
from indexer.language.segmentation.vocabulary import (
    FIRST_OF_THREE,
    JOINABLE,
    SECOND_OF_THREE,
    THIRD_OF_THREE,
    TITLE,
    Vocabulary,
)

__all__ = ["Segmentation", "Segmenter", "tokens_of"]

VOCABULARY_LIMIT: Final = (
    120_000_000  # bytes, about, that a vocabulary takes before it starts afresh
)

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A batch of texts as tokens. `tokens` are numbers in `vocabulary`, PAD before, between and
    after the texts.

    `joins[i]` says that token i belongs to the word of token i - 1. Text k is
    tokens[starts[k]:ends[k]]. `stretches` are the numbers of the stretches in order, PAD's before
    and after the texts; text k's are stretches[bounds[k] + 1 : bounds[k + 1]].
    """

    vocabulary: Vocabulary
    tokens: Ints
    joins: Bools
    starts: Longs
    ends: Longs
    stretches: Longs
    bounds: Longs

    def runs(self) -> tuple[Longs, list[int | tuple[int, ...]]]:
        """The words of several tokens: the place of the first of each among `tokens`, and the
        tokens, two as first << 32 | second.
        """
        joins, tokens = self.joins, self.tokens
        first = np.flatnonzero(joins[1:] & ~joins[:-1])
        last = np.flatnonzero(joins[1:-1] & ~joins[2:]) + 1
        keys: list[int | tuple[int, ...]] = (
            tokens[first].astype(np.int64) << 32 | tokens[last]
        ).tolist()
        for k in np.flatnonzero(last - first > 1).tolist():
            keys[k] = tuple(tokens[first[k] : last[k] + 1].tolist())
        return first, keys


def tokens_of(run: int | tuple[int, ...]) -> tuple[int, ...]:
    """The token numbers of a run as `Segmentation.runs` gives them."""
    return run if isinstance(run, tuple) else (run >> 32, run & 0xFFFFFFFF)


class Segmenter:
    """Segments batches of texts. Not for several threads at once."""

    def __init__(
        self, model: Model, vocabulary: Callable[[Model], Vocabulary] = Vocabulary
    ) -> None:
        self._model = model
        self._new_vocabulary = vocabulary
        self._vocabulary = vocabulary(model)
        (bb, bi), (ib, ii) = model.transition
        # With v the best score of I_W less that of B_W at a token, the next token's is its own gain
        # + g(v), where g(v) = max(bi, v + ii) - max(bb, v + ib): constant below both thresholds and
        # above both.
        self._to_inside, self._to_begin = bi - ii, bb - ib
        self._low, self._high = (
            min(self._to_inside, self._to_begin),
            max(self._to_inside, self._to_begin),
        )
        self._after_low, self._after_high = bi - bb, ii - ib

    def segment(self, texts: Sequence[str]) -> Segmentation:
        """Tokens and joins of NFC texts."""
        if self._vocabulary.weight > VOCABULARY_LIMIT:
            self._vocabulary = self._new_vocabulary(self._model)
        stretches, bounds = self._vocabulary.stretches.numbers(texts)
        self._vocabulary.settle()
        tokens, starts, ends = self._tokens(stretches, bounds)
        gains = self._gains(tokens)
        labels, doubtful = self._labels(gains, starts, ends)
        for k in doubtful:
            spellings = self._vocabulary.spellings
            found = exact_labels(
                self._model, [spellings[token] for token in tokens[starts[k] : ends[k]].tolist()]
            )
            labels[starts[k] : ends[k]] = found
        flags = self._vocabulary.flags.rows[tokens]
        joinable, title = (flags & JOINABLE) != 0, (flags & TITLE) != 0
        joins = np.zeros(len(tokens), np.bool_)
        joins[1:] = labels[1:] & joinable[1:] & joinable[:-1] & ~(title[1:] & ~title[:-1])
        return Segmentation(self._vocabulary, tokens, joins, starts, ends, stretches, bounds)

    def _tokens(self, stretches: Longs, bounds: Longs) -> tuple[Ints, Longs, Longs]:
        """The tokens of the stretches, and where each text's start and end among them."""
        vocabulary = self._vocabulary
        counts = vocabulary.count.rows[stretches]
        ends = np.cumsum(counts)
        places = np.arange(ends[-1])
        places += np.repeat(vocabulary.first.rows[stretches] - (ends - counts), counts)
        return vocabulary.content.rows[places], ends[bounds[:-1]], ends[bounds[1:]] - 1

    def _gains(self, tokens: Ints) -> Floats:
        """How much each token's features speak for I_W over B_W, in shape (tokens,)."""
        vocabulary, lists, gain = self._vocabulary, self._vocabulary.lists, self._model.gain
        gains = vocabulary.here.rows[tokens]
        gains[1:] += vocabulary.before.rows[tokens[:-1]]
        gains[:-1] += vocabulary.after.rows[tokens[1:]]
        listed = vocabulary.listed.rows[tokens]
        keys = listed[:-1] * np.int64(lists.size) + listed[1:]
        pair = ((lists.pairs[keys >> 3] >> (keys & 7).astype(np.uint8)) & 1).astype(np.float64)
        gains[1:] += pair * gain("-1:word.bi_gram()")
        gains[:-1] += pair * gain("+1:word.bi_gram()")
        flags = vocabulary.flags.rows[tokens]
        possible = np.flatnonzero(
            (flags[:-2] & FIRST_OF_THREE)
            & (flags[1:-1] & SECOND_OF_THREE) >> 1
            & (flags[2:] & THIRD_OF_THREE) >> 2
        )
        keys = keys[possible] * lists.size + listed[possible + 2]
        places = np.minimum(np.searchsorted(lists.triples, keys), len(lists.triples) - 1)
        found = possible[lists.triples[places] == keys]
        gains[found] += gain("+2:word.tri_gram()")
        gains[found + 2] += gain("-2:word.tri_gram()")
        gains[tokens == PAD] = 1e9  # far from every threshold
        return gains

    def _labels(self, gains: Floats, starts: Longs, ends: Longs) -> tuple[Bools, list[int]]:
        """Which tokens are I_W, and the texts where rounding could decide and the exact search
        must.
        """
        sizes = ends - starts
        filled = np.flatnonzero(sizes)
        # CRFsuite adds up scores along a text, each rounded in its last bit: no more than this in
        # all.
        slack = max(1e-9, 1e-14 * float(sizes.max(initial=0)) ** 2)
        first = np.zeros(len(gains), np.bool_)
        first[starts[filled]] = True
        least, most = sorted((self._after_low, self._after_high))
        raised = gains + np.where(first, -least, 0.0)
        high = raised + least > self._high + slack
        raised += np.where(first, least - most, 0.0)
        unsure = np.flatnonzero(~high & (raised + most >= self._low - slack))
        labels = high
        values, near = self._close(gains, labels, first, unsure.tolist(), slack)

        last = ends[filled] - 1
        final = np.where(
            first[last],
            gains[last],
            gains[last] + np.where(labels[last - 1], self._after_high, self._after_low),
        )
        for k in np.flatnonzero(
            np.isin(last - 1, np.array(list(values), np.int64)) & ~first[last]
        ).tolist():
            final[k] = gains[last[k]] + self._step(values[int(last[k]) - 1])
        near += last[np.abs(final) <= slack].tolist()
        labels[last] = final > 0
        for place in sorted(values.keys() - set(last.tolist()), reverse=True):
            labels[place] = values[place] > (
                self._to_inside if labels[place + 1] else self._to_begin
            )
        doubtful = np.searchsorted(ends, np.array(near, np.int64), side="right")
        return labels, sorted(set(doubtful.tolist()))

    def _close(
        self, gains: Floats, labels: Bools, first: Bools, unsure: list[int], slack: float
    ) -> tuple[dict[int, float], list[int]]:
        """Decide the unsure tokens from left to right, in `labels`.

        Returns the values that lie between the thresholds, where the next token decides, and the
        places within `slack` of one.
        """
        values: dict[int, float] = {}
        near = []
        for place in unsure:
            value = float(gains[place])
            if not first[place]:
                previous = values.get(place - 1)
                if previous is None:
                    value += self._after_high if labels[place - 1] else self._after_low
                else:
                    value += self._step(previous)
            if abs(value - self._to_inside) <= slack or abs(value - self._to_begin) <= slack:
                near.append(place)
            labels[place] = value > self._high
            if self._low < value <= self._high:
                values[place] = value
        return values, near

    def _step(self, value: float) -> float:
        (bb, bi), (ib, ii) = self._model.transition
        return max(bi, value + ii) - max(bb, value + ib)
