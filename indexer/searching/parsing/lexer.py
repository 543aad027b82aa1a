"""Query text → lexemes: stretches of plain text, quotes, parentheses, operators and field names.
Linear, never raises.

Word operators count in capitals only, and not when the whole query is shouted ("HỢP TÁC VÀ PHÁT
TRIỂN").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from indexer.gazetteer.place_names import places_named
from indexer.language import fold, is_syllable
from indexer.model.facets import FACETS as FACET_SPECS
from indexer.model.messages import Message
from indexer.records import dataclass
from indexer.searching.parsing.ast import FacetName, TextScope

__all__ = ["DATES", "DOCUMENTS", "FACETS", "MAX_SLOP", "SCOPES", "Lexeme", "lex"]

MAX_SLOP = 20

_QUOTES = '"“”„‟«»″＂'
_LEXEME = re.compile(
    rf"\s+|[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}](?:~(\d+))?|[{_QUOTES}]|[()]|[^\s(){_QUOTES}]+"
)
_MINUS = re.compile(r"[-−](?=[^\W\d]|(?:19|20)\d\d\b|$)")  # not of a name such as F -35
_YEARS_APART = re.compile(r"\b((?:19|20)\d\d) +[-–−] +((?:19|20)\d\d|nay)\b")  # 2023 - 2025
_FIELD_NAME = re.compile(r"[^\W\d][\w-]{1,19}", re.UNICODE)

_OPERATORS: dict[str, Literal["and", "or", "not"]] = {
    "AND": "and",
    "VÀ": "and",
    "OR": "or",
    "HOẶC": "or",
    "NOT": "not",
    "KHÔNG": "not",
}
FACETS: dict[str, FacetName] = {
    key: facet.name for facet in FACET_SPECS.values() for key in facet.keys
}
SCOPES: dict[str, TextScope] = {
    **dict.fromkeys(("tieude", "title"), "title"),
    **dict.fromkeys(("noidung", "body"), "body"),
}
DATES = {
    "ngay": "",
    "date": "",
    "nam": "năm ",
    "year": "năm ",
    "thang": "tháng ",
    "month": "tháng ",
    "quy": "quý ",
    "quarter": "quý ",
}
DOCUMENTS = frozenset({"so", "sokyhieu", "sovanban", "number"})
"""`số:123/BC-SNgV`: the number and symbol of an official document."""
_FIELDS = {*FACETS, *SCOPES, *DATES}
_NAMES = (
    *(name for facet in FACET_SPECS.values() for name in (facet.key, facet.word[0])),
    *("tỉnh thành", "tiêu đề", "nội dung", "ngày", "tháng", "quý"),
    *("số", "số ký hiệu", "số văn bản"),
)
_WRITTEN = {fold(name): name for name in (re.sub("[- ]", "", name) for name in _NAMES)}
"""The names of fields with their marks, as one word, by their bare form."""
_OF_DOCUMENT = re.compile(r"/?\d|/")
"""What a value of DOCUMENTS begins with; «số: 5» and «tỷ số» are words."""
_DOCUMENT = re.compile(
    r"(\d{1,5}[a-zđ]?(?:[./]\d{1,4}){0,2}"
    r"(?:[/-][A-Za-zĐđ]{2,8}(?:[/-][A-Za-zĐđ]{1,8}){1,3}|/(?!KM)[A-ZĐ]{2,8}))[.,;?!…]*"
)
"""A document's number and symbol, which stand side by side: 68/NQ-CP, 15/2020/nđ-cp, 05-CT/TW,
1719/QĐ; no 5/tháng, 24/7.
"""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query. `glued`: no space before it."""

    kind: Literal["text", "quoted", "open", "close", "and", "or", "not", "field"]
    text: str = ""
    slop: int = 0
    glued: bool = False


def lex(text: str, warn: Callable[[str], None]) -> list[Lexeme]:
    """The lexemes of canonical text; `warn` hears of what was not understood."""
    if not any(mark in text for mark in _QUOTES):
        text = _YEARS_APART.sub(r"\1-\2", text)
    pieces = [(m[0], m[1], m[2]) for m in _LEXEME.finditer(text)]
    following = [piece for piece, _, _ in pieces[1:]] + [" "]
    shouted = _shouted(text)
    lexemes: list[Lexeme] = []
    glued = False
    for (piece, inner, slop), after in zip(pieces, following, strict=False):
        if piece.isspace() or (
            piece in ("-", "−") and after.isspace()
        ):  # a dash between spaces is punctuation
            glued = False
            continue
        lexemes += _lexeme(piece, inner, slop, glued, shouted, warn, lexemes)
        glued = True
    return lexemes


def _lexeme(
    piece: str,
    inner: str | None,
    slop: str | None,
    glued: bool,
    shouted: bool,
    warn: Callable[[str], None],
    before: list[Lexeme],
) -> list[Lexeme]:
    if inner is not None:
        return [Lexeme("quoted", inner, _slop(slop, warn), glued)]
    if piece == "(":
        return [Lexeme("open", glued=glued)]
    if piece == ")":
        return [Lexeme("close", glued=glued)]
    if piece in _QUOTES:
        warn(Message("lone_quote"))
        return []
    if piece in _OPERATORS:
        if not shouted:
            return [Lexeme(_OPERATORS[piece])]
        if piece in ("OR", "NOT", "HOẶC"):
            warn(Message("shouted", word=piece))
    lexemes = []
    if not (glued and before and before[-1].kind in ("text", "quoted", "close")) and _MINUS.match(
        piece
    ):
        lexemes.append(Lexeme("not", "-"))
        piece, glued = piece[1:], True
    if ":" in piece:
        return lexemes + _field(piece, glued, warn, before)
    if document := _DOCUMENT.fullmatch(piece):
        if before and before[-1].kind == "text" and _key(before[-1].text.rstrip(":")) in DOCUMENTS:
            before.pop()  # «số», which not everybody writes
        return [*lexemes, Lexeme("quoted", document[1], glued=glued)]
    return [*lexemes, Lexeme("text", piece, glued=glued)] if piece else lexemes


def _field(
    piece: str, glued: bool, warn: Callable[[str], None], before: list[Lexeme]
) -> list[Lexeme]:
    """`name:rest`, where the name may have begun in the word before ("tiêu đề:")."""
    name, rest = piece.split(":", 1)
    key = _key(name)
    if (
        before
        and before[-1].kind == "text"
        and not glued
        and _key(before[-1].text) + key in _FIELDS
        and _key(before[-1].text)
    ):
        name, key = f"{before[-1].text}{name}", _key(before.pop().text) + key
    elif not _names_a_field(name, key, before[-1] if before and not glued else None):
        return [Lexeme("text", piece, glued=glued)]
    if _key(name) in DOCUMENTS and _OF_DOCUMENT.match(rest):
        return [Lexeme("field", _key(name)), Lexeme("text", rest, glued=True)]
    if key in _FIELDS:
        return [Lexeme("field", key), *([Lexeme("text", rest, glued=True)] if rest else [])]
    if rest and rest[0].isalnum() and _FIELD_NAME.fullmatch(name) and "." not in rest:
        warn(Message("no_field", name=name))
        return [Lexeme("text", f"{name} {rest}", glued=glued)]
    return [Lexeme("text", piece, glued=glued)]


def _names_a_field(name: str, key: str, before: Lexeme | None) -> bool:
    """Is a word before a colon meant for a field? Not with other marks («Tĩnh:»), nor as the end of
    a name: Hà Tinh: …, Việt Nam: …, Hoài Nam: …
    """
    written = _WRITTEN.get(key)
    if written is None:
        return True
    typed = name.lower().replace("-", "").replace("_", "")
    if any(letter not in (own, fold(own)) for letter, own in zip(typed, written, strict=False)):
        return False
    if typed == written or before is None or before.kind != "text":
        return True
    if name[0].isupper() and before.text[0].isupper():
        return False
    return not places_named((before.text.lower(), typed))


def _key(name: str) -> str:
    return fold(name.lower()).replace("-", "").replace("_", "")


def _slop(digits: str | None, warn: Callable[[str], None]) -> int:
    if not digits:
        return 0
    slop = int(digits[:4])
    if slop > MAX_SLOP:
        warn(Message("slop", typed=digits[:4], most=MAX_SLOP))
    return min(slop, MAX_SLOP)


def _shouted(text: str) -> bool:
    """Whether capitals mean nothing: no small letter, and a Vietnamese syllable that is no
    operator is written in capitals.
    """
    if any(c.islower() for c in text):
        return False
    words = (w for w in re.findall(r"[^\W\d_]{2,}", text) if w not in _OPERATORS)
    return any(len(w) <= 7 and is_syllable(w.lower()) for w in words)
