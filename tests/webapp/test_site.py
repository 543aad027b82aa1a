"""The site as others run it: errors, headers, health, exports, a prefix, a host of its own, mounted in another site."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.documents import parse
from tests.webapp.pages.test_pages import PAGES, QUANG_TAY
from webapp import create_app, create_site
from webapp.service import SearchService
from webapp.settings import Settings

KIBIBYTE = 1024


def policy(header: str) -> dict[str, list[str]]:
    """A Content-Security-Policy by directive, read as browsers do (CSP level 3, 2.2.1): unknown syntax shows as a wrong name."""
    found: dict[str, list[str]] = {}
    for rule in header.split(";"):
        name, *values = rule.split()
        assert name not in found
        found[name] = values
    return found


def test_the_security_policy_parses_and_allows_only_our_own_files(client: FlaskClient) -> None:
    none, own = ["'none'"], ["'self'"]
    for address in [
        *PAGES,
        "/nope",
        "/api/v1/search?q=a",
        "/static/app.js",
        "/healthz",
        "/export/results.csv?q=hop",
    ]:
        headers = client.get(address, buffered=True).headers
        assert policy(headers["Content-Security-Policy"]) == {
            "default-src": none,
            "script-src": own,
            "style-src": own,
            "img-src": own,
            "font-src": own,
            "connect-src": own,
            "form-action": own,
            "object-src": none,
            "base-uri": none,
            "frame-ancestors": none,
        }
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == (
            "nosniff",
            "same-origin",
        )
        assert "Set-Cookie" not in headers


def test_pages_and_files_stay_within_their_budgets(client: FlaskClient) -> None:
    assert {
        a: len(client.get(a).data) for a in PAGES if len(client.get(a).data) > 100 * KIBIBYTE
    } == {}
    assert {a: n for a in PAGES if (n := len(list(parse(client.get(a).text).walk()))) > 1400} == {}


@pytest.mark.parametrize("address", PAGES)
def test_scripts_and_styles_of_a_page_stay_within_their_budgets(
    client: FlaskClient, address: str
) -> None:
    document = parse(client.get(address).text)
    scripts = [one.attributes["src"] for one in document.all("script")]
    styles = [one.href for one in document.all("link", rel="stylesheet")]
    assert sum(len(client.get(one, buffered=True).data) for one in scripts) <= 15_000
    assert sum(len(client.get(one, buffered=True).data) for one in styles) <= 20_000


def test_files_are_kept_for_long_because_their_address_names_their_content(
    client: FlaskClient,
) -> None:
    document = parse(client.get("/").text)
    for address in (
        *(script.attributes["src"] for script in document.all("script")),
        *(link.href for link in document.all("link", rel="stylesheet")),
    ):
        assert "v=" in address
        assert (
            client.get(address, buffered=True).headers["Cache-Control"]
            == "public, max-age=31536000, immutable"
        )
    assert client.get("/static/app.js", buffered=True).headers["Cache-Control"] == "no-cache"
    assert client.get("/").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nope", 404, "Không có trang này"),
        ("/articles/nope", 404, "Không có trang này"),
        ("/?q=hop&page=nope", 400, "Yêu cầu chưa hợp lệ"),
        ("/?q=hop&page=51", 400, "1000"),
        ("/?q=hop&sort=best", 400, "relevance"),
        ("/matrix?date_to=x", 400, "Ngày «x» không hợp lệ"),
        ("/?" + "&".join(f"province={n}" for n in range(33)), 400, "32"),
    ],
)
def test_errors_are_pages_that_lead_on(
    client: FlaskClient, address: str, status: int, words: str
) -> None:
    response = client.get(address)
    document = parse(response.text)
    assert (response.status_code, words in document.text) == (status, True)
    assert [a.href for a in document.one("main").all("a")][-2:] == ["/", "/help"]


def test_what_is_not_a_get_is_refused(client: FlaskClient) -> None:
    assert client.post("/", data={"q": "a"}).status_code == 405
    assert client.post("/api/v1/search").content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "status", "code", "parameter"),
    [
        ("/api/v1/nope", 404, "not_found", None),
        ("/api/v1/search?q=a&page=0", 400, "bad_query", "page"),
        ("/api/v1/search?q=a&date_from=x", 400, "bad_query", "date_from"),
    ],
)
def test_a_program_gets_problem_details(
    client: FlaskClient, address: str, status: int, code: str, parameter: str | None
) -> None:
    response = client.get(address)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    body = json.loads(response.text)
    assert (body["status"], body["code"], body["instance"]) == (
        status,
        code,
        address.partition("?")[0],
    )
    assert [e["param"] for e in body.get("errors", [])] == ([parameter] if parameter else [])


def test_the_api_answers_with_what_the_page_shows(client: FlaskClient) -> None:
    body = json.loads(client.get("/api/v1/search?q=cua+khau+thong+minh").text)
    hit = body["hits"][0]
    assert hit["id"] == QUANG_TAY
    marked = [p["text"][a:b] for p in hit["highlights"] for a, b in p["marks"]]
    assert "cửa khẩu thông minh" in marked
    assert {
        "query",
        "total",
        "total_exact",
        "took_ms",
        "page",
        "per_page",
        "hits",
        "facets",
        "warnings",
    } <= set(body)


def test_completions_are_the_archives_own_words(client: FlaskClient) -> None:
    body = json.loads(client.get("/api/v1/suggest?q=cua+kh").text)
    assert "cửa khẩu" in [s["text"] for s in body["suggestions"]]
    assert json.loads(client.get("/api/v1/suggest").text) == {"suggestions": []}


def test_a_missing_index_is_told_as_not_ready(tmp_path: Path) -> None:
    client = create_app(index=tmp_path / "nowhere", settings=Settings()).test_client()
    page = client.get("/?q=a")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "indexer build" in page.text
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)
    assert client.get("/readyz").text == "index_missing\n"
    assert "cuakhau_ready 0\n" in client.get("/metrics").text
    assert json.loads(client.get("/api/v1/search?q=a").text)["code"] == "index_missing"
    assert client.get("/help").status_code == 200


def test_an_index_that_appears_later_is_found(tmp_path: Path, seed_index: Path) -> None:
    place = tmp_path / "later"
    client = create_app(index=place, settings=Settings()).test_client()
    assert client.get("/readyz").status_code == 503
    place.symlink_to(seed_index)
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ready\n")


def test_too_many_searches_at_once_are_turned_away_not_queued_for_ever(seed_index: Path) -> None:
    app = create_app(index=seed_index, settings=Settings(searches=1, patience=0.01))
    engine: SearchService = app.extensions["cuakhau"]
    inside, leave = threading.Event(), threading.Event()

    def occupy(_archive: object) -> None:
        inside.set()
        leave.wait(10)

    holder = threading.Thread(target=engine.ask, args=(occupy,))
    holder.start()
    inside.wait(10)
    try:
        response = app.test_client().get("/?q=hop+tac")
        problem = app.test_client().get("/api/v1/search?q=a")
    finally:
        leave.set()
        holder.join()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert (
        problem.status_code,
        problem.headers["Retry-After"],
        json.loads(problem.text)["code"],
    ) == (503, "2", "busy")
    assert app.test_client().get("/?q=hop+tac").status_code == 200
    assert "cuakhau_searches_refused_total 2\n" in app.test_client().get("/metrics").text


def test_an_unforeseen_error_is_a_page_and_tells_nothing_of_the_inside(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(index=seed_index, settings=Settings())

    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(SearchService, "ask", fail)
    response = app.test_client().get("/?q=hop")
    assert (
        response.status_code,
        "Hệ thống gặp lỗi" in response.text,
        "secret" in response.text,
    ) == (500, True, False)


def test_metrics_count_requests_by_route(client: FlaskClient) -> None:
    client.get("/help")
    text = client.get("/metrics").text
    assert 'cuakhau_requests_total{route="help",status="200"}' in text
    assert "cuakhau_articles 5\n" in text
    assert re.search(r"^cuakhau_updated_timestamp_seconds 1\d{9}\.?\d*$", text, re.M)
    day = re.search(r"^cuakhau_newest_article_timestamp_seconds (\d+)$", text, re.M)
    assert day is not None
    seen = datetime.fromtimestamp(int(day[1]), timezone(timedelta(hours=7)))
    assert seen.isoformat() == "2025-03-06T00:00:00+07:00"


def test_only_known_hosts_are_answered(seed_index: Path) -> None:
    strict = create_app(
        index=seed_index, settings=Settings(trusted_hosts=("tim.vn",))
    ).test_client()
    assert strict.get("/", headers={"Host": "tim.vn"}).status_code == 200
    refused = strict.get("/", headers={"Host": "evil.example"})
    assert (
        refused.status_code,
        "CUAKHAU_TRUSTED_HOSTS" in refused.text,
        "evil" in refused.text,
    ) == (400, True, False)
    open_to_all = create_app(
        index=seed_index, settings=Settings(trusted_hosts=("*",))
    ).test_client()
    assert open_to_all.get("/", headers={"Host": "any.example"}).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_under_a_prefix_every_address_carries_it(proxied: FlaskClient, address: str) -> None:
    document = parse(proxied.get(address).text)
    for element in document.walk():
        for name in ("href", "src", "action", "data-suggest", "data-brush", "data-all"):
            value = element.attributes.get(name, "/tim-kiem/")
            assert value.startswith(("/tim-kiem/", "https://so.vn/tim-kiem/", "#"))


def test_forwarded_headers_of_strangers_are_not_believed(client: FlaskClient) -> None:
    document = parse(
        client.get(
            "/", headers={"X-Forwarded-Prefix": "/evil", "X-Forwarded-Host": "evil.example"}
        ).text
    )
    assert [a.href for a in document.all("a") if "evil" in a.href] == []


def test_the_site_can_be_mounted_in_another_and_leaves_it_alone(seed_index: Path) -> None:
    host = Flask(__name__)
    host.add_url_rule("/", "home", lambda: "theirs")
    host.register_blueprint(create_site(Settings(index=seed_index)), url_prefix="/tim")
    client = host.test_client()
    assert client.get("/").text == "theirs"
    assert "Content-Security-Policy" not in client.get("/").headers
    document = parse(client.get("/tim/?q=hop+tac").text)
    assert [
        a.href
        for a in document.all("a")
        if not a.href.startswith(("/tim/", "#", "http://localhost/tim/"))
    ] == []
    for sheet in document.all("link", rel="stylesheet"):
        assert client.get(sheet.href, buffered=True).status_code == 200
    assert client.get("/tim/articles/nope").status_code == 404
    assert client.get("/tim/api/v1/search?q=a&page=x").content_type == "application/problem+json"


def test_a_host_with_error_pages_of_its_own_keeps_them_to_itself(seed_index: Path) -> None:
    host = Flask("host")
    for status in (400, 404, 405, 413, 500):
        host.register_error_handler(status, lambda _error: ("the host's own", 418))
    host.register_blueprint(create_site(Settings(index=seed_index)), url_prefix="/tim")
    client = host.test_client()
    assert client.get("/nope").text == "the host's own"
    for address, status in (("nope", 404), ("articles/nope", 404), ("search?q=a&page=x", 400)):
        answer = client.get(f"/tim/api/v1/{address}")
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert client.post("/tim/api/v1/search").content_type == "application/problem+json"
    page = client.get("/tim/articles/nope")
    assert (page.status_code, "Không có trang này" in page.text) == (404, True)


def test_csv_has_a_row_for_every_hit(client: FlaskClient) -> None:
    response = client.get("/export/results.csv?q=hop+tac&per_page=1&heads=stable")
    assert response.headers["Content-Disposition"] == 'attachment; filename="ket-qua.csv"'
    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert response.text.startswith("\ufeff")
    assert len(rows) == 5
    assert set(rows[0]) >= {"id", "title", "date_start", "date_precision", "provinces", "passage"}
    assert {row["id"] for row in rows} >= {QUANG_TAY}
    assert [row["link"] for row in rows if row["id"] == QUANG_TAY] == [
        f"http://localhost/articles/{QUANG_TAY}"
    ]


@pytest.mark.parametrize(
    ("language", "heads"),
    [("vi", ["STT", "Từ ngày", "Đến ngày"]), ("en", ["No.", "From", "To"])],
)
def test_csv_has_its_heads_in_the_readers_language(
    client: FlaskClient, language: str, heads: list[str]
) -> None:
    text = client.get(f"/export/results.csv?q=hop+tac&lang={language}").text
    assert next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[:3] == heads
    assert client.get("/export/results.csv?q=hop+tac&heads=no").status_code == 400


@pytest.mark.parametrize(
    ("form", "count"), [("json", '"id":'), ("bib", "@misc{"), ("ris", "TY  - NEWS")]
)
def test_other_exports_hold_the_same_hits(client: FlaskClient, form: str, count: str) -> None:
    response = client.get(f"/export/results.{form}?q=hop+tac")
    assert (response.status_code, response.text.count(count)) == (200, 5)
    if form == "json":
        assert len(json.loads(response.text)["hits"]) == 5


@pytest.mark.parametrize("form", ["csv", "json", "bib", "ris"])
def test_the_ticked_articles_alone_can_be_taken_away(client: FlaskClient, form: str) -> None:
    ids = [hit["id"] for hit in client.get("/api/v1/search?q=hop+tac").get_json()["hits"]]
    chosen = f"chosen={ids[3]}&chosen={ids[1]}&chosen=&chosen=nope"
    text = client.get(f"/export/results.{form}?q=hop+tac&{chosen}").text
    assert [one for one in ids if one in text] == [ids[1], ids[3]]


@pytest.mark.parametrize(
    ("address", "heads"),
    [
        ("/timeline?q=hop+tac", ["Năm", "Số bài"]),
        ("/matrix?q=hop+tac", ["Địa phương", "Thuộc"]),
        ("/matrix?q=hop+tac&region=V%C3%A2n+Nam", ["Địa phương", "Thuộc"]),
        ("/facets/counterpart?q=hop+tac", ["Đối tác", "Thuộc"]),
    ],
)
def test_every_table_of_a_page_is_a_file_too(
    client: FlaskClient, address: str, heads: list[str]
) -> None:
    page = parse(client.get(address).text)
    files = [a.href for a in page.one(class_="files").all("a")]
    assert len(files) in (2, 6)
    text = client.get(next(one for one in files if ".csv" in one)).text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][:2] == heads
    assert len(rows) > 1
    for one in files:
        answer = client.get(one)
        assert answer.status_code == 200
        assert answer.data.startswith(b"PK" if ".xlsx" in one else b"\xef\xbb\xbf")
    assert client.get("/export/tables/nope.csv").status_code == 404


def test_one_article_can_be_cited(client: FlaskClient) -> None:
    assert client.get(f"/export/article.ris?id={QUANG_TAY}").text.startswith("TY  - NEWS\r\n")
    assert client.get("/export/article.bib?id=nope").status_code == 404
