"""`webapp` as it is started: a process of its own, asked over HTTP."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.support.running import SEEDS, command, environment, run
from webapp.settings import HELP


@contextmanager
def serving(
    *arguments: str | Path, cwd: Path | None = None, **variables: str
) -> Iterator[tuple[str, list[str]]]:
    """The running server's address, and the lines it said before."""
    process = subprocess.Popen(
        [command("webapp"), "--port", "0", *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said: list[str] = []
        for line in process.stderr:
            if address := re.fullmatch(r"(http://\S+:\d+)/\n", line):
                yield address[1], said
                break
            said.append(line)
        else:
            raise AssertionError(f"did not start: {said}")
    finally:
        process.send_signal(signal.SIGINT)
        with process:
            assert process.wait(timeout=10) == 0


def get(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urlopen(Request(address, headers=headers), timeout=10) as response:
            return response.status, response.read().decode("utf-8")
    except HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8")


def test_the_server_answers_and_stops_quietly(seed_index: Path) -> None:
    with serving("--index", seed_index) as (address, said):
        assert said == []
        status, page = get(f"{address}/?q=cua+khau+thong+minh")
        assert (status, "cửa khẩu thông minh" in page) == (200, True)
        assert get(f"{address}/readyz") == (200, "ready\n")
        assert get(f"{address}/", Host="evil.example")[0] == 400


def test_the_default_index_is_built_from_the_seeds_the_first_time(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    with serving(cwd=tmp_path) as (address, said):
        assert len(said) == 1
        assert "index_data" in said[0]
        assert get(f"{address}/readyz") == (200, "ready\n")


def test_a_missing_index_is_said_and_the_server_waits_for_it(tmp_path: Path) -> None:
    with serving("--index", tmp_path / "none") as (address, said):
        assert "indexer build" in "".join(said)
        assert get(f"{address}/healthz") == (200, "ok\n")
        assert get(f"{address}/readyz") == (503, "index_missing\n")


def test_metrics_can_have_a_listener_of_their_own(seed_index: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving("--index", seed_index, CUAKHAU_METRICS=f"127.0.0.1:{port}") as (address, _said):
        assert get(f"{address}/metrics")[0] == 404
        status, text = get(f"http://127.0.0.1:{port}/metrics")
        assert (status, "cuakhau_ready 1\n" in text) == (200, True)
        assert 'cuakhau_requests_total{route="health.metrics",status="404"} 1\n' in text
        assert get(f"http://127.0.0.1:{port}/")[0] == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_cannot_be_had_is_told_in_one_line(seed_index: Path, host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("webapp", "--index", seed_index, "--host", host, "--port", port)
    assert (done.returncode, done.stdout) == (1, "")
    assert [
        line for line in done.stderr.splitlines() if f"{host}:{port}" in line
    ] == done.stderr.splitlines()[-1:]
    assert "Traceback" not in done.stderr


def test_a_default_index_that_cannot_be_built_keeps_no_server_from_starting(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    (tmp_path / "index_data").symlink_to(tmp_path / "a disk that is not mounted")
    with serving(cwd=tmp_path) as (address, said):
        assert [line.partition(":")[0] for line in said[1:]] == [
            "Not built",
            "Not ready (index_missing)",
        ]
        assert get(f"{address}/")[0] == 503


def test_a_file_in_the_place_of_an_index_is_said_too(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("no folder")
    with serving("--index", tmp_path / "index") as (address, said):
        assert [line.partition(":")[0] for line in said] == ["Not ready (index_corrupt)"]
        assert get(f"{address}/readyz") == (503, "index_corrupt\n")


def test_help_names_every_setting() -> None:
    shown = run("webapp", "--help")
    assert shown.returncode == 0
    assert [name for name in HELP if f"CUAKHAU_{name.upper()} " not in shown.stdout] == []
    assert "Example:" in shown.stdout


@pytest.mark.parametrize(
    ("variable", "value"), [("CUAKHAU_SEARCHES", "many"), ("CUAKHAU_METRICS", "nowhere")]
)
def test_a_wrong_setting_is_a_usage_error(seed_index: Path, variable: str, value: str) -> None:
    done = run("webapp", "--port", "0", "--index", seed_index, **{variable: value})
    assert done.returncode == 2
    assert variable in done.stderr
