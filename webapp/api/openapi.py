"""The description of the API, OpenAPI 3.1, made from the table of its routes, so that it cannot
tell of another API.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from webapp.api.answers import PROBLEM
from webapp.api.correcting import PATCHES
from webapp.api.parameters import Parameter
from webapp.api.register_schemas import REGISTER_SCHEMAS
from webapp.api.schema_parts import reference
from webapp.api.schemas import SCHEMAS

if TYPE_CHECKING:
    from webapp.api.routes import Route

__all__ = ["PROMISE", "document"]

PROMISE = (
    "Search a Vietnamese news archive. Keys and parameters may be added, never renamed or "
    "given another meaning: pass over keys "
    "you do not know. Offsets are code points, end exclusive; there is no HTML in any value. "
    "Every error is application/problem+json "
    "(RFC 9457) with a stable `code`. Answers carry a strong ETag; send it back as "
    "If-None-Match. Without `lang` messages are in "
    "the server's language, Vietnamese unless configured otherwise; lang=en is English."
)
ANSWERS = {
    "search": "SearchResults",
    "article": "Article",
    "article_by_id": "Article",
    "suggest": "Suggestions",
    "facet": "FacetValues",
    "related": "Related",
    "related_by_id": "Related",
    "timeline": "Timeline",
    "matrix": "Matrix",
    "entries": "Entries",
    "entry": "Entry",
    "offices": "Offices",
    "promises": "Promises",
    "add": "Submission",
    "remove": "Submission",
    "remove_by_id": "Submission",
    "submission": "Submission",
    "correct": "Submission",
    "correct_by_id": "Submission",
}
CORRECTING = ("correct", "correct_by_id")
WRITING = ("add", "remove", "remove_by_id", "submission", *CORRECTING)
LANGUAGE = Parameter("lang", "Language of messages", {"type": "string", "enum": ["vi", "en"]})
PROBLEMS = {
    "400": "A parameter or field is at fault; `errors` names it",
    "401": "The token is missing or wrong",
    "403": "Not allowed here: adding is off, or nobody is signed in",
    "404": "There is no such thing",
    "405": "The address does not have this method",
    "409": "Each parameter may be, but not together; `errors` names one of them",
    "412": "The archive has changed since what If-Match names was read",
    "413": "Larger than this server takes",
    "415": "Not a kind of content that is read",
    "429": "Too many requests from this address; Retry-After says when to try again",
    "500": "Something unforeseen went wrong",
    "503": "Busy, the index cannot be used, or nothing can be written; Retry-After says when to "
    "try again",
}


def document(routes: Sequence[Route], base: str) -> dict[str, Any]:
    """The whole description; `base` is the path the API has here."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.rule), {})[
            route.method.lower()
        ] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cửa Khẩu",
            "version": version("cuakhau"),
            "description": PROMISE,
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS | REGISTER_SCHEMAS,
            "responses": {
                code: {"description": text, "content": {PROBLEM: {"schema": reference("Problem")}}}
                for code, text in PROBLEMS.items()
            },
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "CUAKHAU_TOKEN of the server",
                }
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    lines = inspect.cleandoc(route.view.__doc__ or "").split("\n\n")
    operation: dict[str, Any] = {
        "operationId": route.endpoint,
        "summary": lines[0],
        "parameters": [_parameter(parameter) for parameter in (*route.parameters, LANGUAGE)],
        "responses": _responses(route),
    }
    if lines[1:]:
        operation["description"] = "\n\n".join(lines[1:])
    if route.endpoint in WRITING:
        operation["security"] = [{"token": []}]
    if route.endpoint == "add":
        operation["requestBody"] = _body()
    if route.endpoint in CORRECTING:
        patch = {"schema": reference("ArticlePatch")}
        operation["requestBody"] = {
            "required": True,
            "content": dict.fromkeys(PATCHES, patch),
        }
    return operation


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = parameter.schema
    if "enum" in schema and parameter.place == "query" and not parameter.required:
        schema = {**schema, "enum": [*schema["enum"], ""]}  # empty is left out
    made: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required or parameter.place == "path",
        "description": parameter.description,
        "schema": schema,
    }
    if schema["type"] == "array":
        made |= {"style": "form", "explode": True}
    return made


def _responses(route: Route) -> dict[str, Any]:
    name = ANSWERS.get(route.endpoint)
    schema = reference(name) if name else {"type": "object"}
    content = {"application/json": {"schema": schema}}
    etag = {"ETag": {"description": "Strong entity tag", "schema": {"type": "string"}}}
    found: dict[str, Any]
    if route.endpoint in WRITING and route.endpoint != "submission":
        location = {
            "Location": {
                "description": "Where to ask what has become of it",
                "schema": {"type": "string"},
            }
        }
        done = "201" if route.endpoint == "add" else "200"
        made = content
        if route.endpoint in CORRECTING:
            either = {"anyOf": [reference("Article"), reference("KeptAway")]}
            made = {"application/json": {"schema": either}}
        found = {
            done: {
                "description": "In the index, visible to searches",
                "content": made,
                "headers": location,
            },
            "202": {
                "description": "On disk; it will be in the index",
                "content": content,
                "headers": location,
            },
        }
    elif route.endpoint == "submission":
        found = {"200": {"description": "Its state", "content": content}}
    else:
        found = {
            "200": {"description": "Found", "content": content, "headers": etag},
            "304": {"description": "Not changed", "headers": etag},
        }
    codes = ["400", "401", "403", "404", "405", "409", "429", "500", "503"] + (
        ["413", "415"] if route.endpoint in ("add", *CORRECTING) else []
    )
    if route.endpoint in CORRECTING:
        codes.append("412")
    return found | {code: {"$ref": f"#/components/responses/{code}"} for code in sorted(codes)}


def _body() -> dict[str, Any]:
    one = reference("ArticleGiven")
    return {
        "required": True,
        # No schema tells which files can be read: their names and what is in them decide.
        "description": "One article, a list of them, JSON Lines; or, as multipart/form-data, files "
        "of the formats `indexer add` reads, each in a field `file`",
        "content": {
            "application/json": {
                "schema": {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
            },
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }
