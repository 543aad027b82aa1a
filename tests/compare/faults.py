"""kill -9, a full disk, a byte that turned: what an engine loses of a small index.

An index is made once; each fault meets a copy of it, in a process of its own, and another process looks
at what is left. Documents are added in batches; a batch is acknowledged when `add` has returned.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.indexing import family
from tests.compare.material import Material
from tests.compare.measuring import Failed, worker
from tests.peers.peer import peer, size_of

__all__ = ["faults"]

LARGEST, BATCH = 1_500, 20  # documents of the small index, and of a batch
KILLS = 3
ROOM = 3 << 20  # bytes that the full disk has left
MORE_ROOM = 200 << 20
TURNED = {"postgres": 6, "opensearch": 6}  # bytes turned, one index each; servers start slowly
TURNED_ELSEWHERE = 20
ASKED = 20
SECONDS = 120.0  # for a process that looks


def base(key: str, folder: Path, material: str) -> int:
    """Build the small index."""
    peer(key).build(Material(Path(material)).documents(_size(Path(material))), folder)
    return size_of(folder)


def _size(material: Path) -> int:
    """Documents of the small index: half of what there is, at most LARGEST; others are added."""
    return min(LARGEST, sum(1 for _ in Material(material).documents(2 * LARGEST)) // 2)


def write(key: str, folder: Path, material: str, many: str) -> dict[str, int]:
    """Add batch after batch, and say the number of each that is acknowledged."""
    engine = peer(key)(folder)
    print("open", flush=True)
    given = islice(Material(Path(material)).documents(), _size(Path(material)), None)
    for number in range(int(many)):
        batch = list(islice(given, BATCH))
        if not batch:
            break
        engine.add(batch)
        print(number, flush=True)
    engine.close()
    return {}


def look(key: str, folder: Path, material: str) -> dict[str, Any]:
    """All ids, and answers to the first queries, as they are now."""
    engine = peer(key)(folder)
    found: dict[str, Any] = {"ids": sorted(engine.ids()), "answers": []}
    for query in Material(Path(material)).queries()[:ASKED]:
        page = engine.page(query, facets=True, snippets=True)
        facets = {name: dict(sorted(counts.items())) for name, counts in page.facets.items()}
        found["answers"].append([list(page.ids), page.total, facets, list(page.snippets)])
    engine.close()
    return found


def faults(key: str, folder: Path, material: Path) -> dict[str, Any]:
    """Every fault there is; what cannot be tried here is named."""
    shutil.rmtree(folder, ignore_errors=True)
    ready = folder / "ready"
    ready.mkdir(parents=True)
    worker("fault_base", key, ready, material)
    batches = _batches(material)
    found: dict[str, Any] = {"killed": _killed(key, ready, material, batches)}
    found["full"] = _full(key, ready, material, batches)
    found["turned"] = _turned(key, ready, material)
    shutil.rmtree(folder, ignore_errors=True)
    return found


def _batches(material: Path) -> list[set[str]]:
    given = (one["id"] for one in islice(Material(material).documents(), _size(material), None))
    found = []
    while (batch := set(islice(given, BATCH))) and len(found) < 400:
        found.append(batch)
    return found


def _killed(key: str, ready: Path, material: Path, batches: list[set[str]]) -> dict[str, int]:
    """Over several kills: documents lost that were acknowledged, batches seen in part, and indexes
    that could not be opened.
    """
    dice = random.Random(3)
    found = {"tries": KILLS, "acknowledged": 0, "lost": 0, "in_part": 0, "unreadable": 0}
    for _ in range(KILLS):
        with _copied(ready) as copy:
            done = _write(key, copy, material, dice.randrange(2, 12), dice.uniform(0, 0.3))
            found["acknowledged"] += BATCH * done
            try:
                held = set(
                    worker("fault_look", key, copy, material, patience=SECONDS)["said"]["ids"]
                )
            except Failed:
                found["unreadable"] += 1
                found["lost"] += BATCH * done
                continue
            found["lost"] += len(set().union(*batches[:done]) - held)
            found["in_part"] += any(0 < len(batch & held) < len(batch) for batch in batches)
    return found


def _write(key: str, folder: Path, material: Path, until: int, later: float) -> int:
    """Write in a process that is killed, with all its own, a moment after so many acknowledgements;
    returns how many there were.
    """
    command = [sys.executable, "-W", "ignore", "-m", "tests.compare.parts", "fault_write"]
    command += [key, str(folder), str(material), "400"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )
    assert process.stdout is not None
    done = -1  # the first line says that it is open
    for _ in process.stdout:
        done += 1
        if done == until:
            time.sleep(later)
            break
    for pid in list(family(process.pid))[::-1]:
        _kill(pid)
    rest = process.stdout.read().split()  # acknowledged before it died
    process.stdout.close()
    process.wait()
    return done + len([line for line in rest if line.isdigit()])


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _full(key: str, ready: Path, material: Path, batches: list[set[str]]) -> dict[str, Any]:
    """A disk with little room: is it told, can what is there still be read, and what is lost once
    there is room again.
    """
    if os.name != "posix" or os.geteuid() != 0:
        return {"missing": "needs the right to mount a small disk"}
    with tempfile.TemporaryDirectory() as place:
        size = size_of(ready) + ROOM
        mounted = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", place]
        if subprocess.run(mounted, stderr=subprocess.DEVNULL, check=False).returncode:
            return {"missing": "this machine mounts no disks"}
        try:
            copy = Path(place) / "index"
            shutil.copytree(ready, copy)
            return _filled(key, copy, material, batches, size + MORE_ROOM)
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


def _filled(
    key: str, copy: Path, material: Path, batches: list[set[str]], larger: int
) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.compare.parts", "fault_write"]
    command += [key, str(copy), str(material), "400"]
    try:
        written = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS)
        said, told = written.stdout, written.returncode != 0
    except subprocess.TimeoutExpired as error:  # it waits for room, as a cluster does
        said, told = _decoded(error.stdout), False
    done = len([line for line in said.split() if line.isdigit()])
    if done >= len(batches):
        return {"missing": "too few articles to fill it"}
    found: dict[str, Any] = {"told": told, "acknowledged": BATCH * done}
    found["read_while_full"] = _readable(key, copy, material) is not None
    subprocess.run(["mount", "-o", f"remount,size={larger}", str(copy.parent)], check=True)
    held = _readable(key, copy, material)
    found["unreadable"] = held is None
    found["lost"] = len(set().union(*batches[:done]) - (held or set()))
    return found


def _decoded(said: str | bytes | None) -> str:
    """What a process said before its time was up comes as it was, undecoded."""
    return said.decode() if isinstance(said, bytes) else said or ""


def _readable(key: str, folder: Path, material: Path) -> set[str] | None:
    try:
        return set(worker("fault_look", key, folder, material, patience=SECONDS)["said"]["ids"])
    except Failed:
        return None


def _turned(key: str, ready: Path, material: Path) -> dict[str, int]:
    """One byte of one file of the index turned, each time in another copy: is it told, does it not
    matter, or are other answers given as if nothing were.
    """
    expected = worker("fault_look", key, ready, material)["said"]
    dice = random.Random(11)
    found = {"tries": TURNED.get(key, TURNED_ELSEWHERE), "same": 0, "told": 0, "other": 0}
    for _ in range(found["tries"]):
        with _copied(ready) as copy:
            _turn(copy / peer(key).data, dice)
            try:
                seen = worker("fault_look", key, copy, material, patience=SECONDS)["said"]
                found["same" if seen == expected else "other"] += 1
            except Failed:
                found["told"] += 1
    return found


def _turn(folder: Path, dice: random.Random) -> None:
    """A byte anywhere: large files have more of them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    path = dice.choices(files, [file.stat().st_size for file in files])[0]
    with path.open("r+b") as file:
        place = dice.randrange(path.stat().st_size)
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0xFF]))


@contextmanager
def _copied(ready: Path) -> Iterator[Path]:
    copy = ready.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ready, copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)
