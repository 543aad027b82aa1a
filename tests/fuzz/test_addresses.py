"""Every address with every parameter: an answer, the reader's fault or not found; never an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fuzz.inputs import CASES, addresses
from webapp import create_app
from webapp.settings import Settings

NUMBER = 1_000 * CASES
BATCHES = 4
KNOWN = {200, 202, 204, 302, 304, 308, 400, 401, 403, 404, 405, 413, 415}


@pytest.fixture(scope="module")
def site(seed_index: Path) -> Iterator[Flask]:
    app = create_app(settings=Settings(index=seed_index))
    app.testing = True  # an error of ours is raised, and seen
    yield app


@pytest.fixture
def visitor(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_address_is_answered(site: Flask, visitor: FlaskClient, batch: int) -> None:
    from indexer import Archive

    ids = [hit.id for hit in Archive.open(site.extensions["cuakhau"].path).search("hop").hits]
    for address in addresses(NUMBER // BATCHES, 20_250_324 + batch, ids):
        response = visitor.get(address, buffered=True)
        assert response.status_code in KNOWN, address
        assert "Content-Security-Policy" in response.headers, address


def test_every_route_is_among_them(site: Flask) -> None:
    asked = addresses(2_000, 1, ["x"])
    adapter = site.url_map.bind("localhost")
    reached = {
        adapter.match(address.partition("?")[0])[0]
        for address in asked
        if _is_route(adapter, address)
    }
    readable = {
        rule.endpoint
        for rule in site.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.endpoint.startswith("cuakhau.api.other_")
    }
    assert readable - reached == set()


def _is_route(adapter: object, address: str) -> bool:
    from werkzeug.exceptions import HTTPException

    try:
        adapter.match(address.partition("?")[0])  # type: ignore[attr-defined]
    except HTTPException:
        return False
    return True
