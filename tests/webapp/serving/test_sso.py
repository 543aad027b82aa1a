"""Single sign-on by a proxy's header: off by default, believed only from the configured proxies, the API with a switch of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from webapp import create_app
from webapp.settings import Settings

PROXY, STRANGER = "10.1.2.3", "10.9.9.9"
TOKEN = "a token of the tests"
PAGES = [
    "/",
    "/?q=hop",
    "/matrix",
    "/articles/x",
    "/export/results.csv?q=hop",
    "/embed?q=hop",
    "/feed.json?q=hop",
    "/api/v1/suggest?q=hop",
]
OPEN = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/app.js",
    "/embed.js",
    "/opensearch.xml",
    "/help",
]


def site(seed_index: Path, **more: Any) -> FlaskClient:
    given = {"sso_header": "X-Remote-User", "sso_proxies": ("10.1.0.0/16", "::1"), **more}
    return create_app(index=seed_index, settings=Settings(**given)).test_client()


def status(client: FlaskClient, address: str, peer: str, **headers: str) -> int:
    response = client.get(
        address, headers=headers, environ_overrides={"REMOTE_ADDR": peer}, buffered=True
    )
    return response.status_code


def test_without_a_header_configured_everybody_reads(client: FlaskClient) -> None:
    assert status(client, "/?q=hop", STRANGER, **{"X-Remote-User": "an"}) == 200
    assert status(client, "/?q=hop", STRANGER) == 200


@pytest.mark.parametrize("address", PAGES)
def test_who_is_signed_in_at_the_proxy_reads_and_nobody_else(
    seed_index: Path, address: str
) -> None:
    client = site(seed_index)
    assert status(client, address, PROXY, **{"X-Remote-User": "an.nguyen"}) in (200, 404)
    assert status(client, address, f"::ffff:{PROXY}", **{"X-Remote-User": "an"}) in (200, 404)
    assert status(client, address, f"::ffff:{STRANGER}", **{"X-Remote-User": "an"}) != 200
    assert status(client, address, "::1", **{"X-Remote-User": "an.nguyen"}) in (200, 404)
    assert status(client, address, PROXY) == 403
    assert status(client, address, PROXY, **{"X-Remote-User": "  "}) == 403
    assert status(client, address, STRANGER, **{"X-Remote-User": "an.nguyen"}) == 403


@pytest.mark.parametrize("address", OPEN)
def test_what_tells_nothing_of_the_archive_stays_open(seed_index: Path, address: str) -> None:
    assert status(site(seed_index), address, STRANGER) == 200


def test_a_stranger_cannot_pass_for_the_proxy(seed_index: Path) -> None:
    client = site(seed_index, proxy_for=1)
    forged = {"X-Remote-User": "an", "X-Forwarded-For": PROXY}
    assert status(client, "/?q=hop", STRANGER, **forged) == 403
    assert (
        status(
            client, "/?q=hop", PROXY, **{"X-Remote-User": "an", "X-Forwarded-For": "203.0.113.9"}
        )
        == 200
    )


def test_the_header_opens_the_api_only_when_told_so(seed_index: Path) -> None:
    signed_in = {"X-Remote-User": "an"}
    shut, opened = site(seed_index, token=TOKEN), site(seed_index, token=TOKEN, sso_api=True)
    for address in (
        "/api/v1/search?q=hop",
        "/api/v1/articles/x",
        "/api/v1/openapi.json",
        "/api/v1/stats/matrix",
    ):
        assert status(shut, address, PROXY, **signed_in) == 401
        assert status(opened, address, PROXY, **signed_in) in (200, 404)
        assert status(opened, address, STRANGER, **signed_in) == 401
        assert status(shut, address, STRANGER, Authorization=f"Bearer {TOKEN}") in (200, 404)
        assert status(site(seed_index), address, STRANGER, Authorization="Bearer ") == 401


def test_a_program_gets_problem_details(seed_index: Path) -> None:
    response = site(seed_index).get("/api/v1/search?q=hop")
    assert (response.content_type, json.loads(response.text)["code"]) == (
        "application/problem+json",
        "unauthorized",
    )
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert json.loads(site(seed_index).get("/feed.json?q=hop").text)["code"] == "forbidden"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"CUAKHAU_SSO_HEADER": "X-Remote-User"}, "CUAKHAU_SSO_PROXIES"),
        (
            {"CUAKHAU_SSO_HEADER": "X Remote", "CUAKHAU_SSO_PROXIES": "10.0.0.1"},
            "CUAKHAU_SSO_HEADER",
        ),
        (
            {"CUAKHAU_SSO_HEADER": "X-Remote-User", "CUAKHAU_SSO_PROXIES": "proxy"},
            "CUAKHAU_SSO_PROXIES",
        ),
        ({"CUAKHAU_SSO_API": "yes"}, "CUAKHAU_SSO_API"),
        ({"CUAKHAU_TOKEN": "short"}, "CUAKHAU_TOKEN"),
        ({"CUAKHAU_CORS_ORIGINS": "*"}, "CUAKHAU_CORS_ORIGINS"),
        ({"CUAKHAU_CORS_ORIGINS": "https://a.vn/"}, "CUAKHAU_CORS_ORIGINS"),
        ({"CUAKHAU_CORS_ORIGINS": "https://*.a.vn"}, "CUAKHAU_CORS_ORIGINS"),
        ({"CUAKHAU_FRAME_ANCESTORS": "https://a.vn; script-src *"}, "CUAKHAU_FRAME_ANCESTORS"),
        ({"CUAKHAU_FRAME_ANCESTORS": "intranet"}, "CUAKHAU_FRAME_ANCESTORS"),
    ],
)
def test_a_setting_that_would_open_a_door_stops_the_start(
    variables: dict[str, str], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        Settings.from_environment(variables)


def test_good_settings_are_taken_and_the_token_is_never_printed() -> None:
    settings = Settings.from_environment(
        {
            "CUAKHAU_SSO_HEADER": "X-Remote-User",
            "CUAKHAU_SSO_PROXIES": "127.0.0.1, 10.0.0.0/8, ::1",
            "CUAKHAU_SSO_API": "1",
            "CUAKHAU_TOKEN": TOKEN,
            "CUAKHAU_CORS_ORIGINS": "https://a.vn,http://b.vn:8080",
            "CUAKHAU_FRAME_ANCESTORS": "https://*.tinh.gov.vn,http://127.0.0.1:9000",
        }
    )
    assert (settings.sso_api, settings.sso_proxies, settings.cors_origins) == (
        True,
        ("127.0.0.1", "10.0.0.0/8", "::1"),
        ("https://a.vn", "http://b.vn:8080"),
    )
    assert TOKEN not in repr(settings)
