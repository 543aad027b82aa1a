"""What kind of event an article tells of: talks, a visit, a signing, a crime, a flood …

Words tell it, as the title and the lead use them: each word of a kind counts by where it stands,
and the kind that gathers most is the article's, with the sentence as evidence. Where no word tells
anything the kind is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.reading.structure.blocks import Block
from indexer.reading.words import words

__all__ = ["KINDS", "UNKNOWN", "Kind", "find_kind"]

UNKNOWN = "không rõ"
KINDS = (
    "vi phạm, tội phạm",
    "thiên tai",
    "thể thao, giải trí",
    "ký kết",
    "khai trương",
    "hội đàm",
    "thăm",
    "giao lưu",
    "hội nghị",
    "thông quan, thương mại",
    "khác",
)
"""Every kind, of equals the one that comes first."""
_IN_TITLE, _IN_FIRST, _IN_LEAD, _IN_BODY = 3, 2, 1, 1
"""Points of a word in the title, in the lead's first sentence, in the rest of the lead, and in the
paragraph after it."""
_ENOUGH = 8
"""Points of a kind in title and lead by which it is told without the paragraph after them."""
_BODY = 500
"""Characters of the paragraph after the lead that are read."""
_TELLS = 8
"""Words of a lead that tells something."""
_MOST = 3
"""Words of one kind that count in one sentence: a list of goods is no event."""
_STRONG = 2
"""Factor for words that name the act itself: "hội đàm", "khởi tố"."""
_PREVENTED = re.compile(
    r"(?:phòng chống|phòng ngừa|đấu tranh|ngăn chặn|tuyên truyền|chống)[\w ]{0,24}$"
)
_CRIME, _OTHER = KINDS[0], KINDS[-1]


class Kind(NamedTuple):
    """A kind and the sentence that told it: text[start:end]; an empty one stands in a title that is
    no part of the text."""

    name: str
    start: int
    end: int


class _Place(NamedTuple):
    """Where words are looked for; `offset` is -1 in a title that is no part of the text."""

    text: str
    offset: int
    points: int
    is_body: bool = False


_WORDS: dict[str, tuple[str, int]] = {}
for _kind in KINDS:
    _WORDS |= dict.fromkeys(words(f"event act: {_kind}"), (_kind, _STRONG))
    _WORDS |= dict.fromkeys(words(f"event word: {_kind}"), (_kind, 1))
_TOKEN = re.compile(r"[\w&-]+")
_Phrases = list[tuple[tuple[str, ...], str]]


def _by_first() -> dict[str, _Phrases]:
    """First syllable → (the further syllables, the word), longest first."""
    found: dict[str, _Phrases] = {}
    for word in sorted(_WORDS, key=len, reverse=True):
        first, *further = word.split()
        found.setdefault(first, []).append((tuple(further), word))
    return found


_BY_FIRST = _by_first()


def find_kind(title: str, text: str, blocks: Sequence[Block]) -> Kind:
    """The kind of event of an article. `title`: one with a field of its own, or ""."""
    points: dict[str, int] = {}
    best: dict[str, tuple[int, Kind]] = {}
    for place in _places(title, text, blocks):
        if place.is_body and max(points.values(), default=0) >= _ENOUGH:
            break
        for name, counted in _counted(place.text.lower()).items():
            gained = counted * place.points
            points[name] = points.get(name, 0) + gained
            if name not in best or gained > best[name][0]:
                start = max(place.offset, 0)
                end = start + len(place.text) if place.offset >= 0 else start
                best[name] = (gained, Kind(name, start, end))
    if not points:
        return _untold(blocks, text)
    chosen = max(points, key=lambda name: (points[name], -KINDS.index(name)))
    if chosen == _OTHER and len(points) > 1:
        named = {name: gained for name, gained in points.items() if name != _OTHER}
        second = max(named, key=lambda name: (named[name], -KINDS.index(name)))
        chosen = second if 2 * named[second] > points[_OTHER] else chosen
    return best[chosen][1]


def _untold(blocks: Sequence[Block], text: str) -> Kind:
    """Of an article without a word of any kind: another event, if it tells one at all."""
    lead = next((block for block in blocks if block.kind == "lead"), None)
    if lead is None or len(text[lead.start : lead.end].split()) < _TELLS:
        return Kind(UNKNOWN, 0, 0)
    return Kind(_OTHER, lead.start, lead.end)


def _places(title: str, text: str, blocks: Sequence[Block]) -> Iterator[_Place]:
    """The title, the lead's first sentence and the rest of it, the paragraph after it."""
    if title:
        yield _Place(title, -1, _IN_TITLE)
    lead_seen = False
    for block in blocks:
        if block.kind == "title":
            yield _Place(text[block.start : block.end], block.start, _IN_TITLE)
        elif block.kind == "lead":
            lead_seen = True
            stop = text.find(". ", block.start, block.end)
            first = stop + 1 if stop >= 0 else block.end
            yield _Place(text[block.start : first], block.start, _IN_FIRST)
            if first < block.end:
                yield _Place(text[first : block.end], first, _IN_LEAD)
        elif block.kind == "body" and lead_seen:
            end = min(block.end, block.start + _BODY)
            yield _Place(text[block.start : end], block.start, _IN_BODY, True)
            return


def _counted(low: str) -> dict[str, int]:
    """What each kind gathers in a stretch of lower-case text, every word once; one word that could
    be said of anything is not enough.
    """
    found: dict[str, dict[str, int]] = {}
    tokens = _TOKEN.findall(low)
    at = 0
    while at < len(tokens):
        word = _word_at(tokens, at)
        if word:
            kind, weight = _WORDS[word]
            if kind != _CRIME or not _PREVENTED.search(" ".join(tokens[max(0, at - 7) : at])):
                found.setdefault(kind, {})[word] = weight
        at += word.count(" ") + 1
    counted = {kind: sum(sorted(gained.values())[-_MOST:]) for kind, gained in found.items()}
    return {kind: points for kind, points in counted.items() if points >= _STRONG}


def _word_at(tokens: Sequence[str], at: int) -> str:
    """The longest word of a kind that begins there, or ""."""
    for further, word in _BY_FIRST.get(tokens[at], ()):
        if tuple(tokens[at + 1 : at + 1 + len(further)]) == further:
            return word
    return ""
