"""Names of sites: what a page's title ends with beside the article's own title."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from indexer.language import fold
from indexer.reading.structure.source_names import is_publisher
from indexer.reading.words import words

__all__ = ["is_site", "without_site"]

_SEPARATOR = re.compile(r"\s{1,9}(?:[|–—·•»«›<~-]|>{1,2}|::)\s{1,9}|\s{0,9}(?:\||::)\s{0,9}")
_HOST = re.compile(r".{1,40}(?:\bonline|\bđiện tử|\.vn|\.com|\.net|\.org|\.gov|\.info)\b", re.I)
_SURE = re.compile(r"\b(?:điện tử|online)\b|\.vn\b|^(?:cổng|trang) thông tin\b", re.I)
_LONGEST: Final = 60
_LETTERS = re.compile(r"[^a-z0-9]+")


def without_site(title: str, site: str = "", url: str = "") -> str:
    """The title without the site's name, and its section's, at its end, or the site's before it.

    A part is the site's name when it is the one the page states, when the page's host is spelt like
    it, or when it is a paper's, a portal's or an office's. What else follows a dash («Lào Cai - Vân
    Nam») is part of the title.
    """
    parts = _SEPARATOR.split(title)
    gaps = _SEPARATOR.findall(title)
    while len(parts) > 1 and is_site(parts[-1], site, url):
        parts.pop()
        gaps.pop()
        if len(parts) > 1 and parts[-1].strip().casefold() in words("section"):
            parts.pop()
            gaps.pop()
    if len(parts) > 1 and _opens_with_site(parts[0], site, url):
        parts, gaps = parts[1:], gaps[1:]
    pieces = [parts[0]]
    for gap, part in zip(gaps, parts[1:], strict=True):
        pieces += [gap, part]
    return "".join(pieces).strip()


def _opens_with_site(part: str, site: str, url: str) -> bool:
    """Is the first part of a title the site's name? Of a site that is not this page's the name must
    say so by itself («Báo X điện tử»): «Báo chí» and an office may be the article's subject.
    """
    if _names(part, site, url):
        return True
    part = part.strip()
    return len(part) <= _LONGEST and _SURE.search(part) is not None and is_publisher(part)


def is_site(part: str, site: str = "", url: str = "") -> bool:
    """Is it the name of a site, of this page's or of any?"""
    part = part.strip()
    if _names(part, site, url):
        return True
    return len(part) <= _LONGEST and (_HOST.match(part) is not None or is_publisher(part))


def _names(part: str, site: str, url: str) -> bool:
    """Is it the stated site's name, or its host's?"""
    letters = _letters(part)
    if not letters:
        return False
    if site and letters == _letters(site):
        return True
    host = (urlsplit(url).hostname or "").removeprefix("www.") if "//" in url else ""
    label = _letters(host.split(".")[0])
    return len(label) >= 3 and (
        letters in (label, "bao" + label, _letters(host)) or label == "bao" + letters
    )


def _letters(text: str) -> str:
    return _LETTERS.sub("", fold(text))
