"""Results and articles to take away: CSV, JSON, BibTeX, RIS."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from flask import Blueprint, Response, abort, request

from indexer.model.article import Article
from indexer.model.facets import FURTHER
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest
from indexer.model.results import Hit, SearchResults, further
from indexer.model.tables import csv_table
from webapp import links
from webapp.exports import citation
from webapp.i18n import current_language
from webapp.requests import current_search
from webapp.service import engine

__all__ = ["FORMATS", "blueprint"]

blueprint = Blueprint("export", __name__)
FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}
COLUMNS = (
    "id",
    "title",
    "date_start",
    "date_end",
    "date_precision",
    "date_basis",
    "provinces",
    "counterparts",
    "source",
    "url",
    "passage",
    "link",
    *(facet.attribute for facet in FURTHER),
)


@blueprint.get("/results.<any(csv,json,bib,ris):form>")
def results(form: str) -> Response:
    """All results of a search, as deep as they can be read."""
    found = collect(current_search())
    if form == "csv":
        return _file(to_csv(found.hits), form, "ket-qua")
    if form == "json":
        return _file(
            json.dumps(found.to_dict(current_language()), ensure_ascii=False, indent=1) + "\n",
            form,
            "ket-qua",
        )
    return _file(_references(form, found.hits), form, "ket-qua")


@blueprint.get("/article.<any(bib,ris):form>")
def article(form: str) -> Response:
    """One article's reference."""
    found = engine().ask(lambda archive: archive.article(request.args.get("id", "")))
    if found is None:
        abort(404)
    return _file(_references(form, [found]), form, "bai")


def collect(search: SearchRequest) -> SearchResults:
    """One answer with every hit of the first MAX_DEPTH, asked for in pages: no one holds the
    engine for long.
    """
    asked = replace(search, page=1, per_page=MAX_PER_PAGE)
    asked = replace(asked, near=False)
    first = engine().search(asked)
    hits = list(first.hits)
    for page in range(2, -(-min(first.total, MAX_DEPTH) // MAX_PER_PAGE) + 1):
        hits += engine().search(replace(asked, page=page)).hits
    return replace(first, hits=tuple(hits), per_page=len(hits) or MAX_PER_PAGE)


def to_csv(hits: Iterable[Hit]) -> str:
    """One row a hit, marked so that spreadsheets read it as UTF-8."""
    return csv_table([COLUMNS, *map(_row, hits)], for_spreadsheet=True)


def _row(hit: Hit) -> tuple[str, ...]:
    return (
        hit.id,
        hit.title,
        hit.date.start,
        hit.date.end,
        hit.date.precision,
        hit.date.basis,
        "; ".join(province.name for province in hit.provinces),
        "; ".join(counterpart.name for counterpart in hit.counterparts),
        hit.source,
        hit.url,
        next((passage.text for passage in hit.highlights if passage.field == "body"), ""),
        links.article_url(hit.id, external=True),
        *map("; ".join, further(hit).values()),
    )


def _references(form: str, found: Sequence[Article | Hit]) -> str:
    write: Callable[[citation.Reference], str] = citation.bibtex if form == "bib" else citation.ris
    return ("\n" if form == "bib" else "\r\n").join(
        write(citation.of(one, links.article_url(one.id, external=True), current_language()))
        for one in found
    )


def _file(text: str, form: str, name: str) -> Response:
    response = Response(text, content_type=f"{FORMATS[form]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
