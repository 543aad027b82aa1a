"""What is pasted together with the words that are meant: HTML entities, the bullet or number of a
list, «Trích yếu:», «trang 3/12», a newspaper's address instead of its headline.

Pure functions on one text, linear in it; what they take away finds no article.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

__all__ = ["unpasted"]

_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_MOST_TIMES = 2  # how often an entity may have been written as one («&amp;quot;»)
_BULLET = re.compile(
    r"(?:[•‣⁃◦▪▫●○■□◆◇►▶➢➤✓✔★☆–—−·*+>]+|-(?= )|\(?\d{1,2}[.)](?= )|[a-zđ]\)(?= )) ?(?=\S)"
)
_LABEL = re.compile(r"tr[íi]ch y[ếe]u(?: n[ộo]i dung)? ?[:：] ?(?=\S)", re.IGNORECASE)
_ABOUT = re.compile(r"(?<!\S)v ?/ ?v ?:?(?= \S)", re.IGNORECASE)  # V/v, «về việc»
_PAGE_OF = re.compile(
    r" ?[-–—|(\[]? ?\b(?:trang|tr\.?|page) ?\d{1,4} ?(?:/|trên|of) ?\d{1,4}[)\]]?$", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?<![\w@.])(?:https?://|www\.)[^\s\"<>«»“”]+", re.IGNORECASE)
_WORDS_OF_PATH = 3  # words that a part of an address needs to be a headline
_ENDING = re.compile(r"\.[a-z]{2,6}$", re.IGNORECASE)
_NUMBER_OF_ARTICLE = re.compile(r"[a-z]{0,6}\d{4,}\w*|[a-z]\d+", re.IGNORECASE)


def unpasted(text: str) -> str:
    """Canonical text of a query without what was only pasted with it."""
    text = _ADDRESS.sub(_headline_of, " ".join(_unescaped(text).split()))
    for opening in (_BULLET, _LABEL):
        found = opening.match(text)
        text = text[found.end() :] if found else text
    return _PAGE_OF.sub("", _ABOUT.sub("về việc", text)) or text


def _unescaped(text: str) -> str:
    """Text with its HTML entities as what they stand for."""
    for _ in range(_MOST_TIMES):
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    return text


def _headline_of(address: re.Match[str]) -> str:
    """The words in an address, which newspapers make of their headlines; the address itself where
    it has none.
    """
    path = re.split(r"[?#]", address[0], maxsplit=1)[0]
    best: list[str] = []
    for part in path.split("/")[3 if "://" in path else 1 :]:
        words = [word for word in re.split(r"[-_+. ]+", unquote(_ENDING.sub("", part))) if word]
        while words and _NUMBER_OF_ARTICLE.fullmatch(words[-1]):
            words.pop()
        if len(words) >= _WORDS_OF_PATH and len(words) >= len(best):
            best = words
    return " ".join(best) or address[0]
