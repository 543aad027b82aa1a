"""The whole table of inputs: no exception, no status from 500 on, and at night none over a second."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.inputs import CASES
from tests.fuzz.run import run

NUMBER = 2_000 * CASES
AT_NIGHT = 10  # times the usual number of cases; a second says nothing on the busy machine of a day


def test_no_input_of_any_kind_is_an_error_of_ours(seed_index: Path) -> None:
    told = run(seed_index, NUMBER)
    assert told["faults"] == []
    assert told["all"] == NUMBER
    if CASES >= AT_NIGHT:
        assert told["slow"] == []
