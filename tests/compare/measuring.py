"""A command as a process of its own: how long it took, how much processor time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from tests.benchmarks.indexing import anonymous, family, processor_time

__all__ = ["Failed", "run", "worker"]

LOOK_EVERY = 0.2  # seconds between two looks at memory


class Failed(Exception):
    """A part that ended badly, in its own last words."""


def run(command: Sequence[str], *, patience: float = 3600.0) -> dict[str, Any]:
    """Run it to its end: seconds, processor seconds and peak anonymous memory (bytes) of it and all
    below it, and what it printed last, as JSON where it is.
    """
    began, before, peak = time.perf_counter(), processor_time(), 0
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(LOOK_EVERY):
            peak = max(peak, sum(map(anonymous, family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        printed, complaint = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Failed(f"not done after {patience:.0f} s") from None
    finally:
        done.set()
        watcher.join()
    if process.returncode:
        raise Failed((complaint.strip().splitlines() or [f"status {process.returncode}"])[-1])
    spent = {"seconds": time.perf_counter() - began, "processor": processor_time() - before}
    last = (printed.strip().splitlines() or [""])[-1]
    return {
        **spent,
        "peak": peak,
        "said": json.loads(last) if last.startswith(("{", "[")) else last,
    }


def worker(*arguments: object, patience: float = 3600.0) -> dict[str, Any]:
    """`tests.compare.parts` with arguments."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.compare.parts", *map(str, arguments)]
    return run(command, patience=patience)
