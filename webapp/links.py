"""Every address the pages print, made by url_for, so that a path prefix and a mounting site hold
everywhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import current_app, g, request, url_for

from indexer.model.request import SearchRequest
from indexer.searching.query_string import Links, from_query, to_query
from webapp.i18n import current_language
from webapp.pages.filters import UNKNOWN_YEAR

__all__ = [
    "ORIGIN",
    "article_url",
    "base_url",
    "correct_url",
    "feed_url",
    "form_fields",
    "language_url",
    "page_url",
    "period_url",
    "query_url",
    "reread",
    "saved_query",
    "search_url",
]

ORIGIN = "cuakhau"  # the site blueprint's name


def page_url(endpoint: str, search: SearchRequest, *, external: bool = False, **extra: Any) -> str:
    """The page `endpoint` for this search."""
    return _joined(base_url(endpoint, external=external, **extra), to_query(search))


def query_url(endpoint: str, query: str) -> str:
    """The page `endpoint` for the search a query string says."""
    return _joined(base_url(endpoint), query)


def base_url(endpoint: str, *, external: bool = False, **extra: Any) -> str:
    """The address of an endpoint without a search; a page asks for the same few hundreds
    of times.
    """
    known: dict[Any, str] = g.setdefault("cuakhau_bases", {})
    key = (endpoint, external, *extra.items())
    if key not in known:
        known[key] = url_for(f"{ORIGIN}.{endpoint}", **extra, _external=external)
    return known[key]


def _joined(address: str, query: str) -> str:
    if not query:
        return address
    return f"{address}{'&' if '?' in address else '?'}{query}"


def search_url(search: SearchRequest, *, external: bool = False, **changes: Any) -> str:
    """The results of this search with some fields changed; any change but of `page` leads to the
    first page.
    """
    if changes and "page" not in changes:
        changes["page"] = 1
    return page_url("search", replace(search, **changes), external=external)


def feed_url(search: SearchRequest, form: str = "atom") -> str:
    """The feed of a search, from its newest article, whatever page of it is being read."""
    return page_url(
        f"feeds.{form}",
        replace(search, page=1, per_page=SearchRequest().per_page, sort="relevance"),
    )


def saved_query(search: SearchRequest) -> str:
    """A search as it is kept: what it asks for, not how its results were being read."""
    return to_query(replace(search, page=1, per_page=SearchRequest().per_page, sort="relevance"))


def period_url(search: SearchRequest, key: str) -> str:
    """The search within one period of the timeline; of the unknown years for ""."""
    timeless = _timeless(search)
    if key.startswith(".."):  # all the early periods
        return query_url("search", timeless.between("", key[2:]))
    if key.count("-") == 2:  # a day
        return query_url("search", timeless.between(key, key))
    return query_url("search", timeless.toggle("year", key or UNKNOWN_YEAR))


def _timeless(search: SearchRequest) -> Links:
    """The links of a search without its filters of time; a page draws many periods of one."""
    kept = g.get("cuakhau_timeless")
    if kept is None or kept[0] is not search:
        links = Links(replace(search, years=(), date_from="", date_to=""))
        kept = g.cuakhau_timeless = (search, links)
    found: Links = kept[1]
    return found


def article_url(
    identifier: str,
    search: SearchRequest | None = None,
    *,
    external: bool = False,
    anchor: str = "",
) -> str:
    """An article; with a search its words are marked there and the way back leads to the same
    results.
    """
    base = _of_article("article", identifier, external=external)
    address = _joined(base, to_query(search)) if search is not None else base
    return f"{address}#{anchor}" if anchor else address


def correct_url(identifier: str) -> str:
    """The form that corrects an article."""
    return _of_article("correct", identifier)


def _of_article(endpoint: str, identifier: str, *, external: bool = False) -> str:
    """A page of an article, by its path unless a browser would rewrite that."""
    segments = identifier.split("/")
    if "" in segments or "." in segments or ".." in segments:
        return base_url(f"{endpoint}_by_id", external=external, id=identifier)
    return base_url(endpoint, external=external, identifier=identifier)


def form_fields(search: SearchRequest, *without: str) -> list[tuple[str, str]]:
    """Hidden fields that keep the rest of the search, and the language, in a GET form."""
    fields = [
        (name, value)
        for name, value in parse_qsl(to_query(replace(search, page=1)))
        if name not in without
    ]
    language = current_language()
    return (
        fields
        if language == current_app.config["CUAKHAU_LANGUAGE"]
        else [*fields, ("lang", language)]
    )


def reread(query: str) -> SearchRequest:
    """The search that a query string of the engine's says (a suggestion's `url`)."""
    return from_query(query)


def language_url(language: str) -> str:
    """This very page in another language.

    What the address asks is appended as it came: a parameter named as an argument of url_for
    (`_external`, `endpoint`) is one like any other.
    """
    lang = None if language == current_app.config["CUAKHAU_LANGUAGE"] else language
    if request.endpoint is None or request.method != "GET":
        return url_for(f"{ORIGIN}.search", lang=lang)
    asked = [
        (name, value) for name, value in request.args.items(multi=True) if value and name != "lang"
    ]
    page = url_for(request.endpoint, **(request.view_args or {}))
    if lang is not None:
        asked.append(("lang", lang))
    return _joined(page.partition("?")[0], urlencode(asked, errors="replace"))
