"""Results and articles to take away: CSV, JSON, BibTeX, RIS."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from flask import Blueprint, Response, abort, request

from indexer.model.article import Article
from indexer.model.facets import FURTHER
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE, SearchRequest
from indexer.model.results import Hit, SearchResults, further
from webapp import links
from webapp.exports import citation
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
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")


@blueprint.get("/results.<any(csv,json,bib,ris):form>")
def results(form: str) -> Response:
    """All results of a search, as deep as they can be read."""
    found = collect(current_search())
    if form == "csv":
        return _file(to_csv(found.hits), form, "ket-qua")
    if form == "json":
        return _file(
            json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n", form, "ket-qua"
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
    """One row a hit, with a byte-order mark so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for hit in hits:
        places = (
            "; ".join(p.name for p in hit.provinces),
            "; ".join(c.name for c in hit.counterparts),
        )
        passage = next((p.text for p in hit.highlights if p.field == "body"), "")
        date = hit.date
        row = (
            hit.id,
            hit.title,
            date.start,
            date.end,
            date.precision,
            date.basis,
            *places,
            hit.source,
            hit.url,
            passage,
        )
        writer.writerow(
            [
                safe_cell(value)
                for value in (
                    *row,
                    links.article_url(hit.id, external=True),
                    *map("; ".join, further(hit).values()),
                )
            ]
        )
    return "\ufeff" + out.getvalue()


def safe_cell(value: str) -> str:
    """A quote before what a spreadsheet would run as a formula (OWASP ASVS 5.0, 1.2.10)."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _references(form: str, found: Sequence[Article | Hit]) -> str:
    write: Callable[[citation.Reference], str] = citation.bibtex if form == "bib" else citation.ris
    return ("\n" if form == "bib" else "\r\n").join(
        write(citation.of(one, links.article_url(one.id, external=True))) for one in found
    )


def _file(text: str, form: str, name: str) -> Response:
    response = Response(text, content_type=f"{FORMATS[form]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
