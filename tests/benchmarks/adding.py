"""How long does a commit of 1, 100 and 10,000 articles onto a full archive take, and of removing one, while others search it?

    python -m tests.benchmarks.adding articles.jsonl INDEX

The articles are the file's own under new ids. INDEX is copied first and stays as it is. During each commit another process
searches without pause; the table says how often, how long the slowest search took, and how many articles it saw: those of before
the commit and of after it, never others.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

from indexer import Archive
from indexer.building import BuildReport, add, remove

SIZES = (1, 100, 10_000)
QUERIES = ("cửa khẩu thông minh", "hop tac kinh te", '"Hà Nội"', "giá vàng hôm nay")


@dataclass(slots=True)
class Searched:
    """What a searcher met: milliseconds of each search, the archive's sizes seen, what went wrong."""

    took: list[float] = field(default_factory=list)
    sizes: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def search(index: Path, end: Connection) -> None:
    """Search until told to end, then hand over what was met."""
    archive, met = Archive.open(index), Searched()
    archive.search(QUERIES[0])
    end.send(None)
    while not end.poll():
        start = time.perf_counter()
        try:
            archive.search(QUERIES[len(met.took) % len(QUERIES)])
            met.sizes.add(archive.doc_count)
        except Exception as error:  # whatever it is, the table is to say so
            met.faults.append(f"{type(error).__name__}: {error}")
        met.took.append((time.perf_counter() - start) * 1e3)
    end.send(met)


def renamed(path: Path, count: int, target: Path) -> Path:
    """The first articles of a file under new ids."""
    with path.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in islice(lines, count):
            article = json.loads(line)
            out.write(
                json.dumps({**article, "id": f"{target.stem}-{article['id']}"}, ensure_ascii=False)
                + "\n"
            )
    return target


def measure(what: str, index: Path, change: Callable[[], BuildReport]) -> None:
    """Make a change while the index is searched, and print a line of the table."""
    before = Archive.open(index).doc_count
    ours, theirs = multiprocessing.Pipe()
    searcher = multiprocessing.get_context("spawn").Process(target=search, args=(index, theirs))
    searcher.start()
    ours.recv()
    report = change()
    ours.send(None)
    met: Searched = ours.recv()
    searcher.join()
    strange = sorted(met.sizes - {before, report.articles})
    faults = f"{len(met.faults)}, {met.faults[0]}" if met.faults else "0"
    seen = ", ".join(f"{size:,}" for size in sorted(met.sizes)) + (
        f" (never there: {strange})" if strange else ""
    )
    print(
        f"| {what} | {report.seconds:.2f} | {report.articles:,} | {len(met.took):,} | {faults} | {max(met.took):.0f} | {seen} |",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("index", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        index = Path(shutil.copytree(options.index, folder / "index"))
        print(
            "| commit | seconds | articles after it | searches meanwhile | failed | slowest ms | sizes seen |"
        )
        print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
        for size in SIZES:
            source = renamed(options.path, size, folder / f"more{size}.jsonl")
            measure(f"add {size:,}", index, lambda source=source: add([source], index))  # type: ignore[misc]
        with options.path.open(encoding="utf-8") as lines:
            first = json.loads(lines.readline())["id"]
        measure("remove 1", index, lambda: remove([f"more1-{first}"], index))


if __name__ == "__main__":
    main()
