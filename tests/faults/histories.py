"""Random histories of all writers and of people who correct against a model, with two at a time and
processes that are killed.

    python -m tests.faults.histories FOLDER FIRST COUNT

prints a line of JSON for each history: its number and what is wrong, "" when nothing is.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.building import add, build, correct, remove, synchronise
from indexer.building.source_manifest import name_of
from indexer.errors import IndexBusy
from indexer.storage.maintenance import check
from tests.faults.people import People
from tests.faults.scenarios import held
from webapp.submissions.spool import Entry, Spool
from webapp.submissions.writer import Writer

STEPS = 9
SLOWEST = 0.03  # seconds
SEEDS = ("a", "b", "c", "d")  # articles of the folder that is built and watched
SENT = ("s", "t", "u", "a")  # of articles that are sent; one of them stands for a file's
OTHERS = ("x", "y")  # of a folder that is only added


@dataclass
class Model:
    """What is where: files of the two folders, and what was sent; `written` are the texts that files
    have had, by id: until the next build one of them may stand where another was sent, as a watched
    or added file takes the place of what has its id.
    """

    files: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    written: dict[str, set[str]] = field(default_factory=dict)

    deleted: set[str] = field(default_factory=set)

    def built(self) -> dict[str, str]:
        """What a build makes of it: what was deleted over HTTP stays away until it is sent again."""
        kept = {id_: text for id_, text in self.files.items() if id_ not in self.deleted}
        return kept | self.sent


class History:
    """One history in a folder of its own."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.dice = root, random.Random(seed)
        self.index, self.news, self.more = root / "index", root / "news", root / "more"
        self.spool = Spool(self.index)
        self.model = Model()
        self.texts = 0
        self.told: list[str] = []

    def text(self) -> str:
        self.texts += 1
        return f"bài số {self.texts}"

    def run(self) -> str:
        """Play it; what is wrong, or ""."""
        self.news.mkdir()
        self.more.mkdir()
        self._edit(self.news, self.model.files, SEEDS, least=1)
        self._write(lambda: build([self.news], self.index, jobs=1))
        self.people = People(self.index, self.dice)
        for _ in range(STEPS):
            fault = self._step()
            if fault:
                return f"{fault} after {self.told}"
        return ""

    def _step(self) -> str:
        """Change the sources, send, let writers run together, kill one of them now and then."""
        if self.dice.random() < 0.5:
            self._edit(self.news, self.model.files, SEEDS, least=1)
        writers: list[Callable[[], object]] = []
        names = []
        for _ in range(self.dice.choice((0, 1, 1, 2))):
            self._send()
        for _ in range(self.dice.choice((0, 1, 1, 2))):
            spoken_of = self.dice.choice((*SEEDS, *SENT, *OTHERS))
            if fault := self.people.speak(spoken_of, self.model.deleted):
                return fault
        if self.spool.pending():
            writers.append(self._drain)
            names.append("drain")
        for _ in range(self.dice.choice((0, 1, 1, 2))):
            name, act = self._other_writer()
            names.append(name)
            writers.append(act)
        children = [self._child(act) for act in writers]
        killed = self.dice.random() < 0.4
        if killed and children:
            time.sleep(self.dice.random() * 0.05)
            os.kill(self.dice.choice(children), signal.SIGKILL)
        statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        self.told.append(f"{'+'.join(names)}{' killed' if killed else ''}")
        if any(status not in (0, -signal.SIGKILL) for status in statuses):
            return f"a writer failed: {statuses}"
        check(self.index)
        return self._settle()

    def _settle(self) -> str:
        """Take in what waits, and build: now the index is what the model says, whatever was killed."""
        self._drain()
        now = held(self.index) or {}
        for id_, text in self.model.sent.items():
            if self.people.is_hidden(id_):
                continue  # `contradicted` sees to it
            if now.get(id_) not in {text, *self.model.written.get(id_, ())}:
                return f"what was sent as {id_} is {now.get(id_)!r}, not {text!r}"
        if fault := self.people.contradicted():
            return fault
        for id_ in now:
            if id_ not in {
                *self.model.files,
                *self.model.others,
                *self.model.sent,
                *SEEDS,
                *OTHERS,
            }:
                return f"{id_} has come back"
        if self.dice.random() < 0.5:
            return ""
        build([self.news], self.index, jobs=1, anew=self.dice.random() < 0.3)
        check(self.index)
        built = self.people.shown(self.model.built())
        if (now := held(self.index)) != built:
            return f"built {now}, not {built}"
        return self.people.contradicted()

    def _edit(self, folder: Path, files: dict[str, str], ids: tuple[str, ...], least: int) -> None:
        """Add, change or delete a file or two; at least so many are left."""
        for id_ in self.dice.sample(ids, self.dice.randint(1, 2)):
            path = folder / f"{id_}.txt"
            if id_ in files and len(files) > least and self.dice.random() < 0.4:
                path.unlink()
                del files[id_]
            else:
                files[id_] = self.text()
                self.model.written.setdefault(id_, set()).add(files[id_])
                path.write_text(files[id_], encoding="utf-8")

    def _send(self) -> None:
        """POST or DELETE, as far as its acknowledgement."""
        id_ = self.dice.choice(SENT)
        if id_ in self.model.sent and self.dice.random() < 0.4:
            self.spool.put(Entry(remove=(id_,)))
            del self.model.sent[id_]
            self.model.deleted.add(id_)
        else:
            self.model.sent[id_] = self.text()
            self.model.deleted.discard(id_)
            line = json.dumps({"id": id_, "text": self.model.sent[id_]}, ensure_ascii=False)
            self.spool.put(Entry(add=((id_, line),)))

    def _drain(self) -> None:
        writer = Writer(self.index, self.spool)
        while not writer._drain():
            time.sleep(0.01)

    def _other_writer(self) -> tuple[str, Callable[[], object]]:
        way = self.dice.randrange(6)
        if way == 0:
            return "build", lambda: build([self.news], self.index, jobs=1)
        if way == 1:
            return "build anew", lambda: build([self.news], self.index, jobs=1, anew=True)
        if way == 2:
            inside = name_of(self.news) + os.sep
            return "watch", lambda: synchronise(
                [self.news], self.index, jobs=1, gone=lambda file: file.startswith(inside)
            )
        if way == 3:
            self._edit(self.more, self.model.others, OTHERS, least=1)
            return "add", lambda: add([self.more], self.index, jobs=1)
        if way == 4:
            return "apply", lambda: correct(self.index)
        gone = [self.dice.choice((*SEEDS[1:], *OTHERS))]
        return "remove", lambda: remove(gone, self.index)

    def _child(self, act: Callable[[], object]) -> int:
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            _slow_disk(self.dice)
            self._write(act)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    def _write(self, act: Callable[[], object]) -> None:
        """Do it, again while others are too quick."""
        while True:
            try:
                act()
                return
            except IndexBusy:
                continue


def _slow_disk(dice: random.Random) -> None:
    """Make every fsync of this process take up to so long, as on a disk: what others may do
    meanwhile, they do.
    """
    synced = os.fsync

    def slowly(handle: int) -> None:
        time.sleep(dice.random() * SLOWEST)
        synced(handle)

    os.fsync = slowly


def histories(folder: Path, first: int, count: int) -> Iterator[dict[str, object]]:
    """Play so many histories; one result for each."""
    for number in range(first, first + count):
        root = folder / "history"
        root.mkdir()
        try:
            fault = History(root, number).run()
        except Exception as error:
            traceback.print_exc()
            fault = f"{type(error).__name__}: {error}"
        yield {"history": number, "fault": fault}
        shutil.rmtree(root)


def main() -> None:
    folder, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    for told in histories(folder, first, count):
        print(json.dumps(told, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
