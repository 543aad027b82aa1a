"""pyvi's word model, read straight from pyvi's own files: weights as doubles, and its two word
lists.

Nothing is imported from pyvi, scikit-learn or CRFsuite. The search here is CRFsuite's own, addition
by addition; `segmentation` does the same for whole batches and asks here where rounding could
decide.
"""

from __future__ import annotations

import importlib.util
import io
import pickle
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

__all__ = ["NO_GAINS", "Model", "exact_labels", "load_model"]

Weights = tuple[float, float]  # for the labels B_W (a word begins) and I_W (a word goes on)
Gains = tuple[float, float, float]

NO_WEIGHTS: Weights = (0.0, 0.0)
NO_GAINS: Gains = (0.0, 0.0, 0.0)
LABELS = ("B_W", "I_W")
_PLACES = ("", "-1:", "+1:")
_FEATURE = np.dtype([("type", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1


@dataclass(frozen=True, slots=True)
class Model:
    """A two-label CRF and the lists its list features look into.

    `state` gives an attribute's weights for (B_W, I_W); `transition[i][j]` is the weight of label j
    after label i. `bigrams` and `trigrams` are words of two and three syllables with single spaces,
    exactly as pyvi lists them. `words` gives, for each word the model knows, its gain at its own
    place, as the neighbour on the left and on the right.
    """

    state: dict[str, Weights]
    transition: tuple[Weights, Weights]
    bigrams: list[str]
    trigrams: list[str]
    words: dict[str, Gains] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        words: dict[str, list[float]] = {}
        for attribute, (begins, inside) in self.state.items():
            place, is_word, word = attribute.partition("word.lower():")
            if is_word:
                words.setdefault(word, [0.0, 0.0, 0.0])[_PLACES.index(place)] = inside - begins
        object.__setattr__(self, "words", {word: tuple(gains) for word, gains in words.items()})

    def weights(self, attribute: str) -> Weights:
        """Weights of an attribute, zeros when the model does not know it.

        CRFsuite reads names up to the first NUL.
        """
        return self.state.get(attribute.partition("\0")[0], NO_WEIGHTS)

    def gain(self, attribute: str) -> float:
        """How much an attribute speaks for I_W over B_W."""
        begins, inside = self.weights(attribute)
        return inside - begins


class _Shell:
    """Stands in for every class of the pickle: keeps its state, runs none of its code."""

    def __new__(cls, *_: object) -> _Shell:
        return object.__new__(cls)

    def __setstate__(self, state: object) -> None:
        if isinstance(state, dict):
            self.__dict__.update(state)


def _encode(text: str, encoding: str) -> bytes:
    """What protocol 2 pickles call to get bytes back: `_codecs.encode(text, "latin1")`, and
    nothing else.
    """
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"unexpected encoding {encoding!r}")
    return text.encode("latin1")


class _Unpickler(pickle.Unpickler):
    """Reads data only: no class or function named in the file is ever imported or called."""

    def find_class(self, module: str, name: str) -> object:
        return _encode if (module, name) == ("_codecs", "encode") else _Shell


def _crfsuite_binary(pickled: bytes) -> bytes:
    """The CRFsuite model held by a pickled `sklearn_crfsuite.CRF`.

    Raises ValueError when there is none.
    """
    estimator = _Unpickler(io.BytesIO(pickled)).load()
    resource = getattr(estimator, "modelfile", None)
    binary = getattr(resource, "__dict__", {}).get("__FILE_RESOURCE_DATA__")
    if not isinstance(binary, bytes) or binary[:4] != b"lCRF":
        raise ValueError("pyvi's model file does not hold a CRFsuite model")
    return binary


def _strings(binary: bytes, offset: int) -> list[str]:
    """The strings of a CQDB chunk (Constant Quark Database, okazaki/cqdb), ordered by their ids."""
    _, _, _, _, count, table = struct.unpack_from("<4s5I", binary, offset)
    records = np.frombuffer(binary, "<u4", count, offset + table)
    strings = []
    for record in records.tolist():
        start = offset + record + 8
        size = struct.unpack_from("<I", binary, start - 4)[0]
        strings.append(binary[start : start + size - 1].decode())
    return strings


def _parse(binary: bytes) -> tuple[dict[str, Weights], tuple[Weights, Weights]]:
    """State weights by attribute and the transition matrix of a CRFsuite (first-order Markov)
    model.
    """
    header = struct.unpack_from("<4sI4s9I", binary)
    feature_offset, label_offset, attribute_offset = header[7:10]
    labels, attributes = _strings(binary, label_offset), _strings(binary, attribute_offset)
    if sorted(labels) != sorted(LABELS):
        raise ValueError(f"pyvi's model has the labels {labels}, not {LABELS}")
    count = struct.unpack_from("<I", binary, feature_offset + 8)[0]
    features = np.frombuffer(binary, _FEATURE, count, feature_offset + 12)
    column = np.array([LABELS.index(label) for label in labels])

    state = np.zeros((len(attributes), 2))
    chosen = features[features["type"] == _STATE]
    state[chosen["source"], column[chosen["label"]]] = chosen["weight"]
    transition = np.zeros((2, 2))
    chosen = features[features["type"] == _TRANSITION]
    transition[column[chosen["source"]], column[chosen["label"]]] = chosen["weight"]
    (bb, bi), (ib, ii) = transition.tolist()
    return dict(zip(attributes, map(_pair, state.tolist()), strict=True)), ((bb, bi), (ib, ii))


def _pair(row: Iterable[float]) -> Weights:
    begins, inside = row
    return begins, inside


def _lists(text: str) -> tuple[list[str], list[str]]:
    """The lines of two and of three syllables as pyvi counts them: parts between single spaces,
    lines ended by \\n only.
    """
    lines = text.split("\n")
    return [line for line in lines if line.count(" ") == 1], [
        line for line in lines if line.count(" ") == 2
    ]


@cache
def load_model() -> Model:
    """pyvi's model, read once per process (about 20 ms).

    Raises ModuleNotFoundError without pyvi, ValueError for another kind of model.
    """
    spec = importlib.util.find_spec("pyvi")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'pyvi'", name="pyvi")
    folder = Path(spec.submodule_search_locations[0]) / "models"
    state, transition = _parse(_crfsuite_binary((folder / "pyvi3.pkl").read_bytes()))
    bigrams, trigrams = _lists((folder / "words.txt").read_bytes().decode("utf-8"))
    return Model(state, transition, bigrams, trigrams)


def exact_labels(model: Model, tokens: Sequence[str]) -> list[bool]:
    """Whether each token's label is I_W: CRFsuite's Viterbi search with its order of additions and
    its choice at ties.
    """
    if not tokens:
        return []
    bigrams, trigrams = frozenset(model.bigrams), frozenset(model.trigrams)
    lower = [token.lower() for token in tokens]
    in_pair = [False, *(" ".join(pair) in bigrams for pair in pairwise(lower)), False]
    in_triple = [
        False,
        False,
        *(" ".join(lower[i : i + 3]) in trigrams for i in range(len(lower) - 2)),
        False,
        False,
    ]
    begins, inside = 0.0, 0.0
    back: list[tuple[bool, bool]] = []
    (bb, bi), (ib, ii) = model.transition
    for i in range(len(tokens)):
        here_begins, here_inside = 0.0, 0.0
        for attribute in _attributes(tokens, lower, in_pair, in_triple, i):
            weight_begins, weight_inside = model.weights(attribute)
            here_begins += weight_begins
            here_inside += weight_inside
        if i:
            back.append((begins + bb < inside + ib, begins + bi < inside + ii))
            here_begins, here_inside = (
                max(begins + bb, inside + ib) + here_begins,
                max(begins + bi, inside + ii) + here_inside,
            )
        begins, inside = here_begins, here_inside
    labels = [begins < inside]
    for from_inside in reversed(back):
        labels.append(from_inside[labels[-1]])
    return labels[::-1]


def _attributes(
    tokens: Sequence[str],
    lower: Sequence[str],
    in_pair: Sequence[bool],
    in_triple: Sequence[bool],
    i: int,
) -> Iterator[str]:
    """The attributes of token i that hold, in the order in which pyvi names them.

    `in_pair[i]` is about tokens i - 1 and i, `in_triple[i]` about i - 2, i - 1 and i.
    """
    yield "bias"
    yield "word.lower():" + lower[i]
    yield from _case(
        tokens[i],
        ("word.isupper()", str.isupper),
        ("word.istitle()", str.istitle),
        ("word.isdigit()", str.isdigit),
    )
    for neighbour, sign, pair, triple in (
        (i - 1, "-", in_pair[i], in_triple[i]),
        (i + 1, "+", in_pair[i + 1], in_triple[i + 2]),
    ):
        if 0 <= neighbour < len(tokens):
            yield f"{sign}1:word.lower():{lower[neighbour]}"
            yield from _case(
                tokens[neighbour],
                (f"{sign}1:word.istitle()", str.istitle),
                (f"{sign}1:word.isupper()", str.isupper),
            )
            if pair:
                yield f"{sign}1:word.bi_gram()"
            if triple:
                yield f"{sign}2:word.tri_gram()"


def _case(token: str, *asked: tuple[str, Callable[[str], bool]]) -> Iterator[str]:
    return (attribute for attribute, holds in asked if holds(token))
