"""The three Whooshes there are: what is stored is ours, so that any of them will do, and the pinned one can be left in a line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.running import ROOT

FORKS = ("whoosh3==3.54.0", "whoosh-reloaded==2.7.5 cached-property==2.0.1", "Whoosh==2.7.4")


@pytest.mark.network
@pytest.mark.nightly
@pytest.mark.parametrize("fork", FORKS)
def test_the_storage_is_right_on_each(fork: str, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", tmp_path]
    subprocess.run([*pip, *fork.split()], check=True)
    found = os.pathsep.join((str(tmp_path), str(ROOT)))
    tried = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "tests/storage",
            "--deselect",
            f"tests/storage/{Path(__file__).name}",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": found},
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 0, tried.stdout[-3_000:]
    used = [sys.executable, "-c", "import whoosh; print(whoosh.__file__)"]
    where = subprocess.run(
        used, env={**os.environ, "PYTHONPATH": found}, capture_output=True, text=True, check=True
    )
    assert where.stdout.startswith(str(tmp_path))
