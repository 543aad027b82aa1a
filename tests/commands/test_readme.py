"""What the documents and the help print as examples finds something in the five articles that everybody has."""

from __future__ import annotations

import lzma
import os
import re
import subprocess
from configparser import ConfigParser
from inspect import cleandoc
from pathlib import Path
from xml.etree import ElementTree

import pytest

from indexer.commands.search import search
from tests.support.documentation import EVERYTHING, README, SHELL
from tests.support.running import SEEDS, command, environment, run

SYNTAX = [
    query
    for row in re.findall(r"^\| (`.*?) \| ", README, re.M)
    for query in re.findall(r"`([^`]+)`", row)
]
QUERIES = [
    query
    for query in SYNTAX
    if not query.endswith((":", "NOT", "OR", "AND", "VÀ", "( … )")) and "…" not in query
]
COMMANDS = [line for line in SHELL if line.startswith("search ")] + re.findall(
    r"^ {2}(search .*)$", cleandoc(search.help or ""), re.M
)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_of_the_readme_finds_something(seed_index: Path, query: str) -> None:
    assert int(run("search", "--index", seed_index, "--count", query).stdout) > 0


def test_the_readme_shows_every_kind_of_query() -> None:
    assert len(QUERIES) >= 15
    assert len(COMMANDS) >= 12


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_line_runs_as_printed(seed_index: Path, tmp_path: Path, line: str) -> None:
    line = line.partition(" | jq")[0].replace("search", command("search"), 1)
    variables = environment(CUAKHAU_INDEX=str(seed_index))
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=tmp_path,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.count("Error")) == (0, 0), done.stderr
    assert done.stdout or list(tmp_path.iterdir())


def test_copies_to_and_from_a_cluster_run_as_printed(
    node: str, seed_index: Path, tmp_path: Path
) -> None:
    lines = [line.partition("#")[0] for line in SHELL if re.match("indexer copy", line)]
    assert len(lines) >= 3
    (tmp_path / "index_data").symlink_to(seed_index)
    for line in lines:
        line = line.replace("--replicas 1", "")  # there is one node
        line = re.sub(r"https://os1[^/]*/kho", f"http://{node}/in-ra-{os.getpid()}", line)
        arguments = line.replace("/srv/cuakhau", str(tmp_path)).split()[1:]
        state = {"CUAKHAU_CLUSTER_STATE": str(tmp_path / "state"), "CUAKHAU_CLUSTER_REPLICAS": "0"}
        done = run("indexer", *arguments, cwd=tmp_path, **state)
        assert (line, done.returncode) == (line, 0), done.stderr


def test_commands_of_the_archive_run_as_printed(tmp_path: Path) -> None:
    for folder, seeds in (("bai-viet", "00[0-2]*"), ("bai-moi", "00[34]*")):
        (tmp_path / folder).mkdir()
        for seed in SEEDS.glob(seeds):
            (tmp_path / folder / seed.name).write_bytes(seed.read_bytes())
    (tmp_path / "bai.txt").write_bytes(next(SEEDS.glob("000*")).read_bytes())
    (tmp_path / "tin-2024.jsonl.xz").write_bytes(
        lzma.compress('{"id": "x", "text": "Cửa khẩu Hữu Nghị mở lại."}\n'.encode())
    )
    lines = [
        line.partition("#")[0].split()
        for line in SHELL
        if re.match("indexer (?!watch)", line) and "opensearch+" not in line
    ]
    assert {line[1] for line in lines} == {
        "build",
        "add",
        "remove",
        "correct",
        "status",
        "check",
        "backup",
        "restore",
        "rollback",
        "rebuild",
        "explain",
    }
    for line in lines:
        arguments = [part.replace("/media/usb", str(tmp_path)) for part in line[1:]]
        done = run("indexer", *arguments, cwd=tmp_path, CUAKHAU_INDEX=str(tmp_path / "kho"))
        assert (line, done.returncode) == (line, 0), done.stderr


def test_the_recipes_for_servers_are_well_formed() -> None:
    blocks = dict(re.findall(r"^```(xml|ini|nginx|apache)\n(.*?)^```", EVERYTHING, re.M | re.S))
    rule = ElementTree.fromstring(blocks["xml"])
    assert [one.attrib["name"] for one in rule.iter("set")] == [
        f"HTTP_X_FORWARDED_{name}" for name in ("PREFIX", "HOST", "PROTO")
    ]
    unit = ConfigParser(strict=False, interpolation=None)
    unit.read_string(blocks["ini"])
    assert unit["Service"]["ExecStart"].split()[1:] == ["--host", "127.0.0.1", "--port", "8000"]
    for server in ("nginx", "apache"):
        assert blocks[server].count("{") == blocks[server].count("}")
        assert "/tim-kiem" in blocks[server]
