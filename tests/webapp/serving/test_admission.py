"""Overload is told at once, whoever waits is answered in turn, and the health check waits for nobody."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from indexer import Archive
from webapp import create_app
from webapp.service import Busy
from webapp.serving.admission import ASIDE, WAITING, Admission, admission, server_threads
from webapp.settings import Settings


def in_threads(count: int, call: Callable[[], None]) -> list[threading.Thread]:
    made = [threading.Thread(target=call, daemon=True) for _ in range(count)]
    for thread in made:
        thread.start()
    return made


def until(condition: Callable[[], bool]) -> None:
    """Wait, looking again and again, until it is so."""
    done = threading.Event()
    while not condition():
        done.wait(0.001)


def test_so_many_at_once_so_many_wait_the_rest_is_refused() -> None:
    turns = Admission(Settings(threads=2, patience=60))
    answered = threading.Semaphore(0)

    def ask() -> None:
        turns.enter()
        answered.release()

    turns.enter()
    turns.enter()
    waiting = in_threads(2 * WAITING, ask)
    until(lambda: turns._waiting == 2 * WAITING)
    with pytest.raises(Busy):
        turns.enter()
    for _ in waiting:
        turns.leave()
    for thread in waiting:
        thread.join(timeout=30)
    assert all(answered.acquire(blocking=False) for _ in waiting)
    assert turns._answered == 2


def test_nobody_waits_longer_than_patience() -> None:
    turns = Admission(Settings(threads=1, patience=0.01))
    turns.enter()
    with pytest.raises(Busy):
        turns.enter()
    turns.leave()
    turns.enter()


@pytest.fixture
def full(seed_index: Path) -> Flask:
    """A site all of whose turns are taken."""
    app = create_app(settings=Settings(index=seed_index, threads=1, patience=0.01))
    with app.app_context():
        admission().enter()
    return app


def test_overload_is_told_to_people_and_programs(full: Flask) -> None:
    client = full.test_client()
    for address in ("/?q=a", "/help", "/api/v1/search?q=a", "/feed.atom", "/export/results.csv"):
        response = client.get(address)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert json.loads(client.get("/api/v1/search?q=a").text)["code"] == "busy"
    assert "cuakhau_requests_refused_total 6" in client.get("/metrics").text


def test_health_and_files_are_answered_whatever_the_load(full: Flask) -> None:
    client = full.test_client()
    for address in ("/healthz", "/readyz", "/metrics", "/static/app.js", "/embed.js"):
        assert (address, client.get(address, buffered=True).status_code) == (address, 200)


def test_every_request_gives_its_turn_back(seed_index: Path) -> None:
    app = create_app(settings=Settings(index=seed_index, threads=1, patience=0.01))
    client = app.test_client()
    for address in ("/", "/nope", "/?page=0", "/api/v1/nope", "/healthz", "/static/nope") * 2:
        assert client.get(address, buffered=True).status_code in (200, 400, 404)
    with app.app_context():
        assert admission()._answered == 0


def test_who_waits_for_a_commit_holds_up_nobody(seed_index: Path) -> None:
    app = create_app(settings=Settings(index=seed_index, threads=1))
    with app.test_request_context("/help"):
        app.preprocess_request()
        turns = admission()
        assert turns._answered == 1
        with turns.aside() as may:
            assert (may, turns._answered) == (True, 0)
        assert turns._answered == 1
        for _ in range(ASIDE):
            assert turns._aside.acquire(blocking=False)
        with turns.aside() as may:
            assert (may, turns._answered) == (False, 1)


def test_a_server_has_a_thread_for_each_of_them() -> None:
    assert server_threads(Settings(threads=8)) > 8 + WAITING * 8 + ASIDE


def test_when_as_many_wait_as_may_the_rest_is_refused_before_the_application(
    seed_index: Path,
) -> None:
    app = create_app(settings=Settings(index=seed_index, threads=1, language="en"))
    client = app.test_client()
    with app.app_context():
        admission()._waiting = WAITING
    page, problem = client.get("/?q=<b>"), client.get("/api/v1/search?q=a")
    for response in (page, problem):
        assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert len(response.headers["X-Request-Id"]) == 12
    assert "busy" in page.text
    assert page.headers["X-Request-Id"] in page.text
    assert (problem.content_type, json.loads(problem.text)["code"]) == (
        "application/problem+json",
        "busy",
    )
    assert client.head("/").data == b""
    for address in ("/healthz", "/readyz", "/static/app.js", "/embed.js"):
        assert (address, client.get(address, buffered=True).status_code) == (address, 200)
    text = client.get("/metrics").text
    assert "cuakhau_requests_refused_total 3\n" in text
    assert 'cuakhau_requests_total{route="refused",status="503"} 3\n' in text


def test_a_fault_of_ours_is_said_by_the_readiness_and_ends_no_server(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyError("a column that is not there")

    monkeypatch.setattr(Archive, "search", broken)
    client = create_app(settings=Settings(index=seed_index)).test_client()
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "internal_error\n")
    assert client.get("/healthz").status_code == 200
    assert "cuakhau_ready 0\n" in client.get("/metrics").text
