"""The seeds in a cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.running import run


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where files of archives in clusters are kept meanwhile."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUAKHAU_CLUSTER_CACHE", str(folder))
        patch.setenv("CUAKHAU_CLUSTER_STATE", str(folder / ".state"))
        yield folder


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives are kept in one copy: most tests have one node."""
    monkeypatch.setenv("CUAKHAU_CLUSTER_REPLICAS", "0")


@pytest.fixture(scope="session")
def seeds(node: str, seed_index: Path, cache: Path) -> str:
    """The address of an archive that holds the seeds. Do not change it."""
    place = f"opensearch+http://{node}/seeds-{os.getpid()}"
    copied = run("indexer", "copy", seed_index, place, "--replicas", "0")
    assert (copied.returncode, copied.stdout) == (0, ""), copied.stderr
    return place
