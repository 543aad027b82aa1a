"""What a file does to the process that reads it costs that file: it is named with its reason, and the rest is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.building import add, build
from indexer.reading import IngestReport, records
from indexer.reading.apart import ReadingProcess
from indexer.reading.limits import Limits, limits
from tests.support.office_files import BODY, docx, zipped
from tests.support.running import run

MIB = 1 << 20


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadingProcess]:
    monkeypatch.setattr(ReadingProcess, "MODULE", "tests.support.bad_worker")
    process = ReadingProcess(Limits(seconds=3.0, memory=512 * MIB))
    yield process
    process.close()


def read(process: ReadingProcess, name: str) -> tuple[int, list[str]]:
    """(articles, reasons) of a file that is called so."""
    report = IngestReport()
    found = list(process.read(Path(f"{name}.pdf"), name, report, listed=True))
    return len(found), [fault.reason for fault in report.skipped]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("hangs", "timeout"), ("crashes", "crashed"), ("babbles", "crashed")],
)
def test_a_process_that_misbehaves_costs_one_file(
    process: ReadingProcess, name: str, reason: str
) -> None:
    assert read(process, "good") == (1, [])
    assert read(process, name) == (0, [reason])
    assert read(process, "good") == (1, [])


def test_memory_is_watched_where_the_system_does_not_bound_it(
    process: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.reading.apart.SYSTEM_BOUNDS_MEMORY", False)
    process = ReadingProcess(Limits(seconds=30.0, memory=200 * MIB))
    assert read(process, "grows") == (0, ["memory"])
    process.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the parent watches")
def test_memory_is_bounded_by_the_system(tmp_path: Path) -> None:
    paragraph = f"<w:p><w:r><w:t>{BODY * 200}</w:t></w:r></w:p>"
    (tmp_path / "bom.docx").write_bytes(docx(paragraph * 4_000))
    (tmp_path / "tot.txt").write_text(BODY, encoding="utf-8")
    report = IngestReport()
    found = list(records([tmp_path], report, may=Limits(memory=512 * MIB, size=512 * MIB)))
    assert [record.id for record in found] == ["tot"]
    reason = next(fault.reason for fault in report.skipped)
    assert reason in ("memory", "crashed", "too-large", "damaged")


def test_what_unpacks_to_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    bomb = zipped({"bom.txt": b"0" * (3 * MIB)})
    (tmp_path / "bom.zip").write_bytes(bomb)
    (tmp_path / "bom.docx").write_bytes(docx(" " * (3 * MIB)))
    report = IngestReport()
    assert list(records([tmp_path], report, may=Limits(size=2 * MIB))) == []
    assert [(Path(fault.path).name, fault.reason) for fault in report.skipped] == [
        ("bom.docx", "too-large"),
        ("bom.zip", "too-large"),
    ]


def test_archives_within_archives_are_read_as_far_as_the_limit_goes(tmp_path: Path) -> None:
    inner = zipped({"bai.txt": BODY})
    for _ in range(5):
        inner = zipped({"trong.zip": inner})
    (tmp_path / "goi.zip").write_bytes(inner)
    report = IngestReport()
    assert list(records([tmp_path], report)) == []
    assert [fault.reason for fault in report.skipped] == ["too-deep"]


def test_a_build_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.html").write_text(
        '<meta charset="undefined"><p>Lạng Sơn họp.</p>', encoding="utf-8"
    )
    (folder / "b.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    (folder / "c.txt").write_text(BODY, encoding="utf-8")
    report = build([folder], tmp_path / "index")
    assert report.articles == 2
    assert [fault.reason for fault in report.reading.skipped] == ["damaged"]
    assert add([folder / "b.pdf"], tmp_path / "index").articles == 2


def test_an_article_that_cannot_be_understood_is_kept_without_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(record: object) -> object:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("indexer.building.batches.extract", fails)
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    report = build([tmp_path / "a.txt"], tmp_path / "index", jobs=1)
    assert report.articles == 1


def test_limits_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUAKHAU_READ_SECONDS", "2.5")
    monkeypatch.setenv("CUAKHAU_READ_MEMORY", "1024")
    assert limits() == Limits(seconds=2.5, memory=1024 * MIB)
    monkeypatch.setenv("CUAKHAU_READ_SIZE", "nhiều")
    with pytest.raises(ValueError, match="CUAKHAU_READ_SIZE=nhiều"):
        limits()


def test_a_limit_that_is_no_number_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tin ở Lạng Sơn.", "utf-8")
    told = run(
        *("indexer", "build", "--index", tmp_path / "index", tmp_path / "a.txt"),
        CUAKHAU_READ_SECONDS="nan",
        LC_ALL="vi_VN.UTF-8",
        LANGUAGE="",
    )
    assert told.returncode == 2
    assert told.stderr == "Lỗi: CUAKHAU_READ_SECONDS=nan: cần một số từ 1 trở lên\n"


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("../../ngoai.txt", ["goi/../../ngoai"]),
        (".an.txt", []),
        ("__MACOSX/._bai.txt", []),
    ],
)
def test_a_member_is_passed_over_only_when_it_is_luggage(
    tmp_path: Path, name: str, ids: list[str]
) -> None:
    (tmp_path / "goi.zip").write_bytes(zipped({name: BODY}))
    assert [found.id for found in records([tmp_path / "goi.zip"], IngestReport())] == ids
