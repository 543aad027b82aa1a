"""The title of a saved web page: what its `<title>`, its headings and what it tells other programs
agree on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from indexer.reading.formats.encodings import repair
from indexer.reading.formats.markup import plain_text
from indexer.reading.structure.site_names import is_site, without_site
from indexer.reading.words import words

__all__ = ["META", "page_title"]

_HEAD: Final = 64 * 1024
_ELEMENT = r"<{0}\b[^<>]{{0,1000}}>(.{{0,4000}}?)</{0}\s{{0,9}}>"
_TITLE = re.compile(_ELEMENT.format("title"), re.I | re.S)
_H1 = re.compile(_ELEMENT.format("h1"), re.I | re.S)
_MOST_HEADINGS: Final = 5
META = re.compile(r"<meta\b[^<>]{0,2000}>", re.I)
_ATTRIBUTE = re.compile(
    r"([\w:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]{0,1500})\"|'([^']{0,1500})'|([^\s\"'<>]{1,400}))"
)
_HEADLINE = re.compile(r'"headline"\s{0,9}:\s{0,9}("(?:[^"\\]|\\.){1,600}")')
"""How a page tells search engines its title (schema.org, in JSON-LD)."""
_CALLED_TITLE = re.compile(
    r"<(?:div|p|span|td|h[2-6])\b[^<>]{0,200}\b(?:class|id)\s{0,3}=\s{0,3}[\"'][^\"'<>]{0,80}"
    r"(?:title|headline|tieu-?_?de)[^<>]{0,300}>([^<>]{1,400})<",
    re.I,
)
_LEAST_WORDS: Final = 3


def page_title(markup: str, found: str, site: str, url: str) -> str:
    """The page's title without the name of its site; `found` is what trafilatura takes for it.

    A heading or a title for sharing that says the same is the title whole: what follows a dash in
    it belongs to it. Where the page's own title is no more than a section's name («Tin tức»), the
    heading is it.
    """
    head = markup[: markup.casefold().find("<body") + 1] or markup[:_HEAD]
    shared = _shared(head) or _headline(markup)
    headings = [
        heading
        for heading in map(_clean, _H1.findall(markup)[:_MOST_HEADINGS])
        if heading and not is_site(heading, site, url)
    ]
    own = _inner(_TITLE, head) or shared or found
    if not own or (headings and is_site(own, site, url)):
        heading = headings[0] if headings else own
        of_section = heading.casefold() in words("section")
        return _in_place_of_section(markup, heading, headings) if of_section else heading
    if shared in headings:
        return shared
    title = _without_additions(own, headings, shared, site, url)
    if title.casefold() in words("section"):
        return _in_place_of_section(markup, title, headings)
    longer = headings[0] if len(headings) == 1 and headings[0].startswith(f"{title} ") else ""
    return longer or title


def _without_additions(
    title: str, headings: Sequence[str], shared: str, site: str, url: str
) -> str:
    """The title as far as it is the article's."""
    agreed = next((one for one in (*headings, shared) if _is_part(one, title)), "")
    if agreed and agreed != title:
        return agreed  # what the longer one adds is not in the article
    bare = without_site(title, site, url)
    if agreed and (not site or without_site(title, site) != bare):
        return title
    return bare


def _in_place_of_section(markup: str, section: str, headings: Sequence[str]) -> str:
    """The first heading, or text that the page's maker calls a title, that says more than the
    section does.
    """
    called = map(_clean, _CALLED_TITLE.findall(markup))
    told = (one for one in (*headings, *called) if len(one.split()) >= _LEAST_WORDS)
    return next((one for one in told if one.casefold() not in words("section")), section)


def _is_part(one: str, title: str) -> bool:
    return one in title and len(one.split()) > 1


def _inner(element: re.Pattern[str], markup: str) -> str:
    match = element.search(markup)
    return _clean(match[1]) if match else ""


def _clean(fragment: str) -> str:
    return repair(" ".join(plain_text(fragment).split()))


def _shared(head: str) -> str:
    """The title that the page gives to those who share it."""
    for meta in META.findall(head):
        told = {name.casefold(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(meta)}
        if (told.get("property") or told.get("name", "")).casefold() in (
            "og:title",
            "twitter:title",
        ):
            return repair(" ".join(unescape(told.get("content", "")).split()))
    return ""


def _headline(markup: str) -> str:
    """The title that the page gives to search engines."""
    found = _HEADLINE.search(markup)
    try:
        return _clean(json.loads(found[1])) if found else ""
    except ValueError:
        return ""
