"""What kind of event an article tells of: talks, a visit, a signing, a crime, a flood …

Words tell it, as the title and the lead use them: each word of a kind counts by where it stands,
and the kind that gathers most is the article's, with the sentence as evidence. Where no word tells
anything the kind is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
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
_SPORT = "thể thao, giải trí"
_TRADE = "thông quan, thương mại"
_ACTS = frozenset({"ký kết", "khai trương", "hội đàm", "thăm", "giao lưu", "hội nghị"})
"""Kinds that are acts of somebody, which articles on anything else speak of, too."""
_TRAITS = frozenset(KINDS) - {"thiên tai", _OTHER}
"""Kinds with words that go with them and do not tell them."""
_GUARDED = _ACTS | {_CRIME}
_BEFORE = 7
"""Words before one of a kind that say how it is meant."""
_ASIDE = re.compile(
    r"(?:^| )(?:(?:trong|tại|ở|sau|trước|về|của|cho|nhân|nhờ|theo|từ|thực hiện|bên lề|mục tiêu|việc"
    r"|đề nghị|phản đối|kết quả|tác động|công bố|diễn biến|dẫn dắt)"
    r"(?: (?:khi|thềm|các|một|những|cuộc|chuyến|buổi|phiên|lễ|vòng|loạt|dịp|kết quả|công tác"
    r"|tổ chức|đăng cai))*$|(?:nếu|có thể|trước khi|muốn|từng|năm ngoái)(?: |$))"
)
"""Before the word of an act that is spoken of rather than told: «bên lề hội nghị», «trước khi hội
đàm», «có thể ký»."""
_FRAME = re.compile(r"(?:trong|tại)(?: (?:cuộc|chuyến|buổi|phiên|lễ))?")
"""All that stands before an act whose word opens a title or lead: «Trong cuộc gặp gỡ …, A và B đã
trao đổi» tells of it, though it says «trong»."""
_OPENS = re.compile(
    r"\W*(?:(?:rạng |đầu giờ |cuối giờ )?(?:sáng|trưa|chiều|tối|đêm)|ngày|hôm|từ ngày"
    r"|trong (?:hai |ba |các )?ngày|\d{1,2}[/.-]\d|vừa qua|mới đây)(?!\w)"
)
"""How a paragraph begins that tells what took place: with when."""
_ABOVE = {
    _OTHER: tuple(kind for kind in KINDS if kind != _OTHER),
    _TRADE: ("vi phạm, tội phạm", "ký kết", "khai trương", "hội đàm", "hội nghị"),
    _SPORT: (_CRIME,),
}
"""Of kinds that are a matter rather than an act: the acts that come before them."""
_FACTORS = {(_TRADE, _CRIME): 3}
_FACTORS |= {(_OTHER, kind): 3 for kind in KINDS}
"""Goods smuggled are told of in the words of trade, and anything in those of all other events: a
third of the points make it a crime, or the kind of its own. Else half do."""


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


class _Word(NamedTuple):
    """What a word tells: its kind ("" of «đăng ký», which holds a word of a kind and tells none),
    its factor, and whether it names something of the kind rather than what goes with it, as
    «đoàn đại biểu» goes with a visit and «giá» with trade."""

    kind: str
    factor: int
    is_firm: bool


class _Count(NamedTuple):
    """What one kind gathers in one place; `is_firm`: by a word that tells it; `is_named`: by any
    that is meant; `is_aside`: by one that speaks of it in passing."""

    points: int
    is_firm: bool
    is_named: bool
    is_aside: bool


_WORDS: dict[str, _Word] = {}
for _kind in KINDS:
    _WORDS |= dict.fromkeys(words(f"event act: {_kind}"), _Word(_kind, _STRONG, True))
    _WORDS |= dict.fromkeys(words(f"event word: {_kind}"), _Word(_kind, 1, True))
    if _kind in _TRAITS:
        _WORDS |= dict.fromkeys(words(f"event trait: {_kind}"), _Word(_kind, 1, False))
_WORDS |= dict.fromkeys(words("event none"), _Word("", 0, False))
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
    tally = _Tally({}, {}, {}, set(), set(), set(), set())
    for place in _places(title, text, blocks):
        if place.is_body and tally.is_enough():
            break
        tally.add(place)
    points = tally.among(tally.points)
    if points:
        return tally.told[_chosen(points, tally.happened)]
    hinted = {name: gained for name, gained in tally.hints.items() if gained >= _HINTS}
    hinted = tally.among(hinted)
    return tally.told[_first(hinted)] if hinted else _untold(blocks, text)


class _Tally(NamedTuple):
    """What each kind gathers: `points` where one place says enough of it, `hints` of all words;
    `told`: the place that says most. `firm` are the kinds that a word tells, `happened` those told
    as what took place, `named` those that any word means, `recalled` those that are spoken of in
    passing after that.
    """

    points: dict[str, int]
    hints: dict[str, int]
    told: dict[str, Kind]
    firm: set[str]
    happened: set[str]
    named: set[str]
    recalled: set[str]

    def add(self, place: _Place) -> None:
        """Count the words of one place."""
        start = max(place.offset, 0)
        end = start + len(place.text) if place.offset >= 0 else start
        low = place.text.lower()
        is_dated = place.points != _IN_TITLE and _OPENS.match(low) is not None
        for name, (counted, is_firm, is_named, is_aside) in _counted(low).items():
            gained = counted * place.points
            if is_aside and name in self.named:
                self.recalled.add(name)
            if is_named:
                self.named.add(name)
            if is_firm and (is_dated or not place.is_body or name not in _ACTS):
                self.firm.add(name)
                if is_dated and name in _ACTS:
                    self.happened.add(name)
            if gained > self.hints.get(name, 0):
                self.told[name] = Kind(name, start, end)
            self.hints[name] = self.hints.get(name, 0) + gained
            if counted >= _STRONG:
                self.points[name] = self.points.get(name, 0) + gained

    def is_enough(self) -> bool:
        """Do title and lead tell a kind so well that the paragraph after them need not be read?"""
        most = max(self.points, key=self.points.__getitem__, default=_OTHER)
        return self.points.get(most, 0) >= _ENOUGH and most in self.firm and most not in _ABOVE

    def among(self, gained: dict[str, int]) -> dict[str, int]:
        """Of some kinds those that are told, rather than only spoken of."""
        return {
            name: points
            for name, points in gained.items()
            if name in self.firm or name in self.recalled
        }


def _first(points: dict[str, int]) -> str:
    """The kind that gathered most, of equals the one that comes first."""
    return max(points, key=lambda name: (points[name], -KINDS.index(name)))


def _chosen(points: dict[str, int], happened: Container[str]) -> str:
    """The kind that gathered most; another event, or trade, of which meetings and signings are
    held, too, only where no kind of its own has half of that, or took place."""
    chosen = _first(points)
    rivals = _ABOVE.get(chosen, ())
    named = {name: gained for name, gained in points.items() if name in rivals}
    if not named:
        return chosen
    held = {name: gained for name, gained in named.items() if name in happened}
    if held:
        return _first(held)
    second = _first(named)
    factor = _FACTORS.get((chosen, second), 2)
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


def _counted(low: str) -> dict[str, _Count]:
    """What each kind gathers in a stretch of lower-case text, every word once."""
    found: dict[str, dict[str, int]] = {}
    firm: set[str] = set()
    named: set[str] = set()
    aside: set[str] = set()
    tokens = _TOKEN.findall(low)
    taken = 0
    seconds = [*tokens[1:], ""]
    for at in [at for at, token in enumerate(tokens) if token in _BY_FIRST]:
        phrases = _BY_FIRST[tokens[at]]
        if at < taken or not (seconds[at] in phrases or "" in phrases):
            continue
        word = _word_at(tokens, at, phrases)
        if not word:
            continue
        taken = at + word.count(" ") + 1
        kind, weight, is_firm = _WORDS[word]
        if not kind:
            continue
        before = " ".join(tokens[max(0, at - _BEFORE) : at]) if kind in _GUARDED else ""
        if kind == _CRIME and _PREVENTED.search(before):
            continue
        if kind in _ACTS and is_firm and _is_aside(before, is_all=at < _BEFORE):
            weight, is_firm = 1, False
            aside.add(kind)
        else:
            named.add(kind)
        if is_firm:
            firm.add(kind)
        found.setdefault(kind, {})[word] = weight
    return {
        kind: _Count(
            sum(sorted(gained.values())[-_MOST:]), kind in firm, kind in named, kind in aside
        )
        for kind, gained in found.items()
    }


def _is_aside(before: str, *, is_all: bool) -> bool:
    """Is an act spoken of in passing, by the words before its own? `is_all`: nothing stands before
    these.
    """
    return bool(_ASIDE.search(before)) and not (is_all and _FRAME.fullmatch(before))


def _word_at(tokens: Sequence[str], at: int, phrases: _Phrases) -> str:
    """The longest word of a kind that begins there, or ""."""
    second = tokens[at + 1] if at + 1 < len(tokens) else ""
    for further, word in phrases.get(second, ()):
        if not further or tuple(tokens[at + 2 : at + 2 + len(further)]) == further:
            return word
    return phrases[""][0][1] if "" in phrases else ""
