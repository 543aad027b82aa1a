"""The API as a program uses it: strict parameters, problems for every error, tags that spare the work, who may read it from where."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Archive
from indexer.model.request import SearchRequest
from tests.support.running import SEEDS
from tests.webapp.pages.test_pages import QUANG_TAY
from webapp import create_app, create_site
from webapp.service import SearchService
from webapp.settings import Settings

PORTAL = "https://intranet.tinh.gov.vn"


def get(client: FlaskClient, address: str, status: int = 200, **headers: str) -> Any:
    response = client.get(f"/api/v1{address}", headers=headers)
    assert response.status_code == status, response.text
    return json.loads(response.text)


def test_a_search_answers_as_the_library_does(client: FlaskClient, seed_index: Path) -> None:
    body = get(client, "/search?q=cua+khau&counterpart=van+nam&sort=newest&per_page=2")
    known = (
        Archive.open(seed_index)
        .search("cua khau", counterpart="van nam", sort="newest", per_page=2)
        .to_dict()
    )
    assert {**body, "took_ms": 0} == {**known, "took_ms": 0}


def test_a_facets_link_is_a_query_string_that_can_be_followed(client: FlaskClient) -> None:
    assert "url" not in get(client, "/search?q=hop+tac")["facets"]["counterpart"]["values"][0]
    value = get(client, "/search?q=hop+tac&links=1")["facets"]["counterpart"]["values"][0]
    followed = get(client, f"/search?{value['url']}")
    assert followed["total"] == value["count"]
    assert [
        v["selected"]
        for v in followed["facets"]["counterpart"]["values"]
        if v["value"] == value["value"]
    ] == [True]


def test_a_link_of_a_whole_facet_leaves_what_was_chosen_bare(client: FlaskClient) -> None:
    values = get(client, "/facets/counterpart?counterpart=van+nam&links=1")["values"]
    chosen = next(v for v in values if v["value"] == "Vân Nam")
    assert (chosen["selected"], chosen["url"]) == (True, "")


def test_the_facets_asked_for_come_with_so_many_values_and_say_how_many_are_left(
    client: FlaskClient,
) -> None:
    whole = get(client, "/facets/province")["total"]
    body = get(client, "/search?facets=province&facets=year&facet_limit=2")
    assert list(body["facets"]) == ["province", "year"]
    assert (len(body["facets"]["province"]["values"]), body["facets"]["province"]["more"]) == (
        2,
        whole - 2,
    )
    assert get(client, "/search?facets=none")["facets"] == {}
    assert get(client, "/search?facets=colour", 400)["errors"][0]["param"] == "facets"
    assert get(client, "/search?facet_limit=0", 400)["errors"][0]["param"] == "facet_limit"


def test_a_whole_facet_is_turned_page_by_page(client: FlaskClient) -> None:
    whole = get(client, "/facets/province")["values"]
    pages = [get(client, f"/facets/province?limit=2&page={n}") for n in (1, 2, 3)]
    assert [v["value"] for p in pages for v in p["values"]] == [v["value"] for v in whole[:6]]
    assert [p["more"] for p in pages] == [max(0, len(whole) - 2 * n) for n in (1, 2, 3)]
    assert get(client, "/facets/province?limit=2&page=1000")["values"] == []


def test_a_parameter_of_no_meaning_is_named(client: FlaskClient) -> None:
    assert (
        get(client, "/search?q=a&provnce=x&lang=en")["warnings"][-1] == "No such parameter: provnce"
    )


def test_warnings_and_ways_on_follow_the_language_asked_for(client: FlaskClient) -> None:
    vietnamese, english = (
        get(client, f"/search?q=%22hop+tac+xyzzy&lang={language}") for language in ("vi", "en")
    )
    assert (vietnamese["warnings"], english["warnings"]) == (
        ["Dấu ngoặc kép không có cặp: coi như không có."],
        ["A quotation mark has no partner: it was left out."],
    )
    assert [
        (one["label"], two["label"])
        for one, two in zip(vietnamese["suggestions"], english["suggestions"], strict=True)
    ] == [("Bỏ từ «xyzzy»", "Without the word “xyzzy”")]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=0", "page"),
        ("page=abc", "page"),
        ("page=-1", "page"),
        ("page=99999999999", "page"),
        ("per_page=101", "per_page"),
        ("per_page=0", "per_page"),
        ("per_page=x", "per_page"),
        ("per_page=1.5", "per_page"),
        ("sort=best", "sort"),
        ("literal=maybe", "literal"),
        ("date_from=x", "date_from"),
        ("date_to=2025-13", "date_to"),
        ("&".join(f"province={n}" for n in range(33)), "province"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_value_that_cannot_be_is_refused_by_name(
    client: FlaskClient, query: str, parameter: str, language: str
) -> None:
    body = get(client, f"/search?q=hop&{query}&lang={language}", 400)
    assert (body["code"], body["status"], body["instance"]) == ("bad_query", 400, "/api/v1/search")
    assert [error["param"] for error in body["errors"]] == [parameter]
    assert body["errors"][0]["detail"] == body["detail"] != ""


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=51", "page"),
        ("page=11&per_page=100", "page"),
        ("date_from=2025&date_to=2024", "date_from"),
        ("date_from=2025-03-02&date_to=2025-03-01", "date_from"),
    ],
)
def test_values_that_contradict_each_other_are_a_conflict(
    client: FlaskClient, query: str, parameter: str
) -> None:
    body = get(client, f"/search?q=hop&{query}", 409)
    assert (body["code"], body["status"]) == ("bad_query", 409)
    assert [error["param"] for error in body["errors"]] == [parameter]


@pytest.mark.parametrize("address", ["/search?q=a", "/suggest?q=a", "/stats/matrix?", "/nope?"])
def test_a_language_that_is_none_is_at_fault(client: FlaskClient, address: str) -> None:
    expected = 404 if "nope" in address else 200
    assert client.get(f"/api/v1{address}&lang=").status_code == expected
    assert client.get(f"/api/v1{address}&lang=fr").status_code == 400


def test_what_may_be_asked_at_the_edge_is_answered(client: FlaskClient) -> None:
    for query in (
        "page=10&per_page=100",
        "page=50",
        "per_page=100",
        "page=&per_page=&sort=&date_from=",
    ):
        assert get(client, f"/search?q=hop&{query}")["total"] > 0


@pytest.mark.parametrize(
    "address",
    [
        "/search",
        "/articles/x",
        "/suggest",
        "/facets/province",
        "/stats/matrix",
        "/openapi.json",
        "/nope",
        "/",
    ],
)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE"])
def test_another_method_is_a_problem_that_names_the_right_ones(
    client: FlaskClient, address: str, method: str
) -> None:
    response = client.open(f"/api/v1{address}", method=method)
    body = json.loads(response.text)
    if (address, method) == ("/articles/x", "PATCH"):
        assert response.status_code == 403  # it is there, and shut
        return
    known = address not in ("/nope", "/")
    assert (response.status_code, response.content_type) == (
        405 if known else 404,
        "application/problem+json",
    )
    assert body["code"] == ("method_not_allowed" if known else "not_found")
    assert ("GET" in response.headers.get("Allow", "")) == known


@pytest.mark.parametrize(
    "address",
    [
        "/nope",
        "/articles/nope",
        "/related/nope",
        "/facets/nope",
        "/search/",
        "/submissions/1-x/y",
        "/articles?id=nope",
    ],
)
def test_what_is_not_there_is_a_problem(client: FlaskClient, address: str) -> None:
    assert get(client, address, 404)["code"] == "not_found"


def test_an_article_without_an_id_is_refused_by_name(client: FlaskClient) -> None:
    assert get(client, "/articles", 400)["errors"][0]["param"] == "id"


def test_an_unforeseen_error_is_a_problem_that_tells_nothing(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(SearchService, "ask", fail)
    response = (
        create_app(index=seed_index, settings=Settings()).test_client().get("/api/v1/search?q=a")
    )
    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert (json.loads(response.text)["code"], "secret" in response.text) == (
        "internal_error",
        False,
    )


def test_a_missing_index_and_a_full_house_are_503(tmp_path: Path, seed_index: Path) -> None:
    missing = (
        create_app(index=tmp_path / "none", settings=Settings())
        .test_client()
        .get("/api/v1/stats/timeline")
    )
    assert (
        missing.status_code,
        json.loads(missing.text)["code"],
        missing.headers["Retry-After"],
    ) == (503, "index_missing", "30")
    app = create_app(index=seed_index, settings=Settings(searches=1, patience=0.01))
    inside, leave = threading.Event(), threading.Event()
    holder = threading.Thread(
        target=app.extensions["cuakhau"].ask, args=(lambda _: (inside.set(), leave.wait(10)),)
    )
    holder.start()
    inside.wait(10)
    busy = app.test_client().get("/api/v1/search?q=a")
    leave.set()
    holder.join()
    assert (busy.status_code, json.loads(busy.text)["code"], busy.headers["Retry-After"]) == (
        503,
        "busy",
        "2",
    )


def test_an_unknown_host_is_a_problem(seed_index: Path) -> None:
    client = create_app(
        index=seed_index, settings=Settings(trusted_hosts=("tim.vn",))
    ).test_client()
    assert get(client, "/search?q=a", 400, Host="evil.example")["code"] == "unknown_host"


def test_an_article_comes_whole_with_its_evidence(client: FlaskClient) -> None:
    body = get(client, f"/articles/{QUANG_TAY}?q=cua+khau+thong+minh")
    assert body["text"] == (SEEDS / f"{QUANG_TAY}.txt").read_text("utf-8")
    assert "cửa khẩu thông minh" in {body["text"][a:b] for a, b in body["marks"]}
    for place in body["provinces"] + body["counterparts"]:
        assert place["evidence"]
    evidence = body["date"]["evidence"][0]
    assert body["text"][evidence["start"] : evidence["end"]]
    assert get(client, f"/articles?id={QUANG_TAY}")["id"] == QUANG_TAY


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("lang", ["Lạng Sơn"]),
        ("son", ["Lạng Sơn"]),
        ("lạng s", ["Lạng Sơn"]),
        ("ang", []),
        ("lãng", []),
    ],
)
def test_a_facet_is_searched_by_the_beginning_of_a_word(
    client: FlaskClient, prefix: str, found: list[str]
) -> None:
    values = get(client, f"/facets/province?prefix={prefix}")["values"]
    assert [v["label"] for v in values if "Lạng Sơn" in v["label"]] == found


def test_a_facet_says_when_there_is_more(client: FlaskClient) -> None:
    body = get(client, "/facets/province?limit=2")
    assert (len(body["values"]), body["truncated"], body["total"] > 2) == (2, True, True)
    assert get(client, "/facets/province?limit=1000")["truncated"] is False


def test_counts_over_time_and_places_are_those_of_the_search(
    client: FlaskClient, seed_index: Path
) -> None:
    archive = Archive.open(seed_index)
    timeline = get(client, "/stats/timeline?q=hop+tac&unit=month")
    known = archive.timeline(SearchRequest(q="hop tac"), "month")
    assert ({c["period"]: c["count"] for c in timeline["counts"]}, timeline["unknown"]) == (
        known.counts,
        known.unknown,
    )
    matrix = get(client, "/stats/matrix?q=hop+tac")
    assert {
        (c["province"], c["counterpart"]): c["count"] for c in matrix["cells"]
    } == archive.matrix(SearchRequest(q="hop tac")).cells
    assert get(client, "/stats/timeline?unit=week", 400)["errors"][0]["param"] == "unit"


def test_articles_and_places_show_while_a_query_is_typed(client: FlaskClient) -> None:
    found = get(client, "/suggest?q=hop+tac+van+n&articles=2")
    assert [place["value"] for place in found["places"]] == ["Vân Nam"]
    assert found["places"][0]["query"] == "hop tac"
    assert client.get(found["places"][0]["page"]).status_code == 200
    assert 1 <= len(found["articles"]) <= 2
    for article in found["articles"]:
        assert client.get(article["page"]).status_code == 200
    assert set(get(client, "/suggest?q=hop+tac")) == {"suggestions"}
    assert get(client, "/suggest?q=a&articles=99", 400)["errors"][0]["param"] == "articles"


@pytest.mark.parametrize(
    ("typed", "facet", "query"),
    [
        ("lang so", "province", ""),
        ("hội đàm Lạng Sơn", "province", "hội đàm"),
        ("quảng tây", "counterpart", ""),
        ("cửa khẩu", "", ""),  # «Hà Khẩu» is not meant
        ("s", "", ""),
        ("", "", ""),
    ],
)
def test_a_place_is_offered_where_one_is_being_named(
    client: FlaskClient, typed: str, facet: str, query: str
) -> None:
    places = get(client, f"/suggest?q={typed}&articles=1")["places"]
    assert [(one["facet"], one["query"]) for one in places[:1]] == (
        [(facet, query)] if facet else []
    )


def test_an_unfinished_word_shows_the_articles_of_its_completion(client: FlaskClient) -> None:
    whole = get(client, "/suggest?q=hợp+tác&articles=3")["articles"]
    begun = get(client, "/suggest?q=hợp+t&articles=3")
    assert begun["suggestions"][0]["text"] == "hợp tác"
    assert begun["articles"] == whole != []


TAGGED = [
    "/search?q=cua+khau",
    f"/articles/{QUANG_TAY}",
    "/suggest?q=cua",
    "/facets/province",
    f"/related/{QUANG_TAY}",
    "/stats/timeline",
    "/stats/matrix",
    "/openapi.json",
]


@pytest.mark.parametrize("address", TAGGED)
def test_what_the_client_holds_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(f"/api/v1{address}")
    assert (first.headers["Cache-Control"], first.headers["ETag"][0]) == ("no-cache", '"')
    again = client.get(
        f"/api/v1{address}", headers={"If-None-Match": f'"other", {first.headers["ETag"]}'}
    )
    assert (again.status_code, again.data, again.headers["ETag"]) == (
        304,
        b"",
        first.headers["ETag"],
    )
    weak = client.get(f"/api/v1{address}", headers={"If-None-Match": f"W/{first.headers['ETag']}"})
    assert weak.status_code == 304  # a proxy that packs answers makes tags weak
    assert client.get(f"/api/v1{address}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_same_search_has_the_same_tag_and_another_has_not(client: FlaskClient) -> None:
    def tag(query: str) -> str:
        return client.get(f"/api/v1/search?{query}").headers["ETag"]

    one = tag("q=hop+tac&province=Lai+Ch%C3%A2u&page=1")
    assert (
        tag("province=Lai+Ch%C3%A2u&q=hop%20tac")
        == tag("province=Lai+Ch%C3%A2u&q=hop%20tac&per_page=20&sort=relevance")
        == one
    )
    others = {
        tag("q=hop+tac"),
        tag("q=hop+tac&page=2"),
        tag("q=hop+tac&lang=en"),
        tag("q=hop+tac&sort=newest"),
        tag("q=hop+tac&nope=1"),
    }
    assert (len(others), one in others) == (5, False)


def test_a_commit_changes_every_tag(tmp_path: Path) -> None:
    archive = Archive.build(SEEDS, tmp_path / "kho")
    client = create_app(index=tmp_path / "kho", settings=Settings()).test_client()
    before = client.get("/api/v1/search?q=duong+sat").headers["ETag"]
    archive.add({"id": "moi", "text": "Đường sắt liên vận."})
    after = client.get("/api/v1/search?q=duong+sat", headers={"If-None-Match": before})
    assert (after.status_code, after.headers["ETag"] != before) == (200, True)


def test_an_index_made_anew_in_the_same_place_has_other_tags(tmp_path: Path) -> None:
    tags = []
    for text in ("Một bài.", "Một bài khác."):
        (tmp_path / "bai.txt").write_text(text, "utf-8")
        path = tmp_path / f"kho-{len(tags)}"
        Archive.build(tmp_path / "bai.txt", path)
        tags.append(
            create_app(index=path, settings=Settings())
            .test_client()
            .get("/api/v1/search?q=bai")
            .headers["ETag"]
        )
    assert tags[0] != tags[1]


def test_nobody_elses_page_may_read_unless_it_is_named(
    client: FlaskClient, seed_index: Path
) -> None:
    assert (
        "Access-Control-Allow-Origin"
        not in client.get("/api/v1/search?q=a", headers={"Origin": PORTAL}).headers
    )
    shared = create_app(index=seed_index, settings=Settings(cors_origins=(PORTAL,))).test_client()
    for address in (
        "/api/v1/search?q=a",
        "/api/v1/search?page=0",
        "/api/v1/openapi.json",
        "/feed.json?q=a",
    ):
        headers = shared.get(address, headers={"Origin": PORTAL}).headers
        assert (headers["Access-Control-Allow-Origin"], "Origin" in headers["Vary"]) == (
            PORTAL,
            True,
        )
        assert "Access-Control-Allow-Credentials" not in headers
    for origin in (
        "https://evil.example",
        "null",
        f"{PORTAL}.evil.example",
        "http://intranet.tinh.gov.vn",
    ):
        refused = shared.get("/api/v1/search?q=a", headers={"Origin": origin})
        assert (
            "Access-Control-Allow-Origin" in refused.headers,
            "Origin" in refused.headers["Vary"],
        ) == (False, True)
    assert "Access-Control-Allow-Origin" not in shared.get("/", headers={"Origin": PORTAL}).headers


def test_other_pages_may_ask_by_get_alone(seed_index: Path) -> None:
    shared = create_app(
        index=seed_index, settings=Settings(cors_origins=(PORTAL,), token="t" * 16)
    ).test_client()

    def preflight(address: str, method: str) -> Any:
        return shared.options(
            address, headers={"Origin": PORTAL, "Access-Control-Request-Method": method}
        )

    allowed = preflight("/api/v1/search", "GET")
    assert (allowed.status_code, allowed.headers["Access-Control-Allow-Methods"]) == (204, "GET")
    for method in ("POST", "DELETE"):
        assert "Access-Control-Allow-Origin" not in preflight("/api/v1/articles", method).headers
    assert (
        "Access-Control-Allow-Origin"
        not in shared.post("/api/v1/articles", headers={"Origin": PORTAL}, json={}).headers
    )


def test_mounted_elsewhere_every_error_below_the_api_is_still_a_problem(seed_index: Path) -> None:
    host = Flask(__name__)
    host.register_blueprint(create_site(Settings(index=seed_index)), url_prefix="/tim")
    client = host.test_client()
    for method, address, status in [
        ("GET", "nope", 404),
        ("POST", "search", 405),
        ("GET", "search?page=x", 400),
        ("GET", "articles/x", 404),
    ]:
        response = client.open(f"/tim/api/v1/{address}", method=method)
        assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert client.get("/nope").content_type == "text/html; charset=utf-8"


def test_half_a_surrogate_pair_in_an_article_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id": "a", "title": "Tựa \\ud83d đề", "text": "Nội dung \\udc4d hợp tác."}\n', "utf-8"
    )
    Archive.build(tmp_path / "a.jsonl", tmp_path / "kho")
    client = create_app(index=tmp_path / "kho", settings=Settings()).test_client()
    for address in (
        "/api/v1/search?q=hop+tac",
        "/api/v1/articles/a",
        "/feed.atom?q=hop",
        "/feed.json?q=hop",
        "/embed?q=hop",
    ):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/search?page=1&page=2", "page"),
        ("/search?date_from=2024&q=x&date_from=2025", "date_from"),
        ("/search?q=a&q=b", "q"),
        ("/search?sort=newest&sort=oldest", "sort"),
        ("/facets/province?limit=2&limit=3", "limit"),
        ("/stats/matrix?region=V%C3%A2n+Nam&region=Qu%E1%BA%A3ng+T%C3%A2y", "region"),
    ],
)
def test_two_values_of_what_has_one_are_refused(
    client: FlaskClient, address: str, name: str
) -> None:
    response = client.get(f"/api/v1{address}")
    problem = json.loads(response.text)
    assert (response.status_code, problem["errors"][0]["param"]) == (400, name)
    assert problem["detail"] == f"{name} chỉ nhận một giá trị, nhưng được nêu nhiều lần."


@pytest.mark.parametrize(
    "address", ["/search?page=2&page=2", "/search?page=&page=1", "/search?province=a&province=b"]
)
def test_the_same_again_and_lists_are_no_contradiction(client: FlaskClient, address: str) -> None:
    assert client.get(f"/api/v1{address}").status_code == 200


def test_a_region_may_be_typed_in_any_way_and_one_that_is_none_is_told(client: FlaskClient) -> None:
    def matrix(region: str) -> Any:
        asked = {"region": region}
        return json.loads(client.get("/api/v1/stats/matrix", query_string=asked).text)

    right = matrix("Quảng Tây")
    assert right["warnings"] == []
    for typed in ("quang tay", "Guangxi", "广西", "Khu tự trị dân tộc Choang Quảng Tây"):
        assert matrix(typed) == right
    told = "Không có vùng «Atlantis» ở phía Trung Quốc; có: Quảng Tây, Vân Nam."
    assert (matrix("Atlantis")["warnings"], matrix("Nam Ninh")["cells"]) == ([told], [])
    assert told in client.get("/matrix?region=Atlantis").text
    assert client.get("/export/tables/matrix.csv?region=Atlantis").status_code == 400
