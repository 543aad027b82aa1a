"""What several processes count together has its room before it is counted: a full disk ends nobody."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from webapp.serving.metrics import Metrics
from webapp.serving.rate_limit import RateLimit
from webapp.serving.shared_counts import mapped

SIZE = 1 << 16


def test_its_room_is_taken_at_once(tmp_path: Path) -> None:
    with mapped(tmp_path / "counts", SIZE) as one, mapped(tmp_path / "counts", SIZE) as other:
        room = getattr((tmp_path / "counts").stat(), "st_blocks", SIZE)  # Windows tells none
        assert room * 512 >= SIZE
        one[5] = 7
        assert other[5] == 7
    with mapped(tmp_path / "counts", SIZE) as again:
        assert (again[5], len(again)) == (7, SIZE)


def test_without_room_a_process_counts_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    metrics = Metrics(tmp_path, 0)
    metrics.count("cuakhau_requests_total", route="pages.search", status="200")
    limit = RateLimit(60, 1, tmp_path / "rate")
    assert (limit.wait("10.0.0.1"), limit.wait("10.0.0.1") > 0) == (0, True)
    assert [record.message for record in caplog.records] == ["counts_alone"] * 2
    assert "cuakhau_processes" in metrics.text()
