"""How long `search` takes as a whole process, from the shell's point of view, and what of it is imports.

    python -m tests.benchmarks.startup INDEX [QUERY …] [--rounds 20]

Prints the least and the median of wall time and of processor time, in seconds, beside a bare interpreter in the same run; the
last line is the first query with the standard library's dataclasses in place of `indexer.records`.
Modules are compiled before, as they are after a first start.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

STANDARD = """
import dataclasses, sys, types
sys.modules["indexer.records"] = records = types.ModuleType("indexer.records")
records.dataclass = dataclasses.dataclass
from indexer.commands.entry import search
search()
"""
QUERIES = ("cửa khẩu thông minh", "cua khau thong minh", '"hợp tác biên giới"', "hop tac")


def measure(command: list[str], rounds: int) -> tuple[list[float], list[float]]:
    """Wall and processor seconds of each round."""
    wall, processor = [], []
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    for _ in range(rounds):
        before, started = os.times(), time.perf_counter()
        subprocess.run(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            env=environment,
        )
        wall.append(time.perf_counter() - started)
        after = os.times()
        processor.append(
            after.children_user
            - before.children_user
            + after.children_system
            - before.children_system
        )
    return wall, processor


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("query", nargs="*", default=QUERIES)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    search = str(Path(sysconfig.get_path("scripts")) / "search")
    cases = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import numpy": [sys.executable, "-c", "import numpy"],
    }
    cases |= {
        f"search {query}": [search, query, "--index", str(given.index)] for query in given.query
    }
    asked = [given.query[0], "--index", str(given.index)]
    cases["… with standard dataclasses"] = [sys.executable, "-c", STANDARD, *asked]
    print(f"{'':40} {'wall min':>9} {'median':>9} {'cpu min':>9} {'median':>9}")
    for name, command in cases.items():
        wall, processor = measure(command, given.rounds)
        figures = (min(wall), statistics.median(wall), min(processor), statistics.median(processor))
        print(f"{name:40} " + " ".join(f"{figure:9.3f}" for figure in figures))


if __name__ == "__main__":
    main()
