"""Run the commands as a user does: the installed console scripts, in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["ROOT", "SEEDS", "command", "environment", "run", "serving"]

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
_INHERITED = ("PATH", "PYTHONPATH", "HOME", "TMPDIR", "SYSTEMROOT", "COVERAGE_PROCESS_START")
_OF_CLUSTERS = "CUAKHAU_CLUSTER_"  # where tests keep what belongs to archives there


def command(name: str) -> str:
    """The path of an installed console script."""
    return str(Path(sysconfig.get_path("scripts")) / name)


def environment(**changes: str) -> dict[str, str]:
    """A plain environment: English, no index named, no colour settings; `changes` on top."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _INHERITED or name.startswith(_OF_CLUSTERS)
    }
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


@contextmanager
def serving(
    *arguments: str | Path, cwd: Path | None = None, processes: int = 1, **variables: str
) -> Iterator[tuple[str, list[str]]]:
    """A running `webapp`: its address, and the lines it said before. It has to end well, too."""
    process = subprocess.Popen(
        [command("webapp"), "--port", "0", "--processes", str(processes), *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said: list[str] = []
    try:
        for line in process.stderr:
            if address := re.fullmatch(r"(http://\S+:\d+)/\n", line):
                later = threading.Thread(target=list, args=(process.stderr,), daemon=True)
                later.start()  # a log that nobody reads would stop the server
                yield address[1], said
                break
            said.append(line)
        else:
            raise AssertionError(f"did not start: {said}")
    finally:
        process.send_signal(signal.SIGINT)
        with process:
            try:
                assert process.wait(timeout=30) == 0
            except subprocess.TimeoutExpired:
                process.kill()
                raise
