"""Parameters named as the arguments of url_for: they mean nothing here, and break nothing."""

from __future__ import annotations

import inspect
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import flask
import pytest
from flask.testing import FlaskClient
from jinja2 import TemplateError

from tests.support.documents import parse
from webapp import create_app
from webapp.serving.security import content_security_policy
from webapp.settings import Settings

RESERVED = sorted(
    {
        name
        for function in (flask.url_for, flask.Flask.url_for)
        for name in inspect.signature(function).parameters
    }
    | {"self", "values", "request", "g", "_external", "_scheme", "_anchor", "_method"}
)
PAGES = [
    "/",
    "/help",
    "/matrix",
    "/compare",
    "/timeline",
    "/facets/province",
    "/embed",
    "/embed/guide",
    "/nope",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", RESERVED)
def test_no_reserved_name_reaches_the_making_of_addresses(
    client: FlaskClient, page: str, name: str
) -> None:
    plain = client.get(f"{page}?q=hop")
    asked = client.get(f"{page}?q=hop&{name}=x&{name}=y")
    assert asked.status_code == plain.status_code


def test_the_other_language_asks_all_that_this_page_was_asked(client: FlaskClient) -> None:
    query = "q=h%E1%BB%A3p+t%C3%A1c&province=A&province=B&endpoint=x&_external=1"
    page = parse(client.get(f"/?{query}").text)
    there = urlsplit(page.one("a", hreflang="en").href)
    assert (there.scheme, there.netloc, there.path) == ("", "", "/")
    assert parse_qsl(there.query) == [*parse_qsl(query), ("lang", "en")]


@pytest.mark.parametrize("address", ["/", "/nope", "/?page=0"])
def test_an_error_page_that_fails_is_told_in_plain_words_with_every_header(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    site = create_app(index=seed_index, settings=Settings())

    def broken(*_arguments: object) -> str:
        raise TemplateError("no template is any good")

    monkeypatch.setattr(site.jinja_env, "get_template", broken)
    monkeypatch.setattr(site.jinja_env, "get_or_select_template", broken)
    response = site.test_client().get(address)
    assert response.status_code in (400, 404, 500)
    assert response.mimetype == "text/plain"
    assert response.headers["Content-Security-Policy"] == content_security_policy()
    assert response.headers["X-Content-Type-Options"] == "nosniff"
