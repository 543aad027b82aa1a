"""How the pages of the register tell: entries in words, sentences around quotes, where they stand
in an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import quote as encoded

from flask import request

from indexer.errors import BadQuery
from indexer.exporting import digest as news
from indexer.exporting import register as told
from indexer.exporting.words import Words
from indexer.gazetteer.tables import chinese_name
from indexer.location import is_cluster
from indexer.model.messages import Message
from indexer.model.periods import VIETNAM
from indexer.register.entries import Quote, RegisterRequest, Source
from indexer.searching.parsing.periods import parse_period
from webapp import links
from webapp.api.parameters import choice
from webapp.i18n import current_language
from webapp.pages.article_view import sentence_around
from webapp.requests import current_search, for_register
from webapp.service import engine

__all__ = ["Footnote", "Footnotes", "digest_asked", "helpers", "quote_url"]

FRAGMENT = 80  # code points of a quote named whole in an address; of a longer one both ends
ENDS = 6  # words of either end


def helpers() -> dict[str, Any]:
    """What the templates of the register say entries with."""
    words = Words(current_language())
    return {
        "words": words,
        "headline": lambda entry: told.headline(entry, words),
        "papers": lambda entry: told.papers(entry, words),
        "held": lambda tenure: told.held(tenure, words),
        "gate_name": lambda row: told.gate_name(row, words),
        "chinese": chinese_name,
        "quote_url": quote_url,
        "unread_key": "register_in_cluster" if is_cluster(engine().path) else "register_unread",
    }


def quote_url(quote: Quote) -> str:
    """The article of a quote, where the quote stands in it: browsers scroll to it and mark it."""
    words = quote.text.split()
    if len(quote.text) <= FRAGMENT:
        ends = [" ".join(words)]
    else:
        ends = [" ".join(words[:ENDS]), " ".join(words[-ENDS:])]
    fragment = ",".join(encoded(end, safe="").replace("-", "%2D") for end in ends)
    return f"{links.article_url(quote.article)}#:~:text={fragment}"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A sentence of an article in pieces, each with whether it is what a field was read from."""

    number: int
    quote: Quote
    title: str
    source: str
    pieces: tuple[tuple[str, bool], ...]


class Footnotes:
    """The sentences that an entry was read from, numbered in the order in which a page names them;
    a sentence that tells several things is one note.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = {source.id: source for source in sources}
        self._texts: dict[tuple[str, str], str] = {}
        self._notes: dict[tuple[str, str, int, int], tuple[Quote, set[tuple[int, int]]]] = {}

    def number(self, quote: Quote) -> int:
        """The number of the note that holds a quote."""
        text = self._text(quote)
        start, end = sentence_around(text, quote.start, quote.end)
        start += len(text[start:end]) - len(text[start:end].lstrip())
        key = (quote.article, quote.field, start, end)
        marks = self._notes.setdefault(key, (quote, set()))[1]
        if quote.start > start or quote.end < start + len(text[start:end].rstrip()):
            marks.add((quote.start, quote.end))  # of a whole sentence nothing stands out
        return list(self._notes).index(key) + 1

    def notes(self) -> list[Footnote]:
        """All that were named so far."""
        found = []
        for number, (key, (quote, marks)) in enumerate(self._notes.items(), 1):
            source = self._sources.get(quote.article)
            title, paper = (source.title, source.source) if source else ("", "")
            text = self._text(quote)
            pieces = _pieces(text, key[2], key[3], sorted(marks)) if text else [(quote.text, True)]
            found.append(Footnote(number, quote, title, paper, tuple(pieces)))
        return found

    def _text(self, quote: Quote) -> str:
        """The text a quote stands in; each article is read once."""
        key = (quote.article, quote.field)
        if key not in self._texts:
            article = engine().ask(lambda archive: archive.article(quote.article))
            text = "" if article is None else article.text
            if article is not None and quote.field == "title":
                text = article.title
            self._texts[key] = text
        return self._texts[key]


def _pieces(
    text: str, start: int, end: int, marks: Iterable[tuple[int, int]]
) -> Iterator[tuple[str, bool]]:
    """text[start:end] cut at the marks, which may lie in one another."""
    at = start
    for first, last in marks:
        if last <= at:
            continue
        first = max(first, at)
        yield text[at:first], False
        yield text[first:last], True
        at = last
    yield text[at:end], False


def digest_asked(archive: news.Source) -> news.Digest:
    """The digest that the address asks for: the day `date`, by default that of the newest article,
    or the week it lies in. Raises BadQuery for a day that is none.
    """
    search = for_register(current_search())
    span = cast(news.Span, choice("span", news.SPANS, "week"))
    return news.digest_of(archive, search, RegisterRequest.of(search), _day(), span)


def _day() -> date:
    """The first day of what was typed, or else that of the newest article."""
    typed = request.args.get("date", "").strip()
    period = parse_period(typed) if typed else (engine().newest().start, "")
    try:
        return date.fromisoformat(period[0] if period else "")
    except ValueError:
        if typed:
            raise BadQuery(Message("no_date", typed=typed[:40]), "date") from None
        return datetime.now(VIETNAM).date()
