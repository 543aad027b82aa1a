"""«Điểm tin»: the news of a day or a week, one entry for each event with how many papers tell of
it, then what else there was, in short.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Protocol

from indexer.model.article import DateSpan
from indexer.model.request import SearchRequest
from indexer.model.results import Hit, SearchResults
from indexer.register.entries import Entry, Register, RegisterRequest

__all__ = ["SPANS", "Digest", "Source", "Span", "digest_of", "stretch"]

Span = Literal["day", "week"]
SPANS: tuple[Span, ...] = ("day", "week")
OTHERS = 40  # other news told in short
ASKED = 100  # articles looked at for them: those of the events are left out


class Source(Protocol):
    """Who answers: the archive, or whoever asks it in turn with others."""

    def register(self, request: RegisterRequest, /) -> Register: ...

    def search(self, request: SearchRequest, /) -> SearchResults: ...


@dataclass(frozen=True, slots=True)
class Digest:
    """News from `first` to `last`, both inclusive. `search` finds all its articles;
    `others` are the newest of those that tell of none of the `events`, `rest` counts those that
    are not told of at all.
    """

    span: Span
    first: date
    last: date
    search: SearchRequest
    events: tuple[Entry, ...]
    others: tuple[Hit, ...]
    rest: int
    unread: int


def stretch(day: date, span: Span) -> tuple[date, date]:
    """The day, or its week from Monday to Sunday; cut where the calendar ends."""
    if span == "day":
        return day, day
    before, after = day.weekday(), 6 - day.weekday()
    first = date.min if day.toordinal() <= before else day - timedelta(before)
    last = date.max if date.max.toordinal() - day.toordinal() < after else day + timedelta(after)
    return first, last


def digest_of(
    source: Source, base: SearchRequest, asked: RegisterRequest, day: date, span: Span
) -> Digest:
    """The digest of a day or its week, within the filters of `base`; `asked` is the same of the
    register. An event belongs to it when it took place then, or when an article of then tells it;
    those come first that most articles tell.
    """
    first, last = stretch(day, span)
    found = source.register(replace(asked, date_from="", date_to=""))
    news = (one for one in found.entries if _is_news(one, first, last))
    events = tuple(sorted(news, key=lambda one: -len(one.sources)))
    told = {source.id for entry in events for source in entry.sources}
    search = replace(
        base,
        years=(),
        date_from=first.isoformat(),
        date_to=last.isoformat(),
        sort="newest",
        page=1,
        per_page=ASKED,
        near=False,
    )
    results = source.search(search)
    others = tuple(hit for hit in results.hits if told.isdisjoint(_ids(hit)))
    unseen = results.total - _articles(results.hits) + _articles(others[OTHERS:])
    usual = replace(search, per_page=SearchRequest().per_page)
    return Digest(
        span=span,
        first=first,
        last=last,
        search=usual,
        events=events,
        others=others[:OTHERS],
        rest=max(0, unseen),
        unread=found.unread,
    )


def _articles(hits: Iterable[Hit]) -> int:
    """How many articles hits stand for."""
    return sum(1 + hit.same_total for hit in hits)


def _is_news(entry: Entry, first: date, last: date) -> bool:
    spans = (entry.date, *(source.date for source in entry.sources))
    return any(_within(span, first, last) for span in spans)


def _within(span: DateSpan, first: date, last: date) -> bool:
    """Did it begin then? A span of months is no news of a day."""
    if span.precision not in ("day", "range") or not span.has_year:
        return False
    return first.isoformat() <= span.start <= last.isoformat()


def _ids(hit: Hit) -> Iterable[str]:
    """The articles that a hit stands for."""
    return (hit.id, *(copy.id for copy in hit.same))
