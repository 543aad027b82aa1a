"""Adding and removing articles over HTTP: off unless a token is configured, promised only once it
is on disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from flask import Response, abort, current_app, request, url_for

from indexer.building.given_records import SourceDocument, recorded
from indexer.errors import BadArticle, BadQuery
from indexer.model.messages import Message
from webapp.api.answers import json_answer, problem, unauthorized
from webapp.api.parameters import number
from webapp.api.standing import remarks
from webapp.i18n import say, told
from webapp.service import engine
from webapp.serving import logs
from webapp.serving.admission import check_wrong_token
from webapp.settings import Settings
from webapp.submissions import State, submission_queue
from webapp.submissions.files import read_files
from webapp.submissions.waiting import waited

__all__ = [
    "BATCH",
    "MAX_WAIT",
    "add",
    "admit_writer",
    "only",
    "promised",
    "remove",
    "state",
    "wait_asked",
]

MAX_WAIT = 60  # seconds
MAX_ERRORS = 20
MAX_IDS = 1_000
BATCH = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")


def add() -> Response:
    """Add articles: one object, a list, JSON Lines, or files. One whose id is known takes the old
    one's place.

    202 promises that they will be in the index, 201 (after `wait`) that they are. If one article is
    at fault none is taken.
    """
    admit_writer()
    only()
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    request.max_content_length = settings.upload_bytes
    wait = wait_asked()
    if request.mimetype == "multipart/form-data":
        articles = _files()
    elif request.mimetype == "application/json":
        articles = _checked(_one_or_more(_parsed(request.get_data())))
    elif request.mimetype in BATCH:
        articles = _checked(
            [
                _parsed(line, i)
                for i, line in enumerate(request.get_data().split(b"\n"))
                if line.strip()
            ]
        )
    else:
        abort(415)
    if not articles:
        _refuse([("", say("no_articles"))])
    ids = [article.id for article in articles]
    return _promised(submission_queue().add(articles), wait, 201, ids, remarks(articles))


def remove(identifier: str = "") -> Response:
    """Remove articles; those that are not there are passed over, so that it can be asked again."""
    admit_writer()
    only(*(() if identifier else ("id",)))
    ids = (
        [identifier]
        if identifier
        else list(dict.fromkeys(filter(None, request.args.getlist("id"))))
    )
    if not 1 <= len(ids) <= MAX_IDS:
        raise BadQuery(Message("one_to", name="id", most=MAX_IDS), "id")
    return _promised(submission_queue().remove(ids), wait_asked(), 200, ids)


def state(identifier: str) -> Response:
    """What has become of a submission: queued, committed or failed."""
    admit_writer(writes=False)
    only()
    found = submission_queue().state(identifier)
    if found is None:
        abort(404)
    found = waited(found, wait_asked())
    return json_answer({"submission": found.name, "state": found.state, "detail": found.detail})


def admit_writer(*, writes: bool = True) -> None:
    """Let only those with the token in, and nobody where there is none or no index to add to."""
    if not submission_queue().is_open:
        abort(
            problem(
                403,
                "adding_off",
                say("adding_off"),
                say("adding_off_detail"),
            )
        )
    authorization = request.headers.get("Authorization", "")
    if not submission_queue().admits(authorization):
        check_wrong_token(authorization)
        abort(unauthorized())
    if writes:
        engine().stamp()  # raises when there is no index that could take anything


def only(*names: str) -> None:
    """Raises BadQuery for a parameter nobody knows: what is misspelt would be done otherwise."""
    for name in request.args:
        if name not in (*names, "wait", "lang"):
            raise BadQuery(Message("no_parameters", names=name[:40]), name[:40])


def wait_asked() -> int:
    return number("wait", 0, MAX_WAIT) if request.args.get("wait", "0") != "0" else 0


def _parsed(data: bytes, line: int | None = None) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        where = "" if line is None else f"articles[{line}]"
        _refuse([(where, f"JSON: {error}"[:200])])


def _one_or_more(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _checked(values: Iterable[Any]) -> list[SourceDocument]:
    """All values as articles, or a refusal that names each fault by its place."""
    articles: list[SourceDocument] = []
    faults: list[tuple[str, str]] = []
    twice: list[tuple[str, str]] = []
    ids: set[str] = set()
    for i, value in enumerate(values):
        try:
            if not isinstance(value, dict):
                raise BadArticle(Message("not_an_object"), "")
            article = recorded(value)
        except BadArticle as error:
            faults.append(
                (
                    f"articles[{i}]" + (f".{error.parameter}" if error.parameter else ""),
                    told(error.args[0]),
                )
            )
            continue
        if article.id in ids:
            twice.append((f"articles[{i}].id", say("twice")))
        ids.add(article.id)
        articles.append(article)
    if faults or twice:
        _refuse(faults + twice, 400 if faults else 409)
    return articles


def _files() -> list[SourceDocument]:
    """The articles of the uploaded files; whatever there is to say of one is a fault."""
    uploads = read_files(one for key in request.files for one in request.files.getlist(key))
    faults = [fault for upload in uploads for fault in upload.faults]
    faults += [(upload.name, note) for upload in uploads for note in upload.notes]
    if faults:
        _refuse(faults)
    return [record for upload in uploads for record in upload.records]


def _refuse(faults: list[tuple[str, str]], status: int = 400) -> NoReturn:
    """400, or 409 where only the articles contradict each other; every fault is named by its
    place, up to MAX_ERRORS of them.
    """
    detail = "; ".join(f"{where}: {reason}" if where else reason for where, reason in faults[:3])
    errors = [{"param": where, "detail": reason} for where, reason in faults[:MAX_ERRORS]]
    abort(problem(status, "bad_article", say("bad_article"), detail, errors=errors))


NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})


def _promised(
    kept: State, wait: int, done: int, ids: list[str], more: Mapping[str, Any] = NOTHING_MORE
) -> Response:
    """202 with where to ask, or `done` when it is in the index within the wait; `more` is to be
    said with it.
    """
    logs.event("submitted", submission=kept.name, articles=len(ids))
    kept = waited(kept, wait)
    return promised(kept, done if kept.state == "committed" else 202, ids, more)


def promised(
    kept: State, status: int, ids: list[str], more: Mapping[str, Any] = NOTHING_MORE
) -> Response:
    """What has become of a submission, and where to ask again."""
    body = {"submission": kept.name, "state": kept.state, "detail": kept.detail, "ids": ids}
    response = json_answer({**body, **more}, status)
    response.headers["Location"] = url_for("cuakhau.api.submission", identifier=kept.name)
    return response
