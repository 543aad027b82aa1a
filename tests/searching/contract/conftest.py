"""The backends, each made once."""

from __future__ import annotations

import pytest

from indexer.searching.ports import SearchBackend
from tests.searching.contract.archive import ARTICLES, BACKENDS, WORDS
from tests.support.oracle_backend import OracleBackend


@pytest.fixture(scope="session", params=list(BACKENDS))
def backend(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> SearchBackend:
    """Each inhabitant of the port in turn."""
    return BACKENDS[request.param](tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def truth() -> OracleBackend:
    """What others are compared with."""
    return OracleBackend(ARTICLES, WORDS)
