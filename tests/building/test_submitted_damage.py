"""What was sent over HTTP is kept in files of its own: damage there changes no article and removes none."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from indexer.building import build
from indexer.building.submitted import Submitted
from tests.faults.scenarios import held
from tests.support.running import run

SENT = {"z1": "xin chào Hà Giang", "z2": "xin chào Cao Bằng"}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Tin ở Lạng Sơn.", "utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path, news: Path) -> Path:
    build([news], tmp_path / "index", jobs=1)
    lines = {id_: json.dumps({"id": id_, "text": text}) for id_, text in SENT.items()}
    Submitted(tmp_path / "index").change(lines, ())
    build([news], tmp_path / "index", jobs=1)
    return tmp_path / "index"


def damaged(content: bytes, dice: random.Random) -> bytes:
    """A bit of it turned, its end lost, all of it zeros."""
    place = dice.randrange(len(content))
    turned = bytearray(content)
    turned[place] ^= 1 << dice.randrange(8)
    return dice.choice((bytes(turned), content[:place], bytes(len(content))))


@pytest.mark.parametrize("anew", [False, True])
def test_an_article_that_was_sent_outlives_damage_to_its_file(
    index: Path, news: Path, *, anew: bool
) -> None:
    right = held(index)
    assert right is not None and SENT.items() <= right.items()
    file = Submitted(index).file_of("z1")
    whole, dice = file.read_bytes(), random.Random(15)
    for _ in range(25):
        file.write_bytes(damaged(whole, dice))
        build([news], index, jobs=1, anew=anew)
        assert held(index) == right
    file.write_bytes(bytes(len(whole)))
    report = build([news], index, jobs=1, anew=anew)
    assert [Path(one.path) for one in report.reading.skipped] == [file]


def test_check_names_the_file_and_sending_again_mends_it(index: Path) -> None:
    file = Submitted(index).file_of("z2")
    file.write_bytes(file.read_bytes().replace(b"Cao", b"Cau"))
    told = run("indexer", "check", "--index", index)
    assert (told.returncode, file.name in told.stderr) == (3, True)
    Submitted(index).change({"z2": json.dumps({"id": "z2", "text": SENT["z2"]})}, ())
    assert run("indexer", "check", "--index", index).returncode == 0


def test_files_of_older_versions_have_no_checksum_and_are_read(index: Path, news: Path) -> None:
    file = Submitted(index).file_of("z1")
    file.write_text('{"id": "z1", "text": "tin mới"}\n', "utf-8")
    build([news], index, jobs=1)
    assert (held(index) or {})["z1"] == "tin mới"
