"""How fast is a full build? The plain recipe, ours, and two fast engines fed with the same words; one table.

    python -m tests.benchmarks.indexing articles.jsonl [--sizes 1000 10000 0] [--systems ours recipe tantivy fts5 …] [--most recipe=10000]

A size of 0 means all articles. Each system runs in a process of its own: `recipe` is pyvi article by article and Whoosh's own
writer; `tantivy` and `fts5` index what pyvi segmented; `tantivy-fast` and `fts5-fast` what our segmenter did (the same text);
`ours` is `indexer build` with words, dates and places, on all cores, `ours-1` on one. Peak memory is the anonymous memory of
the process and its workers; mapped files are not in it. Where others use the machine too, compare processor time.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

LOOK_EVERY = 0.2  # seconds between two looks at memory
Text = tuple[str, str, str]


def articles(path: Path, limit: int) -> Iterator[Text]:
    """(id, title, body) of the first articles, of all when the limit is 0."""
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, limit or None):
            article = json.loads(line)
            yield (
                article["id"],
                article.get("title") or "",
                article.get("body") or article.get("text") or "",
            )


def by_pyvi(texts: Iterable[Text]) -> Iterator[Text]:
    """Segmented by pyvi."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi.ViTokenizer import tokenize
    for id_, title, body in texts:
        yield id_, tokenize(title), tokenize(body)


def by_us(texts: Iterable[Text]) -> Iterator[Text]:
    """The same, by our segmenter."""
    from indexer.language.segmentation.words import segment_many

    source = iter(texts)
    while lot := list(islice(source, 200)):
        segmented = iter(segment_many([text for _, title, body in lot for text in (title, body)]))
        for id_, _, _ in lot:
            yield id_, next(segmented), next(segmented)


def with_whoosh(texts: Iterable[Text], folder: Path) -> None:
    """Whoosh as its documentation shows it."""
    from whoosh import index
    from whoosh.fields import ID, TEXT, Schema

    whoosh = index.create_in(
        str(folder),
        Schema(id=ID(stored=True, unique=True), title=TEXT(stored=True), body=TEXT(stored=True)),
    )
    writer = whoosh.writer(limitmb=512)
    for id_, title, body in texts:
        writer.add_document(id=id_, title=title, body=body)
    writer.commit()


def with_tantivy(texts: Iterable[Text], folder: Path) -> None:
    """Tantivy with positions and stored text, one writer."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("title", stored=True)
    schema.add_text_field("body", stored=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    writer = index.writer(256_000_000)
    for id_, title, body in texts:
        writer.add_document(tantivy.Document(id=id_, title=title, body=body))
    writer.commit()
    writer.wait_merging_threads()


def with_fts5(texts: Iterable[Text], folder: Path) -> None:
    """SQLite's FTS5, one transaction, "_" kept within words."""
    import sqlite3

    database = sqlite3.connect(folder / "fts5.db")
    database.execute(
        "create virtual table articles using fts5(id unindexed, title, body, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    database.executemany("insert into articles values (?, ?, ?)", texts)
    database.commit()
    database.close()


def ours(path: Path, limit: int, folder: Path, jobs: int | None) -> None:
    """`indexer build`. The first articles of a file are put into a file of their own first."""
    from indexer.building import build

    source = path
    if limit:
        source = folder.parent / "articles.jsonl"
        with path.open(encoding="utf-8") as lines, source.open("w", encoding="utf-8") as few:
            few.writelines(islice(lines, limit))
    build([source], folder, jobs=jobs)


SYSTEMS: dict[str, Callable[[Path, int, Path], None]] = {
    "ours": lambda path, limit, folder: ours(path, limit, folder, None),
    "ours-1": lambda path, limit, folder: ours(path, limit, folder, 1),
    "tantivy-fast": lambda path, limit, folder: with_tantivy(by_us(articles(path, limit)), folder),
    "fts5-fast": lambda path, limit, folder: with_fts5(by_us(articles(path, limit)), folder),
    "tantivy": lambda path, limit, folder: with_tantivy(by_pyvi(articles(path, limit)), folder),
    "fts5": lambda path, limit, folder: with_fts5(by_pyvi(articles(path, limit)), folder),
    "recipe": lambda path, limit, folder: with_whoosh(by_pyvi(articles(path, limit)), folder),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One run."""

    system: str
    articles: int
    seconds: float
    processor: float  # seconds of processor time, all processes together
    peak: int
    size: int

    @property
    def rate(self) -> float:
        return self.articles / self.seconds


def measure(system: str, path: Path, limit: int, count: int) -> Measured:
    """Run a system in a process of its own, from start to end, and weigh what it leaves."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "index"
        folder.mkdir()
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.benchmarks.indexing",
            str(path),
            "--run",
            system,
            str(limit),
            str(folder),
        ]
        start, before = time.perf_counter(), processor_time()
        process = subprocess.Popen(command)
        peak = 0
        watching = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not watching.wait(LOOK_EVERY):
                peak = max(peak, sum(map(anonymous, family(process.pid))))

        watcher = threading.Thread(target=watch)
        watcher.start()
        status = process.wait()
        seconds, processor = time.perf_counter() - start, processor_time() - before
        watching.set()
        watcher.join()
        if status:
            raise RuntimeError(f"{system} ended with status {status}")
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        shutil.rmtree(folder)
    return Measured(system, count, seconds, processor, peak, size)


def processor_time() -> float:
    """Seconds that the processes ended so far have had."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def anonymous(pid: int) -> int:
    """Bytes of a process that no file holds; pages shared with others are counted by share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return 1024 * sum(
        int(line.split()[1]) for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:"))
    )


def show(found: list[Measured]) -> None:
    """A table in Markdown; speed is compared with the recipe's at the same size, or at the largest it was run with."""
    recipes = {run.articles: run.rate for run in found if run.system == "recipe"}
    print(
        "\n| articles | system | seconds | articles/s | × recipe | processor s | peak MB | index bytes/article |"
    )
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for run in sorted(found, key=lambda run: (run.articles, -run.rate)):
        recipe = recipes.get(run.articles, recipes[max(recipes)] if recipes else 0.0)
        ratio = f"{run.rate / recipe:.1f}" if recipe else "–"
        size = round(run.size / run.articles)
        cells = (
            f"{run.articles:,}",
            run.system,
            f"{run.seconds:.1f}",
            f"{run.rate:,.0f}",
            ratio,
            f"{run.processor:.0f}",
        )
        print(f"| {' | '.join(cells)} | {run.peak / 1e6:,.0f} | {size:,} |")


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 0])
    parser.add_argument(
        "--systems", nargs="+", choices=list(SYSTEMS), default=["ours", "recipe", "tantivy", "fts5"]
    )
    parser.add_argument(
        "--most",
        nargs="*",
        default=[],
        help="SYSTEM=N: do not run a system on more than N articles",
    )
    parser.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        system, limit, folder = options.run
        SYSTEMS[system](options.path, int(limit), Path(folder))
        return
    most = {
        system: int(limit) for system, _, limit in (entry.partition("=") for entry in options.most)
    }
    with options.path.open("rb") as lines:
        total = sum(1 for _ in lines)
    found = []
    for size in options.sizes:
        count = min(size or total, total)
        for system in options.systems:
            if count <= most.get(system, count):
                found.append(measure(system, options.path, size, count))
                run = found[-1]
                print(
                    f"{system}, {count:,} articles: {run.seconds:.1f} s, {run.rate:,.0f}/s, peak {run.peak / 1e6:,.0f} MB",
                    flush=True,
                )
    show(found)


if __name__ == "__main__":
    main()
