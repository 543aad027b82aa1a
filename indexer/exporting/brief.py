"""A brief of a search: what was asked, in words, the numbers, the articles, how to cite them.

Gathered once from the archive; `word` and `excel` write it down.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from indexer.exporting import citation, tables
from indexer.exporting.tables import Table
from indexer.exporting.words import Words
from indexer.model.date_labels import period_label
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest
from indexer.model.results import Hit, SearchResults
from indexer.searching.pivots import Pivot, Timeline, Unit
from indexer.searching.query_string import as_read

__all__ = ["MAX_TOLD", "Brief", "Order", "Source", "collect", "gather"]

MAX_TOLD = 200  # articles in a Word file, some 60 pages; the Excel file has all that can be read


class Source(Protocol):
    """Who answers: the archive, or whoever asks it in turn with others."""

    def search(self, request: SearchRequest, /) -> SearchResults: ...

    def timeline(self, request: SearchRequest, unit: Unit, /) -> Timeline: ...

    def matrix(self, request: SearchRequest, /) -> Pivot: ...


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: the search, the ids chosen among its results (none: all), at most so many
    articles after the first `skipped`, and where people find them: `link` of an article by its id,
    `address` of the results.
    """

    search: SearchRequest
    words: Words
    made: date
    link: Callable[[str], str]
    address: str = ""
    chosen: Collection[str] = ()
    most: int = MAX_DEPTH
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """`about` are the lines of its head, each with what it tells of; `counts` by province, by
    counterpart, by month.
    """

    title: str
    about: tuple[tuple[str, str], ...]
    address: str
    note: str
    hits: tuple[Hit, ...]
    articles: Table
    counts: tuple[Table, Table, Table]
    citations: tuple[str, ...]
    links: tuple[str, ...]


def gather(source: Source, order: Order) -> Brief:
    """Ask the archive for all that the brief tells. Raises what the archive raises."""
    per_page = SearchRequest().per_page  # how the results are read is no matter of the brief's
    search = replace(order.search, page=1, per_page=per_page, near=False)
    words = order.words
    results = collect(source, search, order.skipped + order.most, order.chosen)
    results = replace(results, hits=results.hits[order.skipped :])
    if order.chosen:
        counts = tables.counts_of_hits(results.hits)
    else:
        counts = tables.counted(source.matrix(search), source.timeline(search, "month"))
    links = tuple(order.link(hit.id) for hit in results.hits)
    return Brief(
        title=words.say("brief_of", query=search.q) if search.q else words.say("brief"),
        about=tuple(_about(results, order)),
        address=order.address,
        note=_note(results, order),
        hits=results.hits,
        articles=tables.of_articles(results.hits, words, order.link),
        counts=(
            tables.of_places("province", counts.provinces, words),
            tables.of_places("counterpart", counts.counterparts, words),
            tables.of_time(counts.periods, counts.unknown, words),
        ),
        citations=tuple(
            citation.line(citation.of(hit, link, words.language))
            for hit, link in zip(results.hits, links, strict=True)
        ),
        links=links,
    )


def collect(
    source: Source, search: SearchRequest, most: int = MAX_DEPTH, chosen: Collection[str] = ()
) -> SearchResults:
    """One answer with every hit of the first `most`, or with those chosen alone; asked for in
    pages, so that no one holds the archive for long.
    """
    size = min(MAX_PER_PAGE, max(1, most))
    asked = replace(search, page=1, per_page=size, near=False, same="apart")
    first = source.search(asked)
    wanted = set(chosen)
    hits: list[Hit] = []
    for page in _pages(source, asked, first):
        hits += [hit for hit in page.hits if not wanted or hit.id in wanted]
        if len(hits) >= (len(wanted) or most):
            break
    hits = hits[:most]
    return replace(first, hits=tuple(hits), per_page=len(hits) or asked.per_page)


def _pages(source: Source, asked: SearchRequest, first: SearchResults) -> Iterator[SearchResults]:
    yield first
    for page in range(2, -(-min(first.total, MAX_DEPTH) // asked.per_page) + 1):
        if page * asked.per_page <= MAX_DEPTH:
            yield source.search(replace(asked, page=page))


def _about(results: SearchResults, order: Order) -> Iterator[tuple[str, str]]:
    search, words = order.search, order.words
    if search.q:
        yield words.say("brief_query"), search.q
        if any(one.applied for one in results.query.corrections):
            yield words.say("brief_read"), results.query.interpreted
    filters = words.filters(as_read(search, results.request))
    yield words.say("brief_filters"), "\n".join(filters) or words.say("brief_no_filters")
    yield words.say("brief_order"), words.say(f"sort_{search.sort}")
    yield words.say("brief_total"), words.number(results.total)
    yield words.say("brief_made"), period_label(order.made.isoformat(), words.language)


def _note(results: SearchResults, order: Order) -> str:
    """What of all that was found the brief tells."""
    words, shown, total = order.words, len(results.hits), results.total
    if order.chosen:
        key = "brief_chosen"
    elif order.skipped and shown:
        first, last = order.skipped + 1, order.skipped + shown
        return words.say(
            "brief_range",
            first=words.number(first),
            last=words.number(last),
            total=words.number(total),
        )
    elif shown < total:
        key = "brief_first"
    else:
        return "" if shown else words.say("brief_empty")
    return words.say(key, shown=words.number(shown), total=words.number(total))
