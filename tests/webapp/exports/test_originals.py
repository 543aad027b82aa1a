"""The original of an article: only what the office allows, only what lies there, only of what can be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.building import add, build, correct, remove, take_sent
from indexer.model.article import Correction
from webapp import create_app
from webapp.settings import Settings

NEWS = "Hội đàm biên giới\nSáng 6/3/2025, tỉnh Lạng Sơn hội đàm với Quảng Tây.\n"
NAME = "Báo cáo số 12 – hội đàm"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    (folder / f"{NAME}.txt").write_text(NEWS, "utf-8")
    rows = "id;tiêu đề;nội dung\nr1;Một;Lạng Sơn họp.\nr2;Hai;Cao Bằng họp.\n"
    (folder / "bang.csv").write_text(rows, "utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path, sources: Path) -> Path:
    build([sources], tmp_path / "index", jobs=1)
    return tmp_path / "index"


def site(index: Path, *folders: Path, **more: object) -> FlaskClient:
    settings = Settings(originals=tuple(map(str, folders)), **more)  # type: ignore[arg-type]
    return create_app(index=index, settings=settings).test_client()


def status(client: FlaskClient, identifier: str) -> int:
    with client.get("/export/original", query_string={"id": identifier}) as answer:
        return answer.status_code


def test_off_unless_a_folder_is_named(index: Path) -> None:
    client = site(index)
    assert status(client, NAME) == 404
    assert "Tải tệp gốc" not in client.get(f"/articles/{quote(NAME)}").text


def test_the_file_comes_as_an_attachment_under_its_own_name(index: Path, sources: Path) -> None:
    client = site(index, sources)
    page = client.get(f"/articles/{quote(NAME)}").text
    assert "Tải tệp gốc" in page
    told = client.get("/api/v1/articles", query_string={"id": NAME}).json
    assert told is not None
    with client.get(told["original"]) as answer:
        assert answer.data == NEWS.encode()
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert f"filename*=UTF-8''{quote(NAME + '.txt', safe='')}" in said
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.PDF", "application/pdf"),
        ("a.doc", "application/msword"),
        ("a.jsonl.gz", "application/gzip"),
        ("a.la", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_types(name: str, kind: str) -> None:
    from webapp.exports.originals import _type_of

    assert _type_of(name) == kind


@pytest.mark.parametrize("identifier", ["", "x", "../van-ban/bang.csv", "/etc/passwd", "r1\0"])
def test_an_address_names_articles_and_no_files(
    index: Path, sources: Path, identifier: str
) -> None:
    assert status(site(index, sources), identifier) == 404


def test_only_below_the_folders_named(index: Path, sources: Path, tmp_path: Path) -> None:
    (sources / "con").mkdir()
    assert status(site(index, sources / "con"), NAME) == 404
    assert status(site(index, tmp_path / "van"), NAME) == 404
    assert status(site(index, sources / "con", tmp_path), NAME) == 200


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_leads_nowhere_else(index: Path, sources: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x", "utf-8")
    client = site(index, sources)
    path = sources / f"{NAME}.txt"
    for target in (secret, index / "CURRENT", sources, path):
        path.unlink()
        path.symlink_to(target)
        assert status(client, NAME) == 404
    path.unlink()
    os.mkfifo(path)
    assert status(client, NAME) == 404
    path.unlink()
    path.symlink_to(sources / "bang.csv")
    assert status(client, NAME) == 200


def test_a_file_that_is_gone_is_not_there(index: Path, sources: Path) -> None:
    (sources / f"{NAME}.txt").unlink()
    assert status(site(index, sources), NAME) == 404


@pytest.mark.parametrize("field", ["hide", "delete"])
def test_what_is_kept_away_takes_its_file_along(index: Path, sources: Path, field: str) -> None:
    client = site(index, sources)
    assert [status(client, one) for one in (NAME, "r1", "r2")] == [200, 200, 200]
    for one in (NAME, "r1"):
        said = Correction(field, "yes")  # type: ignore[arg-type]
        correct(index, lambda table, one=one, said=said: table.set(one, said))
    assert [status(client, one) for one in (NAME, "r1", "r2")] == [404, 404, 404]
    assert "Tải tệp gốc" not in client.get("/articles/r2").text


def test_an_article_removed_or_sent_has_no_original(index: Path, sources: Path) -> None:
    client = site(index, sources.parent)
    remove([NAME], index)
    assert status(client, NAME) == 404
    take_sent({"gui": '{"id": "gui", "text": "Lạng Sơn họp."}'}, [], index)
    assert client.get("/articles/gui").status_code == 200
    assert status(client, "gui") == 404


def test_who_may_not_read_the_article_may_not_have_its_file(index: Path, sources: Path) -> None:
    client = site(index, sources, sso_header="X-Remote-User", sso_proxies=("127.0.0.1",))
    address = "/export/original?id=r1"
    assert client.get(address).status_code == 403
    with client.get(address, headers={"X-Remote-User": "lan"}) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("folder", ["van-ban", "/", "/srv/../etc", "."])
def test_a_setting_that_names_no_folder_stops_the_start(folder: str) -> None:
    with pytest.raises(ValueError, match="CUAKHAU_ORIGINALS"):
        Settings(originals=(folder,))


def test_an_article_added_later_has_one_too(index: Path, sources: Path) -> None:
    (sources / "moi.txt").write_text(NEWS.replace("6/3", "7/3"), "utf-8")
    add([sources / "moi.txt"], index)
    assert status(site(index, sources), "moi") == 200
