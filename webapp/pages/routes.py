"""The pages people read: results, article, matrix, timeline, a facet's full list, help, home.

Views only gather; templates show.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, abort, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from indexer.exporting import citation
from indexer.model.facets import FACETS
from indexer.model.request import MAX_DEPTH, SearchRequest
from indexer.model.results import FacetResult, SearchResults
from indexer.searching.query_string import as_read, to_query
from webapp import links, params
from webapp.exports import originals
from webapp.i18n import current_language, told
from webapp.pages import article_view, comparing, correcting, filters, stats
from webapp.pages import register as register_pages
from webapp.pages.telling import helpers
from webapp.pages.tiles import tiles
from webapp.requests import current_search, lenient_search, region_asked, search_before
from webapp.service import AHEAD, engine

__all__ = ["register"]

RELATED = 5
VALUES = 200  # of a facet on one page; an archive may have thousands of sources
PASSAGES = 3  # sentences of an article with the words of the search, told above it
# bytes of a search in an address; beyond it a page has fewer links, for each repeats it all
LONG = 200
NEWEST = 5  # articles on the first page
EVENTS = 4  # of the register, likewise
BLANK = SearchRequest()
MOST_CHOSEN = 200  # ticks that go along from page to page
FEW_REGIONS = 4  # whose names every sum of the matrix may repeat
FEW_PAIRS = 3  # whose dossiers the matrix leads to
FACETS_SHOWN = tuple(facet.name for facet in FACETS.values() if facet.shape != "time")


def register(site: Blueprint) -> None:
    """The addresses of the pages."""
    site.add_url_rule("/", "search", search)
    site.add_url_rule("/articles/", "article_by_id", article_by_id)
    site.add_url_rule("/articles/<path:identifier>", "article", article)
    site.add_url_rule("/matrix", "matrix", matrix)
    site.add_url_rule("/timeline", "timeline", timeline)
    names = ",".join(FACETS_SHOWN)
    site.add_url_rule(f"/facets/<any({names}):facet>", "facet", whole_facet)
    site.add_url_rule("/compare", "compare", comparing.page)
    site.add_url_rule("/saved", "saved", saved)
    site.add_url_rule("/help", "help", help_page)
    register_pages.register(site)
    correcting.register(site)


def search() -> ResponseReturnValue:
    """Results; without any search parameter, what the archive holds."""
    if params.is_blank(request.args.items(multi=True)):
        return home()
    asked, mistyped = lenient_search()
    archive = engine()
    results = archive.search(asked)
    asked = g.cuakhau_search = as_read(asked, results.request)
    overview = stats.timeline(archive, asked)
    brief = len(to_query(asked)) > LONG
    years = stats.years(archive, asked, results)
    unknown = sum(year.count for year in years.values if year.value == filters.UNKNOWN_YEAR)
    page = render_template(
        "cuakhau/results.html",
        results=results,
        facets=[
            filters.facet_view(
                asked,
                name,
                results.facets[name],
                filters.FEW_VALUES if brief else filters.VALUES_IN_SIGHT,
            )
            for name in FACETS_SHOWN
            if name in results.facets
        ],
        when=filters.when_view(
            asked,
            years,
            overview.days,
            0 if brief else filters.OLDER,
        ),
        brief=brief,
        undated=filters.undated(asked, unknown),
        too_new=stats.newest_before(archive, results),
        overview=overview,
        chips=filters.chips(asked),
        pages=_pages(asked, results),
        chosen=request.args.getlist("chosen")[:MOST_CHOSEN],
        offers=_offers(asked, results),
        pair=register_pages.pair_named(asked, results),
        ways=[(s, links.reread(s.url)) for s in results.suggestions if s.label != s.text],
        mistyped={name: told(message) for name, message in mistyped.items()},
        typed_dates={name: request.args.get(name, "") for name in ("date_from", "date_to")},
        recent=filters.recent_periods(asked),
        bare=replace(SearchRequest(), q=asked.q),
    )
    return page, 400 if mistyped else 200


def home() -> ResponseReturnValue:
    """What the archive holds and how to begin."""
    archive = engine()
    everything = archive.search(SearchRequest(per_page=1))
    soon = date.today() + timedelta(days=AHEAD)
    newest = archive.search(SearchRequest(sort="newest", date_to=soon.isoformat(), per_page=NEWEST))
    return render_template(
        "cuakhau/home.html",
        total=everything.total,
        newest_date=archive.newest(),
        updated=archive.updated(),
        newest=newest.hits or archive.search(SearchRequest(sort="newest", per_page=NEWEST)).hits,
        facets=[
            filters.facet_view(SearchRequest(sort="newest"), name, everything.facets[name], 10)
            for name in FACETS_SHOWN[:2]
            if name in everything.facets
        ],
        overview=stats.timeline(archive, SearchRequest(), folded=True),
        places=(places := archive.once("places", lambda: stats.provinces(archive, BLANK))),
        tiles=tiles(dict(places)),
        examples=stats.examples(archive),
        entries=register_pages.latest(EVENTS),
        headline=helpers()["headline"],
    )


def article(identifier: str) -> ResponseReturnValue:
    """The whole text with the words of the search marked, its facts and their evidence."""
    asked = (
        search_before() if params.is_blank(request.args.items(multi=True)) else lenient_search()[0]
    )
    archive = engine()
    found = archive.ask(lambda a: a.article(identifier))
    if found is None:
        abort(404)
    marks = archive.ask(lambda a: a.marks(identifier, asked.q)) if asked.q else ()
    evidence = article_view.evidence_spans(found)
    blocks = article_view.article_blocks(found, marks, evidence)
    link = links.article_url(identifier, external=True)
    reference = citation.of(found, link, current_language())
    page = render_template(
        "cuakhau/article.html",
        article=found,
        blocks=blocks,
        marks=len(marks),
        found=article_view.passages(found.text, marks, PASSAGES),
        note=lambda proof: article_view.note(found.text, proof, evidence),
        related=archive.ask(lambda a: a.related(identifier, limit=RELATED)) or (),
        reference=citation.line(reference),
        link=link,
        original=originals.address(identifier),
        entries=register_pages.entries_of(identifier),
        headline=helpers()["headline"],
        back=links.search_url(asked, page=asked.page)
        if params.has_filters(asked) or asked.q
        else "",
    )
    response = make_response(page)
    response.vary.add("Referer")  # see `search_before`
    return response


def article_by_id() -> ResponseReturnValue:
    """An article whose id does not survive as a path."""
    identifier = request.args.get("id", "")
    return article(identifier) if identifier else redirect(links.search_url(SearchRequest()))


def matrix() -> ResponseReturnValue:
    """Provinces × counterparts for the current search; `region` looks into one of them, `units`
    asks for the provinces before July 2025.
    """
    asked, (region, wrong) = current_search(), region_asked()
    former = request.args.get("units", "") == "former"
    archive, short = engine(), len(to_query(asked)) <= LONG
    table = stats.matrix(archive, asked, region, parts=short, former=former)
    both = stats.with_counterpart(archive, asked, region)
    # a table by the units of before has no tile for them
    places = [] if former else stats.provinces(archive, both)
    return render_template(
        "cuakhau/matrix.html",
        matrix=table,
        region=region,
        wrong=told(wrong) if wrong else "",
        former=former,
        # an address with more of them is no link
        both=both if len(both.counterparts) <= FEW_REGIONS else None,
        places=places if short else [],
        tiles=tiles(dict(places)),
        months=[
            (key, replace(asked, years=(), date_from=key, date_to=key))
            for key in stats.months(archive, asked, region)
        ],
        timeless=replace(asked, years=(), date_from="", date_to=""),
        regions=[
            name for name, _ in (stats.matrix(archive, asked) if region else table).columns[:6]
        ],
        pairs=register_pages.pairs()[:FEW_PAIRS],
        chips=filters.chips(asked),
    )


def timeline() -> ResponseReturnValue:
    """When the matching articles happened, large."""
    asked = current_search()
    return render_template(
        "cuakhau/timeline.html",
        overview=stats.timeline(engine(), asked),
        chips=filters.chips(asked),
    )


def whole_facet(facet: str) -> ResponseReturnValue:
    """All values of a facet, or those that hold what was typed, for the current search: so many
    at a time.
    """
    asked = current_search()
    wanted = request.args.get("contains", "").strip()
    values = stats.facet_values(engine(), asked, facet, wanted).values
    read = as_read(asked, engine().as_read(asked))
    is_whole = facet == "source" and not wanted
    without = stats.sourceless(engine(), asked, FacetResult(values)) if is_whole else 0
    parts = max(1, -(-len(values) // VALUES))
    part = min(max(1, request.args.get("part", 1, type=int)), parts)
    shown = FacetResult(values[(part - 1) * VALUES : part * VALUES])
    return render_template(
        "cuakhau/facet.html",
        facet=filters.facet_view(read, facet, shown, None),
        total=len(values),
        sourceless=without,
        part=part,
        parts=parts,
        contains=wanted,
        chips=filters.chips(asked),
    )


def saved() -> ResponseReturnValue:
    """Searches kept in the reader's browser; nothing of them is known here."""
    return render_template("cuakhau/saved.html")


def help_page() -> ResponseReturnValue:
    return render_template("cuakhau/help.html")


def _offers(asked: SearchRequest, results: SearchResults) -> list[SearchRequest]:
    """Other readings of the query to choose from: the engine's suggestions of a text, and
    corrections it did not apply.
    """
    offered = [replace(asked, q=s.text, page=1) for s in results.suggestions if s.label == s.text]
    corrected = asked.q
    for correction in results.query.corrections:
        if not correction.applied:
            corrected = corrected.replace(correction.typed, correction.read)
    if corrected != asked.q:
        offered.append(replace(asked, q=corrected, page=1))
    return list(dict.fromkeys(offered))


def _pages(asked: SearchRequest, results: SearchResults) -> list[int]:
    """Numbers of the pages to offer: first, last and those around this one; 0 stands for a gap."""
    last = -(-min(results.distinct, MAX_DEPTH - MAX_DEPTH % asked.per_page) // asked.per_page)
    near = [n for n in range(1, last + 1) if n in (1, last) or abs(n - asked.page) <= 2]
    shown: list[int] = []
    for n in near:
        if shown and n - shown[-1] > 1:
            shown.append(0)
        shown.append(n)
    return shown if last > 1 else []
