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
_HINTS = 5
"""Points of words that could be said of anything, from which on they tell a kind together: one in
the title and one in the lead.
"""
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
_TRADE = "thông quan, thương mại"
_ABOVE = {
    _OTHER: tuple(kind for kind in KINDS if kind != _OTHER),
    _TRADE: ("vi phạm, tội phạm", "ký kết", "khai trương", "hội đàm", "hội nghị"),
}
"""Of kinds that are a matter rather than an act: the acts that come before them."""


_CRIME_OF_TRADE = 3
"""Goods smuggled are told of in the words of trade: a third of its points make it a crime."""


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
_WORDS |= dict.fromkeys(words("event none"), ("", 0))
"""Word → its kind and factor; «đăng ký», which holds a word of a kind and tells none, has none."""
_TOKEN = re.compile(r"[\w&-]+")
_Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
"""Of words that share their first syllable: the second → [(further syllables, word)], longest
first; "" for a word of one syllable."""


def _by_first() -> dict[str, _Phrases]:
    """First syllable → the words that begin with it."""
    found: dict[str, _Phrases] = {}
    for word in sorted(_WORDS, key=len, reverse=True):
        first, second, *further = [*word.split(), ""][: max(2, word.count(" ") + 1)]
        found.setdefault(first, {}).setdefault(second, []).append((tuple(further), word))
    return found


_BY_FIRST = _by_first()


def find_kind(title: str, text: str, blocks: Sequence[Block]) -> Kind:
    """The kind of event of an article. `title`: one with a field of its own, or ""."""
    tally = _Tally({}, {}, {})
    for place in _places(title, text, blocks):
        if place.is_body and max(tally.points.values(), default=0) >= _ENOUGH:
            break
        tally.add(place)
    if tally.points:
        return tally.told[_chosen(tally.points)]
    hinted = {name: gained for name, gained in tally.hints.items() if gained >= _HINTS}
    return tally.told[_first(hinted)] if hinted else _untold(blocks, text)


class _Tally(NamedTuple):
    """What each kind gathers: `points` where one place says enough of it, `hints` of all words;
    `told`: the place that says most.
    """

    points: dict[str, int]
    hints: dict[str, int]
    told: dict[str, Kind]

    def add(self, place: _Place) -> None:
        """Count the words of one place."""
        start = max(place.offset, 0)
        end = start + len(place.text) if place.offset >= 0 else start
        for name, counted in _counted(place.text.lower()).items():
            gained = counted * place.points
            if gained > self.hints.get(name, 0):
                self.told[name] = Kind(name, start, end)
            self.hints[name] = self.hints.get(name, 0) + gained
            if counted >= _STRONG:
                self.points[name] = self.points.get(name, 0) + gained


def _first(points: dict[str, int]) -> str:
    """The kind that gathered most, of equals the one that comes first."""
    return max(points, key=lambda name: (points[name], -KINDS.index(name)))


def _chosen(points: dict[str, int]) -> str:
    """The kind that gathered most; another event, or trade, of which meetings and signings are
    held, too, only where no kind of its own has half of that."""
    chosen = _first(points)
    rivals = _ABOVE.get(chosen, ())
    named = {name: gained for name, gained in points.items() if name in rivals}
    if not named:
        return chosen
    second = _first(named)
    factor = _CRIME_OF_TRADE if (chosen, second) == (_TRADE, _CRIME) else 2
    return second if factor * named[second] > points[chosen] else chosen


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
    """What each kind gathers in a stretch of lower-case text, every word once."""
    found: dict[str, dict[str, int]] = {}
    tokens = _TOKEN.findall(low)
    taken = 0
    seconds = [*tokens[1:], ""]
    for at in [at for at, token in enumerate(tokens) if token in _BY_FIRST]:
        phrases = _BY_FIRST[tokens[at]]
        if at < taken or not (seconds[at] in phrases or "" in phrases):
            continue
        word = _word_at(tokens, at, phrases)
        if word:
            taken = at + word.count(" ") + 1
            kind, weight = _WORDS[word]
            if not kind:
                continue
            if kind != _CRIME or not _PREVENTED.search(" ".join(tokens[max(0, at - 7) : at])):
                found.setdefault(kind, {})[word] = weight
    return {kind: sum(sorted(gained.values())[-_MOST:]) for kind, gained in found.items()}


def _word_at(tokens: Sequence[str], at: int, phrases: _Phrases) -> str:
    """The longest word of a kind that begins there, or ""."""
    second = tokens[at + 1] if at + 1 < len(tokens) else ""
    for further, word in phrases.get(second, ()):
        if not further or tuple(tokens[at + 2 : at + 2 + len(further)]) == further:
            return word
    return phrases[""][0][1] if "" in phrases else ""
