"""Characters of a fragment of HTML, a new line for every block. For whole pages see `html`."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Final

__all__ = ["plain_text", "without_comments"]

_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "ul",
        "ol",
        "table",
        "figure",
        "figcaption",
        "section",
        "article",
        "header",
        "footer",
        "dd",
        "dt",
        "pre",
        "hr",
    ]
)
_HIDDEN: Final = frozenset({"script", "style", "template", "noscript", "head"})


class _Text(HTMLParser):
    """Collects the characters of a fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hide what is no text; begin a line at a block, part cells by a tab."""
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append("\t")

    def handle_endtag(self, tag: str) -> None:
        """The other way round."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Take the characters in."""
        if not self._hidden:
            self.pieces.append(data)


def plain_text(fragment: str) -> str:
    """Text of a fragment that may hold markup, blank lines and outer space taken off."""
    if "<" in fragment:
        parser = _Text()
        parser.feed(_well_opened(without_comments(fragment)))
        parser.close()
        fragment = "".join(parser.pieces)
    else:
        fragment = unescape(fragment)
    lines = (" ".join(line.split()) for line in fragment.splitlines())
    return "\n".join(line for line in lines if line)


def without_comments(fragment: str) -> str:
    """The fragment without its comments; one that has no end is text."""
    kept: list[str] = []
    at = 0
    while (start := fragment.find("<!--", at)) >= 0:
        end = fragment.find("-->", start + 4)
        if end < 0:
            break
        kept.append(fragment[at:start])
        at = end + 3
    return "".join(kept) + fragment[at:].replace("<!--", "&lt;!--")


def _well_opened(fragment: str) -> str:
    """Every `<` that another one follows before any `>` made text.

    The parser would look for the end of each such tag to the last character, again and again.
    """
    first, *rest = fragment.split("<")
    return first + "".join(("<" if ">" in piece else "&lt;") + piece for piece in rest)
