"""Fixtures for every room: the five seed articles as an index, built once a session."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.running import SEEDS, run

signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # a runner in the background may have handed down that it is ignored

settings.register_profile(
    "any machine", deadline=None
)  # how long an example takes says something of the machine, nothing of the program
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of `seeds/`, made by `indexer build`. Do not change it: other tests read it."""
    path = tmp_path_factory.mktemp("seeds") / "index"
    built = run("indexer", "build", "--index", path, SEEDS)
    assert (built.returncode, built.stdout) == (0, ""), built.stderr
    return path
