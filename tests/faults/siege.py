"""A server of several processes that is read, written to and killed at the same time, for a given time.

    python -m tests.faults.siege FOLDER SECONDS [--processes 2] [--readers 4] [--writers 3] [--seed 15]

Readers ask the API, pages, feeds and exports; writers POST and DELETE; `indexer add`, `remove` and
`build` write beside them. All the while a process is killed by -9 every few seconds: one that serves,
the one that looks after them, or `indexer` at its work. Prints one JSON object: what was asked and
killed, and `faults`, empty when no acknowledged article was lost, no answer was wrong, and no status
was 5xx but an honest 503. FOLDER must be empty; the addresses are of this machine alone.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.storage.maintenance import check
from tests.faults.scenarios import held
from tests.faults.siege_clients import Asked, Reader, Writer
from tests.faults.siege_server import Server
from tests.support.running import command, environment

STANDING = 60  # articles of the files, which nobody changes
PAUSES = (1.0, 4.0)  # seconds between two kills
HEAD = 0.08  # of the kills, those of the process that looks after the others
SETTLING = 120.0  # seconds in which what waits must be in the index once all is quiet
OWN = ("x0", "x1", "x2")  # articles that only the commands write


def standing(number: int) -> dict[str, str]:
    """An article of the files; the word of its number is in no other."""
    word = "".join("bcdghklmnr"[int(digit)] + "oa" for digit in f"{number:03}")
    return {
        "id": f"s{number}",
        "title": f"Tin {word}",
        "text": f"Bài thường trực {word}. Ngày {number % 28 + 1}/3/2025, Lạng Sơn mở cửa khẩu.",
    }


@dataclass
class Siege:
    """One run in a folder of its own."""

    folder: Path
    server: Server
    dice: random.Random
    asked: Asked = field(default_factory=Asked)
    kills: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def files(self) -> Path:
        path = self.folder / "news.jsonl"
        if not path.exists():
            lines = (json.dumps(standing(n), ensure_ascii=False) for n in range(STANDING))
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def command(self, *arguments: str | Path, may_die: bool = True) -> int:
        """Run `indexer`; half of the time it is killed at its work. Its status."""
        process = subprocess.Popen(
            [command("indexer"), *map(str, arguments), "--index", str(self.server.index)],
            env=environment(CUAKHAU_WRITE_WAIT="20"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        if may_die and self.dice.random() < 0.5:
            threading.Timer(0.3 + self.dice.random(), process.kill).start()
        _, said = process.communicate()
        if process.returncode == -signal.SIGKILL:
            self.kills["indexer"] += 1
        elif process.returncode not in (0, 1, 4):  # done, an id that is not there, busy
            self.asked.fault(f"indexer {arguments[0]}: {process.returncode}: {said[-400:]}")
        return process.returncode

    def commands(self) -> None:
        """Add, remove and build until it is over. Each of its articles is as it was or as it is asked
        to be, whatever was killed.
        """
        number = 0
        while not self.over.is_set():
            number += 1
            way = self.dice.choice(("add", "add", "remove", "build", "anew"))
            if way == "add":
                more = self.folder / "more"
                more.mkdir(exist_ok=True)
                (more / f"{self.dice.choice(OWN)}.txt").write_text(f"Lần {number}", "utf-8")
                self.command("add", "--quiet", more)
            elif way == "remove":
                self.command("remove", self.dice.choice(OWN))
            else:
                anew = ["--anew"] if way == "anew" else []
                self.command("build", "--quiet", "--jobs", "1", *anew, self.files())
            self.asked.count(f"indexer {way}")
            self.over.wait(self.dice.random())

    def killer(self) -> None:
        """End a process now and then."""
        while not self.over.wait(self.dice.uniform(*PAUSES)):
            if self.dice.random() < HEAD:
                self.server.kill()
                self.kills["head"] += 1
                self.server.start()
            elif self.server.kill_one(self.dice):
                self.kills["server"] += 1

    def run(self, seconds: float, readers: int, writers: int) -> dict[str, Any]:
        """Play it; what was seen."""
        assert self.command("build", self.files(), may_die=False) == 0
        self.server.start()
        articles = {one["id"]: one for one in map(standing, range(STANDING))}
        hands = [
            Writer(self.server.port, f"w{n}-", self.asked, random.Random(n)) for n in range(writers)
        ]
        eyes = [
            Reader(self.server.port, articles, hands, self.asked, random.Random(100 + n))
            for n in range(readers)
        ]
        threads = [threading.Thread(target=one.run, args=(self.over,)) for one in (*hands, *eyes)]
        threads += [threading.Thread(target=self.commands), threading.Thread(target=self.killer)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end or not self._has_seen_all(end + SETTLING):
            time.sleep(0.2)
        self.over.set()
        for thread in threads:
            thread.join()
        self._settle(hands)
        self.server.stop()
        return self.asked.told() | {
            "seconds": seconds,
            "kills": dict(self.kills),
            "served by": self.server.started,
        }

    def _has_seen_all(self, end: float) -> bool:
        """Was there some of everything? A busy machine takes longer, but not for ever."""
        seen = self.asked.seen
        some = all(seen[kind] for kind in ("GET 200", "POST 201", "DELETE 200"))
        return (some and bool(self.kills["server"])) or time.monotonic() > end

    def _settle(self, hands: list[Writer]) -> None:
        """What was acknowledged is in the index when nobody waits any more, and after a build."""
        end = time.monotonic() + SETTLING
        inbox = self.server.index / "inbox"
        while list(inbox.glob("*.json")) and time.monotonic() < end:
            time.sleep(0.1)
        if left := [path.name for path in inbox.rglob("*.json")]:
            self.asked.fault(f"still waiting or failed: {left}")
        for round_ in ("at the end", "after a build"):
            check(self.server.index)
            now = held(self.server.index) or {}
            for hand in hands:
                for fault in hand.lost(now):
                    self.asked.fault(f"{round_}: {fault}")
            for article in map(standing, range(STANDING)):
                if now.get(article["id"]) != article["text"]:
                    self.asked.fault(f"{round_}: {article['id']} is {now.get(article['id'])!r}")
            self.command("build", "--quiet", self.files(), may_die=False)


def besiege(
    folder: Path,
    seconds: float,
    *,
    processes: int = 2,
    readers: int = 4,
    writers: int = 3,
    seed: int,
) -> dict[str, Any]:
    """Run a siege in an empty folder; what was seen."""
    server = Server(folder / "index", folder / "server.log", processes)
    try:
        return Siege(folder, server, random.Random(seed)).run(seconds, readers, writers)
    finally:
        server.kill()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("seconds", type=float)
    for name, usual in (("processes", 2), ("readers", 4), ("writers", 3), ("seed", 15)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    told = besiege(
        options.folder,
        options.seconds,
        processes=options.processes,
        readers=options.readers,
        writers=options.writers,
        seed=options.seed,
    )
    print(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
