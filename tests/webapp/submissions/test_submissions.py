"""Articles sent over HTTP: who may, what is taken, when it is seen, and that a promise outlives the process."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

from indexer import Archive
from indexer.building.given_records import recorded
from indexer.storage import append
from indexer.storage.writer.batch_writer import BatchBuilder
from tests.support.running import SEEDS, command, environment, run
from webapp import create_app
from webapp.settings import Settings
from webapp.submissions import SubmissionQueue
from webapp.submissions.spool import Entry, Spool
from webapp.submissions.writer import Writer

TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
NEW = {
    "id": "moi-1",
    "title": "Khai trương",
    "text": "Lạng Sơn khai trương lối mở Na Hình.",
    "date": "2025-03-05",
}


@pytest.fixture
def index(tmp_path: Path, seed_index: Path) -> Path:
    return Path(shutil.copytree(seed_index, tmp_path / "kho"))


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(
        index=index, settings=Settings(token=TOKEN, upload_bytes=100_000)
    ).test_client()


def send(
    client: FlaskClient, body: Any, status: int = 201, address: str = "/api/v1/articles?wait=60"
) -> dict[str, Any]:
    response = client.post(address, headers=BEARER, json=body)
    assert response.status_code == status, response.text
    return json.loads(response.text)


def total(client: FlaskClient, query: str) -> int:
    return int(json.loads(client.get("/api/v1/search", query_string={"q": query}).text)["total"])


def test_what_cannot_be_kept_is_not_promised(client: FlaskClient, index: Path) -> None:
    (index / "inbox").write_text("a file stands in the way, as a full disk would")
    answer = send(client, NEW, 503)
    assert (answer["code"], answer["title"]) == ("not_kept", "Máy chủ không ghi được")
    assert total(client, "khai trương na hình") == 0
    (index / "inbox").unlink()
    assert send(client, NEW)["state"] == "committed"


def test_nothing_is_taken_unless_a_token_is_configured(seed_index: Path) -> None:
    client = create_app(index=seed_index, settings=Settings()).test_client()
    for authorization in ("", "Bearer ", "Bearer x"):
        for ask in (client.post, client.delete):
            response = ask(
                "/api/v1/articles?id=x", headers={"Authorization": authorization}, json=NEW
            )
            assert (response.status_code, json.loads(response.text)["code"]) == (403, "adding_off")
    assert not (seed_index / "inbox").exists()


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN, "Bearer é\xff"],
)
def test_nothing_is_taken_without_the_token(client: FlaskClient, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    for response in (
        client.post("/api/v1/articles", headers=headers, json=NEW),
        client.delete("/api/v1/articles/x", headers=headers),
        client.get("/api/v1/submissions/1-x", headers=headers),
    ):
        assert (response.status_code, json.loads(response.text)["code"]) == (401, "unauthorized")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_article_sent_is_found_once_it_is_committed(client: FlaskClient) -> None:
    body = send(client, NEW)
    assert (body["state"], body["ids"]) == ("committed", ["moi-1"])
    assert total(client, "lối mở Na Hình") == 1
    article = json.loads(client.get("/api/v1/articles/moi-1").text)
    assert (article["title"], article["date"]["start"], article["date"]["basis"]) == (
        "Khai trương",
        "2025-03-05",
        "metadata",
    )
    assert [province["name"] for province in article["provinces"]] == ["Lạng Sơn"]


def test_a_promise_says_where_to_ask(client: FlaskClient) -> None:
    response = client.post("/api/v1/articles", headers=BEARER, json=NEW)
    assert response.status_code in (201, 202)
    asked = client.get(f"{response.headers['Location']}?wait=60", headers=BEARER)
    assert (asked.status_code, json.loads(asked.text)["state"]) == (200, "committed")
    assert total(client, "Na Hình") == 1


def test_the_same_again_changes_nothing_and_another_text_replaces(
    client: FlaskClient, index: Path
) -> None:
    send(client, NEW)
    archive = Archive.open(index)
    generation = archive.generation
    send(client, NEW)
    assert (archive.generation, archive.doc_count) == (generation, 6)
    send(client, {**NEW, "text": "Đã sửa lại hoàn toàn."})
    assert (archive.doc_count, total(client, "Na Hình"), total(client, "sửa lại hoàn toàn")) == (
        6,
        0,
        1,
    )


def test_articles_are_removed_and_removing_can_be_repeated(client: FlaskClient) -> None:
    send(client, [NEW, {**NEW, "id": "a//b"}, {**NEW, "id": ".."}])
    assert total(client, "Na Hình") == 3
    assert client.delete("/api/v1/articles/moi-1?wait=60", headers=BEARER).status_code == 200
    assert client.delete("/api/v1/articles/moi-1?wait=60", headers=BEARER).status_code == 200
    removed = client.delete(
        "/api/v1/articles", query_string={"id": ["a//b", ".."], "wait": "60"}, headers=BEARER
    )
    assert (json.loads(removed.text)["ids"], total(client, "Na Hình")) == (["a//b", ".."], 0)
    assert client.delete("/api/v1/articles", headers=BEARER).status_code == 400


def test_a_batch_is_a_list_or_json_lines(client: FlaskClient) -> None:
    assert send(client, [{**NEW, "id": str(i)} for i in range(30)])["ids"] == [
        str(i) for i in range(30)
    ]
    lines = (
        "".join(json.dumps({"id": f"l{i}", "body": "Dòng Na Hình."}) + "\n" for i in range(20))
        + "\n"
    )
    response = client.post(
        "/api/v1/articles?wait=60",
        headers=BEARER,
        data=lines.encode(),
        content_type="application/x-ndjson",
    )
    assert (response.status_code, total(client, "Na Hình")) == (201, 50)


def test_files_are_read_as_the_command_reads_them(client: FlaskClient) -> None:
    files = [
        (
            io.BytesIO("Lễ khai trương\n\nNgày 5/3/2025, cửa khẩu Na Hình mở lại.".encode()),
            "bài 1.txt",
        ),
        (
            io.BytesIO(
                "<html><body><h1>Tin</h1><p>Đoàn thăm Na Hình hôm nay rất đông người.</p></body></html>".encode()
            ),
            "tin/tin-2.html",
        ),
        (io.BytesIO(b'{"id": "trong-tep", "text": "Na H\\u00ecnh."}\n'), "lo.jsonl"),
    ]
    response = client.post(
        "/api/v1/articles?wait=60",
        headers=BEARER,
        data={"file": files},
        content_type="multipart/form-data",
    )
    assert (response.status_code, json.loads(response.text)["ids"]) == (
        201,
        ["bài 1", "tin-2", "trong-tep"],
    )
    assert total(client, "Na Hình") == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.png", b"\x89PNG\x00"),
        ("", b"a"),
        (".ẩn", b"a"),
        ("a.doc", b"a"),
        ("a.jsonl.gz", b"\x1f\x8b"),
        ("rong.txt", b"  "),
        ("a.jsonl", b"{}\n"),
        ("khong-duoi", b"abc"),
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.jsonl", b'{"id": "x", "text": "a"}\nnot json\n'),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    client: FlaskClient, name: str, content: bytes
) -> None:
    files = [(io.BytesIO("Bài tốt.".encode()), "tot.txt"), (io.BytesIO(content), name)]
    response = client.post(
        "/api/v1/articles?wait=60",
        headers=BEARER,
        data={"file": files},
        content_type="multipart/form-data",
    )
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    if name:
        error = json.loads(response.text)["errors"][0]
        assert (error["param"].startswith(name[:3]), error["detail"].startswith(f"{name}: ")) == (
            True,
            False,
        )
    assert client.get("/api/v1/articles/tot").status_code == 404


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ([NEW, {**NEW, "id": "b", "date": "hôm qua"}], "articles[1].date"),
        ([NEW, NEW], "articles[1].id"),
        ({"text": "a"}, "articles[0].id"),
        ({"id": "a"}, "articles[0].text"),
        ({**NEW, "url": "javascript:alert(1)"}, "articles[0].url"),
        ({**NEW, "provnces": []}, "articles[0].provnces"),
        ({**NEW, "text": "\ud83d"}, "articles[0].text"),
        ({**NEW, "id": "a\u0000"}, "articles[0].id"),
        ([[NEW]], "articles[0]"),
        ("a", "articles[0]"),
        (5, "articles[0]"),
        ([], ""),
    ],
)
def test_a_bad_article_is_refused_by_its_place_and_none_is_taken(
    client: FlaskClient, body: Any, parameter: str
) -> None:
    problem = send(client, body, 409 if body == [NEW, NEW] else 400)
    assert (problem["code"], problem["errors"][0]["param"]) == ("bad_article", parameter)
    assert total(client, "Na Hình") == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe", b"[" * 50_000, b'{"id": 1e999}', b'{"id": ' + b"9" * 9_000 + b"}"],
)
def test_what_is_no_json_is_refused(client: FlaskClient, data: bytes) -> None:
    response = client.post(
        "/api/v1/articles", headers=BEARER, data=data, content_type="application/json"
    )
    assert (response.status_code, json.loads(response.text)["code"]) == (400, "bad_article")


def test_too_large_and_of_no_known_kind(client: FlaskClient) -> None:
    large = send(client, {**NEW, "text": "a" * 100_000}, 413)
    assert (large["code"], large["status"]) == ("request_entity_too_large", 413)
    response = client.post("/api/v1/articles", headers=BEARER, data=b"a", content_type="text/plain")
    assert (response.status_code, response.content_type) == (415, "application/problem+json")
    assert send(client, NEW, 400, "/api/v1/articles?wait=61")["errors"][0]["param"] == "wait"
    fits = send(client, {**NEW, "text": "Na Hình " * 5_000})
    assert fits["state"] == "committed"


def test_without_an_index_nothing_is_promised(tmp_path: Path) -> None:
    client = create_app(index=tmp_path / "none", settings=Settings(token=TOKEN)).test_client()
    assert send(client, NEW, 503)["code"] == "index_missing"


def test_a_full_inbox_promises_nothing_more(
    client: FlaskClient, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SubmissionQueue, "MAX_WAITING", 0)
    response = client.post("/api/v1/articles", headers=BEARER, json=NEW)
    assert (
        response.status_code,
        json.loads(response.text)["code"],
        response.headers["Retry-After"],
    ) == (503, "queue_full", "10")


def test_while_another_writes_the_promise_stands_and_is_kept_after(
    client: FlaskClient, index: Path
) -> None:
    with append(index):
        body = send(client, NEW, 202, "/api/v1/articles")
        second = send(client, {**NEW, "text": "Sau cùng là Na Hình."}, 202, "/api/v1/articles")
        assert (body["state"], total(client, "Na Hình")) == ("queued", 0)
    asked = client.get(f"/api/v1/submissions/{second['submission']}?wait=60", headers=BEARER)
    assert json.loads(asked.text)["state"] == "committed"
    assert total(client, '"sau cùng là Na Hình"') == 1  # the later word counts


def test_only_names_that_were_given_out_have_a_state(client: FlaskClient) -> None:
    name = send(client, NEW)["submission"]
    assert client.get(f"/api/v1/submissions/{name}", headers=BEARER).status_code == 200
    for other in (
        name[:-1] + "x",
        name.partition("-")[0],
        "1-" + name.partition("-")[2],
        "..",
        "é-é",
    ):
        assert client.get(f"/api/v1/submissions/{other}", headers=BEARER).status_code == 404


def test_an_entry_that_cannot_be_taken_in_is_put_aside_and_holds_up_no_other(index: Path) -> None:
    spool = Spool(index)
    bad = spool.put(Entry(add=(("x", '{"id": "x"}'),)))  # as only a damaged disk would have it
    (index / "inbox" / f"{bad}.json").write_text('{"add": [["x"', "utf-8")
    good = spool.put(Entry(add=(("moi-1", json.dumps(NEW)),)))
    queue = SubmissionQueue(index, TOKEN)
    queue.wait(queue.add([]), 60)
    assert (spool.pending(), spool.state(good), spool.state(bad)[0]) == ([], (False, ""), False)
    assert "JSONDecodeError" in spool.state(bad)[1]
    assert (index / "inbox" / "failed" / f"{bad}.json").exists()
    assert Archive.open(index).doc_count == 6


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "number"])
def test_what_is_no_entry_is_put_aside_and_holds_up_no_other(index: Path, kind: str) -> None:
    spool = Spool(index)
    spool.inbox.mkdir()
    odd = spool.inbox / f"{1:026d}.json"
    if kind == "folder":
        odd.mkdir()
    elif kind == "pipe":
        os.mkfifo(odd)
    elif kind == "link":
        odd.symlink_to(spool.inbox / "nowhere")
    else:
        odd.write_text('{"add": 5}')
    spool.put(Entry(add=(("next", json.dumps({"id": "next", "text": "tiếp"})),)))
    writer = Writer(index, spool)
    assert writer._drain()
    assert spool.pending() == []
    assert Archive.open(index).article("next") is not None


@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "No space left on device")])
def test_an_error_that_is_not_its_own_leaves_a_submission_waiting(
    client: FlaskClient, index: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    failing = threading.Event()
    failing.set()
    real = BatchBuilder.write

    def write(builder: BatchBuilder, *rest: Any) -> None:
        if failing.is_set():
            raise error
        real(builder, *rest)

    monkeypatch.setattr(BatchBuilder, "write", write)
    body = send(client, NEW, 202, "/api/v1/articles?wait=1")
    assert (body["state"], total(client, "Na Hình")) == ("queued", 0)
    failing.clear()
    asked = client.get(f"/api/v1/submissions/{body['submission']}?wait=60", headers=BEARER)
    assert (json.loads(asked.text)["state"], total(client, "Na Hình")) == ("committed", 1)


def test_a_damaged_index_leaves_a_submission_waiting(index: Path) -> None:
    """Until it is built anew, which takes the submission in."""
    queue = SubmissionQueue(index, TOKEN)
    (path,) = index.glob("generations/*/commit-*.json")
    path.write_bytes(path.read_bytes().replace(b'"deleted":[]', b'"deleted":[0]'))
    state = queue.wait(queue.add([recorded(NEW)]), 1)
    assert state.state == "queued"
    assert run("indexer", "build", "--anew", "--index", index, SEEDS).returncode == 0
    assert queue.wait(state, 60).state == "committed"
    assert Archive.open(index).doc_count == 6


def test_what_was_removed_by_the_command_does_not_come_back(
    client: FlaskClient, index: Path
) -> None:
    send(client, NEW)
    assert run("indexer", "remove", "moi-1", "--index", index).returncode == 0
    for anew in ((), ("--anew",)):
        assert run("indexer", "build", *anew, "--index", index, SEEDS).returncode == 0
        assert Archive.open(index).doc_count == 5


def test_a_full_build_given_the_kept_articles_holds_them(client: FlaskClient, index: Path) -> None:
    send(client, [NEW, {**NEW, "id": "moi-2"}, {**NEW, "id": "moi-3"}])
    client.delete("/api/v1/articles/moi-3?wait=60", headers=BEARER)
    built = run("indexer", "build", "--index", index, SEEDS, index / "submitted")
    assert built.returncode == 0, built.stderr
    archive = Archive.open(index)
    assert (archive.doc_count, archive.article("moi-3")) == (7, None)
    assert archive.article("moi-2") is not None


# A process that dies


@contextmanager
def server(index: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [command("webapp"), "--port", "0", "--index", str(index)],
        env=environment(CUAKHAU_TOKEN=TOKEN, CUAKHAU_WRITE_WAIT="1"),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        yield (
            next(
                m[1] for line in process.stderr if (m := re.fullmatch(r"(http://\S+:\d+)/\n", line))
            ),
            process,
        )
    finally:
        process.kill()
        process.wait(10)
        process.stderr.close()


def ask(address: str, body: Any = None) -> tuple[int, dict[str, Any]]:
    data = None if body is None else json.dumps(body).encode()
    with urlopen(
        Request(address, data, {**BEARER, "Content-Type": "application/json"}), timeout=90
    ) as response:
        return response.status, json.loads(response.read())


def test_what_was_promised_outlives_the_process(index: Path) -> None:
    names = []
    with (
        append(index),
        server(index) as (address, process),
    ):  # the index is busy: the server can only promise
        for i in range(3):
            status, body = ask(
                f"{address}/api/v1/articles", [{**NEW, "id": f"moi-{i}-{j}"} for j in range(4)]
            )
            assert (status, body["state"]) == (202, "queued")
            names.append(body["submission"])
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    assert Archive.open(index).doc_count == 5
    with server(index) as (address, _):
        for name in names:
            assert ask(f"{address}/api/v1/submissions/{name}?wait=60")[1]["state"] == "committed"
        assert ask(f"{address}/api/v1/search?q=Na+H%C3%ACnh")[1]["total"] == 12
    assert Spool(index).pending() == []


def test_killed_at_any_moment_nothing_acknowledged_is_lost(index: Path) -> None:
    acknowledged: list[str] = []
    for round_ in range(3):
        with server(index) as (address, process):
            for i in range(4):
                id_ = f"bai-{round_}-{i}"
                assert ask(f"{address}/api/v1/articles", {**NEW, "id": id_})[0] in (201, 202)
                acknowledged.append(id_)
            os.kill(process.pid, signal.SIGKILL)  # wherever the writer is by now
            process.wait(10)
    with server(index) as (address, _):
        last = ask(f"{address}/api/v1/articles?wait=60", {**NEW, "id": "sau-cung"})[1]
        assert last["state"] == "committed"
    archive = Archive.open(index)
    assert [id_ for id_ in acknowledged if archive.article(id_) is None] == []
    assert archive.doc_count == 5 + len(acknowledged) + 1
    assert run("indexer", "check", "--index", index).returncode == 0
