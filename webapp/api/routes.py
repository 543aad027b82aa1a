"""The addresses of the API, in one table: every other method gets 405 and every other address 404,
as problem details too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, get_args

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import MethodNotAllowed

from indexer.errors import BadQuery
from indexer.model.messages import Message
from indexer.model.request import MAX_DEPTH, MAX_QUERY
from indexer.model.results import FACET_LIMIT
from indexer.searching.facet_results import COUNTED, facet_link
from indexer.searching.pivots import Unit
from webapp.api import correcting, openapi, preview, register, shapes, writing
from webapp.api.answers import conditional, json_answer, share
from webapp.api.parameters import (
    ANSWER,
    FILTERS,
    LINKS,
    MAX_FACET_LIMIT,
    Parameter,
    choice,
    facets_asked,
    links_asked,
    number,
    search_asked,
    text,
    unknown,
)
from webapp.i18n import LANGUAGES, current_language, say, told
from webapp.requests import region_asked
from webapp.service import engine

__all__ = ["ROUTES", "Route", "blueprint"]

MAX_SUGGESTIONS = 20
MAX_PREVIEWED = 10
MAX_RELATED = 20
MAX_VALUES = 1_000
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND")
View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Route:
    """One address and method: the view's name, what the description says of it, and its
    parameters.
    """

    rule: str
    method: str
    endpoint: str
    view: View
    parameters: tuple[Parameter, ...] = ()


def search() -> Response:
    """Hits, facets, total, and how the query was read."""
    asked, strange = search_asked(), unknown(ANSWER)
    facets, links = facets_asked(), links_asked()
    limit = number("facet_limit", FACET_LIMIT, MAX_FACET_LIMIT)

    def make() -> Response:
        body = shapes.results(engine().search(asked), facets, limit, links=links)
        if strange:
            body["warnings"] = [
                *body["warnings"],
                say("no_parameters", names=", ".join(name[:40] for name in strange[:5])),
            ]
        return json_answer(body)

    return conditional(make, asked, strange, facets, limit, links)


def article(identifier: str = "") -> Response:
    """An article whole, its facts with their evidence; with `q` also where the words of the query
    stand in the text.
    """
    identifier, query = identifier or _id(), text("q")

    def make() -> Response:
        found = engine().ask(lambda archive: archive.article(identifier))
        if found is None:
            abort(404)
        marks = engine().ask(lambda archive: archive.marks(identifier, query)) if query else ()
        return json_answer(shapes.article(found, marks))

    return conditional(make, identifier, query)


def suggest() -> Response:
    """Completions of what is being typed, most useful first; each number is what choosing it finds
    under the filters. Asked for, the best articles and the places named too; these are then no
    completions.
    """
    typed, limit = request.args.get("q", ""), number("limit", 10, MAX_SUGGESTIONS)
    most = number("articles", 0, MAX_PREVIEWED)
    base = replace(search_asked(FILTERS), q="", literal=False)

    def make() -> Response:
        found = engine().ask(
            lambda archive: archive.suggest(typed, limit=limit, base=base, filters=not most)
        )
        body: dict[str, Any] = {"suggestions": shapes.suggestions(found)}
        if most:
            body["articles"] = preview.articles(typed[:MAX_QUERY], found, most)
            body["places"] = preview.places(typed[:MAX_QUERY])
        return json_answer(body)

    return conditional(make, typed, limit, most, base)


def facet(name: str) -> Response:
    """The values of a facet for a search, most frequent first, or those of which a word begins
    with `prefix`: `limit` a page.
    """
    if name not in COUNTED:
        abort(404)
    asked, prefix, limit = search_asked(FILTERS), text("prefix"), number("limit", 100, MAX_VALUES)
    page, links = number("page", 1, MAX_DEPTH), links_asked()

    def make() -> Response:
        values = list(engine().ask(lambda archive: archive.facet(asked, name)).values)
        if prefix:
            values = shapes.beginning(name, values, prefix)
        link = facet_link(engine().as_read(asked)) if links else None
        shown = shapes.facet_values(name, values[(page - 1) * limit : page * limit], link)
        more = max(0, len(values) - page * limit)
        return json_answer(
            {
                "name": name,
                "values": shown,
                "total": len(values),
                "page": page,
                "truncated": more > 0,
                "more": more,
            }
        )

    return conditional(make, name, asked, prefix, limit, page, links)


def related(identifier: str = "") -> Response:
    """Articles with the same key phrases and places, best first."""
    identifier, limit = identifier or _id(), number("limit", 5, MAX_RELATED)

    def make() -> Response:
        found = engine().ask(lambda archive: archive.related(identifier, limit=limit))
        if found is None:
            abort(404)
        return json_answer({"id": identifier, "hits": shapes.hits(found)})

    return conditional(make, identifier, limit)


def timeline() -> Response:
    """How many articles of a search fall into each year, month or day."""
    asked = search_asked(FILTERS)
    unit: Any = choice("unit", get_args(Unit), "year")
    return conditional(
        lambda: json_answer(
            shapes.timeline(engine().ask(lambda archive: archive.timeline(asked, unit)), unit)
        ),
        asked,
        unit,
    )


def matrix() -> Response:
    """How many articles of a search name each province together with each counterpart region, or
    with each unit of one region.
    """
    asked, (region, wrong) = search_asked(FILTERS), region_asked()

    def make() -> Response:
        found = engine().ask(lambda archive: archive.matrix(asked, region))
        warnings = [told(wrong)] if wrong else []
        return json_answer({**shapes.matrix(found, region), "warnings": warnings})

    return conditional(make, asked, region)


def description() -> Response:
    """This description, OpenAPI 3.1."""
    base = request.script_root + request.path.removesuffix("/openapi.json")
    response = json_answer(openapi.document(ROUTES, base))
    response.add_etag()
    response.cache_control.no_cache = True
    return response.make_conditional(request)  # type: ignore[return-value]  # the same response


def _id() -> str:
    """The id in the query string. Raises BadQuery when there is none."""
    identifier = request.args.get("id", "")
    if not identifier:
        raise BadQuery(Message("which_article"), "id")
    return identifier


ID = Parameter(
    "id",
    "The article's id, for ids that do not survive as a path",
    {"type": "string", "minLength": 1},
    required=True,
)
IDENTIFIER = Parameter("identifier", "The article's id", {"type": "string", "minLength": 1}, "path")
ENTRY = Parameter("identifier", "The entry's id", {"type": "string", "minLength": 1}, "path")
MARKED = Parameter("q", "A query whose words are marked in the text", {"type": "string"})
NAME = Parameter("name", "The facet", {"type": "string", "enum": list(COUNTED)}, "path")
PREFIX = Parameter(
    "prefix", "Beginning of a word of the value's name, bare or accented", {"type": "string"}
)
PART = Parameter(
    "page",
    "From 1; `limit` values on each",
    {"type": "integer", "minimum": 1, "maximum": MAX_DEPTH, "default": 1},
)
REGION = Parameter(
    "region", "A counterpart region, to see its cities and counties", {"type": "string"}
)
PREVIEWED = Parameter(
    "articles",
    "So many of the best articles, and the places named; none unless asked for",
    {"type": "integer", "minimum": 1, "maximum": MAX_PREVIEWED},
)
TYPED = Parameter("q", "What has been typed so far", {"type": "string"})
ONE_ID = {"type": "string", "minLength": 1}
SEVERAL = {"type": "array", "items": ONE_ID, "minItems": 1, "maxItems": writing.MAX_IDS}
IDS = Parameter("id", "Ids of the articles", SEVERAL, required=True)
SUBMISSION = Parameter(
    "identifier", "The submission's name, as it was given out", {"type": "string"}, "path"
)
WAIT = Parameter(
    "wait",
    "Seconds to wait for the commit",
    {"type": "integer", "minimum": 0, "maximum": writing.MAX_WAIT, "default": 0},
)
UNIT = Parameter(
    "unit",
    "Size of the periods",
    {"type": "string", "enum": list(get_args(Unit)), "default": "year"},
)


NARROWING = tuple(one for one in FILTERS if one.name not in ("q", "literal"))


def _limit(default: int, most: int) -> Parameter:
    return Parameter(
        "limit",
        "At most so many",
        {"type": "integer", "minimum": 1, "maximum": most, "default": default},
    )


ROUTES = (
    Route("/search", "GET", "search", search, ANSWER),
    Route("/articles/<path:identifier>", "GET", "article", article, (IDENTIFIER, MARKED)),
    Route("/articles", "GET", "article_by_id", article, (ID, MARKED)),
    Route(
        "/suggest",
        "GET",
        "suggest",
        suggest,
        (TYPED, _limit(10, MAX_SUGGESTIONS), PREVIEWED, *NARROWING),
    ),
    Route(
        "/facets/<name>",
        "GET",
        "facet",
        facet,
        (NAME, PREFIX, _limit(100, MAX_VALUES), PART, LINKS, *FILTERS),
    ),
    Route(
        "/related/<path:identifier>",
        "GET",
        "related",
        related,
        (IDENTIFIER, _limit(5, MAX_RELATED)),
    ),
    Route("/related", "GET", "related_by_id", related, (ID, _limit(5, MAX_RELATED))),
    Route("/stats/timeline", "GET", "timeline", timeline, (UNIT, *FILTERS)),
    Route("/stats/matrix", "GET", "matrix", matrix, (REGION, *FILTERS)),
    Route("/register", "GET", "entries", register.entries, register.ENTRIES),
    Route("/register/<path:identifier>", "GET", "entry", register.entry, (ENTRY,)),
    Route("/offices", "GET", "offices", register.offices, register.PERSONS),
    Route("/promises", "GET", "promises", register.promises, register.PERSONS),
    Route("/openapi.json", "GET", "openapi", description),
    Route("/articles", "POST", "add", writing.add, (WAIT,)),
    Route("/articles", "DELETE", "remove_by_id", writing.remove, (IDS, WAIT)),
    Route("/articles/<path:identifier>", "DELETE", "remove", writing.remove, (IDENTIFIER, WAIT)),
    Route(
        "/articles/<path:identifier>", "PATCH", "correct", correcting.correct, (IDENTIFIER, WAIT)
    ),
    Route("/articles", "PATCH", "correct_by_id", correcting.correct, (ID, WAIT)),
    Route("/submissions/<identifier>", "GET", "submission", writing.state, (SUBMISSION, WAIT)),
)


def _register(room: Blueprint) -> None:
    for route in ROUTES:
        room.add_url_rule(
            route.rule,
            route.endpoint,
            route.view,
            methods=[route.method],
            provide_automatic_options=False,
        )
    for rule in dict.fromkeys(route.rule for route in ROUTES):
        own = {route.method for route in ROUTES if route.rule == rule}
        name = "other_" + next(route.endpoint for route in ROUTES if route.rule == rule)
        others = [method for method in METHODS if method not in own]
        allowed = sorted(own | {"OPTIONS"} | ({"HEAD"} if "GET" in own else set()))
        room.add_url_rule(
            rule, name, _other(allowed), methods=others, provide_automatic_options=False
        )
    for rule in ("/", "/<path:other>"):
        room.add_url_rule(
            rule, "nothing", _nothing, methods=[*METHODS], provide_automatic_options=False
        )
    room.before_request(_check_language)
    room.before_request(_check_repeated)
    room.after_request(share)


def _check_language() -> None:
    """A language that is none is at fault here as any other value; on a page it means the usual
    one.
    """
    choice("lang", LANGUAGES, current_language())


def _check_repeated() -> None:
    """Raises BadQuery for two values of what has one: neither is better than the other."""
    name = (request.endpoint or "").rpartition(".")[2]
    table = next((route.parameters for route in ROUTES if route.endpoint == name), ())
    for parameter in table:
        given = {value for value in request.args.getlist(parameter.name) if value.strip()}
        if parameter.schema["type"] != "array" and len(given) > 1:
            raise BadQuery(Message("one_value", name=parameter.name), parameter.name)


def _other(allowed: list[str]) -> View:
    """The answer to a method an address does not have, and to the question which ones it has."""

    def view(**_parts: str) -> Response:
        if request.method != "OPTIONS":
            raise MethodNotAllowed(valid_methods=allowed)
        response = current_app.response_class(status=204)
        response.headers["Allow"] = ", ".join(allowed)
        return response

    return view


def _nothing(other: str = "") -> Response:
    abort(404)


blueprint = Blueprint("api", __name__)
_register(blueprint)
