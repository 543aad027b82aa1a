"""Run the commands as a user does: the installed console scripts, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

__all__ = ["ROOT", "SEEDS", "command", "run"]

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
_INHERITED = ("PATH", "PYTHONPATH", "HOME", "TMPDIR", "SYSTEMROOT", "COVERAGE_PROCESS_START")


def command(name: str) -> str:
    """The path of an installed console script."""
    return str(Path(sysconfig.get_path("scripts")) / name)


def environment(**changes: str) -> dict[str, str]:
    """A plain environment: English, no index named, no colour settings; `changes` on top."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"} | changes


def run(
    name: str,
    *arguments: str | Path,
    cwd: Path | None = None,
    timeout: float = 60,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    """The finished process; stdout and stderr are decoded as UTF-8."""
    return subprocess.run(
        [command(name), *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=timeout,
        check=False,
    )
