"""The events of one article: who met whom, when and where.

An article tells its event at the beginning; what follows tells it again, or what else belongs to
it: the meetings of a visit, another meeting of the same day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from indexer.model.article import UNKNOWN_DATE, Article, DateSpan
from indexer.model.register import EventKind, Span
from indexer.reading.register.act_patterns import may_act
from indexer.reading.register.acts import Act, acts_of
from indexer.reading.register.clauses import Actor, Clause, clause_of
from indexer.reading.register.parties import Side, place_of, sides_of
from indexer.reading.register.persons import Holder
from indexer.reading.register.view import Country, Mention, Sentence, View

__all__ = ["Draft", "drafts_of"]

_HEAD_SENTENCES: Final = 4
"""Sentences after the lead's first in which an article still begins to tell its event."""
_AGAIN: Final = 3
"""Sentences after an event's own that may name more of who took part."""
_SAME_DAY = re.compile(
    r"\b(?:cùng ngày|cùng buổi|nhân dịp này|nhân dịp|trong khuôn khổ|sau đó|sau hội đàm"
    r"|ngay sau|tiếp đó|chiều|sáng|tối|trước đó)\b"
)
_TO_COME = re.compile(
    r"\b(?:sắp|sẽ|chuẩn bị|dự kiến)(?: \w+){0,3}? (?:thăm|đến|tới|sang|đón|tiếp|gặp|dự|họp|hội đàm"
    r"|hội kiến|đàm phán|làm việc|công du|ký|giao lưu|diễn ra|tổ chức|khai mạc)\b"
)
"""In a title: what is told has not been yet; «sẽ ưu tiên đường sắt» was agreed on at it."""
_NO_TELLING = re.compile(
    r"\((?:trái|phải|giữa|bìa|thứ|hàng)\b|, (?:trái|phải)[,.]|\bẢnh(?: do|:| minh)|\?"
)
"""What a caption among the text says, and a question."""
_LIST = re.compile(r"\b(?:tham dự|tham gia|gồm|thành phần|dự)\b")
_LEADING = re.compile(r"\b(?:lãnh đạo|chính quyền|ubnd|đoàn)\b")


@dataclass(slots=True)
class Draft:
    """An event while its article is read. `within` is the visit it belongs to."""

    kind: EventKind
    sentence: Sentence
    act: Act
    date: DateSpan
    own_date: bool
    vietnamese: Side
    chinese: Side
    place: Span | None
    sentences: list[Sentence] = field(default_factory=list)
    within: Draft | None = None

    @property
    def guest(self) -> Country:
        """Whose visit it is."""
        return "vn" if self.act.vietnamese < self.act.chinese else "cn"

    def side(self, country: Country) -> Side:
        """One of its sides."""
        return self.vietnamese if country == "vn" else self.chinese

    def is_same(self, other: Draft) -> bool:
        """May another telling be of this event?"""
        if self.own_date and other.own_date and not _overlap(self.date, other.date):
            return False
        if self.within is not None:
            host: Country = "cn" if self.within.guest == "vn" else "vn"
            return self.side(host).is_one_with(other.side(host))
        return self.vietnamese.agrees(other.vietnamese) and self.chinese.agrees(other.chinese)

    def take(self, other: Draft) -> None:
        """Take what another telling of the same event says."""
        near = other.sentence.number - self.sentence.number <= _AGAIN
        for mine, its in ((self.vietnamese, other.vietnamese), (self.chinese, other.chinese)):
            if near and other.kind == self.kind and self.within is None:
                mine.take(its)
            elif not mine.leaders:
                mine.leaders |= its.leaders
        self.sentences.append(other.sentence)
        self.place = self.place or other.place
        if not self.date.start:
            self.date, self.own_date = other.date, other.own_date


def _overlap(one: DateSpan, other: DateSpan) -> bool:
    first, last = one.start[-5:], one.end[-5:]
    return not (other.end[-5:] < first or other.start[-5:] > last)


def drafts_of(view: View, article: Article, persons: Sequence[Actor]) -> list[Draft]:
    """The events that an article tells, in order; meetings of a visit name it as `within`."""
    found: list[Draft] = []
    told = 0
    if _TO_COME.search(article.title):
        return []
    for sentence in view.sentences:
        if sentence.part == "caption" or _NO_TELLING.search(
            view.text, sentence.start, sentence.end
        ):
            continue
        if not may_act(view.text[sentence.start : sentence.end]):
            told += sentence.part == "body"
            continue
        frame = next((draft for draft in found if draft.act.is_frame), None)
        clause = clause_of(view, sentence, persons, frame.guest if frame else None)
        act = acts_of(clause)
        if act is None:
            told += sentence.part == "body"
            continue
        is_head = sentence.part in ("title", "lead") or told < _HEAD_SENTENCES
        told += sentence.part == "body"
        draft = _draft(view, article, clause, act, first=not found)
        _place(found, draft, clause, frame, is_head=is_head)
    if found:
        _enlist(view, found[0])
    return found


def _draft(view: View, article: Article, clause: Clause, act: Act, *, first: bool) -> Draft:
    vietnamese, chinese = sides_of(view, clause, act)
    at = None if act.is_frame else clause.at[act.start]
    date, own = _date(view, article, clause.sentence, at, first=first)
    place = place_of(view, clause, act)
    sentence = clause.sentence
    return Draft(act.kind, sentence, act, date, own, vietnamese, chinese, place, [sentence])


def _date(
    view: View, article: Article, sentence: Sentence, at: int | None, *, first: bool
) -> tuple[DateSpan, bool]:
    """The days a sentence names, of several those that stand right before the act at `at`; of a
    visit (None) from the first to the last; and whether it names any. Else, of an article's first
    event, the article's own.
    """
    named = [one for one in view.dated(sentence.start, sentence.end) if one.start]
    event = article.event
    if first and event.basis == "corrected":
        return event, True
    days = [one for one in named if one.precision in ("day", "range")]
    ranges = [one for one in days if one.precision == "range" and at is None]
    if ranges:
        return ranges[0], True
    if at is not None and len(days) > 1:
        before = [one for one in view.dated(sentence.start, at) if one in days]
        if before:
            return before[-1], True
    months = [one for one in named if one.precision == "month"]
    if any(one.evidence[:1] == event.evidence[:1] for one in named):
        return event, True
    for one in (*days, *months):
        return one, True
    return (event, False) if first and _is_near(view, article, sentence) else (UNKNOWN_DATE, False)


def _is_near(view: View, article: Article, sentence: Sentence) -> bool:
    """Does the article's date stand in its head, or beside a sentence?"""
    if not article.event.evidence or article.event.basis in ("metadata", "corrected"):
        return sentence.part in ("title", "lead")
    around = view.sentences[max(0, sentence.number - 1) : sentence.number + 2]
    for one in (*(one for one in view.sentences if one.part in ("title", "lead")), *around):
        if any(span == article.event for span in view.dated(one.start, one.end)):
            return True
    return False


def _place(
    found: list[Draft], draft: Draft, clause: Clause, frame: Draft | None, *, is_head: bool
) -> None:
    """Put a telling where it belongs: to an event that was told, within a visit, beside them, or
    nowhere.
    """
    if not found:
        own_day = draft.own_date or _SAME_DAY.search(clause.text) is not None
        if is_head or (own_day and _is_meeting(draft, clause)):
            found.append(draft)
        return
    for known in found:
        if known.act.is_frame == draft.act.is_frame and known.is_same(draft):
            known.take(draft)
            return
    if draft.act.is_frame:
        return
    if frame is not None and _is_within(frame, draft, clause):
        draft.within, draft.date = frame, frame.date
        found.append(draft)
        return
    if frame is None and _is_meeting(draft, clause) and _is_of_the_day(found[0], draft, clause):
        if not draft.date.start:
            draft.date = found[0].date
        found.append(draft)


def _is_within(frame: Draft, draft: Draft, clause: Clause) -> bool:
    """Is it a meeting of a visit: of the guests with persons, or the leaders, of where they are?"""
    host: Country = "cn" if frame.guest == "vn" else "vn"
    at = draft.act.chinese if host == "cn" else draft.act.vietnamese
    if draft.kind != "hội đàm" or not frame.side(frame.guest).agrees(draft.side(frame.guest)):
        return False
    if draft.own_date and not _overlap(frame.date, draft.date):
        return False
    return bool(draft.side(host).leaders) or _LEADING.search(clause.text, 0, at) is not None


def _is_meeting(draft: Draft, clause: Clause) -> bool:
    """Do named persons of both sides meet?"""
    letters = (draft.act.vietnamese, draft.act.chinese)
    actors = [clause.actors.get(at) for at in letters]
    return draft.kind == "hội đàm" and all(one is not None and one.is_person for one in actors)


def _is_of_the_day(main: Draft, draft: Draft, clause: Clause) -> bool:
    """Is it of the main event's time?"""
    if draft.own_date:
        return _near(main.date, draft.date)
    return _SAME_DAY.search(clause.text) is not None or clause.text.startswith("tại ")


def _near(one: DateSpan, other: DateSpan) -> bool:
    """Do both lie in one month, as far as they are known?"""
    return not one.start or one.start[-5:-3] == other.start[-5:-3]


def _enlist(view: View, event: Draft) -> None:
    """Places in a sentence that lists who took part: «Các địa phương tham dự Đoàn gồm: …»."""
    at = event.sentence.number + 1
    for sentence in view.sentences[at : at + 2]:
        listed = [one for one in view.named(sentence.start, sentence.end) if one.level == "place"]
        own = [one for one in listed if one.country == "vn"]
        if len(own) > 1 and len(own) == len(listed) and _LIST.search(_lower(view, sentence)):
            for mention in own:
                event.vietnamese.places.setdefault(mention.name, mention)


def _lower(view: View, sentence: Sentence) -> str:
    return view.text[sentence.start : sentence.end].lower()


def fill_leaders(draft: Draft, holders: Sequence[Holder], last: int) -> None:
    """Whoever speaks for a side that names nobody where the event is told."""
    for side in (draft.vietnamese, draft.chinese):
        if side.leaders or not side.places:
            continue
        wanted = frozenset(side.places) | {one.parent for one in side.places.values()}
        for holder in holders:
            number = holder.sentence.number
            if number <= draft.sentence.number or number > last or not holder.is_office:
                continue
            if holder.country == side.country and any(_is_of(one, wanted) for one in holder.places):
                side.leaders[holder.name] = holder
                break


def _is_of(mention: Mention, wanted: frozenset[str]) -> bool:
    return mention.name in wanted
