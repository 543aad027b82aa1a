"""An article's parts: title, lead, body, captions, byline, source, related teasers and
boilerplate.

Works on lines of the clean text. Every line that is not blank belongs to exactly one part, so no
sentence is lost.
"""

from __future__ import annotations

from indexer.model.article import PartKind
from indexer.reading.dates.expressions import is_dateline
from indexer.reading.structure import lines, pictures
from indexer.reading.structure.blocks import Block

__all__ = ["blocks_of"]

_TEASER = 400
"""Characters of the longest teaser that follows an article's end."""
_MOST_TEASERS = 8
_LONGEST_FURNITURE = 120
_LONGEST_MARKED = 110
"""Characters from which a line is no byline, source, date line or name."""
_SPLIT = frozenset({"lead", "body"})
"""Parts that may hold signatures and the paper's name."""
_PARAGRAPH = 20
"""Characters from which a line may be what a title stands above."""
_HEADING = 60
"""Characters from which a line under the title is a lead without its stop."""
_LINKS = 80
"""Characters from which a single headline right after the lead is a link, not a subheading."""


def blocks_of(text: str, title: str = "") -> list[Block]:
    """The blocks of a clean text, in order; `title` is the one that has a field of its
    own, or "".
    """
    starts, texts = _lines(text)
    kinds = _head(texts, title)
    headers = list(map(lines.is_header, texts))
    foot = _foot(texts, headers, len(kinds)) if True in headers else len(texts)
    _Reader(texts, headers, kinds, foot, bool(title)).read()
    blocks: list[Block] = []
    for kind, start, line in zip(kinds, starts, texts, strict=True):
        if (kind in _SPLIT and _may_be_split(kind, line)) or line.startswith("!["):
            blocks += _split(kind, start, line)
        else:
            blocks.append(Block(kind, start, start + len(line)))
    return blocks


def _lines(text: str) -> tuple[list[int], list[str]]:
    """Starts and texts of the lines that are not blank, without the space around them; pictures as
    lines of their own.
    """
    starts: list[int] = []
    texts: list[str] = []
    at = 0
    for raw in text.replace("\r", "\n").split("\n"):
        line = raw.strip()
        if line:
            start = at if len(line) == len(raw) else at + len(raw) - len(raw.lstrip())
            if "![" not in line:
                starts.append(start)
                texts.append(line)
            else:
                for first, last in pictures.apart(line):
                    if piece := line[first:last].strip():
                        starts.append(
                            start + first + len(line[first:last]) - len(line[first:last].lstrip())
                        )
                        texts.append(piece)
        at += len(raw) + 1
    return starts, texts


def _head(texts: list[str], title: str) -> list[PartKind]:
    """The kinds of the lines up to and with the title: section path, date line, headline.

    Empty when the text opens with its lead.
    """
    head: list[PartKind] = []
    wanted = " ".join(title.split()).casefold()
    for number, line in enumerate(texts[:-1]):
        if is_dateline(line):
            head.append("source")
        elif lines.is_breadcrumb(line) or lines.is_furniture(line):
            head.append("boilerplate")
        elif wanted and _same(wanted, line):
            return [*head, "title"]
        elif lines.is_label(line) and len(texts[number + 1]) >= _PARAGRAPH:
            if not wanted and not _may_be_title(texts[number + 1]):
                return [*head, "title"]
            head.append("boilerplate")
        elif wanted:
            if not _stands_over(line, texts[number + 1]):
                return head
            head.append("boilerplate")
        elif _may_be_title(line):
            followed = len(texts[number + 1]) >= _PARAGRAPH or len(texts) > number + 2
            return [*head, "title"] if followed else head
        else:
            return head
    return head


def _same(title: str, line: str) -> bool:
    """Is a line the title, given in small letters with single spaces?"""
    return title.startswith(line[0].casefold()) and " ".join(line.split()).casefold() == title


def _stands_over(line: str, paragraph: str) -> bool:
    """Is it a heading, under a title of its own, rather than a short lead?"""
    return (
        len(line) < _HEADING
        and len(paragraph) > 2 * len(line)
        and paragraph[-1] in lines.SENTENCE_MARKS
        and _may_be_title(line)
    )


def _may_be_title(line: str) -> bool:
    return lines.is_headline(line) and not lines.is_caption(line) and not lines.is_byline(line)


def _foot(texts: list[str], headers: list[bool], first: int) -> int:
    """The line from which on there is nothing but links, buttons and comments; a box of links amid
    an article is no foot.
    """
    foot = len(texts)
    comments = next(
        (
            number
            for number in range(first + 1, foot)
            if headers[number] and _is_comments(texts[number])
        ),
        foot,
    )
    for number in range(foot - 1, first, -1):
        if headers[number]:
            foot = number
        elif lines.is_prose(texts[number]) and number < comments:
            break
    return foot


def _is_comments(line: str) -> bool:
    return len(line) < 30 and line.casefold().strip(" :.?!•-–»>#*|[]()") in lines.COMMENTS


class _Reader:
    """Goes through the lines between head and foot and remembers where in the article it is."""

    def __init__(
        self, texts: list[str], headers: list[bool], kinds: list[PartKind], foot: int, titled: bool
    ) -> None:
        self.texts, self.headers, self.kinds, self.foot = texts, headers, kinds, foot
        self.first = len(kinds)
        self.titled = titled or "title" in kinds
        self.lead_at = -1
        self.links_end = 0
        """The line up to which there are headlines after the lead, on a page with a title: links,
        if one is long or there are several.
        """

    def read(self) -> None:
        """Append the kinds of the lines from the head to the text's end."""
        texts, headers, foot, kinds = self.texts, self.headers, self.foot, self.kinds
        ended = box = False
        for number in range(self.first, foot):
            line = texts[number]
            if box:
                box = not lines.is_prose(line)
            if headers[number] and number > self.first:
                box = True
            if box or (len(line) < _LONGEST_FURNITURE and lines.is_furniture(line)):
                kinds.append("boilerplate")
                continue
            kind = self._marked(number, line) or self._placed(number, line, ended)
            kinds.append(kind)
            if not ended:
                if kind in _SPLIT:
                    ended = lines.closes_article(line)
                elif kind in ("source", "byline"):
                    ended = self._only_teasers(number)
        kinds += ["boilerplate"] * (len(texts) - foot)

    def _marked(self, number: int, line: str) -> PartKind | None:
        """Kinds that a line shows by its own words."""
        if line[0] == "!" and pictures.is_picture(line):
            return "caption"
        previous = self.texts[number - 1]
        captioned = (
            len(previous) < 20 and number > 0 and previous.casefold().strip(" :") == "chú thích ảnh"
        )
        if len(line) >= _LONGEST_MARKED:
            if captioned or lines.is_caption(line):
                return "caption"
            return "related" if lines.is_teaser_link(line) else None
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

    def _placed(self, number: int, line: str, ended: bool) -> PartKind:
        """Kinds that a line has by where it stands: teasers after the end, the lead, links right
        after it, and all the rest.
        """
        if ended and len(line) < _TEASER and not lines.resumes_article(line):
            return "related"
        if self.lead_at < 0:
            self.lead_at = number
            self.links_end = self._end_of_links(number) if self.titled else 0
            return "lead"
        if number < self.links_end and (self.links_end - self.lead_at > 2 or len(line) >= _LINKS):
            return "boilerplate"
        return "caption" if lines.is_scene(line) else "body"

    def _end_of_links(self, lead: int) -> int:
        """The line that ends the headlines right after the lead; 0 when none does."""
        texts = self.texts
        return next(
            (
                n
                for n in range(lead + 1, self.foot)
                if len(texts[n]) < 30 or not lines.is_headline(texts[n])
            ),
            0,
        )

    def _only_teasers(self, number: int) -> bool:
        """Is what follows this line, up to the foot, no more than teasers?"""
        if self.lead_at < 0 or self.foot - number - 1 > _MOST_TEASERS:
            return False
        return all(
            len(line) < _TEASER and not lines.is_prose(line)
            for line in self.texts[number + 1 : self.foot]
        )


def _may_be_split(kind: PartKind, line: str) -> bool:
    """Is there a mark of what `_split` looks for?"""
    return kind == "lead" or line[-1] not in lines.SENTENCE_MARKS or "**" in line


def _split(kind: PartKind, start: int, line: str) -> list[Block]:
    """A picture's caption and the rest of it; a paragraph's text, the paper's name before it, the
    signatures in and after it.
    """
    if pictures.is_picture(line):
        return pictures.blocks_of_picture(kind, start, line)
    if kind not in _SPLIT:
        return [Block(kind, start, start + len(line))]
    opening = lines.dateline_end(line) if kind == "lead" else 0
    pieces: list[Block] = []
    if opening:
        pieces.append(Block("source", start, start + len(line[:opening].rstrip())))
    first, end = opening, len(line)
    after: list[Block] = []
    while (found := lines.signature(line[first:end])) is not None:
        signed, offset = found
        after.insert(0, Block(signed, start + first + offset, start + end))
        end = first + len(line[first : first + offset].rstrip())
    for name_start, name_end in lines.starred_names(line[first:end])[:1] if "**" in line else []:
        if line[first : first + name_start].strip():
            pieces.append(_trimmed(kind, start + first, line[first : first + name_start]))
        pieces.append(Block("byline", start + first + name_start, start + first + name_end))
        first += name_end
    if line[first:end].strip():
        pieces.append(
            _trimmed(
                kind if not pieces or pieces[-1].kind == "source" else "body",
                start + first,
                line[first:end],
            )
        )
    return pieces + after


def _trimmed(kind: PartKind, start: int, piece: str) -> Block:
    """The piece, which begins at `start` of the text, without the space around it."""
    return Block(kind, start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
