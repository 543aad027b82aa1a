"""The page that adds files: what was read is shown first, and only what is ticked is kept."""

from __future__ import annotations

import html
import io
import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.building import build
from indexer.building.given_records import SourceDocument
from tests.support.running import SEEDS
from tests.webapp.serving.test_listener import stop
from webapp import create_app
from webapp.serving.admission import server_threads
from webapp.serving.listener import Listener, bind
from webapp.serving.serve import _may_upload
from webapp.settings import Settings
from webapp.submissions import upload
from webapp.submissions.draft import pack, unpack

TOKEN = "a-token-of-the-tests"
NEWS = "Hội đàm biên giới\nSáng 6/3/2025, tỉnh Lạng Sơn hội đàm với Quảng Tây tại Nam Ninh.\n"
KNOWN = "003_50f2c003bc21364e"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build([SEEDS], tmp_path / "index", jobs=1)
    return tmp_path / "index"


def site(index: Path, **more: object) -> FlaskClient:
    settings = Settings(**{"token": TOKEN, **more})  # type: ignore[arg-type]
    client = create_app(index=index, settings=settings).test_client()
    client.post("/upload", data={"token": TOKEN, "name": "Lan"})
    return client


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return site(index)


def fields(page: str) -> dict[str, list[str]]:
    """What the form of a page would send as it stands."""
    found: dict[str, list[str]] = {}
    form = page.partition('action="/upload"')[2].partition("</form>")[0]
    for tag in re.findall(r"<input [^>]*>", form):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if told["type"] == "hidden" or (told["type"] == "checkbox" and " checked" in tag):
            found.setdefault(told["name"], []).append(html.unescape(told.get("value", "on")))
    return found


@pytest.fixture
def address(index: Path) -> Iterator[str]:
    """A real server: it decides by the head of a request whether to read its body."""
    settings = Settings(token=TOKEN, threads=2)
    app = create_app(index=index, settings=settings)
    made = Listener(
        app,
        bind("127.0.0.1", 0),
        threads=server_threads(settings),
        max_body=1_000_000,
        may_upload=partial(_may_upload, app.extensions["cuakhau_submission_queue"]),
    )
    runner = threading.Thread(target=made.run, daemon=True)
    runner.start()
    yield f"http://127.0.0.1:{made.effective_port}/upload"
    stop(made, runner)


def asked(address: str, data: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
    """(status, page, cookie) of a form sent."""
    request = Request(address, data=data, headers=headers)
    try:
        with build_opener(_Stay).open(request, timeout=60) as response:
            return response.status, response.read().decode(), response.headers["Set-Cookie"] or ""
    except HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers["Set-Cookie"] or ""


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """An answer that leads elsewhere is the answer."""


def test_files_of_any_size_allowed_come_through_the_server(address: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _, cookie = asked(address, f"token={TOKEN}&name=Lan".encode(), form)
    assert status == 303
    signed_in = {"Cookie": cookie.partition(";")[0]}
    with urlopen(Request(address, headers=signed_in), timeout=60) as response:
        key = fields(response.read().decode())["key"][0]
    body = b"".join(
        (
            b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n%b\r\n' % key.encode(),
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\n',
            NEWS.encode() + "Hai bên trao đổi.\n".encode() * 10_000,
            b"\r\n--x--\r\n",
        )
    )
    large = {"Content-Type": "multipart/form-data; boundary=x"}
    status, page, _ = asked(address, body, {**signed_in, **large})
    assert (status, "Hội đàm biên giới" in page) == (200, True)
    forged = cookie.partition(";")[0].replace(".", ".x", 1)
    for cookies in ({}, {"Cookie": "cuakhau_sign_in=9999999999.a.b.c.d"}, {"Cookie": forged}):
        assert asked(address, body, {**cookies, **large})[0] == 403


def look(client: FlaskClient, *files: tuple[str, bytes], path: str = "/upload") -> TestResponse:
    sent = {"key": fields(client.get("/upload").text)["key"]}
    sent["file"] = [(io.BytesIO(data), name) for name, data in files]  # type: ignore[misc]
    return client.post(path, data=sent, content_type="multipart/form-data")


def keep(client: FlaskClient, sent: dict[str, list[str]]) -> TestResponse:
    answer = client.post("/upload", data=sent, content_type="multipart/form-data")
    if answer.status_code == 303:
        client.get(answer.headers["Location"])  # it waits until all is in the index
    return answer


def ids(client: FlaskClient) -> set[str]:
    found = client.get("/api/v1/search?per_page=100").json
    assert found is not None
    return {hit["id"] for hit in found["hits"]}


def test_what_was_read_is_shown_and_nothing_is_kept(client: FlaskClient) -> None:
    before = ids(client)
    page = look(client, ("tin mới.txt", NEWS.encode()), ("hỏng.docx", b"PK\x03\x04")).text
    for said in (
        "Đọc được 1 bài",
        "Hội đàm biên giới",
        "6/3/2025",
        "Lạng Sơn",
        "Nam Ninh",
        "tin mới",
    ):
        assert said in page
    assert "hỏng.docx" in page
    assert "Không nhận:" in page
    assert ids(client) == before


def test_what_is_ticked_is_kept_and_linked(client: FlaskClient) -> None:
    page = look(
        client, ("a.txt", NEWS.encode()), ("b.txt", NEWS.replace("6/3", "7/3").encode())
    ).text
    sent = fields(page)
    assert sent["keep"] == ["0", "1"]
    kept = keep(client, sent | {"keep": ["1"]})
    assert kept.status_code == 303
    done = client.get(kept.headers["Location"])
    assert "1 bài đã vào kho." in done.text
    assert '<a href="/articles/b">Hội đàm biên giới</a>' in done.text
    assert ids(client) & {"a", "b"} == {"b"}


def test_an_article_whose_id_is_there_is_replaced_only_when_ticked(client: FlaskClient) -> None:
    page = look(client, (f"{KNOWN}.txt", NEWS.encode())).text
    assert "Trong kho đã có bài mang mã này" in page
    sent = fields(page)
    assert "keep" not in sent
    refused = keep(client, sent)
    assert refused.status_code == 400
    assert "Chưa đánh dấu bài nào" in refused.text
    again = fields(refused.text)  # nothing that was read is lost
    assert keep(client, again | {"keep": ["0"]}).status_code == 303
    assert "Hội đàm biên giới" in client.get(f"/articles/{KNOWN}").text


def test_a_large_table_is_shown_in_part_and_kept_whole(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "MAX_RECORDS_SHOWN", 2)
    lines = "\n".join(json.dumps({"id": f"dong-{n}", "text": NEWS}) for n in range(5))
    page = look(client, ("bang.jsonl", lines.encode())).text
    assert "và 3 bài còn lại" in page
    keep(client, fields(page) | {"keep": ["0"]})
    assert ids(client) & {f"dong-{n}" for n in range(5)} == {"dong-0", "dong-2", "dong-3", "dong-4"}


@pytest.mark.parametrize("field", ["key", "draft"])
def test_what_no_form_of_ours_sent_keeps_nothing(client: FlaskClient, field: str) -> None:
    before = ids(client)
    sent = fields(look(client, ("a.txt", NEWS.encode())).text)
    for wrong in ("x", "", sent[field][0][:-8]):
        answer = keep(client, sent | {field: [wrong]})
        assert answer.status_code == 400
        assert "Hãy chọn lại tệp" in answer.text
    assert ids(client) == before


def test_without_the_token_no_file_is_read(index: Path) -> None:
    client = create_app(index=index, settings=Settings(token=TOKEN)).test_client()
    data = {"file": (io.BytesIO(NEWS.encode()), "a.txt")}
    answer = client.post("/upload", data=data, content_type="multipart/form-data")
    assert answer.status_code == 403
    assert 'name="token"' in answer.text
    assert "Chưa có tệp nào được nhận" in answer.text
    closed = create_app(index=index, settings=Settings()).test_client()
    assert closed.get("/upload").status_code == 404
    assert "/upload" not in closed.get("/help").text


def test_the_limits_of_a_post_hold(index: Path) -> None:
    client = site(index, upload_bytes=20_000)
    assert look(client, ("to.txt", NEWS.encode() * 2_000)).status_code == 413
    nothing = look(client)
    assert (nothing.status_code, "Chưa chọn tệp nào." in nothing.text) == (400, True)
    assert "packed" in look(client, ("a.zip", b"PK"), path="/upload?lang=en").text


def test_notes_are_told_and_the_article_can_be_kept(client: FlaskClient) -> None:
    table = "tiêu đề;ngày;nội dung\nHội đàm;hôm kia;Lạng Sơn hội đàm với Quảng Tây.\n"
    page = look(client, ("bang.csv", table.encode())).text
    assert "Lưu ý:" in page
    assert "ngày không hiểu được" in page
    assert keep(client, fields(page)).status_code == 303


def test_a_name_with_markup_is_text(client: FlaskClient) -> None:
    page = look(client, ("<b>x.txt", b"<script>alert(1)</script> Lang Son")).text
    assert "<b>x" not in page
    assert "<script>alert" not in page


def test_a_draft_is_what_was_packed_and_no_larger() -> None:
    records = [SourceDocument("a", "T", "Bài một.\nDòng hai."), SourceDocument("b", "", "Hai.")]
    assert [one.text for one in unpack(pack(records), 1_000)] == [one.text for one in records]
    for wrong, most in (
        (pack(records), 10),
        ("!", 100),
        ("YWJj", 100),
        (pack(records)[:-8], 1_000),
    ):
        with pytest.raises(ValueError):
            unpack(wrong, most)
