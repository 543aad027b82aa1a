"""Tokens: the indexed terms of a text with their places in the original, and the same as bare
lists for the indexer.

A text is taken apart at white space; each piece is analysed once and remembered, so that a text
costs one dictionary look-up per word. The finer rules for one piece are in `pieces`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import NamedTuple, TypeVar

from indexer.caching import Bound
from indexer.language.tokenizer.rules import Kind, Piece, analyse

__all__ = ["Kind", "Token", "index_terms", "syllables", "syllables_among", "term"]


class Token(NamedTuple):
    """One indexed term. `text` is canonical, lower-case and accented; start and end are code
    points in the ORIGINAL text.

    `position` counts words from 0; tokens that overlap (a number and its parts, a compound and its
    first part, a Chinese character and the pair it begins) share one.
    """

    text: str
    start: int
    end: int
    position: int
    kind: Kind


_CHUNK = re.compile(r"\S+")
_MAX_TERMS = (
    1 << 16
)  # chunks remembered for the indexer, twice over; nearly all of running text, some 25 MB
_MAX_PIECES = 1 << 14  # and for tokens with offsets, which are wanted of single articles
_MEMO_LENGTH = 48
_T = TypeVar("_T")


class _Memo(dict[str, _T]):
    """What is known of a chunk, made when first asked for.

    Two generations: what the last one used is kept, the rest forgotten.
    """

    def __init__(self, make: Callable[[str], _T], limit: int) -> None:
        super().__init__()
        self._make = make
        self._limit = limit
        self._before: dict[str, _T] = {}

    def __missing__(self, chunk: str) -> _T:
        value = self._before.get(chunk)
        if value is None:
            value = self._make(chunk)
        if len(chunk) <= _MEMO_LENGTH:
            if len(self) >= self._limit:
                self._before = dict(self)
                self.clear()
            self[chunk] = value
        return value


def _term_or_piece(chunk: str) -> str | Piece:
    """The one term of a chunk, or the whole analysis when it is not exactly one."""
    piece = analyse(chunk)
    return piece.tokens[0].text if len(piece.tokens) == 1 and piece.width == 1 else piece


_new = tuple.__new__  # a Token without the cost of its signature
_terms = _Memo(_term_or_piece, _MAX_TERMS)
_pieces = _Memo(analyse, _MAX_PIECES)
Bound("language.tokenizer.terms", 2 * _MAX_TERMS * 200)
Bound("language.tokenizer.pieces", 2 * _MAX_PIECES * 500)


def syllables(text: str) -> list[Token]:
    """Every token of the text in reading order.

    Never raises, linear in the length of the text; nothing is stopped.
    """
    found: list[Token] = []
    position = 0
    for match in _CHUNK.finditer(text):
        tokens, width, _ = _pieces[match[0]]
        start = match.start()
        for token, begin, end, offset, kind in tokens:
            found.append(_new(Token, (token, start + begin, start + end, position + offset, kind)))
        position += width
    return found


def syllables_among(text: str, wanted: Container[str]) -> list[Token]:
    """Those of `syllables(text)` whose text is wanted: as quick as the others are passed over."""
    found: list[Token] = []
    position = 0
    for match in _CHUNK.finditer(text):
        tokens, width, _ = _pieces[match[0]]
        for token in tokens:
            if token[0] in wanted:
                term, begin, end, offset, kind = token
                at = match.start()
                found.append(Token(term, at + begin, at + end, position + offset, kind))
        position += width
    return found


def index_terms(text: str) -> tuple[list[str], list[int] | None]:
    """The texts of `syllables(text)` and their positions, as fast as may be; None when the
    positions are 0, 1, 2, …
    """
    values = list(map(_terms.__getitem__, text.split()))
    try:
        "".join(values)  # type: ignore[arg-type]  # the quickest check that all are single terms
    except TypeError:
        return _unfolded(values)
    return values, None  # type: ignore[return-value]


def _unfolded(values: list[str | Piece]) -> tuple[list[str], list[int] | None]:
    terms: list[str] = []
    positions: list[int] = []
    position = 0
    plain = True
    for value in values:
        if isinstance(value, str):
            terms.append(value)
            positions.append(position)
            position += 1
        else:
            plain = plain and value.consecutive
            for token in value.tokens:
                terms.append(token.text)
                positions.append(position + token.position)
            position += value.width
    return terms, None if plain else positions


def term(raw: str) -> str:
    """The indexed form of one token as written (`Hoà` → `hòa`, `12/05/2025` → `12/5/2025`,
    `TP.HCM` → `tphcm`).

    The first token's text; "" when there is none. For every token, term(text[start:end]) is the
    token's own text.
    """
    piece = _pieces[raw] if raw and not raw.isspace() else None
    return piece.tokens[0].text if piece and piece.tokens else ""
