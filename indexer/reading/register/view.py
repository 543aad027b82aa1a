"""An article as the register reads it: its flowing text in sentences, and the places of both
countries in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from indexer.language.unicode.canonical import canonical
from indexer.model.article import Article, DateSpan, Evidence
from indexer.model.register import QuoteField, Span
from indexer.reading.register.lexicon import COUNTRIES, names_office
from indexer.reading.structure.flow import Flow, flowing

__all__ = ["Country", "Mention", "Sentence", "View", "view_of"]

Country = Literal["vn", "cn"]
Level = Literal["place", "country", "both", "other"]
_READ: Final = frozenset({"title", "lead", "body", "caption"})
_STOP = re.compile(r"[.!?…\n]")
_AFTER = re.compile(r"[\"”’)]*\s+(?=[\"“(*\-–]*[A-ZÀ-ỸĐ0-9])|[A-ZÀ-ỸĐ][a-zà-ỹ]")
"""What follows the sign that ends a sentence: blanks and a capital, or, where a blank was lost, a
capital at once.
"""
_GLUED = re.compile(r"[a-zà-ỹ]{2}$")
_SHORT = re.compile(
    r"(?:\b(?:TP|Tp|T\.Ư|TT|Tx|TX|Th|GS|TS|PGS|ThS|BS|Mr|Dr|St|No|tr)|\b[A-ZĐ])\.$|\d\.$"
)
"""What ends with a full stop that ends no sentence."""
_COUNTRY_NAMES = re.compile(
    r"(?P<both>Việt(?: Nam)? ?[-–] ?Trung(?: Quốc)?(?!\w)"
    r"|Trung(?: Quốc)? ?[-–] ?Việt(?: Nam)?(?!\w))"
    r"|(?<!Dương )(?P<cn>(?:CHND |Cộng (?:hòa|hoà) [Nn]hân dân )?Trung (?:Quốc|Hoa)"
    r"|\bTQ\b)|(?P<vn>Việt Nam|\bVN\b)"
    rf"|(?<![\w–-])(?P<other>{COUNTRIES})(?!\w)"
)
_CAPITAL = re.compile(r"[A-ZÀ-ỸĐ][\w-]*")
_FIRST_WORDS: Final = frozenset(
    {"Việt", "VN", "Trung", "TQ", "CHND", "Cộng", "Việt-Trung", "Trung-Việt"}
    | {name.split()[0] for name in COUNTRIES.split("|")}
)
_COUNTRY_SIGNS: Final = ("Trung", "Việt", "TQ", "VN")
_IN_NAME = re.compile(r"(?<!\w)[A-ZÀ-ỸĐ][^\W\d_]*\.? $")
"""Before what is a given name rather than a country: «Trần Tuấn Anh»."""
_DERIVED = "region of a unit named"
_GATES = ("border gate", "far side of a border gate")


class Mention(NamedTuple):
    """Something named: text[start:end]. `name` is the gazetteer's, or the country; `parent` the
    region of a Chinese unit. `country` says nothing at level "both" and "other".
    """

    start: int
    end: int
    level: Level
    country: Country
    name: str
    parent: str = ""


class Sentence(NamedTuple):
    """text[start:end], a sentence of a part; `number` counts those of its article."""

    start: int
    end: int
    part: str
    number: int


@dataclass(frozen=True, slots=True)
class View:
    """The text that is read, its sentences, the places and countries named in it, in order, and
    the dates with their places in it; `field` says whether it is the article's text or its title.
    """

    text: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[tuple[int, int, DateSpan], ...]
    flow: Flow
    field: QuoteField = "body"

    def span(self, start: int, end: int, value: str = "") -> Span:
        """A stretch as a place in the original text."""
        first, last = self.flow.original(start, end)
        return Span(first, last, value, self.field)

    def named(self, start: int, end: int) -> Iterator[Mention]:
        """What is named within a stretch."""
        at = bisect_left(self.mentions, (start,))
        for mention in self.mentions[at:]:
            if mention.start >= end:
                return
            yield mention

    def dated(self, start: int, end: int) -> Iterator[DateSpan]:
        """The dates whose words stand within a stretch."""
        return (span for first, last, span in self.dates if start <= first and last <= end)


def view_of(article: Article, field: QuoteField = "body") -> View:
    """The text of an article as it is read; `field` as `View` has it."""
    flow = flowing(canonical(article.text))
    place = _Inverse(flow)
    sentences: list[Sentence] = []
    for part in article.parts:
        if part.kind in _READ:
            sentences += _sentences(flow.text, place(part.start), place(part.end), part.kind)
    mentions = list(_places(article, place))
    for sentence in _telling(flow.text, sentences, [one.start for one in mentions]):
        mentions += _countries(flow.text, sentence)
    dates = [
        (place(one.start), place(one.end), span)
        for span in article.dates
        for one in span.evidence[:1]
        if one.end > one.start
    ]
    return View(
        flow.text,
        tuple(one._replace(number=number) for number, one in enumerate(sentences)),
        _disjoint(mentions),
        tuple(sorted(dates, key=_at)),
        flow,
        field,
    )


def _at(dated: tuple[int, int, DateSpan]) -> tuple[int, int]:
    return dated[:2]


class _Inverse:
    """From places in the original text to places in the flowing one."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._all = range(len(flow.text) + 1)
        self._is_same = flow.original(len(flow.text) - 1, len(flow.text)) == (
            len(flow.text) - 1,
            len(flow.text),
        )

    def __call__(self, at: int) -> int:
        if self._is_same:
            return at
        return bisect_left(self._all, at, key=self._original)

    def _original(self, at: int) -> int:
        end = min(at + 1, len(self._flow.text))
        return self._flow.original(at, end)[0] if at < end else 1 << 60


def _sentences(text: str, start: int, end: int, part: str) -> Iterator[Sentence]:
    """The sentences of a part; full stops of abbreviations and numbers end none."""
    begin = start
    for sign in _STOP.finditer(text, start, end):
        at = sign.start()
        if at < begin:
            continue
        if sign[0] == "\n":
            stop = after = at
            while after < end and text[after] == "\n":
                after += 1
        else:
            stop, after = at + 1, _end_of(text, at, begin, end)
        if after < 0:
            continue
        if stop > begin:
            yield Sentence(begin, stop, part, 0)
        begin = after
    if end > begin:
        yield Sentence(begin, end, part, 0)


def _end_of(text: str, at: int, begin: int, end: int) -> int:
    """Where the next sentence begins after a sign, -1 when it ends none."""
    following = _AFTER.match(text, at + 1, end)
    if following is None or _SHORT.search(text, max(begin, at - 4), at + 1):
        return -1
    if following[0][0].isalpha():
        is_glued = text[at] == "." and _GLUED.search(text, max(begin, at - 2), at)
        return at + 1 if is_glued else -1
    return following.end()


def _places(article: Article, place: _Inverse) -> Iterator[Mention]:
    for province in article.provinces:
        for one in _standing(province.evidence):
            yield Mention(place(one.start), place(one.end), "place", "vn", province.name)
    for unit in article.counterparts:
        for one in _standing(unit.evidence):
            start, end = place(one.start), place(one.end)
            yield Mention(start, end, "place", "cn", unit.name, unit.parent or "")


def _standing(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """The evidence that names the unit itself: no gate, nothing that lies in it."""
    return (one for one in evidence if one.end and one.rule != _DERIVED and one.rule not in _GATES)


def _telling(text: str, sentences: Sequence[Sentence], named: Sequence[int]) -> Iterator[Sentence]:
    """The sentences in which it matters what countries are named: those that name an office, a
    place, or one of the two.
    """
    places = sorted(named)
    for sentence in sentences:
        said = text[sentence.start : sentence.end]
        at = bisect_left(places, sentence.start)
        is_named = at < len(places) and places[at] < sentence.end
        if is_named or any(sign in said for sign in _COUNTRY_SIGNS) or names_office(said):
            yield sentence


def _countries(text: str, sentence: Sentence) -> Iterator[Mention]:
    for word in _CAPITAL.finditer(text, sentence.start, sentence.end):
        match = None
        if word[0] in _FIRST_WORDS:
            match = _COUNTRY_NAMES.match(text, word.start(), sentence.end)
        if match is None:
            continue
        kind = match.lastgroup
        if kind == "both":
            yield Mention(match.start(), match.end(), "both", "vn", "")
        elif kind == "other":
            if not _IN_NAME.search(text, max(0, match.start() - 12), match.start()):
                yield Mention(match.start(), match.end(), "other", "vn", match[0])
        elif kind == "cn":
            yield Mention(match.start(), match.end(), "country", "cn", "Trung Quốc")
        else:
            yield Mention(match.start(), match.end(), "country", "vn", "Việt Nam")


def _disjoint(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions in order, the longest where several stand at one place."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
