"""So many at once, then so many a minute, for each address by itself; several processes count together."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from webapp import create_app
from webapp.serving.admission import BURST
from webapp.serving.rate_limit import RateLimit, network_of
from webapp.settings import Settings

TOKEN = "a token of the tests"


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_the_rate() -> None:
    clock = Clock()
    limit = RateLimit(60, 5, clock=clock)
    assert [limit.wait("10.0.0.1") for _ in range(5)] == [0] * 5
    assert limit.wait("10.0.0.1") == pytest.approx(1)
    assert limit.wait("10.0.0.2") == 0
    clock.now += 1
    assert limit.wait("10.0.0.1") == 0
    assert limit.wait("10.0.0.1") == pytest.approx(1)
    clock.now += 3_600  # what was not used is not saved up
    assert [limit.wait("10.0.0.1") > 0 for _ in range(6)] == [False] * 5 + [True]


def test_no_rate_is_no_limit() -> None:
    limit = RateLimit(0, 1)
    assert {limit.wait("10.0.0.1") for _ in range(1_000)} == {0}


def test_processes_that_name_the_same_file_count_together(tmp_path: Path) -> None:
    clock = Clock()
    one, other = (RateLimit(60, 4, tmp_path / "rate", clock) for _ in range(2))
    assert [limit.wait("10.0.0.1") for limit in (one, other, one, other)] == [0] * 4
    assert one.wait("10.0.0.1") > 0
    assert other.wait("10.0.0.1") > 0


def test_one_customer_of_ipv6_is_one_address() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:10.0.0.1") == network_of("10.0.0.1") == "10.0.0.1"
    assert network_of("no address") == "no address"


def ask(client: FlaskClient, address: str, peer: str, **headers: str) -> int:
    response = client.get(address, headers=headers, environ_overrides={"REMOTE_ADDR": peer})
    if response.status_code == 429:
        assert int(response.headers["Retry-After"]) >= 1
    return response.status_code


def test_an_address_that_asks_too_much_is_told_when_to_come_again(seed_index: Path) -> None:
    client = create_app(settings=Settings(index=seed_index, rate=1)).test_client()
    found = [ask(client, "/help", "10.0.0.1") for _ in range(BURST + 1)]
    assert found == [200] * BURST + [429]
    assert ask(client, "/api/v1/search?q=a", "10.0.0.1") == 429
    assert ask(client, "/healthz", "10.0.0.1") == 200
    assert ask(client, "/help", "10.0.0.2") == 200


def test_guessing_tokens_ends_soon_and_the_right_one_still_counts(seed_index: Path) -> None:
    client = create_app(
        settings=Settings(index=seed_index, token=TOKEN, wrong_tokens=10)
    ).test_client()
    address = "/api/v1/submissions/x"
    wrong, right = {"Authorization": "Bearer guess"}, {"Authorization": f"Bearer {TOKEN}"}
    found = [ask(client, address, "10.0.0.1", **wrong) for _ in range(11)]
    assert found == [401] * 10 + [429]
    assert ask(client, address, "10.0.0.1", **right) == 404
    assert ask(client, address, "10.0.0.1") == 401
