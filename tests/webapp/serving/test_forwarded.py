"""What a proxy says of the address that was asked has the shape of an address, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp import create_app
from webapp.settings import Settings


@pytest.mark.parametrize("prefix", ["/tim-kiem", "/a/b.c/~d_e", "/tim-kiem/", ""])
def test_a_prefix_stands_in_every_link(seed_index: Path, prefix: str) -> None:
    client = create_app(settings=Settings(index=seed_index, proxy_prefix=1)).test_client()
    response = client.get("/help", headers={"X-Forwarded-Prefix": prefix})
    assert response.status_code == 200
    assert f'href="{prefix.rstrip("/")}/static/style.css' in response.text


@pytest.mark.parametrize(
    "prefix",
    [
        "//evil.example",
        "/a//b",
        "/../x",
        "/a/..",
        "/./a",
        "https://evil.example",
        "/a b",
        "/a%2fb",
        "/a?b",
        '/"><script>',
        "tim-kiem",
        "/é",
        "/a,//evil.example",
    ],
)
def test_what_is_no_prefix_is_refused(seed_index: Path, prefix: str) -> None:
    client = create_app(settings=Settings(index=seed_index, proxy_prefix=1)).test_client()
    response = client.get(
        "/help", headers={"X-Forwarded-Prefix": prefix.encode().decode("latin-1")}
    )
    assert (response.status_code, response.text) == (400, "400 X-Forwarded-Prefix\n")
    assert "Content-Security-Policy" in response.headers


def test_a_scheme_is_http_or_https(seed_index: Path) -> None:
    client = create_app(settings=Settings(index=seed_index, proxy_proto=1)).test_client()
    assert client.get("/help", headers={"X-Forwarded-Proto": "https"}).status_code == 200
    assert client.get("/help", headers={"X-Forwarded-Proto": "javascript"}).status_code == 400


def test_what_nobody_is_trusted_to_say_is_not_even_looked_at(seed_index: Path) -> None:
    client = create_app(settings=Settings(index=seed_index)).test_client()
    forged = {"X-Forwarded-Prefix": "//evil.example", "X-Forwarded-Proto": "javascript"}
    response = client.get("/help", headers=forged)
    assert response.status_code == 200
    assert "evil.example" not in response.text


@pytest.mark.parametrize("host", ["tim.tinh.gov.vn", "TIM.Tinh.gov.VN", "Tim.tinh.gov.vn:8000"])
def test_host_names_are_alike_in_any_case(seed_index: Path, host: str) -> None:
    settings = Settings(index=seed_index, trusted_hosts=("Tim.Tinh.GOV.vn",))
    assert (
        create_app(settings=settings).test_client().get("/", headers={"Host": host}).status_code
        == 200
    )


def test_browsers_are_told_to_come_by_https_only_when_they_did(seed_index: Path) -> None:
    client = create_app(settings=Settings(index=seed_index, hsts=3_600)).test_client()
    name = "Strict-Transport-Security"
    assert client.get("/help", base_url="https://localhost").headers[name] == "max-age=3600"
    assert name not in client.get("/help").headers
