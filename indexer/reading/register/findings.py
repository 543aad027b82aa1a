"""All that an article tells for the register, found in one pass over its sentences.

Most articles tell nothing of it; those are known by a few words and cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from indexer.gazetteer.resolution import Kind, resolve
from indexer.model.article import UNKNOWN_DATE, Article
from indexer.model.register import (
    EVENT_KINDS,
    NO_FINDINGS,
    Findings,
    FoundEvent,
    FoundPerson,
    FoundPromise,
    Party,
    QuoteField,
    Span,
)
from indexer.reading.extraction import extract
from indexer.reading.register.act_patterns import may_act
from indexer.reading.register.clauses import persons_of
from indexer.reading.register.documents import signed_of
from indexer.reading.register.events import Draft, drafts_of, fill_leaders
from indexer.reading.register.lexicon import spelled
from indexer.reading.register.namings import namings
from indexer.reading.register.parties import Side, persons_on
from indexer.reading.register.persons import Holder, holders
from indexer.reading.register.promises import promises_of
from indexer.reading.register.view import Sentence, View, view_of
from indexer.reading.source_documents import SourceDocument

__all__ = ["find_findings"]

_COUNTRY: Final = ("Trung Quốc", "Việt - Trung", "Việt-Trung", "Việt – Trung", "TQ")
_HEAD: Final = 1_500
"""Characters of a text in which it says what it tells of."""
_OFTEN: Final = 3
_NO_EVENTS: Final = frozenset({"vi phạm, tội phạm", "thiên tai", "thể thao, giải trí"})
"""Kinds of event that are no cooperation."""
_ABOUT = re.compile(
    spelled(
        r"\b(?:hai bên|các bên|hai nước|hai tỉnh|các địa phương|hai nhà lãnh đạo"
        r"|tại (?:cuộc|buổi|hội))\b[^.;]{0,120}?"
        r"\b(?:trao đổi|thảo luận|thống nhất|nhất trí|đánh giá|bàn|khẳng định|thông báo)\b"
    ),
    re.I,
)
_ABOUT_REACH: Final = 30
_SPEAKERS: Final = 30
"""Sentences after an event's in which those who speak for a side are looked for."""


def find_findings(article: Article) -> Findings:
    """The events, persons in office and promises of an article."""
    if not _may_tell(article):
        return NO_FINDINGS
    told = _of_text(article)
    if told.events or not _may_be_in_title(article):
        return told
    headline = _headlined(article)
    if not headline.events:
        return told
    return replace(headline, persons=(*headline.persons, *told.persons))


def _may_be_in_title(article: Article) -> bool:
    """May a title that is no part of the text tell what the text, going on from it, does not?"""
    if article.title_derived or article.title in article.text or not may_act(article.title):
        return False
    return any(kind in EVENT_KINDS for kind in article.labelled("kind"))


def _headlined(article: Article) -> Findings:
    """What a title tells by itself; when the article's event was."""
    title = extract(SourceDocument(article.id, "", article.title))
    event = replace(article.event, evidence=())
    return _of_text(replace(title, labels=article.labels, event=event), "title")


def _of_text(article: Article, field: QuoteField = "body") -> Findings:
    """What the text of an article tells, or the title that is read for one."""
    view = view_of(article, field)
    found = holders(view)
    drafts = _drafts(view, article, found)
    for draft in (one for one in drafts if one.within is None):
        fill_leaders(draft, found, draft.sentence.number + _SPEAKERS)
    persons = _Persons(view, found, drafts)
    events = tuple(_event(view, draft, drafts, persons) for draft in drafts)
    promises = _promises(view, drafts) if drafts else ()
    return Findings(persons.told(), events, promises)


def _may_tell(article: Article) -> bool:
    """Does an article tell of China: by a unit of it, in its beginning, or again and again?"""
    if article.counterparts:
        return True
    head = f"{article.title}\n{article.text[:_HEAD]}"
    return any(name in head for name in _COUNTRY) or article.text.count(_COUNTRY[0]) >= _OFTEN


def _drafts(view: View, article: Article, found: Sequence[Holder]) -> list[Draft]:
    if not _NO_EVENTS.isdisjoint(article.labelled("kind")):
        return []
    names = {holder.name for holder in found}
    actors = sorted(persons_of(view, found, namings(view, names)), key=lambda one: one.start)
    return drafts_of(view, article, actors)


class _Persons:
    """The persons of the findings, each once with an office, by number."""

    def __init__(self, view: View, found: Sequence[Holder], drafts: Sequence[Draft]) -> None:
        self._view, self._found = view, found
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._told: list[FoundPerson] = []
        for holder in found:
            if holder.is_office and holder.country and not holder.is_other:
                self.number(holder)

    def number(self, holder: Holder) -> int:
        """The number of a person in an office."""
        unit = _unit(holder)
        key = holder.name, holder.office.lower(), unit.lower()
        if key not in self._numbers:
            self._numbers[key] = len(self._told)
            self._told.append(
                FoundPerson(
                    holder.name,
                    _capitalised(holder.office),
                    unit,
                    self._view.span(holder.start, holder.end, holder.country or ""),
                    _whole(self._view, holder.sentence),
                )
            )
        return self._numbers[key]

    def leaders(self, side: Side) -> tuple[int, ...]:
        """The numbers of a side's leaders."""
        return tuple(self.number(one) for one in persons_on(side, self._found))

    def told(self) -> tuple[FoundPerson, ...]:
        """All of them."""
        return tuple(self._told)


def _unit(holder: Holder) -> str:
    """The unit of an office: of a place alone its name, else the body as written."""
    words = " ".join(holder.unit.split())
    bare = _KINDS.sub("", words)
    if bare == words and not (holder.places and holder.places[-1].name == words):
        return words
    kind: Kind = "province" if holder.country == "vn" else "counterpart"
    meanings = [one for one in resolve(kind, bare) if one.via == "name"]
    return meanings[0].names[0] if meanings and len(meanings[0].names) == 1 else words


_KINDS = re.compile(
    r"^(?:(?:tỉnh|thành phố|tp\.?|châu|huyện|khu|tự trị|dân tộc|choang|tráng)[ –-]+)+", re.I
)


def _capitalised(office: str) -> str:
    return office[:1].upper() + office[1:]


def _whole(view: View, sentence: Sentence) -> Span:
    return view.span(sentence.start, sentence.end)


def _event(view: View, draft: Draft, drafts: Sequence[Draft], persons: _Persons) -> FoundEvent:
    own = [draft.vietnamese, draft.chinese]
    inner = [one for one in drafts if one.within is draft]
    parties = []
    for side in own:
        leaders = dict.fromkeys(persons.leaders(side))
        for one in inner:
            leaders |= dict.fromkeys(persons.leaders(one.side(side.country)))
        parties.append(_party(view, side, tuple(leaders)))
    return FoundEvent(
        draft.kind,
        _whole(view, draft.sentence),
        draft.date,
        parties[0],
        parties[1],
        draft.place,
        _about(view, draft),
        () if draft.within else signed_of(view, draft),
        next((at for at, one in enumerate(drafts) if one is draft.within), -1),
    )


def _party(view: View, side: Side, leaders: tuple[int, ...]) -> Party:
    places = tuple(
        view.span(mention.start, mention.end, mention.name) for mention in side.narrowed().values()
    )
    if not places and side.nation:
        places = (view.span(side.nation.start, side.nation.end, side.nation.name),)
    units = tuple(view.span(start, end, name) for name, (start, end) in side.units.items())
    return Party(places, units, leaders)


def _about(view: View, draft: Draft) -> Span:
    first = draft.sentence.number + 1
    for sentence in view.sentences[first : first + _ABOUT_REACH]:
        if sentence.part != "caption" and _ABOUT.search(view.text, sentence.start, sentence.end):
            return _whole(view, sentence)
    return _whole(view, draft.sentence)


def _promises(view: View, drafts: Sequence[Draft]) -> tuple[FoundPromise, ...]:
    told = drafts[0].date if drafts else UNKNOWN_DATE
    return tuple(
        FoundPromise(
            view.span(*one.what, " ".join(view.text[slice(*one.what)].split())),
            view.span(*one.term, " ".join(view.text[slice(*one.term)].split())),
            _whole(view, one.sentence),
            one.due,
            0,
        )
        for one in promises_of(view, told)
    )
