"""Correcting an article over HTTP: kept like what is sent, and stronger than any source."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from flask import Response, abort, g, request, url_for

from indexer.building.corrected import is_known, known_article
from indexer.corrections.edits import Edit, read_edit
from indexer.errors import BadQuery
from indexer.language.unicode.canonical import has_half_pair
from indexer.model.messages import Message
from webapp.api import shapes
from webapp.api.answers import entity_tag, json_answer, problem
from webapp.api.writing import admit_writer, only, promised, wait_asked
from webapp.i18n import say, told
from webapp.service import engine
from webapp.submissions import State, submission_queue
from webapp.submissions.waiting import corrected

__all__ = ["PATCHES", "correct"]

PATCHES: Final = ("application/json", "application/merge-patch+json")
ABOUT: Final = ("who", "why")


def correct(identifier: str = "") -> Response:
    """Correct an article: an object of the fields to state; null takes a field back (RFC 7396).

    200 answers with the article as corrected (after `wait`), 202 promises that it will be. A
    correction stands whatever is sent, built or added later. `hide` keeps an article from being
    found; `delete` lets nothing of it stay, though it is sent again, until it is null. With
    If-Match, only what the client has seen is corrected.
    """
    admit_writer()
    only(*(() if identifier else ("id",)))
    wait = wait_asked()
    identifier = identifier or request.args.get("id", "")
    if not identifier:
        raise BadQuery(Message("which_article"), "id")
    if not _is_there(identifier):
        abort(problem(404, "not_found", say("no_page"), say("no_article", id=identifier[:80])))
    edit = _edit(identifier)
    _check_unchanged(identifier)
    kept = corrected(edit, wait)
    if kept.state != "committed":
        return promised(kept, 202, [identifier])
    return _as_corrected(identifier, kept)


def _edit(identifier: str) -> Edit:
    """What the body states; or a refusal that names each field at fault."""
    if request.mimetype not in PATCHES:
        abort(415)
    fields = _object()
    about = {name: fields.pop(name, None) for name in ABOUT}
    faults = [
        {"param": name, "detail": say("not_a_string")}
        for name, said in about.items()
        if not isinstance(said, str | None) or has_half_pair(said or "")
    ]
    who = str(g.get("cuakhau_user", "") or about["who"] or "API")
    edit, wrong = read_edit(identifier, fields, who, str(about["why"] or ""))
    faults += [{"param": error.parameter, "detail": told(error.args[0])} for error in wrong]
    if not faults and not fields:
        faults = [{"param": "", "detail": say("correction_no_fields")}]
    if faults:
        _refuse(faults)
    return edit


def _object() -> dict[str, Any]:
    try:
        fields = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        _refuse([{"param": "", "detail": f"JSON: {error}"[:200]}])
    if not isinstance(fields, dict):
        _refuse([{"param": "", "detail": say("not_an_object")}])
    return fields


def _refuse(faults: list[dict[str, str]]) -> NoReturn:
    detail = "; ".join(
        f"{one['param']}: {one['detail']}" if one["param"] else one["detail"] for one in faults[:3]
    )
    abort(problem(400, "bad_correction", say("bad_correction"), detail, errors=faults))


def _is_there(identifier: str) -> bool:
    """Is there such an article, or one that is kept away, or waits to be added?"""
    if engine().ask(lambda archive: archive.article(identifier)) is not None:
        return True
    return is_known(engine().path, identifier) or submission_queue().expects(identifier)


def _check_unchanged(identifier: str) -> None:
    """Answer 412 to who has seen another state of the article (RFC 9110, 13.1.1)."""
    held = request.if_match
    if not request.headers.get("If-Match") or held.star_tag:
        return
    if _tag(identifier) not in held.as_set():
        abort(
            problem(412, "precondition_failed", say("changed_since"), say("changed_since_detail"))
        )


def _tag(identifier: str) -> str:
    return entity_tag("cuakhau.api.article", identifier, "")


def _as_corrected(identifier: str, kept: State) -> Response:
    """The article as it is now; of one that is kept away, what is said of it."""
    tag = _tag(identifier)
    found = engine().ask(lambda archive: archive.article(identifier))
    if found is not None:
        response = json_answer(shapes.article(found, ()))
        response.set_etag(tag)
    else:
        known = known_article(engine().path, identifier, None)
        said = known.corrections if known is not None else ()
        response = json_answer(
            {"id": identifier, "shown": False, "corrected": shapes.corrections(said)}
        )
    response.headers["Location"] = url_for("cuakhau.api.submission", identifier=kept.name)
    return response
