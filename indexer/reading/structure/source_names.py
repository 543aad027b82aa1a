"""Who published an article: names of papers, agencies, portals and offices, never a clause after
«Theo».

A table of known names with their hosts and spellings; the papers and portals of the provinces by
their pattern; and, of names that are not known, a short run of capital words in a line of its
own.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from indexer.gazetteer.tables import provinces
from indexer.language import canonical, fold, is_syllable
from indexer.language.lexicon.surnames import SURNAMES
from indexer.reading.words import words

__all__ = ["is_publisher", "is_source_line", "named_source", "source_of_host", "stated_source"]

_TABLE = Path(__file__).with_name("source_names.csv")
_LETTERS = re.compile(r"[^a-z0-9]+")
_OPENING = re.compile(
    r"[(\[*\s–-]{0,4}(?:theo|nguồn(?: tin| bài viết| bài| ảnh| clip| video)?|dẫn nguồn)\b"
    r"(?P<colon>\s{0,2}[:：])?\s{0,3}",
    re.I,
)
_KINDS: Final = sorted((*words("source kind"), *words("office kind")), key=len, reverse=True)
_OF_KIND = re.compile(rf"(?:{'|'.join(_KINDS)})\s(?P<rest>.{{2,80}})", re.I)
_PAPERS: Final = re.compile(
    rf"(?:(?:{'|'.join(sorted(words('source kind'), key=len, reverse=True))})\s|The\s)(?P<rest>.+)",
    re.I,
)
"""A name with the word before it that says what it is; offices keep theirs."""
_OF_PICTURE = re.compile(r"\bnguồn (?:ảnh|clip|video)\b", re.I)
_NO_NAMES: Final = frozenset({"internet", "tonghop", "suutam", "tp"})
_NETWORKS: Final = frozenset(
    {"facebook", "fb", "youtube", "twitter", "tiktok", "instagram", "telegram", "zalo", "google"}
)
_WRITERS: Final = frozenset({"ctv", "pv", "btv", "nvcc", "tgcc", "pgs", "gs", "ts", "ths", "bs"})
"""Short words for who wrote or gave it: no publishers."""
_BARE = re.compile(
    r"(?:báo|đài|thông tấn xã|tạp chí|vietnam\s?\+|ttxvn|vov|vtv)\b|"
    r".{0,40}(?:\.\w|\bonline\b|điện tử)",
    re.I,
)
_LONGEST_NAME: Final = 60
_SURNAMES_BARE: Final = frozenset({fold(name) for name in SURNAMES if len(name) > 2})
_MOST_WORDS: Final = 7


def _key(name: str) -> str:
    return _LETTERS.sub("", fold(name))


@cache
def _known() -> dict[str, str]:
    """Spelling → the name shown."""
    found: dict[str, str] = {}
    for name, _, spellings in _rows():
        for spelling in (name, *spellings):
            found.setdefault(_key(spelling), name)
    for province in (row.name for row in provinces()):
        for spelling in (
            f"Báo {province}",
            f"Báo {province} điện tử",
            f"{province} Online",
            f"Báo {province} Online",
        ):
            found.setdefault(_key(spelling), f"Báo {province}")
    return found


@cache
def _hosts() -> dict[str, str]:
    found = {host: name for name, hosts, _ in _rows() for host in hosts}
    for province in (row.name for row in provinces()):
        key = _key(province)
        for host in (f"bao{key}.vn", f"bao{key}.com.vn", f"bao{key}.org.vn"):
            found.setdefault(host, f"Báo {province}")
        found.setdefault(f"{key}.gov.vn", f"Cổng thông tin điện tử {province}")
    return found


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return tuple(
            (
                row["name"],
                tuple(row["hosts"].split()),
                tuple(filter(None, row["spellings"].split("|"))),
            )
            for row in rows
        )


def source_of_host(url: str) -> str:
    """The name of who publishes at an address; "" when it is not known."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    while "." in host:
        if host in _hosts():
            return _hosts()[host]
        host = host.partition(".")[2]
    return ""


def stated_source(stated: str) -> str:
    """A source that metadata states, in the spelling of the table where it is known, else in one
    form of Unicode.
    """
    name = unicodedata.normalize("NFC", " ".join(stated.split()))
    key = _key(name)
    if known := _known().get(key) or _without_kind(name):
        return known
    return (
        source_of_host(name if "//" in name else f"https://{name}") or name if "." in name else name
    )


def named_source(lines: Iterable[str]) -> str:
    """The source that lines of an article name: where it is taken from before who opens it; ""
    when none does.
    """
    told = [
        (bool(_OPENING.match(line)), name)
        for line in lines
        if (name := _name_in(line)) and _is_likely(name, line)
    ]
    taken = [name for after_word, name in told if after_word]
    named = [name for _, name in told]
    return (taken or named or [""])[0]


def is_publisher(name: str) -> bool:
    """Is it the name of a paper, a portal or an office, known or by its kind («Báo X», «Cổng thông
    tin điện tử tỉnh Y»)?
    """
    said = name.split()
    if _known().get(_key(name)) and not (len(said) == 1 and said[0].islower()):
        return True
    return _is_name(name, colon=False) or name.casefold() in ("trang chủ", "trang nhất", "home")


def is_source_line(line: str) -> bool:
    """Is a line nothing but the name of a source, after «Theo» or «Nguồn» or by itself?"""
    if len(line) > _LONGEST_NAME + 20:
        return False
    if _OPENING.match(line) is None and not (
        line.strip(" .()").isupper() or _BARE.match(line.strip(" (["))
    ):
        return False  # a paper's name may also be a section's («Văn hóa»)
    return bool(_name_in(line))


def _name_in(line: str) -> str:
    opening = _OPENING.match(line)
    rest = line[opening.end() :] if opening else line
    name = unicodedata.normalize("NFC", " ".join(rest.strip(' -–—:;.,()[]*"“”').split()))
    if not name or len(name) > _LONGEST_NAME:
        return ""
    known = _known().get(_key(name)) or _without_kind(name) or _parted(name)
    if known:
        return known
    if "." in name and " " not in name:
        return source_of_host(f"https://{name.casefold()}")
    if opening is None and name.isupper() and name.isalpha() and 3 <= len(name) <= 10:
        return name  # what a paper signs its articles with
    if opening is None or _key(name.split()[-1]) in _NO_NAMES or _key(name) in _NO_NAMES:
        return ""
    return _spelt(name) if _is_name(name, bool(opening["colon"])) else ""


def _is_likely(name: str, line: str) -> bool:
    """Is what a line names a publisher, rather than a person, a network, who gave a picture, or any
    short form that a sentence begins with?
    """
    if _known().get(_key(name)):
        return True
    pieces = {_key(piece) for piece in re.split(r"[\s/.]", name)}
    if pieces & _NETWORKS or _key(name) in _WRITERS:
        return False
    opening = _OPENING.match(line)
    if opening is None:
        return line.lstrip().startswith(("(", "["))
    said = name.split()
    of_kind = _OF_KIND.fullmatch(name) is not None
    return of_kind or not (_OF_PICTURE.search(opening[0]) or _may_be_person(said))


def _without_kind(name: str) -> str:
    """The known name that stands behind «báo» or «The»; "" when none does."""
    found = _PAPERS.fullmatch(name)
    return _known().get(_key(found["rest"]), "") if found else ""


def _spelt(name: str) -> str:
    """An unknown name as others write it too."""
    return name[:1].upper() + re.sub(r"\bTP\.\s?", "TP ", name[1:])


def _parted(name: str) -> str:
    """The first known name of several («TTXVN/VietnamPlus», «An Bình (TTXVN)»)."""
    pieces = [piece for piece in re.split(r"\s?[/(]\s?", name) if piece.strip(") ")]
    return next(
        (known for piece in pieces if len(pieces) > 1 and (known := _known().get(_key(piece)))), ""
    )


def _is_name(name: str, colon: bool) -> bool:
    """A name that is not known: of a paper or an office by its kind, or, after «Nguồn:», of
    capital words.
    """
    said = name.split()
    if len(said) > _MOST_WORDS or any(sign in name for sign in ',;:!?“”"'):
        return False
    if found := _OF_KIND.fullmatch(name):
        rest = found["rest"].split()
        return all(
            _is_capital(word) or word.casefold() in words("office word") for word in rest
        ) and any(map(_is_capital, rest))
    return (
        colon
        and len(said) <= 5
        and all(map(_is_capital, said))
        and len(name) >= 2
        and name[-1] != "."
    )


def _may_be_person(said: list[str]) -> bool:
    """Are the words Vietnamese, as those of a person's name are? Papers and offices with such names
    are known, or say what they are.
    """
    syllables = [canonical(word.casefold()).text for word in said]
    named = fold(syllables[0]) in _SURNAMES_BARE
    return len(said) > 1 and (named or all(map(is_syllable, syllables)))


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or word in ("&", "+", "-")
