"""`webapp` as it is started: a process of its own, asked over HTTP."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from tests.support.running import SEEDS, command, environment, run, serving
from webapp.settings import HELP


def get(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urlopen(Request(address, headers=headers), timeout=60) as response:
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
        assert (get(f"{address}/readyz")[0], get(f"{address}/healthz")[0]) == (404, 200)
        assert get(f"http://127.0.0.1:{port}/readyz") == (200, "ready\n")


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
    ("variable", "value"),
    [
        ("CUAKHAU_SEARCHES", "many"),
        ("CUAKHAU_METRICS", "nowhere"),
        ("CUAKHAU_READ_SECONDS", "nan"),
        ("CUAKHAU_READ_MEMORY", "1"),
    ],
)
def test_a_wrong_setting_is_a_usage_error(seed_index: Path, variable: str, value: str) -> None:
    done = run("webapp", "--port", "0", "--index", seed_index, **{variable: value})
    assert done.returncode == 2
    assert variable in done.stderr


def test_a_misspelt_setting_is_a_usage_error(seed_index: Path) -> None:
    done = run("webapp", "--port", "0", "--index", seed_index, CUAKHAU_TOKNE="a token of the tests")
    assert (done.returncode, "CUAKHAU_TOKEN?" in done.stderr) == (2, True)
    assert "a token of the tests" not in done.stderr


def test_the_help_of_a_file_of_settings_and_the_file(seed_index: Path, tmp_path: Path) -> None:
    config, log = tmp_path / "cuakhau.toml", tmp_path / "cuakhau.log"
    config.write_text(
        f'site_name = "Kho thử"\ntrusted_hosts = ["Tim.Tinh.GOV.vn", "127.0.0.1"]\nhsts = 300\n'
        f"log_file = {str(log)!r}\nlog_format = 'json'\ntoken = 'a token of the tests'\n",
        "utf-8",
    )
    with serving("--index", seed_index, "--config", config) as (address, said):
        assert said == []
        status, page = get(f"{address}/", Host="TIM.tinh.gov.vn")
        assert (status, "Kho thử" in page) == (200, True)
        assert get(f"{address}/?q=bi+mat", Host="evil.example")[0] == 400
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [line["event"] for line in lines] == [
        "start",
        "request",
        "unknown_host",
        "request",
        "stop",
    ]
    assert (lines[0]["token"], lines[0]["site_name"]) == ("***", "Kho thử")
    assert (lines[1]["route"], lines[1]["status"]) == ("search", 200)
    assert lines[2]["host"] == "evil.example"
    assert "bi+mat" not in log.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="an open log cannot be moved there")
def test_a_log_whose_folder_is_gone_costs_lines_and_no_answer(
    seed_index: Path, tmp_path: Path
) -> None:
    folder, away = tmp_path / "logs", tmp_path / "away"
    folder.mkdir()
    with serving(
        *("--index", seed_index, "--threads", "2"), CUAKHAU_LOG_FILE=str(folder / "web.log")
    ) as (address, _said):
        folder.rename(away)
        assert [get(f"{address}/help")[0] for _ in range(6)] == [200] * 6
        away.rename(folder)
        assert get(f"{address}/help")[0] == 200
    lines = (folder / "web.log").read_text("utf-8").splitlines()
    lost = sum(int(line.rpartition("=")[2]) for line in lines if " lines_lost " in line)
    assert lost > 0
    # lines are written behind what they tell of, so that each may come before, between or after
    assert lost + sum(" lines_lost " not in line for line in lines) == len(("start", "stop")) + 7


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_server_starts_and_answers_though_nothing_it_says_is_taken(seed_index: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        Path("/dev/full").open("wb") as full,
        subprocess.Popen(
            [command("webapp"), *("--port", str(port), "--processes", "1", "--index", seed_index)],
            env=environment(),
            stdout=full,
            stderr=full,
        ) as process,
    ):
        try:
            while process.poll() is None:
                with suppress(URLError):
                    assert get(f"http://127.0.0.1:{port}/help")[0] == 200
                    break
                time.sleep(0.05)
            assert process.poll() is None
        finally:
            process.kill()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_that_cannot_be_written_is_told_in_a_line(option: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [command("webapp"), option],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Error: ")


def test_several_processes_count_together_and_stop_together(seed_index: Path) -> None:
    with serving("--index", seed_index, processes=2) as (address, said):
        assert said == []
        for _ in range(20):
            assert get(f"{address}/?q=hop+tac")[0] == 200
        text = get(f"{address}/metrics")[1]
        assert 'cuakhau_requests_total{route="search",status="200"} 20\n' in text
        assert "cuakhau_processes 2\n" in text


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_process_that_dies_is_started_again_and_its_counts_are_kept(
    seed_index: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"

    def told(event: str) -> list[dict[str, Any]]:
        lines = map(json.loads, log.read_text("utf-8").splitlines())
        return [line for line in lines if line["event"] == event]

    variables = {"CUAKHAU_LOG_FILE": str(log), "CUAKHAU_LOG_FORMAT": "json"}
    with serving("--index", seed_index, processes=2, **variables) as (address, _said):
        for _ in range(10):
            assert get(f"{address}/?q=hop+tac")[0] == 200
        os.kill(told("request")[0]["pid"], signal.SIGKILL)
        end = time.monotonic() + 30
        while not told("process_died"):
            assert time.monotonic() < end
            time.sleep(0.05)
        for _ in range(10):
            assert get(f"{address}/?q=hop+tac")[0] == 200
        text = get(f"{address}/metrics")[1]
        assert 'cuakhau_requests_total{route="search",status="200"} 20\n' in text
        assert [line["status"] for line in told("process_died")] == [-signal.SIGKILL]
    assert len(told("stop")) == 1


def test_a_body_is_not_kept_for_who_may_not_send_one(seed_index: Path) -> None:
    large = b"x" * 3_000_000
    token = "a token of the tests"

    def post(address: str, data: bytes, token: str) -> tuple[int, str]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        try:
            with urlopen(Request(address, data, headers), timeout=20) as response:
                return response.status, response.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    with serving("--index", seed_index, CUAKHAU_TOKEN=token) as (address, _said):
        refused = post(f"{address}/api/v1/articles", large, "a wrong one of the tests")
        assert (refused[0], json.loads(refused[1])["code"]) == (401, "unauthorized")
        read = post(f"{address}/api/v1/articles", large, token)
        assert (read[0], json.loads(read[1])["code"]) == (400, "bad_article")
        assert post(f"{address}/?q=a", large, "")[0] == 405


def test_every_address_of_the_machine_can_be_listened_on(seed_index: Path) -> None:
    with serving("--index", seed_index, "--host", "::") as (address, said):
        port = address.rpartition(":")[2]
        assert address == f"http://[::]:{port}"
        assert "CUAKHAU_TRUSTED_HOSTS" in "".join(said)
        assert get(f"http://127.0.0.1:{port}/healthz")[0] == 200
        assert get(f"http://[::1]:{port}/healthz")[0] == 200


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_an_archive_for_those_signed_in_is_shut_to_other_accounts(
    seed_index: Path, tmp_path: Path
) -> None:
    index = shutil.copytree(seed_index, tmp_path / "index")
    index.chmod(0o755)
    variables = {"CUAKHAU_SSO_HEADER": "X-Remote-User", "CUAKHAU_SSO_PROXIES": "127.0.0.1"}
    with serving("--index", index, **variables) as (address, _said):
        assert get(f"{address}/", **{"X-Remote-User": "an"})[0] == 200
        assert stat.S_IMODE(index.stat().st_mode) == 0o700
