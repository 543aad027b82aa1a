"""The backends, each made once."""

from __future__ import annotations

import pytest

from indexer.searching.ports import SearchBackend
from tests.searching.contract.archive import ARTICLES, BACKENDS, WORDS, cluster
from tests.support.oracle_backend import OracleBackend


@pytest.fixture(scope="session", params=[*BACKENDS, "cluster"])
def backend(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> SearchBackend:
    """Each inhabitant of the port in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param != "cluster":
        return BACKENDS[request.param](folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUAKHAU_CLUSTER_CACHE", str(folder / "cache"))
        patch.setenv("CUAKHAU_CLUSTER_STATE", str(folder / "state"))
        return cluster(folder, request.getfixturevalue("node"))


@pytest.fixture(scope="session")
def truth() -> OracleBackend:
    """What others are compared with."""
    return OracleBackend(ARTICLES, WORDS)
