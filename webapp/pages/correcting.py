"""The pages for those who know the token: an article's form, and the list of all corrections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

from indexer.building.corrected import known_article
from indexer.building.place import folder_of
from indexer.corrections.edits import Edit, read_edit
from indexer.corrections.history import Ended, ended_in
from indexer.corrections.table import CORRECTIONS, Row, Table
from indexer.errors import BadCorrection
from webapp import links
from webapp.i18n import told
from webapp.pages.correction_form import changes, field_views
from webapp.service import engine
from webapp.submissions.sign_in import is_sent, needs_token, signed_in_as
from webapp.submissions.waiting import corrected

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.archive import Archive

__all__ = ["register"]

PATIENCE: Final = 10  # seconds that a reader waits for the index to be written
ROWS: Final = 50  # corrections on one page


@dataclass(frozen=True, slots=True)
class Listed:
    """A correction in the list, with the title of its article, "" where none is shown."""

    row: Row
    title: str


def register(site: Blueprint) -> None:
    """The addresses of the pages."""
    both = ["GET", "POST"]
    site.add_url_rule("/correct/", "correct_by_id", correct_by_id, methods=both)
    site.add_url_rule("/correct/<path:identifier>", "correct", correct, methods=both)
    site.add_url_rule("/corrections", "corrections", corrections, methods=both)
    site.add_url_rule("/corrections.csv", "corrections_csv", corrections_csv)


@needs_token
def correct(identifier: str) -> ResponseReturnValue:
    """The form of an article; sent, it is kept and put into the index."""
    return _form(identifier)


@needs_token
def correct_by_id() -> ResponseReturnValue:
    """The same of an article whose id does not survive as a path."""
    identifier = request.args.get("id", "")
    return _form(identifier) if identifier else redirect(links.base_url("corrections"))


@needs_token
def corrections() -> ResponseReturnValue:
    """All corrections, the latest first, so many a page; each can be undone."""
    if is_sent():
        return _undone()
    table = Table(folder_of(engine().path) / CORRECTIONS)
    rows = sorted(table, key=lambda row: row.correction.when, reverse=True)
    pages = max(1, -(-len(rows) // ROWS))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "cuakhau/corrections.html",
        rows=_listed(rows[(page - 1) * ROWS : page * ROWS]),
        total=len(rows),
        ended=ended_in(folder_of(engine().path))[: -ROWS - 1 : -1],
        part=page,
        parts=pages,
        faults=[told(fault.told()) for fault in table.faults],
        saved=request.args.get("saved", ""),
        interrupted=request.method == "POST",
    )


@needs_token
def corrections_csv() -> ResponseReturnValue:
    """The whole table, as the index keeps it."""
    content = Table(folder_of(engine().path) / CORRECTIONS).content()
    response: Response = current_app.response_class(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{CORRECTIONS}"'
    return response


def _form(identifier: str) -> ResponseReturnValue:
    index = engine().path
    shown = engine().ask(lambda archive: archive.article(identifier))
    known = known_article(index, identifier, shown)
    if known is None:
        abort(404)
    typed = dict(request.form) if request.method == "POST" else {}
    edit, faults = _edit(identifier, typed) if is_sent() else (Edit(identifier), [])
    if not faults and (edit.said or edit.undone):
        return _kept(edit, links.correct_url(identifier))
    article = known.article
    page = render_template(
        "cuakhau/correct.html",
        identifier=identifier,
        known=known,
        title=article.title if article is not None else identifier,
        fields=field_views(article, typed, faults) if article is not None else [],
        said={row.correction.field for row in known.rows},
        ended=_ended(index, {identifier, *(row.key for row in known.rows)}),
        typed=typed,
        user=g.get("cuakhau_user", ""),
        unchanged=is_sent() and not faults,
        interrupted=bool(typed) and not is_sent(),
        saved=request.args.get("saved", ""),
    )
    return make_response(page, 400 if is_sent() else 200)


def _ended(index: Path, keys: set[str]) -> list[Ended]:
    """What was said of an article and is said no more, the latest first."""
    return [one for one in reversed(ended_in(folder_of(index))) if one.key in keys]


def _edit(identifier: str, typed: dict[str, str]) -> tuple[Edit, list[BadCorrection]]:
    who = g.get("cuakhau_user", "") or typed.get("who", "") or signed_in_as()
    return changes(identifier, typed, who, typed.get("why", ""))


def _undone() -> ResponseReturnValue:
    """Take one correction back, and go where the reader came from: the list, or the article's
    form.
    """
    field, came_from = request.form.get("field", ""), request.form.get("article", "")
    who = g.get("cuakhau_user", "") or signed_in_as()
    edit, faults = read_edit(request.form.get("of", ""), {field: None}, who)
    if faults:
        abort(400)
    return _kept(edit, links.correct_url(came_from) if came_from else links.base_url("corrections"))


def _kept(edit: Edit, address: str) -> ResponseReturnValue:
    """Keep a change, wait a little for the index, and say which of both has been done."""
    kept = corrected(edit, PATIENCE)
    between = "&" if "?" in address else "?"
    return redirect(f"{address}{between}saved={kept.state}", 303)


def _listed(rows: list[Row]) -> list[Listed]:
    def titles(archive: Archive) -> list[Listed]:
        found = [archive.article(row.key) for row in rows]
        return [
            Listed(row, article.title if article is not None else "")
            for row, article in zip(rows, found, strict=True)
        ]

    return engine().ask(titles)
