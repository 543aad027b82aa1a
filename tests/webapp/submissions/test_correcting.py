"""PATCH puts an article right: as the command does, kept before it is promised, with errors by field."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.corrections.edits import kept_edit, read_edit
from indexer.corrections.table import CORRECTIONS, Table
from indexer.storage import append
from tests.support.running import SEEDS, run
from webapp import create_app
from webapp.settings import Settings
from webapp.submissions import SubmissionQueue
from webapp.submissions.spool import Entry, Spool

TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
ID = "003_50f2c003bc21364e"
ADDRESS = f"/api/v1/articles/{ID}"


@pytest.fixture
def index(tmp_path: Path, seed_index: Path) -> Path:
    return Path(shutil.copytree(seed_index, tmp_path / "kho"))


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index=index, settings=Settings(token=TOKEN)).test_client()


def patch(
    client: FlaskClient, body: Any, status: int = 200, address: str = ADDRESS, **headers: str
) -> dict[str, Any]:
    wait = "&" if "?" in address else "?"
    response = client.patch(
        f"{address}{wait}wait=60",
        headers={**BEARER, **{name.replace("_", "-"): text for name, text in headers.items()}},
        json=body,
    )
    assert response.status_code == status, response.text
    found = json.loads(response.text)
    assert isinstance(found, dict)
    return found


def read(client: FlaskClient, address: str = ADDRESS) -> Any:
    return json.loads(client.get(address).text)


def test_an_article_is_answered_as_corrected_and_null_takes_a_field_back(
    client: FlaskClient,
) -> None:
    before = read(client)
    made = patch(
        client,
        {
            "title": "Tên đúng",
            "date": "2025-03-24/2025-03-28",
            "provinces": ["lang son", "Cao Bằng"],
            "counterparts": [],
            "gates": ["Hữu Nghị Quan"],
            "kinds": ["hội đàm"],
            "source": "Báo Lạng Sơn",
            "url": "https://so.vn/bai",
            "who": "Lan",
            "why": "theo công văn",
        },
    )
    assert made == read(client)
    assert (made["title"], made["source"], made["url"]) == (
        "Tên đúng",
        "Báo Lạng Sơn",
        "https://so.vn/bai",
    )
    assert (made["date"]["start"], made["date"]["end"]) == ("2025-03-24", "2025-03-28")
    assert (made["date"]["precision"], made["date"]["basis"]) == ("range", "corrected")
    assert [one["name"] for one in made["provinces"]] == ["Lạng Sơn", "Cao Bằng"]
    assert made["counterparts"] == []
    assert (made["gates"], made["kinds"]) == (["Hữu Nghị – Hữu Nghị Quan"], ["hội đàm"])
    assert {(one["who"], one["why"]) for one in made["corrected"]} == {("Lan", "theo công văn")}
    found = json.loads(client.get("/api/v1/search?province=Cao+B%E1%BA%B1ng").text)
    assert ID in [hit["id"] for hit in found["hits"]]
    again = patch(client, dict.fromkeys([one["field"] for one in made["corrected"]]))
    assert again == before


def test_a_role_is_corrected_as_words_or_as_answers_tell_it(client: FlaskClient) -> None:
    made = patch(
        client,
        {
            "provinces": ["Lạng Sơn", "Cao Bằng (nhắc đến)"],
            "counterparts": [{"name": "Nam Ninh", "role": "mentioned"}, {"name": "Sùng Tả"}],
        },
    )
    assert [(one["name"], one["role"]) for one in made["provinces"]] == [
        ("Lạng Sơn", "main"),
        ("Cao Bằng", "mentioned"),
    ]
    roles = {one["name"]: one["role"] for one in made["counterparts"]}
    assert roles == {"Quảng Tây": "main", "Nam Ninh": "mentioned", "Sùng Tả": "main"}


@pytest.mark.parametrize(
    ("typed", "start", "precision"),
    [
        ("2025-03-24", "2025-03-24", "day"),
        ("2025-03", "2025-03-01", "month"),
        ("2025-Q1", "2025-01-01", "quarter"),
        ("2025", "2025-01-01", "year"),
        (2025, "2025-01-01", "year"),
        ("24–28/3/2025", "2025-03-24", "range"),
        ("không rõ", "", "unknown"),
    ],
)
def test_a_date_has_the_precision_it_is_stated_with(
    client: FlaskClient, typed: Any, start: str, precision: str
) -> None:
    date = patch(client, {"date": typed})["date"]
    assert (date["start"], date["precision"]) == (start, precision)


@pytest.mark.parametrize(
    ("body", "parameter", "words"),
    [
        ({"titel": "x"}, "titel", "Không có mục «titel»"),
        ({"provinces": ["Atlantis"]}, "provinces", "Không có tỉnh «Atlantis»"),
        ({"counterparts": "Atlantis"}, "counterparts", "Không có đơn vị phía Trung Quốc"),
        ({"date": "hôm nọ"}, "date", "không hiểu được"),
        ({"date": "2025-02-30"}, "date", "không hiểu được"),
        ({"date": "2025-03-28/2025-03-24"}, "date", "không hiểu được"),
        ({"date": 3.5}, "date", "chuỗi"),
        ({"date": True}, "date", "chuỗi"),
        ({"gates": "Atlantis"}, "gates", "Không có cửa khẩu «Atlantis»"),
        ({"kinds": ["xem phim"]}, "kinds", "Không có loại sự kiện «xem phim»"),
        ({"title": ""}, "title", "Thiếu giá trị"),
        ({"title": ["a"]}, "title", "chuỗi"),
        ({"title": "\ud83d"}, "title", "surrogate"),
        ({"title": "a" * 1_001}, "title", "quá dài"),
        ({"url": "javascript:alert(1)"}, "url", ""),
        ({"hide": "maybe"}, "hide", "«có» hoặc «không»"),
        ({"hide": True, "who": 5}, "who", "chuỗi"),
        ({"hide": True, "why": "\udc00"}, "why", "chuỗi"),
        ({"why": "x"}, "", "Chưa nêu mục nào"),
        ({}, "", "Chưa nêu mục nào"),
        ([], "", ""),
        ("x", "", ""),
    ],
)
def test_what_is_at_fault_is_named_and_nothing_is_changed(
    client: FlaskClient, index: Path, body: Any, parameter: str, words: str
) -> None:
    problem = patch(client, body, 400)
    assert (problem["code"], problem["errors"][0]["param"]) == ("bad_correction", parameter)
    assert words in problem["errors"][0]["detail"]
    assert (Spool(index).pending(), (index / CORRECTIONS).exists()) == ([], False)


def test_every_field_at_fault_is_named_in_the_language_of_the_caller(client: FlaskClient) -> None:
    body = {"date": "some day", "provinces": "Atlantis", "title": "good"}
    problem = patch(client, body, 400, f"{ADDRESS}?lang=en")
    assert [(one["param"], one["detail"][:40]) for one in problem["errors"]] == [
        ("date", "The date “some day” is not understood; w"),
        ("provinces", "There is no province “Atlantis” in the g"),
    ]


def test_of_no_article_nothing_is_kept_and_ids_may_be_odd(client: FlaskClient) -> None:
    assert patch(client, {"title": "x"}, 404, "/api/v1/articles/nope")["code"] == "not_found"
    new = {"id": "a//b", "text": "Na Hình."}
    assert client.post("/api/v1/articles?wait=60", headers=BEARER, json=new).status_code == 201
    assert patch(client, {"title": "x"}, 200, "/api/v1/articles?id=a//b")["title"] == "x"
    assert patch(client, {"title": "x"}, 400, "/api/v1/articles")["errors"][0]["param"] == "id"


def test_only_the_token_corrects_and_only_json_is_read(client: FlaskClient) -> None:
    for headers in ({}, {"Authorization": "Bearer x"}):
        assert client.patch(ADDRESS, headers=headers, json={"title": "x"}).status_code == 401
    shut = create_app(index=client.application.extensions["cuakhau"].path, settings=Settings())
    refused = shut.test_client().patch(ADDRESS, headers=BEARER, json={"title": "x"})
    assert (refused.status_code, json.loads(refused.text)["code"]) == (403, "adding_off")
    for kind, status in (("text/plain", 415), ("application/merge-patch+json", 200)):
        response = client.patch(
            f"{ADDRESS}?wait=60", headers=BEARER, data=b'{"title": "x"}', content_type=kind
        )
        assert response.status_code == status
    assert client.patch(f"{ADDRESS}?wiat=5", headers=BEARER, json={}).status_code == 400


def test_hidden_is_kept_away_and_comes_back(client: FlaskClient) -> None:
    before = read(client)
    made = patch(client, {"hide": True, "who": "Lan"})
    assert (made["id"], made["shown"]) == (ID, False)
    assert [(one["field"], one["who"]) for one in made["corrected"]] == [("hide", "Lan")]
    assert client.get(ADDRESS).status_code == 404
    assert patch(client, {"title": "Tên"})["shown"] is False
    assert patch(client, {"hide": False})["title"] == "Tên"
    assert patch(client, {"title": None}) == before


def test_deleted_stays_away_whoever_sends_it_until_it_is_taken_back(
    client: FlaskClient, index: Path
) -> None:
    new = {"id": "moi", "text": "Lối mở Na Hình."}
    client.post("/api/v1/articles?wait=60", headers=BEARER, json=new)
    assert patch(client, {"delete": True}, 200, "/api/v1/articles/moi")["shown"] is False
    client.post("/api/v1/articles?wait=60", headers=BEARER, json=new)
    assert client.get("/api/v1/articles/moi").status_code == 404
    client.delete("/api/v1/articles/moi?wait=60", headers=BEARER)
    assert patch(client, {"delete": None}, 200, "/api/v1/articles/moi")["corrected"] == []
    client.post("/api/v1/articles?wait=60", headers=BEARER, json=new)
    assert client.get("/api/v1/articles/moi").status_code == 200


def test_it_outlives_builds_and_what_is_sent_again(client: FlaskClient, index: Path) -> None:
    patch(client, {"date": "2025-03"})
    assert run("indexer", "build", "--anew", "--index", index, SEEDS).returncode == 0
    assert read(client)["date"]["start"] == "2025-03-01"
    again = {"id": ID, "text": "Bài khác, ngày 5/5/2020."}
    client.post("/api/v1/articles?wait=60", headers=BEARER, json=again)
    assert (read(client)["text"], read(client)["date"]["start"]) == (again["text"], "2025-03-01")


def test_while_another_writes_it_is_promised_in_its_order(client: FlaskClient) -> None:
    new = {"id": "moi", "text": "Lối mở Na Hình."}
    with append(client.application.extensions["cuakhau"].path):
        client.post("/api/v1/articles", headers=BEARER, json=new)
        for title in ("một", "hai"):  # of an article that is not there yet
            response = client.patch(
                "/api/v1/articles/moi", headers=BEARER, json={"title": title, "source": "S"}
            )
            body = json.loads(response.text)
            assert (response.status_code, body["state"]) == (202, "queued")
        client.patch("/api/v1/articles/moi", headers=BEARER, json={"source": None})
        last = client.post("/api/v1/articles", headers=BEARER, json=new)
    asked = client.get(f"{last.headers['Location']}?wait=60", headers=BEARER)
    assert json.loads(asked.text)["state"] == "committed"
    found = read(client, "/api/v1/articles/moi")
    assert (found["title"], found["source"], found["text"]) == ("hai", "", new["text"])


def test_only_what_was_seen_is_corrected_where_the_client_says_so(client: FlaskClient) -> None:
    seen = client.get(ADDRESS).headers["ETag"]
    patch(client, {"title": "một"}, 200, If_Match=seen)
    problem = patch(client, {"title": "hai"}, 412, If_Match=seen)
    assert (problem["code"], read(client)["title"]) == ("precondition_failed", "một")
    response = client.patch(
        f"{ADDRESS}?wait=60", headers={**BEARER, "If-Match": "*"}, json={"title": "ba"}
    )
    assert response.headers["ETag"] == client.get(ADDRESS).headers["ETag"]
    assert read(client)["title"] == "ba"


def test_who_is_signed_in_at_the_proxy_is_who_corrects(index: Path) -> None:
    settings = Settings(
        token=TOKEN, sso_header="X-Remote-User", sso_proxies=("127.0.0.1",), sso_api=True
    )
    client = create_app(index=index, settings=settings).test_client()
    made = patch(client, {"title": "x", "who": "somebody"}, X_Remote_User="lan")
    assert made["corrected"][0]["who"] == "lan"


def test_a_broken_file_of_corrections_is_told(client: FlaskClient, index: Path) -> None:
    (index / CORRECTIONS).write_text("không phải bảng\n", "utf-8")
    problem = patch(client, {"title": "x"}, 503, "/api/v1/articles/nope")
    assert problem["code"] == "bad_correction"
    assert "dòng đầu phải nêu tên các cột" in problem["detail"]


def test_an_edit_is_kept_as_it_was_and_an_entry_of_before_is_read(index: Path) -> None:
    edit, faults = read_edit("a", {"title": "x", "hide": None}, "Lan", "vì thế")
    assert (kept_edit(json.loads(json.dumps(edit.plain()))), faults) == (edit, [])
    spool = Spool(index)
    name = spool.put(Entry(correct=(edit,)))
    assert spool.read(name) == Entry(correct=(edit,))
    (index / "inbox" / f"{name}.json").write_text('{"add": [], "remove": ["x"]}')
    assert spool.read(name) == Entry(remove=("x",))


def test_a_submission_that_fails_among_corrections_holds_up_none(index: Path) -> None:
    spool = Spool(index)
    first, _ = read_edit(ID, {"title": "một"})
    second, _ = read_edit(ID, {"source": "hai"})
    spool.put(Entry(correct=(first,)))
    bad = spool.put(Entry(add=(("x", '{"id": "x"}'),)))
    spool.put(Entry(correct=(second,)))
    queue = SubmissionQueue(index, TOKEN)
    queue.wait(queue.add([]), 60)
    assert (spool.pending(), bool(spool.state(bad)[1])) == ([], True)
    said = [(row.correction.field, row.correction.value) for row in Table(index / CORRECTIONS)]
    assert said == [("title", "một"), ("source", "hai")]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST", "DELETE", "TRACE"])
def test_every_address_says_which_methods_it_has(client: FlaskClient, method: str) -> None:
    has = {
        "/api/v1/articles/x": "DELETE, GET, HEAD, OPTIONS, PATCH",
        "/api/v1/articles": "DELETE, GET, HEAD, OPTIONS, PATCH, POST",
        "/api/v1/search": "GET, HEAD, OPTIONS",
        "/articles/x": "GET, HEAD, OPTIONS",
        "/": "GET, HEAD, OPTIONS",
    }
    for address, methods in has.items():
        if method in methods.split(", "):
            continue
        response = client.open(address, method=method, headers=BEARER)
        assert response.status_code == 405
        assert ", ".join(sorted(response.headers["Allow"].split(", "))) == methods
        assert f"Địa chỉ này chỉ nhận: {methods}." in response.text


def test_a_hit_tells_the_event_beside_the_date_it_is_filed_under(client: FlaskClient) -> None:
    def hit() -> Any:
        found = json.loads(
            client.get("/api/v1/search?q=%22m%C6%B0a+%C4%91%C3%A1+Na+H%C3%ACnh%22").text
        )
        return found["hits"][0]

    new = {
        "id": "moi",
        "text": "Mưa đá Na Hình\n\nNgày 5/3/2024, mưa đá Na Hình làm hỏng lối mở.",
        "date": "2024-03-09",
    }
    client.post("/api/v1/articles?wait=60", headers=BEARER, json=new)
    assert (hit()["date"]["start"], hit()["event"]["start"]) == ("2024-03-09", "2024-03-05")
    assert hit()["event"].keys() == hit()["date"].keys()
    patch(client, {"date": "2025-01-02"}, 200, "/api/v1/articles/moi")
    assert (hit()["date"]["start"], hit()["event"]["start"]) == ("2025-01-02", "2024-03-05")
    del new["date"]
    client.post("/api/v1/articles?wait=60", headers=BEARER, json=new)
    assert (hit()["date"]["basis"], "event" in hit()) == ("corrected", False)


def test_what_is_sent_again_is_told_which_corrections_stand_above_it(client: FlaskClient) -> None:
    new = {"id": "moi", "text": "Lối mở Na Hình."}
    send = "/api/v1/articles?wait=60"
    first = json.loads(client.post(send, headers=BEARER, json=new).text)
    assert first.keys() == {"submission", "state", "detail", "ids"}
    patch(client, {"title": "Tên", "date": "2025", "hide": True}, 200, "/api/v1/articles/moi")
    again = json.loads(client.post(send, headers=BEARER, json=[new, {**new, "id": "khac"}]).text)
    assert again["corrected"] == [{"id": "moi", "fields": ["title", "date", "hide"]}]
    assert again["warnings"] == [
        "«moi»: đã có người sửa tiêu đề, ngày, ẩn; sửa đổi ấy đứng trên bài vừa gửi."
    ]
    english = json.loads(client.post(f"{send}&lang=en", headers=BEARER, json=new).text)
    assert "people have corrected title, date, hide" in english["warnings"][0]
    client.delete("/api/v1/articles/khac?wait=60", headers=BEARER)
    back = json.loads(client.post(send, headers=BEARER, json={**new, "id": "khac"}).text)
    assert "corrected" not in back


def test_places_that_are_in_no_table_are_told_and_kept(client: FlaskClient) -> None:
    new = {
        "id": "moi",
        "text": "x",
        "provinces": ["Atlantis", "lang son"],
        "counterparts": "Lemuria",
    }
    made = json.loads(client.post("/api/v1/articles?wait=60", headers=BEARER, json=new).text)
    assert (made["state"], made["warnings"]) == (
        "committed",
        [
            "articles[0].provinces: Không có tỉnh «Atlantis» trong danh mục địa phương."
            " Tên được giữ như đã ghi.",
            "articles[0].counterparts: Không có đơn vị phía Trung Quốc «Lemuria» trong danh mục địa"
            " phương. Tên được giữ như đã ghi.",
        ],
    )
    found = read(client, "/api/v1/articles/moi")
    assert [one["name"] for one in found["provinces"]] == ["Atlantis", "Lạng Sơn"]
