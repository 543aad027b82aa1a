"""Pages and API over an archive in a cluster."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer import Archive
from indexer.building import build
from tests.support.running import SEEDS
from webapp import create_app
from webapp.settings import Settings

TOKEN = "mot-ma-bi-mat-du-dai"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
NOWHERE = "opensearch+http://127.0.0.1:9/kho"


def test_pages_and_api_answer(seeds: str) -> None:
    client = create_app(index=seeds).test_client()
    assert client.get("/readyz").status_code == 200
    found = client.get("/api/v1/search?q=cua+khau+thong+minh").get_json()
    assert (found["total"], found["hits"][0]["id"]) == (1, "003_50f2c003bc21364e")
    page = client.get("/?q=cua+khau+thong+minh")
    assert page.status_code == 200
    assert "<mark>" in page.get_data(as_text=True)
    assert client.get("/articles/003_50f2c003bc21364e").status_code == 200
    assert client.get("/feed.atom?q=cua+khau").status_code == 200
    assert client.get("/api/v1/register?province=Hà+Giang").get_json()["total"] == 3
    assert "Đỗ Thái Hòa" in client.get("/register").get_data(as_text=True)


@pytest.mark.parametrize(("path", "code"), [("/readyz", 503), ("/?q=x", 503), ("/healthz", 200)])
def test_without_the_cluster_the_site_says_so_and_lives(path: str, code: int) -> None:
    client = create_app(index=NOWHERE).test_client()
    assert client.get(path).status_code == code


def test_a_program_is_told_which_part_fails() -> None:
    answer = create_app(index=NOWHERE).test_client().get("/api/v1/search?q=x")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "cluster_unavailable")
    assert "Retry-After" in answer.headers


def test_articles_are_sent_corrected_and_deleted_over_http(node: str, cache: Path) -> None:
    place = f"opensearch+http://{node}/gui-{os.getpid()}"
    build([SEEDS], Path(place))
    client = create_app(settings=Settings(index=Path(place), token=TOKEN)).test_client()
    new = {"id": "moi", "text": "Ngày 5/3/2025, Lạng Sơn và Quảng Tây bàn về cửa khẩu mới."}
    sent = client.post("/api/v1/articles?wait=60", headers=BEARER, json=new)
    assert sent.status_code == 201, sent.get_data(as_text=True)
    assert Archive.open(place).article("moi") is not None
    said = {"title": "Tên do người đặt"}
    assert client.patch("/api/v1/articles/moi", headers=BEARER, json=said).status_code in (200, 202)
    gone = client.delete("/api/v1/articles/moi?wait=60", headers=BEARER)
    assert gone.status_code in (200, 204), gone.get_data(as_text=True)
    assert Archive.open(place).article("moi") is None
