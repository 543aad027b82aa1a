"""An official document is found by its number and tells what it says of itself, in every skin."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.building import build
from tests.support.running import SEEDS
from webapp import create_app

DOCUMENT = """UBND TỈNH LẠNG SƠN
SỞ NGOẠI VỤ
Số: 123/BC-SNgV
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lạng Sơn, ngày 06 tháng 3 năm 2025
BÁO CÁO
Kết quả hội đàm với Quảng Tây
Sáng 5/3/2025, Sở Ngoại vụ tỉnh Lạng Sơn hội đàm với Văn phòng Ngoại sự Quảng Tây.
Nơi nhận:
- Bộ Ngoại giao;
- Lưu: VT (An).
"""


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    (tmp_path / "bc-123.txt").write_text(DOCUMENT, "utf-8")
    build([SEEDS, tmp_path / "bc-123.txt"], tmp_path / "index", jobs=1)
    return create_app(index=tmp_path / "index").test_client()


@pytest.mark.parametrize(
    "typed",
    ["123/BC-SNgV", "số 123/BC-SNgV", "Số: 123/bc-sngv", "số:123/BC-SNgV", "so:123", "số 123"],
)
def test_a_document_is_found_by_its_number(client: FlaskClient, typed: str) -> None:
    found = client.get("/api/v1/search", query_string={"q": typed}).json
    assert found is not None
    assert found["hits"][0]["id"] == "bc-123"
    assert found["warnings"] == []


def test_its_page_and_its_json_tell_what_it_says_of_itself(client: FlaskClient) -> None:
    page = client.get("/articles/bc-123").text
    for said in ("Số, ký hiệu: ", "123/BC-SNgV", "Người soạn: ", "Bộ Ngoại giao"):
        assert said in page
    assert "Number and symbol: " in client.get("/articles/bc-123?lang=en").text
    assert "Báo cáo số 123/BC-SNgV" in client.get("/?q=hội đàm").text
    told = client.get("/api/v1/articles/bc-123").json
    assert told is not None
    assert told["document"] == {
        "number": "123/BC-SNgV",
        "kind": "Báo cáo",
        "subject": "Kết quả hội đàm với Quảng Tây",
        "recipients": ["Bộ Ngoại giao"],
        "drafter": "An",
    }


def test_news_has_no_document(client: FlaskClient) -> None:
    told = client.get("/api/v1/articles/003_50f2c003bc21364e").json
    assert told is not None
    assert told["document"] is None
    assert "Số, ký hiệu" not in client.get("/articles/003_50f2c003bc21364e").text


def test_tables_have_its_number(client: FlaskClient) -> None:
    content = client.get("/export/results.csv?q=123/BC-SNgV").text.lstrip("\ufeff")
    (row,) = csv.DictReader(io.StringIO(content))
    assert row["Số, ký hiệu"] == "123/BC-SNgV"
