"""Pictures that a page's markup left in a text: `![caption](address "title")`. The caption is
read, the address is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.model.article import PartKind
from indexer.reading.structure.blocks import Block

__all__ = ["apart", "blocks_of_picture", "is_picture"]

# lengths are bounded so that any text is read in linear time; an address may hold one level of
# parentheses
_PICTURE = re.compile(
    r"!\[(?P<alt>[^\]\n]{0,500})\]\(\s*<?(?:[^\s()<>]|\([^\s()<>]{0,200}\)){0,1500}>?(?:\s{1,3}\"(?P<title>[^\n]{0,800}?)\")?\s{0,3}\)"
)
_MARKED = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")


def apart(line: str) -> Iterator[tuple[int, int]]:
    """The stretches of a line: pictures, and what stands between them."""
    end = 0
    for found in _PICTURE.finditer(line):
        if found.start() > end:
            yield end, found.start()
        yield found.span()
        end = found.end()
    if end < len(line):
        yield end, len(line)


def is_picture(line: str) -> bool:
    """Is it a picture and nothing else?"""
    return line.startswith("![") and _PICTURE.fullmatch(line) is not None


def blocks_of_picture(kind: PartKind, start: int, line: str) -> list[Block]:
    """The blocks of a picture that begins at `start` of the text: its caption as `kind`, markup
    and address as boilerplate.
    """
    found = _PICTURE.fullmatch(line)
    # a caption is words with Vietnamese letters; a file's name is none
    group = next(
        (name for name in ("alt", "title") if found and _MARKED.search(found[name] or "")), None
    )
    if found is None or group is None:
        return [Block("boilerplate", start, start + len(line))]
    first, last = found.span(group)
    first, last = last - len(line[first:last].lstrip()), first + len(line[first:last].rstrip())
    return [
        Block("boilerplate", start, start + first),
        Block(kind, start + first, start + last),
        Block("boilerplate", start + last, start + len(line)),
    ]
