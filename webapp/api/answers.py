"""What every address for programs answers with: JSON, problem details, an entity tag that spares
the work, and who may read it.

The tag stands for the archive's generation, the question and the language; the body says the same
as long as it does (but for `took_ms`). It is compared before anything is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

from flask import Response, current_app, request
from flask import json as flask_json
from flask_babel import get_locale

from webapp.i18n import say
from webapp.service import engine
from webapp.serving.logs import request_id
from webapp.settings import Settings

__all__ = [
    "PROBLEM",
    "conditional",
    "entity_tag",
    "json_answer",
    "problem",
    "share",
    "unauthorized",
]

PROBLEM = "application/problem+json"
READING = ("GET", "HEAD")


def json_answer(
    body: dict[str, Any] | list[Any], status: int = 200, mimetype: str = "application/json"
) -> Response:
    """Compact UTF-8; a lone surrogate of an article, which has no UTF-8, becomes one "?", so that
    offsets hold.
    """
    text = flask_json.dumps(body, ensure_ascii=False, sort_keys=False, separators=(",", ":"))
    return current_app.response_class(
        f"{text}\n".encode("utf-8", "replace"), status=status, mimetype=mimetype
    )


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    parameter: str = "",
    errors: Sequence[dict[str, str]] = (),
) -> Response:
    """An error as application/problem+json (RFC 9457); `code` is stable, `errors` names what is at
    fault, by default the parameter.
    """
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "code": code,
        "request_id": request_id(),
    }
    if errors or parameter:
        body["errors"] = list(errors) or [{"param": parameter, "detail": detail}]
    return json_answer(body, status, PROBLEM)


def unauthorized() -> Response:
    """The token is missing or wrong (RFC 6750, 3)."""
    response = problem(
        401,
        "unauthorized",
        say("needs_token"),
        say("needs_token_detail"),
    )
    response.headers["WWW-Authenticate"] = 'Bearer realm="cuakhau"'
    return response


def conditional(make: Callable[[], Response], *question: object) -> Response:
    """The response `make` makes, with a strong entity tag; 304 without making it when the client
    holds it already (RFC 9110, 13.1.2).

    `question` is all that the body depends on besides the archive, the language, the site's name
    and its address.
    """
    before = engine().stamp()
    tag = entity_tag(request.endpoint or "", *question)
    if tag in (held := request.if_none_match).as_set(include_weak=True) and not held.star_tag:
        response = current_app.response_class(status=304)
    else:
        response = make()
        if (
            response.status_code != 200 or engine().stamp() != before
        ):  # answered while the archive changed: of which state, nobody knows
            return response
    response.set_etag(tag)
    response.cache_control.no_cache = True
    return response


def entity_tag(endpoint: str, *question: object) -> str:
    """The entity tag of what an endpoint answers to a question now, in the language asked for."""
    settings: Settings = current_app.config["CUAKHAU_SETTINGS"]
    parts = (
        version("cuakhau"),
        engine().stamp(),
        endpoint,
        get_locale(),
        settings.site_name,
        request.url_root,
        *question,
    )
    return blake2b(repr(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def share(response: Response) -> Response:
    """Let pages of the configured origins read what is here, by GET alone and without credentials
    (ASVS 5.0, 3.4.2).
    """
    origins = current_app.config["CUAKHAU_SETTINGS"].cors_origins
    if not origins:
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    preflight = request.method == "OPTIONS"
    method = (
        request.headers.get("Access-Control-Request-Method", "") if preflight else request.method
    )
    if origin not in origins or method not in READING:
        return response
    response.headers["Access-Control-Allow-Origin"] = origin
    if preflight:
        response.headers["Access-Control-Allow-Methods"] = "GET"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    else:
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response
