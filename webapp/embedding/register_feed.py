"""The register as a subscription: Atom and JSON Feed of the newest entries asked for."""

from __future__ import annotations

from typing import Any, Final
from xml.etree import ElementTree

from flask import Blueprint, Response, current_app

from indexer.exporting.register import headline
from indexer.exporting.words import Words
from indexer.model.article import DateSpan
from indexer.model.request import SearchRequest
from indexer.register.entries import Entry, RegisterRequest
from webapp import links
from webapp.api.answers import conditional, json_answer, share
from webapp.api.parameters import search_asked
from webapp.api.register import ENTRIES
from webapp.embedding.feeds import (
    ATOM,
    ATOM_NAMES,
    JSON_FEED,
    NO_DATE,
    VIETNAM,
    add,
    identity,
    is_day,
)
from webapp.embedding.feeds_xml import xml_response
from webapp.i18n import current_language
from webapp.pages.labels import date_label
from webapp.requests import for_register
from webapp.service import engine

__all__ = ["blueprint"]

MAX_ENTRIES: Final = 50
"""Entries of a feed: the newest; older ones are in the register."""
_FILTERS = tuple(one for one in ENTRIES if one.name not in ("page", "per_page"))

blueprint = Blueprint("register_feeds", __name__)
blueprint.after_request(share)


@blueprint.get("/register.atom")
def atom() -> Response:
    """The newest entries of the register as Atom."""
    asked = for_register(search_asked(_FILTERS))
    return conditional(lambda: xml_response(_atom(asked, _entries(asked)), ATOM), asked)


@blueprint.get("/register.json")
def json() -> Response:
    """The newest entries of the register as JSON Feed."""
    asked = for_register(search_asked(_FILTERS))
    return conditional(
        lambda: json_answer(_json_feed(asked, _entries(asked)), mimetype=JSON_FEED), asked
    )


def _entries(asked: SearchRequest) -> tuple[Entry, ...]:
    found = engine().ask(lambda archive: archive.register(RegisterRequest.of(asked)))
    return found.entries[:MAX_ENTRIES]


def _title(words: Words) -> str:
    return f"{words.say('register')} – {current_app.config['CUAKHAU_SETTINGS'].site_name}"


def _changed(date: DateSpan) -> str:
    return date.end + VIETNAM if date.end[:1].isdigit() else NO_DATE


def _summary(entry: Entry) -> str:
    leaders = (*entry.vietnamese.leaders, *entry.chinese.leaders)
    told = (
        date_label(entry.date),
        "; ".join(person.title for person in leaders),
        "; ".join(one.value for one in entry.signed),
        entry.told.text,
    )
    return ". ".join(filter(None, told))


def _address(entry: Entry) -> str:
    return links.base_url("entry", external=True, identifier=entry.id)


def _atom(asked: SearchRequest, entries: tuple[Entry, ...]) -> ElementTree.Element:
    words = Words(current_language())
    feed = ElementTree.Element("feed", {"xmlns": ATOM_NAMES, "xml:lang": "vi"})
    add(feed, "title", _title(words))
    own = links.page_url("register_feeds.atom", asked, external=True)
    add(feed, "id", identity("register", own.partition("?")[2]))
    add(feed, "updated", max((_changed(entry.date) for entry in entries), default=NO_DATE))
    add(add(feed, "author"), "name", current_app.config["CUAKHAU_SETTINGS"].site_name)
    add(feed, "link", rel="self", type=ATOM, href=own)
    page = links.page_url("register", asked, external=True)
    add(feed, "link", rel="alternate", type="text/html", href=page)
    for one in entries:
        entry = add(feed, "entry")
        add(entry, "title", headline(one, words))
        add(entry, "id", identity("entry", one.id))
        add(entry, "link", rel="alternate", type="text/html", href=_address(one))
        add(entry, "updated", _changed(one.date))
        if is_day(one.date):
            add(entry, "published", one.date.start + VIETNAM)
        for place in (*one.vietnamese.names, *one.chinese.names):
            add(entry, "category", term=place)
        add(entry, "summary", _summary(one), type="text")
    return feed


def _json_feed(asked: SearchRequest, entries: tuple[Entry, ...]) -> dict[str, Any]:
    words = Words(current_language())
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(words),
        "home_page_url": links.page_url("register", asked, external=True),
        "feed_url": links.page_url("register_feeds.json", asked, external=True),
        "language": current_language(),
        "items": [_item(entry, words) for entry in entries],
    }


def _item(entry: Entry, words: Words) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": identity("entry", entry.id),
        "url": _address(entry),
        "title": headline(entry, words),
        "content_text": _summary(entry),
        "tags": [*entry.vietnamese.names, *entry.chinese.names],
    }
    if is_day(entry.date):
        item["date_published"] = entry.date.start + VIETNAM
    return item
