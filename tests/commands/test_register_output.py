"""`search --register` in every format: the register of the seeds."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.running import run

TALKS = "8dd76918978a"


def asked(index: Path, *arguments: str) -> str:
    return str(run("search", "--index", index, "--register", *arguments).stdout)


def test_entries_to_read(seed_index: Path) -> None:
    text = asked(seed_index, "--format", "text", "--counterpart", "van son")
    assert "Hà Giang – Văn Sơn" in text
    assert "Thỏa thuận thiết lập cơ chế Hội đàm" in text
    assert f"001_4e3b2bb7c1284ee7 [{TALKS}]" in text
    assert "\n\n\n" not in text


def test_a_line_an_entry_in_a_pipe(seed_index: Path) -> None:
    lines = asked(seed_index, "--from", "2023").splitlines()
    assert [line.split("\t")[:5] for line in lines] == [
        [TALKS, "2025-03-06", "hội đàm", "Hà Giang", "Văn Sơn"],
        [
            "0b09c8df5008",
            "2023-03-27",
            "hội nghị",
            "Hà Giang, Lào Cai, Lai Châu, Điện Biên",
            "Vân Nam",
        ],
    ]


def test_json_is_the_object_of_the_api(seed_index: Path) -> None:
    found = json.loads(asked(seed_index, "--json", "--limit", "1", "--page", "2"))
    assert (found["total"], found["page"], found["unread"]) == (5, 2, 0)
    (entry,) = found["entries"]
    assert entry["signed"][0]["value"] == "Biên bản Hội nghị thường niên lần thứ 3"
    lines = asked(seed_index, "--format", "jsonl").splitlines()
    assert [json.loads(line)["id"] for line in lines][1] == entry["id"]


def test_a_table_for_programs(seed_index: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(asked(seed_index, "--format", "csv"))))
    assert len(rows) == 5
    assert (rows[0]["kind"], rows[0]["entry_id"]) == ("hội đàm", TALKS)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_files_of_an_office(seed_index: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"so.{ending}"
    asked(seed_index, "--output", str(path))
    with ZipFile(path) as file:
        whole = "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    assert "Lý Hồng Quyên" in whole


def test_words_and_filters_leave_what_they_ask_for(seed_index: Path) -> None:
    assert asked(seed_index, "--count") == "5\n"
    assert asked(seed_index, "--count", "vuong ninh") == "2\n"
    assert asked(seed_index, "--count", "--province", "ha giang", "--kind", "hoi dam") == "1\n"
    done = run("search", "--index", seed_index, "--register", "khôngcó")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr


def test_what_does_not_go_together_is_refused(seed_index: Path) -> None:
    done = run("search", "--index", seed_index, "--register", "--facets")
    assert done.returncode == 2
    assert "--register" in done.stderr
