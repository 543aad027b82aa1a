"""The form that puts an article right, and the list of all corrections: for who knows the token, without JavaScript."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.corrections.table import CORRECTIONS, Table
from indexer.storage import append
from webapp import create_app
from webapp.pages import correcting
from webapp.settings import Settings

TOKEN = "a-token-of-the-tests"
ID = "003_50f2c003bc21364e"
FORM = f"/correct/{ID}"


@pytest.fixture
def index(tmp_path: Path, seed_index: Path) -> Path:
    return Path(shutil.copytree(seed_index, tmp_path / "kho"))


@pytest.fixture
def client(index: Path) -> FlaskClient:
    made = create_app(index=index, settings=Settings(token=TOKEN)).test_client()
    made.post(FORM, data={"token": TOKEN, "name": "Lan"})
    return made


def fields(page: str) -> dict[str, str]:
    """What the article's form would send if nothing was touched."""
    form = page[page.index('class="form"') : page.index("</form>", page.index('class="form"'))]
    found = {
        name: html.unescape(value)
        for tag, name, value in re.findall(
            r'(<input[^>]* name="(\w+)"[^>]* value="([^"]*)"[^>]*>)', form
        )
        if 'type="checkbox"' not in tag or " checked" in tag
    }
    chosen = re.search(r"<option selected>([^<]*)", form)
    return found | ({"kinds": html.unescape(chosen[1])} if chosen else {})


def save(client: FlaskClient, address: str = FORM, **changed: str) -> TestResponse:
    """Open the form, change some fields, send it."""
    sent = fields(client.get(address).text) | changed
    return client.post(address, data=sent)


def article(client: FlaskClient, id_: str = ID) -> Any:
    return client.get("/api/v1/articles", query_string={"id": id_}).json


def test_the_article_leads_there_only_where_changes_are_taken(
    client: FlaskClient, seed_index: Path
) -> None:
    assert f'href="{FORM}"' in client.get(f"/articles/{ID}").text
    shut = create_app(index=seed_index, settings=Settings()).test_client()
    assert "/correct" not in shut.get(f"/articles/{ID}").text
    for address in (FORM, "/corrections", "/corrections.csv", f"/correct/?id={ID}"):
        assert shut.get(address).status_code == 404
        stranger = client.application.test_client().get(address)
        assert (stranger.status_code, 'name="token"' in stranger.text) == (403, True)


def test_each_field_shows_what_stands_and_what_was_read(client: FlaskClient) -> None:
    shown = fields(client.get(FORM).text)
    before = article(client)
    assert (shown["title"], shown["source"]) == (before["title"], before["source"])
    assert shown["provinces"].split("; ") == [
        one["name"] + (" (nhắc đến)" if one["role"] == "mentioned" else "")
        for one in before["provinces"]
    ]
    assert shown["kinds"] == before["kinds"][0]
    assert (shown["who"], shown["why"]) == ("Lan", "")
    save(client, title="Tên đúng")
    page = client.get(FORM).text
    assert fields(page)["title"] == "Tên đúng"
    assert f'Trích từ bài: <span lang="vi">{html.escape(before["title"])}' in page


def test_only_what_was_changed_is_stated(client: FlaskClient, index: Path) -> None:
    response = save(
        client, date="24–28/3/2025", provinces="lang son; Cao Bằng", counterparts="", why="công văn"
    )
    assert (response.status_code, response.headers["Location"]) == (303, f"{FORM}?saved=committed")
    assert "Đã lưu." in client.get(f"{FORM}?saved=committed").text
    now = article(client)
    assert [one["field"] for one in now["corrected"]] == ["date", "provinces", "counterparts"]
    assert {(one["who"], one["why"]) for one in now["corrected"]} == {("Lan", "công văn")}
    assert (now["date"]["end"], now["counterparts"]) == ("2025-03-28", [])
    generation = client.get("/api/v1/search").headers["ETag"]
    assert save(client).status_code == 400  # untouched
    assert save(client, provinces="Lang Son;Cao Bang").status_code == 400  # the same in other words
    assert client.get("/api/v1/search").headers["ETag"] == generation


def test_what_others_changed_meanwhile_stays(client: FlaskClient) -> None:
    opened = fields(client.get(FORM).text)
    save(client, source="Báo Lạng Sơn")
    client.post(FORM, data=opened | {"title": "Tên đúng"})
    assert (article(client)["title"], article(client)["source"]) == ("Tên đúng", "Báo Lạng Sơn")


def test_emptied_fields_say_that_there_is_none_or_nobody_knows(client: FlaskClient) -> None:
    save(client, gates="hữu nghị", url="https://so.vn/1", source="Báo")
    assert article(client)["gates"] == ["Hữu Nghị – Hữu Nghị Quan"]
    save(client, gates="", url="", source="", date="không rõ", provinces="")
    now = article(client)
    assert (now["gates"], now["url"], now["source"], now["provinces"]) == ([], "", "", [])
    assert now["date"]["precision"] == "unknown"


def test_what_is_wrong_is_told_by_its_field_and_what_was_typed_stays(
    client: FlaskClient, index: Path
) -> None:
    response = save(
        client, title="", date="hôm nọ", provinces="Atlantis", source="Báo <b>", why="vì"
    )
    assert response.status_code == 400
    for words in ("Thiếu giá trị", "Ngày «hôm nọ» không hiểu được", "Không có tỉnh «Atlantis»"):
        assert words in html.unescape(response.text)
    typed = fields(response.text)
    assert (typed["date"], typed["provinces"]) == ("hôm nọ", "Atlantis")
    assert (typed["source"], typed["why"]) == ("Báo <b>", "vì")
    assert response.text.count('aria-invalid="true"') == 3
    assert not (index / CORRECTIONS).exists()
    english = client.post(f"{FORM}?lang=en", data=typed)
    assert "There is no province “Atlantis”" in english.text


def test_without_the_key_nothing_is_saved_and_nothing_typed_is_lost(
    client: FlaskClient, index: Path
) -> None:
    sent = fields(client.get(FORM).text) | {"title": "Tên đúng", "key": "of another site"}
    response = client.post(FORM, data=sent)
    assert "Chưa lưu: hãy xem lại" in response.text
    assert fields(response.text)["title"] == "Tên đúng"
    stranger = client.application.test_client()
    asked = stranger.post(FORM, data=sent)
    assert asked.status_code == 403
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    opened = stranger.post(
        FORM, data={n: html.unescape(v) for n, v in kept.items()} | {"token": TOKEN}
    )
    assert fields(opened.text)["title"] == "Tên đúng"
    assert not (index / CORRECTIONS).exists()
    assert stranger.post(FORM, data=fields(opened.text)).status_code == 303
    assert article(client)["title"] == "Tên đúng"


def test_a_role_is_put_right_and_what_was_undone_stays_told(client: FlaskClient) -> None:
    assert save(client, provinces="Lạng Sơn; Cao Bằng (nhắc đến)").status_code == 303
    roles = {one["name"]: one["role"] for one in article(client)["provinces"]}
    assert roles == {"Lạng Sơn": "main", "Cao Bằng": "mentioned"}
    assert fields(client.get(FORM).text)["provinces"] == "Lạng Sơn; Cao Bằng (nhắc đến)"
    english = client.get(f"{FORM}?lang=en").text
    assert fields(english)["provinces"] == "Lạng Sơn; Cao Bằng (mentioned)"
    assert "Đã hoàn tác hoặc thay" not in client.get(FORM).text
    save(client, provinces="Lạng Sơn")
    for page in (client.get(FORM).text, client.get("/corrections").text):
        told = page.partition("Đã hoàn tác hoặc thay bằng điều khác")[2]
        assert "Lạng Sơn; Cao Bằng (nhắc đến)" in told
        assert "Thay bằng điều khác ngày" in told


def test_hidden_and_deleted_articles_can_be_opened_and_undone(client: FlaskClient) -> None:
    before = article(client)
    assert save(client, hide="1").status_code == 303
    assert client.get(f"/articles/{ID}").status_code == 404
    page = client.get(FORM)
    assert page.status_code == 200
    assert before["title"] in html.unescape(page.text)
    save(client, title="Tên đúng")
    sent = fields(client.get(FORM).text)
    del sent["hide"]
    assert client.post(FORM, data=sent).status_code == 303
    assert article(client)["title"] == "Tên đúng"
    save(client, delete="1")
    gone = client.get(FORM).text
    assert 'name="title"' not in gone
    assert "xóa" in gone
    assert client.get("/correct/nope").status_code == 404


def test_a_correction_is_undone_from_the_form_and_from_the_list(
    client: FlaskClient, index: Path
) -> None:
    before = article(client)
    save(client, title="Tên đúng", source="Báo")
    key = fields(client.get(FORM).text)["key"]
    listed = client.get("/corrections").text
    assert "Tên đúng" in listed and "Hoàn tác: tiêu đề" in listed
    undo = {"of": ID, "field": "title"}
    assert client.post("/corrections", data={**undo, "key": "x"}).status_code == 200
    assert article(client)["title"] == "Tên đúng"
    back = client.post("/corrections", data={**undo, "key": key, "article": ID})
    assert back.headers["Location"] == f"{FORM}?saved=committed"
    back = client.post("/corrections", data={**undo, "field": "source", "key": key})
    assert back.headers["Location"] == "/corrections?saved=committed"
    assert article(client) == before
    assert list(Table(index / CORRECTIONS)) == []
    assert client.post("/corrections", data={**undo, "field": "x", "key": key}).status_code == 400
    assert "Chưa có sửa đổi nào" in client.get("/corrections").text


def test_the_list_is_paged_and_taken_away_as_a_table(
    client: FlaskClient, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correcting, "ROWS", 2)
    save(client, title="=1+1", source="Báo", date="2025")
    first, second = client.get("/corrections").text, client.get("/corrections?page=2").text
    assert ("3 sửa đổi" in first, "1/2" in first, "2/2" in second) == (True, True, True)
    assert first.count("Hoàn tác:") + second.count("Hoàn tác:") == 3
    table = client.get("/corrections.csv")
    assert table.headers["Content-Disposition"] == 'attachment; filename="corrections.csv"'
    assert table.data == (index / CORRECTIONS).read_bytes()
    assert "'=1+1" in table.data.decode("utf-8-sig")


def test_a_correction_of_a_whole_file_is_undone_by_its_file(
    client: FlaskClient, index: Path
) -> None:
    name = f"{ID}.txt"
    said = "mã,trường,giá trị\n" + f"{name},nguồn,Báo của tệp\n"
    (index / CORRECTIONS).write_text(said, "utf-8")
    save(client, title="Tên đúng")
    assert article(client)["source"] == "Báo của tệp"
    page = client.get(FORM).text
    assert f'name="of" value="{name}"' in page
    key = fields(page)["key"]
    client.post("/corrections", data={"of": name, "field": "source", "key": key})
    assert article(client)["source"] != "Báo của tệp"


def test_while_the_index_is_busy_it_is_kept_and_said(
    client: FlaskClient, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correcting, "PATIENCE", 1)
    with append(index):
        response = save(client, title="Tên đúng")
        assert response.headers["Location"] == f"{FORM}?saved=queued"
    assert "kho bài đang bận" in client.get(f"{FORM}?saved=queued").text


def test_who_is_signed_in_at_the_proxy_cannot_give_another_name(index: Path) -> None:
    settings = Settings(token=TOKEN, sso_header="X-Remote-User", sso_proxies=("127.0.0.1",))
    client = create_app(index=index, settings=settings).test_client()
    lan = {"X-Remote-User": "lan"}
    client.post(FORM, data={"token": TOKEN}, headers=lan)
    sent = fields(client.get(FORM, headers=lan).text) | {"title": "x", "who": "somebody"}
    assert client.post(FORM, data=sent, headers=lan).status_code == 303
    (row,) = Table(index / CORRECTIONS)
    assert row.correction.who == "lan"
    assert client.get(FORM, headers={"X-Remote-User": "binh"}).status_code == 403
