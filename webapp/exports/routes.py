"""Results and articles to take away: Word, Excel, CSV, JSON, BibTeX, RIS."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast, get_args

from flask import Blueprint, Response, abort, current_app, request

from indexer.errors import BadQuery
from indexer.exporting import brief, citation, excel, tables, word
from indexer.exporting.brief import Brief, Order
from indexer.exporting.comparison import compare, table_of
from indexer.exporting.tables import Table
from indexer.exporting.words import Words
from indexer.model.article import Article
from indexer.model.facets import FACETS
from indexer.model.messages import Message
from indexer.model.periods import VIETNAM
from indexer.model.request import MAX_DEPTH, SearchRequest
from indexer.model.results import FacetResult, Hit, SearchResults
from indexer.register.entries import Register, RegisterRequest
from indexer.searching.pivots import Pivot, Timeline, Unit
from webapp import links
from webapp.api.parameters import choice
from webapp.exports import originals
from webapp.i18n import current_language
from webapp.pages import stats
from webapp.requests import current_search, region_asked
from webapp.service import engine

__all__ = ["FORMATS", "Turns", "blueprint", "file", "words_asked"]

blueprint = Blueprint("export", __name__)
FORMATS = {
    "docx": word.MEDIA_TYPE,
    "xlsx": excel.MEDIA_TYPE,
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
HEADS = ("shown", "stable")
TABLES = {
    "year": "theo-nam",
    "month": "theo-thang",
    "day": "theo-ngay",
    "matrix": "dia-phuong-doi-tac",
}
TABLES |= {facet.name: facet.name for facet in FACETS.values() if facet.shape != "time"}
"""Name of a table → of its file."""


class Turns:
    """The archive, asked one question at a time, so that no export holds it for long."""

    def search(self, asked: SearchRequest) -> SearchResults:
        return engine().search(asked)

    def timeline(self, asked: SearchRequest, unit: Unit) -> Timeline:
        return engine().ask(lambda archive: archive.timeline(asked, unit))

    def matrix(self, asked: SearchRequest) -> Pivot:
        return engine().ask(lambda archive: archive.matrix(asked))

    def facet(self, asked: SearchRequest, name: str) -> FacetResult:
        return engine().ask(lambda archive: archive.facet(asked, name))

    def register(self, asked: RegisterRequest) -> Register:
        return engine().ask(lambda archive: archive.register(asked))


@blueprint.get("/results.<any(docx,xlsx,csv,json,bib,ris):form>")
def results(form: str) -> Response:
    """All results of a search, as deep as they can be read, or the `chosen` ones alone."""
    search, words = current_search(), words_asked()
    if form == "docx":
        made = _brief(search, words, brief.MAX_TOLD)
        site_name: str = current_app.config["CUAKHAU_SETTINGS"].site_name
        return file(word.of_brief(made, words, site_name), form, "ban-tong-hop")
    if form == "xlsx":
        return file(excel.of_brief(_brief(search, words), words), form, "ban-tong-hop")
    found = brief.collect(Turns(), search, chosen=_chosen())
    if form == "csv":
        table = tables.of_articles(found.hits, words, _address)
        return file(tables.as_csv(table), form, "ket-qua")
    if form == "json":
        text = json.dumps(found.to_dict(current_language()), ensure_ascii=False, indent=1)
        return file(f"{text}\n", form, "ket-qua")
    return file(_references(form, found.hits), form, "ket-qua")


@blueprint.get(f"/tables/<any({','.join(TABLES)}):name>.<any(csv,xlsx):form>")
def table(name: str, form: str) -> Response:
    """The numbers of a page as a table: a search by time, by the values of a facet, by places."""
    search, words = current_search(), words_asked()
    made = _table(name, search, words)
    content = tables.as_csv(made) if form == "csv" else excel.of_table(made)
    return file(content, form, TABLES[name])


@blueprint.get("/comparison.<any(csv,xlsx,docx):form>")
def comparison(form: str) -> Response:
    """What the page of a comparison shows. Raises BadQuery for fewer than two things."""
    search, words = current_search(), words_asked()
    made = compare(Turns(), search, request.args.getlist("of"), request.args.get("unit", ""))
    if made is None:
        raise BadQuery(Message("compare_two"), "of")
    if form == "docx":
        site_name: str = current_app.config["CUAKHAU_SETTINGS"].site_name
        return file(word.of_comparison(made, _address, words, site_name), form, "so-sanh")
    table = table_of(made, words)
    content = tables.as_csv(table) if form == "csv" else excel.of_table(table)
    return file(content, form, "so-sanh")


def _table(name: str, search: SearchRequest, words: Words) -> Table:
    if name == "matrix":
        region, wrong = region_asked()
        if wrong:
            raise BadQuery(wrong, "region")
        both = stats.with_counterpart(engine(), search, region)
        pivot = engine().ask(lambda archive: archive.matrix(both, region))
        return tables.of_matrix(pivot, words)
    if name in get_args(Unit):
        found = engine().ask(lambda archive: archive.timeline(search, cast(Unit, name)))
        return tables.of_time(found.counts, found.unknown, words, cast(Unit, name))
    facet = engine().ask(lambda archive: archive.facet(search, name))
    # an article has one source or none
    without = stats.sourceless(engine(), search, facet) if name == "source" else None
    return tables.of_facet(name, facet.values, words, without)


@blueprint.get("/article.<any(bib,ris):form>")
def article(form: str) -> Response:
    """One article's reference."""
    found = engine().ask(lambda archive: archive.article(request.args.get("id", "")))
    if found is None:
        abort(404)
    return file(_references(form, [found]), form, "bai")


blueprint.add_url_rule("/original", "original", originals.original)


def words_asked() -> Words:
    """The words of a file: the page's language, or with `heads=stable` names for programs.

    Raises BadQuery for other heads.
    """
    return Words(current_language(), choice("heads", HEADS, "shown") == "stable")


def file(content: str | bytes, form: str, name: str) -> Response:
    """A file to keep; half a character, which has no bytes, is left as "?"."""
    body = content.encode("utf-8", "replace") if isinstance(content, str) else content
    response = Response(body, content_type=FORMATS[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _brief(search: SearchRequest, words: Words, most: int = MAX_DEPTH) -> Brief:
    order = Order(
        search=search,
        words=words,
        made=datetime.now(VIETNAM).date(),
        link=_address,
        address=links.search_url(search, external=True),
        chosen=_chosen(),
        most=most,
    )
    return brief.gather(Turns(), order)


def _chosen() -> tuple[str, ...]:
    """The ids ticked on a page of results, each once, as many as can be read of them."""
    ids = dict.fromkeys(one for one in request.args.getlist("chosen") if one)
    return tuple(ids)[:MAX_DEPTH]


def _address(identifier: str) -> str:
    return links.article_url(identifier, external=True)


def _references(form: str, found: Sequence[Article | Hit]) -> str:
    write: Callable[[citation.Reference], str] = citation.bibtex if form == "bib" else citation.ris
    return ("\n" if form == "bib" else "\r\n").join(
        write(citation.of(one, _address(one.id), current_language())) for one in found
    )
