"""The rules for one piece of text between spaces: which terms it holds, where, and how they follow
each other.

Words and numbers take one position each. What can be written several ways gives overlapping terms:
- `TP.HCM`, `KT-XH`, `COVID-19`, `Mát-xcơ-va`, `H'Mông`: the parts at consecutive positions,
  and the whole without
  separators (`tphcm`) at the first part's. So `TPHCM`, `TP HCM` and `"kt xh"` all find it, and
  phrases run through it. A whole that would be a word of its own keeps dots (`T.Ư` → `t.ư`, never
  the `tư` of "đầu tư").
- numbers stay whole (`1.234.567`, `3,5%`, `20-22/11`); dates lose padding zeros
  (`12/05/2025` → `12/5/2025`); what one would
  look for alone lies at the same position (`2025`, `5/2025`, `22/11`, `3,5`).
- Chinese: each pair of characters at the position of its first, and each character.
- e-mail addresses, URLs and host names: the whole at the position of the first of their parts.
Of tokens that begin together the longest comes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from indexer.language.syllable.phonology import is_syllable, place_tone
from indexer.language.unicode.canonical import canonical, is_clean

__all__ = ["Kind", "Part", "Piece", "analyse", "plain_term"]

Kind = Literal["word", "number", "part", "joined", "han", "bigram", "address"]


class Part(NamedTuple):
    """A token relative to its piece: offsets from the piece's first character, position from its
    first word.
    """

    text: str
    start: int
    end: int
    position: int
    kind: Kind


class Piece(NamedTuple):
    """The tokens of one piece; `width` positions in all; `consecutive` when the tokens' positions
    are 0, 1, 2, …
    """

    tokens: tuple[Part, ...]
    width: int
    consecutive: bool


# marks that are part of a word in the scripts that need them; Latin ones are composed by now
_MARK = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0a81-\u0acd\u0b01-\u0b4d\u0b82-\u0bcd\u0c00-\u0c4d\u0c81-\u0ccd"
    "\u0d00-\u0d4d\u0dca-\u0ddf\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
HAN = (
    "\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_FIRST_HAN = HAN[0]
_MAX_PARTS = 6  # of a compound that is also found whole
_MAX_JOINED = 32
_LONGEST = 64  # a longer run of letters is cut, its pieces follow each other
_SIMPLE = re.compile(rf"\W*+([^\W\d_]{{1,{_LONGEST}}})\W*+")  # clean text has no marks of its own
_DIGITS = re.compile(rf"\W*+(\d{{1,{_LONGEST}}})(?!%)\W*+")
_SEPARATORS = "[-‐‑–.'’ʼ·&]"


def _scanner(text: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of what takes a position of its own, and that of one run of letters and
    digits.
    """
    return _scanners(is_clean(text), _has_han(text))


@cache
def _scanners(clean: bool, han: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Made when a text first needs them: those for Chinese take several times as long to compile
    as a query to answer.
    """
    atom = f"[^\\W_{HAN}]" if han else r"[^\W_]"  # a letter or digit of a word in clean text,
    if not clean:
        atom = f"(?:{atom}|[{_MARK}])"  # and in the scripts whose marks do not melt into letters
    run = f"{atom}{{1,{_LONGEST}}}"
    digits = f"\\d{{1,{_LONGEST}}}"
    number = f"{digits}(?:[.,:/\\-–]{digits}){{1,8}}+%?|{digits}%|{digits}(?!{atom})"
    words = f"(?P<number>{number})|(?P<words>{run}+(?:{_SEPARATORS}{run}+){{0,{_MAX_PARTS}}}+)"
    return re.compile(f"(?P<han>[{HAN}]+)|{words}" if han else words), re.compile(run)


def _has_han(text: str) -> bool:
    """May there be Chinese in it? True for other characters that come after them in
    Unicode, too.
    """
    return not text.isascii() and max(text) >= _FIRST_HAN


_ADDRESS = re.compile(
    r"(?i)(?:(?:https?|ftp)://|www\.)[^\s<>\"“”]+|(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?!\w)"
)
_UNIT = re.compile(r"(\d+)[^\W\d]{2,}")
_NUMBERED = re.compile(r"([^\W\d]{2,})\d+")
_LOWER = "a-zà-öø-ÿăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_GLUED = re.compile(f"[{_LOWER}](?=[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ])")
_HOST_LIST = "vn com net org gov edu info cn int eu io tv"
_HOST = frozenset(_HOST_LIST.split())
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")


def plain_term(chunk: str) -> str | None:
    """The term of a string without white space that is one word, or a row of digits, among marks;
    None when `analyse` must tell.
    """
    if not is_clean(chunk):
        return None
    simple = None if _has_han(chunk) else _SIMPLE.fullmatch(chunk)
    if simple is None:
        digits = _DIGITS.fullmatch(chunk)
        return digits[1] if digits is not None else None
    return None if _GLUED.search(simple[1]) else _word(simple[1])


def analyse(chunk: str) -> Piece:
    """The tokens of a string without white space.

    Offsets are those of `chunk` as given, whatever its normal form.
    """
    simple = _SIMPLE.fullmatch(chunk) if is_clean(chunk) and not _has_han(chunk) else None
    if simple is not None and not _GLUED.search(simple[1]):
        return Piece((Part(_word(simple[1]), simple.start(1), simple.end(1), 0, "word"),), 1, True)
    form = canonical(chunk)
    tokens: list[Part] = []
    position = 0
    for piece in re.finditer(r"\S+", form.text):
        position = _scan(piece[0], piece.start(), position, tokens)
    if form.text is not chunk:
        tokens = [
            Part(text, *form.original(start, end), place, kind)
            for text, start, end, place, kind in tokens
        ]
    consecutive = all(token.position == i for i, token in enumerate(tokens))
    return Piece(tuple(tokens), position, consecutive)


def _word(raw: str) -> str:
    """The term of a plain word: lower case, NFC, the tone where the old style puts it."""
    low = raw.lower()
    if low.isascii():
        return low
    return place_tone(unicodedata.normalize("NFC", low) if len(low) != len(raw) else low)


def _scan(text: str, base: int, position: int, tokens: list[Part]) -> int:
    """Append the tokens of canonical text to `tokens`, offsets moved by `base`; returns the next
    free position.
    """
    done = 0
    if "@" in text or "://" in text or "www." in text.lower():
        for match in _ADDRESS.finditer(text):
            address = match[0].rstrip(".,;:!?)]}'’”»…")
            position = _scan_plain(text[done : match.start()], base + done, position, tokens)
            position = _add_address(address, base + match.start(), position, tokens)
            done = match.start() + len(address)
    return _scan_plain(text[done:], base + done, position, tokens)


def _scan_plain(text: str, base: int, position: int, tokens: list[Part]) -> int:
    for match in _scanner(text)[0].finditer(text):
        add = _ADD[match.lastgroup or "words"]
        position = add(match[0], base + match.start(), position, tokens)
    return position


def _add_address(raw: str, start: int, position: int, tokens: list[Part]) -> int:
    """An address whole, unless it is too long to be looked for, and its words."""
    if len(raw) <= 4 * _LONGEST:
        tokens.append(Part(_whole(raw), start, start + len(raw), position, "address"))
    for part, at in _parts(raw):
        tokens.append(Part(_word(part), start + at, start + at + len(part), position, "word"))
        position += 1
    return position


def _add_words(raw: str, start: int, position: int, tokens: list[Part]) -> int:
    """A word, or words held together by hyphens, dots or apostrophes."""
    parts = _parts(raw)
    whole = _joined(raw, [part for part, _ in parts]) if len(parts) > 1 else None
    if whole is not None:
        kind: Kind = (
            "address"
            if "." in whole and len(whole) == len(raw) and len(parts[0][0]) > 1
            else "joined"
        )
        tokens.append(Part(whole, start, start + len(raw), position, kind))
    for part, at in parts:
        position = _add_atom(part, start + at, position, tokens)
    return position


def _parts(raw: str) -> list[tuple[str, int]]:
    """The runs of letters and digits in it, and where."""
    if len(raw) <= _LONGEST and raw.isalnum():
        return [(raw, 0)]
    return [(match[0], match.start()) for match in _scanner(raw)[1].finditer(raw)]


def _add_atom(raw: str, start: int, position: int, tokens: list[Part]) -> int:
    """One run of letters and digits: a word, a number, or what was glued together, which is also
    its parts.
    """
    cuts = [0, *_seams(raw), len(raw)]
    if len(cuts) > 2:
        tokens.append(Part(_word(raw), start, start + len(raw), position, "joined"))
    for begin, end in pairwise(cuts):
        part = raw[begin:end]
        tokens.append(
            Part(
                _word(part),
                start + begin,
                start + end,
                position,
                "number" if part.isdecimal() else "word",
            )
        )
        position += 1
    return position


def _seams(raw: str) -> list[int]:
    """Where a run must be parted: `100km`, `2025Ngày`, `ngày12`, `QuảngTây`. Names as `5G`, `G20`,
    `YouTube` have no seams.
    """
    match = _UNIT.fullmatch(raw)
    if match is not None:
        return [match.end(1)]
    match = _NUMBERED.fullmatch(raw)
    if match is not None:
        return [match.end(1)] if is_syllable(match[1]) and not match[1].isascii() else []
    seams = [match.start() + 1 for match in _GLUED.finditer(raw)]
    words = [raw[begin:end] for begin, end in pairwise([0, *seams, len(raw)])]
    return seams if seams and not raw.isascii() and all(map(is_syllable, words)) else []


def _joined(raw: str, parts: list[str]) -> str | None:
    """The term of a whole compound, or None when nobody would write it as one word."""
    if len(parts) > _MAX_PARTS or len(raw) > _MAX_JOINED + _MAX_PARTS:
        return None
    if "." in raw:
        if parts[-1].lower() in _HOST and len(parts[0]) > 1 and raw.isascii():
            return _whole(raw)  # a host name keeps its dots
        letters = all(len(part) == 1 for part in parts)
        if not letters and (any(len(part) > 5 for part in parts) or all(map(is_syllable, parts))):
            return None  # a full stop without its space
        if any(part.isdecimal() for part in parts[:1]):
            return None
    elif parts[0].isdecimal() and all(part.isdecimal() for part in parts):
        return None
    joined = _word(unicodedata.normalize("NFC", "".join(parts)))
    return ".".join(map(_word, parts)) if is_syllable(joined) and "." in raw else joined


def _whole(raw: str) -> str:
    return unicodedata.normalize("NFC", raw.lower())


def _add_number(raw: str, start: int, position: int, tokens: list[Part]) -> int:
    """A number with its separators, and at the same position what is looked for alone: years,
    month/year, 3,5 of 3,5%.
    """
    tokens.append(Part(_number(raw), start, start + len(raw), position, "number"))
    spans: list[tuple[int, int]] = []
    if raw[-1] == "%":
        spans.append((0, len(raw) - 1))
    if "/" in raw or "-" in raw or "–" in raw:
        groups = [(match.start(), match.end()) for match in re.finditer(r"[\d.,:]+", raw)][
            :_MAX_PARTS
        ]
        slashed = [(a[0], b[1]) for a, b in pairwise(groups) if raw[a[1]] == "/"]
        spans += slashed if len(groups) > 2 else []
        spans += [(a, b) for a, b in groups if b - a > 2 and len(groups) > 1]
    elif _DATE.fullmatch(raw) or _ISO.fullmatch(raw):
        spans += [match.span() for match in re.finditer(r"\d{4}", raw)]
    for begin, end in sorted(set(spans)):
        tokens.append(Part(_number(raw[begin:end]), start + begin, start + end, position, "part"))
    return position + 1


def _number(raw: str) -> str:
    """Dates as d/m/yyyy without padding zeros; other numbers as written, padding zeros gone where
    slashes part them.
    """
    date = _DATE.fullmatch(raw)
    day, month, year = (date[1], date[3], date[4]) if date else ("", "", "")
    if date is None and (iso := _ISO.fullmatch(raw)) is not None:
        day, month, year = iso[4], iso[3], iso[1]
    if year and 1 <= int(day) <= 31 and 1 <= int(month) <= 12 and 1000 <= int(year) <= 2999:
        return f"{int(day)}/{int(month)}/{year}"
    return re.sub(r"(?<![\d.,])0(?=\d(?!\d))", "", raw) if "/" in raw else raw.replace("–", "-")


def _add_han(raw: str, start: int, position: int, tokens: list[Part]) -> int:
    for i, char in enumerate(raw):
        if i + 1 < len(raw):
            tokens.append(Part(raw[i : i + 2], start + i, start + i + 2, position + i, "bigram"))
        tokens.append(Part(char, start + i, start + i + 1, position + i, "han"))
    return position + len(raw)


_ADD: dict[str, Callable[[str, int, int, list[Part]], int]] = {
    "words": _add_words,
    "number": _add_number,
    "han": _add_han,
}
