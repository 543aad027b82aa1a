"""`indexer` as a user runs it: what it does to an index, its exit status, and what it says."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.running import SEEDS, command, environment, run


@pytest.fixture
def index(seed_index: Path, tmp_path: Path) -> Path:
    """A copy of the seeds' index that a test may change."""
    return Path(shutil.copytree(seed_index, tmp_path / "index"))


def ids(index: Path) -> list[str]:
    """The first three figures of every article's id in the index: all seeds speak of cooperation."""
    found = run("search", "hợp tác", "--fields", "id", "--index", index).stdout
    return sorted(line[:3] for line in found.split())


def test_build_reads_a_folder_and_says_what_it_did(tmp_path: Path) -> None:
    built = run("indexer", "build", SEEDS, "--index", tmp_path / "index")
    assert (built.returncode, built.stdout) == (0, "")
    assert built.stderr.startswith("5 read (0 skipped, 0 duplicates): 5 added")
    assert ids(tmp_path / "index") == ["000", "001", "002", "003", "004"]


def test_quiet_says_nothing(tmp_path: Path) -> None:
    built = run("indexer", "build", SEEDS, "--index", tmp_path / "index", "--quiet", "--jobs", "1")
    assert (built.returncode, built.stdout, built.stderr) == (0, "", "")


def test_a_file_that_cannot_be_read_is_told_and_skipped(tmp_path: Path) -> None:
    (tmp_path / "bai").mkdir()
    (tmp_path / "bai" / "tot.txt").write_text("Tin về hợp tác.\n", "utf-8")
    (tmp_path / "bai" / "hong.pdf").write_bytes(b"%PDF-1.4 nothing")
    built = run("indexer", "build", tmp_path / "bai", "--index", tmp_path / "index")
    assert built.returncode == 0
    assert "hong.pdf" in built.stderr.splitlines()[0]
    assert built.stderr.splitlines()[-1].startswith("1 read (1 skipped")


def test_strict_changes_nothing_when_a_file_cannot_be_read(index: Path, tmp_path: Path) -> None:
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.4 nothing")
    built = run(
        "indexer",
        "build",
        "--strict",
        SEEDS / "000_9a789c6436ba8350.txt",
        tmp_path / "hong.pdf",
        "--index",
        index,
    )
    assert built.returncode == 1
    assert "hong.pdf" in built.stderr
    assert ids(index) == ["000", "001", "002", "003", "004"]


@pytest.mark.parametrize("anew", [(), ("--anew",)])
def test_a_build_of_which_nothing_can_be_read_leaves_the_index(
    index: Path, tmp_path: Path, anew: tuple[str, ...]
) -> None:
    (tmp_path / "bai.csv").write_bytes(b"id,body\0\n1,Tin\n")
    built = run("indexer", "build", *anew, tmp_path / "bai.csv", "--index", index)
    assert (built.returncode, "bai.csv" in built.stderr) == (1, True)
    told = run(
        "indexer", "build", *anew, tmp_path / "bai.csv", "--index", index, LC_ALL="vi_VN.UTF-8"
    ).stderr.splitlines()
    assert told[-2:] == [
        f"{tmp_path}/bai.csv: không phải văn bản",
        "Chưa ghi gì; chỉ mục giữ nguyên như cũ.",
    ]
    (tmp_path / "trong").mkdir()
    empty = run("indexer", "build", *anew, tmp_path / "trong", "--index", index)
    assert (empty.returncode, empty.stderr) == (
        1,
        "The sources hold no file; the index stays as it was.\n",
    )
    added = run("indexer", "add", tmp_path / "bai.csv", "--index", index)
    assert (added.returncode, "bai.csv" in added.stderr) == (1, True)
    assert ids(index) == ["000", "001", "002", "003", "004"]


def test_a_pipe_hears_of_every_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "tot.txt").write_text("Tin về hợp tác.\n", "utf-8")
    for number in range(30):
        (tmp_path / f"hong-{number}.pdf").write_bytes(b"%PDF-1.4 nothing")
    built = run("indexer", "build", tmp_path, "--index", tmp_path / "index")
    assert (built.returncode, built.stderr.count("hong-")) == (0, 30)


def test_add_adds_and_replaces(index: Path, tmp_path: Path) -> None:
    lines = [
        {"id": "005", "title": "Tin mới", "body": "Một tin hợp tác."},
        {"id": "003_50f2c003bc21364e", "title": "Thay", "body": "Hợp tác khác."},
    ]
    (tmp_path / "moi.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    added = run("indexer", "add", tmp_path / "moi.jsonl", "--index", index)
    assert added.returncode == 0
    assert "1 added, 1 replaced" in added.stderr
    assert ids(index) == ["000", "001", "002", "003", "004", "005"]
    assert run("search", '"cửa khẩu thông minh"', "--count", "--index", index).stdout == "0\n"


def test_remove_removes(index: Path) -> None:
    removed = run("indexer", "remove", "003_50f2c003bc21364e", "--index", index)
    assert (removed.returncode, removed.stderr) == (0, "Removed 1.\n")
    assert ids(index) == ["000", "001", "002", "004"]


def test_removing_what_is_not_there_is_status_1(index: Path) -> None:
    removed = run("indexer", "remove", "003_50f2c003bc21364e", "999", "--index", index)
    assert (removed.returncode, removed.stderr) == (1, "Removed 1; not in the index: 1.\n")


@pytest.mark.parametrize(
    "arguments", [["add", str(SEEDS)], ["remove", "1"], ["status"], ["check"], ["backup", "to"]]
)
def test_without_an_index_the_status_is_3_and_the_way_out_is_told(
    tmp_path: Path, arguments: list[str]
) -> None:
    result = run("indexer", *arguments, "--index", tmp_path / "none", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (3, "")
    assert (
        result.stderr.splitlines()[1]
        == f"Build one: indexer build --index {tmp_path / 'none'} SOURCE…"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["build", "no-such-folder"],
        ["add"],
        ["remove"],
        ["bogus"],
        ["build", "--jobs", "0", str(SEEDS)],
    ],
)
def test_wrong_use_is_status_2(arguments: list[str]) -> None:
    result = run("indexer", *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: indexer")


def test_explain_shows_each_fact_with_its_words() -> None:
    result = run("indexer", "explain", SEEDS / "003_50f2c003bc21364e.txt")
    lines = [line.strip() for line in result.stdout.splitlines()]
    place = lines.index("Province: Cà Mau (main)")
    assert result.returncode == 0
    assert "«Cà Mau»" in lines[place + 1]
    assert "Counterpart: Quảng Tây ▸ Nam Ninh (main)" in lines


def test_explain_as_json_gives_the_whole_article() -> None:
    path = SEEDS / "004_8ebbdd460858dd8e.txt"
    article = json.loads(run("indexer", "explain", "--json", path).stdout)
    assert (article["text"], article["date"]["start"]) == (path.read_text("utf-8"), "2023-03-27")


def test_explaining_what_cannot_be_read_is_status_1(tmp_path: Path) -> None:
    (tmp_path / "trong.txt").write_text("")
    result = run("indexer", "explain", tmp_path / "trong.txt")
    assert (result.returncode, result.stdout) == (1, "")
    assert "trong.txt" in result.stderr


def test_status_tells_what_the_archive_holds(index: Path) -> None:
    result = run("indexer", "status", "--index", index)
    assert result.returncode == 0
    assert "Articles: 5" in result.stdout.splitlines()
    as_json = json.loads(run("indexer", "status", "--json", "--index", index).stdout)
    assert as_json["articles"] == 5
    assert "Newest article: ≈ 6 Mar 2025" in result.stdout.splitlines()
    assert as_json["newest"]["label"] == "≈ 6 Mar 2025"
    assert datetime.fromisoformat(as_json["updated"]).tzinfo is not None


def test_status_counts_gates_without_the_provinces_above_them(tmp_path: Path) -> None:
    source = tmp_path / "tin.txt"
    source.write_text("Xe hàng qua cửa khẩu Tân Thanh, tỉnh Lạng Sơn, chờ thông quan.", "utf-8")
    assert run("indexer", "build", "--index", tmp_path / "index", source).returncode == 0
    told = run("indexer", "status", "--json", "--index", tmp_path / "index").stdout
    assert json.loads(told)["gates"] == {"Tân Thanh – Pò Chài": 1}
    assert json.loads(told)["provinces"] == {"Lạng Sơn": 1}


@pytest.mark.parametrize(
    ("locale", "kind"), [("C.UTF-8", "conference"), ("vi_VN.UTF-8", "hội nghị")]
)
def test_status_names_values_in_the_language_of_the_reader(
    index: Path, locale: str, kind: str
) -> None:
    told = run("indexer", "status", "--index", index, LC_ALL=locale, LANGUAGE="").stdout
    kinds = next(line for line in told.splitlines() if line.startswith(("Kinds", "Loại")))
    assert kind in kinds


def test_check_finds_a_sound_index_sound(index: Path) -> None:
    result = run("indexer", "check", "--index", index)
    assert (result.returncode, result.stdout) == (0, "The index is sound: 5 articles.\n")


def test_check_finds_damaged_files(index: Path) -> None:
    """Each file of the index in turn: cut short; and one byte turned over."""
    generation = max((index / "generations").iterdir())
    found = []
    for path in sorted(generation.iterdir()):
        whole = path.read_bytes()
        middle = len(whole) // 2
        if not whole:
            continue
        path.write_bytes(whole[:middle])
        found.append((path.suffix, "cut", run("indexer", "check", "--index", index).returncode))
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
        found.append((path.suffix, "turned", run("indexer", "check", "--index", index).returncode))
        path.write_bytes(whole)
    assert [case for case in found if case[2] != 3] == []
    assert len(found) == 8
    assert run("indexer", "check", "--index", index).returncode == 0


def test_a_backup_is_an_index(index: Path, tmp_path: Path) -> None:
    copied = run("indexer", "backup", tmp_path / "copy", "--index", index)
    assert (copied.returncode, copied.stdout) == (0, "")
    assert ids(tmp_path / "copy") == ids(index)


def test_a_backup_overwrites_nothing(index: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "mine").write_text("kept")
    assert run("indexer", "backup", tmp_path / "copy", "--index", index).returncode == 2
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["mine"]


def test_watch_follows_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "bai"
    shutil.copytree(SEEDS, folder)
    index = tmp_path / "index"
    process = subprocess.Popen(
        [command("indexer"), "watch", str(folder), "--index", str(index)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    try:
        eventually(lambda: ids(index) == ["000", "001", "002", "003", "004"])
        (folder / "005.txt").write_text("Một tin hợp tác mới.\n", "utf-8")
        (folder / "003_50f2c003bc21364e.txt").unlink()
        eventually(lambda: ids(index) == ["000", "001", "002", "004", "005"])
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=20)[1]
    assert process.returncode == 130
    assert b"Traceback" not in said


def test_a_busy_index_is_status_4(index: Path) -> None:
    import fcntl

    with (index / "WRITELOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = run("indexer", "remove", "1", "--index", index, CUAKHAU_WRITE_WAIT="0.2")
    assert (result.returncode, result.stdout) == (4, "")
    assert result.stderr.startswith("Another process is writing")


def eventually(condition: object, seconds: float = 20) -> None:
    """Wait until the condition holds."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        os.sched_yield()
