"""The token is asked for once; a signed cookie, good in one browser and for one person, stands for it after that."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp import create_app
from webapp.serving.sso import guard
from webapp.settings import Settings
from webapp.submissions import sign_in

TOKEN = "a-token-of-the-tests"
PAGE = "/guarded?part=2"


def page() -> str:
    """A page behind the token: who is there, what counts as sent, what was typed, the form's key."""
    sent = request.form.get("title", "") if sign_in.is_sent() else "-"
    typed = request.form.get("title", "-")
    return f"{sign_in.signed_in_as()}|{sent}|{typed}|{sign_in.form_key()}"


def site(index: Path, **more: Any) -> Flask:
    app = create_app(index=index, settings=Settings(**{"token": TOKEN, **more}))
    methods = ["GET", "POST"]
    app.add_url_rule("/guarded", "guarded", sign_in.needs_token(page), methods=methods)
    return app


@pytest.fixture
def client(seed_index: Path) -> FlaskClient:
    return site(seed_index).test_client()


def enter(client: FlaskClient, token: str = TOKEN, **more: str) -> TestResponse:
    return client.post(PAGE, data={"token": token, "name": "Lan  <b>", **more})


def cookie_of(response: TestResponse) -> str:
    return response.headers.get("Set-Cookie", "")


def key_of(client: FlaskClient) -> str:
    return client.get(PAGE).text.rpartition("|")[2]


def test_without_the_token_it_is_asked_for_and_nothing_is_shown(client: FlaskClient) -> None:
    for response in (client.get(PAGE), client.post(PAGE, data={"title": "x", "key": "y"})):
        assert response.status_code == 403
        assert 'name="token"' in response.text
        assert "|" not in response.text
        assert response.headers["Cache-Control"] == "no-store"
        assert cookie_of(response) == ""


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "é\x00"])
def test_a_wrong_token_opens_nothing(client: FlaskClient, token: str) -> None:
    response = enter(client, token)
    assert (response.status_code, cookie_of(response)) == (403, "")
    assert "Mã truy cập chưa đúng." in response.text
    assert client.get(PAGE).status_code == 403


def test_the_right_one_leads_to_the_page_and_is_not_asked_for_again(client: FlaskClient) -> None:
    response = enter(client)
    assert (response.status_code, response.headers["Location"]) == (303, PAGE)
    cookie = cookie_of(response)
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert TOKEN not in cookie
    assert client.get(PAGE).text.startswith("Lan <b>|-|-|")


def test_behind_https_the_cookie_stays_there(seed_index: Path) -> None:
    client = site(seed_index, proxy_proto=1).test_client()
    https = {"base_url": "https://localhost", "headers": {"X-Forwarded-Proto": "https"}}
    cookie = cookie_of(client.post(PAGE, data={"token": TOKEN}, **https))
    assert cookie.startswith("__Secure-")
    assert {"Secure", "HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    page = client.get(PAGE, **https).text
    assert page.startswith("|-|-|")
    name, _, value = cookie.partition(";")[0].partition("=")
    assert sign_in.may_send(
        client.application.extensions["cuakhau_submission_queue"], f"{name}={value}"
    )
    client.set_cookie(name.removeprefix("__Secure-"), value)  # as a page of http could
    client.delete_cookie(name)
    assert client.get(PAGE, **https).status_code == 403
    client.set_cookie(name, value, secure=True)
    ended = client.post("/sign-out", data={"key": page.rpartition("|")[2]}, **https)
    assert {"Max-Age=0", "Secure"} <= set(cookie_of(ended).split("; "))
    assert client.get(PAGE, **https).status_code == 403


def test_only_a_form_of_ours_counts_as_sent(client: FlaskClient) -> None:
    enter(client)
    key = key_of(client)
    assert client.post(PAGE, data={"title": "T", "key": key}).text.startswith("Lan <b>|T|T|")
    for wrong in ("", "x", key[:-1], "é"):
        assert client.post(PAGE, data={"title": "T", "key": wrong}).text.startswith("Lan <b>|-|T|")
    assert client.get(f"{PAGE}&title=T&key={key}").text.startswith("Lan <b>|-|-|")


def test_what_was_typed_before_the_token_was_asked_for_comes_back(client: FlaskClient) -> None:
    asked = client.post(PAGE, data={"title": 'a "b" <c>', "key": "of an earlier day"})
    hidden = re.findall(r'<input type="hidden" name="title" value="([^"]*)">', asked.text)
    assert [html.unescape(value) for value in hidden] == ['a "b" <c>']
    entered = enter(client, title='a "b" <c>')
    assert entered.text.startswith('Lan <b>|-|a "b" <c>|')
    assert cookie_of(entered)


def test_a_cookie_that_is_not_ours_or_is_old_opens_nothing(
    client: FlaskClient, seed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = cookie_of(enter(client)).partition("=")[2].partition(";")[0]
    ends, nonce, ticket, name, signature = value.split(".")
    other = site(seed_index, token="another-token-of-tests").test_client()
    for wrong in (
        f"{int(ends) + 1}.{nonce}.{ticket}.{name}.{signature}",
        f"{ends}.{nonce}.{ticket}..{signature}",
        f"{ends}.{nonce}..{name}.{signature}",
        f"{ends}.{nonce}.{ticket}.{name}.",
        "",
        "...",
        "é",
    ):
        other.set_cookie(sign_in.COOKIE, wrong)
        assert other.get(PAGE).status_code == 403
        client.set_cookie(sign_in.COOKIE, wrong)
        assert client.get(PAGE).status_code == 403
    other.set_cookie(sign_in.COOKIE, value)
    assert other.get(PAGE).status_code == 403
    client.set_cookie(sign_in.COOKIE, value)
    assert client.get(PAGE).status_code == 200
    monkeypatch.setattr(sign_in.time, "time", lambda: int(ends) + 1.0)
    assert client.get(PAGE).status_code == 403


def test_a_cookie_is_good_for_one_of_those_a_proxy_signs_in(seed_index: Path) -> None:
    app = site(seed_index, sso_header="X-Remote-User", sso_proxies=("127.0.0.1",))
    app.before_request(guard)
    client = app.test_client()
    lan, binh = {"X-Remote-User": "lan"}, {"X-Remote-User": "binh"}
    data = {"token": TOKEN, "name": "somebody else"}
    assert client.post(PAGE, data=data, headers=lan).status_code == 303
    assert client.get(PAGE, headers=lan).text.startswith("lan|-|-|")
    assert client.get(PAGE, headers=binh).status_code == 403
    assert 'name="name"' not in client.get(PAGE, headers=binh).text
    assert client.get(PAGE).status_code == 403


def test_below_a_prefix_and_with_an_odd_address_it_leads_back(seed_index: Path) -> None:
    app = site(seed_index, proxy_prefix=1)
    app.add_url_rule(
        "/odd/<path:id_>", "odd", sign_in.needs_token(lambda id_: id_), methods=["GET", "POST"]
    )
    client, below = app.test_client(), {"X-Forwarded-Prefix": "/tim-kiem"}
    address = "/odd/b%C3%A0i%3F%25%231?lang=en&id=a%26b"
    entered = client.post(address, data={"token": TOKEN}, headers=below)
    assert entered.headers["Location"] == f"/tim-kiem{address}"
    assert "Path=/tim-kiem/" in cookie_of(entered).split("; ")


def test_who_signs_out_is_asked_again(client: FlaskClient) -> None:
    enter(client)
    assert client.post("/sign-out", data={"key": "of another site"}).status_code == 303
    assert client.get(PAGE).status_code == 200
    assert client.post("/sign-out", data={"key": key_of(client)}).status_code == 303
    assert client.get(PAGE).status_code == 403


def test_who_guesses_is_slowed_down(seed_index: Path) -> None:
    client = site(seed_index, wrong_tokens=3).test_client()
    assert [enter(client, f"wrong {n}").status_code for n in range(4)] == [403, 403, 403, 429]
    assert enter(client).status_code == 303


def test_where_no_token_is_configured_there_is_no_such_page(seed_index: Path) -> None:
    client = site(seed_index, token="").test_client()
    assert client.get(PAGE).status_code == 404
    assert enter(client, "").status_code == 404
