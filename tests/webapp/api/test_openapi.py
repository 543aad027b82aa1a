"""The API's description tells of the API there is: every address, parameter and field; and no answer to any request breaks it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import CHECKS
from schemathesis.core.parameters import ParameterLocation

from tests.webapp.pages.test_pages import QUANG_TAY
from webapp import create_app
from webapp.api import writing
from webapp.params import NAMES
from webapp.settings import Settings

TOKEN = "a token of the tests"
CASES = int(os.environ.get("CUAKHAU_TEST_CASES", "1"))  # so many times the usual number
EXAMPLES = {
    "/search": [
        "?q=cua+khau+thong+minh",
        "?q=xyzzy+qwerty",
        "?province=lang+son&sort=newest",
        "?q=cuwar+khaaur",
        "?nope=1",
        "",
    ],
    "/articles/{identifier}": [f"/{QUANG_TAY}?q=cua+khau", "/004_8ebbdd460858dd8e"],
    "/articles": [f"?id={QUANG_TAY}"],
    "/suggest": ["?q=cua", "?q=", "?q=lang+s&limit=1"],
    "/facets/{name}": ["/province?prefix=ha", "/counterpart?q=hop+tac", "/year", "/source?limit=1"],
    "/related/{identifier}": [f"/{QUANG_TAY}", "/004_8ebbdd460858dd8e?limit=1"],
    "/related": [f"?id={QUANG_TAY}"],
    "/stats/timeline": ["", "?unit=month&q=hop+tac", "?unit=day"],
    "/stats/matrix": ["", "?region=V%C3%A2n+Nam"],
    "/register": ["", "?counterpart=van+nam&kind=hoi+dam", "?q=xyzzy", "?per_page=1&page=2"],
    "/register/{identifier}": ["/8dd76918978a", "/a137cf26a5dd"],
    "/offices": ["", "?q=vuong+ninh"],
    "/promises": ["", "?date_from=2024-01&date_to=2024-03"],
    "/openapi.json": [""],
}


def description(client: FlaskClient) -> dict[str, Any]:
    return json.loads(client.get("/api/v1/openapi.json").text)


def closed(schema: Any) -> Any:
    """The schema with every object closed: a field that is not described is a fault then."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(value) for name, value in schema.items()}
    if made.get("type") == "object" and "properties" in made:
        made.setdefault("additionalProperties", False)
    return made


def fits(document: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    whole = closed({**schema, "components": document["components"]})
    jsonschema.Draft202012Validator(whole).validate(value)


def test_the_description_is_openapi_3_1(client: FlaskClient) -> None:
    document = description(client)
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_address_and_method_is_described(app: Flask, client: FlaskClient) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("cuakhau.api.")]
    own = [
        rule
        for rule in rules
        if not rule.endpoint.removeprefix("cuakhau.api.").startswith(("other_", "nothing"))
    ]
    there = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule).removeprefix("/api/v1"), method.lower())
        for rule in own
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {
        (path, method) for path, item in description(client)["paths"].items() for method in item
    }
    assert told == there


def test_every_parameter_of_a_search_is_described(client: FlaskClient) -> None:
    told = {
        parameter["name"]
        for parameter in description(client)["paths"]["/search"]["get"]["parameters"]
    }
    assert told == NAMES | {"lang", "facets", "facet_limit", "links"}


def test_every_parameter_read_is_described(client: FlaskClient) -> None:
    room = Path(__file__).parents[3] / "webapp" / "api"
    source = "".join(path.read_text("utf-8") for path in room.glob("*.py"))
    read = set(re.findall(r"""(?:args\.get(?:list)?|number|choice|text)\("(\w+)\"""", source))
    told = {
        parameter["name"]
        for item in description(client)["paths"].values()
        for operation in item.values()
        for parameter in operation["parameters"]
    }
    assert read - told == set()


@pytest.mark.parametrize(
    ("path", "tail"), [(path, tail) for path, tails in EXAMPLES.items() for tail in tails]
)
def test_every_field_of_an_answer_is_described(client: FlaskClient, path: str, tail: str) -> None:
    document = description(client)
    response = client.get("/api/v1" + re.sub(r"/\{\w+\}", "", path) + tail)
    assert (response.status_code, response.content_type) == (200, "application/json")
    operation = document["paths"][path]["get"]
    fits(
        document,
        operation["responses"]["200"]["content"]["application/json"]["schema"],
        json.loads(response.text),
    )
    assert response.headers["ETag"].startswith('"')


def test_every_address_that_is_read_has_an_example_here(client: FlaskClient) -> None:
    reading = {path for path, item in description(client)["paths"].items() if "get" in item}
    assert reading == {*EXAMPLES, "/submissions/{identifier}"}


@pytest.mark.parametrize(
    "address",
    ["/api/v1/nope", "/api/v1/search?page=0", "/api/v1/articles/nope", "/api/v1/facets/nope"],
)
def test_every_field_of_a_problem_is_described(client: FlaskClient, address: str) -> None:
    document = description(client)
    fits(document, {"$ref": "#/components/schemas/Problem"}, json.loads(client.get(address).text))


def test_the_servers_address_carries_the_prefix(seed_index: Path) -> None:
    client = create_app(index=seed_index, settings=Settings(proxy_prefix=1)).test_client()
    document = json.loads(
        client.get("/api/v1/openapi.json", headers={"X-Forwarded-Prefix": "/tim-kiem"}).text
    )
    assert document["servers"] == [{"url": "/tim-kiem/api/v1"}]


# Requests of every kind, good and bad, made from the description (schemathesis); the same ones at every run.


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from indexer import Archive
    from tests.support.running import SEEDS

    index = tmp_path_factory.mktemp("fuzzed") / "index"
    Archive.build(SEEDS, index)
    made = create_app(settings=Settings(index=index, token=TOKEN, wrong_tokens=0))
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", made)


OPERATIONS = [
    ("get", "/search"),
    ("get", "/articles/{identifier}"),
    ("get", "/articles"),
    ("get", "/suggest"),
    ("get", "/facets/{name}"),
    ("get", "/related/{identifier}"),
    ("get", "/related"),
    ("get", "/stats/timeline"),
    ("get", "/stats/matrix"),
    ("get", "/register"),
    ("get", "/register/{identifier}"),
    ("get", "/offices"),
    ("get", "/promises"),
    ("get", "/openapi.json"),
    ("post", "/articles"),
    ("delete", "/articles"),
    ("delete", "/articles/{identifier}"),
    ("patch", "/articles"),
    ("patch", "/articles/{identifier}"),
    ("get", "/submissions/{identifier}"),
]


def test_every_operation_is_fuzzed(client: FlaskClient) -> None:
    assert set(OPERATIONS) == {
        (method, path) for path, item in description(client)["paths"].items() for method in item
    }


@pytest.mark.filterwarnings(
    "ignore:Do not use the `random` module"
)  # schemathesis makes multipart boundaries with it
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_breaks_the_server_or_the_description(
    api: Any, method: str, path: str, mode: str
) -> None:
    operation = api[path][method]
    cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))

    @seed(20_250_324)
    @settings(
        max_examples=12 * CASES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def run(case: Any) -> None:
        query = case.query or {}
        wait = str(query.get("wait", ""))
        if wait.isdigit() and int(wait) <= writing.MAX_WAIT:
            case.query = {**query, "wait": "0"}  # nobody waits for a commit here
        header = case.meta.components.get(ParameterLocation.HEADER)
        is_denied = header is not None and header.mode is schemathesis.GenerationMode.NEGATIVE
        headers = None if is_denied else {"Authorization": f"Bearer {TOKEN}"}
        case.call_and_validate(checks=CHECKS.get_all(), headers=headers)

    run()
