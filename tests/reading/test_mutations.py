"""Files of every kind with bytes changed, cut, doubled: none ends a run, each is read or named with its reason.

CUAKHAU_MUTATIONS sets how many (hundreds by default, thousands for a night).
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from indexer.reading import IngestReport, extract, records
from tests.support.office_files import every_kind

MUTATIONS = int(os.environ.get("CUAKHAU_MUTATIONS", "320"))
KINDS = every_kind()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to eight changes."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(max(1, len(changed)))
        change = chance.randrange(5)
        if change == 0:
            changed[at : at + 1] = bytes((chance.randrange(256),))
        elif change == 1:
            changed[at : at + chance.randint(1, 64)] = b""
        elif change == 2:
            changed[at:at] = changed[at : at + chance.randint(1, 256)] * chance.randint(1, 20)
        elif change == 3:
            changed[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff")
            )
        else:
            other = chance.choice(list(KINDS.values()))
            changed[at : at + 32] = other[: chance.randint(1, 64)]
    return bytes(changed)


@pytest.mark.parametrize("name", KINDS)
def test_a_sound_file_of_every_kind_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(KINDS[name])
    report = IngestReport()
    found = list(records([tmp_path / name], report))
    assert found, report.lines()
    assert report.clean, report.lines()


def test_no_mutated_file_ends_a_run_and_none_is_passed_over(tmp_path: Path) -> None:
    chance = random.Random(20250306)
    for number in range(MUTATIONS):
        name = list(KINDS)[number % len(KINDS)]
        path = tmp_path / f"{number:05d}-{name}"
        path.write_bytes(mutated(KINDS[name], chance))
    (tmp_path / "zz-sound.txt").write_text("Lạng Sơn họp.", encoding="utf-8")
    report = IngestReport()
    met = set()
    for record in records([tmp_path], report):
        extract(record)
        met.add(number_in(record.path))
    met |= {number_in(one.path) for one in (*report.faults, *report.duplicates)}
    silent = {f"{number:05d}" for number in range(MUTATIONS)} - met
    assert len(silent) <= sum(report.others.values())
    assert "zz-sound" in met


def number_in(path: str) -> str:
    """The number of the mutated file that a path leads to or into."""
    found = re.search(r"(\d{5}|zz)-(?:[a-z]+\.|sound)", path)
    return "" if found is None else "zz-sound" if found[1] == "zz" else found[1]
