"""Whatever step of whatever writer fails or is the last one: before or after, nothing in between,
nothing lost that was promised, and the next writer cleans up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from tests.faults.disk import MODES
from tests.faults.scenarios import SCENARIOS
from tests.faults.siege import besiege
from tests.support.memory import folder_in_memory
from tests.support.running import ROOT

DEPTH = int(os.environ.get("CUAKHAU_TEST_DEPTH", "1"))
HISTORIES = 24 * DEPTH
SIEGE_SECONDS = 15.0 * DEPTH

EVERY = max(1, 7 // DEPTH)
"""Of how many cases one is tried; there are some 1,700."""


def played(module: str, *arguments: int) -> list[dict[str, Any]]:
    """What a module tells of its cases, run where no thread is in the way of forking."""
    with folder_in_memory() as folder:
        told = subprocess.run(
            [sys.executable, "-m", module, str(folder), *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_every_fault_leaves_the_index_before_or_after() -> None:
    cases = played("tests.faults.runner", EVERY)
    assert [case for case in cases if case["fault"]] == []
    assert {case["scenario"] for case in cases} == set(SCENARIOS)
    assert set(Counter(case["mode"] for case in cases)) == set(MODES)
    assert len(cases) > 200


@pytest.mark.parametrize("part", range(4))
def test_of_all_writers_together_and_killed_nothing_is_lost(part: int) -> None:
    count = HISTORIES // 4
    told = played("tests.faults.histories", part * count, count)
    assert [one for one in told if one["fault"]] == []
    assert len(told) == count


def test_a_server_that_is_read_written_to_and_killed_loses_nothing_and_says_nothing_wrong() -> None:
    with folder_in_memory() as folder:
        told = besiege(folder, SIEGE_SECONDS, seed=15)
    assert told["faults"] == []
    assert told["kills"]["server"] > 0
    assert {"GET 200", "POST 201", "DELETE 200"} <= set(told["seen"])
