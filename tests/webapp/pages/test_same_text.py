"""Articles with the same text, as a reader and a program see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.webapp.conftest import client_of

TEXT = (
    "Cửa khẩu Hữu Nghị thông quan trở lại sau kỳ nghỉ lễ, hàng trăm xe nông sản được làm thủ tục "
    "ngay trong buổi sáng; lực lượng hai bên phân luồng từ sớm, bố trí thêm cán bộ trực."
)
OTHER = (
    "Đoàn đại biểu tỉnh bàn với bạn về mở thêm tuyến xe khách qua cửa khẩu, tổ chức hội chợ thương "
    "mại mỗi năm hai lần và đưa học sinh hai nước sang giao lưu vào dịp hè."
)


def given(id: str, text: str, source: str) -> dict[str, Any]:
    return {"id": id, "title": "Tin cửa khẩu", "text": text, "source": source, "date": "2025-03-24"}


ARTICLES = [given(str(n), TEXT, f"Báo {n}") for n in range(4)] + [given("khac", OTHER, "Báo 9")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client_of(ARTICLES, Path(tmp_path_factory.mktemp("same")))


def page(archive: FlaskClient, address: str) -> str:
    return archive.get(address).get_data(as_text=True)


def test_the_page_tells_both_numbers_and_the_other_papers(archive: FlaskClient) -> None:
    shown = page(archive, "/?q=cửa+khẩu")
    assert "<strong>5 bài, 2 tin</strong>" in shown
    assert "<summary>cùng tin ở 3 nguồn khác</summary>" in shown
    assert all(f"Báo {n}" in shown for n in range(4))
    english = page(archive, "/?q=cửa+khẩu&lang=en")
    assert "5 articles, 2 different texts" in english
    assert "same text in 3 other sources" in english


def test_a_link_shows_each_by_itself_and_one_leads_back(archive: FlaskClient) -> None:
    assert "same=apart" in page(archive, "/?q=cửa+khẩu")
    apart = page(archive, "/?q=cửa+khẩu&same=apart")
    assert "<strong>5 bài</strong>" in apart
    assert "Gộp bài cùng nội dung" in apart


def test_pages_are_counted_in_texts(archive: FlaskClient) -> None:
    found = archive.get("/api/v1/search?q=cửa+khẩu&per_page=1&page=2").get_json()
    assert (found["total"], found["distinct"], len(found["hits"])) == (5, 2, 1)
    assert archive.get("/api/v1/search?q=cửa+khẩu&per_page=1&page=3").get_json()["hits"] == []


def test_json_names_the_copies(archive: FlaskClient) -> None:
    hits = archive.get("/api/v1/search?q=cửa+khẩu").get_json()["hits"]
    first = next(hit for hit in hits if "same" in hit)
    assert first["same_total"] == 3
    assert {first["id"], *(copy["id"] for copy in first["same"])} == set("0123")
    assert first["same"][0]["date"]["start"] == "2025-03-24"


def test_a_wrong_word_is_refused(archive: FlaskClient) -> None:
    assert archive.get("/api/v1/search?q=a&same=maybe").status_code == 400


@pytest.mark.parametrize("address", ["/export/results.json", "/feed.json"])
def test_files_and_feeds_hold_every_article(archive: FlaskClient, address: str) -> None:
    answer = archive.get(f"{address}?q=cửa+khẩu").get_json()
    assert len(answer.get("hits") or answer["items"]) == 5


def test_a_list_of_sources_tells_how_many_have_none(tmp_path: Path) -> None:
    nameless = [given("x", TEXT, ""), given("y", OTHER, "Báo 1")]
    archive = client_of(nameless, tmp_path)
    assert "Không rõ nguồn: 1 bài" in page(archive, "/facets/source")
    table = archive.get("/export/tables/source.csv").get_data(as_text=True)
    assert table.splitlines()[-1] == "không rõ nguồn,,1"
