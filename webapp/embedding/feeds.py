"""Every search as a subscription: Atom (RFC 4287, paged by RFC 5005, with OpenSearch elements) and
JSON Feed 1.1, newest first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree

from flask import Blueprint, Response, current_app

from indexer.exporting.xml_text import xml_text
from indexer.model.article import DateSpan
from indexer.model.date_labels import is_certain
from indexer.model.facets import FACETS
from indexer.model.request import MAX_DEPTH, SearchRequest
from indexer.model.results import Hit, SearchResults
from indexer.searching.query_string import to_query
from webapp import links
from webapp.api.answers import conditional, json_answer, share
from webapp.api.parameters import search_asked
from webapp.embedding.feeds_xml import xml_response
from webapp.i18n import current_language
from webapp.pages.labels import date_label
from webapp.service import engine
from webapp.settings import Settings

__all__ = [
    "ATOM",
    "ATOM_NAMES",
    "JSON_FEED",
    "NO_DATE",
    "VIETNAM",
    "add",
    "blueprint",
    "identity",
    "is_day",
]

ATOM = "application/atom+xml"
ATOM_NAMES = "http://www.w3.org/2005/Atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
JSON_FEED = "application/feed+json"
# Atom must have a time of change; that of an article of unknown date sorts last
NO_DATE = "1970-01-01T00:00:00Z"
VIETNAM = "T00:00:00+07:00"
IDENTITIES = UUID("5b0f8a52-6c0e-4c3e-9d0e-7a1f2f6f3c19")  # the name space of our ids

blueprint = Blueprint("feeds", __name__)
blueprint.after_request(share)
ElementTree.register_namespace("opensearch", OPENSEARCH)


@blueprint.get("/feed.atom")
def atom() -> Response:
    """The search as Atom."""
    asked = replace(search_asked(), sort="newest", near=False, same="together")
    return conditional(lambda: xml_response(_atom(asked, _every(asked)), ATOM), asked)


@blueprint.get("/feed.json")
def json() -> Response:
    """The search as JSON Feed."""
    asked = replace(search_asked(), sort="newest", near=False, same="together")
    return conditional(
        lambda: json_answer(_json_feed(asked, _every(asked)), mimetype=JSON_FEED),
        asked,
    )


def _every(asked: SearchRequest) -> SearchResults:
    """What is found, article by article: a reader's program tells what is new by each."""
    return engine().search(replace(asked, same="apart"))


def _title(asked: SearchRequest) -> str:
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    values = [value for facet in FACETS.values() for value in getattr(asked, facet.attribute)]
    chosen = [asked.q, *values]
    words = " · ".join(filter(None, chosen))
    return f"{words} – {settings.site_name}" if words else settings.site_name


def identity(kind: str, name: str) -> str:
    """An id that stays when the site moves to another host, port or scheme, so that a reader's
    program takes no article for a new one.
    """
    return uuid5(IDENTITIES, f"{kind}:{name.encode('utf-8', 'replace').decode()}").urn


def _pages(asked: SearchRequest, total: int) -> dict[str, SearchRequest]:
    """Where paging leads: first and last always, next and previous where there are any."""
    last = max(1, -(-min(total, MAX_DEPTH // asked.per_page * asked.per_page) // asked.per_page))
    pages = {"first": 1, "last": last}
    if asked.page > 1:
        pages["previous"] = min(asked.page - 1, last)
    if asked.page < last:
        pages["next"] = asked.page + 1
    return {relation: replace(asked, page=page) for relation, page in pages.items()}


def _summary(hit: Hit) -> str:
    return " … ".join(passage.text for passage in hit.highlights if passage.field == "body")


def is_day(date: DateSpan) -> bool:
    """Is it known to the day, year and all, and not by inference?"""
    return date.precision in ("day", "range") and is_certain(date)


def _places(hit: Hit) -> list[str]:
    return list(
        dict.fromkeys([*(p.name for p in hit.provinces), *(c.name for c in hit.counterparts)])
    )


def _atom(asked: SearchRequest, results: SearchResults) -> ElementTree.Element:
    """The feed."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM_NAMES, "xml:lang": "vi"})
    add(feed, "title", _title(asked))
    add(feed, "id", identity("search", to_query(replace(asked, page=1))))
    add(feed, "updated", max((_changed(hit.date) for hit in results.hits), default=NO_DATE))
    add(add(feed, "author"), "name", current_app.config["CUAKHAU_SETTINGS"].site_name)
    add(
        feed, "link", rel="self", type=ATOM, href=links.page_url("feeds.atom", asked, external=True)
    )
    add(
        feed,
        "link",
        rel="alternate",
        type="text/html",
        href=links.page_url("search", asked, external=True),
    )
    description = links.page_url("embed.opensearch", SearchRequest(), external=True)
    add(feed, "link", rel="search", type="application/opensearchdescription+xml", href=description)
    for relation, search in _pages(asked, results.total).items():
        add(
            feed,
            "link",
            rel=relation,
            type=ATOM,
            href=links.page_url("feeds.atom", search, external=True),
        )
    add(feed, f"{{{OPENSEARCH}}}totalResults", str(results.total))
    add(feed, f"{{{OPENSEARCH}}}startIndex", str((asked.page - 1) * asked.per_page + 1))
    add(feed, f"{{{OPENSEARCH}}}itemsPerPage", str(asked.per_page))
    add(
        feed,
        f"{{{OPENSEARCH}}}Query",
        role="request",
        searchTerms=asked.q,
        startPage=str(asked.page),
    )
    for hit in results.hits:
        _entry(feed, hit)
    return feed


def _entry(feed: ElementTree.Element, hit: Hit) -> None:
    address = links.article_url(hit.id, external=True)
    entry = add(feed, "entry")
    add(entry, "title", hit.title)
    add(entry, "id", identity("article", hit.id))
    add(entry, "link", rel="alternate", type="text/html", href=address)
    if hit.url:
        add(entry, "link", rel="via", href=hit.url)
    add(entry, "updated", _changed(hit.date))
    if is_day(hit.date):
        add(entry, "published", hit.date.start + VIETNAM)
    if hit.source:
        add(add(entry, "author"), "name", hit.source)
    for place in _places(hit):
        add(entry, "category", term=place)
    add(entry, "summary", f"{date_label(hit.date)}. {_summary(hit)}", type="text")


def _changed(date: DateSpan) -> str:
    return date.start + VIETNAM if date.has_year else NO_DATE


def add(
    parent: ElementTree.Element, tag: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    """Put an element into another, with its text and attributes."""
    made = ElementTree.SubElement(
        parent, tag, {name: xml_text(value) for name, value in attributes.items()}
    )
    made.text = xml_text(text) or None
    return made


def _json_feed(asked: SearchRequest, results: SearchResults) -> dict[str, Any]:
    pages = _pages(asked, results.total)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(asked),
        "home_page_url": links.page_url("search", asked, external=True),
        "feed_url": links.page_url("feeds.json", asked, external=True),
        "language": current_language(),
        "items": [_item(hit) for hit in results.hits],
    }
    return feed | (
        {"next_url": links.page_url("feeds.json", pages["next"], external=True)}
        if "next" in pages
        else {}
    )


def _item(hit: Hit) -> dict[str, Any]:
    address = links.article_url(hit.id, external=True)
    item: dict[str, Any] = {
        "id": identity("article", hit.id),
        "url": address,
        "title": hit.title,
        "content_text": _summary(hit),
        "tags": _places(hit),
    }
    if hit.url:
        item["external_url"] = hit.url
    if is_day(hit.date):
        item["date_published"] = hit.date.start + VIETNAM
    if hit.source:
        item["authors"] = [{"name": hit.source}]
    return item
