"""The container: an ordinary user, what the lock says and nothing else, and the table of security points whole."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.support.documentation import DOCUMENTS
from tests.support.running import ROOT

DOCKERFILE = ROOT / "webapp" / "Dockerfile"
SECURITY = DOCUMENTS[ROOT / "webapp" / "README.md"]
LEVEL_1 = """
    1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3
    4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 7.2.1
    7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 11.3.1
    11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""


def instructions() -> list[tuple[str, str]]:
    """(instruction, the rest), continued lines joined."""
    text = DOCKERFILE.read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def test_the_image_runs_as_an_ordinary_user_on_one_volume() -> None:
    told = instructions()
    assert [rest for name, rest in told if name == "USER"] == ["10001"]
    assert [rest for name, rest in told if name == "VOLUME"] == ['["/srv/cuakhau"]']
    assert [rest for name, rest in told if name == "ENTRYPOINT"] == ['["webapp"]']
    names = [name for name, _rest in told]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "HEALTHCHECK" in names
    assert "ADD" not in names


def test_the_image_holds_what_the_lock_says_and_what_is_ours() -> None:
    installs = [rest for name, rest in instructions() if name == "RUN" and "pip install" in rest]
    assert all("--no-deps" in rest for rest in installs)
    assert "--require-hashes -r requirements.txt" in installs[0]
    assert [rest for name, rest in instructions() if name == "FROM" and ":" not in rest] == []
    kept = (ROOT / "webapp" / "Dockerfile.dockerignore").read_text("utf-8").split()
    assert kept[0] == "*"
    for entry in kept[1:]:
        assert entry.startswith("**") or (ROOT / entry.removeprefix("!")).exists()


@pytest.mark.parametrize("tool", ["hadolint"])
def test_a_linter_finds_nothing_in_it(tool: str) -> None:
    path = shutil.which(tool)
    if path is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run([path, str(DOCKERFILE)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def points(cell: str) -> set[str]:
    """The points of a cell; "6.2.1 – 6.2.8" are all between."""
    found: set[str] = set()
    for part in cell.split(","):
        first, _, last = part.strip().partition(" – ")
        head, _, start = first.rpartition(".")
        end = last.rpartition(".")[2] or start
        found |= {f"{head}.{i}" for i in range(int(start), int(end) + 1)}
    return found


def test_every_point_of_level_1_is_told_with_tests_that_are_there() -> None:
    rows = re.findall(r"^\| (\d[\d., –]*) \| ([^|]+) \| ([^|]+) \|([^|]*)\|$", SECURITY, re.M)
    told = [point for row in rows for point in points(row[0])]
    assert sorted(told) == sorted(LEVEL_1.split())
    named = set(re.findall(r"`(test_\w+\.py)`", "".join(row[3] for row in rows)))
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert named - there == set()
    assert [row[0] for row in rows if "met" in row[1] and not row[3].strip()] == []
