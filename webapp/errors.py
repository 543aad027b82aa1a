"""Errors as pages that help first: 400, 404, 503 and 500, or RFC 9457 problems where a program is
asking.
"""

from __future__ import annotations

import logging
from typing import get_args

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    SecurityError,
    default_exceptions,
)

from indexer.errors import BadCorrection, BadQuery, CuaKhauError, SystemRefusal
from indexer.model.facets import LISTS
from indexer.model.messages import Message
from indexer.model.request import MAX_DEPTH, MAX_PER_PAGE, MAX_QUERY, Sort
from indexer.storage.durability import refusal
from webapp import links
from webapp.api import problem
from webapp.api.parameters import Contradiction
from webapp.i18n import say, told
from webapp.requests import MAX_VALUES
from webapp.service import Busy
from webapp.serving.logs import event, request_id
from webapp.submissions import Full, NotPersisted

__all__ = ["explain", "register_errors"]

_UNUSABLE = ("index_missing", "index_outdated", "index_corrupt", "cluster_unavailable")
_REFUSALS = {
    "files": "server_files",
    "memory": "server_memory",
    "permission": "server_permission",
    "space": "server_space",
}
_HTTP = {  # status → title and detail, as keys of the catalogue
    400: ("bad_request", "bad_address"),
    403: ("sign_in", "sign_in_detail"),
    404: ("no_page", "no_page_detail"),
    405: ("no_method", "no_method_detail"),
    413: ("too_large", "too_large_detail"),
    415: ("no_content_type", "no_content_type_detail"),
    429: ("too_many_requests", "too_many_requests_detail"),
}


def register_errors(owner: Flask | Blueprint) -> None:
    """Answer the engine's errors, HTTP's and the unforeseen; `owner` is the site, and the
    application when it stands alone.
    """
    owner.register_error_handler(CuaKhauError, _engine_error)
    owner.register_error_handler(HTTPException, _http_error)
    for status in default_exceptions:  # a host's handler of one status goes before ours of all
        owner.register_error_handler(status, _http_error)
    owner.register_error_handler(Exception, _unforeseen)


def _engine_error(error: CuaKhauError) -> ResponseReturnValue:
    if isinstance(error, BadQuery):
        status = 409 if isinstance(error, Contradiction) else 400
        return _answer(status, error.code, say("bad_request"), explain(error), error.parameter)
    if isinstance(error, BadCorrection):  # the file of them, which somebody edited by hand
        current_app.logger.error("%s", error)
        return _answer(503, error.code, say("not_ready"), told(error.args[0]))
    if isinstance(error, Busy | Full):
        return _later(error.code, "system_busy", "system_busy_detail", error.retry_after)
    if isinstance(error, NotPersisted):
        current_app.logger.error("%s", error)
        return _later(error.code, "cannot_write", "cannot_write_detail", error.retry_after)
    if isinstance(error, SystemRefusal):
        return _refused(error)
    current_app.logger.error("index unusable (%s): %r", error.code, str(error))
    detail = error.code if error.code in _UNUSABLE else "not_ready_detail"
    return _later(error.code, "not_ready", detail, 30)


def _later(code: str, title: str, detail: str, seconds: int) -> Response:
    """503 with the time after which it may be tried again."""
    response = _answer(503, code, say(title), say(detail))
    response.headers["Retry-After"] = str(seconds)
    return response


def _refused(error: SystemRefusal) -> ResponseReturnValue:
    """The system refused something: what, and not that the index is damaged."""
    current_app.logger.error("the system refuses (%s): %s", error.kind, error)
    return _later(error.code, "cannot_answer", _REFUSALS.get(error.kind, "server_device"), 30)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):
        event("unknown_host", logging.WARNING, host=request.environ.get("HTTP_HOST", ""))
    if isinstance(error, SecurityError) and _for_programs():
        return problem(400, "unknown_host", say("bad_request"), say("unknown_host"), "Host")
    if isinstance(error, SecurityError):
        # The host name is not ours: no address can be built, and none should be.
        return _in_plain_words(400, f"{say('unknown_host')} CUAKHAU_TRUSTED_HOSTS")
    code = error.code or 500
    if code < 400:
        return error.get_response()
    title, detail = _HTTP.get(code, ("cannot_do", ""))
    response = _answer(
        code,
        error.name.lower().replace(" ", "_"),
        say(title),
        say(detail, methods=_methods(error)) if detail else error.name,
    )
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _methods(error: HTTPException) -> str:
    """The methods an address has, of an error that knows them."""
    if not isinstance(error, MethodNotAllowed):
        return ""
    return ", ".join(sorted(error.valid_methods or ()))


def _unforeseen(error: Exception) -> ResponseReturnValue:
    if kind := refusal(error):
        return _refused(SystemRefusal(str(error) or type(error).__name__, kind))
    if current_app.testing or current_app.debug:
        raise error
    current_app.logger.exception("unforeseen error", extra={"values": {"id": request_id()}})
    code = InternalServerError.code
    return _answer(code, "internal_error", say("system_error"), say("system_error_detail"))


def explain(error: BadQuery) -> str:
    """What is wrong and what is right, by the parameter at fault."""
    if isinstance(error.args[0], Message):
        return told(error.args[0])
    if error.parameter == "page":
        return say("pages_to", most=MAX_DEPTH)
    if error.parameter == "per_page":
        return say("per_page_to", most=MAX_PER_PAGE)
    if error.parameter == "sort":
        return say("sorted_by", known=", ".join(get_args(Sort)))
    if error.parameter in LISTS:
        return say("values_to", most=MAX_VALUES)
    return str(error.args[0])


def _answer(status: int, code: str, title: str, detail: str, parameter: str = "") -> Response:
    if _for_programs():
        return problem(status, code, title, detail, parameter)
    try:
        page = render_template(
            "cuakhau/error.html",
            status=status,
            title=title,
            detail=detail,
            parameter=parameter,
            asked=request.args.get("q", "")[:MAX_QUERY],
            filtered=any(request.args.get(name) for name in (*LISTS, "date_from", "date_to")),
        )
    except Exception:
        # The page of an error may not fail for the reason that led to it.
        if current_app.testing or current_app.debug:
            raise
        current_app.logger.exception("no error page", extra={"values": {"id": request_id()}})
        return _in_plain_words(status, f"{title}. {detail}")
    return make_response(page, status)


def _in_plain_words(status: int, text: str) -> Response:
    text = f"{text} ({say('request_id', id=request_id())})"
    return make_response(f"{text}\n", status, {"Content-Type": "text/plain; charset=utf-8"})


def _for_programs() -> bool:
    """Is it a program that asks: of the API, or for a feed?"""
    return request.path.startswith(_api_prefix()) or (request.endpoint or "").startswith(
        f"{links.ORIGIN}.feeds."
    )


def _api_prefix() -> str:
    """Where the API lives in this application, e.g.

    `/tim-kiem/api/`; it is known from its search route.
    """
    for rule in current_app.url_map.iter_rules(f"{links.ORIGIN}.api.search"):
        return rule.rule.removesuffix("v1/search")
    return "/api/"
