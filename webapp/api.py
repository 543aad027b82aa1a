"""The JSON API. One shape for results (SearchResults.to_dict), one for errors (RFC 9457 problem details)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request
from flask import json as flask_json

from webapp.engine import engine
from webapp.requests import current_search

__all__ = ["blueprint", "problem"]

blueprint = Blueprint("api", __name__)
MAX_SUGGESTIONS = 10


@blueprint.get("/search")
def search() -> Response:
    """Hits, facets, total and how the query was read."""
    return _json(engine().search(current_search()).to_dict())


@blueprint.get("/suggest")
def suggest() -> Response:
    """Completions of `q`, most useful first."""
    found = engine().ask(lambda archive: archive.suggest(request.args.get("q", ""), limit=MAX_SUGGESTIONS))
    return _json({"suggestions": [{"text": s.text, "label": s.label, "total": s.total} for s in found]})


def problem(status: int, code: str, title: str, detail: str, parameter: str = "") -> Response:
    """An error as application/problem+json; `code` is stable, `errors` names the parameter at fault."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "code": code,
    }
    if parameter:
        body["errors"] = [{"param": parameter, "detail": detail}]
    return _json(body, status, "application/problem+json")


def _json(body: dict[str, Any], status: int = 200, mimetype: str = "application/json") -> Response:
    text = flask_json.dumps(body, ensure_ascii=False, sort_keys=False, separators=(",", ":"))
    return current_app.response_class(f"{text}\n", status=status, mimetype=mimetype)
