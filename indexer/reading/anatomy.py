"""An article's parts: title, lead, body, captions, byline, source, related teasers and boilerplate.

Works on lines of the clean text. Every line that is not blank belongs to exactly one part, so no sentence is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.article import PartKind
from indexer.reading import lines, pictures
from indexer.reading.blocks import Block
from indexer.reading.dates.mentions import is_dateline

__all__ = ["blocks_of"]

_LINE = re.compile(r"[^\n\r]+")
_TEASER = 400
"""Characters of the longest teaser that follows an article's end."""
_MOST_TEASERS = 8
_LONGEST_MARKED = 110
"""Characters from which a line is no byline, source, date line or name."""
_LINKS = 80
"""Characters from which a single headline right after the lead is a link, not a subheading."""


class _Span(NamedTuple):
    start: int
    end: int
    text: str


def blocks_of(text: str, title: str = "") -> list[Block]:
    """The blocks of a clean text, in order; `title` is the one that has a field of its own, or ""."""
    spans = list(_spans(text))
    head = _head(spans, title)
    foot = _foot(spans, len(head))
    middle = _middle(spans, len(head), foot, any(block.kind == "title" for block in head) or bool(title))
    tail = [Block("boilerplate", span.start, span.end) for span in spans[foot:]]
    return [piece for block in (*head, *middle, *tail) for piece in _split(block, text)]


def _spans(text: str) -> Iterator[_Span]:
    """The lines that are not blank, without the space around them; pictures as lines of their own."""
    for match in _LINE.finditer(text):
        raw = match.group()
        line = raw.strip()
        if not line:
            continue
        start = match.start() + (0 if len(line) == len(raw) else len(raw) - len(raw.lstrip()))
        if "![" in line:
            for first, last in pictures.apart(line):
                if piece := line[first:last].strip():
                    at = start + first + len(line[first:last]) - len(line[first:last].lstrip())
                    yield _Span(at, at + len(piece), piece)
        else:
            yield _Span(start, start + len(line), line)


def _head(spans: list[_Span], title: str) -> list[Block]:
    """Blocks up to and with the title: section path, date line, headline. Empty when the text opens with its lead."""
    head: list[Block] = []
    wanted = " ".join(title.split()).casefold()
    for number, span in enumerate(spans[:-1]):
        if is_dateline(span.text):
            head.append(Block("source", span.start, span.end))
        elif lines.is_breadcrumb(span.text) or lines.is_furniture(span.text):
            head.append(Block("boilerplate", span.start, span.end))
        elif wanted:
            if " ".join(span.text.split()).casefold() == wanted:
                return [*head, Block("title", span.start, span.end)]
            return head
        elif lines.is_headline(span.text) and not lines.is_caption(span.text) and not lines.is_byline(span.text):
            opens = spans[number + 1].text
            return [*head, Block("title", span.start, span.end)] if len(opens) >= 20 or len(spans) > number + 2 else head
        else:
            return head
    return head


def _foot(spans: list[_Span], first: int) -> int:
    """The line from which on there is nothing but links, buttons and comments; a box of links amid an article is no foot."""
    foot = len(spans)
    comments = next((number for number in range(first + 1, foot) if _is_comments(spans[number].text)), foot)
    for number in range(foot - 1, first, -1):
        line = spans[number].text
        if lines.is_header(line):
            foot = number
        elif lines.is_prose(line) and number < comments:
            break
    return foot


def _is_comments(line: str) -> bool:
    return len(line) < 30 and line.casefold().strip(" :.?!•-–»>#*|[]()") in lines.COMMENTS


class _Reader:
    """Goes through the lines between head and foot and remembers where in the article it is."""

    def __init__(self, spans: list[_Span], first: int, foot: int, titled: bool) -> None:
        self.spans, self.first, self.foot, self.titled = spans, first, foot, titled
        self.lead_at = self.links_end = -1
        self.ended = False
        self.box = False

    def kind(self, number: int) -> PartKind:
        """The function of one line."""
        line = self.spans[number].text
        if self.box:
            self.box = not lines.is_prose(line)
        if number > self.first and lines.is_header(line) and number < self.foot:
            self.box = True
        if self.box or lines.is_furniture(line):
            return "boilerplate"
        kind = self._marked(number, line)
        if kind is None and self.ended and len(line) < _TEASER:
            kind = "related"
        if kind is None and self.lead_at < 0:
            self.lead_at = number
            kind = "lead"
        if kind is None and self._links_after_lead(number):
            kind = "boilerplate"
        if kind is None:
            kind = "caption" if lines.is_scene(line) else "body"
        self.ended = (
            self.ended
            or (kind in ("lead", "body") and lines.closes_article(line))
            or (kind in ("source", "byline") and self._only_teasers(number))
        )
        return kind

    def _marked(self, number: int, line: str) -> PartKind | None:
        """Kinds that a line shows by its own words."""
        if pictures.is_picture(line):
            return "caption"
        previous = self.spans[number - 1].text if number else ""
        captioned = len(previous) < 20 and previous.casefold().strip(" :") == "chú thích ảnh"
        if len(line) >= _LONGEST_MARKED:
            return "caption" if captioned or lines.is_caption(line) else "related" if lines.is_teaser_link(line) else None
        if lines.is_byline(line):
            return "byline"
        if captioned or lines.is_caption(line):
            return "caption"
        if is_dateline(line) or (number > self.first and lines.is_source(line)):
            return "source"
        if lines.is_teaser_link(line):
            return "related"
        if number > self.first and number >= self.foot - 2 and lines.is_name(line):
            return "byline"
        return None

    def _links_after_lead(self, number: int) -> bool:
        """Headlines between the lead and the first paragraph, on a page with a title: one long, or several."""
        if not self.titled or self.lead_at < 0:
            return False
        if self.links_end < 0:
            run = range(self.lead_at + 1, self.foot)
            self.links_end = next((n for n in run if not lines.is_headline(self.spans[n].text) or len(self.spans[n].text) < 30), self.foot)
        end = self.links_end
        if not self.lead_at < number < end or end == self.foot:
            return False
        return end - self.lead_at > 2 or len(self.spans[number].text) >= _LINKS

    def _only_teasers(self, number: int) -> bool:
        """Is what follows this line, up to the foot, no more than teasers?"""
        if self.lead_at < 0 or self.foot - number - 1 > _MOST_TEASERS:
            return False
        rest = self.spans[number + 1 : self.foot]
        return all(len(span.text) < _TEASER and not lines.is_prose(span.text) for span in rest)


def _middle(spans: list[_Span], first: int, foot: int, titled: bool) -> list[Block]:
    reader = _Reader(spans, first, foot, titled)
    return [Block(reader.kind(number), spans[number].start, spans[number].end) for number in range(first, foot)]


def _split(block: Block, text: str) -> list[Block]:
    """A picture's caption and the rest of it; a paragraph's text, the paper's name before it, the signatures in and after it."""
    if text.startswith("![", block.start) and pictures.is_picture(text[block.start : block.end]):
        return pictures.blocks_of_picture(block.kind, block.start, text[block.start : block.end])
    if block.kind not in ("lead", "body"):
        return [block]
    line = text[block.start : block.end]
    opening = lines.dateline_end(line) if block.kind == "lead" else 0
    if not opening and "**" not in line and lines.signature(line) is None:
        return [block]
    pieces: list[Block] = []
    start, end = block.start, block.end
    if opening:
        pieces.append(Block("source", start, start + len(line[:opening].rstrip())))
        start += opening
    after: list[Block] = []
    while (found := lines.signature(text[start:end])) is not None:
        kind, offset = found
        after.insert(0, Block(kind, start + offset, end))  # type: ignore[arg-type]
        end = start + len(text[start : start + offset].rstrip())
    for first, last in lines.starred_names(text[start:end]) if "**" in line else []:
        name_start, name_end = start + first, start + last
        if text[start:name_start].strip():
            pieces.append(_trimmed(block.kind, start, name_start, text))
        pieces.append(Block("byline", name_start, name_end))
        start = name_end
        break
    if text[start:end].strip():
        pieces.append(_trimmed(block.kind if not pieces or pieces[-1].kind == "source" else "body", start, end, text))
    return pieces + after


def _trimmed(kind: PartKind, start: int, end: int, text: str) -> Block:
    piece = text[start:end]
    return Block(kind, start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))
