"""A correction is shown on its article's page, in both languages, and a hidden article is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.building import build, correct
from indexer.model.article import Correction
from tests.support.running import SEEDS
from webapp import create_app

ID = "003_50f2c003bc21364e"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build([SEEDS], tmp_path / "index", jobs=1)
    return tmp_path / "index"


def test_who_put_what_right_and_why_is_shown(index: Path) -> None:
    said = Correction("date", "2025-03-24", "Lan <b>", "2026-11-28T03:00:00Z", "công văn")
    correct(index, lambda table: table.set(ID, said))
    client = create_app(index=index).test_client()
    page = client.get(f"/articles/{ID}").text
    assert "ngày: ngày 24/3/2025" in page
    assert "đã sửa ngày 28/11/2026 · Lan &lt;b&gt; · công văn" in page
    assert "Ngày do người sửa ghi." in page
    assert "put right on 28 Nov 2026" in client.get(f"/articles/{ID}?lang=en").text
    told = client.get(f"/api/v1/articles/{ID}").json
    assert told is not None
    assert told["date"]["basis"] == "corrected"
    assert [one["field"] for one in told["corrected"]] == ["date"]


def test_a_hidden_article_is_not_found_and_not_counted(index: Path) -> None:
    correct(index, lambda table: table.set(ID, Correction("hide", "yes")))
    client = create_app(index=index).test_client()
    assert client.get(f"/articles/{ID}").status_code == 404
    assert client.get(f"/api/v1/articles/{ID}").status_code == 404
    found = client.get("/api/v1/search").json
    assert found is not None
    assert found["total"] == 4
