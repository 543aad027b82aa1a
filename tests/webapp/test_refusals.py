"""What the system refuses the server is told as that, with 503, and not as a damaged index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer import Archive
from webapp import create_app


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(24, "Too many open files"), "không mở được thêm tệp"),
        (PermissionError(13, "Permission denied"), "không được phép đọc"),
        (MemoryError(), "không đủ bộ nhớ"),
        (OSError(5, "Input/output error"), "Ổ đĩa của máy chủ báo lỗi"),
    ],
)
@pytest.mark.parametrize("call", ["open", "search"])
def test_a_refusal_is_told_and_passes(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str, call: str
) -> None:
    client = create_app(index=seed_index).test_client()

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Archive, call, refuse)
        answer = client.get("/api/v1/search?q=lạng+sơn")
        told = json.loads(answer.text)
        assert (answer.status_code, told["code"]) == (503, "system_refusal")
        assert words in told["detail"]
        assert words in client.get("/?q=lạng+sơn").text
        assert client.get("/readyz").status_code == 503
    assert client.get("/api/v1/search?q=lạng+sơn").status_code == 200
