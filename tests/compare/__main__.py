"""This project beside what would be taken instead; prints the page, writes one JSON.

    python -m tests.compare CORPUS… [--articles N] [--set SET[=SOURCE,…]]… [--engines ours,fts5,…]
                            [--parts build,conformance,…] [--work DIR] [--kept] [--publish]

CORPUS: files of JSON Lines (plain, .gz, .xz, .bz2) with id, title and body; their first N articles are
taken. SET: a folder in BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv); a set without a corpus names
the sources it asks of. Each engine does each part in a process of its own, its index in a folder of DIR.
What is done is kept there: a run that was stopped goes on where it was, a part is done anew with
`--again PART`, and with `--kept` nothing is measured that is not kept. Page, JSON and charts are written to DIR; with `--publish` also to where this project keeps
them, and into its documents. Run as root it also tries a full disk, by mounting a small one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from indexer import Archive
from tests.compare.faults import faults
from tests.compare.load import http
from tests.compare.material import Material
from tests.compare.measuring import Failed, run, worker
from tests.compare.page import page
from tests.compare.publishing import publish, write
from tests.conformance.judging import cases
from tests.peers.peer import PEERS, peer, size_of
from tests.support.running import command

PARTS = ("build", "conformance", "speed", "cold", "http", "relevance", "faults")
COLD = 3  # starts, of which the median counts
Figures = dict[str, Any]


class Comparison:
    """A run in a folder: what is done in it, and what is still to do."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.work: Path = options.work
        self.work.mkdir(parents=True, exist_ok=True)
        self.work.chmod(0o755)  # servers run as another user
        self.material = Material(self.work)
        self.missing = {key: peer(key).missing() for key in options.engines}
        self.bears = {key: int(most) for key, _, most in (b.partition("=") for b in options.bears)}

    def engine(self, key: str) -> Path:
        return self.work / "engines" / key

    def prepare(self) -> None:
        """Unpack the articles, build ours on them, and write down what it read in them: that is
        what the others are given.
        """
        if not self.material.articles.exists():
            self.material.take(self.options.corpus, self.options.articles)
        if not self.material.described:
            self.done("build", "ours", self.build, needed=True)
            self.material.describe(Archive.open(self.engine("ours") / "index"))

    def done(
        self,
        part: str,
        key: str,
        do: Callable[[str], Figures],
        name: str = "",
        *,
        needed: bool = False,
    ) -> Figures:
        """What a part found, now or in an earlier run; a failure is told, and tried again then.

        What is not asked for now is not measured, unless it is needed for what is.
        """
        kept = self.work / "results" / f"{'-'.join(filter(None, (part, name, key)))}.json"
        if kept.exists():
            found: Figures = json.loads(kept.read_text("utf-8"))
            return found
        if reason := self.missing[key]:
            return {"missing": reason}
        if self.options.kept or not (needed or part in self.options.parts):
            return {"failed": "chưa đo · not measured"}
        print(f"{part} {name} {key} …", file=sys.stderr, flush=True)
        began = time.perf_counter()
        try:
            found = do(key)
        except Exception as error:  # of one engine: the others go on
            said = str(error) if isinstance(error, Failed) else f"{type(error).__name__}: {error}"
            print(f"{part} {name} {key}: {said}", file=sys.stderr, flush=True)
            return {"failed": said}
        found |= {"took": time.perf_counter() - began, "load": os.getloadavg()[0]}
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
        return found

    def build(self, key: str) -> Figures:
        folder = self.engine(key)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if key == "ours":  # from the articles as they are: it reads the facts, too
            index = folder / "index"
            spent = run(
                [
                    command("indexer"),
                    "build",
                    "--quiet",
                    "--index",
                    str(index),
                    str(self.material.articles),
                ]
            )
            with self.material.articles.open(encoding="utf-8") as lines:
                number = sum(1 for _ in lines)
            spent["said"] = {"articles": number, "bytes": size_of(index)}
        else:
            spent = worker("build", key, folder, self.work, self.bears.get(key, 0))
        return spent.pop("said") | spent

    def speed(self, key: str) -> Figures:
        return self._of(worker("speed", key, self.engine(key), self.work))

    def conformance(self, key: str) -> Figures:
        return {"held": worker("conformance", key, self.work)["said"]}

    def cold(self, key: str) -> Figures:
        """Ours is asked by the command for it; both are whole processes."""
        folder, times = self.engine(key), []
        for _ in range(COLD):
            light = [sys.executable, "-m", "tests.compare.cold", key, str(folder)]
            said = run([*light, str(self.material.asked)])["said"]
            times.append(said["ms"])
            if key == "ours":
                asked = [command("search"), "--index", str(folder / "index"), "--facets"]
                first = self.material.queries()[0]
                times[-1] = 1e3 * run([*asked, "--format", "plain", first])["seconds"]
        return {"ms": statistics.median(times), "memory": said["memory"]}

    def http(self, key: str) -> Figures:
        return http(key, self.engine(key), self.material.queries())

    def faults(self, key: str) -> Figures:
        return faults(key, self.work / "faults", self.work)

    def relevance(self) -> Figures:
        """Set → engine → figures."""
        found: Figures = {}
        for given in self.options.set:
            name, _, sources = given.partition("=")
            folder = Path(name)
            found[folder.name] = own = {}
            for key in self.options.engines:
                do = self._asked_of(folder, sources.split(",") if sources else [])
                own[key] = self.done("relevance", key, do, folder.name)
            shutil.rmtree(self.work / "sets", ignore_errors=True)
        return found

    def _asked_of(self, questions: Path, sources: Sequence[str]) -> Callable[[str], Figures]:
        """How an engine is asked a set: over its own corpus, or over what the sources hold."""
        most = self.options.questions

        def own(key: str) -> Figures:
            return self._of(worker("relevance_of_corpus", key, self.work, questions, most))

        def of_sources(key: str) -> Figures:
            place = self.work / "sets" / questions.name
            given = Material(place)
            if not given.described:
                (place / "ours").mkdir(parents=True, exist_ok=True)
                built = [
                    command("indexer"),
                    "build",
                    "--quiet",
                    "--index",
                    str(place / "ours/index"),
                ]
                run([*built, *sources])
                given.describe(Archive.open(place / "ours/index"))
            if key != "ours":
                number = sum(1 for _ in given.documents())
                if number > self.bears.get(key, number):
                    raise Failed(f"not on {number} articles")
                shutil.rmtree(place / key, ignore_errors=True)  # of a run that was stopped
                (place / key).mkdir()
                worker("build", key, place / key, place, 0)
            found = self._of(worker("relevance", key, place / key, questions, most))
            if key != "ours":
                shutil.rmtree(place / key)
            return found

        return of_sources if sources else own

    @staticmethod
    def _of(spent: Figures) -> Figures:
        said: Figures = spent["said"]
        return said

    def all(self) -> Figures:
        """Every part, those that are asked for measured if they are not kept."""
        if not self.options.kept:
            self.prepare()
        found: Figures = {}
        for part in PARTS:
            if part == "relevance":
                found[part] = self.relevance()
            else:
                do = getattr(self, part)
                found[part] = {key: self.done(part, key, do) for key in self.options.engines}
        return self._about() | found

    def _about(self) -> Figures:
        kept = [json.loads(p.read_text("utf-8")) for p in (self.work / "results").glob("*.json")]
        engines = {
            key: {
                "name": peer(key).name,
                "version": "" if reason else peer(key).version(),
                "missing": reason,
            }
            for key, reason in self.missing.items()
        }
        return {
            "format": 1,
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "machine": _machine(),
            "seconds": sum(one["took"] for one in kept),
            "load": [min(one["load"] for one in kept), max(one["load"] for one in kept)],
            "text": _text_bytes(self.material),
            "cases": len(cases()),
            "engines": engines,
        }


def _machine() -> Figures:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if os.name == "posix" else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "python": platform.python_version(),
        "system": platform.system(),
    }


def _text_bytes(material: Material) -> int:
    return sum(len((d["title"] + d["body"]).encode()) for d in material.documents())


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is not measured yet, print the page, write the JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--set", action="append", default=[], metavar="SET[=SOURCE,…]")
    parser.add_argument("--questions", type=int, default=100, help="of a set, at most")
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(PEERS))
    parser.add_argument("--parts", type=lambda text: text.split(","), default=list(PARTS))
    parser.add_argument("--again", action="append", default=[], choices=PARTS)
    parser.add_argument(
        "--bears", action="append", default=["whoosh=3000"], metavar="ENGINE=ARTICLES"
    )
    place = Path(tempfile.gettempdir()) / "cuakhau-compare"
    parser.add_argument("--work", type=Path, default=place)
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--publish", action="store_true")
    options = parser.parse_args(arguments)
    # a run in the background may have handed down that Ctrl-C is ignored: a server is ended by it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for part in options.again:
        for kept in (options.work / "results").glob(f"{part}-*.json"):
            kept.unlink()
    found = Comparison(options).all()
    write(found, options.work)
    if options.publish:
        publish(found)
    print(page(found))


if __name__ == "__main__":
    main()
