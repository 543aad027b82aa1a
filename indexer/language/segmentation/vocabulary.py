"""What the segmenter knows of each token on its own: model weights, its place in pyvi's lists, and
whether it may join.

A token is weighed when it is first met; afterwards a batch only gathers from the columns kept here.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from typing import Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.language.segmentation.crf import NO_GAINS, Model
from indexer.language.segmentation.stretches import StretchTable

__all__ = [
    "FIRST_OF_THREE",
    "JOINABLE",
    "SECOND_OF_THREE",
    "THIRD_OF_THREE",
    "TITLE",
    "Column",
    "Vocabulary",
    "tokenize",
]

JOINABLE, TITLE, FIRST_OF_THREE, SECOND_OF_THREE, THIRD_OF_THREE = (
    1,
    2,
    4,
    8,
    16,
)  # the bits of `flags`

# The alternatives of pyvi.ViTokenizer.sylabelize in its order, without the capturing groups.
_ADDRESS = r"|[a-zA-Z0-9_.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+"
_TOKEN = re.compile(
    r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|==>|->|\.\.\.|>>|\n|\w+://[^\s]+"
    + _ADDRESS
    + r"|\d+(?:[\.,_]\d+)+|[^\w\s]|\w+"
)
# Without "@" no address can match, and trying one at every token would be quadratic in a long
# stretch.
_TOKEN_WITHOUT_ADDRESS = re.compile(_TOKEN.pattern.replace(_ADDRESS, ""))

_CLOSING: Final = frozenset(".,;:!?)”\"'…")
_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ")  # an abbreviation keeps its point

Scalar = TypeVar("Scalar", bound=np.generic)


def tokenize(text: str) -> list[str]:
    """pyvi's tokens of an NFC text: words, numbers, single marks, addresses, abbreviations with
    their point, line ends.
    """
    return (_TOKEN if "@" in text else _TOKEN_WITHOUT_ADDRESS).findall(text)


def _tokens(stretch: str) -> list[str]:
    """`tokenize` of text without white space, sooner where it is a word, or a word and a mark:
    most of what a text has.
    """
    if stretch.isalnum():
        return [stretch]
    word, mark = stretch[:-1], stretch[-1:]
    if word.isalnum() and mark in _CLOSING and (mark != "." or word[0] not in _CAPITALS):
        return [word, mark]
    return tokenize(stretch)


class Column(Generic[Scalar]):
    """A numpy column that grows by doubling.

    `rows` may be longer than what was added, and is never changed under a reader.
    """

    def __init__(self, kind: type[Scalar]) -> None:
        self.rows: npt.NDArray[Scalar] = np.zeros(1024, kind)
        self.size = 0

    def extend(self, values: Sequence[float]) -> None:
        size = self.size + len(values)
        if size > len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros(size, self.rows.dtype)])
        self.rows[self.size : size] = values
        self.size = size


class Vocabulary:
    """The stretches (UTF-8 between ASCII's white space) and tokens met so far. `weight` is about
    the bytes of memory they take.

    By stretch: `first` and `count`, where its tokens stand in `content`. By token: `spellings`,
    `pieces` (" token" at 2 × id, "_token" at 2 × id + 1), `here`, `before`, `after` (its weight for
    I_W less that for B_W at its own place and as the neighbour on the left and on the right),
    `listed` (its number in pyvi's lists, 0 for none) and `flags`. Call `settle` before reading the
    columns.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self.lists = _Lists(model)
        self.stretches = StretchTable(self.add)
        self.spellings: list[str] = []
        self.pieces: list[str] = []
        self.first, self.count, self.content = Column(np.int64), Column(np.int64), Column(np.int32)
        self.here, self.before, self.after = (
            Column(np.float64),
            Column(np.float64),
            Column(np.float64),
        )
        self.listed, self.flags = Column(np.int32), Column(np.uint8)
        self._numbers: dict[str, int] = {}
        self._content: list[int] = []
        self._ends: list[int] = []
        self._settled_stretches = self._settled_tokens = 0
        self.weight = 0
        for apart in (b"", b"\n"):  # the stretches PAD and NEWLINE
            self.add(apart)

    def add(self, stretch: bytes) -> int:
        """Split a stretch into tokens and number it."""
        self.weight += 120 + len(stretch)
        text = self.normal(stretch.decode("utf-8", "surrogatepass"))
        return self._add(_tokens(text) if stretch else [""])

    def normal(self, text: str) -> str:
        """A stretch as its tokens are taken from it: as it is, texts being NFC."""
        return text

    def _add(self, tokens: list[str]) -> int:
        self._content += map(self._number, tokens)
        self._ends.append(len(self._content))
        return len(self._ends) - 1

    def _number(self, token: str) -> int:
        number = self._numbers.get(token)
        if number is None:
            number = self._numbers[token] = len(self.spellings)
            self.spellings.append(token)
            self.weight += 500 + 6 * len(token)
            self.pieces += (" " + token, "_" + token)
        return number

    def settle(self) -> None:
        """Bring the columns up to date with what was added."""
        known = self._settled_stretches
        if known == len(self._ends):
            return
        start = self._ends[known - 1] if known else 0
        starts = [start, *self._ends[known:-1]]
        self.first.extend(starts)
        self.count.extend(
            [end - begin for begin, end in zip(starts, self._ends[known:], strict=True)]
        )
        self.content.extend(self._content[start:])
        self._settled_stretches = len(self._ends)
        tokens = self.spellings[self._settled_tokens :]
        if tokens:
            self._weigh(tokens)
            self._settled_tokens = len(self.spellings)

    def _weigh(self, tokens: list[str]) -> None:
        gain = self._model.gain
        if tokens[0] == "":
            tokens = tokens[1:]
            for column in (self.here, self.before, self.after, self.listed, self.flags):
                column.extend([0])
        bias, upper, title, digit = map(
            gain, ("bias", "word.isupper()", "word.istitle()", "word.isdigit()")
        )
        title_before, upper_before = gain("-1:word.istitle()"), gain("-1:word.isupper()")
        title_after, upper_after = gain("+1:word.istitle()"), gain("+1:word.isupper()")
        here: list[float] = []
        before: list[float] = []
        after: list[float] = []
        listed: list[int] = []
        flags: list[int] = []
        known = self._model.words
        for token in tokens:
            lower, is_upper, is_title = token.lower(), token.isupper(), token.istitle()
            own, left, right = known.get(lower.partition("\0")[0], NO_GAINS)
            here.append(bias + own + upper * is_upper + title * is_title + digit * token.isdigit())
            before.append(left + title_before * is_title + upper_before * is_upper)
            after.append(right + title_after * is_title + upper_after * is_upper)
            listed.append(self.lists.numbers.get(lower, 0))
            flags.append(_joining(token) | self.lists.roles.get(lower, 0))
        for column, values in ((self.here, here), (self.before, before), (self.after, after)):
            column.extend(values)
        self.listed.extend(listed)
        self.flags.extend(flags)


def _joining(token: str) -> int:
    """The bits that pyvi's joining rule asks of a token, whatever its label."""
    joinable = (
        token not in string.punctuation and not token[0].isdigit()
    )  # pyvi asks for a substring, not for a member
    return (JOINABLE if joinable else 0) | (TITLE if token[0].istitle() else 0)


class _Lists:
    """pyvi's word lists by number: `numbers` (from 1) of their syllables, pairs as a bit map,
    triples as sorted keys.
    """

    def __init__(self, model: Model) -> None:
        in_pairs = " ".join(model.bigrams).split(" ")
        in_triples = " ".join(model.trigrams).split(" ")
        self.numbers = {
            syllable: number
            for number, syllable in enumerate(dict.fromkeys(in_pairs + in_triples), 1)
        }
        self.size = len(self.numbers) + 1
        numbers = self.numbers.__getitem__
        pairs = np.fromiter(map(numbers, in_pairs), np.int64, len(in_pairs)).reshape(-1, 2)
        triples = np.fromiter(map(numbers, in_triples), np.int64, len(in_triples)).reshape(-1, 3)
        present = np.zeros(self.size**2 // 8 + 1, np.uint8)
        keys = pairs[:, 0] * self.size + pairs[:, 1]
        np.bitwise_or.at(present, keys >> 3, (1 << (keys & 7)).astype(np.uint8))
        self.pairs = present
        self.triples = np.sort(
            (triples[:, 0] * self.size + triples[:, 1]) * self.size + triples[:, 2]
        )
        self.roles: dict[str, int] = {}
        for place, role in enumerate((FIRST_OF_THREE, SECOND_OF_THREE, THIRD_OF_THREE)):
            for syllable in set(in_triples[place::3]):
                self.roles[syllable] = self.roles.get(syllable, 0) | role
