"""Runs cases of `scenarios` on a failing `disk`, each in a process of its own forked from this one.

    python -m tests.faults.runner FOLDER EVERY

prints a line of JSON for each case: the scenario, how and where it failed, and what is wrong after,
"" when nothing is. Of the steps of a scenario every EVERYth is tried, each way of failing in turn.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from indexer.building import remove
from indexer.errors import CuaKhauError
from indexer.storage.maintenance import check
from indexer.storage.reader import commit_point, generations
from tests.faults.disk import KILLED, MODES, Disk, Mode
from tests.faults.scenarios import SCENARIOS, Scenario, held

SEEN = 3  # exit status of a process whose act raised an error, as it should


def attempt(scenario: Scenario, root: Path, mode: Mode, at: int) -> tuple[int, int]:
    """Act in a process of its own; (its exit status, the steps it made)."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        with open(reader, "rb") as pipe:  # noqa: PTH123 - a handle, no path
            steps = int(pipe.read() or 0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), steps
    status = 1
    try:
        disk = Disk(root, mode, at)
        disk.install()
        try:
            scenario.act(root)
            status = 0
        except (OSError, CuaKhauError):
            status = SEEN
        os.write(writer, str(disk.steps).encode())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def fault_of(scenario: Scenario, root: Path, status: int) -> str:
    """What is wrong with a folder after a fault, "" when nothing is."""
    if status not in (0, SEEN, KILLED):
        return f"exit status {status}"
    now = held(root / scenario.where)
    if now not in (scenario.before, scenario.after):
        return f"neither before nor after: {now}"
    if status == 0 and now != scenario.after:
        return f"said to be done: {now}"
    (scenario.again or scenario.act)(root)
    now = held(root / scenario.where)
    if now != scenario.after:
        return f"not so when done again: {now}"
    check(root / scenario.where)
    remove(["no such article"], root / scenario.where)  # the next writer, whatever it does
    return litter(root / scenario.where)


def litter(index: Path) -> str:
    """What the last writer left that belongs to nothing."""
    served = generations.current(index)
    folder = generations.folder_of(index, served.name)
    number = commit_point.latest(folder)
    entries = commit_point.read(folder, number, served.identity)
    wanted = {f"commit-{number}.json", "settings.json"}
    wanted |= {entry.name + end for entry in entries for end in (".columns", ".articles")}
    found = {path.name for path in folder.iterdir()}
    others = {path.name for path in folder.parent.iterdir()} - {served.name, served.previous}
    left = sorted(found ^ wanted | others)
    if (index / generations.STAGING).exists():
        left.append(generations.STAGING)
    return f"litter: {left}" if left else ""


def cases(folder: Path, every: int) -> Iterator[dict[str, object]]:
    """Try the scenarios; one result for each case."""
    counter = 0
    for name, scenario in SCENARIOS.items():
        ready, root = folder / f"ready {name}", folder / "case"
        root.mkdir()
        scenario.prepare(root)
        shutil.copytree(
            root, ready
        )  # to be put back there: an index knows its sources by their paths
        status, steps = attempt(scenario, root, "once", 0)
        assert (status, held(root / scenario.where)) == (0, scenario.after), name
        for mode in MODES:
            for at in range(1, steps + 1):
                counter += 1
                if counter % every:
                    continue
                shutil.rmtree(root)
                shutil.copytree(ready, root)
                status, _ = attempt(scenario, root, mode, at)
                try:
                    fault = fault_of(scenario, root, status)
                except Exception as error:
                    fault = f"{type(error).__name__}: {error}"
                yield {"scenario": name, "mode": mode, "at": at, "of": steps, "fault": fault}
        shutil.rmtree(root)


def main() -> None:
    folder, every = Path(sys.argv[1]), int(sys.argv[2])
    for case in cases(folder, every):
        print(json.dumps(case), flush=True)


if __name__ == "__main__":
    main()
